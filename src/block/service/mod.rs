//! ECS services on Fargate behind a load balancer, in every region in use.
//!
//! Roles, certificates and their DNS validation are made in the foundation: a region's own root then
//! holds nothing whose control plane lives in another region.

mod alarms;
mod check;
mod compose;
mod environment;
mod fargate;
mod hosts;
mod image;
mod policy;
mod settings;
mod spec;

use indexmap::IndexMap;

pub(in crate::block) use self::hosts::names;
pub(crate) use self::settings::ScaleOn;
use self::{
    image::Image,
    spec::{ServiceSpec, Writes},
};
use super::{
    Alarm, Block, Demand, Draw, Growth, Holds, KeyUser, Needs, Part, Parts, Plan, Section, keys,
};
use crate::{
    aws::RegionName,
    diag::Diagnostics,
    graph::{Graph, Handle, Module, Output, Place},
    size::Supply,
    source::Span,
    topology::{Topology, Via},
};

pub(super) const BLOCK: Block = Block {
    name: "services",
    creates: &[
        ("foundation", "execution and task roles for every region, from `uses`"),
        ("foundation", "a certificate for every region and its validation records"),
        (
            "regions/<region>",
            "an ECS cluster and a web ACL; where a service writes at home, an SSM parameter `/<name>/writer` that says which region that is now; for each service a task definition, service, autoscaling, load balancer, security groups and log group",
        ),
        (
            "regions/<region>",
            "with `[alarms]`, assuming requests that people wait for: fewer healthy tasks than always run, more than 10 errors a minute of the load balancer itself, or one request in a hundred above 1 second (each for 5 minutes); fewer tasks than ECS wants (15 minutes)",
        ),
    ],
    section: Some(Section {
        name: "services",
        summary: "ECS services on Fargate, each behind a load balancer in every region in use.",
        schema: |generator| generator.subschema_for::<IndexMap<String, ServiceSpec>>(),
    }),
    codes: check::CODES,
    check: check::check,
};

const ROLES: Module = Module::new("service/roles");
const EXECUTION_ROLE_ARNS: Output = ROLES.output("execution_role_arns");
const TASK_ROLE_ARNS: Output = ROLES.output("task_role_arns");

const HOST: Module = Module::new("service/host");
pub(super) const ZONE_ID: Output = HOST.output("zone_id");
const CERTIFICATE_ARNS: Output = HOST.output("certificate_arns");
const ENDPOINTS: Output = HOST.output("endpoints").keyed_by(&["regions"]);

const CLUSTER: Module = Module::new("service/cluster");
const CLUSTER_ARN: Output = CLUSTER.output("arn");
const CLUSTER_NAME: Output = CLUSTER.output("name");

const WRITER: Module = Module::new("service/writer");
const WRITER_PARAMETER_NAME: Output = WRITER.output("parameter_name");

const FIREWALL: Module = Module::new("service/firewall");
const WEB_ACL_ARN: Output = FIREWALL.output("arn");

const REGIONAL: Module = Module::new("service/regional");
pub(super) const LOAD_BALANCER_ARN: Output = REGIONAL.output("load_balancer_arn");
pub(super) const LOAD_BALANCER_DNS_NAME: Output = REGIONAL.output("load_balancer_dns_name");
pub(super) const LOAD_BALANCER_ZONE_ID: Output = REGIONAL.output("load_balancer_zone_id");
const LOAD_BALANCER_DIMENSION: Output = REGIONAL.output("load_balancer_dimension");
const TARGET_GROUP_DIMENSION: Output = REGIONAL.output("target_group_dimension");
pub(super) const LOG_GROUP_NAME: Output = REGIONAL.output("log_group_name");
const REGION: Output = REGIONAL.output("region");
const MIN_TASKS: Output = REGIONAL.output("min_tasks");
const MAX_TASKS: Output = REGIONAL.output("max_tasks");
const SCALE_ON: Output = REGIONAL.output("scale_on");
const TASK_DEFINITION_ARN: Output = REGIONAL.output("task_definition_arn");

/// The checked section.
pub(crate) struct Services(Vec<Service>);

/// One service.
pub(crate) struct Service {
    pub(crate) name: String,
    /// Fully qualified: `api.example.com`.
    pub(crate) host: String,
    /// Tasks that the whole world needs at peak.
    pub(crate) tasks: u32,
    /// Where the file says so.
    tasks_place: Span,
    pub(super) health: String,
    image: Image,
    cpu: u32,
    memory: u32,
    port: u32,
    architecture: &'static str,
    writes: (Span, Writes),
    /// With the place of each, to report what does not exist.
    uses: Vec<(Span, String)>,
    environment: IndexMap<String, String>,
    /// Seconds that a task may take until it answers its health check.
    pub(crate) starts_in: u32,
    /// What the number of tasks follows.
    pub(crate) scale_on: ScaleOn,
    /// Seconds after which the load balancer closes a client's connection.
    client_keep_alive: u32,
    /// Releases come from a pipeline; Terraform leaves them alone.
    released_elsewhere: bool,
}

impl Services {
    /// The services in the file's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Service> {
        self.0.iter()
    }

    /// Whether some service is told which region writes.
    fn tells_writer(&self) -> bool {
        self.iter().any(Service::told_writer)
    }

    /// Whether tasks forward writes to another region's tasks.
    fn forwards(&self, topology: &Topology) -> bool {
        self.iter().any(|service| service.forwards(topology))
    }
}

impl Part for Services {
    fn link(&self, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
        check::link(self, topology, parts, diags);
    }

    fn needs(&self) -> Needs {
        let any = !self.0.is_empty();
        Needs {
            key: any,
            key_users: any.then_some(LOG_GROUPS).into_iter().collect(),
            repositories: self.iter().map(|service| service.image.repository.clone()).collect(),
            network: any,
            routed: any,
            parameters: self.tells_writer(),
            writer: self.tells_writer(),
            interface_endpoints: if self.tells_writer() {
                &["ecr.api", "ecr.dkr", "logs", "ssm"]
            } else {
                &["ecr.api", "ecr.dkr", "logs"]
            },
            ..Needs::default()
        }
    }

    fn by_hand(&self) -> Vec<&'static str> {
        let text = "\
Services with `released_by = \"pipeline\"`: have each release begin with the task definition that the topology asks for, the output
  `service_<service>_task_definition_arn` of the region's root, give it another image, register it and update the service.
  `cpu`, `memory` and variables of the topology reach the tasks that way, with the next release. Where a service that exists
  changes hands, move it first, or it is replaced: `terraform state mv 'module.service_<service>.aws_ecs_service.this[0]'
  'module.service_<service>.aws_ecs_service.released_elsewhere[0]'`.";
        let any = self.iter().any(|service| service.released_elsewhere);
        any.then_some(text).into_iter().collect()
    }

    fn demands(&self) -> Vec<Demand<'_>> {
        self.iter().map(Service::demand).collect()
    }

    fn growth(&self) -> Vec<Growth<'_>> {
        settings::growth(self)
    }

    fn alarms(&self, plan: &Plan<'_>, graph: &Graph) -> Vec<Alarm> {
        alarms::alarms(self, plan, graph)
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) {
        if self.0.is_empty() {
            return;
        }
        for region in plan.topology.in_use() {
            if self.tells_writer() {
                graph
                    .call(WRITER, "writer", Place::Region(region.name))
                    .set("name", plan.topology.name.as_str())
                    .set("region", region.name)
                    .set("writer", plan.topology.writer)
                    .publish(WRITER_PARAMETER_NAME)
                    .add();
            }
            graph
                .call(CLUSTER, "cluster", Place::Region(region.name))
                .set("name", plan.topology.name.as_str())
                .set("region", region.name)
                .add();
            let key = keys::arn(graph, region.name);
            graph
                .call(FIREWALL, "firewall", Place::Region(region.name))
                .set("name", plan.topology.name.as_str())
                .set("region", region.name)
                .set("rate_limit", plan.topology.ingress.rate_limit)
                .set("takes_forwarded_writes", self.forwards(plan.topology))
                .set_some("kms_key_arn", key)
                .add();
        }
        for service in self.iter() {
            service.roles(plan, graph);
            service.host(plan.topology, graph);
            for need in service.demand().size(plan.capacity) {
                service.regional(plan, need, graph);
            }
        }
    }
}

impl Service {
    /// Whether it uses something and is told to write where it runs.
    pub(super) fn writes_in_its_region(&self, reference: &str) -> bool {
        self.writes.1 == Writes::Anywhere && self.uses.iter().any(|(_, used)| used == reference)
    }

    /// Whether its tasks are told which region writes.
    pub(super) fn told_writer(&self) -> bool {
        self.writes.1 == Writes::Home
    }

    /// Whether its tasks forward writes to those of another region.
    pub(super) fn forwards(&self, topology: &Topology) -> bool {
        self.told_writer() && topology.in_use().nth(1).is_some()
    }

    /// Whether each region has a host name of its own. Health checks of Route 53 ask by it; behind Global
    /// Accelerator it costs an accelerator, so it is there only where somebody calls it. Every region
    /// has one then, because every region may become the one that writes.
    pub(super) fn has_regional_hosts(&self, topology: &Topology) -> bool {
        topology.ingress.via != Via::GlobalAccelerator || self.forwards(topology)
    }

    /// Where a finding about its writes points to.
    pub(super) fn place(&self) -> Span {
        self.writes.0
    }

    pub(super) fn demand(&self) -> Demand<'_> {
        Demand {
            kind: "service",
            name: &self.name,
            unit: "tasks",
            total: self.tasks,
            supply: Supply::Tasks,
            draw: Some(Draw {
                service: "AWS Fargate",
                quota: "Fargate On-Demand vCPU resource count",
                unit: "vCPU",
                thousandths: (self.cpu * 1_000).div_ceil(1_024),
                holds: Holds::Together { spare: 0 },
                also: fargate::PER_SERVICE,
            }),
        }
    }
}

/// CloudWatch Logs encrypts the log groups of services and others.
pub(super) const LOG_GROUPS: KeyUser = KeyUser {
    sid: "LogGroups",
    principal: "logs.{region}.amazonaws.com",
    actions: &[
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:Describe*",
    ],
    condition: (
        "ArnLike",
        "kms:EncryptionContext:aws:logs:arn",
        "arn:{partition}:logs:{region}:{account}:log-group:*",
    ),
};

/// What the foundation knows of a service's host name.
pub(super) fn host(graph: &Graph, service: &str) -> Option<Handle> {
    graph.find(HOST, &format!("host_{service}"), Place::Foundation)
}

/// A service in one region.
pub(super) fn regional(graph: &Graph, service: &str, region: RegionName) -> Option<Handle> {
    graph.find(REGIONAL, &format!("service_{service}"), Place::Region(region))
}
