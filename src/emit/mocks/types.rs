//! The form of what the provider computes.

/// A value that is made up.
#[derive(Debug)]
pub(super) enum MadeUp {
    Text(&'static str),
    List(&'static [Self]),
    Map(&'static [(&'static str, Self)]),
}

/// What the provider computes: by type, then by attribute, both sorted.
pub(super) type Types = [(&'static str, &'static [(&'static str, MadeUp)])];

/// The value of a name in one of those.
pub(super) fn find<T>(table: &'static [(&'static str, T)], name: &str) -> Option<&'static T> {
    let at = table.binary_search_by_key(&name, |(name, _)| name).ok()?;
    table.get(at).map(|(_, value)| value)
}
