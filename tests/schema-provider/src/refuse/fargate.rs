//! What a task definition has to have, most of all for Fargate, which has certain sizes only.
//!
//! Sources: ECS developer guide, "Task definition differences for Fargate" (sizes, network mode, log drivers) and "Send logs to
//! `CloudWatch`" (options of awslogs); hashicorp/terraform-provider-aws issue 3051, aws/aws-cdk issue 1279 (execution role);
//! cloudposse/terraform-aws-ecs-alb-service-task issue 174, pulumi/pulumi-awsx issue 935 (volumes, ports); botocore 1.44,
//! `ContainerDefinition` (`cpu`, `memory`, `name`).

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, json, refused};
use crate::account::{Account, Object};
use crate::normal::times_1024;
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "fargate", on: &["aws_ecs_task_definition"], check };

/// CPU units, and from, to and in steps of how many MiB.
const SIZES: [(i64, [i64; 3]); 8] = [
    (256, [512, 512, 512]),
    (256, [1_024, 2_048, 1_024]),
    (512, [1_024, 4_096, 1_024]),
    (1_024, [2_048, 8_192, 1_024]),
    (2_048, [4_096, 16_384, 1_024]),
    (4_096, [8_192, 30_720, 1_024]),
    (8_192, [16_384, 61_440, 4_096]),
    (16_384, [32_768, 122_880, 8_192]),
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let task = object.after;
    if task.is_null() {
        return Ok(());
    }
    let containers = json(task.get("container_definitions").text());
    let Value::List(containers) = &containers else {
        return refused(
            "ECS refuses the task definition",
            Some("ClientException: Container list cannot be empty.".to_owned()),
        );
    };
    let fargate = task.get("requires_compatibilities").texts().any(|one| one == "FARGATE");
    let answer = fargate
        .then(|| size(task).or_else(|| role(task, containers)))
        .flatten()
        .or_else(|| volumes(task, containers, fargate))
        .or_else(|| sums(task, containers))
        .or_else(|| named(containers))
        .or_else(|| containers.iter().find_map(|one| container(task, one, fargate)));
    refused(
        "ECS refuses the task definition",
        answer.map(|answer| format!("ClientException: {answer}")),
    )
}

/// CPU units or MiB: `1 vCPU` and `2 GB` are 1,024 of them each.
fn number(value: &Value) -> Option<i64> {
    let text = value.text()?;
    let many = ["vcpu", "gb"].into_iter().find_map(|unit| times_1024(text, unit));
    many.as_deref().unwrap_or(text).parse().ok()
}

fn size(task: &Value) -> Option<String> {
    if task.get("network_mode").text() != Some("awsvpc") {
        return Some("Fargate only supports network mode 'awsvpc'.".to_owned());
    }
    let host = ["ipc_mode", "pid_mode"].into_iter();
    if let Some(name) = host.into_iter().find(|name| task.get(name).text() == Some("host")) {
        return Some(format!("Fargate compatible task definitions do not support {name} host."));
    }
    if !task.get("placement_constraints").is_absent() {
        return Some(
            "Fargate compatible task definitions do not support placement constraints.".to_owned(),
        );
    }
    if let Some(missing) = ["cpu", "memory"].into_iter().find(|name| task.get(name).is_null()) {
        return Some(format!("Fargate requires that '{missing}' be defined at the task level."));
    }
    let (cpu, memory) = (number(task.get("cpu"))?, number(task.get("memory"))?);
    if let Some(platform) = task.get("runtime_platform").items().first()
        && let Some(system) = platform.get("operating_system_family").text()
        && system.starts_with("WINDOWS")
    {
        let old = ["2004", "20H2"].iter().any(|year| system.contains(year));
        let arm = platform.get("cpu_architecture").text() == Some("ARM64");
        if old || arm || !(1_024..=4_096).contains(&cpu) {
            return Some(format!("Fargate has no {system} of this architecture and size."));
        }
    }
    let offered = SIZES.iter().any(|(one, [least, most, step])| {
        *one == cpu && (*least..=*most).contains(&memory) && (memory - least) % step == 0
    });
    (!offered).then(|| {
        format!("No Fargate configuration exists for given values: {cpu} CPU, {memory} memory.")
    })
}

fn role(task: &Value, containers: &[Value]) -> Option<String> {
    if !task.get("execution_role_arn").is_null() {
        return None;
    }
    let why = containers.iter().find_map(|one| {
        let driver = one.get("logConfiguration").get("logDriver").text() == Some("awslogs");
        let image = one.get("image").text().is_some_and(|image| image.contains(".dkr.ecr."));
        let secret = !one.get("secrets").is_absent();
        let why = [(driver, "log driver awslogs"), (image, "ECR images"), (secret, "secrets")];
        why.into_iter().find(|(is, _)| *is).map(|(_, why)| why)
    })?;
    Some(format!("Fargate requires task definition to have execution role ARN to support {why}."))
}

fn volumes(task: &Value, containers: &[Value], fargate: bool) -> Option<String> {
    let volumes = task.get("volume").items();
    let paths = |one: &&Value| one.get("host_path").text().is_some_and(|path| !path.is_empty());
    if fargate && volumes.iter().any(|one| paths(&one)) {
        return Some("Fargate compatible task definitions do not support sourcePath".to_owned());
    }
    let mounts = containers.iter().flat_map(|one| one.get("mountPoints").items());
    let mut sources = mounts.filter_map(|one| one.get("sourceVolume").text());
    let unknown =
        sources.find(|name| !volumes.iter().any(|one| one.get("name").text() == Some(name)))?;
    Some(format!("Unknown volume '{unknown}'."))
}

/// What the containers take together has to be there.
fn sums(task: &Value, containers: &[Value]) -> Option<String> {
    ["cpu", "memory"].into_iter().find_map(|what| {
        let all = number(task.get(what))?;
        let sum: i64 = containers.iter().filter_map(|one| one.get(what).as_i64()).sum();
        (sum > all)
            .then(|| format!("Invalid setting: the containers have {sum} {what}, the task {all}."))
    })
}

fn named(containers: &[Value]) -> Option<String> {
    let mut names = BTreeSet::new();
    let plain = |one: char| one.is_ascii_alphanumeric() || "-_".contains(one);
    for name in containers.iter().filter_map(|one| one.get("name").text()) {
        if name.is_empty() || name.len() > 255 || !name.chars().all(plain) {
            return Some(format!("Invalid container name '{name}'."));
        }
        if !names.insert(name) {
            return Some(format!("There are several containers {name}."));
        }
    }
    let idle = !containers.is_empty()
        && containers.iter().all(|one| *one.get("essential") == Value::Bool(false));
    idle.then(|| {
        "Invalid setting for container. At least one container has to be essential.".to_owned()
    })
}

fn container(task: &Value, container: &Value, fargate: bool) -> Option<String> {
    let mut ports = container.get("portMappings").items().iter();
    let apart = ports.any(|one| {
        let host = one.get("hostPort").as_i64().filter(|port| *port != 0);
        host.is_some_and(|host| one.get("containerPort").as_i64() != Some(host))
    });
    if apart && task.get("network_mode").text() == Some("awsvpc") {
        return Some(
            "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
                .to_owned(),
        );
    }
    let logs = container.get("logConfiguration");
    if logs.get("logDriver").text() != Some("awslogs") {
        return None;
    }
    let needed = ["awslogs-region", "awslogs-group"].into_iter();
    let needed = needed.chain(fargate.then_some("awslogs-stream-prefix"));
    let missing = needed.into_iter().find(|name| logs.get("options").get(name).text().is_none())?;
    Some(format!("Log driver awslogs requires options: {missing}"))
}
