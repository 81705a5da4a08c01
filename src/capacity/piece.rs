//! What the report is made of, before anybody knows whether it goes to a terminal or into a page.

/// A part of the report.
pub(super) enum Piece {
    /// What comes next.
    Heading(String),
    /// A sentence.
    Line(String),
    /// Rows of cells; the first columns are words, the others numbers.
    Table(Table),
    /// Sentences.
    List(Vec<String>),
    /// What to write into the topology.
    Toml(String),
}

/// A table with a bar at the end of each row.
pub(super) struct Table {
    pub(super) words: usize,
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<(Vec<String>, Bar)>,
}

/// What runs, what is added, what is missing, out of the most that any row of the unit has.
#[derive(Clone, Copy, Default)]
pub(super) struct Bar {
    pub(super) runs: u32,
    pub(super) added: u32,
    pub(super) missing: u32,
    pub(super) most: u32,
}

/// More rows than this nobody reads; then each region's worst loss stands for all.
pub(super) const READABLE: usize = 24;
