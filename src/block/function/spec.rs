//! `[functions]` as the file has it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::words::Field;

/// `[functions]`: what holds for all functions. Beside it stand the functions by name.
#[expect(dead_code, reason = "says what the section takes; `check` reads the two by themselves")]
#[derive(JsonSchema)]
pub(super) struct FunctionsSpec {
    /// Concurrent executions that the account may use for these functions in each region: its quota,
    /// less what other functions reserve; where regions differ, the least. Default: 1000, which is
    /// what AWS starts with (new accounts have less).
    #[schemars(range(min = 1, max = 10_000_000))]
    quota: Field<u32>,
    /// The functions.
    #[schemars(flatten)]
    functions: IndexMap<String, FunctionSpec>,
}

/// `[functions.*]`: one Lambda function, deployed elsewhere under one name in every region.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FunctionSpec {
    /// Concurrent executions that the whole world needs at peak.
    #[schemars(required, range(min = 1, max = 1_000_000))]
    pub(super) concurrency: Field<u32>,
    /// The function's name in Lambda. Default: what `parameter` says, else the entry's key.
    #[schemars(regex(pattern = "^[A-Za-z0-9_-]{1,64}$"))]
    pub(super) name: Field<String>,
}
