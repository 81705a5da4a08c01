//! The module calls of a service.

use indexmap::IndexMap;

use super::{
    model::{
        CERTIFICATE_ARNS, CLUSTER_ARN, CLUSTER_NAME, ENDPOINTS, EXECUTION_ROLE_ARNS, MAX_TASKS,
        MIN_TASKS, REGION, ROLES, SCALE_ON, Service, TASK_DEFINITION_ARN, TASK_ROLE_ARNS,
        WEB_ACL_ARN, WRITER_PARAMETER_NAME, cluster, firewall, host, regional, writer,
    },
    policy,
};
use crate::{
    aws::RegionName,
    block::{
        Contact, Plan, images, keys,
        network::{self, Egress, Network},
    },
    bug::{Bug, bug},
    graph::{Expr, Graph, Handle, Place},
    size::Need,
    topology::Topology,
    words::Via,
};

impl Service {
    pub(super) fn roles(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<Handle, Bug> {
        let (grants, key_services) = policy::access(self, plan.topology, plan.parts);
        let grants = grants.iter().map(|grant| {
            let mut value = vec![
                ("actions", Expr::list(grant.actions.iter().copied())),
                ("resources", grant.resources.clone().into()),
            ];
            if !grant.regions.is_empty() {
                value.push(("regions", grant.regions.clone().into()));
            }
            (grant.name.as_str(), Expr::map(value))
        });
        let kms_key_arns = keys::arns(graph)?;
        let call = graph
            .call(&ROLES.call("roles", Place::Foundation).of(&self.name))
            .set("name", plan.topology.name.as_str())
            .set("service", self.name.as_str())
            .set("regions", regions(plan.topology))
            .set("repository", self.image.repository.as_str())
            .set("kms_key_arns", kms_key_arns)
            .set("key_services", Expr::list(key_services))
            .set("grants", Expr::map(grants));
        Ok(call.add())
    }

    pub(super) fn host(&self, topology: &Topology, graph: &mut Graph) -> Handle {
        graph
            .call(&host(&self.name))
            .set_some("domain", topology.domain.clone())
            .set("host", self.host.as_str())
            .set("regions", regions(topology))
            .set("home", topology.home)
            .add()
    }

    /// How the tasks of a region reach what they use.
    fn contacts(
        &self,
        plan: &Plan<'_>,
        region: RegionName,
        graph: &Graph,
    ) -> Result<Vec<Contact>, Bug> {
        let contact = |reference: &String| {
            let used = plan.parts.used(reference);
            let (part, entry) = used.ok_or_else(|| bug(format!("there is no {reference}")))?;
            part.contact(entry, region, plan.topology, graph)
        };
        self.uses.iter().map(contact).collect()
    }

    pub(super) fn regional(
        &self,
        plan: &Plan<'_>,
        need: Need,
        (roles, host): (Handle, Handle),
        graph: &mut Graph,
    ) -> Result<(), Bug> {
        let Need { region, steady, failover, .. } = need;
        let network = network::network(graph, region)?;
        let cluster = graph.find(&cluster(region))?;
        let firewall = graph.find(&firewall(region))?;
        let internal = plan.topology.ingress.via == Via::GlobalAccelerator;
        let subnets =
            if internal { network::PRIVATE_SUBNET_IDS } else { network::PUBLIC_SUBNET_IDS };
        let contacts = self.contacts(plan, region, graph)?;
        let (key, urls) = (keys::arn(graph, region)?, images::repository_urls(graph, region)?);
        let environment = self.environment(plan, region, &contacts, graph)?;
        let endpoints =
            self.has_regional_hosts(plan.topology).then(|| reachable(plan, host, region));
        let log_retention_days = plan.parts.needs().filter_map(|n| n.log_retention_days).max();
        graph
            .call(&regional(&self.name, region))
            .set("name", plan.topology.name.as_str())
            .set("service", self.name.as_str())
            .set("region", region)
            .set("min_tasks", steady)
            .set("max_tasks", failover)
            .set("repository_urls", urls)
            .set("repository", self.image.repository.as_str())
            .set("image_reference", self.image.reference.as_str())
            .set("cpu", self.cpu)
            .set("memory", self.memory)
            .set("architecture", self.architecture)
            .set("port", self.port)
            .set("health_path", self.health.as_str())
            .set("starts_in", self.starts_in)
            .set("client_keep_alive", self.client_keep_alive)
            .set("scale_on", self.scale_on.expr())
            .set("released_elsewhere", self.released_elsewhere)
            .set("environment", environment)
            .set_some("endpoints", endpoints)
            .set("cluster_name", cluster.get(CLUSTER_NAME))
            .set("cluster_arn", cluster.get(CLUSTER_ARN))
            .set("execution_role_arn", roles.get(EXECUTION_ROLE_ARNS).at(region.as_str()))
            .set("task_role_arn", roles.get(TASK_ROLE_ARNS).at(region.as_str()))
            .set("kms_key_arn", key)
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
            .promise(MAX_TASKS, failover)
            .promise(SCALE_ON, self.scale_on.expr())
            .publish(TASK_DEFINITION_ARN)
            .add();
        Ok(())
    }

    /// What the tasks of a region are told; the user's own variables stand beside it.
    fn environment(
        &self,
        plan: &Plan<'_>,
        region: RegionName,
        contacts: &[Contact],
        graph: &Graph,
    ) -> Result<Expr, Bug> {
        let own =
            self.environment.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        let mut variables: IndexMap<String, Expr> = own.collect();
        variables.extend(contacts.iter().flat_map(|contact| contact.environment.clone()));
        variables.insert("TOPOLOGY_HOME".into(), plan.topology.home.into());
        variables.insert("TOPOLOGY_REGION".into(), region.into());
        variables.insert("TOPOLOGY_WRITES".into(), self.writes.as_str().into());
        if self.told_writer() {
            let name = graph.find(&writer(region))?.get(WRITER_PARAMETER_NAME);
            variables.insert("TOPOLOGY_WRITER_PARAMETER".into(), name.into());
        }
        variables.sort_unstable_keys();
        Ok(Expr::map(variables))
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
