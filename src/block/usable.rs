//! What a service gets of an entry that it uses.

use crate::{
    aws::RegionName,
    graph::{Expr, Ref},
};

/// What a service's tasks may do with something.
#[derive(Debug, Default)]
pub(crate) struct Access {
    /// What they may do, each in their own region.
    pub(crate) grants: Vec<Grant>,
    /// AWS services through which they may use their region's key.
    pub(crate) key_services: &'static [&'static str],
}

/// One statement of a task's policy.
#[derive(Debug)]
pub(crate) struct Grant {
    /// What it is for, unique among all grants: `tables.users`.
    pub(crate) name: String,
    /// IAM actions: `dynamodb:GetItem`.
    pub(crate) actions: &'static [&'static str],
    /// ARNs, where `{partition}`, `{region}` and `{account}` stand for those of the role.
    pub(crate) resources: Vec<String>,
    /// The only regions whose tasks may; empty: all.
    pub(crate) regions: Vec<RegionName>,
}

/// How the tasks of a region reach something.
#[derive(Debug, Default)]
pub(crate) struct Contact {
    /// Environment variables.
    pub(crate) environment: Vec<(String, Expr)>,
    /// Security groups that they connect to within their network, and the port.
    pub(crate) connections: Vec<Connection>,
}

/// A security group that tasks connect to.
#[derive(Debug)]
pub(crate) struct Connection {
    /// What it is for: `databases.orders`.
    pub(crate) name: String,
    /// Its id.
    pub(crate) security_group_id: Ref,
    /// TCP port.
    pub(crate) port: u32,
}
