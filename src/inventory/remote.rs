//! Which root of the tree a `terraform_remote_state` reads.

use std::rc::Rc;

use super::eval;
use super::files::join;
use super::module::Block;
use super::scope::{Env, Scope, States, World};
use super::value::{Members, Value};

/// The file of a state where the configuration says nothing.
const LOCAL: &str = "terraform.tfstate";

/// The root whose state a `terraform_remote_state` reads, if it is in this tree, for certain. Found once.
pub(super) fn root<'t>(
    env: Env<'_, 't>,
    name: &'t str,
    block: &'t Block<'t>,
) -> Option<Rc<Scope<'t>>> {
    env.scope.remote(name, || find(Env { bound: None, ..env }, block))
}

fn find<'t>(env: Env<'_, 't>, block: &'t Block<'t>) -> Option<Rc<Scope<'t>>> {
    let attribute = |name: &str| block.attributes.get(name).map(|one| eval::value(env, one));
    if attribute("workspace").is_some_and(|workspace| workspace.as_text() != Some("default")) {
        return None;
    }
    let (kind, config) = (attribute("backend")?, attribute("config").unwrap_or_default());
    let wanted = identity(kind.as_text()?, &env.scope.root, &config)?;
    env.world.states.get(&wanted.digest())?.clone()
}

/// Whose state lies where.
pub(super) fn states<'t>(world: &World<'t>) -> States<'t> {
    let mut states = States::new();
    for scope in world.roots.values() {
        if let Some(place) = backend(Env { world, scope, bound: None }) {
            let state = states.entry(place.digest());
            // Two of one place would be somebody's mistake.
            state.and_modify(|one| *one = None).or_insert_with(|| Some(Rc::clone(scope)));
        }
    }
    states
}

/// What a root says of the place of its state.
fn backend(env: Env<'_, '_>) -> Option<Value> {
    let Some((kind, block)) = &env.scope.module.backend else {
        return identity("local", &env.scope.root, &Value::Null);
    };
    let value = |(name, one): (&&str, &&hcl_edit::expr::Expression)| {
        ((*name).into(), eval::value(env, one))
    };
    identity(
        kind,
        &env.scope.root,
        &Value::map(block.attributes.iter().map(value).collect::<Members>()),
    )
}

/// What tells states apart; none where it is not known.
fn identity(kind: &str, root: &str, config: &Value) -> Option<Value> {
    let names: &[&str] = match kind {
        "local" => {
            let path = config.get("path");
            let path = if path.is_null() { LOCAL } else { path.as_text()? };
            return Some(Value::list(vec![kind.into(), join(root, path)?.into()]));
        }
        "s3" => &["bucket", "key"],
        "gcs" => &["bucket", "prefix"],
        "azurerm" => &["storage_account_name", "container_name", "key"],
        "http" => &["address"],
        _ => return None,
    };
    let parts = std::iter::once(kind.into()).chain(names.iter().map(|name| config.get(name)));
    let parts: Vec<Value> = parts.collect();
    let known = |one: &Value| one.is_known() && (!one.is_null() || kind == "gcs");
    parts.iter().all(known).then(|| Value::list(parts))
}
