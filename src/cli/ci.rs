//! `topogen ci`: the pipeline of the trees of a repository, at its top.

use std::path::{Path, PathBuf};

use super::{
    args::{CiArgs, CiEngine},
    loaded::Loaded,
    outcome::Outcome,
    render::{Ending, finish},
    roots,
    sides::Problem,
    terminal::Terminal,
};
use crate::{
    diag::shown,
    generation::Repository,
    inventory::{Files, Inventory, Texts},
    pipeline::{Asked, Engine, Piped, is_of_a_pipeline, pipeline},
    source::printable,
    tree::{Change, Tree},
};

/// Writes it, or says whether it is what would be written.
pub(super) fn ci(args: &CiArgs, terminal: &Terminal) -> Outcome {
    let asked = roots::loaded(&args.files, args.out.as_deref(), &args.levels, terminal);
    let (loaded, roots) = match asked {
        Ok(asked) => asked,
        Err(outcome) => return outcome,
    };
    match piped(args, &loaded, &roots) {
        Ok((tree, top)) => match tree.compare(&top) {
            Ok(comparison) if comparison.changes.iter().any(is_of_a_tree) => {
                terminal.failed(format_args!(
                    "a tree stands at {}, where the pipeline has to: nothing is written\n  = help: render it into a folder of its own",
                    printable(near(&top))
                ))
            }
            Ok(comparison) => {
                let command = format!("ci {}", engine(args.engine).1);
                let command = roots::command(&command, &args.files, args.out.as_deref());
                let (check, diff, overwrite) = (args.check, args.diff, &args.overwrite);
                let ending = Ending { check, diff, overwrite, command };
                finish(vec![(comparison, &near(&top))], &ending, terminal)
            }
            Err(error) => terminal.failed(error),
        },
        Err((outcome, problem)) => {
            terminal.error(format_args!("error: {problem}\n"));
            outcome
        }
    }
}

/// The top as somebody sees it who stands in the repository.
fn near(top: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let below = here.ok().and_then(|here| Some(here.strip_prefix(top).ok()?.components().count()));
    match below {
        None => top.to_owned(),
        Some(0) => PathBuf::from("."),
        Some(folders) => std::iter::repeat_n("..", folders).collect(),
    }
}

/// Whether something would go that no pipeline has written.
fn is_of_a_tree(change: &Change<'_>) -> bool {
    matches!(change, Change::Remove { path, .. } if !is_of_a_pipeline(path))
}

fn piped(args: &CiArgs, loaded: &[Loaded], roots: &[PathBuf]) -> Result<(Tree, PathBuf), Problem> {
    let failed = |bug: crate::Bug| (Outcome::Failed, bug.to_string());
    let repository = roots.first().map(|root| Repository::of(root));
    let repository = repository.and_then(Result::ok).ok_or_else(|| {
        let why = "a pipeline stands at the top of a Git repository, and there is none here\n  = help: `git init`";
        (Outcome::Failed, why.to_owned())
    })?;
    let inside = |path: &Path| place(&repository, path);
    let mut trees = Vec::new();
    let mut arguments: Vec<String> = Vec::new();
    let mut region = None;
    for ((file, path), root) in loaded.iter().zip(&args.files).zip(roots) {
        let Some(checked) = &file.checked else { continue };
        let rendered = crate::render(checked).map_err(failed)?;
        region = region.or(Some(checked.topology.control_region.as_str()));
        arguments.push(inside(path)?);
        trees.push(Piped {
            folder: inside(root)?,
            order: crate::order(checked).map_err(failed)?,
            inventory: Inventory::of(&Files::of(&rendered), &mut Texts::new()),
        });
    }
    if let Some(out) = &args.out {
        let out = inside(out)?;
        arguments.extend(["--out".to_owned(), if out.is_empty() { ".".to_owned() } else { out }]);
    }
    if !is_plain(&args.branch) {
        return Err((Outcome::Usage, format!("`{}` is no branch", shown(&args.branch))));
    }
    let asked = Asked {
        engine: engine(args.engine).0,
        arguments: &arguments.join(" "),
        branch: &args.branch,
        region: region.unwrap_or_default(),
    };
    Ok((pipeline(&asked, &trees).map_err(failed)?, repository.top().to_owned()))
}

/// Where a path is from the repository's top; a pipeline is no place to quote one.
fn place(repository: &Repository, path: &Path) -> Result<String, Problem> {
    let inside = repository.inside(path).ok_or_else(|| {
        let problem = format!("{} is not in the repository", printable(path));
        (Outcome::Usage, problem)
    })?;
    if inside.is_empty() || is_plain(&inside) {
        return Ok(inside);
    }
    let problem = format!(
        "{} cannot stand in a pipeline\n  = help: letters, digits, `-`, `_`, `.` and `/`, and no `-` at the beginning",
        shown(&inside)
    );
    Err((Outcome::Usage, problem))
}

fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    !text.is_empty() && !text.starts_with('-') && text.chars().all(plain)
}

fn engine(engine: CiEngine) -> (Engine, &'static str) {
    match engine {
        CiEngine::Github => (Engine::Github, "github"),
        CiEngine::Gitlab => (Engine::Gitlab, "gitlab"),
        CiEngine::Atlantis => (Engine::Atlantis, "atlantis"),
    }
}
