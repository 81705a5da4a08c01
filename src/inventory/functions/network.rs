//! Functions on ranges of addresses.

use std::net::Ipv4Addr;

use super::super::convert;
use super::super::scope::{Eval, Failure, failed};
use super::super::symbol::Sym;
use super::super::value::Value;
use super::arguments::{nth, open_scalar};

/// First address and length of the prefix; none of an IPv6 range.
fn range(text: &str) -> Result<Option<(u32, u32)>, Failure> {
    let wrong = || Failure(format!("{text:?} is no range of addresses"));
    let (address, length) = text.split_once('/').ok_or_else(wrong)?;
    if address.contains(':') {
        return Ok(None);
    }
    let address: Ipv4Addr = address.parse().map_err(|_| wrong())?;
    if length.is_empty() || !length.bytes().all(|one| one.is_ascii_digit()) {
        return Err(wrong());
    }
    let length: u32 = length.parse().ok().filter(|one| *one <= 32).ok_or_else(wrong)?;
    Ok(Some((address.to_bits() & mask(length), length)))
}

fn mask(length: u32) -> u32 {
    u32::MAX.checked_shl(32_u32.saturating_sub(length)).unwrap_or_default()
}

pub(super) fn netmask(arguments: &[Value]) -> Eval {
    match convert::to_text(&nth(arguments, 0))? {
        Value::Text(text) => match range(&text)? {
            Some((_, length)) => Ok(Ipv4Addr::from_bits(mask(length)).to_string().into()),
            None => failed("IPv6 has no netmask"),
        },
        Value::Null => failed("an argument is null"),
        _ => Ok(open_scalar("cidrnetmask", arguments)),
    }
}

pub(super) fn subnet(arguments: &[Value]) -> Eval {
    let text = convert::to_text(&nth(arguments, 0))?;
    let (bits, number) =
        (convert::to_number(&nth(arguments, 1))?, convert::to_number(&nth(arguments, 2))?);
    let (Value::Text(text), Value::Number(bits), Value::Number(number)) = (&text, &bits, &number)
    else {
        if text.is_null() || bits.is_null() || number.is_null() {
            return failed("an argument is null");
        }
        return Ok(open_scalar("cidrsubnet", arguments));
    };
    let Some((start, length)) = range(text)? else {
        return Ok(Sym::unread("cidrsubnet() of IPv6"));
    };
    let bits = bits.whole().and_then(|bits| u32::try_from(bits).ok());
    let longer = bits.and_then(|bits| length.checked_add(bits)).filter(|longer| *longer <= 32);
    let (Some(longer), Some(number)) = (longer, number.whole()) else {
        return failed("no such subnet");
    };
    let all = 1_i64 << (longer - length);
    if number < 0 {
        return Ok(Sym::unread(
            "cidrsubnet() counted from below zero, which Terraform does not say what it is",
        ));
    }
    if number >= all {
        return failed("no such subnet");
    }
    let step = u32::try_from(number)
        .ok()
        .and_then(|number| number.checked_shl(32 - longer))
        .unwrap_or_default();
    Ok(format!("{}/{longer}", Ipv4Addr::from_bits(start | step)).into())
}
