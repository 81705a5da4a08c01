//! Templates: `.tf.j2` to HCL, and the tree's `README.md.j2` to text.
//!
//! In: a template's name and source, and a view: a small struct of values that are already decided. Out: the
//! rendered text, or a [`TemplateError`]: a bug in the template, by its line. Assumes nothing
//! about the values: in HCL each becomes one whole literal and can become nothing else; in text only values
//! that cannot be mistaken for markup pass. Assumes of a template of HCL what the tests hold all of them to.
//!
//! What a template may do, and why the rest fails:
//! - Control lines start with `#%`, so that a template reads as HCL. `##` starts a comment that is dropped;
//!   not in text, where it is a heading.
//! - `{{ x }}` writes a literal with its quotes. `"{{ x }}-vpc"` would put a value between two strings, so
//!   every value must be a literal of its own in the parsed output. The tests parse it.
//! - Everything undefined is an error, also in a condition and in `{{ x if y }}`.
//! - minijinja's default output has `True` and `None`, so both formatters are ours.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

use super::literal::quote;

/// A bug in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemplateError {
    /// The template's name.
    pub template: String,
    /// The line in the template, from one, if it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// Templates of HCL, each read once.
pub(crate) struct Templates(Environment<'static>);

impl Templates {
    /// From names and sources.
    pub(crate) fn new(templates: &[(&'static str, &'static str)]) -> Result<Self, TemplateError> {
        let fail = |name| move |error| TemplateError::new(name, &error);
        let mut env = environment(Some("##")).map_err(fail("environment"))?;
        env.set_auto_escape_callback(|_| AutoEscape::Custom("hcl".into()));
        env.set_formatter(write_literal);
        for (name, source) in templates {
            env.add_template(name, source).map_err(fail(name))?;
        }
        Ok(Self(env))
    }

    /// Renders one.
    pub(crate) fn render(
        &self,
        name: &str,
        view: &impl Serialize,
    ) -> Result<String, TemplateError> {
        let template = self.0.get_template(name);
        let text = template.and_then(|template| template.render(Serde(view)));
        text.map_err(|error| TemplateError::new(name, &error))
    }
}

/// Templates of plain text, which are rendered once each.
pub(crate) struct Texts(Environment<'static>);

impl Texts {
    /// For any of them.
    pub(crate) fn new() -> Result<Self, TemplateError> {
        let env = environment(None).map_err(|error| TemplateError::new("environment", &error));
        let mut env = env?;
        env.set_auto_escape_callback(|_| AutoEscape::None);
        env.set_formatter(write_plain);
        Ok(Self(env))
    }

    /// Renders one.
    pub(crate) fn render(
        &self,
        name: &str,
        source: &str,
        view: &impl Serialize,
    ) -> Result<String, TemplateError> {
        let template = self.0.template_from_named_str(name, source);
        let text = template.and_then(|template| template.render(Serde(view)));
        text.map_err(|error| TemplateError::new(name, &error))
    }
}

fn environment(comment: Option<&'static str>) -> Result<Environment<'static>, Error> {
    let mut syntax = SyntaxConfig::builder();
    syntax.line_statement_prefix("#%").trim_blocks(true).lstrip_blocks(true);
    syntax.keep_trailing_newline(true);
    if let Some(prefix) = comment {
        syntax.line_comment_prefix(prefix);
    }
    let mut env = Environment::new();
    env.set_syntax(syntax.build()?);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    // They mark a string as escaped already, which no value is.
    for filter in ["safe", "escape", "e"] {
        env.remove_filter(filter);
    }
    Ok(env)
}

fn write_literal(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    Ok(out.write_str(&literal(value)?)?)
}

/// Writes a value as HCL.
fn literal(value: &Value) -> Result<String, Error> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open")]
    match value.kind() {
        ValueKind::None => Ok("null".to_owned()),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::Number if value.is_integer() => Ok(value.to_string()),
        ValueKind::Number => Err(refused("a float is not written the same everywhere")),
        ValueKind::String if value.is_safe() => Err(refused("a captured block is not a value")),
        ValueKind::String => value.as_str().map(quote).ok_or_else(|| refused("not a string")),
        ValueKind::Seq => {
            let items = value.try_iter()?.map(|item| literal(&item));
            Ok(format!("[{}]", items.collect::<Result<Vec<_>, _>>()?.join(", ")))
        }
        ValueKind::Map => object(value),
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        _ => Err(refused("HCL has no literal for it")),
    }
}

fn object(value: &Value) -> Result<String, Error> {
    let entry = |key: Value| {
        let name = key.as_str().ok_or_else(|| refused("the keys of a map have to be strings"))?;
        Ok(format!("{} = {}", bare_or_quoted(name), literal(&value.get_item(&key)?)?))
    };
    let entries: Vec<_> = value.try_iter()?.map(entry).collect::<Result<_, Error>>()?;
    Ok(if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) })
}

/// `{ for = 1 }` would start a comprehension; the other words are values or read like them.
fn bare_or_quoted(key: &str) -> String {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_keyword = matches!(key, "for" | "if" | "in" | "else" | "true" | "false" | "null");
    let starts_well = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts_well && key.bytes().all(is_word) && !is_keyword { key.to_owned() } else { quote(key) }
}

fn write_plain(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match (value.kind(), value.as_str()) {
        (ValueKind::String, Some(text)) if text.chars().all(is_plain) => Ok(out.write_str(text)?),
        (ValueKind::String, _) => Err(refused("only plain names can go into text unescaped")),
        (ValueKind::Number, _) if value.is_integer() => Ok(out.write_str(&value.to_string())?),
        (ValueKind::Undefined, _) => Err(Error::from(ErrorKind::UndefinedError)),
        _ => Err(refused("a value in text has to be a string or an integer")),
    }
}

/// Leaves out what begins a link, an image, code, a heading, a table cell, a tag or a new line.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || " -_./:@+=,%()".contains(c)
}

fn refused(message: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

impl TemplateError {
    fn new(name: &str, error: &Error) -> Self {
        let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
        let template = error.name().unwrap_or(name).to_owned();
        Self { template, line: error.line(), message: format!("{}{detail}", error.kind()) }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bug in template {}", self.template)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))?;
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for TemplateError {}

#[cfg(test)]
mod tests;
