//! The vectors of `tests/data/capacity_vectors.json`, exactly.

use serde_json::Value;

use super::{super::*, ARTICLE, RESERVED, by_policy, topology};

fn vectors(section: &str) -> Vec<Value> {
    let text = include_str!("../../../tests/data/capacity_vectors.json");
    let mut all: Value = serde_json::from_str(text).unwrap();
    let found = all[section].take();
    found.as_array().unwrap().clone()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// `2` or `"120/7"`.
fn fraction(value: &Value) -> Fraction {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
    Fraction::new(above.parse().unwrap(), below.parse().unwrap())
}

/// Weights as the file of a topology takes them.
fn weights(value: &Value) -> Vec<u64> {
    let read = |weight: &Value| {
        let text = weight.as_str().map_or_else(|| weight.to_string(), str::to_owned);
        let table: toml::Table = format!("weight = {text}").parse().unwrap();
        table["weight"].clone().try_into::<Weight>().unwrap().millionths()
    };
    value.as_array().unwrap().iter().map(read).collect()
}

#[test]
fn apportionment() {
    let vectors = vectors("apportion");
    assert_eq!(vectors.len(), 19);
    for vector in vectors {
        let minimums = vector["mins"].as_array().map(|_| numbers(&vector["mins"]));
        let weights = weights(&vector["weights"]);
        let parts = apportion(number(&vector["n"]), &weights, &minimums.unwrap_or_default());
        let expected = match vector["out"]["error"].as_str() {
            None => Ok(numbers(&vector["out"])),
            Some("E_WEIGHTS_ZERO") => Err(Unsplittable::WeightsZero),
            Some(_) => Err(Unsplittable::MinimumsExceedTotal {
                needed: vector["out"]["needed"].as_u64().unwrap(),
            }),
        };
        assert_eq!(parts, expected, "{vector}");
    }
}

/// The regions of a vector. Its author's neighbours are those of the article but where all weights
/// are equal: there the first two are nearest to each other, and the first to the third.
fn vector_topology(vector: &Value, rest: &str) -> Topology {
    let weights = numbers(&vector["weights"]);
    if weights.iter().all(|weight| *weight == 1) {
        let mut even = topology(
            "active-active",
            rest,
            &[("us-west-2", 60), ("us-east-1", 30), ("ap-northeast-1", 10)],
        );
        even.regions.iter_mut().for_each(|region| region.weight = Weight::UNIT);
        return even;
    }
    let names = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];
    let regions: Vec<_> = names.into_iter().zip(weights.into_iter().map(u64::from)).collect();
    topology("active-active", rest, &regions)
}

fn policy(redistribute: &str, survive: &str) -> String {
    format!(
        "capacity = {{ redistribute = \"{redistribute}\", survive = \"{survive}\", by = \"static\", floor = 1 }}"
    )
}

#[test]
fn load_after_the_loss_of_a_region() {
    for vector in vectors("failover") {
        for (key, rule) in [("by_weight_load", "by-weight"), ("nearest_load", "nearest")] {
            let total = Fraction::new(1, u64::from(number(&vector["n"])));
            let capacity = Capacity::new(&vector_topology(&vector, &policy(rule, "one-region")));
            for failure in vector["failures"].as_array().unwrap() {
                let Some(loads) = failure[key].as_array() else { continue };
                let loss = &capacity.losses()[number(&failure["failed"]) as usize];
                for (index, load) in loads.iter().enumerate() {
                    let part = loss.part(index).unwrap_or(Fraction::ZERO);
                    assert_eq!(part.over(total).unwrap(), fraction(load), "{failure}");
                }
            }
        }
    }
}

#[test]
fn static_sizes() {
    let cases = [
        ("static_by_weight", "by-weight", "one-region"),
        ("static_nearest", "nearest", "one-region"),
        ("static_by_weight_2_failures", "by-weight", "two-regions"),
    ];
    let mut seen = 0;
    for vector in vectors("failover") {
        for (key, rule, survive) in cases {
            if vector[key].is_null() {
                continue;
            }
            let capacity = Capacity::new(&vector_topology(&vector, &policy(rule, survive)));
            let needs = by_policy(&capacity, number(&vector["n"]));
            let runs: Vec<u32> = needs.iter().map(|need| need.steady).collect();
            assert_eq!(runs, numbers(&vector[key]), "{key} of {vector}");
            assert!(needs.iter().all(|need| need.steady == need.failover));
            seen += 1;
        }
    }
    assert_eq!(seen, 10);
}

#[test]
fn steered_sizes_and_safe_utilisation() {
    for vector in vectors("failover") {
        let rest = format!(
            "{}\ningress = {{ via = \"route53-weighted\" }}",
            policy("by-weight", "one-region")
        );
        let topology = vector_topology(&vector, &rest);
        let capacity = Capacity::new(&topology);
        if let Some(steered) = vector["static_steered_min"].as_array() {
            let least = capacity.steered(&topology, number(&vector["n"]));
            assert_eq!(least, Some(number(&steered[0])), "{vector}");
        }
        let safe = fraction(&vector["max_safe_peak_utilisation_by_weight"]);
        assert_eq!(capacity.safe_utilisation(), Some(safe), "{vector}");
    }
}

#[test]
fn zones() {
    for vector in vectors("az_static") {
        let zones = u8::try_from(number(&vector["azs"])).unwrap();
        let total = zonal(number(&vector["region_load"]), zones);
        assert_eq!(total, number(&vector["total"]), "{vector}");
        assert_eq!(total / u32::from(zones), number(&vector["per_az"]), "{vector}");
    }
}

/// Reads after a loss, and whether what a table takes at once is enough for them. What a new table
/// takes is left out here, as the vectors do.
#[test]
fn reads() {
    let vectors = vectors("dynamodb_reads");
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let names = ARTICLE.into_iter().zip(numbers(&vector["weights"]));
        let regions: Vec<_> = names.map(|((name, _), weight)| (name, u64::from(weight))).collect();
        let topology = topology("active-active", &policy("by-weight", "one-region"), &regions);
        let capacity = Capacity::new(&topology);
        let total = number(&vector["total_rru_s"]);
        let reads = Supply::OnDemand { at_once: 0, warm: false };
        let needs = capacity.size(total, reads);
        let normal: Vec<u32> = needs.iter().map(|need| need.share).collect();
        assert_eq!(normal, numbers(&vector["normal"]));
        let loss = &capacity.losses()[number(&vector["failed"]) as usize];
        let after = capacity.after(loss, total, reads);
        let world = Fraction::new(1, u64::from(total));
        for (index, exact) in vector["after"].as_array().unwrap().iter().enumerate() {
            let part = loss.part(index).unwrap_or(Fraction::ZERO);
            assert_eq!(part.over(world).unwrap(), fraction(exact), "{vector}");
            assert!(after[index].is_none_or(|after| after <= 40_000));
            if let Some(growth) = vector["growth"][index].as_str() {
                let own = Fraction::new(u64::from(normal[index]), u64::from(total));
                assert_eq!(part.over(own), Some(fraction(&growth.into())));
            }
        }
        let enough =
            needs.iter().zip(&after).all(|(need, after)| need.steady >= after.unwrap_or(0));
        assert_eq!(Some(enough), vector["doubling_enough"].as_bool(), "{vector}");
        let warm = capacity.size(total, Supply::OnDemand { at_once: 0, warm: true });
        assert!(warm.iter().all(|need| need.steady >= total));
    }
}

#[test]
fn concurrency() {
    let vector = &vectors("lambda")[0];
    let total = number(&vector["total"]);
    let capacity =
        Capacity::new(&topology("active-active", &policy("by-weight", "one-region"), &ARTICLE));
    let needs = capacity.size(total, RESERVED);
    let normal: Vec<u32> = needs.iter().map(|need| need.share).collect();
    assert_eq!(normal, numbers(&vector["normal"]));
    // More than a quota of 1000 in eu-west-1, and in us-east-1 when eu-west-1 is lost.
    let reserved: Vec<u32> = needs.iter().map(|need| need.steady).collect();
    assert_eq!(reserved, [1_286, 1_125, 375]);
    let after = capacity.after(&capacity.losses()[0], total, RESERVED);
    let after: Vec<u32> = after.into_iter().map(|need| need.unwrap_or(0)).collect();
    assert_eq!(after, numbers(&vector["us_fails"]));
    let seconds = Fraction::new(u64::from(after[1] - normal[1]), 100);
    assert_eq!(seconds, fraction(&vector["scale_seconds_eu"]));
}
