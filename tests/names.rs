//! Whatever entries are called, no two things get one name: not in a root of Terraform, and not in AWS.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failure here is a failed test"
)]

mod support;

use std::collections::BTreeSet;

use topogen::{diag::Diagnostics, source::Source, tree::Tree};

/// Findings that say of two entries, or of an entry and topogen itself, that they cannot both have the name.
const SAID: [&str; 3] = ["cdn-host-conflict", "host-conflict", "name-taken"];

/// A topology in which every section has these entries, a line each.
fn topology(entries: &BTreeSet<String>) -> Vec<String> {
    let mut lines: Vec<String> = [
        "name = \"tt\"",
        "tier = \"active-active\"",
        "home = \"us-east-1\"",
        "domain = \"example.com\"",
        // What differs in one state differs in several, where labels are the same but for the region.
        "layout = \"single\"",
        "regions.us-east-1 = {}",
        "regions.eu-west-1 = {}",
        "logs = { gb_per_day = 1, opensearch = { class = \"r7g.large.search\", volume_gb = 100 } }",
        "dashboards.grafana = \"eu-central-1\"",
        "functions.quota = 100000",
    ]
    .map(str::to_owned)
    .into();
    for entry in entries {
        lines.extend([
            format!("services.{entry} = {{ image = \"a/b:1\", tasks = 1, writes = \"home\" }}"),
            format!("tables.{entry} = {{ hash_key = \"id:S\" }}"),
            format!("buckets.{entry} = {{ cdn = \"c.{entry}\" }}"),
            format!("secrets.{entry} = {{}}"),
            format!("functions.{entry} = {{ concurrency = 1 }}"),
            format!(
                "databases.{entry} = {{ engine = \"aurora-postgresql\", version = \"17.7\", \
                 class = \"db.r7g.large\", database = \"db\" }}"
            ),
        ]);
    }
    lines
}

/// The tree, without the entries of which a finding says that their name is taken; and how many those are.
fn rendered(mut lines: Vec<String>) -> (Tree, usize) {
    let mut refused = 0;
    loop {
        let text = lines.join("\n");
        let mut diags = Diagnostics::new();
        if let Ok(checked) = topogen::check(&Source::new("t.toml", &text), &mut diags) {
            return (topogen::render(&checked).unwrap(), refused);
        }
        let errors =
            diags.sorted().into_iter().filter(|found| found.code.severity.as_str() == "error");
        let places: BTreeSet<usize> = errors
            .map(|found| {
                assert!(SAID.contains(&found.code.slug), "{}: {}", found.code.slug, found.message);
                text[..found.primary.span.start].matches('\n').count()
            })
            .collect();
        refused += places.len();
        places.iter().rev().for_each(|line| drop(lines.remove(*line)));
    }
}

/// The labels of a kind of block in a text.
fn labels<'t>(text: &'t str, kind: &str) -> Vec<&'t str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(kind)?.strip_prefix(" \""));
    lines.filter_map(|rest| rest.split('"').next()).collect()
}

/// What an entry would have to be called to make one name of a tree out of another: a label with another kind's
/// end, an output with another one's beginning.
fn words(tree: &Tree) -> BTreeSet<String> {
    let mut words = BTreeSet::from(["log-backup", "logs", "s3-logs"].map(str::to_owned));
    let mut add = |name: &str, form: &dyn Fn(&str) -> String| {
        let parts: Vec<&str> = name.split('_').collect();
        words.extend((1..parts.len()).map(|at| form(&parts[at..].join("-"))));
        words.extend((1..parts.len()).map(|at| form(&parts[..at].join("-"))));
    };
    for (_, text) in tree.files().filter(|(path, _)| !path.starts_with("modules/")) {
        for label in labels(text, "module") {
            add(label.trim_end_matches("_x"), &|word| format!("{word}-x"));
            add(label, &str::to_owned);
        }
        for output in labels(text, "output") {
            add(output, &|word| format!("x-{word}"));
        }
    }
    words.retain(|word| {
        let region = word.contains("-east-") || word.contains("-west-");
        word.starts_with(|c: char| c.is_ascii_lowercase()) && word.len() < 30 && !region
    });
    words
}

#[test]
fn no_two_entries_of_any_sections_get_one_name() {
    let none = BTreeSet::from(["x".to_owned()]);
    let words: Vec<String> = words(&rendered(topology(&none)).0).into_iter().collect();
    assert!(words.len() > 50, "{words:?}");
    let (mut refused, mut compared) = (0, 0);
    for some in words.chunks(20) {
        let entries: BTreeSet<String> = some.iter().cloned().chain(none.clone()).collect();
        let (tree, taken) = rendered(topology(&entries));
        refused += taken;
        for (path, text) in tree.files().filter(|(path, _)| !path.starts_with("modules/")) {
            for kind in ["module", "output"] {
                let all = labels(text, kind);
                let unique: BTreeSet<&str> = all.iter().copied().collect();
                assert_eq!(unique.len(), all.len(), "{path}: {kind} twice for {some:?}");
                compared += all.len();
            }
        }
    }
    assert_eq!(refused, 3, "the three buckets that topogen makes itself");
    assert!(compared > 1_000, "{compared}");
}
