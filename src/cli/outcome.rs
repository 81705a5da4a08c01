//! How a run ended.

use std::process::ExitCode;

/// How a run ended. The order is that of precedence: of several files, the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Done.
    Done,
    /// `--check`: the tree on disk is not what would be written.
    Differs,
    /// What is to be survived is not.
    Short,
    /// A topology has errors.
    Invalid,
    /// The arguments make no sense.
    Usage,
    /// The disk, or topogen itself, failed.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Differs => 2,
            Outcome::Invalid => 3,
            Outcome::Short => 4,
            Outcome::Usage => 64,
        })
    }
}
