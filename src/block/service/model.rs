//! What the checks make of a service, and its modules and their outputs.

use indexmap::IndexMap;

use super::{image::Image, spec::Writes};
use crate::graph::{Expr, Module, Output};

pub(super) const ROLES: Module = Module::new("service/roles");
pub(super) const EXECUTION_ROLE_ARNS: Output =
    ROLES.output("execution_role_arns").keyed_by(&["regions"]);
pub(super) const TASK_ROLE_ARNS: Output = ROLES.output("task_role_arns").keyed_by(&["regions"]);

pub(super) const HOST: Module = Module::new("service/host");
pub(super) const ZONE_ID: Output = HOST.output("zone_id");
pub(super) const CERTIFICATE_ARNS: Output = HOST.output("certificate_arns").keyed_by(&["regions"]);
pub(super) const ENDPOINTS: Output = HOST.output("endpoints").keyed_by(&["regions"]);

pub(super) const CLUSTER: Module = Module::new("service/cluster");
pub(super) const CLUSTER_ARN: Output = CLUSTER.output("arn");
pub(super) const CLUSTER_NAME: Output = CLUSTER.output("name");

pub(super) const WRITER: Module = Module::new("service/writer");
pub(super) const WRITER_PARAMETER_NAME: Output = WRITER.output("parameter_name");

pub(super) const FIREWALL: Module = Module::new("service/firewall");
pub(super) const WEB_ACL_ARN: Output = FIREWALL.output("arn");

pub(super) const REGIONAL: Module = Module::new("service/regional");
pub(super) const LOAD_BALANCER_ARN: Output = REGIONAL.output("load_balancer_arn");
pub(super) const LOAD_BALANCER_DNS_NAME: Output = REGIONAL.output("load_balancer_dns_name");
pub(super) const LOAD_BALANCER_ZONE_ID: Output = REGIONAL.output("load_balancer_zone_id");
pub(super) const LOAD_BALANCER_DIMENSION: Output = REGIONAL.output("load_balancer_dimension");
pub(super) const TARGET_GROUP_DIMENSION: Output = REGIONAL.output("target_group_dimension");
pub(super) const LOG_GROUP_NAME: Output = REGIONAL.output("log_group_name");
pub(super) const REGION: Output = REGIONAL.output("region");
pub(super) const MIN_TASKS: Output = REGIONAL.output("min_tasks");
pub(super) const MAX_TASKS: Output = REGIONAL.output("max_tasks");
pub(super) const SCALE_ON: Output = REGIONAL.output("scale_on");
pub(super) const TASK_DEFINITION_ARN: Output = REGIONAL.output("task_definition_arn");

/// The checked section.
#[derive(PartialEq)]
pub(crate) struct Services(pub(super) Vec<Service>);

/// One service.
#[derive(PartialEq)]
pub(crate) struct Service {
    pub(crate) name: String,
    /// What stands for that in AWS.
    pub(super) called: String,
    /// Fully qualified: `api.example.com`.
    pub(crate) host: String,
    /// Tasks that the whole world needs at peak.
    pub(crate) tasks: u32,
    pub(super) health: String,
    pub(super) image: Image,
    pub(super) cpu: u32,
    pub(super) memory: u32,
    pub(super) port: u32,
    pub(super) architecture: &'static str,
    pub(super) writes: Writes,
    /// Sorted.
    pub(super) uses: Vec<String>,
    pub(super) environment: IndexMap<String, String>,
    /// Seconds that a task may take until it answers its health check.
    pub(crate) starts_in: u32,
    /// What the number of tasks follows.
    pub(crate) scale_on: ScaleOn,
    /// Seconds after which the load balancer closes a client's connection.
    pub(super) client_keep_alive: u32,
    /// Releases come from a pipeline; Terraform leaves them alone.
    pub(super) released_elsewhere: bool,
}

/// What the number of a service's tasks follows: at least one metric, each with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScaleOn {
    /// Per cent of the tasks' CPU.
    pub(crate) cpu: Option<u32>,
    /// Per cent of the tasks' memory.
    pub(crate) memory: Option<u32>,
    /// Requests a minute for each task.
    pub(crate) requests: Option<u32>,
}

impl ScaleOn {
    /// The metrics with their targets, for the module.
    pub(super) fn expr(self) -> Expr {
        let all = [("cpu", self.cpu), ("memory", self.memory), ("requests", self.requests)];
        Expr::map(all.into_iter().filter_map(|(metric, target)| Some((metric, target?))))
    }
}
