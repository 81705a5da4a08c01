//! Which surviving region is nearest to a lost one, from measured round trips.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, OnceLock},
};

use super::region::RegionName;

const TABLE: &str = include_str!("../../data/region_latency_p50_ms.csv");

/// The lines of the table by region, each read when it is first looked at.
static ROWS: LazyLock<BTreeMap<&str, Row>> = LazyLock::new(|| {
    let lines = TABLE.lines().skip(1).filter_map(|line| line.split_once(','));
    lines.map(|(from, cells)| (from, Row { cells, read: OnceLock::new() })).collect()
});

struct Row {
    cells: &'static str,
    read: OnceLock<BTreeMap<&'static str, u32>>,
}

impl Row {
    /// Hundredths of a millisecond by destination.
    fn read(&self) -> &BTreeMap<&'static str, u32> {
        self.read.get_or_init(|| {
            let header = TABLE.lines().next().unwrap_or_default().split(',').skip(1);
            let row = header.zip(self.cells.split(',').map(hundredths));
            row.filter_map(|(to, cell)| Some((to, cell?))).collect()
        })
    }
}

/// `69.6` as 6960; the table has at most two decimals. `None` for an empty cell.
fn hundredths(cell: &str) -> Option<u32> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let fraction = format!("{fraction:0<2}");
    Some(whole.parse::<u32>().ok()? * 100 + fraction.get(..2)?.parse::<u32>().ok()?)
}

/// The candidate with the shortest round trip from `from`; the earlier one on a tie.
///
/// `None` when there is no candidate, or when a round trip is not in the table: a guess about
/// who inherits the traffic would be worse than none.
pub(crate) fn nearest(
    from: RegionName,
    candidates: impl Iterator<Item = RegionName>,
) -> Option<RegionName> {
    let row = ROWS.get(from.as_str())?.read();
    let measured: Option<Vec<_>> =
        candidates.map(|to| Some((*row.get(to.as_str())?, to))).collect();
    measured?.into_iter().min_by_key(|(hundredths, _)| *hundredths).map(|(_, to)| to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> RegionName {
        RegionName::parse(code).unwrap()
    }

    #[test]
    fn every_measured_region_is_a_known_region() {
        assert_eq!(ROWS.len(), 32);
        for (from, row) in &*ROWS {
            assert!(RegionName::parse(from).is_some(), "{from}");
            assert_eq!(row.read().len(), 32, "{from}");
        }
    }

    /// The pairs that `docs/architecture.md` quotes.
    #[test]
    fn ireland_is_nearest_to_virginia_and_to_singapore() {
        let (virginia, ireland, singapore) =
            (region("us-east-1"), region("eu-west-1"), region("ap-southeast-1"));
        assert_eq!(nearest(virginia, [ireland, singapore].into_iter()), Some(ireland));
        assert_eq!(nearest(singapore, [virginia, ireland].into_iter()), Some(ireland));
        assert_eq!(nearest(ireland, [virginia, singapore].into_iter()), Some(virginia));
    }

    #[test]
    fn an_unmeasured_region_has_no_nearest() {
        assert_eq!(nearest(region("sa-west-1"), [region("us-east-1")].into_iter()), None);
        assert_eq!(nearest(region("us-east-1"), [region("sa-west-1")].into_iter()), None);
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(hundredths("69.6"), Some(6960));
        assert_eq!(hundredths("4.54"), Some(454));
        assert_eq!(hundredths("7"), Some(700));
        assert_eq!(hundredths(""), None);
    }
}
