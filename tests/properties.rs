//! What holds for any input.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use hcl::{Body, Expression, Structure, expr::ObjectKey};
use proptest::prelude::*;
use toml::{Table, Value};
use topogen::{diag::Diagnostics, source::Source, tree::Tree};

/// Renders, unless the text has errors.
fn try_render(text: &str) -> Option<Tree> {
    let source = Source::new("any.toml", text);
    let checked = topogen::check(&source, &mut Diagnostics::new()).ok()?;
    Some(topogen::render(&checked).unwrap())
}

/// A topology with one text in every field that takes any text.
fn with_text(text: &str, names: &str) -> String {
    let mut table: Table = support::topology("prod").parse().unwrap();
    let mut set = |path: &[&str], value: Value| {
        let (last, parents) = path.split_last().unwrap();
        let parent = parents.iter().fold(&mut table, |t, key| t[*key].as_table_mut().unwrap());
        parent.insert((*last).to_owned(), value);
    };
    set(&["services", "api", "environment", "ANY"], text.into());
    set(&["tables", "users", "hash_key"], format!("{names}:S").into());
    set(&["tables", "users", "ttl"], names.into());
    let mut index = Table::new();
    index.insert("hash_key".into(), format!("{names}:S").into());
    index.insert("projection".into(), "include".into());
    index.insert("attributes".into(), Value::Array(vec![text.into()]));
    set(&["tables", "users", "indexes", "by_email"], index.into());
    toml::to_string(&table).unwrap()
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

fn shapes(tree: &Tree) -> Vec<(String, String)> {
    let roots = ["foundation/", "data/", "regions/", "edge/"];
    let own = tree.files().filter(|(path, _)| roots.iter().any(|root| path.starts_with(root)));
    own.map(|(path, text)| (path.to_owned(), shape(text))).collect()
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_text_changes_what_is_emitted(text in hostile()) {
        let plain = shapes(&try_render(&with_text("x", "x")).unwrap());
        let tree = try_render(&with_text(&text, "x"));
        prop_assert_eq!(shapes(&tree.expect("any value of a variable is allowed")), plain.clone());
        let name: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
        if !name.is_empty() && name != "createdAt" {
            let tree = try_render(&with_text("x", &name));
            prop_assert_eq!(shapes(&tree.expect("any name of an attribute is allowed")), plain);
        }
    }

    #[test]
    fn the_order_of_keys_means_nothing_but_for_regions(seed in any::<u64>()) {
        for (name, text) in support::topologies() {
            let table: Table = text.parse().unwrap();
            let shuffled = toml::to_string(&shuffle(table, &mut seed.clone())).unwrap();
            let (expected, actual) = (support::render(&text), support::render(&shuffled));
            prop_assert!(expected.files().eq(actual.files()), "{}:\n{}", name, shuffled);
        }
    }

    #[test]
    fn no_text_is_a_panic(text in any::<String>()) {
        try_render(&text);
    }

    #[test]
    fn no_damage_to_a_topology_is_a_panic(at in 0usize..4_000, length in 0usize..40, with in ".{0,6}") {
        let mut text = support::topology("prod");
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
