//! `topogen render`: one comparison per tree, with three endings: write, `--check`, `--diff`.

use std::{collections::BTreeSet, path::Path};

use super::{
    args::{RenderArgs, RenderFormat},
    hazards,
    loaded::Loaded,
    outcome::Outcome,
    overwrite, roots,
    terminal::Terminal,
};
use crate::{
    diag::github,
    hazard::Level,
    source::printable,
    tree::{Change, Comparison, Tree, Written},
};

/// Renders all files, or none when one of them is wrong.
pub(super) fn render(args: &RenderArgs, terminal: &Terminal) -> Outcome {
    let asked = roots::asked(&args.files, args.out.as_deref(), &args.levels, terminal);
    let (roots, levels) = match asked {
        Ok(asked) => asked,
        Err(outcome) => return outcome,
    };
    let loaded: Vec<Loaded> = args.files.iter().map(|file| Loaded::new(file, &levels)).collect();
    for file in &loaded {
        match args.format {
            RenderFormat::Text => file.show(terminal),
            RenderFormat::Github => {
                terminal.error(github::render(&file.source, &file.diags.shown()));
            }
        }
    }
    let checked: Option<Vec<_>> = loaded.iter().map(|file| file.checked.as_ref()).collect();
    let Some(checked) = checked else {
        return loaded.iter().map(Loaded::outcome).max().unwrap_or(Outcome::Invalid);
    };
    let trees: Result<Vec<Tree>, _> = checked.into_iter().map(crate::render).collect();
    let trees = match trees {
        Ok(trees) => trees,
        Err(bug) => return terminal.failed(bug),
    };
    let pairs = trees.iter().zip(&roots);
    let compared: Result<Vec<_>, _> =
        pairs.map(|(tree, root)| Ok((tree.compare(root)?, root.as_path()))).collect();
    let compared = match compared {
        Ok(compared) => compared,
        Err::<_, crate::tree::TreeError>(error) => return terminal.failed(error),
    };
    // What is only compared does no harm.
    let is_asked = args.deny_hazards.is_some() || !(args.check || args.diff);
    let hazards = loaded.iter().zip(&trees).zip(&compared).filter(|_| is_asked);
    let hazards = hazards.map(|((file, tree), (comparison, root))| {
        hazards::told(file, tree, comparison, root, terminal)
    });
    match hazards.collect::<Result<Vec<Level>, _>>() {
        Ok(levels) => {
            let worst = levels.into_iter().max().unwrap_or(Level::Safe);
            if args.deny_hazards.is_some_and(|level| Level::from(level) <= worst) {
                terminal.error("error: nothing is written: `--deny-hazards`\n");
                return Outcome::Short;
            }
        }
        Err(problem) => return terminal.failed(problem),
    }
    let command = roots::command("render", &args.files, args.out.as_deref());
    let (check, diff, overwrite) = (args.check, args.diff, &args.overwrite);
    finish(compared, &Ending { check, diff, overwrite, command }, terminal)
}

/// What is done with comparisons.
pub(super) struct Ending<'a> {
    pub(super) check: bool,
    pub(super) diff: bool,
    pub(super) overwrite: &'a [String],
    /// What writes the trees.
    pub(super) command: String,
}

/// Writes the trees, or shows what would be written.
pub(super) fn finish(
    compared: Vec<(Comparison<'_>, &Path)>,
    args: &Ending<'_>,
    terminal: &Terminal,
) -> Outcome {
    let given_up = match overwrite::given_up(&compared, args.overwrite) {
        Ok(given_up) => given_up,
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
    };
    if !args.check && !args.diff {
        return write(compared, &given_up, terminal);
    }
    let mut outcome = Outcome::Done;
    for ((comparison, root), given_up) in compared.iter().zip(&given_up) {
        if args.diff {
            outcome = outcome.max(terminal.result(comparison.diff()));
        }
        if args.check && !comparison.is_clean() {
            outcome = outcome.max(Outcome::Differs);
            terminal.error(format_args!(
                "{}: not what would be written; {}\n{}",
                printable(root),
                advice(comparison, &args.command),
                summary(comparison)
            ));
        } else if let (true, Err(error)) = (args.diff, comparison.refuse(given_up)) {
            // What is shown could not be written.
            outcome = outcome.max(terminal.failed(error));
        }
    }
    outcome
}

/// What brings a tree up to date.
fn advice(comparison: &Comparison<'_>, command: &str) -> String {
    if comparison.conflicts().next().is_none() {
        return format!("run `{command}`");
    }
    format!(
        "see `{command} --diff`, then move what was edited into files of your own, or give it up with `--overwrite PATH`"
    )
}

fn write(
    compared: Vec<(Comparison<'_>, &Path)>,
    given_up: &[BTreeSet<String>],
    terminal: &Terminal,
) -> Outcome {
    // Refusals first, so that several trees are written or none.
    for ((comparison, _), given_up) in compared.iter().zip(given_up) {
        if let Err(error) = comparison.refuse(given_up) {
            terminal.error(comparison.conflict_diff(given_up));
            return terminal.failed(error);
        }
    }
    let mut outcome = Outcome::Done;
    for ((comparison, root), given_up) in compared.into_iter().zip(given_up) {
        outcome = outcome.max(match comparison.write(given_up) {
            Ok(written) => terminal.result(done(&written, root)),
            Err(error) => terminal.failed(error),
        });
    }
    outcome
}

/// What a write did, and after the first one where to read on.
fn done(written: &Written, root: &Path) -> String {
    let root = printable(root);
    let (added, modified, removed) =
        (written.added.len(), written.modified.len(), written.removed.len());
    let next = if written.added.iter().any(|path| path == "README.md") {
        format!("next: {root}/README.md says how to apply it\n")
    } else {
        String::new()
    };
    format!("{root}: {added} added, {modified} modified, {removed} removed\n{next}")
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
