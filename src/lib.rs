//! topogen turns one TOML topology into Terraform for AWS multi-region.
//!
//! The pipeline, one module per stage:
//!
//! 1. [`source`]: a file as text, with positions.
//! 2. `spec`: what the file says, every value with its place.
//! 3. `check`: what it means, or every reason why it means nothing. The building blocks (`block`) check
//!    their own sections, and `capacity` says what the policy leaves open. Nothing after that can blame
//!    the user.
//! 4. `topology`: the checked model.
//! 5. `size`: traffic shares into integers, for the steady state and for each lost region.
//!    `capacity` shows what they are worth when regions are lost.
//! 6. `compose`: the building blocks add their module calls to the `graph`.
//! 7. `partition`: which root (Terraform state) owns which call.
//! 8. `emit`: HCL from templates and from the graph. Decides only how it is written.
//! 9. [`tree`]: compares with the disk, writes, shows the difference.
//!
//! [`inventory`] reads a tree back, whoever wrote it: what there shall be, by address. [`plan`] says what Terraform would make of two
//! of them, `hazard` what of that can do harm, and `diff` what a change of a topology means. `moves`
//! finds by inventories where things were before entries were renamed.
//!
//! This file joins the stages: none calls the next. A stage either takes [`Diagnostics`] or cannot fail.
//! `docs/architecture.md` says who may know whom.

mod affected;
mod aws;
mod block;
mod bug;
mod capacity;
mod check;
pub mod cli;
mod compose;
pub mod diag;
mod diff;
mod docs;
mod emit;
pub mod fix;
mod generation;
mod graph;
mod hazard;
pub mod inventory;
mod moves;
mod partition;
mod pipeline;
pub mod plan;
mod registry;
mod schema;
mod size;
pub mod source;
mod spec;
mod topology;
pub mod tree;
mod words;

/// For tests outside the library; no part of its promise.
#[doc(hidden)]
pub mod testing {
    pub use crate::emit::{NASTY, quote};

    /// Reads both generations and judges the change, all on the thread that asks, so that what it takes can be counted: to how many
    /// objects something happens, and how many hazards there are.
    #[must_use]
    pub fn changed(
        before: &crate::inventory::Files,
        after: &crate::inventory::Files,
    ) -> [usize; 2] {
        let mut texts = crate::inventory::Texts::new();
        let [old, new] =
            [before, after].map(|files| crate::inventory::Inventory::here(files, &mut texts));
        let plan = crate::plan::plan(&old, &new);
        let hazards = crate::hazard::hazards(&old, &new, &plan);
        [plan.roots.iter().map(|root| root.rows.len()).sum(), hazards.len()]
    }

    /// The codes of what of a plan can do harm.
    #[must_use]
    pub fn hazards(
        before: &crate::inventory::Inventory,
        after: &crate::inventory::Inventory,
        plan: &crate::plan::Plan,
    ) -> std::collections::BTreeSet<&'static str> {
        let hazards = crate::hazard::hazards(before, after, plan);
        hazards.iter().map(|hazard| hazard.kind.code.slug).collect()
    }

    /// The capacity report of a topology, without what it assumes: as JSON or as text.
    #[must_use]
    pub fn capacity(checked: &crate::Checked, format: &str) -> String {
        let ledger = checked.parts.ledger();
        let Some(report) = crate::capacity::Report::new(&checked.topology, ledger, &[]) else {
            return String::new();
        };
        match format {
            "json" => serde_json::to_string_pretty(&crate::capacity::Document::new(&report))
                .unwrap_or_default(),
            _ => crate::capacity::text(&report, &[], crate::capacity::Marks::BLOCKS),
        }
    }

    /// File name and text of every page in `docs/blocks`.
    #[must_use]
    pub fn block_pages() -> Vec<(String, String)> {
        crate::docs::pages()
    }
}

pub use aws::RegionName;
pub use bug::Bug;
pub use registry::codes;

use block::Parts;
use diag::{Diagnostics, Reported};
use graph::Graph;
use inventory::{Files, Inventory, Texts};
use moves::Rename;
use partition::Roots;
use source::Source;
use spec::{Core, Spec};
use topology::Topology;
use tree::Tree;

/// A topology that was checked, ready to be rendered. Two are equal if they mean the same, wherever it is
/// written.
#[derive(PartialEq)]
pub struct Checked {
    topology: Topology,
    parts: Parts,
    /// The same with marks for keys, if any entry was renamed.
    marked: Option<Box<Marked>>,
}

/// A topology whose renamed entries have marks for keys.
#[derive(PartialEq)]
struct Marked {
    topology: Topology,
    parts: Parts,
    renames: Vec<Rename>,
}

impl Checked {
    /// What a check came upon that is topogen's fault; `render` says it as well.
    fn bug(&self) -> Option<Bug> {
        self.parts.cx(&self.topology).err()
    }
}

/// Reads and checks a topology. All findings are in `diags`.
///
/// # Errors
///
/// At least one finding is an error.
pub fn check(source: &Source, diags: &mut Diagnostics) -> Result<Checked, Reported> {
    let spec = parse(source, diags)?;
    let renamed = check::renamed(&spec.identities, diags);
    let (core, topology, parts) = mean(spec, diags)?;
    diags.errors()?;
    let marked = renamed.then(|| marked(source)).transpose()?;
    capacity::forecast(&core, &topology, parts.ledger(), diags);
    capacity::findings(&topology, parts.ledger(), diags);
    Ok(Checked { topology, parts, marked })
}

fn parse<'s>(source: &'s Source, diags: &mut Diagnostics) -> Result<Spec<'s>, Reported> {
    let sections = registry::sections().map(|section| (section.name, section.named_by));
    spec::parse(source, schema::schema(), sections, diags)
}

/// What a file means.
fn mean(spec: Spec<'_>, diags: &mut Diagnostics) -> Result<(Core, Topology, Parts), Reported> {
    let Spec { core, sections, identities, named } = spec;
    let topology = check::topology(&core, &identities, diags)?;
    let parts = Parts::check(registry::BLOCKS, sections, named, &topology, diags);
    let ledger = parts.ledger();
    block::names::differ(registry::BLOCKS, ledger, &topology, diags);
    let asked = check::Asked { parameters: ledger.parameters, writer: ledger.writer };
    check::beside(&core, &asked, diags);
    Ok((core, topology, parts))
}

/// What a file that has no errors means if marks are the keys of its renamed entries. That a mark makes a name too long is
/// nobody's fault.
fn marked(source: &Source) -> Result<Box<Marked>, Reported> {
    let mut diags = Diagnostics::new();
    let mut spec = parse(source, &mut diags)?;
    let renames = spec.mark_renames(source);
    let (_, topology, parts) = mean(spec, &mut diags)?;
    Ok(Box::new(Marked { topology, parts, renames }))
}

/// Renders a checked topology.
///
/// # Errors
///
/// Only a bug in topogen: nothing that a checked topology says can make this fail.
pub fn render(checked: &Checked) -> Result<Tree, Bug> {
    let mut tree = tree(&checked.topology, &checked.parts)?;
    if let Some(marked) = &checked.marked {
        let files = Files::of(&self::tree(&marked.topology, &marked.parts)?);
        let inventory = Inventory::of(&files, &mut Texts::new());
        emit::moved(&moves::moves(&inventory, &marked.renames), &mut tree)?;
    }
    Ok(tree)
}

fn tree(topology: &Topology, parts: &Parts) -> Result<Tree, Bug> {
    let (graph, roots) = parted(topology, parts)?;
    emit::emit(&parts.cx(topology)?, &graph, &roots)
}

/// The folders of a topology's roots, in the order in which they are applied.
fn order(checked: &Checked) -> Result<Vec<String>, Bug> {
    let (_, roots) = parted(&checked.topology, &checked.parts)?;
    Ok(roots.iter().map(|root| root.id.dir()).collect())
}

fn parted(topology: &Topology, parts: &Parts) -> Result<(Graph, Roots), Bug> {
    let graph = compose::compose(topology, parts)?;
    // Home is first: what is born there may be joined from other regions.
    let regions = topology.regions.iter().map(|region| region.name);
    let roots = partition::partition(&graph, topology.layout, regions)?;
    Ok((graph, roots))
}
