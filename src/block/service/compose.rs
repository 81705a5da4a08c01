//! The module calls of a service.

use indexmap::IndexMap;

use super::{
    model::{
        CERTIFICATE_ARNS, CLUSTER, CLUSTER_ARN, CLUSTER_NAME, ENDPOINTS, EXECUTION_ROLE_ARNS,
        FIREWALL, HOST, LOAD_BALANCER_ARN, LOAD_BALANCER_DNS_NAME, LOAD_BALANCER_ZONE_ID,
        LOG_GROUP_NAME, MAX_TASKS, MIN_TASKS, REGION, REGIONAL, ROLES, SCALE_ON, Service, Services,
        TASK_DEFINITION_ARN, TASK_ROLE_ARNS, WEB_ACL_ARN, WRITER, WRITER_PARAMETER_NAME, ZONE_ID,
    },
    policy,
};
use crate::{
    aws::RegionName,
    block::{Connection, Contact, Cx, LoadBalancer, Made, PerRegion, Routed},
    bug::Bug,
    graph::{Expr, Graph, Handle, Place, Ref},
    size::Need,
    topology::Topology,
    words::Via,
};

/// What all services of a region share.
pub(super) struct Base {
    cluster: Handle,
    firewall: Handle,
    /// Where it says which region writes.
    writer: Option<Ref>,
}

/// What a service shares in all regions.
pub(super) struct Shared<'a> {
    pub(super) bases: &'a PerRegion<Base>,
    pub(super) roles: Handle,
    pub(super) host: Handle,
}

/// A service in one region.
pub(super) struct Regional {
    pub(super) call: Handle,
    pub(super) need: Need,
}

impl Services {
    pub(super) fn bases(
        &self,
        cx: &Cx<'_>,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<PerRegion<Base>, Bug> {
        let topology = cx.topology;
        let forwards = self.iter().any(|service| service.forwards(topology));
        let tells_writer = self.iter().any(|service| service.told_writer(cx.ledger));
        let base = |region: RegionName| {
            let place = Place::region(region);
            let name = topology.name.as_str();
            let writer = tells_writer.then(|| {
                let call = graph
                    .call(&WRITER.call("writer", place))
                    .set("name", name)
                    .set("region", region)
                    .set("writer", topology.writer)
                    .publish(WRITER_PARAMETER_NAME);
                call.add().get(WRITER_PARAMETER_NAME)
            });
            let cluster = graph.call(&CLUSTER.call("cluster", place));
            let cluster = cluster.set("name", name).set("region", region).add();
            let firewall = graph
                .call(&FIREWALL.call("firewall", place))
                .set("name", name)
                .set("region", region)
                .set("rate_limit", topology.ingress.rate_limit)
                .set("takes_forwarded_writes", forwards)
                .set("kms_key_arn", made.key_arn(region)?)
                .add();
            Ok((region, Base { cluster, firewall, writer }))
        };
        topology.in_use().map(|region| region.name).map(base).collect()
    }
}

impl Service {
    pub(super) fn roles(&self, cx: &Cx<'_>, made: &Made, graph: &mut Graph) -> Result<Handle, Bug> {
        let (grants, key_services) = policy::access(self, cx);
        let grants = grants.iter().map(|grant| {
            let mut value = vec![
                ("actions", Expr::list(grant.actions.iter().copied())),
                ("resources", grant.resources.clone().into()),
            ];
            if !grant.regions.is_empty() {
                value.push(("regions", grant.regions.clone().into()));
            }
            (grant.name.clone(), Expr::map(value))
        });
        let call = graph
            .call(&ROLES.call("roles", Place::FOUNDATION).of(&self.name))
            .set("name", cx.topology.name.as_str())
            .set("service", self.called.as_str())
            .set("regions", regions(cx.topology))
            .set("repository", self.image.repository.as_str())
            .set("kms_key_arns", made.key_arns()?)
            .set("key_services", Expr::list(key_services))
            .set("grants", Expr::map(grants));
        Ok(call.add())
    }

    pub(super) fn host(&self, topology: &Topology, graph: &mut Graph) -> Handle {
        graph
            .call(&HOST.call("host", Place::FOUNDATION).of(&self.name))
            .set_some("domain", topology.domain.clone())
            .set("host", self.host.as_str())
            .set("regions", regions(topology))
            .set("home", topology.home)
            .add()
    }

    pub(super) fn regional(
        &self,
        cx: &Cx<'_>,
        need: Need,
        shared: &Shared<'_>,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<Regional, Bug> {
        let Need { region, steady, failover, .. } = need;
        let Shared { bases, roles, host } = shared;
        let (base, network) = (bases.at(region)?, made.networks.at(region)?);
        let internal = cx.topology.ingress.via == Via::GlobalAccelerator;
        let subnets =
            if internal { &network.private_subnet_ids } else { &network.public_subnet_ids };
        let contacts = self.uses.iter().map(|reference| made.contact(reference));
        let contacts: Vec<&Contact> = contacts.collect::<Result<_, Bug>>()?;
        let environment = self.environment(cx, region, &contacts, base)?;
        let endpoints = self.has_regional_hosts(cx.topology).then(|| reachable(cx, *host, region));
        let call = graph
            .call(&REGIONAL.call("service", Place::region(region)).of(&self.name))
            .set("name", cx.topology.name.as_str())
            .set("service", self.called.as_str())
            .set("region", region)
            .set("min_tasks", steady)
            .set("max_tasks", failover)
            .set("repository_urls", made.repository_urls(region)?)
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
            .set("cluster_name", base.cluster.get(CLUSTER_NAME))
            .set("cluster_arn", base.cluster.get(CLUSTER_ARN))
            .set("execution_role_arn", roles.get(EXECUTION_ROLE_ARNS).at(region.as_str()))
            .set("task_role_arn", roles.get(TASK_ROLE_ARNS).at(region.as_str()))
            .set("kms_key_arn", made.key_arn(region)?)
            .set("certificate_arn", host.get(CERTIFICATE_ARNS).at(region.as_str()))
            .set("internal", internal)
            .set("web_acl_arn", base.firewall.get(WEB_ACL_ARN))
            .set("vpc_id", network.vpc_id.clone())
            .set("load_balancer_subnet_ids", subnets.clone())
            .set("task_subnet_ids", network.private_subnet_ids.clone())
            .set("connections", connections(&contacts, region)?)
            .set("egress_cidrs", egress(cx, region))
            .set("egress_prefix_list_ids", network.gateway_prefix_list_ids.clone())
            .set("log_bucket", network.log_bucket.clone())
            .set_some("log_retention_days", cx.ledger.log_retention_days)
            .promise(REGION, region)
            .promise(MIN_TASKS, steady)
            .promise(MAX_TASKS, failover)
            .promise(SCALE_ON, self.scale_on.expr())
            .publish(TASK_DEFINITION_ARN)
            .add();
        Ok(Regional { call, need })
    }

    /// What others make of it: what is routed to it, and what becomes of its logs.
    pub(super) fn hand_on(
        &self,
        topology: &Topology,
        host: Handle,
        regional: &[Regional],
        made: &mut Made,
    ) {
        let end = |Regional { call, need }: &Regional| {
            let end = LoadBalancer {
                arn: call.get(LOAD_BALANCER_ARN),
                dns_name: call.get(LOAD_BALANCER_DNS_NAME),
                zone_id: call.get(LOAD_BALANCER_ZONE_ID),
                serves: need.steady > 0,
            };
            (need.region, end)
        };
        made.routed.push(Routed {
            entry: self.name.clone(),
            called: self.called.clone(),
            host: self.host.clone(),
            zone_id: host.get(ZONE_ID),
            health_path: self.health.clone(),
            regional_hosts: self.has_regional_hosts(topology),
            ends: regional.iter().map(end).collect(),
        });
        for Regional { call, need } in regional {
            let group = (self.called.clone(), call.get(LOG_GROUP_NAME));
            made.log_groups.entry(need.region).push(group);
        }
    }

    /// What the tasks of a region are told; the user's own variables stand beside it.
    fn environment(
        &self,
        cx: &Cx<'_>,
        region: RegionName,
        contacts: &[&Contact],
        base: &Base,
    ) -> Result<Expr, Bug> {
        let own =
            self.environment.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        let mut variables: IndexMap<String, Expr> = own.collect();
        for (name, told) in contacts.iter().flat_map(|contact| &contact.environment) {
            variables.insert(name.clone(), told.at(region)?);
        }
        variables.insert("TOPOLOGY_HOME".into(), cx.topology.home.into());
        variables.insert("TOPOLOGY_REGION".into(), region.into());
        variables.insert("TOPOLOGY_WRITES".into(), self.writes.as_str().into());
        if let Some(name) = base.writer.as_ref().filter(|_| self.told_writer(cx.ledger)) {
            variables.insert("TOPOLOGY_WRITER_PARAMETER".into(), name.clone().into());
        }
        variables.sort_unstable_keys();
        Ok(Expr::map(variables))
    }
}

/// Security groups within the region's network that the tasks connect to.
fn connections(contacts: &[&Contact], region: RegionName) -> Result<Expr, Bug> {
    let all = contacts.iter().filter_map(|contact| contact.connections.as_ref());
    let entry = |each: &PerRegion<Connection>| {
        let Connection { name, security_group_id, port } = each.at(region)?;
        let value = Expr::map([
            ("security_group_id", Expr::from(security_group_id.clone())),
            ("port", (*port).into()),
        ]);
        Ok((name.clone(), value))
    };
    Ok(Expr::map(all.map(entry).collect::<Result<Vec<_>, Bug>>()?))
}

/// The regional endpoints that tasks can reach: all through NAT, else none but their own region's.
fn reachable(cx: &Cx<'_>, host: Handle, region: RegionName) -> Expr {
    let endpoints = host.get(ENDPOINTS);
    if !cx.ledger.network.enclosed {
        return endpoints.into();
    }
    Expr::map([(region.as_str(), endpoints.at(region.as_str()))])
}

/// Where tasks may connect to: anywhere through NAT, else only within their network.
fn egress(cx: &Cx<'_>, region: RegionName) -> Expr {
    let network = &cx.ledger.network;
    match network.range(region).filter(|_| network.enclosed) {
        Some(own) => Expr::list([own.to_string()]),
        None => Expr::list(["0.0.0.0/0"]),
    }
}

fn regions(topology: &Topology) -> Expr {
    Expr::list(topology.in_use().map(|region| region.name))
}
