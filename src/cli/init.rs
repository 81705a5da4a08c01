//! `topogen init`: a commented topology to start from.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use super::{outcome::Outcome, terminal::Terminal};
use crate::{registry, source::printable};

/// What runs, and the core; the rest the blocks add.
const TOPOLOGY: &str = include_str!("../../templates/topology.toml");

/// Writes `topology.toml` into a folder, unless there is one.
pub(super) fn init(dir: &Path, terminal: &Terminal) -> Outcome {
    let path = dir.join("topology.toml");
    let written = fs::create_dir_all(dir).and_then(|()| put(dir, &path));
    match written {
        Ok(()) => terminal.result(format_args!(
            "wrote {0}\nnext: edit it, then run `topogen render {0}`\n",
            printable(&path)
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let path = printable(&path);
            terminal.failed(format_args!("{path} exists already and is left as it is"))
        }
        Err(error) => terminal.failed(format_args!("cannot write {}: {error}", printable(&path))),
    }
}

/// The whole text.
fn topology() -> String {
    let examples = registry::sections().map(|section| section.example);
    let examples = examples.filter(|example| !example.is_empty());
    examples.fold(TOPOLOGY.to_owned(), |text, example| format!("{text}\n{example}"))
}

/// Writes the whole file or none: a link takes no other file's place.
fn put(dir: &Path, path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let temporary = dir.join(format!(".topology.toml.{}.tmp", std::process::id()));
    let written = File::create_new(&temporary)
        .and_then(|mut file| file.write_all(topology().as_bytes()).and_then(|()| file.sync_all()))
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
