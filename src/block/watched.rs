//! What should wake somebody, as a block says it: what is the same for many alarms once, then each of them.

use std::fmt::Display;

use crate::{aws::RegionName, graph::Expr};

/// Alarms that are alike, in one region: each signal of each of them, in each direction.
#[derive(Debug)]
pub(crate) struct Watched {
    /// A word for them, which no other ones of their region have: `tables`.
    pub(crate) group: &'static str,
    /// Whose health they tell.
    pub(crate) watches: Watches,
    /// Where the metrics live; an alarm sees only metrics of its own region.
    pub(crate) region: RegionName,
    /// What is the same for all.
    pub(crate) signals: Vec<Signal>,
    /// What is not.
    pub(crate) alarms: Vec<Alarm>,
    /// The directions, all pairs of these.
    pub(crate) between: Option<Between>,
}

/// The ends of the ways that are watched: one end is the region of the metrics.
#[derive(Debug)]
pub(crate) struct Between {
    /// What `{from}` stands for.
    pub(crate) from: Vec<RegionName>,
    /// What `{to}` stands for.
    pub(crate) to: Vec<RegionName>,
}

/// A metric, and when it is bad.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signal {
    /// `throttled-reads`
    pub(crate) name: &'static str,
    /// What it means and what to look at first.
    pub(crate) description: &'static str,
    /// `AWS/DynamoDB`
    pub(crate) namespace: &'static str,
    /// `ReplicationLatency`
    pub(crate) metric: &'static str,
    /// What is made of a minute's values.
    pub(crate) statistic: Statistic,
    /// Another metric with the same dimensions, which is taken off.
    pub(crate) minus: Option<&'static str>,
    /// The metric is published under one more dimension: the sum over these values of it, ten at most.
    pub(crate) sum_over: Option<(&'static str, &'static [&'static str])>,
    /// Which side of the threshold is bad.
    pub(crate) comparison: Comparison,
    /// In the metric's unit; `None` where each alarm has its own.
    pub(crate) threshold: Option<u32>,
    /// Minutes in a row.
    pub(crate) minutes: u32,
    /// What no data means.
    pub(crate) missing: Missing,
}

/// Of the values of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statistic {
    /// Their mean.
    Average,
    /// The largest.
    Maximum,
    /// The smallest.
    Minimum,
    /// All together.
    Sum,
    /// What one in a hundred exceeds.
    P99,
}

impl Statistic {
    /// CloudWatch's word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Average => "Average",
            Self::Maximum => "Maximum",
            Self::Minimum => "Minimum",
            Self::Sum => "Sum",
            Self::P99 => "p99",
        }
    }
}

/// Where a value is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// Above the threshold.
    Above,
    /// At the threshold or above.
    AtLeast,
    /// Below the threshold.
    Below,
}

impl Comparison {
    /// CloudWatch's word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Above => "GreaterThanThreshold",
            Self::AtLeast => "GreaterThanOrEqualToThreshold",
            Self::Below => "LessThanThreshold",
        }
    }
}

/// What no data means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// As bad as a bad value.
    Bad,
    /// As good as a good one.
    Good,
    /// The alarm stays as it is.
    Unchanged,
    /// The alarm says that it does not know.
    Unknown,
    /// A value of 0: of metrics that only report when something happens and whose alarms do not listen to the
    /// other words, as DynamoDB's.
    Zero,
}

impl Missing {
    /// The word of the alarms' module for it: CloudWatch's, and `zero`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Bad => "breaching",
            Self::Good => "notBreaching",
            Self::Unchanged => "ignore",
            Self::Unknown => "missing",
            Self::Zero => "zero",
        }
    }
}

/// What alarms look at.
#[derive(Debug)]
pub(crate) struct Alarm {
    /// Unique in its region, once the signal and the ends stand in it: `tables.users/{signal}-to-{to}`.
    pub(crate) name: String,
    /// Dimension names and values: exactly those under which the metrics are published. `{from}`, `{to}` and `{account}`
    /// stand for the ends and for the account.
    pub(crate) dimensions: Vec<(&'static str, Expr)>,
    /// The same as of a signal, where each alarm has its own values.
    pub(crate) sum_over: Option<(&'static str, Vec<String>)>,
    /// Where the signal has none.
    pub(crate) threshold: Option<u32>,
}

/// What alarms are about: decides the root that owns them and the topic that they act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Watches {
    /// One region alone: in its own root, for no region needs another one to say that it is ill.
    Region,
    /// What goes from one region to another. It acts on the topic of the region that has the metric, but is no part of
    /// its root: one more region must not change the roots of the others.
    BetweenRegions,
    /// What users reach first.
    Edge,
}

impl Alarm {
    /// An alarm on metrics with these dimensions, about an entry of a section, or about a section that has none:
    /// `tables.users/{signal}`.
    pub(crate) fn of<'e>(
        section: &'static str,
        entry: impl Into<Option<&'e str>>,
        dimensions: impl Into<Vec<(&'static str, Expr)>>,
    ) -> Self {
        let entry = entry.into().map_or_else(String::new, |entry| format!(".{entry}"));
        let name = format!("{section}{entry}/{{signal}}");
        Self { name, dimensions: dimensions.into(), sum_over: None, threshold: None }
    }

    /// Which of several about the same.
    pub(crate) fn which(mut self, which: impl Display) -> Self {
        self.name = format!("{}-{which}", self.name);
        self
    }
}

impl Watched {
    /// What tells how one region is.
    pub(crate) fn in_region(
        group: &'static str,
        region: RegionName,
        signals: Vec<Signal>,
        alarms: Vec<Alarm>,
    ) -> Self {
        Self { group, watches: Watches::Region, region, signals, alarms, between: None }
    }

    /// Whether there is no alarm at all.
    pub(crate) fn is_empty(&self) -> bool {
        let nowhere = |it: &Between| it.from.is_empty() || it.to.is_empty();
        self.alarms.is_empty() || self.between.as_ref().is_some_and(nowhere)
    }

    /// Each alarm with each of its signals, and its name, in which `{from}` and `{to}` are any two ends.
    pub(crate) fn each<'w>(&'w self) -> impl Iterator<Item = (String, &'w Signal, &'w Alarm)> {
        let signals = |alarm| self.signals.iter().map(move |signal| (alarm, signal));
        let named = |(alarm, signal): (&'w Alarm, &'w Signal)| {
            (alarm.name.replace("{signal}", signal.name), signal, alarm)
        };
        self.alarms.iter().flat_map(signals).map(named)
    }
}

/// The same of some groups that have any.
#[cfg(test)]
pub(super) fn each(all: &[Watched]) -> Vec<(&Watched, String, &Signal, &Alarm)> {
    let mut found = Vec::new();
    for watched in all.iter().filter(|watched| !watched.is_empty()) {
        found.extend(watched.each().map(|(name, signal, alarm)| (watched, name, signal, alarm)));
    }
    found
}
