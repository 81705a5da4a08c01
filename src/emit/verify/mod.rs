//! The structure of every emitted file, seen once more before it leaves.
//!
//! In: a file of Terraform. Out: nothing, or the first line that is not of the little HCL that we write: comments, block heads,
//! entries, items and closers, one to a line; each string closed on its line, without a marker that Terraform would read; brackets
//! that match. There is no heredoc, no comment behind code, no operator but `==`. What is more than this is for the tests, which
//! parse everything.

use std::fmt;

use memchr::memchr;

use super::bytes::{BLANK, DIGIT, PLAIN, WORD, is};

/// Deeper than anything that we write on one line.
const MAX_DEPTH: usize = 16;

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Counts from one.
    pub(super) line: usize,
    pub(super) what: &'static str,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ":{}: {}", self.line, self.what)
    }
}

/// What is open at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Block,
    Map,
    List,
}

type Checked = Result<(), &'static str>;

/// Looks through a file.
pub(super) fn verify(text: &str) -> Result<(), Broken> {
    let (mut open, mut count, mut rest) = (Vec::new(), 0, text.as_bytes());
    while let Some(end) = memchr(b'\n', rest) {
        let (line, after) = rest.split_at_checked(end).unwrap_or_default();
        (rest, count) = (after.get(1..).unwrap_or_default(), count + 1);
        check_line(line, &mut open).map_err(|what| Broken { line: count, what })?;
    }
    if !open.is_empty() || !rest.is_empty() || text.is_empty() {
        return Err(Broken { line: count, what: "the file ends too early" });
    }
    Ok(())
}

fn check_line(line: &[u8], open: &mut Vec<Open>) -> Checked {
    if line.is_empty() {
        return Ok(());
    }
    let mut rest = Rest(line);
    rest.skip(BLANK);
    match (rest.0.first(), open.last()) {
        (Some(b'#'), outer) if outer != Some(&Open::List) => return Ok(()),
        (Some(b'}' | b']'), _) => rest.closers(open)?,
        (_, Some(Open::List)) => {
            rest.operand(0)?;
            rest.expect(b",", "an item of a list ends with a comma")?;
        }
        (Some(b'"'), Some(Open::Map)) => {
            rest.string()?;
            rest.assigned(open)?;
        }
        (Some(_), Some(Open::Map)) => {
            rest.word("a key is missing")?;
            // `aws.ephemeral`
            while rest.eat(b".") {
                rest.word("a key ends with a dot")?;
            }
            rest.assigned(open)?;
        }
        (Some(_), outer) => {
            rest.word("neither a key nor a block begins here")?;
            if outer.is_none() || !rest.is_assignment() {
                rest.head(open)?;
            } else {
                rest.assigned(open)?;
            }
        }
        (None, _) => return Err("a line of blanks"),
    }
    if rest.0.is_empty() { Ok(()) } else { Err("the line goes on after its end") }
}

/// What is left of a line.
struct Rest<'l>(&'l [u8]);

impl Rest<'_> {
    fn eat(&mut self, token: &[u8]) -> bool {
        let rest = self.0.strip_prefix(token);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn expect(&mut self, token: &[u8], otherwise: &'static str) -> Checked {
        if self.eat(token) { Ok(()) } else { Err(otherwise) }
    }

    /// Goes over all bytes of a kind, and says how many there are.
    fn skip(&mut self, kind: u8) -> usize {
        let length = self.0.iter().take_while(|byte| is(**byte, kind)).count();
        self.0 = self.0.get(length..).unwrap_or_default();
        length
    }

    fn word(&mut self, otherwise: &'static str) -> Checked {
        let is_start = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
        if !self.0.first().is_some_and(is_start) {
            return Err(otherwise);
        }
        self.skip(WORD);
        Ok(())
    }

    /// `}`, `]`, or those that end a list of maps or go on with it.
    fn closers(&mut self, open: &mut Vec<Open>) -> Checked {
        if self.eat(b"]") {
            return close(open, Open::List);
        }
        self.expect(b"}", "nothing is closed here")?;
        match open.pop() {
            Some(Open::Block) => Ok(()),
            Some(Open::Map) if self.eat(b"]") => close(open, Open::List),
            Some(Open::Map) if self.eat(b", {") => {
                if open.last() != Some(&Open::List) {
                    return Err("a map goes on that is in no list");
                }
                open.push(Open::Map);
                Ok(())
            }
            Some(Open::Map) if open.last() != Some(&Open::List) => Ok(()),
            Some(Open::Map | Open::List) | None => Err("a bracket closes what is not open"),
        }
    }

    fn is_assignment(&self) -> bool {
        let after = self.0.iter().find(|byte| **byte != b' ');
        after == Some(&b'=')
    }

    /// The rest of a block's head.
    fn head(&mut self, open: &mut Vec<Open>) -> Checked {
        while self.eat(b" \"") {
            self.0 = self.quoted()?;
        }
        self.expect(b" {", "a block has no body")?;
        if !self.eat(b"}") {
            open.push(Open::Block);
        }
        Ok(())
    }

    /// The rest of an entry from its `=` on.
    fn assigned(&mut self, open: &mut Vec<Open>) -> Checked {
        self.skip(BLANK);
        self.expect(b"= ", "a key has no value")?;
        match self.0 {
            b"{" => open.push(Open::Map),
            b"[" => open.push(Open::List),
            b"[{" => open.extend([Open::List, Open::Map]),
            _ => {
                self.operand(0)?;
                return if self.eat(b" == ") { self.operand(0) } else { Ok(()) };
            }
        }
        self.0 = &[];
        Ok(())
    }

    fn operand(&mut self, depth: usize) -> Checked {
        if depth > MAX_DEPTH {
            return Err("brackets are too deep");
        }
        match self.0.first() {
            Some(b'"') => self.string(),
            Some(b'[') => self.list(depth),
            Some(b'{') => self.map(depth),
            Some(b'0'..=b'9') => self.number(),
            _ => self.path(depth),
        }
    }

    fn list(&mut self, depth: usize) -> Checked {
        self.expect(b"[", "a list has no start")?;
        if self.eat(b"]") {
            return Ok(());
        }
        self.operand(depth + 1)?;
        while self.eat(b", ") {
            self.operand(depth + 1)?;
        }
        self.expect(b"]", "a list is not closed")
    }

    fn map(&mut self, depth: usize) -> Checked {
        if self.eat(b"{}") {
            return Ok(());
        }
        let mut separator: &[u8] = b"{ ";
        while self.eat(separator) {
            if self.0.starts_with(b"\"") {
                self.string()?;
            } else {
                self.word("a key is missing")?;
            }
            self.expect(b" = ", "a key has no value")?;
            self.operand(depth + 1)?;
            separator = b", ";
        }
        self.expect(b" }", "a map is not closed")
    }

    fn number(&mut self) -> Checked {
        self.skip(DIGIT);
        if self.eat(b".") && self.skip(DIGIT) == 0 {
            return Err("a number ends with its point");
        }
        Ok(())
    }

    /// `true`, `module.keys.arns["eu-west-1"]`, `jsonencode([1])`.
    fn path(&mut self, depth: usize) -> Checked {
        self.word("a value is missing")?;
        if self.eat(b"(") {
            self.operand(depth + 1)?;
            return self.expect(b")", "a call is not closed");
        }
        loop {
            if self.eat(b".") {
                self.word("a path ends with a dot")?;
            } else if self.eat(b"[") {
                self.string()?;
                self.expect(b"]", "an index is not closed")?;
            } else {
                return Ok(());
            }
        }
    }

    fn string(&mut self) -> Checked {
        self.expect(b"\"", "a string has no start")?;
        self.0 = self.quoted()?;
        Ok(())
    }
}

impl<'l> Rest<'l> {
    /// What follows a string whose quotes are open.
    fn quoted(&self) -> Result<&'l [u8], &'static str> {
        let mut rest = Rest(self.0);
        loop {
            rest.skip(PLAIN);
            rest.0 = match rest.0 {
                [b'"', rest @ ..] => return Ok(rest),
                [b'\\', rest @ ..] => {
                    escaped(rest).ok_or("a string has an escape that HCL does not know")?
                }
                [b'$' | b'%', b'{', ..] => {
                    return Err("a string has a marker that Terraform would read");
                }
                [0..=0x1f | 0x7f, ..] => return Err("a string has a control character"),
                // `$${` and `%%{` are text; `_` is any other byte.
                [b'$', b'$', b'{', rest @ ..] | [b'%', b'%', b'{', rest @ ..] | [_, rest @ ..] => {
                    rest
                }
                [] => return Err("a string does not end on its line"),
            }
        }
    }
}

/// What follows an escape after its backslash.
fn escaped(rest: &[u8]) -> Option<&[u8]> {
    let digits = match rest.first()? {
        b'n' | b'r' | b't' | b'"' | b'\\' => 0,
        b'u' => 4,
        b'U' => 8,
        _ => return None,
    };
    let (code, rest) = rest.get(1..)?.split_at_checked(digits)?;
    code.iter().all(u8::is_ascii_hexdigit).then_some(rest)
}

fn close(open: &mut Vec<Open>, expected: Open) -> Checked {
    if open.pop() == Some(expected) { Ok(()) } else { Err("a bracket closes what is not open") }
}

#[cfg(test)]
mod tests;
