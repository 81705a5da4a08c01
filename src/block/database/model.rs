//! What the checks make of a database, and its modules and their outputs.

use indexmap::IndexMap;

use super::spec::{Engine, Insights};
use crate::{
    aws::RegionName,
    graph::{Module, Output},
};

pub(super) const MONITORING: Module = Module::new("database/monitoring");
pub(super) const ROLE_ARN: Output = MONITORING.output("role_arn");

pub(super) const GLOBAL: Module = Module::new("database/global");
pub(super) const ID: Output = GLOBAL.output("id");
pub(super) const ENGINE_VERSION: Output = GLOBAL.output("engine_version");
pub(super) const ENDPOINT: Output = GLOBAL.output("endpoint");

pub(super) const REGIONAL: Module = Module::new("database/regional").with_ephemeral();
pub(super) const READER_ENDPOINT: Output = REGIONAL.output("reader_endpoint");
pub(super) const SECURITY_GROUP_ID: Output = REGIONAL.output("security_group_id");
pub(super) const REGION: Output = REGIONAL.output("region");
pub(super) const INSTANCE_CLASSES: Output = REGIONAL.output("instance_classes");

/// The checked section.
#[derive(PartialEq)]
pub(super) struct Databases(pub(super) Vec<Database>);

#[derive(PartialEq)]
pub(super) struct Database {
    pub(super) name: String,
    pub(super) engine: Engine,
    pub(super) version: String,
    pub(super) size: Size,
    /// In home, if nothing is known of what is read.
    pub(super) instances: u32,
    /// What the whole world needs for reading.
    pub(super) readers: Option<u32>,
    pub(super) insights: Insights,
    pub(super) write_forwarding: bool,
    /// The database inside the clusters that they begin with.
    pub(super) initial: String,
    pub(super) overrides: IndexMap<RegionName, Override>,
}

/// What an instance has.
#[derive(PartialEq)]
pub(super) enum Size {
    Class(String),
    /// In halves of a capacity unit.
    Serverless {
        min: u32,
        max: u32,
    },
}

#[derive(Default, PartialEq)]
pub(super) struct Override {
    pub(super) instances: Option<u32>,
    pub(super) class: Option<String>,
}
