//! Data sources that can be read without AWS.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_catalogue::policy;

use super::depends;
use super::instance::Instance;
use super::module::Block;
use super::provider;
use super::scope::Env;
use super::symbol::Sym;
use super::value::{Members, Value};

/// What is known of what a data source will find.
pub(super) fn read(
    env: Env<'_, '_>,
    of: &str,
    mut instance: Instance,
    block: &Block<'_>,
) -> Instance {
    if let Some(pending) = depends::pending(env, block) {
        // It is part of what is asked, so that what is found waits for it.
        Arc::make_mut(&mut instance.arguments).insert("depends_on".into(), pending);
        return instance;
    }
    let found = match of {
        "aws_iam_policy_document" => document(&instance.arguments),
        "aws_caller_identity" => account(env, block),
        "aws_partition" => partition(env, block),
        "aws_region" => region(env, block, &instance.arguments),
        _ => Members::new(),
    };
    Arc::make_mut(&mut instance.arguments).extend(found);
    instance
}

fn members<const N: usize>(members: [(&str, Value); N]) -> Members {
    members.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// The account is the one that the provider accepts, if there is but one.
fn account(env: Env<'_, '_>, block: &Block<'_>) -> Members {
    let accepted = provider::argument(env, block, "allowed_account_ids");
    match accepted.as_ref().and_then(Value::items) {
        Some([one]) => members([("account_id", one.clone()), ("id", one.clone())]),
        _ => Members::new(),
    }
}

/// Where a region is: its partition.
fn partition(env: Env<'_, '_>, block: &Block<'_>) -> Members {
    let region = provider::argument(env, block, "region");
    let Some(region) = region.as_ref().and_then(Value::as_text) else { return Members::new() };
    let (partition, suffix) = match region.split('-').next() {
        Some("cn") => ("aws-cn", "amazonaws.com.cn"),
        Some("us") if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
        Some("us") if region.starts_with("us-iso") => return Members::new(),
        Some("us" | "eu" | "ap" | "af" | "ca" | "il" | "me" | "mx" | "sa")
            if !region.starts_with("eu-iso") && !region.starts_with("eusc") =>
        {
            ("aws", "amazonaws.com")
        }
        _ => return Members::new(),
    };
    members([
        ("partition", partition.into()),
        ("id", partition.into()),
        ("dns_suffix", suffix.into()),
    ])
}

fn region(env: Env<'_, '_>, block: &Block<'_>, arguments: &Members) -> Members {
    let said = arguments.get("region").cloned();
    match said.or_else(|| provider::argument(env, block, "region")) {
        Some(region) => {
            members([("region", region.clone()), ("name", region.clone()), ("id", region)])
        }
        None => Members::new(),
    }
}

fn document(arguments: &Members) -> Members {
    let whole = Value::map(arguments.clone());
    let Some(config) = plain(&whole).filter(|config| !is_ambiguous(config)) else {
        // Whoever takes a policy compares what it means.
        let meant = [unordered(&whole)];
        let json = |form: &str| Sym::scalar_of(form, &meant);
        return members([("json", json("policy")), ("minified_json", json("minified policy"))]);
    };
    match policy::document(&config) {
        Ok(Some(done)) => {
            members([("json", done.json.into()), ("minified_json", done.minified_json.into())])
        }
        Ok(None) => Members::new(),
        Err(refused) => {
            let why = Sym::unread(refused.to_string());
            members([("json", why.clone()), ("minified_json", why)])
        }
    }
}

/// With all lists as sets, but for that of the statements.
fn unordered(value: &Value) -> Value {
    let one = |(name, one): (&Arc<str>, &Value)| {
        let one = match one.items() {
            Some(items) if &**name != "statement" => {
                Value::set(items.iter().map(unordered).collect())
            }
            Some(items) => Value::list(items.iter().map(unordered).collect()),
            None => unordered(one),
        };
        (Arc::clone(name), one)
    };
    match value {
        Value::Map(members) => Value::map(members.iter().map(one).collect()),
        other => other.clone(),
    }
}

/// Whether the provider's own order of a set shows: of principals of one type, or of conditions of one test and variable.
fn is_ambiguous(config: &aws_catalogue::Value) -> bool {
    let twice = |blocks: &[aws_catalogue::Value], names: &[&str]| {
        let key = |one: &aws_catalogue::Value| {
            names.iter().map(|name| one.get(name).text().map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut keys: Vec<_> = blocks.iter().map(key).collect();
        keys.sort();
        keys.windows(2).any(|two| two.first() == two.last())
    };
    config.get("statement").items().iter().any(|statement| {
        twice(statement.get("principals").items(), &["type"])
            || twice(statement.get("not_principals").items(), &["type"])
            || twice(statement.get("condition").items(), &["test", "variable"])
    })
}

/// A value of the catalogue; none where a part is not known.
fn plain(value: &Value) -> Option<aws_catalogue::Value> {
    use aws_catalogue::Value as Plain;
    Some(match value {
        Value::Null => Plain::Null,
        Value::Bool(one) => Plain::Bool(*one),
        Value::Number(one) => Plain::Number(serde_json::from_str(&one.to_string()).ok()?),
        Value::Text(text) => Plain::Text(text.as_ref().to_owned()),
        Value::List(items) | Value::Set(items) => {
            Plain::List(items.iter().map(plain).collect::<Option<_>>()?)
        }
        Value::Map(members) => {
            let one =
                |(name, one): (&Arc<str>, &Value)| Some((name.as_ref().to_owned(), plain(one)?));
            Plain::Map(members.iter().map(one).collect::<Option<BTreeMap<_, _>>>()?)
        }
        Value::Instance(_) | Value::Sym(_) => return None,
    })
}
