//! Pages that are made from the code are what the code makes.
//!
//! `TOPOGEN_BLESS=1 cargo test --test docs` writes them.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeSet, fs};

#[test]
fn every_block_has_its_page() {
    let folder = support::root().join("docs/blocks");
    let pages = topogen::testing::block_pages();
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let written = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(written, *text, "run `TOPOGEN_BLESS=1 cargo test --test docs`: {name}");
    }
    let files: BTreeSet<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files.len(), pages.len(), "a page without a block");
}
