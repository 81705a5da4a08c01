//! What a service gets of an entry that it uses.

use super::per_region::PerRegion;
use crate::{
    aws::RegionName,
    bug::Bug,
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
#[derive(Debug, Clone)]
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
pub(crate) struct Contact {
    /// Environment variables.
    pub(crate) environment: Vec<(String, Told)>,
    /// What they connect to within their network, in each region that has it.
    pub(crate) connections: Option<PerRegion<Connection>>,
}

/// What a variable holds.
pub(crate) enum Told {
    /// The same in every region.
    Same(Expr),
    /// An output that has a value for each region.
    ByRegion(Ref),
    /// Something of each region's own.
    Own(PerRegion<Ref>),
}

impl Contact {
    /// Variables alone.
    pub(crate) fn told(variables: impl IntoIterator<Item = (String, Told)>) -> Self {
        Self { environment: variables.into_iter().collect(), connections: None }
    }
}

impl Told {
    /// What it holds in a region.
    pub(crate) fn at(&self, region: RegionName) -> Result<Expr, Bug> {
        Ok(match self {
            Self::Same(value) => value.clone(),
            Self::ByRegion(output) => output.clone().at(region.as_str()).into(),
            Self::Own(each) => each.at(region)?.clone().into(),
        })
    }
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
