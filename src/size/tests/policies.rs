//! What each policy claims, over many topologies, and by brute force over small ones.

use proptest::prelude::*;

use super::{super::*, ARTICLE, CODES, by_policy, shares, sized, topology};

const STATIC: &str = "capacity = { by = \"static\", floor = 1 }";

#[test]
fn static_runs_what_autoscale_may_grow_to() {
    assert_eq!(sized("active-active", STATIC, &ARTICLE, 20), [(18, 18), (18, 18), (2, 2)]);
    assert_eq!(sized("warm-standby", STATIC, &ARTICLE, 20), [(20, 20), (20, 20), (20, 20)]);
}

#[test]
fn none_never_grows() {
    let none = "capacity = { survive = \"none\" }";
    assert_eq!(sized("active-active", none, &ARTICLE, 20), [(12, 12), (6, 6), (2, 2)]);
    assert_eq!(sized("warm-standby", none, &ARTICLE, 20), [(20, 20), (6, 6), (2, 2)]);
}

#[test]
fn the_worst_pair_decides_for_two_regions() {
    let two = "capacity = { survive = \"two-regions\", redistribute = \"nearest\" }";
    // Whichever two are lost, the third carries all.
    assert_eq!(sized("active-active", two, &ARTICLE, 20), [(12, 20), (6, 20), (2, 20)]);
    let regions = [("us-east-1", 40), ("us-east-2", 20), ("eu-west-1", 30), ("eu-west-2", 10)];
    // The nearest neighbour is on the same side of the ocean. Both of one side: to us-east-1 and to
    // eu-west-1; else each side's other one inherits.
    assert_eq!(
        sized("active-active", two, &regions, 100),
        [(40, 80), (20, 60), (30, 90), (10, 40)]
    );
}

#[test]
fn a_zone_counts_where_it_needs_more_than_a_region() {
    let runs = |tier, rest: &str| {
        let needs = Capacity::new(&topology(tier, rest, &ARTICLE)).size(20, Supply::Tasks);
        needs.iter().map(|need| (need.steady, need.failover)).collect::<Vec<_>>()
    };
    assert_eq!(runs("active-active", STATIC), [(18, 18), (18, 18), (3, 3)]);
    assert_eq!(runs("active-active", ""), [(12, 18), (6, 18), (2, 2)]);
    // Home serves alone, so a zone of it is 10 of 20; a standby serves nobody.
    assert_eq!(runs("warm-standby", STATIC), [(30, 30), (20, 20), (20, 20)]);
}

#[test]
fn safe_utilisation_follows_the_router() {
    let safe = |rest| {
        let capacity = Capacity::new(&topology("active-active", rest, &ARTICLE));
        capacity.safe_utilisation().map(|fraction| (fraction.to_string(), fraction.percent()))
    };
    assert_eq!(safe(""), Some(("1/3".to_owned(), 33)));
    assert_eq!(safe(super::BY_WEIGHT), Some(("2/5".to_owned(), 40)));
}

fn rule() -> impl Strategy<Value = (&'static str, &'static str, usize)> {
    (prop::sample::select(vec!["nearest", "by-weight"]), any::<bool>()).prop_map(|(rule, two)| {
        if two { (rule, "two-regions", 2) } else { (rule, "one-region", 1) }
    })
}

fn written((rule, survive, _): (&str, &str, usize), by: &str) -> String {
    format!(
        "capacity = {{ redistribute = \"{rule}\", survive = \"{survive}\", by = \"{by}\", floor = 1 }}"
    )
}

/// Every combination of numbers whose sum is at most `most`.
fn combinations(count: usize, most: u32) -> Vec<Vec<u32>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let with = |first: u32| {
        combinations(count - 1, most - first).into_iter().map(move |mut rest| {
            rest.push(first);
            rest
        })
    };
    (0..=most).flat_map(with).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn static_has_no_shortfall_and_nothing_to_spare(shares in shares(), total in 1u32..300, rule in rule()) {
        prop_assume!(shares.len() > rule.2);
        let regions: Vec<_> = CODES.into_iter().zip(shares).collect();
        let capacity = Capacity::new(&topology("active-active", &written(rule, "static"), &regions));
        let needs = by_policy(&capacity, total);
        for loss in capacity.losses() {
            prop_assert!(loss.size() <= rule.2);
            for (need, after) in needs.iter().zip(capacity.after(loss, total, Supply::Tasks)) {
                prop_assert!(need.steady >= after.unwrap_or(0), "{:?} after {:?}", need, loss);
            }
            // What survivors then have is enough for the world.
            let left = needs.iter().filter(|need| !loss.lost().contains(&need.region));
            prop_assert!(left.map(|need| need.steady).sum::<u32>() >= total);
        }
        // One less anywhere is below the region's share, or short after some loss.
        for (index, need) in needs.iter().enumerate() {
            let mut after = capacity.losses().iter().filter_map(|loss| capacity.after(loss, total, Supply::Tasks)[index]);
            prop_assert!(need.steady == need.share || after.any(|after| need.steady - 1 < after));
        }
    }

    #[test]
    fn every_policy_runs_the_share_and_may_grow_to_the_same(shares in shares(), total in 1u32..300, rule in rule()) {
        prop_assume!(shares.len() > rule.2);
        let regions: Vec<_> = CODES.into_iter().zip(shares).collect();
        let size = |by| by_policy(&Capacity::new(&topology("active-active", &written(rule, by), &regions)), total);
        for (growing, running) in size("autoscale").iter().zip(size("static")) {
            prop_assert_eq!(growing.steady, growing.share);
            prop_assert_eq!(growing.share, running.share);
            prop_assert_eq!(growing.failover, running.failover);
        }
    }

    #[test]
    fn more_weight_never_means_less(shares in shares(), total in 1u32..300) {
        let regions: Vec<_> = CODES.into_iter().zip(shares.clone()).collect();
        let needs = sized("active-active", super::BY_WEIGHT, &regions, total);
        for (a, need_a) in shares.iter().zip(&needs) {
            for (b, need_b) in shares.iter().zip(&needs) {
                prop_assert!(a <= b || need_a >= need_b, "{:?} of {:?}", needs, shares);
            }
        }
    }

    #[test]
    fn permuted_regions_need_the_same_after_each_loss(shares in shares(), total in 1u32..300, rule in rule()) {
        prop_assume!(shares.len() > rule.2);
        let mut regions: Vec<_> = CODES.into_iter().zip(shares).collect();
        let after = |regions: &[(&str, u64)]| {
            let capacity = Capacity::new(&topology("active-active", &written(rule, "static"), regions));
            let mut after: Vec<(Vec<&str>, &str, Option<u32>)> = Vec::new();
            for loss in capacity.losses() {
                let mut lost: Vec<&str> = loss.lost().iter().map(|region| region.as_str()).collect();
                lost.sort_unstable();
                let needs = regions.iter().zip(capacity.after(loss, total, Supply::Tasks));
                after.extend(needs.map(|((region, _), need)| {
                    let region = CODES.into_iter().find(|code| code == region).unwrap();
                    (lost.clone(), region, need)
                }));
            }
            after.sort_unstable();
            after
        };
        let forwards = after(&regions);
        regions.rotate_left(1);
        regions.reverse();
        prop_assert_eq!(forwards, after(&regions));
    }

    #[test]
    fn fewer_than_steered_do_not_do(shares in prop::collection::vec(1u64..100, 2..=3), total in 1u32..8) {
        let parts = split(100, &shares);
        let regions: Vec<_> = CODES.into_iter().zip(parts.into_iter().map(u64::from)).collect();
        let rest = "ingress = { via = \"route53-weighted\" }\ncapacity = { floor = 1 }";
        let topology = topology("active-active", rest, &regions);
        let capacity = Capacity::new(&topology);
        let least = capacity.steered(&topology, total).unwrap();
        let shares: Vec<u32> = by_policy(&capacity, total).iter().map(|need| need.share).collect();
        let enough = |counts: &Vec<u32>| {
            let sum: u32 = counts.iter().sum();
            counts.iter().zip(&shares).all(|(count, share)| count >= share && sum - count >= total)
        };
        let all = combinations(shares.len(), least);
        prop_assert_eq!(all.iter().filter(|counts| enough(counts)).map(|c| c.iter().sum::<u32>()).min(), Some(least));
    }
}
