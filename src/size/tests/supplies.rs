//! What each supply means for a region, and the minimums of an apportionment.

use proptest::prelude::*;

use super::{super::*, ARTICLE, CODES, RESERVED, shares, topology};

const AUTOSCALE: &str = "capacity = { floor = 3 }";
const READS: Supply = Supply::OnDemand { at_once: 12_000, warm: false };
const WARM: Supply = Supply::OnDemand { at_once: 12_000, warm: true };

/// Share, what runs, what it may grow to.
fn sized(tier: &str, total: u32, supply: Supply) -> Vec<(u32, u32, u32)> {
    let rest = if tier == "single-region" { "" } else { AUTOSCALE };
    let needs = Capacity::new(&topology(tier, rest, &ARTICLE)).size(total, supply);
    needs.iter().map(|need| (need.share, need.steady, need.failover)).collect()
}

#[test]
fn what_cannot_grow_is_there_beforehand() {
    let of = |tier| sized(tier, 20, Supply::Beforehand);
    assert_eq!(of("active-active"), [(12, 18, 18), (6, 18, 18), (2, 2, 2)]);
    assert_eq!(of("warm-standby"), [(20, 20, 20), (6, 20, 20), (2, 20, 20)]);
    assert_eq!(of("pilot-light"), [(20, 20, 20), (0, 0, 20), (0, 0, 20)]);
    assert_eq!(of("single-region"), [(20, 20, 20)]);
}

#[test]
fn what_is_a_resource_of_its_own_follows_no_weight() {
    let of = |tier| sized(tier, 20, Supply::Whole);
    assert_eq!(of("active-active"), [(12, 20, 20), (6, 20, 20), (2, 20, 20)]);
    assert_eq!(of("warm-standby"), [(20, 20, 20), (6, 20, 20), (2, 20, 20)]);
    assert_eq!(of("pilot-light"), [(20, 20, 20), (0, 0, 20), (0, 0, 20)]);
    assert_eq!(of("single-region"), [(20, 20, 20)]);
}

#[test]
fn the_floor_is_one_of_tasks() {
    let last = |supply| sized("active-active", 3, supply)[2];
    assert_eq!(last(Supply::Tasks), (3, 3, 3));
    // Less than one would be none.
    assert_eq!(last(Supply::Beforehand), (1, 1, 1));
    assert_eq!(last(RESERVED), (1, 1, 1));
    assert_eq!(last(READS).0, 0);
}

#[test]
fn a_cap_is_never_below_what_a_failover_asks_for() {
    assert_eq!(sized("pilot-light", 20, RESERVED), [(20, 20, 20), (0, 20, 20), (0, 20, 20)]);
}

#[test]
fn a_table_takes_twice_what_it_had_or_what_a_new_one_takes() {
    let active = sized("active-active", 30_000, READS);
    assert_eq!(
        active,
        [(18_000, 30_000, 30_000), (9_000, 18_000, 30_000), (3_000, 12_000, 30_000)]
    );
    let standby = sized("warm-standby", 30_000, READS);
    assert_eq!(standby, [(30_000, 30_000, 30_000), (0, 12_000, 30_000), (0, 12_000, 30_000)]);
    let warm = sized("active-active", 30_000, WARM);
    assert_eq!(warm, [(18_000, 30_000, 30_000), (9_000, 30_000, 30_000), (3_000, 30_000, 30_000)]);
}

#[test]
fn replicated_writes_are_everywhere_whoever_is_lost() {
    assert_eq!(sized("pilot-light", 900, Supply::Replicated), [(900, 900, 900); 3]);
    let capacity = Capacity::new(&topology("active-active", "", &ARTICLE));
    for loss in capacity.losses() {
        let after = capacity.after(loss, 900, Supply::Replicated);
        assert!(after.into_iter().flatten().all(|need| need == 900));
    }
}

/// Weights that are not all zero, a total, and a minimum for each that fits.
fn splits() -> impl Strategy<Value = (u32, Vec<u64>, Vec<u32>)> {
    (prop::collection::vec((0u64..1_000, 0u32..20), 1..12), 1u64..1_000, 0u32..200).prop_map(
        |(mut regions, one, more)| {
            regions[0].0 = one;
            let (weights, minimums): (Vec<u64>, Vec<u32>) = regions.into_iter().unzip();
            (minimums.iter().sum::<u32>() + more, weights, minimums)
        },
    )
}

proptest! {
    #[test]
    fn minimums_hold_within_the_total((total, weights, minimums) in splits()) {
        let parts = apportion(total, &weights, &minimums).unwrap();
        prop_assert_eq!(parts.iter().sum::<u32>(), total);
        prop_assert!(parts.iter().zip(&minimums).all(|(part, least)| part >= least));
        // Where no minimum is needed, none changes anything.
        let free = apportion(total, &weights, &[]).unwrap();
        if free.iter().zip(&minimums).all(|(part, least)| part >= least) {
            prop_assert_eq!(parts, free);
        }
    }

    #[test]
    fn no_region_is_below_what_a_survived_loss_asks_for(shares in shares(), total in 1u32..300) {
        let regions: Vec<_> = CODES.into_iter().zip(shares).collect();
        for tier in ["active-active", "warm-standby"] {
            let capacity = Capacity::new(&topology(tier, "", &regions));
            for supply in [Supply::Beforehand, Supply::Whole, RESERVED, Supply::Replicated, WARM] {
                let needs = capacity.size(total, supply);
                for loss in capacity.losses() {
                    for (need, after) in needs.iter().zip(capacity.after(loss, total, supply)) {
                        prop_assert!(need.steady >= after.unwrap_or(0), "{:?} {:?}", supply, need);
                    }
                }
            }
        }
    }
}
