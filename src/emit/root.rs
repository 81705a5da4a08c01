//! The files of one root: its calls from the graph, the rest from `templates/root`.

use serde::Serialize;

use super::{
    names::{self, Names},
    outputs::Outputs,
    promises,
    template::Templates,
    verify::verify,
    write::{HEADER, Value, Writer},
};
use crate::{
    bug::{Bug, bug},
    graph::{Call, Graph},
    partition::{Root, RootId},
    topology::Topology,
    words::RESERVED_TAGS,
};

const VERSIONS: &str = include_str!("../../templates/root/versions.tf");
const PROVIDERS: &str = include_str!("../../templates/root/providers.tf.j2");
const BACKEND: &str = include_str!("../../templates/root/backend.tf.j2");

/// What the root templates see.
#[derive(Serialize)]
struct View<'a> {
    control_region: &'a str,
    account_id: Option<&'a str>,
    tags: indexmap::IndexMap<&'a str, &'a str>,
    bucket: Option<&'a str>,
    bucket_region: Option<&'a str>,
    key: String,
    reads: Vec<Read>,
    ephemeral: bool,
}

/// Another root's state.
#[derive(Serialize)]
struct Read {
    name: String,
    /// In the bucket.
    key: String,
    /// On disk, from this root's folder.
    path: String,
}

/// The templates of a root: those that depend on more than its calls.
pub(super) fn templates() -> Result<Templates, Bug> {
    Templates::new(&[("backend.tf", BACKEND), ("providers.tf", PROVIDERS)]).map_err(bug)
}

/// What is read once for all roots.
pub(super) struct Made {
    pub(super) outputs: Outputs,
    pub(super) templates: Templates,
}

/// The root's files by name.
pub(super) fn files(
    root: &Root,
    topology: &Topology,
    names: Names<'_>,
    made: &Made,
) -> Result<Vec<(&'static str, String)>, Bug> {
    let view = view(root, topology, names.graph);
    let render = |name| {
        let text = made.templates.render(name, &view).map_err(bug)?;
        Ok(if text.trim().is_empty() { None } else { Some(format!("{HEADER}{text}")) })
    };
    let files = [
        // Without a bucket and without another root to read there is nothing to say about state.
        ("backend.tf", render("backend.tf")?),
        ("main.tf", Some(main(root, names))),
        ("providers.tf", render("providers.tf")?),
        ("versions.tf", Some(format!("{HEADER}{VERSIONS}"))),
        ("outputs.tf", outputs(root, names, &made.outputs)?),
        ("tests/promises.tftest.hcl", promises::file(root, topology, names)?),
    ];
    let files = files.into_iter().filter_map(|(name, text)| Some((name, text?)));
    let verified = |(name, text): (&'static str, String)| {
        let broken = |error| bug(format!("{}/{name}{error}", root.id.dir()));
        verify(&text).map_err(broken)?;
        Ok((name, text))
    };
    files.map(verified).collect()
}

/// What a module with an ephemeral resource is given.
const EPHEMERAL: &str = "{
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }";

fn main(root: &Root, names: Names<'_>) -> String {
    let graph = names.graph;
    let mut file = Writer::new(names, &[HEADER]);
    for call in root.calls.iter().map(|id| graph.get(*id)) {
        let source = format!("{}/modules/{}", root.id.up(), call.module.dir);
        // Across roots the order of applying says it: the README.
        let own = |call: &&Call| names.roots.holds(root.id, call.place);
        let after: Vec<&Call> = call.after.iter().map(|id| graph.get(*id)).filter(own).collect();
        let source = [("source", Value::Text(&source))];
        let providers = call.module.ephemeral.then_some(("providers", Value::Lines(EPHEMERAL)));
        let inputs = call.inputs.iter().map(|(name, value)| (*name, Value::Expr(value)));
        let after = (!after.is_empty()).then_some(("depends_on", Value::Modules(&after)));
        let entries = source.into_iter().chain(providers).chain(inputs).chain(after);
        let label = names::label(call, root.id);
        file.block("module", &label, |file| file.entries(entries));
    }
    file.into_text()
}

fn outputs(root: &Root, names: Names<'_>, outputs: &Outputs) -> Result<Option<String>, Bug> {
    let mut file = Writer::new(names, &[HEADER]);
    for (id, output) in &root.exports {
        let call = names.graph.get(*id);
        let said = outputs.description(call.module.dir, output)?;
        let entries = [("description", Value::Text(said)), ("value", Value::Output(call, output))];
        let name = names::export(call, root.id, output);
        file.block("output", &name, |file| file.entries(entries.into_iter()));
    }
    Ok((!root.exports.is_empty()).then(|| file.into_text()))
}

fn view<'a>(root: &Root, topology: &'a Topology, graph: &Graph) -> View<'a> {
    let [by, whose] = RESERVED_TAGS;
    let own = [(by, "topogen"), (whose, topology.name.as_str())];
    let tags = topology.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let read = |id: &RootId| Read {
        name: id.ident(),
        key: state_key(*id, topology),
        path: format!("{}/{}/terraform.tfstate", root.id.up(), id.dir()),
    };
    View {
        control_region: topology.control_region.as_str(),
        account_id: topology.account_id.as_deref(),
        tags: own.into_iter().chain(tags).collect(),
        bucket: topology.state.as_ref().map(|state| state.bucket.as_str()),
        bucket_region: topology.state.as_ref().map(|state| state.region.as_str()),
        key: state_key(root.id, topology),
        reads: root.reads.iter().map(read).collect(),
        ephemeral: promises::has_ephemeral(root, graph),
    }
}

/// `shop-prod/regions/eu-west-1.tfstate`.
fn state_key(root: RootId, topology: &Topology) -> String {
    match root {
        RootId::Single => format!("{}.tfstate", topology.name),
        RootId::Split(_) => {
            format!("{}/{}.tfstate", topology.name, root.dir())
        }
    }
}
