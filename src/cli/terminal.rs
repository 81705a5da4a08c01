//! Where text goes. Colour is stripped where nobody would see it (anstream decides).

use std::{
    fmt::Display,
    io::{self, Write},
};

use super::outcome::Outcome;

/// stdout and stderr.
pub(super) struct Terminal(());

impl Terminal {
    pub(super) fn new() -> Self {
        Self(())
    }

    /// Writes a result. A reader that went away, such as `head`, is no failure.
    pub(super) fn result(&self, text: impl Display) -> Outcome {
        let mut out = anstream::stdout().lock();
        match write!(out, "{text}").and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.failed(format_args!("cannot write to stdout: {error}"))
            }
            Ok(()) | Err(_) => Outcome::Done,
        }
    }

    /// Says why the run failed.
    pub(super) fn failed(&self, error: impl Display) -> Outcome {
        self.error(format_args!("error: {error}\n"));
        Outcome::Failed
    }

    /// Writes a finding. When even stderr is gone there is nobody left to tell.
    #[expect(clippy::unused_self, reason = "printing is a right that only the command line has")]
    pub(super) fn error(&self, text: impl Display) {
        _ = write!(anstream::stderr().lock(), "{text}");
    }
}
