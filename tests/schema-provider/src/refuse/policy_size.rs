//! A policy may be so long and no longer.
//!
//! Sources: IAM and STS quotas (a role's trust policy: 2,048 characters by default; a managed policy:
//! 6,144 without white space); KMS developer guide, "Key policies" (32 KB); Amazon S3 user guide, "Bucket policies" (20 KB);
//! botocore 1.44 for members that carry others (`ResourcePolicy` of Secrets Manager 20,480, `policyText` of ECR 10,240,
//! `PolicyDocument` of OpenSearch 102,400); Step Functions developer guide, "Log resource policies" (CloudWatch
//! Logs: 5,120; botocore has 51,200 by now); Amazon SNS API permissions (topic policy: 30 KB). IAM says of
//! managed and inline policies only that white space does not count.

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "policy_size",
    on: &[
        "aws_cloudwatch_log_resource_policy",
        "aws_ecr_repository_policy",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_kms_key",
        "aws_opensearch_domain",
        "aws_s3_bucket_policy",
        "aws_secretsmanager_secret_policy",
        "aws_sns_topic_policy",
    ],
    check,
};

/// Type, argument, limit, and whether white space counts.
const LIMITS: &[(&str, &str, usize, bool)] = &[
    ("aws_cloudwatch_log_resource_policy", "policy_document", 5_120, true),
    ("aws_ecr_repository_policy", "policy", 10_240, true),
    ("aws_iam_policy", "policy", 6_144, false),
    ("aws_iam_role", "assume_role_policy", 2_048, true),
    ("aws_kms_key", "policy", 32_768, true),
    ("aws_opensearch_domain", "access_policies", 102_400, true),
    ("aws_s3_bucket_policy", "policy", 20_480, true),
    ("aws_secretsmanager_secret_policy", "policy", 20_480, true),
    ("aws_sns_topic_policy", "policy", 30_720, true),
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    for (_, argument, most, spaces) in LIMITS.iter().filter(|(kind, ..)| *kind == object.kind) {
        let text = object.after.get(argument).text().unwrap_or_default();
        let size = if *spaces { text.len() } else { without_spaces(text) };
        if size > *most {
            let detail = format!(
                "The {argument} of {} has {size} characters, at most {most} are allowed.",
                object.kind
            );
            return Err(Problem::new("The policy is too long").detail(detail));
        }
    }
    Ok(())
}

/// IAM does not count white space.
pub(super) fn without_spaces(policy: &str) -> usize {
    policy.chars().filter(|one| !one.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use aws_catalogue::Value;

    use super::*;

    #[test]
    fn every_limit_is_reached_and_of_a_vendored_argument() {
        let catalogue = aws_catalogue::Catalogue::new();
        let kinds: Vec<&str> = LIMITS.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(kinds, RULE.on);
        for (kind, argument, ..) in LIMITS {
            let entry = catalogue.entry(aws_catalogue::Kind::Resource, kind).unwrap();
            assert!(entry.block.attributes.contains_key(*argument), "{kind}.{argument}");
        }
    }

    #[test]
    fn each_type_takes_as_much_and_no_more() {
        let limits = [
            ("aws_cloudwatch_log_resource_policy", "policy_document", 5_120),
            ("aws_ecr_repository_policy", "policy", 10_240),
            ("aws_iam_policy", "policy", 6_144),
            ("aws_iam_role", "assume_role_policy", 2_048),
            ("aws_kms_key", "policy", 32_768),
            ("aws_opensearch_domain", "access_policies", 102_400),
            ("aws_s3_bucket_policy", "policy", 20_480),
            ("aws_secretsmanager_secret_policy", "policy", 20_480),
            ("aws_sns_topic_policy", "policy", 30_720),
        ];
        assert_eq!(LIMITS.len(), limits.len());
        for (kind, argument, most) in limits {
            let takes = |size: usize| {
                let after = Value::from_json(&serde_json::json!({ argument: "x".repeat(size) }));
                let change =
                    Object { kind, region: "us-east-1", before: &Value::Null, after: &after };
                check(change, &Account::default()).is_ok()
            };
            assert!(takes(most) && !takes(most + 1), "{kind}");
        }
    }
}
