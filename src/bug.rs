//! Failures that are topogen's fault, not the topology's.

use std::fmt;

/// Something that cannot happen happened. Shown with a request to report it, never as a finding.
#[derive(Debug)]
pub struct Bug(String);

/// Wraps what went wrong.
pub(crate) fn bug(what: impl fmt::Display) -> Bug {
    Bug(what.to_string())
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is a bug in topogen, please report it with the topology: {}", self.0)
    }
}

impl std::error::Error for Bug {}
