//! The role that a service is given, it must be able to assume: the role trusts it, under conditions that the service fulfils.
//!
//! What a service checks only when it works with the role (a task's role, that of a replication, a workspace's, a plan's)
//! is in no line: there, AWS takes any role.
//!
//! Sources: a line each in `LINES`; which conditions a service fulfils: IAM user guide, "The confused deputy problem", and of
//! Firehose, "Controlling access" (it says the account as `sts:ExternalId`).

use super::{Rule, texts_at};
use crate::account::{Account, Object};
use crate::policy::{Policy, Request};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "assumable", on: &[], check };

/// A type, its arguments that name a role, who assumes that, and for what: `aws:SourceArn`.
struct Line {
    kind: &'static str,
    paths: &'static [&'static str],
    service: &'static str,
    source: &'static str,
    answer: &'static str,
}

const LINES: &[Line] = &[
    Line {
        kind: "aws_backup_selection",
        paths: &["iam_role_arn"],
        service: "backup.amazonaws.com",
        source: "arn:aws:backup:{region}:{account}:*",
        // hashicorp/terraform-provider-aws issue 9297
        answer: "InvalidParameterValueException: IAM Role cannot be assumed by AWS Backup",
    },
    Line {
        kind: "aws_cloudwatch_log_subscription_filter",
        paths: &["role_arn"],
        service: "logs.amazonaws.com",
        source: "arn:aws:logs:{region}:{account}:*",
        // CloudWatch Logs user guide, "Subscription filters"; alertlogic/cloudwatch-logs-s3-export issue 9
        answer: "InvalidParameterException: Could not deliver test message to specified stream.",
    },
    Line {
        kind: "aws_flow_log",
        paths: &["iam_role_arn"],
        service: "vpc-flow-logs.amazonaws.com",
        source: "arn:aws:ec2:{region}:{account}:vpc-flow-log/*",
        // hashicorp/terraform-provider-aws issue 29323
        answer: "InvalidParameter: Unable to assume given IAM role",
    },
    Line {
        kind: "aws_kinesis_firehose_delivery_stream",
        paths: &[
            "extended_s3_configuration.role_arn",
            "opensearch_configuration.role_arn",
            "opensearch_configuration.s3_configuration.role_arn",
            "opensearch_configuration.vpc_config.role_arn",
        ],
        service: "firehose.amazonaws.com",
        source: "arn:aws:firehose:{region}:{account}:deliverystream/*",
        // hashicorp/terraform pull request 4407
        answer: "InvalidArgumentException: Firehose is unable to assume role. Please check the role provided.",
    },
    Line {
        kind: "aws_lambda_function",
        paths: &["role"],
        service: "lambda.amazonaws.com",
        source: "arn:aws:lambda:{region}:{account}:function:*",
        // cloudposse/terraform-aws-lambda-function issue 14
        answer: "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
    },
    Line {
        kind: "aws_rds_cluster_instance",
        paths: &["monitoring_role_arn"],
        service: "monitoring.rds.amazonaws.com",
        source: "arn:aws:rds:{region}:{account}:db:*",
        // hashicorp/terraform-provider-aws issue 315
        answer: "InvalidParameterValue: IAM role ARN value is invalid or does not include the required permissions for: \
                 ENHANCED_MONITORING",
    },
    Line {
        kind: "aws_scheduler_schedule",
        paths: &["target.role_arn"],
        service: "scheduler.amazonaws.com",
        source: "arn:aws:scheduler:{region}:{account}:schedule-group/*",
        // aws/aws-sdk-js-v3 issue 6494
        answer: "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    },
    Line {
        kind: "aws_synthetics_canary",
        paths: &["execution_role_arn"],
        service: "lambda.amazonaws.com",
        source: "arn:aws:lambda:{region}:{account}:function:*",
        // A canary is a function.
        answer: "ValidationException: The role defined for the function cannot be assumed by Lambda.",
    },
];

/// The names of the lines.
pub(super) fn names() -> impl Iterator<Item = String> {
    LINES.iter().map(|line| format!("{} {}", RULE.name, line.kind))
}

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    for line in LINES.iter().filter(|line| line.kind == object.kind) {
        let named = line.paths.iter().flat_map(|path| texts_at(object.after, path));
        // One that is not there, another rule refuses.
        let roles = named.flat_map(|arn| account.meant_by(arn).map(move |found| (arn, found)));
        for (arn, (_, role)) in roles.filter(|(_, (key, _))| key.kind == "aws_iam_role") {
            let trust = role.get("assume_role_policy").text().and_then(Policy::read);
            if !trust.is_some_and(|trust| line.trusted(&trust, arn, object.region)) {
                let detail =
                    format!("{} ({arn} does not trust {} here.)", line.answer, line.service);
                let problem = Problem::new("The service cannot assume the role").detail(detail);
                return Err(problem.line(line.kind));
            }
        }
    }
    Ok(())
}

impl Line {
    fn trusted(&self, trust: &Policy, role: &str, region: &str) -> bool {
        let account = role.split(':').nth(4).unwrap_or_default();
        let source = self.source.replace("{region}", region).replace("{account}", account);
        let mut context = vec![("aws:SourceAccount", account), ("aws:SourceArn", source.as_str())];
        if self.service == "firehose.amazonaws.com" {
            context.push(("sts:ExternalId", account));
        }
        let who = ("Service", self.service);
        trust.admits(&Request { who, action: "sts:AssumeRole", resource: role, context: &context })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_of_vendored_arguments() {
        for line in LINES {
            for path in line.paths {
                super::super::tests::vendored(line.kind, path);
            }
        }
    }
}
