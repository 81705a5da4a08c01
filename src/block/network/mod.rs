//! A VPC in every region where something runs: private subnets, endpoints, the way out, flow logs.

mod ranges;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use self::ranges::Ranges;
use super::{Block, Part, Parts, Plan, Section, name};
use crate::{
    aws::RegionName,
    bug::{Bug, bug},
    diag::{Diagnostic, Diagnostics},
    graph::{CallName, Expr, Graph, Handle, Module, Output, Place},
    topology::{Cidr, Topology},
    words::{self, Field, SETTING_WITHOUT_EFFECT, Via},
};

pub(crate) const BLOCK: Block = Block {
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
    names: &[name("aws_s3_bucket", "{name}-logs-{region}-{account}")],
    codes: &[&ranges::RANGE_INVALID, &ranges::CIDR_OVERLAP, &ranges::CIDR_MISSING],
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
    /// Where the networks begin: a private range of /10 to /13. Each region has the network of its own number in
    /// it, out of 64, whatever other regions there are. A network never changes its range. Default: 10.0.0.0/10,
    /// which holds networks of /16.
    #[schemars(with = "Option<String>")]
    range: Field<String>,
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
#[derive(PartialEq)]
pub(super) struct Network {
    pub(super) egress: Egress,
    range: Cidr,
    ranges: Ranges,
    /// The keys that the file writes.
    written: Vec<&'static str>,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let spec: NetworkSpec = match section {
        Some(section) => words::read(section, diags).ok()?,
        None => NetworkSpec::default(),
    };
    let range = ranges::range(spec.range.as_ref(), diags);
    let ranges = Ranges::find(topology, range, diags);
    let egress = spec.egress.as_ref().map(|_| "egress");
    let written = egress.into_iter().chain(spec.range.as_ref().map(|_| "range")).collect();
    if let (Some(range), true) =
        (&spec.range, topology.regions.iter().all(|region| region.cidr.is_some()))
    {
        let message = "`range` has no effect where every region has a `cidr`";
        diags.push(
            Diagnostic::new(&SETTING_WITHOUT_EFFECT, range.span(), message)
                .suggest_removal("remove `range`, or `cidr` in some regions", range.span()),
        );
    }
    let egress = spec.egress.map_or(Egress::Nat, Spanned::into_inner);
    Some(Box::new(Network { egress, range, ranges, written }))
}

/// Whether anything needs a network.
fn wanted(parts: &Parts) -> bool {
    parts.needs().any(|needs| needs.network)
}

/// The range of a region's network, where there are networks.
pub(crate) fn range(parts: &Parts, region: RegionName) -> Option<Cidr> {
    parts.get::<Network>().filter(|_| wanted(parts))?.ranges.of(region)
}

impl Part for Network {
    fn link(&self, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
        if wanted(parts) {
            if !diags.is_wrong_somewhere("cidr") {
                self.ranges.complete(topology, self.range, diags);
            }
            return;
        }
        for key in &self.written {
            let place = diags.places().value(&["network", key]);
            let message = format!("`{key}` has no effect without a network");
            diags.push(
                Diagnostic::new(&SETTING_WITHOUT_EFFECT, place, message)
                    .note("there is a network where a service or a database runs")
                    .suggest_removal(format!("remove `{key}`"), place)
                    .certain_if(true),
            );
        }
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        if !wanted(plan.parts) {
            return Ok(());
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
            let cidr = self.ranges.of(region.name);
            let cidr = cidr.ok_or_else(|| bug(format!("{} has no range", region.name)))?;
            graph
                .call(&call(region.name))
                .set("name", plan.topology.name.as_str())
                .set("region", region.name)
                .set("cidr", cidr.to_string())
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
        Ok(())
    }
}

fn call(region: RegionName) -> CallName {
    MODULE.call("network", Place::Region(region))
}

/// One region's network. Whoever asks has said that it needs one.
pub(super) fn network(graph: &Graph, region: RegionName) -> Result<Handle, Bug> {
    graph.find(&call(region))
}
