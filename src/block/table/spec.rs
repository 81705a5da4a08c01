//! `[tables.*]` as the file has it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::words::{Field, Named};

/// `[tables.*]`: one DynamoDB global table.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TableSpec {
    /// Partition key and its type: `userId:S`. Types: S, N, B.
    #[schemars(required, regex(pattern = "^.+:[SNB]$"))]
    pub(super) hash_key: Field<String>,
    /// Sort key and its type.
    #[schemars(regex(pattern = "^.+:[SNB]$"))]
    pub(super) range_key: Field<String>,
    /// What a read sees of a write in another region. Default: eventual.
    pub(super) consistency: Field<Consistency>,
    /// The region that votes but holds no data, when a strong table has two replicas.
    pub(super) witness: Field<String>,
    /// The attribute that holds an item's expiry time.
    pub(super) ttl: Field<String>,
    /// Whether changes can be read as a stream. Eventual replicas have one in any case; of a strong table only home has it.
    pub(super) stream: Field<bool>,
    /// Read units per second that the whole world needs at peak, without those of indexes. One is a strongly consistent read of
    /// up to 4 KB, or two eventually consistent ones. Absent: nothing is known, and `topogen capacity` leaves the table out.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub(super) reads: Field<u32>,
    /// Write units per second that the whole world needs at peak, without those of indexes. One is a write of up to 1 KB. Every
    /// region carries all of them, for writes are replicated.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub(super) writes: Field<u32>,
    /// Whether the table is created so that every region takes `reads` and `writes` of the whole world at once. `DynamoDB` itself
    /// takes twice the previous peak at once, and more only after it has grown. It charges once for warming, and never cools.
    /// Indexes are warmed by hand: the tree's README has the command.
    /// Default: true with `by = "static"` under `[capacity]`, else false.
    pub(super) warm: Field<bool>,
    /// Global secondary indexes.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, IndexSpec>")]
    pub(super) indexes: Named<IndexSpec>,
}

/// `indexes.*`: one global secondary index.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IndexSpec {
    /// Partition key and its type.
    #[schemars(required, regex(pattern = "^.+:[SNB]$"))]
    pub(super) hash_key: Field<String>,
    /// Sort key and its type.
    #[schemars(regex(pattern = "^.+:[SNB]$"))]
    pub(super) range_key: Field<String>,
    /// What an index entry holds. Default: all.
    pub(super) projection: Field<Projection>,
    /// Write units per second that reach the index at peak: fewer than the table's where items change without what the index
    /// holds, or are not in it. Default: the table's `writes`.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub(super) writes: Field<u32>,
    /// The attributes of projection `include`.
    pub(super) attributes: Field<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Consistency {
    /// Asynchronous replication; the last writer wins.
    Eventual,
    /// A write is in two regions before it is acknowledged.
    Strong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Projection {
    /// The whole item.
    All,
    /// The keys.
    KeysOnly,
    /// The keys and the named attributes.
    Include,
}
