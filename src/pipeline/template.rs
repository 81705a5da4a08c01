//! Templates of YAML. `{{` and `{%` are GitHub's own there: a value stands between `<<` and `>>`.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

/// Templates that are rendered once each.
pub(super) struct Templates(Environment<'static>);

impl Templates {
    pub(super) fn new() -> Result<Self, Error> {
        let mut syntax = SyntaxConfig::builder();
        syntax.block_delimiters("<%", "%>").variable_delimiters("<<", ">>");
        syntax.comment_delimiters("<#", "#>").line_statement_prefix("#%");
        syntax.keep_trailing_newline(true);
        let mut env = Environment::new();
        env.set_syntax(syntax.build()?);
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| AutoEscape::None);
        env.set_formatter(write_plain);
        Ok(Self(env))
    }

    pub(super) fn render(
        &self,
        name: &str,
        source: &str,
        view: &impl Serialize,
    ) -> Result<String, Error> {
        self.0.template_from_named_str(name, source)?.render(Serde(view))
    }
}

/// What goes into YAML, an expression of a workflow or a shell is a word or several, and can become nothing else.
fn write_plain(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = value.to_string();
    if text.is_empty() || !text.chars().all(is_plain) {
        return Err(Error::new(ErrorKind::InvalidOperation, "only plain words go into a pipeline"));
    }
    Ok(out.write_str(&text)?)
}

/// Letters, digits, and what a path has.
pub(super) fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./ ".contains(c)
}
