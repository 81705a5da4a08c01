//! Which trials of the real provider there are, and which of them the gate has.

use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};

use libtest_mimic::{Failed, Trial};

use super::compare::Known;
use super::dialect::{Dialect, Used};
use super::world::{Missing, Parts};
use super::{Real, Rewritten, applied};
use crate::rendered::Walk;
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;
use crate::support::tree::{self, Tree};

/// The trees of the gate; `TOPOGEN_DEEP=1` takes every golden tree.
const TREES: [&str; 2] = ["golden/full", "golden/one-state"];

/// The change of the gate.
const PAIR: &str = "tiers/full, layout split, step 3";

/// A change by its name, and what makes it: the tree that was applied, and the one that was planned and applied on it.
pub(crate) struct Change {
    pub(crate) name: String,
    /// What the provider is too old for; such a pair is no trial.
    pub(crate) newer: Option<String>,
    /// Makes the trees.
    pub(crate) make: Box<dyn Fn() -> Result<[Tree; 2], Failed> + Send>,
}

/// The trials of trees, each with its name; `required` where they must run if the provider is there.
pub(crate) fn trials(
    terraform: &Arc<Terraform>,
    suites: &[(String, Arc<Suite>)],
    walks: &[Arc<Walk>],
    predicted: Vec<Change>,
    required: bool,
) -> Vec<Trial> {
    let sources = suites.iter().filter(|(name, _)| name.starts_with("golden/"));
    let sources: Vec<PathBuf> = sources.map(|(_, suite)| suite.source().to_owned()).collect();
    let uses = Trial::test("real provider: every rule of the dialect has a use", move || {
        every_rule_has_a_use(&sources)
    });
    let parts = match Parts::find() {
        Ok(parts) => parts,
        Err(Missing::Moto(why)) if required => {
            return vec![uses, Trial::test("real provider: moto is there", || Err(why.into()))];
        }
        Err(Missing::Provider(why) | Missing::Moto(why)) => {
            let ignored = Trial::test("real provider: plans", || Ok(()));
            return vec![uses, ignored.with_kind(why).with_ignored_flag(true)];
        }
    };
    let known = match Known::read() {
        Ok(known) => known,
        Err(why) => return vec![Trial::test("real provider: differences", || Err(why))],
    };
    let deep = crate::deep();
    let tried = |name: &str| TREES.contains(&name) || deep && name.starts_with("golden/");
    let wanted = |name: &str| name == PAIR || deep;
    let tried: Vec<_> = suites.iter().filter(|(name, _)| tried(name)).collect();
    let pairs = match pairs(walks) {
        Ok(pairs) => pairs,
        Err(why) => return vec![Trial::test("real provider: changes", || Err(why))],
    };
    let predicted = if deep { predicted } else { Vec::new() };
    let count: usize = tried.iter().map(|(_, suite)| tree::roots(suite.source()).len()).sum();
    let real = Arc::new(Real {
        terraform: Arc::clone(terraform),
        parts,
        world: OnceLock::default(),
        known,
        found: Mutex::default(),
        left: AtomicUsize::new(
            count + predicted.len() + pairs.iter().filter(|(name, ..)| wanted(name)).count(),
        ),
    });
    let mut trials = vec![uses];
    // First what takes longest: nothing else is left to do beside it at the end.
    trials.extend(changed(&real, pairs, wanted));
    trials.extend(changed_so(&real, predicted));
    match applied(&real, suites) {
        Ok(made) => trials.extend(made),
        Err(why) => trials.push(Trial::test("real provider: what it makes", || Err(why))),
    }
    trials.extend(tried.iter().flat_map(|(name, suite)| plans(&real, name, suite)));
    trials.push(Trial::test("real provider: refuses what only its code knows", move || {
        real.refuses()
    }));
    trials
}

/// The trials of changes of ways.
fn changed(
    real: &Arc<Real>,
    pairs: Vec<Pair>,
    wanted: impl Fn(&str) -> bool,
) -> impl Iterator<Item = Trial> {
    pairs.into_iter().map(move |(name, walk, change)| {
        let (real, is_wanted) = (Arc::clone(real), wanted(&name));
        let trial = Trial::test(format!("{name}: the real provider plans the same"), move || {
            let (before, after) = walk.pair(change)?;
            real.plans_the_same(before, after)
        });
        if is_wanted { trial } else { crate::left_out(trial) }
    })
}

/// The trials of pairs of topologies.
fn changed_so(real: &Arc<Real>, pairs: Vec<Change>) -> impl Iterator<Item = Trial> {
    pairs.into_iter().map(|Change { name, newer, make }| {
        let (real, is_newer) = (Arc::clone(real), newer.is_some());
        let trial = Trial::test(format!("{name}: the real provider plans the same"), move || {
            let [before, after] = make()?;
            real.plans_the_same(&before, &after)
        });
        trial.with_kind(newer.unwrap_or_default()).with_ignored_flag(is_newer)
    })
}

/// The trials of a tree: its roots are planned.
fn plans(real: &Arc<Real>, name: &str, suite: &Arc<Suite>) -> Vec<Trial> {
    let rewritten = Arc::new(Rewritten { suite: Arc::clone(suite), tree: OnceLock::default() });
    let trial = |root: PathBuf| {
        let (real, rewritten) = (Arc::clone(real), Arc::clone(&rewritten));
        let what = format!("{name}: the real provider plans {}", root.display());
        Trial::test(what, move || real.plans(&rewritten, &root))
    };
    tree::roots(suite.source()).into_iter().map(trial).collect()
}

/// The trials of roots that are made.
fn applied(real: &Arc<Real>, suites: &[(String, Arc<Suite>)]) -> Result<Vec<Trial>, Failed> {
    let suite = |tree: &str| {
        let suite = suites.iter().find(|(name, _)| name == tree);
        suite.map(|(_, suite)| Arc::clone(suite)).ok_or_else(|| format!("there is no {tree}"))
    };
    let all = applied::all()?;
    let mut trials = Vec::new();
    for made in all.root {
        let (real, suite) = (Arc::clone(real), suite(&made.tree)?);
        let what = format!("{}: the real provider makes {}", made.tree, made.root.display());
        let wanted = made.gate || crate::deep();
        let trial = Trial::test(what, move || real.applies(&suite, &made));
        trials.push(if wanted { trial } else { crate::left_out(trial) });
    }
    for made in all.expanded {
        let (real, suite) = (Arc::clone(real), suite(&made.tree)?);
        let roots: Vec<String> = made.roots.iter().map(|one| one.display().to_string()).collect();
        let what =
            format!("{}: the real provider makes {}, expanded", made.tree, roots.join(" and "));
        let trial = Trial::test(what, move || real.expands(&suite, &made));
        trials.push(if crate::deep() { trial } else { crate::left_out(trial) });
    }
    Ok(trials)
}

fn every_rule_has_a_use(sources: &[PathBuf]) -> Result<(), Failed> {
    let dialect = Dialect::read()?;
    let mut used = Used::new();
    for source in sources {
        used.append(&mut dialect.rewrite(Tree::copy(source)?.path())?);
    }
    let idle: Vec<String> = dialect.entries().difference(&used).cloned().collect();
    if idle.is_empty() { Ok(()) } else { Err(format!("no golden tree needs {idle:?}").into()) }
}

/// A change: its name, the way, and which of its changes it is.
type Pair = (String, Arc<Walk>, usize);

/// The changes of all ways.
fn pairs(walks: &[Arc<Walk>]) -> Result<Vec<Pair>, Failed> {
    let mut pairs = Vec::new();
    for walk in walks {
        let changes = walk.changes()?;
        for change in 0..changes {
            let step = if changes > 1 { format!(", step {}", change + 1) } else { String::new() };
            let name = format!("{}{step}", walk.name);
            pairs.push((name, Arc::clone(walk), change));
        }
    }
    if pairs.iter().any(|(name, ..)| name == PAIR) {
        Ok(pairs)
    } else {
        Err(format!("there is no {PAIR}").into())
    }
}
