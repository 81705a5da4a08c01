//! `topogen affected`: the roots that a change touches.

use std::path::Path;

use super::{
    args::{AffectedArgs, AffectedFormat},
    document::json,
    loaded::Loaded,
    outcome::Outcome,
    roots,
    sides::{self, Problem},
    terminal::Terminal,
};
use crate::{
    affected::{self, Affected, Document, Listed},
    diag::shown,
    diff::{Origin, Side},
    source::printable,
};

/// What is listed of a tree.
struct Of {
    topology: String,
    tree: String,
    /// The commit's hash.
    base: Option<String>,
    affected: Affected,
}

/// Lists them.
pub(super) fn affected(args: &AffectedArgs, terminal: &Terminal) -> Outcome {
    let asked = roots::loaded(&args.files, args.out.as_deref(), &args.levels, terminal);
    let (loaded, roots) = match asked {
        Ok(asked) => asked,
        Err(outcome) => return outcome,
    };
    let files = loaded.into_iter().zip(&roots).zip(&args.files);
    let listed = files.map(|((file, root), path)| list(file, path, root, args.base.as_deref()));
    let listed = match listed.collect::<Result<Vec<Of>, Problem>>() {
        Ok(listed) => listed,
        Err((outcome, problem)) => {
            terminal.error(format_args!("error: {problem}\n"));
            return outcome;
        }
    };
    let written = write(&listed, args, terminal);
    let is_some = listed.iter().any(|one| !one.affected.roots.is_empty());
    written.max(if args.exit_code && is_some { Outcome::Differs } else { Outcome::Done })
}

fn list(loaded: Loaded, file: &Path, root: &Path, base: Option<&str>) -> Result<Of, Problem> {
    let failed = |bug: crate::Bug| (Outcome::Failed, bug.to_string());
    let (after, _) = sides::after(loaded, root)?;
    let (base, before) = match base.map(|base| sides::revision(file, root, base)).transpose()? {
        Some((Origin::Revision { commit, .. }, side)) => (Some(commit), side),
        Some(_) | None => (None, Side::default()),
    };
    let order = after.checked.as_ref().map_or(Ok(Vec::new()), crate::order).map_err(failed)?;
    Ok(Of {
        topology: printable(file),
        tree: printable(root),
        base,
        affected: affected::affected(&before.files, &after.files, &order).map_err(failed)?,
    })
}

fn write(listed: &[Of], args: &AffectedArgs, terminal: &Terminal) -> Outcome {
    if args.format == AffectedFormat::Text {
        let base = |one: &Of| match (&args.base, &one.base) {
            (Some(name), Some(hash)) => {
                format!("{} ({})", shown(name), hash.get(..7).unwrap_or(hash))
            }
            _ => "nothing".to_owned(),
        };
        let text = listed
            .iter()
            .map(|one| affected::text(&one.topology, &one.tree, &base(one), &one.affected));
        return terminal.result(text.collect::<String>());
    }
    let trees = listed
        .iter()
        .map(|one| Listed::new(&one.topology, &one.tree, one.base.as_deref(), &one.affected));
    let trees: Vec<Listed<'_>> = trees.collect();
    match args.format {
        AffectedFormat::Github => terminal.result(affected::lines(&trees)),
        AffectedFormat::Tsv => terminal.result(affected::table(&trees)),
        AffectedFormat::Text | AffectedFormat::Json => json(&Document::new(trees), terminal),
    }
}
