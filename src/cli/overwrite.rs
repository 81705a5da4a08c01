//! `--overwrite PATH`: which files in the way somebody gives up.

use std::{collections::BTreeSet, path::Path};

use crate::{diag::shown, source::printable, tree::Comparison};

/// For each tree the conflicts that are given up. A pattern that means no file of any tree is a mistake.
pub(super) fn given_up(
    compared: &[(Comparison<'_>, &Path)],
    patterns: &[String],
) -> Result<Vec<BTreeSet<String>>, String> {
    for pattern in patterns {
        let means = |(comparison, root): &(Comparison<'_>, &Path)| {
            comparison.paths().any(|path| is_meant(pattern, root, path))
        };
        if !compared.iter().any(means) {
            let trees: Vec<String> = compared.iter().map(|(_, root)| printable(root)).collect();
            let (pattern, trees) = (shown(pattern), trees.join(" or "));
            return Err(format!(
                "`--overwrite {pattern}` means no file of {trees}; write a path within the tree, such as \
                 `edge/main.tf` or `**/*.tf`"
            ));
        }
    }
    let of = |(comparison, root): &(Comparison<'_>, &Path)| {
        let conflicts = comparison.conflicts().map(|(path, _)| path);
        let meant = |path: &&str| patterns.iter().any(|pattern| is_meant(pattern, root, path));
        conflicts.filter(meant).map(str::to_owned).collect()
    };
    Ok(compared.iter().map(of).collect())
}

/// Whether a pattern means a file of a tree; a path may also begin with the tree's own, as a shell completes it.
fn is_meant(pattern: &str, root: &Path, path: &str) -> bool {
    let plain = |pattern: &Path| {
        let pattern = pattern.strip_prefix(".").unwrap_or(pattern);
        pattern.to_str().is_some_and(|pattern| {
            let (pattern, path): (Vec<_>, Vec<_>) =
                (pattern.split('/').collect(), path.split('/').collect());
            folders_match(&pattern, &path)
        })
    };
    let whole = Path::new(pattern);
    plain(whole) || whole.strip_prefix(root).is_ok_and(plain)
}

fn folders_match(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            folders_match(rest, path)
                || path.split_first().is_some_and(|(_, path)| folders_match(pattern, path))
        }
        ([first, pattern @ ..], [name, path @ ..]) => {
            name_matches(first, name) && folders_match(pattern, path)
        }
        ([], _) | (_, []) => false,
    }
}

/// `*` stands for any text.
fn name_matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(start) else { return false };
    let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    ends.any(|at| name_matches(rest, name.get(at..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_paths_within_a_tree() {
        let meant = |pattern, path| is_meant(pattern, Path::new("build/prod"), path);
        for pattern in [
            "edge/main.tf",
            "./edge/main.tf",
            "edge/*.tf",
            "**/*.tf",
            "**",
            "build/prod/edge/main.tf",
            "**/m*n.*",
        ] {
            assert!(meant(pattern, "edge/main.tf"), "{pattern}");
        }
        for pattern in ["main.tf", "*.tf", "edge", "edge/*", "prod/edge/main.tf", "**/*.md"] {
            assert_eq!(meant(pattern, "edge/main.tf"), pattern == "edge/*", "{pattern}");
        }
        assert!(meant("**/*.tf", "main.tf"));
    }
}
