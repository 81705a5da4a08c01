//! Container repositories in every region in use, replicated from home.
//!
//! A task pulls from its own region's registry: a survivor must not need the lost region to start.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{Block, Part, Plan, Section, keys};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::{Diagnostic, Diagnostics},
    graph::{CallName, Expr, Graph, Module, Output, Place, Ref},
    topology::Topology,
    words::{self, Field, WRONG_VALUE},
};

pub(crate) const BLOCK: Block = Block {
    name: "images",
    creates: &[
        (
            "foundation",
            "the repositories of all services in every region in use, KMS-encrypted, with immutable tags and scans",
        ),
        ("foundation", "replication from home to the other regions"),
    ],
    section: Some(Section {
        name: "images",
        summary: "Container images. The repositories follow from the services. An account's registry has one replication \
                  configuration in a region, and that of home belongs to this tree alone.",
        schema: |generator| generator.subschema_for::<ImagesSpec>(),
    }),
    names: &[],
    codes: &[],
    check,
};

/// `[images]`: what holds for all repositories.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ImagesSpec {
    /// Images that each repository keeps in each region, the newest ones: tags are immutable, so nothing loses its tag and
    /// expires by that. What runs has to be among them. Default: 500.
    #[schemars(with = "Option<u32>", range(min = 10, max = 10000))]
    keep: Field<u32>,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    _topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let spec: ImagesSpec = match section {
        Some(section) => words::read(section, diags).ok()?,
        None => ImagesSpec::default(),
    };
    let keep = spec.keep.as_ref();
    if let Some(keep) = keep.filter(|keep| !(10..=10_000).contains(keep.get_ref())) {
        let message = format!("a repository cannot keep {} images here", keep.get_ref());
        diags.push(
            Diagnostic::new(&WRONG_VALUE, keep.span(), message)
                .note("from 10, so that a release can be taken back, to 10000, what AWS lets a repository hold")
                .help("write a number from 10 to 10000"),
        );
    }
    Some(Box::new(Images { keep: keep.map_or(500, |keep| *keep.get_ref()) }))
}

const MODULE: Module = Module::new("images");
const REPOSITORY_URLS: Output =
    MODULE.output("repository_urls").keyed_by(&["regions", "repositories"]);
const IMAGES: CallName = MODULE.call("images", Place::Foundation);

#[derive(PartialEq)]
struct Images {
    keep: u32,
}

impl Part for Images {
    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        let repositories = plan.parts.needs().flat_map(|needs| &needs.repositories);
        let repositories: BTreeSet<&str> = repositories.map(String::as_str).collect();
        if repositories.is_empty() {
            return Ok(());
        }
        let regions = plan.topology.in_use().map(|region| region.name);
        let kms_key_arns = keys::arns(graph)?;
        graph
            .call(&IMAGES)
            .set("home", plan.topology.home)
            .set("regions", Expr::list(regions))
            .set("repositories", Expr::list(repositories))
            .set("kms_key_arns", kms_key_arns)
            .set("keep", self.keep)
            .publish(REPOSITORY_URLS)
            .add();
        Ok(())
    }
}

/// One region's repository URLs, by repository.
pub(super) fn repository_urls(graph: &Graph, region: RegionName) -> Result<Ref, Bug> {
    Ok(graph.find(&IMAGES)?.get(REPOSITORY_URLS).at(region.as_str()))
}
