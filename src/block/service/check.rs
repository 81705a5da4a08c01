//! What makes a service possible, or what is wrong with it.

use toml::{Spanned, de::DeValue};

use super::{
    environment, fargate, hosts,
    image::{self, Image},
    model::{Service, Services},
    policy, settings,
    spec::{Architecture, ReleasedBy, ServiceSpec, Writes},
};
use crate::{
    block::{Cx, Ledger, Part},
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics, closest, listed, shown},
    source::Span,
    topology::Topology,
    words::{self, Named, entry_name, required},
};

pub(super) const CODES: &[&Code] = &[
    &DOMAIN_MISSING,
    &NAME_TOO_LONG,
    &INVALID_IMAGE,
    &image::MOVING_TAG,
    &fargate::FARGATE_SIZE,
    &fargate::TARGETS_OVER_QUOTA,
    &INVALID_HEALTH,
    &environment::INVALID_VARIABLE,
    &environment::SECRET_IN_ENVIRONMENT,
    &hosts::HOST_CONFLICT,
    &UNKNOWN_REFERENCE,
    &HOME_UNREACHABLE,
    &policy::ROLE_POLICY_TOO_LARGE,
];

static DOMAIN_MISSING: Code = Code::error(
    "domain-missing",
    "a topology with services has a domain",
    "A service is reached by a host name under an existing public hosted zone; its certificates are \
     validated there.",
);

static NAME_TOO_LONG: Code = Code::error(
    "name-too-long",
    "`<name>-<service>` has at most 32 characters",
    "That is the longest name of a load balancer and of a target group. Cutting it would make names \
     that nobody can search for, and two services could end up with one.",
);

static INVALID_IMAGE: Code = Code::error(
    "invalid-image",
    "an image is a repository with a tag or a digest",
    "The registry is left out, because each region pulls from its own, which is replicated from home. \
     The tag or digest pins what runs; tags are immutable in the repositories that topogen makes.",
);

static INVALID_HEALTH: Code = Code::error(
    "invalid-health",
    "a health check is a path",
    "The path starts with `/` and has at most 255 printable ASCII characters without spaces or quotes. \
     It checks the process and what is local to it: a check that reaches into a shared database or \
     another region takes all regions out at once.",
);

static HOME_UNREACHABLE: Code = Code::warning(
    "home-unreachable",
    "a service that writes at home can reach home",
    "With `egress = \"endpoints\"` tasks reach AWS services of their own region and nothing else. A service \
     that is told to write at home then has no way to forward a write to the home region's endpoint.",
);

static UNKNOWN_REFERENCE: Code = Code::error(
    "unknown-reference",
    "a service uses what the topology has",
    "`uses` names entries of other sections as `<section>.<entry>`. Grants, endpoints and environment \
     variables follow from it.",
);

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let section = section?;
    let span = section.span();
    let specs: Named<ServiceSpec> = words::read(section, diags).ok()?;
    if topology.domain.is_none() && !specs.is_empty() && !diags.is_wrong_at_top("domain") {
        diags.push(
            Diagnostic::new(&DOMAIN_MISSING, span, "services need a `domain`")
                .help("add `domain = \"example.com\"` at the top: an existing public hosted zone"),
        );
    }
    hosts::common(&specs, topology, diags);
    let common = topology.ingress.host.as_ref().filter(|_| specs.len() == 1);
    let mut services: Vec<Service> = specs
        .iter()
        .filter_map(|(key, spec)| service(key, spec, common, topology, diags))
        .collect();
    hosts::differ(&specs, &services, topology, diags);
    // Only the order of regions means something.
    services.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Box::new(Services(services)))
}

/// What can only be seen beside the other sections.
pub(super) fn link(services: &Services, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
    let ledger = cx.ledger;
    let uses = services.iter().flat_map(|one| one.uses.iter().map(move |used| (&one.name, used)));
    for (service, reference) in uses {
        if ledger.access(reference).is_none() && !ledger.is_wrong(reference, diags) {
            let place = diags.places().value(&["services", service, "uses", reference]);
            diags.push_with(&UNKNOWN_REFERENCE, || unknown(reference, place, ledger));
        }
    }
    for service in services.iter() {
        fargate::targets(service, ledger.needs(&service.demand().id())?, diags);
        policy::fits(service, cx, diags);
    }
    let several = cx.topology.in_use().nth(1).is_some();
    for service in services.iter().filter(|service| service.writes == Writes::Home) {
        if ledger.network.enclosed && several {
            let message = format!("`{}` is to write at home but cannot reach it", service.name);
            let place = diags.places().value(&["services", &service.name, "writes"]);
            diags.push(
                Diagnostic::new(&HOME_UNREACHABLE, place, message)
                    .help("write egress = \"nat\" under [network], or do not forward writes"),
            );
        }
    }
    Ok(())
}

fn unknown(reference: &str, place: Span, ledger: &Ledger) -> Diagnostic {
    let usable: Vec<&str> = ledger.all_usable().collect();
    let message = format!("`{}` does not exist", shown(reference));
    let finding = Diagnostic::new(&UNKNOWN_REFERENCE, place, message);
    match closest(reference, usable.iter().copied()) {
        Some(meant) => finding.suggest(format!("did you mean `{meant}`?"), place, meant),
        None if usable.is_empty() => finding.help("the topology has nothing to use yet"),
        None => finding.help(format!("one of: {}", listed(usable))),
    }
}

fn service(
    key: &Spanned<String>,
    spec: &Spanned<ServiceSpec>,
    common_host: Option<&String>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Service> {
    let table = Span::from(key.span());
    let spec = spec.get_ref();
    let name = entry_name(key, diags)?;
    let called = topology.called("services", &name).to_owned();
    length(key, topology, diags);
    let image = required(spec.image.as_ref(), "image", table, diags);
    let image = image.and_then(|text| image_of(text, diags));
    let tasks = required(spec.tasks.as_ref(), "tasks", table, diags);
    let (cpu, memory) = fargate::size(spec, table, diags);
    let port = spec.port.as_ref().map_or(8080, |port| u32::from(*port.get_ref()));
    Some(Service {
        host: hosts::host(&called, spec, table, common_host, topology, diags),
        tasks: tasks.map_or(1, |tasks| *tasks.get_ref()),
        health: health(spec, diags),
        image: image?,
        cpu,
        memory,
        port,
        architecture: match spec.architecture.as_ref().map(Spanned::get_ref) {
            Some(Architecture::X86) => "X86_64",
            Some(Architecture::Arm64) | None => "ARM64",
        },
        writes: spec.writes.as_ref().map_or(Writes::Anywhere, |writes| *writes.get_ref()),
        starts_in: settings::starts_in(spec, diags),
        scale_on: settings::scale_on(spec, diags),
        client_keep_alive: settings::client_keep_alive(spec, diags),
        released_elsewhere: spec
            .released_by
            .as_ref()
            .is_some_and(|by| *by.get_ref() == ReleasedBy::Pipeline),
        uses: uses(spec),
        environment: environment::environment(spec, diags),
        name,
        called,
    })
}

/// Each use once.
fn uses(spec: &ServiceSpec) -> Vec<String> {
    let mut uses: Vec<String> = spec.uses.iter().map(|used| used.get_ref().clone()).collect();
    uses.sort_unstable();
    uses.dedup();
    uses
}

fn length(key: &Spanned<String>, topology: &Topology, diags: &mut Diagnostics) {
    let full = topology.named(topology.called("services", key.get_ref()));
    if full.len() > 32 {
        let place = diags.places().value(&["services", key.get_ref(), "name"]);
        let message =
            format!("`{full}` has {} characters; a load balancer's name has 32", full.len());
        diags.push(
            Diagnostic::new(&NAME_TOO_LONG, place, message)
                .help("shorten the service's name or the topology's"),
        );
    }
}

fn image_of(text: &Spanned<String>, diags: &mut Diagnostics) -> Option<Image> {
    Image::parse(text.get_ref())
        .map_err(|rule| {
            let message = format!("`{}` is not an image", shown(text.get_ref()));
            let finding = Diagnostic::new(&INVALID_IMAGE, text.span(), message).note(rule);
            // A registry is what stands before the first slash.
            let rest = text.get_ref().split_once('/').map_or("", |(_, rest)| rest);
            diags.push(if Image::parse(rest).is_ok() {
                // What is pushed to ECR has the same name in the registries of the tree.
                let registry = text.get_ref().strip_suffix(rest).unwrap_or_default();
                let is_own =
                    registry.contains(".dkr.ecr.") && registry.ends_with(".amazonaws.com/");
                finding
                    .replace("leave the registry out", text.span(), format!("\"{rest}\""))
                    .certain_if(is_own)
            } else {
                finding.help("write something like `shop/api:1.42.0`")
            });
        })
        .inspect(|image| image::moving(image, text.span().into(), diags))
        .ok()
}

fn health(spec: &ServiceSpec, diags: &mut Diagnostics) -> String {
    let Some(path) = spec.health.as_ref() else {
        return "/health".to_owned();
    };
    let text = path.get_ref();
    let printable = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
    let formed =
        |text: &str| text.starts_with('/') && text.len() <= 255 && text.chars().all(printable);
    if !formed(text) {
        let message = format!("`{}` is not a path", shown(text));
        let finding = Diagnostic::new(&INVALID_HEALTH, path.span(), message);
        let help = "write something like `/health`";
        let rooted = format!("/{text}");
        // What has a dot or a colon before its first slash begins with a host.
        let begins = text.split('/').next().unwrap_or_default();
        diags.push(if formed(&rooted) && !begins.contains(['.', ':']) {
            finding.suggest(help, path.span(), rooted).certain_if(true)
        } else {
            finding.help(help)
        });
    }
    text.clone()
}
