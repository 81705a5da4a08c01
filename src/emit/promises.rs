//! The native tests of a root: what the topology promises of it, held in the user's own CI.
//!
//! In: the promises of a root's calls. Out: `tests/promises.tftest.hcl`. It plans with a mocked
//! provider, so what a root reads of others has to be made up: what each output says of itself.
//! Terraform cannot mock ephemeral resources before 1.16: calls that open one are made up too, and
//! nothing can be promised of them.

use hcl::{
    Block, Body, Expression,
    expr::{BinaryOp, BinaryOperator, FuncCall, Object},
};
use indexmap::IndexMap;

use super::{
    format::format,
    lower::{self, Lower},
    mocks::Mocks,
};
use crate::{
    aws::RegionName,
    bug::Bug,
    graph::{Call, CallId, Expr, Graph, Leaf, Place, Ref},
    partition::{Root, RootId, Roots},
    topology::Topology,
};

const HEAD: &str = include_str!("../../templates/root/promises.tftest.hcl");

const EPHEMERAL: &str = include_str!("../../templates/root/ephemeral.tftest.hcl");

/// An ARN of nothing, for what has to look like one.
const ARN: &str = "arn:aws:test:us-east-1:123456789012:test/test";

/// The test file, if anything is promised of the root.
pub(super) fn file(
    root: &Root,
    topology: &Topology,
    lower: &Lower<'_>,
    mocks: &Mocks<'_>,
) -> Result<Option<String>, Bug> {
    let Lower { graph, roots, .. } = *lower;
    let calls = root.calls.iter().map(|id| graph.get(*id)).filter(|call| !call.opens);
    let calls: Vec<&Call> = calls.collect();
    let asserts: Vec<Block> = calls.iter().flat_map(|call| asserts(call, root.id, lower)).collect();
    if asserts.is_empty() {
        return Ok(None);
    }
    let remote = |(owner, outputs): (RootId, Outputs)| {
        let values = object([(lower::key("outputs"), object(outputs))]);
        overridden("override_data", lower::remote_state(owner), "values", values)
    };
    let module = |(id, outputs): (CallId, Outputs)| {
        let address = lower::module(&lower::label(graph.get(id), root.id));
        overridden("override_module", address, "outputs", object(outputs))
    };
    let run = Block::builder("run")
        .add_label("promises")
        .add_attribute((lower::ident("command"), lower::bare("plan")))
        .add_blocks(asserts);
    let region = region(root.id).unwrap_or(topology.control_region);
    let mocks = Body::from(vec![mocks.block(&calls, region.as_str())]);
    let body: Body = others(root, graph, roots)
        .into_iter()
        .map(remote)
        .chain(opened(root, graph).into_iter().map(module))
        .chain([run.build()])
        .collect();
    let ephemeral = if has_ephemeral(root, graph) { EPHEMERAL } else { "" };
    Ok(Some(format!("{HEAD}{}{ephemeral}\n{}", format(&mocks)?, format(&body)?)))
}

/// The region that a root is for.
fn region(root: RootId) -> Option<RegionName> {
    if let RootId::Split(Place::Region(region)) = root { Some(region) } else { None }
}

/// Whether something in the root has an ephemeral resource.
pub(super) fn has_ephemeral(root: &Root, graph: &Graph) -> bool {
    root.calls.iter().any(|id| graph.get(*id).module.ephemeral)
}

fn overridden(kind: &str, target: Expression, made_up: &str, value: Expression) -> Block {
    Block::builder(kind)
        .add_attribute((lower::ident("target"), target))
        .add_attribute((lower::ident(made_up), value))
        .build()
}

fn asserts(call: &Call, root: RootId, lower: &Lower<'_>) -> Vec<Block> {
    let label = lower::label(call, root);
    let assert = |(output, value): &(&'static str, Expr)| {
        let actual = lower::module_output(&label, output);
        let expected = lower.expr(value);
        // A list in code is a tuple, which no list equals; likewise an object and a map.
        let (actual, expected) = if matches!(value, Expr::List(_) | Expr::Map(_)) {
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
        Expr::AndHalf(number) => format!("{number}.5"),
        Expr::Str(text) => text.clone(),
        Expr::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Expr::Map(entries) => {
            let entry = |(key, value): (&String, &Expr)| format!("{key} {}", shown(value));
            entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        }
        Expr::Bool(_) | Expr::Ref(_) => "as it was".to_owned(),
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
fn others(root: &Root, graph: &Graph, roots: &Roots) -> Vec<(RootId, Outputs)> {
    let mut reads: IndexMap<RootId, Examples> =
        root.reads.iter().map(|owner| (*owner, Examples::default())).collect();
    for_each_ref(root, graph, &mut |reference| {
        let owner = roots.owner(graph, reference);
        if let Some(examples) = reads.get_mut(&owner) {
            let call = graph.get(reference.call);
            let name = lower::export(call, owner, reference.output);
            examples.add(name, sample(root.id, call, reference), reference);
        }
    });
    reads.into_iter().map(|(owner, examples)| (owner, examples.lower())).collect()
}

/// What the root reads of its own modules that no test can plan, made up.
fn opened(root: &Root, graph: &Graph) -> Vec<(CallId, Outputs)> {
    let opens = |id: &&CallId| graph.get(**id).opens;
    let mut reads: IndexMap<CallId, Examples> =
        root.calls.iter().filter(opens).map(|id| (*id, Examples::default())).collect();
    for_each_ref(root, graph, &mut |reference| {
        if let Some(examples) = reads.get_mut(&reference.call) {
            let sample = sample(root.id, graph.get(reference.call), reference);
            examples.add(reference.output.to_owned(), sample, reference);
        }
    });
    reads.into_iter().map(|(id, examples)| (id, examples.lower())).collect()
}

fn for_each_ref(root: &Root, graph: &Graph, visit: &mut impl FnMut(&Ref)) {
    for value in root.calls.iter().flat_map(|id| graph.get(*id).inputs.values()) {
        value.for_each_ref(visit);
    }
}

/// Made-up values by name.
#[derive(Default)]
struct Examples(IndexMap<String, Example>);

impl Examples {
    fn add(&mut self, name: String, sample: Expression, reference: &Ref) {
        self.0.entry(name).or_default().add(&reference.keys, sample);
    }

    fn lower(self) -> Outputs {
        self.0.into_iter().map(|(name, example)| (lower::key(&name), example.lower())).collect()
    }
}

/// A value such as a reference has. A region's tests name no other region: another one must not
/// change them.
fn sample(root: RootId, call: &Call, reference: &Ref) -> Expression {
    let own = region(root);
    let foreign =
        |input: &str, name: &str| input == "regions" && own.is_some_and(|own| own.as_str() != name);
    let leaf = match reference.sample.leaf {
        Leaf::Text => lower::string("test"),
        Leaf::Arn => lower::string(ARN),
    };
    let levels = reference.sample.keyed_by.iter().skip(reference.keys.len());
    levels.rev().fold(leaf, |value, input| {
        let keys = match call.inputs.get(input) {
            Some(Expr::List(items)) => items.as_slice(),
            _ => &[],
        };
        let entry = |item: &Expr| {
            let Expr::Str(name) = item else { return None };
            (!foreign(input, name)).then(|| (lower::key(name), value.clone()))
        };
        object(keys.iter().filter_map(entry))
    })
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
