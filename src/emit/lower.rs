//! From values of the graph to HCL expressions: the only place that knows both.

use hcl::{
    Expression, Identifier, Number,
    expr::{Object, ObjectKey, TemplateExpr, Traversal, Variable},
};

use super::literal;
use crate::{
    graph::{Call, Expr, Graph, Ref},
    partition::{RootId, Roots},
};

/// Writes values as they read inside one root.
pub(super) struct Lower<'a> {
    pub(super) graph: &'a Graph,
    pub(super) roots: &'a Roots,
    pub(super) root: RootId,
}

impl Lower<'_> {
    /// A value.
    pub(super) fn expr(&self, expr: &Expr) -> Expression {
        match expr {
            Expr::Bool(value) => Expression::Bool(*value),
            Expr::Int(value) => Expression::Number((*value).into()),
            // Digits, not arithmetic: what is written is exactly what was read.
            Expr::AndHalf(value) => {
                let number = format!("{value}.5").parse().ok().and_then(Number::from_f64);
                Expression::Number(number.unwrap_or_else(|| (*value).into()))
            }
            Expr::Str(text) => string(text),
            Expr::List(items) => {
                Expression::Array(items.iter().map(|item| self.expr(item)).collect())
            }
            Expr::Map(entries) => {
                let entries = entries.iter().map(|(name, value)| (key(name), self.expr(value)));
                Expression::Object(entries.collect::<Object<_, _>>())
            }
            Expr::Ref(reference) => self.reference(reference),
        }
    }

    /// `module.keys.arns["eu-west-1"]`, or the same through the owner's state.
    fn reference(&self, reference: &Ref) -> Expression {
        let call = self.graph.get(reference.call);
        let owner = self.roots.owner(self.graph, reference);
        let traversal = if owner == self.root {
            start("module").attr(ident(&label(call, owner))).attr(ident(reference.output))
        } else {
            state(owner).attr(ident("outputs")).attr(ident(&export(call, owner, reference.output)))
        };
        let keys = reference.keys.iter();
        keys.fold(traversal, |traversal, key| traversal.index(string(key))).build().into()
    }
}

/// A call's label in its root. One root for all regions has to tell the regions apart.
pub(super) fn label(call: &Call, root: RootId) -> String {
    match (root, call.place) {
        (RootId::Single, crate::graph::Place::Region(region)) => {
            format!("{}_{}", call.label, region.ident())
        }
        _ => call.label.clone(),
    }
}

/// `data.terraform_remote_state.foundation`.
pub(super) fn remote_state(owner: RootId) -> Expression {
    state(owner).build().into()
}

fn state(owner: RootId) -> hcl::expr::TraversalBuilder {
    start("data").attr(ident("terraform_remote_state")).attr(ident(&owner.ident()))
}

/// A word that is no text: `plan`.
pub(super) fn bare(word: &'static str) -> Expression {
    Variable::from(ident(word)).into()
}

/// The name under which a root exports an output of a call.
pub(super) fn export(call: &Call, root: RootId, output: &str) -> String {
    format!("{}_{output}", label(call, root))
}

/// `module.<label>`.
pub(super) fn module(label: &str) -> Expression {
    start("module").attr(ident(label)).build().into()
}

/// `module.<label>.<output>`.
pub(super) fn module_output(label: &str, output: &str) -> Expression {
    start("module").attr(ident(label)).attr(ident(output)).build().into()
}

/// The providers that a module with an ephemeral resource is given: `aws` and `aws.ephemeral`.
pub(super) fn providers() -> Expression {
    let ephemeral = start("aws").attr(ident("ephemeral")).build();
    let providers = [bare("aws"), ephemeral.into()];
    let entries = providers.map(|provider| (ObjectKey::Expression(provider.clone()), provider));
    Expression::Object(entries.into_iter().collect())
}

/// Labels are made of checked names and fixed words, so this changes nothing; if it ever did, the
/// result would still be an identifier.
pub(super) fn ident(text: &str) -> Identifier {
    Identifier::sanitized(text)
}

/// A quoted literal. hcl-rs writes this variant as it is, which is why the escaping is ours.
pub(super) fn string(text: &str) -> Expression {
    let quoted = literal::quote(text);
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Expression::from(TemplateExpr::QuotedString(inner.unwrap_or_default().to_owned()))
}

fn start(root: &str) -> hcl::expr::TraversalBuilder {
    Traversal::builder(Variable::from(ident(root)))
}

pub(super) fn key(name: &str) -> ObjectKey {
    Identifier::new(name)
        .map_or_else(|_| ObjectKey::Expression(string(name)), ObjectKey::Identifier)
}
