//! "Did you mean": the known name closest to what was written.

/// The candidate most like `written`, if any is like enough to be what was meant.
pub(crate) fn closest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Whether the two differ by one letter left out, added, changed or swapped with its neighbour.
pub(crate) fn is_slip(written: &str, meant: &str) -> bool {
    strsim::damerau_levenshtein(written, meant) == 1
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_typo_is_recognised_and_a_stranger_is_not() {
        assert_eq!(closest("wieght", ["weight", "zones"]), Some("weight"));
        assert_eq!(closest("us-esat-1", ["us-west-1", "us-east-1"]), Some("us-east-1"));
        assert_eq!(closest("banana", ["weight", "zones"]), None);
    }
}
