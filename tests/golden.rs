//! Every topology has a golden tree: the exact output, real files that people review.
//!
//! `TOPOGEN_BLESS=1 cargo test --test golden` writes the trees; read the diff before committing it.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use support::{render, root, topologies};
use topogen::tree::Tree;

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

/// What people are told to look up is there, under that name.
#[test]
fn every_output_that_a_readme_names_is_one() {
    let part = |c: char| c.is_ascii_alphanumeric() || "_<>".contains(c);
    let mut named = BTreeSet::new();
    for (name, text) in topologies() {
        let tree = render(&text);
        let outputs = tree.files().filter(|(path, _)| path.ends_with("outputs.tf"));
        let declared: BTreeSet<&str> = outputs
            .flat_map(|(_, text)| text.lines().filter_map(|line| line.strip_prefix("output \"")))
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let (_, readme) = tree.files().find(|(path, _)| *path == "README.md").unwrap();
        // `output x`, `output -raw x`, `output  # x`
        let after = readme.split("output").skip(1).map(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "`#".contains(c));
            rest.trim_start_matches("-raw ").split(|c| !part(c)).next().unwrap()
        });
        for word in after.filter(|word| word.contains('_')) {
            // `<service>` is whatever an entry is called.
            let (start, end) = word
                .split_once('<')
                .map_or((word, ""), |(start, rest)| (start, rest.rsplit_once('>').unwrap().1));
            let is = |output: &&str| output.starts_with(start) && output.ends_with(end);
            assert!(declared.iter().any(is), "{name} has no output {word}");
            named.insert(word.to_owned());
        }
    }
    assert!(named.len() >= 8, "{named:?}");
}

/// `assets` with `regional_domains` is not `assets-regional` with `domains`.
#[test]
fn entries_whose_names_begin_alike_export_different_names() {
    let rest = ["names", "regional", "domain", "regional-domains", "domain-names"];
    let more = rest.map(|rest| format!("[buckets.assets-{rest}]\n")).concat();
    let tree = render(&format!("{}\n{more}", support::topology("assets")));
    let (_, outputs) = tree.files().find(|(path, _)| *path == "data/outputs.tf").unwrap();
    let names: Vec<&str> = outputs.lines().filter(|line| line.starts_with("output")).collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert!(names.len() > 6, "{outputs}");
    assert_eq!(unique.len(), names.len(), "{outputs}");
}

/// What no golden tree has: an index that more writes reach than a new one takes, and the stream of a strong table.
#[test]
fn what_terraform_cannot_hold_is_left_to_people() {
    let readme = |text: &str| {
        let tree = render(text);
        let found = tree.files().find(|(path, _)| *path == "README.md");
        found.map(|(_, text)| text.to_owned()).unwrap()
    };
    let warm = support::topology("full");
    let command =
        "--table-name store-<table> --global-secondary-index-updates \\\n    '[{\"Update\": {";
    assert!(!readme(&warm).contains(command), "300 writes reach it");
    assert!(readme(&warm.replace(", writes = 300", "")).contains(command));
    let strong = support::topology("strong-tables");
    let command = "--stream-specification StreamEnabled=true";
    assert!(!readme(&strong).contains(command));
    assert!(readme(&format!("{strong}stream = true\n")).contains(command));
}

/// Aurora counts capacity in halves. What is written is what was read.
#[test]
fn half_a_capacity_unit_is_written_exactly() {
    let tree = render(&support::topology("orders"));
    let files = tree.files().filter(|(path, _)| path.starts_with("regions/"));
    let capacities = files.filter(|(_, text)| text.contains("    min = 8\n    max = 32.5\n"));
    assert_eq!(capacities.count(), 2);
}

/// Two renders that differ only in weights differ only in numbers.
#[test]
fn a_changed_weight_changes_only_numbers() {
    let before = support::topology("prod");
    let after = before.replace("weight = 60", "weight = 50").replace("weight = 30", "weight = 40");
    let changed = changed_but_for_numbers(&render(&before), &render(&after));
    assert!(changed.len() >= 3, "README and two regions at least: {changed:?}");
    assert!(changed.values().all(Vec::is_empty), "{changed:?}");
}

/// The four tiers of one stack.
#[test]
fn the_tiers_differ_in_nothing_but_the_tier() {
    let stack = |name: &str| {
        let mut stack: toml::Table = support::topology(name).parse().unwrap();
        (stack.remove("tier").unwrap().as_str().unwrap().to_owned(), stack)
    };
    let (tier, active) = stack("full");
    assert_eq!(tier, "active-active");
    for name in ["single-region", "pilot-light", "warm-standby"] {
        assert_eq!(stack(name), (name.to_owned(), active.clone()));
    }
}

/// CloudFront asks two regions: home, and the heaviest of the others. That alone names a region by
/// weight, and only when the order of the weights changes.
#[test]
fn a_weight_that_overtakes_another_changes_whom_cloudfront_asks() {
    let before = support::topology("prod");
    let after = before.replace("weight = 30", "weight = 15").replace("weight = 10", "weight = 25");
    let mut changed = changed_but_for_numbers(&render(&before), &render(&after));
    let origins = changed.remove("edge/main.tf").unwrap();
    let bucket = "data.terraform_remote_state.data.outputs.bucket_assets_regional_domains";
    let regions = ["eu-west-1", "ap-southeast-1"];
    let expected = [
        regions.map(|region| format!("region      = \"{region}\"")),
        regions.map(|region| format!("domain_name = {bucket}[\"{region}\"]")),
    ];
    assert_eq!(origins, expected);
    let said = changed.remove("README.md").unwrap();
    assert!(said.iter().flatten().all(|line| line.starts_with("- CloudFront asks")), "{said:?}");
    assert!(changed.values().all(Vec::is_empty), "{changed:?}");
}

/// A text without its numbers. The size of a machine is one of them: a domain's dedicated masters
/// grow with its nodes.
fn masked(text: &str) -> String {
    let mut masked = text.replace("xlarge", "large");
    masked.retain(|c| !c.is_ascii_digit());
    masked
}

/// The files that differ, each with its lines that differ in more than numbers: as they were, as they are.
fn changed_but_for_numbers(before: &Tree, after: &Tree) -> BTreeMap<String, Vec<[String; 2]>> {
    assert_eq!(before.files().count(), after.files().count());
    let mut changed = BTreeMap::new();
    for ((path, old), (other, new)) in before.files().zip(after.files()) {
        assert_eq!(path, other);
        assert_eq!(old.lines().count(), new.lines().count(), "{path}");
        let lines = old.lines().zip(new.lines()).filter(|(old, new)| masked(old) != masked(new));
        let lines = lines.map(|(old, new)| [old, new].map(|line| line.trim().to_owned()));
        if old != new {
            changed.insert(path.to_owned(), lines.collect());
        }
    }
    changed
}

/// Whoever meets one in a pull request sees what it is; and tflint asks outputs what they hold.
#[test]
fn every_file_of_terraform_says_that_it_is_generated_and_what_its_outputs_hold() {
    for (name, text) in topologies() {
        let tree = render(&text);
        let terraform = |path: &str| matches!(path.rsplit_once('.'), Some((_, "tf" | "hcl")));
        for (path, text) in tree.files().filter(|(path, _)| terraform(path)) {
            assert!(text.starts_with("# Generated by topogen: "), "{name}/{path}");
            assert!(!text.trim_end().ends_with("this file."), "{name}/{path} has nothing to say");
            let body: hcl::Body = hcl::parse(text).unwrap();
            for block in body.blocks().filter(|block| block.identifier() == "output") {
                let described = block.body().attributes().any(|one| one.key() == "description");
                assert!(described, "{name}/{path}: {:?}", block.labels());
            }
        }
    }
}

#[test]
fn no_name_address_or_file_says_a_role() {
    for (name, text) in topologies() {
        for (path, text) in render(&text).files() {
            // DynamoDB's own name for an index; it has nothing to do with regions.
            let text = text.to_ascii_lowercase().replace("global_secondary_index", "");
            let text = text.replace("global secondary index", "");
            let text = text.replace("global-secondary-index-updates", "");
            let text = text.replace("globalsecondaryindexname", "");
            assert!(!path.contains("primary") && !path.contains("secondary"), "{name}/{path}");
            assert!(!text.contains("primary") && !text.contains("secondary"), "{name}/{path}");
        }
    }
}
