//! What exists in the account, as far as a refusal depends on it: objects by their physical names.
//!
//! A tree has several states, and each run of Terraform starts its own provider, so the objects are files in a
//! folder that all runs on a tree share: `<type>/<region or global>/<name>`. A file appears whole or not
//! at all, and only if there was none: of two objects of one name the second is refused, whoever makes it.

mod names;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_catalogue::Value;

use crate::problem::Problem;
use crate::wire;

/// The environment variable that names the folder. Without it nothing is remembered.
const FOLDER: &str = "SCHEMA_PROVIDER_ACCOUNT";

/// The objects of the account.
#[derive(Default)]
pub(crate) struct Account {
    folder: Option<PathBuf>,
    changing: Mutex<()>,
}

/// An object of the account as a change finds and leaves it; null where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    pub(crate) kind: &'a str,
    /// `global` for services that are in no region.
    pub(crate) region: &'a str,
    pub(crate) before: &'a Value,
    pub(crate) after: &'a Value,
}

impl Account {
    pub(crate) fn from_environment() -> Self {
        Self { folder: std::env::var_os(FOLDER).map(PathBuf::from), changing: Mutex::default() }
    }

    /// One change at a time: what is judged is what is there when it happens.
    pub(crate) fn lock(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The objects of a type in all regions. What cannot be read is not there.
    pub(crate) fn all(&self, kind: &str) -> Vec<Value> {
        let Some(folder) = &self.folder else {
            return Vec::new();
        };
        let scopes = entries(&folder.join(kind));
        let objects = scopes.iter().flat_map(|scope| entries(scope));
        objects.filter_map(|file| wire::decode(&fs::read(file).ok()?).ok()).collect()
    }

    /// Takes a change down. Fails when another object has the name.
    pub(crate) fn remember(&self, object: Object<'_>) -> Result<(), Problem> {
        let Object { before, after, .. } = object;
        let (old, new) = (self.file(object, before), self.file(object, after));
        if let Some(old) = old.as_ref().filter(|old| new.as_ref() != Some(old)) {
            let gone = fs::remove_file(old);
            gone.or_else(|error| missing(&error).then_some(()).ok_or(error))
                .map_err(|error| broken(&error))?;
        }
        let Some(new) = new else {
            return Ok(());
        };
        let written = write(&new, &wire::encode(after)?, old.as_ref() == Some(&new));
        match written {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let name = names::of(object.kind, after).unwrap_or_default();
                let detail =
                    format!("There is a {} {name} in {} already.", object.kind, object.region);
                Err(Problem::new("The name is taken").detail(detail))
            }
            written => written.map_err(|error| broken(&error)),
        }
    }

    fn file(&self, object: Object<'_>, value: &Value) -> Option<PathBuf> {
        let name = names::of(object.kind, value)?;
        Some(self.folder.as_ref()?.join(object.kind).join(object.region).join(escaped(&name)))
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// A link fails where there is a file, a rename takes its place; both are one step.
fn write(file: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
    let scope = file.parent().unwrap_or(file);
    fs::create_dir_all(scope)?;
    let draft = scope.with_added_extension(format!("{}.draft", std::process::id()));
    fs::write(&draft, bytes)?;
    if over {
        return fs::rename(&draft, file);
    }
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    linked
}

fn missing(error: &io::Error) -> bool {
    error.kind() == ErrorKind::NotFound
}

fn broken(error: &io::Error) -> Problem {
    Problem::new(format!("the account's folder: {error}"))
}

/// A name as the name of a file.
fn escaped(name: &str) -> String {
    let plain = |one: u8| one.is_ascii_alphanumeric() || b"-_.".contains(&one);
    let bytes = name.bytes().enumerate();
    let escape = |(at, one): (usize, u8)| {
        if plain(one) && (at > 0 || one != b'.') {
            char::from(one).to_string()
        } else {
            format!("%{one:02x}")
        }
    };
    bytes.map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Value {
        let mut table = Value::Map(std::collections::BTreeMap::new());
        table.set("name", name.into());
        table
    }

    #[test]
    fn a_name_is_free_again_when_its_object_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let account =
            Account { folder: Some(folder.path().to_owned()), changing: Mutex::default() };
        let users = table("a/../users");
        let change = |region, before: &Value, after: &Value| {
            account.remember(Object { kind: "aws_dynamodb_table", region, before, after })
        };
        assert_eq!(change("eu-west-1", &Value::Null, &users), Ok(()));
        assert!(change("eu-west-1", &Value::Null, &users).is_err());
        assert_eq!(change("eu-west-2", &Value::Null, &users), Ok(()));
        assert_eq!(change("eu-west-1", &users, &users), Ok(()));
        assert_eq!(account.all("aws_dynamodb_table").len(), 2);
        assert_eq!(change("eu-west-1", &users, &Value::Null), Ok(()));
        assert_eq!(change("eu-west-1", &Value::Null, &users), Ok(()));
    }
}
