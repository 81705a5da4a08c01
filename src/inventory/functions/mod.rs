//! Terraform's functions, as far as the modules of topogen's trees use them. Any other is an expression over its arguments.

mod arguments;
mod collections;
mod encode;
mod network;
mod texts;

use self::arguments::{nth, open};
use super::scope::{Env, Eval, Failure};
use super::symbol::Sym;
use super::value::Value;

/// From the arguments, all of which have been evaluated.
enum Function {
    Pure(fn(&[Value]) -> Eval),
    /// Reads a file of the tree.
    Reads(fn(Env<'_, '_>, &[Value]) -> Eval),
}

use Function::{Pure, Reads};

/// Name, how many arguments there must be, and may be.
const TABLE: &[(&str, usize, usize, Function)] = &[
    ("alltrue", 1, 1, Pure(collections::all_true)),
    ("anytrue", 1, 1, Pure(collections::any_true)),
    ("basename", 1, 1, Pure(texts::basename)),
    ("cidrnetmask", 1, 1, Pure(network::netmask)),
    ("cidrsubnet", 3, 3, Pure(network::subnet)),
    ("coalesce", 1, MANY, Pure(collections::coalesce)),
    ("coalescelist", 1, MANY, Pure(collections::coalesce_list)),
    ("compact", 1, 1, Pure(collections::compact)),
    ("concat", 1, MANY, Pure(collections::concat)),
    ("contains", 2, 2, Pure(collections::contains)),
    ("distinct", 1, 1, Pure(collections::distinct)),
    ("element", 2, 2, Pure(collections::element)),
    ("endswith", 2, 2, Pure(texts::ends_with)),
    ("filebase64sha256", 1, 1, Reads(encode::file_base64_sha256)),
    ("flatten", 1, 1, Pure(collections::flatten)),
    ("index", 2, 2, Pure(collections::index)),
    ("join", 1, MANY, Pure(texts::join)),
    ("jsondecode", 1, 1, Pure(encode::json_decode)),
    ("jsonencode", 1, 1, Pure(encode::json_encode)),
    ("keys", 1, 1, Pure(collections::keys)),
    ("length", 1, 1, Pure(collections::length)),
    ("lookup", 3, 3, Pure(collections::lookup)),
    ("lower", 1, 1, Pure(texts::lower)),
    ("max", 1, MANY, Pure(collections::max)),
    ("merge", 0, MANY, Pure(collections::merge)),
    ("min", 1, MANY, Pure(collections::min)),
    ("nonsensitive", 1, 1, Pure(same)),
    ("one", 1, 1, Pure(collections::one)),
    ("range", 1, 3, Pure(collections::range)),
    ("replace", 3, 3, Pure(texts::replace)),
    ("sensitive", 1, 1, Pure(sensitive)),
    ("setproduct", 1, MANY, Pure(collections::set_product)),
    ("setsubtract", 2, 2, Pure(collections::set_subtract)),
    ("slice", 3, 3, Pure(collections::slice)),
    ("sort", 1, 1, Pure(collections::sort)),
    ("split", 2, 2, Pure(texts::split)),
    ("startswith", 2, 2, Pure(texts::starts_with)),
    ("title", 1, 1, Pure(texts::title)),
    ("tobool", 1, 1, Pure(to_bool)),
    ("tolist", 1, 1, Pure(collections::to_list)),
    ("tomap", 1, 1, Pure(collections::to_map)),
    ("tonumber", 1, 1, Pure(to_number)),
    ("toset", 1, 1, Pure(collections::to_set)),
    ("tostring", 1, 1, Pure(to_text)),
    ("trimprefix", 2, 2, Pure(texts::trim_prefix)),
    ("trimsuffix", 2, 2, Pure(texts::trim_suffix)),
    ("upper", 1, 1, Pure(texts::upper)),
    ("values", 1, 1, Pure(collections::values)),
];

const MANY: usize = usize::MAX;
/// Two calls of these are not the same.
const NEVER_TWICE: [&str; 4] = ["bcrypt", "plantimestamp", "timestamp", "uuid"];

pub(super) fn call(env: Env<'_, '_>, name: &str, arguments: &[Value]) -> Eval {
    let Ok(at) = TABLE.binary_search_by_key(&name, |(name, ..)| name) else {
        if NEVER_TWICE.contains(&name) || name.starts_with("file") || name.starts_with("template") {
            return Ok(Sym::unread(format!("{name}() is not evaluated")));
        }
        let waits = Sym::unread(format!("{name}() is not evaluated"));
        let all: Vec<_> = arguments.iter().cloned().chain([waits]).collect();
        return Ok(Sym::of(name, &all));
    };
    let Some((_, least, most, function)) = TABLE.get(at) else { return Err(wrong(name)) };
    if arguments.len() < *least || arguments.len() > *most {
        return Err(Failure(format!("{name}() with {} arguments", arguments.len())));
    }
    match function {
        Pure(function) => function(arguments),
        Reads(function) => function(env, arguments),
    }
    .map_err(|Failure(why)| Failure(format!("{name}(): {why}")))
}

fn wrong(name: &str) -> Failure {
    Failure(format!("{name}() cannot be called so"))
}

#[expect(clippy::unnecessary_wraps, reason = "all functions have one form")]
fn same(arguments: &[Value]) -> Eval {
    match nth(arguments, 0) {
        Value::Sym(sym) if sym.hidden().is_some() => Ok(open("nonsensitive", arguments)),
        other => Ok(other),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "all functions have one form")]
fn sensitive(arguments: &[Value]) -> Eval {
    Ok(Sym::hide(&nth(arguments, 0), super::symbol::Hidden::Sensitive))
}

fn to_text(arguments: &[Value]) -> Eval {
    super::convert::to_text(&nth(arguments, 0))
}

fn to_number(arguments: &[Value]) -> Eval {
    super::convert::to_number(&nth(arguments, 0))
}

fn to_bool(arguments: &[Value]) -> Eval {
    super::convert::to_bool(&nth(arguments, 0))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::TABLE.is_sorted_by_key(|(name, ..)| name));
    }
}
