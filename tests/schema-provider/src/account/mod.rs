//! The account: what exists, whichever root made it, and what time it is there.
//!
//! A tree has several states, and each run of Terraform starts its own provider, so all that happens to the account is a
//! line of one file that they share: an object is there, it is gone, time has passed. Whoever changes something holds the
//! lock, has read every line, and adds one; whoever reads takes no lock. An object is told apart by its type, its region
//! and its name, so of two objects of one name the second is refused, whoever makes it.

mod journal;
mod leaving;
pub mod names;
#[cfg(test)]
mod tests;
pub mod told;

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
    /// The last revision of a family: by type, region and family.
    revisions: BTreeMap<[String; 3], u64>,
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

    /// As if an object were being deleted, and had its name for one second more.
    pub fn retire(&mut self, key: &Key) {
        self.happens(Event::Gone { key: key.clone(), until: self.clock + 1 });
    }

    /// The number of the account, as its objects' ARNs say it.
    pub(crate) fn number(&self) -> Option<&str> {
        let arns = self.objects.values().filter_map(|object| object.get("arn").text());
        let mut numbers = arns.filter_map(|arn| arn.split(':').nth(4));
        numbers.find(|number| number.len() == 12)
    }

    /// How many objects were made from a seed.
    pub(crate) fn made(&self, seed: u64) -> u64 {
        self.made.get(&seed).copied().unwrap_or_default()
    }

    /// The last revision that there was of an object's family.
    pub(crate) fn revision(&self, kind: &str, region: &str, object: &Value) -> u64 {
        let family = object.get("family").text().unwrap_or_default();
        self.revisions.get(&[kind, region, family].map(str::to_owned)).copied().unwrap_or_default()
    }

    /// That no other object has the name of this one, be it one that is being deleted.
    pub(crate) fn free(&self, object: Object<'_>) -> Result<(), Problem> {
        let Object { kind, region, before, after } = object;
        let Some(new) = Key::of(kind, region, after) else { return Ok(()) };
        if Key::of(kind, region, before).as_ref() == Some(&new) || names::may_be_taken_over(after) {
            return Ok(());
        }
        let everywhere = names::hold_everywhere(kind);
        let same = |key: &&Key| key.name == new.name && (everywhere || key.region == new.region);
        let mut there = self.keyed(kind).map(|(key, _)| (key, "There is"));
        let mut leaves = self.leaving(kind).map(|(key, _)| (key, "Still being deleted is"));
        let found = there.find(|(key, _)| same(key)).or_else(|| leaves.find(|(key, _)| same(key)));
        match found {
            Some((key, says)) => {
                let detail = format!("{says} a {kind} {} in {}.", key.name, key.region);
                Err(Problem::new("The name is taken").detail(detail))
            }
            None => Ok(()),
        }
    }

    fn learn(&mut self, key: &Key, object: &Value) {
        if let (Some(family), Some(revision)) =
            (object.get("family").text(), object.get("revision").as_i64())
        {
            let series = [key.kind.as_str(), &key.region, family].map(str::to_owned);
            let last = self.revisions.entry(series).or_default();
            *last = (*last).max(u64::try_from(revision).unwrap_or_default());
        }
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
    /// Takes a change down, and what it leaves behind.
    pub(crate) fn remember(&mut self, object: Object<'_>, seed: u64) -> Result<(), Problem> {
        let Object { kind, region, before, after } = object;
        let (old, new) = (Key::of(kind, region, before), Key::of(kind, region, after));
        if let Some(key) = old.filter(|old| new.as_ref() != Some(old)) {
            let until = self.account.clock.saturating_add(leaving::stays(kind, before));
            self.record(Event::Gone { key, until })?;
            if let Some((key, left)) = leaving::left(object) {
                self.put(key, &left)?;
            }
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
