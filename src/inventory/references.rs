//! What names mean: variables, locals, modules, resources and data sources.

use std::rc::Rc;
use std::sync::Arc;

use aws_catalogue::Kind;
use hcl_edit::Decorated;
use hcl_edit::expr::TraversalOperator;

use super::call;
use super::convert::{self, Wanted};
use super::depends;
use super::eval::{self, evaluate};
use super::files;
use super::module::Block;
use super::remote;
use super::resource;
use super::scope::{Calls, Env, Eval, Failure, Key, Operators, Scope, failed};
use super::symbol::{Hidden, Sym, Wait};
use super::value::{Members, Value};

/// The name that a step asks for.
fn name_at(operators: Operators<'_>, at: usize) -> Option<&str> {
    match operators.get(at).map(Decorated::value) {
        Some(TraversalOperator::GetAttr(name)) => Some(name.as_str()),
        _ => None,
    }
}

/// The value of a name with what follows it, and how much of that was used.
pub(super) fn value(
    env: Env<'_, '_>,
    name: &str,
    operators: Operators<'_>,
) -> Result<(Value, usize), Failure> {
    if let Some(bound) = env.bound(name) {
        return Ok((bound.clone(), 0));
    }
    let next = name_at(operators, 0);
    let after = name_at(operators, 1);
    match (name, next, after) {
        ("var", Some(name), _) => Ok((variable(env, name)?, 1)),
        ("local", Some(name), _) => Ok((local(env, name)?, 1)),
        ("module", Some(name), _) => module(env, name, operators),
        ("path", Some(name), _) => Ok((path(env, name), 1)),
        ("data", Some("terraform_remote_state"), Some(name)) => remote_state(env, name, operators),
        ("data", Some(kind), Some(name)) => Ok((resource_value(env, Kind::Data, kind, name)?, 2)),
        ("ephemeral", Some(kind), Some(name)) => {
            Ok((resource_value(env, Kind::Ephemeral, kind, name)?, 2))
        }
        ("terraform", Some(name), _) => Ok((Sym::unread(format!("terraform.{name}")), 1)),
        ("each" | "count" | "self" | "var" | "local" | "module" | "data" | "path", ..) => {
            failed(format!("there is no {name} here"))
        }
        (kind, Some(name), _) => Ok((resource_value(env, Kind::Resource, kind, name)?, 1)),
        (kind, None, _) => failed(format!("{kind} names nothing")),
    }
}

/// What is missing may be in a file that could not be read.
fn missing(scope: &Scope<'_>, what: &str) -> Eval {
    if scope.module.problems.is_empty() {
        return failed(format!("there is no {what}"));
    }
    Ok(Sym::unread(format!("{what} may be in a file that could not be read")))
}

fn local(env: Env<'_, '_>, name: &str) -> Eval {
    let Some((name, expression)) = env.scope.module.locals.get_key_value(name) else {
        return missing(env.scope, &format!("local.{name}"));
    };
    env.scope.keep(env.world, Key::Local(name), || evaluate(Env { bound: None, ..env }, expression))
}

/// A truth that a block says.
fn says(block: &Block<'_>, what: &str) -> Option<bool> {
    block.attributes.get(what).and_then(|one| one.as_bool())
}

/// The value of a variable or output, which may say that nothing shows it.
fn hidden(block: &Block<'_>, value: Value) -> Value {
    let hidden = if says(block, "ephemeral") == Some(true) {
        Hidden::Ephemeral
    } else if says(block, "sensitive") == Some(true) {
        Hidden::Sensitive
    } else {
        return value;
    };
    Sym::hide(&value, hidden)
}

fn variable(env: Env<'_, '_>, name: &str) -> Eval {
    let Some((name, block)) = env.scope.module.variables.get_key_value(name) else {
        return missing(env.scope, &format!("var.{name}"));
    };
    env.scope.keep(env.world, Key::Variable(name), || {
        let own = Env { bound: None, ..env };
        let default = block.attributes.get("default");
        let given = match &env.scope.call {
            Some(call) => {
                call.block.attributes.get(name).map(|one| call::evaluate(env.world, call, one))
            }
            None if default.is_some() => None,
            None => {
                let (root, name) = (Arc::clone(&env.scope.root), (*name).into());
                Some(Ok(Sym::leaf(Wait::Input { root, name }, false)))
            }
        };
        // Null given is the default, where null may not be.
        let given = match given.transpose()? {
            Some(Value::Null) if says(block, "nullable") == Some(false) && default.is_some() => {
                None
            }
            given => given,
        };
        let value = match (given, default) {
            (Some(given), _) => given,
            (None, Some(default)) => evaluate(own, default)?,
            (None, None) => return failed(format!("{name} is not given")),
        };
        let wanted = block.attributes.get("type").map_or(Wanted::Any, |one| Wanted::read(one));
        let value = wanted.convert(&value, &|default| eval::value(own, default))?;
        Ok(hidden(block, value))
    })
}

/// An output of a module as it is called.
pub(super) fn output<'t>(env: Env<'_, 't>, scope: &Rc<Scope<'t>>, name: &str) -> Eval {
    let Some((name, block)) = scope.module.outputs.get_key_value(name) else {
        return missing(scope, &format!("output {name}"));
    };
    scope.keep(env.world, Key::Output(name), || {
        let own = Env { world: env.world, scope, bound: None };
        if let Some(also) = block.attributes.get("depends_on") {
            depends::on(own, also);
        }
        let Some(value) = block.attributes.get("value") else { return failed("it has no value") };
        let value = evaluate(own, value)?;
        Ok(hidden(block, value))
    })
}

fn outputs<'t>(env: Env<'_, 't>, scope: &Rc<Scope<'t>>) -> Value {
    let names = scope.module.outputs.keys();
    let one = |name: &&'t str| {
        let value = output(env, scope, name).unwrap_or_else(|Failure(why)| Sym::unread(why));
        (Arc::from(*name), value)
    };
    Value::map(names.map(one).collect::<Members>())
}

/// `module.x.y` asks for that output alone.
fn module(
    env: Env<'_, '_>,
    name: &str,
    operators: Operators<'_>,
) -> Result<(Value, usize), Failure> {
    let Some((name, block)) = env.scope.module.calls.get_key_value(name) else {
        return Ok((missing(env.scope, &format!("module.{name}"))?, 1));
    };
    let calls = call::instances(env, name, block);
    let (scope, used) = match (&*calls, operators.get(1).map(Decorated::value)) {
        (Calls::Unknown(why), _) => return Ok((why.clone(), 1)),
        (Calls::One(scope), _) => (Rc::clone(scope), 1),
        (Calls::Count(scopes), Some(TraversalOperator::Index(key))) => {
            let at = convert::to_number(&evaluate(env, key)?)?;
            let Value::Number(at) = at else { return Ok((Sym::of("module by index", &[at]), 1)) };
            let at = at.whole().and_then(|at| usize::try_from(at).ok());
            let found = at.and_then(|at| scopes.get(at)).map(Rc::clone);
            (found.ok_or_else(|| Failure(format!("there is no such module.{name}")))?, 2)
        }
        (Calls::Each(scopes), Some(TraversalOperator::Index(key))) => {
            let key = convert::to_text(&evaluate(env, key)?)?;
            let Value::Text(key) = key else {
                let all = all_outputs(env, &calls);
                return Ok((Sym::of("[]", &[all, key]), 2));
            };
            let found = scopes.get(&key).map(Rc::clone);
            (found.ok_or_else(|| Failure(format!("there is no module.{name}[{key:?}]")))?, 2)
        }
        (Calls::Count(_) | Calls::Each(_), _) => return Ok((all_outputs(env, &calls), 1)),
    };
    match name_at(operators, used) {
        Some(wanted) => Ok((output(env, &scope, wanted)?, used + 1)),
        None => Ok((outputs(env, &scope), used)),
    }
}

fn all_outputs<'t>(env: Env<'_, 't>, calls: &Calls<'t>) -> Value {
    match calls {
        Calls::One(scope) => outputs(env, scope),
        Calls::Count(scopes) => Value::list(scopes.iter().map(|one| outputs(env, one)).collect()),
        Calls::Each(scopes) => {
            let one =
                |(key, scope): (&Arc<str>, &Rc<Scope<'t>>)| (Arc::clone(key), outputs(env, scope));
            Value::map(scopes.iter().map(one).collect())
        }
        Calls::Unknown(why) => why.clone(),
    }
}

fn path(env: Env<'_, '_>, name: &str) -> Value {
    match name {
        "module" => files::relative(&env.scope.root, env.scope.folder).into(),
        "root" => ".".into(),
        _ => Sym::unread(format!("path.{name}")),
    }
}

/// The objects of a resource: one, a list or a map of them.
pub(super) fn resource_value(env: Env<'_, '_>, kind: Kind, of: &str, name: &str) -> Eval {
    let module = env.scope.module;
    let all = match kind {
        Kind::Resource => &module.resources,
        Kind::Data => &module.data,
        Kind::Ephemeral => &module.ephemeral,
    };
    let Some((of, name, block)) = all.find(of, name) else {
        return missing(env.scope, &format!("{of}.{name}"));
    };
    let key = match kind {
        Kind::Resource => Key::Resource(of, name),
        Kind::Data => Key::Data(of, name),
        Kind::Ephemeral => Key::Ephemeral(of, name),
    };
    if kind == Kind::Resource {
        env.world.touch(format!("{}{of}.{name}", env.scope.prefix));
    }
    let own = Env { bound: None, ..env };
    env.scope.keep(env.world, key, || Ok(resource::instances(own, kind, of, name, block)))
}

/// `data.terraform_remote_state.x.outputs.y` asks for that output alone.
fn remote_state(
    env: Env<'_, '_>,
    name: &str,
    operators: Operators<'_>,
) -> Result<(Value, usize), Failure> {
    let Some((_, name, block)) = env.scope.module.data.find("terraform_remote_state", name) else {
        return Ok((missing(env.scope, &format!("data.terraform_remote_state.{name}"))?, 2));
    };
    if let (Some("outputs"), Some(wanted)) = (name_at(operators, 2), name_at(operators, 3))
        && let Some(scope) = remote::root(env, name, block)
    {
        env.world.reads(&env.scope.root, &scope.root, wanted);
        return Ok((output(env, &scope, wanted)?, 4));
    }
    if name_at(operators, 2) == Some("outputs")
        && let Some(scope) = remote::root(env, name, block)
    {
        return Ok((outputs(env, &scope), 3));
    }
    let place = super::instance::Place {
        root: &env.scope.root,
        address: &format!("{}data.terraform_remote_state.{name}", env.scope.prefix).into(),
        path: "outputs",
    };
    let outputs = place.leaf(false);
    Ok((Value::map(Members::from([("outputs".into(), outputs)])), 2))
}
