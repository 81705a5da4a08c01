//! Splitting a total exactly.

use std::cmp::Reverse;

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
