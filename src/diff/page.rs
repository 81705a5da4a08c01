//! What people read of a comparison, before it is laid out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    causes::Cause,
    comparison::{Comparison, Counts, Origin, counts, is_touched},
    danger::Danger,
    edits::Edit,
    from::{from, place},
    objects::{Line, objects},
};
use crate::{
    Checked,
    capacity::AfterLoss,
    diag::{counted, shown},
    hazard::Level,
    plan::{RootPlan, State},
};

/// More rows of a table nobody reads: then only those that differ.
const READABLE: usize = 8;
/// More places of a hazard nobody reads.
const PLACES: usize = 6;

/// A comparison in words.
pub(super) struct Page {
    /// `prod.toml against HEAD (3040140)`
    pub(super) title: String,
    pub(super) level: Level,
    /// `1 replaced, 3 changed in 2 roots`
    pub(super) counts: String,
    /// What to know of the comparison itself.
    pub(super) notes: Vec<String>,
    /// Place, key, before, after.
    pub(super) edits: Vec<[String; 4]>,
    pub(super) hazards: Vec<HazardView>,
    /// What, before, after.
    pub(super) topology: Vec<[String; 3]>,
    /// Step, root, what happens there.
    pub(super) roots: Vec<[String; 3]>,
    /// Whether it can be undone.
    pub(super) undone: String,
    /// When, what.
    pub(super) by_hand: Vec<(&'static str, String)>,
    /// By root, or roots alike.
    pub(super) objects: Vec<(String, Vec<Line>)>,
}

pub(super) struct HazardView {
    pub(super) level: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// `regions/eu-west-1: module.network.aws_vpc.this`
    pub(super) at: Vec<String>,
    pub(super) effect: &'static str,
    pub(super) instead: &'static str,
    /// Where it comes from: `prod.toml:21`.
    pub(super) from: Vec<String>,
    pub(super) accepted: Option<String>,
}

impl Page {
    pub(super) fn new(one: &Comparison) -> Self {
        let against = match &one.origin {
            Origin::Revision { name, commit, .. } => {
                format!("{} ({})", shown(name), commit.get(..7).unwrap_or(commit))
            }
            Origin::Folder(name) | Origin::Topology(name) => name.clone(),
        };
        Self {
            title: format!("{} against {against}", one.topology),
            level: one.level(),
            counts: summed(one),
            notes: notes(one),
            edits: one.edits.iter().map(|edit| edit_view(one, edit)).collect(),
            hazards: hazards(one),
            topology: topology(one),
            roots: roots(one),
            undone: undone(one),
            by_hand: one.by_hand.iter().map(|todo| (todo.when, todo.text.clone())).collect(),
            objects: objects(one),
        }
    }

    /// The least that has to be said, in a line.
    pub(super) fn verdict(&self) -> String {
        let level = match self.level {
            Level::Safe => "nothing dangerous is visible in the code".to_owned(),
            level @ (Level::Review | Level::Dangerous | Level::Irreversible) => {
                format!("{}: {}", level.as_str(), codes(&self.hazards, level))
            }
        };
        format!("{level}; {}", self.counts)
    }
}

fn codes(hazards: &[HazardView], level: Level) -> String {
    let worst = hazards.iter().filter(|one| one.level == level.as_str() && one.accepted.is_none());
    let codes: BTreeSet<&str> = worst.map(|one| one.code).collect();
    codes.into_iter().collect::<Vec<_>>().join(", ")
}

/// `1 replaced, 3 changed`
fn words(counts: Counts) -> String {
    let all = [
        (counts.delete, "destroyed"),
        (counts.replace, "replaced"),
        (counts.update, "changed"),
        (counts.import, "imported"),
        (counts.create, "created"),
        (counts.r#move, "moved"),
        (counts.forget, "forgotten"),
    ];
    let some = all.iter().filter(|(count, _)| *count > 0);
    let some: Vec<String> = some.map(|(count, what)| format!("{count} {what}")).collect();
    if some.is_empty() { "nothing changes".to_owned() } else { some.join(", ") }
}

fn summed(one: &Comparison) -> String {
    let touched = one.plan.roots.iter().filter(|root| !root.rows.is_empty()).count();
    let counts = one.counts();
    let mut text = words(counts);
    if touched > 0 {
        text = format!("{text}, in {}", counted(touched, "root"));
    }
    let refused = |by: &str| {
        let roots = one.plan.roots.iter().filter(|root| root.state != State::Gone);
        roots.flat_map(|root| root.rows.values()).filter(|row| row.refused_by() == Some(by)).count()
    };
    for (by, who) in [("prevent_destroy", "Terraform refuses to plan"), ("aws", "AWS refuses")] {
        if let some @ 1.. = refused(by) {
            text = format!("{text}; {who} {some} of them");
        }
    }
    if counts.uncertain > 0 {
        text = format!("{text}; {} not certain", counts.uncertain);
    }
    text
}

fn notes(one: &Comparison) -> Vec<String> {
    let mut notes = one.notes.clone();
    match &one.origin {
        Origin::Revision { name, rendered: true, .. } => notes.push(format!(
            "{} has no tree at {}: its topology is rendered by this topogen instead",
            shown(name),
            one.tree
        )),
        Origin::Revision { name, .. } if one.before.source.is_none() => notes.push(format!(
            "{} has no {}: which edits something comes from is not known",
            shown(name),
            one.topology
        )),
        Origin::Folder(_) => notes.push(
            "a folder does not say which topology it is of: which edits something comes from is not known".to_owned(),
        ),
        Origin::Revision { .. } | Origin::Topology(_) => {}
    }
    let counts = one.counts();
    if counts.delete > 0 && counts.create == 0 {
        notes.push(
            "what only takes something away is applied in the opposite order, the last root first"
                .to_owned(),
        );
    }
    if one.causes.topogen {
        notes.push(
            "this topogen writes the old topology otherwise than the one that wrote the tree"
                .to_owned(),
        );
    }
    if !one.causes.files.is_empty() {
        let files: Vec<&str> = one.causes.files.iter().map(String::as_str).collect();
        notes.push(format!("files that are not topogen's differ: {}", files.join(", ")));
    }
    notes
}

/// A value of TOML, for people.
fn value(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(_) => "{ … }".to_owned(),
        Value::String(_) | Value::Array(_) | Value::Bool(_) | Value::Number(_) => {
            let text = value.to_string();
            if text.chars().count() <= 60 {
                return text;
            }
            text.chars().take(59).chain(['…']).collect()
        }
    }
}

fn edit_view(one: &Comparison, edit: &Edit) -> [String; 4] {
    [place(one, edit), edit.key(), value(&edit.before), value(&edit.after)]
}

/// One for each kind, block and cause, wherever it is.
fn hazards(one: &Comparison) -> Vec<HazardView> {
    let mut alike: Vec<(Vec<&Danger>, HazardView)> = Vec::new();
    for danger in &one.dangers {
        match alike
            .iter_mut()
            .find(|(others, _)| others.iter().any(|other| is_alike(other, danger)))
        {
            Some((others, _)) => others.push(danger),
            None => alike.push((vec![danger], HazardView::new(one, danger))),
        }
    }
    alike
        .into_iter()
        .map(|(dangers, mut view)| {
            let mut at: Vec<String> = dangers
                .iter()
                .flat_map(|danger| {
                    let hazard = &danger.hazard;
                    hazard
                        .addresses
                        .iter()
                        .map(move |address| format!("{}: {address}", hazard.root))
                })
                .collect();
            if let more @ 1.. = at.len().saturating_sub(PLACES) {
                at.truncate(PLACES);
                at.push(format!("and {more} more"));
            }
            // What is said of one in the same words is said of all.
            let others = dangers.iter().filter(|danger| danger.hazard.message != view.message);
            if let more @ 1.. = others.count() {
                view.message =
                    format!("{}, and so in {}", view.message, counted(more, "more root"));
            }
            HazardView { at, ..view }
        })
        .collect()
}

fn is_alike(one: &Danger, other: &Danger) -> bool {
    one.hazard.kind == other.hazard.kind
        && one.hazard.level == other.hazard.level
        && one.accepted == other.accepted
        && one.edits == other.edits
        && one.block() == other.block()
}

impl HazardView {
    fn new(one: &Comparison, danger: &Danger) -> Self {
        let hazard = &danger.hazard;
        let cause = Cause { edits: danger.edits.clone(), ..Cause::default() };
        Self {
            level: hazard.level.as_str(),
            code: danger.slug(),
            message: hazard.message.clone(),
            at: Vec::new(),
            effect: hazard.kind.code.explanation,
            instead: hazard.kind.instead,
            from: from(one, &cause),
            accepted: danger.accepted.clone(),
        }
    }
}

/// What the topology says before and after: regions and weights, the tier, what each loss comes to.
fn topology(one: &Comparison) -> Vec<[String; 3]> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    let sides = [&one.before.checked, &one.after.checked];
    let of = |what: &dyn Fn(&Checked) -> Option<String>| {
        sides.map(|side| side.as_ref().and_then(what).unwrap_or_else(|| "-".to_owned()))
    };
    let mut add = |what: String, [before, after]: [String; 2]| rows.push([what, before, after]);
    add("tier".to_owned(), of(&|one| Some(one.topology.tier.as_str().to_owned())));
    add("home".to_owned(), of(&|one| Some(one.topology.home.to_string())));
    let regions = |side: &Option<Checked>| -> Vec<&'static str> {
        let all = side.iter().flat_map(|one| &one.topology.regions);
        all.map(|region| region.name.as_str()).collect()
    };
    let mut names = regions(sides[1]);
    names.extend(regions(sides[0]).into_iter().filter(|name| !regions(sides[1]).contains(name)));
    for name in names {
        let weight = of(&|one| {
            let region = one.topology.regions.iter().find(|region| region.name.as_str() == name)?;
            Some(format!("weight {}", region.weight))
        });
        add(name.to_owned(), weight);
    }
    let [before, after] = &one.capacity;
    let mut lost: Vec<&Vec<&'static str>> = after.iter().map(|loss| &loss.lost).collect();
    lost.extend(
        before
            .iter()
            .map(|loss| &loss.lost)
            .filter(|lost| after.iter().all(|loss| loss.lost != **lost)),
    );
    for lost in lost {
        let said = |losses: &[AfterLoss]| {
            losses.iter().find(|loss| loss.lost == *lost).map_or_else(|| "-".to_owned(), verdict)
        };
        add(format!("loss of {}", lost.join(" and ")), [said(before), said(after)]);
    }
    let differ = |row: &[String; 3]| row[1] != row[2];
    if rows.len() > READABLE {
        let alike = rows.iter().filter(|row| !differ(row)).count();
        rows.retain(differ);
        rows.push([format!("{alike} more"), "the same".to_owned(), "the same".to_owned()]);
    }
    rows
}

fn verdict(loss: &AfterLoss) -> String {
    match (loss.survives, loss.must_start) {
        (true, 0) => "survived with what runs".to_owned(),
        (true, more) => format!("survived if {more} tasks start"),
        (false, _) if loss.missing == 0 => "not survived".to_owned(),
        (false, _) => format!("not survived: {} tasks missing", loss.missing),
    }
}

fn roots(one: &Comparison) -> Vec<[String; 3]> {
    let apply = one.apply();
    let step = |name: &str| apply.iter().position(|step| step.contains(&name));
    let view = |root: &RootPlan| {
        let number = step(&root.root).map_or_else(|| "-".to_owned(), |step| (step + 1).to_string());
        let what = match root.state {
            State::Gone => "its code goes, its state stays".to_owned(),
            State::New => format!("new: {}", words(counts([root]))),
            State::Kept => words(counts([root])),
        };
        let waits: Vec<&str> = root.waits_for.iter().map(String::as_str).collect();
        let what = if waits.is_empty() {
            what
        } else {
            let verb = if waits.len() == 1 { "is" } else { "are" };
            format!("{what}; cannot be planned before {} {verb} applied", waits.join(", "))
        };
        [number, root.root.clone(), what]
    };
    let touched = one.plan.roots.iter().filter(|root| is_touched(root));
    touched.map(view).collect()
}

fn undone(one: &Comparison) -> String {
    let lost: BTreeSet<&str> = one
        .dangers
        .iter()
        .filter(|danger| {
            danger.hazard.level == Level::Irreversible || danger.hazard.kind.is_for_good
        })
        .map(Danger::slug)
        .collect();
    if lost.is_empty() {
        return "Once applied, it is undone by reverting the commit and applying again, as far as the code shows."
            .to_owned();
    }
    let lost: Vec<&str> = lost.into_iter().collect();
    format!("Once applied, reverting the commit does not bring back what was: {}.", lost.join(", "))
}
