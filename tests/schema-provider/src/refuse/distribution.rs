//! What CloudFront takes of methods, origins, status codes and names: an origin group answers reads only, and a name belongs
//! to one distribution, whose certificate has it.
//!
//! Sources: aws/aws-cdk issue 32450 (methods behind an origin group); botocore 1.44 of `CloudFront` (`AllowedMethods`, `CachedMethods`,
//! `CNAMEAlreadyExists`, `InvalidLambdaFunctionAssociation`, `NoSuchFunctionExists`, `InvalidOriginAccessControl`, `InvalidViewerCertificate`, `NoSuchOrigin`, `OriginGroupMembers`); `CloudFront` developer guide, "Optimize high availability with
//! origin failover" (status codes), "Standard logging (legacy)" (a bucket with ACLs) and "Requirements for using alternate domain names".

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "distribution", on: &["aws_cloudfront_distribution"], check };

const READS: [&str; 3] = ["GET", "HEAD", "OPTIONS"];
const WRITES: [&str; 4] = ["DELETE", "PATCH", "POST", "PUT"];
const CODES: [i64; 9] = [400, 403, 404, 416, 429, 500, 502, 503, 504];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let behaviors = ["default_cache_behavior", "ordered_cache_behavior"];
    let mut behaviors = behaviors.into_iter().flat_map(|name| object.after.get(name).items());
    let answer = behaviors
        .find_map(|one| methods(one).or_else(|| target(object.after, one)))
        .or_else(|| groups(object.after))
        .or_else(|| signers(object.after, account))
        .or_else(|| beside(object.after, account))
        .or_else(|| viewers(object.after))
        .or_else(|| aliases(object, account));
    refused("CloudFront refuses the distribution", answer)
}

fn methods(behavior: &Value) -> Option<String> {
    let set = |name: &str| behavior.get(name).texts().map(str::to_owned).collect::<BTreeSet<_>>();
    let (allowed, cached) = (set("allowed_methods"), set("cached_methods"));
    let is = |methods: &BTreeSet<String>, sets: &[&[&str]]| {
        sets.iter().any(|one| methods.iter().eq(one.iter().collect::<BTreeSet<_>>()))
    };
    let all: Vec<&str> = READS.into_iter().chain(WRITES).collect();
    if !allowed.is_empty() && !is(&allowed, &[&READS[..2], &READS, &all]) {
        return Some(format!(
            "InvalidArgument: The parameter AllowedMethods {allowed:?} is not a set that is offered."
        ));
    }
    let sound = is(&cached, &[&READS[..2], &READS]) && cached.is_subset(&allowed);
    (!cached.is_empty() && !sound)
        .then(|| format!("InvalidArgument: The parameter CachedMethods {cached:?} is not one that is offered, or not allowed."))
}

/// Where a behavior leads.
fn target(distribution: &Value, behavior: &Value) -> Option<String> {
    let policy = behavior.get("cache_policy_id").text().is_some_and(|id| !id.is_empty());
    if policy != behavior.get("forwarded_values").is_absent() {
        return Some(
            "InvalidArgument: a behavior has either ForwardedValues or a cache policy".to_owned(),
        );
    }
    let target = behavior.get("target_origin_id").text()?;
    if !ids(distribution, "origin_group").any(|id| id == target) {
        return (!ids(distribution, "origin").any(|id| id == target))
            .then(|| format!("NoSuchOrigin: there is no origin {target}"));
    }
    behavior.get("allowed_methods").texts().any(|one| WRITES.contains(&one)).then(|| {
        "InvalidArgument: The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior \
         associated with an origin group."
            .to_owned()
    })
}

fn ids<'a>(distribution: &'a Value, block: &str) -> impl Iterator<Item = &'a str> {
    distribution.get(block).items().iter().filter_map(|one| one.get("origin_id").text())
}

fn groups(distribution: &Value) -> Option<String> {
    let mut origins = BTreeSet::new();
    if let Some(id) = ids(distribution, "origin").find(|id| !origins.insert(*id)) {
        return Some(format!("InvalidArgument: there are two origins {id}"));
    }
    for group in distribution.get("origin_group").items() {
        let mut members = ids(group, "member");
        if let Some(member) = members.find(|one| !ids(distribution, "origin").any(|id| id == *one))
        {
            return Some(format!("NoSuchOrigin: there is no origin {member}"));
        }
        let members: BTreeSet<&str> = ids(group, "member").collect();
        if members.len() < 2 {
            return Some(
                "InvalidArgument: The parameter Origin Group needs two members that differ"
                    .to_owned(),
            );
        }
        let criteria = group.get("failover_criteria").items().iter();
        let codes = criteria.flat_map(|one| one.get("status_codes").items());
        if let Some(code) = codes.filter_map(Value::as_i64).find(|code| !CODES.contains(code)) {
            return Some(format!("InvalidArgument: The parameter StatusCodes cannot have {code}."));
        }
    }
    None
}

/// A control of S3's signs requests to buckets, and each other one those to its kind.
fn signers(distribution: &Value, account: &Account) -> Option<String> {
    distribution.get("origin").items().iter().find_map(|origin| {
        let id = origin.get("origin_access_control_id").text()?;
        let mut controls = account.all("aws_cloudfront_origin_access_control");
        let control = controls.find(|one| one.get("id").text() == Some(id))?;
        let kind = control.get("origin_access_control_origin_type").text()?;
        let host = origin.get("domain_name").text()?;
        let part = match kind {
            "s3" => ".s3.",
            "lambda" => ".lambda-url.",
            "mediastore" => ".mediastore.",
            _ => return None,
        };
        (!host.contains(part)).then(|| {
            format!("InvalidOriginAccessControl: a control of type {kind} does not go with {host}")
        })
    })
}

/// What stands beside it: functions that it calls, and the bucket of its logs.
fn beside(distribution: &Value, account: &Account) -> Option<String> {
    let behaviors = ["default_cache_behavior", "ordered_cache_behavior"];
    let behaviors = behaviors.into_iter().flat_map(|name| distribution.get(name).items());
    for behavior in behaviors {
        let block = |name: &str| behavior.get(name).items();
        let mut far = block("lambda_function_association").iter();
        let far = far.find_map(|one| {
            let arn = one.get("lambda_arn").text()?;
            (arn.split(':').nth(3) != Some("us-east-1")).then_some(arn)
        });
        if let Some(arn) = far {
            return Some(format!(
                "InvalidLambdaFunctionAssociation: The function must be in region 'us-east-1': {arn}"
            ));
        }
        let mut functions = block("function_association").iter();
        let nobody = functions.find_map(|one| {
            let arn = one.get("function_arn").text()?;
            account.one("aws_cloudfront_function", arn).is_none().then_some(arn)
        });
        if let Some(arn) = nobody {
            return Some(format!("NoSuchFunctionExists: {arn}"));
        }
    }
    let bucket = distribution.get("logging_config").items().first()?.get("bucket").text()?;
    let name = bucket.split(".s3.").next()?;
    let is = |one: &&Value| one.get("bucket").text() == Some(name);
    account.all("aws_s3_bucket").find(is)?;
    let controls = account.all("aws_s3_bucket_ownership_controls").find(is);
    let rule = controls.and_then(|one| one.get("rule").items().first());
    let owner = rule.and_then(|one| one.get("object_ownership").text());
    (owner.unwrap_or("BucketOwnerEnforced") == "BucketOwnerEnforced").then(|| {
        format!("InvalidArgument: The S3 bucket that you specified for CloudFront logs does not enable ACL access: {bucket}")
    })
}

/// Which viewers there may be.
fn viewers(distribution: &Value) -> Option<String> {
    let restrictions = distribution.get("restrictions").items().iter();
    for geo in restrictions.flat_map(|one| one.get("geo_restriction").items()) {
        let kind = geo.get("restriction_type").text().unwrap_or("none");
        if (kind == "none") != geo.get("locations").is_absent() {
            return Some(format!(
                "InvalidGeoRestrictionParameter: {kind} does not go with its locations"
            ));
        }
    }
    let certificate = distribution.get("viewer_certificate").items().first()?;
    let is = |name: &str, word: &str| certificate.get(name).text() == Some(word);
    let own = ["acm_certificate_arn", "iam_certificate_id"];
    if own.iter().any(|name| said(certificate, name).is_some())
        && said(certificate, "ssl_support_method").is_none()
    {
        return Some(
            "InvalidViewerCertificate: a certificate of names has its SSLSupportMethod".to_owned(),
        );
    }
    (is("ssl_support_method", "sni-only") && is("minimum_protocol_version", "SSLv3"))
        .then(|| "InvalidMinimumProtocolVersion: sni-only needs TLSv1 or later".to_owned())
}

fn aliases(object: Object<'_>, account: &Account) -> Option<String> {
    let certificate = object.after.get("viewer_certificate").items().first();
    let arn = certificate.and_then(|one| one.get("acm_certificate_arn").text());
    let own = certificate.is_some_and(|one| !one.get("iam_certificate_id").is_null());
    for alias in object.after.get("aliases").texts() {
        let others = account.all(object.kind).filter(|one| one.get("id") != object.after.get("id"));
        if others.into_iter().any(|one| one.get("aliases").texts().any(|name| name == alias)) {
            return Some(format!(
                "CNAMEAlreadyExists: {alias} is already associated with a different resource."
            ));
        }
        let certificate = arn.and_then(|arn| account.one("aws_acm_certificate", arn));
        // What somebody else made has the names that it should have.
        let sound = match certificate {
            Some(certificate) => has(certificate, alias),
            None => arn.is_some() || own,
        };
        if !sound {
            return Some(format!(
                "InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution, you must \
                 attach a trusted certificate that validates your authorization to use the domain name: {alias}"
            ));
        }
    }
    None
}

/// Whether a certificate is for a name; `*` is for one label.
fn has(certificate: &Value, name: &str) -> bool {
    let parent = name.split_once('.').map(|(_, parent)| format!("*.{parent}"));
    let names = certificate.get("subject_alternative_names").texts();
    let mut names = names.chain(certificate.get("domain_name").text());
    names.any(|one| one == name || Some(one) == parent.as_deref())
}
