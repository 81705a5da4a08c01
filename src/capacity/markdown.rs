//! The report for a pull request or a runbook.

use std::fmt::Write as _;

use super::{
    document::pieces,
    piece::{Piece, Table},
    report::Report,
};

/// Writes it.
pub(crate) fn markdown(report: &Report<'_>, assumptions: &[String]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    for piece in pieces(report, assumptions) {
        let level = if out.is_empty() { "#" } else { "##" };
        _ = match piece {
            Piece::Heading(text) => write!(out, "{level} {text}\n\n"),
            Piece::Line(text) => write!(out, "{text}\n\n"),
            Piece::List(items) => {
                for item in items {
                    _ = writeln!(out, "- {item}");
                }
                writeln!(out)
            }
            Piece::Toml(text) => write!(out, "```toml\n{text}\n```\n\n"),
            Piece::Table(table) => writeln!(out, "{}", rows(&table)),
        };
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn rows(table: &Table) -> String {
    let mut out = format!("| {} |\n|", table.head.join(" | "));
    for column in 0..table.head.len() {
        out.push_str(if column < table.words { "---|" } else { "---:|" });
    }
    out.push('\n');
    for (cells, _) in &table.rows {
        _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}
