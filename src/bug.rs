//! Failures that are topogen's fault, not the topology's.

use std::{error::Error, fmt, sync::Arc};

/// Something that cannot happen happened. Shown with a request to report it, never as a finding.
#[derive(Debug, Clone)]
pub struct Bug(Arc<dyn Error + Send + Sync>);

/// Says what is wrong, or wraps what failed.
pub(crate) fn bug(what: impl Into<Box<dyn Error + Send + Sync>>) -> Bug {
    Bug(what.into().into())
}

/// With all that led to it: nobody could ask for it later.
impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is a bug in topogen, please report it with the topology: {}", self.0)?;
        let mut cause = self.0.source();
        while let Some(next) = cause {
            write!(f, ": {next}")?;
            cause = next.source();
        }
        Ok(())
    }
}

impl Error for Bug {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer(fmt::Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no label")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_bug_says_what_led_to_it() {
        let said = bug(Outer(fmt::Error)).to_string();
        let end = format!("please report it with the topology: no label: {}", fmt::Error);
        assert!(said.ends_with(&end), "{said}");
    }
}
