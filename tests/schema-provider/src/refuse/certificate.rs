//! A certificate can be used once it is issued, and in its own region: by a load balancer there, by CloudFront if that
//! is us-east-1. One is issued when its validation has been awaited.
//!
//! Sources: botocore 1.44, `CertificateNotFound` of `ELBv2` and `ViewerCertificate` of `CloudFront`;
//! hashicorp/terraform-provider-aws issues 26245 and 41789 (`UnsupportedCertificate`).

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "certificate", on: &["aws_cloudfront_distribution", "aws_lb_listener"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
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
