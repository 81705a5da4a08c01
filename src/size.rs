//! Traffic shares into integers, for the steady state and for the loss of any one region.
//!
//! All arithmetic is exact. In: the topology, and a total that the whole world needs at peak. Out:
//! what each region needs. The building blocks say what their totals are; nothing here knows what
//! is being counted.

use std::cmp::Reverse;

use crate::{
    aws::{self, RegionName},
    topology::{Redistribute, Region, Tier, Topology},
};

/// What one region needs of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    /// The region.
    pub(crate) region: RegionName,
    /// While all regions are well.
    pub(crate) steady: u32,
    /// After the loss of whichever other region hurts most; never below `steady`.
    pub(crate) failover: u32,
}

/// The shares of a topology's regions: found once, applied to every total.
#[derive(Debug)]
pub(crate) struct Capacity {
    floor: u32,
    shares: Vec<Share>,
}

#[derive(Debug)]
struct Share {
    region: RegionName,
    weight: u64,
    steady: Steady,
    after_worst_loss: Fraction,
}

/// How a region's steady need follows from a total.
#[derive(Debug, Clone, Copy)]
enum Steady {
    /// The whole total: it serves alone.
    All,
    /// Its part of the apportioned total: it serves among others.
    Part,
    /// Its part, rounded up for itself alone: a standby that could serve it.
    Standby,
    /// Nothing: services start when they are needed.
    Nothing,
}

#[derive(Debug, Clone, Copy)]
struct Fraction {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `ceil(total · fraction)`.
    fn ceil_of(self, total: u32) -> u32 {
        let product = u128::from(total) * u128::from(self.numerator);
        narrow(product.div_ceil(u128::from(self.denominator.max(1))))
    }
}

impl Capacity {
    /// Finds the shares.
    pub(crate) fn new(topology: &Topology) -> Self {
        let regions: Vec<&Region> = topology.in_use().collect();
        let heirs: Vec<_> = regions.iter().map(|lost| heir(&regions, lost)).collect();
        let share = |region: &&Region| Share {
            region: region.name,
            weight: region.weight.millionths(),
            steady: steady(topology, region.name),
            after_worst_loss: match topology.tier {
                Tier::ActiveActive => {
                    after_worst_loss(topology.capacity.redistribute, &regions, &heirs, region)
                }
                Tier::SingleRegion | Tier::PilotLight | Tier::WarmStandby => Fraction::ONE,
            },
        };
        Self { floor: topology.capacity.floor, shares: regions.iter().map(share).collect() }
    }

    /// Sizes `total` units over the regions in use, in the topology's order.
    pub(crate) fn size(&self, total: u32) -> Vec<Need> {
        let weights: Vec<u64> = self.shares.iter().map(|share| share.weight).collect();
        let sum = weights.iter().sum();
        let need = |(share, part): (&Share, u32)| {
            let own = Fraction { numerator: share.weight, denominator: sum };
            let steady = match share.steady {
                Steady::All => total.max(self.floor),
                Steady::Part => part.max(self.floor),
                Steady::Standby => own.ceil_of(total).max(self.floor),
                Steady::Nothing => 0,
            };
            let failover = share.after_worst_loss.ceil_of(total).max(steady);
            Need { region: share.region, steady, failover }
        };
        self.shares.iter().zip(apportion(total, &weights)).map(need).collect()
    }
}

fn steady(topology: &Topology, region: RegionName) -> Steady {
    match topology.tier {
        Tier::ActiveActive => Steady::Part,
        _ if region == topology.home => Steady::All,
        Tier::WarmStandby => Steady::Standby,
        Tier::SingleRegion | Tier::PilotLight => Steady::Nothing,
    }
}

/// The share of the total that `own` carries when the worst other region for it is gone:
///
/// - nearest: its own, plus that of the largest region whose nearest survivor it is;
/// - by weight: its own among the survivors, `w / (W − max other w)`.
fn after_worst_loss(
    redistribute: Redistribute,
    regions: &[&Region],
    heirs: &[Option<RegionName>],
    own: &Region,
) -> Fraction {
    let weight = |region: &Region| region.weight.millionths();
    let sum: u64 = regions.iter().map(|region| weight(region)).sum();
    let others = regions.iter().zip(heirs).filter(|(other, _)| other.name != own.name);
    match redistribute {
        Redistribute::Nearest => {
            let inherited = others.filter(|(_, heir)| heir.is_none_or(|heir| heir == own.name));
            let most = inherited.map(|(lost, _)| weight(lost)).max().unwrap_or(0);
            Fraction { numerator: weight(own) + most, denominator: sum }
        }
        Redistribute::ByWeight => {
            match sum - others.map(|(lost, _)| weight(lost)).max().unwrap_or(0) {
                // The survivors weigh nothing: Route 53 then treats them alike.
                0 => Fraction { numerator: 1, denominator: regions.len() as u64 - 1 },
                left => Fraction { numerator: weight(own), denominator: left },
            }
        }
    }
}

/// Which survivor is nearest to a lost region. `None` where the latency table does not know: then
/// every survivor may be.
fn heir(regions: &[&Region], lost: &Region) -> Option<RegionName> {
    let survivors = regions.iter().map(|region| region.name).filter(|name| *name != lost.name);
    aws::nearest(lost.name, survivors)
}

/// Splits `total` by largest remainder (Hamilton): every region gets the whole part of its quota,
/// and the units left over go to the largest fractions; on a tie to the larger weight, then to the
/// earlier region. The parts add up to `total`. All weights zero: equal quotas.
pub(crate) fn apportion(total: u32, weights: &[u64]) -> Vec<u32> {
    let equal = vec![1; weights.len()];
    let weights = if weights.iter().all(|weight| *weight == 0) { &equal } else { weights };
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    let quota = |weight: &u64| u128::from(total) * u128::from(*weight);
    let mut parts: Vec<u32> = weights.iter().map(|weight| narrow(quota(weight) / sum)).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&index| {
        let weight = weights.get(index).copied().unwrap_or_default();
        (Reverse(quota(&weight) % sum), Reverse(weight), index)
    });
    let left_over = total - parts.iter().sum::<u32>();
    for &index in by_remainder.iter().take(left_over as usize) {
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
        }
    }
    parts
}

/// Quotas never exceed the total, which is a `u32`.
fn narrow(value: u128) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Vectors of the largest-remainder method, among them the Alabama paradox (10 against 11).
    #[test]
    fn apportionment_matches_the_vectors() {
        let cases: [(u32, &[u64], &[u32]); 9] = [
            (20, &[60, 30, 10], &[12, 6, 2]),
            (100, &[7, 93], &[7, 93]),
            (10, &[1, 1, 1], &[4, 3, 3]),
            (5, &[1, 1], &[3, 2]),
            (7, &[50, 30, 20], &[4, 2, 1]),
            (3, &[60, 30, 10], &[2, 1, 0]),
            (10, &[6, 6, 2], &[4, 4, 2]),
            (11, &[6, 6, 2], &[5, 5, 1]),
            (100, &[333, 333, 334], &[33, 33, 34]),
        ];
        for (total, weights, expected) in cases {
            assert_eq!(apportion(total, weights), expected, "{total} by {weights:?}");
        }
    }

    proptest! {
        #[test]
        fn apportionment_keeps_the_total(total in 0u32..5_000, weights in prop::collection::vec(0u64..200_000_000, 1..37)) {
            prop_assert_eq!(apportion(total, &weights).iter().sum::<u32>(), total);
        }

        #[test]
        fn a_larger_weight_never_gets_less(total in 0u32..5_000, weights in prop::collection::vec(0u64..200_000_000, 1..37)) {
            let parts = apportion(total, &weights);
            for (a, pa) in weights.iter().zip(&parts) {
                for (b, pb) in weights.iter().zip(&parts) {
                    prop_assert!(a <= b || pa >= pb);
                }
            }
        }
    }

    /// `total` over regions with these weights, as steady and failover needs.
    fn sized(tier: &str, rest: &str, regions: &[(&str, u64)], total: u32) -> Vec<(u32, u32)> {
        let home = regions[0].0;
        let table = regions.iter().map(|(region, weight)| format!("{region}.weight = {weight}"));
        let table = table.collect::<Vec<_>>().join("\n");
        let text = format!(
            "name = \"size\"\ntier = \"{tier}\"\nhome = \"{home}\"\n{rest}\n[regions]\n{table}"
        );
        let source = crate::source::Source::new("size.toml", text);
        let mut diags = crate::diag::Diagnostics::new();
        let checked = crate::check(&source, &mut diags);
        let Ok(checked) = checked else { panic!("{}", diags.render(&source)) };
        let needs = Capacity::new(&checked.topology).size(total);
        needs.into_iter().map(|need| (need.steady, need.failover)).collect()
    }

    const ARTICLE: [(&str, u64); 3] =
        [("us-east-1", 60), ("eu-west-1", 30), ("ap-southeast-1", 10)];
    const BY_WEIGHT: &str = "capacity = { redistribute = \"by-weight\" }";

    #[test]
    fn the_article_by_nearest_survivor() {
        assert_eq!(sized("active-active", "", &ARTICLE, 20), [(12, 18), (6, 18), (2, 2)]);
    }

    #[test]
    fn the_article_by_weight() {
        assert_eq!(sized("active-active", BY_WEIGHT, &ARTICLE, 20), [(12, 18), (6, 15), (2, 5)]);
    }

    #[test]
    fn two_equal_regions_need_the_whole_twice() {
        let regions = [("us-east-1", 50), ("eu-west-1", 50)];
        assert_eq!(sized("active-active", "", &regions, 12), [(6, 12), (6, 12)]);
        assert_eq!(sized("active-active", BY_WEIGHT, &regions, 12), [(6, 12), (6, 12)]);
    }

    #[test]
    fn tiers_decide_what_a_standby_runs() {
        assert_eq!(sized("single-region", "", &ARTICLE, 20), [(20, 20)]);
        assert_eq!(sized("pilot-light", "", &ARTICLE, 20), [(20, 20), (0, 20), (0, 20)]);
        assert_eq!(sized("warm-standby", "", &ARTICLE, 20), [(20, 20), (6, 20), (2, 20)]);
    }

    #[test]
    fn the_floor_adds_and_never_takes() {
        let rest = "capacity = { floor = 3 }";
        assert_eq!(sized("active-active", rest, &ARTICLE, 20), [(12, 18), (6, 18), (3, 3)]);
    }

    #[test]
    fn survivors_that_weigh_nothing_share_alike() {
        let regions = [("us-east-1", 100), ("eu-west-1", 0), ("eu-west-2", 0)];
        assert_eq!(sized("active-active", BY_WEIGHT, &regions, 9), [(9, 9), (2, 5), (2, 5)]);
    }

    #[test]
    fn an_unmeasured_neighbour_makes_every_survivor_an_heir() {
        let rest = "ingress = { via = \"route53-latency\" }";
        let regions = [("us-east-1", 50), ("eu-west-1", 30), ("sa-west-1", 20)];
        assert_eq!(sized("active-active", rest, &regions, 10), [(5, 8), (3, 8), (2, 7)]);
    }

    const CODES: [&str; 6] =
        ["us-east-1", "eu-west-1", "ap-southeast-1", "sa-east-1", "us-west-2", "ap-northeast-1"];

    /// Weights that add up to 100.
    fn shares() -> impl Strategy<Value = Vec<u64>> {
        prop::collection::vec(1u64..1_000, 2..=CODES.len())
            .prop_map(|weights| apportion(100, &weights).into_iter().map(u64::from).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn survivors_by_weight_can_grow_to_the_whole(shares in shares(), total in 1u32..500) {
            let regions: Vec<_> = CODES.into_iter().zip(shares).collect();
            let needs = sized("active-active", BY_WEIGHT, &regions, total);
            for lost in 0..needs.len() {
                let left = needs.iter().enumerate().filter(|(index, _)| *index != lost);
                prop_assert!(left.map(|(_, need)| need.1).sum::<u32>() >= total, "{:?}", needs);
            }
            for (steady, failover) in needs {
                prop_assert!(2 <= steady && steady <= failover);
            }
        }

        #[test]
        fn the_order_of_regions_changes_no_failover_need(shares in shares(), total in 1u32..500) {
            for rest in ["", BY_WEIGHT] {
                let mut regions: Vec<_> = CODES.into_iter().zip(shares.clone()).collect();
                let forwards = sized("active-active", rest, &regions, total);
                regions.reverse();
                let mut backwards = sized("active-active", rest, &regions, total);
                backwards.reverse();
                let growth = |needs: &[(u32, u32)]| needs.iter().map(|need| need.1).collect::<Vec<_>>();
                prop_assert_eq!(growth(&forwards), growth(&backwards));
            }
        }
    }
}
