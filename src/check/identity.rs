//! Names, the domain, the account, the tags: text that ends up in the output.

use indexmap::IndexMap;
use toml::Spanned;

use super::required;
use crate::{
    block::Parts,
    diag::{Code, Diagnostic, Diagnostics, shown},
    source::Span,
    spec::Core,
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

pub(crate) static INVALID_ACCOUNT: Code = Code::error(
    "invalid-account",
    "an AWS account id has 12 digits",
    "`account_id` pins the provider to one account, so that a plan with the wrong credentials stops.",
);

pub(crate) static ACCOUNT_NOT_PINNED: Code = Code::warning(
    "account-not-pinned",
    "a topology with remote state names its account",
    "Whoever applies with the wrong profile would otherwise build the stack in another account. With \
     `account_id` the provider refuses every account but the one.",
);

pub(crate) static INVALID_TAG: Code = Code::error(
    "invalid-tag",
    "tags are those that every AWS service accepts",
    "A key has 1 to 128 and a value at most 256 characters out of letters, digits, spaces and \
     `_.:/=+-@`; keys do not start with `aws:`, and `managed-by` and `topology` are set by topogen.",
);

pub(crate) static INVALID_BUCKET: Code = Code::error(
    "invalid-bucket",
    "a bucket name follows the rules of S3",
    "3 to 63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit.",
);

pub(crate) static HOST_TOO_LONG: Code = Code::error(
    "host-too-long",
    "a host has at most 64 characters",
    "ACM takes at most 64 characters for the first name of a certificate, be it a service's or a distribution's. The \
     regional names of a service, which are longer, are further names of its certificate and may have more.",
);

pub(crate) static PARAMETER_PREFIX: Code = Code::error(
    "parameter-prefix",
    "a topology with SSM parameters has a name that SSM accepts",
    "Parameters are named `/<name>/…`: what a function should reserve, which region writes. SSM keeps names \
     that begin with `aws` or `ssm` for AWS.",
);

/// Whether `text` is `^[a-z][a-z0-9-]*$` without a hyphen at its end or two in a row.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// How a topology's name must not begin, with what AWS then takes for its own.
const TAKEN: [(&str, &str); 4] = [
    ("internal", "load balancers"),
    ("sg", "security groups"),
    ("sthree", "buckets"),
    ("amzn-s3-demo", "buckets"),
];

/// What S3 keeps for itself, at the beginning and at the end of a name (2026-11):
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
const TAKEN_BUCKETS: ([&str; 3], [&str; 5]) = (
    ["xn--", "sthree-", "amzn-s3-demo-"],
    ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"],
);

pub(super) fn name(core: &Core, diags: &mut Diagnostics) -> Option<String> {
    let name = required(core.name.as_ref(), "name", Span::default(), diags)?;
    let text = name.get_ref();
    let length = text.chars().count();
    if let Some((taken, whose)) = TAKEN.iter().find(|(taken, _)| {
        text.strip_prefix(*taken).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }) {
        let message = format!("`{}` begins with `{taken}-` in AWS names", shown(text));
        diags.push(
            Diagnostic::new(&INVALID_NAME, name.span(), message)
                .note(format!("AWS keeps names of {whose} that begin with `{taken}-` for itself"))
                .help("begin with another word"),
        );
        return None;
    }
    if is_name(text) && (2..=25).contains(&length) {
        return Some(text.clone());
    }
    diags.push(
        Diagnostic::new(&INVALID_NAME, name.span(), format!("`{}` is not a name", shown(text)))
            .label(format!("{length} characters"))
            .note("a name is 2 to 25 lower-case letters, digits and single hyphens, starting with a letter")
            .help("write something like `shop-prod`"),
    );
    None
}

/// SSM takes the topology's name where a part makes parameters.
pub(super) fn parameters(core: &Core, parts: &Parts, diags: &mut Diagnostics) {
    let Some(name) = core.name.as_ref().filter(|_| parts.needs().any(|needs| needs.parameters))
    else {
        return;
    };
    let text = name.get_ref();
    if let Some(taken) = ["aws", "ssm"].iter().find(|taken| text.starts_with(**taken)) {
        let message = format!("SSM takes no parameter `/{}/…`", shown(text));
        diags.push(
            Diagnostic::new(&PARAMETER_PREFIX, name.span(), message)
                .note(format!("names that begin with `{taken}` belong to AWS"))
                .help("give the topology another name"),
        );
    }
}

/// Checks the name of an entry of a section, such as the `api` of `[services.api]`.
pub(crate) fn entry_name(name: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    let text = name.get_ref();
    if is_name(text) && text.len() <= 32 {
        return Some(text.clone());
    }
    diags.push(
        Diagnostic::new(&INVALID_NAME, name.span(), format!("`{}` is not a name", shown(text)))
            .note("a name is up to 32 lower-case letters, digits and single hyphens, starting with a letter")
            .help(format!("write something like `{}`", name_like(text))),
    );
    None
}

/// The name that is nearest to a text.
fn name_like(text: &str) -> String {
    let hyphens =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let hyphens: String = hyphens.take(32).collect();
    let words: Vec<&str> = hyphens.split('-').filter(|word| !word.is_empty()).collect();
    let like = words.join("-");
    if is_name(&like) { like } else { "api".to_owned() }
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
        wrong.replace("write the host alone", host.span(), format!("\"{label}\""))
    } else {
        wrong.help("write something like `api` or `eu.api`")
    });
    None
}

/// Of an address that was copied from somewhere, the name.
fn meant(text: &str) -> String {
    let host = text.trim().split_once("://").map_or(text.trim(), |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn not_dns(name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is not a DNS name", shown(name.get_ref()));
    Diagnostic::new(&INVALID_DOMAIN, name.span(), message)
        .note("labels of lower-case letters, digits and hyphens, separated by dots")
}

fn is_dns_name(text: &str) -> bool {
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

pub(super) fn domain(core: &Core, diags: &mut Diagnostics) -> Option<String> {
    let domain = core.domain.as_ref()?;
    let text = domain.get_ref();
    if is_dns_name(text) && text.contains('.') {
        return Some(text.clone());
    }
    let wrong = if is_dns_name(text) {
        let message = format!("`{}` is not a public zone", shown(text));
        Diagnostic::new(&INVALID_DOMAIN, domain.span(), message)
    } else {
        not_dns(domain)
    };
    let name = meant(text);
    diags.push(if is_dns_name(&name) && name.contains('.') {
        wrong.replace("write the name alone", domain.span(), format!("\"{name}\""))
    } else {
        wrong.help("write the name of an existing public hosted zone, such as `example.com`")
    });
    diags.set_wrong("domain".to_owned());
    None
}

pub(super) fn account_id(core: &Core, diags: &mut Diagnostics) -> Option<String> {
    let unsaid = core.account_id.is_none() && !diags.is_wrong("account_id");
    if let (true, Some(state)) = (unsaid, &core.state) {
        diags.push(
            Diagnostic::new(&ACCOUNT_NOT_PINNED, state.span(), "the account is not pinned")
                .note("a plan with the credentials of another account would build everything there")
                .help("add `account_id = \"123456789012\"` at the top"),
        );
    }
    let account = core.account_id.as_ref()?;
    let text = account.get_ref();
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.clone());
    }
    let message = format!("`{}` is not an account id", shown(text));
    let finding = Diagnostic::new(&INVALID_ACCOUNT, account.span(), message)
        .note("an account id has 12 digits, and is text: leading zeros count");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let separated = text.chars().all(|c| c.is_ascii_digit() || c == '-' || c == ' ');
    diags.push(if separated && digits.len() == 12 {
        finding.replace("write the digits alone", account.span(), format!("\"{digits}\""))
    } else {
        finding.help("write the id that `aws sts get-caller-identity` shows")
    });
    None
}

/// Tags that topogen sets itself.
pub(crate) const RESERVED_TAGS: [&str; 2] = ["managed-by", "topology"];

pub(super) fn tags(core: &Core, diags: &mut Diagnostics) -> IndexMap<String, String> {
    let allowed = |text: &str| {
        text.chars().all(|c| c.is_alphanumeric() || c == ' ' || "_.:/=+-@".contains(c))
    };
    let characters = (
        "letters, digits, spaces and _.:/=+-@ are what every AWS service accepts",
        "leave out all other characters; a key has at most 128, a value 256",
    );
    let mut tags = IndexMap::new();
    for (key, value) in &core.tags {
        let (k, v) = (key.get_ref(), value.get_ref());
        let wrong = if k.is_empty() || k.chars().count() > 128 || !allowed(k) {
            Some((key.span(), format!("`{}` is not a tag key", shown(k)), characters))
        } else if k.to_ascii_lowercase().starts_with("aws:") {
            Some((
                key.span(),
                format!("the tag key `{}` is reserved", shown(k)),
                ("`aws:` belongs to AWS", "begin with another word"),
            ))
        } else if RESERVED_TAGS.contains(&k.as_str()) {
            Some((
                key.span(),
                format!("the tag key `{k}` is reserved"),
                ("topogen sets it itself", "remove it"),
            ))
        } else if v.chars().count() > 256 || !allowed(v) {
            Some((value.span(), format!("`{}` is not a tag value", shown(v)), characters))
        } else {
            None
        };
        match wrong {
            Some((span, message, (rule, help))) => {
                diags.push(Diagnostic::new(&INVALID_TAG, span, message).note(rule).help(help));
            }
            None => _ = tags.insert(k.clone(), v.clone()),
        }
    }
    tags.sort_unstable_keys();
    tags
}

pub(super) fn bucket(name: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    let text = name.get_ref();
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let message = format!("`{}` is not a bucket name", shown(text));
    let finding = Diagnostic::new(&INVALID_BUCKET, name.span(), message)
        .help("write the name of a bucket that exists, such as `acme-terraform-state`");
    let (prefixes, suffixes) = TAKEN_BUCKETS;
    let taken = prefixes.into_iter().find(|prefix| text.starts_with(prefix));
    let taken = taken.or_else(|| suffixes.into_iter().find(|suffix| text.ends_with(suffix)));
    if let Some(taken) = taken {
        diags.push(finding.note(format!("S3 keeps names with `{taken}` there for itself")));
        return None;
    }
    if (3..=63).contains(&text.len())
        && text.chars().all(|c| edge(c) || c == '-' || c == '.')
        && text.starts_with(edge)
        && text.ends_with(edge)
        && !text.contains("..")
        && text.parse::<std::net::Ipv4Addr>().is_err()
    {
        return Some(text.clone());
    }
    diags.push(finding.note(
        "3 to 63 lower-case letters, digits, hyphens and dots, and not the form of an IP address",
    ));
    None
}
