//! Which root (Terraform state) owns which call, and which roots read which others.
//!
//! In: the graph and the layout. Out: the roots in the order in which they are applied. A call's place
//! says where it belongs; what state that is, and what crosses states, is found here and nowhere else.

use indexmap::{IndexMap, IndexSet};

use crate::{
    aws::RegionName,
    graph::{CallId, Graph, Place, Ref},
    words::Layout,
};

/// A root's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RootId {
    /// Everything, in layout `single`.
    Single,
    /// One state of layout `split`.
    Split(Place),
}

impl RootId {
    fn of(place: Place, layout: Layout) -> Self {
        match layout {
            Layout::Single => Self::Single,
            Layout::Split => Self::Split(place),
        }
    }

    /// Its folder in the output tree: `regions/eu-west-1`; empty for the tree itself.
    pub(crate) fn dir(self) -> String {
        match self {
            Self::Single => String::new(),
            Self::Split(Place::Foundation) => "foundation".into(),
            Self::Split(Place::Data) => "data".into(),
            Self::Split(Place::Region(region)) => format!("regions/{region}"),
            Self::Split(Place::Edge) => "edge".into(),
            Self::Split(Place::Monitoring) => "monitoring".into(),
        }
    }

    /// How another root names its state: `eu_west_1`.
    pub(crate) fn ident(self) -> String {
        match self {
            Self::Split(Place::Region(region)) => region.ident(),
            Self::Single | Self::Split(_) => self.dir(),
        }
    }

    /// The path from its folder back to the output tree: `../..`.
    pub(crate) fn up(self) -> &'static str {
        match self {
            Self::Single => ".",
            Self::Split(Place::Region(_)) => "../..",
            Self::Split(_) => "..",
        }
    }
}

/// One Terraform state.
#[derive(Debug)]
pub(crate) struct Root {
    /// Which.
    pub(crate) id: RootId,
    /// What it owns, in the graph's order.
    pub(crate) calls: Vec<CallId>,
    /// The roots whose outputs it reads.
    pub(crate) reads: IndexSet<RootId>,
    /// The roots that must be applied before what this one adds is made.
    pub(crate) waits: IndexSet<RootId>,
    /// What others read of it, and what is published.
    pub(crate) exports: IndexSet<(CallId, &'static str)>,
}

impl Root {
    fn new(id: RootId) -> Self {
        Self {
            id,
            calls: Vec::new(),
            reads: IndexSet::new(),
            waits: IndexSet::new(),
            exports: IndexSet::new(),
        }
    }
}

/// All roots, in the order in which they are applied.
#[derive(Debug)]
pub(crate) struct Roots {
    layout: Layout,
    list: Vec<Root>,
}

impl Roots {
    /// The roots in the order in which they are applied.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Root> {
        self.list.iter()
    }

    /// Whether a root owns what is at a place.
    pub(crate) fn holds(&self, root: RootId, place: Place) -> bool {
        RootId::of(place, self.layout) == root
    }

    /// The root that owns what a reference points to.
    pub(crate) fn owner(&self, graph: &Graph, reference: &Ref) -> RootId {
        RootId::of(graph.get(reference.call).place, self.layout)
    }
}

/// Cuts the graph into roots. `regions` gives the order of the regions' roots.
pub(crate) fn partition(
    graph: &Graph,
    layout: Layout,
    regions: impl Iterator<Item = RegionName>,
) -> Roots {
    let order = [Place::Foundation, Place::Data]
        .into_iter()
        .chain(regions.map(Place::Region))
        .chain([Place::Edge, Place::Monitoring]);
    let mut roots: IndexMap<RootId, Root> =
        order.map(|place| RootId::of(place, layout)).map(|id| (id, Root::new(id))).collect();
    for (id, call) in graph.calls() {
        let own = RootId::of(call.place, layout);
        let mut read = Vec::new();
        for input in call.inputs.values() {
            input.for_each_ref(&mut |reference| {
                let owner = RootId::of(graph.get(reference.call).place, layout);
                if owner != own {
                    read.push((owner, (reference.call, reference.output)));
                }
            });
        }
        let waits = call.after.iter().map(|other| RootId::of(graph.get(*other).place, layout));
        if let Some(root) = roots.get_mut(&own) {
            root.calls.push(id);
            root.waits.extend(waits.filter(|other| *other != own));
            root.exports.extend(call.published.iter().map(|output| (id, *output)));
            root.reads.extend(read.iter().map(|(owner, _)| *owner));
        }
        for (owner, export) in read {
            if let Some(root) = roots.get_mut(&owner) {
                root.exports.insert(export);
            }
        }
    }
    roots.retain(|_, root| !root.calls.is_empty());
    for root in roots.values_mut() {
        root.exports.sort_unstable();
    }
    Roots { layout, list: roots.into_values().collect() }
}
