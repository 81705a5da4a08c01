//! Who is woken by what, in the trees: each alarm by its name, as the module makes it out of signals and of what they look at.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure here is a failed test"
)]

mod support;

use std::collections::BTreeMap;

use hcl::{Expression, expr::ObjectKey};
use topogen::tree::Tree;

use support::{
    Edit::{self, Add, Change, Remove},
    edit::edited,
    render, topologies, topology,
};

/// An alarm of a tree; `{from}` and `{to}` are filled in its name.
struct Alarm {
    root: String,
    topic: String,
    signal: BTreeMap<String, Expression>,
    own: BTreeMap<String, Expression>,
}

/// All alarms of a tree, by region and name.
type Alarms = BTreeMap<(String, String), Alarm>;

fn alarms(tree: &Tree) -> Alarms {
    let mut found = Alarms::new();
    let calls = tree.files().filter(|(path, _)| !path.starts_with("modules/"));
    for (path, file) in calls.filter(|(path, _)| path.ends_with("main.tf")) {
        let root = path.trim_end_matches("main.tf").trim_end_matches('/');
        for block in hcl::parse(file).unwrap().blocks() {
            let argument = |key: &str| {
                block.body().attributes().find(|it| it.key() == key).map(hcl::Attribute::expr)
            };
            let Some(watched) = argument("watched") else { continue };
            let [region, topic] = ["region", "topic_arn"].map(|key| text(argument(key).unwrap()));
            for (name, signal, own) in object(watched).into_values().flat_map(|group| each(&group))
            {
                let (root, topic) = (root.to_owned(), topic.clone());
                let name = (region.clone(), name);
                let before = found.insert(name.clone(), Alarm { root, topic, signal, own });
                assert!(before.is_none(), "{name:?} twice");
            }
        }
    }
    found
}

type Says = BTreeMap<String, Expression>;

/// The alarms of a group: name, signal, what the alarm says itself.
fn each(group: &Expression) -> Vec<(String, Says, Says)> {
    let group = object(group);
    let ends = |key: &str| -> Vec<String> {
        let regions = group.get(key).map(|regions| {
            let Expression::Array(regions) = regions else { panic!("{regions:?}") };
            regions.iter().map(text).collect()
        });
        regions.unwrap_or_else(|| vec![String::new()])
    };
    let mut found = Vec::new();
    for (signal, says) in object(&group["signals"]) {
        for (name, own) in object(&group["alarms"]) {
            let name = name.replace("{signal}", &signal);
            for from in ends("from") {
                let way = |to: String| name.replace("{from}", &from).replace("{to}", &to);
                found.extend(
                    ends("to").into_iter().map(|to| (way(to), object(&says), object(&own))),
                );
            }
        }
    }
    found
}

fn object(value: &Expression) -> Says {
    let Expression::Object(entries) = value else { panic!("{value:?}") };
    let key = |key: &ObjectKey| {
        if let ObjectKey::Expression(name) = key { text(name) } else { key.to_string() }
    };
    entries.iter().map(|(name, value)| (key(name), value.clone())).collect()
}

fn text(value: &Expression) -> String {
    if let Expression::String(text) = value { text.clone() } else { value.to_string() }
}

/// The alarmed example, changed.
fn alarmed(edits: &[Edit]) -> Tree {
    render(&edited(&topology("alarmed"), edits).unwrap())
}

fn has(alarms: &Alarms, region: &str, name: &str) -> bool {
    alarms.contains_key(&(region.to_owned(), name.to_owned()))
}

#[test]
fn a_region_that_waits_at_zero_tasks_is_not_called_ill() {
    let alarms = alarms(&alarmed(&[Change("tier", "\"pilot-light\"")]));
    let (home, standby) = ("us-east-1", "eu-west-1");
    assert!(has(&alarms, home, "services.api/healthy-tasks"));
    assert!(!has(&alarms, standby, "services.api/healthy-tasks"));
    assert!(has(&alarms, standby, "services.api/missing-tasks"), "it may be started");
    assert!(has(&alarms, "us-west-2", "ingress.api/endpoint-us-east-1"));
    assert!(!has(&alarms, "us-west-2", "ingress.api/endpoint-eu-west-1"));
}

#[test]
fn replication_is_watched_where_it_starts_and_by_no_region() {
    let alarms = alarms(&alarmed(&[]));
    let name = |to: &str| format!("tables.orders/replication-to-{to}");
    for (from, to) in [("us-east-1", "eu-west-1"), ("eu-west-1", "us-east-1")] {
        let alarm = &alarms[&(from.to_owned(), name(to))];
        assert_eq!(alarm.root, format!("monitoring/{from}"));
        let state = format!("terraform_remote_state.{}.outputs", from.replace('-', "_"));
        assert!(alarm.topic.contains(&state), "{}", alarm.topic);
        assert!(!has(&alarms, from, &name(from)));
    }
}

/// Regions come and go, and the regions' own roots know nothing of that. A lost region takes its own watch with it and no other.
#[test]
fn what_watches_the_ways_is_in_no_region_s_own_root() {
    let mut between = 0;
    for (name, text) in topologies() {
        for ((region, alarm), Alarm { root, .. }) in alarms(&render(&text)) {
            let way = alarm.contains("replication-to-") || alarm.contains("-from-");
            if !root.is_empty() {
                let layer =
                    if way || root.starts_with("monitoring") { "monitoring" } else { "regions" };
                assert_eq!(root, format!("{layer}/{region}"), "{name}: {alarm}");
                between += usize::from(way);
            }
        }
    }
    assert!(between > 100, "{between}");
}

/// Nothing runs in these regions, and each has the topic that alarms on its replication act on.
#[test]
fn every_region_has_its_topic() {
    let text = "name = \"files\"\ntier = \"pilot-light\"\nhome = \"eu-west-1\"\n\
                [regions]\neu-west-1 = {}\neu-north-1 = {}\n[buckets.files]\n\
                [alarms]\nnotify = \"oncall@example.com\"\n";
    for layout in ["", "layout = \"single\"\n"] {
        let tree = render(&format!("{layout}{text}"));
        let roots = tree.files().filter(|(path, _)| !path.starts_with("modules/"));
        let all: String = roots.map(|(_, text)| text).collect();
        assert_eq!(all.matches("modules/alarms/topic\"").count(), 2, "{layout}");
        assert_eq!(all.matches("modules/alarms\"").count(), 2, "{layout}");
    }
}

/// It is in three regions before a write is acknowledged. Also: one region may be watched for its
/// own sake and for the edge's.
#[test]
fn a_strong_table_does_not_lag() {
    let tree = alarmed(&[
        Remove("regions.eu-west-1"),
        Add("regions.us-west-2", "{ weight = 40 }"),
        Add("tables.orders.consistency", "\"strong\""),
        Add("tables.orders.witness", "\"us-east-2\""),
    ]);
    let alarms = alarms(&tree);
    assert!(has(&alarms, "us-west-2", "tables.orders/system-errors"));
    assert!(alarms.keys().all(|(_, name)| !name.contains("replication")));
    let edge = &alarms[&("us-west-2".to_owned(), "ingress.api/endpoint-us-west-2".to_owned())];
    assert_eq!(edge.root, "monitoring/us-west-2");
}

/// Otherwise they never end: a throttled table reports, a table that is well again does not.
#[test]
fn no_data_of_dynamodb_is_zero() {
    let mut dynamodb = 0;
    for (name, text) in topologies() {
        for (alarm, Alarm { signal, .. }) in alarms(&render(&text)) {
            let own = text_of(&signal, "namespace") == "AWS/DynamoDB";
            assert_eq!(own, text_of(&signal, "missing") == "zero", "{name}: {alarm:?}");
            dynamodb += usize::from(own);
        }
    }
    assert!(dynamodb > 100, "{dynamodb}");
}

fn text_of(says: &Says, key: &str) -> String {
    text(&says[key])
}

#[test]
fn an_alarm_takes_ten_metrics_at_most() {
    let index = |n| format!("by_{n:02} = {{ hash_key = \"k{n}:S\" }}");
    let eleven: Vec<String> = (0..11).map(index).collect();
    let indexes = format!("{{ {} }}", eleven.join(", "));
    let tree = alarmed(&[Change("tables.orders.indexes", &indexes)]);
    let alarms = alarms(&tree);
    let values = |name: &str| {
        let alarm = &alarms[&("us-east-1".to_owned(), format!("tables.orders/{name}"))];
        object(&alarm.own["sum_over"])["values"].clone()
    };
    let Expression::Array(first) = values("throttled-index-reads") else { panic!() };
    assert_eq!(first.len(), 10);
    assert_eq!(values("throttled-index-reads-2"), Expression::from_iter(["by_10"]));
}

#[test]
fn without_the_section_there_is_nothing() {
    let tree = alarmed(&[Remove("alarms")]);
    assert!(tree.files().all(|(path, _)| !path.starts_with("monitoring/")));
    assert!(tree.files().all(|(_, text)| !text.contains("aws_sns_topic")));
}
