//! The service's own environment variables.

use indexmap::IndexMap;

use super::spec::ServiceSpec;
use crate::diag::{Code, Diagnostic, Diagnostics, shown};

pub(super) static INVALID_VARIABLE: Code = Code::error(
    "invalid-variable",
    "environment variables are the service's own",
    "A variable's name is made of letters, digits and `_` and does not start with a digit. `AWS_` \
     belongs to the platform and `TOPOLOGY_` to what topogen tells the service.",
);

pub(super) static SECRET_IN_ENVIRONMENT: Code = Code::warning(
    "secret-in-environment",
    "no variable holds a secret",
    "The value of a variable stands in the topology, in the generated files, in every plan and in the state, \
     and everybody who may look at a task definition reads it. A secret under [secrets] is in none of them: \
     tasks read it at run time, allowed by `uses`.",
);

pub(super) fn environment(spec: &ServiceSpec, diags: &mut Diagnostics) -> IndexMap<String, String> {
    let mut variables = IndexMap::new();
    for (key, value) in &spec.environment {
        let name = key.get_ref();
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let formed = !name.is_empty()
            && name.len() <= 255
            && name.chars().all(word)
            && !name.starts_with(|c: char| c.is_ascii_digit());
        let own = !name.starts_with("AWS_") && !name.starts_with("TOPOLOGY_");
        if !formed || !own {
            let what = if formed { "is reserved" } else { "is not a variable name" };
            let message = format!("`{}` {what}", shown(name));
            diags.push(
                Diagnostic::new(&INVALID_VARIABLE, key.span(), message)
                    .note("letters, digits and `_`; `AWS_` and `TOPOLOGY_` are reserved")
                    .help("write another name, such as `LOG_LEVEL`"),
            );
        }
        if formed && is_secret(name, value.get_ref()) {
            let message = format!("`{name}` looks like a secret");
            diags.push(
                Diagnostic::new(&SECRET_IN_ENVIRONMENT, value.span(), message)
                    .note("its value stands in the generated code, in plans and in the state")
                    .help("add `[secrets.<name>]`, write `uses = [\"secrets.<name>\"]`, and remove the variable"),
            );
        }
        variables.insert(name.clone(), value.get_ref().clone());
    }
    variables
}

/// Whether a variable's name says that it is a secret, or its value has the form of a well-known one.
fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words: Vec<&str> = name.split('_').collect();
    let named = words
        .iter()
        .any(|word| matches!(*word, "PASSWORD" | "PASSWD" | "PWD" | "SECRET" | "TOKEN"))
        || ["API_KEY", "APIKEY", "PRIVATE_KEY", "ACCESS_KEY", "SECRET_KEY"]
            .iter()
            .any(|end| name.ends_with(end));
    // A name or an address of a secret is none, and neither is a number or a switch: TOKEN_TTL = "3600".
    let told = value.is_empty()
        || value.starts_with('/')
        || value.starts_with("arn:")
        || value.contains("://")
        || value.bytes().all(|byte| byte.is_ascii_digit())
        || matches!(value, "true" | "false");
    let formed = [
        "sk_live_",
        "sk_test_",
        "rk_live_",
        "ghp_",
        "github_pat_",
        "xoxb-",
        "xoxp-",
        "AKIA",
        "-----BEGIN ",
    ];
    named && !told || formed.iter().any(|start| value.starts_with(start)) || has_password(value)
}

/// `postgres://user:password@host`
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty())
}
