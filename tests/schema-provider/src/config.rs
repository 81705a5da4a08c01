//! The provider's configuration: where it works by default, and which tags it adds.

use std::collections::BTreeMap;

use aws_catalogue::Value;

use crate::problem::Problem;
use crate::proto::Selector;
use crate::region::{self, Dead};

/// The account when the configuration does not pin one.
const ACCOUNT: &str = "123456789012";

/// What `ConfigureProvider` leaves behind.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) region: String,
    pub(crate) account: String,
    pub(crate) default_tags: BTreeMap<String, Value>,
}

impl Settings {
    /// Reads the provider block, and fails as the real provider does when its STS cannot be
    /// reached.
    pub(crate) fn new(config: &Value, dead: &Dead) -> Result<Self, Problem> {
        let region = config
            .get("region")
            .text()
            .map(str::to_owned)
            .or_else(|| std::env::var("AWS_REGION").ok())
            .or_else(|| std::env::var("AWS_DEFAULT_REGION").ok())
            .ok_or_else(|| {
                Problem::new("Invalid provider configuration")
                    .detail("The provider has no region: set `region` in its block.")
            })?;
        region::check(&region)
            .map_err(|problem| problem.at(&[Selector::Attribute("region".into())]))?;
        let sts = config.get("sts_region").text().unwrap_or(&region);
        dead.check("sts", "GetCallerIdentity", sts).map_err(|problem| {
            problem.titled("Retrieving AWS account details: validating provider credentials")
        })?;
        let account = pinned_account(config).unwrap_or_else(|| ACCOUNT.to_owned());
        Ok(Self { region, account, default_tags: default_tags(config) })
    }
}

/// There is no account behind the provider, so it is whichever the configuration allows.
fn pinned_account(config: &Value) -> Option<String> {
    config.get("allowed_account_ids").texts().next().map(str::to_owned)
}

fn default_tags(config: &Value) -> BTreeMap<String, Value> {
    let blocks = config.get("default_tags").items().iter();
    let tags = blocks.filter_map(|block| block.get("tags").pairs());
    tags.flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
}
