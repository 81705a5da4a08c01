//! The comparison for a terminal.

use std::fmt::Write as _;

use super::{
    comparison::Comparison,
    objects::Line,
    page::{HazardView, Page},
    visible::visible,
};

/// Columns of a line, unless a name is longer.
const LINE: usize = 100;

/// Writes it.
pub(crate) fn text(comparisons: &[Comparison]) -> String {
    let pages: Vec<String> = comparisons.iter().map(|one| page(&Page::new(one))).collect();
    visible(&pages.join("\n"))
}

fn page(page: &Page) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", &format!("{}: {}", page.title, page.verdict()));
    for note in &page.notes {
        wrapped(&mut out, "  note: ", note);
    }
    if !page.edits.is_empty() {
        heading(&mut out, "Edits");
        let row = |[place, key, before, after]: &[String; 4]| {
            vec![place.clone(), key.clone(), format!("{before} -> {after}")]
        };
        table(&mut out, &page.edits.iter().map(row).collect::<Vec<_>>());
    }
    if page.roots.is_empty() {
        return out;
    }
    if !page.hazards.is_empty() {
        heading(&mut out, "Hazards");
        page.hazards.iter().for_each(|one| hazard(&mut out, one));
    }
    heading(&mut out, "Topology, before and after");
    table(&mut out, &page.topology.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    heading(&mut out, "Apply, in this order");
    table(&mut out, &page.roots.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    wrapped(&mut out, "  ", &page.undone);
    if !page.by_hand.is_empty() {
        heading(&mut out, "By hand");
        for (when, text) in &page.by_hand {
            let first = text.lines().next().unwrap_or_default();
            let more = if text.lines().nth(1).is_some() { " …" } else { "" };
            wrapped(&mut out, &format!("  {when}: "), &format!("{first}{more}"));
        }
    }
    for (roots, lines) in &page.objects {
        heading(&mut out, roots);
        table(&mut out, &lines.iter().map(object).collect::<Vec<_>>());
    }
    out
}

fn object(line: &Line) -> Vec<String> {
    let from =
        if line.from.is_empty() { String::new() } else { format!("[{}]", line.from.join(", ")) };
    vec![line.action.to_owned(), line.objects.clone(), line.why.clone(), from]
}

fn hazard(out: &mut String, one: &HazardView) {
    let from =
        if one.from.is_empty() { String::new() } else { format!(" ({})", one.from.join(", ")) };
    wrapped(out, &format!("  {}[{}]: ", one.level, one.code), &format!("{}{from}", one.message));
    one.at.iter().for_each(|at| wrapped(out, "    at ", at));
    wrapped(out, "    effect: ", one.effect);
    wrapped(out, "    instead: ", one.instead);
    if let Some(reason) = &one.accepted {
        wrapped(out, "    accepted: ", reason);
    }
}

fn heading(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    _ = writeln!(out, "\n{text}");
}

/// Columns under each other; the last one as long as it is.
fn table(out: &mut String, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).min(LINE)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            _ = write!(line, "  {cell:<width$}");
        }
        _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Words in lines, those after the first under the words of the first.
fn wrapped(out: &mut String, lead: &str, text: &str) {
    let depth = lead.len() - lead.trim_start().len();
    let indent = " ".repeat(if depth == 0 { 0 } else { depth + 2 });
    let mut line = lead.to_owned();
    let mut is_new = true;
    for word in text.split_whitespace() {
        if !is_new && line.chars().count() + 1 + word.chars().count() > LINE {
            _ = writeln!(out, "{line}");
            line.clone_from(&indent);
            is_new = true;
        }
        if !is_new {
            line.push(' ');
        }
        line.push_str(word);
        is_new = false;
    }
    _ = writeln!(out, "{line}");
}
