//! What no golden tree shows: alarms, and the choice of origins.

use std::collections::BTreeSet;

use super::origins;
use crate::{
    Checked,
    block::{Between, Note, Watched, Watches, When, watched::each},
    compose::{compose, watched},
    diag::Diagnostics,
    graph::Graph,
    source::Source,
};

/// A topology with the regions, tier and buckets as written.
fn composed(tier: &str, regions: &str, buckets: &str) -> (Checked, Graph) {
    let text = format!(
        "name = \"shop\"\ntier = \"{tier}\"\nhome = \"eu-west-1\"\ndomain = \"example.com\"\n\
         [regions]\n{regions}\n{buckets}"
    );
    let source = Source::new("test.toml", text);
    let checked = crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
    let graph = compose(&checked.topology, &checked.parts).unwrap();
    (checked, graph)
}

const THREE: &str =
    "us-east-1 = { weight = 60 }\neu-west-1 = { weight = 20 }\neu-north-1 = { weight = 20 }";

fn alarms(tier: &str, buckets: &str) -> Vec<Watched> {
    watched(&composed(tier, THREE, buckets).0)
}

/// The ways that are watched: metric, region, from, to.
fn ways(all: &[Watched]) -> BTreeSet<[&'static str; 4]> {
    let mut ways = BTreeSet::new();
    for (watched, name, signal, alarm) in each(all) {
        let Some(Between { from, to }) = &watched.between else { continue };
        assert_eq!(watched.watches, Watches::BetweenRegions);
        assert!(name.ends_with("-from-{from}-to-{to}"), "{name}");
        assert!(alarm.dimensions.contains(&("RuleId", "to-{to}".into())), "{alarm:?}");
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            let region = watched.region.as_str();
            assert!(ways.insert([signal.metric, region, from.as_str(), to.as_str()]));
        }
    }
    ways
}

#[test]
fn every_direction_is_watched_where_its_metrics_are() {
    let all = alarms("active-active", "[buckets.assets]\ncdn = \"static\"");
    let ways = ways(&all);
    assert_eq!(ways.len(), 4 * 6, "four metrics for each ordered pair");
    for [metric, region, from, to] in ways {
        assert_eq!(region, if metric == "OperationsFailedReplication" { from } else { to });
    }
    let edge = all.iter().filter(|watched| watched.between.is_none());
    let edge: Vec<_> = edge.map(|it| (it.watches, it.region.as_str(), it.alarms.len())).collect();
    assert_eq!(edge, [(Watches::Edge, "us-east-1", 1)]);
}

#[test]
fn what_goes_one_way_is_watched_one_way() {
    let ways = ways(&alarms("pilot-light", "[buckets.assets]\nuploads = \"home\""));
    assert_eq!(ways.len(), 4 * 2);
    assert!(ways.iter().all(|[_, _, from, to]| *from == "eu-west-1" && from != to));
}

/// The threshold follows what S3 promises, for each bucket.
#[test]
fn a_promise_of_fifteen_minutes_is_watched_as_such() {
    let all = alarms(
        "active-active",
        "[buckets.plain]\n[buckets.timed]\nreplication_time_control = true",
    );
    let late = each(&all).into_iter().filter(|(_, _, signal, _)| signal.name == "latency");
    let late: BTreeSet<_> = late.map(|(_, name, signal, _)| (name, signal.threshold)).collect();
    let name = |bucket| format!("buckets.{bucket}/latency-from-{{from}}-to-{{to}}");
    assert_eq!(late, BTreeSet::from([(name("plain"), Some(3_600)), (name("timed"), Some(900))]));
}

#[test]
fn a_single_region_replicates_nothing() {
    assert!(alarms("single-region", "[buckets.assets]").is_empty());
    let (_, graph) = composed("single-region", THREE, "[buckets.assets]");
    assert!(graph.calls().all(|(_, call)| call.module.dir != "bucket/replication"));
}

#[test]
fn cloudfront_asks_home_and_then_the_heaviest_other_region() {
    let asked = |tier, regions| {
        let (checked, _) = composed(tier, regions, "");
        origins(&checked.topology).iter().map(|region| region.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(asked("active-active", THREE), ["eu-west-1", "us-east-1"]);
    let equal = "us-west-2 = {}\neu-west-1 = {}\neu-north-1 = {}";
    assert_eq!(asked("active-active", equal), ["eu-west-1", "eu-north-1"], "of equals by name");
    assert_eq!(asked("single-region", THREE), ["eu-west-1"]);
}

#[test]
fn the_readme_says_that_a_third_region_is_not_asked() {
    let steps = |regions: &str, buckets: &str| {
        let (checked, _) = composed("active-active", regions, buckets);
        let lost = |note: &&Note| note.when == When::Lost && !note.names.is_empty();
        let names = |note: &Note| note.names.iter().map(|(_, name)| name.clone()).collect();
        checked.parts.ledger().notes.iter().filter(lost).map(names).collect::<Vec<Vec<String>>>()
    };
    let cdn = "[buckets.assets]\ncdn = \"static\"";
    let [names] = &steps(THREE, cdn)[..] else { panic!("one distribution") };
    assert_eq!(names[..], ["eu-west-1", "us-east-1", "static.example.com"]);
    assert!(steps(THREE, "[buckets.assets]").is_empty());
    assert!(steps("us-east-1 = {}\neu-west-1 = {}", cdn).is_empty(), "both are asked");
}
