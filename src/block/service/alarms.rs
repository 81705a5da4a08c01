//! What should wake somebody about a service. The thresholds assume a service that people wait for.

use super::model::{LOAD_BALANCER_DIMENSION, Service, Services, TARGET_GROUP_DIMENSION, regional};
use crate::{
    block::{Alarm, Combined, Plan, Watches},
    bug::Bug,
    graph::{Graph, Handle},
    size::Need,
};

pub(super) fn alarms(
    services: &Services,
    plan: &Plan<'_>,
    graph: &Graph,
) -> Result<Vec<Alarm>, Bug> {
    let mut alarms = Vec::new();
    for service in services.iter() {
        for need in service.demand().size(plan.capacity) {
            let call = graph.find(&regional(&service.name, need.region))?;
            alarms.extend(requests(service, need, call));
            alarms.extend(healthy_tasks(service, need, call));
            alarms.push(missing_tasks(service, need, plan));
        }
    }
    Ok(alarms)
}

/// Every deployment keeps the minimum healthy, so fewer is a fault. No data is one too: the load
/// balancer counts its targets all the time. A region that waits at zero tasks has nothing to lose.
fn healthy_tasks(service: &Service, need: Need, call: Handle) -> Option<Alarm> {
    (need.steady > 0).then(|| Alarm {
        name: format!("services.{}/healthy-tasks", service.name),
        description: "Fewer healthy tasks than the region always runs, for 5 minutes. Look at the service's events and at the health check.",
        watches: Watches::Region,
        region: need.region,
        namespace: "AWS/ApplicationELB",
        metric: "HealthyHostCount",
        statistic: "Minimum",
        dimensions: vec![
            ("LoadBalancer", call.get(LOAD_BALANCER_DIMENSION).into()),
            ("TargetGroup", call.get(TARGET_GROUP_DIMENSION).into()),
        ],
        combined: None,
        comparison: "LessThanThreshold",
        threshold: need.steady,
        minutes: 5,
        missing: "breaching",
    })
}

/// Without requests there is no data, and nobody who waits.
fn requests(service: &Service, need: Need, call: Handle) -> Vec<Alarm> {
    let alarm = |what: &str, description, metric, statistic, threshold| Alarm {
        name: format!("services.{}/{what}", service.name),
        description,
        watches: Watches::Region,
        region: need.region,
        namespace: "AWS/ApplicationELB",
        metric,
        statistic,
        dimensions: vec![("LoadBalancer", call.get(LOAD_BALANCER_DIMENSION).into())],
        combined: None,
        comparison: "GreaterThanThreshold",
        threshold,
        minutes: 5,
        missing: "notBreaching",
    };
    vec![
        alarm(
            "load-balancer-errors",
            "The load balancer itself answers more than 10 requests a minute with 5xx, for 5 minutes: no healthy task, or tasks that hang up or time out.",
            "HTTPCode_ELB_5XX_Count",
            "Sum",
            10,
        ),
        alarm(
            "response-time",
            "One request in a hundred takes longer than 1 second, for 5 minutes. Look at the tasks' CPU and at what they depend on.",
            "TargetResponseTime",
            "p99",
            1,
        ),
    ]
}

/// A deployment and a growing service are below for minutes; a quarter of an hour means that tasks
/// do not start or do not stay. Without the metrics of Container Insights the alarm says that it
/// does not know; healthy tasks are watched through the load balancer anyway.
fn missing_tasks(service: &Service, need: Need, plan: &Plan<'_>) -> Alarm {
    Alarm {
        name: format!("services.{}/missing-tasks", service.name),
        description: "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check.",
        watches: Watches::Region,
        region: need.region,
        namespace: "ECS/ContainerInsights",
        metric: "DesiredTaskCount",
        statistic: "Average",
        dimensions: vec![
            ("ClusterName", plan.topology.name.as_str().into()),
            ("ServiceName", service.name.as_str().into()),
        ],
        combined: Some(Combined::Minus("RunningTaskCount")),
        comparison: "GreaterThanThreshold",
        threshold: 0,
        minutes: 15,
        missing: "missing",
    }
}
