//! Names, the domain, the account, the tags: text that ends up in the output.

use indexmap::IndexMap;
use toml::Spanned;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, shown},
    spec::Core,
    words::{
        INVALID_DOMAIN, INVALID_NAME, RESERVED_TAGS, is_dns_name, is_name, meant, not_dns, required,
    },
};

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

pub(crate) static PARAMETER_PREFIX: Code = Code::error(
    "parameter-prefix",
    "a topology with SSM parameters has a name that SSM accepts",
    "Parameters are named `/<name>/…`: what a function should reserve, which region writes. SSM keeps names \
     that begin with `aws` or `ssm` for AWS.",
);

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
    let name = required(core.name.as_ref(), "name", diags.places().top(), diags)?;
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
pub(super) fn parameters(core: &Core, diags: &mut Diagnostics) {
    let Some(name) = core.name.as_ref() else { return };
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
        // Of an address somebody has to say which part of it is the zone.
        let is_same = name.eq_ignore_ascii_case(text.trim().trim_end_matches('.'));
        wrong
            .replace("write the name alone", domain.span(), format!("\"{name}\""))
            .certain_if(is_same)
    } else {
        wrong.help("write the name of an existing public hosted zone, such as `example.com`")
    });
    diags.set_wrong_at_top("domain");
    None
}

pub(super) fn account_id(core: &Core, diags: &mut Diagnostics) -> Option<String> {
    let unsaid = core.account_id.is_none() && !diags.is_wrong_at_top("account_id");
    if let (true, Some(state)) = (unsaid, core.state.as_ref()) {
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
        finding
            .replace("write the digits alone", account.span(), format!("\"{digits}\""))
            .certain_if(true)
    } else {
        finding.help("write the id that `aws sts get-caller-identity` shows")
    });
    None
}

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
                let finding = Diagnostic::new(&INVALID_TAG, span.clone(), message).note(rule);
                diags.push(if RESERVED_TAGS.contains(&k.as_str()) {
                    finding.suggest_removal(help, span).certain_if(true)
                } else {
                    finding.help(help)
                });
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
