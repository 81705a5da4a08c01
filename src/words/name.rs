//! Names of things and of hosts: text that ends up in the output.

use toml::Spanned;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, shown},
    source::Span,
};

pub(crate) static INVALID_NAME: Code = Code::error(
    "invalid-name",
    "names are short, lower-case and safe in every AWS service",
    "AWS services disagree on what a name may hold. Lower-case letters, digits and hyphens, starting \
     with a letter, are accepted by all of them. The topology's name has 2 to 25 characters, because \
     it is the prefix of every other name; a section's entry has at most 32.",
);

pub(crate) static INVALID_DOMAIN: Code = Code::error(
    "invalid-domain",
    "a domain or host is made of DNS labels",
    "A label has 1 to 63 lower-case letters, digits and hyphens and neither starts nor ends with a \
     hyphen. `domain` is an existing public hosted zone; a host is relative to it.",
);

pub(crate) static HOST_TOO_LONG: Code = Code::error(
    "host-too-long",
    "a host has at most 64 characters",
    "ACM takes at most 64 characters for the first name of a certificate, be it a service's or a distribution's. The \
     regional names of a service, which are longer, are further names of its certificate and may have more.",
);

/// Whether `text` is `^[a-z][a-z0-9-]*$` without a hyphen at its end or two in a row.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// Checks the name of an entry of a section, such as the `api` of `[services.api]`.
pub(crate) fn entry_name(name: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    let text = name.get_ref();
    if is_name(text) && text.len() <= 32 {
        return Some(text.clone());
    }
    let finding = Diagnostic::new(
        &INVALID_NAME,
        name.span(),
        format!("`{}` is not a name", shown(text)),
    )
    .note(
        "a name is up to 32 lower-case letters, digits and single hyphens, starting with a letter",
    );
    diags.push(match name_like(text) {
        Some(like) => finding.suggest(format!("write something like `{like}`"), name.span(), like),
        None => finding.help("write something like `api`"),
    });
    None
}

/// The name that is nearest to a text.
fn name_like(text: &str) -> Option<String> {
    let hyphens =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let hyphens: String = hyphens.take(32).collect();
    let words: Vec<&str> = hyphens.split('-').filter(|word| !word.is_empty()).collect();
    let like = words.join("-");
    is_name(&like).then_some(like)
}

/// A checked name as part of an environment variable: `process-payment` as `PROCESS_PAYMENT`.
/// Names hold no underscore, so no two become one.
pub(crate) fn variable_name(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_")
}

/// Checks a host, which is relative to the domain.
pub(crate) fn host_name(
    host: &Spanned<String>,
    domain: Option<&str>,
    diags: &mut Diagnostics,
) -> Option<String> {
    let text = host.get_ref();
    let below = |domain: &str| text.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    let wrong = if !is_dns_name(text) {
        not_dns(host)
    } else if domain.is_some_and(below) {
        let message = format!("`{}` ends in the domain, which is added to it", shown(text));
        Diagnostic::new(&INVALID_DOMAIN, host.span(), message)
    } else if domain == Some(text) {
        let message = format!("`{}` is the domain itself", shown(text));
        Diagnostic::new(&INVALID_DOMAIN, host.span(), message)
    } else {
        return Some(text.clone());
    };
    let wrong = wrong.note("a host is relative to `domain`");
    let name = meant(text);
    let relative = domain.and_then(|domain| name.strip_suffix(domain)?.strip_suffix('.'));
    let label = relative.unwrap_or(&name);
    diags.push(if is_dns_name(label) && domain != Some(label) {
        let is_same = label.eq_ignore_ascii_case(text.trim());
        wrong
            .replace("write the host alone", host.span(), format!("\"{label}\""))
            .certain_if(relative.is_some() || is_same)
    } else {
        wrong.help("write something like `api` or `eu.api`")
    });
    None
}

/// Of an address that was copied from somewhere, the name.
pub(crate) fn meant(text: &str) -> String {
    let host = text.trim().split_once("://").map_or(text.trim(), |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
}

pub(crate) fn not_dns(name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is not a DNS name", shown(name.get_ref()));
    Diagnostic::new(&INVALID_DOMAIN, name.span(), message)
        .note("labels of lower-case letters, digits and hyphens, separated by dots")
}

pub(crate) fn is_dns_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 200 && text.split('.').all(is_label)
}

/// Checks that a certificate can be made out to a fully qualified host.
pub(crate) fn certifiable(host: &str, place: Span, key: &str, diags: &mut Diagnostics) {
    if host.len() > 64 {
        let message = format!("host `{}` has {} characters", shown(host), host.len());
        diags.push(
            Diagnostic::new(&HOST_TOO_LONG, place, message)
                .note("a certificate's first name has at most 64 characters")
                .help(format!("write a shorter `{key}`")),
        );
    }
}

/// Tags that topogen sets itself.
pub(crate) const RESERVED_TAGS: [&str; 2] = ["managed-by", "topology"];
