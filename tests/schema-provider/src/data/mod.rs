//! Data sources that say something a tree builds on: what they find follows from what they were
//! asked.

mod zones;

use aws_catalogue::{Value, policy};

use crate::config::Settings;
use crate::problem::Problem;
pub(crate) use zones::has as has_zone;

/// Sets what is known of a data source's answer; the rest is made up.
pub(crate) fn know(name: &str, state: &mut Value, settings: &Settings) -> Result<(), Problem> {
    match name {
        "aws_availability_zones" => zones::availability(state),
        "aws_regions" => zones::regions(state),
        "aws_iam_policy_document" => document(state)?,
        "aws_cloudfront_cache_policy" => managed(CACHE_POLICIES, state)?,
        "aws_cloudfront_origin_request_policy" => managed(ORIGIN_REQUEST_POLICIES, state)?,
        "aws_cloudfront_response_headers_policy" => managed(RESPONSE_HEADERS_POLICIES, state)?,
        "aws_default_tags" => state.set("tags", Value::Map(settings.default_tags.clone())),
        _ => {}
    }
    Ok(())
}

/// Sets `json` and `minified_json`.
fn document(state: &mut Value) -> Result<(), Problem> {
    let refused = |error: policy::Refused| {
        Problem::new("writing IAM Policy Document").detail(error.to_string())
    };
    if let Some(document) = policy::document(state).map_err(refused)? {
        state.set("json", document.json.into());
        state.set("minified_json", document.minified_json.into());
    }
    Ok(())
}

type Managed = &'static [(&'static str, &'static str)];

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const CACHE_POLICIES: Managed = &[
    ("Managed-Amplify", "2e54312d-136d-493c-8eb9-b001f22f67d2"),
    ("Managed-CachingDisabled", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"),
    ("Managed-CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
    ("Managed-CachingOptimizedForUncompressedObjects", "b2884449-e4de-46a7-ac36-70bc7f1ddd6d"),
    ("Managed-Elemental-MediaPackage", "08627262-05a9-4f76-9ded-b50ca2e3a84f"),
    ("UseOriginCacheControlHeaders", "83da9c7e-98b4-4e11-a168-04f0df8e2c65"),
    ("UseOriginCacheControlHeaders-QueryStrings", "4cc15a8a-d715-48a4-82b8-cc0b614638fe"),
];

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const ORIGIN_REQUEST_POLICIES: Managed = &[
    ("Managed-AllViewer", "216adef6-5c7f-47e4-b989-5492eafa07d3"),
    ("Managed-AllViewerAndCloudFrontHeaders-2022-06", "33f36d7e-f396-46d9-90e0-52428a34d9dc"),
    ("Managed-AllViewerExceptHostHeader", "b689b0a8-53d0-40ab-baf2-68738e2966ac"),
    ("Managed-CORS-CustomOrigin", "59781a5b-3903-41f3-afcb-af62929ccde1"),
    ("Managed-CORS-S3Origin", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"),
    ("Managed-Elemental-MediaTailor-PersonalizedManifests", "775133bc-15f2-49f9-abea-afb2e0bf67d2"),
    ("Managed-UserAgentRefererHeaders", "acba4595-bd28-49b8-b9fe-13317c0390fa"),
];

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
const RESPONSE_HEADERS_POLICIES: Managed = &[
    ("Managed-CORS-With-Preflight", "5cc3b908-e619-4b99-88e5-2cf7f45965bd"),
    ("Managed-CORS-and-SecurityHeadersPolicy", "e61eb60c-9c35-4d20-a928-2b84e02af89c"),
    (
        "Managed-CORS-with-preflight-and-SecurityHeadersPolicy",
        "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    ),
    ("Managed-SecurityHeadersPolicy", "67f7725c-6f97-4210-82d7-5512b31e9d03"),
    ("Managed-SimpleCORS", "60669652-455b-4ae9-85a4-c4c02393f86c"),
];

/// Whether an id is that of a policy of `CloudFront`'s own.
pub(crate) fn is_managed(id: &str) -> bool {
    let all = [CACHE_POLICIES, ORIGIN_REQUEST_POLICIES, RESPONSE_HEADERS_POLICIES];
    all.into_iter().flatten().any(|(_, one)| *one == id)
}

/// A managed policy of `CloudFront` is found by its name; a policy of the user's own is believed to
/// be there.
fn managed(policies: Managed, state: &mut Value) -> Result<(), Problem> {
    let Some(name) = state.get("name").text() else {
        return Ok(());
    };
    let found = policies.iter().find(|(one, _)| *one == name).map(|(_, id)| *id);
    if found.is_none() && name.starts_with("Managed-") {
        let detail = "Names that begin with Managed- are AWS's own, and this is none of them.";
        return Err(Problem::new(format!("no CloudFront policy named {name}")).detail(detail));
    }
    state.set("id", found.map_or_else(|| format!("policy-{name}").into(), Value::from));
    Ok(())
}
