//! What to do about keys that people look for here and that mean something to them.

/// What to write instead of an unknown key, where it is one that other tools have.
pub(super) fn unknown(path: &[String], key: &str) -> Option<&'static str> {
    let section = path.first().map_or("", String::as_str);
    if path.len() > 2 {
        return None;
    }
    let (_, _, advice) = WORDS.iter().find(|(sections, keys, _)| {
        (sections.is_empty() || sections.contains(&section)) && keys.contains(&key)
    })?;
    Some(advice)
}

const TOP: &str = "";

/// Sections (none: everywhere), keys, and what to do.
const WORDS: &[(&[&str], &[&str], &str)] = &[
    (
        &[TOP],
        &[
            "apis",
            "cache",
            "caches",
            "cognito",
            "cron",
            "eks",
            "elasticache",
            "events",
            "kafka",
            "lambdas",
            "queue",
            "queues",
            "rabbitmq",
            "redis",
            "schedules",
            "sns",
            "sqs",
            "topics",
            "workers",
        ],
        "topogen has no section for it: write it in `.tf` files of your own beside the generated ones, \
         which a render never touches",
    ),
    (
        &[TOP],
        &["env", "environment", "environments", "stage", "workspace"],
        "one file is one environment: write it into the name, such as `name = \"shop-prod\"`",
    ),
    (&[TOP], &["backend", "terraform"], "write [state] with `bucket` and `region`"),
    (&[TOP], &["account", "account_ids", "accounts"], "write `account_id = \"123456789012\"`"),
    (
        &[TOP],
        &["certificate", "certificates", "dns", "hosted_zone", "zone", "zone_id"],
        "write `domain = \"example.com\"`, an existing public hosted zone; certificates follow from it",
    ),
    (
        &[TOP, "network", "regions", "services"],
        &[
            "existing_vpc",
            "private_subnets",
            "public_subnets",
            "security_groups",
            "subnet_ids",
            "subnets",
            "vpc",
            "vpc_id",
            "vpcs",
        ],
        "remove it: every region gets a network of its own, and an existing one cannot be used; \
         `cidr` of a region sets its range",
    ),
    (
        &["services"],
        &["secret", "secrets"],
        "write `uses = [\"secrets.<name>\"]`, and the secret itself under [secrets.<name>]",
    ),
    (
        &["services"],
        &["bucket", "buckets", "database", "databases", "table", "tables"],
        "write `uses = [\"<section>.<entry>\"]`, such as `uses = [\"tables.users\"]`",
    ),
    (&["services"], &["env", "variables"], "write `environment = { NAME = \"value\" }`"),
    (
        &["services"],
        &["count", "desired", "desired_count", "instances", "replicas"],
        "write `tasks`: what the whole world needs at peak; each region's number follows from its weight",
    ),
    (
        &["services"],
        &["max", "max_tasks", "min", "min_tasks", "scaling"],
        "write `tasks`, what the whole world needs at peak; least and most of a region follow, see [capacity]",
    ),
    (
        &["services"],
        &["args", "cmd", "command", "entrypoint"],
        "build it into the image: its own command is what runs",
    ),
    (
        &["services"],
        &["cron", "schedule"],
        "remove it: a service runs all the time; write a schedule in `.tf` files of your own beside the generated ones",
    ),
    (&["services"], &["sidecar", "sidecars", "containers"], "remove it: a task is one container"),
    (
        &[],
        &["arn", "existing", "id", "import"],
        "remove it: topogen makes what it names, and cannot take over what exists",
    ),
];
