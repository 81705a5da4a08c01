//! `[logs]` as the file has it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::words::Field;

/// `[logs]`: the services' logs, searchable within each region.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LogsSpec {
    /// GB of logs that the whole world writes in a day.
    #[schemars(required, range(min = 1, max = 100_000))]
    pub(super) gb_per_day: Field<u32>,
    /// Days that the services' log groups and undelivered logs are kept, and that the domains are
    /// sized for. Shorter than before deletes what is older. Default: 30.
    #[schemars(range(min = 1, max = 3_653))]
    pub(super) retention_days: Field<u32>,
    /// The data nodes; how many there are follows from the region's share and zones.
    #[schemars(required)]
    pub(super) opensearch: Field<OpenSearchSpec>,
    /// `OpenSearch`'s service-linked role, of which an account has one. Default: create.
    pub(super) service_linked_role: Field<ServiceLinkedRole>,
}

/// `opensearch`: a data node.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenSearchSpec {
    /// Instance type of a data node, such as `r7g.large.search`.
    #[schemars(required, regex(pattern = r"^[cmr][0-9]+[gi]?\.[a-z0-9]+\.search$"))]
    pub(super) class: Field<String>,
    /// Volume of a data node in GiB, as large as its class takes.
    #[schemars(required, range(min = 10, max = 36_864))]
    pub(super) volume_gb: Field<u32>,
    /// Version of the engine that a new domain is made with. A domain that is there keeps its own, whatever
    /// is written here: upgrades go one way, and by hand. Default: 2.19.
    #[schemars(regex(pattern = r"^[0-9]+\.[0-9]+$"))]
    pub(super) version: Field<String>,
}

/// Who makes the account's service-linked role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ServiceLinkedRole {
    /// This topology: the first in the account that has domains.
    Create,
    /// It is there already.
    Existing,
}
