//! The comparison for a pull request: one comment, whatever there is to say.

use std::fmt::Write as _;

use super::{
    comparison::Comparison,
    objects::Line,
    page::{HazardView, Page},
    visible::visible,
};
use crate::diag::counted;

/// What a comment may have on GitHub, in characters; bytes are never fewer.
const LARGEST: usize = 65_536;
/// What the last sentence takes.
const LAST: usize = 300;
/// By this a bot finds the comment that it wrote before.
const MARK: &str = "<!-- topogen diff -->\n";

/// Writes it.
pub(crate) fn markdown(comparisons: &[Comparison]) -> String {
    let mut comment = Comment { text: MARK.to_owned(), left_out: 0 };
    for one in comparisons {
        page(&mut comment, &Page::new(one));
    }
    if comment.left_out > 0 {
        let left_out = comment.left_out;
        // Writing to a string cannot fail.
        _ = writeln!(
            comment.text,
            "\n{left_out} more lines are left out: a comment has no room for them. `topogen diff` on your machine shows all."
        );
    }
    comment.text
}

/// What has been written, and how much had no room.
struct Comment {
    text: String,
    left_out: usize,
}

impl Comment {
    /// Writes a part with as many of its lines as there is room for.
    fn part(&mut self, open: &str, lines: &[String], close: &str) {
        let room = |text: &str, more: usize| text.len() + more + LAST <= LARGEST;
        if lines.is_empty() {
            return;
        }
        let open = &*visible(open);
        let lines: Vec<String> = lines.iter().map(|line| visible(line)).collect();
        if !room(&self.text, open.len() + close.len()) {
            self.left_out += lines.len();
            return;
        }
        self.text.push_str(open);
        for line in &lines {
            if room(&self.text, line.len() + close.len()) {
                self.text.push_str(line);
            } else {
                self.left_out += 1;
            }
        }
        self.text.push_str(close);
    }
}

fn page(comment: &mut Comment, page: &Page) {
    let title = format!("\n### {}\n\n", plain(&page.title));
    comment.part(&title, &[format!("**{}**\n", plain(&page.verdict()))], "");
    let notes: Vec<String> = page.notes.iter().map(|note| format!("- {}\n", plain(note))).collect();
    comment.part("\n", &notes, "");
    let edit = |[place, key, before, after]: &[String; 4]| {
        row([plain(place), code(key), code(before), code(after)])
    };
    let edits: Vec<String> = page.edits.iter().map(edit).collect();
    comment.part("\n| where | edit | before | after |\n|---|---|---|---|\n", &edits, "");
    if page.roots.is_empty() {
        return;
    }
    let hazards: Vec<String> = page.hazards.iter().map(hazard).collect();
    comment.part("\n#### Hazards\n\n", &hazards, "");
    let topology =
        |[what, before, after]: &[String; 3]| row([plain(what), plain(before), plain(after)]);
    let topology: Vec<String> = page.topology.iter().map(topology).collect();
    comment.part("\n#### Topology\n\n| | before | after |\n|---|---|---|\n", &topology, "");
    let roots = |[step, root, what]: &[String; 3]| row([plain(step), code(root), plain(what)]);
    let roots: Vec<String> = page.roots.iter().map(roots).collect();
    let undone = format!("\n{}\n", plain(&page.undone));
    comment.part(
        "\n#### Apply, in this order\n\n| step | root | what |\n|---|---|---|\n",
        &roots,
        &undone,
    );
    let by_hand = |(when, text): &(&str, String)| format!("- {when}: {}\n", indented(text));
    let by_hand: Vec<String> = page.by_hand.iter().map(by_hand).collect();
    let open = format!("\n<details><summary>By hand: {}</summary>\n\n", by_hand.len());
    comment.part(&open, &by_hand, "\n</details>\n");
    for (roots, lines) in &page.objects {
        let open = format!(
            "\n<details><summary>{}: {} of object</summary>\n\n| | object | why | from |\n|---|---|---|---|\n",
            plain(roots),
            counted(lines.len(), "kind")
        );
        let lines: Vec<String> = lines.iter().map(object).collect();
        comment.part(&open, &lines, "\n</details>\n");
    }
}

fn hazard(one: &HazardView) -> String {
    let from = if one.from.is_empty() {
        String::new()
    } else {
        format!(" ({})", plain(&one.from.join(", ")))
    };
    let at: Vec<String> = one.at.iter().map(|at| code(at)).collect();
    let accepted =
        one.accepted.as_ref().map(|reason| format!("  <br>accepted: {}\n", plain(reason)));
    format!(
        "- **{}** {}: {}{from}\n  <br>{}\n  <br>effect: {}\n  <br>instead: {}\n{}",
        one.level,
        code(one.code),
        plain(&one.message),
        at.join(", "),
        one.effect,
        one.instead,
        accepted.unwrap_or_default()
    )
}

fn object(line: &Line) -> String {
    row([
        line.action.to_owned(),
        code(&line.objects),
        plain(&line.why),
        plain(&line.from.join(", ")),
    ])
}

fn row<const N: usize>(cells: [String; N]) -> String {
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

/// A text that nothing in it can make into anything else.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '`' { '\'' } else { c }).collect();
    if text.is_empty() { text } else { format!("`{text}`") }
}

/// Words of ours, in which code is marked: what is not is no HTML, no link and nobody's name.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            out.push_str(&code(part));
            continue;
        }
        for c in part.chars() {
            match c {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                '*' | '_' | '[' | ']' | '@' | '#' | '\\' | '~' => out.extend(['\\', c]),
                c => out.push(c),
            }
        }
    }
    out
}

/// Lines of a list's item.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_more_than_text() {
        assert_eq!(code("a`b|c"), "`a'b|c`");
        assert_eq!(row([code("a|b")]), "| `a\\|b` |\n");
        assert_eq!(plain("<b> `<i>` @me [x](y)"), "&lt;b&gt; `<i>` \\@me \\[x\\](y)");
    }

    #[test]
    fn a_comment_has_room_for_its_last_sentence() {
        let mut comment = Comment { text: String::new(), left_out: 0 };
        let lines = vec!["x".repeat(1000); 100];
        comment.part("open", &lines, "close");
        assert!(comment.text.ends_with("close") && comment.text.len() + LAST <= LARGEST);
        assert_eq!(comment.left_out, 100 - (LARGEST - LAST - 9) / 1000);
        let before = comment.text.len();
        comment.part(&"o".repeat(1000), &["y".to_owned()], "c");
        assert_eq!(comment.text.len(), before);
    }
}
