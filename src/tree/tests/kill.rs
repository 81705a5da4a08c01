//! A write that ends early, at every step it has.

use std::cell::{Cell, RefCell};
use std::io;

use proptest::prelude::*;

use super::super::Comparison;
use super::*;

/// Writes until `steps` calls are done; then every call fails, as if the program were gone.
fn killed(comparison: Comparison<'_>, steps: usize) -> Result<Written, TreeError> {
    let left = Cell::new(steps);
    comparison.write_through(&overwrite(), &|_, _| {
        left.set(left.get().checked_sub(1).ok_or_else(|| io::Error::other("killed"))?);
        Ok(())
    })
}

/// Writes with the one call after `steps` failing.
fn failing(comparison: Comparison<'_>, steps: usize) -> Result<Written, TreeError> {
    let done = Cell::new(0);
    comparison.write_through(&overwrite(), &|_, _| {
        let step = done.replace(done.get() + 1);
        if step == steps { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    })
}

fn overwrite() -> BTreeSet<String> {
    ["edited.tf", "edited/stale.tf", "mine.tf"].map(String::from).into()
}

const FIRST: [(&str, &str); 7] = [
    ("README.md", "same"),
    ("a/b/stale.tf", "1"),
    ("a/modified.tf", "1"),
    ("edited.tf", "1"),
    ("edited/stale.tf", "1"),
    ("gone/c/stale.tf", "1"),
    ("modified.tf", "1"),
];
const SECOND: [(&str, &str); 7] = [
    ("README.md", "same"),
    ("a/modified.tf", "2"),
    ("added.tf", "2"),
    ("edited.tf", "2"),
    ("mine.tf", "2"),
    ("modified.tf", "2"),
    ("new/d/added.tf", "2"),
];
const THIRD: [(&str, &str); 6] = [
    ("README.md", "3"),
    ("a/b/stale.tf", "3"),
    ("added.tf", "3"),
    ("edited.tf", "3"),
    ("modified.tf", "1"),
    ("new/other.tf", "3"),
];
/// Files that are never generated.
const USERS: [(&str, &str); 3] =
    [("a/own.tf", "own"), ("new/own.tf", "own"), ("terraform.tfstate", "state")];

/// The first version on disk, with files of the user's, edits and one file in the way.
fn start() -> TempDir {
    let root = rendered(&FIRST);
    for (path, text) in USERS {
        put(root.path(), path, text);
    }
    for path in ["edited.tf", "edited/stale.tf", "mine.tf"] {
        put(root.path(), path, "edited");
    }
    root
}

/// What a tree looks like when it was rendered without trouble.
fn finished(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let root = rendered(files);
    for (path, text) in USERS {
        put(root.path(), path, text);
    }
    everything(root.path())
}

/// The steps of a write: what is done, to which path.
fn log(comparison: Comparison<'_>) -> Vec<String> {
    let log = RefCell::new(Vec::new());
    comparison
        .write_through(&overwrite(), &|doing, path| {
            log.borrow_mut().push(format!("{doing} /{path}"));
            Ok(())
        })
        .unwrap();
    log.into_inner()
}

/// The steps from the first to the second version.
fn steps() -> Vec<String> {
    log(tree(&SECOND).compare(start().path()).unwrap())
}

/// Each file is wholly one of the versions, or as the user left it; the user's own are untouched.
fn assert_whole(now: &BTreeMap<String, String>, versions: &[&[(&str, &str)]]) {
    let found = |path: &str| now.get(path).map(String::as_str);
    for (path, text) in USERS {
        assert_eq!(found(path), Some(text), "{path}");
    }
    for (path, text) in now {
        let own = path.ends_with('/') || path.starts_with(".topogen/");
        let whole = versions.iter().any(|files| files.contains(&(path, text)));
        let users = USERS.contains(&(path, text)) || text == "edited";
        assert!(own || whole || users, "{path} has {text:?}");
    }
    let always = |path| versions.iter().all(|files| files.iter().any(|file| file.0 == path));
    for (path, _) in FIRST.iter().filter(|file| always(file.0)) {
        assert!(found(path).is_some(), "{path} is lost");
    }
}

#[test]
fn a_kill_at_any_step_is_seen_and_repaired() {
    let (second, third) = (tree(&SECOND), tree(&THIRD));
    let (goal, other_goal) = (finished(&SECOND), finished(&THIRD));
    let total = steps().len();
    assert!(total > 40, "{total}");
    let mut refused = 0;
    for k in 0..=total {
        let root = start();
        let result = killed(second.compare(root.path()).unwrap(), k);
        assert_eq!(result.is_ok(), k == total, "{k}");
        let now = everything(root.path());
        assert_whole(&now, &[&FIRST, &SECOND]);
        let after = second.compare(root.path()).unwrap();
        assert_eq!(after.is_clean(), now == goal, "{k}");
        assert_eq!(after.diff().is_empty(), after.is_clean(), "{k}");

        // Before the first manifest the user's edits are still edits; from then on they are given up.
        let (conflicts, given_up) = (after.conflicts().count(), now != everything(start().path()));
        assert!(matches!(conflicts, 0 | 3), "{k}: {conflicts}");
        refused += usize::from(conflicts > 0);
        if conflicts > 0 {
            killed(after, usize::MAX).unwrap();
        } else {
            assert!(given_up, "{k}");
            after.write(&BTreeSet::new()).unwrap();
        }
        assert_eq!(everything(root.path()), goal, "{k}");

        // The same kill, and then a version that differs from both.
        let root = start();
        _ = killed(second.compare(root.path()).unwrap(), k);
        if conflicts > 0 {
            killed(third.compare(root.path()).unwrap(), usize::MAX).unwrap();
        } else {
            render(&third, root.path()).unwrap();
        }
        let mut rest = everything(root.path());
        // Not generated by the third version, and not ours before the second was under way.
        if conflicts > 0 {
            rest.remove("mine.tf");
        }
        assert_eq!(rest, other_goal, "{k}");
    }
    assert!(refused > 0 && refused < total, "{refused} of {total}");
}

#[test]
fn two_kills_in_a_row_are_repaired() {
    let (second, third) = (tree(&SECOND), tree(&THIRD));
    let goal = finished(&THIRD);
    let steps = steps();
    let manifest = steps.iter().position(|step| step == "replace /.topogen/manifest.json");
    // From the first manifest on nobody is asked again.
    for k in (manifest.unwrap() + 1..steps.len()).step_by(3) {
        for j in (0..60).step_by(7) {
            let root = start();
            _ = killed(second.compare(root.path()).unwrap(), k);
            _ = killed(third.compare(root.path()).unwrap(), j);
            assert_whole(&everything(root.path()), &[&FIRST, &SECOND, &THIRD]);
            render(&third, root.path()).unwrap();
            assert_eq!(everything(root.path()), goal, "{k}, {j}");
        }
    }
}

#[test]
fn a_failure_at_any_step_says_so_and_is_repaired() {
    let second = tree(&SECOND);
    let goal = finished(&SECOND);
    for k in 0..steps().len() {
        let root = start();
        let before = everything(root.path());
        let result = failing(second.compare(root.path()).unwrap(), k);
        let now = everything(root.path());
        assert_whole(&now, &[&FIRST, &SECOND]);
        match result {
            Ok(_) => {
                // An empty directory that could not be removed is no reason to fail.
                assert!(second.compare(root.path()).unwrap().is_clean(), "{k}");
                continue;
            }
            Err(TreeError::Interrupted(cause)) => {
                assert!(matches!(*cause, TreeError::Io { .. }));
                assert_eq!(second.compare(root.path()).unwrap().conflicts().count(), 0, "{k}");
            }
            Err(_) => {
                let files = |mut all: BTreeMap<_, _>| {
                    all.remove(".topogen/manifest.json");
                    all
                };
                assert_eq!(files(now), files(before), "{k}");
            }
        }
        killed(second.compare(root.path()).unwrap(), usize::MAX).unwrap();
        assert_eq!(everything(root.path()), goal, "{k}");
    }
}

#[test]
fn the_steps_are_in_the_order_that_makes_a_kill_harmless() {
    let root = rendered(&[("a/stale.tf", "1"), ("m.tf", "1")]);
    let next = tree(&[("m.tf", "2"), ("n/x.tf", "2")]);
    insta::assert_snapshot!(log(next.compare(root.path()).unwrap()).join("\n"), @r"
    create /
    create /.topogen
    lock /.topogen/lock
    create /.topogen/0.tmp
    write /.topogen/0.tmp
    sync /.topogen/0.tmp
    create /.topogen/new.tmp
    create /.topogen/new.tmp/1
    create /.topogen/new.tmp/1/x.tf
    write /.topogen/new.tmp/1/x.tf
    sync /.topogen/new.tmp/1/x.tf
    sync /.topogen/new.tmp
    sync /.topogen/new.tmp/1
    create /.topogen/manifest.tmp
    write /.topogen/manifest.tmp
    sync /.topogen/manifest.tmp
    replace /.topogen/manifest.json
    sync /.topogen
    replace /m.tf
    add /n
    remove /.topogen/new.tmp
    remove /a/stale.tf
    remove /a
    sync /
    create /.topogen/manifest.tmp
    write /.topogen/manifest.tmp
    sync /.topogen/manifest.tmp
    replace /.topogen/manifest.json
    sync /.topogen
    ");
}

/// A directory that nobody has takes its place at once, so none of its files takes a step of its own for that.
#[test]
fn a_file_of_a_new_directory_takes_three_steps() {
    let files: Vec<String> = (0..100).map(|it| format!("a/{}/{it}.tf", it % 5)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "1")).collect();
    let root = TempDir::new().unwrap();
    let steps = log(tree(&files).compare(root.path()).unwrap());
    let of_files = steps.iter().filter(|step| step.contains(".tf")).count();
    assert_eq!(of_files, 3 * files.len());
    // Two for each of seven directories; the rest is the lock, the manifests and `.gitignore`.
    assert_eq!(steps.len() - of_files, 2 * 7 + 22, "{steps:#?}");
    assert_eq!(steps.iter().filter(|step| step.starts_with("add ")).count(), 2);
}

#[test]
fn a_tree_that_is_up_to_date_takes_none() {
    let files = [("a/b.tf", "1"), ("c.tf", "1")];
    let (root, same) = (rendered(&files), tree(&files));
    assert_eq!(log(same.compare(root.path()).unwrap()), Vec::<String>::new());
}

#[test]
fn what_a_killed_run_left_is_cleared_by_the_next_write_and_nothing_else() {
    let files = [("a.tf", "a")];
    let root = rendered(&files);
    put(root.path(), ".topogen/7.tmp", "half");
    let own = ["notes.txt", "notes.tmp", "7a.tmp", ".tmp"];
    for name in own {
        put(root.path(), &format!(".topogen/{name}"), "mine");
    }
    assert!(tree(&files).compare(root.path()).unwrap().is_clean());
    render(&tree(&files), root.path()).unwrap();
    assert!(!root.path().join(".topogen/7.tmp").exists());
    for name in own {
        assert_eq!(text(root.path(), &format!(".topogen/{name}")), "mine");
    }
}

#[test]
fn a_directory_that_a_killed_run_left_is_cleared_even_if_nothing_else_is_to_do() {
    let files = [("a.tf", "a")];
    let root = rendered(&files);
    put(root.path(), ".topogen/new.tmp/3/b/c.tf", "half");
    put(root.path(), ".topogen/new.tmp/4/.d", "half");
    put(root.path(), "new.tmp/e", "mine");
    render(&tree(&files), root.path()).unwrap();
    assert!(!root.path().join(".topogen/new.tmp").exists());
    assert_eq!(text(root.path(), "new.tmp/e"), "mine");
}

/// An empty directory is what there was to lose.
#[test]
fn an_empty_directory_that_is_made_meanwhile_is_in_nobodys_way() {
    let (root, next) = (rendered(&[]), tree(&[("n/new.tf", "2")]));
    let comparison = next.compare(root.path()).unwrap();
    let result = comparison.write_through(&BTreeSet::new(), &|doing, at| {
        if (doing, at) == ("add", "n") { fs::create_dir(root.path().join("n")) } else { Ok(()) }
    });
    // Elsewhere it may end the write, and the next one goes on.
    assert!(result.is_ok() || cfg!(not(unix)), "{result:?}");
    render(&next, root.path()).unwrap();
    assert_eq!(text(root.path(), "n/new.tf"), "2");
}

/// What is saved between the comparison of a file and the step that changes it stays.
#[test]
fn an_edit_that_is_saved_meanwhile_is_kept() {
    let first = [("changed.tf", "1"), ("gone.tf", "1")];
    let second = tree(&[("changed.tf", "2"), ("n/new.tf", "2"), ("new.tf", "2")]);
    let places = [
        ("replace", "changed.tf", "changed.tf"),
        ("remove", "gone.tf", "gone.tf"),
        ("add", "new.tf", "new.tf"),
        ("add", "n", "n/new.tf"),
    ];
    for (step, place, path) in places {
        let root = rendered(&first);
        let comparison = second.compare(root.path()).unwrap();
        let result = comparison.write_through(&BTreeSet::new(), &|doing, at| {
            if (doing, at) == (step, place) {
                put(root.path(), path, "saved meanwhile");
            }
            Ok(())
        });
        let error = result.unwrap_err().to_string();
        assert!(error.contains("somebody changed it meanwhile, and it is kept"), "{error}");
        assert_eq!(text(root.path(), path), "saved meanwhile");
        let again = second.compare(root.path()).unwrap();
        assert_eq!(again.conflicts().map(|(path, _)| path).collect::<Vec<_>>(), [path]);
        again.write(&[path.to_owned()].into()).unwrap();
        assert!(second.compare(root.path()).unwrap().is_clean(), "{path}");
    }
}

/// Any tree over a few paths, some of which share directories.
fn any_tree() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    let path = prop::sample::select(vec!["a.tf", "a/b.tf", "a/c/d.tf", "a/c/e.tf", "f/g.tf"]);
    prop::collection::btree_map(path, prop::sample::select(vec!["1", "2", "3"]), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_history_of_kills_ends_in_the_tree_of_the_last_render(
        history in prop::collection::vec((any_tree(), 0_usize..50), 1..5),
        last in any_tree(),
    ) {
        let make = |files: BTreeMap<_, _>| tree(&files.into_iter().collect::<Vec<_>>());
        let root = TempDir::new().unwrap();
        for (files, k) in history {
            _ = killed(make(files).compare(root.path()).unwrap(), k);
        }
        let last = make(last);
        render(&last, root.path()).unwrap();
        let fresh = TempDir::new().unwrap();
        render(&last, fresh.path()).unwrap();
        prop_assert_eq!(everything(root.path()), everything(fresh.path()));
    }
}
