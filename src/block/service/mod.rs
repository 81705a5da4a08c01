//! ECS services on Fargate behind a load balancer, in every region in use.
//!
//! Roles, certificates and their DNS validation are made in the foundation: a region's own root then
//! holds nothing whose control plane lives in another region.

mod alarms;
mod check;
mod fargate;
mod image;
mod spec;

use indexmap::IndexMap;

use self::{
    image::Image,
    spec::{ServiceSpec, Writes},
};
use super::{
    Alarm, Block, Contact, Demand, Draw, Holds, KeyUser, Needs, Part, Parts, Plan, Section, images,
    keys,
    network::{self, Egress, Network},
};
use crate::{
    aws::RegionName,
    diag::Diagnostics,
    graph::{Expr, Graph, Handle, Module, Output, Place},
    size::{Need, Supply},
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
            "an ECS cluster and a web ACL; for each service a task definition, service, autoscaling, load balancer, security groups and log group",
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

/// The checked section.
pub(crate) struct Services(Vec<Service>);

/// One service.
pub(crate) struct Service {
    pub(crate) name: String,
    /// Fully qualified: `api.example.com`.
    pub(crate) host: String,
    /// Tasks that the whole world needs at peak.
    pub(crate) tasks: u32,
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
}

impl Services {
    /// The services in the file's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Service> {
        self.0.iter()
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
            interface_endpoints: &["ecr.api", "ecr.dkr", "logs"],
            ..Needs::default()
        }
    }

    fn demands(&self) -> Vec<Demand<'_>> {
        self.iter().map(Service::demand).collect()
    }

    fn alarms(&self, plan: &Plan<'_>, graph: &Graph) -> Vec<Alarm> {
        alarms::alarms(self, plan, graph)
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) {
        if self.0.is_empty() {
            return;
        }
        for region in plan.topology.in_use() {
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
            }),
        }
    }

    fn label(&self) -> String {
        format!("service_{}", self.name)
    }

    fn roles(&self, plan: &Plan<'_>, graph: &mut Graph) {
        let used = self.uses.iter().filter_map(|(_, reference)| plan.parts.used(reference));
        let access: Vec<_> = used.map(|(part, entry)| part.access(entry, plan.topology)).collect();
        let mut key_services: Vec<&str> =
            access.iter().flat_map(|access| access.key_services).copied().collect();
        key_services.sort_unstable();
        key_services.dedup();
        let grants = access.iter().flat_map(|access| &access.grants).map(|grant| {
            let mut value = vec![
                ("actions", Expr::list(grant.actions.iter().copied())),
                ("resources", grant.resources.clone().into()),
            ];
            if !grant.regions.is_empty() {
                value.push(("regions", grant.regions.clone().into()));
            }
            (grant.name.as_str(), Expr::map(value))
        });
        let kms_key_arns = keys::arns(graph);
        graph
            .call(ROLES, &format!("roles_{}", self.name), Place::Foundation)
            .set("name", plan.topology.name.as_str())
            .set("service", self.name.as_str())
            .set("regions", regions(plan.topology))
            .set("repository", self.image.repository.as_str())
            .set_some("kms_key_arns", kms_key_arns)
            .set("key_services", Expr::list(key_services))
            .set("grants", Expr::map(grants))
            .add();
    }

    fn host(&self, topology: &Topology, graph: &mut Graph) {
        graph
            .call(HOST, &format!("host_{}", self.name), Place::Foundation)
            .set_some("domain", topology.domain.clone())
            .set("host", self.host.as_str())
            .set("regions", regions(topology))
            .set("home", topology.home)
            .add();
    }

    fn regional(&self, plan: &Plan<'_>, need: Need, graph: &mut Graph) -> Option<Handle> {
        let Need { region, steady, failover, .. } = need;
        let foundation = |module, label: &str| {
            graph.find(module, &format!("{label}_{}", self.name), Place::Foundation)
        };
        let network = network::network(graph, region)?;
        let cluster = graph.find(CLUSTER, "cluster", Place::Region(region))?;
        let firewall = graph.find(FIREWALL, "firewall", Place::Region(region))?;
        let (roles, host) = (foundation(ROLES, "roles")?, foundation(HOST, "host")?);
        let internal = plan.topology.ingress.via == Via::GlobalAccelerator;
        let subnets =
            if internal { network::PRIVATE_SUBNET_IDS } else { network::PUBLIC_SUBNET_IDS };
        let used = self.uses.iter().filter_map(|(_, reference)| plan.parts.used(reference));
        let contacts: Vec<Contact> =
            used.map(|(part, entry)| part.contact(entry, region, plan.topology, graph)).collect();
        let (key, urls) = (keys::arn(graph, region), images::repository_urls(graph, region));
        let log_retention_days = plan.parts.needs().filter_map(|n| n.log_retention_days).max();
        let call = graph
            .call(REGIONAL, &self.label(), Place::Region(region))
            .set("name", plan.topology.name.as_str())
            .set("service", self.name.as_str())
            .set("region", region)
            .set("min_tasks", steady)
            .set("max_tasks", failover)
            .set_some("repository_urls", urls)
            .set("repository", self.image.repository.as_str())
            .set("image_reference", self.image.reference.as_str())
            .set("cpu", self.cpu)
            .set("memory", self.memory)
            .set("architecture", self.architecture)
            .set("port", self.port)
            .set("health_path", self.health.as_str())
            .set("environment", self.environment(plan, region, &contacts))
            .set("endpoints", reachable(plan, host, region))
            .set("cluster_name", cluster.get(CLUSTER_NAME))
            .set("cluster_arn", cluster.get(CLUSTER_ARN))
            .set("execution_role_arn", roles.get(EXECUTION_ROLE_ARNS).at(region.as_str()))
            .set("task_role_arn", roles.get(TASK_ROLE_ARNS).at(region.as_str()))
            .set_some("kms_key_arn", key)
            .set("certificate_arn", host.get(CERTIFICATE_ARNS).at(region.as_str()))
            .set("internal", internal)
            .set("web_acl_arn", firewall.get(WEB_ACL_ARN))
            .set("vpc_id", network.get(network::VPC_ID))
            .set("load_balancer_subnet_ids", network.get(subnets))
            .set("task_subnet_ids", network.get(network::PRIVATE_SUBNET_IDS))
            .set("connections", connections(&contacts))
            .set("egress_cidrs", egress(plan, region))
            .set("egress_prefix_list_ids", network.get(network::GATEWAY_PREFIX_LIST_IDS))
            .set("log_bucket", network.get(network::LOG_BUCKET))
            .set_some("log_retention_days", log_retention_days)
            .promise(REGION, region)
            .promise(MIN_TASKS, steady)
            .promise(MAX_TASKS, failover);
        Some(call.add())
    }

    /// What the tasks of a region are told; the user's own variables stand beside it.
    fn environment(&self, plan: &Plan<'_>, region: RegionName, contacts: &[Contact]) -> Expr {
        let own =
            self.environment.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        let mut variables: IndexMap<String, Expr> = own.collect();
        variables.extend(contacts.iter().flat_map(|contact| contact.environment.clone()));
        variables.insert("TOPOLOGY_HOME".into(), plan.topology.home.into());
        variables.insert("TOPOLOGY_REGION".into(), region.into());
        variables.insert("TOPOLOGY_WRITES".into(), self.writes.1.as_str().into());
        variables.sort_unstable_keys();
        Expr::map(variables)
    }
}

/// Security groups within the region's network that the tasks connect to.
fn connections(contacts: &[Contact]) -> Expr {
    let entries = contacts.iter().flat_map(|contact| &contact.connections).map(|connection| {
        let value = Expr::map([
            ("security_group_id", Expr::from(connection.security_group_id.clone())),
            ("port", connection.port.into()),
        ]);
        (connection.name.as_str(), value)
    });
    Expr::map(entries)
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

/// The regional endpoints that tasks can reach: all through NAT, else none but their own region's.
fn reachable(plan: &Plan<'_>, host: Handle, region: RegionName) -> Expr {
    let endpoints = host.get(ENDPOINTS);
    if has_nat(plan) {
        return endpoints.into();
    }
    Expr::map([(region.as_str(), endpoints.at(region.as_str()))])
}

fn has_nat(plan: &Plan<'_>) -> bool {
    plan.parts.get::<Network>().is_none_or(|network| network.egress == Egress::Nat)
}

/// Where tasks may connect to: anywhere through NAT, else only within their network.
fn egress(plan: &Plan<'_>, region: RegionName) -> Expr {
    match network::range(plan.parts, region).filter(|_| !has_nat(plan)) {
        Some(own) => Expr::list([own.to_string()]),
        None => Expr::list(["0.0.0.0/0"]),
    }
}

fn regions(topology: &Topology) -> Expr {
    Expr::list(topology.in_use().map(|region| region.name))
}

/// What the foundation knows of a service's host name.
pub(super) fn host(graph: &Graph, service: &str) -> Option<Handle> {
    graph.find(HOST, &format!("host_{service}"), Place::Foundation)
}

/// A service in one region.
pub(super) fn regional(graph: &Graph, service: &str, region: RegionName) -> Option<Handle> {
    graph.find(REGIONAL, &format!("service_{service}"), Place::Region(region))
}
