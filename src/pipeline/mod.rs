//! Pipelines of engines that there are: what a pull request plans, and what is applied after it, in which order.
//!
//! In: rendered trees with the order of their roots, and where they lie in a repository. Out: the files of the pipeline, as a
//! tree at the repository's top. The scripts are the same for all engines; what a template says, an engine reads.

mod jobs;
mod template;

use serde::Serialize;

use crate::{
    bug::{Bug, bug},
    tree::Tree,
};

pub(crate) use self::jobs::Piped;

use self::{jobs::Job, template::Templates};

/// Who runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Github,
    Gitlab,
    Atlantis,
}

/// What a pipeline is about.
pub(crate) struct Asked<'a> {
    pub(crate) engine: Engine,
    /// What follows `topogen render` there.
    pub(crate) arguments: &'a str,
    /// What is merged into.
    pub(crate) branch: &'a str,
    /// Where credentials are asked for.
    pub(crate) region: &'a str,
}

#[derive(Serialize)]
struct View<'a> {
    arguments: &'a str,
    branch: &'a str,
    region: &'a str,
    version: &'static str,
    checkout: &'static str,
    checkout_version: &'static str,
    credentials: &'static str,
    credentials_version: &'static str,
    terraform: &'static str,
    terraform_version: &'static str,
    roots: Vec<Job>,
}

/// Each with what it becomes in the repository.
const GITHUB: [(&str, &str); 3] = [
    (
        ".github/workflows/topogen-plan.yml",
        include_str!("../../templates/pipeline/github-plan.yml"),
    ),
    (
        ".github/workflows/topogen-apply.yml",
        include_str!("../../templates/pipeline/github-apply.yml"),
    ),
    (
        ".github/workflows/topogen-root.yml",
        include_str!("../../templates/pipeline/github-root.yml"),
    ),
];
const GITLAB: [(&str, &str); 1] =
    [(".gitlab/topogen.yml", include_str!("../../templates/pipeline/gitlab.yml"))];
const ATLANTIS: [(&str, &str); 1] =
    [("atlantis.yaml", include_str!("../../templates/pipeline/atlantis.yaml"))];

const APPLY: (&str, &str) =
    ("ci/topogen/apply.sh", include_str!("../../templates/pipeline/scripts/apply.sh"));
const BASE: (&str, &str) =
    ("ci/topogen/base.sh", include_str!("../../templates/pipeline/scripts/base.sh"));
const COMMENT: (&str, &str) =
    ("ci/topogen/comment.sh", include_str!("../../templates/pipeline/scripts/comment.sh"));
const GONE: (&str, &str) =
    ("ci/topogen/gone.sh", include_str!("../../templates/pipeline/scripts/gone.sh"));
const PLAN: (&str, &str) =
    ("ci/topogen/plan.sh", include_str!("../../templates/pipeline/scripts/plan.sh"));
const PULL_REQUEST: (&str, &str) = (
    "ci/topogen/pull-request.sh",
    include_str!("../../templates/pipeline/scripts/pull-request.sh"),
);

impl Engine {
    fn templates(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Github => &GITHUB,
            Self::Gitlab => &GITLAB,
            Self::Atlantis => &ATLANTIS,
        }
    }

    fn scripts(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Github => &[APPLY, BASE, COMMENT, GONE, PLAN, PULL_REQUEST],
            Self::Gitlab => &[APPLY, GONE, PLAN, PULL_REQUEST],
            // It plans and applies by itself.
            Self::Atlantis => &[],
        }
    }
}

/// Whether a file is one that a pipeline, whoever runs it, may have written.
pub(crate) fn is_of_a_pipeline(path: &str) -> bool {
    let templates = [GITHUB.as_slice(), &GITLAB, &ATLANTIS].concat();
    path.starts_with("ci/topogen/") || templates.iter().any(|(own, _)| *own == path)
}

/// Writes a pipeline.
///
/// # Errors
///
/// A template refused what it was given: a bug. Or two roots would have one name.
pub(crate) fn pipeline(asked: &Asked<'_>, trees: &[Piped]) -> Result<Tree, Bug> {
    let view = View {
        arguments: asked.arguments,
        branch: asked.branch,
        region: asked.region,
        version: env!("CARGO_PKG_VERSION"),
        checkout: "3d3c42e5aac5ba805825da76410c181273ba90b1",
        checkout_version: "v7.0.1",
        credentials: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
        credentials_version: "v6.2.3",
        terraform: "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
        terraform_version: "v4.0.1",
        roots: jobs::jobs(trees)?,
    };
    let templates = Templates::new().map_err(bug)?;
    let mut tree = Tree::new();
    for (path, source) in asked.engine.templates() {
        tree.insert(*path, templates.render(path, source, &view).map_err(bug)?);
    }
    for (path, text) in asked.engine.scripts() {
        tree.insert(*path, (*text).to_owned());
    }
    Ok(tree)
}
