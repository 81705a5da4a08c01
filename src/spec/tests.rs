//! Something wrong at every key of the JSON Schema: each time there is a finding with a place and a way out, in the
//! words of people.

use serde_json::{Value, json};

use crate::{
    diag::{Diagnostic, Diagnostics},
    schema,
    source::Source,
};

/// Words of Rust, of serde and of the TOML parser, and what they are made of.
const FOREIGN: [&str; 22] = [
    "struct",
    "sequence",
    "a map",
    "variant",
    "enum",
    "tuple",
    "newtype",
    "unit value",
    "deserial",
    "serde",
    "u8",
    "u16",
    "u32",
    "u64",
    "i64",
    "f64",
    "usize",
    "integer `",
    "string \"",
    "boolean",
    "invalid type",
    "missing field",
];

/// Values of every type, none of which is what any key means.
const WRONG: [(&str, &str); 11] = [
    ("string", "\"?\""),
    ("string", "\"4\""),
    ("integer", "-1"),
    ("integer", "9999999999"),
    ("integer", "99999999999999999999999999"),
    ("number", "4.5"),
    ("boolean", "true"),
    ("date", "1979-05-27"),
    ("array", "[[], 1, {}]"),
    ("array", "[]"),
    ("object", "{ unheard-of = 1 }"),
];

/// Every key with what it takes; entries with names of the user's choice are called `entry`.
fn keys(schema: &Value, path: &[String], root: &Value, found: &mut Vec<(Vec<String>, Value)>) {
    let schema = resolved(schema, root);
    let known = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let named = schema.get("additionalProperties").filter(|named| named.is_object());
    let region = path == ["regions"];
    let entry = if region { "ap-southeast-2" } else { "entry" }.to_owned();
    let named = named.map(|named| (&entry, named));
    for (key, inner) in known.chain(named) {
        let path = [path, std::slice::from_ref(key)].concat();
        found.push((path.clone(), resolved(inner, root).clone()));
        keys(inner, &path, root, found);
    }
}

fn resolved<'v>(mut schema: &'v Value, root: &'v Value) -> &'v Value {
    loop {
        let referred = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref"));
        let Some(pointer) = referred.and_then(Value::as_str) else { return schema };
        schema = root.pointer(pointer.trim_start_matches('#')).unwrap();
    }
}

fn every_key() -> Vec<(Vec<String>, Value)> {
    let root = schema::schema();
    let mut found = Vec::new();
    keys(root, &[], root, &mut found);
    assert!(found.len() > 80, "{}", found.len());
    found
}

/// What stands beside a key, so that the checks are reached.
const BESIDE: [(&str, &str); 17] = [
    ("name", "\"shop\""),
    ("tier", "\"active-active\""),
    ("home", "\"us-east-1\""),
    ("domain", "\"example.com\""),
    ("regions.us-east-1", "{}"),
    ("regions.eu-west-1", "{}"),
    ("state", "{ bucket = \"acme-state\", region = \"us-east-2\" }"),
    ("services.entry.image", "\"shop/api:1\""),
    ("services.entry.tasks", "4"),
    ("tables.entry.hash_key", "\"id:S\""),
    ("databases.entry.engine", "\"aurora-postgresql\""),
    ("databases.entry.version", "\"17.7\""),
    ("databases.entry.class", "\"db.r7g.large\""),
    ("functions.entry.concurrency", "10"),
    ("logs.gb_per_day", "10"),
    ("logs.opensearch", "{ class = \"r7g.large.search\", volume_gb = 100 }"),
    ("alarms.notify", "\"oncall@example.com\""),
];

/// A file in which one key has a value, and where the value stands.
fn file(path: &[String], value: &str) -> (String, usize) {
    let own = path.join(".");
    // Neither what holds the key nor what it holds.
    let apart = |key: &str| {
        let below = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'))
        };
        key != own && !below(key, &own) && !below(&own, key)
    };
    let kept = BESIDE.iter().filter(|(key, _)| apart(key));
    let lines: Vec<String> = kept.map(|(key, value)| format!("{key} = {value}\n")).collect();
    let before = format!("{}{own} = ", lines.concat());
    (format!("{before}{value}\n"), before.len())
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let mut diags = Diagnostics::new();
    _ = crate::check(&Source::new("t.toml", text), &mut diags);
    diags.sorted().into_iter().cloned().collect()
}

fn all_text(finding: &Diagnostic) -> String {
    let help = finding.help.as_ref().map(|help| help.text.as_str());
    let notes = finding.notes.iter().map(String::as_str);
    [finding.message.as_str()].into_iter().chain(notes).chain(help).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_wrong_value_at_any_key_is_a_finding_that_says_what_to_write() {
    for (path, schema) in every_key() {
        let takes = schema.get("type").and_then(Value::as_str).unwrap_or("string");
        for (kind, value) in WRONG {
            let (text, place) = file(&path, value);
            let findings = findings(&text);
            for finding in &findings {
                let said = all_text(finding);
                let foreign = FOREIGN.iter().find(|word| said.contains(**word));
                assert_eq!(foreign, None, "{text}{said}");
                assert!(finding.help.is_some(), "{text}{said}: what to write?");
                assert!(finding.primary.span.end <= text.len(), "{text}{said}");
            }
            if kind != takes && (kind, takes) != ("integer", "number") {
                let own: Vec<_> =
                    findings.iter().filter(|f| f.code.slug == "wrong-value").collect();
                let places: Vec<_> = own.iter().map(|finding| finding.primary.span.start).collect();
                assert_eq!(places, [place], "{text}");
            }
        }
    }
}

#[test]
fn every_number_has_bounds() {
    for (path, schema) in every_key() {
        let kind = schema.get("type").unwrap_or(&Value::Null);
        if kind == &json!("integer") || kind == &json!("number") {
            let bounds = (schema.get("minimum"), schema.get("maximum"));
            assert!(bounds.0.is_some() && bounds.1.is_some(), "{}: add a range", path.join("."));
        }
    }
}

/// The greatest number at every key, alone: what follows from it fits as well.
#[test]
fn nothing_overflows_at_the_bounds() {
    let mut tried = 0;
    for (path, schema) in every_key() {
        let Some(most) = schema.get("maximum") else { continue };
        let (text, _) = file(&path, &most.to_string());
        let checked = crate::check(&Source::new("t.toml", text), &mut Diagnostics::new());
        let Ok(checked) = checked else { continue };
        crate::render(&checked).unwrap();
        assert!(!crate::testing::capacity(&checked, "json").is_empty());
        tried += 1;
    }
    assert!(tried >= 15, "{tried}");
}

/// What is wrong in one table says nothing of another: neither by its key nor by what it is.
#[test]
fn a_wrong_value_hides_no_missing_key_of_another_table() {
    let at = |text: &str| {
        let file = format!(
            "name = \"shop\"\ntier = \"single-region\"\nhome = \"us-east-1\"\n\
             domain = \"example.com\"\nregions = {{ us-east-1 = {{}} }}\n{text}"
        );
        let place = |finding: &Diagnostic| {
            let line = file[..finding.primary.span.start].matches('\n').count();
            (finding.code.slug, file.lines().nth(line).unwrap().to_owned())
        };
        findings(&file).iter().map(place).collect::<Vec<_>>()
    };
    let wrong = "[services.a]\nimage = 3\ntasks = 1\n";
    assert_eq!(at(wrong), [("wrong-value", "image = 3".to_owned())]);
    let both =
        [("wrong-value", "image = 3".to_owned()), ("missing-key", "[services.b]".to_owned())];
    assert_eq!(at(&format!("{wrong}[services.b]\ntasks = 1\n")), both);
    let table = "services.a = 3\nservices.b = { tasks = 1 }\n";
    let missing = ("missing-key", "services.b = { tasks = 1 }".to_owned());
    assert_eq!(at(table), [("wrong-value", "services.a = 3".to_owned()), missing]);
}
