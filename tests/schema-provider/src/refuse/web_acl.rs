//! What a web ACL may be: one of CloudFront is in us-east-1 and for distributions only, a rule either acts itself or overrides a
//! group, and the groups of AWS have certain names.
//!
//! Sources: botocore 1.44 of WAFV2 (`CreateWebACL`: `Scope`; `Rule`: `Action`, `OverrideAction`; `AssociateWebACL`, `PutLoggingConfiguration`) and
//! of `CloudFront` (`WebACLId`); hashicorp/terraform-provider-aws issues 14029, 14094 (actions) and 14120 (names); AWS WAF developer
//! guide, "AWS Managed Rules rule groups list".

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "web_acl",
    on: &[
        "aws_cloudfront_distribution",
        "aws_wafv2_web_acl",
        "aws_wafv2_web_acl_association",
        "aws_wafv2_web_acl_logging_configuration",
    ],
    check,
};

const ACL: &str = "aws_wafv2_web_acl";
const HOME: &str = "us-east-1";
/// After `AWSManagedRules`.
const GROUPS: [&str; 15] = [
    "ACFPRuleSet",
    "ATPRuleSet",
    "AdminProtectionRuleSet",
    "AmazonIpReputationList",
    "AnonymousIpList",
    "AntiDDoSRuleSet",
    "BotControlRuleSet",
    "CommonRuleSet",
    "KnownBadInputsRuleSet",
    "LinuxRuleSet",
    "PHPRuleSet",
    "SQLiRuleSet",
    "UnixRuleSet",
    "WindowsRuleSet",
    "WordPressRuleSet",
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        ACL => acl(object),
        "aws_cloudfront_distribution" => distribution(object.after, account),
        "aws_wafv2_web_acl_association" => association(object, account),
        _ => logging(object),
    };
    refused("WAF refuses it", answer)
}

fn acl(object: Object<'_>) -> Option<String> {
    if is_global(object.after) && object.region != HOME {
        return Some(
            "WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT".to_owned(),
        );
    }
    if object.after.is_null() {
        return None;
    }
    if chosen(object.after.get("default_action")) != 1 {
        return Some(one_of("DEFAULT_ACTION"));
    }
    let rules = object.after.get("rule").items();
    let told: BTreeSet<String> =
        rules.iter().map(|one| one.get("priority").to_json().to_string()).collect();
    if told.len() < rules.len() {
        return Some(
            "WAFInvalidParameterException: Error reason: two rules have one priority., field: RULE"
                .to_owned(),
        );
    }
    rules.iter().find_map(rule)
}

fn one_of(field: &str) -> String {
    format!(
        "WAFInvalidParameterException: Error reason: You have used none or multiple values for a field that requires exactly one \
         value., field: {field}"
    )
}

fn is_global(acl: &Value) -> bool {
    acl.get("scope").text() == Some("CLOUDFRONT")
}

/// How many of the blocks inside a block are there.
fn chosen(block: &Value) -> usize {
    let blocks = block.items().iter().filter_map(Value::pairs);
    blocks.flatten().filter(|(_, one)| !one.is_absent()).count()
}

fn rule(rule: &Value) -> Option<String> {
    let statement = rule.get("statement").items().first()?;
    let managed = statement.get("managed_rule_group_statement").items().first();
    let group = managed.is_some() || !statement.get("rule_group_reference_statement").is_absent();
    if (chosen(rule.get("override_action")), chosen(rule.get("action")))
        != (usize::from(group), usize::from(!group))
    {
        return Some(one_of("RULE"));
    }
    if chosen(rule.get("statement")) != 1 {
        return Some(one_of("STATEMENT"));
    }
    let managed = managed.filter(|one| one.get("vendor_name").text() == Some("AWS"))?;
    let name = managed.get("name").text()?;
    let known = name.strip_prefix("AWSManagedRules").is_some_and(|name| GROUPS.contains(&name));
    (!known).then(|| {
        format!(
            "WAFInvalidParameterException: Error reason: A reference in your rule statement is not valid., field: RULE, \
             parameter: Statement ({name})"
        )
    })
}

fn distribution(distribution: &Value, account: &Account) -> Option<String> {
    let id = distribution.get("web_acl_id").text().filter(|id| !id.is_empty())?;
    let acl = account.one(ACL, id)?;
    let sound = is_global(acl) && acl.get("arn").text() == Some(id);
    (!sound).then(|| format!("InvalidWebACLId: {id} is not the ARN of a web ACL for CloudFront"))
}

fn association(object: Object<'_>, account: &Account) -> Option<String> {
    let refused = |why: String| Some(format!("WAFInvalidParameterException: Error reason: {why}"));
    let (acl, target) =
        (object.after.get("web_acl_arn").text()?, object.after.get("resource_arn").text()?);
    let region = |arn: &str| arn.split(':').nth(3).map(str::to_owned);
    if region(acl) != region(target) || region(acl).as_deref() != Some(object.region) {
        return refused(format!("{acl} and {target} are not of {}", object.region));
    }
    let service = target.split(':').nth(2).unwrap_or_default();
    if service == "cloudfront"
        || (service == "elasticloadbalancing" && !target.contains(":loadbalancer/app/"))
    {
        return refused(format!("{target} is of no type that takes a web ACL"));
    }
    if account.one(ACL, acl).is_some_and(is_global) {
        refused(format!("{acl} is for CloudFront"))
    } else {
        None
    }
}

fn logging(object: Object<'_>) -> Option<String> {
    let places = object.after.get("log_destination_configs");
    if places.items().len() > 1 {
        return Some("WAFLimitsExceededException: there is one destination".to_owned());
    }
    // A bucket's ARN has no region.
    let far = places.texts().find(|arn| {
        let region = arn.split(':').nth(3).unwrap_or_default();
        !region.is_empty() && region != object.region
    })?;
    Some(format!(
        "WAFInvalidParameterException: Error reason: The ARN isn't valid., field: LOG_DESTINATION, parameter: {far}"
    ))
}
