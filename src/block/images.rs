//! Container repositories in every region in use, replicated from home.
//!
//! A task pulls from its own region's registry: a survivor must not need the lost region to start.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{Block, Cx, Ledger, Made, Note, Part, Section, When};
use crate::{
    bug::Bug,
    diag::Diagnostics,
    graph::{Expr, Graph, Module, Output, Place},
    topology::Topology,
    words::{self, Field},
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
        named_by: None,
        summary: "Container images. The repositories follow from the services. An account's registry has one replication \
                  configuration in a region, and that of home belongs to this tree alone.",
        schema: |generator| generator.subschema_for::<ImagesSpec>(),
        example: "\
# [images]
# keep = 500                      # the newest images of each repository, in each region
",
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
    // From ten, so that a release can be taken back, to what AWS lets a repository hold.
    #[schemars(range(min = 10, max = 10_000))]
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
    Some(Box::new(Images { keep: spec.keep.as_ref().map_or(500, |keep| *keep.get_ref()) }))
}

const MODULE: Module = Module::new("images");
const REPOSITORY_URLS: Output =
    MODULE.output("repository_urls").keyed_by(&["regions", "repositories"]);

#[derive(PartialEq)]
struct Images {
    keep: u32,
}

impl Part for Images {
    fn declare(&self, _topology: &Topology, ledger: &mut Ledger) {
        let text = include_str!("../../templates/applied/images.md.j2");
        ledger.notes.push(Note::new(When::Applied, text));
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        if cx.ledger.repositories.is_empty() {
            return Ok(());
        }
        let repositories = cx.ledger.repositories.iter().map(String::as_str);
        let regions = cx.topology.in_use().map(|region| region.name);
        let images = graph
            .call(&MODULE.call("images", Place::FOUNDATION))
            .set("home", cx.topology.home)
            .set("regions", Expr::list(regions))
            .set("repositories", Expr::list(repositories))
            .set("kms_key_arns", made.key_arns()?)
            .set("keep", self.keep)
            .publish(REPOSITORY_URLS)
            .add();
        made.repositories(images.get(REPOSITORY_URLS));
        Ok(())
    }
}
