//! From a checked topology to the graph of module calls: asks every building block in turn.

use crate::{
    block::{Parts, Plan},
    graph::Graph,
    size::Capacity,
    topology::Topology,
};

/// Asks every part for its calls, in registry order.
pub(crate) fn compose(topology: &Topology, parts: &Parts, capacity: &Capacity) -> Graph {
    let plan = Plan { topology, parts, capacity };
    let mut graph = Graph::default();
    for part in parts.iter() {
        part.compose(&plan, &mut graph);
    }
    graph
}
