//! A managed policy of AWS is attached by its whole name, path included, and no role has more than ten.
//!
//! Sources: IAM API reference, `AttachRolePolicy` (`NoSuchEntity`, `LimitExceeded`, `PolicyNotAttachable`); IAM and STS quotas (managed policies attached
//! to a role: 10, which can be raised); IAM user guide, "Managed policies and inline policies" (ARNs). Which have a path:
//! `managed_policy.txt`; whether one without a path exists is not known.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "managed_policy", on: &["aws_iam_role", "aws_iam_role_policy_attachment"], check };

const MOST: usize = 10;

static WITH_PATH: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("managed_policy.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let after = object.after;
    let attached = after.get("managed_policy_arns").texts().chain(after.get("policy_arn").text());
    let refused =
        |detail: String| Err(Problem::new("The policy cannot be attached").detail(detail));
    let attached = attached.chain(after.get("permissions_boundary").text());
    for arn in attached {
        if !attachable(arn) {
            return refused(format!(
                "NoSuchEntity: Policy {arn} does not exist or is not attachable."
            ));
        }
    }
    let role = after.get(if object.kind == "aws_iam_role" { "name" } else { "role" });
    let is = |policy: &&str| Some(*policy) != after.get("policy_arn").text();
    let others =
        account.all("aws_iam_role_policy_attachment").filter(|one| one.get("role") == role);
    let others = others.filter_map(|one| one.get("policy_arn").text()).filter(is).count();
    let own = usize::from(!after.get("policy_arn").is_null())
        + after.get("managed_policy_arns").items().len();
    if own > 0 && own + others > MOST {
        return refused(format!("LimitExceeded: Cannot exceed quota for PoliciesPerRole: {MOST}"));
    }
    Ok(())
}

/// Whether a policy is there to be attached: one of ours, another rule asks for.
fn attachable(arn: &str) -> bool {
    let Some((partition, name)) =
        arn.strip_prefix("arn:").and_then(|arn| arn.split_once(":iam::aws:policy/"))
    else {
        // What is no policy of IAM is none of AWS either.
        return !arn.contains("::aws:policy/");
    };
    let pathless = |name: &str| !WITH_PATH.iter().any(|one| one.ends_with(&format!("/{name}")));
    partition == "aws" && (WITH_PATH.contains(name) || (!name.contains('/') && pathless(name)))
}
