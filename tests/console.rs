//! What Terraform's console says of expressions, and what the inventory does: the same, or nothing.

#![allow(clippy::indexing_slicing, reason = "a failure here is a failed test")]

use topogen::inventory::{Files, Inventory, Texts};

/// `vectors.py` beside it writes it.
const VECTORS: &str = include_str!("console/vectors.tsv");

/// What is left open, though this Terraform knows it: others say otherwise, or nobody needs it.
const OPEN: [&str; 3] = [
    "cidrsubnet(\"10.1.0.0/16\", 4, -1)",
    "element([\"a\", \"b\", \"c\"], -1)",
    "replace(\"a\", \"/a/\", \"b\")",
];

#[test]
fn the_console_says_the_same() {
    let vectors = VECTORS.lines().filter_map(|line| line.split_once('\t'));
    let vectors: Vec<_> = vectors.collect();
    assert!(vectors.len() > 150);
    let output = |(at, (expression, _)): (usize, &(&str, &str))| {
        format!("output \"v{at}\" {{\n  value = try(jsonencode({expression}), \"!\")\n}}\n")
    };
    let outputs: String = vectors.iter().enumerate().map(output).collect();
    let text = format!("terraform {{\n  backend \"local\" {{}}\n}}\n{outputs}");
    let files = Files::from_iter([("main.tf".to_owned(), text.as_bytes())]);
    let inventory = Inventory::of(&files, &mut Texts::new());
    let root = &inventory.roots["."];
    assert_eq!(root.problems, []);
    let mut open = Vec::new();
    for (at, (expression, said)) in vectors.iter().enumerate() {
        match root.outputs[&format!("v{at}")].as_text() {
            Some(ours) => assert_eq!(ours, *said, "{expression}"),
            None => open.push(*expression),
        }
    }
    assert_eq!(open, OPEN);
}
