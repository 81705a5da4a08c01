//! A service that is to use another thing tries it at once: the policy of the key, the bucket, the log group, the function, the
//! topic or the queue must let it.
//!
//! Where AWS writes the policy itself (flow logs, accelerators, web ACLs, deliveries of CloudWatch Logs), or looks only when
//! it has something to say (an alarm and its topic), nothing is refused.
//!
//! Sources: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS", and hashicorp/terraform-provider-aws
//! issues 8042 and 29282; hashicorp/terraform issue 18434 (functions); hashicorp/terraform-provider-aws issues 6606 and
//! 14497, awsdocs/amazon-opensearch-service-developer-guide pull request 59 (domains); Elastic Load Balancing user guide, "Enable
//! access logs", and terraform-aws-modules/terraform-aws-s3-bucket issues 183 and 185 (load balancers); hashicorp/terraform issue
//! 19756 (notifications); Secrets Manager user guide, "Troubleshoot rotation"; Cost Management user guide, "Creating an
//! Amazon SNS topic for budget notifications".

use aws_catalogue::Value;

use super::{Rule, texts_at};
use crate::account::{Account, Object};
use crate::policy::{Policy, Request, arn_meets};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "admitted",
    on: &[
        "aws_budgets_budget",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_log_subscription_filter",
        "aws_lb",
        "aws_opensearch_domain",
        "aws_s3_bucket_notification",
        "aws_secretsmanager_secret_rotation",
    ],
    check,
};

/// What CloudWatch Logs does with a key.
const OF_A_KEY: [&str; 5] =
    ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"];

/// What OpenSearch does with a log group.
const OF_A_LOG_GROUP: [&str; 3] =
    ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let refused = match object.kind {
        "aws_budgets_budget" => budget(object, account),
        "aws_cloudwatch_log_group" => log_group(object, account),
        "aws_cloudwatch_log_subscription_filter" => subscription(object, account),
        "aws_lb" => load_balancer(object, account),
        "aws_opensearch_domain" => domain(object, account),
        "aws_s3_bucket_notification" => notification(object, account),
        _ => rotation(object, account),
    };
    let title = "The service may not do what it has to";
    refused.map_or(Ok(()), |detail| Err(Problem::new(title).detail(detail)))
}

fn log_group(object: Object<'_>, account: &Account) -> Option<String> {
    let (arn, key) = (object.after.get("arn").text()?, object.after.get("kms_key_id").text()?);
    let (_, key) = account.meant_by(key).find(|(one, _)| one.kind == "aws_kms_key")?;
    let ids = [key.get("id"), key.get("arn")];
    let mut apart = account.all("aws_kms_key_policy");
    let policy = apart.find(|one| ids.contains(&one.get("key_id"))).unwrap_or(key);
    let service = format!("logs.{}.amazonaws.com", object.region);
    let context = [("kms:EncryptionContext:aws:logs:arn", arn)];
    let admitted =
        admits(&[policy.get("policy")], &service, &OF_A_KEY, "*", &called_by(arn, &context));
    (!admitted).then(|| {
        format!(
            "AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn '{arn}'. (Its policy has \
             to let {service} encrypt and decrypt.)"
        )
    })
}

fn domain(object: Object<'_>, account: &Account) -> Option<String> {
    let policies = account.keyed("aws_cloudwatch_log_resource_policy");
    let policies = policies.filter(|(key, _)| key.region == object.region);
    let policies: Vec<&Value> = policies.map(|(_, one)| one.get("policy_document")).collect();
    let arn = object.after.get("arn").text()?;
    let groups = object.after.get("log_publishing_options").items().iter();
    let groups = groups.filter(|one| *one.get("enabled") != Value::Bool(false));
    let mut groups = groups.filter_map(|one| one.get("cloudwatch_log_group_arn").text());
    let group = groups.find(|group| {
        let streams = format!("{}:log-stream:*", group.trim_end_matches(":*"));
        !admits(&policies, "es.amazonaws.com", &OF_A_LOG_GROUP, &streams, &called_by(arn, &[]))
    })?;
    Some(format!(
        "ValidationException: The Resource Access Policy specified for the CloudWatch Logs log group {group} does not grant sufficient \
         permissions for Amazon OpenSearch Service to create a log stream."
    ))
}

fn load_balancer(object: Object<'_>, account: &Account) -> Option<String> {
    let arn = object.after.get("arn").text()?;
    let id = arn.split(':').nth(4)?;
    let logs = ["access_logs", "connection_logs"].into_iter();
    let logs = logs.flat_map(|name| object.after.get(name).items());
    for log in logs.filter(|log| *log.get("enabled") == Value::Bool(true)) {
        let bucket = log.get("bucket").text()?;
        let is = |one: &&Value| one.get("bucket").text() == Some(bucket);
        if !account.all("aws_s3_bucket").any(|one| is(&one)) {
            continue;
        }
        let prefix = log.get("prefix").text().filter(|prefix| !prefix.is_empty());
        let prefix = prefix.map_or_else(String::new, |prefix| format!("{prefix}/"));
        let resource = format!("arn:aws:s3:::{bucket}/{prefix}AWSLogs/{id}/*");
        let policy = account.all("aws_s3_bucket_policy").find(is);
        let service = match object.after.get("load_balancer_type").text() {
            Some("network" | "gateway") => "delivery.logs.amazonaws.com",
            _ => "logdelivery.elasticloadbalancing.amazonaws.com",
        };
        let context = called_by(arn, &[("s3:x-amz-acl", "bucket-owner-full-control")]);
        let policy = policy.map(|one| one.get("policy")).into_iter().collect::<Vec<_>>();
        if !admits(&policy, service, &["s3:PutObject"], &resource, &context) {
            return Some(format!(
                "InvalidConfigurationRequest: Access Denied for bucket: {bucket}. Please check S3bucket permission ({service} has to \
                 write {resource})"
            ));
        }
    }
    None
}

fn subscription(object: Object<'_>, account: &Account) -> Option<String> {
    let function = object.after.get("destination_arn").text()?;
    let group = object.after.get("log_group_name").text()?;
    let id = function.split(':').nth(4)?;
    let region = object.region;
    let source = format!("arn:aws:logs:{region}:{id}:log-group:{group}:*");
    let services = ["logs.amazonaws.com".to_owned(), format!("logs.{region}.amazonaws.com")];
    let invoked = services.iter().any(|service| invokes(account, function, service, &source));
    (!invoked).then(|| {
        "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to \
         execute your function."
            .to_owned()
    })
}

fn rotation(object: Object<'_>, account: &Account) -> Option<String> {
    let function = object.after.get("rotation_lambda_arn").text()?;
    let secret = object.after.get("secret_id").text()?;
    let mut secrets = account.all("aws_secretsmanager_secret");
    let named = secrets.find(|one| one.get("name").text() == Some(secret));
    let arn = named.and_then(|one| one.get("arn").text()).unwrap_or(secret);
    (!invokes(account, function, "secretsmanager.amazonaws.com", arn)).then(|| {
        format!("AccessDeniedException: Secrets Manager cannot invoke the specified Lambda function {function}.")
    })
}

fn notification(object: Object<'_>, account: &Account) -> Option<String> {
    let bucket = object.after.get("bucket").text()?;
    let (source, service) = (format!("arn:aws:s3:::{bucket}"), "s3.amazonaws.com");
    let functions = texts_at(object.after, "lambda_function.lambda_function_arn").into_iter();
    let mut refused = functions.filter(|function| !invokes(account, function, service, &source));
    let others = ["topic.topic_arn", "queue.queue_arn"].into_iter();
    let mut others = others.flat_map(|path| texts_at(object.after, path));
    let refused = refused.next().or_else(|| {
        others.find(|arn| {
            let action = if arn.contains(":sns:") { "sns:Publish" } else { "sqs:SendMessage" };
            let id = arn.split(':').nth(4).unwrap_or_default();
            let context = [("aws:SourceArn", source.as_str()), ("aws:SourceAccount", id)];
            let policies = policies_of(account, arn);
            arn.rsplit('.').next() == Some("fifo")
                || policies.is_some_and(|all| !admits(&all, service, &[action], arn, &context))
        })
    })?;
    Some(format!(
        "InvalidArgument: Unable to validate the following destination configurations: {refused}"
    ))
}

fn budget(object: Object<'_>, account: &Account) -> Option<String> {
    let mut topics = texts_at(object.after, "notification.subscriber_sns_topic_arns").into_iter();
    let topic = topics.find(|arn| {
        let id = arn.split(':').nth(4).unwrap_or_default();
        let source = format!("arn:aws:budgets::{id}:*");
        let context = called_by(&source, &[]);
        let policies = policies_of(account, arn);
        policies.is_some_and(|all| {
            !admits(&all, "budgets.amazonaws.com", &["sns:Publish"], arn, &context)
        })
    })?;
    Some(format!("InvalidParameterException: Unable to publish to SNS topic {topic}"))
}

/// The policies of a topic or a queue. None of one that is not there: that another rule refuses.
fn policies_of<'a>(account: &'a Account, arn: &str) -> Option<Vec<&'a Value>> {
    let (key, thing) = account.meant_by(arn).next()?;
    let (kind, name, is) = match key.kind.as_str() {
        "aws_sns_topic" => ("aws_sns_topic_policy", "arn", "arn"),
        _ => ("aws_sqs_queue_policy", "queue_url", "id"),
    };
    let apart = account.all(kind).filter(|one| one.get(name) == thing.get(is));
    Some(apart.chain([thing]).map(|one| one.get("policy")).collect())
}

/// What a service says of itself when it calls for something of the account.
fn called_by<'a>(arn: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let id = arn.split(':').nth(4).unwrap_or_default();
    let mut context = vec![("aws:SourceArn", arn), ("aws:SourceAccount", id)];
    context.extend_from_slice(more);
    context
}

/// Whether policies together let a service do all of this. No call of a service is unencrypted.
fn admits(
    policies: &[&Value],
    service: &str,
    actions: &[&str],
    resource: &str,
    context: &[(&str, &str)],
) -> bool {
    let context =
        [context, &[("aws:SecureTransport", "true"), ("aws:PrincipalIsAWSService", "true")]]
            .concat();
    let policies: Vec<Policy> =
        policies.iter().filter_map(|one| one.text().and_then(Policy::read)).collect();
    let who = ("Service", service);
    actions.iter().all(|action| {
        let request = Request { who, action, resource, context: &context };
        policies.iter().any(|policy| policy.admits(&request))
    })
}

/// Whether a service may invoke a function. One that is not there, another rule refuses.
fn invokes(account: &Account, function: &str, service: &str, source: &str) -> bool {
    let Some((key, one)) =
        account.meant_by(function).find(|(key, _)| key.kind == "aws_lambda_function")
    else {
        return true;
    };
    let names = [one.get("function_name"), one.get("arn")];
    let id = function.split(':').nth(4);
    let text = |permission: &Value, name: &str| permission.get(name).text().map(str::to_owned);
    account.keyed("aws_lambda_permission").any(|(place, permission)| {
        place.region == key.region
            && names.contains(&permission.get("function_name"))
            && text(permission, "principal").as_deref() == Some(service)
            && matches!(
                text(permission, "action").as_deref(),
                Some("lambda:InvokeFunction" | "lambda:*")
            )
            && text(permission, "source_account").is_none_or(|account| Some(account.as_str()) == id)
            && text(permission, "source_arn").is_none_or(|arn| arn_meets(&arn, source))
    })
}
