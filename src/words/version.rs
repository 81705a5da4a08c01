//! Versions of what is made with one and upgraded by hand: an engine, a workspace.

use toml::Spanned;

use super::field::WRONG_VALUE;
use crate::diag::{Code, Diagnostic, Diagnostics, shown};

/// What versions AWS offers of a product.
pub(crate) struct Offer {
    pub(crate) product: &'static str,
    pub(crate) default: &'static str,
    pub(crate) known: Vec<&'static str>,
    /// The warning about any other version.
    pub(crate) unknown: &'static Code,
}

impl Offer {
    /// The version that is wanted. One that is not known may be newer than our table: a warning.
    pub(crate) fn version(
        &self,
        wanted: Option<&Spanned<String>>,
        diags: &mut Diagnostics,
    ) -> Option<String> {
        let Some(wanted) = wanted else { return Some(self.default.to_owned()) };
        let (text, product) = (wanted.get_ref(), self.product);
        if !is_formed(text) {
            let message = format!("`{}` is not a version of {product}", shown(text));
            let help = format!("write something like `\"{}\"`", self.default);
            diags.push(Diagnostic::new(&WRONG_VALUE, wanted.span(), message).help(help));
            return None;
        }
        if !self.known.contains(&text.as_str()) {
            let message = format!("{product} {text} is not known to be on offer");
            let help = format!("one of: {}", self.known.join(", "));
            diags.push(Diagnostic::new(self.unknown, wanted.span(), message).help(help));
        }
        Some(text.clone())
    }
}

/// `2.19`
fn is_formed(version: &str) -> bool {
    let number = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    version.split_once('.').is_some_and(|(major, minor)| number(major) && number(minor))
}
