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
mod model;
mod policy;
mod settings;
mod spec;

use indexmap::IndexMap;

pub(in crate::block) use self::{
    hosts::names,
    model::{
        LOAD_BALANCER_ARN, LOAD_BALANCER_DNS_NAME, LOAD_BALANCER_ZONE_ID, LOG_GROUP_NAME,
        LOG_GROUPS, Service, Services, ZONE_ID, host, regional,
    },
};
use self::{
    model::{WRITER_PARAMETER_NAME, cluster, firewall, writer},
    spec::{ServiceSpec, Writes},
};
use super::{
    Block, Demand, Draw, Growth, Holds, Needs, Part, Parts, Plan, Section, Watched, keys, name,
};
use crate::{
    bug::Bug, diag::Diagnostics, graph::Graph, size::Supply, topology::Topology, words::Via,
};

pub(crate) const BLOCK: Block = Block {
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
    names: &[
        name("aws_cloudwatch_log_group", "/{name}/{entry}"),
        name("aws_cloudwatch_log_group", "aws-waf-logs-{name}"),
        name("aws_cloudwatch_log_resource_policy", "aws-waf-logs-{name}"),
        name("aws_ecs_cluster", "{name}"),
        name("aws_ecs_service", "{entry}"),
        name("aws_ecs_task_definition", "{name}-{entry}"),
        name("aws_iam_role", "{name}-{entry}-{region}-execution"),
        name("aws_iam_role", "{name}-{entry}-{region}-task"),
        name("aws_lb", "{name}-{entry}"),
        name("aws_lb_target_group", "{name}-{entry}"),
        name("aws_ssm_parameter", "/{name}/writer"),
        name("aws_wafv2_web_acl", "{name}"),
    ],
    codes: check::CODES,
    check: check::check,
};

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

    fn called(&self) -> Vec<(&str, &str)> {
        self.iter().map(|service| (service.name.as_str(), service.name.as_str())).collect()
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

    fn alarms(&self, plan: &Plan<'_>, graph: &Graph) -> Result<Vec<Watched>, Bug> {
        alarms::alarms(self, plan, graph)
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        if self.0.is_empty() {
            return Ok(());
        }
        for region in plan.topology.in_use() {
            if self.tells_writer() {
                graph
                    .call(&writer(region.name))
                    .set("name", plan.topology.name.as_str())
                    .set("region", region.name)
                    .set("writer", plan.topology.writer)
                    .publish(WRITER_PARAMETER_NAME)
                    .add();
            }
            graph
                .call(&cluster(region.name))
                .set("name", plan.topology.name.as_str())
                .set("region", region.name)
                .add();
            let key = keys::arn(graph, region.name)?;
            graph
                .call(&firewall(region.name))
                .set("name", plan.topology.name.as_str())
                .set("region", region.name)
                .set("rate_limit", plan.topology.ingress.rate_limit)
                .set("takes_forwarded_writes", self.forwards(plan.topology))
                .set("kms_key_arn", key)
                .add();
        }
        for service in self.iter() {
            let roles = service.roles(plan, graph)?;
            let host = service.host(plan.topology, graph);
            for need in service.demand().size(plan.capacity) {
                service.regional(plan, need, (roles, host), graph)?;
            }
        }
        Ok(())
    }
}

impl Service {
    /// What it uses while it is told to write where it runs.
    pub(super) fn writes_in_its_region(&self) -> impl Iterator<Item = &str> {
        let uses = self.uses.iter().filter(|_| self.writes == Writes::Anywhere);
        uses.map(String::as_str)
    }

    /// Whether its tasks are told which region writes.
    pub(super) fn told_writer(&self) -> bool {
        self.writes == Writes::Home
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
