//! `[buckets.*]` as the file has it.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::words::Field;

/// `[buckets.*]`: an S3 bucket in every region in use, replicated.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BucketSpec {
    /// Host of a CloudFront distribution, relative to `domain`. Default: none.
    pub(super) cdn: Field<String>,
    /// Where objects are uploaded: what is replicated where, and who may write. Default: regional.
    pub(super) uploads: Field<Uploads>,
    /// What the distribution answers when there is no such object: the path of an object, such as `/404.html`. Default: the
    /// bucket's own error.
    #[schemars(regex(pattern = "^/.+"))]
    pub(super) error_page: Field<String>,
    /// Status that the error page comes with: 404, or 200 for an application that routes in the browser. Default: 404.
    #[schemars(range(min = 200, max = 404), extend("enum" = [200, 404]))]
    pub(super) error_status: Field<u32>,
    /// Origins whose pages may read the objects, and store them where a service signs the request: `https://app.example.com`,
    /// `https://*.example.com` or `*`. Default: none.
    #[schemars(with = "Field<Vec<String>>")]
    pub(super) cors: Field<Vec<Spanned<String>>>,
    /// Whether S3 undertakes to replicate within 15 minutes, at a price. Default: false.
    pub(super) replication_time_control: Field<bool>,
}

/// Where objects are uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Uploads {
    /// To home, which is replicated to all others.
    Home,
    /// To any region, each of which is replicated to all others.
    Regional,
}
