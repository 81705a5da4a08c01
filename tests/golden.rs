//! Every topology has a golden tree: the exact output, real files that people review.
//!
//! `TOPOGEN_BLESS=1 cargo test --test golden` writes the trees; read the diff before committing it.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeSet, fs};

use support::{render, root, topologies};

#[test]
fn output_is_the_golden_tree() {
    let bless = std::env::var_os("TOPOGEN_BLESS").is_some();
    let mut differences = String::new();
    for (name, text) in topologies() {
        let tree = render(&text);
        let comparison = tree.compare(&root().join("golden").join(&name)).unwrap();
        if bless {
            let conflicts = comparison.conflicts().map(|(path, _)| path.to_owned()).collect();
            comparison.write(&conflicts).unwrap();
        } else if !comparison.is_clean() {
            differences.push_str(&comparison.diff());
        }
    }
    assert!(
        differences.is_empty(),
        "{differences}\nrun `TOPOGEN_BLESS=1 cargo test --test golden` and read the diff"
    );
}

#[test]
fn every_golden_tree_has_a_topology() {
    let trees: BTreeSet<String> = fs::read_dir(root().join("golden"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let topologies: BTreeSet<String> = topologies().into_iter().map(|(name, _)| name).collect();
    assert_eq!(trees, topologies);
}

/// The user's view of adding a region: nothing that runs elsewhere is touched.
#[test]
fn another_region_leaves_the_other_regions_byte_identical() {
    for name in ["full", "pilot-light", "prod", "warm-standby"] {
        let before = support::topology(name);
        let (regions, rest) = before.split_once("\n\n[ingress]").unwrap();
        let after =
            format!("{regions}\nsa-east-1 = {{ weight = 0, zones = 2 }}\n\n[ingress]{rest}");
        let (before, after) = (render(&before), render(&after));
        let mut compared = 0;
        for (path, text) in before.files().filter(|(path, _)| path.starts_with("regions/")) {
            let other = after.files().find(|(other, _)| *other == path).map(|(_, text)| text);
            assert!(other == Some(text), "{name}/{path} is not what it was");
            compared += 1;
        }
        assert_eq!(compared, 18, "{name}: six files in each of three regions");
        assert!(after.files().any(|(path, _)| path == "regions/sa-east-1/main.tf"));
    }
}

/// A cluster that joins a database needs the first one's instance: in one state Terraform waits for it,
/// over several the order of applying has to.
#[test]
fn what_is_joined_is_made_first() {
    let split = support::topology("orders");
    let single = split.replacen("domain", "layout = \"single\"\ndomain", 1);
    let file = |text: &str, wanted: &str| {
        let tree = render(text);
        let found = tree.files().find(|(path, _)| *path == wanted);
        found.map(|(_, text)| text.to_owned()).unwrap()
    };
    let readme = file(&split, "README.md");
    let place = |root: &str| readme.find(&format!("-chdir={root} apply")).unwrap();
    assert!(place("data") < place("regions/eu-west-1"));
    assert!(place("regions/eu-west-1") < place("regions/us-east-1"), "home is listed second");
    assert!(readme.contains("`regions/eu-west-1` goes before the other roots"));
    assert!(!file(&split, "regions/us-east-1/main.tf").contains("depends_on"));
    let waits = "depends_on             = [module.database_orders_eu_west_1]";
    assert_eq!(file(&single, "main.tf").matches(waits).count(), 1);
    assert!(!file(&single, "README.md").contains("goes before"));
}

/// Two renders that differ only in weights differ only in numbers.
#[test]
fn a_changed_weight_changes_only_numbers() {
    let before = support::topology("prod");
    let after = before.replace("weight = 60", "weight = 50").replace("weight = 30", "weight = 40");
    let masked = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0").replace("00", "0");
    let (before, after) = (render(&before), render(&after));
    let mut changed = 0;
    for ((path, old), (other, new)) in before.files().zip(after.files()) {
        assert_eq!(path, other);
        assert_eq!(masked(old), masked(new), "{path}");
        changed += usize::from(old != new);
    }
    assert!(changed >= 3, "README and two regions at least");
}

#[test]
fn no_name_address_or_file_says_a_role() {
    for (name, text) in topologies() {
        for (path, text) in render(&text).files() {
            // DynamoDB's own name for an index; it has nothing to do with regions.
            let text = text.to_ascii_lowercase().replace("global_secondary_index", "");
            let text = text.replace("global secondary index", "");
            let text = text.replace("globalsecondaryindexname", "");
            assert!(!path.contains("primary") && !path.contains("secondary"), "{name}/{path}");
            assert!(!text.contains("primary") && !text.contains("secondary"), "{name}/{path}");
        }
    }
}
