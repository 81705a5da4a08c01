//! Which versions a service names when the provider asks it, while it plans, to what a domain can be upgraded.
//!
//! Source: Amazon OpenSearch Service Developer Guide, "Upgrading Amazon OpenSearch Service domains", Supported upgrade paths.

use aws_catalogue::{Change, Value};

/// From which minor version of a major one it goes on to the next.
const LAST: [(u32, u32); 2] = [(1, 3), (2, 19)];

/// Whether the service does not name the new version, so that the provider plans another object.
pub(super) fn is_refused(kind: &str, path: &str, change: Change<'_>) -> bool {
    if (kind, path) != ("aws_opensearch_domain", "engine_version") {
        return false;
    }
    let version = |of: &Value| of.get(path).text().and_then(numbers);
    // Where the call fails, or says nothing of such a version, nothing is replaced.
    let (Some(from), Some(to)) = (version(change.prior), version(change.planned)) else {
        return false;
    };
    let is_named =
        if from.0 == to.0 { from < to } else { to.0 == from.0 + 1 && LAST.contains(&from) };
    !is_named
}

/// `OpenSearch_2.19`
fn numbers(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.strip_prefix("OpenSearch_")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
