//! What trials need to run real Terraform on a tree: a copy of the tree, Terraform with the schema
//! provider, the suite.

pub(crate) mod backend;
pub(crate) mod outside;
pub(crate) mod shown;
pub(crate) mod suite;
pub(crate) mod terraform;
pub(crate) mod tree;
