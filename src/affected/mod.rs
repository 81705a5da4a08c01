//! Which roots a change touches: those of which a plan may have something to say.
//!
//! In: two generations of a tree. Out: [`Affected`], root by root in the order in which they are applied. More roots are
//! listed than have an object that changes: a text of which `plan` makes nothing is for Terraform to judge.

mod document;
mod roots;
mod text;

pub(crate) use self::document::{Document, Listed, lines, table};
pub(crate) use self::roots::{Affected, affected};
pub(crate) use self::text::text;
