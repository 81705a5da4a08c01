//! Roots: all objects of a state, and what happens to addresses.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use aws_catalogue::Kind;

use super::address::{address, without_keys};
use super::call;
use super::eval;
use super::files::{Files, join};
use super::instance::Schemas;
use super::module::{Block, Module, Place, Problem};
use super::moved::{Moved, Moves, moved};
use super::references;
use super::remote;
use super::resource::Lifecycle;
use super::scope::{Calls, Env, Failure, Key, Scope, World};
use super::symbol::Sym;
use super::value::{Members, Object, Value};

/// What a root says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Root {
    /// By address, as Terraform prints it.
    pub resources: BTreeMap<String, Resource>,
    /// Outputs.
    pub outputs: BTreeMap<String, Value>,
    /// The roots whose states it reads.
    pub reads: BTreeSet<String>,
    /// The folders that it is made of: its own, and those of the modules that it calls.
    pub folders: BTreeSet<String>,
    /// The outputs of them that it names, each with its root.
    pub needs: BTreeSet<(String, String)>,
    /// `moved` blocks.
    pub moved: Vec<Moved>,
    /// `removed` blocks.
    pub removed: Vec<Removed>,
    /// `import` blocks.
    pub imports: Vec<Import>,
    /// Blocks that have `prevent_destroy`, by their address without keys.
    pub protected: BTreeSet<String>,
    /// Blocks of which `count` wants no object, by what addresses of their objects begin with.
    pub emptied: BTreeSet<String>,
    /// What of it is not read.
    pub problems: Vec<Problem>,
}

impl Root {
    /// The address that something of the tree before has in this one.
    #[must_use]
    pub fn moved(&self, address: &str) -> Option<String> {
        moved(&self.moved, address).or_else(|| self.counted(address))
    }

    /// Where `count` comes or goes, the object without a key and the first are one, unless a `moved` block says something of
    /// them.
    fn counted(&self, address: &str) -> Option<String> {
        if self.resources.contains_key(address) {
            return None;
        }
        let one =
            |other: &String| self.resources.get(other).is_some_and(|it| it.instances.is_none());
        let other = match address.strip_suffix("[0]") {
            Some(bare) => Some(bare.to_owned()).filter(one),
            None => Some(format!("{address}[0]"))
                .filter(|first| one(first) || self.emptied.contains(address)),
        }?;
        let block = address.strip_suffix("[0]").unwrap_or(address);
        let is_key = |rest: &str| rest.is_empty() || rest.starts_with('[');
        let of = |told: &str| told.strip_prefix(block).is_some_and(is_key);
        let told = self.moved.iter().any(|moved| of(&moved.from) || of(&moved.to));
        (!told).then_some(other)
    }
}

/// An object that there shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// `aws_vpc`
    pub kind: String,
    /// Its region, if it has one.
    pub region: Value,
    /// What is configured, in the types of the catalogue; what is null is left out, as are blocks that there are none of.
    pub arguments: Arc<Members>,
    /// What `lifecycle` says.
    pub lifecycle: Arc<Lifecycle>,
    /// The resources that it depends on, and modules that it depends on as a whole, without keys of their instances.
    pub depends_on: Arc<BTreeSet<Arc<str>>>,
    /// Where it is written.
    pub place: Place,
    /// Which objects there are is not known, and this is what that waits for; the address is the one that they all begin with.
    pub instances: Option<Value>,
}

/// What is no longer of this state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Its address, without keys.
    pub from: String,
    /// Whether it is destroyed as well.
    pub destroy: bool,
    /// Where that is written.
    pub place: Place,
}

/// What becomes part of this state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its address; none where that is an expression.
    pub to: Option<String>,
    /// By what it is found.
    pub id: Value,
    /// Where that is written.
    pub place: Place,
}

/// Reads all roots of a tree: folders that configure a provider or a backend, and that no other folder calls.
pub(super) fn roots<'t>(
    files: &'t Files,
    modules: &'t BTreeMap<String, Module<'t>>,
    schemas: &'t Schemas,
    next: &Moves<'t>,
) -> BTreeMap<String, Root> {
    let mut called = BTreeSet::new();
    for (folder, module) in modules {
        let sources =
            module.calls.values().filter_map(|call| call.attributes.get("source")?.as_str());
        called.extend(
            sources
                .filter(|source| source.starts_with('.'))
                .filter_map(|source| join(folder, source)),
        );
    }
    let mut world = World::new(files, modules, schemas, next.clone(), references::value);
    for (folder, module) in modules {
        let is_root = module.backend.is_some() || !module.providers.is_empty();
        if is_root && !called.contains(folder) {
            let scope = Scope::new(folder.as_str().into(), String::new(), folder, module, None);
            world.roots.insert(folder, scope);
        }
    }
    world.states = remote::states(&world);
    let one =
        |(folder, scope): (&&str, &Rc<Scope<'t>>)| ((*folder).to_owned(), read(&world, scope));
    let mut all: BTreeMap<String, Root> = world.roots.iter().map(one).collect();
    for (folder, root) in &mut all {
        root.needs = world.read_by(folder);
    }
    all
}

fn read<'t>(world: &World<'t>, scope: &Rc<Scope<'t>>) -> Root {
    let env = Env { world, scope, bound: None };
    let mut root = Root::default();
    module(env, &mut root);
    for name in scope.module.outputs.keys() {
        let value = references::output(env, scope, name);
        let value = value.unwrap_or_else(|Failure(why)| Sym::unread(why));
        root.outputs.insert((*name).to_owned(), value);
    }
    root.problems.sort_by(|one, other| one.place.cmp(&other.place));
    root.problems.dedup();
    root
}

/// Adds what a module has, and what it calls.
fn module<'t>(env: Env<'_, 't>, root: &mut Root) {
    let module = env.scope.module;
    root.folders.insert(env.scope.folder.to_owned());
    root.problems.extend(module.problems.iter().cloned());
    for (of, name, block) in module.resources.iter() {
        let lifecycle = Lifecycle::read(block);
        if lifecycle.prevent_destroy {
            let block = format!("{}{of}.{name}", env.scope.prefix);
            root.protected.insert(without_keys(&block).into_owned());
        }
        let value = references::resource_value(env, Kind::Resource, of, name);
        let depends_on = env.scope.touched(Key::Resource(of, name));
        let kept = Kept { block, of, lifecycle: lifecycle.into(), depends_on };
        let base = format!("{}{of}.{name}", env.scope.prefix);
        kept.add(base, value.unwrap_or_else(|Failure(why)| Sym::unread(why)), root);
    }
    for (of, name, block) in module.data.iter() {
        if of == "terraform_remote_state"
            && let Some(read) = remote::root(env, name, block)
        {
            root.reads.insert(read.root.as_ref().to_owned());
        }
    }
    history(env, root);
    for (name, block) in &module.calls {
        let calls = call::instances(env, name, block);
        let scopes: Vec<&Rc<Scope<'t>>> = match &*calls {
            Calls::One(scope) => vec![scope],
            Calls::Count(scopes) => scopes.iter().collect(),
            Calls::Each(scopes) => scopes.values().collect(),
            Calls::Unknown(why) => {
                let waits: Vec<String> = why.as_sym().map_or_else(Vec::new, |sym| {
                    sym.waits().iter().map(ToString::to_string).collect()
                });
                let message = format!("module.{name}: {}", waits.join(", "));
                root.problems.push(Problem { place: block.place.clone(), message });
                let source = block.attributes.get("source").and_then(|source| source.as_str());
                root.folders.extend(source.and_then(|source| join(env.scope.folder, source)));
                Vec::new()
            }
        };
        for scope in scopes {
            self::module(Env { scope, ..env }, root);
        }
    }
}

/// What all objects of a block have.
struct Kept<'k, 't> {
    block: &'k Block<'t>,
    of: &'k str,
    lifecycle: Arc<Lifecycle>,
    depends_on: Arc<BTreeSet<Arc<str>>>,
}

impl Kept<'_, '_> {
    fn add(&self, base: String, value: Value, root: &mut Root) {
        match value {
            Value::Instance(instance) => self.one(&*instance, root),
            Value::List(items) => {
                if items.is_empty() {
                    root.emptied.insert(base.clone());
                }
                for item in items.iter() {
                    self.add(base.clone(), item.clone(), root);
                }
            }
            Value::Map(members) => {
                for item in members.values() {
                    self.add(base.clone(), item.clone(), root);
                }
            }
            other => {
                let mut resource = self.resource();
                resource.instances = Some(other);
                root.resources.insert(base, resource);
            }
        }
    }

    fn one(&self, instance: &dyn Object, root: &mut Root) {
        let mut resource = self.resource();
        resource.arguments = instance.told();
        resource.region = resource.arguments.get("region").cloned().unwrap_or_default();
        root.resources.insert(instance.written().as_ref().to_owned(), resource);
    }

    fn resource(&self) -> Resource {
        Resource {
            kind: self.of.to_owned(),
            region: Value::Null,
            arguments: Arc::default(),
            lifecycle: Arc::clone(&self.lifecycle),
            depends_on: Arc::clone(&self.depends_on),
            place: self.block.place.clone(),
            instances: None,
        }
    }
}

/// What a module says of addresses that were, or come from outside.
fn history(env: Env<'_, '_>, root: &mut Root) {
    let (module, prefix) = (env.scope.module, &env.scope.prefix);
    let named = |block: &Block<'_>, name: &str| {
        block.attributes.get(name).and_then(|one| address(one)).map(|one| format!("{prefix}{one}"))
    };
    for block in &module.moved {
        if let (Some(from), Some(to)) = (named(block, "from"), named(block, "to")) {
            root.moved.push(Moved { from, to, place: block.place.clone() });
        }
    }
    for block in &module.removed {
        let Some(from) = named(block, "from") else { continue };
        let mut lifecycle = block.blocks.iter().filter(|one| one.ident.as_str() == "lifecycle");
        let destroy =
            lifecycle.next().and_then(|one| one.body.get_attribute("destroy")?.value.as_bool());
        root.removed.push(Removed {
            from,
            destroy: destroy.unwrap_or(true),
            place: block.place.clone(),
        });
    }
    for block in &module.imports {
        let id = block.attributes.get("id").map_or(Value::Null, |id| eval::value(env, id));
        root.imports.push(Import { to: named(block, "to"), id, place: block.place.clone() });
    }
}
