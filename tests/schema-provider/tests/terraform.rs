//! Real Terraform on generated trees, with the schema provider instead of AWS.
//!
//! Every folder under `golden/` of the repository is a tree; `rendered` makes the ones that no
//! golden shows; the fixtures beside this file test the provider itself.

#![expect(clippy::print_stderr, reason = "says why nothing ran")]

mod literals;
mod real;
mod refusals;
mod rendered;
mod self_test;
mod support;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use support::suite;
use support::terraform::Terraform;

/// Set to 1 where the trials must run: then it is a failure that there is no Terraform.
const REQUIRE: &str = "TOPOGEN_REQUIRE_TERRAFORM";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = match Terraform::find() {
        Some(terraform) => trials(&Arc::new(terraform)),
        None if required() => {
            vec![Trial::test("terraform is there", || {
                Err("no terraform on PATH, nor in $TERRAFORM".into())
            })]
        }
        None => {
            eprintln!("no terraform on PATH, nor in $TERRAFORM: nothing is checked");
            unchecked()
        }
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn required() -> bool {
    std::env::var(REQUIRE).is_ok_and(|value| value == "1")
}

fn trials(terraform: &Arc<Terraform>) -> Vec<Trial> {
    let mut trees = self_test::trees();
    trees.extend(golden_trees());
    let suites = suite::suites(terraform, trees);
    let mut trials = suite::trials(&suites);
    trials.extend(refusals::trials(terraform, &suites));
    trials.extend(rendered::trials(terraform, &suites));
    trials.push(literals::trial(terraform));
    trials.extend(self_test::trials(terraform));
    trials.extend(real::trials(terraform, &suites, required()));
    trials
}

/// What would have run, reported as ignored.
fn unchecked() -> Vec<Trial> {
    let names = self_test::trees().into_iter().chain(golden_trees()).map(|(name, _)| name);
    let ignored = |name| {
        Trial::test(name, || Ok(())).with_kind("no terraform on PATH").with_ignored_flag(true)
    };
    names.map(ignored).collect()
}

/// The trees of the repository: name and folder, in the order of their names.
fn golden_trees() -> Vec<(String, PathBuf)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden");
    let entries = std::fs::read_dir(golden).into_iter().flatten().flatten();
    let mut trees: Vec<(String, PathBuf)> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| Some((format!("golden/{}", entry.file_name().to_str()?), entry.path())))
        .collect();
    trees.sort();
    trees
}
