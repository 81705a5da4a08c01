//! How a root names what it owns and what it reads of others.
//!
//! In: calls and references of the graph. Out: Terraform's words for them, as they read inside one root.

use super::{
    bytes::{WORD, is},
    literal::push_quoted,
};
pub(super) use crate::partition::{export, label};
use crate::{
    graph::{Graph, Ref},
    partition::{RootId, Roots},
};

/// The names inside one root.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) graph: &'a Graph,
    pub(super) roots: &'a Roots,
    pub(super) root: RootId,
}

impl Names<'_> {
    /// Writes `module.keys.arns["eu-west-1"]`, or the same through the owner's state.
    pub(super) fn push_reference(&self, out: &mut String, reference: &Ref) {
        let call = self.graph.get(reference.call);
        let owner = self.roots.owner(self.graph, reference);
        if owner == self.root {
            push_output(out, &label(call, owner), reference.output);
        } else {
            push_state(out, owner);
            out.push_str(".outputs.");
            // As `export` has it.
            push_ident(out, &label(call, owner));
            out.push('_');
            push_ident(out, reference.output);
        }
        for key in &reference.keys {
            out.push('[');
            push_quoted(out, key);
            out.push(']');
        }
    }
}

/// Writes `module.<label>`.
pub(super) fn push_module(out: &mut String, label: &str) {
    out.push_str("module.");
    push_ident(out, label);
}

/// Writes `module.<label>.<output>`.
pub(super) fn push_output(out: &mut String, label: &str, output: &str) {
    push_module(out, label);
    out.push('.');
    push_ident(out, output);
}

/// Writes `data.terraform_remote_state.<root>`.
pub(super) fn push_state(out: &mut String, owner: RootId) {
    out.push_str("data.terraform_remote_state.");
    push_ident(out, &owner.ident());
}

/// Labels are made of checked names and fixed words, so this changes nothing; if it ever did, the
/// result would still be an identifier.
pub(super) fn push_ident(out: &mut String, text: &str) {
    if is_ident(text) {
        out.push_str(text);
    } else {
        out.push('_');
        out.extend(text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }));
    }
}

/// Whether a text is an identifier of HCL: of those that are, the ones without letters of other scripts.
pub(super) fn is_ident(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| is(byte, WORD))
}

#[cfg(test)]
mod tests {
    use super::push_ident;

    #[test]
    fn a_label_is_an_identifier_whatever_it_was() {
        for (text, expected) in [
            ("service_api", "service_api"),
            ("1a", "_1a"),
            ("", "_"),
            ("a b\"${c}", "_a_b___c_"),
            ("ä", "__"),
        ] {
            let mut out = String::new();
            push_ident(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
