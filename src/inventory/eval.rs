//! Expressions of Terraform's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::{
    Conditional, Expression, ForExpr, FuncCall, Object, ObjectKey, Traversal, TraversalOperator,
};
use hcl_edit::template::{Element, Strip, Template};

use super::compare::Same;
use super::convert;
use super::functions;
use super::number::Number;
use super::operators;
use super::scope::{Bound, Env, Eval, Failure, Operators, failed};
use super::symbol::Sym;
use super::value::{Members, Value};

/// Evaluates; what Terraform refuses is not known.
pub(super) fn value(env: Env<'_, '_>, expression: &Expression) -> Value {
    evaluate(env, expression).unwrap_or_else(|Failure(why)| Sym::unread(why))
}

pub(super) fn evaluate(env: Env<'_, '_>, expression: &Expression) -> Eval {
    env.world.deeper(|| match expression {
        Expression::Null(_) => Ok(Value::Null),
        Expression::Bool(one) => Ok(Value::Bool(*one.value())),
        Expression::Number(one) => {
            let number = Number::read(&one.value().to_string());
            Ok(number.map_or_else(|| Sym::unread("a number of many digits"), Value::Number))
        }
        Expression::String(text) => Ok(Value::text(text.value().as_str())),
        Expression::Array(items) => {
            let items = items.iter().map(|one| evaluate(env, one));
            Ok(Value::list(items.collect::<Result<_, _>>()?))
        }
        Expression::Object(one) => object(env, one),
        Expression::StringTemplate(one) => template(env, one, true),
        Expression::HeredocTemplate(one) => template(env, &one.template, false),
        Expression::Parenthesis(one) => evaluate(env, one.inner()),
        Expression::Variable(name) => {
            (env.world.names)(env, name.as_str(), &[]).map(|(value, _)| value)
        }
        Expression::Conditional(one) => conditional(env, one),
        Expression::FuncCall(one) => call(env, one),
        Expression::Traversal(one) => traversal(env, one),
        Expression::UnaryOp(one) => {
            operators::unary(*one.operator.value(), &evaluate(env, &one.expr)?)
        }
        Expression::BinaryOp(one) => {
            let (left, right) = (evaluate(env, &one.lhs_expr)?, evaluate(env, &one.rhs_expr)?);
            operators::binary(*one.operator.value(), &left, &right)
        }
        Expression::ForExpr(one) => for_each(env, one),
    })
}

fn object(env: Env<'_, '_>, object: &Object) -> Eval {
    let mut pairs = Vec::with_capacity(object.len());
    for (key, value) in object {
        let name = match key {
            ObjectKey::Ident(name) => Value::text(name.as_str()),
            ObjectKey::Expression(key) => match key.as_variable() {
                Some(name) => Value::text(name.as_str()),
                None => convert::to_text(&evaluate(env, key)?)?,
            },
        };
        pairs.push((name, evaluate(env, value.expr())?));
    }
    if pairs.iter().any(|(name, _)| name.as_sym().is_some()) {
        let parts = pairs.into_iter().flat_map(|(name, value)| [name, value]);
        return Ok(Sym::of("object", &parts.collect::<Vec<_>>()));
    }
    let member = |(name, value)| match name {
        Value::Text(name) => Ok((name, value)),
        _ => failed("a key that is null"),
    };
    Ok(Value::map(pairs.into_iter().map(member).collect::<Result<Members, _>>()?))
}

/// Quoted text that is nothing but one interpolation is what that is.
fn template(env: Env<'_, '_>, template: &Template, quoted: bool) -> Eval {
    if let (true, Some(Element::Interpolation(one))) = (quoted, template.as_single_element()) {
        return evaluate(env, &one.expr);
    }
    let mut parts = Vec::new();
    let mut text = String::new();
    for element in template {
        match element {
            Element::Literal(literal) => text.push_str(literal),
            Element::Interpolation(one) if one.strip == Strip::None => {
                match convert::to_text(&evaluate(env, &one.expr)?)? {
                    Value::Text(one) => text.push_str(&one),
                    Value::Null => return failed("null in a template"),
                    other => {
                        parts.push(Value::text(std::mem::take(&mut text)));
                        parts.push(other);
                    }
                }
            }
            Element::Interpolation(_) => return Ok(Sym::unread("a template that strips spaces")),
            Element::Directive(_) => return Ok(Sym::unread("a template with a directive")),
        }
    }
    if parts.is_empty() {
        return Ok(Value::text(text));
    }
    parts.push(Value::text(text));
    Ok(Sym::scalar_of("template", &parts))
}

fn conditional(env: Env<'_, '_>, one: &Conditional) -> Eval {
    let (yes, no) = (&one.true_expr, &one.false_expr);
    match convert::to_bool(&evaluate(env, &one.cond_expr)?)? {
        Value::Bool(true) => alike(evaluate(env, yes)?, env, no),
        Value::Bool(false) => alike(evaluate(env, no)?, env, yes),
        Value::Null => failed("a condition that is null"),
        condition => {
            let (yes, no) = (value(env, yes), value(env, no));
            if yes.same(&no) == Same::Yes {
                return Ok(yes);
            }
            let scalar = yes.is_scalar() && no.is_scalar();
            let make = if scalar { Sym::scalar_of } else { Sym::of };
            Ok(make("?:", &[condition, yes, no]))
        }
    }
}

/// Both results of a condition have one type.
fn alike(chosen: Value, env: Env<'_, '_>, other: &Expression) -> Eval {
    let is_text = matches!(other, Expression::String(_) | Expression::StringTemplate(_));
    if is_text && matches!(chosen, Value::Bool(_) | Value::Number(_)) {
        return convert::to_text(&chosen);
    }
    if let (Value::Map(members), Expression::Object(_)) = (&chosen, other)
        && let Value::Map(others) = value(env, other)
        && !members.keys().eq(others.keys())
    {
        return Ok(convert::unified_members(members, others.values()));
    }
    Ok(chosen)
}

fn call(env: Env<'_, '_>, one: &FuncCall) -> Eval {
    let name = one.name.name.as_str();
    if one.name.is_namespaced()
        && one.name.namespace.first().is_none_or(|first| first.as_str() != "core")
    {
        return Ok(Sym::unread(format!("the function {name} of a provider")));
    }
    match name {
        "try" => {
            let mut arguments = one.args.iter();
            while let Some(argument) = arguments.next() {
                match evaluate(env, argument) {
                    // It may yet turn out to be refused.
                    Ok(first) if !first.is_known() => {
                        let others = arguments.map(|argument| value(env, argument));
                        let all: Vec<_> = std::iter::once(first).chain(others).collect();
                        return Ok(Sym::of("try", &all));
                    }
                    Ok(value) => return Ok(value),
                    Err(_) => {}
                }
            }
            return failed("try: no argument can be had");
        }
        "can" => {
            return Ok(match one.args.iter().next().map(|argument| evaluate(env, argument)) {
                Some(Ok(value)) if !value.is_known() => Sym::scalar_of("can", &[value]),
                result => Value::Bool(matches!(result, Some(Ok(_)))),
            });
        }
        _ => {}
    }
    let mut arguments = Vec::with_capacity(one.args.len());
    for argument in &one.args {
        arguments.push(evaluate(env, argument)?);
    }
    if one.args.expand_final()
        && let Some(last) = arguments.pop()
    {
        match last.items() {
            Some(items) => arguments.extend(items.iter().cloned()),
            None if last.as_sym().is_some() => {
                arguments.push(last);
                return Ok(Sym::of(&format!("{name} of each"), &arguments));
            }
            None => return failed("what is expanded is no list"),
        }
    }
    functions::call(env, name, &arguments)
}

fn traversal(env: Env<'_, '_>, one: &Traversal) -> Eval {
    let (start, rest) = match &one.expr {
        Expression::Variable(name) => {
            let (value, used) = (env.world.names)(env, name.as_str(), &one.operators)?;
            (value, one.operators.get(used..).unwrap_or_default())
        }
        other => (evaluate(env, other)?, one.operators.as_slice()),
    };
    steps(env, start, rest)
}

fn steps(env: Env<'_, '_>, mut value: Value, operators: Operators<'_>) -> Eval {
    for (at, operator) in operators.iter().enumerate() {
        let rest = operators.get(at + 1..).unwrap_or_default();
        value = match operator.value() {
            TraversalOperator::GetAttr(name) => member(&value, name.as_str())?,
            TraversalOperator::Index(key) => index(&value, &evaluate(env, key)?)?,
            TraversalOperator::LegacyIndex(key) => {
                index(&value, &Value::text(key.value().to_string()))?
            }
            // All that follows is of each element.
            TraversalOperator::FullSplat(_) => return splat(env, &value, rest),
            TraversalOperator::AttrSplat(_) => {
                let is_name = |one: &&hcl_edit::Decorated<TraversalOperator>| {
                    matches!(one.value(), TraversalOperator::GetAttr(_))
                };
                let names = rest.iter().take_while(is_name).count();
                let (each, after) = rest.split_at_checked(names).unwrap_or_default();
                return steps(env, splat(env, &value, each)?, after);
            }
        };
    }
    Ok(value)
}

fn splat(env: Env<'_, '_>, value: &Value, each: Operators<'_>) -> Eval {
    let one = std::slice::from_ref(value);
    let items = match value {
        Value::Null => &[],
        Value::List(items) | Value::Set(items) => items.as_slice(),
        Value::Sym(_) => {
            // One element stands for all of them.
            let any = steps(env, Sym::of("each value", one), each)?;
            return Ok(Sym::of("[*]", &[value.clone(), any]));
        }
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Map(_) | Value::Instance(_) => {
            one
        }
    };
    let items = items.iter().map(|item| steps(env, item.clone(), each));
    Ok(Value::list(items.collect::<Result<_, _>>()?))
}

/// `value.name`
pub(super) fn member(value: &Value, name: &str) -> Eval {
    let found = match value {
        Value::Map(members) => members.get(name).cloned(),
        Value::Instance(instance) => instance.attribute(name),
        Value::Sym(_) => return Ok(Sym::of(&format!(".{name}"), std::slice::from_ref(value))),
        _ => None,
    };
    found.ok_or_else(|| Failure(format!("there is no {name}")))
}

/// `value[key]`
fn index(value: &Value, key: &Value) -> Eval {
    if value.as_sym().is_some() || key.as_sym().is_some() {
        // As `.name`, which means the same.
        if let (Value::Sym(_), Value::Text(name)) = (value, key) {
            return member(value, name);
        }
        return Ok(Sym::of("[]", &[value.clone(), key.clone()]));
    }
    match value {
        Value::List(items) => {
            let Value::Number(at) = convert::to_number(key)? else { return failed("no index") };
            let at = at.whole().and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| items.get(at))
                .cloned()
                .ok_or_else(|| Failure(format!("there is no element {key}")))
        }
        Value::Map(_) | Value::Instance(_) => match convert::to_text(key)? {
            Value::Text(name) => member(value, &name),
            _ => failed("a key that is null"),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
            failed("it has no elements")
        }
        Value::Set(_) | Value::Sym(_) => failed("it has no elements in order"),
    }
}

/// What one element of a `for` comes to.
struct Row {
    condition: Value,
    key: Value,
    value: Value,
}

fn row(env: Env<'_, '_>, one: &ForExpr, key: Value, value: Value) -> Result<Option<Row>, Failure> {
    let value = Bound { name: one.intro.value_var.as_str(), value, up: env.bound };
    let name = one.intro.key_var.as_ref().map_or("", |name| name.as_str());
    let key = Bound { name, value: key, up: Some(&value) };
    let env = Env { bound: Some(&key), ..env };
    let condition = match &one.cond {
        Some(condition) => convert::to_bool(&evaluate(env, &condition.expr)?)?,
        None => Value::Bool(true),
    };
    match condition {
        Value::Bool(false) => return Ok(None),
        Value::Null => return failed("a condition that is null"),
        _ => {}
    }
    let key = match &one.key_expr {
        Some(key) => convert::to_text(&evaluate(env, key)?)?,
        None => Value::Null,
    };
    Ok(Some(Row { condition, key, value: evaluate(env, &one.value_expr)? }))
}

fn for_each(env: Env<'_, '_>, one: &ForExpr) -> Eval {
    let collection = evaluate(env, &one.intro.collection_expr)?;
    let by_key = one.key_expr.is_some();
    let what = if one.grouping {
        "for, grouped"
    } else if by_key {
        "for, by key"
    } else {
        "for"
    };
    let Some(pairs) = convert::pairs(&collection, !by_key || one.grouping)? else {
        // One element stands for all of them.
        let any = |what| Sym::of(what, std::slice::from_ref(&collection));
        let row = row(env, one, any("each key"), any("each value"))?;
        let row = row.map_or_else(Vec::new, |row| vec![row.condition, row.key, row.value]);
        return Ok(Sym::of(what, &[collection, Value::list(row)]));
    };
    let rows = pairs.into_iter().map(|(key, value)| row(env, one, key, value));
    let rows: Vec<Row> = rows.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let open = |row: &Row| row.condition.as_sym().is_some() || row.key.as_sym().is_some();
    if rows.iter().any(open) {
        let parts = rows.into_iter().flat_map(|row| [row.condition, row.key, row.value]);
        return Ok(Sym::of(what, &parts.collect::<Vec<_>>()));
    }
    if by_key {
        by_keys(rows, one.grouping)
    } else {
        Ok(Value::list(rows.into_iter().map(|row| row.value).collect()))
    }
}

fn by_keys(rows: Vec<Row>, grouping: bool) -> Eval {
    let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for row in rows {
        let Value::Text(key) = row.key else { return failed("a key that is null") };
        groups.entry(key).or_default().push(row.value);
    }
    let mut members = Members::new();
    for (key, mut values) in groups {
        if grouping {
            members.insert(key, Value::list(values));
        } else if values.len() == 1 {
            members.insert(key, values.pop().unwrap_or_default());
        } else {
            return failed(format!("the key {key:?} is there twice"));
        }
    }
    Ok(Value::map(members))
}
