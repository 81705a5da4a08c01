//! Functions from and to bytes and JSON.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::super::convert;
use super::super::instance::from_json;
use super::super::scope::{Env, Eval, Failure, failed};
use super::super::symbol::Sym;
use super::super::value::Value;
use super::arguments::{nth, open, open_scalar};

#[expect(clippy::unnecessary_wraps, reason = "all functions have one form")]
pub(super) fn json_encode(arguments: &[Value]) -> Eval {
    let value = nth(arguments, 0);
    if !value.is_known() {
        return Ok(open_scalar("jsonencode", arguments));
    }
    let mut out = String::new();
    write(&value, &mut out);
    Ok(out.into())
}

/// As Go writes JSON.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Sym(_) => out.push_str("null"),
        Value::Bool(one) => _ = write!(out, "{one}"),
        Value::Number(one) => _ = write!(out, "{one}"),
        Value::Text(text) => write_text(text, out),
        Value::List(items) | Value::Set(items) => {
            out.push('[');
            for (at, one) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write(one, out);
            }
            out.push(']');
        }
        Value::Map(_) | Value::Instance(_) => {
            out.push('{');
            for (at, (name, one)) in value.members().unwrap_or_default().iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write_text(name, out);
                out.push(':');
                write(one, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\x1f' => {
                _ = write!(out, "\\u{:04x}", u32::from(one));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

pub(super) fn json_decode(arguments: &[Value]) -> Eval {
    match convert::to_text(&nth(arguments, 0))? {
        Value::Text(text) => {
            let json = serde_json::from_str(&text).map_err(|error| Failure(error.to_string()))?;
            Ok(from_json(&json).unwrap_or_else(|| Sym::unread("a number of many digits")))
        }
        Value::Null => failed("an argument is null"),
        _ => Ok(open("jsondecode", arguments)),
    }
}

/// Paths are those of the root.
pub(super) fn file_base64_sha256(env: Env<'_, '_>, arguments: &[Value]) -> Eval {
    match convert::to_text(&nth(arguments, 0))? {
        Value::Text(path) => {
            let Some(bytes) = env.world.files.beside(&env.scope.root, &path) else {
                return Ok(Sym::unread(format!("{path} is no file of the tree")));
            };
            Ok(base64(&Sha256::digest(bytes)).into())
        }
        Value::Null => failed("an argument is null"),
        _ => Ok(open_scalar("filebase64sha256", arguments)),
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| three.get(at).copied().map_or(0, u32::from);
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4_usize {
            let letter = usize::try_from(all >> (18 - 6 * at)).unwrap_or_default() & 63;
            let letter = LETTERS.get(letter).map_or('=', |one| char::from(*one));
            out.push(if at <= three.len() { letter } else { '=' });
        }
    }
    out
}
