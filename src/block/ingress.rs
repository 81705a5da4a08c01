//! What users reach first: Global Accelerator, or Route 53 records with health checks.
//!
//! The router is chosen for the whole topology (`[ingress]`, read by the core because sizing follows
//! it); this block makes its calls for every service.

use super::{
    Alarm, Block, Part, Parts, Plan, Signal, Watched, Watches,
    alarms::edge_region,
    network,
    service::{self, Service, Services},
};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics},
    graph::{CallName, Expr, Graph, Module, Output, Place},
    topology::{Region, Topology},
    words::{Affinity, Tier, Via, Weight},
};

pub(crate) const BLOCK: Block = Block {
    name: "ingress",
    creates: &[
        (
            "edge",
            "by Global Accelerator: an accelerator per service with an endpoint group per region; for a service that writes at home also one per region for `<region>.<host>`, by which the others reach it; and their DNS records",
        ),
        ("edge", "by Route 53: health checks and latency or weighted DNS records"),
        (
            "edge",
            "`[ingress] via` chooses for good between the two kinds: each needs other load balancers, and those that exist are protected",
        ),
        (
            "monitoring/<region>",
            "with `[alarms]`: a region that runs tasks has no healthy endpoint in Global Accelerator (3 minutes), or fails its Route 53 health check (2 minutes)",
        ),
    ],
    section: None,
    names: &[],
    codes: &[&ACCELERATORS_OVER_QUOTA],
    check: |_, _, _| Some(Box::new(Ingress)),
};

const ACCELERATOR: Module = Module::new("ingress/accelerator");
const IP_ADDRESSES: Output = ACCELERATOR.output("ip_addresses");
const ENDPOINT_GROUP_ARNS: Output = ACCELERATOR.output("endpoint_group_arns");
const ACCELERATOR_ID: Output = ACCELERATOR.output("accelerator_id");
const LISTENER_ID: Output = ACCELERATOR.output("listener_id");
const RECORDS: Module = Module::new("ingress/records");
const HEALTH_CHECK_IDS: Output = RECORDS.output("health_check_ids");

/// Standard accelerators that an account starts with: AWS General Reference, Global Accelerator quotas, 2026-11.
const ACCELERATORS: usize = 20;

static ACCELERATORS_OVER_QUOTA: Code = Code::warning(
    "accelerators-over-quota",
    "an account starts with 20 accelerators",
    "Each service has an accelerator; one that writes at home has a further one for each region, by which the \
     other regions reach it. More than 20 have to be asked for, or `edge` stops half-way through its first apply.",
);

#[derive(PartialEq)]
struct Ingress;

impl Part for Ingress {
    fn link(&self, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
        let services = parts.get::<Services>().into_iter().flat_map(Services::iter);
        let counted: Vec<_> =
            services.map(|service| (service, accelerators(service, topology))).collect();
        let all: usize = counted.iter().map(|(_, count)| count).sum();
        let most = counted.iter().max_by_key(|(_, count)| *count);
        if let Some((service, _)) = most.filter(|_| all > ACCELERATORS) {
            let forward = counted.iter().filter(|(_, count)| *count > 1).count();
            let message =
                format!("`edge` makes {all} accelerators; an account starts with {ACCELERATORS}");
            let regions = topology.in_use().count();
            let note = format!(
                "one for each of {} services, and {regions} more for each of the {forward} that write at home",
                counted.len()
            );
            let place = diags.places().value(&["services", &service.name, "writes"]);
            diags.push(
                Diagnostic::new(&ACCELERATORS_OVER_QUOTA, place, message).note(note).help(
                    "ask for more in Service Quotas first, in us-east-1, or route by Route 53",
                ),
            );
        }
    }

    /// One for each service and region that runs something: a region that waits at zero tasks is
    /// unhealthy all the time.
    fn alarms(&self, plan: &Plan<'_>, graph: &Graph) -> Result<Vec<Watched>, Bug> {
        let (group, region, signal) = match plan.topology.ingress.via {
            Via::GlobalAccelerator => ("endpoints", "us-west-2", ENDPOINT),
            Via::Route53Latency | Via::Route53Weighted => {
                ("health-checks", "us-east-1", HEALTH_CHECK)
            }
        };
        let mut alarms = Vec::new();
        for service in services(plan) {
            let needs = service.demand().size(plan.capacity).into_iter();
            for region in needs.filter(|need| need.steady > 0).map(|need| need.region) {
                let dimensions = match plan.topology.ingress.via {
                    Via::GlobalAccelerator => endpoint(service, region, graph)?,
                    Via::Route53Latency | Via::Route53Weighted => {
                        health_check(service, region, graph)?
                    }
                };
                let name = format!("ingress.{}/{{signal}}-{region}", service.name);
                alarms.push(Alarm::new(name, dimensions));
            }
        }
        let (watches, region) = (Watches::Edge, edge_region(region)?);
        let signals = vec![signal];
        Ok(vec![Watched { group, watches, region, signals, alarms, between: None }])
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        for service in services(plan) {
            match plan.topology.ingress.via {
                Via::GlobalAccelerator => accelerator(service, plan.topology, graph)?,
                Via::Route53Latency => records(service, "latency", plan.topology, graph)?,
                Via::Route53Weighted => records(service, "weighted", plan.topology, graph)?,
            }
        }
        Ok(())
    }
}

/// What is routed to: without services there is nothing.
fn services<'p>(plan: &Plan<'p>) -> impl Iterator<Item = &'p Service> {
    plan.parts.get::<Services>().into_iter().flat_map(Services::iter)
}

fn accelerator_of(service: &Service) -> CallName {
    ACCELERATOR.call("accelerator", Place::Edge).of(&service.name)
}

fn records_of(service: &Service) -> CallName {
    RECORDS.call("records", Place::Edge).of(&service.name)
}

fn accelerator(service: &Service, topology: &Topology, graph: &mut Graph) -> Result<(), Bug> {
    let host = graph.find(&service::host(&service.name))?;
    let log_bucket = network::network(graph, topology.home)?.get(network::LOG_BUCKET);
    let endpoint = |region: &Region| {
        let call = graph.find(&service::regional(&service.name, region.name))?;
        let value = Expr::map([
            ("load_balancer_arn", Expr::from(call.get(service::LOAD_BALANCER_ARN))),
            ("weight", Expr::from(accelerator_weight(topology, region))),
            ("dial", Expr::from(accelerator_dial(topology, region))),
        ]);
        Ok((region.name.as_str(), value))
    };
    let endpoints: Vec<_> = topology.in_use().map(endpoint).collect::<Result<_, Bug>>()?;
    graph
        .call(&accelerator_of(service))
        .set("name", topology.named(&service.name))
        .set("host", service.host.as_str())
        .set("zone_id", host.get(service::ZONE_ID))
        .set(
            "client_affinity",
            match topology.ingress.affinity {
                Affinity::None => "NONE",
                Affinity::SourceIp => "SOURCE_IP",
            },
        )
        .set("endpoints", Expr::map(endpoints))
        .set("regional_hosts", Expr::map(regional_hosts(service, topology)))
        .set("log_bucket", log_bucket)
        .publish(IP_ADDRESSES)
        .publish(ENDPOINT_GROUP_ARNS)
        .add();
    Ok(())
}

/// How many accelerators a service has: the common one, and with several regions one for each that peers call.
fn accelerators(service: &Service, topology: &Topology) -> usize {
    match topology.ingress.via {
        Via::GlobalAccelerator if service.forwards(topology) => 1 + topology.in_use().count(),
        Via::GlobalAccelerator => 1,
        Via::Route53Latency | Via::Route53Weighted => 0,
    }
}

/// Global Accelerator reports nothing while no user connects: the alarm then stays as it is.
const ENDPOINT: Signal = Signal {
    name: "endpoint",
    description: "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms.",
    namespace: "AWS/GlobalAccelerator",
    metric: "HealthyEndpointCount",
    statistic: "Minimum",
    minus: None,
    sum_over: None,
    comparison: "LessThanThreshold",
    threshold: Some(1),
    minutes: 3,
    missing: "ignore",
};

/// Checkers all over the world report to us-east-1 every minute, so silence is a fault.
const HEALTH_CHECK: Signal = Signal {
    name: "health-check",
    description: "Route 53 finds the region unhealthy from outside and no longer answers with it. Look at the region's own alarms; if they are quiet, at its network and certificate.",
    namespace: "AWS/Route53",
    metric: "HealthCheckStatus",
    minutes: 2,
    missing: "breaching",
    ..ENDPOINT
};

/// Global Accelerator names its metrics in us-west-2 by the ids at the end of the ARNs and by the
/// group's region (developer guide, metric dimensions).
fn endpoint(
    service: &Service,
    region: RegionName,
    graph: &Graph,
) -> Result<Vec<(&'static str, Expr)>, Bug> {
    let call = graph.find(&accelerator_of(service))?;
    Ok(vec![
        ("Accelerator", call.get(ACCELERATOR_ID).into()),
        ("Listener", call.get(LISTENER_ID).into()),
        ("EndpointGroup", region.into()),
    ])
}

fn health_check(
    service: &Service,
    region: RegionName,
    graph: &Graph,
) -> Result<Vec<(&'static str, Expr)>, Bug> {
    let health_check = graph.find(&records_of(service))?.get(HEALTH_CHECK_IDS);
    Ok(vec![("HealthCheckId", health_check.at(region.as_str()).into())])
}

/// Weight 0 keeps an endpoint out of automatic failover: a pilot light has nothing that could serve
/// before it is scaled up.
fn accelerator_weight(topology: &Topology, region: &Region) -> u32 {
    let standby = !topology.is_routed(region.name);
    if standby && topology.tier == Tier::PilotLight { 0 } else { 128 }
}

/// Dial 0 keeps a standby out of normal routing; failover ignores the dial.
fn accelerator_dial(topology: &Topology, region: &Region) -> u32 {
    if topology.is_routed(region.name) { 100 } else { 0 }
}

fn records(
    service: &Service,
    routing: &str,
    topology: &Topology,
    graph: &mut Graph,
) -> Result<(), Bug> {
    let host = graph.find(&service::host(&service.name))?;
    let endpoint = |(region, weight): (&Region, u32)| {
        let call = graph.find(&service::regional(&service.name, region.name))?;
        let value = Expr::map([
            ("dns_name", Expr::from(call.get(service::LOAD_BALANCER_DNS_NAME))),
            ("zone_id", Expr::from(call.get(service::LOAD_BALANCER_ZONE_ID))),
            ("weight", Expr::from(weight)),
        ]);
        Ok((region.name.as_str(), value))
    };
    let weights = match topology.ingress.via {
        Via::Route53Weighted => record_weights(topology),
        // Latency records have no weight; that they have one at all means that users are routed there.
        Via::Route53Latency | Via::GlobalAccelerator => vec![1; topology.in_use().count()],
    };
    let endpoints = topology.in_use().zip(weights).map(endpoint);
    let endpoints: Vec<_> = endpoints.collect::<Result<_, Bug>>()?;
    graph
        .call(&records_of(service))
        .set("host", service.host.as_str())
        .set("zone_id", host.get(service::ZONE_ID))
        .set("routing", routing)
        .set("endpoints", Expr::map(endpoints))
        .set("regional_hosts", Expr::map(regional_hosts(service, topology)))
        .set("health_path", service.health.as_str())
        .publish(HEALTH_CHECK_IDS)
        .add();
    Ok(())
}

/// Route 53 takes integers from 0 to 255. Whole percentages go through as they are; others are
/// split over 200 units, so that the error stays below half a per cent; at least one for whoever has
/// a weight at all, for Route 53 takes 0 for a standby. A standby weighs nothing: Route 53 answers
/// with it only when all that weigh something are unhealthy.
fn record_weights(topology: &Topology) -> Vec<u32> {
    let regions: Vec<&Region> = topology.in_use().collect();
    let routed = |region: &Region| {
        if topology.is_routed(region.name) { region.weight } else { Weight::ZERO }
    };
    let weights: Vec<Weight> = regions.iter().map(|region| routed(region)).collect();
    let whole: Option<Vec<u32>> =
        weights.iter().map(|weight| u32::try_from(weight.integer()?).ok()).collect();
    whole.unwrap_or_else(|| {
        let millionths: Vec<u64> = weights.iter().map(|weight| weight.millionths()).collect();
        let least: Vec<u32> = millionths.iter().map(|weight| u32::from(*weight > 0)).collect();
        crate::size::apportion(200, &millionths, &least).unwrap_or(least)
    })
}

/// The host that reaches one region only, by region: where there is one.
fn regional_hosts(
    service: &Service,
    topology: &Topology,
) -> impl Iterator<Item = (&'static str, String)> {
    let regions = topology.in_use().filter(|_| service.has_regional_hosts(topology));
    regions.map(|region| {
        let region = region.name.as_str();
        (region, format!("{region}.{}", service.host))
    })
}
