//! Container repositories in every region in use, replicated from home.
//!
//! A task pulls from its own region's registry: a survivor must not need the lost region to start.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{Block, Cx, Ledger, Made, Part, Section};
use crate::{
    bug::Bug,
    diag::{Diagnostic, Diagnostics},
    graph::{Expr, Graph, Module, Output, Place},
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
    #[schemars(range(min = 10, max = 10000))]
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

#[derive(PartialEq)]
struct Images {
    keep: u32,
}

impl Part for Images {
    fn declare(&self, _topology: &Topology, _ledger: &mut Ledger) {}

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
