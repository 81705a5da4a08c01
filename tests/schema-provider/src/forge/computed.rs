//! `data/computed.toml`: what the product's generated tests say where AWS would have made a value up.
//!
//! Written by this test from the schema and the shapes, so that product and provider agree on what is
//! computed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aws_catalogue::{Attribute, Catalogue, Entry, Kind, Type, Value};

use super::Forge;
use super::maker::{Maker, Place};
use super::seed::Seed;
use crate::config::Settings;

const HEAD: &str = "\
# What the AWS provider computes, of what templates/modules/ reads: the made-up values of generated tests, each in the form that
# AWS gives it. {region} and {host} are filled in when a test is written.
#
# Source: the schema of hashicorp/aws 6.66.0, compiled 2026-11-23, and the forms that tests/schema-provider/ has. Written by
#   TOPOGEN_BLESS=1 cargo test -p schema-provider --lib computed
";

/// Computed, but no value of AWS's.
const EVERYWHERE: [&str; 2] = ["region", "tags_all"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of all modules.
fn modules(dir: &Path, text: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            modules(&entry.path(), text);
        } else if entry.path().extension().is_some_and(|extension| extension == "tf") {
            text.push_str(&std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// The types that are declared and read.
fn declared(text: &str) -> BTreeSet<(&'static str, &str)> {
    let kinds = [("resource", "resource \"aws_"), ("data", "data \"aws_")];
    let lines = text.lines().flat_map(|line| {
        kinds.iter().filter_map(move |(kind, opening)| {
            let name = line.strip_prefix(opening)?;
            let start = opening.len() - "aws_".len();
            Some((*kind, line.get(start..start + "aws_".len() + name.find('"')?)?))
        })
    });
    let read = |(kind, name): &(&str, &str)| {
        let data = if *kind == "data" { "data." } else { "" };
        text.contains(&format!("{data}{name}."))
    };
    lines.filter(read).collect()
}

/// An object whose arguments say no more than that they are there.
fn configured(entry: &Entry) -> Value {
    let hosts = entry.block.attributes.contains_key("domain_validation_options");
    let says = |(name, one): (&String, &Attribute)| {
        let value = match name.as_str() {
            "id" => Value::Unknown,
            _ if one.computed() && !one.optional() => Value::Unknown,
            _ if one.kind != Type::Text || name.ends_with("_prefix") => Value::Null,
            _ if name.ends_with("arn") => Value::Unknown,
            "path" => "/".into(),
            "domain_name" if hosts => "{host}".into(),
            _ => "test".into(),
        };
        (name.clone(), value)
    };
    Value::Map(entry.block.attributes.iter().map(says).collect())
}

fn toml(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.to_string(),
        Value::Bool(one) => one.to_string(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Map(pairs) if pairs.is_empty() => "{}".to_owned(),
        Value::Map(pairs) => {
            let pair = |(key, one): (&String, &Value)| format!("{key} = {}", toml(one));
            format!("{{ {} }}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Unknown => panic!("nothing was made"),
    }
}

/// What is computed and perhaps read, with a value.
fn section(forge: &Forge, entry: &Entry, modules: &str) -> BTreeMap<String, String> {
    let settings = Settings {
        region: "{region}".to_owned(),
        account: "123456789012".to_owned(),
        default_tags: BTreeMap::new(),
    };
    let whole = configured(entry);
    let seed = Seed::new(&entry.name);
    let region = settings.region.as_str();
    let maker = Maker { forge, entry, seed, settings: &settings, region, whole: &whole, next: 1 };
    let computed = entry.block.attributes.iter().filter(|(name, one)| {
        let read = format!(".{name}");
        let mut after = modules.match_indices(&read).map(|(at, _)| &modules[at + read.len()..]);
        one.computed()
            && !one.write_only()
            && !EVERYWHERE.contains(&name.as_str())
            && after.any(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    });
    let made = computed.map(|(name, one)| {
        let place = Place { path: name, siblings: &whole, depth: 0 };
        (name.clone(), toml(&maker.make(&one.kind, place, one.optional())))
    });
    made.collect()
}

#[test]
fn the_products_data_says_what_is_computed() {
    let catalogue = Catalogue::new();
    let forge = Forge::load().unwrap();
    let mut modules_text = String::new();
    modules(&root().join("templates/modules"), &mut modules_text);
    let mut text = HEAD.to_owned();
    for (word, name) in declared(&modules_text) {
        let kind = if word == "data" { Kind::Data } else { Kind::Resource };
        let section = section(&forge, &catalogue.entry(kind, name).unwrap(), &modules_text);
        if !section.is_empty() {
            write!(text, "\n[{word}.{name}]\n").unwrap();
        }
        for (name, value) in section {
            writeln!(text, "{name} = {value}").unwrap();
        }
    }
    let path = root().join("data/computed.toml");
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == text,
        "data/computed.toml is not what the schema says: run this with TOPOGEN_BLESS=1"
    );
}
