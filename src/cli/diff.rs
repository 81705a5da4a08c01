//! `topogen diff`: what a change of a topology means, against what is committed.

use std::path::{Path, PathBuf};

use super::{
    args::{DiffArgs, DiffFormat},
    loaded::Loaded,
    outcome::Outcome,
    roots,
    terminal::Terminal,
};
use crate::{
    Checked,
    diag::{Diagnostics, Levels, github, sarif, shown},
    diff::{self, Comparison, Document, Findings, Origin, Side, Yours},
    generation::{self, Repository},
    hazard::Level,
    inventory::Files,
    source::{Source, printable},
    topology::Day,
    tree,
};

/// Why there is nothing to compare with.
type Problem = (Outcome, String);

/// Compares each file's tree with the one before.
pub(super) fn diff(args: &DiffArgs, terminal: &Terminal) -> Outcome {
    let (roots, levels) = match roots::asked(&args.files, args.out.as_deref(), &args.levels) {
        Ok(asked) => asked,
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
    };
    let loaded: Vec<Loaded> = args.files.iter().map(|file| Loaded::new(file, &levels)).collect();
    for file in &loaded {
        file.show(terminal);
    }
    let outcome = loaded.iter().map(Loaded::outcome).max().unwrap_or(Outcome::Invalid);
    if outcome != Outcome::Done {
        return outcome;
    }
    let today = match args.today.as_deref().map(|text| Day::parse(text).ok_or(text)).transpose() {
        Ok(today) => today,
        Err(text) => {
            let problem = format_args!(
                "error: `{}` is not a day\n  = help: write it like `2027-01-31`\n",
                shown(text)
            );
            terminal.error(problem);
            return Outcome::Usage;
        }
    };
    let mut comparisons = Vec::new();
    for ((file, root), path) in loaded.into_iter().zip(&roots).zip(&args.files) {
        match compare(file, path, root, args.against.as_deref()) {
            Ok(mut comparison) => {
                comparison.accept(today.or_else(|| of_head(root)));
                comparisons.push(comparison);
            }
            Err((outcome, problem)) => {
                terminal.error(format_args!("error: {problem}\n"));
                return outcome;
            }
        }
    }
    let written = write(&comparisons, args.format, terminal);
    written.max(verdict(&comparisons, args))
}

/// The day of the last commit: no clock is asked, so that the same commit says the same for ever.
pub(super) fn of_head(root: &Path) -> Option<Day> {
    let head = Repository::of(root).ok()?.commit("HEAD").ok()?;
    Day::parse(&head.day)
}

fn write(comparisons: &[Comparison], format: DiffFormat, terminal: &Terminal) -> Outcome {
    match format {
        DiffFormat::Json => super::document::json(&Document::new(comparisons), terminal),
        DiffFormat::Sarif => {
            let mut log = sarif::Log::new();
            for found in comparisons.iter().filter_map(Findings::of) {
                log.add(found.source, &found.shown());
            }
            super::document::json(&log.document(), terminal)
        }
        DiffFormat::Github => {
            let found = comparisons.iter().filter_map(Findings::of);
            let commands = found.map(|found| github::render(found.source, &found.shown()));
            terminal.result(commands.collect::<String>())
        }
        DiffFormat::Markdown => terminal.result(diff::markdown(comparisons)),
        DiffFormat::Text => terminal.result(diff::text(comparisons)),
    }
}

/// What the exit status says.
fn verdict(comparisons: &[Comparison], args: &DiffArgs) -> Outcome {
    let worst = comparisons.iter().map(Comparison::level).max().unwrap_or(Level::Safe);
    if args.fail_on.is_some_and(|level| Level::from(level) <= worst) {
        return Outcome::Short;
    }
    let changed = comparisons.iter().any(Comparison::is_change);
    if args.exit_code && changed { Outcome::Differs } else { Outcome::Done }
}

fn compare(
    loaded: Loaded,
    file: &Path,
    root: &Path,
    against: Option<&Path>,
) -> Result<Comparison, Problem> {
    let Loaded { source, checked, .. } = loaded;
    let checked = checked.ok_or_else(|| (Outcome::Invalid, String::new()))?;
    let failed = |error: &dyn std::fmt::Display| (Outcome::Failed, error.to_string());
    let tree = crate::render(&checked).map_err(|bug| failed(&bug))?;
    let on_disk = tree.compare(root).map_err(|error| failed(&error))?;
    let yours = generation::beside(root, &on_disk)
        .map_err(|error| failed(&format_args!("cannot read {}: {error}", printable(root))))?;
    let in_the_way = yours.in_the_way;
    let yours = Yours::new(yours.files);
    let (origin, before) = before(file, root, against, &yours)?;
    let after = Side {
        files: yours.beside(&Files::of(&tree)),
        yours,
        source: Some(source),
        checked: Some(checked),
        ..Side::default()
    };
    let (topology, tree) = (printable(file), printable(root));
    let mut comparison =
        Comparison::new(topology, tree, origin, before, after).map_err(|bug| failed(&bug))?;
    comparison.notes.extend(in_the_way.iter().map(|path| {
        format!("`topogen render` would not replace `{path}`: it was edited by hand, or is not topogen's")
    }));
    Ok(comparison)
}

/// The side that the tree is compared with.
fn before(
    file: &Path,
    root: &Path,
    against: Option<&Path>,
    yours: &Yours,
) -> Result<(Origin, Side), Problem> {
    match against {
        Some(path) if path.is_dir() => folder(path, root),
        Some(path) if path.exists() => topology(path, yours),
        name => {
            let name = name.map_or(Some("HEAD"), Path::to_str);
            let name = name.ok_or_else(|| (Outcome::Usage, "`--against` is no text".to_owned()))?;
            revision(file, root, name)
        }
    }
}

/// A tree on the disk: the folder itself, or the one in it that is named like the topology.
fn folder(path: &Path, root: &Path) -> Result<(Origin, Side), Problem> {
    let inner = root.file_name().map(|stem| path.join(stem));
    let has_tree = |path: &PathBuf| path.join(tree::MANIFEST).is_file();
    let inner = inner.filter(has_tree).filter(|_| !has_tree(&path.to_owned()));
    let path = inner.unwrap_or_else(|| path.to_owned());
    let files = generation::read(&path)
        .map_err(|error| (Outcome::Failed, format!("cannot read {}: {error}", printable(&path))))?;
    Ok((Origin::Folder(printable(&path)), Side { files, ..Side::default() }))
}

/// A topology on the disk.
fn topology(path: &Path, yours: &Yours) -> Result<(Origin, Side), Problem> {
    let loaded = Loaded::new(path, &Levels::default());
    let Some(checked) = loaded.checked else {
        let problem = format!(
            "{} has errors\n  = help: `topogen check` says which; or name a folder or a commit with `--against`",
            printable(path)
        );
        return Err((loaded_outcome(path), problem));
    };
    let tree = crate::render(&checked).map_err(|bug| (Outcome::Failed, bug.to_string()))?;
    let side = Side {
        files: yours.beside(&Files::of(&tree)),
        yours: yours.clone(),
        source: Some(loaded.source),
        checked: Some(checked),
        ..Side::default()
    };
    Ok((Origin::Topology(printable(path)), side))
}

fn loaded_outcome(path: &Path) -> Outcome {
    Loaded::new(path, &Levels::default()).outcome()
}

/// What a commit has at the same place.
fn revision(file: &Path, root: &Path, name: &str) -> Result<(Origin, Side), Problem> {
    let failed = |error: generation::GitError| (Outcome::Failed, error.to_string());
    let repository = Repository::of(root).map_err(failed)?;
    let commit = repository.commit(name).map_err(failed)?;
    let folder = repository.inside(root).unwrap_or_default();
    let files = repository.files(&commit, &folder).map_err(failed)?;
    let manifest = repository
        .file(&commit, &format!("{folder}/{}", tree::MANIFEST))
        .map_err(failed)?
        .unwrap_or_default();
    let text = match repository.inside(file) {
        Some(path) => repository.file(&commit, &path).map_err(failed)?,
        None => None,
    };
    let source = text.map(|text| Source::new(file.display().to_string(), text));
    let checked: Option<Checked> =
        source.as_ref().and_then(|source| crate::check(source, &mut Diagnostics::new()).ok());
    let mut side =
        Side { files, listed: tree::listed(&manifest), source, checked, ..Side::default() };
    let mut rendered = false;
    if side.files == Files::default()
        && let Some(checked) = &side.checked
    {
        let tree = crate::render(checked).map_err(|bug| (Outcome::Failed, bug.to_string()))?;
        side.files = Files::of(&tree);
        rendered = true;
    }
    let (name, commit) = (name.to_owned(), commit.hash);
    Ok((Origin::Revision { name, commit, rendered }, side))
}
