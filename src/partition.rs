//! Which root (Terraform state) owns which call, and which roots read which others.
//!
//! In: the graph and the layout. Out: the roots in the order in which they are applied. A call's place
//! says where it belongs; what state that is, what crosses states, and what labels and outputs are called there, is found
//! here and nowhere else.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use indexmap::{IndexMap, IndexSet};

use crate::{
    aws::RegionName,
    bug::{Bug, bug},
    graph::{Call, CallId, Graph, Layer, Place, Ref, Spread},
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
            Self::Split(place) => place.dir(),
        }
    }

    /// How another root names its state: `eu_west_1`.
    pub(crate) fn ident(self) -> String {
        match self {
            Self::Single => String::new(),
            Self::Split(Place { layer, region: Some(region) }) => ident(layer, region),
            Self::Split(place) => place.dir(),
        }
    }

    /// The path from its folder back to the output tree: `../..`.
    pub(crate) fn up(self) -> &'static str {
        match self {
            Self::Single => ".",
            Self::Split(Place { region: Some(_), .. }) => "../..",
            Self::Split(_) => "..",
        }
    }
}

/// What the regions run is called like its region.
fn ident(layer: &Layer, region: RegionName) -> String {
    if layer.is_regions() {
        return region.ident();
    }
    format!("{}_{}", layer.name, region.ident())
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

    /// Terraform takes each name once.
    fn named_once(&self, graph: &Graph) -> Result<(), Bug> {
        let twice = |name: String| bug(format!("{name} is there twice in `{}`", self.id.dir()));
        let mut labels = BTreeSet::new();
        for name in self.calls.iter().map(|id| label(graph.get(*id), self.id)) {
            labels.replace(name).map_or(Ok(()), |name| Err(twice(format!("module {name}"))))?;
        }
        let mut outputs = BTreeSet::new();
        let exports = self.exports.iter();
        for name in exports.map(|(id, output)| export(graph.get(*id), self.id, output)) {
            outputs.replace(name).map_or(Ok(()), |name| Err(twice(format!("output {name}"))))?;
        }
        Ok(())
    }
}

/// A call's label in its root. One root for all regions has to tell the regions apart.
pub(crate) fn label(call: &Call, root: RootId) -> Cow<'_, str> {
    match (root, call.place) {
        (RootId::Single, Place { layer, region: Some(region) })
            if layer.spread == Spread::InUse =>
        {
            Cow::Owned(format!("{}_{}", call.label, region.ident()))
        }
        (RootId::Single | RootId::Split(_), _) => Cow::Borrowed(&call.label),
    }
}

/// The name under which a root exports an output of a call: `bucket_assets_names`. No output of a module ends as
/// another one of it does (a test of `emit::modules`), so the name says which two it is made of.
pub(crate) fn export(call: &Call, root: RootId, output: &str) -> String {
    format!("{}_{output}", label(call, root))
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

/// Where something is, in the order in which it is applied: by layer, then in the order of the regions; those that are not in
/// use are last.
fn places(graph: &Graph, regions: &[RegionName]) -> Result<Vec<Place>, Bug> {
    let mut places = BTreeMap::new();
    for (_, Call { place, .. }) in graph.calls() {
        let Place { layer, region } = *place;
        let own = region.and_then(|region| regions.iter().position(|other| *other == region));
        if layer.spread == Spread::InUse && own.is_none() {
            return Err(bug(format!("there is no root `{}`", place.dir())));
        }
        let own = own.unwrap_or(regions.len());
        places.insert((layer.rank, own, region.map(RegionName::as_str)), *place);
    }
    Ok(places.into_values().collect())
}

/// Cuts the graph into roots. `regions` gives the order of the regions' roots.
///
/// # Errors
///
/// A call is in a region that is not in use, or two names of a root are the same.
pub(crate) fn partition(
    graph: &Graph,
    layout: Layout,
    regions: impl Iterator<Item = RegionName>,
) -> Result<Roots, Bug> {
    let regions: Vec<RegionName> = regions.collect();
    let order = places(graph, &regions)?.into_iter();
    let mut roots: IndexMap<RootId, Root> =
        order.map(|place| RootId::of(place, layout)).map(|id| (id, Root::new(id))).collect();
    let nowhere = |id: RootId| bug(format!("there is no root `{}`", id.dir()));
    for (id, call) in graph.calls() {
        let own = RootId::of(call.place, layout);
        let mut read = Vec::new();
        for (_, input) in &call.inputs {
            input.for_each_ref(&mut |reference| {
                let owner = RootId::of(graph.get(reference.call).place, layout);
                if owner != own {
                    read.push((owner, (reference.call, reference.output)));
                }
            });
        }
        let waits = call.after.iter().map(|other| RootId::of(graph.get(*other).place, layout));
        let root = roots.get_mut(&own).ok_or_else(|| nowhere(own))?;
        root.calls.push(id);
        root.waits.extend(waits.filter(|other| *other != own));
        root.exports.extend(call.published.iter().map(|output| (id, *output)));
        root.reads.extend(read.iter().map(|(owner, _)| *owner));
        for (owner, export) in read {
            let owner = roots.get_mut(&owner).ok_or_else(|| nowhere(owner))?;
            owner.exports.insert(export);
        }
    }
    roots.retain(|_, root| !root.calls.is_empty());
    for root in roots.values_mut() {
        root.exports.sort_unstable();
        root.named_once(graph)?;
    }
    Ok(Roots { layout, list: roots.into_values().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Module, Output};

    const ONE: Module = Module::new("one");
    const NAMES: Output = ONE.output("names");

    fn regions() -> [RegionName; 2] {
        ["eu-west-1", "us-east-1"].map(|code| RegionName::parse(code).unwrap())
    }

    fn roots(graph: &Graph, layout: Layout) -> Result<Roots, String> {
        partition(graph, layout, regions().into_iter()).map_err(|bug| bug.to_string())
    }

    /// In one state the regions are part of the labels, so only there these are the same.
    #[test]
    fn no_root_has_a_label_twice() {
        let mut graph = Graph::default();
        let [region, _] = regions();
        graph.call(&ONE.call("a", Place::region(region))).add();
        graph.call(&ONE.call("a", Place::EDGE).at(region)).add();
        assert!(roots(&graph, Layout::Split).is_ok());
        let says = roots(&graph, Layout::Single).unwrap_err();
        assert!(says.ends_with("module a_eu_west_1 is there twice in ``"), "{says}");
    }

    #[test]
    fn no_root_has_an_output_twice() {
        const LONG: Output = ONE.output("b_names");
        let mut graph = Graph::default();
        graph.call(&ONE.call("a", Place::DATA)).publish(LONG).add();
        graph.call(&ONE.call("a", Place::DATA).of("b")).publish(NAMES).add();
        let says = roots(&graph, Layout::Split).unwrap_err();
        assert!(says.ends_with("output a_b_names is there twice in `data`"), "{says}");
    }

    /// What AWS measures elsewhere is watched there: after the regions in use.
    #[test]
    fn each_region_that_is_watched_has_its_root() {
        let mut graph = Graph::default();
        for code in ["us-west-2", "us-east-1", "ap-south-1", "eu-west-1"] {
            let region = RegionName::parse(code).unwrap();
            graph.call(&ONE.call("a", Place::monitoring(region)).at(region)).add();
        }
        let split = roots(&graph, Layout::Split).unwrap();
        let dirs: Vec<String> = split.iter().map(|root| root.id.dir()).collect();
        let order = ["eu-west-1", "us-east-1", "ap-south-1", "us-west-2"];
        assert_eq!(dirs, order.map(|region| format!("monitoring/{region}")));
        assert_eq!(roots(&graph, Layout::Single).unwrap().iter().count(), 1);
    }

    #[test]
    fn no_call_is_in_a_region_that_is_not_in_use() {
        let mut graph = Graph::default();
        let elsewhere = RegionName::parse("ap-south-1").unwrap();
        graph.call(&ONE.call("a", Place::region(elsewhere))).add();
        let says = roots(&graph, Layout::Split).unwrap_err();
        assert!(says.ends_with("there is no root `regions/ap-south-1`"), "{says}");
    }
}
