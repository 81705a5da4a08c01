//! What there is in all rooms together: the building blocks and the kinds of finding.

use crate::{
    block::{
        Block, Section, alarms, bucket, dashboards, database, function, images, ingress, keys,
        logs, names, network, queue, secret, service, table,
    },
    capacity, check,
    diag::Code,
    spec, words,
};

/// All blocks, in the order in which they are composed: a block may refer to calls of earlier ones.
/// The alarms come last, for they watch all the others.
pub(crate) static BLOCKS: &[Block] = &[
    keys::BLOCK,
    images::BLOCK,
    network::BLOCK,
    table::BLOCK,
    bucket::BLOCK,
    secret::BLOCK,
    queue::BLOCK,
    database::BLOCK,
    #[cfg(test)]
    crate::block::made_up::BLOCK,
    service::BLOCK,
    function::BLOCK,
    ingress::BLOCK,
    logs::BLOCK,
    dashboards::BLOCK,
    alarms::BLOCK,
];

/// What the blocks read of a file.
pub(crate) fn sections() -> impl Iterator<Item = &'static Section> {
    BLOCKS.iter().filter_map(|block| block.section.as_ref())
}

/// Every code that topogen can report, by slug.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let rooms = [spec::CODES, words::CODES, check::CODES, names::CODES, capacity::CODES];
    let blocks = BLOCKS.iter().map(|block| block.codes);
    let mut all: Vec<_> = rooms.into_iter().chain(blocks).flatten().copied().collect();
    all.sort_unstable_by_key(|code| code.slug);
    all
}
