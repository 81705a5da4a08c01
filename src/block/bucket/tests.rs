//! What no golden tree shows: alarms, and the choice of origins.

use std::collections::BTreeSet;

use super::{Buckets, origins};
use crate::{
    Checked,
    block::{Alarm, Part, Plan, Watches},
    compose::compose,
    diag::Diagnostics,
    graph::{Expr, Graph},
    size::Capacity,
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
    let capacity = Capacity::new(&checked.topology);
    let graph = compose(&checked.topology, &checked.parts, &capacity).unwrap();
    (checked, graph)
}

const THREE: &str =
    "us-east-1 = { weight = 60 }\neu-west-1 = { weight = 20 }\neu-north-1 = { weight = 20 }";

fn alarms(tier: &str, buckets: &str) -> Vec<Alarm> {
    let (checked, graph) = composed(tier, THREE, buckets);
    let capacity = Capacity::new(&checked.topology);
    let plan = Plan { topology: &checked.topology, parts: &checked.parts, capacity: &capacity };
    checked.parts.get::<Buckets>().unwrap().alarms(&plan, &graph).unwrap()
}

#[test]
fn every_direction_is_watched_where_its_metrics_are() {
    let alarms = alarms("active-active", "[buckets.assets]\ncdn = \"static\"");
    let (cdn, pairs): (Vec<_>, Vec<_>) =
        alarms.iter().partition(|alarm| alarm.namespace == "AWS/CloudFront");
    assert_eq!(pairs.len(), 4 * 6, "four metrics for each ordered pair");
    for alarm in pairs {
        let (_, route) = alarm.name.split_once(" from ").unwrap();
        let (source, destination) = route.split_once(" to ").unwrap();
        let failed = alarm.metric == "OperationsFailedReplication";
        assert_eq!(alarm.region.as_str(), if failed { source } else { destination });
        assert_eq!(alarm.watches, Watches::BetweenRegions);
        let rule = ("RuleId", Expr::from(format!("to-{destination}")));
        assert!(alarm.dimensions.contains(&rule), "{:?}", alarm.dimensions);
    }
    assert_eq!(cdn.len(), 1);
    assert_eq!((cdn[0].watches, cdn[0].region.as_str()), (Watches::Edge, "us-east-1"));
    let names: BTreeSet<&str> = alarms.iter().map(|alarm| alarm.name.as_str()).collect();
    assert_eq!(names.len(), alarms.len(), "names are unique");
}

#[test]
fn what_goes_one_way_is_watched_one_way() {
    let alarms = alarms("pilot-light", "[buckets.assets]\nuploads = \"home\"");
    assert_eq!(alarms.len(), 4 * 2);
    assert!(alarms.iter().all(|alarm| alarm.name.contains("from eu-west-1 to ")));
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
        checked.parts.get::<Buckets>().unwrap().recovery(&checked.topology)
    };
    let cdn = "[buckets.assets]\ncdn = \"static\"";
    let [step] = &steps(THREE, cdn)[..] else { panic!("one distribution") };
    let names: Vec<&str> = step.names.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["eu-west-1", "us-east-1", "static.example.com"]);
    assert!(steps(THREE, "[buckets.assets]").is_empty());
    assert!(steps("us-east-1 = {}\neu-west-1 = {}", cdn).is_empty(), "both are asked");
}
