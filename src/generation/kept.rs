//! Which files are read.

use crate::inventory::Files;

/// No file that Terraform evaluates is larger: 1 MiB.
pub(super) const LARGEST: u64 = 1 << 20;

/// Which providers Terraform takes: hidden, and yet a text that a plan depends on.
const LOCK: &str = ".terraform.lock.hcl";

/// Whether a name is that of something that Terraform never reads by itself: hidden, or a state.
pub(super) fn is_hidden(name: &str) -> bool {
    (name.starts_with('.') && name != LOCK) || name.contains(".tfstate")
}

/// Files by path, of those that are read.
pub(super) fn collect(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Files {
    let mut found = Files::default();
    for (path, bytes) in files {
        found.insert(path, &bytes);
    }
    found
}
