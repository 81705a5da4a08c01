//! A region that goes for good, as the tree's README says.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::edit::Edit::{Change, Remove};
use super::{INIT, edited, failover, read, render};
use crate::support::outside::ANYWHERE;
use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

const REGION: &str = "ap-southeast-1";
/// What is left of a root that goes: where its state is, and who may change it.
const LEFT: [&str; 4] = ["backend.tf", "providers.tf", "versions.tf", "zz_test_override.tf"];

/// What the README says of the steps that are done here.
const SAYS: [&str; 6] = [
    "modify-load-balancer-attributes",
    "modify-db-cluster",
    "put-log-group-deletion-protection",
    "dynamodb update-table --region <region> --table-name <table> --no-deletion-protection-enabled",
    "'module.keys.aws_kms_key.this[\"<region>\"]' 'module.keys.aws_kms_alias.this[\"<region>\"]'",
    "git restore --source <commit before> backend.tf providers.tf versions.tf",
];

pub(super) fn trial(terraform: &Arc<Terraform>, suite: Option<Arc<Suite>>) -> Trial {
    let terraform = Arc::clone(terraform);
    Trial::test("leaving/full: a region goes for good", move || {
        let suite = suite.as_ref().ok_or("there is no golden/full")?;
        leaves(&terraform, suite.applied()?)
    })
}

fn leaves(terraform: &Terraform, before: &Tree) -> Result<(), Failed> {
    let rest = [Remove("regions.ap-southeast-1"), Change("regions.us-east-1.weight", "70")];
    let after = render(&edited(&read("full")?, &rest)?)?;
    let mut after = Tree::copy(after.path())?;
    after.inherit(before)?;
    after.learn(before);
    let run =
        |root: &Path, arguments: &[&str]| terraform.run(&after.root(root), arguments)?.expect(0);
    let gone: Vec<&PathBuf> =
        before.roots.iter().filter(|one| !after.roots.contains(one)).collect();
    for root in &gone {
        fs::create_dir_all(after.path().join(root))?;
        for file in LEFT {
            let text = fs::read_to_string(before.path().join(root).join(file))?;
            let text = text.replace(&path(before), &path(&after));
            fs::write(after.path().join(root).join(file), text)?;
        }
        let state = before.state(root);
        let name = state.file_name().ok_or("a state without a name")?;
        fs::copy(&state, after.path().join(root).join(name))?;
    }
    let readme = fs::read_to_string(before.path().join("README.md"))?;
    if let Some(step) = SAYS.iter().find(|step| !readme.contains(*step)) {
        return Err(format!("the README does not say {step}").into());
    }
    lift(&after)?;
    for root in ["foundation", "data"].map(Path::new) {
        run(root, INIT)?;
        let all = run(root, &["state", "list"])?.text;
        let kept = all.lines().filter(|line| is_key(line)).map(str::to_owned);
        for address in kept.chain(buckets(&readme, &all)?) {
            run(root, &["state", "rm", &address])?;
        }
    }
    let others =
        |of: &'static str| after.roots.iter().rev().filter(move |root| root.starts_with(of));
    // The opposite order; then those that read which regions there are.
    let users = others("monitoring").chain(others("edge"));
    let upstream = others("data").chain(others("foundation"));
    for root in users.chain(gone.iter().copied().rev()).chain(upstream).chain(&after.roots) {
        run(root, INIT)?;
        run(root, failover::APPLY)?;
    }
    for root in &after.roots {
        run(root, failover::PLAN)?;
    }
    let state = |root: &PathBuf| fs::read_to_string(after.state(root));
    for root in &gone {
        let state: Value = serde_json::from_str(&state(root)?)?;
        let left: Vec<&str> = shown::instances(&state)
            .filter(|one| one.mode == "managed")
            .map(|one| one.kind)
            .collect();
        if !left.is_empty() {
            return Err(format!("{} still has {left:?}", root.display()).into());
        }
    }
    Ok(())
}

/// What AWS protects, in its own commands.
fn lift(tree: &Tree) -> Result<(), Failed> {
    let account = tree.outside();
    let off = json!(false);
    account.set("aws_lb", REGION, &[("enable_deletion_protection", off.clone())])?;
    account.set("aws_rds_cluster", REGION, &[("deletion_protection", off.clone())])?;
    account.set("aws_cloudwatch_log_group", REGION, &[("deletion_protection_enabled", off)])?;
    account.change("aws_dynamodb_table", ANYWHERE, |_, table| {
        let mut replicas = table.get("replica").items().to_vec();
        for replica in &mut replicas {
            if replica.get("region_name").text() == Some(REGION) {
                replica.set("deletion_protection_enabled", aws_catalogue::Value::Bool(false));
            }
        }
        table.set("replica", aws_catalogue::Value::List(replicas));
        Ok(())
    })
}

/// A key, which outlives the region.
fn is_key(address: &str) -> bool {
    let keys = ["module.keys.aws_kms_key.this", "module.keys.aws_kms_alias.this"];
    address.strip_suffix(&format!("[\"{REGION}\"]")).is_some_and(|one| keys.contains(&one))
}

/// What the README's own pattern finds: buckets outlive the region as well.
fn buckets(readme: &str, addresses: &str) -> Result<Vec<String>, Failed> {
    let pattern =
        readme.split_once("state list | grep -E '").and_then(|(_, rest)| rest.split_once('\''));
    let (pattern, _) = pattern.ok_or("the README forgets no bucket")?;
    let mut grep = Command::new("grep")
        .args(["-E", &pattern.replace("<region>", REGION)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    grep.stdin.take().ok_or("grep reads nothing")?.write_all(addresses.as_bytes())?;
    let found = String::from_utf8(grep.wait_with_output()?.stdout)?;
    Ok(found.lines().map(str::to_owned).collect())
}

fn path(tree: &Tree) -> String {
    tree.path().display().to_string()
}
