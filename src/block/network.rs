//! A VPC in every region where something runs: private subnets, endpoints, the way out, flow logs.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{Block, Part, Plan, Section};
use crate::{
    aws::RegionName,
    diag::Diagnostics,
    graph::{Expr, Graph, Handle, Module, Output, Place},
    spec::{self, Field},
    topology::{Topology, Via},
};

pub(super) const BLOCK: Block = Block {
    name: "network",
    creates: &[
        (
            "regions/<region>",
            "a VPC with private subnets, gateway endpoints, flow logs and a log bucket",
        ),
        ("regions/<region>", "a NAT gateway or interface endpoints, as `egress` says"),
        (
            "regions/<region>",
            "public subnets for load balancers when Route 53 routes to them; subnets without a way out when there are data stores",
        ),
    ],
    section: Some(Section {
        name: "network",
        summary: "The network of every region.",
        schema: |generator| generator.subschema_for::<NetworkSpec>(),
    }),
    codes: &[],
    check,
};

const MODULE: Module = Module::new("network");
pub(super) const VPC_ID: Output = MODULE.output("vpc_id");
pub(super) const PRIVATE_SUBNET_IDS: Output = MODULE.output("private_subnet_ids");
pub(super) const PUBLIC_SUBNET_IDS: Output = MODULE.output("public_subnet_ids");
pub(super) const DATA_SUBNET_IDS: Output = MODULE.output("data_subnet_ids");
pub(super) const GATEWAY_PREFIX_LIST_IDS: Output = MODULE.output("gateway_prefix_list_ids");
pub(super) const LOG_BUCKET: Output = MODULE.output("log_bucket");
const REGION: Output = MODULE.output("region");

/// `[network]`: the network of every region.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NetworkSpec {
    /// The way out of the private subnets. Default: nat.
    #[schemars(with = "Option<Egress>")]
    egress: Field<Egress>,
}

/// The way out of the private subnets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Egress {
    /// A NAT gateway: tasks reach AWS and the internet.
    Nat,
    /// Interface endpoints only: tasks reach AWS, and no other region's endpoints.
    Endpoints,
}

/// The checked section.
pub(super) struct Network {
    pub(super) egress: Egress,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    _topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let spec: NetworkSpec = match section {
        Some(section) => spec::read(section, &[], diags).ok()?,
        None => NetworkSpec::default(),
    };
    let egress = spec.egress.map_or(Egress::Nat, Spanned::into_inner);
    Some(Box::new(Network { egress }))
}

impl Part for Network {
    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) {
        if !plan.parts.needs().any(|needs| needs.network) {
            return;
        }
        let mut endpoints: Vec<&str> = match self.egress {
            Egress::Nat => Vec::new(),
            Egress::Endpoints => {
                plan.parts.needs().flat_map(|needs| needs.interface_endpoints).copied().collect()
            }
        };
        endpoints.sort_unstable();
        endpoints.dedup();
        let data = plan.parts.needs().any(|needs| needs.data_subnets);
        for region in plan.topology.in_use() {
            graph
                .call(MODULE, "network", Place::Region(region.name))
                .set("name", plan.topology.name.as_str())
                .set("region", region.name)
                .set("cidr", region.cidr.to_string())
                .set("zones", u32::from(region.zones))
                .set("public", plan.topology.ingress.via != Via::GlobalAccelerator)
                .set("data", data)
                .set(
                    "egress",
                    match self.egress {
                        Egress::Nat => "nat",
                        Egress::Endpoints => "endpoints",
                    },
                )
                .set("interface_endpoints", Expr::list(endpoints.iter().copied()))
                .promise(REGION, region.name)
                .add();
        }
    }
}

/// One region's network.
pub(super) fn network(graph: &Graph, region: RegionName) -> Option<Handle> {
    graph.find(MODULE, "network", Place::Region(region))
}
