//! What people have to do themselves, because Terraform cannot.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{edits::Edit, side::Side};
use crate::{Checked, block::When, bug::Bug, emit};

/// Something to be done by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ByHand {
    /// `before` the apply, or `after` it.
    pub(crate) when: &'static str,
    /// In which root; empty where it is no root's.
    pub(crate) root: String,
    /// What, in Markdown.
    pub(crate) text: String,
    /// Its commands, one after the other.
    pub(crate) commands: Vec<String>,
}

/// What an edit leaves to people: of what is new, what is done by hand; of what goes, what comes before that.
pub(super) fn by_hand(before: &Side, after: &Side, edits: &[Edit]) -> Result<Vec<ByHand>, Bug> {
    let new = touched(edits, |edit| edit.before.is_null());
    let gone = touched(edits, |edit| edit.after.is_null());
    let mut all = due(before.checked.as_ref(), When::Leaving, "before", &gone)?;
    all.extend(due(after.checked.as_ref(), When::ByHand, "after", &new)?);
    Ok(all)
}

/// The sections of entries that come or go.
fn touched(edits: &[Edit], is_that: impl Fn(&Edit) -> bool) -> BTreeSet<&str> {
    let whole = edits.iter().filter(|edit| edit.path.len() <= 2 && is_that(edit));
    whole.filter_map(|edit| edit.path.first().map(String::as_str)).collect()
}

fn due(
    checked: Option<&Checked>,
    when: When,
    words: &'static str,
    sections: &BTreeSet<&str>,
) -> Result<Vec<ByHand>, Bug> {
    let Some(Checked { topology, parts, .. }) = checked else { return Ok(Vec::new()) };
    if sections.is_empty() {
        return Ok(Vec::new());
    }
    let said = emit::said(&parts.cx(topology)?, when)?;
    // A region has something of all of them.
    let counts = |section: &str| sections.contains("regions") || sections.contains(section);
    let due = said.into_iter().filter(|(section, _)| counts(section));
    Ok(due
        .map(|(_, text)| {
            let (text, commands) = apart(&text);
            ByHand { when: words, root: String::new(), text, commands }
        })
        .collect())
}

/// A note without its shell scripts, and these.
fn apart(note: &str) -> (String, Vec<String>) {
    let (mut text, mut commands) = (String::new(), Vec::new());
    let mut script: Option<String> = None;
    for line in note.lines() {
        match &mut script {
            Some(open) if line.trim() == "```" => {
                commands.push(std::mem::take(open));
                script = None;
            }
            Some(open) => {
                open.push_str(line);
                open.push('\n');
            }
            None if line.trim() == "```sh" => script = Some(String::new()),
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    (text.trim().to_owned(), commands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_stand_apart() {
        let note = "Do this:\n\n```sh\na \\\n  b\n```\n\nand `c`.\n\n```json\n{}\n```";
        let (text, commands) = apart(note);
        assert_eq!(text, "Do this:\n\n\nand `c`.\n\n```json\n{}\n```");
        assert_eq!(commands, ["a \\\n  b\n"]);
    }
}
