//! What makes a bucket possible, or what is wrong with it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use toml::{Spanned, de::DeValue};

use super::{
    model::{Bucket, Buckets, Cdn, ErrorPage, word},
    spec::{BucketSpec, Uploads},
};
use crate::{
    block::{Cx, Host, Part},
    diag::{Code, Diagnostic, Diagnostics, shown},
    source::Span,
    topology::Topology,
    words::{self, Named, SETTING_WITHOUT_EFFECT, certifiable, entry_name, host_name},
};

pub(super) const CODES: &[&Code] = &[
    &BUCKET_NAME_TOO_LONG,
    &CDN_WITHOUT_DOMAIN,
    &CDN_HOST_CONFLICT,
    &INVALID_ERROR_PAGE,
    &INVALID_CORS,
];

static BUCKET_NAME_TOO_LONG: Code = Code::error(
    "bucket-name-too-long",
    "`<name>-<bucket>-<region>-<account id>` has at most 63 characters",
    "That is the longest name of a bucket. Region and account are part of it because bucket names are \
     global. Every region of the file counts, also those that the tier leaves out, so that raising the \
     tier does not fail for a name that cannot be changed any more. All other names that are made of the \
     bucket's have room when this one has.",
);

static INVALID_ERROR_PAGE: Code = Code::error(
    "invalid-error-page",
    "an error page is an object behind the distribution",
    "`error_page` is the path of an object: it starts with `/` and has at most 255 letters, digits and `_-.~+/`. \
     It comes with status 404, or with 200 for an application that routes in the browser.",
);

static INVALID_CORS: Code = Code::error(
    "invalid-cors",
    "an origin is a scheme and a host",
    "What a browser sends as `Origin`: `https://app.example.com`, with a port where it is not the scheme's own, \
     without a path. A first label `*` stands for any; `*` alone is every origin.",
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

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<BucketSpec> = words::read(section?, diags).ok()?;
    let mut buckets = IndexMap::new();
    for (key, spec) in &specs {
        if let Some(name) = entry_name(key, diags) {
            length(key, topology, diags);
            buckets.insert(name, bucket(key.span().into(), spec.get_ref(), topology, diags));
        }
    }
    buckets.sort_unstable_keys();
    Some(Box::new(Buckets(buckets)))
}

fn bucket(table: Span, spec: &BucketSpec, topology: &Topology, diags: &mut Diagnostics) -> Bucket {
    let rtc = spec.replication_time_control.as_ref().filter(|value| *value.get_ref());
    if let (Some(rtc), 1) = (rtc, topology.regions.len()) {
        let message = "a single region replicates nothing";
        diags.push(
            Diagnostic::new(&SETTING_WITHOUT_EFFECT, rtc.span(), message)
                .note("`replication_time_control` is about replication between regions")
                .suggest_removal("remove `replication_time_control`, or add a region", rtc.span()),
        );
    }
    Bucket {
        error_page: error_page(table, spec, diags),
        cors: cors(spec, diags),
        cdn: spec.cdn.as_ref().and_then(|host| cdn(host, topology, diags)),
        uploads: spec.uploads.as_ref().map_or(Uploads::Regional, |uploads| *uploads.get_ref()),
        replication_time_control: rtc.is_some(),
    }
}

fn cdn(host: &Spanned<String>, topology: &Topology, diags: &mut Diagnostics) -> Option<Cdn> {
    let label = host_name(host, topology.domain.as_deref(), diags)?;
    let Some(domain) = &topology.domain else {
        if diags.is_wrong_at_top("domain") {
            return None;
        }
        diags.push(
            Diagnostic::new(&CDN_WITHOUT_DOMAIN, host.span(), "`cdn` needs a `domain`")
                .help("add `domain = \"example.com\"` at the top: an existing public hosted zone"),
        );
        return None;
    };
    let full = format!("{label}.{domain}");
    certifiable(&full, host.span().into(), "cdn", diags);
    Some(Cdn { host: full })
}

fn error_page(table: Span, spec: &BucketSpec, diags: &mut Diagnostics) -> Option<ErrorPage> {
    for (key, span) in [
        ("error_page", spec.error_page.as_ref().map(|page| Span::from(page.span()))),
        ("error_status", spec.error_status.as_ref().map(|status| Span::from(status.span()))),
    ] {
        let without = if spec.cdn.is_none() { "cdn" } else { "error_page" };
        let lacks = spec.cdn.is_none() || spec.error_page.is_none();
        if let Some(span) = span.filter(|_| lacks && !diags.is_wrong(table, without)) {
            let message = format!("`{key}` has no effect without `{without}`");
            diags.push(
                Diagnostic::new(&SETTING_WITHOUT_EFFECT, span, message)
                    .note("it is the distribution that answers with another object")
                    .suggest_removal(format!("add `{without}`, or remove `{key}`"), span),
            );
        }
    }
    let page = spec.error_page.as_ref()?;
    let path = page.get_ref();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-.~+/".contains(c);
    let formed = |path: &str| {
        path.starts_with('/') && (2..=255).contains(&path.len()) && path.chars().all(allowed)
    };
    if !formed(path) {
        let message = format!("`{}` is not the path of an object", shown(path));
        let finding = Diagnostic::new(&INVALID_ERROR_PAGE, page.span(), message)
            .note("it starts with `/` and has at most 255 letters, digits and `_-.~+/`");
        let help = "write something like `/404.html`";
        let rooted = format!("/{path}");
        diags.push(if formed(&rooted) {
            finding.suggest(help, page.span(), rooted).certain_if(true)
        } else {
            finding.help(help)
        });
    }
    let status = spec.error_status.as_ref();
    if let Some(status) = status.filter(|status| ![200, 404].contains(status.get_ref())) {
        let message = format!("{} is not the status of an error page", status.get_ref());
        diags.push(
            Diagnostic::new(&INVALID_ERROR_PAGE, status.span(), message)
                .note("404 says that the object is missing; 200 is for routes within the browser")
                .help("write 404 or 200"),
        );
    }
    Some(ErrorPage { path: path.clone(), status: status.map_or(404, |status| *status.get_ref()) })
}

fn cors(spec: &BucketSpec, diags: &mut Diagnostics) -> Vec<String> {
    let Some(origins) = spec.cors.as_ref() else { return Vec::new() };
    for origin in origins.get_ref().iter().filter(|origin| !is_origin(origin.get_ref())) {
        let message = format!("`{}` is not an origin", shown(origin.get_ref()));
        let finding = Diagnostic::new(&INVALID_CORS, origin.span(), message)
            .note("an origin is a scheme and a host, perhaps with a port, and no path");
        let help = "write something like `https://app.example.com`";
        let text = origin.get_ref().trim_end_matches('/');
        diags.push(if is_origin(text) {
            finding.suggest(help, origin.span(), text).certain_if(true)
        } else if is_origin(&format!("https://{text}")) {
            finding.suggest(help, origin.span(), format!("https://{text}"))
        } else {
            finding.help(help)
        });
    }
    if !(1..=100).contains(&origins.get_ref().len()) {
        let message = format!("`cors` names {} origins", origins.get_ref().len());
        diags.push(
            Diagnostic::new(&INVALID_CORS, origins.span(), message)
                .note("a rule of S3 has 1 to 100")
                .suggest_removal("write at least one, or remove `cors`", origins.span()),
        );
    }
    origins.get_ref().iter().map(|origin| origin.get_ref().clone()).collect()
}

/// `https://*.example.com:8443`
fn is_origin(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let (host, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let word = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let labels = host.strip_prefix("*.").unwrap_or(host);
    host.len() <= 200
        && labels.split('.').all(word)
        && port.parse::<u16>().is_ok_and(|port| port > 0)
}

fn length(key: &Spanned<String>, topology: &Topology, diags: &mut Diagnostics) {
    let full =
        |region: &str| topology.named(&format!("{}-{region}-", word(topology, key.get_ref())));
    let names = topology.regions.iter().map(|region| full(region.name.as_str()));
    let Some(longest) = names.max_by_key(String::len) else { return };
    let characters = longest.len() + ACCOUNT;
    if characters > LONGEST {
        let place = diags.places().value(&["buckets", key.get_ref(), "name"]);
        let message =
            format!("`{longest}<account id>` has {characters} characters; a bucket has {LONGEST}");
        diags.push(Diagnostic::new(&BUCKET_NAME_TOO_LONG, place, message).help(format!(
            "take {} characters off the bucket's name or the topology's",
            characters - LONGEST
        )));
    }
}

/// What can only be seen beside the other entries and sections.
pub(super) fn link(buckets: &Buckets, cx: &Cx<'_>, diags: &mut Diagnostics) {
    let names = cx.ledger.hosts.iter().flat_map(|host| {
        Host::names(&host.full, cx.topology).into_iter().map(move |name| (name, host))
    });
    let mut taken: BTreeMap<String, &Host> = BTreeMap::new();
    for (name, host) in names {
        taken.entry(name).or_insert(host);
    }
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let cdns = buckets.0.iter().filter_map(|(name, bucket)| Some((name, bucket.cdn.as_ref()?)));
    for (name, cdn) in cdns {
        let place = diags.places().value(&["buckets", name, "cdn"]);
        if let Some(first) = seen.get(cdn.host.as_str()) {
            let message = format!("`{}` is the host of two distributions", cdn.host);
            diags.push(
                Diagnostic::new(&CDN_HOST_CONFLICT, place, message)
                    .related(*first, "and here")
                    .help("give one of them another `cdn`"),
            );
        }
        seen.entry(&cdn.host).or_insert(place);
        if let Some(Host { entry, full: host, .. }) = taken.get(&cdn.host) {
            let message = format!("`{}` is a name of service `{entry}`", cdn.host);
            let rule = format!(
                "`{host}`, `<region>.{host}`, `latency.{host}` and `weighted.{host}` are the service's"
            );
            diags.push(
                Diagnostic::new(&CDN_HOST_CONFLICT, place, message)
                    .note(rule)
                    .help("give the distribution another `cdn`"),
            );
        }
    }
}
