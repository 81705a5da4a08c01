//! `topogen render`: one comparison per tree, with three endings: write, `--check`, `--diff`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{Outcome, Terminal, args::RenderArgs, check::Loaded};
use crate::tree::{Change, Comparison, Tree};

/// Renders all files, or none when one of them is wrong.
pub(super) fn render(args: &RenderArgs, terminal: &Terminal) -> Outcome {
    let roots = match roots(args) {
        Ok(roots) => roots,
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
    };
    let loaded: Vec<Loaded> = args.files.iter().map(|file| Loaded::new(file)).collect();
    for file in &loaded {
        file.show(terminal);
    }
    let checked: Option<Vec<_>> = loaded.iter().map(|file| file.checked.as_ref()).collect();
    let Some(checked) = checked else {
        return Outcome::Invalid;
    };
    let trees: Result<Vec<Tree>, _> = checked.into_iter().map(crate::render).collect();
    let trees = match trees {
        Ok(trees) => trees,
        Err(bug) => return failed(bug, terminal),
    };
    let pairs = trees.iter().zip(&roots);
    let compared: Result<Vec<_>, _> =
        pairs.map(|(tree, root)| Ok((tree.compare(root)?, root.as_path()))).collect();
    match compared {
        Ok(compared) => finish(compared, args, terminal),
        Err::<_, crate::tree::TreeError>(error) => failed(error, terminal),
    }
}

fn finish(
    compared: Vec<(Comparison<'_>, &Path)>,
    args: &RenderArgs,
    terminal: &Terminal,
) -> Outcome {
    if !args.check && !args.diff {
        return write(compared, &args.overwrite, terminal);
    }
    let mut outcome = Outcome::Done;
    for (comparison, root) in &compared {
        if args.diff {
            outcome = outcome.max(terminal.result(comparison.diff()));
        }
        if args.check && !comparison.is_clean() {
            outcome = outcome.max(Outcome::Differs);
            terminal.error(format_args!(
                "{}: not what would be written; run `topogen render` again\n{}",
                root.display(),
                summary(comparison)
            ));
        }
    }
    outcome
}

fn write(
    compared: Vec<(Comparison<'_>, &Path)>,
    overwrite: &[String],
    terminal: &Terminal,
) -> Outcome {
    let overwrite: BTreeSet<String> = overwrite.iter().cloned().collect();
    // Refusals first, so that several trees are written or none.
    for (comparison, _) in &compared {
        if let Err(error) = comparison.refuse(&overwrite) {
            terminal.error(comparison.conflict_diff(&overwrite));
            return failed(error, terminal);
        }
    }
    let mut outcome = Outcome::Done;
    for (comparison, root) in compared {
        outcome = outcome.max(match comparison.write(&overwrite) {
            Ok(written) => {
                let (added, modified, removed) =
                    (written.added.len(), written.modified.len(), written.removed.len());
                terminal.result(format_args!(
                    "{}: {added} added, {modified} modified, {removed} removed\n",
                    root.display()
                ))
            }
            Err(error) => failed(error, terminal),
        });
    }
    outcome
}

/// A line per file that is not as it would be written.
fn summary(comparison: &Comparison<'_>) -> String {
    let line = |change: &Change<'_>| {
        let what = match change {
            Change::Add { .. } => "missing",
            Change::Modify { .. } => "out of date",
            Change::Remove { .. } => "no longer generated",
            Change::Conflict { why, .. } => return format!("  {}: {why}\n", change.path()),
        };
        format!("  {}: {what}\n", change.path())
    };
    if comparison.changes.is_empty() {
        return "  .topogen/manifest.json: an interrupted write is to be completed\n".to_owned();
    }
    comparison.changes.iter().map(line).collect()
}

fn failed(error: impl std::fmt::Display, terminal: &Terminal) -> Outcome {
    terminal.error(format_args!("error: {error}\n"));
    Outcome::Failed
}

/// Where each file's tree goes: a folder named like the file, in `--out` or beside the file.
fn roots(args: &RenderArgs) -> Result<Vec<PathBuf>, String> {
    let mut owners: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut roots = Vec::new();
    for file in &args.files {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| is_plain(stem));
        let Some(stem) = stem else {
            return Err(format!(
                "{} cannot name a folder; a file name is letters, digits, `-`, `_` and `.`, and ends in .toml",
                file.display()
            ));
        };
        if file.extension().is_none() {
            return Err(format!(
                "{} has no extension, so its tree would have to stand where the file is",
                file.display()
            ));
        }
        let parent = file.parent().unwrap_or(Path::new(""));
        let root = args.out.as_deref().unwrap_or(parent).join(stem);
        if let Some(other) = owners.insert(root.clone(), file) {
            let (other, file) = (other.display(), file.display());
            return Err(format!("{other} and {file} would both be rendered to {}", root.display()));
        }
        roots.push(root);
    }
    Ok(roots)
}

/// Whether a file stem is safe as a folder name.
fn is_plain(stem: &str) -> bool {
    !stem.starts_with('.')
        && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')
}
