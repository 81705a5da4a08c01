//! The modules of `templates/modules`.

#[cfg(test)]
mod tests;

use include_dir::{Dir, File, include_dir};

use crate::bug::{Bug, bug};

/// `templates/modules`, embedded.
pub(crate) static MODULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/modules");

/// The folder of a module.
pub(super) fn folder(dir: &str) -> Result<&'static Dir<'static>, Bug> {
    within(&MODULES, dir).ok_or_else(|| bug(format!("no template folder {dir}")))
}

/// As `Dir::get_dir`, which takes paths apart to compare them.
fn within(outer: &'static Dir<'static>, path: &str) -> Option<&'static Dir<'static>> {
    outer.dirs().find_map(|dir| match path.strip_prefix(dir.path().to_str()?)? {
        "" => Some(dir),
        below => below.starts_with('/').then(|| within(dir, path))?,
    })
}

/// The files of a folder, each by its name.
pub(super) fn files(
    folder: &'static Dir<'static>,
) -> impl Iterator<Item = (&'static str, &'static File<'static>)> {
    folder.files().filter_map(|file| {
        let path = file.path().to_str()?;
        Some((path.rsplit_once('/').map_or(path, |(_, name)| name), file))
    })
}
