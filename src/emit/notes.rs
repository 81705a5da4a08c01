//! What the blocks have to say to people, as items of lists. Their names go through the same filter as the README's own.

use indexmap::IndexMap;
use minijinja::Value;

use super::template;
use crate::{
    block::{Cx, When},
    bug::{Bug, bug},
    words::Layout,
};

/// What the blocks have to say, each with the holes that all have.
pub(super) struct Notes<'a> {
    cx: &'a Cx<'a>,
    common: [(&'static str, Value); 7],
}

impl<'a> Notes<'a> {
    pub(super) fn new(cx: &'a Cx<'a>) -> Self {
        let Cx { topology, ledger } = *cx;
        let common = [
            ("name", topology.name.as_str().into()),
            ("home", topology.home.as_str().into()),
            ("tier", topology.tier.as_str().into()),
            ("survive", topology.capacity.survive.as_str().into()),
            ("split", (topology.layout == Layout::Split).into()),
            ("several", topology.in_use().nth(1).is_some().into()),
            ("keys", ledger.keys.everywhere.into()),
        ];
        Self { cx, common }
    }

    /// Those of a kind, as items of a list; what says nothing here is none.
    pub(super) fn list(&self, when: When) -> Result<String, Bug> {
        let mut list = String::new();
        for note in self.cx.ledger.notes.iter().filter(|note| note.when == when) {
            let own = note.names.iter().map(|(hole, name)| (*hole, Value::from(name.as_str())));
            let holes: IndexMap<_, _> = self.common.iter().cloned().chain(own).collect();
            let text = template::render_text("note", note.text, &holes).map_err(bug)?;
            for (index, line) in text.trim().lines().enumerate() {
                list.push_str(match (index, line) {
                    (_, "") => "",
                    (0, _) => "- ",
                    _ => "  ",
                });
                list.push_str(line);
                list.push('\n');
            }
        }
        Ok(list)
    }
}
