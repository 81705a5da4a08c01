use std::fmt;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// No such type is in the data.
    Missing(String),
    /// The data cannot be read. That would be a bug: a test reads every line of it.
    Broken(String),
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(to, "{name} is not in the catalogue"),
            Self::Broken(why) => write!(to, "the catalogue cannot be read: {why}"),
        }
    }
}

impl std::error::Error for Error {}
