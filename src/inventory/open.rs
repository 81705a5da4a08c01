//! How values come about that are not known.

use std::sync::Arc;

use super::symbol::{Digest, Hash, Hidden, Sym, Wait};
use super::value::Value;

impl Sym {
    /// The value of something that is waited for.
    pub(super) fn leaf(wait: Wait, scalar: bool) -> Value {
        let mut hash = Hash::new("leaf");
        match &wait {
            Wait::Attribute { root, address, path } => {
                // Where `count` comes or goes, the first is still the same object.
                for part in [root, address.strip_suffix("[0]").unwrap_or(address), path] {
                    hash.text(part);
                }
            }
            Wait::Input { root, name } => {
                hash.text(root);
                hash.text(name);
            }
            Wait::Unread(why) => hash.text(why),
        }
        Self { digest: hash.end(), waits: vec![wait], hidden: None, scalar }.into()
    }

    /// What is found by a question: another value where that is another one.
    pub(super) fn asked(found: &Value, question: Value) -> Value {
        Self::made("asked", &[found.clone(), question], found.is_scalar())
    }

    /// What is told of something, and is the same wherever that is asked: known when what is waited for is there.
    pub(super) fn told(wait: Wait, what: &str, of: &str) -> Value {
        let mut hash = Hash::new(what);
        hash.text(of);
        Self { digest: hash.end(), waits: vec![wait], hidden: None, scalar: true }.into()
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
        let mut made = Self { digest: Digest::default(), waits: Vec::new(), hidden: None, scalar };
        for part in parts {
            hash.bytes(&part.digest());
            part.symbols(&mut |sym| {
                made.waits.extend(sym.waits.iter().cloned());
                made.hidden = made.hidden.max(sym.hidden);
            });
        }
        made.waits.sort();
        made.waits.dedup();
        made.digest = hash.end();
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
        Self { digest: sym.digest, waits: sym.waits.clone(), hidden, scalar: value.is_scalar() }
            .into()
    }

    /// The same, of which it is known that it is a text, a number or a truth.
    pub(super) fn as_scalar(&self) -> Value {
        let waits = self.waits.clone();
        Self { digest: self.digest, waits, hidden: self.hidden, scalar: true }.into()
    }
}

impl From<Sym> for Value {
    fn from(sym: Sym) -> Self {
        Self::Sym(Arc::new(sym))
    }
}
