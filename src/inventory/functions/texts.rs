//! Functions on texts.

use super::super::convert;
use super::super::scope::{Eval, Failure, failed};
use super::super::value::Value;
use super::arguments::{nth, open, open_scalar};

/// All arguments as known texts; none where one is not known.
fn known(arguments: &[Value]) -> Result<Option<Vec<String>>, Failure> {
    let mut texts = Vec::with_capacity(arguments.len());
    for argument in arguments {
        match convert::to_text(argument)? {
            Value::Text(text) => texts.push(text.as_ref().to_owned()),
            Value::Null => return failed("an argument is null"),
            _ => return Ok(None),
        }
    }
    Ok(Some(texts))
}

/// A function of so many texts.
fn of<const N: usize>(name: &str, arguments: &[Value], make: impl Fn([&str; N]) -> Value) -> Eval {
    let Some(texts) = known(arguments)? else { return Ok(open_scalar(name, arguments)) };
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    <[&str; N]>::try_from(texts).map_or_else(|_| failed("other arguments"), |texts| Ok(make(texts)))
}

pub(super) fn basename(arguments: &[Value]) -> Eval {
    of("basename", arguments, |[path]| {
        let trimmed = path.trim_end_matches('/');
        match (path, trimmed) {
            ("", _) => ".",
            (_, "") => "/",
            (_, path) => path.rsplit('/').next().unwrap_or(path),
        }
        .into()
    })
}

pub(super) fn ends_with(arguments: &[Value]) -> Eval {
    of("endswith", arguments, |[text, end]| text.ends_with(end).into())
}

pub(super) fn starts_with(arguments: &[Value]) -> Eval {
    of("startswith", arguments, |[text, start]| text.starts_with(start).into())
}

pub(super) fn trim_prefix(arguments: &[Value]) -> Eval {
    of("trimprefix", arguments, |[text, start]| text.strip_prefix(start).unwrap_or(text).into())
}

pub(super) fn trim_suffix(arguments: &[Value]) -> Eval {
    of("trimsuffix", arguments, |[text, end]| text.strip_suffix(end).unwrap_or(text).into())
}

/// Go and Rust agree on letters of ASCII.
fn ascii(name: &str, arguments: &[Value], make: impl Fn(&str) -> String) -> Eval {
    let text = nth(arguments, 0);
    if text.as_text().is_some_and(|text| !text.is_ascii()) {
        let why = format!("{name}() of letters that are not ASCII");
        return Ok(super::super::symbol::Sym::unread(why));
    }
    of(name, arguments, |[text]| make(text).into())
}

pub(super) fn lower(arguments: &[Value]) -> Eval {
    ascii("lower", arguments, str::to_lowercase)
}

pub(super) fn upper(arguments: &[Value]) -> Eval {
    ascii("upper", arguments, str::to_uppercase)
}

/// What follows anything but a letter, a digit or `_` begins a word.
pub(super) fn title(arguments: &[Value]) -> Eval {
    ascii("title", arguments, |text| {
        let mut begins = true;
        let letter = |one: char| {
            let shown = if begins { one.to_ascii_uppercase() } else { one };
            begins = !(one.is_ascii_alphanumeric() || one == '_');
            shown
        };
        text.chars().map(letter).collect()
    })
}

pub(super) fn split(arguments: &[Value]) -> Eval {
    let Some(texts) = known(arguments)? else { return Ok(open("split", arguments)) };
    let [by, text] = texts.as_slice() else { return failed("other arguments") };
    if by.is_empty() {
        return Ok(Value::list(text.chars().map(|one| one.to_string().into()).collect()));
    }
    Ok(Value::list(text.split(by.as_str()).map(Value::from).collect()))
}

/// Between slashes the second argument is a regular expression.
pub(super) fn replace(arguments: &[Value]) -> Eval {
    if nth(arguments, 1)
        .as_text()
        .is_some_and(|what| what.len() > 1 && what.starts_with('/') && what.ends_with('/'))
    {
        return Ok(super::super::symbol::Sym::unread("replace() by a regular expression"));
    }
    // Whatever would stand there instead.
    if let (Some(text), Some(from), Value::Sym(_)) =
        (nth(arguments, 0).as_text(), nth(arguments, 1).as_text(), nth(arguments, 2))
        && !text.contains(from)
    {
        return Ok(text.into());
    }
    of("replace", arguments, |[text, from, to]| text.replace(from, to).into())
}

pub(super) fn join(arguments: &[Value]) -> Eval {
    let Some((by, lists)) = arguments.split_first() else { return failed("no arguments") };
    let mut parts = vec![by.clone()];
    for list in lists {
        match list {
            Value::List(items) => parts.extend(items.iter().cloned()),
            Value::Set(items) if list.is_known() => parts.extend(items.iter().cloned()),
            Value::Set(_) | Value::Sym(_) => return Ok(open_scalar("join", arguments)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
                return failed("no list");
            }
            Value::Map(_) | Value::Instance(_) => return failed("no list"),
        }
    }
    let Some(texts) = known(&parts)? else { return Ok(open_scalar("join", arguments)) };
    let Some((by, texts)) = texts.split_first() else { return failed("no arguments") };
    Ok(texts.join(by.as_str()).into())
}
