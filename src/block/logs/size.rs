//! How many nodes a region's share of the logs asks for.

use crate::{aws::RegionName, topology::Region};

/// Bytes on the data nodes' disks for a hundred bytes of logs, with one replica: AWS's own minimum, source × (1 +
/// replicas) × 1.45, for the index (10 %), what Linux (5 %) and the service (20 %) reserve.
const DISK_PERCENT: u64 = 2 * 145;

/// Families for dedicated masters, the best first: they manage the cluster and hold no data.
const MASTER_FAMILIES: [&str; 4] = ["m7g", "m6g", "m8g", "m5"];

/// Zones that a domain spans: two or three, whatever the network has.
pub(super) fn zones(region: &Region) -> u32 {
    u32::from(region.zones).clamp(2, 3)
}

/// Data nodes that hold `gb_per_day` for `days`: as many in each zone as in the others.
pub(super) fn data_nodes(gb_per_day: u32, days: u32, volume_gb: u32, zones: u32) -> u32 {
    let disk = (u64::from(gb_per_day) * u64::from(days) * DISK_PERCENT).div_ceil(100);
    let nodes = disk.div_ceil(u64::from(volume_gb.max(1))).max(1);
    let nodes = nodes.next_multiple_of(u64::from(zones.max(1)));
    u32::try_from(nodes).unwrap_or(u32::MAX)
}

/// The dedicated masters' instance type: more nodes make more cluster state to hold in memory.
pub(super) fn master_class(data_nodes: u32, region: RegionName) -> String {
    let offered = |family: &&&str| region.opensearch_families().iter().any(|f| f == **family);
    let family = MASTER_FAMILIES.iter().find(offered).unwrap_or(&"m5");
    let size = match data_nodes {
        0..=10 => "large",
        11..=30 => "xlarge",
        31..=75 => "2xlarge",
        76.. => "4xlarge",
    };
    format!("{family}.{size}.search")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_follow_storage_and_zones() {
        // 300 GB × 30 days × 2.9 = 26,100 GB.
        assert_eq!(data_nodes(300, 30, 200, 3), 132);
        assert_eq!(data_nodes(300, 30, 200, 2), 132);
        assert_eq!(data_nodes(10, 30, 300, 3), 3);
        // 26.1 rounds up to 27 volumes of 100 for three zones, to 28 for two.
        assert_eq!(data_nodes(30, 30, 100, 3), 27);
        assert_eq!(data_nodes(30, 30, 100, 2), 28);
        assert_eq!(data_nodes(1, 1, 24_576, 2), 2);
    }

    #[test]
    fn masters_are_of_a_family_that_the_region_has() {
        let class = |nodes, region| master_class(nodes, RegionName::parse(region).unwrap());
        assert_eq!(class(3, "us-east-1"), "m7g.large.search");
        assert_eq!(class(12, "ca-west-1"), "m6g.xlarge.search");
        for region in RegionName::all().filter(|region| region.offers("opensearch")) {
            let class = master_class(3, region);
            let family = class.split('.').next().unwrap();
            assert!(region.opensearch_families().iter().any(|f| f == family), "{region} {class}");
        }
    }
}
