//! What blocks have to say to people.

/// Something for a README: a template in Markdown, without a mark before it.
#[derive(Debug)]
pub(crate) struct Note {
    /// Where it belongs.
    pub(crate) when: When,
    /// Its holes take `name`, `home`, `tier` and `survive`, whether there are `several` regions, states are `split` and there
    /// are `keys`, and `names`.
    pub(crate) text: &'static str,
    /// What else goes into the holes: never text of a topology that was not checked.
    pub(crate) names: Vec<(&'static str, String)>,
}

/// When people need a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// It is left to them, because Terraform cannot do it.
    ByHand,
    /// Before something of the block, or a region, is taken away.
    Leaving,
    /// A region is lost.
    Lost,
    /// They read what the sizes assume.
    Assumed,
}

impl Note {
    /// With the holes that all have.
    pub(crate) fn new(when: When, text: &'static str) -> Self {
        Self { when, text, names: Vec::new() }
    }

    /// With one more hole.
    pub(crate) fn with(mut self, hole: &'static str, name: impl Into<String>) -> Self {
        self.names.push((hole, name.into()));
        self
    }
}
