//! The modules of `templates/modules`, and what they say of themselves.

use std::{collections::BTreeMap, sync::LazyLock};

use hcl::{Body, Expression};
use include_dir::{Dir, include_dir};

use crate::{
    bug::{Bug, bug},
    graph::Module,
};

/// `templates/modules`, embedded.
pub(crate) static MODULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/modules");

/// What each module says of its outputs: by folder and output.
static DESCRIPTIONS: LazyLock<BTreeMap<(String, String), String>> = LazyLock::new(|| {
    let mut found = BTreeMap::new();
    descriptions(&MODULES, &mut found);
    found
});

fn descriptions(dir: &Dir<'_>, found: &mut BTreeMap<(String, String), String>) {
    let outputs = dir.get_file(dir.path().join("outputs.tf"));
    let text = outputs.and_then(include_dir::File::contents_utf8).unwrap_or_default();
    let body: Body = hcl::parse(text).unwrap_or_default();
    for block in body.blocks().filter(|block| block.identifier() == "output") {
        let said = block.body().attributes().find(|attribute| attribute.key() == "description");
        if let (Some(Expression::String(said)), Some(name)) =
            (said.map(hcl::Attribute::expr), block.labels().first())
        {
            let module = dir.path().display().to_string();
            found.insert((module, name.as_str().to_owned()), said.clone());
        }
    }
    dir.dirs().for_each(|dir| descriptions(dir, found));
}

/// What an output of a module holds, in the module's own words.
pub(super) fn description(dir: &str, output: &str) -> Result<&'static str, Bug> {
    let said = DESCRIPTIONS.get(&(dir.to_owned(), output.to_owned()));
    said.map(String::as_str).ok_or_else(|| bug(format!("{dir} does not describe {output}")))
}

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
