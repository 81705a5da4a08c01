//! One object, as it is read and as it is planned.

use std::collections::BTreeMap;

use aws_catalogue::{Catalogue, Kind, facts};
use serde_json::Value as Json;
use topogen::inventory::{Resource, Sym, Value, Wait};

/// Type and argument to which the provider adds what it is derived from.
const ADDED: [(&str, &str); 1] = [("aws_acm_certificate", "subject_alternative_names")];

/// What was found.
#[derive(Default)]
pub(super) struct Compared {
    /// Values that both know, and that are equal.
    pub(super) known: usize,
    /// What is not as it should be.
    pub(super) wrong: Vec<String>,
    /// Values that the plan alone knows: type, argument, why.
    pub(super) open: BTreeMap<(String, String, String), usize>,
}

/// Where a value is.
#[derive(Clone, Copy)]
struct At<'a> {
    root: &'a str,
    address: &'a str,
    kind: &'a str,
    argument: &'a str,
}

impl Compared {
    pub(super) fn resource(
        &mut self,
        root: &str,
        address: &str,
        resource: &Resource,
        change: &Json,
    ) {
        let part = |name: &str, argument: &str| {
            change.get(name).and_then(|all| all.get(argument)).cloned().unwrap_or_default()
        };
        let kind = resource.kind.as_str();
        for (argument, value) in resource.arguments.iter() {
            let at = At { root, address, kind, argument };
            if !ADDED.contains(&(kind, argument)) {
                self.value(at, value, &part("after", argument), &part("after_unknown", argument));
            }
        }
        let Ok(entry) = Catalogue::new().entry(Kind::Resource, kind) else { return };
        let defaults = facts::defaults(kind).ok().flatten().map(|defaults| defaults.of);
        for (argument, attribute) in &entry.block.attributes {
            let after = part("after", argument);
            let has_default = defaults.as_ref().is_some_and(|of| of.contains_key(argument));
            let said = attribute.computed() || attribute.write_only() || has_default;
            if !said && !after.is_null() && !resource.arguments.contains_key(argument.as_str()) {
                self.wrong.push(format!("{root}: {address}.{argument} is planned as {after}"));
            }
        }
    }

    fn value(&mut self, at: At<'_>, ours: &Value, planned: &Json, unknown: &Json) {
        let element = |of: &Json, index: usize| of.get(index).cloned().unwrap_or_default();
        match (ours, planned) {
            (Value::Sym(sym), _) => self.open(at, sym, unknown),
            // The inventory may know more.
            _ if *unknown == Json::Bool(true) => {}
            (Value::Null, Json::Null) => {}
            (Value::List(ours), Json::Null) if ours.is_empty() => {}
            (Value::List(ours), Json::Array(planned)) if ours.len() == planned.len() => {
                for (index, (one, planned)) in ours.iter().zip(planned).enumerate() {
                    self.value(at, one, planned, &element(unknown, index));
                }
            }
            (Value::Set(ours), Json::Array(planned)) if ours.len() == planned.len() => {
                let mut left: Vec<(&Json, Json)> = planned
                    .iter()
                    .enumerate()
                    .map(|(index, one)| (one, element(unknown, index)))
                    .collect();
                for one in ours.iter() {
                    let fits = |(planned, unknown): &(&Json, Json)| {
                        let mut tried = Self::default();
                        tried.value(at, one, planned, unknown);
                        tried.wrong.is_empty()
                    };
                    match left.iter().position(fits) {
                        Some(index) => {
                            let (planned, unknown) = left.remove(index);
                            self.value(at, one, planned, &unknown);
                        }
                        None => self.differs(at, one, &Json::Array(planned.clone())),
                    }
                }
            }
            (Value::Map(ours), Json::Object(planned)) => {
                let part = |of: &Json, name: &str| of.get(name).cloned().unwrap_or_default();
                for (name, one) in ours.iter() {
                    let planned = planned.get(&**name).unwrap_or(&Json::Null);
                    self.value(at, one, planned, &part(unknown, name));
                }
                for (name, one) in planned {
                    let absent = one.is_null() || one.as_array().is_some_and(Vec::is_empty);
                    if !absent && !ours.contains_key(name.as_str()) {
                        self.differs(at, &Value::Null, one);
                    }
                }
            }
            (Value::Map(_), Json::Array(planned)) if planned.len() == 1 => {
                self.value(
                    at,
                    ours,
                    &element(&Json::Array(planned.clone()), 0),
                    &element(unknown, 0),
                );
            }
            (Value::Bool(one), Json::Bool(other)) if one == other => self.known += 1,
            (Value::Text(one), Json::String(other)) if **one == **other => self.known += 1,
            (Value::Number(one), Json::Number(other)) if one.to_string() == other.to_string() => {
                self.known += 1;
            }
            _ => self.differs(at, ours, planned),
        }
    }

    fn differs(&mut self, at: At<'_>, ours: &Value, planned: &Json) {
        let At { root, address, argument, .. } = at;
        self.wrong.push(format!(
            "{root}: {address}.{argument} is read as {ours} and planned as {planned}"
        ));
    }

    /// What is not read, though the plan knows it, and AWS has not said it.
    fn open(&mut self, at: At<'_>, sym: &Sym, unknown: &Json) {
        let said = |wait: &Wait| match wait {
            Wait::Attribute { root, address, .. } => {
                let data = address.split('.').any(|part| part == "data");
                data || **root != *at.root || **address == *at.address
            }
            Wait::Input { .. } | Wait::Pending { .. } | Wait::Unread(_) => false,
        };
        if any(unknown) || sym.hidden().is_some() || sym.is_read() && sym.waits().iter().all(said) {
            return;
        }
        let why: Vec<_> = sym.waits().iter().map(ToString::to_string).collect();
        let key = (at.kind.to_owned(), at.argument.to_owned(), why.join(", "));
        *self.open.entry(key).or_default() += 1;
    }
}

/// Whether a part is not known to the plan.
fn any(unknown: &Json) -> bool {
    match unknown {
        Json::Bool(one) => *one,
        Json::Array(items) => items.iter().any(any),
        Json::Object(members) => members.values().any(any),
        Json::Null | Json::Number(_) | Json::String(_) => false,
    }
}
