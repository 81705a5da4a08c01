//! A job for each root, and what it comes after.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    bug::{Bug, bug},
    inventory::Inventory,
};

/// The folder whose roots are applied one after the other: what is wrong with a release meets one region and not all.
const REGIONS: &str = "regions";

/// A tree in a repository.
pub(crate) struct Piped {
    /// Its folder, from the repository's top.
    pub(crate) folder: String,
    /// Its roots in the order in which they are applied; the tree itself is the empty text.
    pub(crate) order: Vec<String>,
    pub(crate) inventory: Inventory,
}

/// What the templates call their own jobs.
const TAKEN: [&str; 3] = ["affected", "topogen-gone", "topogen-plan"];

/// What applies a root.
#[derive(Debug, Serialize)]
pub(super) struct Job {
    /// Also the name of its environment.
    pub(super) id: String,
    /// Its folder, from the repository's top.
    pub(super) path: String,
    /// The jobs that have to have ended well: all of the step before it.
    pub(super) needs: Vec<String>,
    /// In which step it is, from 1.
    pub(super) group: usize,
    /// Somebody lets it begin: it is a region, and one has been applied.
    pub(super) stop: bool,
    /// The jobs of the roots whose outputs it reads.
    pub(super) reads: Vec<String>,
    /// From its folder, the modules that it is made of.
    pub(super) modules: Vec<String>,
}

/// All of them, tree by tree.
pub(super) fn jobs(trees: &[Piped]) -> Result<Vec<Job>, Bug> {
    let mut jobs: Vec<Job> = Vec::new();
    for tree in trees {
        jobs.extend(of(tree));
    }
    let names: BTreeSet<&str> = jobs.iter().map(|job| job.id.as_str()).collect();
    if names.len() != jobs.len() {
        return Err(bug("two roots would have one name in the pipeline"));
    }
    Ok(jobs)
}

fn of(tree: &Piped) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    let (mut step, mut before, mut layer): (Vec<String>, Vec<String>, &str) =
        (Vec::new(), Vec::new(), "");
    let mut group = 0;
    for dir in &tree.order {
        let own = dir.split('/').next().unwrap_or_default();
        let is_region = own == REGIONS && dir != REGIONS;
        if step.is_empty() || is_region || own != layer {
            group += 1;
            before = std::mem::take(&mut step);
        }
        let waits = is_region && own == layer;
        layer = own;
        let root = tree.inventory.roots.get(if dir.is_empty() { "." } else { dir });
        let reads = root.into_iter().flat_map(|root| &root.reads).map(|read| id(tree, read));
        let folders = root.into_iter().flat_map(|root| &root.folders);
        let up = dir.split('/').filter(|part| !part.is_empty()).map(|_| "../").collect::<String>();
        let foreign = |folder: &&String| !up.is_empty() && *folder != dir;
        let job = Job {
            id: id(tree, dir),
            path: path(tree, dir),
            needs: before.clone(),
            group,
            stop: waits,
            reads: reads.collect(),
            modules: folders.filter(foreign).map(|folder| format!("{up}{folder}")).collect(),
        };
        step.push(job.id.clone());
        jobs.push(job);
    }
    jobs
}

fn path(tree: &Piped, dir: &str) -> String {
    [tree.folder.as_str(), dir]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("/")
}

/// A name for a job, an environment and a project alike.
fn id(tree: &Piped, dir: &str) -> String {
    let stem = tree.folder.rsplit('/').next().unwrap_or_default();
    let whole =
        if dir.is_empty() || dir == "." { stem.to_owned() } else { format!("{stem}-{dir}") };
    let name: String = whole.chars().map(|c| if c == '/' || c == '.' { '-' } else { c }).collect();
    // A job's name does not begin with a digit.
    let is_one = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_one && !TAKEN.contains(&name.as_str()) { name } else { format!("tree-{name}") }
}
