//! What `depends_on` names.

use std::sync::Arc;

use hcl_edit::expr::Expression;

use super::address::address;
use super::eval;
use super::module::Block;
use super::scope::Env;
use super::symbol::{Sym, Wait};
use super::value::Value;

/// What has to be done before a data source is read; none where nothing is named.
pub(super) fn pending(env: Env<'_, '_>, block: &Block<'_>) -> Option<Value> {
    let ((), all) = env.world.touching(|| {
        if let Some(also) = block.attributes.get("depends_on") {
            on(env, also);
        }
        around(env);
    });
    let wait = |address| {
        let root = Arc::clone(&env.scope.root);
        Sym::leaf(Wait::Pending { root, address }, false)
    };
    let waits: Vec<Value> = all.into_iter().map(wait).collect();
    (!waits.is_empty()).then(|| Sym::of("depends_on", &waits))
}

/// Notes what a list of references names.
pub(super) fn on(env: Env<'_, '_>, list: &Expression) {
    for one in list.as_array().into_iter().flatten() {
        let Some(named) = address(one) else { continue };
        let parts: Vec<&str> = named.split('.').collect();
        let part = |at: usize| parts.get(at).map(|part| part.split('[').next().unwrap_or(part));
        match (part(0), part(1), part(2)) {
            // What it reads is what counts.
            (Some("data"), ..) => _ = eval::value(env, one),
            (Some("module"), Some(name), _) => {
                env.world.touch(format!("{}module.{name}", env.scope.prefix));
            }
            (Some(of), Some(name), _) => {
                env.world.touch(format!("{}{of}.{name}", env.scope.prefix));
            }
            _ => {}
        }
    }
}

/// Notes what the calls around a module depend on as a whole.
pub(super) fn around(env: Env<'_, '_>) {
    let mut next = env.scope.call.as_ref();
    while let Some(call) = next {
        if let Some(also) = call.block.attributes.get("depends_on") {
            on(Env { world: env.world, scope: &call.from, bound: None }, also);
        }
        next = call.from.call.as_ref();
    }
}
