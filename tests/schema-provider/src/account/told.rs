//! What a read says of an object: what the account has, as AWS tells it, and, of what AWS never tells, what the state has.
//!
//! Sources: `untold` of the crate `aws-catalogue`, and those of `normal`.

use aws_catalogue::{Entry, Value, facts};

use crate::normal::{self, Line};
use crate::problem::Problem;
use crate::schema;

/// Terraform's own block: no provider hears of it but with the configuration.
const OWN: &str = "timeouts";

/// How objects of a type are read.
#[derive(Debug)]
pub struct Told<'a> {
    entry: &'a Entry,
    untold: Vec<String>,
    lines: Vec<&'static Line>,
}

impl<'a> Told<'a> {
    /// With everything that is known of the type.
    ///
    /// # Errors
    /// When the facts of the type cannot be read.
    pub fn of(entry: &'a Entry) -> Result<Self, Problem> {
        let untold = facts::untold(&entry.name)?.map(|untold| untold.arguments);
        let lines = normal::lines(&entry.name).collect();
        Ok(Self { entry, untold: untold.unwrap_or_default(), lines })
    }

    /// The arguments that AWS never tells.
    #[must_use]
    pub fn untold(&self) -> &[String] {
        &self.untold
    }

    /// As if one argument were told, or one were told as it was written.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.untold.retain(|one| one != name);
        self.lines.retain(|line| line.name() != name);
        self
    }

    /// What a read makes of a state.
    #[must_use]
    pub fn read(&self, object: &Value, state: &Value) -> Value {
        let mut read = object.clone();
        schema::fit(&self.entry.block, &mut read);
        for line in &self.lines {
            line.read(&mut read, state);
        }
        for path in self.untold.iter().map(String::as_str).chain([OWN]) {
            keep(&mut read, state, path);
        }
        // Blocks of which nobody knows are none.
        schema::fit(&self.entry.block, &mut read);
        read
    }
}

/// Leaves an argument as the state has it: inside blocks where they are as many, or where the state has none, as an import.
fn keep(read: &mut Value, state: &Value, path: &str) {
    match (read, path.split_once('.')) {
        (Value::List(items), _) if items.len() == state.items().len() => {
            for (item, state) in items.iter_mut().zip(state.items()) {
                keep(item, state, path);
            }
        }
        (Value::List(items), _) if state.is_null() => {
            for item in items {
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
        let read = Told::of(&entry).unwrap().read(&object, &state);
        assert_eq!(read.get("bucket").text(), Some("a"));
        assert_eq!(read.get("force_destroy"), &Value::Bool(false));
        assert_eq!(read.get("no"), &Value::Null);
    }

    #[test]
    fn the_same_in_blocks_and_an_import_knows_nothing_of_it() {
        let entry = Catalogue::new().entry(Kind::Resource, "aws_dynamodb_table").unwrap();
        let table = |tags: bool| {
            Value::from_json(
                &json!({ "replica": [{ "region_name": "a", "propagate_tags": tags }] }),
            )
        };
        let told = Told::of(&entry).unwrap();
        let tags = |state: &Value| {
            told.read(&table(true), state).get("replica").items()[0].get("propagate_tags").clone()
        };
        assert_eq!(tags(&table(false)), Value::Bool(false));
        assert_eq!(tags(&Value::Null), Value::Null);
    }
}
