//! Trees of other versions of topogen: what an older one wrote differently, and what this one plans on that.
//!
//! `versions.toml` leads from today's tree of a topology back to one that an older topogen may have written. From the first
//! release on, trees that really were written by an older one lie in the folder that `TOPOGEN_OLDER` names: each in a
//! folder of its own as `tree`, with its `topology.toml` beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use topogen::inventory::Files;

use super::judge::{Predicted, judge};
use super::truth::{self, Truth};
use crate::rendered;
use crate::support::terraform::Terraform;

/// Names the folder with what older versions wrote.
const OLDER: &str = "TOPOGEN_OLDER";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Versions {
    version: Vec<Version>,
}

/// What differs between two versions.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    what: String,
    /// A topology of the repository.
    of: String,
    /// What leads from today's tree to the older one.
    older: Vec<Edit>,
    /// What leads to a newer one.
    #[serde(default)]
    newer: Vec<Edit>,
    /// The codes of what of it can do harm.
    #[serde(default)]
    hazards: BTreeSet<String>,
    /// Whether a plain run has it.
    #[serde(default)]
    gate: bool,
}

/// A text of a file, and what stands for it; a file that is not there is new.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    #[serde(default)]
    from: String,
    to: String,
}

pub(super) fn trials(terraform: &Arc<Terraform>) -> Result<Vec<Trial>, Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/predicted/versions.toml");
    let versions: Versions = toml::from_str(&fs::read_to_string(file)?)?;
    let trial = |version: Version| {
        let (terraform, gate) = (Arc::clone(terraform), version.gate || crate::deep());
        let name = format!("predicted/versions: {}", version.what);
        let trial = Trial::test(name, move || version.judge(&terraform));
        if gate { trial } else { crate::left_out(trial) }
    };
    let mut trials: Vec<Trial> = versions.version.into_iter().map(trial).collect();
    let folder = env::var_os(OLDER).map(PathBuf::from);
    for entry in
        folder.iter().map(fs::read_dir).collect::<Result<Vec<_>, _>>()?.into_iter().flatten()
    {
        let folder = entry?.path();
        let terraform = Arc::clone(terraform);
        let name = format!("predicted/older: {}", folder.display());
        trials.push(Trial::test(name, move || {
            let topology = fs::read_to_string(folder.join("topology.toml"))?;
            let newer = rendered::render(&topology)?;
            judge_trees(&terraform, [&folder.join("tree"), newer.path()], None)
        }));
    }
    Ok(trials)
}

impl Version {
    fn judge(&self, terraform: &Terraform) -> Result<(), Failed> {
        let topology = rendered::read(&self.of)?;
        let [older, newer] = [rendered::render(&topology)?, rendered::render(&topology)?];
        for (tree, edits) in [(&older, &self.older), (&newer, &self.newer)] {
            edits.iter().try_for_each(|edit| edit.make(tree.path()))?;
        }
        judge_trees(terraform, [older.path(), newer.path()], Some(&self.hazards))
    }
}

impl Edit {
    fn make(&self, tree: &Path) -> Result<(), Failed> {
        let path = tree.join(&self.file);
        if self.from.is_empty() && !path.exists() {
            return Ok(fs::write(path, &self.to)?);
        }
        let text = fs::read_to_string(&path)?;
        if self.from.is_empty() || !text.contains(&self.from) {
            return Err(format!("{} does not hold {:?}", self.file, self.from).into());
        }
        Ok(fs::write(path, text.replace(&self.from, &self.to))?)
    }
}

fn judge_trees(
    terraform: &Terraform,
    [older, newer]: [&Path; 2],
    hazards: Option<&BTreeSet<String>>,
) -> Result<(), Failed> {
    let predicted = Predicted::new([&files(older)?, &files(newer)?]);
    let first = truth::applied(terraform, older)?;
    let (truth, _) = Truth::on(terraform, &first, newer)?;
    judge(&truth, &predicted, hazards)
}

/// All files of a tree.
fn files(tree: &Path) -> Result<Files, Failed> {
    let mut files = Files::default();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(tree.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().into_string().map_err(|_| "a name is no text")?;
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                files.insert(path, &fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}
