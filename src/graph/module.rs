//! What is called: the modules, the outputs that they declare, and the names of their calls.

use super::layer::Place;
use crate::aws::RegionName;

/// A folder of `templates/modules`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Module {
    /// The folder: `service/roles`.
    pub(crate) dir: &'static str,
    /// Whether it has an ephemeral resource. Terraform cannot mock those before 1.16, so they have a
    /// provider of their own, `aws.ephemeral`, which tests leave alone.
    pub(crate) ephemeral: bool,
}

/// An output that a module declares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(super) module: Module,
    pub(super) name: &'static str,
    pub(super) sample: Sample,
}

/// What an output holds, for tests that have to make it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// The value itself, or those of a map.
    pub(crate) leaf: Leaf,
    /// Of a map: the inputs of the call that have its keys, level by level, lists or maps themselves.
    pub(crate) keyed_by: &'static [&'static str],
}

/// A single value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// Any text.
    Text,
    /// Something that looks like an ARN.
    Arn,
}

impl Module {
    /// The module in a folder of `templates/modules`.
    pub(crate) const fn new(dir: &'static str) -> Self {
        Self { dir, ephemeral: false }
    }

    /// Says that it has an ephemeral resource.
    pub(crate) const fn with_ephemeral(self) -> Self {
        Self { ephemeral: true, ..self }
    }

    /// An output of this module. A test checks that the template declares it. It holds ARNs if it is
    /// named like that, else text.
    pub(crate) const fn output(self, name: &'static str) -> Output {
        let is_arn =
            matches!(name.as_bytes(), [.., b'a', b'r', b'n'] | [.., b'a', b'r', b'n', b's']);
        let leaf = if is_arn { Leaf::Arn } else { Leaf::Text };
        Output { module: self, name, sample: Sample { leaf, keyed_by: &[] } }
    }
}

impl Module {
    /// Its call of a kind in a place. Where a kind has entries, no other begins with it, or some entry could
    /// be called so that two calls get one label: the graph looks at that.
    pub(crate) const fn call(self, kind: &'static str, place: Place) -> CallName {
        CallName { module: self, kind, place, entry: None, region: None }
    }
}

/// Which call: a block says it once, in a function of what there are several of.
#[derive(Debug)]
pub(crate) struct CallName {
    pub(super) module: Module,
    pub(super) kind: &'static str,
    pub(super) place: Place,
    entry: Option<String>,
    region: Option<RegionName>,
}

impl CallName {
    /// The call for an entry of the topology.
    pub(crate) fn of(self, entry: impl Into<String>) -> Self {
        Self { entry: Some(entry.into()), ..self }
    }

    /// The call for a region, outside its own root.
    pub(crate) fn at(self, region: RegionName) -> Self {
        Self { region: Some(region), ..self }
    }

    pub(super) fn has_entry(&self) -> bool {
        self.entry.is_some()
    }

    /// The label of the `module` block: `bucket_assets`.
    pub(super) fn label(&self) -> String {
        let region = self.region.map(RegionName::as_str);
        let rest = self.entry.as_deref().into_iter().chain(region);
        let label = rest.fold(self.kind.to_owned(), |label, part| format!("{label}_{part}"));
        label.replace('-', "_")
    }
}

impl Output {
    /// Says that it is a map, and which inputs have its keys.
    pub(crate) const fn keyed_by(self, inputs: &'static [&'static str]) -> Self {
        Self { sample: Sample { keyed_by: inputs, ..self.sample }, ..self }
    }
}
