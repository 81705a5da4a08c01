//! The list for a terminal.

use std::fmt::Write as _;

use super::{
    document::path,
    roots::{Affected, Touched},
};
use crate::{diag::counted, plan::State};

/// Writes what is listed of a tree.
pub(crate) fn text(topology: &str, tree: &str, base: &str, affected: &Affected) -> String {
    let some = affected.roots.iter().filter(|root| root.state != State::Gone).count();
    let of = counted(affected.all, "root");
    let verb = if some == 1 { "needs" } else { "need" };
    let mut out = format!("{topology} against {base}: {some} of {of} {verb} a plan\n");
    let paths: Vec<String> = affected.roots.iter().map(|root| path(tree, &root.root)).collect();
    let width = paths.iter().map(|path| path.chars().count()).max().unwrap_or(0);
    for (root, path) in affected.roots.iter().zip(&paths) {
        let layer = root.layer.map_or_else(|| "-".to_owned(), |layer| layer.to_string());
        // Writing to a string cannot fail.
        _ = writeln!(out, "  {layer}  {path:<width$}  {}", said(root));
    }
    out
}

/// Why it is listed, and what to know before it is planned.
fn said(root: &Touched) -> String {
    let objects = counted(root.objects, "object");
    let mut parts = match root.state {
        State::Gone => {
            return format!(
                "its code goes, its state stays with {objects}: destroy them before this is merged"
            );
        }
        State::New => vec![format!("new: {objects}")],
        State::Kept if root.objects > 0 => vec![objects],
        State::Kept if root.outputs => vec!["outputs".to_owned()],
        State::Kept if !root.files.is_empty() => {
            vec!["texts, and no object as far as they show".to_owned()]
        }
        State::Kept => Vec::new(),
    };
    let names = |roots: &std::collections::BTreeSet<String>| {
        roots.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    if !root.waits_for.is_empty() {
        let verb = if root.waits_for.len() == 1 { "is" } else { "are" };
        parts.push(format!("cannot be planned before {} {verb} applied", names(&root.waits_for)));
    } else if !root.reads.is_empty() {
        parts.push(format!("reads what changes in {}", names(&root.reads)));
    }
    parts.join("; ")
}
