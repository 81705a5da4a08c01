//! The table of regions, and [`RegionName`]: a region that exists, as far as the table can tell.

use std::{
    collections::BTreeMap,
    fmt, hash,
    sync::{LazyLock, Mutex, OnceLock, PoisonError},
};

use serde::Deserialize;

use super::rows::rows;

const TABLE: &str = include_str!("../../data/regions.toml");

/// What is known of a region.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "columns of a table; no states")]
struct Facts {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "a row is found by its text; a test compares")
    )]
    code: String,
    /// None where the table has no region.
    number: Option<u8>,
    name: String,
    zones: u8,
    opt_in: bool,
    global_accelerator: bool,
    #[serde(default = "yes")]
    latency_records: bool,
    strong_set: Option<String>,
    services: Vec<String>,
    aurora_families: Vec<String>,
    opensearch_families: Vec<String>,
    /// The table has the region. What it does not have is newer, and nothing is known of it.
    #[serde(skip, default = "yes")]
    known: bool,
}

fn yes() -> bool {
    true
}

/// One row of the table, read when something is asked of the region: a topology uses a few.
struct Row {
    code: &'static str,
    text: &'static str,
    facts: OnceLock<Facts>,
}

impl Row {
    fn facts(&self) -> &Facts {
        #[expect(clippy::expect_used, reason = "embedded file; a test reads it")]
        self.facts.get_or_init(|| toml::from_str(self.text).expect("data/regions.toml parses"))
    }
}

static REGIONS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = rows(TABLE, "[[region]]\n").filter_map(|text| {
        let (code, _) = text.strip_prefix("code = \"")?.split_once('"')?;
        Some(Row { code, text, facts: OnceLock::new() })
    });
    rows.collect()
});

/// Regions that are newer than the table. Each is kept for the rest of the run, once.
static NEWER: Mutex<BTreeMap<String, &'static Row>> = Mutex::new(BTreeMap::new());

/// A commercial AWS region, such as `eu-west-1`.
#[derive(Clone, Copy)]
pub struct RegionName(&'static Row);

impl RegionName {
    /// Looks a region up by its code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|region| region.as_str() == code)
    }

    /// A region that the table does not have, if the code is formed like one: `eu-east-1`.
    #[must_use]
    pub fn newer(code: &str) -> Option<Self> {
        let (place, number) = code.rsplit_once('-')?;
        let (area, direction) = place.split_once('-')?;
        let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
        let formed = area.len() == 2
            && letters(area)
            && (3..=14).contains(&direction.len())
            && letters(direction)
            && (1..=2).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit());
        // China has a partition of its own, as have governments, whose codes have a part more.
        if !formed || area == "cn" {
            return None;
        }
        let mut newer = NEWER.lock().unwrap_or_else(PoisonError::into_inner);
        let facts = newer.entry(code.to_owned()).or_insert_with(|| {
            let facts = OnceLock::from(Facts {
                code: code.to_owned(),
                number: None,
                name: code.to_owned(),
                zones: 3,
                opt_in: true,
                global_accelerator: true,
                latency_records: true,
                strong_set: None,
                services: Vec::new(),
                aurora_families: Vec::new(),
                opensearch_families: Vec::new(),
                known: false,
            });
            Box::leak(Box::new(Row { code: code.to_owned().leak(), text: "", facts }))
        });
        Some(Self(facts))
    }

    /// Whether the table has the region; otherwise what it offers is not known.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.0.facts().known
    }

    /// Every known region, oldest first.
    pub fn all() -> impl Iterator<Item = Self> {
        REGIONS.iter().map(Self)
    }

    /// The code: `eu-west-1`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.code
    }

    /// The region's own number among networks, below 64, for good. `None` for a region that is newer than the table.
    #[must_use]
    pub fn number(self) -> Option<u8> {
        self.0.facts().number
    }

    /// The name that people use: `Europe (Ireland)`.
    #[must_use]
    pub fn display_name(self) -> &'static str {
        &self.0.facts().name
    }

    /// The code as an HCL identifier: `eu_west_1`.
    #[must_use]
    pub fn ident(self) -> String {
        self.as_str().replace('-', "_")
    }

    /// Availability zones that one account can normally use.
    #[must_use]
    pub fn zones(self) -> u8 {
        self.0.facts().zones
    }

    /// Whether an account must enable the region before it can be used.
    #[must_use]
    pub fn is_opt_in(self) -> bool {
        self.0.facts().opt_in
    }

    /// Whether Global Accelerator can send traffic to the region.
    #[must_use]
    pub fn has_global_accelerator(self) -> bool {
        self.0.facts().global_accelerator
    }

    /// Whether Route 53 can answer with the region by latency.
    #[must_use]
    pub fn has_latency_records(self) -> bool {
        self.0.facts().latency_records
    }

    /// The set of regions that can share a strongly consistent `DynamoDB` table with this one.
    #[must_use]
    pub fn strong_set(self) -> Option<&'static str> {
        self.0.facts().strong_set.as_deref()
    }
}

impl RegionName {
    /// Whether the region offers a service, by its name in `data/regions.toml`. A region that is newer
    /// than the table is not refused anything.
    #[must_use]
    pub fn offers(self, service: &str) -> bool {
        !self.0.facts().known || self.0.facts().services.iter().any(|known| known == service)
    }

    /// Instance families of Aurora, such as `r8g`.
    #[must_use]
    pub fn aurora_families(self) -> &'static [String] {
        &self.0.facts().aurora_families
    }

    /// Instance families of `OpenSearch`, such as `r7g`.
    #[must_use]
    pub fn opensearch_families(self) -> &'static [String] {
        &self.0.facts().opensearch_families
    }
}

impl PartialEq for RegionName {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RegionName {}

impl hash::Hash for RegionName {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for RegionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RegionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_the_commercial_regions_once_each() {
        let mut codes: Vec<_> = RegionName::all().map(RegionName::as_str).collect();
        assert_eq!(codes.len(), TABLE.matches("[[region]]").count());
        assert_eq!(codes.len(), 36);
        for region in RegionName::all() {
            assert_eq!(region.0.facts().code, region.as_str());
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 36);
    }

    /// Networks that exist have their ranges by these numbers: a row may be added, none changed.
    #[test]
    fn numbers_are_unique_and_stay() {
        const ASSIGNED: [&str; 36] = [
            "us-east-1",
            "eu-west-1",
            "us-west-1",
            "ap-southeast-1",
            "ap-northeast-1",
            "us-west-2",
            "sa-east-1",
            "ap-southeast-2",
            "eu-central-1",
            "ap-northeast-2",
            "ap-south-1",
            "us-east-2",
            "ca-central-1",
            "eu-west-2",
            "eu-west-3",
            "ap-northeast-3",
            "eu-north-1",
            "ap-east-1",
            "me-south-1",
            "af-south-1",
            "eu-south-1",
            "ap-southeast-3",
            "me-central-1",
            "eu-central-2",
            "eu-south-2",
            "ap-south-2",
            "ap-southeast-4",
            "il-central-1",
            "ca-west-1",
            "ap-southeast-5",
            "ap-southeast-7",
            "mx-central-1",
            "ap-east-2",
            "ap-southeast-6",
            "me-west-1",
            "sa-west-1",
        ];
        for (number, code) in (0..).zip(ASSIGNED) {
            assert_eq!(RegionName::parse(code).unwrap().number(), Some(number), "{code}");
        }
        let mut numbers: Vec<u8> = RegionName::all().filter_map(RegionName::number).collect();
        assert_eq!(numbers.len(), RegionName::all().count(), "every known region has one");
        assert!(numbers.iter().all(|number| *number < 64));
        numbers.sort_unstable();
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]), "{numbers:?}");
    }

    #[test]
    fn facts_are_those_of_the_table() {
        let virginia = RegionName::parse("us-east-1").unwrap();
        assert_eq!(virginia.display_name(), "US East (N. Virginia)");
        assert_eq!(virginia.strong_set(), Some("us"));
        assert!(!virginia.is_opt_in());
        assert!(RegionName::parse("us-east-9").is_none());
    }

    #[test]
    fn a_region_that_is_newer_than_the_table_has_the_form_of_one() {
        let newer = RegionName::newer("eu-east-1").unwrap();
        assert_eq!((newer.as_str(), newer.is_known()), ("eu-east-1", false));
        assert_eq!(newer, RegionName::newer("eu-east-1").unwrap());
        for bad in [
            "moon",
            "eu-east",
            "us-gov-west-1",
            "cn-north-1",
            "EU-east-1",
            "eu-east-1a",
            "eu--1",
            "eu-${x}-1",
        ] {
            assert!(RegionName::newer(bad).is_none(), "{bad}");
        }
    }
}
