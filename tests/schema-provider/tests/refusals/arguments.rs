//! What AWS states about every argument that a golden tree sets, a line each in `arguments.tsv`: who holds it.
//!
//! Which arguments there are, the trees say; who holds one, follows from the tables, the cases and the schema. What is left
//! has a reason, by hand: AWS states nothing (`free`), or nobody can hold it here (`out of reach`). `TOPOGEN_BLESS=1` writes what follows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use aws_catalogue::{Block, Catalogue, Kind, Rules, Type};
use hcl::structure::{Body, Structure};
use libtest_mimic::Failed;
use schema_provider::account::names;
use schema_provider::refuse;

const HEAD: &str = "# type\targument\twho holds it\twhy nobody does, and where that was read\n";
const BY_HAND: [&str; 2] = ["free", "out of reach"];
/// What is Terraform's, not AWS's.
const META: [&str; 7] =
    ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "timeouts"];

type Arguments = BTreeMap<String, BTreeSet<String>>;

/// Every argument has its line, and no line is without one.
pub(super) fn hold() -> Result<(), Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals/arguments.tsv");
    let text = fs::read_to_string(&file).unwrap_or_default();
    let mut by_hand = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t').map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        let (argument, held, why) = ((next(), next()), next(), next());
        if held.is_empty() || BY_HAND.contains(&held.as_str()) {
            by_hand.insert(argument, (held, why));
        }
    }
    let (mut wanted, mut faults) = (HEAD.to_owned(), Vec::new());
    let holders = super::table::holders()?;
    for (kind, paths) in set()? {
        let entry = Catalogue::new().entry(Kind::Resource, &kind)?;
        for path in paths {
            let name = format!("{kind}.{path}");
            let mut held = holders.get(&name).cloned().unwrap_or_default();
            held.extend(lines(&name));
            held.extend(provider(&entry.rules, &entry.block, &path));
            let held = held.into_iter().collect::<Vec<_>>().join(", ");
            let (held, why) = match by_hand.remove(&(kind.clone(), path.clone())) {
                Some((word, why)) if held.is_empty() => (word, why),
                Some((word, _)) if !word.is_empty() => {
                    faults.push(format!("{name} is held by {held}: its reason is not needed"));
                    (held, String::new())
                }
                _ => (held, String::new()),
            };
            if held.is_empty() || (BY_HAND.contains(&held.as_str()) && why.is_empty()) {
                faults.push(format!("{name}: nobody says who holds it"));
            }
            wanted += format!("{kind}\t{path}\t{held}\t{why}").trim_end();
            wanted += "\n";
        }
    }
    faults.extend(by_hand.keys().map(|(kind, path)| format!("{kind}.{path}: no tree sets it")));
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::write(&file, &wanted)?;
    } else if text != wanted {
        faults.push("arguments.tsv is out of date: TOPOGEN_BLESS=1".to_owned());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// The tables that have a line for an argument.
fn lines(name: &str) -> BTreeSet<String> {
    let limited = refuse::limited().into_iter().filter(|limit| limit.argument == name);
    let mut held: BTreeSet<String> =
        limited.map(|limit| limit.line.replacen(&format!(" {name}"), "", 1)).collect();
    let names = |line: &refuse::Reference| {
        line.name().split(".{}").next().is_some_and(|argument| argument == name)
    };
    let (kind, path) = name.split_once('.').unwrap_or_default();
    held.extend(names::parts(kind).contains(&path).then(|| "name_taken".to_owned()));
    held.extend(refuse::references().iter().any(names).then(|| "references".to_owned()));
    held
}

/// What the provider checks before it asks AWS, and what only has two values.
fn provider(rules: &Rules, block: &Block, path: &str) -> BTreeSet<String> {
    let path_is = |one: &String| one == path;
    let checked = rules.arn.iter().chain(&rules.json).chain(rules.values.keys());
    let checked = checked.chain(rules.range.keys()).any(path_is) || path == "region";
    let words = [(checked, "provider"), (path == "tags", "tags"), (two(block, path), "schema")];
    words.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned()).collect()
}

fn two(block: &Block, path: &str) -> bool {
    match path.split_once('.') {
        Some((step, rest)) => block.blocks.get(step).is_some_and(|one| two(&one.block, rest)),
        None => block.attributes.get(path).is_some_and(|one| one.kind == Type::Bool),
    }
}

/// What the golden trees and the modules set, by type.
fn set() -> Result<Arguments, Failed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    find(&root.join("golden"), &mut files)?;
    find(&root.join("templates/modules"), &mut files)?;
    let (mut arguments, mut known) = (Arguments::new(), BTreeSet::new());
    for file in files {
        let text = fs::read_to_string(&file)?;
        if !text.contains("resource \"aws_") || !known.insert(text.clone()) {
            continue;
        }
        let body = hcl::parse(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        for block in body.blocks().filter(|block| block.identifier() == "resource") {
            let kind = block.labels().first().map_or("", |label| label.as_str());
            inside(block.body(), "", arguments.entry(kind.to_owned()).or_default());
        }
    }
    arguments.retain(|kind, _| kind.starts_with("aws_"));
    Ok(arguments)
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failed> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            files.push(path);
        }
    }
    Ok(())
}

fn inside(body: &Body, around: &str, arguments: &mut BTreeSet<String>) {
    for structure in body {
        match structure {
            Structure::Attribute(one) => {
                let own = !around.is_empty() || !META.contains(&one.key());
                arguments.extend(own.then(|| format!("{around}{}", one.key())));
            }
            Structure::Block(block) if block.identifier() == "dynamic" => {
                let name = block.labels().first().map_or("", |label| label.as_str());
                let mut contents = block.body().blocks();
                if let Some(content) = contents.find(|one| one.identifier() == "content") {
                    inside(content.body(), &format!("{around}{name}."), arguments);
                }
            }
            Structure::Block(block) if !META.contains(&block.identifier()) => {
                inside(block.body(), &format!("{around}{}.", block.identifier()), arguments);
            }
            Structure::Block(_) => {}
        }
    }
}
