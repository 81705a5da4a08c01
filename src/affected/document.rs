//! The list for machines.

use serde::Serialize;
use serde_json::json;

use super::roots::{Affected, Touched};
use crate::plan::State;

/// A tree with what is listed of it.
#[derive(Debug, Serialize)]
pub(crate) struct Listed<'a> {
    topology: &'a str,
    tree: &'a str,
    /// The commit that is applied; none where nothing is.
    base: Option<&'a str>,
    /// How many roots it has.
    all: usize,
    roots: Vec<RootOut<'a>>,
}

/// The document that `topogen affected --format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Document<'a> {
    /// Rises when a field changes its meaning or goes away.
    schema_version: u32,
    /// The version that wrote it.
    topogen: &'static str,
    trees: Vec<Listed<'a>>,
}

#[derive(Debug, Serialize)]
struct RootOut<'a> {
    root: &'a str,
    /// Its folder, from where topogen ran.
    path: String,
    layer: Option<usize>,
    state: &'static str,
    ready: bool,
    waits_for: Vec<&'a str>,
    reads: Vec<&'a str>,
    because: Vec<&'static str>,
    objects: usize,
    files: Vec<&'a str>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(trees: Vec<Listed<'a>>) -> Self {
        Self { schema_version: 1, topogen: env!("CARGO_PKG_VERSION"), trees }
    }
}

impl<'a> Listed<'a> {
    pub(crate) fn new(
        topology: &'a str,
        tree: &'a str,
        base: Option<&'a str>,
        affected: &'a Affected,
    ) -> Self {
        let roots = affected.roots.iter().map(|root| RootOut::new(tree, root)).collect();
        Self { topology, tree, base, all: affected.all, roots }
    }
}

impl<'a> RootOut<'a> {
    fn new(tree: &str, root: &'a Touched) -> Self {
        Self {
            root: &root.root,
            path: path(tree, &root.root),
            layer: root.layer,
            state: state(root.state),
            ready: root.is_ready(),
            waits_for: root.waits_for.iter().map(String::as_str).collect(),
            reads: root.reads.iter().map(String::as_str).collect(),
            because: because(root),
            objects: root.objects,
            files: root.files.iter().map(String::as_str).collect(),
        }
    }

    /// A job: only what an expression of a workflow needs.
    fn job(&self, tree: &str) -> serde_json::Value {
        json!({
            "tree": tree,
            "root": self.root,
            "path": self.path,
            "layer": self.layer,
            "waits_for": self.waits_for.join(" "),
        })
    }
}

/// Lines for `$GITHUB_OUTPUT`: each a name and one line of text, whatever a path is called.
pub(crate) fn lines(trees: &[Listed<'_>]) -> String {
    let all = || trees.iter().flat_map(|tree| tree.roots.iter().map(move |root| (tree.tree, root)));
    let there = || all().filter(|(_, root)| root.layer.is_some());
    let matrix = |jobs: Vec<serde_json::Value>| json!({ "include": jobs });
    let some: Vec<_> = there().map(|(tree, root)| root.job(tree)).collect();
    let ready: Vec<_> =
        there().filter(|(_, root)| root.ready).map(|(tree, root)| root.job(tree)).collect();
    let gone: Vec<&str> = all()
        .filter(|(_, root)| root.layer.is_none())
        .map(|(_, root)| root.path.as_str())
        .collect();
    format!(
        "any={}\nmatrix={}\nany_ready={}\nready={}\nany_gone={}\ngone={}\n",
        !some.is_empty(),
        matrix(some),
        !ready.is_empty(),
        matrix(ready),
        !gone.is_empty(),
        json!(gone)
    )
}

/// A line for each root, for scripts: path, layer, what it waits for.
pub(crate) fn table(trees: &[Listed<'_>]) -> String {
    let line = |root: &RootOut<'_>| {
        let layer = root.layer.map_or_else(|| "-".to_owned(), |layer| layer.to_string());
        let waits = root.waits_for.join(", ");
        format!("{}\t{layer}\t{}\n", root.path, if waits.is_empty() { "-" } else { &waits })
    };
    trees.iter().flat_map(|tree| &tree.roots).map(line).collect()
}

/// Where a root is.
pub(super) fn path(tree: &str, root: &str) -> String {
    if root == "." { tree.to_owned() } else { format!("{tree}/{root}") }
}

fn state(state: State) -> &'static str {
    match state {
        State::Kept => "kept",
        State::New => "new",
        State::Gone => "gone",
    }
}

fn because(root: &Touched) -> Vec<&'static str> {
    let all = [
        (root.objects > 0, "objects"),
        (root.outputs, "outputs"),
        (!root.reads.is_empty(), "reads"),
        (!root.files.is_empty(), "files"),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
}
