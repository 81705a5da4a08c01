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
mod notes;
mod policy;
mod settings;
mod spec;

use indexmap::IndexMap;

use self::{
    compose::Regional,
    model::{Service, Services},
    spec::{ServiceSpec, Writes},
};
use super::{
    Block, Cx, Demand, Draw, Holds, Host, KeyUser, Ledger, Made, Part, Section, Use, name,
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
        named_by: Some("name"),
        summary: "ECS services on Fargate, each behind a load balancer in every region in use.",
        schema: |generator| generator.subschema_for::<IndexMap<String, ServiceSpec>>(),
        example: "",
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
}

impl Part for Services {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        for service in self.iter() {
            service.declare(topology, ledger);
        }
        ledger.growth.extend(settings::growth(self));
        // The firewall's, one for all services.
        for region in topology.in_use().filter(|_| !self.0.is_empty()) {
            ledger.take(Draw::LOG_POLICY, region.name.as_str(), 1);
        }
        let notes: Vec<_> = notes::notes(self, ledger).collect();
        ledger.notes.extend(notes);
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        check::link(self, cx, diags)
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        if self.0.is_empty() {
            return Ok(());
        }
        let bases = self.bases(cx, made, graph)?;
        let mut all = Vec::new();
        for service in self.iter() {
            let roles = service.roles(cx, made, graph)?;
            let host = service.host(cx.topology, graph);
            let shared = compose::Shared { bases: &bases, roles, host };
            let mut calls = Vec::new();
            for need in cx.ledger.needs(&service.demand().id())? {
                calls.push(service.regional(cx, *need, &shared, made, graph)?);
            }
            service.hand_on(cx.topology, host, &calls, made);
            all.push(calls);
        }
        let regional: Vec<(&Service, &[Regional])> =
            self.iter().zip(all.iter().map(Vec::as_slice)).collect();
        made.watch(|| Ok(alarms::alarms(&regional, cx.topology)))
    }
}

impl Service {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        ledger.entry(&self.name, &self.name);
        ledger.demand(self.demand());
        ledger.keys.want();
        ledger.keys.used_by(KeyUser::LOG_GROUPS);
        ledger.repositories.insert(self.image.repository.clone());
        ledger.logs = true;
        let told = self.told_writer(ledger);
        ledger.parameters |= told;
        ledger.writer |= told;
        ledger.network.wanted = true;
        ledger.network.interface_endpoints.extend(["ecr.api", "ecr.dkr", "logs"]);
        ledger.network.interface_endpoints.extend(told.then_some("ssm"));
        let (entry, full) = (self.name.clone(), self.host.clone());
        ledger.hosts.push(Host { entry, full, forwards: self.forwards(topology) });
        let writes_in_its_region = self.writes == Writes::Anywhere;
        ledger.uses.extend(self.uses.iter().map(|of| Use {
            by: self.name.clone(),
            of: of.clone(),
            writes_in_its_region,
        }));
    }

    /// Whether its tasks are told which region writes: where they send writes themselves, and where something that they use is
    /// written to by another name there.
    pub(super) fn told_writer(&self, ledger: &Ledger) -> bool {
        self.writes == Writes::Home || self.uses.iter().any(|of| ledger.forwarding.contains(of))
    }

    /// Whether its tasks forward writes to those of another region.
    pub(super) fn forwards(&self, topology: &Topology) -> bool {
        self.writes == Writes::Home && topology.in_use().nth(1).is_some()
    }

    /// Whether each region has a host name of its own. Health checks of Route 53 ask by it; behind Global
    /// Accelerator it costs an accelerator, so it is there only where somebody calls it. Every region
    /// has one then, because every region may become the one that writes.
    pub(super) fn has_regional_hosts(&self, topology: &Topology) -> bool {
        topology.ingress.via != Via::GlobalAccelerator || self.forwards(topology)
    }

    fn demand(&self) -> Demand {
        Demand {
            kind: "service",
            name: self.name.clone(),
            unit: "tasks",
            total: self.tasks,
            supply: Supply::Tasks,
            grown_by: "autoscaling",
            remedy: None,
            draw: Some(Draw {
                service: "AWS Fargate",
                quota: "Fargate On-Demand vCPU resource count",
                unit: "vCPU",
                thousandths: (self.cpu * 1_000).div_ceil(1_024),
                holds: Holds::Together { spare: 0 },
                also: fargate::PER_SERVICE,
                hint: Some(fargate::DEPLOYMENT),
            }),
        }
    }
}
