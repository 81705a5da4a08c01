//! Values that AWS would have made: ids, ARNs, host names.
//!
//! A value depends on the type and on what the object's configuration says, never on its address or
//! on the order of work: the same tree gets the same values every time. Two objects with exactly
//! the same configuration differ by how many there were before in the account; nothing else tells them
//! apart.

#[cfg(test)]
mod computed;
#[cfg(test)]
mod defaults;
mod guess;
mod maker;
mod seed;
mod service;
mod shape;

use std::collections::BTreeMap;

use aws_catalogue::{Entry, Value};

use crate::account::Account;
use crate::config::Settings;
use crate::problem::Problem;
use maker::Maker;
use seed::Seed;
pub(crate) use service::service;
use shape::Shape;

/// The forms of the values that matter, one a line: `type.argument = form`.
const SHAPES: &str = include_str!("shapes.txt");

/// Makes values up.
pub(crate) struct Forge {
    shapes: BTreeMap<&'static str, Shape>,
}

impl Forge {
    pub(crate) fn load() -> Result<Self, Problem> {
        let mut shapes = BTreeMap::new();
        for line in
            SHAPES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (key, form) = line
                .split_once(" =")
                .ok_or_else(|| Problem::new(format!("shapes.txt: no form in {line:?}")))?;
            let shape = Shape::parse(form.trim())
                .ok_or_else(|| Problem::new(format!("shapes.txt: cannot read {line:?}")))?;
            shapes.insert(key.trim(), shape);
        }
        Ok(Self { shapes })
    }

    /// Gives every unknown of an object a value. Another object of the same configuration, or the same object made again,
    /// gets other values: by how many there were of its seed, which comes along.
    pub(crate) fn fill(
        &self,
        entry: &Entry,
        state: &Value,
        settings: &Settings,
        account: &Account,
    ) -> (u64, Value) {
        let seed = Seed::new(&entry.name).text(&settings.account).value(state);
        let of = match account.made(seed.number()) {
            0 => seed,
            times => seed.text(&(times + 1).to_string()),
        };
        let region = state.get("region").text().unwrap_or(&settings.region);
        let next = account.revision(&entry.name, region, state) + 1;
        (seed.number(), self.made(entry, state, settings, of, next))
    }

    /// The same of what is only looked up: it is the same object every time.
    pub(crate) fn find(&self, entry: &Entry, state: &Value, settings: &Settings) -> Value {
        let seed = Seed::new(&entry.name).text(&settings.account).value(state);
        self.made(entry, state, settings, seed, 1)
    }

    fn made(
        &self,
        entry: &Entry,
        state: &Value,
        settings: &Settings,
        seed: Seed,
        next: u64,
    ) -> Value {
        let region = state.get("region").text().unwrap_or(&settings.region);
        let maker = Maker { forge: self, entry, seed, settings, region, whole: state, next };
        maker.block(&entry.block, state, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_catalogue::{Catalogue, Kind, Replacement, facts};

    #[test]
    fn every_shape_is_of_a_vendored_argument() {
        let catalogue = Catalogue::new();
        let forge = Forge::load().unwrap();
        let strangers = forge.shapes.keys().filter(|key| {
            let (kind, rest) = match key.split_once(".aws_") {
                Some(("data", rest)) => (Kind::Data, rest),
                Some(("ephemeral", rest)) => (Kind::Ephemeral, rest),
                _ => (Kind::Resource, key.strip_prefix("aws_").unwrap()),
            };
            let (name, path) = rest.split_once('.').unwrap();
            let step = path.split('.').next().unwrap();
            let entry = catalogue.entry(kind, &format!("aws_{name}"));
            !entry.is_ok_and(|entry| {
                entry.block.attributes.contains_key(step) || entry.block.blocks.contains_key(step)
            })
        });
        assert_eq!(strangers.collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    /// What topogen takes for made of a name is, and another name is another object.
    #[test]
    fn what_is_named_is_made_of_the_name() {
        let catalogue = Catalogue::new();
        let forge = Forge::load().unwrap();
        let replaces = |kind: &str, argument: &&str| {
            Replacement::of(kind).unwrap().unwrap().always.iter().any(|one| one == argument)
        };
        for (kind, by, attributes) in facts::all_named() {
            let entry = catalogue.entry(Kind::Resource, kind).unwrap();
            for argument in *by {
                assert!(replaces(kind, argument), "{kind}.{argument}");
            }
            for attribute in *attributes {
                assert!(
                    entry.block.attributes.get(*attribute).unwrap().computed(),
                    "{kind}.{attribute}"
                );
                let mut open = vec![*attribute];
                while let Some(one) = open.pop() {
                    if !by.contains(&one) {
                        let shape = forge.shapes.get(format!("{kind}.{one}").as_str());
                        let shape = shape.unwrap_or_else(|| panic!("{kind}.{one} has no form"));
                        let parts = shape.arguments();
                        open.extend(parts.unwrap_or_else(|| panic!("{kind}.{one} is made up")));
                    }
                }
            }
        }
    }
}
