//! What the checks make of a table, and its module and its outputs.

use indexmap::IndexMap;

use super::{
    spec::{Consistency, Projection},
    throughput::Throughput,
};
use crate::{
    aws::RegionName,
    graph::{Module, Output},
    topology::Topology,
};

pub(super) const MODULE: Module = Module::new("table");
pub(super) const ARN: Output = MODULE.output("arn");
pub(super) const REGIONS: Output = MODULE.output("regions");
pub(super) const WARM_THROUGHPUT: Output = MODULE.output("warm_throughput");

/// The checked section.
#[derive(PartialEq)]
pub(super) struct Tables(pub(super) IndexMap<String, Table>);

#[derive(PartialEq)]
pub(super) struct Table {
    pub(super) hash_key: String,
    pub(super) range_key: Option<String>,
    pub(super) attributes: IndexMap<String, String>,
    pub(super) consistency: Consistency,
    pub(super) witness: Option<RegionName>,
    pub(super) ttl: Option<String>,
    pub(super) stream: bool,
    pub(super) indexes: Vec<(String, Index)>,
    pub(super) throughput: Throughput,
}

#[derive(PartialEq)]
pub(super) struct Index {
    pub(super) hash_key: String,
    pub(super) range_key: Option<String>,
    pub(super) projection: Projection,
    pub(super) attributes: Vec<String>,
}

/// What stands for an entry's key.
pub(super) fn called<'a>(topology: &'a Topology, entry: &'a str) -> &'a str {
    topology.called("tables", entry)
}
