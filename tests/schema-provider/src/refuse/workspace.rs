//! A workspace of Grafana that has a role of its own is given one; it is upgraded, and not downgraded.
//!
//! Sources: hashicorp/terraform-provider-aws issue 24342 ("a Workspace Role ARN should be provided");
//! botocore 1.44, `UpdateWorkspaceConfiguration.grafanaVersion` ("can only be used to upgrade") and `CreateWorkspace.configuration`; Managed Grafana
//! user guide, "Working in your Grafana workspace" (`unifiedAlerting`, `plugins` from 9.4 on).

use serde_json::Value as Json;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "workspace", on: &["aws_grafana_workspace"], check };

/// What can be configured, and since which version.
const KEYS: [(&str, Version); 2] = [("plugins", Version(9, 4)), ("unifiedAlerting", Version(8, 4))];

#[derive(PartialEq, PartialOrd)]
struct Version(u32, u32);

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let after = object.after;
    let version = |workspace: &aws_catalogue::Value| {
        workspace.get("grafana_version").text().and_then(Version::read)
    };
    let (old, new) = (version(object.before), version(after));
    let role = after.get("role_arn").text().filter(|arn| !arn.is_empty());
    let config: Option<Json> =
        after.get("configuration").text().and_then(|text| serde_json::from_str(text).ok());
    let mut set = config
        .as_ref()
        .and_then(Json::as_object)
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str());
    let known = |key: &str| {
        KEYS.iter()
            .any(|(one, since)| *one == key && new.as_ref().is_none_or(|version| version >= since))
    };
    let detail =
        if after.get("permission_type").text() == Some("CUSTOMER_MANAGED") && role.is_none() {
            "When the permissionType is CUSTOMER_MANAGED a Workspace Role ARN should be provided."
                .to_owned()
        } else if let (Some(Version(old, minor)), Some(new)) = (&old, &new)
            && *new < Version(*old, *minor)
        {
            format!("a workspace of {old}.{minor} can only be upgraded")
        } else if let Some(key) = set.find(|key| !known(key)) {
            format!("the configuration of this version has no {key}")
        } else {
            return Ok(());
        };
    Err(Problem::new("Grafana refuses the workspace")
        .detail(format!("ValidationException: {detail}")))
}

impl Version {
    fn read(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self(major.parse().ok()?, minor.parse().ok()?))
    }
}
