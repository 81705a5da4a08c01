//! What a block wants sized by traffic share.

use serde::Serialize;

use crate::size::{Need, Supply};

/// A number of units that the whole world needs at peak.
#[derive(Debug)]
pub(crate) struct Demand {
    /// What people call it: `service`.
    pub(crate) kind: &'static str,
    /// The entry: `api`.
    pub(crate) name: String,
    /// What is counted: `tasks`.
    pub(crate) unit: &'static str,
    /// How many.
    pub(crate) total: u32,
    /// How they come to be there.
    pub(crate) supply: Supply,
    /// Whom they wait for while they grow: `the table`. Nobody where they start by themselves.
    pub(crate) grown_by: &'static str,
    /// What to write in the topology where they are short.
    pub(crate) remedy: Option<Remedy>,
    /// What they take of a quota.
    pub(crate) draw: Option<Draw>,
}

/// Which demand: what people call it, the entry, and what is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct DemandId(&'static str, String, &'static str);

/// A line of the topology that would help.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remedy {
    /// What for.
    pub(crate) so_that: &'static str,
    /// TOML, where `{entry}` and `{region}` stand for what is short.
    pub(crate) write: &'static str,
}

/// A demand, and what follows of it.
#[derive(Debug)]
pub(crate) struct Sized {
    /// What is wanted.
    pub(crate) demand: Demand,
    /// What each region needs and gets, in the topology's order.
    pub(crate) needs: Vec<Need>,
    /// What carries it, where that is counted otherwise.
    pub(crate) carriers: Option<Carriers>,
}

impl Demand {
    /// Which it is.
    pub(crate) fn id(&self) -> DemandId {
        DemandId::new(self.kind, &self.name, self.unit)
    }

    /// `service api`
    pub(crate) fn title(&self) -> String {
        let Self { kind, name, .. } = self;
        if kind == name { (*kind).to_owned() } else { format!("{kind} {name}") }
    }
}

impl DemandId {
    pub(crate) fn new(kind: &'static str, name: &str, unit: &'static str) -> Self {
        Self(kind, name.to_owned(), unit)
    }
}
/// What carries units: nodes of a domain, instances of a database.
#[derive(Debug)]
pub(crate) struct Carriers {
    /// `data nodes`
    pub(crate) unit: &'static str,
    /// How many there are in each region, in the topology's order.
    pub(crate) counts: Vec<u32>,
}

/// When tasks are added: while any of these is above its target.
#[derive(Debug, Serialize)]
pub(crate) struct Growth {
    /// The services.
    pub(crate) names: Vec<String>,
    /// Per cent.
    pub(crate) cpu: Option<u32>,
    /// Per cent.
    pub(crate) memory: Option<u32>,
    /// A minute, for each task.
    pub(crate) requests: Option<u32>,
    /// Seconds that a new task may take until it serves.
    pub(crate) starts_in: u32,
}

impl Growth {
    /// Whether only the names differ.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let numbers = |one: &Self| (one.cpu, one.memory, one.requests, one.starts_in);
        numbers(self) == numbers(other)
    }
}

/// What one unit takes of an account's quota in its region.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    /// Whose quota it is: `AWS Fargate`.
    pub(crate) service: &'static str,
    /// The name that Service Quotas knows: `Fargate On-Demand vCPU resource count`.
    pub(crate) quota: &'static str,
    /// What the quota counts: `vCPU`.
    pub(crate) unit: &'static str,
    /// How much of it, in thousandths, rounded up.
    pub(crate) thousandths: u32,
    /// Whose the quota is.
    pub(crate) holds: Holds,
    /// What the unit takes besides.
    pub(crate) also: &'static [Self],
    /// What to know before it is requested.
    pub(crate) hint: Option<&'static str>,
}

/// What is taken of a quota whatever the traffic.
#[derive(Debug)]
pub(crate) struct Taken {
    /// By each.
    pub(crate) draw: Draw,
    /// Where the quota is kept: `us-east-1`.
    pub(crate) region: &'static str,
    /// By how many.
    pub(crate) count: u32,
}

impl Draw {
    /// A resource policy of CloudWatch Logs, by which an AWS service may write to log groups. Source: Amazon CloudWatch Logs
    /// user guide, *Quotas* (2026-11).
    pub(crate) const LOG_POLICY: Self = Self {
        service: "CloudWatch Logs",
        quota: "Resource policies",
        unit: "resource policies",
        thousandths: 1_000,
        holds: Holds::Never { most: 10 },
        also: &[],
        hint: None,
    };
}

/// What a quota bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// All that the region has, and so much more has to stay unused.
    Together {
        /// In the quota's units.
        spare: u32,
    },
    /// Each one by itself. AWS starts every account with this many, so less is nothing to ask for.
    Each {
        /// In the quota's units.
        default: u32,
    },
    /// All that the account has. AWS starts every account with this many, so less is nothing to ask for.
    All {
        /// In the quota's units.
        default: u32,
    },
    /// All that the region has, and AWS does not raise it.
    Never {
        /// In the quota's units.
        most: u32,
    },
}
