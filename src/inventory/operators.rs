//! Operators.

use hcl_edit::expr::{BinaryOperator, UnaryOperator};

use super::compare::Same;
use super::convert;
use super::number::Number;
use super::scope::{Eval, failed};
use super::symbol::Sym;
use super::value::Value;

pub(super) fn unary(operator: UnaryOperator, value: &Value) -> Eval {
    match operator {
        UnaryOperator::Neg => match convert::to_number(value)? {
            Value::Number(one) => Ok(Value::Number(one.negated())),
            Value::Null => failed("null has no sign"),
            other => Ok(Sym::scalar_of("-", &[other])),
        },
        UnaryOperator::Not => match convert::to_bool(value)? {
            Value::Bool(one) => Ok(Value::Bool(!one)),
            Value::Null => failed("null is neither true nor false"),
            other => Ok(Sym::scalar_of("!", &[other])),
        },
    }
}

pub(super) fn binary(operator: BinaryOperator, left: &Value, right: &Value) -> Eval {
    match operator {
        BinaryOperator::Eq => Ok(equal(left, right)),
        BinaryOperator::NotEq => Ok(match equal(left, right) {
            Value::Bool(one) => Value::Bool(!one),
            open => Sym::scalar_of("!", &[open]),
        }),
        BinaryOperator::And => logic(left, right, false),
        BinaryOperator::Or => logic(left, right, true),
        BinaryOperator::LessEq
        | BinaryOperator::GreaterEq
        | BinaryOperator::Less
        | BinaryOperator::Greater
        | BinaryOperator::Plus
        | BinaryOperator::Minus
        | BinaryOperator::Mul
        | BinaryOperator::Div
        | BinaryOperator::Mod => arithmetic(operator, left, right),
    }
}

/// A list and a tuple, a map and an object are never equal, and here they look the same.
fn equal(left: &Value, right: &Value) -> Value {
    let (one, two) = (left, right);
    match one.same(two) {
        Same::Yes if one.items().is_some() || one.members().is_some() => {
            Sym::unread("collections, which may be of two kinds, are compared")
        }
        Same::Yes => Value::Bool(true),
        Same::No => Value::Bool(false),
        Same::Open => Sym::scalar_of("==", &[one.clone(), two.clone()]),
    }
}

/// One side alone may decide.
fn logic(left: &Value, right: &Value, decides: bool) -> Eval {
    let (left, right) = (convert::to_bool(left)?, convert::to_bool(right)?);
    if left.is_null() || right.is_null() {
        return failed("null is neither true nor false");
    }
    Ok(match (left.as_bool(), right.as_bool()) {
        (Some(one), _) | (_, Some(one)) if one == decides => Value::Bool(decides),
        (Some(_), _) => right,
        (_, Some(_)) => left,
        (None, None) => Sym::scalar_of(if decides { "||" } else { "&&" }, &[left, right]),
    })
}

fn arithmetic(operator: BinaryOperator, left: &Value, right: &Value) -> Eval {
    let (left, right) = (convert::to_number(left)?, convert::to_number(right)?);
    let (Value::Number(one), Value::Number(two)) = (&left, &right) else {
        if left.is_null() || right.is_null() {
            return failed("null is no number");
        }
        return Ok(Sym::scalar_of(operator.as_str(), &[left, right]));
    };
    let (one, two) = (*one, *two);
    let number = match operator {
        BinaryOperator::LessEq => return Ok(Value::Bool(one <= two)),
        BinaryOperator::GreaterEq => return Ok(Value::Bool(one >= two)),
        BinaryOperator::Less => return Ok(Value::Bool(one < two)),
        BinaryOperator::Greater => return Ok(Value::Bool(one > two)),
        BinaryOperator::Div | BinaryOperator::Mod if two == Number::from(0) => {
            return failed("a division by zero");
        }
        BinaryOperator::Plus => one.add(two),
        BinaryOperator::Minus => one.add(two.negated()),
        BinaryOperator::Mul => one.times(two),
        BinaryOperator::Div => one.divided(two),
        BinaryOperator::Mod => one.remainder(two),
        BinaryOperator::Eq | BinaryOperator::NotEq | BinaryOperator::And | BinaryOperator::Or => {
            None
        }
    };
    Ok(number.map_or_else(|| Sym::unread("a number of many digits"), Value::Number))
}
