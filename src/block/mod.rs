//! Building blocks: one Rust file or folder, one template folder and one line of the registry each.
//!
//! A block reads its own section of the TOML, checks it, says what it needs from the others, and
//! adds its module calls to the graph. This file is what all of them share; it knows none of them.

pub(crate) mod alarms;
pub(crate) mod bucket;
pub(crate) mod dashboards;
pub(crate) mod database;
mod demand;
mod email;
pub(crate) mod function;
pub(crate) mod images;
pub(crate) mod ingress;
pub(crate) mod keys;
pub(crate) mod logs;
pub(crate) mod names;
pub(crate) mod network;
pub(crate) mod secret;
pub(crate) mod service;
pub(crate) mod table;
mod usable;
mod watched;

use std::{any::Any, collections::BTreeMap};

use indexmap::{IndexMap, IndexSet};
use schemars::{Schema, SchemaGenerator};
use toml::{Spanned, de::DeValue};

pub(crate) use self::{
    demand::{Carriers, Demand, Draw, Growth, Holds},
    usable::{Access, Connection, Contact, Grant},
    watched::{Alarm, Between, Signal, Watched, Watches},
};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::{Code, Diagnostics},
    graph::Graph,
    size::{Capacity, Need},
    source::Span,
    topology::Topology,
};

/// What the pipeline knows of a block.
pub(crate) struct Block {
    /// What people call it: `tables`.
    pub(crate) name: &'static str,
    /// What it creates: where, and what.
    pub(crate) creates: &'static [(&'static str, &'static str)],
    /// Its part of the TOML, if it has one.
    pub(crate) section: Option<Section>,
    /// The names that it gives in AWS, or may come to give.
    pub(crate) names: &'static [Name],
    /// The findings that it may report.
    pub(crate) codes: &'static [&'static Code],
    /// Reads and checks the section, or makes do without one.
    pub(crate) check: Check,
}

/// The form of a name that a block gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    /// The type, in Terraform's words.
    pub(crate) kind: &'static str,
    /// `{name}` is the topology's, `{entry}` an entry's, `{called}` what the entry says that it is called; `{region}` is any
    /// region of the file, `{account}` the account, and a `*` what the module counts.
    pub(crate) form: &'static str,
}

/// A form of names.
const fn name(kind: &'static str, form: &'static str) -> Name {
    Name { kind, form }
}

/// From a section (if the file has it) to a checked part.
pub(crate) type Check =
    fn(Option<Spanned<DeValue<'_>>>, &Topology, &mut Diagnostics) -> Option<Box<dyn Part>>;

/// A top-level key of the TOML.
pub(crate) struct Section {
    /// The key.
    pub(crate) name: &'static str,
    /// What it is for, for the JSON Schema.
    pub(crate) summary: &'static str,
    /// Its JSON Schema.
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

/// A block's checked section.
pub(crate) trait Part: Any + Same {
    /// Reports what can only be seen beside the other parts.
    fn link(&self, _topology: &Topology, _parts: &Parts, _diags: &mut Diagnostics) {}

    /// The entries that a service may name in `uses`, without the section: `users`.
    fn entries(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The entries that have names in AWS, and what each says that it is called.
    fn called(&self) -> Vec<(&str, &str)> {
        self.entries().into_iter().map(|entry| (entry, entry)).collect()
    }

    /// What `uses = ["<section>.<entry>"]` lets a service's tasks do.
    fn access(&self, _entry: &str, _topology: &Topology) -> Access {
        Access::default()
    }

    /// What the tasks of a region are told about an entry, and what they connect to.
    fn contact(
        &self,
        _entry: &str,
        _at: RegionName,
        _topology: &Topology,
        _graph: &Graph,
    ) -> Result<Contact, Bug> {
        Ok(Contact::default())
    }

    /// What the part asks of keys and networks.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// What people have to do when a region is lost: for the README.
    fn recovery(&self, _topology: &Topology) -> Vec<Step> {
        Vec::new()
    }

    /// What has to be known before something of the part, or a region, is taken away: for the README.
    fn leaving(&self, _plan: &Plan<'_>) -> Vec<Step> {
        Vec::new()
    }

    /// What is sized by traffic share.
    fn demands(&self) -> Vec<Demand<'_>> {
        Vec::new()
    }

    /// What should wake somebody, once the calls are composed.
    fn alarms(&self, _plan: &Plan<'_>, _graph: &Graph) -> Result<Vec<Watched>, Bug> {
        Ok(Vec::new())
    }

    /// What is left for people to do or to know, because Terraform cannot do it: items of a list in the tree's
    /// README, written as its template is, so `{{ name }}` is the topology's name.
    fn by_hand(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// What each region needs and gets of one of its demands, in the topology's order.
    fn size(&self, demand: &Demand<'_>, capacity: &Capacity, _topology: &Topology) -> Vec<Need> {
        demand.size(capacity)
    }

    /// What carries the units of one of its demands in each region, where that is counted otherwise.
    fn carriers(
        &self,
        _demand: &Demand<'_>,
        _needs: &[Need],
        _capacity: &Capacity,
        _topology: &Topology,
    ) -> Option<Carriers> {
        None
    }

    /// What the file does not say, so that no demand follows: `tables.users.reads`.
    fn unsaid(&self) -> Vec<String> {
        Vec::new()
    }

    /// When what starts by itself does so, and how long that takes.
    fn growth(&self) -> Vec<Growth<'_>> {
        Vec::new()
    }

    /// Adds its calls. What it needs of earlier blocks is there, or it is a bug.
    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug>;
}

/// Parts are compared although nobody here knows their types.
pub(crate) trait Same {
    /// Whether the other one is of the same type and says the same.
    fn same(&self, other: &dyn Any) -> bool;
}

impl<P: Any + PartialEq> Same for P {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// Something that people do by hand.
#[derive(Debug)]
pub(crate) struct Step {
    /// A template in Markdown; its holes take names, never other text.
    pub(crate) text: &'static str,
    /// What goes into the holes.
    pub(crate) names: Vec<(&'static str, String)>,
}

/// An AWS service that uses the keys itself, beyond what IAM policies of principals allow.
#[derive(Debug)]
pub(crate) struct KeyUser {
    /// Statement id, the same for the same use: `LogGroups`.
    pub(crate) sid: &'static str,
    /// Service principal; `{region}` stands for the key's region.
    pub(crate) principal: &'static str,
    /// What it may do with the key: `kms:Decrypt`.
    pub(crate) actions: &'static [&'static str],
    /// Operator, condition key and value, where `{partition}`, `{region}` and `{account}` stand for those of the key.
    pub(crate) condition: (&'static str, &'static str, &'static str),
}

/// What a part asks of keys and networks in every region in use.
#[expect(clippy::struct_excessive_bools, reason = "wishes, each for itself; no states")]
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// A customer-managed key.
    pub(crate) key: bool,
    /// Regions that need a key whether or not they are in use.
    pub(crate) key_regions: Vec<RegionName>,
    /// AWS services that use the key themselves.
    pub(crate) key_users: Vec<KeyUser>,
    /// Container repositories.
    pub(crate) repositories: Vec<String>,
    /// A network to run in.
    pub(crate) network: bool,
    /// Subnets without a way out, for data stores.
    pub(crate) data_subnets: bool,
    /// Days that log groups keep what is written to them; the longest wish holds.
    pub(crate) log_retention_days: Option<u32>,
    /// That the router sends users to it.
    pub(crate) routed: bool,
    /// SSM parameters, which carry the topology's name.
    pub(crate) parameters: bool,
    /// To be told which region writes.
    pub(crate) writer: bool,
    /// Services that a network without a way out must offer an endpoint for.
    pub(crate) interface_endpoints: &'static [&'static str],
}

/// All checked parts by section, in registry order.
pub(crate) struct Parts {
    checked: Vec<(&'static str, Box<dyn Part>)>,
    /// What each asks for, once for all that read it.
    needs: Vec<Needs>,
    /// What has a name in the file, whether or not it could be checked: `tables.users`, and where.
    named: BTreeMap<String, Span>,
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        let names = |parts: &Self| parts.checked.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let mut pairs = self.iter().zip(other.iter());
        names(self) == names(other) && pairs.all(|(one, other)| one.same(other))
    }
}

/// What the blocks see while they compose.
pub(crate) struct Plan<'a> {
    /// What the file means.
    pub(crate) topology: &'a Topology,
    /// All parts.
    pub(crate) parts: &'a Parts,
    /// Shares of the regions in use.
    pub(crate) capacity: &'a Capacity,
}

impl Parts {
    /// Checks every block's section, then what can only be seen side by side.
    pub(crate) fn check(
        blocks: &[Block],
        mut sections: IndexMap<&'static str, Spanned<DeValue<'_>>>,
        named: BTreeMap<String, Span>,
        topology: &Topology,
        diags: &mut Diagnostics,
    ) -> Self {
        let mut checked = Vec::new();
        for block in blocks {
            let name = block.section.as_ref().map_or("", |section| section.name);
            let part = (block.check)(sections.swap_remove(name), topology, diags);
            checked.extend(part.map(|part| (name, part)));
        }
        let needs = checked.iter().map(|(_, part)| part.needs()).collect();
        let parts = Self { checked, needs, named };
        for part in parts.iter() {
            part.link(topology, &parts, diags);
        }
        parts
    }

    /// The part of a block, if the topology has it.
    fn of(&self, block: &Block) -> Option<&dyn Part> {
        let name = block.section.as_ref()?.name;
        let (_, part) = self.checked.iter().find(|(section, _)| *section == name)?;
        Some(part.as_ref())
    }

    /// Where something that has a name is defined.
    fn place(&self, reference: &str) -> Option<Span> {
        self.named.get(reference).copied()
    }

    /// The parts in registry order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn Part> {
        self.checked.iter().map(|(_, part)| part.as_ref())
    }

    /// Everything that a service may name in `uses`: `tables.users`.
    pub(crate) fn usable(&self) -> IndexSet<String> {
        let entries = |(section, part): &(&str, Box<dyn Part>)| {
            part.entries().iter().map(|entry| format!("{section}.{entry}")).collect::<Vec<_>>()
        };
        self.checked.iter().flat_map(entries).collect()
    }

    /// Whether a reference is to something that has a finding of its own.
    pub(crate) fn is_wrong(&self, reference: &str, diags: &Diagnostics) -> bool {
        let section = reference.split_once('.').map_or(reference, |(section, _)| section);
        diags.is_wrong_at_top(section)
            || diags.errors().is_err() && self.named.contains_key(reference)
    }

    /// The part and the entry that a `uses` refers to.
    pub(crate) fn used<'a>(&self, reference: &'a str) -> Option<(&dyn Part, &'a str)> {
        let (section, entry) = reference.split_once('.')?;
        let (_, part) = self.checked.iter().find(|(name, _)| *name == section)?;
        Some((part.as_ref(), entry))
    }

    /// The part of a type, if the topology has it.
    pub(crate) fn get<P: Part>(&self) -> Option<&P> {
        self.iter().find_map(|part| (part as &dyn Any).downcast_ref())
    }

    /// The needs of all parts.
    pub(crate) fn needs(&self) -> impl Iterator<Item = &Needs> {
        self.needs.iter()
    }
}
