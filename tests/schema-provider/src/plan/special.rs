//! What single types do in code when they plan (`CustomizeDiff`), as far as a tree can notice it.

use std::collections::{BTreeMap, BTreeSet};

use aws_catalogue::{Value, facts};

/// Completes a planned state of one of the types that need more than the schema.
pub(crate) fn refine(name: &str, config: &Value, prior: &Value, state: &mut Value) {
    if name == "aws_acm_certificate" {
        certificate(config, prior, state);
    }
    for (renewed, when) in facts::renewed(name).filter(|_| !prior.is_null()) {
        if when.iter().any(|one| !same(prior.get(one), state.get(one))) {
            state.set(renewed, Value::Unknown);
        }
    }
    if !prior.is_null() && prior != state {
        for field in facts::recomputed(name) {
            state.set(field, Value::Unknown);
        }
    }
}

/// Whether the provider's code takes two values for the same: it cannot tell what is left out from what is empty.
fn same(one: &Value, other: &Value) -> bool {
    let empty = |value: &Value| {
        value.is_absent() || *value == Value::Bool(false) || value.text() == Some("")
    };
    one == other || empty(one) && empty(other)
}

/// A certificate knows at plan time for which names it wants a proof, so that `for_each` can use
/// them; the proof itself is known after apply.
fn certificate(config: &Value, prior: &Value, state: &mut Value) {
    let (domain, others) = (config.get("domain_name"), config.get("subject_alternative_names"));
    let Some(domain) = domain.text() else {
        return;
    };
    if !others.is_known()
        || !prior.is_null() && prior.get("domain_name").text() == Some(domain) && others.is_null()
    {
        return;
    }
    let names: BTreeSet<&str> = std::iter::once(domain).chain(others.texts()).collect();
    state.set("subject_alternative_names", names.iter().copied().collect());
    let known = prior.get("domain_validation_options").items();
    if known.iter().filter_map(|one| one.get("domain_name").text()).collect::<BTreeSet<_>>()
        == names
    {
        return;
    }
    let proofs = names.into_iter().map(|name| {
        let unknown = ["resource_record_name", "resource_record_type", "resource_record_value"];
        let mut proof: BTreeMap<String, Value> =
            unknown.into_iter().map(|field| (field.to_owned(), Value::Unknown)).collect();
        proof.insert("domain_name".to_owned(), name.into());
        Value::Map(proof)
    });
    let dns = config.get("validation_method").text() == Some("DNS");
    let proofs = if dns { proofs.collect() } else { Vec::new() };
    state.set("domain_validation_options", Value::List(proofs));
}
