//! The native tests of the golden trees, against the schema and the text of the modules: what a plan
//! reads of AWS has a made-up value, and nothing else has. OpenTofu refuses the second and stumbles
//! over the first; this holds both where there is no OpenTofu.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aws_catalogue::{Attribute, Catalogue, Kind};

/// Attributes by type; data sources are `data.<type>`.
type Names = BTreeMap<String, BTreeSet<String>>;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn roots(dir: &Path, found: &mut Vec<PathBuf>) {
    if dir.join("tests").is_dir() {
        found.push(dir.to_owned());
    }
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).for_each(|path| roots(&path, found));
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The name that a text begins with.
fn word(text: &str) -> &str {
    &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())]
}

fn quoted(line: &str, opening: &str) -> Option<String> {
    Some(line.trim_start().strip_prefix(opening)?.split('"').next()?.to_owned())
}

/// What a test file says: `mock_resource "aws_lb" { defaults = { arn = … } }`.
fn defaults(test: &str) -> Names {
    let mut names = Names::new();
    let mut kind = None;
    for line in test.lines().skip_while(|line| !line.starts_with("mock_provider")) {
        if line == "}" {
            break;
        }
        let data = quoted(line, "mock_data \"").map(|name| format!("data.{name}"));
        kind = data.or_else(|| quoted(line, "mock_resource \"")).or(kind);
        // Two blocks and an object deep.
        if line.len() - line.trim_start().len() == 6
            && let (Some(kind), Some((name, _))) = (&kind, line.split_once(" ="))
        {
            names.entry(kind.clone()).or_default().insert(name.trim().to_owned());
        }
    }
    names
}

/// What the blocks of a module set themselves.
fn set(text: &str, names: &mut Names) {
    let mut kind = String::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if !line.starts_with(' ') {
            let data = quoted(line, "data \"").map(|name| format!("data.{name}"));
            kind = data.or_else(|| quoted(line, "resource \"")).unwrap_or_default();
        } else if let Some(rest) = line.strip_prefix("  ")
            && let name = word(rest)
            && !name.is_empty()
            && rest[name.len()..].trim_start().starts_with('=')
        {
            names.entry(kind.clone()).or_default().insert(name.to_owned());
        }
    }
}

/// The text behind an index: `["a"]`, `[*]`.
fn behind_index(mut text: &str) -> &str {
    while text.starts_with('[') {
        let mut depth = 0;
        let end = text.find(|c| {
            depth += i32::from(c == '[') - i32::from(c == ']');
            depth == 0
        });
        text = &text[end.unwrap() + 1..];
    }
    text
}

/// What the expressions of a module read of resources: by address, and by the names of loops.
fn read(text: &str, names: &mut Names) {
    let mut loops: Vec<(String, String)> = Vec::new();
    for (at, _) in text.match_indices("aws_") {
        let before = &text[..at];
        if before.ends_with(|c: char| is_name(c) || c == '"' || c == '-') {
            continue;
        }
        let data = if before.ends_with("data.") { "data." } else { "" };
        let kind = word(&text[at..]);
        let Some(rest) = text[at + kind.len()..].strip_prefix('.') else { continue };
        let kind = format!("{data}{kind}");
        let rest = behind_index(&rest[word(rest).len()..]);
        if let Some(attribute) = rest.strip_prefix('.').map(word).filter(|name| !name.is_empty()) {
            names.entry(kind).or_default().insert(attribute.to_owned());
        } else if let Some(head) = before.strip_suffix(" in ")
            && rest.starts_with(" :")
        {
            loops.push((head.rsplit(|c| !is_name(c)).next().unwrap().to_owned(), kind));
        }
    }
    for (name, kind) in loops {
        for (at, _) in text.match_indices(&format!("{name}.")) {
            let inside = !text[..at].ends_with(|c: char| is_name(c) || c == '.' || c == '/');
            let attribute = word(&text[at + name.len() + 1..]);
            if inside && !attribute.is_empty() && attribute != "tf" {
                names.entry(kind.clone()).or_default().insert(attribute.to_owned());
            }
        }
    }
}

/// The modules that a root's tests plan, where they are written.
fn planned(root: &Path, test: &str) -> BTreeSet<PathBuf> {
    let main = std::fs::read_to_string(root.join("main.tf")).unwrap();
    let blocks = main.split("module \"").skip(1).filter_map(|block| {
        let label = block.split('"').next()?;
        let made_up = test.lines().any(|line| {
            let target = line.trim().strip_prefix("target").map(str::trim_start);
            target == Some(&format!("= module.{label}"))
        });
        let source = block.lines().find_map(|line| {
            let value = line.trim().strip_prefix("source")?.trim_start().strip_prefix("= \"")?;
            let (_, dir) = value.strip_suffix('"')?.split_once("modules/")?;
            Some(repository().join("templates/modules").join(dir))
        });
        source.filter(|_| !made_up)
    });
    blocks.collect()
}

fn module(dir: &Path) -> Vec<String> {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let code = |text: String| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        lines.collect::<Vec<_>>().join("\n")
    };
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "tf"));
    files.map(|path| code(std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn what_is_made_up_is_computed_and_what_is_read_is_made_up() {
    let catalogue = Catalogue::new();
    let mut all = Vec::new();
    roots(&repository().join("golden"), &mut all);
    let mut checked = 0;
    for root in &all {
        let test = std::fs::read_to_string(root.join("tests/promises.tftest.hcl")).unwrap();
        let (mut set_here, mut read_here) = (Names::new(), Names::new());
        for text in planned(root, &test).iter().flat_map(|dir| module(dir)) {
            set(&text, &mut set_here);
            read(&text, &mut read_here);
        }
        let nothing = BTreeSet::new();
        let of = |kind: &str| {
            let (is, name) = match kind.strip_prefix("data.") {
                Some(name) => (Kind::Data, name),
                None => (Kind::Resource, kind),
            };
            let entry = catalogue.entry(is, name).unwrap();
            move |name: &str| entry.block.attributes.get(name).is_some_and(Attribute::computed)
        };
        let made_up = defaults(&test);
        for (kind, names) in &made_up {
            let computed = of(kind);
            let own = set_here.get(kind).unwrap_or(&nothing);
            for name in names {
                assert!(computed(name), "{}: {kind}.{name} is not computed", root.display());
                assert!(!own.contains(name), "{}: {kind}.{name} is set", root.display());
            }
        }
        for (kind, names) in &read_here {
            let computed = of(kind);
            let own = set_here.get(kind).unwrap_or(&nothing);
            let said = made_up.get(kind).unwrap_or(&nothing);
            for name in names.iter().filter(|name| computed(name) && !own.contains(*name)) {
                assert!(said.contains(name), "{}: {kind}.{name} is read", root.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 5 * all.len(), "{checked} values in {} roots", all.len());
}
