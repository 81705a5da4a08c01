//! What golden trees set, set wrongly: each line of `model` is tried on an object that has its argument, with a value beyond
//! what AWS's model of the operation takes.

use aws_catalogue::Value;
use libtest_mimic::Failed;
use schema_provider::account::{Account, Object};
use schema_provider::refuse;

/// What patterns do not take; which of them, a pattern's line does not tell.
const ODD: &[&str] = &[" ", "*", "a b", "A:*", "é", "\u{1}", "x\u{7f}", "/", ":x"];

/// Every line, in the first tree that has its argument.
pub(super) fn holds(accounts: &[Account]) -> Result<(), Failed> {
    let mut faults = Vec::new();
    for (argument, must) in refuse::modelled() {
        let (kind, path) = argument.split_once('.').unwrap_or_default();
        let mut found = accounts.iter().flat_map(|account| {
            let of_kind = account.keyed(kind).map(move |(key, object)| (account, key, object));
            of_kind.filter(|(_, _, object)| at(object, path).is_some())
        });
        let Some((account, key, object)) = found.next() else {
            faults.push(format!("{argument}: no golden tree has it"));
            continue;
        };
        let refused = wrong(must, at(object, path)).into_iter().any(|value| {
            let mut broken = object.clone();
            put(&mut broken, path, &value);
            let (before, after) = (&Value::Null, &broken);
            let changed = Object { kind, region: &key.region, before, after };
            refuse::judge(changed, account).contains(&format!("model {argument}"))
        });
        if !refused {
            faults.push(format!("{argument}: nothing is refused that is not {must}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// Values that are not what they must be.
fn wrong(must: &str, value: Option<&Value>) -> Vec<Value> {
    let (word, rest) = must.split_once(' ').unwrap_or_default();
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
        "only" => vec![text("no such word".to_owned())],
        _ => ODD.iter().map(|odd| text((*odd).to_owned())).collect(),
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
