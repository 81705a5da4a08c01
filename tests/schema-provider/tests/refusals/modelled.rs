//! What golden trees set, set wrongly: each line of `limits` and `model` is tried on an object that has its argument, with a value beyond
//! it. A line of `limits` whose argument no golden tree has wants a case.

use aws_catalogue::Value;
use libtest_mimic::Failed;
use schema_provider::account::{Account, Object};
use schema_provider::refuse::{self, Limit};

/// What patterns do not take; which of them, a pattern's line does not tell.
const ODD: &[&str] =
    &[" ", "*", "a b", "A:*", "é", "\u{1}", "x\u{7f}", "/", ":x", "internal-x", "aws-x", "*a*"];

/// Nor do they take such numbers.
const NUMBERS: &[f64] = &[1.0, 11.0, 0.3, 999_999.0];

/// Every line, in the first tree that has its argument.
pub(super) fn holds(accounts: &[Account]) -> Result<(), Failed> {
    let mut faults = Vec::new();
    let cases = super::table::rules()?;
    for Limit { argument, must, line, .. } in refuse::limited() {
        let (kind, path) = argument.split_once('.').unwrap_or_default();
        let mut found = accounts.iter().flat_map(|account| {
            let of_kind = account.keyed(kind).map(move |(key, object)| (account, key, object));
            of_kind.filter(|(_, _, object)| at(object, path).is_some())
        });
        let Some((account, key, object)) = found.next() else {
            if !cases.contains(&line) {
                faults.push(format!("{line}: no golden tree has it, and no case"));
            }
            continue;
        };
        let refused = wrong(must, at(object, path)).into_iter().any(|value| {
            let mut broken = object.clone();
            put(&mut broken, path, &value);
            let (before, after) = (&Value::Null, &broken);
            let changed = Object { kind, region: &key.region, before, after };
            refuse::judge(changed, account).contains(&line)
        });
        if !refused && !cases.contains(&line) {
            faults.push(format!("{line}: nothing is refused that is not {must}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// Values that are not what they must be.
fn wrong(asked: &str, value: Option<&Value>) -> Vec<Value> {
    let (word, rest) = asked.split_once(' ').unwrap_or_default();
    let (least, most) = rest.split_once("..").unwrap_or_default();
    let (below, above) =
        (least.parse().map(|end: i64| end - 1), most.parse().map(|end: i64| end + 1));
    let beyond = [above, below].into_iter().flatten();
    let text = |text: String| Value::Text(text);
    match word {
        "range" => beyond.map(|end| Value::from_json(&end.into())).collect(),
        "length" => {
            beyond.filter_map(|end| Some(text("x".repeat(usize::try_from(end).ok()?)))).collect()
        }
        "items" => beyond
            .filter_map(|end| {
                let one = value?.items().first().cloned().unwrap_or_default();
                Some(Value::List(vec![one; usize::try_from(end).ok()?]))
            })
            .collect(),
        _ if matches!(value, Some(Value::Number(_))) => {
            NUMBERS.iter().map(|number| Value::from_json(&(*number).into())).collect()
        }
        // Also as long as an ARN or a version has to be.
        _ => [1_usize, 16, 24]
            .iter()
            .flat_map(|least| ODD.iter().map(move |odd| odd.repeat(least.div_ceil(odd.len()))))
            .map(text)
            .collect(),
    }
}

/// The first value at a path that is no block.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    match path.split_once('.') {
        None => Some(value.get(path)).filter(|value| !value.is_null()),
        Some((step, rest)) => value.get(step).items().iter().find_map(|item| at(item, rest)),
    }
}

/// Puts a value there, in every block on the way.
fn put(value: &mut Value, path: &str, other: &Value) {
    let Value::Map(pairs) = value else { return };
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    match pairs.get_mut(step) {
        Some(Value::List(items)) if !rest.is_empty() => {
            for item in items {
                put(item, rest, other);
            }
        }
        Some(place) => *place = other.clone(),
        None => {}
    }
}
