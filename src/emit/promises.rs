//! The native tests of a root: what the topology promises of it, held in the user's own CI.
//!
//! In: the promises of a root's calls. Out: `tests/promises.tftest.hcl`. It plans with a mocked
//! provider, so what a root reads of others has to be made up: what each output says of itself.
//! Terraform cannot mock ephemeral resources before 1.16: calls that open one are made up too, and
//! nothing can be promised of them.

use indexmap::IndexMap;

use super::{
    mocks,
    names::{self, Names},
    write::{HEADER, Value, Writer},
};
use crate::{
    aws::RegionName,
    bug::Bug,
    graph::{Call, CallId, Expr, Graph, Leaf, Place, Ref, Sample, Spread, Text},
    partition::{Root, RootId},
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
    names: Names<'_>,
) -> Result<Option<String>, Bug> {
    let graph = names.graph;
    let calls = root.calls.iter().map(|id| graph.get(*id)).filter(|call| !call.opens);
    let calls: Vec<&Call> = calls.collect();
    if calls.iter().all(|call| call.promised.is_empty()) {
        return Ok(None);
    }
    let mut file = Writer::new(names, &[HEADER, HEAD]);
    let region = region(root.id).unwrap_or(topology.control_region);
    mocks::write(&calls, region.as_str(), &mut file)?;
    if has_ephemeral(root, graph) {
        file.verbatim(EPHEMERAL);
    }
    for (owner, made_up) in others(root, names) {
        let values = Expr::map([("outputs", made_up)]);
        let entries = [("target", Value::State(owner)), ("values", Value::Expr(&values))];
        file.block("override_data", "", |file| file.entries(entries.into_iter()));
    }
    for (call, made_up) in opened(root, graph) {
        let entries = [("target", Value::Module(call)), ("outputs", Value::Expr(&made_up))];
        file.block("override_module", "", |file| file.entries(entries.into_iter()));
    }
    file.block("run", "promises", |file| {
        file.entries([("command", Value::Words("plan"))].into_iter());
        for call in &calls {
            asserts(call, root.id, file);
        }
    });
    Ok(Some(file.into_text()))
}

/// The region that a root is for.
fn region(root: RootId) -> Option<RegionName> {
    match root {
        RootId::Split(Place { layer, region }) if layer.spread == Spread::InUse => region,
        RootId::Single | RootId::Split(_) => None,
    }
}

/// Whether something in the root has an ephemeral resource.
pub(super) fn has_ephemeral(root: &Root, graph: &Graph) -> bool {
    root.calls.iter().any(|id| graph.get(*id).module.ephemeral)
}

fn asserts(call: &Call, root: RootId, file: &mut Writer<'_>) {
    let label = names::label(call, root);
    for (output, value) in &call.promised {
        let says = shown(value);
        let message = format!("{output} of module {label} is not {says}, as the topology says.");
        let entries = [
            ("condition", Value::Equal(call, output, value)),
            ("error_message", Value::Text(&message)),
        ];
        file.block("assert", "", |file| file.entries(entries.into_iter()));
    }
}

/// A promised value in words.
fn shown(value: &Expr) -> String {
    match value {
        Expr::Int(number) => number.to_string(),
        Expr::AndHalf(number) => format!("{number}.5"),
        Expr::Str(text) => text.to_string(),
        Expr::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Expr::Map(entries) => {
            let entry = |(key, value): &(Text, Expr)| format!("{key} {}", shown(value));
            entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        }
        Expr::Bool(_) | Expr::Ref(_) => "as it was".to_owned(),
    }
}

/// What the root reads of each other root, made up.
fn others(root: &Root, names: Names<'_>) -> Vec<(RootId, Expr)> {
    let Names { graph, roots, .. } = names;
    let mut reads: IndexMap<RootId, Examples<'_>> =
        root.reads.iter().map(|owner| (*owner, Examples::default())).collect();
    for_each_ref(root, graph, &mut |reference| {
        if let Some(examples) = reads.get_mut(&roots.owner(graph, reference)) {
            examples.add(reference);
        }
    });
    let name = |owner| move |call: &Call, output: &str| names::export(call, owner, output);
    let made_up = |(owner, examples): (RootId, Examples<'_>)| {
        (owner, examples.expr(root.id, graph, name(owner)))
    };
    reads.into_iter().map(made_up).collect()
}

/// What the root reads of its own modules that no test can plan, made up.
fn opened<'g>(root: &Root, graph: &'g Graph) -> Vec<(&'g Call, Expr)> {
    let opens = |id: &&CallId| graph.get(**id).opens;
    let mut reads: IndexMap<CallId, Examples<'_>> =
        root.calls.iter().filter(opens).map(|id| (*id, Examples::default())).collect();
    for_each_ref(root, graph, &mut |reference| {
        if let Some(examples) = reads.get_mut(&reference.call) {
            examples.add(reference);
        }
    });
    let made_up = |(id, examples): (CallId, Examples<'_>)| {
        (graph.get(id), examples.expr(root.id, graph, |_, output| output.to_owned()))
    };
    reads.into_iter().map(made_up).collect()
}

fn for_each_ref<'g>(root: &Root, graph: &'g Graph, visit: &mut impl FnMut(&'g Ref)) {
    for (_, value) in root.calls.iter().flat_map(|id| &graph.get(*id).inputs) {
        value.for_each_ref(visit);
    }
}

/// What is read of a root or a call, by output.
#[derive(Default)]
struct Examples<'g>(IndexMap<(CallId, &'static str), Example<'g>>);

impl<'g> Examples<'g> {
    fn add(&mut self, reference: &'g Ref) {
        let mut example = self.0.entry((reference.call, reference.output)).or_default();
        for key in &reference.keys {
            example = example.entries.entry(key).or_default();
        }
        example.sample = Some(reference.sample);
    }

    /// A made-up value for each.
    fn expr(self, root: RootId, graph: &Graph, name: impl Fn(&Call, &str) -> String) -> Expr {
        let expr = |((id, output), example): ((CallId, &'static str), Example<'_>)| {
            let call = graph.get(id);
            (name(call, output), example.expr(root, call, 0))
        };
        Expr::map(self.0.into_iter().map(expr))
    }
}

/// What is read of a value, as deep as it is looked into.
#[derive(Default)]
struct Example<'g> {
    /// It is handed on as a whole.
    sample: Option<Sample>,
    entries: IndexMap<&'g Text, Self>,
}

impl Example<'_> {
    fn expr(self, root: RootId, call: &Call, depth: usize) -> Expr {
        match self.sample {
            Some(sample) if self.entries.is_empty() => made_up(root, call, sample, depth),
            _ => Expr::map(
                self.entries
                    .into_iter()
                    .map(|(key, example)| (key.clone(), example.expr(root, call, depth + 1))),
            ),
        }
    }
}

/// A value such as a reference with this many keys has. A region's tests name no other region: another one must not
/// change them.
fn made_up(root: RootId, call: &Call, sample: Sample, depth: usize) -> Expr {
    let own = region(root);
    let foreign =
        |input: &str, name: &str| input == "regions" && own.is_some_and(|own| own.as_str() != name);
    let leaf = match sample.leaf {
        Leaf::Text => "test",
        Leaf::Arn => ARN,
    };
    let levels = sample.keyed_by.iter().skip(depth);
    levels.rev().fold(Expr::fixed(leaf), |value, input| {
        let keys = call.keys(input).filter(|name| !foreign(input, name));
        Expr::map(keys.map(|name| (name.to_owned(), value.clone())))
    })
}
