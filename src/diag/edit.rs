//! What would mend a finding: changes of the text, as ranges and what stands there instead.
//!
//! What takes an entry out or moves it is worked out from the tokens of the file. A document that is printed anew,
//! as `toml_edit` does it, would also put the dotted keys of a table together and end its lines in another way.

use std::cell::OnceCell;

use toml_parser::{
    Source as Toml,
    lexer::{Token, TokenKind as Kind},
};

use crate::source::{Source, Span};

/// How sure it is that an edit is what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It says what was meant, and gives nothing that exists another address: `topogen check --fix` applies it.
    Certain,
    /// It is one of several ways, or changes a name or what is built: for people to decide.
    Suggested,
}

impl Applicability {
    /// `certain` or `suggested`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Suggested => "suggested",
        }
    }
}

/// A change of the source that mends a finding.
#[derive(Debug, Clone)]
pub struct Edit {
    /// How sure it is.
    pub applicability: Applicability,
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    /// Other text stands in some places.
    Replace(Vec<Replacement>),
    /// The entry that has this place in its key or value goes, or the table whose header it is.
    Remove(Span),
    /// The entries with these keys go above the first table.
    Hoist(Vec<Span>),
    /// Another word stands there, quoted as it was; a table that has several headers is named in all of them.
    Word(Span, String),
}

/// Text that stands in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What is replaced; an empty span is a place to insert at.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Replacement {
    fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Whether the two touch, so that only one can be applied.
    fn meets(&self, other: &Self) -> bool {
        self.span.start <= other.span.end && other.span.start <= self.span.end
    }
}

impl Edit {
    /// Other text in one place.
    pub(crate) fn replace(span: impl Into<Span>, text: impl Into<String>) -> Self {
        Self::new(Change::Replace(vec![Replacement::new(span.into(), text)]))
    }

    /// Other text in several places.
    pub(crate) fn replace_all(places: impl IntoIterator<Item = (Span, String)>) -> Self {
        let places = places.into_iter().map(|(span, text)| Replacement::new(span, text));
        Self::new(Change::Replace(places.collect()))
    }

    /// Takes out the entry or the item that `place` is in, or the table whose header it is.
    pub(crate) fn remove(place: impl Into<Span>) -> Self {
        Self::new(Change::Remove(place.into()))
    }

    /// Moves the entries with these keys above the first table.
    pub(crate) fn hoist(keys: Vec<Span>) -> Self {
        Self::new(Change::Hoist(keys))
    }

    /// Another key, word or number in the place of one.
    pub(crate) fn word(place: impl Into<Span>, word: impl Into<String>) -> Self {
        Self::new(Change::Word(place.into(), word.into()))
    }

    /// Moves all its places.
    pub(super) fn moved(&mut self, by: impl Fn(Span) -> Span) {
        match &mut self.change {
            Change::Replace(all) => all.iter_mut().for_each(|one| one.span = by(one.span)),
            Change::Remove(place) | Change::Word(place, _) => *place = by(*place),
            Change::Hoist(keys) => keys.iter_mut().for_each(|key| *key = by(*key)),
        }
    }

    fn new(change: Change) -> Self {
        Self { applicability: Applicability::Certain, change }
    }

    /// The same, for people to decide.
    pub(crate) fn suggested(self) -> Self {
        self.certain_if(false)
    }

    /// The same, for people to decide unless it is certain.
    pub(crate) fn certain_if(self, is_certain: bool) -> Self {
        let applicability =
            if is_certain { Applicability::Certain } else { Applicability::Suggested };
        Self { applicability, ..self }
    }

    /// What to replace in the text; none where the text is laid out in a way that we leave to people.
    #[must_use]
    pub fn replacements(&self, source: &Source) -> Vec<Replacement> {
        self.replacements_in(&Layout::new(source))
    }

    /// The same, where there are several edits of one file.
    pub(crate) fn replacements_in(&self, layout: &Layout<'_>) -> Vec<Replacement> {
        match &self.change {
            Change::Replace(replacements) => replacements.clone(),
            Change::Remove(place) => layout.remove(*place).into_iter().collect(),
            Change::Hoist(keys) => layout.hoist(keys).unwrap_or_default(),
            Change::Word(place, word) => layout.word(*place, word),
        }
    }
}

/// Applies what does not touch what was applied before it, and says which of the edits those are.
pub(crate) fn apply(text: &str, edits: &[Vec<Replacement>]) -> (String, Vec<bool>) {
    let mut chosen: Vec<&Replacement> = Vec::new();
    let mut applied = Vec::new();
    for edit in edits {
        let free = edit.iter().all(|new| chosen.iter().all(|other| !new.meets(other)));
        let fits = free && !edit.is_empty();
        if fits {
            chosen.extend(edit);
        }
        applied.push(fits);
    }
    chosen.sort_by_key(|replacement| replacement.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Replacement { span, text: new } in chosen {
        out.push_str(text.get(done..span.start).unwrap_or_default());
        out.push_str(new);
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (out, applied)
}

/// How a file is laid out: its tokens, each with the bracket that it is in.
pub(crate) struct Layout<'a> {
    text: &'a str,
    /// Most edits do without.
    tokens: OnceCell<Vec<(Token, Option<usize>)>>,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        Self { text: source.text(), tokens: OnceCell::new() }
    }

    fn tokens(&self) -> &[(Token, Option<usize>)] {
        self.tokens.get_or_init(|| {
            let mut tokens = Vec::new();
            let mut open = Vec::new();
            for (index, token) in Toml::new(self.text).lex().enumerate() {
                // A bracket that closes is in the one that it closes.
                tokens.push((token, open.last().copied()));
                if matches!(token.kind(), Kind::LeftCurlyBracket | Kind::LeftSquareBracket) {
                    open.push(index);
                } else if closes(token.kind()) {
                    open.pop();
                }
            }
            tokens
        })
    }

    fn kind(&self, index: usize) -> Kind {
        self.tokens().get(index).map_or(Kind::Eof, |(token, _)| token.kind())
    }

    fn start(&self, index: usize) -> usize {
        self.tokens().get(index).map_or(self.text.len(), |(token, _)| token.span().start())
    }

    /// The bracket that a token is in; none at the level of lines.
    fn within(&self, index: usize) -> Option<usize> {
        self.tokens().get(index).and_then(|(_, within)| *within)
    }

    fn is_blank(&self, index: usize) -> bool {
        matches!(self.kind(index), Kind::Whitespace | Kind::Newline)
    }

    /// The token at a place.
    fn find(&self, place: usize) -> Option<usize> {
        let index = self.tokens().partition_point(|(token, _)| token.span().end() <= place);
        (index < self.tokens().len()).then_some(index)
    }

    /// Whether a token is the bracket that begins a table's header, or the second one of `[[`.
    fn is_header(&self, index: usize) -> bool {
        if self.kind(index) != Kind::LeftSquareBracket {
            return false;
        }
        if let Some(outer) = self.within(index) {
            return self.is_header(outer);
        }
        let before = (0..index).rev().find(|index| self.kind(*index) != Kind::Whitespace);
        before.is_none_or(|before| self.kind(before) == Kind::Newline)
    }

    fn remove(&self, place: Span) -> Option<Replacement> {
        let index = self.find(place.start)?;
        match self.within(index) {
            Some(open) if !self.is_header(open) => self.remove_item(index, open),
            Some(_) | None => {
                // A comment at the end of the line stays.
                let (first, end) = self.lines(index);
                let end = if self.kind(end) == Kind::Newline { end + 1 } else { end };
                Some(Replacement::new(self.span(first, end), ""))
            }
        }
    }

    fn span(&self, first: usize, end: usize) -> Span {
        Span { start: self.start(first), end: self.start(end) }
    }

    /// The first token of an entry that stands in lines of its own, and the one that ends it.
    fn lines(&self, index: usize) -> (usize, usize) {
        let ends = |index: &usize, with_comment| {
            let kind = self.kind(*index);
            let ends = kind == Kind::Newline || with_comment && kind == Kind::Comment;
            self.within(*index).is_none() && ends
        };
        let before = (0..index).rev().find(|index| ends(index, false));
        let end = (index..self.tokens().len()).find(|index| ends(index, true));
        (before.map_or(0, |before| before + 1), end.unwrap_or(self.tokens().len()))
    }

    /// Takes an entry out of an inline table, or an item out of a list, with one of the commas beside it.
    fn remove_item(&self, index: usize, open: usize) -> Option<Replacement> {
        let is_comma =
            |index: &usize| self.kind(*index) == Kind::Comma && self.within(*index) == Some(open);
        let is_end = |index: &usize| closes(self.kind(*index)) && self.within(*index) == Some(open);
        let full = |index: &usize| !self.is_blank(*index);
        let before = (open + 1..index).rev().find(is_comma).unwrap_or(open);
        let after = (index..self.tokens().len()).find(|index| is_comma(index) || is_end(index))?;
        if (before..after).any(|index| self.kind(index) == Kind::Comment) {
            return None;
        }
        let span = if is_comma(&after) {
            let first = (before + 1..after).find(full)?;
            self.span(first, (after + 1..self.tokens().len()).find(full)?)
        } else if before == open {
            self.span(open + 1, after)
        } else {
            self.span(before, (before..after).rev().find(full)? + 1)
        };
        Some(Replacement::new(span, ""))
    }

    fn word(&self, key: Span, word: &str) -> Vec<Replacement> {
        let old = self.text.get(key.start..key.end).unwrap_or_default();
        let name = match old.chars().next() {
            Some(quote @ ('"' | '\'')) => format!("{quote}{word}{quote}"),
            Some(_) | None => word.to_owned(),
        };
        let within = self.find(key.start).and_then(|index| self.within(index));
        let Some(open) = within.filter(|open| self.is_header(*open)) else {
            return vec![Replacement::new(key, name)];
        };
        let path: Vec<&str> = self
            .header(open)
            .take_while(|(span, _)| span.start < key.end)
            .map(|(_, text)| text)
            .collect();
        let headers = (open..self.tokens().len()).filter(|index| self.is_header(*index));
        let keys = headers.filter_map(|index| {
            let words: Vec<_> = self.header(index).take(path.len()).collect();
            let same = words.iter().map(|(_, text)| *text).eq(path.iter().copied());
            let (span, _) = words.last().filter(|_| same)?;
            Some(Replacement::new(*span, name.clone()))
        });
        keys.collect()
    }

    /// The keys and dots of a table's header.
    fn header(&self, open: usize) -> impl Iterator<Item = (Span, &'a str)> {
        let words = (open + 1..self.tokens().len()).take_while(|index| !closes(self.kind(*index)));
        let words = words.filter(|index| self.kind(*index) != Kind::Whitespace);
        words.map(|index| {
            let span = self.span(index, index + 1);
            (span, self.text.get(span.start..span.end).unwrap_or_default())
        })
    }

    /// Entries in lines of their own go above the first table and the comment over it.
    fn hoist(&self, keys: &[Span]) -> Option<Vec<Replacement>> {
        let header = (0..self.tokens().len()).find(|index| self.is_header(*index))?;
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut moved = String::new();
        let mut gone = Vec::new();
        for key in keys {
            let index = self.find(key.start).filter(|index| self.within(*index).is_none())?;
            let (first, end) = self.lines(index);
            let end = (end..self.tokens().len()).find(|index| self.kind(*index) == Kind::Newline);
            let span = self.span(first, end.map_or(self.tokens().len(), |newline| newline + 1));
            moved.push_str(self.text.get(span.start..span.end)?);
            if !moved.ends_with('\n') {
                moved.push_str(newline);
            }
            gone.push(Replacement::new(span, ""));
        }
        moved.push_str(newline);
        let top = self.above(header);
        gone.insert(0, Replacement::new(Span { start: top, end: top }, moved));
        Some(gone)
    }

    /// Where a table with the comment above it begins.
    fn above(&self, header: usize) -> usize {
        let mut start = self.start(header);
        let lines = self.text.get(..start).unwrap_or_default().split_inclusive('\n').rev();
        for line in lines {
            if !line.trim_start().starts_with('#') {
                break;
            }
            start -= line.len();
        }
        start
    }
}

fn closes(kind: Kind) -> bool {
    matches!(kind, Kind::RightCurlyBracket | Kind::RightSquareBracket)
}
