//! What `depends_on` names.

use hcl_edit::expr::Expression;

use super::address::address;
use super::eval;
use super::scope::Env;

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
