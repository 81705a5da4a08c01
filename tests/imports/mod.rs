//! Who imports whom in `src`, and what is wrong with it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failure here is a failed test"
)]

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of `src`: its path from there, and its text.
pub(crate) type File = (String, String);

/// Files by the files that they import.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Where a module is in the crate: `["diag", "text"]`.
type Module = Vec<String>;

/// What is wrong with the imports; `floors` has the rooms, the lowest first.
pub(crate) fn wrong(files: &[File], floors: &[&[&str]]) -> Vec<String> {
    let arrows = arrows(files);
    let floor = |file: &str| floors.iter().position(|rooms| rooms.contains(&room(file)));
    let rooms: BTreeSet<&str> = arrows.keys().map(|file| room(file)).collect();
    let placed: BTreeSet<&str> = floors.iter().copied().flatten().copied().collect();
    let unknown = rooms.difference(&placed).map(|room| format!("{room} is on no floor"));
    let gone = placed.difference(&rooms).map(|room| format!("there is no {room}"));
    let mut wrong: Vec<String> = unknown.chain(gone).collect();
    for (file, imported) in &arrows {
        for other in imported.iter().filter(|other| room(other) != room(file)) {
            if floor(other) >= floor(file) {
                wrong.push(format!("{file} imports {other}, which is not below it"));
            }
        }
    }
    wrong.extend(circle(&arrows).map(|files| format!("in a circle: {}", files.join(" -> "))));
    wrong
}

/// The first part of a file's path.
fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

/// Files that import each other in a circle, if there are any.
fn circle(arrows: &Arrows) -> Option<Vec<&str>> {
    let (mut way, mut done) = (Vec::new(), BTreeSet::new());
    arrows.keys().any(|file| returns(file, arrows, &mut way, &mut done)).then_some(way)
}

/// Whether the arrows from a file lead back to one on the way; then the way is the circle.
fn returns<'a>(
    file: &'a str,
    arrows: &'a Arrows,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> bool {
    if let Some(first) = way.iter().position(|other| *other == file) {
        way.drain(..first);
        way.push(file);
        return true;
    }
    if !done.insert(file) {
        return false;
    }
    way.push(file);
    let found = arrows.get(file).into_iter().flatten().any(|o| returns(o, arrows, way, done));
    if !found {
        way.pop();
    }
    found
}

/// Every file with those that it imports; tests are left out.
fn arrows(files: &[File]) -> Arrows {
    let parsed: Vec<Parsed> = files.iter().map(|(file, text)| Parsed::new(file, text)).collect();
    let tests: BTreeSet<&Module> = parsed.iter().flat_map(|file| &file.tests).collect();
    let is_test = |module: &Module| begins(module).any(|begin| tests.contains(&begin));
    let product = || parsed.iter().filter(|file| !is_test(&file.module));
    let owners: BTreeMap<&Module, &str> =
        product().map(|file| (&file.module, file.name.as_str())).collect();
    // What a path names is in the file of its longest beginning that is a module.
    let owner = |path: &Module| begins(path).rev().find_map(|begin| owners.get(&begin).copied());
    let arrow = |file: &Parsed| {
        let imported = file.paths.iter().filter_map(owner).filter(|other| *other != file.name);
        (file.name.clone(), imported.map(str::to_owned).collect())
    };
    product().map(arrow).collect()
}

/// The modules that a path leads through, from the crate on.
fn begins(path: &[String]) -> impl DoubleEndedIterator<Item = Module> {
    (0..=path.len()).map(|end| path[..end].to_vec())
}

/// What a file says of other files.
struct Parsed {
    name: String,
    module: Module,
    /// Modules that only tests have.
    tests: Vec<Module>,
    /// What is imported, or named with its path: from the crate's root.
    paths: Vec<Module>,
}

impl Parsed {
    fn new(name: &str, text: &str) -> Self {
        let stem = name.strip_suffix(".rs").unwrap();
        let stem = stem.strip_suffix("/mod").unwrap_or(stem);
        let parts = stem.split('/').filter(|part| *part != "lib").map(str::to_owned);
        let module: Module = parts.collect();
        let mut tokens = Vec::new();
        flatten(text.parse().unwrap_or_else(|error| panic!("{name}: {error}")), &mut tokens);
        let (tokens, tests) = without_tests(&tokens);
        let own =
            |children: Vec<&str>| children.iter().map(|child| joined(&module, child)).collect();
        let children = children(&tokens);
        let mut scan = Scan { children: &children, module: module.clone(), paths: Vec::new() };
        scan.all(&tokens);
        Self { name: name.to_owned(), tests: own(tests), paths: scan.paths, module }
    }
}

fn joined(module: &[String], name: &str) -> Module {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

/// All tokens in a row: `::` is one, and a literal is a quote whatever is in it.
fn flatten(stream: TokenStream, out: &mut Vec<String>) {
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                out.push(open.to_owned());
                flatten(group.stream(), out);
                out.push(close.to_owned());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => match out.last_mut() {
                Some(last) if last == ":" => last.push(':'),
                _ => out.push(":".to_owned()),
            },
            TokenTree::Literal(_) => out.push("\"".to_owned()),
            TokenTree::Ident(_) | TokenTree::Punct(_) => out.push(token.to_string()),
        }
    }
}

const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// The tokens without the items under `#[cfg(test)]`, and the modules in files of their own among those.
fn without_tests(tokens: &[String]) -> (Vec<String>, Vec<&str>) {
    let (mut kept, mut tests, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        if tokens[at..].iter().take(TEST.len()).eq(TEST) {
            let end = at + item(&tokens[at..]);
            tests.extend(children(&tokens[at..end]));
            at = end;
        } else {
            kept.push(token.clone());
            at += 1;
        }
    }
    (kept, tests)
}

/// How many tokens an item has: to its semicolon, or to the end of its braces.
fn item(tokens: &[String]) -> usize {
    let mut open = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" | "[" | "{" => open += 1,
            ")" | "]" | "}" if open == 0 => return at,
            "}" if open == 1 => return at + 1,
            ")" | "]" | "}" => open -= 1,
            ";" if open == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The modules that have a file of their own: `mod name;`.
fn children(tokens: &[String]) -> Vec<&str> {
    let module = |three: &'_ [String]| three[0] == "mod" && three[2] == ";";
    tokens.windows(3).filter(|three| module(three)).map(|three| three[1].as_str()).collect()
}

/// Looks for paths in a file, from its beginning to its end.
struct Scan<'a> {
    children: &'a [&'a str],
    /// The one that is being looked through, which may be within the file.
    module: Module,
    paths: Vec<Module>,
}

impl Scan<'_> {
    fn all(&mut self, tokens: &[String]) {
        let is = |at: usize, what: &str| tokens.get(at).is_some_and(|token| token == what);
        let (mut at, mut open, mut within) = (0, 0, Vec::new());
        while let Some(token) = tokens.get(at) {
            match token.as_str() {
                "{" => open += 1,
                "}" => {
                    open -= 1;
                    if within.last() == Some(&open) {
                        within.pop();
                        self.module.pop();
                    }
                }
                "mod" if is(at + 2, "{") => {
                    within.push(open);
                    self.module.push(tokens[at + 1].clone());
                }
                // `pub(in crate::block)` imports nothing.
                "pub" if is(at + 1, "(") && is(at + 2, "in") => at += 3,
                // `impl Trait + use<'a>` neither.
                "use" if !is(at + 1, "<") => {
                    at = self.tree(tokens, at + 1, &[]);
                    continue;
                }
                _ if is(at + 1, "::") && (at == 0 || !is(at - 1, "::")) => {
                    let mut path = vec![token.clone()];
                    while is(at + 1, "::") && tokens.get(at + 2).is_some_and(|next| is_name(next)) {
                        path.push(tokens[at + 2].clone());
                        at += 2;
                    }
                    self.add(&path);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// A part of an import, up to what ends it.
    fn tree(&mut self, tokens: &[String], mut at: usize, before: &[String]) -> usize {
        let mut path = before.to_vec();
        loop {
            match tokens[at].as_str() {
                "{" => loop {
                    at = self.tree(tokens, at + 1, &path);
                    match tokens[at].as_str() {
                        "," => {}
                        _ => return at + 1,
                    }
                },
                "," | ";" | "}" => {
                    // After a comma there may be nothing.
                    if path.len() > before.len() {
                        self.add(&path);
                    }
                    return at;
                }
                "as" => at += 1,
                "::" => {}
                name => path.push(name.to_owned()),
            }
            at += 1;
        }
    }

    /// Adds a path of this crate, from its root.
    fn add(&mut self, path: &[String]) {
        let Some((first, rest)) = path.split_first() else { return };
        let mut from = match first.as_str() {
            "crate" | "topogen" => Vec::new(),
            "self" | "super" => self.module.clone(),
            child if self.children.contains(&child) => joined(&self.module, child),
            _ => return,
        };
        if first == "super" {
            from.pop();
        }
        for part in rest {
            match part.as_str() {
                "self" => {}
                "super" => _ = from.pop(),
                name => from.push(name.to_owned()),
            }
        }
        self.paths.push(from);
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
