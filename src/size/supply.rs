//! How what is counted comes to be there.

/// Decides what a region has beforehand, and what it may have after a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Supply {
    /// Starts by itself when load comes: tasks. What runs beforehand is for the policy to say; the floor and the zones hold.
    Tasks,
    /// Cannot start by itself during an outage: nodes of a log domain. What is to be survived is there beforehand, whatever
    /// `by` says; but a pilot light runs nothing of it outside home.
    Beforehand,
    /// Likewise, and each unit is a resource of its own: database instances. A number that followed the weights would have
    /// another weight destroy some, so what is there beforehand is the whole.
    Whole,
    /// Is a cap, and costs nothing until it is used: reserved concurrency. Wherever it may be needed it is there beforehand.
    Reserved {
        /// How much more of it can come into use in a second.
        per_second: u32,
    },
    /// Follows the load by itself, but not at any speed: reads of a `DynamoDB` table. What counts as running is what it takes
    /// at once: twice of what it had, or `at_once` where that is more; once warm, all that there is.
    OnDemand {
        /// What a new one takes.
        at_once: u32,
        /// Whether it has been told to expect everything.
        warm: bool,
    },
    /// Arrives everywhere whoever is lost: replicated writes.
    Replicated,
}

impl Supply {
    /// Whether it follows the load by itself, without anybody starting anything.
    pub(crate) fn grows_by_itself(self) -> bool {
        matches!(self, Self::OnDemand { .. })
    }

    /// Whether it cannot start by itself during an outage.
    pub(crate) fn is_fixed(self) -> bool {
        matches!(self, Self::Beforehand | Self::Whole)
    }
}
