//! `topogen check`: the findings of some files, in some format.

use super::{
    args::{CheckArgs, Format},
    fix,
    levels::levels,
    loaded::Loaded,
    outcome::Outcome,
    terminal::Terminal,
};
use crate::diag::{Counts, counted, github, json, sarif};

/// Reports what is wrong.
pub(super) fn check(args: &CheckArgs, terminal: &Terminal) -> Outcome {
    let levels = match levels(&args.levels) {
        Ok(levels) => levels,
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
    };
    if args.diff && args.format != Format::Text {
        terminal.error("error: `--diff` is for people\n  = help: leave out `--format`\n");
        return Outcome::Usage;
    }
    let (mut loaded, mut mended, mut outcome) = (Vec::new(), 0, Outcome::Done);
    for path in &args.files {
        let mut file = Loaded::new(path, &levels);
        if args.diff && file.is_read() {
            outcome = outcome.max(fix::show(&file, &levels, terminal));
        } else if args.fix && file.is_read() {
            let (left, number, written) = fix::mend(path, file, &levels, terminal);
            (file, mended, outcome) = (left, mended + number, outcome.max(written));
        }
        outcome = outcome.max(file.outcome());
        if let Some(bug) = file.bug() {
            outcome = outcome.max(terminal.failed(bug));
        }
        loaded.push(file);
    }
    if args.diff {
        // What is shown is all that stdout has.
        for file in &loaded {
            file.show(terminal);
        }
        return outcome;
    }
    outcome.max(report(&loaded, mended, args.format, terminal))
}

/// Writes the findings of all files.
fn report(loaded: &[Loaded], mended: usize, format: Format, terminal: &Terminal) -> Outcome {
    match format {
        Format::Text => {
            for file in loaded {
                file.show(terminal);
            }
            terminal.result(total(loaded, mended))
        }
        Format::Json => {
            let mut report = json::Report::new();
            for file in loaded {
                report.add(&file.source, &file.diags.shown());
            }
            super::document::json(&report, terminal)
        }
        Format::Sarif => {
            let mut log = sarif::Log::new();
            for file in loaded {
                log.add(&file.source, &file.diags.shown());
            }
            super::document::json(&log.document(), terminal)
        }
        Format::Github => {
            let commands =
                loaded.iter().map(|file| github::render(&file.source, &file.diags.shown()));
            terminal.result(commands.collect::<String>())
        }
    }
}

/// `2 mended; 9 errors, 1 warning in 3 files`
fn total(loaded: &[Loaded], mended: usize) -> String {
    let found: Counts = loaded.iter().map(|file| file.diags.found()).sum();
    let found = found.in_words().unwrap_or_else(|| "nothing found".to_owned());
    let mended = if mended > 0 { format!("{mended} mended; ") } else { String::new() };
    format!("{mended}{found} in {}\n", counted(loaded.len(), "file"))
}
