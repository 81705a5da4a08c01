//! A topology file as text, and positions in it.

use std::{fs, io, ops::Range, path::Path};

use serde::Serialize;

/// Bytes from `start` to `end` of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A position for people and editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
    /// Offset in bytes, from 0.
    pub offset: usize,
}

/// The text of one topology file.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: String,
}

/// Larger than any topology that a person would review: 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

impl Source {
    /// A source from memory, shown as `path` in findings.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// A reason in words, such as `is a directory`, that fits after the path.
    pub fn read(path: &Path) -> Result<Self, String> {
        let describe = |error: io::Error| {
            if error.kind() == io::ErrorKind::NotFound {
                "does not exist".to_owned()
            } else {
                format!("cannot be read: {error}")
            }
        };
        let metadata = fs::metadata(path).map_err(describe)?;
        if metadata.is_dir() {
            return Err("is a directory, not a topology file".to_owned());
        }
        if metadata.len() > MAX_BYTES {
            return Err(format!(
                "has {} bytes; a topology has at most {MAX_BYTES}",
                metadata.len()
            ));
        }
        let bytes = fs::read(path).map_err(describe)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            format!("is not UTF-8 text: byte {} is invalid", error.utf8_error().valid_up_to())
        })?;
        Ok(Self::new(path.display().to_string(), text))
    }

    /// The path as the user gave it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte offset lies. An offset past the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let before = self.text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Position { line: before.matches('\n').count() + 1, column, offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("x.toml", "a = 1\né = 2");
        assert_eq!(source.position(9), Position { line: 2, column: 3, offset: 9 });
        assert_eq!(source.position(999).line, 2);
    }
}
