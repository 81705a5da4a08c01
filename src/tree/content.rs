//! What is in a file: text that people read, or bytes.

use memchr::memchr2;

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Lines with `\n` at their ends.
    Text(String),
    /// Anything with a NUL byte, which no text has: version control leaves it as it is, and so do we.
    Binary(Vec<u8>),
}

/// Neither text nor binary: without a NUL byte, and not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotText;

impl Content {
    /// What the bytes of a file on disk are.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, NotText> {
        if bytes.contains(&0) {
            return Ok(Self::Binary(bytes));
        }
        let text = String::from_utf8(bytes).map_err(|_| NotText)?;
        Ok(Self::Text(if text.contains('\r') { text.replace("\r\n", "\n") } else { text }))
    }

    /// Returns the text; none for bytes.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// Returns the bytes as we write them.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// Why we do not write it: it would not be read as what it is.
    pub(super) fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) => match memchr2(b'\r', 0, text.as_bytes()) {
                None => None,
                Some(at) if text.as_bytes().get(at) == Some(&0) => Some("has a NUL in its text"),
                Some(_) => Some("has a carriage return in its text"),
            },
            Self::Binary(bytes) if !bytes.contains(&0) => Some("is binary without a NUL"),
            Self::Binary(_) => None,
        }
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
