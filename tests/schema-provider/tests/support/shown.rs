//! States and plans, as Terraform writes them in JSON.

use std::collections::BTreeSet;

use libtest_mimic::Failed;
use serde_json::Value;

/// An object that a state has.
pub(crate) struct Instance<'a> {
    /// `managed` or `data`.
    pub(crate) mode: &'a str,
    pub(crate) kind: &'a str,
    /// `module.table_users.aws_dynamodb_table.this["a"]`
    pub(crate) address: String,
    pub(crate) attributes: &'a Value,
    /// The resources that it was made after.
    pub(crate) depends: Vec<String>,
}

/// What a plan does with an object.
pub(crate) struct Planned<'a> {
    pub(crate) kind: &'a str,
    pub(crate) address: &'a str,
    /// `create`, `delete create`, `no-op`, ...
    pub(crate) actions: String,
    pub(crate) before: &'a Value,
    pub(crate) after: &'a Value,
    pub(crate) unknown: &'a Value,
    /// The arguments that cannot change in place.
    pub(crate) replaces: BTreeSet<&'a str>,
}

/// The objects of a state.
pub(crate) fn instances(state: &Value) -> impl Iterator<Item = Instance<'_>> {
    list(state, "resources").flat_map(|resource| {
        let (module, name) = (text(resource, "module"), text(resource, "name"));
        let (kind, mode) = (text(resource, "type"), text(resource, "mode"));
        let dot = if module.is_empty() { "" } else { "." };
        list(resource, "instances").map(move |instance| {
            let key = instance.get("index_key").filter(|key| !key.is_null());
            let key = key.map(|key| format!("[{key}]")).unwrap_or_default();
            let address = format!("{module}{dot}{kind}.{name}{key}");
            let attributes = instance.get("attributes").unwrap_or(&Value::Null);
            let depends = list(instance, "dependencies").filter_map(Value::as_str);
            let depends = depends.map(str::to_owned).collect();
            Instance { mode, kind, address, attributes, depends }
        })
    })
}

/// What `terraform show -json` prints of a plan, beside warnings.
pub(crate) fn plan(printed: &str) -> Result<Value, Failed> {
    let line = printed.lines().find(|line| line.starts_with('{')).unwrap_or_default();
    Ok(serde_json::from_str(line)?)
}

/// What a plan does with managed objects.
pub(crate) fn changes(plan: &Value) -> impl Iterator<Item = Planned<'_>> {
    let managed = list(plan, "resource_changes").filter(|one| text(one, "mode") == "managed");
    managed.map(|one| {
        let change = one.get("change").unwrap_or(&Value::Null);
        let part = |key: &str| change.get(key).unwrap_or(&Value::Null);
        let actions: Vec<&str> = list(change, "actions").filter_map(Value::as_str).collect();
        Planned {
            kind: text(one, "type"),
            address: text(one, "address"),
            actions: actions.join(" "),
            before: part("before"),
            after: part("after"),
            unknown: part("after_unknown"),
            replaces: list(change, "replace_paths")
                .filter_map(|path| path.get(0)?.as_str())
                .collect(),
        }
    })
}

pub(crate) fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
