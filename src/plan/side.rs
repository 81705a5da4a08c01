//! An object as values of the catalogue, so that its facts can judge it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aws_catalogue::Value as Plain;

use crate::inventory::{Hidden, Members, Sym, Value, Wait};

/// How an expression begins that stands for itself: no file of Terraform can hold such a text.
const EXPRESSION: char = '\u{1}';
/// The same where the value of a part is another one.
const OTHER: &str = "\u{1}*";

/// What is before the core of an expression.
const CORE: char = ':';

/// How a value begins that is known, and that no plan shows.
const SENSITIVE: &str = "\u{2}";

/// What a part of an expression comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What it was.
    Kept,
    /// Another value, which is known when its root is planned.
    Other,
    /// Known after the apply.
    Open,
}

/// An object in one of the generations.
pub(super) struct Side<'s> {
    pub(super) root: &'s str,
    /// Its address in this generation.
    pub(super) address: &'s str,
    /// What an expression comes to.
    pub(super) part: &'s dyn Fn(&Sym) -> Part,
}

/// Whether a value, or a part of it, is an expression.
pub(super) fn is_known(value: &Plain) -> bool {
    match value {
        Plain::Text(text) => !text.starts_with(EXPRESSION),
        Plain::List(items) => items.iter().all(is_known),
        Plain::Map(pairs) => pairs.values().all(is_known),
        Plain::Unknown => false,
        Plain::Null | Plain::Bool(_) | Plain::Number(_) => true,
    }
}

/// Whether a value, or a part of it, is known after the apply.
pub(super) fn has_open(value: &Plain) -> bool {
    match value {
        Plain::Unknown => true,
        Plain::List(items) => items.iter().any(has_open),
        Plain::Map(pairs) => pairs.values().any(has_open),
        Plain::Null | Plain::Bool(_) | Plain::Number(_) | Plain::Text(_) => false,
    }
}

/// Whether two values that differ do so in expressions that may come to the same.
pub(super) fn may_be_same(one: &Plain, two: &Plain) -> bool {
    fn core(text: &str) -> Option<&str> {
        let expression = text.strip_prefix(EXPRESSION)?;
        Some(expression.split_once(CORE)?.1)
    }
    match (one, two) {
        (Plain::Text(a), Plain::Text(b)) => a == b || core(a).is_some_and(|a| core(b) == Some(a)),
        (Plain::List(one), Plain::List(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| may_be_same(one, two))
        }
        (Plain::Map(one), Plain::Map(two)) => {
            one.keys().eq(two.keys())
                && one.values().zip(two.values()).all(|(a, b)| may_be_same(a, b))
        }
        _ => one == two,
    }
}

/// What may be shown of a value.
pub(super) fn shown(value: Plain) -> Plain {
    match value {
        Plain::Text(text) if text.starts_with(SENSITIVE) => Plain::Text("(sensitive)".to_owned()),
        Plain::List(items) => Plain::List(items.into_iter().map(shown).collect()),
        Plain::Map(pairs) => {
            Plain::Map(pairs.into_iter().map(|(name, one)| (name, shown(one))).collect())
        }
        Plain::Null | Plain::Unknown | Plain::Bool(_) | Plain::Number(_) | Plain::Text(_) => value,
    }
}

impl Side<'_> {
    pub(super) fn members(&self, members: &Members) -> Plain {
        let one = |(name, value): (&std::sync::Arc<str>, &Value)| {
            (name.as_ref().to_owned(), self.value(value))
        };
        Plain::Map(members.iter().map(one).collect::<BTreeMap<_, _>>())
    }

    pub(super) fn value(&self, value: &Value) -> Plain {
        match value {
            Value::Null => Plain::Null,
            Value::Bool(one) => Plain::Bool(*one),
            Value::Number(one) => {
                serde_json::from_str(&one.to_string()).map_or(Plain::Unknown, Plain::Number)
            }
            Value::Text(text) => Plain::Text(text.as_ref().to_owned()),
            Value::List(items) | Value::Set(items) => {
                Plain::List(items.iter().map(|one| self.value(one)).collect())
            }
            Value::Map(members) => self.members(members),
            Value::Instance(object) => self.members(&object.members()),
            Value::Sym(sym) => self.symbol(sym),
        }
    }

    fn symbol(&self, sym: &Sym) -> Plain {
        if self.is_own(sym) {
            return Plain::Null;
        }
        let is_sensitive = sym.hidden() == Some(Hidden::Sensitive) && sym.waits().is_empty();
        let mut text = match (self.part)(sym) {
            Part::Kept if is_sensitive => SENSITIVE.to_owned(),
            Part::Kept => EXPRESSION.to_string(),
            Part::Other => OTHER.to_owned(),
            Part::Open => return Plain::Unknown,
        };
        for byte in sym.digest() {
            let _ = write!(text, "{byte:02x}");
        }
        if text.starts_with(EXPRESSION) && !text.starts_with(OTHER) {
            let _ = write!(text, "{CORE}{:x}", sym.core());
        }
        Plain::Text(text)
    }

    /// What AWS makes up inside the object's own blocks.
    fn is_own(&self, sym: &Sym) -> bool {
        let mut waits = sym.waits().iter().peekable();
        waits.peek().is_some()
            && waits.all(|wait| match wait {
                Wait::Attribute { root, address, .. } => {
                    **root == *self.root && **address == *self.address
                }
                Wait::Input { .. } | Wait::Pending { .. } | Wait::Unread(_) => false,
            })
    }
}
