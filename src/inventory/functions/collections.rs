//! Functions on lists, sets and maps. A set of what is not a text or a number has no order that we know.

use std::sync::Arc;

use super::super::compare::Same;
use super::super::convert::{self, Wanted, pairs};
use super::super::number::Number;
use super::super::scope::{Eval, Failure, failed};
use super::super::symbol::Sym;
use super::super::value::{Members, Value};
use super::arguments::{nth, open, open_scalar};

/// The elements of a list or set, in order; none where they are not known.
fn items(value: &Value) -> Result<Option<Vec<Value>>, Failure> {
    match value {
        Value::List(items) => Ok(Some(items.to_vec())),
        Value::Set(_) => {
            Ok(pairs(value, true)?.map(|all| all.into_iter().map(|(_, one)| one).collect()))
        }
        Value::Sym(_) => Ok(None),
        _ => failed("it is no list"),
    }
}

/// Whether a set has elements that may turn out to be one.
fn is_vague(value: &Value) -> bool {
    matches!(value, Value::Set(items) if items.len() > 1 && !value.is_known())
}

fn nothing(_: &hcl_edit::expr::Expression) -> Value {
    Value::Null
}

pub(super) fn to_list(arguments: &[Value]) -> Eval {
    Wanted::List(Box::new(Wanted::Any)).convert(&nth(arguments, 0), &nothing)
}

pub(super) fn to_set(arguments: &[Value]) -> Eval {
    Wanted::Set(Box::new(Wanted::Any)).convert(&nth(arguments, 0), &nothing)
}

pub(super) fn to_map(arguments: &[Value]) -> Eval {
    Wanted::Map(Box::new(Wanted::Any)).convert(&nth(arguments, 0), &nothing)
}

pub(super) fn length(arguments: &[Value]) -> Eval {
    match &nth(arguments, 0) {
        value if is_vague(value) => Ok(open_scalar("length", arguments)),
        Value::List(items) | Value::Set(items) => Ok(items.len().into()),
        Value::Map(members) => Ok(members.len().into()),
        Value::Sym(_) => Ok(open_scalar("length", arguments)),
        // Terraform counts what people see as letters.
        Value::Text(text) if text.is_ascii() && !text.contains('\r') => Ok(text.len().into()),
        Value::Text(_) => Ok(Sym::unread("length() of letters that are not ASCII")),
        Value::Instance(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
            failed("it has no length")
        }
    }
}

fn truths(name: &str, arguments: &[Value], decides: bool) -> Eval {
    let Some(items) = items(&nth(arguments, 0))? else { return Ok(open_scalar(name, arguments)) };
    let mut known = true;
    for one in items {
        match convert::to_bool(&one)? {
            Value::Bool(one) if one == decides => return Ok(Value::Bool(decides)),
            Value::Bool(_) => {}
            Value::Null if decides => {}
            Value::Null => return Ok(Value::Bool(false)),
            _ => known = false,
        }
    }
    if known { Ok(Value::Bool(!decides)) } else { Ok(open_scalar(name, arguments)) }
}

pub(super) fn all_true(arguments: &[Value]) -> Eval {
    truths("alltrue", arguments, false)
}

pub(super) fn any_true(arguments: &[Value]) -> Eval {
    truths("anytrue", arguments, true)
}

/// The first that is neither null nor an empty text.
pub(super) fn coalesce(arguments: &[Value]) -> Eval {
    let texts = arguments.iter().any(|one| matches!(one, Value::Text(_)));
    for one in arguments {
        match one {
            Value::Sym(_) => return Ok(open("coalesce", arguments)),
            Value::Null => {}
            Value::Text(text) if text.is_empty() => {}
            Value::Bool(_) | Value::Number(_) if texts => return convert::to_text(one),
            one => return Ok(one.clone()),
        }
    }
    failed("all arguments are null or empty")
}

pub(super) fn coalesce_list(arguments: &[Value]) -> Eval {
    for one in arguments {
        match one {
            Value::Null => {}
            Value::Sym(_) => return Ok(open("coalescelist", arguments)),
            one => {
                let Some(items) = one.items() else { return failed("it is no list") };
                if !items.is_empty() {
                    return Ok(one.clone());
                }
            }
        }
    }
    failed("all arguments are empty")
}

pub(super) fn compact(arguments: &[Value]) -> Eval {
    let Some(items) = items(&nth(arguments, 0))? else { return Ok(open("compact", arguments)) };
    if items.iter().any(|one| one.as_sym().is_some()) {
        return Ok(open("compact", arguments));
    }
    let full = |one: &Value| !one.is_null() && one.as_text() != Some("");
    Ok(Value::list(items.into_iter().filter(full).collect()))
}

pub(super) fn concat(arguments: &[Value]) -> Eval {
    let mut all = Vec::new();
    for one in arguments {
        match items(one)? {
            Some(items) => all.extend(items),
            None => return Ok(open("concat", arguments)),
        }
    }
    Ok(Value::list(all))
}

pub(super) fn contains(arguments: &[Value]) -> Eval {
    let (all, wanted) = (nth(arguments, 0), nth(arguments, 1));
    let Some(items) = all.items() else {
        return if all.as_sym().is_some() {
            Ok(open_scalar("contains", arguments))
        } else {
            failed("it is no list")
        };
    };
    let mut known = true;
    for one in items {
        match one.same(&wanted) {
            Same::Yes => return Ok(Value::Bool(true)),
            Same::No => {}
            Same::Open => known = false,
        }
    }
    if known { Ok(Value::Bool(false)) } else { Ok(open_scalar("contains", arguments)) }
}

pub(super) fn index(arguments: &[Value]) -> Eval {
    let (all, wanted) = (nth(arguments, 0), nth(arguments, 1));
    let Some(items) = items(&all)? else { return Ok(open_scalar("index", arguments)) };
    for (at, one) in items.iter().enumerate() {
        match one.same(&wanted) {
            Same::Yes => return Ok(at.into()),
            Same::No => {}
            Same::Open => return Ok(open_scalar("index", arguments)),
        }
    }
    failed("it is not in the list")
}

pub(super) fn distinct(arguments: &[Value]) -> Eval {
    let Some(items) = items(&nth(arguments, 0))? else { return Ok(open("distinct", arguments)) };
    if items.iter().any(|one| !one.is_known()) {
        return Ok(open("distinct", arguments));
    }
    let mut found: Vec<Value> = Vec::new();
    for one in items {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    Ok(Value::list(found))
}

/// Counts on from the beginning where the list ends.
pub(super) fn element(arguments: &[Value]) -> Eval {
    let number = convert::to_number(&nth(arguments, 1))?;
    let (Some(items), Value::Number(at)) = (items(&nth(arguments, 0))?, number) else {
        return Ok(open("element", arguments));
    };
    if at < Number::from(0) {
        return Ok(Sym::unread("element() counted from the end, which not every Terraform does"));
    }
    let count = i64::try_from(items.len()).ok().filter(|count| *count > 0);
    let at = count.zip(at.whole()).and_then(|(count, at)| at.checked_rem_euclid(count));
    let at = at.and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| items.get(at))
        .cloned()
        .ok_or_else(|| Failure("there is no element".to_owned()))
}

/// What may be a list or may not leaves all open.
pub(super) fn flatten(arguments: &[Value]) -> Eval {
    fn flat(value: Value, to: &mut Vec<Value>) -> bool {
        match &value {
            Value::List(_) | Value::Set(_) => {
                let Ok(Some(items)) = items(&value) else { return false };
                items.into_iter().all(|one| flat(one, to))
            }
            Value::Sym(sym) if !sym.scalar() => false,
            _ => {
                to.push(value);
                true
            }
        }
    }
    let all = nth(arguments, 0);
    if all.items().is_none() && all.as_sym().is_none() {
        return failed("it is no list");
    }
    let mut found = Vec::new();
    if flat(all, &mut found) { Ok(Value::list(found)) } else { Ok(open("flatten", arguments)) }
}

fn members(value: &Value) -> Result<Option<Arc<Members>>, Failure> {
    match value {
        Value::Sym(_) => Ok(None),
        other => other.members().map(Some).ok_or_else(|| Failure("it is no map".to_owned())),
    }
}

pub(super) fn keys(arguments: &[Value]) -> Eval {
    Ok(match members(&nth(arguments, 0))? {
        Some(members) => Value::list(members.keys().cloned().map(Value::Text).collect()),
        None => return Ok(open("keys", arguments)),
    })
}

pub(super) fn values(arguments: &[Value]) -> Eval {
    Ok(match members(&nth(arguments, 0))? {
        Some(members) => Value::list(members.values().cloned().collect()),
        None => return Ok(open("values", arguments)),
    })
}

pub(super) fn lookup(arguments: &[Value]) -> Eval {
    let key = convert::to_text(&nth(arguments, 1))?;
    Ok(match (members(&nth(arguments, 0))?, key) {
        (Some(members), Value::Text(key)) => {
            members.get(&key).cloned().unwrap_or_else(|| nth(arguments, 2))
        }
        (_, Value::Null) => return failed("the key is null"),
        _ => return Ok(open("lookup", arguments)),
    })
}

pub(super) fn merge(arguments: &[Value]) -> Eval {
    let mut all = Members::new();
    for one in arguments.iter().filter(|one| !one.is_null()) {
        match members(one)? {
            Some(members) => {
                all.extend(members.iter().map(|(name, one)| (Arc::clone(name), one.clone())));
            }
            None => return Ok(open("merge", arguments)),
        }
    }
    Ok(Value::map(all))
}

fn extreme(name: &str, arguments: &[Value], best: fn(Number, Number) -> Number) -> Eval {
    let mut found = None;
    for one in arguments {
        match convert::to_number(one)? {
            Value::Number(one) => found = Some(found.map_or(one, |found| best(found, one))),
            Value::Null => return failed("an argument is null"),
            _ => return Ok(open_scalar(name, arguments)),
        }
    }
    found.map(Value::Number).ok_or_else(|| Failure("no arguments".to_owned()))
}

pub(super) fn max(arguments: &[Value]) -> Eval {
    extreme("max", arguments, Ord::max)
}

pub(super) fn min(arguments: &[Value]) -> Eval {
    extreme("min", arguments, Ord::min)
}

pub(super) fn one(arguments: &[Value]) -> Eval {
    let value = nth(arguments, 0);
    if is_vague(&value) {
        return Ok(open("one", arguments));
    }
    let Some(items) = items(&value)? else { return Ok(open("one", arguments)) };
    match items.as_slice() {
        [] => Ok(Value::Null),
        [one] => Ok(one.clone()),
        _ => failed("there are several"),
    }
}

pub(super) fn range(arguments: &[Value]) -> Eval {
    let mut numbers = Vec::new();
    for one in arguments {
        match convert::to_number(one)? {
            Value::Number(one) => numbers.push(one),
            Value::Null => return failed("an argument is null"),
            _ => return Ok(open("range", arguments)),
        }
    }
    let (zero, one) = (Number::from(0), Number::from(1));
    let down = |from: &Number, to: &Number| if from > to { one.negated() } else { one };
    let (from, to, step) = match numbers.as_slice() {
        [to] => (zero, *to, down(&zero, to)),
        [from, to] => (*from, *to, down(from, to)),
        [from, to, step] => (*from, *to, *step),
        _ => return failed("other arguments"),
    };
    if from != to && (step == zero || (step > zero) != (to > from)) {
        return failed("the step leads away from the end");
    }
    let (mut list, mut next) = (Vec::new(), from);
    while (step > zero && next < to) || (step < zero && next > to) {
        if list.len() >= 1024 {
            return failed("more than 1024 numbers");
        }
        list.push(Value::Number(next));
        let Some(after) = next.add(step) else { return Ok(Sym::unread("a number of many digits")) };
        next = after;
    }
    Ok(Value::list(list))
}

/// The product of sets is a set; that of lists a list.
pub(super) fn set_product(arguments: &[Value]) -> Eval {
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for argument in arguments {
        let Some(items) = items(argument)? else { return Ok(open("setproduct", arguments)) };
        if all.len().saturating_mul(items.len()) > 100_000 {
            return Ok(Sym::unread("a product of more than 100000"));
        }
        let longer = |before: &Vec<Value>| {
            let before = before.clone();
            let longer = items.clone().into_iter().map(move |one| {
                let mut longer = before.clone();
                longer.push(one);
                longer
            });
            longer.collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    let all = all.into_iter().map(Value::list).collect();
    let is_set = arguments.iter().all(|one| matches!(one, Value::Set(_)));
    Ok(if is_set { Value::set(all) } else { Value::list(all) })
}

pub(super) fn set_subtract(arguments: &[Value]) -> Eval {
    let set = Wanted::Set(Box::new(Wanted::Any));
    let (from, what) = (nth(arguments, 0), nth(arguments, 1));
    let (from, what) = (set.convert(&from, &nothing)?, set.convert(&what, &nothing)?);
    if !from.is_known() || !what.is_known() {
        return Ok(open("setsubtract", arguments));
    }
    let (Some(from), Some(what)) = (from.items(), what.items()) else {
        return failed("it is no set");
    };
    Ok(Value::set(from.iter().filter(|one| !what.contains(one)).cloned().collect()))
}

pub(super) fn slice(arguments: &[Value]) -> Eval {
    let place = |at| convert::to_number(&nth(arguments, at));
    let (Some(items), Value::Number(from), Value::Number(to)) =
        (items(&nth(arguments, 0))?, place(1)?, place(2)?)
    else {
        return Ok(open("slice", arguments));
    };
    let place = |at: Number| at.whole().and_then(|at| usize::try_from(at).ok());
    let part = place(from).zip(place(to)).and_then(|(from, to)| items.get(from..to));
    part.map(|part| Value::list(part.to_vec()))
        .ok_or_else(|| Failure("there is no such part".to_owned()))
}

pub(super) fn sort(arguments: &[Value]) -> Eval {
    let list = Wanted::List(Box::new(Wanted::Text)).convert(&nth(arguments, 0), &nothing)?;
    let Some(items) = items(&list)? else { return Ok(open("sort", arguments)) };
    if items.iter().any(|one| one.as_text().is_none()) {
        return if items.iter().any(Value::is_null) {
            failed("an element is null")
        } else {
            Ok(open("sort", arguments))
        };
    }
    let mut items = items;
    items.sort_by(|one, other| one.as_text().cmp(&other.as_text()));
    Ok(Value::list(items))
}
