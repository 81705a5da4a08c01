//! Files on a disk.

use std::fs;
use std::io;
use std::path::Path;

use crate::inventory::Files;
use crate::tree::{Change, Comparison};

use super::kept::{LARGEST, collect, is_hidden};

/// What stands on a disk beside what would be written.
pub(crate) struct Yours {
    /// The files that are not topogen's, by path.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Paths at which a write would refuse: somebody's work is in the way.
    pub(crate) in_the_way: Vec<String>,
}

/// All files of a tree on a disk.
pub(crate) fn read(root: &Path) -> io::Result<Files> {
    let mut found = Vec::new();
    walk(root, "", &mut |_| true, &mut found)?;
    Ok(collect(found))
}

/// What would stay beside a tree that is written over what is there.
pub(crate) fn beside(root: &Path, comparison: &Comparison<'_>) -> io::Result<Yours> {
    let gone = |change: &Change<'_>| match change {
        Change::Remove { path, .. } => Some(path.to_string()),
        Change::Add { .. } | Change::Modify { .. } | Change::Conflict { .. } => None,
    };
    let gone: Vec<String> = comparison.changes.iter().filter_map(gone).collect();
    let in_the_way: Vec<String> = comparison.conflicts().map(|(path, _)| path.to_owned()).collect();
    let mut files = Vec::new();
    let mut stays = |path: &str| !comparison.writes(path) && !gone.iter().any(|one| one == path);
    match walk(root, "", &mut stays, &mut files) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => other?,
    }
    Ok(Yours { files, in_the_way })
}

/// Reads what is wanted below a folder.
fn walk(
    root: &Path,
    folder: &str,
    wants: &mut dyn FnMut(&str) -> bool,
    found: &mut Vec<(String, Vec<u8>)>,
) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        // Terraform's paths are texts.
        let Some(name) = name.to_str().filter(|name| !is_hidden(name)) else { continue };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(root, &path, wants, found)?;
        } else if kind.is_file() && wants(&path) && entry.metadata()?.len() <= LARGEST {
            found.push((path, fs::read(entry.path())?));
        }
    }
    Ok(())
}
