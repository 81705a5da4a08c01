//! From a checked topology to the graph of module calls: asks every building block in turn.

use crate::{
    block::{Parts, Plan},
    bug::Bug,
    graph::Graph,
    size::Capacity,
    topology::Topology,
};

/// Asks every part for its calls, in registry order.
///
/// # Errors
///
/// A part did not find what has to be there, or broke a promise of its calls.
pub(crate) fn compose(
    topology: &Topology,
    parts: &Parts,
    capacity: &Capacity,
) -> Result<Graph, Bug> {
    let plan = Plan { topology, parts, capacity };
    let mut graph = Graph::default();
    for part in parts.iter() {
        part.compose(&plan, &mut graph)?;
    }
    graph.done()
}
