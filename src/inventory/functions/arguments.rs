//! What functions do with arguments.

use super::super::symbol::Sym;
use super::super::value::Value;

/// The n-th argument; there are as many as the table says.
pub(super) fn nth(arguments: &[Value], at: usize) -> Value {
    arguments.get(at).cloned().unwrap_or_default()
}

/// The operation on values that are not all known.
pub(super) fn open(name: &str, arguments: &[Value]) -> Value {
    Sym::of(name, arguments)
}

/// The same where the result is a text, a number or a truth.
pub(super) fn open_scalar(name: &str, arguments: &[Value]) -> Value {
    Sym::scalar_of(name, arguments)
}
