//! What the blocks have to say to people, in registry order. Their names go through the same filter as the README's own.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use minijinja::Value;

use super::template::Texts;
use crate::{
    block::{Cx, Note, Step, When},
    bug::{Bug, bug},
    words::Layout,
};

/// What the blocks have to say, each with the holes that all have.
pub(super) struct Notes<'a> {
    cx: &'a Cx<'a>,
    common: [(&'static str, Value); 9],
    pub(super) templates: Texts,
}

impl<'a> Notes<'a> {
    pub(super) fn new(cx: &'a Cx<'a>) -> Result<Self, Bug> {
        let Cx { topology, ledger } = *cx;
        let common = [
            ("name", topology.name.as_str().into()),
            ("home", topology.home.as_str().into()),
            ("tier", topology.tier.as_str().into()),
            ("survive", topology.capacity.survive.as_str().into()),
            ("split", (topology.layout == Layout::Split).into()),
            ("several", topology.in_use().nth(1).is_some().into()),
            ("keys", ledger.keys.everywhere.into()),
            ("images", (!ledger.repositories.is_empty()).into()),
            ("network", ledger.network.wanted.into()),
        ];
        Ok(Self { cx, common, templates: Texts::new().map_err(bug)? })
    }

    /// One of them, without what it begins and ends with.
    pub(super) fn text(&self, note: &Note) -> Result<String, Bug> {
        let own = note.names.iter().map(|(hole, name)| (*hole, Value::from(name.as_str())));
        let holes: IndexMap<_, _> = self.common.iter().cloned().chain(own).collect();
        let text = self.templates.render("note", note.text, &holes).map_err(bug)?;
        Ok(text.trim().to_owned())
    }

    /// Those of a kind, each with the block that says it.
    pub(super) fn by_block(&self, when: When) -> Result<Vec<(&'static str, String)>, Bug> {
        let notes = self.cx.ledger.notes.iter().filter(|note| note.when == when);
        let texts = notes.map(|note| Ok((note.section, self.text(note)?)));
        texts.filter(|text| !text.as_ref().is_ok_and(|(_, text)| text.is_empty())).collect()
    }

    /// Those of a kind; what says nothing here is none.
    fn texts(&self, when: When) -> Result<Vec<String>, Bug> {
        let notes = self.cx.ledger.notes.iter().filter(|note| note.when == when);
        let texts = notes.map(|note| self.text(note));
        texts.filter(|text| !text.as_ref().is_ok_and(String::is_empty)).collect()
    }

    /// As items of a list, each after a mark.
    pub(super) fn list(&self, when: When, mark: &str) -> Result<String, Bug> {
        let mut list = String::new();
        for text in self.texts(when)? {
            for (index, line) in text.lines().enumerate() {
                match (index, line) {
                    (_, "") => {}
                    (0, _) => list.push_str(mark),
                    _ => list.extend(mark.chars().map(|_| ' ')),
                }
                list.push_str(line);
                list.push('\n');
            }
        }
        Ok(list)
    }

    /// As paragraphs.
    pub(super) fn paragraphs(&self, when: When) -> Result<String, Bug> {
        let texts = self.texts(when)?;
        Ok(if texts.is_empty() { String::new() } else { texts.join("\n\n") + "\n" })
    }

    /// Within a sentence: `keys, tables and queues`.
    pub(super) fn words(&self, when: When) -> Result<String, Bug> {
        let texts = self.texts(when)?;
        Ok(match texts.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        })
    }

    /// What is done once a region is back, step by step.
    pub(super) fn steps(&self) -> Result<String, Bug> {
        let steps =
            self.cx.ledger.notes.iter().filter_map(|note| {
                if let When::Back(step) = note.when { Some(step) } else { None }
            });
        let steps: BTreeSet<Step> = steps.collect();
        steps.into_iter().map(|step| self.list(When::Back(step), "1. ")).collect()
    }
}
