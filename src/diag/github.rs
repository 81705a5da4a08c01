//! Findings as workflow commands of GitHub Actions, which show them at their lines in a pull request:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::fmt::Write as _;

use super::{finding::Diagnostic, levels::Shown};
use crate::source::Source;

/// A line for each finding.
pub(crate) fn render(source: &Source, shown: &Shown<'_>) -> String {
    let mut out = String::new();
    for finding in &shown.findings {
        out.push_str(&command(source, finding));
    }
    if let Some(left_out) = shown.left_out.in_words() {
        let (file, left_out) = (property(source.path()), data(&left_out));
        _ = writeln!(
            out,
            "::notice file={file},title=topogen::not shown: {left_out}; mend these first"
        );
    }
    out
}

/// GitHub shows no more of a level in a step.
const SHOWN: usize = 10;

/// Of all commands of a step those that are shown, errors first; and how many there are more.
pub(crate) fn first(commands: &str) -> String {
    let of = |level: &str| -> Vec<&str> {
        commands.lines().filter(|line| line.starts_with(level)).collect()
    };
    let levels = ["::error ", "::warning ", "::notice "].map(of);
    let more: usize = levels.iter().map(|level| level.len().saturating_sub(SHOWN)).sum();
    let shown = levels.iter().flat_map(|level| level.iter().take(SHOWN));
    let mut out: String = shown.flat_map(|line| [line, "\n"]).collect();
    if more > 0 {
        _ = writeln!(out, "{more} more have no room as annotations: the other formats have them");
    }
    out
}

fn command(source: &Source, finding: &Diagnostic) -> String {
    let (start, end) =
        (source.position(finding.primary.span.start), source.position(finding.primary.span.end));
    let file = property(source.path());
    let mut place = format!("file={file},line={},endLine={}", start.line, end.line);
    // Columns are only understood within one line.
    if start.line == end.line {
        _ = write!(place, ",col={},endColumn={}", start.column, end.column);
    }
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    let help = finding.help.iter().map(|help| format!("help: {}", help.text));
    let lines: Vec<String> =
        [finding.message.clone()].into_iter().chain(notes).chain(help).collect();
    let (severity, title) = (finding.severity.as_str(), property(finding.code.slug));
    format!("::{severity} {place},title={title}::{}\n", data(&lines.join("\n")))
}

/// What stands after the second `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of one of its properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostic, Diagnostics};

    static ANY: Code = Code::warning("any", "a rule", "Why.");

    #[test]
    fn no_text_ends_a_command_or_begins_one() {
        let source = Source::new("a:b,c%\r\n::error::x.toml", "name = 1\n");
        let mut diags = Diagnostics::new();
        let message = "100 %\r\n::error::y";
        diags.push(Diagnostic::new(&ANY, 0..4, message).note("a, b: c").help("x"));
        assert_eq!(
            render(&source, &diags.shown()),
            "::warning file=a%3Ab%2Cc%25%0D%0A%3A%3Aerror%3A%3Ax.toml,line=1,endLine=1,col=1,endColumn=5,title=any\
             ::100 %25%0D%0A::error::y%0Anote: a, b: c%0Ahelp: x\n"
        );
    }

    #[test]
    fn the_worst_are_shown_first_and_ten_of_a_level() {
        let line = |level: &str, at: usize| format!("::{level} line={at}::x\n");
        let all: String = (0..12).flat_map(|at| [line("warning", at), line("error", at)]).collect();
        let shown = first(&all);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines.len(), 21);
        assert_eq!((lines[0], lines[9]), ("::error line=0::x", "::error line=9::x"));
        assert_eq!((lines[10], lines[19]), ("::warning line=0::x", "::warning line=9::x"));
        assert!(lines[20].starts_with("4 more"), "{shown}");
        assert_eq!(first(&line("error", 1)), line("error", 1));
    }
}
