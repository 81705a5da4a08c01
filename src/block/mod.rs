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
mod ledger;
pub(crate) mod logs;
mod made;
#[cfg(test)]
pub(crate) mod made_up;
pub(crate) mod names;
pub(crate) mod network;
mod note;
mod per_region;
pub(crate) mod queue;
pub(crate) mod secret;
pub(crate) mod service;
pub(crate) mod table;
mod usable;
mod watched;

use std::{any::Any, collections::BTreeSet};

use indexmap::IndexMap;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Value, json};
use toml::{Spanned, de::DeValue};

pub(crate) use self::{
    demand::{Carriers, Demand, DemandId, Draw, Growth, Holds, Remedy, Sized, Taken},
    ledger::{Host, KeyUser, Ledger, Use},
    made::{LoadBalancer, Made, Network, Routed},
    note::{Note, Step, When},
    per_region::PerRegion,
    usable::{Access, Connection, Contact, Grant, Told},
    watched::{Alarm, Between, Comparison, Missing, Signal, Statistic, Watched, Watches},
};
use crate::{
    bug::Bug,
    diag::{Code, Diagnostics},
    graph::Graph,
    spec::RENAMED_FROM,
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
    /// The key by which an entry says what stands for its own key in AWS: `name`, where that has no other meaning. Nothing
    /// where the section has no entries.
    pub(crate) named_by: Option<&'static str>,
    /// What it is for, for the JSON Schema.
    pub(crate) summary: &'static str,
    /// What `init` writes of it, commented out; nothing where the topology that it begins with has the section.
    pub(crate) example: &'static str,
    /// The JSON Schema of what the block reads.
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Section {
    /// Its JSON Schema: what the block reads, and what every entry takes.
    pub(crate) fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let schema = (self.schema)(generator);
        let definitions = generator.definitions_mut();
        let entries = definition(schema.as_value()).and_then(|name| definitions.get(name));
        let entry = entries.unwrap_or(schema.as_value()).get("additionalProperties");
        let entry = entry.and_then(definition).map(str::to_owned);
        if let (Some(by), Some(entry)) = (self.named_by, entry)
            && let Some(entry) = definitions.get_mut(&entry)
            && let Some(properties) = entry.get_mut("properties").and_then(Value::as_object_mut)
        {
            let key =
                |said: &str| json!({ "description": said, "type": "string", "pattern": ENTRY });
            properties.insert(by.to_owned(), key(CALLED));
            properties.insert(RENAMED_FROM.to_owned(), key(WAS));
        }
        schema
    }
}

/// The name of what a schema refers to.
fn definition(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str)?.rsplit('/').next()
}

/// What the names of entries look like.
const ENTRY: &str = "^[a-z][a-z0-9-]{0,31}$";

const CALLED: &str = "What stands for the entry's key in AWS names, alarms and the variables of services, for good. Terraform's \
                      addresses follow the key. Default: the key.";

const WAS: &str = "The key that the entry had before: Terraform then moves what it has there, in every state. AWS has no new names for \
                   most things, so what the old key named is made anew unless it is said to be the name.";

/// A block's checked section.
pub(crate) trait Part: Any + Same {
    /// Says what it needs, offers, has sized, and tells people: once, after the checks of all sections.
    fn declare(&self, topology: &Topology, ledger: &mut Ledger);

    /// Reports what can only be seen beside what the other parts say.
    fn link(&self, _cx: &Cx<'_>, _diags: &mut Diagnostics) -> Result<(), Bug> {
        Ok(())
    }

    /// Adds its calls, takes of what earlier parts made, and hands on what later ones need. What should wake somebody it
    /// says here too.
    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug>;
}

/// What the parts see once all have said what there is to say.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    /// What the file means.
    pub(crate) topology: &'a Topology,
    /// What all parts said.
    pub(crate) ledger: &'a Ledger,
}

/// Parts are compared although nobody here knows their types: each with its own kind, and none looks into another.
pub(crate) trait Same {
    /// Whether the other one is of the same type and says the same.
    fn same(&self, other: &dyn Any) -> bool;
}

impl<P: Any + PartialEq> Same for P {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// All checked parts by section, in registry order, and what they say.
pub(crate) struct Parts {
    checked: Vec<(&'static str, Box<dyn Part>)>,
    ledger: Ledger,
    /// What a part said that was there, and is not.
    bug: Option<Bug>,
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        let names = |parts: &Self| parts.checked.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let mut pairs = self.iter().zip(other.iter());
        names(self) == names(other) && pairs.all(|(one, other)| one.same(other))
    }
}

impl Parts {
    /// Checks every block's section, then what can only be seen side by side.
    pub(crate) fn check(
        blocks: &[Block],
        mut sections: IndexMap<&'static str, Spanned<DeValue<'_>>>,
        named: BTreeSet<String>,
        topology: &Topology,
        diags: &mut Diagnostics,
    ) -> Self {
        let mut checked = Vec::new();
        for block in blocks {
            let section = block.section.as_ref().map_or("", |section| section.name);
            let part = (block.check)(sections.swap_remove(section), topology, diags);
            checked.extend(part.map(|part| (block.name, part)));
        }
        let mut ledger = Ledger::new(topology, named);
        for (name, part) in &checked {
            ledger.turn(name);
            let said = ledger.notes.len();
            part.declare(topology, &mut ledger);
            ledger.notes.iter_mut().skip(said).for_each(|note| note.section = name);
        }
        let cx = Cx { topology, ledger: &ledger };
        let bug = checked.iter().try_for_each(|(_, part)| part.link(&cx, diags)).err();
        Self { checked, ledger, bug }
    }

    /// The parts in registry order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn Part> {
        self.checked.iter().map(|(_, part)| part.as_ref())
    }

    /// Each with its block's name.
    #[cfg(test)]
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'static str, &dyn Part)> {
        self.checked.iter().map(|(name, part)| (*name, part.as_ref()))
    }

    /// What they see themselves, once all is said, if nothing was missing.
    pub(crate) fn cx<'a>(&'a self, topology: &'a Topology) -> Result<Cx<'a>, Bug> {
        match &self.bug {
            Some(bug) => Err(bug.clone()),
            None => Ok(Cx { topology, ledger: &self.ledger }),
        }
    }

    /// What all of them say.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bug::bug, source::Source};

    #[derive(PartialEq)]
    struct Lost;

    impl Part for Lost {
        fn declare(&self, _topology: &Topology, _ledger: &mut Ledger) {}

        fn link(&self, _cx: &Cx<'_>, _diags: &mut Diagnostics) -> Result<(), Bug> {
            Err(bug("nobody sized it"))
        }

        fn compose(&self, _: &Cx<'_>, _: &mut Made, _: &mut Graph) -> Result<(), Bug> {
            Ok(())
        }
    }

    /// Nothing is left out in silence because something was not found beside the other parts.
    #[test]
    fn what_a_part_misses_in_a_check_stops_all_that_comes_after() {
        let block = Block {
            name: "lost",
            creates: &[],
            section: None,
            names: &[],
            codes: &[],
            check: |_, _, _| Some(Box::new(Lost)),
        };
        let text = "name = \"shop\"\ntier = \"single-region\"\nhome = \"us-east-1\"\n[regions]\nus-east-1 = {}\n";
        let mut diags = Diagnostics::new();
        let checked = crate::check(&Source::new("test.toml", text), &mut diags);
        let mut checked = checked.ok().unwrap();
        assert!(checked.bug().is_none());
        let topology = &checked.topology;
        checked.parts =
            Parts::check(&[block], IndexMap::new(), BTreeSet::new(), topology, &mut diags);
        for bug in [checked.bug(), crate::render(&checked).err()] {
            assert!(bug.unwrap().to_string().ends_with("nobody sized it"));
        }
    }
}
