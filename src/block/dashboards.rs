//! An Amazon Managed Grafana workspace: one, because people look at all regions side by side.
//!
//! It is in the root `monitoring/<region>`, whatever its region is: it only looks, so nothing waits for it,
//! and its address stays the same when its region joins the workload or the tier is raised.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{Block, Cx, Ledger, Made, Note, Part, Section, When, name};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics},
    graph::{Expr, Graph, Module, Output, Place},
    source::Span,
    topology::Topology,
    words::{self, Field, Offer, region_name, required},
};

pub(crate) const BLOCK: Block = Block {
    name: "dashboards",
    creates: &[
        ("foundation", "a role that reads metrics and logs in all regions"),
        (
            "monitoring/<region>",
            "an Amazon Managed Grafana workspace, signed into through IAM Identity Center",
        ),
    ],
    section: Some(Section {
        name: "dashboards",
        named_by: None,
        summary: "An Amazon Managed Grafana workspace that reads CloudWatch in every region.\n\n\
                  `version` counts when the workspace is made. AWS retires versions with some months' notice. To upgrade: \
                  `aws grafana update-workspace-configuration --region <region> --workspace-id <id> --grafana-version <version> \
                  --configuration \"$(aws grafana describe-workspace-configuration --region <region> --workspace-id <id> --query \
                  configuration --output text)\"`, or in the console. It cannot be taken back.\n\n\
                  People sign in through IAM Identity Center, which has to be there before the workspace is applied.",
        schema: |generator| generator.subschema_for::<DashboardsSpec>(),
        example: "\
# [dashboards]
# grafana = \"eu-west-1\"           # a region that offers it, better not home
",
    }),
    names: &[name("aws_grafana_workspace", "{name}"), name("aws_iam_role", "{name}-grafana")],
    codes: &[&GRAFANA_IN_HOME, &GRAFANA_UNAVAILABLE, &GRAFANA_VERSION],
    check,
};

static GRAFANA_UNAVAILABLE: Code = Code::error(
    "grafana-unavailable",
    "the dashboards' region offers Amazon Managed Grafana",
    "Few regions offer it; `data/regions.toml` lists them with source and date. It does not have to be \
     a region of the workload.",
);

static GRAFANA_IN_HOME: Code = Code::warning(
    "grafana-in-home",
    "dashboards are better not in home",
    "There is one workspace. In home it is gone just when the loss of home has to be watched; a region \
     outside the workload, or another one of it, is better.",
);

/// As the provider's page of `aws_grafana_workspace` has it, 2026-11. AWS ends 9.4 on 2026-12-20; a 13 is on offer
/// whose second number no source here told.
const VERSIONS: [&str; 3] = ["9.4", "10.4", "12.4"];

static GRAFANA_VERSION: Code = Code::warning(
    "grafana-version",
    "a new workspace is made with a version that Amazon Managed Grafana is known to offer",
    "A workspace is made with this version and keeps its own afterwards. Newer versions than topogen \
     knows may be on offer by now: `aws grafana list-versions` tells.",
);

const ROLE: Module = Module::new("dashboards/role");
const ARN: Output = ROLE.output("arn");
const WORKSPACE: Module = Module::new("dashboards/workspace");
const ENDPOINT: Output = WORKSPACE.output("endpoint");

const BY_HAND: &str = "\
Grafana: people sign in through IAM Identity Center. Turn that on in the account first: without it the apply stops at the
workspace, and alarms may be missing. Then give people access to the workspace there, and add a CloudWatch data source for each
region: Terraform gives the workspace permissions, not data sources. Log domains answer inside their VPCs only; Grafana reads the
same logs through CloudWatch.";

/// `[dashboards]`: one Grafana workspace.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DashboardsSpec {
    /// A region that offers Amazon Managed Grafana, better not home; it need not be one of the workload.
    #[schemars(required)]
    grafana: Field<String>,
    /// Version of Grafana that a new workspace is made with. A workspace that is there keeps its own, whatever
    /// is written here: upgrades go one way, and by hand. Default: 10.4.
    #[schemars(regex(pattern = r"^[0-9]+\.[0-9]+$"))]
    version: Field<String>,
}

/// The checked section.
#[derive(PartialEq)]
struct Dashboards {
    region: RegionName,
    version: String,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let section = section?;
    let table = Span::from(section.span());
    let spec: DashboardsSpec = words::read(section, diags).ok()?;
    let grafana = required(spec.grafana.as_ref(), "grafana", table, diags)?;
    let region = region_name(grafana, diags)?;
    if !region.offers("managed_grafana") {
        let mut offering: Vec<&str> = RegionName::all()
            .filter(|region| region.offers("managed_grafana"))
            .map(RegionName::as_str)
            .collect();
        offering.sort_unstable();
        let message = format!("{region} is not known to offer Amazon Managed Grafana");
        diags.push(
            Diagnostic::new(&GRAFANA_UNAVAILABLE, grafana.span(), message)
                .help(format!("one of: {}", offering.join(", "))),
        );
    } else if region == topology.home {
        let message = format!("the dashboards are lost together with {region}, which is home");
        diags.push(
            Diagnostic::new(&GRAFANA_IN_HOME, grafana.span(), message)
                .help("choose a region that is not home"),
        );
    }
    let offer = Offer {
        product: "Grafana",
        default: "10.4",
        known: VERSIONS.to_vec(),
        unknown: &GRAFANA_VERSION,
    };
    let version = offer.version(spec.version.as_ref(), diags)?;
    Some(Box::new(Dashboards { region, version }))
}

impl Part for Dashboards {
    fn declare(&self, _topology: &Topology, ledger: &mut Ledger) {
        ledger.keys.regions.insert(self.region);
        ledger.notes.push(Note::new(When::ByHand, BY_HAND));
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let (name, search) = (cx.topology.name.as_str(), cx.ledger.search);
        let role = graph
            .call(&ROLE.call("grafana_role", Place::FOUNDATION))
            .set("name", name)
            .set("region", self.region)
            .set("search", search)
            .add();
        // In AWS's order: the provider compares lists as they are.
        let sources =
            search.then_some("AMAZON_OPENSEARCH_SERVICE").into_iter().chain(["CLOUDWATCH"]);
        graph
            .call(&WORKSPACE.call("grafana", Place::monitoring(self.region)))
            .set("name", name)
            .set("region", self.region)
            .set("role_arn", role.get(ARN))
            .set("kms_key_arn", made.key_arn(self.region)?)
            .set("grafana_version", self.version.as_str())
            .set("data_sources", Expr::list(sources))
            .publish(ENDPOINT)
            .add();
        Ok(())
    }
}
