//! The account: what exists, whichever root made it, and what time it is there.
//!
//! A tree has several states, and each run of Terraform starts its own provider, so all that happens to the account is a
//! line of one file that they share: an object is there, it is gone, time has passed. Whoever changes something holds the
//! lock, has read every line, and adds one; whoever reads takes no lock. An object is told apart by its type, its region
//! and its name, so of two objects of one name the second is refused, whoever makes it.

mod journal;
mod names;
pub(crate) mod told;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_catalogue::Value;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use journal::{Journal, Locked};

/// The environment variable that names the folder. Without it nothing is remembered.
const FOLDER: &str = "SCHEMA_PROVIDER_ACCOUNT";

/// The region of what is in no region.
pub const GLOBAL: &str = "global";

/// What tells an object apart from all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// `aws_vpc`
    pub kind: String,
    /// `eu-west-1`, or [`GLOBAL`].
    pub region: String,
    /// What AWS tells objects of the type apart by; for most that is the id.
    pub name: String,
}

/// An object of the account as a change finds and leaves it.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    /// `aws_vpc`
    pub kind: &'a str,
    /// `eu-west-1`, or [`GLOBAL`].
    pub region: &'a str,
    /// Null where it is created.
    pub before: &'a Value,
    /// Null where it is deleted.
    pub after: &'a Value,
}

/// What may happen to an account.
#[derive(Debug, Serialize, Deserialize)]
enum Event {
    /// An object is so from now on. A new one has the seed that its ids were made from.
    Is { key: Key, seed: Option<u64>, attributes: serde_json::Value },
    /// An object is no longer there; its name is not free before that second.
    Gone { key: Key, until: u64 },
    /// So many seconds have passed.
    Later { seconds: u64 },
}

/// What is there at a moment.
#[derive(Debug, Default, Clone)]
pub struct Account {
    objects: BTreeMap<Key, Arc<Value>>,
    /// What is being deleted, and until when.
    leaving: BTreeMap<Key, (Arc<Value>, u64)>,
    /// Who is meant by an id or an ARN.
    known: BTreeMap<String, Vec<Key>>,
    /// How many objects were made from a seed.
    made: BTreeMap<u64, u64>,
    /// Seconds since the account was opened.
    clock: u64,
}

/// The account behind all runs on a tree.
pub struct Store {
    journal: Option<Journal>,
    account: Mutex<Account>,
}

/// The account while nobody else changes it.
pub struct Changing<'a> {
    account: MutexGuard<'a, Account>,
    file: Option<Locked<'a>>,
}

impl Key {
    /// The key of an object. None of an object without anything that could tell it apart.
    #[must_use]
    pub fn of(kind: &str, region: &str, object: &Value) -> Option<Self> {
        let name = names::of(kind, object)?;
        Some(Self { kind: kind.to_owned(), region: region.to_owned(), name })
    }
}

impl Account {
    /// The objects of a type in all regions.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.keyed(kind).map(|(_, object)| object)
    }

    /// The same, each with its key.
    pub fn keyed<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a Key, &'a Value)> {
        let first = Key { kind: kind.to_owned(), region: String::new(), name: String::new() };
        let objects = self.objects.range(first..).take_while(move |(key, _)| key.kind == kind);
        objects.map(|(key, object)| (key, &**object))
    }

    /// Everything that is there.
    pub fn everything(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.objects.iter().map(|(key, object)| (key, &**object))
    }

    /// An object.
    #[must_use]
    pub fn find(&self, key: &Key) -> Option<&Value> {
        self.objects.get(key).map(|object| &**object)
    }

    /// The objects whose id or ARN a text is.
    pub fn meant_by<'a>(&'a self, text: &str) -> impl Iterator<Item = (&'a Key, &'a Value)> {
        let keys = self.known.get(text).into_iter().flatten();
        keys.filter_map(|key| self.objects.get_key_value(key)).map(|(key, object)| (key, &**object))
    }

    /// The object of a type whose id or ARN a text is.
    #[must_use]
    pub fn one(&self, kind: &str, text: &str) -> Option<&Value> {
        self.meant_by(text).find(|(key, _)| key.kind == kind).map(|(_, object)| object)
    }

    /// What is being deleted of a type, and until when it keeps its name.
    pub fn leaving<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a Key, &'a Value)> {
        let still = self.leaving.iter().filter(move |(key, _)| key.kind == kind);
        still
            .filter(|(_, (_, until))| *until > self.clock)
            .map(|(key, (object, _))| (key, &**object))
    }

    /// As if an object were so.
    pub fn suppose(&mut self, key: Key, object: Value) {
        self.learn(&key, &object);
        self.objects.insert(key, Arc::new(object));
    }

    /// As if an object had never been.
    pub fn forget(&mut self, key: &Key) {
        self.objects.remove(key);
    }

    /// How many objects were made from a seed.
    pub(crate) fn made(&self, seed: u64) -> u64 {
        self.made.get(&seed).copied().unwrap_or_default()
    }

    /// Whether a name is taken, be it by what is being deleted.
    fn taken(&self, key: &Key) -> bool {
        self.objects.contains_key(key)
            || self.leaving.get(key).is_some_and(|(_, until)| *until > self.clock)
    }

    fn learn(&mut self, key: &Key, object: &Value) {
        for word in ["id", "arn"] {
            let Some(word) = object.get(word).text() else { continue };
            let meant = self.known.entry(word.to_owned()).or_default();
            if !meant.contains(key) {
                meant.push(key.clone());
            }
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Is { key, seed, attributes } => {
                if let Some(seed) = seed {
                    *self.made.entry(seed).or_default() += 1;
                }
                self.leaving.remove(&key);
                self.suppose(key, Value::from_json(&attributes));
            }
            Event::Gone { key, until } => {
                if let Some(object) = self.objects.remove(&key)
                    && until > self.clock
                {
                    self.leaving.insert(key, (object, until));
                }
            }
            Event::Later { seconds } => self.clock += seconds,
        }
    }
}

impl Store {
    pub(crate) fn from_environment() -> Self {
        Self { journal: std::env::var_os(FOLDER).map(Journal::new), account: Mutex::default() }
    }

    /// The account of a folder, which need not be there yet.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        Self { journal: Some(Journal::new(folder)), account: Mutex::default() }
    }

    /// Whether anything is remembered.
    pub(crate) fn remembers(&self) -> bool {
        self.journal.is_some()
    }

    /// What is there now.
    ///
    /// # Errors
    /// When the account's file cannot be read.
    pub fn now(&self) -> Result<MutexGuard<'_, Account>, Problem> {
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(journal) = &self.journal {
            journal.catch_up(&mut account)?;
        }
        Ok(account)
    }

    /// Keeps everybody else from changing anything: what is judged is what is there when it happens.
    ///
    /// # Errors
    /// When the account's file cannot be read.
    pub fn lock(&self) -> Result<Changing<'_>, Problem> {
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        let file = self.journal.as_ref().map(|journal| journal.lock(&mut account)).transpose()?;
        Ok(Changing { account, file })
    }
}

impl Changing<'_> {
    /// Takes a change down. Fails when another object has the name.
    pub(crate) fn remember(
        &mut self,
        object: Object<'_>,
        seed: u64,
        stays: u64,
    ) -> Result<(), Problem> {
        let Object { kind, region, before, after } = object;
        let (old, new) = (Key::of(kind, region, before), Key::of(kind, region, after));
        if let Some(key) = new.as_ref().filter(|new| old.as_ref() != Some(new))
            && self.account.taken(key)
            && !names::may_be_taken_over(after)
        {
            let detail = format!("There is a {kind} {} in {region} already.", key.name);
            return Err(Problem::new("The name is taken").detail(detail));
        }
        if let Some(key) = old.filter(|old| new.as_ref() != Some(old)) {
            let until = self.account.clock.saturating_add(stays);
            self.record(Event::Gone { key, until })?;
        }
        match new {
            Some(key) => {
                let seed = before.is_null().then_some(seed);
                self.record(Event::Is { key, seed, attributes: after.to_json() })
            }
            None => Ok(()),
        }
    }

    /// An object that nobody's Terraform made, or that somebody changed outside it, is so from now on.
    ///
    /// # Errors
    /// When the account's file cannot be written.
    pub fn put(&mut self, key: Key, object: &Value) -> Result<(), Problem> {
        self.record(Event::Is { key, seed: None, attributes: object.to_json() })
    }

    /// Somebody deletes an object outside Terraform.
    ///
    /// # Errors
    /// When the account's file cannot be written.
    pub fn delete(&mut self, key: Key) -> Result<(), Problem> {
        self.record(Event::Gone { key, until: 0 })
    }

    /// Time passes.
    ///
    /// # Errors
    /// When the account's file cannot be written.
    pub fn pass(&mut self, seconds: u64) -> Result<(), Problem> {
        self.record(Event::Later { seconds })
    }

    /// Without a folder only the number of objects of a seed is kept, so that two of them differ.
    fn record(&mut self, event: Event) -> Result<(), Problem> {
        match (&mut self.file, event) {
            (Some(file), event) => {
                file.append(&event)?;
                self.account.happens(event);
            }
            (None, Event::Is { seed: Some(seed), .. }) => {
                *self.account.made.entry(seed).or_default() += 1;
            }
            (None, _) => {}
        }
        Ok(())
    }
}

impl Deref for Changing<'_> {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Value {
        let mut table = Value::Map(BTreeMap::new());
        table.set("name", name.into());
        table.set("id", name.into());
        table
    }

    fn change(store: &Store, region: &str, before: &Value, after: &Value, stays: u64) -> bool {
        let object = Object { kind: "aws_dynamodb_table", region, before, after };
        store.lock().unwrap().remember(object, 7, stays).is_ok()
    }

    #[test]
    fn a_name_is_free_again_when_its_object_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        // As two roots see it.
        let [one, other] = [(); 2].map(|()| Store::open(folder.path()));
        let users = table("users");
        let none = Value::Null;
        assert!(change(&one, "eu-west-1", &none, &users, 0));
        assert!(!change(&other, "eu-west-1", &none, &users, 0));
        assert!(change(&other, "eu-west-2", &none, &users, 0));
        assert!(change(&other, "eu-west-1", &users, &users, 0));
        assert_eq!(one.now().unwrap().all("aws_dynamodb_table").count(), 2);
        assert_eq!(one.now().unwrap().meant_by("users").count(), 2);
        assert!(change(&one, "eu-west-1", &users, &none, 0));
        assert!(change(&other, "eu-west-1", &none, &users, 0));
        assert_eq!(one.now().unwrap().made(7), 3);
    }

    #[test]
    fn a_name_stays_taken_until_time_has_passed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path());
        let users = table("users");
        assert!(change(&store, "eu-west-1", &Value::Null, &users, 0));
        assert!(change(&store, "eu-west-1", &users, &Value::Null, 60));
        assert_eq!(store.now().unwrap().leaving("aws_dynamodb_table").count(), 1);
        store.lock().unwrap().pass(59).unwrap();
        assert!(!change(&store, "eu-west-1", &Value::Null, &users, 0));
        store.lock().unwrap().pass(1).unwrap();
        assert!(change(&store, "eu-west-1", &Value::Null, &users, 0));
    }

    #[test]
    fn what_a_killed_run_left_of_a_line_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(journal::FILE);
        let store = Store::open(folder.path());
        assert!(change(&store, "eu-west-1", &Value::Null, &table("users"), 0));
        let whole = std::fs::read(&file).unwrap();
        std::fs::write(&file, [whole.as_slice(), br#"{"Is":{"ke"#].concat()).unwrap();
        let store = Store::open(folder.path());
        assert_eq!(store.now().unwrap().everything().count(), 1);
        assert!(change(&store, "eu-west-1", &Value::Null, &table("orders"), 0));
        assert_eq!(Store::open(folder.path()).now().unwrap().everything().count(), 2);
    }
}
