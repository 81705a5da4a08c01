//! A folder of files as Terraform reads it: one module, with what override files replace.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{BlockLabel, Body, Structure};

use super::files::{Files, is_code};
use super::instance::Schemas;

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, by its path in the tree.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// What is not read of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and why not.
    pub message: String,
}

/// What is read once for several generations, which have most of their modules in common: texts, parsed, and types of the catalogue.
#[derive(Debug, Default)]
pub struct Texts {
    parsed: BTreeMap<Arc<[u8]>, Arc<Text>>,
    pub(super) schemas: Schemas,
}

/// A file that was parsed.
#[derive(Debug)]
pub(super) struct Text {
    body: Result<Body, (usize, usize, String)>,
    /// Where its lines begin.
    lines: Vec<usize>,
    written: String,
}

/// A block, merged with those of its name in override files.
#[derive(Debug, Clone)]
pub(super) struct Block<'t> {
    pub(super) attributes: BTreeMap<&'t str, &'t Expression>,
    pub(super) blocks: Vec<&'t hcl_edit::structure::Block>,
    pub(super) place: Place,
}

/// The blocks of one kind, by their label.
type Named<'t> = BTreeMap<&'t str, Block<'t>>;
/// By type and name.
#[derive(Debug, Default)]
pub(super) struct Typed<'t>(BTreeMap<&'t str, Named<'t>>);

/// A folder.
#[derive(Debug, Default)]
pub(super) struct Module<'t> {
    pub(super) variables: Named<'t>,
    pub(super) locals: BTreeMap<&'t str, &'t Expression>,
    pub(super) outputs: Named<'t>,
    pub(super) calls: Named<'t>,
    pub(super) resources: Typed<'t>,
    pub(super) data: Typed<'t>,
    pub(super) ephemeral: Typed<'t>,
    /// By their name and alias, which is empty for the default.
    pub(super) providers: Typed<'t>,
    pub(super) backend: Option<(&'t str, Block<'t>)>,
    pub(super) moved: Vec<Block<'t>>,
    pub(super) removed: Vec<Block<'t>>,
    pub(super) imports: Vec<Block<'t>>,
    pub(super) problems: Vec<Problem>,
}

impl Texts {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn parse(&mut self, bytes: &[u8]) -> Arc<Text> {
        if let Some(known) = self.parsed.get(bytes) {
            return Arc::clone(known);
        }
        let parsed = Arc::new(Text::parse(bytes));
        self.parsed.insert(bytes.into(), Arc::clone(&parsed));
        parsed
    }
}

impl Text {
    fn unread() -> Self {
        let body = Err((1, 1, "is not read: it is JSON, or OpenTofu's alone".to_owned()));
        Self { body, lines: Vec::new(), written: String::new() }
    }

    fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let Ok(text) = String::from_utf8(bytes.to_vec()) else {
            let body = Err((1, 1, "is not UTF-8".to_owned()));
            return Self { body, lines: Vec::new(), written: String::new() };
        };
        let body = hcl_edit::parser::parse_body(&text).map_err(|error| {
            let at = error.location();
            (at.line(), at.column(), format!("cannot be parsed: {}", error.message()))
        });
        let breaks =
            text.bytes().enumerate().filter(|(_, one)| *one == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { body, lines, written: text }
    }

    fn place(&self, file: &str, offset: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.written.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        Place { file: file.to_owned(), line: line.max(1), column }
    }
}

/// What Terraform or OpenTofu reads as well, and is told as a problem here.
const UNREAD: [&str; 3] = [".tf.json", ".tofu", ".tofu.json"];

/// A file, parsed: its folder, its path, its text.
pub(super) type Parsed = (String, String, Arc<Text>);

/// The files that Terraform reads, parsed.
pub(super) fn parse(files: &Files, texts: &mut Texts) -> Vec<Parsed> {
    let read = |(path, bytes): (&str, &[u8])| {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        if name.starts_with('.') || folder.split('/').any(|part| part == ".terraform") {
            return None;
        }
        let text = if is_code(name) {
            texts.parse(bytes)
        } else if UNREAD.iter().any(|end| name.ends_with(end)) {
            Arc::new(Text::unread())
        } else {
            return None;
        };
        Some((folder.to_owned(), path.to_owned(), text))
    };
    let mut all: Vec<_> = files.iter().filter_map(read).collect();
    // Overrides come last, and else the order is that of the names.
    all.sort_by(|one, other| {
        (&one.0, is_override(&one.1), &one.1).cmp(&(&other.0, is_override(&other.1), &other.1))
    });
    all
}

/// Whether anything says that an address has changed.
pub(super) fn moves(parsed: &[Parsed]) -> bool {
    let bodies = parsed.iter().filter_map(|(_, _, text)| text.body.as_ref().ok());
    bodies.flat_map(|body| body.blocks()).any(|block| block.ident.as_str() == "moved")
}

fn is_override(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "override.tf" || name.ends_with("_override.tf")
}

/// All modules, by folder.
pub(super) fn modules(parsed: &[Parsed]) -> BTreeMap<String, Module<'_>> {
    let mut modules: BTreeMap<String, Module<'_>> = BTreeMap::new();
    for (folder, file, text) in parsed {
        let module = modules.entry(folder.clone()).or_default();
        match &text.body {
            Ok(body) => module.add(file, text, body),
            Err((line, column, why)) => {
                let place = Place { file: file.clone(), line: *line, column: *column };
                module.problems.push(Problem { place, message: format!("{file} {why}") });
            }
        }
    }
    modules
}

/// Puts a block in, or over the one that is there.
fn put<'t>(all: &mut Named<'t>, key: &'t str, block: Block<'t>) {
    match all.get_mut(key) {
        Some(before) => before.replace(block),
        None => _ = all.insert(key, block),
    }
}

impl<'t> Typed<'t> {
    fn put(&mut self, kind: &'t str, name: &'t str, block: Block<'t>) {
        put(self.0.entry(kind).or_default(), name, block);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A block with its type and name, which live as long as the file.
    pub(super) fn find(&self, kind: &str, name: &str) -> Option<(&'t str, &'t str, &Block<'t>)> {
        let (kind, named) = self.0.get_key_value(kind)?;
        let (name, block) = named.get_key_value(name)?;
        Some((kind, name, block))
    }

    /// All of them, sorted.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'t str, &'t str, &Block<'t>)> {
        self.0
            .iter()
            .flat_map(|(kind, named)| named.iter().map(|(name, block)| (*kind, *name, block)))
    }
}

impl<'t> Module<'t> {
    fn add(&mut self, file: &str, text: &Text, body: &'t Body) {
        for structure in body {
            let Structure::Block(block) = structure else { continue };
            let place = text.place(file, block.span().map_or(0, |span| span.start));
            let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
            let merged = Block::new(&block.body, place);
            match (block.ident.as_str(), labels.as_slice()) {
                ("variable", [name]) => put(&mut self.variables, name, merged),
                ("output", [name]) => put(&mut self.outputs, name, merged),
                ("module", [name]) => put(&mut self.calls, name, merged),
                ("resource", [kind, name]) => self.resources.put(kind, name, merged),
                ("data", [kind, name]) => self.data.put(kind, name, merged),
                ("ephemeral", [kind, name]) => self.ephemeral.put(kind, name, merged),
                ("provider", [name]) => {
                    let alias = merged.attributes.get("alias").and_then(|alias| alias.as_str());
                    self.providers.put(name, alias.unwrap_or_default(), merged);
                }
                ("locals", []) => self.locals.extend(merged.attributes),
                ("terraform", []) => self.settings(&merged),
                ("moved", []) => self.moved.push(merged),
                ("removed", []) => self.removed.push(merged),
                ("import", []) => self.imports.push(merged),
                ("check", [_]) => {}
                (kind, _) => {
                    let message = format!("a block `{kind}` that is not read");
                    self.problems.push(Problem { place: merged.place, message });
                }
            }
        }
    }

    /// An override's backend takes the place of any other.
    fn settings(&mut self, settings: &Block<'t>) {
        for block in &settings.blocks {
            let place = settings.place.clone();
            match (block.ident.as_str(), block.labels.first()) {
                ("backend", Some(kind)) => {
                    self.backend = Some((kind.as_str(), Block::new(&block.body, place)));
                }
                ("cloud", None) => self.backend = Some(("cloud", Block::new(&block.body, place))),
                _ => {}
            }
        }
    }
}

impl<'t> Block<'t> {
    pub(super) fn new(body: &'t Body, place: Place) -> Self {
        let mut block = Self { attributes: BTreeMap::new(), blocks: Vec::new(), place };
        for structure in body {
            match structure {
                Structure::Attribute(one) => {
                    _ = block.attributes.insert(one.key.as_str(), &one.value);
                }
                Structure::Block(one) => block.blocks.push(one),
            }
        }
        block
    }

    /// Arguments one by one; blocks of a name all together, but those of lifecycle argument by argument.
    fn replace(&mut self, over: Self) {
        let name = |block: &hcl_edit::structure::Block| match block.labels.first() {
            Some(label) if block.ident.as_str() == "dynamic" => label.as_str().to_owned(),
            _ => block.ident.as_str().to_owned(),
        };
        let replaced: Vec<String> = over.blocks.iter().map(|block| name(block)).collect();
        self.blocks.retain(|block| {
            let name = name(block);
            name == "lifecycle" || !replaced.contains(&name)
        });
        self.blocks.extend(over.blocks);
        self.attributes.extend(over.attributes);
    }
}
