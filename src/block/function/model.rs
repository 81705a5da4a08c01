//! What the checks make of a function, and its module and its outputs.

use crate::graph::{Module, Output};

pub(super) const MODULE: Module = Module::new("functions");
pub(super) const RESERVED_CONCURRENCY: Output = MODULE.output("reserved_concurrency");
pub(super) const PARAMETER_NAMES: Output = MODULE.output("parameter_names");

/// The checked section.
#[derive(PartialEq)]
pub(super) struct Functions {
    pub(super) all: Vec<Function>,
    /// Concurrent executions that the account may use in each region, if somebody says so.
    pub(super) quota: Option<u32>,
}

#[derive(PartialEq)]
pub(super) struct Function {
    pub(super) entry: String,
    /// In Lambda, the same in every region.
    pub(super) name: String,
    /// Concurrent executions that the whole world needs at peak.
    pub(super) concurrency: u32,
}

/// What Lambda keeps for functions without a reservation: API reference, `PutFunctionConcurrency`.
pub(super) const UNRESERVED: u32 = 100;
