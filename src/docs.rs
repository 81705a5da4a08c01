//! A page for each building block, from its own descriptions.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::{block::Block, registry::BLOCKS, schema::generator};

/// File name and Markdown of every page.
pub(crate) fn pages() -> Vec<(String, String)> {
    BLOCKS.iter().map(|block| (format!("{}.md", block.name), page(block))).collect()
}

fn page(block: &Block) -> String {
    let mut page = format!("# {}\n", block.name);
    // Writing to a string cannot fail.
    _ = match &block.section {
        Some(section) => write!(page, "\n{}\n\n## Input\n\n{}", section.summary, inputs(block)),
        None => write!(page, "\nHas no section of its own: it follows from the others.\n"),
    };
    page.push_str("\n## What it creates\n\n| root | what |\n|---|---|\n");
    for (root, what) in block.creates {
        _ = writeln!(page, "| `{root}` | {what} |");
    }
    if !block.codes.is_empty() {
        page.push_str("\n## What its checks say\n\n| finding | | rule |\n|---|---|---|\n");
        for code in block.codes {
            _ = writeln!(
                page,
                "| `{}` | {} | {} |",
                code.slug,
                code.severity.as_str(),
                code.summary
            );
        }
    }
    page
}

/// A table for each of the section's tables.
fn inputs(block: &Block) -> String {
    let Some(section) = &block.section else { return String::new() };
    let mut generator = generator();
    section.schema(&mut generator);
    let mut out = String::new();
    let definitions = generator.take_definitions(true);
    for schema in definitions.values() {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            continue;
        };
        let required = schema.get("required").and_then(Value::as_array);
        let is_required =
            |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
        let title = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        _ = write!(out, "{title}\n\n| key | takes | |\n|---|---|---|\n");
        for (name, property) in properties {
            let need = if is_required(name) { "Required. " } else { "" };
            let text = property.get("description").and_then(Value::as_str).unwrap_or_default();
            let text = text.replace('\n', " ");
            _ = writeln!(out, "| `{name}` | {} | {need}{text} |", takes(property, &definitions));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// What a key takes: a type, the words to choose from, or the name of a table.
fn takes(property: &Value, definitions: &Map<String, Value>) -> String {
    let get = |key: &str| property.get(key).and_then(Value::as_str);
    let of = |inner: &str| match property.get(inner) {
        Some(inner) => takes(inner, definitions),
        None => "anything".to_owned(),
    };
    if let Some(name) = get("$ref").and_then(|reference| reference.rsplit('/').next()) {
        return definitions.get(name).and_then(words).unwrap_or_else(|| "table".to_owned());
    }
    if let Some(words) = words(property) {
        return words;
    }
    match get("type") {
        Some("object") => format!("table of {}", of("additionalProperties")),
        Some("array") => format!("list of {}", of("items")),
        Some(name) => name.to_owned(),
        None => "one of several words".to_owned(),
    }
}

/// The words that a schema lets one choose from.
fn words(schema: &Value) -> Option<String> {
    let word = |choice: &Value| Some(format!("`{}`", choice.get("const")?.as_str()?));
    let choices = schema.get("oneOf")?.as_array()?;
    Some(choices.iter().filter_map(word).collect::<Vec<_>>().join(", "))
}
