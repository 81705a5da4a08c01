//! What a change of a topology means: the tree that would be written against one that is there.
//!
//! In: two sides, each a tree with the topology that it is of. Out: a [`Comparison`]: what Terraform would plan, which edits
//! it comes from, what of it is dangerous, what it does to the capacity. `document`, `text` and `markdown` show it.

mod causes;
mod comparison;
mod danger;
mod document;
mod edits;
mod findings;
mod from;
mod hand;
mod markdown;
mod objects;
mod page;
mod side;
mod text;
mod visible;

pub(crate) use self::comparison::{Comparison, Origin, dangers};
pub(crate) use self::danger::{Danger, accept, level};
pub(crate) use self::document::Document;
pub(crate) use self::findings::Findings;
pub(crate) use self::markdown::markdown;
pub(crate) use self::side::{Side, Yours};
pub(crate) use self::text::text;
