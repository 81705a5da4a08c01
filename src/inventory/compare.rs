//! Whether two values are equal, and where they are not.

use std::sync::Arc;

use super::value::Value;

/// Whether two values are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// Whatever is not known yet.
    Yes,
    /// Known to differ.
    No,
    /// Only an apply will tell.
    Open,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A member of a map or object.
    Key(Arc<str>),
    /// An element of a list.
    Index(usize),
}

/// Where two values are not known to be equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The way there.
    pub path: Vec<Step>,
    /// What was there.
    pub before: Value,
    /// What is there now.
    pub after: Value,
    /// Whether they are known to differ.
    pub certain: bool,
}

impl Value {
    /// Whether two values are equal, whatever is not known yet.
    #[must_use]
    pub fn same(&self, other: &Self) -> Same {
        let all = |mut parts: Box<dyn Iterator<Item = Same> + '_>| {
            parts.try_fold(Same::Yes, |all, one| match (all, one) {
                (_, Same::No) => Err(Same::No),
                (Same::Open, _) | (_, Same::Open) => Ok(Same::Open),
                (_, Same::Yes) => Ok(Same::Yes),
            })
        };
        let both = |result: Result<Same, Same>| result.unwrap_or_else(|no| no);
        match (self, other) {
            (Self::Sym(one), Self::Sym(two)) if one.digest == two.digest && one.is_read() => {
                Same::Yes
            }
            (Self::Sym(_), _) | (_, Self::Sym(_)) => Same::Open,
            (Self::List(one), Self::List(two)) if one.len() == two.len() => {
                both(all(Box::new(one.iter().zip(two.iter()).map(|(one, two)| one.same(two)))))
            }
            (Self::Set(one), Self::Set(two)) => same_sets(one, two),
            (Self::Map(one), Self::Map(two)) if one.keys().eq(two.keys()) => {
                both(all(Box::new(one.values().zip(two.values()).map(|(one, two)| one.same(two)))))
            }
            (Self::Instance(one), Self::Instance(two)) => {
                Self::map(one.members()).same(&Self::map(two.members()))
            }
            _ if self == other => Same::Yes,
            _ => Same::No,
        }
    }

    /// Where two values are not known to be equal: inside lists of one length and objects part by part, sets as a whole.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        self.differ(other, &mut Vec::new(), &mut found);
        found
    }

    fn differ(&self, other: &Self, path: &mut Vec<Step>, found: &mut Vec<Difference>) {
        let mut step = |step: Step, one: &Self, two: &Self, found: &mut Vec<Difference>| {
            path.push(step);
            one.differ(two, path, found);
            path.pop();
        };
        match (self, other) {
            (Self::List(one), Self::List(two)) if one.len() == two.len() => {
                for (index, (one, two)) in one.iter().zip(two.iter()).enumerate() {
                    step(Step::Index(index), one, two, found);
                }
            }
            (Self::Map(one), Self::Map(two)) => {
                let names = one.keys().chain(two.keys().filter(|name| !one.contains_key(*name)));
                for name in names {
                    let (before, after) = (one.get(name), two.get(name));
                    let none = &Self::Null;
                    step(
                        Step::Key(Arc::clone(name)),
                        before.unwrap_or(none),
                        after.unwrap_or(none),
                        found,
                    );
                }
            }
            _ => match self.same(other) {
                Same::Yes => {}
                same @ (Same::No | Same::Open) => found.push(Difference {
                    path: path.clone(),
                    before: self.clone(),
                    after: other.clone(),
                    certain: same == Same::No,
                }),
            },
        }
    }
}

/// Elements that are not known may turn out to be any other.
fn same_sets(one: &[Value], two: &[Value]) -> Same {
    let same = one.len() == two.len() && one.iter().zip(two).all(|(a, b)| a.same(b) == Same::Yes);
    let known = |items: &[Value]| items.iter().all(Value::is_known);
    match (same, known(one) && known(two)) {
        (true, _) => Same::Yes,
        (false, true) => Same::No,
        (false, false) => Same::Open,
    }
}
