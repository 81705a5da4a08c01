//! What AWS makes of what was written, and what a plan makes of the difference: a line each in `normal.tsv`, with its source.
//!
//! A line is a type, the dotted path of an argument inside it, the form that a read has (`form.rs`), what a plan makes of it, and where
//! that was read:
//!
//! | a plan | because the provider |
//! |---|---|
//! | `shows` a change, for ever | compares what is written with what is read |
//! | `hides` it | compares by what both mean (`DiffSuppressFunc`) |
//! | `keeps` what the state has | does so when it reads as well (`DiffSuppressOnRefresh`, semantic equality) |
//! | `has` that form already | plans what will be read (`StateFunc`) |

mod containers;
mod form;
mod parameters;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use aws_catalogue::Value;
use form::Form;
pub(crate) use form::times_1024;

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| written().filter_map(Line::parse).collect());

/// What becomes of one argument.
#[derive(Debug)]
pub(crate) struct Line {
    kind: &'static str,
    path: &'static str,
    word: &'static str,
    form: Form,
    plan: Plan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Shows,
    Hides,
    Keeps,
    Has,
}

fn written() -> impl Iterator<Item = &'static str> {
    include_str!("normal.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// The lines of a type.
pub(crate) fn lines(kind: &str) -> impl Iterator<Item = &'static Line> {
    LINES.iter().filter(move |line| line.kind == kind)
}

/// Gives a planned object the forms that the provider plans and, where a difference from the state means nothing to it, the state's.
pub(crate) fn settle(kind: &str, prior: &Value, planned: &mut Value) {
    for line in lines(kind) {
        match line.plan {
            Plan::Shows => {}
            Plan::Has => line.apply(planned),
            Plan::Hides | Plan::Keeps => line.leave(prior, planned),
        }
    }
}

impl Line {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().filter(|field| !field.is_empty());
        let (kind, path, word) = (next()?, next()?, next()?);
        let plan = match next()? {
            "shows" => Plan::Shows,
            "hides" => Plan::Hides,
            "keeps" => Plan::Keeps,
            "has" => Plan::Has,
            _ => return None,
        };
        next()?;
        Some(Self { kind, path, word, form: Form::parse(word)?, plan })
    }

    pub(crate) fn name(&self) -> String {
        format!("{}.{} {}", self.kind, self.path, self.word)
    }

    /// Gives an object the form that a read has, or what the state has, where the provider keeps that.
    pub(crate) fn read(&self, object: &mut Value, state: &Value) {
        self.apply(object);
        if self.plan == Plan::Keeps {
            self.leave(state, object);
        }
    }

    /// Leaves an object as it was before where both mean the same.
    fn leave(&self, before: &Value, object: &mut Value) {
        let whole = object.clone();
        self.keep(before, object, self.path, [before, &whole]);
    }

    /// Gives an object the form that AWS tells.
    pub(crate) fn apply(&self, object: &mut Value) {
        let whole = object.clone();
        self.rewrite(object, self.path, &whole);
    }

    fn rewrite(&self, value: &mut Value, path: &str, whole: &Value) {
        let (step, rest) = step(path);
        match value {
            Value::List(items) => {
                for item in items {
                    self.rewrite(item, path, whole);
                }
            }
            Value::Map(pairs) => {
                let Some(one) = pairs.get(step) else { return };
                let mut one = one.clone();
                match rest {
                    Some(rest) => self.rewrite(&mut one, rest, whole),
                    None => one = self.form.of(&one, value, whole).unwrap_or(one),
                }
                value.set(step, one);
            }
            Value::Null | Value::Unknown | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }

    /// Leaves a value as the state has it where both are the same in this form. The wholes are state and plan.
    fn keep(&self, prior: &Value, planned: &mut Value, path: &str, wholes: [&Value; 2]) {
        let (step, rest) = step(path);
        match planned {
            // Of more or fewer blocks than before nobody knows which is which.
            Value::List(items) => {
                if items.len() == prior.items().len() {
                    for (item, prior) in items.iter_mut().zip(prior.items()) {
                        self.keep(prior, item, path, wholes);
                    }
                }
            }
            Value::Map(pairs) => {
                let Some(one) = pairs.get(step) else { return };
                let (mut one, before) = (one.clone(), prior.get(step));
                if let Some(rest) = rest {
                    self.keep(before, &mut one, rest, wholes);
                } else if !before.is_null() && one.is_known() {
                    let form = |value: &Value, beside: &Value, whole: &Value| {
                        self.form.of(value, beside, whole).unwrap_or_else(|| value.clone())
                    };
                    if form(before, prior, wholes[0]) == form(&one, planned, wholes[1]) {
                        one.clone_from(before);
                    }
                }
                planned.set(step, one);
            }
            Value::Null | Value::Unknown | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }
}

fn step(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)))
}
