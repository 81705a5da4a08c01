//! `topogen init` and the examples: what people start from has every key, and is right.

use std::fs;

use serde_json::Value as Json;
use tempfile::TempDir;

use super::{shown, support, topogen};

#[test]
fn init_writes_a_valid_topology_once() {
    let dir = TempDir::new().unwrap();
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["init"])), @"
    status: 0
    --- stdout
    wrote ./topology.toml
    next: edit it, then run `topogen render ./topology.toml`; for an editor that completes keys, `topogen schema >./topogen.schema.json`
    --- stderr
    ");
    assert_eq!(topogen(dir.path(), &["render", "topology.toml"]).status.code(), Some(0));
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["init"])), @"
    status: 1
    --- stdout
    --- stderr
    error: ./topology.toml exists already and is left as it is
    ");
}

/// An example is what is compiled in, whatever an editor is told of it; its golden tree is what it renders to.
#[test]
fn init_writes_an_example() {
    let dir = TempDir::new().unwrap();
    for (name, text) in support::topologies() {
        let output = topogen(dir.path(), &["init", "--example", &name]);
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
        let written = fs::read_to_string(dir.path().join(format!("{name}.toml"))).unwrap();
        let (schema, rest) = written.split_once('\n').unwrap();
        assert_eq!(schema, "#:schema ./topogen.schema.json");
        assert!(text.ends_with(rest) && rest.len() + 80 > text.len(), "{name}");
    }
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["init", "--example", "minimul"])), @"
    status: 64
    --- stdout
    --- stderr
    error: there is no example `minimul`
      = help: did you mean `minimal`? there are alarmed, alarmed-dns, assets, downloads, full, minimal, observed, one-state, orders, pilot-light, prod, queues, single-region, six-regions, static, strong-tables, two-regions, warm-standby
    ");
    let again = topogen(dir.path(), &["init", "--example", "prod"]);
    assert_eq!(again.status.code(), Some(1));
}

/// What `init` writes has every section, and is right without its comment signs.
#[test]
fn what_init_comments_out_is_right() {
    let dir = TempDir::new().unwrap();
    topogen(dir.path(), &["init"]);
    let file = dir.path().join("topology.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (_about, text) = text.split_once("\n\n").unwrap();
    let lines = text.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    fs::write(&file, &text).unwrap();
    let check = topogen(dir.path(), &["check", "topology.toml"]);
    assert_eq!(shown(&check), "status: 0\n--- stdout\nnothing found in 1 file\n--- stderr\n");
    let written: toml::Table = text.parse().unwrap();
    let schema = topogen(dir.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    for section in schema["properties"].as_object().unwrap().keys() {
        assert!(written.contains_key(section), "{section} is not shown");
    }
}

/// The keys of a schema that no value has, with their places; `*` is a name.
fn unused(schema: &Json, root: &Json, values: &[&toml::Value], place: &str) -> Vec<String> {
    let reference = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref"));
    if let Some(name) = reference.and_then(Json::as_str) {
        let schema = root.pointer(name.trim_start_matches('#')).unwrap();
        return unused(schema, root, values, place);
    }
    let tables: Vec<&toml::Table> = values.iter().filter_map(|value| value.as_table()).collect();
    let keys = schema.get("properties").and_then(Json::as_object);
    let own = keys.into_iter().flatten().flat_map(|(key, schema)| {
        let place = format!("{place}.{key}");
        let values: Vec<_> = tables.iter().filter_map(|table| table.get(key)).collect();
        if values.is_empty() { vec![place] } else { unused(schema, root, &values, &place) }
    });
    let named = schema.get("additionalProperties").filter(|schema| schema.is_object());
    let named = named.into_iter().flat_map(|schema| {
        let entries = tables.iter().flat_map(|table| table.iter());
        let entries = entries.filter(|(key, _)| keys.is_none_or(|keys| !keys.contains_key(*key)));
        let values: Vec<_> = entries.map(|(_, value)| value).collect();
        unused(schema, root, &values, &format!("{place}.*"))
    });
    own.chain(named).collect()
}

/// What no topology has is in no golden tree. One key is always worth a warning, and one is about a change: an example has none;
/// and what renames an entry, `tests/renames.rs` writes into every topology.
#[test]
fn every_key_is_in_some_topology() {
    let dir = TempDir::new().unwrap();
    let schema: Json = serde_json::from_slice(&topogen(dir.path(), &["schema"]).stdout).unwrap();
    let topologies = support::topologies();
    let tables: Vec<toml::Value> =
        topologies.iter().map(|(_, text)| toml::Value::Table(text.parse().unwrap())).collect();
    let mut missing = unused(&schema, &schema, &tables.iter().collect::<Vec<_>>(), "");
    missing.retain(|key| {
        let (section, own) = key.split_once(".*.").unwrap_or_default();
        let called = if section == ".functions" { "parameter" } else { "name" };
        own != called && own != "renamed_from"
    });
    assert_eq!(missing, [".accept", ".databases.*.regions.*.class"]);
}
