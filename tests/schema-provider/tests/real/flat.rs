//! A root whose objects name their regions, expanded: each object by itself, under a provider of its region.
//!
//! 5.100.0 has no region on anything but its provider, and one provider cannot follow an expression. So what the stand-in made is
//! written once more, object by object: the arguments with their values, and in the place of what only an apply makes up the object
//! that it is of, in whichever region.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use aws_catalogue::{Attribute, Block, Catalogue, Kind};
use libtest_mimic::Failed;
use serde_json::{Map, Value, json};

use super::dialect::Dialect;
use super::older::older;
use crate::support::shown;

/// Where a global service is asked.
const GLOBAL: &str = "us-east-1";

/// What the provider says itself, or its configuration does.
const NEVER: [&str; 3] = ["id", "region", "tags_all"];

/// What no state has; 5.100.0 wants one beside its version.
const SECRET: &str = "{\"username\": \"app\", \"password\": \"not-a-secret\"}";

/// The least length of a text that can only be of one object.
const LEAST: usize = 8;

/// A root in JSON, and what it is made of.
pub(super) struct Flat {
    pub(super) config: Value,
    pub(super) regions: BTreeSet<String>,
    pub(super) types: BTreeSet<String>,
    /// The types that were there and are left out.
    pub(super) left: BTreeSet<String>,
}

/// What the stand-in made.
struct Object {
    kind: String,
    address: String,
    region: String,
    attributes: Map<String, Value>,
    /// The paths of what a plan of it did not know, without places in lists.
    unknown: BTreeSet<String>,
    /// The resources that it waited for.
    after: BTreeSet<String>,
    /// In whose state it is, by the order of roots.
    root: usize,
}

/// Texts that an apply made up, longest first, each with whose it is, by its place among the objects, and what reads it there.
struct Made(Vec<(String, usize, String)>);

/// Where an address is in the expanded root.
pub(super) fn place(root: usize, kind: &str, address: &str) -> String {
    format!("{kind}.{}", slug(root, address))
}

/// Two regions have the same addresses.
fn slug(root: usize, address: &str) -> String {
    let plain = |one: char| if one.is_ascii_alphanumeric() || one == '-' { one } else { '_' };
    format!("root{root}_") + &address.chars().map(plain).collect::<String>()
}

/// Expands roots: of each the plan of its first apply, and the state that the apply left.
pub(super) fn flat(
    roots: Vec<(Value, Value)>,
    left: &BTreeMap<String, String>,
    dialect: &Dialect,
) -> Result<Flat, Failed> {
    let mut objects = Vec::new();
    for (root, (plan, mut state)) in roots.into_iter().enumerate() {
        older(&mut state, dialect)?;
        objects.extend(read(root, &plan, &state, dialect));
    }
    let (gone, mut objects): (Vec<Object>, Vec<Object>) =
        objects.into_iter().partition(|one| left.contains_key(&one.kind));
    after_subnets(&mut objects);
    // What an object waits for, all of it waited less.
    objects.sort_by_key(|one| (one.root, one.after.len()));

    let catalogue = Catalogue::default();
    let blocks: Vec<Block> = objects
        .iter()
        .map(|one| Ok(catalogue.entry(Kind::Resource, &one.kind)?.block))
        .collect::<Result<_, Failed>>()?;
    let made = Made::of(&objects, &blocks);
    let (mut resources, mut tags) = (Map::new(), Value::Null);
    for (number, (one, block)) in objects.iter().zip(&blocks).enumerate() {
        let mut body = argued(block, &one.attributes, "", one, &made.before(number));
        body.insert("provider".to_owned(), one.region.as_str().into());
        let before: Vec<String> = objects
            .iter()
            .filter(|other| other.root == one.root && one.after.contains(resource(&other.address)))
            .map(|other| place(other.root, &other.kind, &other.address))
            .collect();
        body.insert("depends_on".to_owned(), json!(before));
        let of_kind = resources.entry(one.kind.as_str()).or_insert_with(|| json!({}));
        let of_kind = of_kind.as_object_mut().ok_or("resources of a type are no map")?;
        if of_kind.insert(slug(one.root, &one.address), body.into()).is_some() {
            return Err(
                format!("two objects are {}", place(one.root, &one.kind, &one.address)).into()
            );
        }
        if tags.is_null() {
            tags = default_tags(&one.attributes);
        }
    }
    let regions: BTreeSet<String> = objects.iter().map(|one| one.region.clone()).collect();
    let providers: Map<String, Value> = regions
        .iter()
        .map(|region| {
            let keys = json!({ "region": region, "access_key": "AKIA0000ACCOUNT", "secret_key": "moto", "default_tags": [{ "tags": tags }] });
            (region.clone(), keys)
        })
        .collect();
    let sources: Map<String, Value> =
        regions.iter().map(|one| (one.clone(), json!({ "source": source(one) }))).collect();
    let config = json!({
        "terraform": { "required_providers": sources },
        "provider": providers,
        "resource": resources,
    });
    let [types, left] = [objects, gone].map(|of| of.into_iter().map(|one| one.kind).collect());
    Ok(Flat { config, regions, types, left })
}

/// The name under which a region's provider is found.
pub(super) fn source(region: &str) -> String {
    format!("registry.terraform.io/real/{region}")
}

/// The objects of a root.
fn read(root: usize, plan: &Value, state: &Value, dialect: &Dialect) -> Vec<Object> {
    let mut unknown: BTreeMap<&str, BTreeSet<String>> = shown::changes(plan)
        .map(|one| {
            let mut paths = BTreeSet::new();
            mark(one.unknown, "", &mut paths);
            (one.address, paths)
        })
        .collect();
    let after = |instance: &shown::Instance| {
        let names = instance.depends.iter();
        names.filter(|one| !one.contains("data.")).cloned().collect::<BTreeSet<String>>()
    };
    shown::instances(state)
        .map(|instance| {
            let mut attributes = instance.attributes.as_object().cloned().unwrap_or_default();
            let region = attributes.get("region").and_then(Value::as_str).unwrap_or(GLOBAL);
            let region = region.to_owned();
            dialect.forget(instance.kind, &mut attributes);
            Object {
                kind: instance.kind.to_owned(),
                region,
                attributes,
                unknown: known_since(
                    instance.kind,
                    unknown.remove(instance.address.as_str()).unwrap_or_default(),
                ),
                after: after(&instance),
                address: instance.address,
                root,
            }
        })
        .collect()
}

/// Without what `older` says in other words: there a plan of it would be of those.
fn known_since(kind: &str, mut unknown: BTreeSet<String>) -> BTreeSet<String> {
    if kind == "aws_dynamodb_table" {
        unknown.retain(|path| !path.starts_with("global_secondary_index."));
    }
    if kind == "aws_nat_gateway" {
        unknown.insert("subnet_id".to_owned());
    }
    unknown
}

/// Lets a gateway, and what waits for it, wait for the subnet that it has only in the older words.
fn after_subnets(objects: &mut [Object]) {
    let mut more: Vec<(String, BTreeSet<String>)> = Vec::new();
    for gateway in objects.iter().filter(|one| one.kind == "aws_nat_gateway") {
        let subnet = gateway.attributes.get("subnet_id");
        let is_its = |one: &&Object| one.kind == "aws_subnet" && one.attributes.get("id") == subnet;
        if let Some(subnet) = objects.iter().find(is_its) {
            let mut after = subnet.after.clone();
            after.insert(resource(&subnet.address).to_owned());
            more.push((resource(&gateway.address).to_owned(), after));
        }
    }
    for one in objects {
        let own = resource(&one.address).to_owned();
        for (gateway, after) in &more {
            if own == *gateway || one.after.contains(gateway) {
                one.after.extend(after.iter().cloned());
            }
        }
    }
}

/// The paths of what is marked.
fn mark(marks: &Value, path: &str, paths: &mut BTreeSet<String>) {
    match marks {
        Value::Bool(true) => drop(paths.insert(path.to_owned())),
        Value::Array(items) => items.iter().for_each(|one| mark(one, path, paths)),
        Value::Object(pairs) => {
            pairs.iter().for_each(|(name, one)| mark(one, &join(path, name), paths));
        }
        Value::Null | Value::Bool(false) | Value::Number(_) | Value::String(_) => {}
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// An object's resource: its address without the key of its own.
fn resource(address: &str) -> &str {
    match address.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((resource, _)) => resource,
        None => address,
    }
}

/// The arguments that a configuration gave an object: not what AWS or the provider makes up beside them.
fn argued(
    block: &Block,
    object: &Map<String, Value>,
    path: &str,
    one: &Object,
    made: &Made,
) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        let path = join(path, name);
        if NEVER.contains(&path.as_str()) {
            continue;
        }
        if let Some(attribute) = block.attributes.get(name) {
            let computed = attribute.computed();
            let (written, refers) = made.written(value);
            // A text that is empty, the provider takes for none.
            let empty = *value == "" && !attribute.required();
            let idle = computed && one.unknown.contains(&path);
            if (!computed || attribute.optional()) && (refers || !idle && !empty) {
                out.insert(name.clone(), written);
            }
            let secret = name.strip_suffix("_version");
            let secret = secret.and_then(|name| Some((name, block.attributes.get(name)?)));
            if let Some((name, _)) = secret.filter(|(_, attribute)| attribute.write_only()) {
                out.insert(name.to_owned(), SECRET.into());
            }
        } else if let Some(nested) = block.blocks.get(name) {
            let inside = |value: &Value| {
                let object = value.as_object()?;
                Some(Value::from(argued(&nested.block, object, &path, one, made)))
            };
            let items = value.as_array().map_or(slice::from_ref(value), Vec::as_slice);
            let blocks: Vec<Value> = items.iter().filter_map(inside).collect();
            if !blocks.is_empty() {
                out.insert(name.clone(), blocks.into());
            }
        }
    }
    out
}

impl Object {
    /// Whether it was made after another, and may tell what that was given.
    fn follows(&self, other: &Self) -> bool {
        self.root > other.root || self.after.contains(resource(&other.address))
    }
}

impl Made {
    /// What the applies of some objects made up, and only of one: no word of AWS's, and no name that somebody gave.
    fn of(objects: &[Object], blocks: &[Block]) -> Self {
        let texts = |one: &'_ Object| -> Vec<(String, String)> {
            let texts =
                one.attributes.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
            texts.map(|(name, text)| (name.clone(), text.to_owned())).collect()
        };
        // What a root was told, an earlier one may have made.
        let mut given: BTreeMap<String, usize> = BTreeMap::new();
        for one in objects {
            for (_, text) in texts(one).into_iter().filter(|(name, _)| !one.unknown.contains(name))
            {
                let first = given.entry(text).or_insert(one.root);
                *first = one.root.min(*first);
            }
        }
        let mut owners: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        for (number, (one, block)) in objects.iter().zip(blocks).enumerate() {
            for (name, text) in texts(one) {
                let computed = block.attributes.get(&name).is_some_and(Attribute::computed);
                let digits = text.bytes().all(|one| one.is_ascii_digit());
                if computed
                    && one.unknown.contains(&name)
                    && text.len() >= LEAST
                    && !digits
                    && given.get(&text).is_none_or(|first| *first > one.root)
                {
                    owners.entry(text).or_default().push((number, name));
                }
            }
        }
        let of_one = |(text, owners): (String, Vec<(usize, String)>)| {
            let (first, name) = owners.first()?;
            let owner = objects.get(*first)?;
            let told = |number: &usize| {
                number == first || objects.get(*number).is_some_and(|one| one.follows(owner))
            };
            let place = place(owner.root, &owner.kind, &owner.address);
            let alone = owners.iter().all(|(number, _)| told(number));
            alone.then(|| (text, *first, format!("${{{place}.{name}}}")))
        };
        let mut made: Vec<_> = owners.into_iter().filter_map(of_one).collect();
        for (number, one) in objects.iter().enumerate() {
            made.extend(proofs(one).map(|(text, reference)| (text, number, reference)));
        }
        made.sort_by_key(|(text, ..)| std::cmp::Reverse(text.len()));
        Self(made)
    }

    /// What an object can refer to: what is of those before it.
    fn before(&self, number: usize) -> Self {
        Self(self.0.iter().filter(|(_, owner, _)| *owner < number).cloned().collect())
    }

    /// A value as a configuration writes it, and whether it refers to anything.
    fn written(&self, value: &Value) -> (Value, bool) {
        match value {
            Value::String(text) => {
                let mut written = text.replace("${", "$${").replace("%{", "%%{");
                let mut refers = false;
                for (made, _, reference) in &self.0 {
                    if written.contains(made.as_str()) {
                        (written, refers) = (written.replace(made.as_str(), reference), true);
                    }
                }
                (written.into(), refers)
            }
            Value::Array(items) => {
                let (items, refers): (Vec<Value>, Vec<bool>) =
                    items.iter().map(|one| self.written(one)).unzip();
                (items.into(), refers.contains(&true))
            }
            Value::Object(pairs) => {
                let mut refers = false;
                let pairs = pairs.iter().map(|(name, one)| {
                    let (one, also) = self.written(one);
                    refers |= also;
                    (name.clone(), one)
                });
                let pairs: Map<String, Value> = pairs.collect();
                (pairs.into(), refers)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => (value.clone(), false),
        }
    }
}

/// The records that prove whose a certificate's domains are, which certificates of one domain share.
fn proofs(one: &Object) -> impl Iterator<Item = (String, String)> {
    const PROOFS: &str = "domain_validation_options";
    let all = one.attributes.get(PROOFS).and_then(Value::as_array).into_iter().flatten();
    all.flat_map(move |proof| {
        let text = |name: &str| proof.get(name).and_then(Value::as_str).unwrap_or_default();
        let place = place(one.root, &one.kind, &one.address);
        let domain = text("domain_name");
        // The provider takes the root's dot away from a record's name.
        let written = [
            ("resource_record_name", text("resource_record_name").trim_end_matches('.')),
            ("resource_record_value", text("resource_record_value")),
        ];
        written.map(|(name, text)| {
            let reference = format!(
                "${{one([for one in {place}.{PROOFS} : one.{name} if one.domain_name == \"{domain}\"])}}"
            );
            (text.to_owned(), reference)
        })
    })
}

/// The tags that an object has and does not say.
fn default_tags(attributes: &Map<String, Value>) -> Value {
    let tags = |name: &str| attributes.get(name).and_then(Value::as_object);
    let Some(all) = tags("tags_all") else { return Value::Null };
    let own = |name: &str| tags("tags").is_some_and(|tags| tags.contains_key(name));
    let rest = all.iter().filter(|(name, _)| !own(name));
    Value::Object(rest.map(|(name, value)| (name.clone(), value.clone())).collect())
}
