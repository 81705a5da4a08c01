//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::hazard::Level;

/// One TOML topology in, Terraform for AWS multi-region out.
#[derive(Debug, Parser)]
#[command(
    name = "topogen",
    version,
    max_term_width = 100,
    after_help = "Exit status, of several the first in this list:\n  \
                  1   the disk or topogen failed, or files are in the way\n  \
                  64  the arguments make no sense\n  \
                  3   a topology has errors\n  \
                  4   a loss of regions is not survived (capacity), or a hazard is not accepted (diff, render)\n  \
                  2   a tree is not what would be written (render --check)\n  \
                  0   done\n\
                  No network, no telemetry, no prompt."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a commented topology to start from; never overwrites
    Init {
        /// Folder for `topology.toml`
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Write one of topogen's own topologies, `NAME.toml`, such as `minimal` or `prod`
        #[arg(long, value_name = "NAME")]
        example: Option<String>,
    },
    /// Report what is wrong with topologies
    Check(CheckArgs),
    /// Write the Terraform of topologies: each FILE goes to DIR/<stem>/
    Render(RenderArgs),
    /// Show what a change of topologies means: what Terraform would do, and what of it can do harm
    Diff(DiffArgs),
    /// List the roots that a change touches, in the order in which they are applied
    Affected(AffectedArgs),
    /// Write the pipeline of trees at the top of their repository: what a pull request plans, what is applied after it
    Ci(CiArgs),
    /// Show what is left, and what has to start, when regions are lost
    Capacity(CapacityArgs),
    /// Say what a finding means; without a code, list all
    Explain {
        /// The slug in brackets, such as `weight-sum`
        code: Option<String>,
    },
    /// Print the JSON Schema of a topology
    Schema,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print a manual page
    Man {
        /// Of this command instead of topogen itself
        command: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Topology files
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Apply the edits that are certain, then report what is left
    #[arg(long)]
    pub(super) fix: bool,
    /// Write nothing; print what --fix would change
    #[arg(long, requires = "fix")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

/// What somebody makes of warnings.
#[derive(Debug, clap::Args)]
pub(super) struct LevelArgs {
    /// Take a warning for an error; `topogen explain` lists all codes
    #[arg(long, value_name = "CODE")]
    pub(super) deny: Vec<String>,
    /// Say nothing of a warning; an error cannot be allowed
    #[arg(long, value_name = "CODE")]
    pub(super) allow: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct RenderArgs {
    /// Topology files
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder for the trees; default: each file's own folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write nothing; exit 2 when a tree is not what would be written
    #[arg(long)]
    pub(super) check: bool,
    /// Write nothing; print what would change; with --check exit 2 when anything would
    #[arg(long)]
    pub(super) diff: bool,
    /// Replace files although they were edited by hand or are not topogen's: a path within the tree, in which
    /// `*` stands for any part of a name and `**` for any folders
    #[arg(long, value_name = "PATH")]
    pub(super) overwrite: Vec<String>,
    /// Write nothing and exit 4 when what would be written does harm of this level, or worse, to what the tree there
    /// has made, and that is not accepted
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(super) deny_hazards: Option<HazardLevel>,
    /// How findings are written, on stderr
    #[arg(long, value_enum, default_value_t = RenderFormat::Text)]
    pub(super) format: RenderFormat,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Compares code with code: no plan, no credentials, no state. What was changed outside of Terraform it does not see.\n\n\
                  Exit status 1: there is nothing to compare with. 2: `--exit-code`, and something changes. 4: `--fail-on`."
)]
pub(super) struct DiffArgs {
    /// Topology files
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder for the trees; default: each file's own folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// What to compare with: the folder of a tree, a topology, or a commit; what exists as a path is a path
    #[arg(
        long,
        value_name = "DIR|REV|OLD.toml",
        default_value = "HEAD",
        hide_default_value = false
    )]
    pub(super) against: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(super) format: DiffFormat,
    /// Exit 2 when anything changes
    #[arg(long)]
    pub(super) exit_code: bool,
    /// Exit 4 when a hazard of this level, or a worse one, is not accepted
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(super) fail_on: Option<HazardLevel>,
    /// The day until which `[[accept]]` counts; default: that of HEAD's commit
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<String>,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For a terminal
    Text,
    /// One document for machines
    Json,
    /// For one comment in a pull request
    Markdown,
    /// Hazards as one SARIF 2.1.0 document for code scanning
    Sarif,
    /// Hazards as workflow commands of GitHub Actions
    Github,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "A root is listed when a plan of it may have something to say: an object or an output of it changes, an output that it reads \
                  does, or a text that it is made of. Exit status 1: there is no such commit. 2: `--exit-code`, and a root is listed."
)]
pub(super) struct AffectedArgs {
    /// Topology files
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder for the trees; default: each file's own folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The commit that is applied
    #[arg(long, value_name = "REV", required_unless_present = "all", conflicts_with = "all")]
    pub(super) base: Option<String>,
    /// All roots, as if nothing were applied
    #[arg(long)]
    pub(super) all: bool,
    /// How it is written
    #[arg(long, value_enum, default_value_t = AffectedFormat::Text)]
    pub(super) format: AffectedFormat,
    /// Exit 2 when a root is listed
    #[arg(long)]
    pub(super) exit_code: bool,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "One pipeline stands in a repository: that of another engine goes. Exit status as of `topogen render`."
)]
pub(super) struct CiArgs {
    /// Who runs it
    #[arg(value_enum)]
    pub(super) engine: CiEngine,
    /// Topology files
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder of the trees; default: each file's own folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The branch that is applied when something is merged into it
    #[arg(long, value_name = "NAME", default_value = "main")]
    pub(super) branch: String,
    /// Write nothing; exit 2 when the pipeline is not what would be written
    #[arg(long)]
    pub(super) check: bool,
    /// Write nothing; print what would change
    #[arg(long)]
    pub(super) diff: bool,
    /// Replace files although they were edited by hand or are not topogen's, as with `topogen render`
    #[arg(long, value_name = "PATH")]
    pub(super) overwrite: Vec<String>,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

/// Who runs a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CiEngine {
    /// GitHub Actions: `.github/workflows/topogen-*.yml`
    Github,
    /// GitLab CI: `.gitlab/topogen.yml`, to be included
    Gitlab,
    /// Atlantis: `atlantis.yaml`
    Atlantis,
}

/// How a list of roots is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AffectedFormat {
    /// For a terminal
    Text,
    /// One document for machines
    Json,
    /// Lines for `$GITHUB_OUTPUT`, with matrices of jobs
    Github,
    /// A line for each root: its path, its layer, what it waits for; a `-` is none
    Tsv,
}

/// How bad a hazard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HazardLevel {
    /// Somebody should have seen it
    Review,
    /// Users notice, or a protection is gone
    Dangerous,
    /// No later commit brings back what is lost
    Irreversible,
}

impl From<HazardLevel> for Level {
    fn from(level: HazardLevel) -> Self {
        match level {
            HazardLevel::Review => Self::Review,
            HazardLevel::Dangerous => Self::Dangerous,
            HazardLevel::Irreversible => Self::Irreversible,
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status 4: a loss that the topology is to survive, or that --lose names, leaves \
                        something missing even after all regions have grown."
)]
pub(super) struct CapacityArgs {
    /// Topology file
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Regions that are lost at the same time, with commas or an option each; default: each loss that the policy is about
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    pub(super) lose: Vec<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = CapacityFormat::Text)]
    pub(super) format: CapacityFormat,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

/// How a capacity report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CapacityFormat {
    /// For a terminal, with bars
    Text,
    /// One document for machines
    Json,
    /// For a pull request or a runbook
    Markdown,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, on stderr
    Text,
    /// One document, on stdout
    Json,
    /// One SARIF 2.1.0 document for code scanning, on stdout
    Sarif,
    /// Workflow commands of GitHub Actions, on stdout
    Github,
}

/// How findings are written beside what `render` says on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RenderFormat {
    /// For people
    Text,
    /// Workflow commands of GitHub Actions
    Github,
}
