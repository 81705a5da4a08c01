//! From a checked topology to the graph of module calls: asks every building block in turn.

use crate::{
    block::{Made, Parts},
    bug::Bug,
    graph::Graph,
    topology::Topology,
};

/// Asks every part for its calls, in registry order.
///
/// # Errors
///
/// A part did not find what has to be there, or broke a promise of its calls.
pub(crate) fn compose(topology: &Topology, parts: &Parts) -> Result<Graph, Bug> {
    let cx = parts.cx(topology)?;
    let (mut made, mut graph) = (Made::new(cx.ledger.alarms), Graph::default());
    for part in parts.iter() {
        part.compose(&cx, &mut made, &mut graph)?;
    }
    graph.done()
}

/// What should wake somebody of a topology that has no `[alarms]`.
#[cfg(test)]
pub(crate) fn watched(checked: &crate::Checked) -> Vec<crate::block::Watched> {
    let cx = checked.parts.cx(&checked.topology).unwrap();
    let (mut made, mut graph) = (Made::new(true), Graph::default());
    for part in checked.parts.iter() {
        part.compose(&cx, &mut made, &mut graph).unwrap();
    }
    made.alarms()
}
