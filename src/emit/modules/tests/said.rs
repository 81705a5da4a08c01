//! What blocks say of quotas and protections is what their modules have, and what they say to people reaches them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{super::notes::Notes, folder},
    topologies,
};
use crate::{
    Checked,
    block::{Cx, Draw, Holds, Ledger, Made, Taken, When},
    compose::compose,
    diag::Diagnostics,
    graph::{Call, Expr, Graph, Module},
};

fn checked() -> impl Iterator<Item = Checked> {
    let check = |source| crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
    topologies().into_iter().map(check)
}

fn has(module: Module, text: &str) -> bool {
    let files = folder(module.dir).unwrap().files();
    files.filter_map(|file| file.contents_utf8()).any(|file| file.contains(text))
}

/// How many a call makes of what its block says that it takes.
fn makes(call: &Call) -> Vec<(&'static str, usize)> {
    let entries = |input: &str| match call.input(input) {
        Some(Expr::Map(entries)) => entries.len(),
        _ => 0,
    };
    // One more for each region that is called by itself, where there are others.
    let regional = if entries("endpoints") > 1 { entries("regional_hosts") } else { 0 };
    let kinds = [
        (Draw::LOG_POLICY.quota, "aws_cloudwatch_log_resource_policy", 1),
        (
            "Standard accelerators per AWS account",
            "aws_globalaccelerator_accelerator",
            1 + regional,
        ),
    ];
    let made = |(_, kind, _): &(_, &str, _)| has(call.module, &format!("resource \"{kind}\""));
    kinds.into_iter().filter(made).map(|(quota, _, count)| (quota, count)).collect()
}

#[test]
fn what_is_taken_of_quotas_is_what_the_calls_make() {
    let mut quotas = BTreeSet::new();
    for Checked { topology, parts, .. } in checked() {
        let graph = compose(&topology, &parts).unwrap();
        let mut made: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (_, call) in graph.calls() {
            for (quota, count) in makes(call) {
                let region = call.place.region.map_or("us-east-1", |region| region.as_str());
                *made.entry((quota, region)).or_default() += count;
            }
        }
        let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for Taken { draw, region, count } in &parts.ledger().taken {
            let count = usize::try_from(*count).unwrap();
            *said.entry((draw.quota, region)).or_default() += count;
        }
        said.retain(|_, count| *count > 0);
        assert_eq!(said, made, "{}", topology.name);
        quotas.extend(said.into_keys().map(|(quota, _)| quota));
    }
    assert_eq!(quotas.len(), 2, "both are taken by some topology");
}

#[test]
fn a_quota_that_is_never_raised_is_told_with_what_the_fullest_region_takes() {
    let most = |checked: &Checked| checked.parts.ledger().limits().first().map(|limit| limit.2);
    let all: BTreeSet<Option<u32>> = checked().map(|checked| most(&checked)).collect();
    assert_eq!(all, [None, Some(1), Some(2)].into());
    assert_eq!(Draw::LOG_POLICY.holds, Holds::Never { most: 10 });
}

/// Only people can lift these, so a region with them is not removed in one step.
#[test]
fn every_block_says_what_it_protects_in_a_region() {
    // Their protections are of what is not in one region, or not in one that can go.
    let elsewhere = ["secrets", "ingress", "dashboards"];
    let (mut protecting, mut saying) = (BTreeSet::new(), BTreeSet::new());
    for Checked { topology, parts, .. } in checked() {
        let cx = Cx { topology: &topology, ledger: parts.ledger() };
        let (mut made, mut graph) = (Made::new(cx.ledger.alarms), Graph::default());
        for (name, part) in parts.named() {
            let before = graph.calls().count();
            part.compose(&cx, &mut made, &mut graph).unwrap();
            let mut own = graph.calls().skip(before).map(|(_, call)| call.module);
            let words = ["prevent_destroy = true", "deletion_protection"];
            if own.any(|module| words.iter().any(|word| has(module, word))) {
                protecting.insert(name);
            }
            let mut ledger = Ledger::new(&topology, BTreeSet::new());
            part.declare(&topology, &mut ledger);
            if ledger.notes.iter().any(|note| note.when == When::Protected) {
                saying.insert(name);
            }
        }
    }
    protecting.retain(|name| !elsewhere.contains(name));
    assert_eq!(saying, protecting);
    assert!(saying.contains("queues"), "{saying:?}");
}

/// A kind of note that no place in the README asks for, or a place that is never shown.
#[test]
fn every_note_is_told_somewhere() {
    let (mut said, mut told) = (BTreeSet::new(), BTreeSet::new());
    for checked in checked() {
        let tree = crate::render(&checked).unwrap();
        let (_, readme) = tree.files().find(|(path, _)| *path == "README.md").unwrap();
        let cx = checked.parts.cx(&checked.topology).unwrap();
        let notes = Notes::new(&cx).unwrap();
        for note in &cx.ledger.notes {
            let text = notes.text(note).unwrap();
            if !text.is_empty() {
                said.insert(note.text);
            }
            if !text.is_empty() && text.lines().all(|line| readme.contains(line)) {
                told.insert(note.text);
            }
        }
    }
    let untold: Vec<_> = said.difference(&told).collect();
    assert!(untold.is_empty(), "{untold:#?}");
    assert!(said.len() > 30, "{}", said.len());
}
