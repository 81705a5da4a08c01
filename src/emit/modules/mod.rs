//! The modules of `templates/modules`.

#[cfg(test)]
mod tests;

use include_dir::{Dir, include_dir};

use crate::{
    bug::{Bug, bug},
    graph::Module,
};

/// `templates/modules`, embedded.
pub(crate) static MODULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/modules");

/// The folder of a module.
pub(super) fn folder(dir: &str) -> Result<&'static Dir<'static>, Bug> {
    MODULES.get_dir(dir).ok_or_else(|| bug(format!("no template folder {dir}")))
}

/// How many blocks of a resource type a module declares.
pub(crate) fn declares(module: Module, kind: &str) -> u64 {
    let opening = format!("resource \"{kind}\"");
    let files = folder(module.dir).into_iter().flat_map(Dir::files);
    let texts = files.filter_map(include_dir::File::contents_utf8);
    texts.map(|text| text.matches(&opening).count() as u64).sum()
}
