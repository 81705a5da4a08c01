//! From roots to files: modules from `templates/modules`, root files from the graph, a README.
//!
//! In: everything that was decided. Out: a [`Tree`]. Nothing is decided here, and every emitted file
//! is parsed again before it leaves.

mod align;
mod assumptions;
#[cfg(test)]
mod interface;
mod literal;
mod lower;
mod mocks;
mod promises;
mod readme;
mod reads;
mod root;
mod template;
mod wrap;
mod zip;

pub(crate) use assumptions::assumptions;
pub use literal::{NASTY, quote};

use std::collections::BTreeSet;

use include_dir::{Dir, include_dir};

use crate::{
    block::Plan,
    bug::{Bug, bug},
    graph::{Graph, Module},
    partition::Roots,
    tree::{Content, Tree},
};

/// `templates/modules`, embedded.
pub(crate) static MODULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/modules");

/// Writes everything into a tree.
///
/// # Errors
///
/// A template or a formatter refused what topogen gave it: a bug, never the topology's fault.
pub(crate) fn emit(plan: &Plan<'_>, graph: &Graph, roots: &Roots) -> Result<Tree, Bug> {
    let mut tree = Tree::new();
    let used: BTreeSet<&str> = graph.calls().map(|(_, call)| call.module.dir).collect();
    let mocks = mocks::Mocks::new(used.iter().copied())?;
    for dir in used {
        module(dir, &mut tree)?;
    }
    for root in roots.iter() {
        for (name, text) in root::files(root, plan.topology, graph, roots, &mocks)? {
            let dir = root.id.dir();
            let path = if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") };
            tree.insert(path, text);
        }
    }
    tree.insert("README.md", readme::readme(plan, graph, roots)?);
    Ok(tree)
}

fn folder(dir: &str) -> Result<&'static Dir<'static>, Bug> {
    MODULES.get_dir(dir).ok_or_else(|| bug(format!("no template folder {dir}")))
}

/// How many blocks of a resource type a module declares.
pub(crate) fn declares(module: Module, kind: &str) -> u64 {
    let opening = format!("resource \"{kind}\"");
    let files = folder(module.dir).into_iter().flat_map(Dir::files);
    let texts = files.filter_map(include_dir::File::contents_utf8);
    texts.map(|text| text.matches(&opening).count() as u64).sum()
}

/// Copies a module as it is. Its files were checked by the tests. A Python file is the code of a Lambda
/// function, which takes an archive: it goes beside it.
fn module(dir: &str, tree: &mut Tree) -> Result<(), Bug> {
    for file in folder(dir)?.files() {
        let name = file.path().file_name().and_then(|name| name.to_str());
        let (Some(name), Some(text)) = (name, file.contents_utf8()) else {
            return Err(bug(format!("template {} is not text", file.path().display())));
        };
        if let Some(stem) = name.strip_suffix(".py") {
            let archive = zip::archive(name, text).ok_or_else(|| bug("code of 4 GiB"))?;
            tree.insert(format!("modules/{dir}/{stem}.zip"), Content::Binary(archive));
        }
        tree.insert(format!("modules/{dir}/{name}"), text);
    }
    Ok(())
}
