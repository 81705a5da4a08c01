//! A tree in the words of an older provider.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use hcl::edit::Ident;
use hcl::edit::expr::{Expression, TraversalOperator};
use hcl::edit::structure::{Attribute, Block, Body, Structure};
use hcl::edit::visit_mut::{VisitMut, visit_expr_mut};
use libtest_mimic::Failed;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::support::terraform::is_hcl;

/// The rules, as `dialect.toml` explains them.
#[derive(Deserialize)]
pub(crate) struct Dialect {
    rule: Vec<Rule>,
    /// The versions of types' schemas, where there are any.
    versions: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    why: String,
    types: Vec<String>,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    set: BTreeMap<String, String>,
    #[serde(default)]
    refer: BTreeMap<String, String>,
}

/// Entries of rules that did something, each as `types: path`.
pub(crate) type Used = BTreeSet<String>;

impl Dialect {
    pub(crate) fn read() -> Result<Self, Failed> {
        let dialect: Self = toml::from_str(include_str!("dialect.toml"))?;
        match dialect.rule.iter().find(|rule| rule.why.is_empty()) {
            Some(rule) => Err(format!("the rule of {:?} has no reason", rule.types).into()),
            None => Ok(dialect),
        }
    }

    /// The version of a type's schema, where it has one.
    pub(crate) fn version(&self, kind: &str) -> Option<u64> {
        self.versions.get(kind).copied()
    }

    /// Takes from an object what the older provider does not know.
    pub(crate) fn forget(&self, kind: &str, object: &mut Map<String, Value>) {
        for rule in self.rule.iter().filter(|rule| rule.fits_type(kind)) {
            for path in &rule.drop {
                forget_at(object, &path.split('.').collect::<Vec<_>>());
            }
        }
    }

    /// Every entry of every rule.
    pub(crate) fn entries(&self) -> Used {
        let paths = |rule: &Rule| {
            let all = rule.drop.iter().chain(rule.set.keys()).chain(rule.refer.keys());
            all.map(|path| rule.entry(path)).collect::<Vec<_>>()
        };
        self.rule.iter().flat_map(paths).collect()
    }

    /// Rewrites every file of a tree in place; says which entries that took.
    pub(crate) fn rewrite(&self, folder: &Path) -> Result<Used, Failed> {
        let mut used = Used::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                used.append(&mut self.rewrite(&path)?);
            } else if is_hcl(&path) {
                let text = fs::read_to_string(&path)?;
                let mut body: Body =
                    text.parse().map_err(|error| format!("{}: {error}", path.display()))?;
                self.apply(&mut body, &mut used)?;
                fs::write(&path, body.to_string())?;
            }
        }
        Ok(used)
    }

    fn apply(&self, body: &mut Body, used: &mut Used) -> Result<(), Failed> {
        for rule in &self.rule {
            for block in body.blocks_mut().filter(|block| rule.fits(block)) {
                for path in &rule.drop {
                    let steps: Vec<&str> = path.split('.').collect();
                    if drop_at(&mut block.body, &steps) {
                        used.insert(rule.entry(path));
                    }
                }
                for (path, value) in &rule.set {
                    let steps: Vec<&str> = path.split('.').collect();
                    if set_at(&mut block.body, &steps, &value.parse()?) {
                        used.insert(rule.entry(path));
                    }
                }
            }
            for (attribute, becomes) in &rule.refer {
                let mut refer = Refer { rule, attribute, becomes: becomes.parse()?, hits: false };
                refer.visit_body_mut(body);
                if refer.hits {
                    used.insert(rule.entry(attribute));
                }
            }
        }
        Ok(())
    }
}

impl Rule {
    fn entry(&self, path: &str) -> String {
        format!("{}: {path}", self.types.join(" "))
    }

    fn fits(&self, block: &Block) -> bool {
        let name = match block.ident.as_str() {
            "resource" | "data" | "ephemeral" => {
                block.labels.first().map_or("", hcl::edit::structure::BlockLabel::as_str)
            }
            other => other,
        };
        self.fits_type(name)
    }

    fn fits_type(&self, name: &str) -> bool {
        let all = name.starts_with("aws_") && self.types.iter().any(|one| one == "*");
        all || self.types.iter().any(|one| one == name)
    }
}

/// The bodies of the blocks with a name in a body, also of dynamic ones.
fn nested<'a>(body: &'a mut Body, name: &'a str) -> impl Iterator<Item = &'a mut Body> {
    body.blocks_mut().filter_map(move |block| match block.ident.as_str() {
        "dynamic" if block.has_labels(&[name]) => {
            block.body.get_blocks_mut("content").next().map(|content| &mut content.body)
        }
        ident if ident == name => Some(&mut block.body),
        _ => None,
    })
}

fn drop_at(body: &mut Body, steps: &[&str]) -> bool {
    let Some((name, rest)) = steps.split_first() else { return false };
    if rest.is_empty() {
        let gone = |one: &Structure| match one {
            Structure::Attribute(attribute) => attribute.has_key(name),
            Structure::Block(block) => {
                block.has_ident(name) || block.has_ident("dynamic") && block.has_labels(&[*name])
            }
        };
        let places: Vec<usize> =
            body.iter().enumerate().filter(|(_, one)| gone(one)).map(|(place, _)| place).collect();
        places.iter().rev().for_each(|place| drop(body.remove(*place)));
        return !places.is_empty();
    }
    if let (Some(mut attribute), [element]) = (body.get_attribute_mut(name), rest)
        && let Expression::Array(list) = attribute.value_mut()
    {
        let place = list
            .iter()
            .position(|one| one.as_variable().is_some_and(|one| one.as_str() == *element));
        return place.is_some_and(|place| {
            list.remove(place);
            true
        });
    }
    nested(body, name).filter_map(|inner| drop_at(inner, rest).then_some(())).count() > 0
}

fn forget_at(object: &mut Map<String, Value>, steps: &[&str]) {
    let Some((name, rest)) = steps.split_first() else { return };
    if rest.is_empty() {
        object.remove(*name);
        return;
    }
    match object.get_mut(*name) {
        Some(Value::Array(items)) => {
            items.iter_mut().filter_map(Value::as_object_mut).for_each(|one| forget_at(one, rest));
        }
        Some(Value::Object(inner)) => forget_at(inner, rest),
        None | Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
    }
}

fn set_at(body: &mut Body, steps: &[&str], value: &Expression) -> bool {
    let Some((name, rest)) = steps.split_first() else { return false };
    if rest.is_empty() {
        body.remove_attribute(name);
        body.push(Attribute::new(Ident::new(*name), value.clone()));
        return true;
    }
    nested(body, name).filter_map(|inner| set_at(inner, rest, value).then_some(())).count() > 0
}

/// Replaces what reads an attribute.
struct Refer<'a> {
    rule: &'a Rule,
    attribute: &'a str,
    becomes: Expression,
    hits: bool,
}

impl VisitMut for Refer<'_> {
    fn visit_expr_mut(&mut self, node: &mut Expression) {
        if let Expression::Traversal(traversal) = node
            && let Some(name) = traversal.expr.as_variable()
            && self.rule.fits_type(name)
            && traversal.operators.iter().skip(1).any(|operator| {
                matches!(operator.value(), TraversalOperator::GetAttr(name) if name.as_str() == self.attribute)
            })
        {
            *node = self.becomes.clone();
            self.hits = true;
        } else {
            visit_expr_mut(self, node);
        }
    }
}
