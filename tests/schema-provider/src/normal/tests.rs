//! Each line on what somebody might write: how it is read, and what the second plan makes of it. Without the line, it fails.

use std::collections::{BTreeMap, BTreeSet};

use aws_catalogue::{Catalogue, Entry, Kind, Value};
use serde::Deserialize;

use super::{LINES, Line, Plan, written};
use crate::account::told::Told;
use crate::config::Settings;
use crate::plan::{self, Change};

/// What somebody writes, and what is read of it; all else that a read has is not compared.
#[derive(Deserialize)]
struct Case {
    written: serde_json::Value,
    read: serde_json::Value,
}

fn cases() -> BTreeMap<String, Case> {
    toml::from_str(include_str!("cases.toml")).unwrap()
}

fn planned(entry: &Entry, prior: &Value, config: &Value) -> Value {
    let settings = Settings {
        region: "us-east-1".to_owned(),
        account: "123456789012".to_owned(),
        default_tags: BTreeMap::new(),
    };
    let change = Change { entry, prior, proposed: config.clone(), config };
    plan::plan(change, &settings).unwrap().state
}

/// Whether a plan changes what was applied, and how an import reads it.
fn applied(entry: &Entry, told: &Told<'_>, config: &Value, path: &str) -> (bool, Value) {
    let made = planned(entry, &Value::Null, config);
    // As an import reads it, which has no state to keep.
    let read = told.read(&made, &Value::Null);
    let changes = |read: &Value| at(&planned(entry, read, config), path) != at(read, path);
    assert_eq!(changes(&told.read(&made, &made)), changes(&read), "{}.{path}", entry.name);
    (changes(&read), read)
}

/// Whether a value has all of another.
fn has(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::List(all), Value::List(wanted)) => {
            all.len() == wanted.len()
                && all.iter().zip(wanted).all(|(one, wanted)| has(one, wanted))
        }
        (Value::Map(_), Value::Map(wanted)) => {
            wanted.iter().all(|(name, wanted)| has(value.get(name), wanted))
        }
        _ => value == wanted,
    }
}

/// The values at a path. What the provider computed of blocks, Terraform gives the next plan.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let (step, rest) = super::step(path);
    let value = value.get(step);
    rest.map_or_else(
        || vec![value],
        |rest| value.items().iter().flat_map(|item| at(item, rest)).collect(),
    )
}

#[test]
fn every_line_is_read_and_of_a_vendored_argument() {
    assert_eq!(LINES.len(), written().count());
    let names: Vec<String> = LINES.iter().map(Line::name).collect();
    assert!(names.is_sorted_by(|one, two| one < two), "sorted, and each once: {names:?}");
    for line in LINES.iter() {
        crate::refuse::tests::vendored(line.kind, line.path);
    }
}

#[test]
fn every_line_has_a_case() {
    let names: BTreeSet<String> = LINES.iter().map(Line::name).collect();
    assert_eq!(cases().into_keys().collect::<BTreeSet<_>>(), names);
}

#[test]
fn what_is_written_is_read_in_its_form_and_a_second_plan_says_so_where_the_provider_does() {
    let (catalogue, cases) = (Catalogue::new(), cases());
    for line in LINES.iter() {
        let name = line.name();
        let case = &cases[&name];
        let entry = catalogue.entry(Kind::Resource, line.kind).unwrap();
        let config = Value::from_json(&case.written);
        let expected = Value::from_json(&case.read);
        let (changes, read) = applied(&entry, &Told::of(&entry).unwrap(), &config, line.path);
        assert!(has(&read, &expected), "{name}: {:?}", at(&read, line.path));
        assert_eq!(changes, line.plan == Plan::Shows, "{name}");

        let made = planned(&entry, &Value::Null, &config);
        let kept = Told::of(&entry).unwrap().read(&made, &made);
        let keeps = at(&kept, line.path) == at(&made, line.path);
        assert_eq!(keeps, matches!(line.plan, Plan::Keeps | Plan::Has), "{name}");

        // Whoever writes what is read changes nothing.
        let mut sound = config.clone();
        for line in super::lines(line.kind) {
            line.apply(&mut sound);
        }
        let (changes, _) = applied(&entry, &Told::of(&entry).unwrap(), &sound, line.path);
        assert!(!changes, "{name}: as it is read, it changes");
    }
}

#[test]
fn without_a_line_its_case_fails() {
    let (catalogue, cases) = (Catalogue::new(), cases());
    for line in LINES.iter() {
        let name = line.name();
        let case = &cases[&name];
        let entry = catalogue.entry(Kind::Resource, line.kind).unwrap();
        let config = Value::from_json(&case.written);
        let told = Told::of(&entry).unwrap().without(&name);
        // What the provider plans in its form is so without a read: there the plan is what fails.
        let (_, read) = if line.plan == Plan::Has {
            let made = plan::complete(&entry.block, config, &Value::Null);
            (false, told.read(&made, &Value::Null))
        } else {
            applied(&entry, &told, &config, line.path)
        };
        assert!(!has(&read, &Value::from_json(&case.read)), "{name}");
    }
}
