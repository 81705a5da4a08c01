//! Names in AWS, by which it tells the things of a type apart.
//!
//! A block says the forms of all names that it gives; a test holds that against its templates. So two things
//! that would have one name are found here, whichever blocks they are of.

use indexmap::{IndexMap, map};

use super::{Block, Ledger, Name, ledger::Entry};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::Span,
    topology::Topology,
};

/// The codes of this file.
pub(crate) const CODES: &[&Code] = &[&NAME_TAKEN];

static NAME_TAKEN: Code = Code::error(
    "name-taken",
    "no two things of a type have one name in AWS",
    "Names in AWS are made of the topology's name and the entry's. `[buckets.logs]` would be called like each region's \
     bucket for load balancer and flow logs, `[buckets.log-backup]` like that of what the log domain did not take. A \
     name is taken whether or not the topology has the section that gives it: it may come later, and most names \
     cannot be changed then.",
);

/// A name, and whose it is.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// The section, and the entry where it is one's own.
    section: &'static str,
    entry: Option<String>,
    /// The key by which an entry says otherwise.
    named_by: &'static str,
}

/// All names that the blocks give, or may come to give.
pub(crate) fn given(blocks: &[Block], ledger: &Ledger, topology: &Topology) -> Vec<Given> {
    let mut all = Vec::new();
    for block in blocks {
        let named_by =
            block.section.as_ref().and_then(|section| section.named_by).unwrap_or_default();
        for &Name { kind, form } in block.names {
            let form = form.replace("{name}", &topology.name);
            let mut add = |form: &str, entry: Option<&str>| {
                let regions = topology.regions.iter().map(|region| region.name.as_str());
                let names: Vec<String> = if form.contains("{region}") {
                    regions.map(|region| form.replace("{region}", region)).collect()
                } else {
                    vec![form.to_owned()]
                };
                all.extend(names.into_iter().map(|name| Given {
                    kind,
                    name,
                    section: block.name,
                    entry: entry.map(str::to_owned),
                    named_by,
                }));
            };
            if form.contains("{entry}") || form.contains("{called}") {
                for Entry { name, called, .. } in ledger.entries(block.name) {
                    let word = topology.called(block.name, name);
                    let form = form.replace("{entry}", word).replace("{called}", called);
                    add(&form, Some(name));
                }
            } else {
                add(&form, None);
            }
        }
    }
    all
}

/// Reports the entries that would be called like something else.
pub(crate) fn differ(
    blocks: &[Block],
    ledger: &Ledger,
    topology: &Topology,
    diags: &mut Diagnostics,
) {
    let mut owners: IndexMap<(&str, String), Given> = IndexMap::new();
    let mut blamed = Vec::new();
    for given in given(blocks, ledger, topology) {
        match owners.entry((given.kind, given.name.clone())) {
            map::Entry::Vacant(free) => _ = free.insert(given),
            map::Entry::Occupied(first) => blamed.push((first.get().clone(), given)),
        }
    }
    // One finding for two entries, however many of their names are the same.
    blamed.dedup_by_key(|(first, second)| (first.reference(), second.reference()));
    for (first, second) in blamed {
        let Given { kind, name, .. } = &second;
        // Of a block's own name and an entry's, the entry is to blame.
        let (place, other) = match (second.place(diags), first.place(diags)) {
            (Some(place), other) => (place, other),
            (None, Some(place)) => (place, None),
            (None, None) => continue,
        };
        let name = name.replace("{account}", "<account id>");
        let message = format!("`{name}` would be the name of two things of the type `{kind}`");
        let mut finding = Diagnostic::new(&NAME_TAKEN, place, message);
        finding = match other {
            Some(other) => finding.related(other, "and here"),
            None => finding.note("topogen makes the other one itself, or may come to"),
        };
        diags.push(finding.help("give one of them another name"));
    }
}

impl Given {
    /// `buckets.logs`
    fn reference(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}.{entry}", self.section),
            None => self.section.to_owned(),
        }
    }

    /// Where an entry says that it is called so.
    fn place(&self, diags: &Diagnostics) -> Option<Span> {
        let entry = self.entry.as_deref()?;
        Some(diags.places().value(&[self.section, entry, self.named_by]))
    }
}
