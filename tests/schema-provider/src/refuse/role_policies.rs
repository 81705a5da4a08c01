//! The inline policies of a role may have 10,240 characters together, not counting white space.
//!
//! Source: IAM and STS quotas, "Role inline policy" (docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).

use aws_catalogue::Value;

use super::Rule;
use super::policy_size::without_spaces;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "role_policies", on: &["aws_iam_role_policy"], check };

const MOST: usize = 10_240;

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let size = |policy: &Value| without_spaces(policy.get("policy").text().unwrap_or_default());
    let (role, name) = (object.after.get("role"), object.after.get("name"));
    let policies = account.all(object.kind);
    let others = policies.filter(|one| one.get("role") == role && one.get("name") != name);
    let size = size(object.after) + others.map(size).sum::<usize>();
    if size > MOST {
        let role = role.text().unwrap_or_default();
        let detail = format!(
            "LimitExceeded: Maximum policy size of {MOST} bytes exceeded for role {role}: {size}."
        );
        return Err(Problem::new("The role's policies are too long together").detail(detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_so_much_and_no_more() {
        let takes = |size: usize| {
            let policy = format!("{} ", "x".repeat(size));
            let after = Value::from_json(&serde_json::json!({ "role": "r", "policy": policy }));
            let (kind, region, before) = ("aws_iam_role_policy", "", &Value::Null);
            check(Object { kind, region, before, after: &after }, &Account::default()).is_ok()
        };
        assert!(takes(10_240) && !takes(10_241));
    }
}
