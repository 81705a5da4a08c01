//! `[services.*]` as the file has it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::words::Field;

/// `[services.*]`: one ECS service on Fargate behind a load balancer.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceSpec {
    /// Repository and tag or digest, such as `shop/api:1.42.0`; the registry is the region's own.
    #[schemars(required)]
    pub(super) image: Field<String>,
    /// Tasks that the whole world needs at peak.
    #[schemars(required, range(min = 1, max = 100_000))]
    pub(super) tasks: Field<u32>,
    /// CPU units of a task; 1024 is one vCPU. Default: 512.
    #[schemars(range(min = 256, max = 16_384))]
    pub(super) cpu: Field<u32>,
    /// Memory of a task in MiB. Default: 1024.
    #[schemars(range(min = 512, max = 122_880))]
    pub(super) memory: Field<u32>,
    /// Port that the container listens on. Default: 8080.
    #[schemars(range(min = 1, max = 65_535))]
    pub(super) port: Field<u16>,
    /// Path of a shallow health check: the process and what is local to it. Default: /health.
    #[schemars(regex(pattern = "^/"))]
    pub(super) health: Field<String>,
    /// Processor architecture of the image. Default: arm64.
    pub(super) architecture: Field<Architecture>,
    /// Seconds that a task may take until it answers its health check; failures before that do not
    /// count. Default: 60.
    #[schemars(range(min = 1, max = 7_200))]
    pub(super) starts_in: Field<u32>,
    /// What the number of tasks follows, each with its target. Default: CPU at 60 %.
    pub(super) scale_on: Field<ScaleOnSpec>,
    /// Seconds after which the load balancer closes a client's connection, so that clients leave a
    /// region that they are no longer sent to. Default: 60.
    #[schemars(range(min = 60, max = 604_800))]
    pub(super) client_keep_alive: Field<u32>,
    /// Who releases: `terraform`, or a `pipeline` of your own that registers task definitions; Terraform
    /// then makes the first and leaves the service's alone. Chosen when the service is new. Default: terraform.
    pub(super) released_by: Field<ReleasedBy>,
    /// Where the service may write; it is told through its environment. With `home` it is also told the name
    /// of the SSM parameter that says which region writes now, `TOPOLOGY_WRITER_PARAMETER`, and how
    /// each region is reached, `TOPOLOGY_ENDPOINTS`: it reads the one every half minute, not for every request,
    /// and forwards writes by the other. Default: anywhere.
    pub(super) writes: Field<Writes>,
    /// Host name relative to `domain`. Default: `ingress.host`, else the service's name.
    pub(super) host: Field<String>,
    /// What the service works with, such as `tables.users`: grants and variables follow.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) uses: Vec<Spanned<String>>,
    /// The service's own environment variables. Not for secrets: they would stand in the state.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, String>")]
    pub(super) environment: IndexMap<Spanned<String>, Spanned<String>>,
}

/// `scale_on`: metrics that a service's tasks follow; more than one may be given, and the one that asks
/// for most tasks counts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleOnSpec {
    /// Per cent of the tasks' CPU.
    #[schemars(range(min = 1, max = 100))]
    pub(super) cpu: Field<u32>,
    /// Per cent of the tasks' memory.
    #[schemars(range(min = 1, max = 100))]
    pub(super) memory: Field<u32>,
    /// Requests a minute for each task: for services that wait for others, whose CPU says little.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(super) requests: Field<u32>,
}

/// Who releases a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ReleasedBy {
    /// An apply of the region's root.
    Terraform,
    /// Something else that registers task definitions.
    Pipeline,
}

/// Processor architecture.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub(super) enum Architecture {
    /// Graviton.
    #[serde(rename = "arm64")]
    Arm64,
    /// Intel or AMD.
    #[serde(rename = "x86_64")]
    X86,
}

/// Where a service may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Writes {
    /// In its own region.
    Anywhere,
    /// In one region: home, until somebody says another.
    Home,
}

impl Writes {
    /// The word of the file, which the tasks are told.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Home => "home",
        }
    }
}
