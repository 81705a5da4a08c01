//! Commands that print a document: explanations, the schema, completions, manual pages.

use clap::CommandFactory;
use clap_complete::Shell;
use serde::Serialize;

use super::{args::Args, outcome::Outcome, terminal::Terminal};
use crate::{
    bug::bug,
    diag::{Code, closest, shown},
    hazard::{self, Kind},
    registry, schema,
};

/// Prints a value as JSON.
pub(super) fn json(value: &impl Serialize, terminal: &Terminal) -> Outcome {
    match serde_json::to_string_pretty(value) {
        Ok(text) => terminal.result(format_args!("{text}\n")),
        Err(error) => terminal.failed(bug(error)),
    }
}

/// Says what a finding means, or lists all.
pub(super) fn explain(slug: Option<&str>, terminal: &Terminal) -> Outcome {
    let Some(slug) = slug else {
        let all = registry::codes();
        let findings = all.iter().map(|code| (code.slug, code.severity.as_str(), code.summary));
        let mut hazards: Vec<&Code> = hazard::kinds().map(|kind| &kind.code).collect();
        hazards.sort_unstable_by_key(|code| code.slug);
        let hazards = hazards.into_iter().map(|code| (code.slug, "hazard", code.summary));
        let all: Vec<_> = findings.chain(hazards).collect();
        let width = all.iter().map(|(slug, ..)| slug.len()).max().unwrap_or_default();
        let line = |(slug, what, summary): &(&str, &str, &str)| {
            format!("{slug:<width$} {what:<8} {summary}\n")
        };
        return terminal.result(all.iter().map(line).collect::<String>());
    };
    if let Some(Kind { code, instead, .. }) = hazard::kinds().find(|kind| kind.code.slug == slug) {
        return terminal.result(format_args!(
            "hazard[{}]: {}\n\n{}\n\n{}\n",
            code.slug,
            code.summary,
            wrap(&format!("Effect: {}.", code.explanation), 80),
            wrap(&format!("Instead: {instead}."), 80)
        ));
    }
    match find_code(slug) {
        Ok(code) => terminal.result(format_args!(
            "{}[{}]: {}\n\n{}\n",
            code.severity.as_str(),
            code.slug,
            code.summary,
            wrap(code.explanation, 80)
        )),
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            Outcome::Usage
        }
    }
}

/// The kind of finding that somebody names.
pub(super) fn find_code(slug: &str) -> Result<&'static Code, String> {
    let all = registry::codes();
    if let Some(code) = all.iter().find(|code| code.slug == slug) {
        return Ok(code);
    }
    let hint = match closest(slug, all.iter().map(|code| code.slug)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`topogen explain` lists all codes".to_owned(),
    };
    Err(format!("there is no finding `{}`\n  = help: {hint}", shown(slug)))
}

/// Breaks lines at spaces.
fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// Prints the JSON Schema.
pub(super) fn schema(terminal: &Terminal) -> Outcome {
    json(schema::schema(), terminal)
}

/// Prints completions for a shell.
pub(super) fn completions(shell: Shell, terminal: &Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "topogen", &mut script);
    terminal.result(String::from_utf8_lossy(&script))
}

/// Prints a manual page.
pub(super) fn man(name: Option<&str>, terminal: &Terminal) -> Outcome {
    let mut command = Args::command();
    command.build();
    if let Some(name) = name {
        let Some(found) = command.find_subcommand(name) else {
            let known = command.get_subcommands().map(clap::Command::get_name);
            let hint = match closest(name, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`topogen --help` lists all commands".to_owned(),
            };
            terminal.error(format_args!(
                "error: there is no command `{}`\n  = help: {hint}\n",
                shown(name)
            ));
            return Outcome::Usage;
        };
        command = found.clone();
    }
    let mut page = Vec::new();
    match clap_mangen::Man::new(command).render(&mut page) {
        Ok(()) => terminal.result(String::from_utf8_lossy(&page)),
        Err(error) => terminal.failed(bug(error)),
    }
}
