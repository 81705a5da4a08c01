//! Real Terraform on generated trees, with the schema provider instead of AWS.
//!
//! Every topology of the repository is rendered once, as its golden tree with its modules; `rendered` makes the trees
//! that no golden shows; the fixtures beside this file test the provider itself.

#![expect(clippy::print_stderr, reason = "says why nothing ran")]

mod imports;
mod known;
mod literals;
mod outside;
mod pipeline;
mod predicted;
mod real;
mod refusals;
mod rendered;
mod self_test;
mod support;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use support::suite;
use support::terraform::Terraform;

/// Set to 1 where the trials must run: then it is a failure that there is no Terraform.
const REQUIRE: &str = "TOPOGEN_REQUIRE_TERRAFORM";

fn main() -> ExitCode {
    // Under this name a script finds it on its PATH.
    if std::env::args_os().next().is_some_and(|name| Path::new(&name).ends_with("topogen")) {
        return topogen::cli::run(std::env::args_os());
    }
    let arguments = Arguments::from_args();
    // Until all trials have run.
    let folder = tempfile::tempdir();
    let trials = folder.as_ref().map_err(Failed::from).and_then(|folder| all(folder.path()));
    let trials =
        trials.unwrap_or_else(|why| vec![Trial::test("every topology renders", || Err(why))]);
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn all(folder: &Path) -> Result<Vec<Trial>, Failed> {
    let golden = golden_trees(folder)?;
    Ok(match Terraform::find() {
        Some(terraform) => trials(&Arc::new(terraform), golden)?,
        None if required() => {
            vec![Trial::test("terraform is there", || {
                Err("no terraform on PATH, nor in $TERRAFORM".into())
            })]
        }
        None => {
            eprintln!("no terraform on PATH, nor in $TERRAFORM: nothing is checked");
            unchecked(golden)
        }
    })
}

fn required() -> bool {
    std::env::var(REQUIRE).is_ok_and(|value| value == "1")
}

/// How the names begin of what a plain run leaves out because others that stay go the same way. `TOPOGEN_DEEP=1` runs all.
const DEEP: [&str; 11] = [
    "change/assets: from a single region to active-active",
    "change/assets: other weights",
    "change/observed: a tier from a pilot light",
    "change/observed: a tier from one region",
    "change/observed: more logs",
    "change/orders: a warm standby",
    "change/orders: another region beside readers",
    "change/two-regions: another tier",
    "single/",
    "tiers/alarmed-dns, layout split",
    "tiers/full, layout single",
];
/// As one state, the trees that differ most.
const STAY: [&str; 2] = ["single/full:", "single/queues:"];

/// A trial that a plain run leaves out says so.
fn unless_deep(trial: Trial) -> Trial {
    let begins = |names: &[&str]| names.iter().any(|name| trial.name().starts_with(name));
    if begins(&DEEP) && !begins(&STAY) && !deep() { left_out(trial) } else { trial }
}

/// A trial that says that it did not run.
fn left_out(trial: Trial) -> Trial {
    trial.with_kind("TOPOGEN_DEEP=1 runs it").with_ignored_flag(true)
}

/// Whether everything is wanted.
fn deep() -> bool {
    std::env::var("TOPOGEN_DEEP").is_ok_and(|value| value == "1")
}

fn trials(
    terraform: &Arc<Terraform>,
    golden: Vec<(String, PathBuf)>,
) -> Result<Vec<Trial>, Failed> {
    let mut trees = self_test::trees();
    trees.extend(golden);
    let suites = suite::suites(terraform, trees);
    let mut trials = suite::trials(&suites);
    trials.extend(refusals::trials(terraform, &suites));
    trials.extend(imports::trials(terraform, &suites));
    trials.extend(known::trials(&suites));
    trials.extend(outside::trials(terraform, &suites));
    let (changed, walks) = rendered::trials(terraform, &suites);
    trials.extend(changed);
    let (judged, pairs) = predicted::trials(terraform, &suites)?;
    trials.extend(judged);
    trials.push(pipeline::trial(terraform));
    trials.push(literals::trial(terraform));
    trials.extend(self_test::trials(terraform));
    trials.extend(real::trials(terraform, &suites, &walks, pairs, required()));
    if let Some(name) = DEEP.iter().find(|name| !trials.iter().any(|t| t.name().starts_with(*name)))
    {
        return Err(format!("nothing to leave out is called {name}").into());
    }
    Ok(trials.into_iter().map(unless_deep).collect())
}

/// What would have run, reported as ignored.
fn unchecked(golden: Vec<(String, PathBuf)>) -> Vec<Trial> {
    let names = self_test::trees().into_iter().chain(golden).map(|(name, _)| name);
    let ignored = |name| {
        Trial::test(name, || Ok(())).with_kind("no terraform on PATH").with_ignored_flag(true)
    };
    names.map(ignored).collect()
}

/// The trees of the repository's topologies, rendered into a folder: name and folder, in the order of their names.
fn golden_trees(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failed> {
    let tree = |name: String| {
        let tree = folder.join(&name);
        rendered::render_into(&rendered::read(&name)?, &tree)?;
        Ok((format!("golden/{name}"), tree))
    };
    rendered::topologies().into_iter().map(tree).collect()
}
