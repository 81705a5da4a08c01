//! `topogen check --fix`: what is certain is mended in the file itself, or shown with `--diff`.

use std::path::Path;

use super::{loaded::Loaded, outcome::Outcome, terminal::Terminal};
use crate::{
    diag::Levels,
    fix::{self, Fixed, Mended},
    source::printable,
    tree,
};

/// Prints what would be mended in a file.
pub(super) fn show(file: &Loaded, levels: &Levels, terminal: &Terminal) -> Outcome {
    let source = &file.source;
    let fixed = fix::fix(source.path(), source.text(), levels);
    let path = printable(source.path());
    terminal.result(tree::diff_texts(&path, source.text(), fixed.source.text()))
}

/// Mends a file: what is left of its findings, and how many are gone.
pub(super) fn mend(
    path: &Path,
    file: Loaded,
    levels: &Levels,
    terminal: &Terminal,
) -> (Loaded, usize, Outcome) {
    let Fixed { source, mended } = fix::fix(file.source.path(), file.source.text(), levels);
    if mended.is_empty() {
        return (file, 0, Outcome::Done);
    }
    if let Err(error) = tree::replace(path, file.source.text(), source.text()) {
        terminal.error(format_args!("error: nothing is mended: {error}\n"));
        return (file, 0, Outcome::Failed);
    }
    for Mended { code, message, help, line } in &mended {
        let path = printable(path);
        terminal.error(format_args!("{path}:{line}: mended[{}]: {message}: {help}\n", code.slug));
    }
    (Loaded::of(source, levels), mended.len(), Outcome::Done)
}
