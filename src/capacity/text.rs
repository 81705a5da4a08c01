//! The report for a terminal.

use std::fmt::Write as _;

use super::{
    document::pieces,
    piece::{Bar, Piece, Table},
    report::Report,
};

/// Columns of a line, unless a name is longer.
const LINE: usize = 80;

/// Columns of a full bar: at most, and at least, or there is none.
const BAR: (usize, usize) = (24, 8);

/// What bars are drawn with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    runs: &'static str,
    added: &'static str,
    missing: &'static str,
}

impl Marks {
    /// Blocks, which every character set with them shows well.
    pub(crate) const BLOCKS: Self = Self { runs: "█", added: "░", missing: "×" };
    /// Of ASCII.
    pub(crate) const PLAIN: Self = Self { runs: "#", added: ".", missing: "x" };
}

/// Writes it.
pub(crate) fn text(report: &Report<'_>, assumptions: &[String], marks: Marks) -> String {
    lay_out(&pieces(report, assumptions), marks)
}

fn lay_out(pieces: &[Piece], marks: Marks) -> String {
    // One scale for all.
    let rooms = pieces
        .iter()
        .filter_map(|piece| if let Piece::Table(t) = piece { Some(room(t)) } else { None });
    let full = rooms.filter(|room| *room >= BAR.1).min().unwrap_or(BAR.1);
    let (mut out, mut legend, mut before) = (String::new(), false, None);
    for piece in pieces {
        // Sentences stand together, the first of them under the title; all else stands apart.
        let apart = match piece {
            Piece::Heading(_) => before.is_some(),
            Piece::Toml(_) | Piece::Table(_) => true,
            Piece::Line(_) | Piece::List(_) => false,
        };
        if before.is_some_and(|before| before || apart) {
            out.push('\n');
        }
        before = Some(apart);
        // Writing to a string cannot fail.
        match piece {
            Piece::Heading(text) | Piece::Line(text) => wrapped(&mut out, "", text),
            Piece::List(items) => items.iter().for_each(|item| wrapped(&mut out, "  - ", item)),
            Piece::Toml(text) => {
                for line in text.lines() {
                    _ = writeln!(out, "{}{line}", if line.is_empty() { "" } else { "    " });
                }
            }
            Piece::Table(table) => {
                let bars = table.rows.iter().any(|(_, bar)| bar.most > 0) && room(table) >= full;
                write_table(&mut out, table, if bars { full } else { 0 }, marks);
                if bars && !std::mem::replace(&mut legend, true) {
                    let Marks { runs, added, missing } = marks;
                    _ = writeln!(
                        out,
                        "  {runs} runs   {added} would have to start   {missing} missing"
                    );
                }
            }
        }
    }
    out
}

/// A sentence, its lines broken at spaces.
fn wrapped(out: &mut String, start: &str, text: &str) {
    out.push_str(start);
    let mut width = start.len();
    // Emphasis is for pages.
    for word in text.replace('*', "").split_whitespace() {
        let length = word.chars().count();
        if width > start.len() && width + 1 + length > LINE {
            _ = write!(out, "\n{:1$}", "", start.len());
            width = start.len();
        }
        if width > start.len() {
            out.push(' ');
            width += 1;
        }
        width += length;
        out.push_str(word);
    }
    out.push('\n');
}

/// The width of each column.
fn widths(table: &Table) -> Vec<usize> {
    let width = |column: usize| {
        let cells = table.rows.iter().filter_map(|(cells, _)| cells.get(column));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        longest.max(table.head.get(column).map_or(0, |head| head.len()))
    };
    (0..table.head.len()).map(width).collect()
}

/// Columns that a table leaves for bars, of those that a bar may have.
fn room(table: &Table) -> usize {
    let taken: usize = widths(table).into_iter().map(|width| width + 2).sum();
    LINE.saturating_sub(taken + 2).min(BAR.0)
}

/// `full` columns are a full bar.
fn write_table(out: &mut String, table: &Table, full: usize, marks: Marks) {
    let widths = widths(table);
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
        let row = format!("{row}  {}", draw(*bar, full, marks));
        _ = writeln!(out, "{}", row.trim_end());
    }
}

/// What is there at all is never drawn as nothing.
fn draw(bar: Bar, full: usize, marks: Marks) -> String {
    let columns = |count: u32| {
        let drawn = u64::from(count) * u64::try_from(full).unwrap_or(0);
        usize::try_from(drawn.div_ceil(u64::from(bar.most.max(1)))).unwrap_or(0)
    };
    let runs = columns(bar.runs);
    let started = columns(bar.runs + bar.added);
    let all = columns(bar.runs + bar.added + bar.missing);
    let mut drawn = marks.runs.repeat(runs);
    drawn.push_str(&marks.added.repeat(started - runs));
    drawn.push_str(&marks.missing.repeat(all - started));
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a piece ends in.
    #[test]
    fn a_piece_stands_apart_by_its_kind() {
        let say = |text: &str| Piece::Line(text.to_owned());
        let write = |text: &str| Piece::Toml(text.to_owned());
        let table = || {
            let rows = vec![(vec!["x".to_owned()], Bar::default())];
            Piece::Table(Table { words: 1, head: vec!["a"], rows })
        };
        let shown = |pieces: &[Piece]| lay_out(pieces, Marks::PLAIN);
        let code = ["[tables.a]\nwarm = true", "x = 1 # why", "a = \"b\"", "[a]\n\nb = 1"];
        for text in code {
            let shown = shown(&[say("So:"), write(text), say("And:"), write(text), write(text)]);
            let indented =
                format!("    {}\n", text.replace('\n', "\n    ").replace("    \n", "\n"));
            let all = format!("So:\n\n{indented}\nAnd:\n\n{indented}\n{indented}");
            assert_eq!(shown, all);
        }
        let title = || Piece::Heading("T".to_owned());
        let list = Piece::List(vec!["i".to_owned()]);
        assert_eq!(
            shown(&[title(), say("s"), list, say("s"), table(), table(), title(), say("s")]),
            "T\ns\n  - i\ns\n\n  a\n  x\n\n  a\n  x\n\nT\n\ns\n"
        );
    }
}
