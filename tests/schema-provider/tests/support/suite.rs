//! What every generated tree must survive.
//!
//! A tree is applied once; its trials share the applied copy. Plans of one root may then run at the
//! same time, so they take no lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Failed, Trial};

use super::terraform::{Output, Terraform};
use super::tree::{self, Tree};

const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "-auto-approve"];
/// A plan that may run beside another of the same root.
const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-lock=false", "-detailed-exitcode"];

/// Names the folder for what is planned: of each golden tree, each root's first plan as
/// `terraform show -json` has it, in `<tree>/<root>.json`, and its state, in `<tree>/<root>.tfstate`. Other checks
/// read the values there.
const PLANS: &str = "TOPOGEN_PLANS";
/// The file of a root that is the whole tree.
pub(crate) const WHOLE: &str = "tree";

/// One tree and its applied copy.
pub(crate) struct Suite {
    terraform: Arc<Terraform>,
    source: PathBuf,
    /// Where the plans are told, if anywhere.
    plans: Option<PathBuf>,
    applied: OnceLock<Result<Tree, String>>,
}

/// Runs everything on a tree, one after the other.
pub(crate) fn run(terraform: &Arc<Terraform>, tree: &Path) -> Result<(), Failed> {
    let suite = Suite::new(terraform, tree, None);
    suite.formatted()?;
    suite.unchanged()?;
    suite.tested()?;
    for region in tree::regions(tree) {
        suite.survives(&region)?;
    }
    if tree::regions(tree).is_empty() {
        // Golden trees try each region; that a dead one is noticed at all, one shows as well.
        suite.depends_on_regions(1)?;
    }
    Ok(())
}

/// The suites of some trees, by name.
pub(crate) fn suites(
    terraform: &Arc<Terraform>,
    trees: Vec<(String, PathBuf)>,
) -> Vec<(String, Arc<Suite>)> {
    let suite = |(name, tree): (String, PathBuf)| {
        let suite = Suite::new(terraform, &tree, plans(&name));
        (name, Arc::new(suite))
    };
    trees.into_iter().map(suite).collect()
}

/// The trials of some trees, each with the name that its trials begin with.
///
/// All trees are applied first: what follows on one tree waits for it, and would keep the others
/// waiting.
pub(crate) fn trials(suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for (name, suite) in suites {
        let tree = suite.source();
        let trial = |what: &str, check: fn(&Suite) -> Result<(), Failed>| {
            let suite = Arc::clone(suite);
            Trial::test(format!("{name}: {what}"), move || check(&suite))
        };
        first.push(trial("applies, and a second plan is empty", Suite::unchanged));
        then.push(trial("is formatted", Suite::formatted));
        if tree::has_tests(tree) {
            then.push(trial("keeps its promises", Suite::tested));
        }
        let regions = tree::regions(tree);
        if regions.is_empty() {
            then.push(trial("one root needs all its regions", |suite| {
                suite.depends_on_regions(usize::MAX)
            }));
        }
        for region in regions {
            let (suite, what) =
                (Arc::clone(suite), format!("{name}: survives the loss of {region}"));
            then.push(Trial::test(what, move || suite.survives(&region)));
        }
    }
    first.append(&mut then);
    first
}

/// The folder for a tree's plans, where plans are asked for.
fn plans(tree: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(PLANS)?;
    tree.strip_prefix("golden/").map(|name| Path::new(&folder).join(name))
}

impl Suite {
    fn new(terraform: &Arc<Terraform>, source: &Path, plans: Option<PathBuf>) -> Self {
        Self {
            terraform: Arc::clone(terraform),
            source: source.to_owned(),
            plans,
            applied: OnceLock::new(),
        }
    }

    /// The tree that is tried.
    pub(crate) fn source(&self) -> &Path {
        &self.source
    }

    /// Where the plans are told, if anywhere.
    pub(crate) fn plans(&self) -> Option<&Path> {
        self.plans.as_deref()
    }

    fn formatted(&self) -> Result<(), Failed> {
        let tree = Tree::copy(&self.source)?;
        let arguments = ["fmt", "-check", "-diff", "-recursive", "-no-color"];
        // The overrides of the copy are not the tree's, and formatted too.
        self.terraform.run(&tree.root(Path::new(".")), &arguments)?.expect(0).map(drop)
    }

    /// The applied copy; made by the first trial that needs it.
    pub(crate) fn applied(&self) -> Result<&Tree, Failed> {
        let applied = self.applied.get_or_init(|| {
            self.apply().map_err(|failed| failed.message().unwrap_or("applying failed").to_owned())
        });
        applied.as_ref().map_err(Failed::from)
    }

    /// A copy of the tree with all that was applied, for a trial that changes something.
    pub(crate) fn again(&self) -> Result<Tree, Failed> {
        let tree = Tree::copy(&self.source)?;
        tree.inherit(self.applied()?)?;
        Ok(tree)
    }

    /// A plan begins with what `terraform validate` does.
    fn apply(&self) -> Result<Tree, Failed> {
        let tree = Tree::copy(&self.source)?;
        for path in &tree.roots {
            let root = tree.root(path);
            self.terraform.run(&root, &["init", "-input=false", "-no-color"])?.expect(0)?;
            match &self.plans {
                Some(plans) => self.apply_and_tell(&tree, path, plans)?,
                None => drop(self.terraform.run(&root, APPLY)?.expect(0)?),
            }
        }
        Ok(tree)
    }

    /// Applies a root by a plan that is kept: what is told is what is applied.
    fn apply_and_tell(&self, tree: &Tree, path: &Path, plans: &Path) -> Result<(), Failed> {
        let root = tree.root(path);
        let run = |arguments: &[&str]| self.terraform.run(&root, arguments)?.expect(0);
        run(&["plan", "-input=false", "-no-color", "-out=plan"])?;
        let told = run(&["show", "-json", "plan"])?.text;
        run(&["apply", "-input=false", "-no-color", "plan"])?;
        let name = if path == Path::new(".") { Path::new(WHOLE) } else { path };
        let file = plans.join(name);
        fs::create_dir_all(file.parent().unwrap_or(plans))?;
        fs::write(file.with_added_extension("json"), told)?;
        Ok(fs::copy(tree.state(path), file.with_added_extension("tfstate")).map(drop)?)
    }

    /// The native tests of every root that has some. They mock what they ask: no account is touched, not even made.
    fn tested(&self) -> Result<(), Failed> {
        let tree = self.applied()?;
        let none = tempfile::tempdir()?;
        let none = none.path().join("account");
        let account = none.to_str().unwrap_or_default();
        let with_tests = |root: &&PathBuf| tree.path().join(root).join("tests").is_dir();
        tree.roots.iter().filter(with_tests).try_for_each(|root| {
            let account = [("SCHEMA_PROVIDER_ACCOUNT", account)];
            let test = ["test", "-no-color"];
            self.terraform.run_with(&tree.root(root), &test, &account)?.expect(0).map(drop)
        })?;
        if none.exists() { Err("a native test has touched the account".into()) } else { Ok(()) }
    }

    fn plan(&self, tree: &Tree, root: &Path, dead: &str) -> Result<Output, Failed> {
        self.terraform.run(&tree.root_without(root, dead), PLAN)
    }

    /// `-detailed-exitcode` says 2 when there is a change.
    fn unchanged(&self) -> Result<(), Failed> {
        let tree = self.applied()?;
        tree.roots.iter().try_for_each(|root| self.plan(tree, root, "")?.expect(0).map(drop))
    }

    /// With a region dead, the edge and what runs and watches in every other region still plan; the region's own do not.
    fn survives(&self, region: &str) -> Result<(), Failed> {
        let tree = self.applied()?;
        let own = ["regions", "monitoring"].map(|layer| Path::new(layer).join(region));
        for root in &tree.roots {
            if own.contains(root) {
                let plan = self.plan(tree, root, region)?.expect(1)?;
                plan.says(&format!(" in {region} failed"))?;
            } else if root != Path::new("foundation") && root != Path::new("data") {
                self.plan(tree, root, region)?.expect(0)?;
            }
        }
        Ok(())
    }

    /// One state for all regions: each region that it mentions stops the plan; up to so many of each
    /// root are tried. The truth, not a wish.
    fn depends_on_regions(&self, most: usize) -> Result<(), Failed> {
        let tree = self.applied()?;
        for root in &tree.roots {
            for region in Self::regions_of(tree, root)?.into_iter().take(most) {
                self.plan(tree, root, &region)?.expect(1)?.says(&format!(" in {region} failed"))?;
            }
        }
        Ok(())
    }

    /// The regions of the resources in a root's state.
    fn regions_of(tree: &Tree, root: &Path) -> Result<Vec<String>, Failed> {
        let state = fs::read_to_string(tree.state(root))?;
        let state: serde_json::Value = serde_json::from_str(&state)?;
        let list = |value: &serde_json::Value, key: &str| {
            value.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
        };
        let instances =
            list(&state, "resources").into_iter().flat_map(|one| list(&one, "instances"));
        let region =
            |one: serde_json::Value| Some(one.pointer("/attributes/region")?.as_str()?.to_owned());
        let mut regions: Vec<String> = instances.filter_map(region).collect();
        regions.sort();
        regions.dedup();
        Ok(regions)
    }
}
