//! How values come about that are not known.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::symbol::{Digest, Hash, Hidden, Sym, Wait};
use super::value::Value;

/// Operations that show their only part as it is.
const TRANSPARENT: [&str; 7] =
    ["hidden", "tolist", "tomap", "tonumber", "toset", "tostring", "nonsensitive"];

/// Operations whose value is another one whenever a part is.
const BUILT: [&str; 10] = [
    "all tags",
    "asked",
    "concat",
    "dynamic",
    "jsonencode",
    "join",
    "minified policy",
    "object",
    "policy",
    "template",
];

impl Sym {
    /// The value of something that is waited for.
    pub(super) fn leaf(wait: Wait, scalar: bool) -> Value {
        let mut hash = Hash::new("leaf");
        match &wait {
            Wait::Attribute { root, address, path } => {
                for part in [root, bare(address), path] {
                    hash.text(part);
                }
            }
            Wait::Input { root, name } | Wait::Pending { root, address: name } => {
                hash.text(root);
                hash.text(name);
            }
            Wait::Unread(why) => hash.text(why),
        }
        Self::waiting(hash.end(), vec![wait], scalar).into()
    }

    fn waiting(digest: Digest, waits: Vec<Wait>, scalar: bool) -> Self {
        Self { digest, core: opaque(&waits, digest), waits, hidden: None, scalar }
    }

    /// What is found by a question: another value where that is another one.
    pub(super) fn asked(found: &Value, question: Value) -> Value {
        Self::made("asked", &[found.clone(), question], found.is_scalar())
    }

    /// What is told of something, and is the same wherever that is asked: known when what is waited for is there.
    pub(super) fn told(wait: Wait, what: &str, of: &str) -> Value {
        let mut hash = Hash::new(what);
        hash.text(of);
        let digest = hash.end();
        Self { core: first(digest), ..Self::waiting(digest, vec![wait], true) }.into()
    }

    /// What we cannot evaluate.
    pub(super) fn unread(why: impl Into<Arc<str>>) -> Value {
        Self::leaf(Wait::Unread(why.into()), false)
    }

    /// An operation on values that are not all known.
    pub(super) fn of(operation: &str, parts: &[Value]) -> Value {
        Self::made(operation, parts, false)
    }

    /// An operation whose result is a text, a number or a truth.
    pub(super) fn scalar_of(operation: &str, parts: &[Value]) -> Value {
        Self::made(operation, parts, true)
    }

    fn made(operation: &str, parts: &[Value], scalar: bool) -> Value {
        let mut hash = Hash::new(operation);
        let mut made = Self::waiting(Digest::default(), Vec::new(), scalar);
        let mut core = DefaultHasher::new();
        core.write(operation.as_bytes());
        for part in parts {
            let digest = part.digest();
            hash.bytes(&digest);
            core.write_u64(self::core(part, digest));
            part.symbols(&mut |sym| {
                made.waits.extend(sym.waits.iter().cloned());
                made.hidden = made.hidden.max(sym.hidden);
            });
        }
        made.waits.sort();
        made.waits.dedup();
        made.digest = hash.end();
        made.core = match parts {
            [only] if TRANSPARENT.contains(&operation) => self::core(only, only.digest()),
            // Nothing may be found in a text that is not known yet.
            [text @ Value::Sym(_), ..] if operation == "replace" => self::core(text, text.digest()),
            _ if operation == "replace" || BUILT.contains(&operation) => core.finish(),
            _ => opaque(&made.waits, made.digest),
        };
        made.into()
    }

    /// The value, never shown any more.
    pub(super) fn hide(value: &Value, hidden: Hidden) -> Value {
        if value.is_null() {
            return Value::Null;
        }
        let Value::Sym(sym) = Self::made("hidden", std::slice::from_ref(value), false) else {
            return Value::Null;
        };
        let hidden = sym.hidden.max(Some(hidden));
        let (digest, core, waits) = (sym.digest, sym.core, sym.waits.clone());
        Self { digest, core, waits, hidden, scalar: value.is_scalar() }.into()
    }

    /// The same, of which it is known that it is a text, a number or a truth.
    pub(super) fn as_scalar(&self) -> Value {
        let waits = self.waits.clone();
        Self { digest: self.digest, core: self.core, waits, hidden: self.hidden, scalar: true }
            .into()
    }
}

impl From<Sym> for Value {
    fn from(sym: Sym) -> Self {
        Self::Sym(Arc::new(sym))
    }
}

/// Where `count` comes or goes, the first is still the same object.
fn bare(address: &str) -> &str {
    address.strip_suffix("[0]").unwrap_or(address)
}

fn first(digest: Digest) -> u64 {
    digest.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Whatever a function makes of what it waits for.
fn opaque(waits: &[Wait], digest: Digest) -> u64 {
    if waits.is_empty() {
        return first(digest);
    }
    let mut core = DefaultHasher::new();
    let mut last = None;
    for wait in waits {
        let object = match wait {
            // Two attributes of one object may be the same: its id and its ARN.
            Wait::Attribute { root, address, .. } => [root, bare(address)],
            Wait::Input { root, name } | Wait::Pending { root, address: name } => {
                [&**root, &**name]
            }
            Wait::Unread(why) => [&**why, ""],
        };
        // What is sorted has the attributes of one object side by side.
        if last.replace(object) != Some(object) {
            object.hash(&mut core);
        }
    }
    core.finish()
}

/// The core of a part, by its digest.
fn core(part: &Value, digest: Digest) -> u64 {
    let mut core = DefaultHasher::new();
    match part {
        Value::Sym(sym) => return sym.core,
        Value::List(items) | Value::Set(items) if !part.is_known() => {
            items.iter().for_each(|one| core.write_u64(self::core(one, one.digest())));
        }
        Value::Map(members) if !part.is_known() => {
            for (name, one) in members.iter() {
                name.hash(&mut core);
                core.write_u64(self::core(one, one.digest()));
            }
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Set(_)
        | Value::Map(_)
        | Value::Instance(_) => return first(digest),
    }
    core.finish()
}
