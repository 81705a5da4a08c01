//! `topogen init`: a commented topology to start from.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use include_dir::{Dir, include_dir};

use super::{outcome::Outcome, terminal::Terminal};
use crate::{
    diag::{closest, shown},
    registry,
    source::printable,
};

/// What runs, and the core; the rest the blocks add.
const TOPOLOGY: &str = include_str!("../../templates/topology.toml");

/// What every golden tree is of.
static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/topologies");
/// What an editor reads a topology by; in the repository it is somewhere else.
const SCHEMA: &str = "#:schema ./topogen.schema.json\n";

/// Writes `topology.toml` into a folder, or an example, unless there is one.
pub(super) fn init(dir: &Path, example: Option<&str>, terminal: &Terminal) -> Outcome {
    let (name, text) = match example.map(named).transpose() {
        Ok(Some((name, text))) => (format!("{name}.toml"), text),
        Ok(None) => ("topology.toml".to_owned(), topology()),
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
    };
    let path = dir.join(&name);
    let written = fs::create_dir_all(dir).and_then(|()| put(dir, &name, &text));
    match written {
        Ok(()) => terminal.result(format_args!(
            "wrote {0}\nnext: edit it, then run `topogen render {0}`; for an editor that completes keys, `topogen schema >{1}`\n",
            printable(&path),
            printable(dir.join("topogen.schema.json"))
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let path = printable(&path);
            terminal.failed(format_args!("{path} exists already and is left as it is"))
        }
        Err(error) => terminal.failed(format_args!("cannot write {}: {error}", printable(&path))),
    }
}

/// The name and text of an example.
fn named(name: &str) -> Result<(&'static str, String), String> {
    let all = || EXAMPLES.files().filter_map(|file| file.path().file_stem()?.to_str());
    let text = |name: &str| EXAMPLES.get_file(format!("{name}.toml"))?.contents_utf8();
    if let Some(found) = all().find(|one| *one == name)
        && let Some(text) = text(found)
    {
        let rest = text.strip_prefix("#:schema").and_then(|rest| rest.split_once('\n'));
        return Ok((found, [SCHEMA, rest.map_or(text, |(_, rest)| rest)].concat()));
    }
    let mut names: Vec<&str> = all().collect();
    names.sort_unstable();
    let meant = closest(name, names.iter().copied());
    let hint = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? "));
    let (name, names) = (shown(name), names.join(", "));
    Err(format!("there is no example `{name}`\n  = help: {hint}there are {names}"))
}

/// The whole text.
fn topology() -> String {
    let examples = registry::sections().map(|section| section.example);
    let examples = examples.filter(|example| !example.is_empty());
    examples.fold([SCHEMA, TOPOLOGY].concat(), |text, example| format!("{text}\n{example}"))
}

/// Writes the whole file or none: a link takes no other file's place.
fn put(dir: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = &dir.join(name);
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let temporary = dir.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = File::create_new(&temporary)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| match fs::hard_link(&temporary, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // A file system without links; nothing was there a moment ago.
                fs::rename(&temporary, path)
            }
            linked => linked,
        });
    // After a rename it is gone already.
    _ = fs::remove_file(&temporary);
    written
}
