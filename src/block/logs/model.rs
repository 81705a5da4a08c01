//! What the checks make of the section, and its modules and their outputs.

use crate::graph::{Module, Output};

pub(super) const ROLES: Module = Module::new("logs/roles");
pub(super) const ADMIN_ROLE_ARN: Output = ROLES.output("admin_role_arn");
pub(super) const FIREHOSE_ROLE_ARNS: Output =
    ROLES.output("firehose_role_arns").keyed_by(&["regions"]);
pub(super) const SPLITTER_ROLE_ARNS: Output =
    ROLES.output("splitter_role_arns").keyed_by(&["regions"]);

pub(super) const REGIONAL: Module = Module::new("logs/regional");
pub(super) const ACCOUNT_ID: Output = REGIONAL.output("account_id");
pub(super) const DOMAIN_NAME: Output = REGIONAL.output("domain_name");
pub(super) const STREAM_NAME: Output = REGIONAL.output("stream_name");
pub(super) const FUNCTION_NAME: Output = REGIONAL.output("function_name");
pub(super) const ENDPOINT: Output = REGIONAL.output("endpoint");
pub(super) const SECURITY_GROUP_ID: Output = REGIONAL.output("security_group_id");
pub(super) const REGION: Output = REGIONAL.output("region");
pub(super) const DATA_NODES: Output = REGIONAL.output("data_nodes");

/// The checked section.
#[derive(PartialEq)]
pub(super) struct Logs {
    pub(super) gb_per_day: u32,
    pub(super) retention_days: u32,
    pub(super) class: String,
    pub(super) volume_gb: u32,
    pub(super) version: String,
    pub(super) create_service_linked_role: bool,
}
