//! Trees that no golden shows: every topology in one state, and what a changed topology plans.

mod failover;
mod released;
mod tiers;
mod warm;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use tempfile::TempDir;
use topogen::diag::Diagnostics;
use topogen::source::Source;

use crate::support::suite::{self, Suite};
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

const INIT: &[&str] = &["init", "-input=false", "-no-color"];
const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-out=plan"];
const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "plan"];

/// A change of a topology that must never plan a destroy: what it is, the topology, and the edits
/// as text to replace and replacement. The first edit makes the starting point.
struct Change {
    what: &'static str,
    topology: &'static str,
    before: &'static [(&'static str, &'static str)],
    after: &'static [(&'static str, &'static str)],
}

/// Readers instead of instances, of a class that every region has.
const READERS: [(&str, &str); 3] = [
    ("regions.us-east-1 = { instances = 1 }\n", ""),
    (
        "instances        = 2 # in home; elsewhere the tier decides, or regions.<region>",
        "readers = 5",
    ),
    ("db.r8g.2xlarge", "db.r7g.2xlarge"),
];

const CHANGES: [Change; 18] = [
    Change {
        what: "other weights",
        topology: "prod",
        before: &[],
        after: &[
            ("weight = 60", "weight = 30"),
            ("eu-west-1      = { weight = 30", "eu-west-1      = { weight = 60"),
        ],
    },
    Change {
        what: "a fourth region",
        topology: "prod",
        before: &[],
        after: &[("zones = 3 }", "zones = 3 }\nsa-east-1 = { weight = 0, zones = 2 }")],
    },
    Change {
        what: "a higher tier, up to active-active",
        topology: "one-state",
        before: &[],
        after: &[("single-region", "active-active")],
    },
    Change {
        what: "a higher tier, up to active-active, in states of their own",
        topology: "one-state",
        before: &[("layout = \"single\"", "")],
        after: &[("layout = \"single\"", ""), ("single-region", "active-active")],
    },
    Change {
        what: "capacity that already runs",
        topology: "prod",
        before: &[],
        after: &[("\"one-region\"", "\"two-regions\""), ("\"autoscale\"", "\"static\"")],
    },
    Change {
        what: "other shares of DNS",
        topology: "two-regions",
        before: &[],
        after: &[("weight = 70", "weight = 40"), ("weight = 30", "weight = 60")],
    },
    Change {
        what: "another tier, other weights and more reads of a warmed table",
        topology: "two-regions",
        before: &[
            ("\"active-active\"", "\"pilot-light\""),
            ("\"merchantId:S\"\n", "\"merchantId:S\"\nreads = 30_000\nwarm = true\n"),
        ],
        after: &[
            ("weight = 70", "weight = 40"),
            ("weight = 30", "weight = 60"),
            ("\"merchantId:S\"\n", "\"merchantId:S\"\nreads = 50_000\nwarm = true\n"),
        ],
    },
    Change {
        what: "from a single region to active-active",
        topology: "assets",
        before: &[(
            "tier           = \"active-active\"",
            "tier = \"single-region\"\nlayout = \"split\"",
        )],
        after: &[],
    },
    Change {
        what: "from pilot light to active-active",
        topology: "assets",
        before: &[("tier           = \"active-active\"", "tier = \"pilot-light\"")],
        after: &[],
    },
    // Exchanges the second of the two regions that CloudFront asks.
    Change {
        what: "other weights",
        topology: "assets",
        before: &[],
        after: &[("weight = 30", "weight = 5"), ("weight = 20", "weight = 45")],
    },
    Change {
        what: "a first other region",
        topology: "orders",
        before: &[("\"active-active\"", "\"single-region\"\nlayout = \"split\"")],
        after: &[("\"active-active\"", "\"pilot-light\"\nlayout = \"split\"")],
    },
    Change {
        what: "a warm standby out of a pilot light",
        topology: "orders",
        before: &[("\"active-active\"", "\"pilot-light\"")],
        after: &[("\"active-active\"", "\"warm-standby\"")],
    },
    Change {
        what: "an active region out of a warm standby",
        topology: "orders",
        before: &[("\"active-active\"", "\"warm-standby\"")],
        after: &[],
    },
    Change {
        what: "another region beside readers",
        topology: "orders",
        before: &READERS,
        after: &[
            READERS[0],
            READERS[1],
            READERS[2],
            ("weight = 60 }", "weight = 50 }\neu-west-2 = { weight = 10 }"),
        ],
    },
    Change {
        what: "another region and a newer version",
        topology: "orders",
        before: &[],
        after: &[
            ("weight = 60 }", "weight = 50 }\neu-west-2 = { weight = 10 }"),
            ("db.r8g.2xlarge", "db.r7g.2xlarge"),
            ("17.7", "17.9"),
        ],
    },
    Change {
        what: "a tier from a pilot light to active-active",
        topology: "observed",
        before: &[("\"active-active\"", "\"pilot-light\"")],
        after: &[],
    },
    Change {
        what: "a tier from one region, dashboards outside it, to active-active",
        topology: "observed",
        before: &[("\"active-active\"", "\"single-region\"\nlayout = \"split\"")],
        after: &[],
    },
    Change {
        what: "more logs and other weights",
        topology: "observed",
        before: &[],
        after: &[
            ("= 50 ", "= 90 "),
            ("weight = 60", "weight = 30"),
            ("weight = 40", "weight = 70"),
        ],
    },
];

/// The trials: one for each topology in layout `single`, one for each change.
pub(crate) fn trials(terraform: &Arc<Terraform>, suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for name in topologies() {
        let terraform = Arc::clone(terraform);
        trials.push(Trial::test(format!("single/{name}: applies as one state"), move || {
            let text = read(&name)?;
            let text =
                if text.contains("layout") { text } else { format!("layout = \"single\"\n{text}") };
            let folder = render(&text)?;
            suite::run(&terraform, folder.path())
        }));
    }
    trials.extend(failover::trials(terraform));
    trials.push(released::trial(terraform));
    trials.push(warm::trial(terraform));
    for change in &CHANGES {
        let terraform = Arc::clone(terraform);
        let name = format!("change/{}: {} destroys nothing", change.topology, change.what);
        let golden = format!("golden/{}", change.topology);
        let suite = suites.iter().find(|(name, _)| *name == golden).map(|(_, suite)| suite);
        let suite = suite.filter(|_| change.before.is_empty()).map(Arc::clone);
        trials.push(Trial::test(name, move || {
            let text = read(change.topology)?;
            let after = edited(&text, change.after)?;
            match suite {
                // What is applied there is where the change begins.
                Some(suite) => steps(&terraform, Some(suite.again()?), &[after]),
                None => destroys_nothing(&terraform, &[edited(&text, change.before)?, after]),
            }
        }));
    }
    trials.extend(tiers::trials(terraform));
    trials
}

/// Applies a topology, then every change of it to the states that the one before left, root by root.
fn destroys_nothing(terraform: &Arc<Terraform>, topologies: &[String]) -> Result<(), Failed> {
    steps(terraform, None, topologies)
}

/// The same, where something may have been applied before.
fn steps(
    terraform: &Terraform,
    mut before: Option<Tree>,
    topologies: &[String],
) -> Result<(), Failed> {
    for step in topologies {
        let tree = Tree::copy(render(step)?.path())?;
        let mut differs = before.is_none();
        if let Some(before) = &before {
            tree.inherit(before)?;
        }
        for root in &tree.roots {
            terraform.run(&tree.root(root), INIT)?.expect(0)?;
            let plan = terraform.run(&tree.root(root), PLAN)?.expect(0)?;
            differs |= !plan.text.contains("No changes.");
            let destroyed = destroyed(&plan.text);
            if !destroyed.is_empty() {
                return Err(format!("{} destroys {destroyed:?}", root.display()).into());
            }
            terraform.run(&tree.root(root), APPLY)?.expect(0)?;
        }
        if !differs {
            return Err("the change planned nothing at all".into());
        }
        before = Some(tree);
    }
    Ok(())
}

/// What a plan destroys. A new revision of a task definition counts as a replacement for Terraform,
/// but the old revision stays registered (`skip_destroy`).
fn destroyed(plan: &str) -> Vec<&str> {
    let comments = plan.lines().filter_map(|line| line.trim_start().strip_prefix("# "));
    comments
        .filter(|line| line.contains("destroyed") || line.contains("must be replaced"))
        .filter(|line| !line.ends_with("aws_ecs_task_definition.this must be replaced"))
        .collect()
}

fn edited(text: &str, edits: &[(&str, &str)]) -> Result<String, Failed> {
    edits.iter().try_fold(text.to_owned(), |text, (from, to)| {
        if text.contains(from) {
            Ok(text.replace(from, to))
        } else {
            Err(format!("the topology does not hold {from:?}").into())
        }
    })
}

fn render(text: &str) -> Result<TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    render_into(text, folder.path())?;
    Ok(folder)
}

/// The files as the product writes them, but for its care that a power cut finds them whole: that takes longer than
/// Terraform does.
pub(crate) fn render_into(text: &str, folder: &Path) -> Result<(), Failed> {
    let source = Source::new("topology.toml", text);
    let mut diags = Diagnostics::new();
    let checked = topogen::check(&source, &mut diags);
    let checked = checked.map_err(|_| diags.render(&source))?;
    for (path, content) in topogen::render(&checked)?.contents() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content.bytes())?;
    }
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../topologies")
}

pub(crate) fn read(name: &str) -> Result<String, Failed> {
    Ok(fs::read_to_string(folder().join(format!("{name}.toml")))?)
}

/// The names of the repository's topologies, sorted.
pub(crate) fn topologies() -> Vec<String> {
    let entries = fs::read_dir(folder()).into_iter().flatten().flatten();
    let stem = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = entries.filter_map(|entry| stem(entry.path())).collect();
    names.sort();
    names
}
