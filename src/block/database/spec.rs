//! `[databases.*]` as the file has it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::spec::{Field, Named};

/// `[databases.*]`: one Aurora global database.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DatabaseSpec {
    /// The engine.
    #[schemars(required, with = "Engine")]
    pub(super) engine: Field<Engine>,
    /// Version of the engine in every region, such as `17.7` or `8.0.mysql_aurora.3.10.0`.
    #[schemars(required, with = "String")]
    pub(super) version: Field<String>,
    /// Class of the instances, such as `db.r8g.large`. This or `serverless`.
    #[schemars(with = "Option<String>", regex(pattern = r"^db\.[a-z0-9]+\.[a-z0-9]+$"))]
    pub(super) class: Field<String>,
    /// Capacity that instances scale in. This or `class`.
    #[schemars(with = "Option<ServerlessSpec>")]
    pub(super) serverless: Field<ServerlessSpec>,
    /// Instances in home, the one that writes included. Default: 2. Elsewhere the tier decides: none in a pilot light, one in a
    /// warm standby, as many as in home when all regions are active.
    #[schemars(with = "Option<u32>", range(min = 1, max = 16))]
    pub(super) instances: Field<u32>,
    /// Instances that the whole world needs for reading at peak, instead of `instances`. Readers do not start by themselves, and a
    /// number that followed the weights would have another weight destroy some: every region has all of them, but for a pilot
    /// light outside home, which has none. The instance that writes comes on top, in home and wherever the database may have
    /// to move. What `regions.<region>.instances` says holds there.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(super) readers: Field<u32>,
    /// Whether clusters send writes on to the one that writes. The regions' networks are not connected, so without it a service
    /// elsewhere can only read. Default: false.
    #[schemars(with = "Option<bool>")]
    pub(super) write_forwarding: Field<bool>,
    /// Name of the database inside the cluster. Default: the entry's name without hyphens.
    #[schemars(with = "Option<String>")]
    pub(super) database: Field<String>,
    /// What is different in a region other than home.
    #[serde(default)]
    #[schemars(with = "indexmap::IndexMap<String, OverrideSpec>")]
    pub(super) regions: Named<OverrideSpec>,
}

/// `serverless`: capacity units, 2 GiB of memory each.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ServerlessSpec {
    /// Least units of an instance.
    #[schemars(required, with = "u32", range(min = 1, max = 256))]
    pub(super) min: Field<u32>,
    /// Most units of an instance.
    #[schemars(required, with = "u32", range(min = 1, max = 256))]
    pub(super) max: Field<u32>,
}

/// `regions.*`: what is different in a region other than home.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideSpec {
    /// Instances, whatever the tier says.
    #[schemars(with = "Option<u32>", range(min = 0, max = 16))]
    pub(super) instances: Field<u32>,
    /// Class of the instances.
    #[schemars(with = "Option<String>", regex(pattern = r"^db\.[a-z0-9]+\.[a-z0-9]+$"))]
    pub(super) class: Field<String>,
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
