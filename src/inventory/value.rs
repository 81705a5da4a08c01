//! Values of Terraform's language, of which parts may not be known yet.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::number::Number;
use super::symbol::{Digest, Hash, Sym};

/// The members of a map or an object.
pub type Members = BTreeMap<Arc<str>, Value>;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Arc<str>),
    /// A list or a tuple.
    List(Arc<Vec<Self>>),
    /// A set: sorted, nothing in it twice.
    Set(Arc<Vec<Self>>),
    /// A map or an object.
    Map(Arc<Members>),
    /// An object of a resource or data source, whose attributes are found when they are asked for.
    Instance(Arc<dyn Object>),
    /// Not known yet, or not to be shown.
    Sym(Arc<Sym>),
}

/// An object of a resource or data source.
pub trait Object: fmt::Debug + Send + Sync {
    /// The root that it is in.
    fn root(&self) -> &Arc<str>;

    /// Its address in its root, as Terraform prints it once the next tree has moved it.
    fn address(&self) -> &Arc<str>;

    /// The same, in its own tree.
    fn written(&self) -> &Arc<str>;

    /// What is configured, in the types of the catalogue; without what is null.
    fn arguments(&self) -> &Arc<Members>;

    /// The same as it is told: without what is only written, and what must not be shown is hidden.
    fn told(&self) -> Arc<Members>;

    /// An attribute; none where the type has no such thing.
    fn attribute(&self, name: &str) -> Option<Value>;

    /// All attributes.
    fn members(&self) -> Members;
}

impl PartialEq for dyn Object {
    fn eq(&self, other: &Self) -> bool {
        (self.root(), self.address(), self.arguments())
            == (other.root(), other.address(), other.arguments())
    }
}

impl Eq for dyn Object {}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::List(Arc::new(items))
    }

    pub(super) fn map(members: Members) -> Self {
        Self::Map(Arc::new(members))
    }

    pub(super) fn set(mut items: Vec<Self>) -> Self {
        items.sort_by(Self::order);
        items.dedup();
        Self::Set(Arc::new(items))
    }

    /// The order of sets: that of Terraform for texts and numbers, and a fixed one otherwise.
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Number(one), Self::Number(two)) => one.cmp(two),
            (Self::Bool(one), Self::Bool(two)) => one.cmp(two),
            _ => (self.rank(), self.digest()).cmp(&(other.rank(), other.digest())),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Bool(_) => 1,
            Self::Number(_) => 2,
            Self::Text(_) => 3,
            Self::List(_) => 4,
            Self::Set(_) => 5,
            Self::Map(_) | Self::Instance(_) => 6,
            Self::Sym(_) => 7,
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is a text, a number or a truth, known or not.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        match self {
            Self::Bool(_) | Self::Number(_) | Self::Text(_) => true,
            Self::Sym(sym) => sym.scalar(),
            Self::Null | Self::List(_) | Self::Set(_) | Self::Map(_) | Self::Instance(_) => false,
        }
    }

    /// Whether no part waits for anything, nor is hidden.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let mut known = true;
        self.symbols(&mut |_| known = false);
        known
    }

    /// The text, if it is one that is known.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The truth, if it is one that is known.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(one) = self { Some(*one) } else { None }
    }

    /// What is not known yet, if the value as a whole is not.
    #[must_use]
    pub fn as_sym(&self) -> Option<&Sym> {
        if let Self::Sym(sym) = self { Some(sym) } else { None }
    }

    /// The elements of a list or set.
    #[must_use]
    pub fn items(&self) -> Option<&[Self]> {
        if let Self::List(items) | Self::Set(items) = self { Some(items) } else { None }
    }

    /// The members of a map or object; an instance has all that its type has.
    #[must_use]
    pub fn members(&self) -> Option<Arc<Members>> {
        match self {
            Self::Map(members) => Some(Arc::clone(members)),
            Self::Instance(instance) => Some(Arc::new(instance.members())),
            _ => None,
        }
    }

    /// A member of an object that is known to have it.
    #[must_use]
    pub fn get(&self, name: &str) -> Self {
        match self {
            Self::Map(members) => members.get(name).cloned().unwrap_or_default(),
            Self::Instance(instance) => instance.attribute(name).unwrap_or_default(),
            _ => Self::Null,
        }
    }

    /// Calls for all parts that are not known.
    pub(crate) fn symbols(&self, call: &mut impl FnMut(&Sym)) {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => {}
            Self::List(items) | Self::Set(items) => items.iter().for_each(|one| one.symbols(call)),
            Self::Map(members) => members.values().for_each(|one| one.symbols(call)),
            Self::Instance(instance) => {
                instance.members().values().for_each(|one| one.symbols(call));
            }
            Self::Sym(sym) => call(sym),
        }
    }

    /// What tells it apart from every other value.
    pub(super) fn digest(&self) -> Digest {
        let mut hash = Hash::new(match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Set(_) => "set",
            Self::Map(_) => "map",
            Self::Instance(_) => "instance",
            Self::Sym(sym) => return sym.digest,
        });
        match self {
            Self::Null | Self::Sym(_) => {}
            Self::Bool(one) => hash.bytes(&[u8::from(*one)]),
            Self::Number(one) => hash.text(&one.to_string()),
            Self::Text(text) => hash.text(text),
            Self::List(items) | Self::Set(items) => {
                items.iter().for_each(|one| hash.bytes(&one.digest()));
            }
            Self::Map(members) => {
                for (name, one) in members.iter() {
                    hash.text(name);
                    hash.bytes(&one.digest());
                }
            }
            Self::Instance(instance) => {
                hash.text(instance.root());
                hash.text(instance.address());
                hash.bytes(&Self::Map(Arc::clone(instance.arguments())).digest());
            }
        }
        hash.end()
    }
}

impl From<bool> for Value {
    fn from(one: bool) -> Self {
        Self::Bool(one)
    }
}

impl From<i64> for Value {
    fn from(one: i64) -> Self {
        Self::Number(one.into())
    }
}

impl From<usize> for Value {
    fn from(one: usize) -> Self {
        i64::try_from(one).map_or_else(|_| Sym::unread("a number that is too large"), Self::from)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// As a reviewer reads it: what is hidden is never shown.
impl fmt::Display for Value {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => to.write_str("null"),
            Self::Bool(one) => one.fmt(to),
            Self::Number(one) => one.fmt(to),
            Self::Text(text) => write!(to, "{text:?}"),
            Self::List(items) | Self::Set(items) => {
                to.debug_list().entries(items.iter().map(Shown)).finish()
            }
            Self::Map(members) => to
                .debug_map()
                .entries(members.iter().map(|(name, one)| (name, Shown(one))))
                .finish(),
            Self::Instance(instance) => to.write_str(instance.address()),
            Self::Sym(sym) if sym.hidden().is_some() => to.write_str("(sensitive)"),
            Self::Sym(_) => to.write_str("(known after apply)"),
        }
    }
}

struct Shown<'v>(&'v Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, to)
    }
}
