//! What a write would do to what the tree there has made, in a line.

use std::{collections::BTreeSet, path::Path};

use super::{diff, loaded::Loaded, terminal::Terminal};
use crate::{
    diff::{Danger, Yours, accept, dangers, level},
    generation,
    hazard::Level,
    inventory::{Files, is_code},
    source::printable,
    tree::{Change, Comparison, Tree},
};

/// Says which hazards there are that nobody has accepted, and how bad they are. A new tree has none, nor has the same again.
pub(super) fn told(
    file: &Loaded,
    tree: &Tree,
    comparison: &Comparison<'_>,
    root: &Path,
    terminal: &Terminal,
) -> Result<Level, String> {
    let changes_code =
        |change: &Change<'_>| !matches!(change, Change::Add { .. }) && is_code(change.path());
    if !comparison.changes.iter().any(changes_code) {
        return Ok(Level::Safe);
    }
    let unread = |error| format!("cannot read {}: {error}", printable(root));
    let before = generation::read(root).map_err(unread)?;
    let yours = Yours::new(generation::beside(root, comparison).map_err(unread)?.files);
    let after = yours.beside(&Files::of(tree));
    let mut dangers = dangers(&before, &after).map_err(|bug| bug.to_string())?;
    let accepts = file.checked.as_ref().map(|checked| checked.topology.accepts.as_slice());
    let accepts = accepts.unwrap_or_default();
    if !accepts.is_empty() && !dangers.is_empty() {
        // What does not count is for `diff` to say.
        _ = accept(&mut dangers, accepts, diff::of_head(root));
    }
    let worst = level(&dangers);
    let open = dangers.iter().filter(|danger| danger.accepted.is_none());
    let codes: BTreeSet<&str> =
        open.filter(|danger| danger.hazard.level == worst).map(Danger::slug).collect();
    if worst > Level::Safe {
        let codes: Vec<&str> = codes.into_iter().collect();
        terminal.error(format_args!(
            "{}: {}: {}; `topogen diff {}` says what it does and how it is done right\n",
            printable(root),
            worst.as_str(),
            codes.join(", "),
            printable(file.source.path())
        ));
    }
    Ok(worst)
}
