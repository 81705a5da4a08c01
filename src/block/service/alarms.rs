//! What should wake somebody about a service. The thresholds assume a service that people wait for.

use super::{
    compose::Regional,
    model::{LOAD_BALANCER_DIMENSION, Service, TARGET_GROUP_DIMENSION},
};
use crate::{
    block::{Alarm, Comparison, Missing, Signal, Statistic, Watched},
    graph::Expr,
    topology::Topology,
};

/// Without requests there is no data, and nobody who waits.
const ERRORS: Signal = Signal {
    name: "load-balancer-errors",
    description: "The load balancer itself answers more than 10 requests a minute with 5xx, for 5 minutes: no healthy task, or tasks that hang up or time out.",
    namespace: "AWS/ApplicationELB",
    metric: "HTTPCode_ELB_5XX_Count",
    statistic: Statistic::Sum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Above,
    threshold: Some(10),
    minutes: 5,
    missing: Missing::Good,
};

const RESPONSE_TIME: Signal = Signal {
    name: "response-time",
    description: "One request in a hundred takes longer than 1 second, for 5 minutes. Look at the tasks' CPU and at what they depend on.",
    metric: "TargetResponseTime",
    statistic: Statistic::P99,
    threshold: Some(1),
    ..ERRORS
};

/// Every deployment keeps the minimum healthy, so fewer is a fault. No data is one too: the load
/// balancer counts its targets all the time.
const HEALTHY_TASKS: Signal = Signal {
    name: "healthy-tasks",
    description: "Fewer healthy tasks than the region always runs, for 5 minutes. Look at the service's events and at the health check.",
    metric: "HealthyHostCount",
    statistic: Statistic::Minimum,
    comparison: Comparison::Below,
    threshold: None,
    missing: Missing::Bad,
    ..ERRORS
};

/// A deployment and a growing service are below for minutes; a quarter of an hour means that tasks
/// do not start or do not stay. Without the metrics of Container Insights the alarm says that it
/// does not know; healthy tasks are watched through the load balancer anyway.
const MISSING_TASKS: Signal = Signal {
    name: "missing-tasks",
    description: "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check.",
    namespace: "ECS/ContainerInsights",
    metric: "DesiredTaskCount",
    statistic: Statistic::Average,
    minus: Some("RunningTaskCount"),
    sum_over: None,
    comparison: Comparison::Above,
    threshold: Some(0),
    minutes: 15,
    missing: Missing::Unknown,
};

pub(super) fn alarms(services: &[(&Service, &[Regional])], topology: &Topology) -> Vec<Watched> {
    let mut watched = Vec::new();
    for (index, region) in topology.in_use().map(|region| region.name).enumerate() {
        let (mut requests, mut healthy, mut running) = (Vec::new(), Vec::new(), Vec::new());
        for (service, regional) in services {
            let Some(Regional { call, need }) = regional.get(index) else { continue };
            let load_balancer = ("LoadBalancer", Expr::from(call.get(LOAD_BALANCER_DIMENSION)));
            let target_group = ("TargetGroup", Expr::from(call.get(TARGET_GROUP_DIMENSION)));
            requests.push(alarm(service, [load_balancer.clone()]));
            // A region that waits at zero tasks has nothing to lose.
            if need.steady > 0 {
                let alarm = alarm(service, [load_balancer, target_group]);
                healthy.push(Alarm { threshold: Some(need.steady), ..alarm });
            }
            let cluster = ("ClusterName", topology.name.as_str().into());
            running
                .push(alarm(service, [cluster, ("ServiceName", service.called.as_str().into())]));
        }
        watched.extend([
            Watched::in_region("services", region, vec![ERRORS, RESPONSE_TIME], requests),
            Watched::in_region("healthy-tasks", region, vec![HEALTHY_TASKS], healthy),
            Watched::in_region("missing-tasks", region, vec![MISSING_TASKS], running),
        ]);
    }
    watched
}

fn alarm<const N: usize>(service: &Service, dimensions: [(&'static str, Expr); N]) -> Alarm {
    Alarm::of("services", service.called.as_str(), dimensions)
}
