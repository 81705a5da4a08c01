//! What users reach first: Global Accelerator, or Route 53 records with health checks.
//!
//! The router is chosen for the whole topology (`[ingress]`, read by the core because sizing follows
//! it); this block makes its calls for every service.

use super::{
    Alarm, Block, Comparison, Cx, Draw, Holds, Host, Ledger, LoadBalancer, Made, Missing, Note,
    Part, Routed, Signal, Statistic, Step, Watched, Watches, When, alarms::edge_region,
};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics},
    graph::{Expr, Graph, Handle, Module, Output, Place},
    topology::{Region, Topology},
    words::{Affinity, Layout, Tier, Via, Weight},
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
const HEALTH_CHECK_IDS: Output = RECORDS.output("health_check_ids").keyed_by(&["endpoints"]);

/// Its quotas are kept in us-east-1. Source: AWS Global Accelerator developer guide, *Quotas* (2026-11).
const ACCELERATORS: Draw = Draw {
    service: "AWS Global Accelerator",
    quota: "Standard accelerators per AWS account",
    unit: "accelerators",
    thousandths: 1_000,
    holds: Holds::All { default: STARTS_WITH },
    also: &[],
    hint: None,
};

/// Standard accelerators.
const STARTS_WITH: u32 = 20;

static ACCELERATORS_OVER_QUOTA: Code = Code::warning(
    "accelerators-over-quota",
    "an account starts with 20 accelerators",
    "Each service has an accelerator; one that writes at home has a further one for each region, by which the \
     other regions reach it. More than 20 have to be asked for, or `edge` stops half-way through its first apply.",
);

#[derive(PartialEq)]
struct Ingress;

/// Where users are routed to something.
const NOTES: [(When, &str); 5] = [
    (When::Routing, include_str!("../../templates/routing/ingress.md.j2")),
    (When::Leaving, include_str!("../../templates/leaving/ingress.md.j2")),
    (When::Lost, include_str!("../../templates/recovery/ingress.md.j2")),
    (
        When::Back(Step::Gone),
        "\
{% if several %}It gets no users yet: hold it (above) while it is still gone, for it is sent users within a minute of answering.{% endif %}",
    ),
    (When::Back(Step::Opens), "{% if several %}Users are let in: undo the hold.{% endif %}"),
];

impl Part for Ingress {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        if ledger.hosts.is_empty() {
            return;
        }
        let edge_dir = if topology.layout == Layout::Split { "edge" } else { "." };
        let note = |(when, text)| {
            let note = Note::new(when, text).with("via", topology.ingress.via.as_str());
            note.with("edge_dir", edge_dir).with("tier", topology.tier.as_str())
        };
        ledger.notes.extend(NOTES.map(note));
        let counts = ledger.hosts.iter().map(|host| accelerators(host, topology));
        ledger.take(ACCELERATORS, "us-east-1", counts.sum());
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        let hosts = cx.ledger.hosts.iter();
        let counted: Vec<_> = hosts.map(|host| (host, accelerators(host, cx.topology))).collect();
        let all: u32 = counted.iter().map(|(_, count)| count).sum();
        let most = counted.iter().max_by_key(|(_, count)| *count);
        if let Some((host, _)) = most.filter(|_| all > STARTS_WITH) {
            let forward = counted.iter().filter(|(_, count)| *count > 1).count();
            let message =
                format!("`edge` makes {all} accelerators; an account starts with {STARTS_WITH}");
            let regions = cx.topology.in_use().count();
            let note = format!(
                "one for each of {} services, and {regions} more for each of the {forward} that write at home",
                counted.len()
            );
            let place = diags.places().value(&["services", &host.entry, "writes"]);
            diags.push(
                Diagnostic::new(&ACCELERATORS_OVER_QUOTA, place, message).note(note).help(
                    "ask for more in Service Quotas first, in us-east-1, or route by Route 53",
                ),
            );
        }
        Ok(())
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let mut calls = Vec::new();
        for routed in &made.routed {
            calls.push(match cx.topology.ingress.via {
                Via::GlobalAccelerator => accelerator(routed, cx.topology, made, graph)?,
                Via::Route53Latency => records(routed, "latency", cx.topology, graph)?,
                Via::Route53Weighted => records(routed, "weighted", cx.topology, graph)?,
            });
        }
        let routed = std::mem::take(&mut made.routed);
        made.watch(|| Ok([watched(&routed, &calls, cx.topology.ingress.via)?]))?;
        made.routed = routed;
        Ok(())
    }
}

/// One alarm for each service and region that runs something: a region that waits at zero tasks is
/// unhealthy all the time.
fn watched(all: &[Routed], calls: &[Handle], via: Via) -> Result<Watched, Bug> {
    let (group, region, signal) = match via {
        Via::GlobalAccelerator => ("endpoints", "us-west-2", ENDPOINT),
        Via::Route53Latency | Via::Route53Weighted => ("health-checks", "us-east-1", HEALTH_CHECK),
    };
    let mut alarms = Vec::new();
    for (routed, call) in all.iter().zip(calls) {
        for (region, _) in routed.ends.iter().filter(|(_, end)| end.serves) {
            let dimensions = match via {
                Via::GlobalAccelerator => endpoint(*call, region),
                Via::Route53Latency | Via::Route53Weighted => health_check(*call, region),
            };
            let alarm = Alarm::of("ingress", routed.called.as_str(), dimensions);
            alarms.push(alarm.which(region));
        }
    }
    let (watches, region) = (Watches::Edge, edge_region(region)?);
    let signals = vec![signal];
    Ok(Watched { group, watches, region, signals, alarms, between: None })
}

fn accelerator(
    routed: &Routed,
    topology: &Topology,
    made: &Made,
    graph: &mut Graph,
) -> Result<Handle, Bug> {
    let endpoint = |region: &Region| {
        let LoadBalancer { arn, .. } = routed.ends.at(region.name)?;
        let value = Expr::map([
            ("load_balancer_arn", Expr::from(arn.clone())),
            ("weight", Expr::from(accelerator_weight(topology, region))),
            ("dial", Expr::from(accelerator_dial(topology, region))),
        ]);
        Ok((region.name.as_str(), value))
    };
    let endpoints: Vec<_> = topology.in_use().map(endpoint).collect::<Result<_, Bug>>()?;
    let call = graph
        .call(&ACCELERATOR.call("accelerator", Place::EDGE).of(&routed.entry))
        .set("name", topology.named(&routed.called))
        .set("host", routed.host.as_str())
        .set("zone_id", routed.zone_id.clone())
        .set(
            "client_affinity",
            match topology.ingress.affinity {
                Affinity::None => "NONE",
                Affinity::SourceIp => "SOURCE_IP",
            },
        )
        .set("endpoints", Expr::map(endpoints))
        .set("regional_hosts", Expr::map(regional_hosts(routed, topology)))
        .set("log_bucket", made.networks.at(topology.home)?.log_bucket.clone())
        .publish(IP_ADDRESSES)
        .publish(ENDPOINT_GROUP_ARNS);
    Ok(call.add())
}

/// How many accelerators a service has: the common one, and with several regions one for each that peers call.
fn accelerators(host: &Host, topology: &Topology) -> u32 {
    match topology.ingress.via {
        Via::GlobalAccelerator if host.forwards => topology.in_use().fold(1, |all, _| all + 1),
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
    statistic: Statistic::Minimum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Below,
    threshold: Some(1),
    minutes: 3,
    missing: Missing::Unchanged,
};

/// Checkers all over the world report to us-east-1 every minute, so silence is a fault.
const HEALTH_CHECK: Signal = Signal {
    name: "health-check",
    description: "Route 53 finds the region unhealthy from outside and no longer answers with it. Look at the region's own alarms; if they are quiet, at its network and certificate.",
    namespace: "AWS/Route53",
    metric: "HealthCheckStatus",
    minutes: 2,
    missing: Missing::Bad,
    ..ENDPOINT
};

/// Global Accelerator names its metrics in us-west-2 by the ids at the end of the ARNs and by the
/// group's region (developer guide, metric dimensions).
fn endpoint(accelerator: Handle, region: RegionName) -> Vec<(&'static str, Expr)> {
    vec![
        ("Accelerator", accelerator.get(ACCELERATOR_ID).into()),
        ("Listener", accelerator.get(LISTENER_ID).into()),
        ("EndpointGroup", region.into()),
    ]
}

fn health_check(records: Handle, region: RegionName) -> Vec<(&'static str, Expr)> {
    vec![("HealthCheckId", records.get(HEALTH_CHECK_IDS).at(region.as_str()).into())]
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
    routed: &Routed,
    routing: &str,
    topology: &Topology,
    graph: &mut Graph,
) -> Result<Handle, Bug> {
    let endpoint = |(region, weight): (&Region, u32)| {
        let LoadBalancer { dns_name, zone_id, .. } = routed.ends.at(region.name)?;
        let value = Expr::map([
            ("dns_name", Expr::from(dns_name.clone())),
            ("zone_id", Expr::from(zone_id.clone())),
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
    let call = graph
        .call(&RECORDS.call("records", Place::EDGE).of(&routed.entry))
        .set("host", routed.host.as_str())
        .set("zone_id", routed.zone_id.clone())
        .set("routing", routing)
        .set("endpoints", Expr::map(endpoints))
        .set("regional_hosts", Expr::map(regional_hosts(routed, topology)))
        .set("health_path", routed.health_path.as_str())
        .publish(HEALTH_CHECK_IDS);
    Ok(call.add())
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
    routed: &Routed,
    topology: &Topology,
) -> impl Iterator<Item = (&'static str, String)> {
    let regions = topology.in_use().filter(|_| routed.regional_hosts);
    regions.map(|region| {
        let region = region.name.as_str();
        (region, format!("{region}.{}", routed.host))
    })
}
