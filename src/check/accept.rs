//! `[[accept]]`: what somebody has seen and takes the responsibility for.

use toml::Spanned;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, closest, shown},
    hazard,
    source::Span,
    spec::{AcceptSpec, Core},
    topology::{Accept, Day},
    words::required,
};

pub(crate) static INVALID_ACCEPT: Code = Code::error(
    "invalid-accept",
    "an accepted hazard is named exactly, for a reason, until a day",
    "`[[accept]]` has `hazard`, a code that `topogen diff` shows; `resource`, a root and an address in it, in which `*` stands for \
     anything: `edge:module.accelerator_api.*`; a `reason`; and `until`, the last day on which it counts, written \
     `2027-01-31`.",
);

/// All that is accepted.
pub(super) fn accepts(core: &Core, diags: &mut Diagnostics) -> Vec<Accept> {
    let all = core.accept.as_ref().map(Spanned::get_ref).into_iter().flatten();
    all.filter_map(|one| accept(one.get_ref(), one.span().into(), diags)).collect()
}

fn accept(spec: &AcceptSpec, table: Span, diags: &mut Diagnostics) -> Option<Accept> {
    let hazard = required(spec.hazard.as_ref(), "hazard", table, diags);
    let resource = required(spec.resource.as_ref(), "resource", table, diags);
    let reason = required(spec.reason.as_ref(), "reason", table, diags);
    let until = required(spec.until.as_ref(), "until", table, diags);
    let hazard = hazard.and_then(|text| slug(text, diags));
    let resource = resource.and_then(|text| pattern(text, diags));
    let reason = reason.and_then(|text| why(text, diags));
    let until = until.and_then(|text| day(text, diags));
    Some(Accept { hazard: hazard?, resource: resource?, reason: reason?, until: until? })
}

fn slug(text: &Spanned<String>, diags: &mut Diagnostics) -> Option<&'static str> {
    let all = || hazard::kinds().map(|kind| kind.code.slug);
    let found = all().find(|slug| slug == text.get_ref());
    if found.is_none() {
        let help = match closest(text.get_ref(), all()) {
            Some(meant) => format!("write `\"{meant}\"`"),
            None => "`topogen diff` shows the codes in brackets".to_owned(),
        };
        wrong(text, format!("there is no hazard `{}`", shown(text.get_ref())), help, diags);
    }
    found
}

fn pattern(text: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    let value = text.get_ref();
    if value.split_once(':').is_some_and(|(root, address)| !root.is_empty() && !address.is_empty())
    {
        return Some(value.clone());
    }
    let message = format!("`{}` is not a root and an address in it", shown(value));
    let help = "write something like `\"edge:module.accelerator_api.*\"`".to_owned();
    wrong(text, message, help, diags);
    None
}

fn why(text: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    if !text.get_ref().trim().is_empty() {
        return Some(text.get_ref().clone());
    }
    let help = "write who has seen it and why it is right".to_owned();
    wrong(text, "nothing is no reason".to_owned(), help, diags);
    None
}

fn day(text: &Spanned<String>, diags: &mut Diagnostics) -> Option<Day> {
    let day = Day::parse(text.get_ref());
    if day.is_none() {
        let message = format!("`{}` is not a day", shown(text.get_ref()));
        wrong(text, message, "write it like `\"2027-01-31\"`".to_owned(), diags);
    }
    day
}

fn wrong(text: &Spanned<String>, message: String, help: String, diags: &mut Diagnostics) {
    diags.push(Diagnostic::new(&INVALID_ACCEPT, text.span(), message).help(help));
}
