//! Facts about AWS: which regions there are, what they offer, how far apart they are.
//!
//! The tables are the files of `data/`, embedded; each names its source and date. There is no
//! logic here beyond looking a fact up.

pub(crate) mod aurora;
mod latency;
pub(crate) mod opensearch;
mod region;
mod rows;

pub(crate) use latency::nearest;
pub use region::RegionName;
