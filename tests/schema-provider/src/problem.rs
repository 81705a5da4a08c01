//! What is wrong, and where: turned into a Terraform diagnostic at the wire.

use crate::proto::{AttributePath, Diagnostic, Selector, Step};

/// One error for the user of Terraform.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    summary: String,
    detail: String,
    path: Vec<Selector>,
    line: String,
}

impl Problem {
    pub(crate) fn new(summary: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            detail: String::new(),
            path: Vec::new(),
            line: String::new(),
        }
    }

    /// The same problem as part of something larger.
    pub(crate) fn titled(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    /// Says which rule it comes from.
    pub(crate) fn by(mut self, rule: &str) -> Self {
        self.summary = format!("{} [{rule}]", self.summary);
        if !self.line.is_empty() {
            self.detail = format!("{}\n{}", self.detail, self.name(rule));
        }
        self
    }

    /// Says which line of a rule's table it comes from.
    pub(crate) fn line(mut self, line: impl Into<String>) -> Self {
        self.line = line.into();
        self
    }

    /// The name of the rule, and of the line of its table.
    pub(crate) fn name(&self, rule: &str) -> String {
        if self.line.is_empty() { rule.to_owned() } else { format!("{rule} {}", self.line) }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Blames an argument: Terraform then shows its line.
    pub(crate) fn at(mut self, path: &[Selector]) -> Self {
        self.path = path.to_vec();
        self
    }

    pub(crate) fn into_diagnostic(self) -> Diagnostic {
        let attribute = (!self.path.is_empty()).then(|| path_message(self.path));
        Diagnostic { severity: 1, summary: self.summary, detail: self.detail, attribute }
    }
}

/// A path as the protocol writes it.
pub(crate) fn path_message(path: Vec<Selector>) -> AttributePath {
    let steps = path.into_iter().map(|selector| Step { selector: Some(selector) });
    AttributePath { steps: steps.collect() }
}

impl From<aws_catalogue::Error> for Problem {
    fn from(error: aws_catalogue::Error) -> Self {
        let adding = "crates/aws-catalogue/README.md says how a type is added.";
        Self::new(error.to_string()).detail(adding)
    }
}
