//! What a look-up reads, counted: memory is taken for what is parsed, a few times for each text of it, and for nothing else.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

use allocation_counter::measure;
use aws_catalogue::{Catalogue, Kind};

const SCHEMA: &str = include_str!("../data/schema.tsv");

/// How many texts a line has.
fn texts(key: &str) -> u64 {
    let line = SCHEMA.lines().find(|line| line.split('\t').next() == Some(key)).unwrap();
    line.matches('"').count() as u64 / 2
}

#[test]
fn having_a_catalogue_takes_nothing() {
    assert_eq!(measure(|| drop(Catalogue::new())).count_total, 0);
    assert_eq!(
        measure(|| assert!(Catalogue::new().names(Kind::Resource).count() > 300)).count_total,
        0
    );
}

#[test]
fn a_look_up_parses_its_own_line() {
    for name in ["aws_account_region", "aws_iam_role_policy", "aws_vpc", "aws_xray_sampling_rule"] {
        let taken = measure(|| drop(Catalogue::new().entry(Kind::Resource, name).unwrap()));
        let most = 4 * texts(&format!("resource {name}"));
        assert!(taken.count_total < most, "{name}: {} of {most}", taken.count_total);
    }
}

#[test]
fn what_is_not_there_parses_nothing() {
    let taken = measure(|| assert!(Catalogue::new().entry(Kind::Resource, "aws_vcp").is_err()));
    assert!(taken.bytes_total < 200, "{taken:?}");
}
