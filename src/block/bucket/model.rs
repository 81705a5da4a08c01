//! What the checks make of a bucket, and its modules and their outputs.

use indexmap::IndexMap;

use super::spec::Uploads;
use crate::{
    aws::RegionName,
    graph::{Module, Output},
    topology::Topology,
};

pub(super) const REPLICATION: Module = Module::new("bucket/replication");
pub(super) const ROLE_ARN: Output = REPLICATION.output("role_arn");

pub(super) const FRONT: Module = Module::new("bucket/front");
pub(super) const ZONE_ID: Output = FRONT.output("zone_id");
pub(super) const CERTIFICATE_ARN: Output = FRONT.output("certificate_arn");
pub(super) const WEB_ACL_ARN: Output = FRONT.output("web_acl_arn");

pub(super) const LOGS: Module = Module::new("bucket/logs");
pub(super) const LOG_BUCKETS: Output = LOGS.output("names");
pub(super) const LOG_BUCKET_ARNS: Output = LOGS.output("arns").keyed_by(&["regions"]);

pub(super) const BUCKETS: Module = Module::new("bucket/buckets");
pub(super) const NAMES: Output = BUCKETS.output("names").keyed_by(&["regions"]);
pub(super) const REGIONAL_DOMAINS: Output =
    BUCKETS.output("regional_domains").keyed_by(&["regions"]);
pub(super) const REGIONS: Output = BUCKETS.output("regions");

pub(super) const DISTRIBUTION: Module = Module::new("bucket/distribution");
pub(super) const DISTRIBUTION_ID: Output = DISTRIBUTION.output("id");
pub(super) const DISTRIBUTION_ARN: Output = DISTRIBUTION.output("arn");

pub(super) const DELIVERY: Module = Module::new("bucket/delivery");

/// The checked section.
#[derive(PartialEq)]
pub(super) struct Buckets(pub(super) IndexMap<String, Bucket>);

#[derive(PartialEq)]
pub(super) struct Bucket {
    pub(super) cdn: Option<Cdn>,
    pub(super) error_page: Option<ErrorPage>,
    /// Origins of pages that may read and store.
    pub(super) cors: Vec<String>,
    pub(super) uploads: Uploads,
    pub(super) replication_time_control: bool,
}

/// What stands in for an object that is not there.
#[derive(PartialEq)]
pub(super) struct ErrorPage {
    pub(super) path: String,
    pub(super) status: u32,
}

#[derive(PartialEq)]
pub(super) struct Cdn {
    /// Fully qualified: `static.example.com`.
    pub(super) host: String,
}

/// What a region's bucket is called.
pub(super) const NAME: &str = "{name}-{entry}-{region}-{account}";

/// What stands for an entry's key.
pub(super) fn word<'a>(topology: &'a Topology, entry: &'a str) -> &'a str {
    topology.called("buckets", entry)
}

/// The name of a region's bucket; `region` may be a hole that a module fills, as `{account}` is.
pub(super) fn called(topology: &Topology, entry: &str, region: &str) -> String {
    NAME.replace("{name}-{entry}", &topology.named(word(topology, entry)))
        .replace("{region}", region)
}

/// The regions whose bucket is replicated to all others.
pub(super) fn sources(uploads: Uploads, topology: &Topology) -> Vec<RegionName> {
    match uploads {
        Uploads::Home => vec![topology.home],
        Uploads::Regional => topology.in_use().map(|region| region.name).collect(),
    }
}
