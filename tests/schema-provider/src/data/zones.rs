//! Regions and availability zones.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use crate::region::{REGIONS, zone_letters, zone_prefix};

/// The zones of a region: names and ids in the order of the names. Filters on anything but names
/// and ids are met by every zone, since no local zone is listed.
pub(super) fn availability(state: &mut Value) {
    let region = state.get("region").text().unwrap_or_default().to_owned();
    let zones = zones(&region);
    let excluded: BTreeSet<&str> =
        state.get("exclude_names").texts().chain(state.get("exclude_zone_ids").texts()).collect();
    let kept: Vec<(String, String)> = zones
        .into_iter()
        .filter(|(name, id)| !excluded.contains(name.as_str()) && !excluded.contains(id.as_str()))
        .filter(|(name, id)| {
            state.get("filter").items().iter().all(|filter| meets(filter, name, id))
        })
        .collect();
    let (names, ids): (Vec<String>, Vec<String>) = kept.into_iter().unzip();
    state.set("names", names.into_iter().collect());
    state.set("zone_ids", ids.into_iter().collect());
    state.set("group_names", [region.as_str()].into_iter().collect());
    state.set("id", region.into());
}

/// Zones that accounts no longer get (EC2 user guide, "Regions and Zones": Tokyo's, for one, are az1, az2 and az4 for others).
const OLD: [&str; 3] = ["apne1-az3", "cac1-az3", "usw1-az2"];

fn zones(region: &str) -> Vec<(String, String)> {
    let ids = (1..).map(|number: u8| format!("{}-az{number}", zone_prefix(region)));
    let ids = ids.filter(|id| !OLD.contains(&id.as_str()));
    let names = zone_letters(region).chars().map(|letter| format!("{region}{letter}"));
    names.zip(ids).collect()
}

/// Whether a region has a zone of an id, be it one that new accounts no longer get.
pub(crate) fn has(region: &str, id: &str) -> bool {
    OLD.contains(&id) || zones(region).iter().any(|(_, one)| one == id)
}

fn meets(filter: &Value, name: &str, id: &str) -> bool {
    let mut values = filter.get("values").texts();
    match filter.get("name").text() {
        Some("zone-name") => values.any(|value| value == name),
        Some("zone-id") => values.any(|value| value == id),
        _ => true,
    }
}

pub(super) fn regions(state: &mut Value) {
    state.set("names", REGIONS.iter().copied().collect());
    state.set("id", "aws".into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_names_and_ids() {
        assert_eq!(
            zones("us-west-1"),
            [
                ("us-west-1a".to_owned(), "usw1-az1".to_owned()),
                ("us-west-1c".to_owned(), "usw1-az3".to_owned()),
            ]
        );
    }
}
