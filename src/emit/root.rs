//! The files of one root: its calls from the graph, the rest from `templates/root`.

use std::collections::BTreeSet;

use hcl::{Block, Body};
use serde::Serialize;

use super::{
    align::align,
    format::format,
    lower::{self, Lower},
    mocks::Mocks,
    modules, promises, template,
};
use crate::{
    bug::{Bug, bug},
    graph::Graph,
    partition::{Root, RootId, Roots},
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

/// The root's files by name.
pub(super) fn files(
    root: &Root,
    topology: &Topology,
    graph: &Graph,
    roots: &Roots,
    mocks: &Mocks<'_>,
) -> Result<Vec<(&'static str, String)>, Bug> {
    unique_exports(root, graph)?;
    let lower = Lower { graph, roots, root: root.id };
    let view = view(root, topology, graph);
    let render = |name, template| {
        let text = template::render_hcl(name, template, &view).map_err(bug)?;
        align(&text).map_err(bug)
    };
    let mut files = vec![
        ("backend.tf", render("templates/root/backend.tf.j2", BACKEND)?),
        ("main.tf", format(&main(root, graph, &lower))?),
        ("providers.tf", render("templates/root/providers.tf.j2", PROVIDERS)?),
        ("versions.tf", VERSIONS.to_owned()),
    ];
    if !root.exports.is_empty() {
        files.push(("outputs.tf", format(&outputs(root, graph)?)?));
    }
    if let Some(text) = promises::file(root, topology, &lower, mocks)? {
        files.push(("tests/promises.tftest.hcl", text));
    }
    // Without a bucket and without another root to read there is nothing to say about state.
    files.retain(|(_, text)| !text.trim().is_empty());
    Ok(files)
}

fn main(root: &Root, graph: &Graph, lower: &Lower<'_>) -> Body {
    let module = |id: &crate::graph::CallId| {
        let call = graph.get(*id);
        let source = format!("{}/modules/{}", root.id.up(), call.module.dir);
        let inputs = call.inputs.iter();
        // Across roots the order of applying says it: the README.
        let own = |id: &&crate::graph::CallId| root.calls.contains(id);
        let after: Vec<_> = call.after.iter().filter(own).map(|id| graph.get(*id)).collect();
        let depends_on = after.iter().map(|call| lower::module(&lower::label(call, root.id)));
        Block::builder("module")
            .add_label(lower::label(call, root.id))
            .add_attribute((lower::ident("source"), lower::string(&source)))
            .add_attributes(
                call.module.ephemeral.then(|| (lower::ident("providers"), lower::providers())),
            )
            .add_attributes(inputs.map(|(name, value)| (lower::ident(name), lower.expr(value))))
            .add_attributes(
                (!after.is_empty())
                    .then(|| (lower::ident("depends_on"), depends_on.collect::<Vec<_>>())),
            )
            .build()
    };
    root.calls.iter().map(module).collect()
}

/// Terraform takes each name once; labels and outputs are joined by what both may hold.
fn unique_exports(root: &Root, graph: &Graph) -> Result<(), Bug> {
    let mut seen = BTreeSet::new();
    for (id, output) in &root.exports {
        let name = lower::export(graph.get(*id), root.id, output);
        if !seen.insert(name.clone()) {
            return Err(bug(format!("{} exports {name} twice", root.id.dir())));
        }
    }
    Ok(())
}

fn outputs(root: &Root, graph: &Graph) -> Result<Body, Bug> {
    let output = |(id, name): &(crate::graph::CallId, &'static str)| {
        let call = graph.get(*id);
        let value = lower::module_output(&lower::label(call, root.id), name);
        let said = modules::description(call.module.dir, name)?;
        let block = Block::builder("output")
            .add_label(lower::export(call, root.id, name))
            .add_attribute((lower::ident("description"), lower::string(said)))
            .add_attribute((lower::ident("value"), value));
        Ok(block.build())
    };
    root.exports.iter().map(output).collect()
}

fn view<'a>(root: &Root, topology: &'a Topology, graph: &Graph) -> View<'a> {
    let own = [("managed-by", "topogen"), ("topology", topology.name.as_str())];
    debug_assert!(own.iter().all(|(key, _)| RESERVED_TAGS.contains(key)));
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
