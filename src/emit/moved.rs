//! Where things were before entries were renamed: `moved.tf` in each root that has any.

use super::{verify::verify, write::HEADER};
use crate::{
    bug::{Bug, bug},
    moves::Moves,
    tree::Tree,
};

const WHY: &str = "# Where things were before their entries were renamed. When every root is applied, `renamed_from` may go.\n";

/// Adds the files. Addresses are as Terraform prints them, of checked names.
pub(crate) fn moved(moves: &Moves, tree: &mut Tree) -> Result<(), Bug> {
    for (root, moves) in moves {
        let block = |(from, to): &(String, String)| {
            format!("\nmoved {{\n  from = {from}\n  to   = {to}\n}}\n")
        };
        let text = [HEADER.trim_end(), "\n", WHY].concat();
        let text = moves.iter().map(block).fold(text, |text, block| text + &block);
        let path = if root == "." { "moved.tf".to_owned() } else { format!("{root}/moved.tf") };
        verify(&text).map_err(|error| bug(format!("{path}{error}")))?;
        tree.insert(path, text);
    }
    Ok(())
}
