//! A certificate can be used once it is issued, and in its own region: by a load balancer there, by CloudFront if that
//! is us-east-1. One is issued when its validation has been awaited, which ends when every name of it has its record.
//!
//! Sources: botocore 1.44, `CertificateNotFound` of `ELBv2` and `ViewerCertificate` of `CloudFront`;
//! hashicorp/terraform-provider-aws issues 26245 and 41789 (`UnsupportedCertificate`); ACM user guide, "DNS validation".

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "certificate",
    on: &["aws_acm_certificate_validation", "aws_cloudfront_distribution", "aws_lb_listener"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    if object.kind == "aws_acm_certificate_validation" {
        return refused("The certificate is never issued", unproved(object.after, account));
    }
    let viewer = object.after.get("viewer_certificate").items().first();
    let (arn, region) = match viewer {
        Some(viewer) => (viewer.get("acm_certificate_arn"), "us-east-1"),
        None => (object.after.get("certificate_arn"), object.region),
    };
    let Some(arn) = arn.text() else {
        return Ok(());
    };
    if arn.split(':').nth(3) != Some(region) {
        let detail = format!("{arn} is not in {region}.");
        return Err(Problem::new("The certificate is of another region").detail(detail));
    }
    let is = |kind, name| account.all(kind).any(|one| one.get(name).text() == Some(arn));
    // One that somebody else made is issued.
    if is("aws_acm_certificate", "arn") && !is("aws_acm_certificate_validation", "certificate_arn")
    {
        let detail = format!("{arn} is not issued.");
        return Err(Problem::new("The certificate cannot be used yet").detail(detail));
    }
    Ok(())
}

/// The record that a certificate waits for in vain.
fn unproved(validation: &Value, account: &Account) -> Option<String> {
    let certificate =
        account.one("aws_acm_certificate", validation.get("certificate_arn").text()?)?;
    let proofs = certificate.get("domain_validation_options").items().iter();
    let mut names = proofs.filter_map(|one| one.get("resource_record_name").text());
    let bare = |name: &str| name.trim_end_matches('.').to_lowercase();
    let is = |record: &Value, name: &str| record.get("fqdn").text().map(bare) == Some(bare(name));
    let listed = validation.get("validation_record_fqdns");
    let missing = names.find(|name| {
        let told = listed.is_absent() || listed.texts().any(|one| bare(one) == bare(name));
        !told || !account.all("aws_route53_record").any(|record| is(record, name))
    })?;
    Some(format!("timeout while waiting for state to become 'ISSUED': {missing} is missing"))
}
