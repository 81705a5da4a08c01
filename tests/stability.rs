//! Regions come, go and change places: what other regions have stays where it is. And what a topology means is
//! not where it is written.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeMap, sync::LazyLock};

use hcl::{Body, Expression, Structure, expr::ObjectKey};
use support::{
    Edit::{Add, Change, Remove},
    edit::edited,
};
use toml::{Table, Value};
use topogen::{Checked, RegionName, diag::Diagnostics, source::Source, tree::Tree};

/// Renders, unless that is no topology: a strong table needs its three regions.
fn try_render(table: &Table) -> Option<Tree> {
    let source = Source::new("any.toml", toml::to_string(table).unwrap());
    let checked = topogen::check(&source, &mut Diagnostics::new()).ok()?;
    Some(topogen::render(&checked).unwrap())
}

/// Every topology and its tree.
static GIVEN: LazyLock<Vec<(String, Table, Tree)>> = LazyLock::new(|| {
    let given = |(name, text): (String, String)| {
        let table: Table = text.parse().unwrap();
        let tree = try_render(&table).unwrap();
        (name, table, tree)
    };
    support::topologies().into_iter().map(given).collect()
});

fn regions(table: &Table) -> &Table {
    table["regions"].as_table().unwrap()
}

fn regions_mut(table: &mut Table) -> &mut Table {
    table["regions"].as_table_mut().unwrap()
}

/// The topology without a region, whose weight goes to home.
fn without(table: &Table, region: &str) -> Table {
    let mut table = table.clone();
    let home = table["home"].as_str().unwrap().to_owned();
    let gone = regions_mut(&mut table).remove(region).unwrap();
    if let Some(weight) = gone.get("weight").and_then(Value::as_integer) {
        let own = &mut regions_mut(&mut table)[&home]["weight"];
        *own = (own.as_integer().unwrap() + weight).into();
    }
    for database in table.get_mut("databases").and_then(Value::as_table_mut).into_iter().flatten() {
        if let Some(own) = database.1.get_mut("regions").and_then(Value::as_table_mut) {
            own.remove(region);
        }
    }
    table
}

/// The topology with one more region, listed first.
fn with(table: &Table, region: &str) -> Table {
    let mut table = table.clone();
    let all = regions_mut(&mut table);
    let weighted = all.values().any(|region| region.get("weight").is_some());
    let mut own = Table::new();
    if weighted {
        own.insert("weight".into(), 0.into());
    }
    let mut more = Table::from_iter([(region.to_owned(), own.into())]);
    more.extend(std::mem::take(all));
    *all = more;
    table
}

#[test]
fn the_order_of_the_regions_means_nothing() {
    for (name, table, tree) in &*GIVEN {
        let mut other = table.clone();
        let mut entries: Vec<_> = std::mem::take(regions_mut(&mut other)).into_iter().collect();
        entries.reverse();
        regions_mut(&mut other).extend(entries);
        assert_ne!(toml::to_string(&other), toml::to_string(table), "the file keeps an order");
        assert!(try_render(&other).unwrap().files().eq(tree.files()), "{name}");
    }
}

type Calls = BTreeMap<(String, String), BTreeMap<String, Expression>>;

/// All module calls for one region alone, each with its arguments.
fn calls(tree: &Tree, region: &str) -> Calls {
    let mut calls = Calls::new();
    for (path, text) in
        tree.files().filter(|(path, _)| path.ends_with("main.tf") && !path.starts_with("modules/"))
    {
        let body: Body = hcl::parse(text).unwrap();
        for block in body.into_blocks().filter(|block| block.identifier() == "module") {
            let label = block.labels()[0].as_str().to_owned();
            let attributes = block.body.into_iter().filter_map(|structure| match structure {
                Structure::Attribute(attribute) => {
                    Some((attribute.key.to_string(), attribute.expr))
                }
                Structure::Block(_) => None,
            });
            let attributes: BTreeMap<_, _> = attributes.collect();
            if attributes.get("region") == Some(&Expression::from(region)) {
                calls.insert((path.to_owned(), label), attributes);
            }
        }
    }
    calls
}

/// Arguments that are sizes, and so follow from the shares of all regions.
const SIZES: [&str; 5] =
    ["data_nodes", "dedicated_master_type", "max_tasks", "min_tasks", "reserved_concurrency"];

/// Arguments that have an entry for each peer.
const OF_PEERS: [&str; 2] = ["kms_key_arns", "replicas"];

/// Parts of what is watched that follow from sizes, or name the peers.
const OF_WAYS: [&str; 3] = ["from", "threshold", "to"];

/// Whether an argument is what it was, but for sizes and for peers that came or went.
fn stays(key: &str, before: &Expression, after: &Expression) -> bool {
    let (Expression::Object(old), Expression::Object(new)) = (before, after) else {
        return before == after || SIZES.contains(&key);
    };
    if SIZES.contains(&key) {
        return old.keys().eq(new.keys());
    }
    if key == "watched" {
        return still_watched(before, after);
    }
    let mut both = old.iter().filter_map(|(key, value)| Some((key, value, new.get(key)?)));
    (OF_PEERS.contains(&key) || old.len() == new.len()) && both.all(|(_, old, new)| old == new)
}

/// Whether all that is watched still is, in the same way, but for what watches a region that went.
fn still_watched(old: &Expression, new: &Expression) -> bool {
    let (Expression::Object(old), Expression::Object(new)) = (old, new) else {
        return old == new;
    };
    old.iter().all(|(key, old)| {
        let (name, new) = (text(key), new.get(key));
        let of_region = RegionName::all().any(|region| name.ends_with(region.as_str()));
        new.map_or(of_region, |new| OF_WAYS.contains(&name.as_str()) || still_watched(old, new))
    })
}

fn text(key: &ObjectKey) -> String {
    if let ObjectKey::Expression(Expression::String(name)) = key {
        name.clone()
    } else {
        key.to_string()
    }
}

/// Compares what one region has before and after, and counts it.
fn compare(name: &str, before: &Tree, after: &Tree, region: &str) -> usize {
    let (before, after) = (calls(before, region), calls(after, region));
    for (label, arguments) in &before {
        let Some(others) = after.get(label) else {
            // What watches the way to a peer goes with the last peer.
            assert!(label.1.starts_with("between_regions"), "{name}: {region}: {label:?}");
            continue;
        };
        assert!(arguments.keys().eq(others.keys()), "{name}: {region}: {label:?}");
        for ((key, old), new) in arguments.iter().zip(others.values()) {
            assert!(stays(key, old, new), "{name}: {region}: {label:?} {key}: {old:?} {new:?}");
        }
    }
    before.len()
}

#[test]
fn a_region_that_goes_moves_nothing_in_the_others() {
    let (mut gone, mut compared) = (0, 0);
    for (name, table, before) in &*GIVEN {
        let names: Vec<&String> = regions(table).keys().collect();
        let others = names.iter().filter(|region| table["home"].as_str() != Some(region));
        for region in others {
            let Some(after) = try_render(&without(table, region)) else { continue };
            let rest = names.iter().filter(|other| *other != region);
            compared += rest.map(|other| compare(name, before, &after, other)).sum::<usize>();
            gone += 1;
        }
    }
    assert!(gone >= 20 && compared >= 200, "{gone} {compared}");
}

#[test]
fn a_region_that_comes_moves_nothing_in_the_others() {
    let (mut came, mut compared) = (0, 0);
    for (name, table, before) in &*GIVEN {
        // Not every section can be in every region.
        let more = ["ca-central-1", "eu-west-2", "us-west-1", "eu-west-3"].into_iter();
        let mut more = more.filter(|region| !regions(table).contains_key(*region));
        let Some(after) = more.find_map(|region| try_render(&with(table, region))) else {
            continue;
        };
        let all = regions(table).keys();
        compared += all.map(|other| compare(name, before, &after, other)).sum::<usize>();
        came += 1;
    }
    assert!(came >= 12 && compared >= 100, "{came} {compared}");
}

fn checked(text: &str) -> Option<Checked> {
    topogen::check(&Source::new("t.toml", text), &mut Diagnostics::new()).ok()
}

/// What a topology means knows nothing of where it is written.
#[test]
fn files_that_say_the_same_are_equal() {
    for (name, text) in support::topologies() {
        let moved = format!("# Everything stands\n# further down.\n\n{text}");
        let (one, other) = (checked(&text), checked(&moved));
        assert!(one.is_some() && one == other, "{name}");
    }
}

/// Every integer of a table, by its path.
fn integers(of: &str, table: &Table, found: &mut Vec<(String, i64)>) {
    for (key, value) in table {
        let path = if of.is_empty() { key.clone() } else { format!("{of}.{key}") };
        found.extend(value.as_integer().map(|number| (path.clone(), number)));
        if let Some(inner) = value.as_table() {
            integers(&path, inner, found);
        }
    }
}

#[test]
fn files_that_differ_in_a_number_are_not_equal_unless_their_trees_are() {
    let mut differ = 0;
    for (name, text) in support::topologies() {
        let first = checked(&text).unwrap();
        let mut numbers = Vec::new();
        integers("", &text.parse().unwrap(), &mut numbers);
        for (path, number) in numbers {
            let other = (number + 1).to_string();
            // What the checks refuse means nothing.
            let changed = checked(&edited(&text, &[Change(&path, &other)]).unwrap());
            match changed {
                // A number that others are held against.
                Some(changed) if changed == first => {
                    let trees = [&first, &changed].map(|one| topogen::render(one).unwrap());
                    assert!(trees[0] == trees[1], "{name}: {path}");
                }
                Some(_) => differ += 1,
                None => {}
            }
        }
    }
    assert!(differ > 60, "{differ}");
}

#[test]
fn a_change_that_does_not_fit_is_refused() {
    let text = "name = \"shop\" # here\n[regions]\nus-east-1 = { weight = 60 }\n";
    let weight = "regions.us-east-1.weight";
    let after = [Change(weight, "40"), Add("layout", "\"single\""), Remove("name")];
    let expected: Table = "layout = \"single\"\n[regions.us-east-1]\nweight = 40".parse().unwrap();
    assert_eq!(edited(text, &after).unwrap().parse(), Ok(expected));
    for wrong in [
        Change("regions.us-east-2.weight", "40"),
        Change("regions.us-east-1.zones", "3"),
        Change(weight, "60"),
        Change(weight, "= 40"),
        Add(weight, "40"),
        Add("name.first", "40"),
        Remove("regions.us-east-2"),
    ] {
        assert!(edited(text, &[wrong]).is_err(), "{wrong:?}");
    }
}
