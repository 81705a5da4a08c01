//! Two objects of one name, in whichever root of a tree, or one of the name that another has kept after its deletion.
//!
//! Sources: `src/account/names.rs` and `src/account/leaving.rs`.

use super::Rule;

pub(super) const RULE: Rule =
    Rule { name: "name_taken", on: &[], check: |object, account| account.free(object) };
