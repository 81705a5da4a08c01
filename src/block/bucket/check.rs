//! What makes a bucket possible, or what is wrong with it.

use indexmap::IndexMap;
use toml::{Spanned, de::DeValue};

use super::{
    Bucket, Buckets, Cdn,
    spec::{BucketSpec, Uploads},
};
use crate::{
    block::{Part, Parts, service::Services},
    check::{SETTING_WITHOUT_EFFECT, dns_name, entry_name},
    diag::{Code, Diagnostic, Diagnostics},
    spec::{self, Named},
    topology::Topology,
};

pub(super) const CODES: &[&Code] =
    &[&BUCKET_NAME_TOO_LONG, &BUCKET_NAME_TAKEN, &CDN_WITHOUT_DOMAIN, &CDN_HOST_CONFLICT];

static BUCKET_NAME_TOO_LONG: Code = Code::error(
    "bucket-name-too-long",
    "`<name>-<bucket>-<region>-<account id>` has at most 63 characters",
    "That is the longest name of a bucket. Region and account are part of it because bucket names are \
     global. Every region of the file counts, also those that the tier leaves out, so that raising the \
     tier does not fail for a name that cannot be changed any more. All other names that are made of the \
     bucket's have room when this one has.",
);

static BUCKET_NAME_TAKEN: Code = Code::error(
    "bucket-name-taken",
    "a bucket is not called like a bucket that topogen makes for itself",
    "`logs` would be the name of each region's bucket for load balancer and flow logs, `s3-logs` that of \
     the bucket for S3's own access logs.",
);

static CDN_WITHOUT_DOMAIN: Code = Code::error(
    "cdn-without-domain",
    "a distribution has a host under `domain`",
    "`cdn` is relative to an existing public hosted zone; the certificate is validated there.",
);

static CDN_HOST_CONFLICT: Code = Code::error(
    "cdn-host-conflict",
    "every distribution has a host of its own",
    "A DNS name leads to one place. The names of a service are its host, `<region>.<host>` for each \
     region, and `latency.<host>` and `weighted.<host>`.",
);

/// The longest name of a bucket.
const LONGEST: usize = 63;
/// The length of an account id.
const ACCOUNT: usize = 12;
/// Entries whose name would be that of another bucket.
const TAKEN: [&str; 2] = ["logs", "s3-logs"];

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<BucketSpec> = spec::read(section?, &[], diags).ok()?;
    let mut buckets = IndexMap::new();
    for (key, spec) in &specs {
        if let Some(name) = entry_name(key, diags) {
            length(key, topology, diags);
            if TAKEN.contains(&name.as_str()) {
                let message = format!("`{}` is the name of a log bucket", topology.named(&name));
                diags.push(
                    Diagnostic::new(&BUCKET_NAME_TAKEN, key.span(), message)
                        .help("give the bucket another name"),
                );
            }
            buckets.insert(name, bucket(spec.get_ref(), topology, diags));
        }
    }
    buckets.sort_unstable_keys();
    Some(Box::new(Buckets(buckets)))
}

fn bucket(spec: &BucketSpec, topology: &Topology, diags: &mut Diagnostics) -> Bucket {
    let rtc = spec.replication_time_control.as_ref().filter(|value| *value.get_ref());
    if let (Some(rtc), 1) = (rtc, topology.regions.len()) {
        let message = "a single region replicates nothing";
        diags.push(
            Diagnostic::new(&SETTING_WITHOUT_EFFECT, rtc.span(), message)
                .note("`replication_time_control` is about replication between regions")
                .help("remove `replication_time_control`, or add a region"),
        );
    }
    Bucket {
        cdn: spec.cdn.as_ref().and_then(|host| cdn(host, topology, diags)),
        uploads: spec.uploads.as_ref().map_or(Uploads::Regional, |uploads| *uploads.get_ref()),
        replication_time_control: rtc.is_some(),
    }
}

fn cdn(host: &Spanned<String>, topology: &Topology, diags: &mut Diagnostics) -> Option<Cdn> {
    let label = dns_name(host, diags)?;
    let Some(domain) = &topology.domain else {
        diags.push(
            Diagnostic::new(&CDN_WITHOUT_DOMAIN, host.span(), "`cdn` needs a `domain`")
                .help("add `domain = \"example.com\"` at the top: an existing public hosted zone"),
        );
        return None;
    };
    Some(Cdn { host: format!("{label}.{domain}"), span: host.span().into() })
}

fn length(key: &Spanned<String>, topology: &Topology, diags: &mut Diagnostics) {
    let full = |region: &str| topology.named(&format!("{}-{region}-", key.get_ref()));
    let names = topology.regions.iter().map(|region| full(region.name.as_str()));
    let Some(longest) = names.max_by_key(String::len) else { return };
    let characters = longest.len() + ACCOUNT;
    if characters > LONGEST {
        let message =
            format!("`{longest}<account id>` has {characters} characters; a bucket has {LONGEST}");
        diags.push(Diagnostic::new(&BUCKET_NAME_TOO_LONG, key.span(), message).help(format!(
            "take {} characters off the bucket's name or the topology's",
            characters - LONGEST
        )));
    }
}

/// What can only be seen beside the other entries and sections.
pub(super) fn link(buckets: &Buckets, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
    let mut seen: Vec<&Cdn> = Vec::new();
    for cdn in buckets.0.values().filter_map(|bucket| bucket.cdn.as_ref()) {
        if let Some(first) = seen.iter().find(|other| other.host == cdn.host) {
            let message = format!("`{}` is the host of two distributions", cdn.host);
            diags.push(
                Diagnostic::new(&CDN_HOST_CONFLICT, cdn.span, message)
                    .related(first.span, "and here")
                    .help("give one of them another `cdn`"),
            );
        }
        seen.push(cdn);
        let services = parts.get::<Services>().into_iter().flat_map(Services::iter);
        let taken = |host: &str| names_of(host, topology).contains(&cdn.host);
        if let Some(service) = services.into_iter().find(|service| taken(&service.host)) {
            let message = format!("`{}` is a name of service `{}`", cdn.host, service.name);
            let host = &service.host;
            let rule = format!(
                "`{host}`, `<region>.{host}`, `latency.{host}` and `weighted.{host}` are the service's"
            );
            diags.push(
                Diagnostic::new(&CDN_HOST_CONFLICT, cdn.span, message)
                    .note(rule)
                    .help("give the distribution another `cdn`"),
            );
        }
    }
}

/// Every DNS name that a service with this host may have.
fn names_of(host: &str, topology: &Topology) -> Vec<String> {
    let regions = topology.regions.iter().map(|region| region.name.as_str());
    let below = regions.chain(["latency", "weighted"]).map(|label| format!("{label}.{host}"));
    below.chain([host.to_owned()]).collect()
}
