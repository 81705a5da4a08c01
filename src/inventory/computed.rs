//! What is known beforehand of what the provider computes.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_catalogue::{Entry, facts};

use super::symbol::{Sym, Wait};
use super::value::{Members, Value};

/// What is known of a computed attribute; none where nothing is.
pub(super) fn known(entry: &Entry, name: &str, arguments: &Members, wait: &Wait) -> Option<Value> {
    match (entry.name.as_str(), name) {
        ("aws_acm_certificate", "domain_validation_options") => proofs(arguments, wait),
        _ => named(entry, name, arguments, wait),
    }
}

/// Whether an attribute says nothing but what an object is called and where it is.
pub(crate) fn is_named(kind: &str, name: &str, arguments: &Members) -> bool {
    facts::named(kind, name).is_some_and(|by| name_of(by, arguments).is_some())
}

/// What is made anew under its name has such an attribute again.
fn named(entry: &Entry, name: &str, arguments: &Members, wait: &Wait) -> Option<Value> {
    let name_of = name_of(facts::named(&entry.name, name)?, arguments)?;
    Some(Sym::told(wait.clone(), &format!("{} {name}", entry.name), &name_of))
}

/// Name and region; none where they are not known.
fn name_of(by: &[&str], arguments: &Members) -> Option<String> {
    arguments.get(*by.first()?)?;
    let of = |one: &&str| arguments.get(*one).map_or(Some(""), Value::as_text);
    let parts: Vec<&str> = by.iter().chain(&["region"]).map(of).collect::<Option<_>>()?;
    Some(parts.join("\0"))
}

/// For which names a certificate wants a proof is known from what is configured, and for one name ACM asks every certificate
/// of the account, in every region, for the same record.
fn proofs(arguments: &Members, wait: &Wait) -> Option<Value> {
    if arguments.get("validation_method")?.as_text()? != "DNS" {
        return None;
    }
    let others = arguments.get("subject_alternative_names");
    let others = others.map_or(Some(&[][..]), Value::items)?;
    let names = std::iter::once(arguments.get("domain_name")?).chain(others);
    let names: BTreeSet<&str> = names.map(Value::as_text).collect::<Option<_>>()?;
    let proof = |name: &str| {
        let told = |field: &'static str| (field.into(), Sym::told(wait.clone(), field, name));
        let mut proof: Members =
            ["resource_record_name", "resource_record_type", "resource_record_value"]
                .into_iter()
                .map(told)
                .collect();
        proof.insert(Arc::from("domain_name"), name.into());
        Value::map(proof)
    };
    Some(Value::set(names.into_iter().map(proof).collect()))
}
