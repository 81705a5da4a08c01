//! The report for a terminal.

use std::fmt::Write as _;

use super::{
    Report,
    document::{Bar, Piece, Table, pieces},
};

/// Columns of a full bar.
const BAR: u64 = 24;

/// Writes it.
pub(crate) fn text(report: &Report<'_>, assumptions: &[String]) -> String {
    let mut out = String::new();
    let mut bars = false;
    // Writing to a string cannot fail.
    for piece in pieces(report, assumptions) {
        match piece {
            Piece::Heading(text) if out.is_empty() => _ = writeln!(out, "{text}"),
            Piece::Heading(text) => _ = writeln!(out, "\n{text}\n"),
            Piece::Line(text) => {
                let after_toml = if out.ends_with("\"\n") { "\n" } else { "" };
                _ = writeln!(out, "{after_toml}{text}");
            }
            Piece::List(items) => {
                for item in items {
                    list_item(&mut out, &item);
                }
            }
            Piece::Toml(text) => {
                let line = |line: &str| {
                    if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }
                };
                let lines: String = text.lines().map(line).collect();
                _ = write!(out, "\n{lines}");
            }
            Piece::Table(table) => {
                write_table(&mut out, &table);
                if !std::mem::replace(&mut bars, true) {
                    out.push_str("  █ runs   ░ would have to start   × missing\n");
                }
                out.push('\n');
            }
        }
    }
    let mut out = out.replace("\n\n\n", "\n\n");
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A sentence, its lines broken at spaces.
fn list_item(out: &mut String, text: &str) {
    let mut width = 0;
    out.push_str("  -");
    // Emphasis is for pages.
    for word in text.replace('*', "").split_whitespace() {
        let length = word.chars().count() + 1;
        if width + length > 92 {
            out.push_str("\n   ");
            width = 0;
        }
        width += length;
        _ = write!(out, " {word}");
    }
    out.push('\n');
}

fn write_table(out: &mut String, table: &Table) {
    let columns = table.head.len();
    let width = |column: usize| {
        let cells = table.rows.iter().filter_map(|(cells, _)| cells.get(column));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        longest.max(table.head.get(column).map_or(0, |head| head.len()))
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (column, (cell, width)) in cells.zip(&widths).enumerate() {
            _ = if column < table.words {
                write!(line, "  {cell:<width$}")
            } else {
                write!(line, "  {cell:>width$}")
            };
        }
        line
    };
    let head = line(&mut table.head.iter().copied());
    _ = writeln!(out, "{}", head.trim_end());
    for (cells, bar) in &table.rows {
        let row = line(&mut cells.iter().map(String::as_str));
        let row = format!("{row}  {}", draw(*bar));
        _ = writeln!(out, "{}", row.trim_end());
    }
}

/// What is there at all is never drawn as nothing.
fn draw(bar: Bar) -> String {
    let columns = |count: u32| {
        let most = u64::from(bar.most.max(1));
        usize::try_from((u64::from(count) * BAR).div_ceil(most)).unwrap_or(0)
    };
    let runs = columns(bar.runs);
    let started = columns(bar.runs + bar.added);
    let all = columns(bar.runs + bar.added + bar.missing);
    let mut drawn = "█".repeat(runs);
    drawn.push_str(&"░".repeat(started - runs));
    drawn.push_str(&"×".repeat(all - started));
    drawn
}
