//! A comparison: all that is known of a change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    causes::{Causes, Whole},
    danger::{Danger, accept, level},
    edits::{self, Edit},
    hand::{self, ByHand},
    side::Side,
};

use crate::{
    Checked,
    bug::{Bug, bug},
    capacity::{AfterLoss, Report},
    hazard::{self, Hazard, Level},
    inventory::{Files, Inventory, Texts},
    plan::{self, Action, Plan, RootPlan, State},
    registry,
    topology::Day,
};

/// What is compared with what would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A commit.
    Revision {
        /// As it was asked for.
        name: String,
        /// Its hash.
        commit: String,
        /// The tree is not in it, so that its topology was rendered by this topogen.
        rendered: bool,
    },
    /// A folder.
    Folder(String),
    /// A topology, rendered by this topogen.
    Topology(String),
}

/// A tree that would be written, and the one before it.
pub(crate) struct Comparison {
    /// The topology's file.
    pub(crate) topology: String,
    /// Where its tree goes.
    pub(crate) tree: String,
    pub(crate) origin: Origin,
    pub(crate) before: Side,
    pub(crate) after: Side,
    /// What differs in the topology, as far as both are there.
    pub(crate) edits: Vec<Edit>,
    pub(crate) plan: Plan,
    pub(crate) causes: Causes,
    /// What of it can do harm, the worst first.
    pub(crate) dangers: Vec<Danger>,
    /// What each loss of regions comes to, before and after.
    pub(crate) capacity: [Vec<AfterLoss>; 2],
    pub(crate) by_hand: Vec<ByHand>,
    /// How many files are added, modified and removed.
    pub(crate) files: [usize; 3],
    /// What people should know of the comparison itself.
    pub(crate) notes: Vec<String>,
}

/// How many objects there are of what happens.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) create: usize,
    pub(crate) update: usize,
    pub(crate) replace: usize,
    pub(crate) delete: usize,
    pub(crate) r#move: usize,
    pub(crate) forget: usize,
    pub(crate) import: usize,
    pub(crate) uncertain: usize,
    pub(crate) refused: usize,
}

impl Comparison {
    /// Compares.
    pub(crate) fn new(
        topology: String,
        tree: String,
        origin: Origin,
        before: Side,
        after: Side,
    ) -> Result<Self, Bug> {
        let mut texts = Texts::new();
        let [old, new] = both(&before.files, &after.files, &mut texts)?;
        let plan = plan::plan(&old, &new);
        let edits = match (&before.source, &after.source) {
            (Some(before), Some(after)) => edits::edits(before, after).unwrap_or_default(),
            _ => Vec::new(),
        };
        let whole = Whole { before: &before, after: &after, edits: &edits, plan: &plan };
        let causes = Causes::find(&whole, &mut texts)?;
        let capacity = [losses(&before), losses(&after)];
        let mut hazards = hazard::hazards(&old, &new, &plan);
        hazards.extend(no_longer_survived(&capacity));
        hazard::sort(&mut hazards);
        // Where all edits are of one entry, there is no other cause.
        let entries: BTreeSet<String> = edits.iter().map(Edit::entry).collect();
        let rest = if entries.len() == 1 { (0..edits.len()).collect() } else { BTreeSet::new() };
        let dangers = hazards.into_iter().map(|one| Danger::new(one, &causes, &rest)).collect();
        let by_hand = hand::by_hand(&before, &after, &edits)?;
        let files = counted(&before.files, &after.files);
        let notes = renamed(&edits).collect();
        Ok(Self {
            topology,
            tree,
            origin,
            before,
            after,
            edits,
            plan,
            causes,
            dangers,
            capacity,
            by_hand,
            files,
            notes,
        })
    }

    /// Takes into account what the topology accepts on a day, which is asked for if that matters; without one nothing counts.
    pub(crate) fn accept(&mut self, today: impl FnOnce() -> Option<Day>) {
        let accepts = self.after.checked.as_ref().map(|one| one.topology.accepts.as_slice());
        if let Some(accepts @ [_, ..]) = accepts {
            self.notes.extend(accept(&mut self.dangers, accepts, today()));
        }
    }

    /// The worst that nobody has accepted.
    pub(crate) fn level(&self) -> Level {
        level(&self.dangers)
    }

    /// Whether anything happens to any object.
    pub(crate) fn is_change(&self) -> bool {
        self.plan.roots.iter().any(is_touched)
    }

    pub(crate) fn counts(&self) -> Counts {
        counts(&self.plan.roots)
    }

    /// Roots with something to apply, in steps: those of one step do not wait for each other.
    pub(crate) fn apply(&self) -> Vec<Vec<&str>> {
        let mut steps: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for root in self.plan.roots.iter().filter(|root| root.state != State::Gone) {
            if is_touched(root) {
                steps.entry(root.layer).or_default().push(&root.root);
            }
        }
        steps.into_values().collect()
    }
}

/// What of one tree in the place of another can do harm.
pub(crate) fn dangers(before: &Files, after: &Files) -> Result<Vec<Danger>, Bug> {
    let mut texts = Texts::new();
    let [old, new] = both(before, after, &mut texts)?;
    let hazards = hazard::hazards(&old, &new, &plan::plan(&old, &new));
    let (causes, rest) = (Causes::default(), BTreeSet::new());
    Ok(hazards.into_iter().map(|hazard| Danger::new(hazard, &causes, &rest)).collect())
}

/// Whether something happens in a root.
pub(crate) fn is_touched(root: &RootPlan) -> bool {
    root.state != State::Kept || !root.rows.is_empty() || !root.outputs.is_empty()
}

/// How many objects of some roots there are of what happens. What a root leaves behind does not count.
pub(crate) fn counts<'r>(roots: impl IntoIterator<Item = &'r RootPlan>) -> Counts {
    let mut counts = Counts::default();
    let rows = roots.into_iter().filter(|root| root.state != State::Gone);
    for row in rows.flat_map(|root| root.rows.values()) {
        match row.action {
            Action::Create => counts.create += 1,
            Action::Update => counts.update += 1,
            Action::Replace { .. } => counts.replace += 1,
            Action::Delete => counts.delete += 1,
            Action::Forget => counts.forget += 1,
            Action::Nothing => {}
        }
        counts.import += usize::from(row.is_imported);
        counts.r#move += usize::from(row.previous.is_some());
        counts.uncertain += usize::from(!row.is_certain());
        counts.refused += usize::from(row.refused_by().is_some());
    }
    counts
}

fn losses(side: &Side) -> Vec<AfterLoss> {
    let Some(Checked { topology, parts, .. }) = &side.checked else { return Vec::new() };
    let report = Report::new(topology, parts.ledger(), &[]);
    report.map(|report| report.by_loss()).unwrap_or_default()
}

/// Losses that were survived and are not any more.
fn no_longer_survived([before, after]: &[Vec<AfterLoss>; 2]) -> impl Iterator<Item = Hazard> {
    let was = |loss: &AfterLoss| before.iter().find(|old| old.lost == loss.lost);
    let short = after.iter().filter(move |loss| {
        loss.declared && !loss.survives && was(loss).is_none_or(|old| old.survives)
    });
    short.map(|loss| hazard::short(&loss.lost.join(" and "), loss.missing))
}

/// Where one entry of a section has gone and one is new, the second may be the first under another name.
fn renamed(edits: &[Edit]) -> impl Iterator<Item = String> {
    let mut sections: BTreeMap<&str, [Vec<&Edit>; 2]> = BTreeMap::new();
    for edit in edits {
        if let [section, _] = edit.path.as_slice()
            && (edit.before.is_object() || edit.after.is_object())
        {
            let [gone, new] = sections.entry(section).or_default();
            if edit.after.is_null() { gone.push(edit) } else { new.push(edit) }
        }
    }
    sections.into_iter().filter_map(|(section, [gone, new])| {
        let ([gone], [new]) = (gone.as_slice(), new.as_slice()) else { return None };
        let is_said = new.after.get("renamed_from").is_some();
        let (old, new) = (gone.path.last()?, new.path.last()?);
        let name = registry::sections().find(|one| one.name == section)?.named_by?;
        (!is_said).then(|| {
            format!(
                "if `{section}.{new}` is `{section}.{old}` under another name, write `renamed_from = \"{old}\"` and `{name} = \"{old}\"` \
                 under it: nothing is destroyed then"
            )
        })
    })
}

/// Both trees.
fn both(before: &Files, after: &Files, texts: &mut Texts) -> Result<[Inventory; 2], Bug> {
    let [old, new] = Inventory::both(before, after, texts);
    let read = old.is_of(before) && new.is_of(after);
    if read { Ok([old, new]) } else { Err(bug("a tree could not be read")) }
}

fn counted(before: &Files, after: &Files) -> [usize; 3] {
    let old: BTreeMap<&str, &[u8]> = before.iter().collect();
    let new: BTreeMap<&str, &[u8]> = after.iter().collect();
    let added = new.keys().filter(|path| !old.contains_key(*path)).count();
    let removed = old.keys().filter(|path| !new.contains_key(*path)).count();
    let modified =
        new.iter().filter(|(path, bytes)| old.get(*path).is_some_and(|old| old != *bytes)).count();
    [added, modified, removed]
}
