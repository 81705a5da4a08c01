//! Where trees go.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    args::LevelArgs, levels::levels, loaded::Loaded, outcome::Outcome, terminal::Terminal,
};
use crate::{diag::Levels, source::printable};

/// Where each file's tree goes and what somebody makes of warnings. Where the arguments make no sense, says so.
pub(super) fn asked(
    files: &[PathBuf],
    out: Option<&Path>,
    warnings: &LevelArgs,
    terminal: &Terminal,
) -> Result<(Vec<PathBuf>, Levels), Outcome> {
    let asked = roots(files, out).and_then(|roots| Ok((roots, levels(warnings)?)));
    asked.map_err(|problem| {
        terminal.error(format_args!("error: {problem}\n"));
        Outcome::Usage
    })
}

/// The files, all of them checked, each with where its tree goes. Shows what is found.
pub(super) fn loaded(
    files: &[PathBuf],
    out: Option<&Path>,
    warnings: &LevelArgs,
    terminal: &Terminal,
) -> Result<(Vec<Loaded>, Vec<PathBuf>), Outcome> {
    let (roots, levels) = asked(files, out, warnings, terminal)?;
    let loaded: Vec<Loaded> = files.iter().map(|file| Loaded::new(file, &levels)).collect();
    for file in &loaded {
        file.show(terminal);
    }
    let outcome = loaded.iter().map(Loaded::outcome).max().unwrap_or(Outcome::Invalid);
    if outcome == Outcome::Done { Ok((loaded, roots)) } else { Err(outcome) }
}

/// Where each file's tree goes: a folder named like the file, in `--out` or beside the file.
fn roots(files: &[PathBuf], out: Option<&Path>) -> Result<Vec<PathBuf>, String> {
    let mut owners: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut roots = Vec::new();
    for file in files {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| is_plain(stem));
        let Some(stem) = stem else {
            return Err(format!(
                "{} cannot name a folder; a file name is letters, digits, `-`, `_` and `.`, and ends in .toml",
                printable(file)
            ));
        };
        if file.extension().is_none() {
            return Err(format!(
                "{} has no extension, so its tree would have to stand where the file is",
                printable(file)
            ));
        }
        let parent = file.parent().unwrap_or(Path::new(""));
        let folder = out.unwrap_or(parent);
        let root = folder.join(stem);
        // One folder has many names, and some file systems take `Shop` and `shop` for one.
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let place = named.canonicalize().unwrap_or_else(|_| named.to_owned());
        if let Some(other) = owners.insert(place.join(stem.to_ascii_lowercase()), file) {
            let (other, file) = (printable(other), printable(file));
            let root = printable(&root);
            return Err(format!("{other} and {file} would both be rendered to {root}"));
        }
        roots.push(root);
    }
    Ok(roots)
}

/// What somebody writes for the same files, as a shell takes it.
pub(super) fn command(name: &str, files: &[PathBuf], out: Option<&Path>) -> String {
    let mut words = vec![format!("topogen {name}")];
    words.extend(files.iter().map(|file| quoted(file)));
    words.extend(out.map(|out| format!("--out {}", quoted(out))));
    words.join(" ")
}

fn quoted(path: &Path) -> String {
    let path = printable(path);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Whether a file stem is safe as a folder name.
fn is_plain(stem: &str) -> bool {
    !stem.starts_with('.')
        && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')
}
