//! What is known beforehand of what the provider computes.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_catalogue::Entry;

use super::symbol::{Sym, Wait};
use super::value::{Members, Value};

/// What is known of a computed attribute; none where nothing is.
pub(super) fn known(entry: &Entry, name: &str, arguments: &Members, wait: &Wait) -> Option<Value> {
    match (entry.name.as_str(), name) {
        ("aws_acm_certificate", "domain_validation_options") => proofs(arguments, wait),
        _ => None,
    }
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
