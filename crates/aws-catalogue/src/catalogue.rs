//! Types: their arguments, and the rules that the schema itself cannot say.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::block::{Block, RawBlock, Resolver};
use crate::error::Error;
use crate::lines::Lines;

/// Written by `vendor/vendor.py`.
const SCHEMA: Lines = Lines(include_str!("../data/schema.tsv"));

/// Resource, data source or ephemeral resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `resource`
    Resource,
    /// `data`
    Data,
    /// `ephemeral`
    Ephemeral,
}

/// All types, none of them read before it is asked for.
#[derive(Debug, Default)]
pub struct Catalogue {
    only: Option<BTreeSet<String>>,
}

/// A type with its rules.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// `aws_vpc`
    pub name: String,
    /// Of its schema.
    pub version: i64,
    /// Its arguments.
    pub block: Block,
    /// What its schema does not say.
    pub rules: Rules,
}

/// What the provider's code checks or does beyond its schema. Paths are dotted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// What must be an ARN.
    pub arn: Vec<String>,
    /// What must be JSON.
    pub json: Vec<String>,
    /// The only words that an argument takes.
    #[serde(rename = "enum")]
    pub values: BTreeMap<String, Vec<String>>,
    /// The least and the most.
    pub range: BTreeMap<String, (i64, i64)>,
    /// At most one of them.
    pub conflicts: Vec<Group>,
    /// One of them.
    pub exactly_one: Vec<Group>,
    /// One of them or more.
    pub at_least_one: Vec<Group>,
    /// Where the first is, all others are.
    pub required_with: Vec<Group>,
}

/// Arguments that stand in a relation.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Group {
    /// At the top.
    Top(Vec<String>),
    /// Inside the blocks of a path.
    Inside {
        /// The path.
        at: String,
        /// The arguments.
        of: Vec<String>,
    },
}

impl Kind {
    /// The word in a key of the data.
    const fn word(self) -> &'static str {
        match self {
            Self::Resource => "resource ",
            Self::Data => "data ",
            Self::Ephemeral => "ephemeral ",
        }
    }
}

impl Entry {
    /// Whether an object of the type belongs to one region; the others are of a global service.
    #[must_use]
    pub fn regional(&self) -> bool {
        self.block.attributes.contains_key("region")
    }
}

impl Catalogue {
    /// Everything.
    #[must_use]
    pub const fn new() -> Self {
        Self { only: None }
    }

    /// Nothing but types and optional blocks of these names: what no file names, no file can have.
    #[must_use]
    pub fn only<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self { only: Some(words.into_iter().map(str::to_owned).collect()) }
    }

    fn has(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(name))
    }

    fn resolver(&self) -> Resolver<'_> {
        Resolver { lines: SCHEMA, only: self.only.as_ref(), shared: BTreeMap::new() }
    }

    /// The names of all types of a kind, sorted.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &'static str> {
        SCHEMA.keys(kind.word()).filter(|name| self.has(name))
    }

    /// The schema of the provider's own configuration.
    pub fn provider(&self) -> Result<Block, Error> {
        let missing = || Error::Missing("provider".to_owned());
        self.resolver().block(SCHEMA.read("provider")?.ok_or_else(missing)?)
    }

    /// A type by name.
    pub fn entry(&self, kind: Kind, name: &str) -> Result<Entry, Error> {
        #[derive(Deserialize)]
        struct RawEntry {
            version: i64,
            block: RawBlock,
            #[serde(default)]
            rules: Rules,
        }
        let found =
            if self.has(name) { SCHEMA.read(&format!("{}{name}", kind.word()))? } else { None };
        let raw: RawEntry = found.ok_or_else(|| Error::Missing(name.to_owned()))?;
        let block = self.resolver().block(raw.block)?;
        Ok(Entry { kind, name: name.to_owned(), version: raw.version, block, rules: raw.rules })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendored_type_parses() {
        let catalogue = Catalogue::new();
        for kind in [Kind::Resource, Kind::Data, Kind::Ephemeral] {
            for name in catalogue.names(kind) {
                let entry = catalogue.entry(kind, name).unwrap();
                assert!(!entry.block.attributes.is_empty(), "{name} has no attributes");
            }
        }
    }

    #[test]
    fn narrowing_keeps_the_named_types_only() {
        let catalogue = Catalogue::only(["aws_vpc"]);
        assert_eq!(catalogue.names(Kind::Resource).collect::<Vec<_>>(), ["aws_vpc"]);
        assert!(catalogue.entry(Kind::Resource, "aws_subnet").is_err());
    }

    #[test]
    fn narrowing_keeps_the_named_blocks_and_what_must_be_there() {
        let blocks = |words: &[&str], kind: &str| {
            let words = words.iter().copied().chain([kind]);
            let entry = Catalogue::only(words).entry(Kind::Resource, kind).unwrap();
            entry.block.blocks.into_keys().collect::<Vec<_>>()
        };
        let of = |words: &[&str]| blocks(words, "aws_wafv2_web_acl");
        assert_eq!(of(&[]), ["default_action", "visibility_config"]);
        assert_eq!(of(&["rule"]), ["default_action", "rule", "visibility_config"]);
    }
}
