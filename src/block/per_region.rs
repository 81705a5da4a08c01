//! What there is in some regions.

use indexmap::IndexMap;

use crate::{
    aws::RegionName,
    bug::{Bug, bug},
};

/// One thing in each region that has it.
#[derive(Debug)]
pub(crate) struct PerRegion<T>(IndexMap<RegionName, T>);

impl<T> Default for PerRegion<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T> PerRegion<T> {
    /// Hands on what a region has.
    pub(crate) fn put(&mut self, region: RegionName, value: T) {
        self.0.insert(region, value);
    }

    /// What a region has.
    pub(crate) fn at(&self, region: RegionName) -> Result<&T, Bug> {
        self.0.get(&region).ok_or_else(|| missing(&format!("what is asked for in {region}")))
    }

    /// What a region has, made now if it is the first to ask.
    pub(crate) fn entry(&mut self, region: RegionName) -> &mut T
    where
        T: Default,
    {
        self.0.entry(region).or_default()
    }

    /// Each region with what it has.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (RegionName, &T)> {
        self.0.iter().map(|(region, value)| (*region, value))
    }
}

impl<T> FromIterator<(RegionName, T)> for PerRegion<T> {
    fn from_iter<I: IntoIterator<Item = (RegionName, T)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// What has to be there and is not.
pub(super) fn missing(what: &str) -> Bug {
    bug(format!("nothing made {what} before it was asked for"))
}
