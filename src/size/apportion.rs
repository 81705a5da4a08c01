//! Splitting a total exactly.

use std::cmp::Reverse;

/// Why a total cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsplittable {
    /// No region weighs anything.
    WeightsZero,
    /// The minimums alone add up to more.
    MinimumsExceedTotal {
        /// What they add up to.
        needed: u64,
    },
}

/// Splits `total` by weight so that no region gets less than its minimum; the parts add up to
/// `total`. The region furthest below its minimum is given just that, and the rest is split anew
/// among the others, until none is below. Regions without an entry in `minimums` have none.
pub(crate) fn apportion(
    total: u32,
    weights: &[u64],
    minimums: &[u32],
) -> Result<Vec<u32>, Unsplittable> {
    let needed = minimums.iter().copied().map(u64::from).sum();
    if needed > u64::from(total) {
        return Err(Unsplittable::MinimumsExceedTotal { needed });
    }
    let least = |index: usize| minimums.get(index).copied().unwrap_or(0);
    let mut pinned = vec![false; weights.len()];
    loop {
        let free = weights.iter().zip(&pinned);
        let free: Vec<u64> = free.map(|(weight, pin)| if *pin { 0 } else { *weight }).collect();
        let given: u32 = (0..).zip(&pinned).filter(|(_, pin)| **pin).map(|(i, _)| least(i)).sum();
        let mut parts = largest_remainder(total - given, &free).ok_or(Unsplittable::WeightsZero)?;
        for (index, (part, _)) in parts.iter_mut().zip(&pinned).enumerate().filter(|one| *one.1.1) {
            *part = least(index);
        }
        let below = parts.iter().enumerate().map(|(i, part)| (least(i).saturating_sub(*part), i));
        // Of equally deep ones the first.
        match below
            .filter(|(deficit, _)| *deficit > 0)
            .max_by_key(|(deficit, i)| (*deficit, Reverse(*i)))
        {
            Some((_, index)) => pinned.iter_mut().skip(index).take(1).for_each(|pin| *pin = true),
            None => return Ok(parts),
        }
    }
}

/// As [`apportion`] without minimums; if no region weighs anything, all are taken to be alike.
pub(super) fn split(total: u32, weights: &[u64]) -> Vec<u32> {
    let alike = |_| apportion(total, &vec![1; weights.len()], &[]);
    apportion(total, weights, &[]).or_else(alike).unwrap_or_default()
}

/// Largest remainder (Hamilton): every region gets the whole part of its quota, and the units left
/// over go to the largest fractions; on a tie to the larger weight, then to the earlier region: home, or the first by name.
/// `None` where there is something to split and no weight.
fn largest_remainder(total: u32, weights: &[u64]) -> Option<Vec<u32>> {
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    if sum == 0 {
        return (total == 0).then(|| vec![0; weights.len()]);
    }
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
    Some(parts)
}

/// Quotas never exceed the total, which is a `u32`.
fn narrow(value: u128) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
