//! The vendored schema: which types there are, their arguments, and the rules that the schema
//! itself cannot say.

mod block;
mod kind;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::problem::Problem;
#[cfg(test)]
pub(crate) use block::Attribute;
pub(crate) use block::{Block, Nested, Nesting};
use block::{RawBlock, Served, share};
pub(crate) use kind::Type;

/// `schema/aws.json`, written by `schema/vendor.py`.
const VENDORED: &str = include_str!("../../schema/aws.json");

/// Resource, data source or ephemeral resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Resource,
    Data,
    Ephemeral,
}

/// Everything that is served. Types are parsed when they are first looked at: most runs use a few
/// of them.
pub(crate) struct Catalogue {
    provider: Block,
    served: Served,
    shared: BTreeMap<String, Arc<Block>>,
    resources: Table,
    data: Table,
    ephemeral: Table,
}

type Table = BTreeMap<String, &'static RawValue>;

/// A type with its rules.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) version: i64,
    pub(crate) block: Block,
    pub(crate) rules: Rules,
}

/// What the provider's code checks or does beyond its schema. Paths are dotted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Rules {
    pub(crate) forcenew: Vec<String>,
    pub(crate) defaults: BTreeMap<String, serde_json::Value>,
    pub(crate) arn: Vec<String>,
    pub(crate) json: Vec<String>,
    #[serde(rename = "enum")]
    pub(crate) values: BTreeMap<String, Vec<String>>,
    pub(crate) range: BTreeMap<String, (i64, i64)>,
    pub(crate) conflicts: Vec<Group>,
    pub(crate) exactly_one: Vec<Group>,
    pub(crate) at_least_one: Vec<Group>,
    pub(crate) required_with: Vec<Group>,
}

/// Arguments that stand in a relation, at the top or inside the blocks of a path.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Group {
    Top(Vec<String>),
    Inside { at: String, of: Vec<String> },
}

impl Entry {
    /// Whether an object of the type belongs to one region; the others are of a global service.
    pub(crate) fn regional(&self) -> bool {
        self.block.attributes.contains_key("region")
    }
}

impl Catalogue {
    /// Reads the vendored file; `only` narrows it to types and optional blocks of these names, for speed: what
    /// no file names, no file can have.
    pub(crate) fn load(only: Option<BTreeSet<&str>>) -> Result<Self, Problem> {
        #[derive(Deserialize)]
        struct File<'a> {
            provider: RawBlock,
            shared: BTreeMap<String, RawBlock>,
            #[serde(borrow)]
            resource: BTreeMap<String, &'a RawValue>,
            #[serde(borrow)]
            data: BTreeMap<String, &'a RawValue>,
            #[serde(borrow)]
            ephemeral: BTreeMap<String, &'a RawValue>,
        }
        let file: File<'static> = serde_json::from_str(VENDORED).map_err(broken)?;
        let served = Served(only.map(|only| only.into_iter().map(str::to_owned).collect()));
        let narrowed = |mut table: Table| {
            table.retain(|name, _| served.has(name));
            table
        };
        let mut shared = BTreeMap::new();
        for name in file.shared.keys() {
            share(name, &file.shared, &served, &mut shared)?;
        }
        Ok(Self {
            provider: file.provider.resolve(&served, &shared)?,
            shared,
            resources: narrowed(file.resource),
            data: narrowed(file.data),
            ephemeral: narrowed(file.ephemeral),
            served,
        })
    }

    fn table(&self, kind: Kind) -> &Table {
        match kind {
            Kind::Resource => &self.resources,
            Kind::Data => &self.data,
            Kind::Ephemeral => &self.ephemeral,
        }
    }

    /// The names of all types of a kind.
    pub(crate) fn names(&self, kind: Kind) -> impl Iterator<Item = &String> {
        self.table(kind).keys()
    }

    /// The schema of the provider's own configuration.
    pub(crate) fn provider(&self) -> &Block {
        &self.provider
    }

    /// A type by name.
    pub(crate) fn entry(&self, kind: Kind, name: &str) -> Result<Entry, Problem> {
        #[derive(Deserialize)]
        struct RawEntry {
            version: i64,
            block: RawBlock,
            #[serde(flatten)]
            rules: Rules,
        }
        let text = self.table(kind).get(name).ok_or_else(|| {
            Problem::new(format!("{name} is not vendored"))
                .detail("Add it to tests/schema-provider/schema/types.txt and run vendor.py.")
        })?;
        let raw: RawEntry = serde_json::from_str(text.get()).map_err(broken)?;
        let block = raw.block.resolve(&self.served, &self.shared)?;
        Ok(Entry { kind, name: name.to_owned(), version: raw.version, block, rules: raw.rules })
    }
}

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::new(format!("schema/aws.json cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendored_type_parses() {
        let catalogue = Catalogue::load(None).unwrap();
        for kind in [Kind::Resource, Kind::Data, Kind::Ephemeral] {
            for name in catalogue.names(kind) {
                let entry = catalogue.entry(kind, name).unwrap();
                assert!(!entry.block.attributes.is_empty(), "{name} has no attributes");
            }
        }
    }

    #[test]
    fn narrowing_keeps_the_named_types_only() {
        let catalogue = Catalogue::load(Some(["aws_vpc"].into())).unwrap();
        assert_eq!(catalogue.names(Kind::Resource).collect::<Vec<_>>(), ["aws_vpc"]);
        assert!(catalogue.entry(Kind::Resource, "aws_subnet").is_err());
    }

    #[test]
    fn narrowing_keeps_the_named_blocks_and_what_must_be_there() {
        let blocks = |words: &[&str], kind: &str| {
            let words = words.iter().copied().chain([kind]).collect();
            let entry = Catalogue::load(Some(words)).unwrap().entry(Kind::Resource, kind).unwrap();
            entry.block.blocks.into_keys().collect::<Vec<_>>()
        };
        let of = |words: &[&str]| blocks(words, "aws_wafv2_web_acl");
        assert_eq!(of(&[]), ["default_action", "visibility_config"]);
        assert_eq!(of(&["rule"]), ["default_action", "rule", "visibility_config"]);
    }
}
