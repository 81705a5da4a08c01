//! `topogen render`: one comparison per tree, with three endings: write, `--check`, `--diff`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    args::{RenderArgs, RenderFormat},
    levels::levels,
    loaded::Loaded,
    outcome::Outcome,
    overwrite,
    terminal::Terminal,
};
use crate::{
    diag::github,
    source::printable,
    tree::{Change, Comparison, Tree, Written},
};

/// Renders all files, or none when one of them is wrong.
pub(super) fn render(args: &RenderArgs, terminal: &Terminal) -> Outcome {
    let (roots, levels) = match roots(args).and_then(|roots| Ok((roots, levels(&args.levels)?))) {
        Ok(arguments) => arguments,
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
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
    match compared {
        Ok(compared) => finish(compared, args, terminal),
        Err::<_, crate::tree::TreeError>(error) => terminal.failed(error),
    }
}

fn finish(
    compared: Vec<(Comparison<'_>, &Path)>,
    args: &RenderArgs,
    terminal: &Terminal,
) -> Outcome {
    let given_up = match overwrite::given_up(&compared, &args.overwrite) {
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
                advice(comparison),
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
fn advice(comparison: &Comparison<'_>) -> &'static str {
    if comparison.conflicts().next().is_none() {
        return "run `topogen render` again";
    }
    "see `--diff`, then move what was edited into files of your own, or give it up with `--overwrite PATH`"
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

/// Where each file's tree goes: a folder named like the file, in `--out` or beside the file.
fn roots(args: &RenderArgs) -> Result<Vec<PathBuf>, String> {
    let mut owners: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut roots = Vec::new();
    for file in &args.files {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| is_plain(stem));
        let Some(stem) = stem else {
            return Err(format!(
                "{} cannot name a folder; a file name is letters, digits, `-`, `_` and `.`, and ends in .toml",
                printable(file)
            ));
        };
        if file.extension().is_none() {
            return Err(format!(
                "{} has no extension, so its tree would have to stand where the file is",
                printable(file)
            ));
        }
        let parent = file.parent().unwrap_or(Path::new(""));
        let folder = args.out.as_deref().unwrap_or(parent);
        let root = folder.join(stem);
        // One folder has many names, and some file systems take `Shop` and `shop` for one.
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let place = named.canonicalize().unwrap_or_else(|_| named.to_owned());
        if let Some(other) = owners.insert(place.join(stem.to_ascii_lowercase()), file) {
            let (other, file) = (printable(other), printable(file));
            let root = printable(&root);
            return Err(format!("{other} and {file} would both be rendered to {root}"));
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
