//! What a module's files read of its resources and data sources, and what they set themselves: writes [`READS`](super::reads::READS).
//!
//! In: a folder of `templates/modules`. Out: [`Reads`]. Only what is read through an attribute counts:
//! `aws_lb.this.arn`, `[for bucket in aws_s3_bucket.this : bucket.id]`, `self` and `each.value`.

use std::fmt::Write as _;

use hcl::{
    Body, Expression, Structure, Template,
    expr::{ForExpr, ObjectKey, Operation, Traversal, TraversalOperator},
    template::{Directive, Element},
};
use include_dir::{Dir, File};
use serde::Deserialize;

use super::*;
use crate::emit::MODULES;

const COMPUTED: &str = include_str!("../../../data/computed.toml");

/// `data/computed.toml`: by type, then by attribute.
#[derive(Deserialize)]
struct Computed {
    resource: BTreeMap<String, BTreeMap<String, toml::Value>>,
    data: BTreeMap<String, BTreeMap<String, toml::Value>>,
}

/// Resource types, and data sources as `data.<type>`.
type Reads = BTreeMap<String, Attributes>;

/// The attributes of a type.
#[derive(Debug, Default)]
struct Attributes {
    read: BTreeSet<String>,
    /// By any block of the type.
    set: BTreeSet<String>,
}

/// What the files of a module read.
fn reads(dir: &Dir<'_>) -> Result<Reads, Bug> {
    let mut reader = Reader::default();
    // What else is in the folder is the code of functions.
    let is_hcl = |file: &&File<'_>| file.path().extension().is_some_and(|it| it == "tf");
    for file in dir.files().filter(is_hcl) {
        let body: Body = hcl::parse(file.contents_utf8().unwrap_or_default())
            .map_err(|error| bug(format!("{}: {error}", file.path().display())))?;
        for structure in &body {
            reader.top(structure)?;
        }
    }
    Ok(reader.found)
}

#[derive(Default)]
struct Reader {
    found: Reads,
    /// What names stand for, the innermost last.
    bound: Vec<(String, String)>,
}

impl Reader {
    fn top(&mut self, structure: &Structure) -> Result<(), Bug> {
        let Structure::Block(block) = structure else { return self.structure(structure) };
        let outer = self.bound.len();
        if let (Some(prefix), Some(label)) = (prefix(block.identifier()), block.labels().first()) {
            let kind = format!("{prefix}{}", label.as_str());
            let set = block.body().attributes().map(|attribute| attribute.key().to_owned());
            self.found.entry(kind.clone()).or_default().set.extend(set);
            self.bound.push(("self".to_owned(), kind));
            let each = block.body().attributes().find(|attribute| attribute.key() == "for_each");
            let each = each.and_then(|each| self.whole(each.expr()));
            self.bound.extend(each.map(|kind| ("each".to_owned(), kind)));
        }
        let read = block.body().iter().try_for_each(|inner| self.structure(inner));
        self.bound.truncate(outer);
        read
    }

    fn structure(&mut self, structure: &Structure) -> Result<(), Bug> {
        match structure {
            Structure::Attribute(attribute) => self.expr(attribute.expr()),
            Structure::Block(block) => {
                block.body().iter().try_for_each(|inner| self.structure(inner))
            }
        }
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expression>) -> Result<(), Bug> {
        exprs.into_iter().try_for_each(|expr| self.expr(expr))
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum may grow")]
    fn expr(&mut self, expr: &Expression) -> Result<(), Bug> {
        match expr {
            Expression::Array(items) => self.all(items),
            Expression::Object(entries) => entries.iter().try_for_each(|(key, value)| {
                if let ObjectKey::Expression(key) = key {
                    self.expr(key)?;
                }
                self.expr(value)
            }),
            Expression::TemplateExpr(template) => {
                self.template(&Template::from_expr(template).map_err(bug)?)
            }
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::FuncCall(call) => self.all(&call.args),
            Expression::Parenthesis(inner) => self.expr(inner),
            Expression::Conditional(either) => {
                self.all([&either.cond_expr, &either.true_expr, &either.false_expr])
            }
            Expression::Operation(operation) => match &**operation {
                Operation::Unary(one) => self.expr(&one.expr),
                Operation::Binary(two) => self.all([&two.lhs_expr, &two.rhs_expr]),
            },
            Expression::ForExpr(each) => self.for_expr(each),
            // Literals, and names alone.
            _ => Ok(()),
        }
    }

    fn for_expr(&mut self, each: &ForExpr) -> Result<(), Bug> {
        self.expr(&each.collection_expr)?;
        let outer = self.bound.len();
        let kind = self.whole(&each.collection_expr).unwrap_or_default();
        self.bound.push((each.value_var.to_string(), kind));
        let inner = [each.key_expr.as_ref(), Some(&each.value_expr), each.cond_expr.as_ref()];
        let read = self.all(inner.into_iter().flatten());
        self.bound.truncate(outer);
        read
    }

    fn template(&mut self, template: &Template) -> Result<(), Bug> {
        template.elements().iter().try_for_each(|element| match element {
            Element::Literal(_) => Ok(()),
            Element::Interpolation(interpolation) => self.expr(&interpolation.expr),
            Element::Directive(directive) => match &**directive {
                Directive::If(either) => {
                    self.expr(&either.cond_expr)?;
                    self.template(&either.true_template)?;
                    either.false_template.iter().try_for_each(|other| self.template(other))
                }
                Directive::For(each) => {
                    self.expr(&each.collection_expr)?;
                    self.template(&each.template)
                }
            },
        })
    }

    fn traversal(&mut self, traversal: &Traversal) -> Result<(), Bug> {
        let indices = traversal.operators.iter().filter_map(|operator| {
            if let TraversalOperator::Index(index) = operator { Some(index) } else { None }
        });
        self.all(indices)?;
        match self.source(&traversal.expr, &traversal.operators) {
            Some((kind, Some(attribute))) => {
                _ = self.found.entry(kind).or_default().read.insert(attribute);
            }
            Some((_, None)) => {}
            None => self.expr(&traversal.expr)?,
        }
        Ok(())
    }

    /// The type that all of an expression's values are objects of.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum may grow")]
    fn whole(&self, expr: &Expression) -> Option<String> {
        let source = match expr {
            Expression::Traversal(traversal) => {
                self.source(&traversal.expr, &traversal.operators)?
            }
            // `values(aws_lb.this)`.
            Expression::FuncCall(call) => (self.whole(call.args.first()?)?, None),
            Expression::Parenthesis(inner) => (self.whole(inner)?, None),
            expr @ Expression::Variable(_) => self.source(expr, &[])?,
            _ => return None,
        };
        source.1.is_none().then_some(source.0)
    }

    /// The type that a path begins with, and the attribute that it takes of it.
    fn source(
        &self,
        expr: &Expression,
        operators: &[TraversalOperator],
    ) -> Option<(String, Option<String>)> {
        let mut names = operators.iter().filter_map(|operator| {
            if let TraversalOperator::GetAttr(name) = operator { Some(name.as_str()) } else { None }
        });
        let Expression::Variable(start) = expr else {
            return Some((self.whole(expr)?, names.next().map(str::to_owned)));
        };
        let start = start.as_str();
        let bound = self.bound.iter().rev().find(|(name, _)| name == start);
        let kind = match bound {
            Some((_, kind)) if kind.is_empty() => return None,
            Some((_, kind)) => {
                // `each.value.id`.
                if start == "each" && names.next() != Some("value") {
                    return None;
                }
                kind.clone()
            }
            None if start == "data" => {
                let kind = format!("data.{}", names.next()?);
                names.next()?;
                kind
            }
            None if start.starts_with("aws_") => {
                names.next()?;
                start.to_owned()
            }
            None => return None,
        };
        Some((kind, names.next().map(str::to_owned)))
    }
}

/// What references to a block of this kind begin with.
fn prefix(block: &str) -> Option<&'static str> {
    match block {
        "resource" => Some(""),
        "data" => Some("data."),
        _ => None,
    }
}

/// Of each module what it reads of what the provider computes, and which of that some block of it sets.
fn rows() -> BTreeMap<&'static str, (Vec<String>, Vec<String>)> {
    let computed: Computed = toml::from_str(COMPUTED).unwrap();
    let data = computed.data.iter().map(|(kind, own)| (format!("data.{kind}"), own));
    let resources = computed.resource.iter().map(|(kind, own)| (kind.clone(), own));
    let computed: BTreeSet<String> = data
        .chain(resources)
        .flat_map(|(kind, own)| own.keys().map(move |name| format!("{kind}.{name}")))
        .collect();
    let mut folders = vec![&MODULES];
    let mut rows = BTreeMap::new();
    while let Some(dir) = folders.pop() {
        folders.extend(dir.dirs());
        let found = reads(dir).unwrap();
        let all = |of: fn(&Attributes) -> &BTreeSet<String>| -> Vec<String> {
            let all = found
                .iter()
                .flat_map(|(kind, own)| of(own).iter().map(move |name| format!("{kind}.{name}")));
            all.filter(|name| computed.contains(name)).collect()
        };
        rows.insert(dir.path().to_str().unwrap(), (all(|own| &own.read), all(|own| &own.set)));
    }
    rows.retain(|_, (read, _)| !read.is_empty());
    rows
}

/// The same as Rust.
fn table() -> String {
    let mut table = "//! Written by a test: `TOPOGEN_BLESS=1 cargo test -p topogen --lib emit`.\n\n\
                     /// A module, what it reads of what the provider computes, and what of that it sets itself.\n\
                     #[rustfmt::skip]\n\
                     pub(super) const READS: &[(&str, &[&str], &[&str])] = &[\n"
        .to_owned();
    for (dir, (read, set)) in rows() {
        writeln!(table, "    (\n        {dir:?},\n        &{read:?},\n        &{set:?},\n    ),")
            .unwrap();
    }
    table + "];\n"
}

/// A made-up value as Rust.
fn made_up(value: &toml::Value) -> String {
    let all = |items: Vec<String>| format!("(&[{}])", items.join(", "));
    match value {
        toml::Value::String(text) => format!("Text({text:?})"),
        toml::Value::Array(items) => format!("List{}", all(items.iter().map(made_up).collect())),
        toml::Value::Table(entries) => {
            let entry = |(key, one)| format!("({key:?}, {})", made_up(one));
            format!("Map{}", all(entries.iter().map(entry).collect()))
        }
        toml::Value::Boolean(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Datetime(_) => panic!("{value}: made-up values have no such type yet"),
    }
}

/// What modules read of `data/computed.toml`, as Rust.
fn computed() -> String {
    let computed: Computed = toml::from_str(COMPUTED).unwrap();
    let read: BTreeSet<String> = rows().into_values().flat_map(|(read, _)| read).collect();
    let mut table = "//! What modules read of `data/computed.toml`, written by a test: `TOPOGEN_BLESS=1 cargo test -p topogen --lib emit`.\n\n\
                     use super::types::{\n    MadeUp::{List, Map, Text},\n    Types,\n};\n"
        .to_owned();
    for (name, prefix, of, types) in [
        ("DATA", "data.", "data sources", computed.data),
        ("RESOURCES", "", "resources", computed.resource),
    ] {
        writeln!(table, "\n/// Of {of}.\n#[rustfmt::skip]\npub(super) static {name}: &Types = &[")
            .unwrap();
        for (kind, mut own) in types {
            own.retain(|attribute, _| read.contains(&format!("{prefix}{kind}.{attribute}")));
            if own.is_empty() {
                continue;
            }
            writeln!(table, "    ({kind:?}, &[").unwrap();
            for (attribute, value) in own {
                writeln!(table, "        ({attribute:?}, {}),", made_up(&value)).unwrap();
            }
            writeln!(table, "    ]),").unwrap();
        }
        writeln!(table, "];").unwrap();
    }
    table
}

/// Writes a table where that is asked for, and holds the file to it.
fn holds(name: &str, table: &str) {
    let path = format!("{}/src/emit/mocks/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        std::fs::write(&path, table).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == table,
        "run TOPOGEN_BLESS=1 cargo test -p topogen --lib emit"
    );
}

#[test]
fn the_tables_say_what_is_computed_and_what_the_modules_read() {
    holds("computed", &computed());
    holds("reads", &table());
}

fn read(text: &str) -> Vec<String> {
    let body: Body = hcl::parse(text).unwrap();
    let mut reader = Reader::default();
    body.iter().try_for_each(|structure| reader.top(structure)).unwrap();
    let pairs = reader.found.iter().flat_map(|(kind, attributes)| {
        attributes.read.iter().map(move |name| format!("{kind}.{name}"))
    });
    pairs.collect()
}

#[test]
fn every_way_of_reading_is_seen() {
    let cases = [
        ("x = aws_lb.this.arn", "aws_lb.arn"),
        ("x = aws_lb.this[\"a\"].arn", "aws_lb.arn"),
        ("x = [one(aws_lb.this[*].arn)]", "aws_lb.arn"),
        ("x = values(aws_lb.this)[*].arn", "aws_lb.arn"),
        ("x = f(aws_lb.this.arn, 1) == 2 ? 1 : -3", "aws_lb.arn"),
        ("x = \"a-${aws_lb.this.arn}\"", "aws_lb.arn"),
        ("x = <<-EOT\n  %{ if aws_lb.this.arn == \"\" }${1}%{ endif }\n  EOT\n", "aws_lb.arn"),
        ("x = { (aws_lb.this.arn) = 1 }", "aws_lb.arn"),
        ("x = var.y[aws_lb.this.arn]", "aws_lb.arn"),
        ("x = { for name, lb in aws_lb.this : name => lb.arn if true }", "aws_lb.arn"),
        ("x = [for ip in aws_lb.this.ips : ip.arn]", "aws_lb.ips"),
        ("x = data.aws_vpc.this.id", "data.aws_vpc.id"),
        ("resource \"aws_lb\" \"this\" {\n  y { z = self.arn }\n}", "aws_lb.arn"),
        (
            "resource \"aws_route\" \"this\" {\n  for_each = aws_lb.this\n  y = each.value.arn\n}",
            "aws_lb.arn",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), [expected], "{text}");
    }
}

#[test]
fn waiting_and_counting_read_nothing() {
    for text in
        ["x = [aws_lb.this]", "x = length(aws_lb.this)", "x = [for name in var.lb : name.arn]"]
    {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}
