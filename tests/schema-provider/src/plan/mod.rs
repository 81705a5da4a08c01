//! What a change would do: the proposed state, completed as the real provider completes it.

use aws_catalogue::{Block, Entry, Nested, Nesting, Outcome, Replacement, Value, facts};

use crate::config::Settings;
use crate::normal;
use crate::problem::Problem;
use crate::region;

mod special;
mod upgrade;

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
    let mut proposed = proposed;
    if let Some(defaults) = facts::defaults(&entry.name)? {
        for (path, default) in &defaults.of {
            fill(&mut proposed, path, &Value::from_json(default));
        }
    }
    keep(&entry.block, prior, &mut proposed);
    let mut state = complete(&entry.block, proposed, prior);
    set_region(entry, config, &mut state, settings)?;
    set_tags(&entry.block, config, &mut state, settings);
    normal::settle(&entry.name, prior, &mut state);
    special::refine(&entry.name, config, prior, &mut state);
    let known = aws_catalogue::Change {
        prior,
        planned: &state,
        config,
        account: Some(settings.account.as_str()),
    };
    let replace = if prior.is_null() { Vec::new() } else { replacements(entry, known)? };
    Ok(Planned { state, replace })
}

/// Computed arguments that nobody set become unknown where something is new; write-only ones are in no state.
///
/// Terraform has put the prior value of a computed argument into the proposal, so an update keeps what it knows, and what it
/// does not: after an import that is what no read tells.
pub(crate) fn complete(block: &Block, value: Value, prior: &Value) -> Value {
    let Value::Map(mut fields) = value else {
        return value;
    };
    for (name, attribute) in &block.attributes {
        let field = fields.entry(name.clone()).or_default();
        if attribute.write_only() {
            *field = Value::Null;
        } else if attribute.computed() && field.is_null() && prior.is_null() {
            *field = Value::Unknown;
        }
    }
    for (name, nested) in &block.blocks {
        let field = fields.entry(name.clone()).or_default();
        *field = complete_nested(nested, std::mem::take(field), prior.get(name));
    }
    Value::Map(fields)
}

fn complete_nested(nested: &Nested, value: Value, prior: &Value) -> Value {
    let Value::List(items) = value else {
        return complete(&nested.block, value, prior);
    };
    let before = |(index, item): (usize, &Value)| match nested.nesting {
        Nesting::Set => prior.items().iter().find(|old| is_that(&nested.block, old, item)),
        Nesting::Single | Nesting::List => prior.items().get(index),
    };
    let none = Value::Null;
    let complete = |(index, item): (usize, Value)| {
        let before = before((index, &item)).unwrap_or(&none);
        complete(&nested.block, item, before)
    };
    Value::List(items.into_iter().enumerate().map(complete).collect())
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

/// Sets what is null, in every block on the way that is there.
fn fill(value: &mut Value, path: &str, default: &Value) {
    match (value, path.split_once('.')) {
        (Value::List(items), _) => {
            for item in items {
                fill(item, path, default);
            }
        }
        (Value::Map(pairs), Some((step, rest))) => {
            if let Some(inner) = pairs.get_mut(step) {
                fill(inner, rest, default);
            }
        }
        (Value::Map(pairs), None) => {
            if let Some(one) = pairs.get_mut(path).filter(|one| one.is_null()) {
                *one = default.clone();
            }
        }
        _ => {}
    }
}

/// Gives the blocks of a set what AWS computed of them. Terraform does so where it knows a block again, and does not know
/// those again that have defaults of the provider's.
fn keep(block: &Block, prior: &Value, proposed: &mut Value) {
    let Value::Map(fields) = proposed else { return };
    for (name, nested) in &block.blocks {
        let before = prior.get(name).items();
        if let Some(Value::List(items)) = fields.get_mut(name) {
            for (index, item) in items.iter_mut().enumerate() {
                if nested.nesting == Nesting::Set {
                    if let Some(old) = before.iter().find(|old| is_that(&nested.block, old, item)) {
                        item.clone_from(old);
                    }
                } else if let Some(old) = before.get(index) {
                    keep(&nested.block, old, item);
                }
            }
        }
    }
}

/// Whether a block is that of before, but for what is computed.
fn is_that(block: &Block, before: &Value, now: &Value) -> bool {
    let attributes = block.attributes.iter().all(|(name, one)| {
        let (old, new) = (before.get(name), now.get(name));
        old == new || new.is_null() && one.computed()
    });
    let blocks = block.blocks.iter().all(|(name, nested)| {
        let (old, new) = (before.get(name).items(), now.get(name).items());
        let known = |(index, one): (usize, &Value)| match nested.nesting {
            Nesting::Set => old.iter().any(|old| is_that(&nested.block, old, one)),
            Nesting::Single | Nesting::List => {
                old.get(index).is_some_and(|old| is_that(&nested.block, old, one))
            }
        };
        old.len() == new.len() && new.iter().enumerate().all(known)
    });
    attributes && blocks
}

/// The top arguments under which a value changes that AWS cannot change in place. What only the service knows it is asked; what
/// nobody can tell is taken for a change in place.
fn replacements(entry: &Entry, change: aws_catalogue::Change<'_>) -> Result<Vec<String>, Problem> {
    let mut names: Vec<String> = Vec::new();
    let effects = Replacement::of(&entry.name)?.map(|known| known.effects(entry, change));
    for effect in effects.unwrap_or_default() {
        let top = effect.path.split('.').next().unwrap_or(&effect.path);
        if effect.outcome == Outcome::Refused {
            let why = effect.when.unwrap_or_default();
            return Err(Problem::new(format!("{} cannot change so: {why}", effect.path)));
        }
        let replaced = match effect.outcome {
            Outcome::Replaced => true,
            Outcome::Perhaps => upgrade::is_refused(&entry.name, &effect.path, change),
            Outcome::Refused => false,
        };
        if replaced && !names.iter().any(|name| name == top) {
            names.push(top.to_owned());
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use aws_catalogue::{Catalogue, Kind};
    use serde_json::json;

    use super::*;

    fn planned(kind: &str, prior: &Value, config: &serde_json::Value) -> Result<Planned, Problem> {
        let entry = Catalogue::new().entry(Kind::Resource, kind).unwrap();
        let config = Value::from_json(config);
        let change = Change { entry: &entry, prior, proposed: config.clone(), config: &config };
        let (region, account) = ("us-east-1".to_owned(), "123456789012".to_owned());
        plan(change, &Settings { region, account, default_tags: BTreeMap::new() })
    }

    fn versioning(status: &str) -> serde_json::Value {
        json!({ "bucket": "a", "region": "us-east-1", "versioning_configuration": [{ "status": status }] })
    }

    #[test]
    fn what_is_left_out_has_its_default_in_blocks_that_are_there() {
        let config =
            json!({ "health_check": [{ "path": "/", "interval": null }], "stickiness": [] });
        let state = planned("aws_lb_target_group", &Value::Null, &config).unwrap().state;
        let check = &state.get("health_check").items()[0];
        assert_eq!(check.get("interval"), &Value::Number(30.into()));
        assert_eq!(state.get("stickiness").items(), []);
    }

    #[test]
    fn the_order_of_a_list_inside_a_set_counts() {
        let entry = Catalogue::new().entry(Kind::Resource, "aws_cloudfront_distribution").unwrap();
        let block = &entry.block.blocks["origin_group"].block;
        let group = |members: [&str; 2]| {
            let members = members.map(|one| json!({ "origin_id": one }));
            Value::from_json(&json!({ "member": members }))
        };
        assert!(is_that(block, &group(["a", "b"]), &group(["a", "b"])));
        assert!(!is_that(block, &group(["a", "b"]), &group(["b", "a"])));
    }

    #[test]
    fn a_record_is_kept_by_its_bare_name() {
        let config = json!({ "name": "_A.example.com.", "type": "CNAME", "zone_id": "Z1" });
        let kept = json!({ "name": "_a.example.com", "type": "CNAME", "zone_id": "Z1" });
        let state = planned("aws_route53_record", &Value::from_json(&kept), &config).unwrap();
        assert_eq!(state.state.get("name").text(), Some("_a.example.com"));
        assert_eq!(state.replace, Vec::<String>::new());
    }

    #[test]
    fn a_table_that_begins_to_stream_gets_another_stream() {
        let table =
            |stream| json!({ "name": "a", "stream_enabled": stream, "stream_arn": "arn:old" });
        let arn = |before: &serde_json::Value, after: &serde_json::Value| {
            let planned = planned("aws_dynamodb_table", &Value::from_json(before), after);
            planned.unwrap().state.get("stream_arn").clone()
        };
        assert_eq!(arn(&table(json!(null)), &table(json!(true))), Value::Unknown);
        assert_eq!(arn(&table(json!(null)), &table(json!(false))), "arn:old".into());
    }

    #[test]
    fn a_parameter_keeps_its_version_where_an_open_value_changes() {
        let parameter = |value| json!({ "insecure_value": value, "value": "old", "version": 1 });
        let prior = Value::from_json(&parameter("a"));
        let state = planned("aws_ssm_parameter", &prior, &parameter("b")).unwrap().state;
        assert_eq!(state.get("version"), &Value::Number(1.into()));
        assert_eq!(state.get("value"), &Value::Unknown);
    }

    #[test]
    fn a_change_is_in_place_or_a_replacement_or_refused() {
        let prior = Value::from_json(&versioning("Enabled"));
        let suspended = planned("aws_s3_bucket_versioning", &prior, &versioning("Suspended"));
        assert_eq!(suspended.unwrap().replace, Vec::<String>::new());
        let mut moved = versioning("Enabled");
        moved["bucket"] = json!("b");
        let moved = planned("aws_s3_bucket_versioning", &prior, &moved).unwrap().replace;
        assert_eq!(moved, ["bucket"]);
        assert!(planned("aws_s3_bucket_versioning", &prior, &versioning("Disabled")).is_err());
    }
}
