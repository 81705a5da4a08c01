//! The two sides of a comparison: what would be written, and what a commit, a folder or an older topology has.

use std::path::{Path, PathBuf};

use super::{loaded::Loaded, outcome::Outcome};
use crate::{
    Checked,
    diag::{Diagnostics, Levels},
    diff::{Origin, Side, Yours},
    generation::{self, Repository},
    inventory::Files,
    source::{Source, printable},
    tree,
};

/// Why there is nothing to compare.
pub(super) type Problem = (Outcome, String);

/// The tree that would be written with what stands beside it, and at which paths somebody's work is in the way.
pub(super) fn after(loaded: Loaded, root: &Path) -> Result<(Side, Vec<String>), Problem> {
    let Loaded { source, checked, .. } = loaded;
    let checked = checked.ok_or_else(|| (Outcome::Invalid, String::new()))?;
    let failed = |error: &dyn std::fmt::Display| (Outcome::Failed, error.to_string());
    let tree = crate::render(&checked).map_err(|bug| failed(&bug))?;
    let on_disk = tree.compare(root).map_err(|error| failed(&error))?;
    let yours = generation::beside(root, &on_disk)
        .map_err(|error| failed(&format_args!("cannot read {}: {error}", printable(root))))?;
    let in_the_way = yours.in_the_way;
    let yours = Yours::new(yours.files);
    let side = Side {
        files: yours.beside(&Files::of(&tree)),
        yours,
        source: Some(source),
        checked: Some(checked),
        ..Side::default()
    };
    Ok((side, in_the_way))
}

/// The side that the tree is compared with.
pub(super) fn before(
    file: &Path,
    root: &Path,
    against: Option<&Path>,
    yours: &Yours,
) -> Result<(Origin, Side), Problem> {
    match against {
        Some(path) if path.is_dir() => folder(path, root),
        Some(path) if path.exists() => topology(path, yours),
        name => {
            let name = name.map_or(Some("HEAD"), Path::to_str);
            let name = name.ok_or_else(|| (Outcome::Usage, "`--against` is no text".to_owned()))?;
            revision(file, root, name)
        }
    }
}

/// A tree on the disk: the folder itself, or the one in it that is named like the topology.
fn folder(path: &Path, root: &Path) -> Result<(Origin, Side), Problem> {
    let inner = root.file_name().map(|stem| path.join(stem));
    let has_tree = |path: &PathBuf| path.join(tree::MANIFEST).is_file();
    let inner = inner.filter(has_tree).filter(|_| !has_tree(&path.to_owned()));
    let path = inner.unwrap_or_else(|| path.to_owned());
    let files = generation::read(&path)
        .map_err(|error| (Outcome::Failed, format!("cannot read {}: {error}", printable(&path))))?;
    Ok((Origin::Folder(printable(&path)), Side { files, ..Side::default() }))
}

/// A topology on the disk.
fn topology(path: &Path, yours: &Yours) -> Result<(Origin, Side), Problem> {
    let loaded = Loaded::new(path, &Levels::default());
    let Some(checked) = loaded.checked else {
        let problem = format!(
            "{} has errors\n  = help: `topogen check` says which; or name a folder or a commit with `--against`",
            printable(path)
        );
        return Err((loaded_outcome(path), problem));
    };
    let tree = crate::render(&checked).map_err(|bug| (Outcome::Failed, bug.to_string()))?;
    let side = Side {
        files: yours.beside(&Files::of(&tree)),
        yours: yours.clone(),
        source: Some(loaded.source),
        checked: Some(checked),
        ..Side::default()
    };
    Ok((Origin::Topology(printable(path)), side))
}

fn loaded_outcome(path: &Path) -> Outcome {
    Loaded::new(path, &Levels::default()).outcome()
}

/// What a commit has at the same place.
pub(super) fn revision(file: &Path, root: &Path, name: &str) -> Result<(Origin, Side), Problem> {
    let failed = |error: generation::GitError| (Outcome::Failed, error.to_string());
    let repository = Repository::of(root).map_err(failed)?;
    let commit = repository.commit(name).map_err(failed)?;
    let folder = repository.inside(root).unwrap_or_default();
    let manifest = format!("{folder}/{}", tree::MANIFEST);
    let manifest = manifest.trim_start_matches('/');
    let path = repository.inside(file);
    let (files, [manifest, text]) =
        repository.files(&commit, &folder, [Some(manifest), path.as_deref()]).map_err(failed)?;
    let manifest = manifest.unwrap_or_default();
    let source = text.map(|text| Source::new(file.display().to_string(), text));
    let checked: Option<Checked> =
        source.as_ref().and_then(|source| crate::check(source, &mut Diagnostics::new()).ok());
    let mut side =
        Side { files, listed: tree::listed(&manifest), source, checked, ..Side::default() };
    let mut rendered = false;
    if side.files == Files::default()
        && let Some(checked) = &side.checked
    {
        let tree = crate::render(checked).map_err(|bug| (Outcome::Failed, bug.to_string()))?;
        side.files = Files::of(&tree);
        rendered = true;
    }
    let (name, commit) = (name.to_owned(), commit.hash);
    Ok((Origin::Revision { name, commit, rendered }, side))
}
