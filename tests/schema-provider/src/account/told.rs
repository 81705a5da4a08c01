//! What a read says of an object: what the account has and, of what AWS never tells, what the state has.
//!
//! Source: `untold` of the crate `aws-catalogue`.

use aws_catalogue::{Entry, Value, facts};

use crate::problem::Problem;
use crate::schema;

/// Terraform's own block: no provider hears of it but with the configuration.
const OWN: &str = "timeouts";

/// What a read makes of a state.
pub(crate) fn read(entry: &Entry, object: &Value, state: &Value) -> Result<Value, Problem> {
    let mut read = object.clone();
    schema::fit(&entry.block, &mut read);
    let untold = facts::untold(&entry.name)?.map(|untold| untold.arguments);
    for path in untold.iter().flatten().map(String::as_str).chain([OWN]) {
        keep(&mut read, state, path);
    }
    Ok(read)
}

/// Leaves an argument as the state has it, inside blocks where they are as many.
fn keep(read: &mut Value, state: &Value, path: &str) {
    match (read, path.split_once('.')) {
        (Value::List(items), Some(_)) if items.len() == state.items().len() => {
            for (item, state) in items.iter_mut().zip(state.items()) {
                keep(item, state, path);
            }
        }
        (Value::Map(pairs), Some((step, rest))) => {
            if let Some(inner) = pairs.get_mut(step) {
                keep(inner, state.get(step), rest);
            }
        }
        (Value::Map(pairs), None) => {
            if let Some(one) = pairs.get_mut(path) {
                one.clone_from(state.get(path));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use aws_catalogue::{Catalogue, Kind};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_aws_never_tells_stays_as_the_state_has_it() {
        let entry = Catalogue::new().entry(Kind::Resource, "aws_s3_bucket").unwrap();
        let object =
            Value::from_json(&json!({ "bucket": "a", "force_destroy": true, "no": "such" }));
        let state = Value::from_json(&json!({ "bucket": "b", "force_destroy": false }));
        let read = read(&entry, &object, &state).unwrap();
        assert_eq!(read.get("bucket").text(), Some("a"));
        assert_eq!(read.get("force_destroy"), &Value::Bool(false));
        assert_eq!(read.get("no"), &Value::Null);
    }
}
