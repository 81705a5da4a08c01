//! `[databases.*]` as the file has it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::units::Units;
use crate::words::{Field, Named};

/// `[databases.*]`: one Aurora global database.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DatabaseSpec {
    /// The engine.
    #[schemars(required)]
    pub(super) engine: Field<Engine>,
    /// Version of the engine in every region, such as `17.7` or `8.0.mysql_aurora.3.10.0`. Extended support, which costs, is off:
    /// when AWS ends the standard support of a major version it upgrades the clusters by itself, and a version that is still
    /// written here would be a way back that there is none. `aws rds describe-db-major-engine-versions` has the dates.
    /// AWS changes the version of no cluster that is without an instance: raise a pilot light's tier first.
    #[schemars(required)]
    pub(super) version: Field<String>,
    /// Class of the instances, such as `db.r8g.large`. This or `serverless`.
    #[schemars(regex(pattern = r"^db\.[a-z0-9]+\.[a-z0-9]+$"))]
    pub(super) class: Field<String>,
    /// Capacity that instances scale in. This or `class`.
    pub(super) serverless: Field<ServerlessSpec>,
    /// Instances in home, the one that writes included. Default: 2. Elsewhere the tier decides: none in a pilot light, one in a
    /// warm standby, as many as in home when all regions are active.
    #[schemars(range(min = 1, max = 16))]
    pub(super) instances: Field<u32>,
    /// Instances that the whole world needs for reading at peak, instead of `instances`. Readers do not start by themselves, and a
    /// number that followed the weights would have another weight destroy some: every region has all of them, but for a pilot
    /// light outside home, which has none. The instance that writes comes on top, in home and wherever the database may have
    /// to move. What `regions.<region>.instances` says holds there. With `serverless`, every instance is kept as large as the one
    /// that writes, for each may have to take over.
    #[schemars(range(min = 1, max = 15))]
    pub(super) readers: Field<u32>,
    /// Whether clusters send writes on to the one that writes. The regions' networks are not connected, so without it a service
    /// elsewhere can only read. Forwarded are statements that change data, never DDL; of `aurora-mysql` in `REPEATABLE READ` alone, and
    /// no `SAVEPOINT`, `LOCK TABLES`, `LOAD DATA` or XA transaction. Its sessions read what they wrote
    /// (`aurora_replica_read_consistency = SESSION`), which RDS Proxy does not support; those of `aurora-postgresql` see with
    /// `SHOW apg_write_forward.consistency_mode` how they read, and set it where that is `off`. A service that uses it in several
    /// regions is told which region writes by the SSM parameter `TOPOLOGY_WRITER_PARAMETER`: in that region it writes through
    /// `…_WRITER`, elsewhere through `…_READER`. Default: false.
    pub(super) write_forwarding: Field<bool>,
    /// What Database Insights keeps and shows: `standard` is free and keeps 7 days, `advanced` keeps 15 months and is billed by the
    /// vCPU or capacity unit of every instance. Default: standard.
    pub(super) insights: Field<Insights>,
    /// Name of the database inside the cluster. Default: the entry's name without hyphens.
    pub(super) database: Field<String>,
    /// What is different in a region other than home.
    #[serde(default)]
    #[schemars(with = "indexmap::IndexMap<String, OverrideSpec>")]
    pub(super) regions: Named<OverrideSpec>,
}

/// `serverless`: capacity units by halves, 2 GiB of memory each.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ServerlessSpec {
    /// Least units of an instance. In a global database of several regions better 8 at least.
    #[schemars(required, with = "f64", range(min = 0.5, max = 256), extend("multipleOf" = 0.5))]
    pub(super) min: Field<Units>,
    /// Most units of an instance.
    #[schemars(required, with = "f64", range(min = 0.5, max = 256), extend("multipleOf" = 0.5))]
    pub(super) max: Field<Units>,
}

/// `regions.*`: what is different in a region other than home.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideSpec {
    /// Instances, whatever the tier says.
    #[schemars(range(min = 0, max = 16))]
    pub(super) instances: Field<u32>,
    /// Class of the instances.
    #[schemars(regex(pattern = r"^db\.[a-z0-9]+\.[a-z0-9]+$"))]
    pub(super) class: Field<String>,
}

/// How much of Database Insights a database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Insights {
    /// Free; 7 days.
    Standard,
    /// Billed by size; 15 months.
    Advanced,
}

impl Insights {
    /// The word of the file, and of AWS.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Advanced => "advanced",
        }
    }
}

/// The engine of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub(super) enum Engine {
    /// Compatible with PostgreSQL.
    #[serde(rename = "aurora-postgresql")]
    Postgres,
    /// Compatible with MySQL.
    #[serde(rename = "aurora-mysql")]
    MySql,
}

impl Engine {
    /// The word of the file, and of AWS.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "aurora-postgresql",
            Self::MySql => "aurora-mysql",
        }
    }

    /// What drivers and rotation functions call it.
    pub(super) fn dialect(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MySql => "mysql",
        }
    }

    pub(super) fn port(self) -> u32 {
        match self {
            Self::Postgres => 5432,
            Self::MySql => 3306,
        }
    }

    /// The longest name of a user, which the user of the services must fit.
    pub(super) fn longest_user(self) -> usize {
        match self {
            Self::Postgres => 63,
            Self::MySql => 32,
        }
    }

    /// The service of `data/regions.toml` that says where global databases of the engine are on offer.
    pub(super) fn service(self) -> &'static str {
        match self {
            Self::Postgres => "aurora_global_pg",
            Self::MySql => "aurora_global_mysql",
        }
    }
}
