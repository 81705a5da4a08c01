//! Rust and HCL cannot drift.

mod aws_names;
mod interface;
mod made_up;
mod said;

use crate::source::Source;

/// Every topology in `topologies/`, and that of the block that is made up.
fn topologies() -> Vec<Source> {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("topologies");
    let files = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let files = files.map(|path| Source::read(&path).unwrap());
    files.chain([Source::new("made_up.toml", made_up::TOPOLOGY)]).collect()
}
