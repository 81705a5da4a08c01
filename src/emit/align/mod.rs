//! The indentation and columns of `terraform fmt`, and the syntax check of every emitted file.
//!
//! In: HCL whose spacing inside a line is right already, as hcl-rs and our templates write it. Out: the same
//! text indented, with `=` and trailing comments in columns, byte for byte what `terraform fmt` makes of it;
//! or the first syntax error. Assumes `\n` line endings. A column is one `char`, so keys with combining characters
//! are not aligned as `terraform fmt` does, which counts grapheme clusters. hcl-edit 0.10 misreads an empty
//! heredoc.
//!
//! The rule is that of hclwrite (`format.go`): each line has up to three cells, *lead*, *assign* from its
//! first `=` on, and *comment*. A line whose assign cell opens or closes a bracket has none, as it is part of
//! something larger. Consecutive lines with an assign cell share its column; likewise for comments. A line
//! with more opening than closing brackets indents the ones after it.
//! Strings are found by parsing, so everything else can be told apart by single characters.

use std::fmt;
use std::iter;
use std::ops::Range;

use hcl::edit::expr::Expression;
use hcl::edit::template::{Element, StringTemplate};
use hcl::edit::visit::{Visit, visit_expr};
use hcl::edit::{Decorated, Span, Spanned, parser};

/// The first thing in a text that is not HCL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// What the parser expected.
    pub message: String,
    /// Counts from one.
    pub line: usize,
    /// Counts from one.
    pub column: usize,
}

/// Aligns a file.
pub(crate) fn align(text: &str) -> Result<String, SyntaxError> {
    let body = parser::parse_body(text).map_err(|error| SyntaxError::new(&error))?;
    let mut strings = Strings { text, ranges: Vec::new(), broken: None };
    strings.visit_body(&body);
    if let Some(offset) = strings.broken {
        return Err(SyntaxError::at(text, offset, "a quoted string has to end on its line"));
    }
    let mut lines = split(text, strings.sorted());
    indent(&mut lines);
    for chain in lines.chunk_by_mut(|a, b| a.is_assign && b.is_assign) {
        let column = chain.iter().map(Line::lead_width).max().unwrap_or_default();
        for line in chain {
            line.assign_column = column;
        }
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for chain in lines.chunk_by(|a, b| a.comment.is_some() && b.comment.is_some()) {
        push_chain(&mut out, chain);
    }
    Ok(out)
}

/// Writes lines whose comments share a column; or one line.
fn push_chain(out: &mut String, chain: &[Line<'_>]) {
    let bodies: Vec<_> = chain.iter().map(Line::body).collect();
    let column = bodies.iter().map(|body| width(body)).max().unwrap_or_default();
    for (line, body) in chain.iter().zip(bodies) {
        out.push_str(&body);
        if let Some(comment) = line.comment {
            out.extend(iter::repeat_n(' ', column - width(&body) + 1));
            out.push_str(comment);
        }
        out.push_str(line.end);
    }
}

/// Sets each line's indentation. However many brackets a line opens, it indents by one level, which ends
/// when all of them are closed.
fn indent(lines: &mut [Line<'_>]) {
    let mut open: Vec<isize> = Vec::new();
    for line in lines.iter_mut().filter(|line| !line.lead.is_empty()) {
        let mut closed = -line.depth;
        while closed > 0
            && let Some(brackets) = open.pop()
        {
            if brackets > closed {
                open.push(brackets - closed);
            }
            closed -= brackets;
        }
        line.indent = 2 * open.len();
        if line.depth > 0 {
            open.push(line.depth);
        }
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A line in cells. Line breaks in a heredoc do not end it.
struct Line<'t> {
    indent: usize,
    lead: &'t str,
    /// From `=` on.
    assign: Option<&'t str>,
    /// The assign cell is complete, so it takes part in alignment.
    is_assign: bool,
    /// The widest lead of the lines that share it.
    assign_column: usize,
    comment: Option<&'t str>,
    /// Opening brackets less closing ones.
    depth: isize,
    /// The line break, except on the last line.
    end: &'t str,
}

impl Line<'_> {
    fn lead_width(&self) -> usize {
        self.indent + width(self.lead)
    }

    /// Writes the line up to its comment.
    fn body(&self) -> String {
        let lead = format!("{}{}", " ".repeat(self.indent), self.lead);
        let Some(assign) = self.assign else { return lead };
        let padding = " ".repeat(self.assign_column - self.lead_width());
        format!("{lead}{padding} {assign}")
    }
}

/// What has been seen of a line; offsets are in the text.
struct Cells {
    start: usize,
    is_blank: bool,
    assign: Option<usize>,
    depth: isize,
    /// The depth before the assignment.
    lead_depth: isize,
    comment: Option<usize>,
}

impl Cells {
    fn at(start: usize) -> Self {
        Self { start, is_blank: true, assign: None, depth: 0, lead_depth: 0, comment: None }
    }

    /// Takes one token, of which only the first two characters matter.
    fn token(&mut self, at: usize, token: &str) {
        let bracket = match token.as_bytes() {
            [b'(' | b'[' | b'{', ..] => 1,
            [b')' | b']' | b'}', ..] => -1,
            [b'=', b'=' | b'>'] => 0,
            [b'=', ..] if self.assign.is_none() && !self.is_blank => {
                (self.assign, self.lead_depth) = (Some(at), self.depth);
                0
            }
            _ => 0,
        };
        self.is_blank = false;
        self.depth += bracket;
    }

    fn line<'t>(&self, text: &'t str, end: usize) -> Line<'t> {
        let cell = |range: Range<usize>| text.get(range).unwrap_or_default().trim_end();
        let body_end = self.comment.unwrap_or(end);
        let line_end = if text.as_bytes().get(end) == Some(&b'\n') { end + 1 } else { end };
        Line {
            indent: 0,
            lead: cell(self.start..self.assign.unwrap_or(body_end)).trim_start(),
            assign: self.assign.map(|assign| cell(assign..body_end)),
            is_assign: self.assign.is_some() && self.depth == self.lead_depth,
            assign_column: 0,
            comment: self.comment.map(|comment| cell(comment..end)),
            depth: self.depth,
            end: text.get(end..line_end).unwrap_or_default(),
        }
    }
}

fn split(text: &str, strings: Vec<Range<usize>>) -> Vec<Line<'_>> {
    let mut strings = strings.into_iter().peekable();
    let mut lines = Vec::new();
    let mut cells = Cells::at(0);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        while strings.next_if(|string| string.end <= at).is_some() {}
        if let Some(string) = strings.next_if(|string| string.start <= at) {
            cells.is_blank = false;
            at = string.end;
        } else if rest.starts_with('\n') {
            lines.push(cells.line(text, at));
            at += 1;
            cells = Cells::at(at);
        } else if rest.starts_with('#') || rest.starts_with("//") {
            // A comment that is alone on its line is no cell.
            cells.comment = (!cells.is_blank).then_some(at);
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            cells.is_blank = false;
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else {
            let length = token_length(rest);
            let token = rest.get(..length).unwrap_or_default();
            if token != " " {
                cells.token(at, token);
            }
            at += length;
        }
    }
    if cells.start < at {
        lines.push(cells.line(text, at));
    }
    lines
}

/// Keeps `==`, `!=`, `<=`, `>=` and `=>` together; they are not assignments.
fn token_length(rest: &str) -> usize {
    match rest.as_bytes() {
        [b'=' | b'!' | b'<' | b'>', b'=', ..] | [b'=', b'>', ..] => 2,
        _ => rest.chars().next().map_or(1, char::len_utf8),
    }
}

/// Collects what is text and not code: quoted strings, and the literal parts of templates.
struct Strings<'t> {
    text: &'t str,
    ranges: Vec<Range<usize>>,
    /// Where a quoted string has a line break, which hcl-edit lets pass and Terraform does not.
    broken: Option<usize>,
}

impl Strings<'_> {
    fn add(&mut self, range: Option<Range<usize>>, is_quoted: bool) {
        let text = range.clone().and_then(|range| self.text.get(range)).unwrap_or_default();
        if is_quoted && text.contains('\n') {
            self.broken = self.broken.or(range.as_ref().map(|range| range.start));
        }
        self.ranges.extend(range);
    }

    fn sorted(mut self) -> Vec<Range<usize>> {
        self.ranges.sort_by_key(|range| range.start);
        self.ranges
    }
}

impl Visit for Strings<'_> {
    fn visit_expr(&mut self, node: &Expression) {
        if let (Expression::HeredocTemplate(_), Some(span)) = (node, node.span()) {
            // The introducing line break belongs to the heredoc and ends no line.
            let heredoc = self.text.get(span.clone()).unwrap_or_default();
            let length = heredoc.find('\n').map_or(heredoc.len(), |end| end + 1);
            self.ranges.push(span.start..span.start + length);
        }
        visit_expr(self, node);
    }

    fn visit_string(&mut self, node: &Decorated<String>) {
        self.add(node.span(), true);
    }

    fn visit_string_template(&mut self, node: &StringTemplate) {
        for element in node {
            match element {
                Element::Literal(literal) => self.add(literal.span(), true),
                Element::Interpolation(_) | Element::Directive(_) => self.visit_element(element),
            }
        }
    }

    fn visit_literal(&mut self, node: &Spanned<String>) {
        self.add(node.span(), false);
    }
}

impl SyntaxError {
    fn new(error: &parser::Error) -> Self {
        let (message, location) = (error.message().to_owned(), error.location());
        Self { message, line: location.line(), column: location.column() }
    }

    fn at(text: &str, offset: usize, message: &str) -> Self {
        let before = text.get(..offset).unwrap_or_default();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let (line, column) = (before.matches('\n').count() + 1, last.chars().count() + 1);
        Self { message: message.to_owned(), line, column }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for SyntaxError {}

#[cfg(test)]
mod tests;
