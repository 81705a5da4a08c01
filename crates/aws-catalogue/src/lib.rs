//! What Terraform's AWS provider has and does, as data: its types with their arguments, and the rules that its code adds.
//!
//! The data is text of one line a type, sorted, in the program itself. A [`Catalogue`] costs nothing to have: a look-up
//! finds its line by halves and parses that line, and the blocks that the type shares with others.
//!
//! ```
//! use aws_catalogue::{Catalogue, Kind};
//!
//! let catalogue = Catalogue::new();
//! let vpc = catalogue.entry(Kind::Resource, "aws_vpc")?;
//! assert!(vpc.block.attributes["cidr_block"].optional());
//! assert!(catalogue.entry(Kind::Resource, "aws_vcp").is_err());
//! # Ok::<(), aws_catalogue::Error>(())
//! ```

mod block;
mod catalogue;
mod error;
pub mod facts;
mod kind;
mod lines;
pub mod policy;
mod replacement;
mod value;

pub use block::{Attribute, Block, Nested, Nesting};
pub use catalogue::{Catalogue, Entry, Group, Kind, Rules};
pub use error::Error;
pub use kind::Type;
pub use replacement::{Change, Effect, Outcome, Plugin, Replacement};
pub use value::Value;
