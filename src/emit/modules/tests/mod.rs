//! Rust and HCL cannot drift.

mod aws_names;
mod interface;
