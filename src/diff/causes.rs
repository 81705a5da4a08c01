//! What of a plan comes from which edit, from a newer topogen, or from files that are not topogen's.
//!
//! Nothing is guessed from names: the same plan is made with a part of the changes, and what it has comes from them.

use std::collections::{BTreeMap, BTreeSet};

use super::edits::{self, Edit};
use super::side::{Side, Yours};
use crate::{
    bug::Bug,
    inventory::{Files, Inventory, Texts},
    plan::{self, Plan},
    source::Source,
};

/// So many entries are told apart: each costs a render.
const MOST: usize = 12;

/// An object: its root and its address.
type At = (String, String);

/// Where something comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cause {
    /// Edits of the topology, by their number.
    pub(crate) edits: BTreeSet<usize>,
    /// This topogen writes it otherwise than the one that wrote the tree.
    pub(crate) topogen: bool,
    /// A file that is not topogen's.
    pub(crate) files: bool,
}

/// What causes each row of a plan.
#[derive(Debug, Default)]
pub(crate) struct Causes {
    rows: BTreeMap<At, Cause>,
    /// Whether this topogen writes the old topology otherwise.
    pub(crate) topogen: bool,
    /// The files that are not topogen's and differ.
    pub(crate) files: BTreeSet<String>,
}

/// Both sides, and what was found of them.
pub(super) struct Whole<'w> {
    pub(super) before: &'w Side,
    pub(super) after: &'w Side,
    pub(super) edits: &'w [Edit],
    pub(super) plan: &'w Plan,
}

impl Causes {
    /// That of a row.
    pub(crate) fn of(&self, root: &str, address: &str) -> Option<&Cause> {
        self.rows.get(&(root.to_owned(), address.to_owned()))
    }

    pub(super) fn find(whole: &Whole<'_>, texts: &mut Texts) -> Result<Self, Bug> {
        let mut causes = Self::default();
        let rows: BTreeSet<At> = rows(whole.plan).collect();
        let Some(checked) = &whole.before.checked else { return Ok(causes) };
        let rendered = Files::of(&crate::render(checked)?);
        let old = whole.before.yours(&rendered);
        causes.files = different(&old, &whole.after.yours);
        causes.topogen = evaluated(&whole.before.files) != evaluated(&old.beside(&rendered));
        if !causes.topogen && causes.files.is_empty() {
            return causes.edited(whole, &whole.before.files, &rows, texts);
        }
        let today = old.beside(&rendered);
        let start = whole.after.yours.beside(&rendered);
        let by_topogen = planned(&whole.before.files, &today, texts);
        let by_files = planned(&today, &start, texts);
        for at in rows.iter().filter(|at| by_topogen.contains(*at)) {
            causes.rows.entry(at.clone()).or_default().topogen = true;
        }
        for at in rows.iter().filter(|at| by_files.contains(*at)) {
            causes.rows.entry(at.clone()).or_default().files = true;
        }
        let edited = planned(&start, &whole.after.files, texts);
        let edited = edited.intersection(&rows).cloned().collect();
        causes.edited(whole, &start, &edited, texts)
    }

    /// Tells edits of different entries apart.
    fn edited(
        mut self,
        whole: &Whole<'_>,
        start: &Files,
        rows: &BTreeSet<At>,
        texts: &mut Texts,
    ) -> Result<Self, Bug> {
        let mut entries: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, edit) in whole.edits.iter().enumerate() {
            entries.entry(edit.entry()).or_default().insert(index);
        }
        let all: BTreeSet<usize> = (0..whole.edits.len()).collect();
        let mut left: BTreeSet<usize> = all.clone();
        if (2..=MOST).contains(&entries.len()) {
            for edits in entries.values() {
                let Some(of_these) = alone(whole, edits, start, texts)? else { continue };
                left.retain(|index| !edits.contains(index));
                for at in rows.iter().filter(|at| of_these.contains(*at)) {
                    self.rows.entry(at.clone()).or_default().edits.extend(edits);
                }
            }
        }
        // What no entry does alone, they do together.
        for at in rows {
            let cause = self.rows.entry(at.clone()).or_default();
            if cause.edits.is_empty() {
                cause.edits.extend(if left.is_empty() { &all } else { &left });
            }
        }
        Ok(self)
    }
}

/// What some edits do without the others, or what is not done where only they are left out. None if neither is a topology.
fn alone(
    whole: &Whole<'_>,
    edits: &BTreeSet<usize>,
    start: &Files,
    texts: &mut Texts,
) -> Result<Option<BTreeSet<At>>, Bug> {
    let these = || {
        whole.edits.iter().enumerate().filter(|(at, _)| edits.contains(at)).map(|(_, edit)| edit)
    };
    for (from, back) in [(whole.before, false), (whole.after, true)] {
        let Some(mut document) = from.source.as_ref().and_then(edits::document) else { continue };
        edits::apply(&mut document, these(), back);
        let Some(files) = rendered(&document, &whole.after.yours)? else { continue };
        let [before, after] = if back { [&files, &whole.after.files] } else { [start, &files] };
        return Ok(Some(planned(before, after, texts)));
    }
    Ok(None)
}

/// The files of a topology, if it is one.
fn rendered(document: &serde_json::Value, yours: &Yours) -> Result<Option<Files>, Bug> {
    let Ok(text) = toml::to_string(document) else { return Ok(None) };
    let source = Source::new("", text);
    let Ok(checked) = crate::check(&source, &mut crate::diag::Diagnostics::new()) else {
        return Ok(None);
    };
    Ok(Some(yours.beside(&Files::of(&crate::render(&checked)?))))
}

/// To what something happens.
fn planned(before: &Files, after: &Files, texts: &mut Texts) -> BTreeSet<At> {
    let [before, after] = Inventory::both(before, after, texts);
    rows(&plan::plan(&before, &after)).collect()
}

fn rows(plan: &Plan) -> impl Iterator<Item = At> {
    plan.roots
        .iter()
        .flat_map(|root| root.rows.keys().map(|address| (root.root.clone(), address.clone())))
}

/// What Terraform evaluates: all but what people read.
fn evaluated(files: &Files) -> BTreeMap<&str, &[u8]> {
    files.iter().filter(|(path, _)| is_evaluated(path)).collect()
}

fn is_evaluated(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    let is_read_by_people = [".md", ".tftest.hcl"].iter().any(|end| path.ends_with(end));
    !is_hidden && !is_read_by_people
}

fn different(one: &Yours, two: &Yours) -> BTreeSet<String> {
    let (one, two) = (one.files(), two.files());
    let paths = one.keys().chain(two.keys()).filter(|path| is_evaluated(path));
    paths.filter(|path| one.get(*path) != two.get(*path)).map(|path| (*path).clone()).collect()
}
