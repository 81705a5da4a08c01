//! The real provider: an older one, in whose words a tree is put first, with moto instead of AWS.
//!
//! Where the provider is not on the machine these trials say that they were ignored. States of other
//! roots come from the ordinary run with the schema provider.

mod applied;
mod compare;
mod dialect;
mod expanded;
mod flat;
mod narrow;
mod older;
mod pairs;
mod trials;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use libtest_mimic::Failed;
use serde_json::{Value, json};

use self::compare::Known;
use self::dialect::Dialect;
pub(crate) use self::trials::{Change, trials};
use self::world::{Parts, World};
use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::{Output, Root, Terraform};
use crate::support::tree::Tree;

/// Of a tree that names none.
const ACCOUNT: &str = "123456789012";

/// A root's own state came from the schema provider: a plan begins without.
const PLAN: &[&str] =
    &["plan", "-input=false", "-no-color", "-lock=false", "-state=none.tfstate", "-out=planned"];
const PLANNED: &str = "planned";

/// What the trials share.
struct Real {
    terraform: Arc<Terraform>,
    parts: Parts,
    world: OnceLock<Result<World, String>>,
    known: Known,
    /// Where the two have differed so far.
    found: Mutex<BTreeSet<String>>,
    /// How many plans have not been compared yet.
    left: AtomicUsize,
}

/// A tree in the older words, made by the first trial that needs it.
struct Rewritten {
    suite: Arc<Suite>,
    tree: OnceLock<Result<Tree, String>>,
}

/// A copy of a tree in the older words, ready for plans.
fn rewritten(terraform: &Terraform, source: &Path) -> Result<Tree, Failed> {
    let tree = Tree::copy(source)?;
    Dialect::read()?.rewrite(tree.path())?;
    for root in &tree.roots {
        stand_in(&tree, root)?;
        terraform.run(&tree.root(root), &["get", "-no-color"])?.expect(0)?;
    }
    Ok(tree)
}

/// Puts the providers of a root into its region, and its account.
fn stand_in(tree: &Tree, root: &Path) -> Result<(), Failed> {
    let mut folders = root.iter().filter_map(|name| name.to_str());
    let region = match (folders.next(), folders.next()) {
        (Some("regions" | "monitoring"), Some(region)) => {
            format!("  region = \"{region}\"\n  sts_region = \"{region}\"\n")
        }
        _ => String::new(),
    };
    let account = account(tree);
    let root = tree.path().join(root);
    let mut over = String::new();
    let providers = fs::read_to_string(root.join("providers.tf")).unwrap_or_default();
    // All of a root's are one process here, which knows the default tags of the one that it heard of last.
    let tags =
        providers.split_once("  default_tags {").and_then(|(_, rest)| rest.split_once("\n  }"));
    let tags = tags.map(|(tags, _)| format!("  default_tags {{{tags}\n  }}\n")).unwrap_or_default();
    for alias in ["", "  alias = \"ephemeral\"\n"] {
        if alias.is_empty() || providers.contains("\"ephemeral\"") {
            let _ = write!(
                over,
                "provider \"aws\" {{\n{alias}{region}  access_key = \"AKIA0000{account}\"\n  secret_key = \"moto\"\n{tags}}}\n"
            );
        }
    }
    Ok(fs::write(root.join("zz_test_region_override.tf"), over)?)
}

/// The region of the provider of a tree of one root.
fn provider_region(tree: &Tree) -> Option<String> {
    let providers = fs::read_to_string(tree.path().join("providers.tf")).ok()?;
    let region = providers.lines().find_map(|line| line.trim_start().strip_prefix("region"))?;
    region.split('"').nth(1).map(str::to_owned)
}

/// The account of a tree.
fn account(tree: &Tree) -> String {
    for root in &tree.roots {
        let providers = tree.path().join(root).join("providers.tf");
        let providers = fs::read_to_string(providers).unwrap_or_default();
        if let Some((_, rest)) = providers.split_once("allowed_account_ids")
            && let Some(account) = rest.split('"').nth(1)
        {
            return account.to_owned();
        }
    }
    ACCOUNT.to_owned()
}

impl Real {
    fn world(&self) -> Result<&World, Failed> {
        let start = || World::start(&self.parts).map_err(|failed| text(&failed));
        self.world.get_or_init(start).as_ref().map_err(Failed::from)
    }

    fn plan(&self, tree: &Tree, root: &Path) -> Result<Output, Failed> {
        self.run(tree, root, PLAN)
    }

    fn run(&self, tree: &Tree, root: &Path, arguments: &[&str]) -> Result<Output, Failed> {
        self.run_at(&tree.root(root), &[], arguments)
    }

    /// A run with one provider, or with one for each of some regions.
    fn run_at(
        &self,
        root: &Root<'_>,
        regions: &[&str],
        arguments: &[&str],
    ) -> Result<Output, Failed> {
        // OpenTofu reads the same name as another host.
        let hosts = ["registry.terraform.io", "registry.opentofu.org"];
        let usual = hosts.map(|host| format!("{host}/hashicorp/aws")).to_vec();
        let of_regions = regions.iter().map(|region| vec![flat::source(region)]).collect();
        let names = if regions.is_empty() { vec![usual] } else { of_regions };
        self.world()?.with_providers(root.words, names, |providers| {
            let providers = [("TF_REATTACH_PROVIDERS", providers)];
            self.terraform.run_with(root, arguments, &providers)
        })
    }

    /// The real provider plans as many objects as the schema provider made.
    fn plans(&self, rewritten: &Rewritten, root: &Path) -> Result<(), Failed> {
        let tree =
            rewritten.tree.get_or_init(|| self.ready(&rewritten.suite).map_err(|one| text(&one)));
        let tree = tree.as_ref().map_err(Failed::from)?;
        let made = objects(&state(tree, root)?, "managed").count();
        let plan = self.plan(tree, root)?.expect(0)?;
        plan.says(&format!("Plan: {made} to add, 0 to change, 0 to destroy."))?;
        let show = self.run(tree, root, &["show", "-json", PLANNED])?.expect(0)?.text;
        let state = state(rewritten.suite.applied()?, root)?;
        let found = compare::differences(&shown::plan(&show)?, &state);
        self.judge(found)
    }

    /// That what was found is listed, and, at the last, that all that is listed was found.
    fn judge(&self, found: BTreeMap<String, String>) -> Result<(), Failed> {
        let unlisted = self.known.unlisted(&found);
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(found.into_keys());
        if !unlisted.is_empty() {
            return Err(unlisted.join("\n").into());
        }
        let idle = self.known.idle(&all);
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 && !idle.is_empty() {
            return Err(format!("no plan differs in {idle:?}").into());
        }
        Ok(())
    }

    /// The tree in the older words beside the states of the ordinary run, and in moto what its
    /// plans read.
    fn ready(&self, suite: &Suite) -> Result<Tree, Failed> {
        let applied = suite.applied()?;
        let tree = rewritten(&self.terraform, suite.source())?;
        tree.inherit(applied)?;
        self.furnish(applied)?;
        Ok(tree)
    }

    /// Makes in moto what plans and applies of a tree's roots read, and others create.
    fn furnish(&self, applied: &Tree) -> Result<(), Failed> {
        let (mut zones, mut secrets, mut certificates) = (Vec::new(), Vec::new(), Vec::new());
        // A tree of one root asks in its provider's region, whichever region an object is in.
        let single = applied.roots == [Path::new(".")];
        let asked = single.then(|| provider_region(applied)).flatten();
        for root in &applied.roots {
            let state = state(applied, root)?;
            let named = |mode, kind: &'static str| {
                objects(&state, mode).filter(move |(name, _)| *name == kind).map(|(_, one)| one)
            };
            let field = |one: &Value, name: &str| {
                one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            zones.extend(
                named("data", "aws_route53_zone")
                    .map(|zone| (field(zone, "zone_id"), field(zone, "name"))),
            );
            certificates.extend(
                named("managed", "aws_acm_certificate")
                    .map(|one| ["region", "arn", "domain_name"].map(|name| field(one, name))),
            );
            for secret in named("managed", "aws_secretsmanager_secret") {
                // moto finds a secret by its whole ARN, or takes the end of an ARN for a name.
                let arn = field(secret, "arn");
                let name = arn.rsplit(':').next().unwrap_or_default();
                let regions = [Some(field(secret, "region")), asked.clone()];
                secrets.extend(regions.into_iter().flatten().map(|one| (one, name.to_owned())));
            }
        }
        let all = json!({
            "account": account(applied), "zones": zones, "secrets": secrets, "certificates": certificates,
        });
        self.world()?.make(&all)
    }

    /// That a plan can fail at all, and by code that no schema holds.
    fn refuses(&self) -> Result<(), Failed> {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/real");
        let tree = rewritten(&self.terraform, &fixture)?;
        let root = Path::new(".");
        self.plan(&tree, root)?.expect(0)?.says("Plan: 1 to add")?;
        let unused = "hash_key = \"userId\"\n\n  attribute {\n    name = \"nobody\"\n    type = \"S\"\n  }\n";
        tree.edit("main.tf", "hash_key     = \"userId\"", unused)?;
        self.plan(&tree, root)?.expect(1)?.says("all attributes must be indexed").map(drop)
    }
}

fn text(failed: &Failed) -> String {
    failed.message().unwrap_or("failed").to_owned()
}

fn state(tree: &Tree, root: &Path) -> Result<Value, Failed> {
    Ok(serde_json::from_str(&fs::read_to_string(tree.state(root))?)?)
}

/// The objects of a mode in a state: type and attributes.
fn objects<'a>(state: &'a Value, mode: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let of_mode = shown::instances(state).filter(move |one| one.mode == mode);
    of_mode.map(|one| (one.kind, one.attributes))
}
