//! What AWS refuses, refused: by the fixtures, and in a golden tree that was broken.
//!
//! A rule names itself in what it says, so that a trial can count who refused what.

mod arguments;
mod modelled;
mod named;
mod table;
mod taken;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use schema_provider::account::{Account, Store};

use crate::support::suite::Suite;
use crate::support::terraform::{Output, Terraform};
use crate::support::tree::Tree;

const INIT: &[&str] = &["init", "-input=false", "-no-color"];
const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "-auto-approve"];
const DESTROY: &[&str] = &["apply", "-destroy", "-input=false", "-no-color", "-auto-approve"];

const CHANGE: &[&str] =
    &["apply", "-input=false", "-no-color", "-auto-approve", "-var=changed=true"];

/// Names a folder where the accounts of golden trees are kept for a next run, which then applies nothing: for whoever
/// writes rules.
const ACCOUNTS: &str = "TOPOGEN_ACCOUNTS";

/// The rule that judges what an object names.
const REFERENCES: &str = "references";

/// The golden tree that has everything that a rule judges.
const GOLDEN: &str = "golden/full";

/// A root of it, which file beside this one breaks it as which file, what else to say to `apply`, and how often which
/// rule refuses.
struct Mutant {
    root: &'static str,
    broken: &'static str,
    file: &'static str,
    also: &'static [&'static str],
    refused: &'static [(&'static str, usize)],
}

const MUTANTS: [Mutant; 3] = [
    Mutant {
        root: "foundation",
        broken: "foundation.tf",
        file: "foundation/zz_broken.tf",
        also: &[],
        refused: &[("alarm", 1), ("certificate", 1), ("policy_size", 2), ("role_policies", 1)],
    },
    Mutant {
        root: "data",
        broken: "data.tf",
        file: "data/zz_broken.tf",
        also: &[],
        refused: &[
            ("name_taken", 1),
            ("policy_size", 1),
            ("replica_secret", 1),
            ("replication", 1),
        ],
    },
    Mutant {
        root: "regions/us-east-1",
        broken: "logs.tf",
        file: "modules/logs/regional/zz_broken.tf",
        also: &["-replace=module.service_api.aws_lb.this"],
        refused: &[("deletion_protection", 1), ("logs_into_search", 1), ("search_volume", 1)],
    },
];

pub(crate) fn trials(terraform: &Arc<Terraform>, suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let one = Arc::clone(terraform);
    let fixture = Trial::test("refusals: each fixture, and nothing else", move || fixtures(&one));
    let broken = suites.iter().filter(|(name, _)| name == GOLDEN).map(|(name, suite)| {
        let (terraform, suite) = (Arc::clone(terraform), Arc::clone(suite));
        Trial::test(format!("refusals: {name}, broken"), move || broken(&terraform, &suite))
    });
    let golden = suites.to_vec();
    let cases = Trial::test("refusals: what AWS states, case by case", move || {
        table::holds(|tree| account(&golden, tree))
    });
    let golden = suites.to_vec();
    let named = Trial::test(
        "refusals: nothing of a golden tree, but what it would misname or miswrite",
        move || {
            let mut accounts = Vec::new();
            for name in named_golden(&golden) {
                let account = account(&golden, name)?;
                let fault =
                    |failed: Failed| format!("{name}: {}", failed.message().unwrap_or_default());
                table::accepts(&account).map_err(fault)?;
                accounts.push(account);
            }
            modelled::holds(&accounts)?;
            taken::holds(&accounts)?;
            named::holds(&accounts)
        },
    );
    let arguments = Trial::test("refusals: who holds each argument", arguments::hold);
    let one = Arc::clone(terraform);
    let misnamed = Trial::test("refusals: what is named wrongly", move || misnamed(&one));
    [fixture, misnamed].into_iter().chain(broken).chain([cases, named, arguments]).collect()
}

fn named_golden(suites: &[(String, Arc<Suite>)]) -> impl Iterator<Item = &str> {
    suites.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("golden/"))
}

/// The accounts of all golden trees.
pub(crate) fn accounts(suites: &[(String, Arc<Suite>)]) -> Result<Vec<Account>, Failed> {
    named_golden(suites).map(|name| account(suites, name)).collect()
}

/// The account of an applied golden tree.
fn account(suites: &[(String, Arc<Suite>)], tree: &str) -> Result<Account, Failed> {
    let kept = std::env::var_os(ACCOUNTS).map(|folder| PathBuf::from(folder).join(tree));
    if let Some(kept) = kept.as_ref().filter(|kept| kept.exists()) {
        return Ok(Store::open(kept).now().map_err(|_| "the account cannot be read")?.clone());
    }
    let suite = suites.iter().find(|(name, _)| name == tree).map(|(_, suite)| suite);
    let suite = suite.ok_or_else(|| format!("there is no {tree}"))?;
    let folder = suite.applied()?.path().join(crate::support::terraform::ACCOUNT);
    if let Some(kept) = kept {
        fs::create_dir_all(&kept)?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            fs::copy(entry.path(), kept.join(entry.file_name()))?;
        }
    }
    Ok(Store::open(&folder).now().map_err(|_| "the account cannot be read")?.clone())
}

fn fixtures(terraform: &Terraform) -> Result<(), Failed> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/refusals");
    let tree = Tree::copy(&source)?;
    let root = tree.root(Path::new("."));
    let made = promised(&source, "")?;
    let changed = promised(&source, "when it is changed")?;
    terraform.run(&root, INIT)?.expect(0)?;
    // What the objects of a fixture name need not be there.
    let without = [("SCHEMA_PROVIDER_WITHOUT", REFERENCES)];
    refused(&terraform.run_with(&root, APPLY, &without)?.expect(1)?, &made)?;
    // What was refused is refused again, but where it waits for something that is.
    let mut again = counted(&terraform.run_with(&root, CHANGE, &without)?.expect(1)?);
    again.retain(|rule, times| {
        changed.contains_key(rule) || *times > made.get(rule).copied().unwrap_or_default()
    });
    let both = changed
        .iter()
        .map(|(rule, times)| (rule.clone(), times + made.get(rule).copied().unwrap_or_default()));
    if again != both.collect::<Counts>() {
        return Err(format!("when it is changed, expected {changed:?} more, got {again:?}").into());
    }
    let destroyed = promised(&source, "when everything is destroyed")?;
    refused(&terraform.run_with(&root, DESTROY, &without)?.expect(1)?, &destroyed)
}

fn misnamed(terraform: &Terraform) -> Result<(), Failed> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/references");
    let tree = Tree::copy(&source)?;
    let root = tree.root(Path::new("."));
    terraform.run(&root, INIT)?.expect(0)?;
    refused(&terraform.run(&root, APPLY)?.expect(1)?, &[(REFERENCES.to_owned(), 3)].into())
}

fn broken(terraform: &Terraform, suite: &Suite) -> Result<(), Failed> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals");
    let mut tree = suite.again()?;
    for mutant in &MUTANTS {
        tree.add(&beside.join(mutant.broken), mutant.file)?;
        let root = tree.root(Path::new(mutant.root));
        let wanted = mutant.refused.iter().map(|(rule, times)| ((*rule).to_owned(), *times));
        terraform.run(&root, INIT)?.expect(0)?;
        let apply = [APPLY, mutant.also].concat();
        refused(&terraform.run(&root, &apply)?.expect(1)?, &wanted.collect())?;
    }
    Ok(())
}

type Counts = BTreeMap<String, usize>;

/// What the fixtures say of themselves: a file is named after its rule, and begins with `# Refused: <times>`, where that is
/// later with `, when it is changed` (the variable `changed` says so) or `, when everything is destroyed`.
fn promised(folder: &Path, moment: &str) -> Result<Counts, Failed> {
    let mut counts = Counts::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let first = text.lines().next().and_then(|line| line.strip_prefix("# Refused: "));
        let first = first.and_then(|rest| rest.split('.').next());
        for part in first.into_iter().flat_map(|rest| rest.split("; ")) {
            let (times, when) = part.split_once(", ").unwrap_or((part, ""));
            let rule = path.file_stem().and_then(|stem| stem.to_str());
            let (times, rule) = times.parse().ok().zip(rule).ok_or(path.display().to_string())?;
            if when == moment {
                counts.insert(rule.to_owned(), times);
            }
        }
    }
    Ok(counts)
}

/// Fails unless the errors of a run are these and no others.
fn refused(output: &Output, wanted: &Counts) -> Result<(), Failed> {
    let counts = counted(output);
    if counts == *wanted {
        return Ok(());
    }
    Err(format!("expected {wanted:?}, got {counts:?}\n{}", output.text).into())
}

/// The errors of a run by the rules that they name, whichever line of its table it was.
fn counted(output: &Output) -> Counts {
    let mut counts = Counts::new();
    let errors = output.text.lines().filter_map(|line| line.split_once("Error: "));
    // Not what AWS calls a `ValidationError`.
    for error in errors.filter(|(before, _)| !before.ends_with(char::is_alphanumeric)) {
        let rule = error.1.rsplit_once('[').and_then(|(_, rule)| rule.strip_suffix(']'));
        let rule = rule.and_then(|rule| rule.split(' ').next());
        *counts.entry(rule.unwrap_or(error.1).to_owned()).or_default() += 1;
    }
    counts
}
