//! Values as Terraform sends them: `MessagePack`.

use aws_catalogue::Value;
use serde_json::Number;

use crate::problem::Problem;

/// Reads a value; nothing at all is none.
pub(crate) fn decode(bytes: &[u8]) -> Result<Value, Problem> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    let mut rest = bytes;
    rmpv::decode::read_value(&mut rest)
        .map_err(|error| Problem::new(format!("a value is not MessagePack: {error}")))
        .and_then(from_msgpack)
}

/// Writes a value.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &to_msgpack(value))
        .map_err(|error| Problem::new(format!("a value cannot be written: {error}")))?;
    Ok(bytes)
}

fn from_msgpack(value: rmpv::Value) -> Result<Value, Problem> {
    use rmpv::Value as M;
    Ok(match value {
        M::Nil => Value::Null,
        M::Boolean(one) => Value::Bool(one),
        M::Integer(one) => match (one.as_i64(), one.as_u64()) {
            (Some(signed), _) => Value::Number(signed.into()),
            (None, Some(unsigned)) => Value::Number(unsigned.into()),
            (None, None) => Value::Null,
        },
        M::F32(one) => Number::from_f64(one.into()).map_or(Value::Null, Value::Number),
        M::F64(one) => Number::from_f64(one).map_or(Value::Null, Value::Number),
        M::String(one) => Value::Text(one.into_str().unwrap_or_default()),
        M::Binary(_) => return Err(Problem::new("a value holds raw bytes")),
        M::Array(items) => {
            Value::List(items.into_iter().map(from_msgpack).collect::<Result<_, _>>()?)
        }
        M::Map(pairs) => Value::Map(
            pairs
                .into_iter()
                .map(|(key, one)| {
                    let key = key.as_str().unwrap_or_default().to_owned();
                    Ok((key, from_msgpack(one)?))
                })
                .collect::<Result<_, Problem>>()?,
        ),
        // Extension 0 is an unknown, 12 an unknown of which something is known: we need no more
        // than "unknown".
        M::Ext(..) => Value::Unknown,
    })
}

fn to_msgpack(value: &Value) -> rmpv::Value {
    use rmpv::Value as M;
    match value {
        Value::Null => M::Nil,
        Value::Unknown => M::Ext(0, vec![0]),
        Value::Bool(one) => M::Boolean(*one),
        Value::Number(one) => match (one.as_i64(), one.as_u64()) {
            (Some(signed), _) => M::from(signed),
            (None, Some(unsigned)) => M::from(unsigned),
            (None, None) => one.as_f64().map_or(M::Nil, M::from),
        },
        Value::Text(one) => M::from(one.as_str()),
        Value::List(items) => M::Array(items.iter().map(to_msgpack).collect()),
        Value::Map(pairs) => M::Map(
            pairs.iter().map(|(key, one)| (M::from(key.as_str()), to_msgpack(one))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_value_survives_the_wire() {
        let mut value = Value::Map(BTreeMap::new());
        value.set("list", ["a", "b"].into_iter().collect());
        value.set("unknown", Value::Unknown);
        value.set("number", Value::Number(18_446_744_073_709_551_615_u64.into()));
        value.set("bool", Value::Bool(true));
        value.set("null", Value::Null);
        assert_eq!(decode(&encode(&value).unwrap()).unwrap(), value);
    }

    #[test]
    fn an_unknown_is_extension_zero() {
        assert_eq!(encode(&Value::Unknown).unwrap(), [0xd4, 0, 0]);
        assert_eq!(decode(&[0xd4, 0, 0]).unwrap(), Value::Unknown);
    }
}
