//! Where the files of a tree are that nobody renders: on a disk, or in a commit.
//!
//! Out: the [`Files`] that Terraform may read there, whoever wrote them. Nothing follows a symlink, and what is larger
//! than any file of a tree, or hidden, is left out.

mod disk;
mod git;
mod kept;

pub(crate) use self::disk::{beside, read};
pub(crate) use self::git::{GitError, Repository};
