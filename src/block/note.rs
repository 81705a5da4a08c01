//! What blocks have to say to people.

/// Something for a README: a template in Markdown, without a mark before it.
#[derive(Debug)]
pub(crate) struct Note {
    /// Who says it: a block. The ledger knows.
    pub(crate) section: &'static str,
    /// Where it belongs.
    pub(crate) when: When,
    /// Its holes take `name`, `home`, `tier` and `survive`, whether there are `several` regions, states are `split` and there
    /// are `keys`, `images` and a `network`, for who makes those speaks before others ask for them; and `names`.
    pub(crate) text: &'static str,
    /// What else goes into the holes: never text of a topology that was not checked.
    pub(crate) names: Vec<(&'static str, String)>,
}

/// When people need a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// They have applied the tree, or something new in it. A paragraph.
    Applied,
    /// It is left to them, because Terraform cannot do it.
    ByHand,
    /// A region is to go, and this has a protection there that only they can lift. A few words, in a sentence of all.
    Protected,
    /// Before something of the block, or a region, is taken away.
    Leaving,
    /// They read what the sizes assume.
    Assumed,
    /// They look how users find their way. Paragraphs.
    Routing,
    /// A pilot light has to serve, and users wait for this part of a region.
    Awaited,
    /// A region is lost.
    Lost,
    /// It is back. A step.
    Back(Step),
}

/// What comes after what when a region is back, whichever block says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// While it is still gone.
    Gone,
    /// Before anything works there.
    First,
    /// What it missed comes to it.
    CatchesUp,
    /// It may write again.
    Writes,
    /// Users are let in.
    Opens,
}

impl Note {
    /// With the holes that all have.
    pub(crate) fn new(when: When, text: &'static str) -> Self {
        Self { section: "", when, text, names: Vec::new() }
    }

    /// With one more hole.
    pub(crate) fn with(mut self, hole: &'static str, name: impl Into<String>) -> Self {
        self.names.push((hole, name.into()));
        self
    }
}
