//! Trees that no golden shows: every topology in one state, and what a changed topology plans.

#[path = "../../../support/edit.rs"]
mod edit;
mod failover;
mod leaving;
mod moved;
mod released;
mod renamed;
mod tiers;
mod walk;
mod warm;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use tempfile::TempDir;
use toml::Table;
use topogen::diag::Diagnostics;
use topogen::source::Source;

pub(crate) use self::edit::Edit;
use self::edit::Edit::{Add, Change as To, Remove};
pub(crate) use self::walk::{PLANNED, Walk};
use crate::support::suite::{self, Suite};
use crate::support::terraform::Terraform;

pub(crate) const INIT: &[&str] = &["init", "-input=false", "-no-color"];
pub(crate) const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-out=plan"];
pub(crate) const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "plan"];

/// A change of a topology that must never plan a destroy: what it is, the topology, what leads to the starting point, and
/// what the change leads to.
struct Change {
    what: &'static str,
    topology: &'static str,
    before: &'static [Edit<'static>],
    after: &'static [Edit<'static>],
}

const SPLIT: Edit = Add("layout", "\"split\"");
const SINGLE_REGION: Edit = To("tier", "\"single-region\"");
const PILOT_LIGHT: Edit = To("tier", "\"pilot-light\"");
const WARM_STANDBY: Edit = To("tier", "\"warm-standby\"");
const ACTIVE_ACTIVE: Edit = To("tier", "\"active-active\"");

/// Readers instead of instances.
const READERS: [Edit; 3] = [
    Remove("databases.orders.regions"),
    Remove("databases.orders.instances"),
    Add("databases.orders.readers", "5"),
];
/// A class that every region has.
const CLASS: Edit = To("databases.orders.class", "\"db.r7g.2xlarge\"");
const EU_WEST_2: [Edit; 2] =
    [To("regions.eu-west-1.weight", "50"), Add("regions.eu-west-2", "{ weight = 10 }")];

const CHANGES: [Change; 18] = [
    Change {
        what: "other weights",
        topology: "prod",
        before: &[],
        after: &[To("regions.us-east-1.weight", "30"), To("regions.eu-west-1.weight", "60")],
    },
    Change {
        what: "a fourth region",
        topology: "prod",
        before: &[],
        after: &[Add("regions.sa-east-1", "{ weight = 0, zones = 2 }")],
    },
    Change {
        what: "a higher tier, up to active-active",
        topology: "one-state",
        before: &[],
        after: &[ACTIVE_ACTIVE],
    },
    Change {
        what: "a higher tier, up to active-active, in states of their own",
        topology: "one-state",
        before: &[Remove("layout")],
        after: &[Remove("layout"), ACTIVE_ACTIVE],
    },
    Change {
        what: "capacity that already runs",
        topology: "prod",
        before: &[],
        after: &[To("capacity.survive", "\"two-regions\""), To("capacity.by", "\"static\"")],
    },
    Change {
        what: "other shares of DNS",
        topology: "two-regions",
        before: &[],
        after: &[To("regions.eu-central-1.weight", "40"), To("regions.eu-west-1.weight", "60")],
    },
    Change {
        what: "another tier, other weights and more reads of a warmed table",
        topology: "two-regions",
        before: &[
            PILOT_LIGHT,
            Add("tables.limits.reads", "30_000"),
            Add("tables.limits.warm", "true"),
        ],
        after: &[
            To("regions.eu-central-1.weight", "40"),
            To("regions.eu-west-1.weight", "60"),
            Add("tables.limits.reads", "50_000"),
            Add("tables.limits.warm", "true"),
        ],
    },
    Change {
        what: "from a single region to active-active",
        topology: "assets",
        before: &[SINGLE_REGION, SPLIT],
        after: &[],
    },
    Change {
        what: "from pilot light to active-active",
        topology: "assets",
        before: &[PILOT_LIGHT],
        after: &[],
    },
    // Exchanges the second of the two regions that CloudFront asks.
    Change {
        what: "other weights",
        topology: "assets",
        before: &[],
        after: &[To("regions.eu-west-1.weight", "5"), To("regions.ap-southeast-1.weight", "45")],
    },
    Change {
        what: "a first other region",
        topology: "orders",
        before: &[SINGLE_REGION, SPLIT],
        after: &[PILOT_LIGHT, SPLIT],
    },
    Change {
        what: "a warm standby out of a pilot light",
        topology: "orders",
        before: &[PILOT_LIGHT],
        after: &[WARM_STANDBY],
    },
    Change {
        what: "an active region out of a warm standby",
        topology: "orders",
        before: &[WARM_STANDBY],
        after: &[],
    },
    Change {
        what: "another region beside readers",
        topology: "orders",
        before: &[READERS[0], READERS[1], READERS[2], CLASS],
        after: &[READERS[0], READERS[1], READERS[2], CLASS, EU_WEST_2[0], EU_WEST_2[1]],
    },
    Change {
        what: "another region and a newer version",
        topology: "orders",
        before: &[],
        after: &[EU_WEST_2[0], EU_WEST_2[1], CLASS, To("databases.orders.version", "\"17.9\"")],
    },
    Change {
        what: "a tier from a pilot light to active-active",
        topology: "observed",
        before: &[PILOT_LIGHT],
        after: &[],
    },
    Change {
        what: "a tier from one region, dashboards outside it, to active-active",
        topology: "observed",
        before: &[SINGLE_REGION, SPLIT],
        after: &[],
    },
    Change {
        what: "more logs and other weights",
        topology: "observed",
        before: &[],
        after: &[
            To("logs.gb_per_day", "90"),
            To("regions.us-east-1.weight", "30"),
            To("regions.eu-west-1.weight", "70"),
        ],
    },
];

/// The trials, and the ways that some of them go: one for each topology in layout `single`, one for each change.
pub(crate) fn trials(
    terraform: &Arc<Terraform>,
    suites: &[(String, Arc<Suite>)],
) -> (Vec<Trial>, Vec<Arc<Walk>>) {
    let mut trials = Vec::new();
    for name in topologies() {
        let terraform = Arc::clone(terraform);
        trials.push(Trial::test(format!("single/{name}: applies as one state"), move || {
            let mut topology: Table = read(&name)?.parse()?;
            topology.insert("layout".to_owned(), "single".into());
            let folder = render(&toml::to_string(&topology)?)?;
            suite::run(&terraform, folder.path())
        }));
    }
    trials.extend(failover::trials(terraform));
    trials.push(moved::trial(terraform));
    trials.push(released::trial(terraform));
    trials.extend(renamed::trials(terraform, suites));
    let full = suites.iter().find(|(name, _)| name == "golden/full");
    trials.push(leaving::trial(terraform, full.map(|(_, suite)| Arc::clone(suite))));
    trials.push(warm::trial(terraform));
    let mut walks: Vec<Arc<Walk>> =
        CHANGES.iter().map(|change| change.walk(terraform, suites)).collect();
    walks.extend(tiers::walks(terraform));
    trials.extend(walks.iter().map(Walk::trial));
    trials.push(tiers::latency(terraform));
    (trials, walks)
}

impl Change {
    fn walk(
        &'static self,
        terraform: &Arc<Terraform>,
        suites: &[(String, Arc<Suite>)],
    ) -> Arc<Walk> {
        let name = format!("change/{}: {}", self.topology, self.what);
        let golden = format!("golden/{}", self.topology);
        let suite = suites.iter().find(|(name, _)| *name == golden).map(|(_, suite)| suite);
        // What is applied there is where the change begins.
        let suite = suite.filter(|_| self.before.is_empty()).map(Arc::clone);
        let first = suite.is_none().then_some(self.before);
        let topologies = move || {
            let text = read(self.topology)?;
            first.into_iter().chain([self.after]).map(|edits| edited(&text, edits)).collect()
        };
        Walk::new((name, " destroys nothing"), terraform, suite, Box::new(topologies))
    }
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

pub(crate) fn edited(text: &str, edits: &[Edit]) -> Result<String, Failed> {
    Ok(edit::edited(text, edits)?)
}

pub(crate) fn render(text: &str) -> Result<TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    render_into(text, folder.path())?;
    Ok(folder)
}

/// The files as the product writes them, but for its care that a power cut finds them whole: that takes longer than
/// Terraform does.
pub(crate) fn render_into(text: &str, folder: &Path) -> Result<(), Failed> {
    for (path, content) in tree(text)?.contents() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content.bytes())?;
    }
    Ok(())
}

/// What a topology is rendered to.
pub(crate) fn tree(text: &str) -> Result<topogen::tree::Tree, Failed> {
    let source = Source::new("topology.toml", text);
    let mut diags = Diagnostics::new();
    let checked = topogen::check(&source, &mut diags);
    let checked = checked.map_err(|_| diags.render(&source))?;
    Ok(topogen::render(&checked)?)
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
