//! What the arithmetic promises.

mod policies;
mod supplies;
mod vectors;

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn apportionment_keeps_the_total(total in 0u32..5_000, weights in prop::collection::vec(0u64..200_000_000, 1..37)) {
        prop_assert_eq!(split(total, &weights).iter().sum::<u32>(), total);
    }

    #[test]
    fn a_larger_weight_never_gets_less(total in 0u32..5_000, weights in prop::collection::vec(0u64..200_000_000, 1..37)) {
        let parts = split(total, &weights);
        for (a, pa) in weights.iter().zip(&parts) {
            for (b, pb) in weights.iter().zip(&parts) {
                prop_assert!(a <= b || pa >= pb);
            }
        }
    }
}

/// A checked topology over regions with these weights.
fn topology(tier: &str, rest: &str, regions: &[(&str, u64)]) -> Topology {
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
    let mut topology = checked.topology;
    // The vectors have an order of their own, and expect what they expect in it.
    topology
        .regions
        .sort_by_key(|region| regions.iter().position(|(name, _)| *name == region.name.as_str()));
    topology
}

/// As the policy has it, without zones.
fn by_policy(capacity: &Capacity, total: u32) -> Vec<Need> {
    capacity.by_policy(total, capacity.policy.floor)
}

/// `total` over regions with these weights, as steady and failover needs.
fn sized(tier: &str, rest: &str, regions: &[(&str, u64)], total: u32) -> Vec<(u32, u32)> {
    let needs = by_policy(&Capacity::new(&topology(tier, rest, regions)), total);
    needs.into_iter().map(|need| (need.steady, need.failover)).collect()
}

/// As Lambda has it.
const RESERVED: Supply = Supply::Reserved { per_second: 100 };

const ARTICLE: [(&str, u64); 3] = [("us-east-1", 60), ("eu-west-1", 30), ("ap-southeast-1", 10)];
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
    let regions = [("us-east-1", 50), ("ap-southeast-6", 20), ("eu-west-1", 30)];
    assert_eq!(sized("active-active", rest, &regions, 10), [(5, 8), (2, 7), (3, 8)]);
}

const CODES: [&str; 6] =
    ["us-east-1", "eu-west-1", "ap-southeast-1", "sa-east-1", "us-west-2", "ap-northeast-1"];

/// Weights that add up to 100.
fn shares() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(1u64..1_000, 2..=CODES.len())
        .prop_map(|weights| split(100, &weights).into_iter().map(u64::from).collect())
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
