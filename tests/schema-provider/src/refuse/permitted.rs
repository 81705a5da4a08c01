//! What a service tries with a role as soon as it has it, the role's policies must permit.
//!
//! What a managed policy of AWS says is not known here: a role that has one may do anything, but for what RDS asks.
//!
//! Sources: hashicorp/terraform-provider-aws, `internal/service/lambda/function_event_invoke_config.go` of major version 6 ("does not
//! have permissions") and issue 14042; Lambda developer guide, "Adding an on-failure destination"; claranet/terraform-aws-aurora pull
//! request 23 (RDS); CloudWatch Logs user guide, "Subscription filters with Amazon Data Firehose".

use aws_catalogue::Value;

use super::{Rule, texts_at};
use crate::account::{Account, Object};
use crate::policy::{Policy, Request};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "permitted",
    on: &[
        "aws_cloudwatch_log_subscription_filter",
        "aws_lambda_event_source_mapping",
        "aws_lambda_function_event_invoke_config",
        "aws_rds_cluster_instance",
    ],
    check,
};

/// What RDS itself offers for its role.
const MONITORING: &str = "AmazonRDSEnhancedMonitoringRole";

/// What is done with a destination or a source, by its service: with it, and with what is in it.
const DELIVERS: &[(&str, &[&str])] = &[
    ("events", &["events:PutEvents"]),
    ("lambda", &["lambda:InvokeFunction"]),
    ("s3", &["s3:PutObject", "s3:ListBucket"]),
    ("sns", &["sns:Publish"]),
    ("sqs", &["sqs:SendMessage"]),
];
const POLLS: &[(&str, &[&str])] = &[
    ("dynamodb", &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]),
    ("kinesis", &["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator"]),
    ("sqs", &["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let after = object.after;
    let missing = match object.kind {
        "aws_rds_cluster_instance" => monitoring(after, account),
        "aws_cloudwatch_log_subscription_filter" => subscription(after, account),
        "aws_lambda_event_source_mapping" => function(object, account)
            .and_then(|role| missing(account, &role, texts_at(after, "event_source_arn"), POLLS)),
        _ => function(object, account).and_then(|role| {
            let ends = ["on_failure", "on_success"]
                .map(|end| format!("destination_config.{end}.destination"));
            missing(
                account,
                &role,
                ends.iter().flat_map(|path| texts_at(after, path)).collect(),
                DELIVERS,
            )
        }),
    };
    let title = "The role may not do what it is for";
    missing.map_or(Ok(()), |detail| Err(Problem::new(title).detail(detail)))
}

/// The role of the function that an object names.
fn function(object: Object<'_>, account: &Account) -> Option<String> {
    let named = object.after.get("function_name").text()?;
    let (_, function) = account.keyed("aws_lambda_function").find(|(key, one)| {
        key.region == object.region
            && ["function_name", "arn"].iter().any(|name| one.get(name).text() == Some(named))
    })?;
    function.get("role").text().map(str::to_owned)
}

/// The first of these things that the role may not use.
fn missing(
    account: &Account,
    role: &str,
    things: Vec<&str>,
    table: &[(&str, &[&str])],
) -> Option<String> {
    let role = Role::of(role, account)?;
    things.into_iter().find_map(|arn| {
        let service = arn.split(':').nth(2)?;
        let (_, actions) = table.iter().find(|(one, _)| *one == service)?;
        let denied = actions.iter().find(|action| {
            let resource = if **action == "s3:PutObject" { format!("{arn}/*") } else { arn.to_owned() };
            !role.may(action, &resource)
        })?;
        Some(format!(
            "InvalidParameterValueException: The provided execution role does not have permissions to call {denied} on {arn}"
        ))
    })
}

fn subscription(after: &Value, account: &Account) -> Option<String> {
    let (arn, role) = (after.get("destination_arn").text()?, after.get("role_arn").text()?);
    let role = Role::of(role, account)?;
    let one_of = |actions: [&str; 2]| !actions.iter().any(|action| role.may(action, arn));
    let refused = match arn.split(':').nth(2)? {
        "firehose" => one_of(["firehose:PutRecord", "firehose:PutRecordBatch"]),
        "kinesis" => one_of(["kinesis:PutRecord", "kinesis:PutRecords"]),
        _ => false,
    };
    refused.then(|| {
        "InvalidParameterException: Could not deliver test message to specified stream. Check if the given stream is in ACTIVE state."
            .to_owned()
    })
}

fn monitoring(after: &Value, account: &Account) -> Option<String> {
    if after.get("monitoring_interval").as_i64().unwrap_or_default() == 0 {
        return None;
    }
    let role = Role::of(after.get("monitoring_role_arn").text()?, account)?;
    let managed = role.managed.iter().any(|arn| arn.ends_with(MONITORING));
    let allowed = managed
        || role.says("logs:PutLogEvents", "arn:*:logs:*:*:log-group:RDSOSMetrics:log-stream:*");
    (!allowed).then(|| {
        "InvalidParameterValue: IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING"
            .to_owned()
    })
}

/// What a role has.
struct Role<'a> {
    own: Vec<Policy>,
    managed: Vec<&'a str>,
}

impl<'a> Role<'a> {
    /// None of a role that is not there.
    fn of(arn: &str, account: &'a Account) -> Option<Self> {
        let (_, role) = account.meant_by(arn).find(|(key, _)| key.kind == "aws_iam_role")?;
        let is = |one: &&Value| one.get("role") == role.get("name");
        let attached = account.all("aws_iam_role_policy_attachment").filter(is);
        let attached = attached.filter_map(|one| one.get("policy_arn").text());
        let attached: Vec<&str> = attached.chain(role.get("managed_policy_arns").texts()).collect();
        let policies = account.all("aws_iam_policy");
        let policies =
            policies.filter(|one| one.get("arn").text().is_some_and(|arn| attached.contains(&arn)));
        let own = account.all("aws_iam_role_policy").filter(is).chain(policies);
        let own = own.filter_map(|one| one.get("policy").text().and_then(Policy::read)).collect();
        let managed =
            attached.into_iter().filter(|arn| arn.contains(":iam::aws:policy/")).collect();
        Some(Self { own, managed })
    }

    fn may(&self, action: &str, resource: &str) -> bool {
        !self.managed.is_empty() || self.says(action, resource)
    }

    fn says(&self, action: &str, resource: &str) -> bool {
        let context = [("aws:SecureTransport", "true")];
        let request = Request { who: ("AWS", "*"), action, resource, context: &context };
        self.own.iter().any(|policy| policy.admits(&request))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::account::{GLOBAL, Key};

    const ROLE: &str = "arn:aws:iam::123456789012:role/worker";

    /// What a role may not do with a thing that may do all of this.
    fn missed(actions: &[&str], thing: &str, table: &[(&str, &[&str])]) -> Option<String> {
        let statement = json!({ "Effect": "Allow", "Action": actions, "Resource": "*" });
        let policy = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
        let objects = [
            ("aws_iam_role", json!({ "name": "worker", "arn": ROLE })),
            ("aws_iam_role_policy", json!({ "role": "worker", "name": "own", "policy": policy })),
        ];
        let mut account = Account::default();
        for (kind, object) in objects {
            let object = Value::from_json(&object);
            account.suppose(Key::of(kind, GLOBAL, &object).unwrap(), object);
        }
        missing(&account, ROLE, vec![thing], table)
    }

    #[test]
    fn a_role_that_lacks_one_action_lacks_that() {
        let wanted: [(_, _, &[&str]); 4] = [
            (DELIVERS, "arn:aws:s3:::b", &["s3:PutObject", "s3:ListBucket"]),
            (
                POLLS,
                "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1",
                &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
            ),
            (
                POLLS,
                "arn:aws:kinesis:eu-west-1:123456789012:stream/s",
                &["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator"],
            ),
            (
                POLLS,
                "arn:aws:sqs:eu-west-1:123456789012:q",
                &["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            ),
        ];
        for (table, thing, actions) in wanted {
            assert_eq!(missed(actions, thing, table), None, "{thing}");
            for lacking in actions {
                let others: Vec<&str> =
                    actions.iter().copied().filter(|one| one != lacking).collect();
                let missed = missed(&others, thing, table).unwrap_or_default();
                assert!(missed.contains(lacking), "{lacking}: {missed}");
            }
        }
    }
}
