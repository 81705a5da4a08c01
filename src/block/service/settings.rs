//! How a service starts, grows and lets go of its clients.

use std::ops::RangeInclusive;

use toml::Spanned;

use super::{
    model::{ScaleOn, Service, Services},
    spec::ServiceSpec,
};
use crate::{
    block::Growth,
    diag::{Diagnostic, Diagnostics},
    words::{Field, WRONG_VALUE},
};

/// 60 % leaves room for the minutes that new tasks need to start.
const CPU: ScaleOn = ScaleOn { cpu: Some(60), memory: None, requests: None };

/// What Elastic Load Balancing takes, API reference, `client_keep_alive.seconds`; its own default is an hour.
const KEEP_ALIVE: RangeInclusive<u32> = 60..=604_800;

pub(super) fn starts_in(spec: &ServiceSpec, diags: &mut Diagnostics) -> u32 {
    within(spec.starts_in.as_ref(), "seconds", 1..=7_200, diags).unwrap_or(60)
}

pub(super) fn client_keep_alive(spec: &ServiceSpec, diags: &mut Diagnostics) -> u32 {
    within(spec.client_keep_alive.as_ref(), "seconds", KEEP_ALIVE, diags).unwrap_or(60)
}

pub(super) fn scale_on(spec: &ServiceSpec, diags: &mut Diagnostics) -> ScaleOn {
    let Some(table) = spec.scale_on.as_ref() else { return CPU };
    let written = table.get_ref();
    let per_cent = |field: &Field<u32>, diags: &mut Diagnostics| {
        within(field.as_ref(), "per cent", 1..=100, diags)
    };
    let scale_on = ScaleOn {
        cpu: per_cent(&written.cpu, diags),
        memory: per_cent(&written.memory, diags),
        requests: within(written.requests.as_ref(), "requests", 1..=10_000_000, diags),
    };
    let none = written.cpu.is_none() && written.memory.is_none() && written.requests.is_none();
    if none && !["cpu", "memory", "requests"].iter().any(|key| diags.is_wrong(table.span(), key)) {
        diags.push(
            Diagnostic::new(&WRONG_VALUE, table.span(), "`scale_on` names no metric")
                .help("write something like `{ cpu = 60 }` or `{ requests = 1_000 }`"),
        );
    }
    scale_on
}

/// A number within what AWS takes.
fn within(
    field: Option<&Spanned<u32>>,
    unit: &str,
    range: RangeInclusive<u32>,
    diags: &mut Diagnostics,
) -> Option<u32> {
    let field = field?;
    let value = *field.get_ref();
    if range.contains(&value) {
        return Some(value);
    }
    let (least, most) = range.into_inner();
    diags.push(
        Diagnostic::new(&WRONG_VALUE, field.span(), format!("{value} {unit}"))
            .help(format!("write a number from {least} to {most}")),
    );
    None
}

/// Services that grow alike are named together.
pub(super) fn growth(services: &Services) -> Vec<Growth> {
    let mut alike: Vec<Growth> = Vec::new();
    for Service { name, starts_in, scale_on, .. } in services.iter() {
        let ScaleOn { cpu, memory, requests } = *scale_on;
        let own =
            Growth { names: vec![name.clone()], cpu, memory, requests, starts_in: *starts_in };
        match alike.iter_mut().find(|one| one.is_like(&own)) {
            Some(one) => one.names.extend(own.names),
            None => alike.push(own),
        }
    }
    alike
}
