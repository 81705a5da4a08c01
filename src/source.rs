//! A topology file as text, and positions in it.

use std::{
    fs::File,
    io::{self, Read},
    ops::Range,
    path::Path,
};

use serde::Serialize;

/// Bytes from `start` to `end`, counted through the sources of a run: a place says which of them it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The same place, where `base` is counted before it.
    pub(crate) fn after(self, base: usize) -> Self {
        Self { start: self.start + base, end: self.end + base }
    }

    /// The same place, counted from the beginning of its source.
    pub(crate) fn within(self, source: &Source) -> Self {
        let local = |offset: usize| offset.saturating_sub(source.base);
        Self { start: local(self.start), end: local(self.end) }
    }
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
    /// What is counted before its first byte: the sources that it comes [after](Self::after).
    base: usize,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// Why there is no text.
#[derive(Debug)]
pub struct Unreadable {
    /// Words that fit after the path: `is a directory`.
    pub reason: String,
    /// What to do.
    pub help: &'static str,
    /// The system failed, and not the file.
    pub is_failure: bool,
    /// What could be read before.
    pub text: String,
}

/// Larger than any topology that a person would review: 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

impl Source {
    /// A source from memory, shown as `path` in findings.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let breaks = text.match_indices('\n').map(|(newline, _)| newline + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { path: path.into(), lines, base: 0, text }
    }

    /// Reads a file, a pipe or a device: never more than the limit.
    ///
    /// # Errors
    ///
    /// Why there is no text.
    pub fn read(path: &Path) -> Result<Self, Unreadable> {
        let file = File::open(path).map_err(Unreadable::from)?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(Unreadable::of("is a directory, not a topology file"));
        }
        let mut bytes = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(Unreadable::from)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
            return Err(Unreadable::of("is too large; a topology has at most 1048576 bytes"));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let what = if wide { "is UTF-16 text, not UTF-8" } else { "is not UTF-8 text" };
            let text = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default()).into_owned();
            let help = "save the file as UTF-8";
            Unreadable { reason: what.to_owned(), help, is_failure: false, text }
        })?;
        Ok(Self::new(path.display().to_string(), text))
    }

    /// The same source, counted after another one: no place is in both.
    #[must_use]
    pub fn after(self, other: &Self) -> Self {
        Self { base: other.base + other.text.len() + 1, ..self }
    }

    /// What is counted before its first byte.
    pub(crate) fn base(&self) -> usize {
        self.base
    }

    /// The place of its top.
    pub(crate) fn top(&self) -> Span {
        Span::default().after(self.base)
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

    /// Where a byte offset lies, counted from its own beginning. An offset past the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.start_of(line);
        let column = self.text.get(start..offset).unwrap_or_default().chars().count() + 1;
        Position { line, column, offset }
    }

    /// The line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// Where a line begins; past the last one that is the end.
    pub(crate) fn start_of(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }
}

impl AsRef<[Self]> for Source {
    fn as_ref(&self) -> &[Self] {
        std::slice::from_ref(self)
    }
}

impl Unreadable {
    fn of(reason: &str) -> Self {
        let help = "name a topology file; `topogen init` writes one";
        Self { reason: reason.to_owned(), help, is_failure: false, text: String::new() }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        let kind = error.kind();
        let (reason, is_failure) = if kind == io::ErrorKind::NotFound {
            ("does not exist".to_owned(), false)
        } else if kind == io::ErrorKind::IsADirectory {
            ("is a directory, not a topology file".to_owned(), false)
        } else {
            let files = [io::ErrorKind::PermissionDenied, io::ErrorKind::NotADirectory];
            (format!("cannot be read: {error}"), !files.contains(&kind))
        };
        Self { is_failure, ..Self::of(&reason) }
    }
}

/// A path for a terminal, on which no file name may act.
pub(crate) fn printable(path: impl AsRef<Path>) -> String {
    let path = path.as_ref().display().to_string();
    let plain =
        |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    path.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("x.toml", "a = 1\né = 2");
        assert_eq!(source.position(9), Position { line: 2, column: 3, offset: 9 });
        assert_eq!(source.position(999).line, 2);
        assert_eq!(source.position(0), Position { line: 1, column: 1, offset: 0 });
        assert_eq!(source.position(6), Position { line: 2, column: 1, offset: 6 });
    }

    #[test]
    fn a_file_name_does_nothing_to_a_terminal() {
        assert_eq!(printable("a\u{1b}[31mb/é.toml"), "a\\u{1b}[31mb/é.toml");
    }
}
