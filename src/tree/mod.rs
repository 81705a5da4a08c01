//! The output tree: what a render produces, and how it gets onto a disk that people work on.
//!
//! In: contents by relative path, from `emit`. Out: one [`Comparison`] with the disk, the single source for
//! `render`, `render --check`, `--diff` and the golden tests. It may assume nothing about the disk.
//!
//! **Whose file is it?** `.topogen/manifest.json` lists every file topogen wrote, with its SHA-256. A file is
//! ours when it is listed and its hash matches. A file that holds exactly what would be written is never in
//! the way, listed or not. Everything else at a path we need is a [`Change::Conflict`], and one conflict
//! refuses the whole run; only a file that was inserted to [yield](Tree::insert_unless_theirs) is left to its
//! owner instead. Paths that are neither generated nor listed are never looked at.
//!
//! **Line endings** are version control's business: `\r\n` counts as `\n` in every comparison and hash, so a
//! checkout with `core.autocrlf` is neither edited nor out of date. We write `\n`. A file with a NUL byte is
//! [binary](Content::Binary), as version control has it, and compared byte by byte.
//!
//! **A kill at any instant** leaves each file entirely old or entirely new, under a manifest that lists
//! either (the order is in `write.rs`). The next comparison says so and the next write repairs it.
//!
//! Out of scope: somebody who swaps a directory for a symlink in the instant between check and rename
//! (`std` has no `openat`), and a file that becomes a directory of the same name, or the reverse, from one
//! render to the next (refused; the user removes the old one).

mod compare;
mod content;
mod diff;
mod disk;
mod error;
mod file;
mod files;
mod manifest;
mod path;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use self::compare::{Change, Comparison};
pub use self::content::Content;
pub use self::diff::texts as diff_texts;
pub use self::error::{TreeError, Why};
pub use self::file::replace;
pub use self::files::Tree;
pub(crate) use self::manifest::listed;
pub(crate) use self::path::MANIFEST;
pub use self::write::Written;
