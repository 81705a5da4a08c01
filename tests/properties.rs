//! What holds for any input: of the library, or of the program that ships, where `TOPOGEN_SHIPPED` names it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeSet, ffi::OsStr, fs, process::Command, sync::LazyLock};

use hcl::{Body, Expression, Structure, expr::ObjectKey};
use proptest::{prelude::*, sample::Index};
use toml::{Table, Value};
use topogen::{Checked, diag::Diagnostics, source::Source};

/// Checks, unless the text has errors.
fn try_check(text: &str) -> Option<Checked> {
    topogen::check(&Source::new("any.toml", text), &mut Diagnostics::new()).ok()
}

/// The texts of a tree, by path.
type Texts = Vec<(String, String)>;

/// Renders, unless the text has errors.
fn try_render(text: &str) -> Option<Texts> {
    if let Some(program) = std::env::var_os("TOPOGEN_SHIPPED") {
        return shipped(&program, text);
    }
    let tree = topogen::render(&try_check(text)?).unwrap();
    Some(tree.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
}

/// `--diff` shows all of a tree that is nowhere yet, and writes nothing.
fn shipped(program: &OsStr, text: &str) -> Option<Texts> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("any.toml");
    fs::write(&file, text).unwrap();
    let run = Command::new(program).args(["render", "--diff"]).arg(file).env_clear().output();
    let output = run.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    match output.status.code() {
        Some(0) => {
            let texts = added(&String::from_utf8(output.stdout).unwrap());
            assert!(!texts.is_empty(), "{} renders nothing", program.display());
            Some(texts)
        }
        Some(3) => None,
        _ => panic!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)),
    }
}

/// The files that a diff adds.
fn added(diff: &str) -> Texts {
    let mut texts = Texts::new();
    let mut lines = diff.lines();
    while let Some(line) = lines.next() {
        if line == "--- /dev/null" {
            let path = lines.next().and_then(|line| line.strip_prefix("+++ b/")).unwrap();
            texts.push((path.to_owned(), String::new()));
        } else if let (Some(line), Some((_, text))) = (line.strip_prefix('+'), texts.last_mut()) {
            text.extend([line, "\n"]);
        }
    }
    texts
}

#[test]
fn what_a_diff_adds_is_the_tree() {
    let tree = support::render(&support::topology("observed"));
    let nowhere = tree.compare(&support::root().join("nowhere")).unwrap().diff();
    let mut texts = added(&nowhere);
    texts.retain(|(path, _)| !path.starts_with(".topogen/"));
    assert!(texts.iter().map(|(path, text)| (&**path, &**text)).eq(tree.files()));
}

/// What a text may be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Takes {
    /// Anything.
    AnyText,
    /// Anything without control characters.
    VisibleText,
    /// Some characters that mean something in HCL.
    SomeMarkers,
}

/// All places where a topology may have characters that mean something in HCL; `*` is a name.
const OPEN: [(&str, Takes); 10] = [
    (".services.*.environment.*", Takes::AnyText),
    (".services.*.health", Takes::SomeMarkers),
    (".tables.*.hash_key", Takes::VisibleText),
    (".tables.*.range_key", Takes::VisibleText),
    (".tables.*.ttl", Takes::VisibleText),
    (".tables.*.indexes.*.hash_key", Takes::VisibleText),
    (".tables.*.indexes.*.range_key", Takes::VisibleText),
    (".tables.*.indexes.*.attributes", Takes::VisibleText),
    (".secrets.*.rotate_with", Takes::SomeMarkers),
    (".alarms.notify", Takes::SomeMarkers),
];

fn takes(place: &str) -> Option<(&'static str, Takes)> {
    let is = |open: &str| {
        let (open, place): (Vec<_>, Vec<_>) =
            (open.split('.').collect(), place.split('.').collect());
        open.len() == place.len()
            && open.iter().zip(place).all(|(o, p)| *o == p || (*o == "*" && !p.ends_with(':')))
    };
    OPEN.into_iter().find(|(open, _)| is(open))
}

/// Every open place: the topology, which edit of it, and what it takes.
static OPEN_PLACES: LazyLock<Vec<(Value, usize, Takes)>> = LazyLock::new(|| {
    let places = |table: Value| {
        let places = edits(&table, "", &str::to_owned).into_iter().enumerate();
        places.filter_map(move |(index, (place, _))| Some((table.clone(), index, takes(&place)?.1)))
    };
    tables().into_iter().flat_map(places).collect()
});

fn tables() -> Vec<Value> {
    let table = |(_, text): (String, String)| Value::Table(text.parse().unwrap());
    support::topologies().into_iter().map(table).collect()
}

/// Every table that differs in one text, a value or a key, with the place of that text: keys end in
/// a colon.
fn edits(value: &Value, place: &str, change: &dyn Fn(&str) -> String) -> Vec<(String, Value)> {
    let edited = |at: &str, value: &Value| edits(value, at, change).into_iter();
    match value {
        Value::String(text) => vec![(place.to_owned(), change(text).into())],
        Value::Array(items) => {
            let with = |index: usize, item| {
                let mut items = items.clone();
                items.splice(index..=index, [item]);
                Value::Array(items)
            };
            let each = items.iter().enumerate().flat_map(|(index, item)| {
                edited(place, item).map(move |(at, item)| (at, with(index, item)))
            });
            each.collect()
        }
        Value::Table(table) => {
            let with = |old: &str, key: String, value: Value| {
                let entry = |(k, v): (&String, &Value)| {
                    if k == old { (key.clone(), value.clone()) } else { (k.clone(), v.clone()) }
                };
                Value::Table(table.iter().map(entry).collect())
            };
            let each = table.iter().flat_map(|(key, value)| {
                let at = format!("{place}.{key}");
                let renamed = (format!("{at}:"), with(key, change(key), value.clone()));
                let values = edited(&at, value);
                values.map(move |(at, value)| (at, with(key, key.clone(), value))).chain([renamed])
            });
            each.collect()
        }
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => Vec::new(),
    }
}

/// The shape of a file: every plain string is the same, everything else is as it is.
fn shape(text: &str) -> String {
    let mut body: Body = hcl::parse(text).unwrap();
    mask_body(&mut body);
    format!("{body:?}")
}

fn mask_body(body: &mut Body) {
    for structure in body.iter_mut() {
        match structure {
            Structure::Attribute(attribute) => mask(&mut attribute.expr),
            Structure::Block(block) => mask_body(&mut block.body),
        }
    }
}

fn mask(expression: &mut Expression) {
    if let Expression::String(text) = expression {
        *text = "x".into();
    } else if let Expression::Array(items) = expression {
        items.iter_mut().for_each(mask);
    } else if let Expression::Object(object) = expression {
        // Masked keys are equal, so the entries are kept as a list.
        let entries = std::mem::take(object).into_iter().map(|(key, mut value)| {
            mask(&mut value);
            let plain = matches!(
                &key,
                ObjectKey::Identifier(_) | ObjectKey::Expression(Expression::String(_))
            );
            let key = if plain { "k".to_owned() } else { format!("{key:?}") };
            Expression::Array(vec![key.into(), value])
        });
        *expression = Expression::Array(entries.collect());
    }
}

/// Of all files of Terraform: what the roots look like, and the modules, which hold no text of a topology.
fn shapes(tree: Texts) -> Texts {
    let terraform = |path: &str| matches!(path.rsplit_once('.'), Some((_, "tf" | "hcl")));
    let shape = |path: &str, text: &str| {
        if path.starts_with("modules/") { text.to_owned() } else { shape(text) }
    };
    let files = tree.into_iter().filter(|(path, _)| terraform(path));
    files.map(|(path, text)| (shape(&path, &text), path)).collect()
}

/// Text that has a chance of getting out of a literal.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r#"[$%{}"\\~a.\n\r\t<#/*-]{0,24}"#,
        Just("${x}%${var.secret}".to_owned()),
        Just("\"\n}\nresource \"aws_iam_user\" \"me\" {}\n#".to_owned()),
        Just("<<EOT\n${file(\"/etc/passwd\")}\nEOT".to_owned()),
    ]
}

/// A place that lets such characters through has to be in the list that the next property goes by.
/// Every key of the schema is in some topology, so every key is tried.
#[test]
fn no_other_place_takes_a_marker() {
    let (mut tried, mut open) = (BTreeSet::new(), BTreeSet::new());
    for table in tables() {
        let mut here = BTreeSet::new();
        for marker in ["$", "{", "\""] {
            let before = edits(&table, "", &|old| format!("{marker}{old}"));
            let after = edits(&table, "", &|old| format!("{old}{marker}"));
            for (place, edited) in before.into_iter().chain(after) {
                if !tried.contains(&place)
                    && try_check(&toml::to_string(&edited).unwrap()).is_some()
                {
                    open.insert(
                        takes(&place).unwrap_or_else(|| panic!("{place} takes {marker}")).0,
                    );
                }
                here.insert(place);
            }
        }
        tried.append(&mut here);
    }
    assert!(OPEN.iter().all(|(place, _)| open.contains(place)), "only {open:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_text_changes_what_is_emitted(
        text in hostile(),
        (place, at) in any::<(Index, Index)>(),
    ) {
        let (table, index, takes) = place.get(&OPEN_PLACES);
        let some = *takes == Takes::SomeMarkers;
        let with = |text: &str| {
            let insert = |old: &str| {
                let at = if some { at.index(old.len() + 1) } else { 0 };
                let (before, after) = old.split_at(old.floor_char_boundary(at));
                format!("{before}{text}{after}")
            };
            let (place, edited) = edits(table, "", &insert).swap_remove(*index);
            (place, try_render(&toml::to_string(&edited).unwrap()))
        };
        let visible: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
        let text = if *takes == Takes::AnyText { &text } else { &visible };
        prop_assume!(some || !text.is_empty());
        // One of two attributes with the same name becomes another one, whatever its name.
        let (_, plain) = with(if some { "" } else { "x" });
        let (place, tree) = with(text);
        prop_assert!(some || tree.is_some(), "{} takes any text", place);
        prop_assert!(tree.is_none_or(|tree| shapes(tree) == shapes(plain.unwrap())), "{}", place);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_keys_means_nothing_but_for_regions(
        topology in any::<Index>(),
        seed in any::<u64>(),
    ) {
        let topologies = support::topologies();
        let (name, text) = topology.get(&topologies);
        let shuffled = shuffle(text.parse().unwrap(), &mut seed.clone());
        let shuffled = toml::to_string(&shuffled).unwrap();
        let (expected, actual) = (try_render(text), try_render(&shuffled));
        prop_assert!(expected.is_some() && expected == actual, "{}:\n{}", name, shuffled);
    }

    #[test]
    fn no_text_is_a_panic(text in any::<String>()) {
        try_render(&text);
    }

    #[test]
    fn no_damage_to_a_topology_is_a_panic(at in 0usize..2_000, length in 0usize..40, with in ".{0,6}") {
        let mut text = support::topology("full");
        let start = text.floor_char_boundary(at);
        let end = text.floor_char_boundary(start + length);
        text.replace_range(start..end, &with);
        try_render(&text);
    }
}

/// Reorders every table but `regions`, whose order means something.
fn shuffle(table: Table, seed: &mut u64) -> Table {
    let mut entries: Vec<(u64, (String, Value))> = table
        .into_iter()
        .map(|(key, value)| {
            *seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = if let (Value::Table(inner), true) = (&value, key != "regions") {
                Value::Table(shuffle(inner.clone(), seed))
            } else {
                value
            };
            (*seed >> 16, (key, value))
        })
        .collect();
    entries.sort_by_key(|(rank, _)| *rank);
    entries.into_iter().map(|(_, entry)| entry).collect()
}
