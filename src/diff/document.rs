//! The comparison for machines.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{
    causes::Cause,
    comparison::{Comparison, Counts, Origin, is_touched},
    danger::Danger,
    edits::Edit,
    hand::ByHand,
};
use crate::{
    capacity::AfterLoss,
    inventory::{Step, Wait},
    plan::{Because, Output, Path, RootPlan, Row, State},
    source::{Position, Source},
};

/// The document that `topogen diff --format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Document<'c> {
    /// Rises when a field changes its meaning or goes away.
    schema_version: u32,
    /// The version that wrote it.
    topogen: &'static str,
    comparisons: Vec<ComparisonOut<'c>>,
}

#[derive(Debug, Serialize)]
struct ComparisonOut<'c> {
    topology: &'c str,
    tree: &'c str,
    before: BeforeOut<'c>,
    after: AfterOut,
    /// The worst hazard that nobody has accepted.
    level: &'static str,
    counts: Counts,
    edits: Vec<EditOut<'c>>,
    /// Roots with something to apply, in steps: those of one step do not wait for each other.
    apply: Vec<Vec<&'c str>>,
    roots: Vec<RootOut<'c>>,
    hazards: Vec<HazardOut<'c>>,
    capacity: CapacityOut<'c>,
    by_hand: &'c [ByHand],
    files: FilesOut,
    notes: &'c [String],
}

#[derive(Debug, Serialize)]
struct BeforeOut<'c> {
    kind: &'static str,
    name: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'c str>,
    /// The topology of that side, where it is known.
    topology: Option<&'c str>,
    /// Its tree is not there, so its topology was rendered.
    rendered: bool,
}

#[derive(Debug, Serialize)]
struct AfterOut {
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct EditOut<'c> {
    path: String,
    before: &'c Value,
    after: &'c Value,
    file: &'c str,
    start: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct RootOut<'c> {
    root: &'c str,
    state: &'static str,
    waits_for: Vec<&'c str>,
    resources: Vec<RowOut<'c>>,
    outputs: Vec<OutputOut<'c>>,
}

#[derive(Debug, Serialize)]
struct OutputOut<'c> {
    name: &'c str,
    actions: &'static [&'static str],
    unknown_after: bool,
}

#[derive(Debug, Serialize)]
struct BecauseOut<'c> {
    /// An argument.
    path: &'c str,
    /// The address and attribute that it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<String>,
    /// Where that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<&'c str>,
    /// Only AWS decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    computed: bool,
    /// On what it hangs.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'c str>,
}

#[derive(Debug, Serialize)]
struct RowOut<'c> {
    address: &'c str,
    previous_address: Option<&'c str>,
    #[serde(rename = "type")]
    kind: &'c str,
    region: Option<&'c str>,
    actions: &'static [&'static str],
    /// AWS has it, and Terraform takes it into the state.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    importing: bool,
    certain: bool,
    or: Vec<&'static [&'static str]>,
    because: Vec<BecauseOut<'c>>,
    replace_paths: Vec<[&'c str; 1]>,
    changes: Vec<ChangeOut<'c>>,
    unknown_after: Vec<PathOut<'c>>,
    ignored: Vec<PathOut<'c>>,
    refused_by: Option<&'static str>,
    edits: BTreeSet<usize>,
    /// What else it comes from: `topogen`, `files`.
    causes: Vec<&'static str>,
    hazards: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct ChangeOut<'c> {
    path: PathOut<'c>,
    before: Value,
    after: Value,
}

/// The steps to an argument.
#[derive(Debug)]
struct PathOut<'c>(&'c Path);

#[derive(Debug, Serialize)]
struct HazardOut<'c> {
    code: &'static str,
    level: &'static str,
    root: &'c str,
    addresses: &'c [String],
    message: &'c str,
    effect: &'static str,
    instead: &'static str,
    edits: &'c BTreeSet<usize>,
    accepted: Option<&'c str>,
}

#[derive(Debug, Serialize)]
struct CapacityOut<'c> {
    before: &'c [AfterLoss],
    after: &'c [AfterLoss],
}

#[derive(Debug, Serialize)]
struct FilesOut {
    added: usize,
    modified: usize,
    removed: usize,
}

impl<'c> Document<'c> {
    pub(crate) fn new(comparisons: &'c [Comparison]) -> Self {
        Self {
            schema_version: 1,
            topogen: env!("CARGO_PKG_VERSION"),
            comparisons: comparisons.iter().map(ComparisonOut::new).collect(),
        }
    }
}

impl<'c> ComparisonOut<'c> {
    fn new(one: &'c Comparison) -> Self {
        let [added, modified, removed] = one.files;
        let [before, after] = &one.capacity;
        let mut roots: Vec<RootOut<'_>> = one
            .plan
            .roots
            .iter()
            .filter(|root| is_touched(root))
            .map(|root| RootOut::new(one, root))
            .collect();
        roots.sort_by_key(|root| root.root);
        Self {
            topology: &one.topology,
            tree: &one.tree,
            before: BeforeOut::new(one),
            after: AfterOut { kind: "render" },
            level: one.level().as_str(),
            counts: one.counts(),
            edits: one.edits.iter().filter_map(|edit| EditOut::new(one, edit)).collect(),
            apply: one.apply(),
            roots,
            hazards: one.dangers.iter().map(HazardOut::new).collect(),
            capacity: CapacityOut { before, after },
            by_hand: &one.by_hand,
            files: FilesOut { added, modified, removed },
            notes: &one.notes,
        }
    }
}

impl<'c> BeforeOut<'c> {
    fn new(one: &'c Comparison) -> Self {
        let topology = one.before.source.as_ref().map(Source::path);
        match &one.origin {
            Origin::Revision { name, commit, rendered } => {
                Self { kind: "revision", name, commit: Some(commit), topology, rendered: *rendered }
            }
            Origin::Folder(name) => {
                Self { kind: "directory", name, commit: None, topology, rendered: false }
            }
            Origin::Topology(name) => {
                Self { kind: "topology", name, commit: None, topology, rendered: true }
            }
        }
    }
}

impl<'c> EditOut<'c> {
    fn new(one: &'c Comparison, edit: &'c Edit) -> Option<Self> {
        let source = one.after.source.as_ref()?;
        Some(Self {
            path: edit.key(),
            before: &edit.before,
            after: &edit.after,
            file: source.path(),
            start: source.position(edit.place.start),
            end: source.position(edit.place.end),
        })
    }
}

impl<'c> RootOut<'c> {
    fn new(one: &'c Comparison, root: &'c RootPlan) -> Self {
        let row = |(address, row): (&'c String, &'c Row)| {
            let cause = one.causes.of(&root.root, address);
            let dangers = one.dangers.iter().filter(|danger| {
                danger.hazard.root == root.root && danger.hazard.addresses.contains(address)
            });
            RowOut::new(address, row, cause, dangers.map(Danger::slug).collect())
        };
        Self {
            root: &root.root,
            state: match root.state {
                State::Kept => "kept",
                State::New => "new",
                State::Gone => "gone",
            },
            waits_for: root.waits_for.iter().map(String::as_str).collect(),
            resources: root.rows.iter().map(row).collect(),
            outputs: root.outputs.iter().map(OutputOut::new).collect(),
        }
    }
}

impl<'c> RowOut<'c> {
    fn new(
        address: &'c str,
        row: &'c Row,
        cause: Option<&Cause>,
        hazards: Vec<&'static str>,
    ) -> Self {
        let change = |(path, before, after): &'c (Path, _, _)| ChangeOut {
            path: PathOut(path),
            before: aws_catalogue::Value::to_json(before),
            after: aws_catalogue::Value::to_json(after),
        };
        let causes = [
            (cause.is_some_and(|cause| cause.topogen), "topogen"),
            (cause.is_some_and(|cause| cause.files), "files"),
        ];
        Self {
            address,
            previous_address: row.previous.as_deref(),
            kind: &row.kind,
            region: row.region.as_deref(),
            actions: row.action.words(),
            importing: row.is_imported,
            certain: row.is_certain(),
            or: row.or.iter().map(|one| one.words()).collect(),
            because: row.because.iter().flat_map(because).collect(),
            replace_paths: row.replace_paths.iter().map(|path| [path.as_str()]).collect(),
            changes: row.changes.iter().map(change).collect(),
            unknown_after: row.unknown_after.iter().map(PathOut).collect(),
            ignored: row.ignored.iter().map(PathOut).collect(),
            refused_by: row.refused_by(),
            edits: cause.map(|cause| cause.edits.clone()).unwrap_or_default(),
            causes: causes.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect(),
            hazards,
        }
    }
}

impl<'c> OutputOut<'c> {
    fn new((name, output): (&'c String, &Output)) -> Self {
        Self { name, actions: output.action.words(), unknown_after: output.unknown_after }
    }
}

/// A line for each part that is waited for; one where AWS decides.
fn because(because: &Because) -> Vec<BecauseOut<'_>> {
    let Because { path, waits_for, when } = because;
    let when = when.as_deref();
    if waits_for.is_empty() {
        return vec![BecauseOut { path, waits_for: None, root: None, computed: true, when }];
    }
    let waits = waits_for.iter().map(|wait| {
        let (waits_for, root) = match wait {
            Wait::Attribute { root, address, path } => (format!("{address}.{path}"), Some(&**root)),
            Wait::Input { root, name } => (format!("var.{name}"), Some(&**root)),
            Wait::Pending { root, address } => (address.as_ref().to_owned(), Some(&**root)),
            Wait::Unread(why) => (why.as_ref().to_owned(), None),
        };
        BecauseOut { path, waits_for: Some(waits_for), root, computed: false, when }
    });
    waits.collect()
}

impl Serialize for PathOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|step| match step {
            Step::Key(name) => Value::String(name.as_ref().to_owned()),
            Step::Index(index) => Value::from(*index),
        }))
    }
}

impl<'c> HazardOut<'c> {
    fn new(danger: &'c Danger) -> Self {
        let hazard = &danger.hazard;
        Self {
            code: hazard.kind.code.slug,
            level: hazard.level.as_str(),
            root: &hazard.root,
            addresses: &hazard.addresses,
            message: &hazard.message,
            effect: hazard.kind.code.explanation,
            instead: hazard.kind.instead,
            edits: &danger.edits,
            accepted: danger.accepted.as_deref(),
        }
    }
}
