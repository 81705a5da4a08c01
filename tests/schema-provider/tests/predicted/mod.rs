//! What topogen says that a change plans, held to what Terraform plans.
//!
//! `pairs.toml` lists changes of topologies. The first of a pair is applied; then the second is planned and applied root by
//! root in the order of its README, without `prevent_destroy`, so that Terraform says all that it would do. What each plan
//! says is held to what `topogen diff` says of the two topologies, without Terraform. Then the roots are planned as they are,
//! on what the first has left: Terraform has to refuse where topogen says so, and nowhere else.

mod judge;
mod random;
mod truth;
mod uncertain;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use toml::{Table, Value};

use self::truth::Truth;
use crate::real;
use crate::rendered;
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

/// Names a folder that keeps what Terraform planned, and from which it is taken the next time.
const TRUTHS: &str = "TOPOGEN_TRUTHS";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

/// Two topologies.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    what: String,
    of: String,
    /// What leads to the first.
    #[serde(default)]
    before: BTreeMap<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    #[serde(default)]
    rename: BTreeMap<String, String>,
    #[serde(default)]
    set: BTreeMap<String, Value>,
    /// The codes of what of it can do harm.
    #[serde(default)]
    hazards: BTreeSet<String>,
    /// Whether a plain run has it.
    #[serde(default)]
    gate: bool,
    /// Why the real provider, which is an older one, plans something else.
    newer: Option<String>,
}

/// The trials, and the pairs for whoever plans them otherwise.
pub(crate) fn trials(
    terraform: &Arc<Terraform>,
    suites: &[(String, Arc<Suite>)],
) -> Result<(Vec<Trial>, Vec<real::Change>), Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/predicted/pairs.toml");
    let pairs: Pairs = toml::from_str(&fs::read_to_string(file)?)?;
    let trial = |pair: &Pair| {
        let pair = pair.clone();
        let (terraform, suite) = (Arc::clone(terraform), pair.suite(suites));
        let gate = pair.gate || crate::deep();
        let trial = Trial::test(pair.name(), move || pair.judge(&terraform, suite.as_deref()));
        if gate { trial } else { crate::left_out(trial) }
    };
    let made = |pair: &Pair| -> real::Change {
        let (pair, terraform, suite) = (pair.clone(), Arc::clone(terraform), pair.suite(suites));
        let (name, newer) = (pair.name(), pair.newer.clone());
        real::Change {
            name,
            newer,
            make: Box::new(move || pair.made(&terraform, suite.as_deref())),
        }
    };
    let pairs = Arc::new(pairs.pair);
    let mut trials: Vec<Trial> = pairs.iter().map(trial).collect();
    trials.extend(random::trials(terraform, &pairs));
    trials.extend(uncertain::trials(terraform, &pairs));
    trials.extend(versions::trials(terraform)?);
    Ok((trials, pairs.iter().map(made).collect()))
}

impl Pair {
    fn name(&self) -> String {
        format!("predicted/{}: {}", self.of, self.what)
    }

    /// What has applied the first, where that is a golden tree.
    fn suite(&self, suites: &[(String, Arc<Suite>)]) -> Option<Arc<Suite>> {
        let golden = format!("golden/{}", self.of);
        let suite = suites.iter().find(|(name, _)| *name == golden).map(|(_, suite)| suite);
        suite.filter(|_| self.before.is_empty()).map(Arc::clone)
    }

    /// Both trees, applied one after the other.
    fn made(&self, terraform: &Terraform, suite: Option<&Suite>) -> Result<[Tree; 2], Failed> {
        let [before, after] = self.topologies()?;
        let first = truth::first(terraform, suite, &before)?;
        let (_, second) = Truth::on(terraform, &first, rendered::render(&after)?.path())?;
        Ok([first, second])
    }

    fn judge(&self, terraform: &Terraform, suite: Option<&Suite>) -> Result<(), Failed> {
        let [before, after] = self.topologies()?;
        let truth = self.truth(terraform, suite, &before, &after)?;
        judge::judge(&truth, &judge::predicted(&before, &after)?, Some(&self.hazards))
    }

    /// What Terraform plans, or has planned.
    fn truth(
        &self,
        terraform: &Terraform,
        suite: Option<&Suite>,
        before: &str,
        after: &str,
    ) -> Result<Truth, Failed> {
        let made = || {
            let first = truth::first(terraform, suite, before)?;
            Ok(Truth::on(terraform, &first, rendered::render(after)?.path())?.0)
        };
        let Some(folder) = env::var_os(TRUTHS) else {
            return made();
        };
        let kept = Path::new(&folder).join(format!("{}-{}.json", self.of, self.what));
        if let Ok(text) = fs::read_to_string(&kept) {
            return Ok(serde_json::from_str(&text)?);
        }
        let truth = made()?;
        fs::create_dir_all(folder)?;
        fs::write(kept, serde_json::to_string(&truth)?)?;
        Ok(truth)
    }

    /// The two topologies, as text.
    fn topologies(&self) -> Result<[String; 2], Failed> {
        let mut topology: Table = rendered::read(&self.of)?.parse()?;
        set(&mut topology, &self.before)?;
        let before = toml::to_string(&topology)?;
        self.change(&mut topology)?;
        Ok([before, toml::to_string(&topology)?])
    }

    fn change(&self, topology: &mut Table) -> Result<(), Failed> {
        for path in &self.remove {
            take(topology, path)?;
        }
        for (from, to) in &self.rename {
            let value = take(topology, from)?;
            let (table, name) = place(topology, to)?;
            table.insert(name.to_owned(), value);
        }
        set(topology, &self.set)
    }
}

fn set(topology: &mut Table, values: &BTreeMap<String, Value>) -> Result<(), Failed> {
    for (path, value) in values {
        let (table, name) = place(topology, path)?;
        if table.insert(name.to_owned(), value.clone()).as_ref() == Some(value) {
            return Err(format!("{path} is {value} already").into());
        }
    }
    Ok(())
}

fn take(topology: &mut Table, path: &str) -> Result<Value, Failed> {
    let (table, name) = place(topology, path)?;
    table.remove(name).ok_or_else(|| format!("there is no {path}").into())
}

/// The table of a dotted path, and the last name in it.
fn place<'a, 'p>(
    topology: &'a mut Table,
    path: &'p str,
) -> Result<(&'a mut Table, &'p str), Failed> {
    let (tables, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut table = topology;
    for key in tables.split('.').filter(|key| !key.is_empty()) {
        let next = table.get_mut(key).and_then(Value::as_table_mut);
        table = next.ok_or_else(|| format!("there is no table of {path}"))?;
    }
    Ok((table, name))
}
