//! The values of module inputs.

use std::borrow::Cow;

use super::module::{Module, Output, Sample};
use crate::aws::RegionName;

/// Which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CallId(pub(super) usize);

/// Text that is ours, or that somebody wrote.
pub(crate) type Text = Cow<'static, str>;

/// A value of a module input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(u64),
    /// An integer and a half, the only fraction in the output: 2 is 2.5.
    AndHalf(u64),
    /// Text, always written as a quoted literal.
    Str(Text),
    /// A list.
    List(Vec<Self>),
    /// A map or object, in this order. No key is there twice: the graph looks.
    Map(Vec<(Text, Self)>),
    /// An output of another call.
    Ref(Ref),
}

/// An output of a call, or what lies in it under some keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ref {
    /// The call.
    pub(crate) call: CallId,
    /// The module that has the output; the graph holds the call to it.
    pub(super) module: Module,
    /// The output's name.
    pub(crate) output: &'static str,
    /// Keys into the output's value.
    pub(crate) keys: Vec<Text>,
    /// What it then holds.
    pub(crate) sample: Sample,
}

impl Ref {
    pub(super) fn new(call: CallId, output: Output) -> Self {
        let Output { module, name, sample } = output;
        Self { call, module, output: name, keys: Vec::new(), sample }
    }

    /// The entry of a map output.
    pub(crate) fn at(mut self, key: impl Into<Text>) -> Self {
        self.keys.push(key.into());
        self
    }
}

impl Expr {
    /// Visits every reference in the value.
    pub(crate) fn for_each_ref<'e>(&'e self, visit: &mut impl FnMut(&'e Ref)) {
        match self {
            Self::Ref(reference) => visit(reference),
            Self::List(items) => items.iter().for_each(|item| item.for_each_ref(visit)),
            Self::Map(entries) => entries.iter().for_each(|(_, value)| value.for_each_ref(visit)),
            Self::Bool(_) | Self::Int(_) | Self::AndHalf(_) | Self::Str(_) => {}
        }
    }

    /// What it says, if it is a text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Str(text) = self { Some(text) } else { None }
    }

    /// A key that a map in the value has twice.
    pub(super) fn doubled(&self) -> Option<&str> {
        match self {
            Self::List(items) => items.iter().find_map(Self::doubled),
            Self::Map(entries) => {
                let mut keys: Vec<&str> = entries.iter().map(|(key, _)| &**key).collect();
                keys.sort_unstable();
                let twice = keys.windows(2).find_map(|pair| match pair {
                    [one, other] if one == other => Some(*one),
                    _ => None,
                });
                twice.or_else(|| entries.iter().find_map(|(_, value)| value.doubled()))
            }
            Self::Bool(_) | Self::Int(_) | Self::AndHalf(_) | Self::Str(_) | Self::Ref(_) => None,
        }
    }

    /// A map from pairs.
    pub(crate) fn map<K: Into<Text>, V: Into<Self>>(
        entries: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// A text of ours.
    pub(crate) const fn fixed(text: &'static str) -> Self {
        Self::Str(Cow::Borrowed(text))
    }

    /// A number that is counted in halves.
    pub(crate) fn halves(halves: u32) -> Self {
        let whole = u64::from(halves / 2);
        if halves.is_multiple_of(2) { Self::Int(whole) } else { Self::AndHalf(whole) }
    }

    /// A list.
    pub(crate) fn list<V: Into<Self>>(items: impl IntoIterator<Item = V>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u32> for Expr {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u64> for Expr {
    fn from(value: u64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Expr {
    fn from(value: &str) -> Self {
        Self::Str(value.to_owned().into())
    }
}

impl From<String> for Expr {
    fn from(value: String) -> Self {
        Self::Str(value.into())
    }
}

impl From<RegionName> for Expr {
    fn from(value: RegionName) -> Self {
        Self::fixed(value.as_str())
    }
}

impl From<Ref> for Expr {
    fn from(value: Ref) -> Self {
        Self::Ref(value)
    }
}

impl<V: Into<Self>> From<Vec<V>> for Expr {
    fn from(value: Vec<V>) -> Self {
        Self::list(value)
    }
}
