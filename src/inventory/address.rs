//! References and addresses as texts.

use std::fmt::Write as _;

use hcl_edit::expr::{Expression, TraversalOperator};

/// The text of a reference, as `moved` and its like have it: `module.x.aws_vpc.y["a"]`.
pub(super) fn address(expression: &Expression) -> Option<String> {
    let Expression::Traversal(one) = expression else {
        return expression.as_variable().map(|name| name.as_str().to_owned());
    };
    let mut text = one.expr.as_variable()?.as_str().to_owned();
    for operator in &one.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => {
                text.push('.');
                text.push_str(name.as_str());
            }
            TraversalOperator::Index(Expression::String(key)) => {
                text.push_str(&quoted(key.value()));
            }
            TraversalOperator::Index(Expression::Number(key)) => {
                _ = write!(text, "[{}]", key.value());
            }
            _ => return None,
        }
    }
    Some(text)
}

/// A key as Terraform prints it in an address.
pub(super) fn quoted(key: &str) -> String {
    let mut out = String::from("[\"");
    for one in key.chars() {
        match one {
            '"' | '\\' => out.extend(['\\', one]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push_str("\"]");
    // `${` and `%{` would begin a template.
    out.replace("${", "$${").replace("%{", "%%{")
}
