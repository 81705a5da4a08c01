//! Types that are asked for, and values in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_catalogue::Type;
use hcl_edit::expr::{Expression, FuncCall, ObjectKey};

use super::number::Number;
use super::scope::{Eval, Failure, failed};
use super::symbol::Sym;
use super::value::{Members, Value};

/// A type.
#[derive(Debug, Clone)]
pub(super) enum Wanted<'t> {
    /// Whatever it is.
    Any,
    Text,
    Number,
    Bool,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Tuple(Vec<Self>),
    Object(BTreeMap<&'t str, Member<'t>>),
    /// One that we do not know.
    Unread,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(super) struct Member<'t> {
    wanted: Wanted<'t>,
    left_out: LeftOut<'t>,
}

/// What a member is that is left out.
#[derive(Debug, Clone, Copy)]
enum LeftOut<'t> {
    Refused,
    Null,
    Default(&'t Expression),
}

impl<'t> Wanted<'t> {
    /// The type that a variable says.
    pub(super) fn read(expression: &'t Expression) -> Self {
        if let Some(name) = expression.as_variable() {
            return match name.as_str() {
                "string" => Self::Text,
                "number" => Self::Number,
                "bool" => Self::Bool,
                "any" => Self::Any,
                "list" => Self::List(Box::new(Self::Any)),
                "set" => Self::Set(Box::new(Self::Any)),
                "map" => Self::Map(Box::new(Self::Any)),
                _ => Self::Unread,
            };
        }
        expression.as_func_call().map_or(Self::Unread, Self::read_call)
    }

    fn read_call(call: &'t FuncCall) -> Self {
        let Some(of) = call.args.get(0) else { return Self::Unread };
        let inner = || Box::new(Self::read(of));
        match call.name.name.as_str() {
            "list" => Self::List(inner()),
            "set" => Self::Set(inner()),
            "map" => Self::Map(inner()),
            "tuple" => of
                .as_array()
                .map_or(Self::Unread, |items| Self::Tuple(items.iter().map(Self::read).collect())),
            "object" => {
                let Some(object) = of.as_object() else { return Self::Unread };
                let members = object.iter().map(|(key, value)| {
                    let name = match key {
                        ObjectKey::Ident(name) => name.as_str(),
                        ObjectKey::Expression(other) => other
                            .as_str()
                            .or_else(|| other.as_variable().map(hcl_edit::Ident::as_str))?,
                    };
                    Some((name, Member::read(value.expr())))
                });
                members.collect::<Option<_>>().map_or(Self::Unread, Self::Object)
            }
            _ => Self::Unread,
        }
    }

    /// The type of an argument in the schema. There a member that is not said is null.
    pub(super) fn of_schema(kind: &'t Type) -> Self {
        match kind {
            Type::Text => Self::Text,
            Type::Number => Self::Number,
            Type::Bool => Self::Bool,
            Type::List(of) => Self::List(Box::new(Self::of_schema(of))),
            Type::Set(of) => Self::Set(Box::new(Self::of_schema(of))),
            Type::Map(of) => Self::Map(Box::new(Self::of_schema(of))),
            Type::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, one)| {
                        let wanted = Self::of_schema(one);
                        (name.as_str(), Member { wanted, left_out: LeftOut::Null })
                    })
                    .collect(),
            ),
        }
    }

    /// The value in this type; `default` evaluates what stands for members that are left out.
    pub(super) fn convert(&self, value: &Value, default: &dyn Fn(&Expression) -> Value) -> Eval {
        let each = |of: &Self, items: &[Value]| -> Result<Vec<Value>, Failure> {
            items.iter().map(|one| of.convert(one, default)).collect()
        };
        match (self, value) {
            (_, Value::Null) | (Self::Any, _) => Ok(value.clone()),
            (Self::Unread, _) => Ok(Sym::unread("a type that is not read")),
            (Self::Text, _) => to_text(value),
            (Self::Number, _) => to_number(value),
            (Self::Bool, _) => to_bool(value),
            (_, Value::Sym(_)) => Ok(value.clone()),
            (Self::List(of), Value::List(items)) => Ok(unified(each(of, items)?, of, Value::list)),
            (Self::List(of), Value::Set(items)) => match pairs(value, true)? {
                Some(_) => Ok(unified(each(of, items)?, of, Value::list)),
                None => Ok(Sym::unread("the order of a set")),
            },
            (Self::Set(of), Value::List(items) | Value::Set(items)) => {
                Ok(unified(each(of, items)?, of, Value::set))
            }
            (Self::Tuple(of), Value::List(items)) if of.len() == items.len() => {
                let items = of.iter().zip(items.iter()).map(|(of, one)| of.convert(one, default));
                Ok(Value::list(items.collect::<Result<_, _>>()?))
            }
            (Self::Map(of), Value::Map(_) | Value::Instance(_)) => {
                let members = value.members().unwrap_or_default();
                let member = |(name, one): (&Arc<str>, &Value)| {
                    Ok((Arc::clone(name), of.convert(one, default)?))
                };
                let members: Members =
                    members.iter().map(member).collect::<Result<_, Failure>>()?;
                let any = matches!(**of, Self::Any);
                Ok(if any {
                    unified_members(&members, std::iter::empty())
                } else {
                    Value::map(members)
                })
            }
            (Self::Object(wanted), Value::Map(_) | Value::Instance(_)) => {
                let members = value.members().unwrap_or_default();
                let member = |(name, one): (&&str, &Member<'t>)| {
                    Ok(((*name).into(), one.convert(name, members.get(*name), default)?))
                };
                Ok(Value::map(wanted.iter().map(member).collect::<Result<_, Failure>>()?))
            }
            _ => failed("it is of another type"),
        }
    }
}

impl<'t> Member<'t> {
    fn read(expression: &'t Expression) -> Self {
        if let Some(call) = expression.as_func_call()
            && call.name.name.as_str() == "optional"
            && let Some(of) = call.args.get(0)
        {
            let left_out = call.args.get(1).map_or(LeftOut::Null, LeftOut::Default);
            return Self { wanted: Wanted::read(of), left_out };
        }
        Self { wanted: Wanted::read(expression), left_out: LeftOut::Refused }
    }

    fn convert(
        &self,
        name: &str,
        value: Option<&Value>,
        default: &dyn Fn(&Expression) -> Value,
    ) -> Eval {
        match (value, self.left_out) {
            (Some(value), LeftOut::Refused | LeftOut::Null) => self.wanted.convert(value, default),
            (Some(value), LeftOut::Default(_)) if !value.is_null() => {
                self.wanted.convert(value, default)
            }
            (_, LeftOut::Default(instead)) => self.wanted.convert(&default(instead), default),
            (None, LeftOut::Null) => Ok(Value::Null),
            (None, LeftOut::Refused) => failed(format!("{name} is left out")),
        }
    }
}

/// Elements of a collection have one type, where nobody says which.
fn unified(items: Vec<Value>, of: &Wanted<'_>, collect: fn(Vec<Value>) -> Value) -> Value {
    if matches!(of, Wanted::Any) && mixed(items.iter()) {
        return collect(items.iter().map(|one| to_text(one).unwrap_or_default()).collect());
    }
    collect(items)
}

/// The same for the members of a map; others are of its type too.
pub(super) fn unified_members<'v>(
    members: &Members,
    others: impl Iterator<Item = &'v Value>,
) -> Value {
    let others: Vec<&Value> = others.collect();
    if !mixed(members.values().chain(others)) {
        return Value::map(members.clone());
    }
    let text = |one| to_text(one).unwrap_or_default();
    Value::map(members.iter().map(|(name, one)| (Arc::clone(name), text(one))).collect())
}

/// Texts beside numbers or truths: then all are texts.
fn mixed<'v>(items: impl Iterator<Item = &'v Value>) -> bool {
    let (mut kinds, mut others) = ([false; 3], false);
    for one in items {
        match one {
            Value::Text(_) => kinds[0] = true,
            Value::Number(_) => kinds[1] = true,
            Value::Bool(_) => kinds[2] = true,
            Value::Null => {}
            Value::Sym(sym) if sym.scalar() => {}
            Value::List(_) | Value::Set(_) | Value::Map(_) | Value::Instance(_) | Value::Sym(_) => {
                others = true;
            }
        }
    }
    kinds.iter().filter(|kind| **kind).count() > 1 && kinds[0] && !others
}

/// As a text, if it is a scalar.
pub(super) fn to_text(value: &Value) -> Eval {
    match value {
        Value::Null | Value::Text(_) => Ok(value.clone()),
        Value::Bool(one) => Ok(Value::text(one.to_string())),
        Value::Number(one) => Ok(Value::text(one.to_string())),
        Value::Sym(sym) => Ok(if sym.scalar() { value.clone() } else { sym.as_scalar() }),
        Value::List(_) | Value::Set(_) | Value::Map(_) | Value::Instance(_) => {
            failed("it is no text")
        }
    }
}

/// As a number, if it is one or a text that says one.
pub(super) fn to_number(value: &Value) -> Eval {
    match value {
        Value::Null | Value::Number(_) => Ok(value.clone()),
        Value::Text(text) => Number::read(text).map(Value::Number).map_or_else(
            || {
                // It may be one of many digits.
                let digits =
                    text.bytes().all(|one| one.is_ascii_digit() || b"+-.eE".contains(&one));
                if digits {
                    Ok(Sym::unread("a number of many digits"))
                } else {
                    failed("it is no number")
                }
            },
            Ok,
        ),
        Value::Sym(sym) => Ok(if sym.scalar() { value.clone() } else { sym.as_scalar() }),
        Value::Bool(_) | Value::List(_) | Value::Set(_) | Value::Map(_) | Value::Instance(_) => {
            failed("it is no number")
        }
    }
}

/// As true or false, if it is that or a text that says it.
pub(super) fn to_bool(value: &Value) -> Eval {
    match value {
        Value::Null | Value::Bool(_) => Ok(value.clone()),
        Value::Text(text) => match &**text {
            "true" | "1" => Ok(Value::Bool(true)),
            "false" | "0" => Ok(Value::Bool(false)),
            _ => failed("it is neither true nor false"),
        },
        Value::Sym(sym) => Ok(if sym.scalar() { value.clone() } else { sym.as_scalar() }),
        Value::Number(_) | Value::List(_) | Value::Set(_) | Value::Map(_) | Value::Instance(_) => {
            failed("it is neither true nor false")
        }
    }
}

/// What a collection has, with keys, in Terraform's order; none where the order is Terraform's own secret.
pub(super) fn pairs(value: &Value, ordered: bool) -> Result<Option<Vec<(Value, Value)>>, Failure> {
    Ok(match value {
        Value::List(items) => {
            Some(items.iter().enumerate().map(|(at, one)| (at.into(), one.clone())).collect())
        }
        Value::Set(items) => {
            let in_order =
                items.len() < 2 || items.iter().all(|one| one.is_scalar() && one.is_known());
            (in_order || !ordered)
                .then(|| items.iter().map(|one| (one.clone(), one.clone())).collect())
        }
        Value::Map(_) | Value::Instance(_) => value.members().map(|members| {
            members.iter().map(|(name, one)| (Value::Text(Arc::clone(name)), one.clone())).collect()
        }),
        Value::Sym(_) => None,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
            return failed("it cannot be gone through");
        }
    })
}
