//! What can be wrong with a file whatever it is about.

use crate::diag::Code;

/// The codes of this stage.
pub(crate) const CODES: &[&Code] = &[&FILE_UNREADABLE, &SYNTAX, &DUPLICATE_KEY, &UNKNOWN_KEY];

pub(crate) static FILE_UNREADABLE: Code = Code::error(
    "file-unreadable",
    "a topology is a readable UTF-8 text file of at most 1 MiB",
    "The file does not exist, is a directory, is too large, is not UTF-8 text, or may not be read.",
);

pub(super) static SYNTAX: Code = Code::error(
    "syntax",
    "a topology is valid TOML",
    "The file is not TOML. Only the first error of a line is shown, and at most five, because one \
     mistake makes a parser stumble over what follows.",
);

pub(super) static DUPLICATE_KEY: Code = Code::error(
    "duplicate-key",
    "a key stands once in its table",
    "TOML has no rule for which of two values would count. A region listed twice is the usual case.",
);

pub(crate) static UNKNOWN_KEY: Code = Code::error(
    "unknown-key",
    "every key is one that topogen knows",
    "A key that is not read would be a wish that is silently ignored, so it is an error. \
     `topogen schema` prints all keys.",
);
