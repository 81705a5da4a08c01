//! What the blocks pass to a module is what its templates declare.

use std::collections::{BTreeMap, BTreeSet};

use hcl::{Body, Expression};
use include_dir::Dir;

use super::{super::MODULES, topologies};
use crate::{
    block::{Cx, Made},
    compose::compose,
    diag::Diagnostics,
    graph::Graph,
    registry::BLOCKS,
    source::Source,
};

/// What a module declares.
#[derive(Default)]
struct Interface {
    required: BTreeSet<String>,
    optional: BTreeSet<String>,
    outputs: BTreeSet<String>,
    /// It opens something that no state keeps.
    ephemeral: bool,
}

/// The HCL of a folder; what else is there is the code of functions.
fn bodies(dir: &Dir<'_>) -> Vec<Body> {
    let mut bodies = Vec::new();
    for file in dir.files() {
        match file.path().extension().unwrap().to_str().unwrap() {
            "tf" => bodies.push(hcl::parse(file.contents_utf8().unwrap()).unwrap()),
            other => assert_eq!(other, "py", "{}", file.path().display()),
        }
    }
    bodies
}

fn interfaces(dir: &Dir<'_>, found: &mut BTreeMap<String, Interface>) {
    for body in bodies(dir) {
        let module = dir.path().to_str().unwrap().to_owned();
        let interface = found.entry(module).or_default();
        interface.ephemeral |= body.blocks().any(|block| block.identifier() == "ephemeral");
        for block in body.blocks() {
            let Some(label) = block.labels().first().map(|label| label.as_str().to_owned()) else {
                continue;
            };
            let has_default =
                block.body().attributes().any(|attribute| attribute.key() == "default");
            let described = block.body().attributes().any(|attribute| {
                attribute.key() == "description"
                    && matches!(attribute.expr(), Expression::String(_))
            });
            match block.identifier() {
                "variable" if has_default => _ = interface.optional.insert(label),
                "variable" => _ = interface.required.insert(label),
                "output" => _ = interface.outputs.insert(label),
                _ => continue,
            }
            assert!(described, "{} has no description", block.identifier());
        }
    }
    dir.dirs().for_each(|dir| interfaces(dir, found));
}

/// Every resource of the modules: type, name, body.
fn resources() -> Vec<(String, String, Body)> {
    blocks("resource")
}

/// Every block of a kind in the modules: type, name, body.
fn blocks(kind: &str) -> Vec<(String, String, Body)> {
    let mut folders = vec![&MODULES];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for body in bodies(folder) {
            for block in body.blocks().filter(|block| block.identifier() == kind) {
                let label = |index: usize| block.labels()[index].as_str().to_owned();
                found.push((label(0), label(1), block.body().clone()));
            }
        }
    }
    found
}

fn attribute(body: &Body, name: &str) -> Option<String> {
    let found = body.attributes().find(|attribute| attribute.key() == name);
    let written = found.map(|attribute| attribute.expr().to_string());
    written.map(|text| text.trim_start_matches("${").trim_end_matches('}').to_owned())
}

/// Secrets Manager refuses whatever writes to a replica, and copies to it what it has to have.
#[test]
fn nothing_writes_to_a_replica_of_a_secret() {
    let resources = resources();
    let writers = resources.iter().filter(|(kind, ..)| kind.starts_with("aws_secretsmanager_"));
    let mut count = 0;
    for (kind, name, body) in writers {
        let region = attribute(body, "region");
        assert_eq!(region.as_deref(), Some("var.region"), "{kind}.{name}");
        count += 1;
    }
    assert_eq!(count, 4, "secret, version, rotation, policy");
}

/// ACM asks for one and the same record for every certificate of an account and a name.
#[test]
fn a_validation_record_may_be_there_already() {
    let resources = resources();
    let records = resources
        .iter()
        .filter(|(kind, name, _)| kind == "aws_route53_record" && name.ends_with("validation"));
    let mut count = 0;
    for (_, name, body) in records {
        assert_eq!(attribute(body, "allow_overwrite").as_deref(), Some("true"), "{name}");
        count += 1;
    }
    assert!(count >= 3, "{count}");
}

/// The graphs of every topology.
fn graphs() -> Vec<Graph> {
    let graph = |source: Source| {
        let checked = crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
        compose(&checked.topology, &checked.parts).unwrap()
    };
    topologies().into_iter().map(graph).collect()
}

#[test]
fn calls_fit_the_modules() {
    let mut declared = BTreeMap::new();
    interfaces(&MODULES, &mut declared);
    let mut called = BTreeSet::new();
    for graph in graphs() {
        for (_, call) in graph.calls() {
            let module = &declared[call.module.dir];
            assert_eq!(call.module.ephemeral, module.ephemeral, "{}", call.module.dir);
            let set: BTreeSet<String> =
                call.inputs.iter().map(|(name, _)| (*name).to_owned()).collect();
            let missing: Vec<_> = module.required.difference(&set).collect();
            assert!(missing.is_empty(), "{} lacks {missing:?}", call.module.dir);
            for name in &set {
                let known = module.required.contains(name) || module.optional.contains(name);
                assert!(known, "{} has no variable {name}", call.module.dir);
            }
            let promised = call.promised.iter().map(|(output, _)| output);
            for output in call.published.iter().chain(promised) {
                assert!(module.outputs.contains(*output), "{} has no {output}", call.module.dir);
            }
            for (_, value) in &call.inputs {
                value.for_each_ref(&mut |reference| {
                    let dir = graph.get(reference.call).module.dir;
                    assert!(declared[dir].outputs.contains(reference.output), "{dir}");
                    for keys in reference.sample.keyed_by {
                        assert!(declared[dir].required.contains(*keys), "{dir} has no {keys}");
                    }
                });
            }
            called.insert(call.module.dir.to_owned());
        }
    }
    let modules: BTreeSet<String> = declared.into_keys().collect();
    assert_eq!(called, modules, "every module is used by a topology");
}

/// Beside alarms, which are said where they are about something and made by their own block.
#[test]
fn blocks_say_which_layers_they_make_something_in() {
    let mut made_in: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in topologies() {
        let checked = crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
        let cx = Cx { topology: &checked.topology, ledger: checked.parts.ledger() };
        let (mut made, mut graph) = (Made::new(cx.ledger.alarms), Graph::default());
        for (name, part) in checked.parts.named() {
            let before = graph.calls().count();
            part.compose(&cx, &mut made, &mut graph).unwrap();
            let calls = graph.calls().skip(before);
            made_in.entry(name).or_default().extend(calls.map(|(_, call)| call.place.layer.name));
        }
    }
    for block in BLOCKS {
        let own = block.creates.iter().filter(|(_, what)| !what.starts_with("with `[alarms]`"));
        let said: BTreeSet<&str> = own.map(|(root, _)| root.split('/').next().unwrap()).collect();
        assert_eq!(made_in.get(block.name), Some(&said), "{}", block.name);
    }
}

/// A root's output is `<label>_<output>`: that of `bucket_a` and `domain_names` would be that of `bucket_a_domain` and `names`.
#[test]
fn no_output_of_a_module_ends_as_another_one() {
    let mut modules = BTreeMap::new();
    interfaces(&MODULES, &mut modules);
    assert!(modules.values().any(|module| module.outputs.len() > 5));
    for (module, Interface { outputs, .. }) in modules {
        for output in &outputs {
            let mut ends = output.match_indices('_').map(|(at, _)| &output[at + 1..]);
            assert_eq!(ends.find(|end| outputs.contains(*end)), None, "{module}: {output}");
        }
    }
}

/// AWS may write its own policy over the bucket's while it turns on a flow log.
#[test]
fn the_log_buckets_policy_comes_after_the_flow_log() {
    let waits = |file: &str, kind: &str| {
        let file = MODULES.get_file(format!("network/{file}")).unwrap();
        let body: Body = hcl::parse(file.contents_utf8().unwrap()).unwrap();
        let mut blocks = body.into_blocks();
        let block = blocks.find(|block| block.labels()[0].as_str() == kind).unwrap();
        let mut attributes = block.body.into_attributes();
        let found = attributes.find(|attribute| attribute.key() == "depends_on");
        found.map(|attribute| hcl::format::to_string(&attribute.expr).unwrap()).unwrap_or_default()
    };
    let policy = waits("log_bucket_policy.tf", "aws_s3_bucket_policy");
    assert!(policy.contains("aws_flow_log.this"), "{policy}");
    assert_eq!(waits("flow_logs.tf", "aws_flow_log"), "");
}

/// Terraform reads a data source that names a resource itself only once that has no change left: a tag would make policies unknown.
#[test]
fn no_data_source_names_a_resource_itself() {
    let data = blocks("data");
    assert!(data.len() > 50, "{}", data.len());
    for (kind, name, body) in data {
        let text = hcl::format::to_string(&body).unwrap();
        let is_part = |one: char| !one.is_alphanumeric() && !"_.".contains(one);
        let named = text.split(is_part).find(|one| one.starts_with("aws_") && one.contains('.'));
        assert_eq!(named, None, "data.{kind}.{name}");
        assert!(!text.contains("depends_on"), "data.{kind}.{name}");
    }
}
