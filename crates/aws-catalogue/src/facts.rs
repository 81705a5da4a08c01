//! What the provider and AWS do with a type, beyond its arguments. Each fact has its source in the data; where there is
//! no fact, none was found.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::Error;
use crate::lines::Lines;
use crate::value::Value;

pub(crate) const REPLACEMENT: Lines = Lines(include_str!("../data/replacement.tsv"));
const DEFAULTS: Lines = Lines(include_str!("../data/defaults.tsv"));
const IMPORTS: Lines = Lines(include_str!("../data/imports.tsv"));
const PLANES: Lines = Lines(include_str!("../data/planes.tsv"));
const UNTOLD: Lines = Lines(include_str!("../data/untold.tsv"));
const WAITS: Lines = Lines(include_str!("../data/waits.tsv"));

/// What arguments are where the configuration says nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Where that was read.
    pub source: String,
    /// By dotted path; inside blocks only where there is a block.
    pub of: BTreeMap<String, serde_json::Value>,
    /// What of the type was not read.
    pub unread: Option<String>,
}

/// How an import finds an object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Where that was read.
    pub source: String,
    /// The form of the id in words, with the names of arguments; none where the type cannot be imported.
    pub id: Option<String>,
    /// The same with arguments in braces: `{zone_id}_{name}_{type}{_set_identifier}`. Of `{a|b}` the first that has a value; of
    /// `{a:last}` what is behind its last `/`; `{_a}` is nothing where `a` has no value.
    pub form: Option<String>,
    /// How the id says the region.
    #[serde(default)]
    pub region: ImportRegion,
    /// What an import writes whatever the object has.
    #[serde(default)]
    pub sets: BTreeMap<String, serde_json::Value>,
}

impl Import {
    /// The id that finds an object; none where it has not all that the form needs, or cannot be imported.
    #[must_use]
    pub fn id_of(&self, object: &Value) -> Option<String> {
        let mut id = String::new();
        let mut rest = self.form.as_deref()?;
        while let Some((before, behind)) = rest.split_once('{') {
            let (hole, behind) = behind.split_once('}')?;
            id.push_str(before);
            id.push_str(&hole_of(hole, object)?);
            rest = behind;
        }
        id.push_str(rest);
        Some(id)
    }
}

fn hole_of(hole: &str, object: &Value) -> Option<String> {
    let text = |name: &str| {
        let value = object.get(name);
        let number = || value.as_i64().map(|number| number.to_string());
        value.text().filter(|text| !text.is_empty()).map(str::to_owned).or_else(number)
    };
    if let Some(name) = hole.strip_prefix('_') {
        return Some(text(name).map_or_else(String::new, |text| format!("_{text}")));
    }
    if let Some(name) = hole.strip_suffix(":last") {
        return text(name)?.rsplit('/').next().map(str::to_owned);
    }
    hole.split('|').find_map(text)
}

/// How the id of an import says the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportRegion {
    /// Not at all: the type has none.
    #[default]
    None,
    /// `@eu-west-1` may follow; else it is the provider's.
    Suffix,
    /// The id is an ARN; a suffix may follow and must agree.
    Id,
}

/// The arguments that a read leaves as the state has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Untold {
    /// Where that was read.
    pub source: String,
    /// Dotted paths.
    pub arguments: Vec<String>,
    /// Arguments that AWS does not tell either, but the id of an import does.
    #[serde(default)]
    pub by_id: Vec<String>,
}

/// Where the control plane of a type is that has no region of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plane {
    /// Where that was read.
    pub source: String,
    /// `us-east-1`
    pub region: String,
}

/// For how many minutes the provider waits at most. How long AWS takes it does not say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waits {
    /// Where that was read.
    pub source: String,
    /// Until an object is there.
    pub create: Option<u32>,
    /// Until a change has happened.
    pub update: Option<u32>,
    /// Until an object is gone.
    pub delete: Option<u32>,
}

/// What arguments of a type are where the configuration says nothing.
pub fn defaults(name: &str) -> Result<Option<Defaults>, Error> {
    DEFAULTS.read(name)
}

/// How an import finds objects of a type.
pub fn import(name: &str) -> Result<Option<Import>, Error> {
    IMPORTS.read(name)
}

/// Where the control plane of a type is that has no region.
pub fn plane(name: &str) -> Result<Option<Plane>, Error> {
    PLANES.read(name)
}

/// Which arguments of a type a read leaves as they are.
pub fn untold(name: &str) -> Result<Option<Untold>, Error> {
    UNTOLD.read(name)
}

/// How long the provider waits for a type.
pub fn waits(name: &str) -> Result<Option<Waits>, Error> {
    WAITS.read(name)
}

/// Sets that have the value of another argument as well: `CustomizeDiff` of the types.
const JOINED: &[(&str, &str, &str)] =
    &[("aws_acm_certificate", "subject_alternative_names", "domain_name")];

/// The sets of a type that have the value of another argument as well, each with that.
pub fn joined(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    JOINED.iter().filter(move |(one, ..)| *one == name).map(|(_, set, other)| (*set, *other))
}

/// Computed attributes that get another value whenever anything else of an object changes: `CustomizeDiff` of the types.
const RECOMPUTED: &[(&str, &[&str])] = &[
    ("aws_cloudfront_cache_policy", &["etag"]),
    ("aws_cloudfront_distribution", &["etag", "last_modified_time"]),
    ("aws_cloudfront_function", &["etag", "live_stage_etag"]),
    ("aws_cloudfront_origin_request_policy", &["etag"]),
    ("aws_cloudfront_response_headers_policy", &["etag"]),
    ("aws_s3_object", &["etag", "version_id"]),
];

/// What of a type has another value whenever anything else of the object changes.
#[must_use]
pub fn recomputed(name: &str) -> &'static [&'static str] {
    RECOMPUTED.iter().find(|(one, _)| *one == name).map_or(&[], |(_, attributes)| attributes)
}

/// Computed attributes that get another value when one of some arguments changes: `CustomizeDiff` of the types in
/// `internal/service` `dynamodb/table.go`, `lambda/function.go`, `ssm/parameter.go`.
const RENEWED: &[(&str, &str, &[&str])] = &[
    ("aws_dynamodb_table", "stream_arn", &["stream_enabled", "stream_view_type"]),
    (
        "aws_lambda_function",
        "last_modified",
        &[
            "architectures",
            "filename",
            "image_uri",
            "s3_bucket",
            "s3_key",
            "s3_object_version",
            "source_code_hash",
        ],
    ),
    // In this order: a value that is renewed renews nothing.
    ("aws_ssm_parameter", "version", &["value", "description"]),
    ("aws_ssm_parameter", "value", &["insecure_value"]),
];

/// What of a type has another value when one of some arguments changes, each with those.
pub fn renewed(name: &str) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    RENEWED.iter().filter(move |(one, ..)| *one == name).map(|(_, renewed, when)| (*renewed, *when))
}

/// Computed attributes that say nothing but what an object is called and where it is: made anew under its name, it has them
/// again. By type: the arguments that name it, of which the first has to be there, and the attributes. ARNs as in AWS's
/// "Service Authorization Reference", addresses as in the user guides of the services. The arguments force a replacement.
const NAMED: &[(&str, &[&str], &[&str])] = &[
    ("aws_cloudwatch_log_group", &["name"], &["arn", "id"]),
    ("aws_dynamodb_table", &["name"], &["arn", "id"]),
    ("aws_ecr_repository", &["name"], &["arn", "id", "repository_url"]),
    ("aws_ecs_cluster", &["name"], &["arn", "id"]),
    ("aws_iam_policy", &["name", "path"], &["arn", "id"]),
    ("aws_iam_role", &["name", "path"], &["arn", "id"]),
    ("aws_kms_alias", &["name"], &["arn", "id"]),
    ("aws_lambda_function", &["function_name"], &["arn", "id", "invoke_arn"]),
    ("aws_opensearch_domain", &["domain_name"], &["arn", "id"]),
    ("aws_rds_cluster", &["cluster_identifier"], &["arn", "id"]),
    ("aws_rds_global_cluster", &["global_cluster_identifier"], &["arn", "id"]),
    (
        "aws_s3_bucket",
        &["bucket"],
        &["arn", "bucket_domain_name", "bucket_regional_domain_name", "id"],
    ),
    ("aws_sns_topic", &["name"], &["arn", "id"]),
    ("aws_sqs_queue", &["name"], &["arn", "id", "url"]),
    ("aws_ssm_parameter", &["name"], &["arn"]),
];

/// The arguments that alone, with account and region, decide what a computed attribute of a type is; none where something
/// else does. The first has to be there.
#[must_use]
pub fn named(name: &str, attribute: &str) -> Option<&'static [&'static str]> {
    let (_, arguments, attributes) = NAMED.iter().find(|(one, ..)| *one == name)?;
    attributes.contains(&attribute).then_some(arguments)
}

/// All types of which something is so decided, with the arguments and the attributes.
pub fn all_named()
-> impl Iterator<Item = &'static (&'static str, &'static [&'static str], &'static [&'static str])> {
    NAMED.iter()
}
