//! A Terraform provider for tests: it serves the real schema of `hashicorp/aws` and no AWS.
//!
//! Real Terraform then plans and applies real configurations: arguments are checked against the
//! schema, plans are complete, a second plan is empty, and a region can be declared dead. What it
//! cannot know is told in the README.
//!
//! From the outside in: `plugin` starts the process the way Terraform wants it, `grpc` carries calls,
//! `service` names them, `provider` answers them, `plan`, `validate` and
//! `refuse` do the thinking, `account` remembers, `normal` is how AWS tells it, and `forge` makes up the values that AWS would have made. What the
//! provider's types are and do is in the crate `aws-catalogue`.

pub mod account;
mod config;
mod data;
mod forge;
mod grpc;
mod normal;
mod plan;
mod plugin;
mod policy;
pub mod problem;
mod proto;
mod provider;
pub mod refuse;
mod region;
mod schema;
mod service;
mod validate;
mod wire;

pub use plugin::run;
