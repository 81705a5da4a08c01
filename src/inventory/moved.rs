//! Addresses that change from one tree to the next.

use std::collections::BTreeMap;

use super::module::Place;

/// What the next tree says of addresses, by root.
pub(super) type Moves<'m> = BTreeMap<&'m str, &'m [Moved]>;

/// An address that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The old address.
    pub from: String,
    /// The new one.
    pub to: String,
    /// Where that is written.
    pub place: Place,
}

impl Moved {
    /// The address after a move of itself or of a module around it.
    fn of(&self, address: &str) -> Option<String> {
        let rest = address.strip_prefix(&*self.from)?;
        let whole = rest.is_empty() || rest.starts_with('.') || rest.starts_with('[');
        whole.then(|| format!("{}{rest}", self.to))
    }
}

/// The address that something has after some moves, if that is another one.
pub(super) fn moved(moves: &[Moved], address: &str) -> Option<String> {
    let mut found: Option<String> = None;
    // One may follow another; more than all of them do not.
    for _ in moves {
        let from = found.as_deref().unwrap_or(address);
        let to = moves.iter().find_map(|moved| moved.of(from));
        match to {
            Some(to) => found = Some(to),
            None => break,
        }
    }
    found
}
