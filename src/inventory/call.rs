//! Calls of modules: which there are, and what they hand over.

use std::rc::Rc;
use std::sync::Arc;

use hcl_edit::expr::Expression;

use super::address::quoted;
use super::convert::{self, pairs};
use super::eval;
use super::files::join;
use super::module::Block;
use super::scope::{Bound, Call, Calls, Env, Eval, Failure, Scope, World, failed};
use super::symbol::Sym;
use super::value::{Members, Value};

/// Which objects a resource or a call has.
pub(super) enum Instances {
    One,
    Count(usize),
    /// Key and value.
    Each(Vec<(Arc<str>, Value)>),
    Unknown(Value),
}

/// What `count` and `for_each` say.
pub(super) fn wanted(env: Env<'_, '_>, block: &Block<'_>) -> Instances {
    let found = block.attributes.get("count").map(|count| counted(env, count));
    let found = found.or_else(|| block.attributes.get("for_each").map(|each| keyed(env, each)));
    match found {
        None => Instances::One,
        Some(Ok(instances)) => instances,
        Some(Err(Failure(why))) => Instances::Unknown(Sym::unread(why)),
    }
}

fn counted(env: Env<'_, '_>, count: &Expression) -> Result<Instances, Failure> {
    match convert::to_number(&eval::evaluate(env, count)?)? {
        Value::Number(count) => {
            let count = count.whole().and_then(|count| usize::try_from(count).ok());
            // No plan of anybody has more.
            let count = count.filter(|count| *count <= 100_000);
            count.map(Instances::Count).ok_or_else(|| Failure("no such count".to_owned()))
        }
        Value::Null => failed("a count that is null"),
        open => Ok(Instances::Unknown(open)),
    }
}

fn keyed(env: Env<'_, '_>, each: &Expression) -> Result<Instances, Failure> {
    let each = eval::evaluate(env, each)?;
    if matches!(each, Value::List(_)) {
        return failed("for_each takes a set or a map, not a list");
    }
    let Some(pairs) = pairs(&each, false)? else { return Ok(Instances::Unknown(each)) };
    let mut keys = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        match key {
            Value::Text(key) => keys.push((key, value)),
            Value::Sym(_) => return Ok(Instances::Unknown(each)),
            _ => return failed("a key of for_each that is no text"),
        }
    }
    Ok(Instances::Each(keys))
}

/// `count` inside.
pub(super) fn count(at: usize) -> Value {
    Value::map(Members::from([("index".into(), at.into())]))
}

/// `each` inside.
pub(super) fn each(key: Arc<str>, value: Value) -> Value {
    Value::map(Members::from([("key".into(), Value::Text(key)), ("value".into(), value)]))
}

/// The modules that a call makes.
pub(super) fn instances<'t>(
    env: Env<'_, 't>,
    name: &'t str,
    block: &'t Block<'t>,
) -> Rc<Calls<'t>> {
    env.scope.calls(name, || {
        let unread = |why: String| Calls::Unknown(Sym::unread(why));
        let source = block.attributes.get("source").and_then(|source| source.as_str());
        let own = source.filter(|source| source.starts_with("./") || source.starts_with("../"));
        let Some(source) = own else {
            return unread(format!("module.{name} is not of this tree"));
        };
        let folder = join(env.scope.folder, source);
        let module = folder.and_then(|folder| env.world.modules.get_key_value(&folder));
        let Some((folder, module)) = module else {
            return unread(format!("the source of module.{name} is not in this tree"));
        };
        if is_inside(env.scope, folder) {
            return unread(format!("module.{name} calls itself"));
        }
        let scope = |key: &str, bound| {
            let prefix = format!("{}module.{name}{key}.", env.scope.prefix);
            let call = Call { from: Rc::clone(env.scope), block, bound };
            Scope::new(Arc::clone(&env.scope.root), prefix, folder, module, Some(call))
        };
        match wanted(Env { bound: None, ..env }, block) {
            Instances::One => Calls::One(scope("", None)),
            Instances::Count(number) => {
                let one = |at| scope(&format!("[{at}]"), Some(("count", count(at))));
                Calls::Count((0..number).map(one).collect())
            }
            Instances::Each(keys) => {
                let one = |(key, value): (Arc<str>, Value)| {
                    let shown = quoted(&key);
                    (Arc::clone(&key), scope(&shown, Some(("each", each(key, value)))))
                };
                Calls::Each(keys.into_iter().map(one).collect())
            }
            Instances::Unknown(why) => Calls::Unknown(why),
        }
    })
}

/// Whether a module is inside a call of itself.
fn is_inside(scope: &Rc<Scope<'_>>, folder: &str) -> bool {
    let mut next = Some(scope);
    while let Some(scope) = next {
        if scope.folder == folder {
            return true;
        }
        next = scope.call.as_ref().map(|call| &call.from);
    }
    false
}

/// Evaluates an argument of a call where the call is.
pub(super) fn evaluate<'t>(world: &World<'t>, call: &Call<'t>, argument: &Expression) -> Eval {
    let bound = call.bound.as_ref();
    let bound = bound.map(|(name, value)| Bound { name, value: value.clone(), up: None });
    eval::evaluate(Env { world, scope: &call.from, bound: bound.as_ref() }, argument)
}
