//! The host names of services: each has its own, and some that follow from it.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{model::Service, spec::ServiceSpec};
use crate::{
    block::Host,
    diag::{Code, Diagnostic, Diagnostics},
    source::Span,
    topology::Topology,
    words::{Named, certifiable, host_name, place},
};

pub(super) static HOST_CONFLICT: Code = Code::error(
    "host-conflict",
    "every service has host names of its own",
    "`ingress.host` names the host of the only service. With several, each is reached by its own host: \
     its name, or what `host` says. A service's names are its host, `<region>.<host>` for each region, and \
     `latency.<host>` and `weighted.<host>`: a DNS name leads to one place.",
);

/// `ingress.host` is for one service.
pub(super) fn common(specs: &Named<ServiceSpec>, topology: &Topology, diags: &mut Diagnostics) {
    if topology.ingress.host.is_some() && specs.len() > 1 {
        let message =
            format!("`ingress.host` names one host, but there are {} services", specs.len());
        let place = diags.places().value(&["ingress", "host"]);
        diags.push(
            Diagnostic::new(&HOST_CONFLICT, place, message)
                .help("remove it and write `host` in the services"),
        );
    }
}

pub(super) fn host(
    name: &str,
    spec: &ServiceSpec,
    table: Span,
    common: Option<&String>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> String {
    let own = spec.host.as_ref();
    let own = own.and_then(|host| host_name(host, topology.domain.as_deref(), diags));
    let label = own.or_else(|| common.cloned()).unwrap_or_else(|| name.to_owned());
    let host = format!("{label}.{}", topology.domain.as_deref().unwrap_or_default());
    certifiable(&host, place(spec.host.as_ref(), table), "host", diags);
    host
}

/// No name leads to two services.
pub(super) fn differ(
    specs: &Named<ServiceSpec>,
    services: &[Service],
    topology: &Topology,
    diags: &mut Diagnostics,
) {
    let places: BTreeMap<&str, Span> = specs
        .iter()
        .map(|(key, spec)| {
            (key.get_ref().as_str(), place(spec.get_ref().host.as_ref(), key.span().into()))
        })
        .collect();
    let place_of = |name: &str| places.get(name).copied().unwrap_or_default();
    let mut owners: IndexMap<String, &Service> = IndexMap::new();
    for service in services {
        let names = Host::names(&service.host, topology);
        let taken = names.iter().find_map(|name| Some((name, *owners.get(name)?)));
        if let Some((name, first)) = taken {
            let message = if service.host == first.host {
                format!("`{name}` is the host of two services")
            } else {
                format!(
                    "`{name}` is a name of two services, `{}` and `{}`",
                    first.name, service.name
                )
            };
            // Of a host and a name that follows from another's, the one that was written for it is to blame.
            let (blamed, other) = if first.host == *name && service.host != *name {
                (first, service)
            } else {
                (service, first)
            };
            let finding = Diagnostic::new(&HOST_CONFLICT, place_of(&blamed.name), message)
                .related(place_of(&other.name), "and here")
                .help("give one of them another `host`");
            diags.push(if service.host == first.host {
                finding
            } else {
                finding.note("`<region>.<host>`, `latency.<host>` and `weighted.<host>` belong to a service's host")
            });
        }
        for name in names {
            owners.entry(name).or_insert(service);
        }
    }
}
