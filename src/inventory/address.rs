//! References and addresses as texts.

use std::borrow::Cow;
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

/// The address of the block behind an object: without the keys of instances.
#[must_use]
pub fn without_keys(address: &str) -> Cow<'_, str> {
    if !address.contains('[') {
        return Cow::Borrowed(address);
    }
    let (mut short, mut depth, mut quoted, mut escaped) = (String::new(), 0_usize, false, false);
    for one in address.chars() {
        match one {
            _ if quoted => {
                quoted = escaped || one != '"';
                escaped = !escaped && one == '\\';
            }
            '"' if depth > 0 => quoted = true,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => short.push(one),
            _ => {}
        }
    }
    Cow::Owned(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go() {
        let address = r#"module.keys["a].\"b"].aws_kms_key.this[0]"#;
        assert_eq!(without_keys(address), "module.keys.aws_kms_key.this");
    }
}
