//! The native tests of a root: what the topology promises of it, held in the user's own CI.
//!
//! In: the promises of a root's calls. Out: `tests/promises.tftest.hcl`. It plans with a mocked
//! provider, so what a root reads of others has to be made up: of each output, what its kind says.

use hcl::{
    Block, Body, Expression,
    expr::{BinaryOp, BinaryOperator, FuncCall, Object},
};
use indexmap::IndexMap;

use super::{
    lower::{self, Lower},
    root::format,
};
use crate::{
    bug::Bug,
    graph::{Call, Expr, Graph, Kind, Ref},
    partition::{Root, RootId, Roots},
};

const MOCKS: &str = include_str!("../../templates/root/promises.tftest.hcl");

/// An ARN of nothing, for what has to look like one.
const ARN: &str = "arn:aws:test:us-east-1:123456789012:test/test";

/// The test file, if anything is promised of the root.
pub(super) fn file(
    root: &Root,
    graph: &Graph,
    roots: &Roots,
    lower: &Lower<'_>,
) -> Result<Option<String>, Bug> {
    let calls = root.calls.iter().map(|id| graph.get(*id));
    let asserts: Vec<Block> = calls.flat_map(|call| asserts(call, root.id, lower)).collect();
    if asserts.is_empty() {
        return Ok(None);
    }
    let mut body = Body::builder();
    for (owner, outputs) in read(root, graph, roots) {
        let remote = Block::builder("override_data")
            .add_attribute((lower::ident("target"), lower::remote_state(owner)))
            .add_attribute((
                lower::ident("values"),
                object([(lower::key("outputs"), object(outputs))]),
            ));
        body = body.add_block(remote.build());
    }
    let run = Block::builder("run")
        .add_label("promises")
        .add_attribute((lower::ident("command"), lower::bare("plan")))
        .add_blocks(asserts);
    let body = body.add_block(run.build()).build();
    Ok(Some(format!("{MOCKS}\n{}", format(&body)?)))
}

fn asserts(call: &Call, root: RootId, lower: &Lower<'_>) -> Vec<Block> {
    let label = lower::label(call, root);
    let assert = |(output, value): &(&'static str, Expr)| {
        let actual = lower::module_output(&label, output);
        let expected = lower.expr(value);
        // A list in code is a tuple, which no list equals.
        let (actual, expected) = if matches!(value, Expr::List(_)) {
            (as_json(actual), as_json(expected))
        } else {
            (actual, expected)
        };
        let equal = BinaryOp::new(actual, BinaryOperator::Eq, expected);
        let says = shown(value);
        let message = format!("{output} of module {label} is not {says}, as the topology says.");
        Block::builder("assert")
            .add_attribute((lower::ident("condition"), Expression::from(equal)))
            .add_attribute((lower::ident("error_message"), lower::string(&message)))
            .build()
    };
    call.promised.iter().map(assert).collect()
}

/// A promised value in words.
fn shown(value: &Expr) -> String {
    match value {
        Expr::Int(number) => number.to_string(),
        Expr::Str(text) => text.clone(),
        Expr::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Expr::Bool(_) | Expr::Map(_) | Expr::Ref(_) => "as it was".to_owned(),
    }
}

fn as_json(value: Expression) -> Expression {
    FuncCall::builder("jsonencode").arg(value).build().into()
}

fn object(entries: impl IntoIterator<Item = (hcl::expr::ObjectKey, Expression)>) -> Expression {
    Expression::Object(entries.into_iter().collect::<Object<_, _>>())
}

type Outputs = Vec<(hcl::expr::ObjectKey, Expression)>;

/// What the root reads of each other root, made up.
fn read(root: &Root, graph: &Graph, roots: &Roots) -> Vec<(RootId, Outputs)> {
    let mut reads: IndexMap<RootId, IndexMap<String, Example>> =
        root.reads.iter().map(|owner| (*owner, IndexMap::new())).collect();
    for value in root.calls.iter().flat_map(|id| graph.get(*id).inputs.values()) {
        value.for_each_ref(&mut |reference| {
            let owner = roots.owner(graph, reference);
            if let Some(outputs) = reads.get_mut(&owner) {
                let call = graph.get(reference.call);
                let name = lower::export(call, owner, reference.output);
                outputs.entry(name).or_default().add(&reference.keys, leaf(call, reference));
            }
        });
    }
    let lowered = |outputs: IndexMap<String, Example>| {
        outputs.into_iter().map(|(name, example)| (lower::key(&name), example.lower())).collect()
    };
    reads.into_iter().map(|(owner, outputs)| (owner, lowered(outputs))).collect()
}

/// A value of the kind that an output has.
fn leaf(call: &Call, reference: &Ref) -> Expression {
    match reference.kind {
        Kind::Text => lower::string("test"),
        Kind::Arn => lower::string(ARN),
        Kind::Map => object([]),
        Kind::TextBy(input) => {
            let keys = match call.inputs.get(input) {
                Some(Expr::List(items)) => items.as_slice(),
                _ => &[],
            };
            let entry = |item: &Expr| {
                let Expr::Str(name) = item else { return None };
                Some((lower::key(name), lower::string("test")))
            };
            object(keys.iter().filter_map(entry))
        }
    }
}

/// A made-up value, as deep as it is looked into.
#[derive(Default)]
struct Example {
    leaf: Option<Expression>,
    entries: IndexMap<String, Self>,
}

impl Example {
    fn add(&mut self, keys: &[String], leaf: Expression) {
        match keys.split_first() {
            None => self.leaf = Some(leaf),
            Some((key, rest)) => self.entries.entry(key.clone()).or_default().add(rest, leaf),
        }
    }

    fn lower(self) -> Expression {
        match self.leaf {
            Some(leaf) if self.entries.is_empty() => leaf,
            _ => object(
                self.entries.into_iter().map(|(key, value)| (lower::key(&key), value.lower())),
            ),
        }
    }
}
