//! A VPC in every region where something runs: private subnets, endpoints, the way out, flow logs.

mod ranges;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use self::ranges::Ranges;
use super::{Block, Cx, Ledger, Made, Network as Handed, Note, Part, Section, When, name};
use crate::{
    bug::{Bug, bug},
    diag::{Diagnostic, Diagnostics},
    graph::{Expr, Graph, Module, Output, Place},
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
        named_by: None,
        summary: "The network of every region.",
        schema: |generator| generator.subschema_for::<NetworkSpec>(),
        example: "\
# [network]
# egress = \"nat\"                  # nat | endpoints
# range  = \"10.0.0.0/10\"          # 64 networks; which one a region has follows from the region alone
",
    }),
    names: &[name("aws_s3_bucket", "{name}-logs-{region}-{account}")],
    codes: &[&ranges::RANGE_INVALID, &ranges::CIDR_OVERLAP, &ranges::CIDR_MISSING],
    check,
};

const MODULE: Module = Module::new("network");
const VPC_ID: Output = MODULE.output("vpc_id");
const PRIVATE_SUBNET_IDS: Output = MODULE.output("private_subnet_ids");
const PUBLIC_SUBNET_IDS: Output = MODULE.output("public_subnet_ids");
const DATA_SUBNET_IDS: Output = MODULE.output("data_subnet_ids");
const GATEWAY_PREFIX_LIST_IDS: Output = MODULE.output("gateway_prefix_list_ids");
const LOG_BUCKET: Output = MODULE.output("log_bucket");
const REGION: Output = MODULE.output("region");

/// `[network]`: the network of every region.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NetworkSpec {
    /// Where the networks begin: a private range of /10 to /13. Each region has the network of its own number in
    /// it, out of 64, whatever other regions there are. A network never changes its range. Default: 10.0.0.0/10,
    /// which holds networks of /16.
    range: Field<String>,
    /// The way out of the private subnets. Default: nat.
    egress: Field<Egress>,
}

/// The way out of the private subnets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Egress {
    /// A NAT gateway: tasks reach AWS and the internet.
    Nat,
    /// Interface endpoints only: tasks reach AWS, and no other region's endpoints.
    Endpoints,
}

/// The checked section.
#[derive(PartialEq)]
struct Network {
    egress: Egress,
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
        (spec.range.as_ref(), topology.regions.iter().all(|region| region.cidr.is_some()))
    {
        let message = "`range` has no effect where every region has a `cidr`";
        diags.push(
            Diagnostic::new(&SETTING_WITHOUT_EFFECT, range.span(), message)
                .suggest_removal("remove `range`, or `cidr` in some regions", range.span()),
        );
    }
    let egress = spec.egress.as_ref().map_or(Egress::Nat, |egress| *egress.get_ref());
    Some(Box::new(Network { egress, range, ranges, written }))
}

/// They say nothing where there is no network.
const NOTES: [(When, &str); 3] = [
    (When::Protected, "{% if network %}log buckets{% endif %}"),
    (
        When::Leaving,
        "{% if network %}The zones of a region only grow: AWS refuses to delete a subnet that a load balancer, an endpoint or a task is in.{% endif %}",
    ),
    (
        When::Lost,
        "\
{% if network and split %}`regions/` roots need S3's control plane when their log bucket is created or changed; what exists plans and
scales without it.{% endif %}",
    ),
];

impl Part for Network {
    fn declare(&self, _topology: &Topology, ledger: &mut Ledger) {
        ledger.network.enclosed = self.egress == Egress::Endpoints;
        ledger.network.ranges = self.ranges.known().collect();
        ledger.notes.extend(NOTES.map(|(when, text)| Note::new(when, text)));
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        if cx.ledger.network.wanted {
            if !diags.is_wrong_somewhere("cidr") {
                self.ranges.complete(cx.topology, self.range, diags);
            }
            return Ok(());
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
        Ok(())
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let wanted = &cx.ledger.network;
        if !wanted.wanted {
            return Ok(());
        }
        let (egress, endpoints) = match self.egress {
            Egress::Nat => ("nat", Expr::List(Vec::new())),
            Egress::Endpoints => {
                ("endpoints", Expr::list(wanted.interface_endpoints.iter().copied()))
            }
        };
        for region in cx.topology.in_use() {
            let cidr = wanted.range(region.name);
            let cidr = cidr.ok_or_else(|| bug(format!("{} has no range", region.name)))?;
            let network = graph
                .call(&MODULE.call("network", Place::region(region.name)))
                .set("name", cx.topology.name.as_str())
                .set("region", region.name)
                .set("cidr", cidr.to_string())
                .set("zones", u32::from(region.zones))
                .set("public", cx.topology.ingress.via != Via::GlobalAccelerator)
                .set("data", wanted.data_subnets)
                .set("egress", egress)
                .set("interface_endpoints", endpoints.clone())
                .promise(REGION, region.name)
                .add();
            let handed = Handed {
                vpc_id: network.get(VPC_ID),
                private_subnet_ids: network.get(PRIVATE_SUBNET_IDS),
                public_subnet_ids: network.get(PUBLIC_SUBNET_IDS),
                data_subnet_ids: network.get(DATA_SUBNET_IDS),
                gateway_prefix_list_ids: network.get(GATEWAY_PREFIX_LIST_IDS),
                log_bucket: network.get(LOG_BUCKET),
            };
            made.networks.put(region.name, handed);
        }
        Ok(())
    }
}
