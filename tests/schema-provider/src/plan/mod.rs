//! What a change would do: the proposed state, completed as the real provider completes it.

use aws_catalogue::{Block, Entry, Nested, Value};

use crate::config::Settings;
use crate::problem::Problem;
use crate::region;

mod special;

/// What Terraform asks about.
pub(crate) struct Change<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) prior: &'a Value,
    pub(crate) proposed: Value,
    pub(crate) config: &'a Value,
}

/// The planned state, and the arguments whose change needs a new object.
pub(crate) struct Planned {
    pub(crate) state: Value,
    pub(crate) replace: Vec<String>,
}

/// Plans a creation or an update.
pub(crate) fn plan(change: Change<'_>, settings: &Settings) -> Result<Planned, Problem> {
    let Change { entry, prior, proposed, config } = change;
    let mut state = complete(&entry.block, proposed);
    for (path, default) in &entry.rules.defaults {
        if config.get(path).is_null() {
            state.set(path, Value::from_json(default));
        }
    }
    set_region(entry, config, &mut state, settings)?;
    set_tags(&entry.block, config, &mut state, settings);
    special::refine(&entry.name, config, prior, &mut state);
    let replace = if prior.is_null() { Vec::new() } else { replacements(entry, prior, &state) };
    Ok(Planned { state, replace })
}

/// Computed arguments that nobody set become unknown; write-only ones are in no state.
///
/// Terraform has put the prior value of a computed argument into the proposal, so an update keeps
/// what it knows.
pub(crate) fn complete(block: &Block, value: Value) -> Value {
    let Value::Map(mut fields) = value else {
        return value;
    };
    for (name, attribute) in &block.attributes {
        let field = fields.entry(name.clone()).or_default();
        if attribute.write_only() {
            *field = Value::Null;
        } else if attribute.computed() && field.is_null() {
            *field = Value::Unknown;
        }
    }
    for (name, nested) in &block.blocks {
        let field = fields.entry(name.clone()).or_default();
        *field = complete_nested(nested, std::mem::take(field));
    }
    Value::Map(fields)
}

fn complete_nested(nested: &Nested, value: Value) -> Value {
    if let Value::List(items) = value {
        Value::List(items.into_iter().map(|item| complete(&nested.block, item)).collect())
    } else {
        complete(&nested.block, value)
    }
}

/// `region` is the configuration's or the provider's, never the prior state's: see `replacements`.
fn set_region(
    entry: &Entry,
    config: &Value,
    state: &mut Value,
    settings: &Settings,
) -> Result<(), Problem> {
    if !entry.regional() {
        return Ok(());
    }
    let own = config.get("region");
    own.text().map_or(Ok(()), region::check)?;
    let region = if own.is_null() { settings.region.as_str().into() } else { own.clone() };
    state.set("region", region);
    Ok(())
}

/// `tags_all` is the provider's default tags under the resource's own.
fn set_tags(block: &Block, config: &Value, state: &mut Value, settings: &Settings) {
    if !block.attributes.contains_key("tags_all") || !block.attributes.contains_key("tags") {
        return;
    }
    let own = config.get("tags");
    let mut all = settings.default_tags.clone();
    all.extend(own.pairs().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
    let unknown = matches!(own, Value::Unknown);
    state.set("tags_all", if unknown { Value::Unknown } else { Value::Map(all) });
}

/// The top arguments under which a value changes that AWS cannot change in place.
fn replacements(entry: &Entry, prior: &Value, state: &Value) -> Vec<String> {
    let region = entry.regional().then_some("region");
    let mut names: Vec<String> = Vec::new();
    for path in entry.rules.forcenew.iter().map(String::as_str).chain(region) {
        let top = path.split('.').next().unwrap_or(path);
        if !names.iter().any(|name| name == top) && differ(&at(prior, path), &at(state, path)) {
            names.push(top.to_owned());
        }
    }
    names
}

/// Every value that a dotted path reaches, through all blocks on the way.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut reached = vec![value];
    for step in path.split('.') {
        reached = reached.into_iter().flat_map(Value::items).map(|one| one.get(step)).collect();
    }
    reached
}

/// Whether two lots of values differ. Left out is the same as empty: the SDK does not tell them
/// apart.
fn differ(prior: &[&Value], planned: &[&Value]) -> bool {
    let present = |values: &[&Value]| {
        let mut texts: Vec<String> =
            values.iter().filter(|one| !one.is_absent()).map(|one| format!("{one:?}")).collect();
        texts.sort();
        texts
    };
    planned.iter().any(|one| !one.is_known()) || present(prior) != present(planned)
}
