//! A topology that changes, step by step: what each step plans and makes.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Failed, Trial};

use super::{APPLY, INIT, PLAN, render};
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

/// Where a root keeps the plan that was applied.
pub(crate) const PLANNED: &str = "plan";

/// A way from topology to topology, gone once, by whoever asks first.
pub(crate) struct Walk {
    pub(crate) name: String,
    promise: &'static str,
    terraform: Arc<Terraform>,
    /// What is applied already, where the way begins there.
    start: Option<Arc<Suite>>,
    topologies: Topologies,
    steps: OnceLock<Result<Vec<Step>, String>>,
}

/// The topologies of a way, without the one that is applied already.
pub(super) type Topologies = Box<dyn Fn() -> Result<Vec<String>, Failed> + Send + Sync>;

/// A tree that was applied, with the plans of its roots in `PLANNED`.
struct Step {
    tree: Tree,
    /// What was printed of each root's plan.
    told: Vec<(PathBuf, String)>,
}

impl Walk {
    pub(super) fn new(
        (name, promise): (String, &'static str),
        terraform: &Arc<Terraform>,
        start: Option<Arc<Suite>>,
        topologies: Topologies,
    ) -> Arc<Self> {
        let (terraform, steps) = (Arc::clone(terraform), OnceLock::new());
        Arc::new(Self { name, promise, terraform, start, topologies, steps })
    }

    /// That no step destroys anything, and that each of them changes something.
    pub(super) fn trial(self: &Arc<Self>) -> Trial {
        let walk = Arc::clone(self);
        Trial::test(format!("{}{}", self.name, self.promise), move || walk.destroys_nothing())
    }

    fn destroys_nothing(&self) -> Result<(), Failed> {
        let first = usize::from(self.start.is_none());
        for (number, step) in self.steps()?.iter().enumerate() {
            for (root, plan) in &step.told {
                let destroyed = super::destroyed(plan);
                if !destroyed.is_empty() {
                    return Err(format!("{} destroys {destroyed:?}", root.display()).into());
                }
            }
            if number >= first && step.told.iter().all(|(_, plan)| plan.contains("No changes.")) {
                return Err("the change planned nothing at all".into());
            }
        }
        Ok(())
    }

    /// How many changes there are, each from one tree to another.
    pub(crate) fn changes(&self) -> Result<usize, Failed> {
        let trees = (self.topologies)()?.len() + usize::from(self.start.is_some());
        Ok(trees.saturating_sub(1))
    }

    /// What was applied before a change, and after it.
    pub(crate) fn pair(&self, change: usize) -> Result<(&Tree, &Tree), Failed> {
        let start = self.start.as_ref().map(|suite| suite.applied()).transpose()?;
        let steps = self.steps()?.iter().map(|step| &step.tree);
        let mut trees = start.into_iter().chain(steps).skip(change);
        let pair = trees.next().zip(trees.next());
        pair.ok_or_else(|| format!("{} has no change {change}", self.name).into())
    }

    fn steps(&self) -> Result<&[Step], Failed> {
        let steps = self.steps.get_or_init(|| {
            self.go().map_err(|failed| failed.message().unwrap_or("failed").to_owned())
        });
        steps.as_deref().map_err(Failed::from)
    }

    /// Applies every topology to the states that the one before left, root by root.
    fn go(&self) -> Result<Vec<Step>, Failed> {
        let start = self.start.as_ref().map(|suite| suite.applied()).transpose()?;
        let mut steps: Vec<Step> = Vec::new();
        for topology in (self.topologies)()? {
            let tree = Tree::copy(render(&topology)?.path())?;
            if let Some(before) = steps.last().map(|step| &step.tree).or(start) {
                tree.inherit(before)?;
            }
            let mut told = Vec::new();
            for root in &tree.roots {
                self.terraform.run(&tree.root(root), INIT)?.expect(0)?;
                let plan = self.terraform.run(&tree.root(root), PLAN)?.expect(0)?;
                self.terraform.run(&tree.root(root), APPLY)?.expect(0)?;
                told.push((root.clone(), plan.text));
            }
            steps.push(Step { tree, told });
        }
        Ok(steps)
    }
}
