//! The modules of `templates/modules`.

#[cfg(test)]
mod tests;

use include_dir::{Dir, File, include_dir};

use crate::{
    bug::{Bug, bug},
    graph::Module,
};

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

/// How many blocks of a resource type a module declares.
pub(crate) fn declares(module: Module, kind: &str) -> u64 {
    let opening = format!("resource \"{kind}\"");
    let files = folder(module.dir).into_iter().flat_map(Dir::files);
    let texts = files.filter_map(File::contents_utf8);
    texts.map(|text| text.matches(&opening).count() as u64).sum()
}
