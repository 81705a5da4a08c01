//! `topogen diff`: what a change of a topology means, against what is committed.

use std::path::Path;

use super::{
    args::{DiffArgs, DiffFormat},
    loaded::Loaded,
    outcome::Outcome,
    roots,
    sides::{self, Problem},
    terminal::Terminal,
};
use crate::{
    diag::{github, sarif, shown},
    diff::{self, Comparison, Document, Findings},
    generation::Repository,
    hazard::Level,
    source::printable,
    topology::Day,
};

/// Compares each file's tree with the one before.
pub(super) fn diff(args: &DiffArgs, terminal: &Terminal) -> Outcome {
    let asked = roots::loaded(&args.files, args.out.as_deref(), &args.levels, terminal);
    let (loaded, roots) = match asked {
        Ok(asked) => asked,
        Err(outcome) => return outcome,
    };
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
                comparison.accept(|| today.or_else(|| of_head(root)));
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
    let repository = Repository::of(root).ok()?;
    let head = repository.commit("HEAD").ok()?;
    Day::parse(&repository.day(&head).ok()?)
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
            terminal.result(github::first(&commands.collect::<String>()))
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
    let (after, in_the_way) = sides::after(loaded, root)?;
    let (origin, before) = sides::before(file, root, against, &after.yours)?;
    let (topology, tree) = (printable(file), printable(root));
    let mut comparison = Comparison::new(topology, tree, origin, before, after)
        .map_err(|bug| (Outcome::Failed, bug.to_string()))?;
    comparison.notes.extend(in_the_way.iter().map(|path| {
        format!("`topogen render` would not replace `{path}`: it was edited by hand, or is not topogen's")
    }));
    Ok(comparison)
}
