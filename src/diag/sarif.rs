//! Findings as SARIF 2.1.0, which code scanning services read:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{code::Code, edit::Layout, finding::Diagnostic, levels::Shown};
use crate::source::{Source, Span};

/// The findings of a run, file by file.
pub(crate) struct Log {
    /// Those that were found, in the order of their first finding.
    rules: Vec<&'static Code>,
    artifacts: Vec<Value>,
    results: Vec<Value>,
    notices: Vec<Value>,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self { rules: Vec::new(), artifacts: Vec::new(), results: Vec::new(), notices: Vec::new() }
    }

    /// Adds the findings of one source.
    pub(crate) fn add(&mut self, source: &Source, shown: &Shown<'_>) {
        let file = File { source, layout: Layout::new(source), artifact: self.artifacts.len() };
        self.artifacts.push(json!({ "location": file.location() }));
        for finding in &shown.findings {
            let known = self.rules.iter().position(|rule| rule.slug == finding.code.slug);
            let rule = known.unwrap_or(self.rules.len());
            if known.is_none() {
                self.rules.push(finding.code);
            }
            self.results.push(file.result(finding, rule));
        }
        if let Some(left_out) = shown.left_out.in_words() {
            self.notices.push(json!({
                "level": "warning",
                "message": text(&format!("not shown: {left_out}; mend these first")),
                "locations": [{ "physicalLocation": { "artifactLocation": file.location() } }],
            }));
        }
    }

    /// The whole document.
    pub(crate) fn document(&self) -> Value {
        let rules: Vec<Value> = self.rules.iter().map(|rule| described(rule)).collect();
        json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "topogen",
                        "semanticVersion": env!("CARGO_PKG_VERSION"),
                        "rules": rules,
                    },
                },
                "invocations": [{
                    "executionSuccessful": true,
                    "toolExecutionNotifications": self.notices,
                }],
                "columnKind": "unicodeCodePoints",
                "artifacts": self.artifacts,
                "results": self.results,
            }],
        })
    }
}

fn described(code: &Code) -> Value {
    json!({
        "id": code.slug,
        "shortDescription": text(code.summary),
        "fullDescription": text(code.explanation),
        "help": text(code.explanation),
        "defaultConfiguration": { "level": code.severity.as_str() },
    })
}

/// A file with its place in the list of artifacts.
struct File<'s> {
    source: &'s Source,
    layout: Layout<'s>,
    artifact: usize,
}

impl File<'_> {
    fn location(&self) -> Value {
        json!({ "uri": uri(self.source.path()), "index": self.artifact })
    }

    fn result(&self, finding: &Diagnostic, rule: usize) -> Value {
        let notes = finding.notes.iter().map(|note| format!("note: {note}"));
        let help = finding.help.iter().map(|help| format!("help: {}", help.text));
        let lines = [finding.message.clone()].into_iter().chain(notes).chain(help);
        let mut place = self.place(finding.primary.span);
        if let (Some(place), false) = (place.as_object_mut(), finding.primary.text.is_empty()) {
            place.insert("message".to_owned(), text(&finding.primary.text));
        }
        let related = finding.related.iter().enumerate().map(|(id, label)| {
            let mut place = self.place(label.span);
            if let Some(place) = place.as_object_mut() {
                place.insert("id".to_owned(), id.into());
                place.insert("message".to_owned(), text(&label.text));
            }
            place
        });
        json!({
            "ruleId": finding.code.slug,
            "ruleIndex": rule,
            "level": finding.severity.as_str(),
            "message": text(&lines.collect::<Vec<_>>().join("\n")),
            "locations": [place],
            "relatedLocations": related.collect::<Vec<_>>(),
            "fixes": self.fixes(finding),
        })
    }

    fn place(&self, span: Span) -> Value {
        json!({
            "physicalLocation": {
                "artifactLocation": self.location(),
                "region": self.region(span),
            },
        })
    }

    /// The end's column is that after the last character, here as there.
    fn region(&self, span: Span) -> Value {
        let (start, end) = (self.source.position(span.start), self.source.position(span.end));
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }

    fn fixes(&self, finding: &Diagnostic) -> Vec<Value> {
        let Some(help) = &finding.help else { return Vec::new() };
        let Some(edit) = &help.edit else { return Vec::new() };
        let replacements = edit.replacements_in(&self.layout);
        if replacements.is_empty() {
            return Vec::new();
        }
        let replacements = replacements.iter().map(|replacement| {
            json!({
                "deletedRegion": self.region(replacement.span),
                "insertedContent": { "text": replacement.text },
            })
        });
        vec![json!({
            "description": text(&help.text),
            "artifactChanges": [{
                "artifactLocation": self.location(),
                "replacements": replacements.collect::<Vec<_>>(),
            }],
            "properties": { "applicability": edit.applicability.as_str() },
        })]
    }
}

/// A message: braces would be holes in it, and brackets with parentheses after them a link.
fn text(plain: &str) -> Value {
    let plain = plain.replace('{', "{{").replace('}', "}}").replace("](", "] (");
    json!({ "text": plain })
}

/// A path as a reference to a file.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{text, uri};

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("infra/prod.toml"), "infra/prod.toml");
        assert_eq!(uri("/a b/c#%é.toml"), "file:///a%20b/c%23%25%C3%A9.toml");
        assert_eq!(uri("a:b.toml"), "a%3Ab.toml");
    }

    #[test]
    fn messages_have_no_holes_and_no_links() {
        assert_eq!(text("`us-east-1 = {}` [x](1)")["text"], "`us-east-1 = {{}}` [x] (1)");
    }
}
