//! What makes searchable logs possible, or what is wrong with them.

use toml::{Spanned, de::DeValue};

use super::{
    model::Logs,
    size,
    spec::{LogsSpec, OpenSearchSpec, ServiceLinkedRole},
};
use crate::{
    aws::opensearch,
    block::{Cx, Part},
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics, shown},
    source::Span,
    topology::Topology,
    words::{self, Offer, required},
};

pub(super) const CODES: &[&Code] = &[
    &LOGS_NAME_TOO_LONG,
    &LOGS_UNAVAILABLE,
    &LOGS_WITHOUT_SERVICES,
    &LOG_RETENTION,
    &OPENSEARCH_CLASS,
    &OPENSEARCH_NODES,
    &OPENSEARCH_VERSION,
    &OPENSEARCH_VOLUME,
];

static LOGS_NAME_TOO_LONG: Code = Code::error(
    "logs-name-too-long",
    "a topology with logs has a name of at most 23 characters",
    "An OpenSearch domain's name has at most 28 characters, and the domains are called `<name>-logs`.",
);

static LOGS_UNAVAILABLE: Code = Code::error(
    "logs-unavailable",
    "every region in use offers OpenSearch and Firehose",
    "Logs stay in the region that they are about, so each region needs a domain and a stream of its \
     own. What a region offers is in `data/regions.toml`, with its source and date.",
);

static LOGS_WITHOUT_SERVICES: Code = Code::error(
    "logs-without-services",
    "a topology with logs has services that write them",
    "What is delivered to OpenSearch is what the services' tasks write. Without services there would \
     be domains that cost money and stay empty.",
);

static LOG_RETENTION: Code = Code::error(
    "log-retention",
    "retention is a number of days that CloudWatch Logs knows",
    "CloudWatch Logs keeps log groups for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, \
     731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days. The same number sizes the domains and \
     expires what could not be delivered.",
);

static OPENSEARCH_CLASS: Code = Code::error(
    "opensearch-class",
    "data nodes are of a class with volumes that every region in use offers",
    "The number of nodes follows from the volumes, so the class must take EBS volumes and keep \
     replicas on them: families c, m and r from generation 5 without local disks. Burstable classes \
     lack Auto-Tune. Which classes there are is in `data/opensearch.toml`, which families a region has \
     in `data/regions.toml`.",
);

static OPENSEARCH_VERSION: Code = Code::warning(
    "opensearch-version",
    "a new domain is made with a version that OpenSearch Service is known to offer",
    "A domain is made with this version and keeps its own afterwards. Which versions there are is in \
     `data/opensearch.toml`, with its source and date; newer ones may be on offer by now.",
);

static OPENSEARCH_VOLUME: Code = Code::error(
    "opensearch-volume",
    "a data node's volume is one that its class takes",
    "How large a gp3 volume may be follows from the instance type; OpenSearch refuses a larger one when \
     the domain is made. The table is in `data/opensearch.toml`, with its source and date.",
);

static OPENSEARCH_NODES: Code = Code::warning(
    "opensearch-nodes",
    "a domain has at most 80 data nodes",
    "80 is the default quota of a domain. Larger volumes or a shorter retention need fewer nodes; the \
     quota can be raised on request.",
);

/// What `retention_in_days` of a log group may be, except never to expire: CloudWatch Logs API
/// reference, `PutRetentionPolicy`.
const RETENTIONS: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557,
    2_922, 3_288, 3_653,
];

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let section = section?;
    let table = Span::from(section.span());
    let spec: LogsSpec = words::read(section, diags).ok()?;
    availability(table, topology, diags);
    let gb_per_day = required(spec.gb_per_day.as_ref(), "gb_per_day", table, diags);
    let retention_days = retention(&spec, diags);
    let node = required(spec.opensearch.as_ref(), "opensearch", table, diags);
    let node = node.and_then(|node| data_node(node, topology, diags));
    let service_linked_role = spec.service_linked_role.as_ref().map(|role| *role.get_ref());
    let DataNode { class, volume_gb, version } = node?;
    let logs = Logs {
        gb_per_day: *gb_per_day?.get_ref(),
        retention_days,
        class,
        volume_gb,
        version,
        create_service_linked_role: service_linked_role != Some(ServiceLinkedRole::Existing),
    };
    Some(Box::new(logs))
}

/// What can only be seen beside the other sections.
pub(super) fn link(logs: &Logs, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
    node_quota(logs, cx, diags)?;
    if !cx.ledger.logs {
        let place = diags.places().value(&["logs"]);
        diags.push(
            Diagnostic::new(&LOGS_WITHOUT_SERVICES, place, "there is no service to log")
                .help("add a service, or remove [logs]"),
        );
    }
    Ok(())
}

fn availability(table: Span, topology: &Topology, diags: &mut Diagnostics) {
    let domain = topology.named("logs");
    if domain.len() > 28 {
        let message = format!("`{domain}` has {} characters; a domain's name has 28", domain.len());
        diags.push(
            Diagnostic::new(&LOGS_NAME_TOO_LONG, table, message)
                .help("shorten the topology's name, or remove [logs]"),
        );
    }
    for region in topology.in_use().map(|region| region.name) {
        for (service, name) in [("opensearch", "OpenSearch"), ("firehose", "Firehose")] {
            if !region.offers(service) {
                let message = format!("{region} is not known to offer {name}");
                diags.push(
                    Diagnostic::new(&LOGS_UNAVAILABLE, table, message)
                        .help("choose another region, or remove [logs]"),
                );
            }
        }
    }
}

fn retention(spec: &LogsSpec, diags: &mut Diagnostics) -> u32 {
    let Some(days) = spec.retention_days.as_ref() else { return 30 };
    let wanted = *days.get_ref();
    if !RETENTIONS.contains(&wanted) {
        let next = RETENTIONS.iter().find(|days| **days >= wanted).unwrap_or(&3_653);
        let message = format!("CloudWatch Logs does not keep logs for {wanted} days");
        diags.push(
            Diagnostic::new(&LOG_RETENTION, days.span(), message)
                .note("1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, … days")
                .suggest(format!("write {next}"), days.span(), next.to_string()),
        );
    }
    wanted
}

/// What is known of a domain's data nodes.
struct DataNode {
    class: String,
    volume_gb: u32,
    version: String,
}

fn data_node(
    node: &Spanned<OpenSearchSpec>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<DataNode> {
    let (table, node) = (Span::from(node.span()), node.get_ref());
    let volume = required(node.volume_gb.as_ref(), "volume_gb", table, diags);
    let class = required(node.class.as_ref(), "class", table, diags)?;
    let Some(most) = opensearch::most_gib(class.get_ref()) else {
        let message = format!("`{}` is not a class for data nodes", shown(class.get_ref()));
        diags.push(
            Diagnostic::new(&OPENSEARCH_CLASS, class.span(), message)
                .note("families c, m and r from generation 5, with EBS volumes only")
                .help("write something like `r7g.large.search`"),
        );
        return None;
    };
    families(class, topology, diags);
    let volume = volume.and_then(|volume| fitting(volume, class.get_ref(), most, diags));
    let offer = Offer {
        product: "OpenSearch",
        default: "2.19",
        known: opensearch::versions().iter().map(String::as_str).collect(),
        unknown: &OPENSEARCH_VERSION,
    };
    let version = offer.version(node.version.as_ref(), diags);
    Some(DataNode { class: class.get_ref().clone(), volume_gb: volume?, version: version? })
}

/// A volume that the class takes.
fn fitting(volume: &Spanned<u32>, class: &str, most: u32, diags: &mut Diagnostics) -> Option<u32> {
    let gib = *volume.get_ref();
    if (opensearch::LEAST_GIB..=most).contains(&gib) {
        return Some(gib);
    }
    let message = format!("{class} does not take a volume of {gib} GiB");
    let range = format!("write a number from {} to {most}", opensearch::LEAST_GIB);
    let help = match opensearch::roomier(class, gib).filter(|_| gib > most) {
        Some(roomier) => format!("{range}, or `class = \"{roomier}\"`"),
        None => range,
    };
    diags.push(Diagnostic::new(&OPENSEARCH_VOLUME, volume.span(), message).help(help));
    None
}

/// Each region has to offer the family.
fn families(class: &Spanned<String>, topology: &Topology, diags: &mut Diagnostics) {
    let family = class.get_ref().split('.').next().unwrap_or_default();
    for region in topology.in_use().map(|region| region.name) {
        // A region without any family has been reported as one without OpenSearch.
        let families = region.opensearch_families();
        if families.is_empty() || families.iter().any(|offered| offered == family) {
            continue;
        }
        let message = format!("{region} is not known to offer {family} for OpenSearch");
        let usable: Vec<&str> =
            families.iter().map(String::as_str).filter(|it| opensearch::is_family(it)).collect();
        diags.push(
            Diagnostic::new(&OPENSEARCH_CLASS, class.span(), message)
                .help(format!("one of its families: {}", usable.join(", "))),
        );
    }
}

fn node_quota(logs: &Logs, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
    let needs = cx.ledger.needs(&logs.demand().id())?;
    let volume = diags.places().value(&["logs", "opensearch", "volume_gb"]);
    for (region, need) in cx.topology.in_use().zip(needs) {
        let nodes = logs.data_nodes(need.steady, size::zones(region));
        if nodes > 80 && need.steady > 0 {
            let message = format!("{} needs {nodes} data nodes", region.name);
            diags.push(
                Diagnostic::new(&OPENSEARCH_NODES, volume, message)
                    .note("80 is the default quota of a domain")
                    .help("write a larger `volume_gb` or fewer `retention_days`"),
            );
        }
    }
    Ok(())
}
