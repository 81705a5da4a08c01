//! The policy of a thing is of that thing: of its own actions, and of its own ARN.
//!
//! Sources: Amazon S3 user guide, "Troubleshoot access denied errors" and "Amazon S3 condition key examples" ("Policy has invalid resource",
//! "Action does not apply to any resource(s) in statement", "Policy has an invalid condition key"), and hashicorp/terraform issue
//! 28688; hashicorp/terraform issue 12740 and aws/serverless-application-model issue 1591 (topics: "Policy statement action out of service
//! scope!"; which actions a topic has: Amazon SNS developer guide, "API permissions"); botocore 1.44, `SetQueueAttributes.Policy`;
//! OpenSearch Service developer guide, "Launching domains within a VPC" (no policy by address).

use super::Rule;
use crate::account::{Account, Object};
use crate::policy::{self, Statement, meets};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "policy_scope",
    on: &[
        "aws_cloudwatch_log_resource_policy",
        "aws_opensearch_domain",
        "aws_s3_bucket_policy",
        "aws_sns_topic_policy",
        "aws_sqs_queue_policy",
    ],
    check,
};

/// What may be done with one topic.
const OF_A_TOPIC: [&str; 12] = [
    "sns:addpermission",
    "sns:deletetopic",
    "sns:getdataprotectionpolicy",
    "sns:gettopicattributes",
    "sns:listsubscriptionsbytopic",
    "sns:listtagsforresource",
    "sns:publish",
    "sns:putdataprotectionpolicy",
    "sns:receive",
    "sns:removepermission",
    "sns:settopicattributes",
    "sns:subscribe",
];

/// What S3 has of its own to make conditions of, but for tags of objects.
const OF_S3: &str = "accessgrantsinstancearn accesspointnetworkorigin authtype dataaccesspointaccount dataaccesspointarn delimiter \
     destinationregion if-match if-none-match inventoryaccessibleoptionalfields isreplicationpauserequest locationconstraint \
     max-keys object-lock-legal-hold object-lock-mode object-lock-remaining-retention-days object-lock-retain-until-date \
     objectcreationoperation prefix requestobjecttagkeys resourceaccount signatureage signatureversion tlsversion versionid \
     x-amz-acl x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read x-amz-grant-read-acp \
     x-amz-grant-write x-amz-grant-write-acp x-amz-metadata-directive x-amz-object-ownership x-amz-server-side-encryption \
     x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-customer-algorithm x-amz-storage-class \
     x-amz-website-redirect-location";

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let Some((.., policy)) = policy::of(object.kind, object.after) else {
        return Ok(());
    };
    let found = policy.statements().find_map(|statement| match object.kind {
        "aws_cloudwatch_log_resource_policy" => logs(statement),
        "aws_opensearch_domain" => domain(statement, object),
        "aws_s3_bucket_policy" => bucket(statement, object.after.get("bucket").text()?),
        "aws_sns_topic_policy" => topic(statement, object.after.get("arn").text()?),
        _ => queue(statement, object, account),
    });
    found.map_or(Ok(()), |detail| Err(Problem::new("The policy is not of this").detail(detail)))
}

fn logs(statement: Statement<'_>) -> Option<String> {
    let mut of_others =
        statement.words("Action").filter(|action| *action != "*" && !action.starts_with("logs:"));
    let mut elsewhere = statement
        .words("Resource")
        .filter(|one| *one != "*" && one.split(':').nth(2) != Some("logs"));
    let wrong = of_others.next().or_else(|| elsewhere.next())?;
    Some(format!("InvalidParameterException: Invalid resource policy ({wrong})"))
}

fn topic(statement: Statement<'_>, arn: &str) -> Option<String> {
    let known = |action: &str| OF_A_TOPIC.contains(&action.to_lowercase().as_str());
    if statement.words("Action").any(|action| action != "*" && !known(action)) {
        let answer =
            "InvalidParameter: Invalid parameter: Policy statement action out of service scope!";
        return Some(answer.to_owned());
    }
    let wrong = statement.words("Resource").find(|resource| !meets(resource, arn))?;
    Some(format!("InvalidParameter: Invalid parameter: Policy Error: {wrong} is not {arn}"))
}

fn queue(statement: Statement<'_>, object: Object<'_>, account: &Account) -> Option<String> {
    let (_, queue) = account.meant_by(object.after.get("queue_url").text()?).next()?;
    let arn = queue.get("arn").text()?;
    let mut of_others = statement
        .words("Action")
        .filter(|one| *one != "*" && !one.to_lowercase().starts_with("sqs:"));
    let mut elsewhere = statement.words("Resource").filter(|resource| !meets(resource, arn));
    let wrong = of_others.next().or_else(|| elsewhere.next())?;
    Some(format!("InvalidAttributeValue: Invalid value for the parameter Policy. ({wrong})"))
}

fn domain(statement: Statement<'_>, object: Object<'_>) -> Option<String> {
    let arn = object.after.get("arn").text()?;
    let within = format!("{arn}/*");
    if let Some(wrong) =
        statement.words("Resource").find(|one| !meets(one, arn) && !meets(one, &within))
    {
        return Some(format!(
            "InvalidTypeException: Error setting policy: {wrong} is not of {arn}"
        ));
    }
    let mut conditions = statement.conditions();
    let by_address = conditions.any(|(operator, ..)| operator.contains("IpAddress"));
    (by_address && !object.after.get("vpc_options").is_absent()).then(|| {
        "ValidationException: You can't attach an IP-based policy to a domain that has a VPC endpoint.".to_owned()
    })
}

fn bucket(statement: Statement<'_>, bucket: &str) -> Option<String> {
    let arn = format!("arn:aws:s3:::{bucket}");
    let objects = format!("{arn}/*");
    let resources: Vec<&str> = statement.words("Resource").collect();
    let own = |one: &&str| meets(one, &arn) || meets(one, &objects);
    if let Some(wrong) = resources.iter().find(|one| !own(one)) {
        return Some(format!("MalformedPolicy: Policy has invalid resource ({wrong})"));
    }
    let mut actions = statement.words("Action").filter(|action| *action != "*");
    let applies = |action: &str| {
        let of_objects = of_objects(action);
        let fits = |one: &&str| {
            if of_objects { meets(one, &objects) && *one != arn } else { meets(one, &arn) }
        };
        action.contains('*') || resources.is_empty() || resources.iter().any(fits)
    };
    let wrong =
        actions.find(|action| !action.to_lowercase().starts_with("s3:") || !applies(action));
    if let Some(wrong) = wrong {
        return Some(format!(
            "MalformedPolicy: Action does not apply to any resource(s) in statement ({wrong})"
        ));
    }
    let known = |key: &str| match key.to_lowercase().strip_prefix("s3:") {
        Some(key) if key.contains('/') => {
            ["existingobjecttag/", "requestobjecttag/"].iter().any(|tag| key.starts_with(tag))
        }
        Some(key) => OF_S3.split_whitespace().any(|one| one == key),
        None => true,
    };
    let (_, key, _) = statement.conditions().find(|(_, key, _)| !known(key))?;
    Some(format!("MalformedPolicy: Policy has an invalid condition key - {key}"))
}

/// Whether an action of S3 is one on objects, not on the bucket.
fn of_objects(action: &str) -> bool {
    let name = action.split_once(':').map_or(action, |(_, name)| name);
    let of_buckets = name.contains("Bucket") && name != "BypassGovernanceRetention";
    let parts = [
        "AbortMultipartUpload",
        "ListMultipartUploadParts",
        "BypassGovernanceRetention",
        "ReplicateDelete",
        "ReplicateTags",
    ];
    parts.contains(&name) || (name.contains("Object") && !of_buckets)
}
