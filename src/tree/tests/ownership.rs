//! Whose file is it, and what follows from that.

use super::super::Why;
use super::*;

#[test]
fn a_first_render_writes_the_files_and_a_manifest_of_them() {
    let root = TempDir::new().unwrap();
    let tree = tree(&[("main.tf", "a\n"), ("regions/us-east-1/main.tf", "b\n")]);
    assert_eq!(
        summary(&tree, root.path()),
        ["+ .topogen/.gitignore", "+ main.tf", "+ regions/us-east-1/main.tf"]
    );
    let written = render(&tree, root.path()).unwrap();
    assert_eq!(written.added.len(), 3);
    let names: Vec<_> = everything(root.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            ".topogen/",
            ".topogen/.gitignore",
            ".topogen/manifest.json",
            "main.tf",
            "regions/",
            "regions/us-east-1/",
            "regions/us-east-1/main.tf"
        ]
    );
    insta::assert_snapshot!(text(root.path(), ".topogen/manifest.json"), @r#"
    {
      "schema_version": 1,
      "files": {
        ".topogen/.gitignore": "4dee05024495d07f398cf11049372bb0465aa5ed9589caa40a197814609243f3",
        "main.tf": "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7",
        "regions/us-east-1/main.tf": "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f"
      }
    }
    "#);
}

#[test]
fn a_second_render_is_clean_and_touches_nothing() {
    let files = [("main.tf", "a\n")];
    let root = rendered(&files);
    let modified = || fs::metadata(root.path().join("main.tf")).unwrap().modified().unwrap();
    let before = (modified(), everything(root.path()));
    assert!(tree(&files).compare(root.path()).unwrap().is_clean());
    assert_eq!(render(&tree(&files), root.path()).unwrap(), Written::default());
    assert_eq!((modified(), everything(root.path())), before);
}

#[test]
fn an_unchanged_file_is_not_touched_when_others_are() {
    let root = rendered(&[("a.tf", "a"), ("b.tf", "b")]);
    let modified = || fs::metadata(root.path().join("a.tf")).unwrap().modified().unwrap();
    let before = modified();
    let written = render(&tree(&[("a.tf", "a"), ("b.tf", "c")]), root.path()).unwrap();
    assert_eq!(written.modified, ["b.tf"]);
    assert_eq!(modified(), before);
}

#[test]
fn an_edited_file_refuses_the_whole_run() {
    let root = rendered(&[("a.tf", "a"), ("b.tf", "b")]);
    put(root.path(), "b.tf", "mine");
    let before = everything(root.path());
    let next = tree(&[("a.tf", "a2"), ("b.tf", "b2"), ("c.tf", "c2")]);
    let comparison = next.compare(root.path()).unwrap();
    assert_eq!(comparison.conflicts().collect::<Vec<_>>(), [("b.tf", Why::Edited)]);
    let error = comparison.write(&BTreeSet::new()).unwrap_err();
    insta::assert_snapshot!(error, @r"
    nothing was written, because these files would lose somebody's work:
      b.tf: was edited after topogen wrote it
    `--diff` shows them; move them away, or give them up with `--overwrite PATH`
    ");
    assert_eq!(everything(root.path()), before);
    assert!(render_over(&next, root.path(), &["a.tf", "c.tf"]).is_err());
    assert_eq!(everything(root.path()), before);
    let written = render_over(&next, root.path(), &["b.tf"]).unwrap();
    assert_eq!(written.modified, ["a.tf", "b.tf"]);
    assert_eq!(text(root.path(), "b.tf"), "b2");
}

#[test]
fn an_edit_conflicts_even_if_the_render_has_nothing_new() {
    let files = [("a.tf", "a")];
    let root = rendered(&files);
    put(root.path(), "a.tf", "mine");
    assert_eq!(summary(&tree(&files), root.path()), ["! a.tf"]);
}

#[test]
fn a_file_of_the_users_at_our_path_conflicts_unless_it_is_what_we_write() {
    let root = TempDir::new().unwrap();
    put(root.path(), "a.tf", "mine");
    put(root.path(), "b.tf", "b");
    let next = tree(&[("a.tf", "a"), ("b.tf", "b")]);
    let comparison = next.compare(root.path()).unwrap();
    assert_eq!(comparison.conflicts().collect::<Vec<_>>(), [("a.tf", Why::NotOurs)]);
    assert!(comparison.write(&BTreeSet::new()).is_err());
    assert!(!root.path().join(".topogen").exists());
    render_over(&next, root.path(), &["a.tf"]).unwrap();
    assert!(next.compare(root.path()).unwrap().is_clean());
}

/// Of some files people have one of their own, and it is in nobody's way.
#[test]
fn a_file_that_yields_is_left_to_whoever_else_wrote_it() {
    let mut next = tree(&[("a.tf", "a")]);
    next.insert_unless_theirs(".gitignore", "ours\n".to_owned());
    let settled = |root: &TempDir| {
        let comparison = next.compare(root.path()).unwrap();
        assert!(comparison.is_clean() && comparison.diff().is_empty());
        text(root.path(), ".topogen/manifest.json").contains("\".gitignore\"")
    };
    let root = TempDir::new().unwrap();
    put(root.path(), ".gitignore", "mine\n");
    assert_eq!(render(&next, root.path()).unwrap().added, [".topogen/.gitignore", "a.tf"]);
    assert_eq!(text(root.path(), ".gitignore"), "mine\n");
    assert!(!settled(&root), "not ours, so not listed");
    fs::remove_file(root.path().join(".gitignore")).unwrap();
    render(&next, root.path()).unwrap();
    assert_eq!(text(root.path(), ".gitignore"), "ours\n");
    assert!(settled(&root));
    put(root.path(), ".gitignore", "ours\nand mine\n");
    render(&next, root.path()).unwrap();
    assert!(!settled(&root), "edited, so theirs now");
    render(&tree(&[("a.tf", "a")]), root.path()).unwrap();
    assert_eq!(text(root.path(), ".gitignore"), "ours\nand mine\n");
}

#[test]
fn an_edit_that_anticipates_the_render_is_adopted() {
    let root = rendered(&[("a.tf", "a")]);
    put(root.path(), "a.tf", "a2");
    let next = tree(&[("a.tf", "a2")]);
    let comparison = next.compare(root.path()).unwrap();
    assert!(comparison.changes.is_empty());
    assert!(!comparison.is_clean(), "the manifest still has the old hash");
    assert!(comparison.diff().contains("+++ b/.topogen/manifest.json"));
    comparison.write(&BTreeSet::new()).unwrap();
    assert!(next.compare(root.path()).unwrap().is_clean());
    assert_eq!(next.compare(root.path()).unwrap().diff(), "");
}

#[test]
fn files_that_are_neither_generated_nor_listed_are_never_looked_at() {
    let root = TempDir::new().unwrap();
    put(root.path(), "regions/us-east-1/extra.tf", "mine");
    put(root.path(), "regions/us-east-1/.terraform/x", "cache");
    fs::write(root.path().join("terraform.tfstate"), [0xff, 0xfe]).unwrap();
    render(&tree(&[("regions/us-east-1/main.tf", "a")]), root.path()).unwrap();
    render(&tree(&[]), root.path()).unwrap();
    let names: Vec<_> = everything(root.path()).into_keys().filter(|n| !n.ends_with('/')).collect();
    assert_eq!(
        names,
        [
            ".topogen/.gitignore",
            ".topogen/manifest.json",
            "regions/us-east-1/.terraform/x",
            "regions/us-east-1/extra.tf",
            "terraform.tfstate"
        ]
    );
}

#[test]
fn a_stale_file_goes_and_takes_the_directories_it_empties() {
    let root = rendered(&[("a/b/c/x.tf", "x"), ("a/y.tf", "y"), ("d/z.tf", "z")]);
    let next = tree(&[("a/y.tf", "y")]);
    assert_eq!(summary(&next, root.path()), ["- a/b/c/x.tf", "- d/z.tf"]);
    assert_eq!(render(&next, root.path()).unwrap().removed, ["a/b/c/x.tf", "d/z.tf"]);
    assert!(root.path().join("a/y.tf").exists());
    assert!(!root.path().join("a/b").exists() && !root.path().join("d").exists());
    assert!(next.compare(root.path()).unwrap().is_clean());
}

#[test]
fn a_stale_file_that_was_edited_conflicts() {
    let root = rendered(&[("a/x.tf", "x")]);
    put(root.path(), "a/x.tf", "mine");
    let next = tree(&[]);
    assert_eq!(summary(&next, root.path()), ["! a/x.tf"]);
    assert!(render(&next, root.path()).is_err());
    assert_eq!(text(root.path(), "a/x.tf"), "mine");
    assert_eq!(render_over(&next, root.path(), &["a/x.tf"]).unwrap().removed, ["a/x.tf"]);
    assert!(!root.path().join("a").exists());
}

#[test]
fn a_stale_file_that_is_gone_already_is_forgotten() {
    let root = rendered(&[("a/b/x.tf", "x"), ("y.tf", "y")]);
    fs::remove_file(root.path().join("a/b/x.tf")).unwrap();
    let next = tree(&[("y.tf", "y")]);
    assert_eq!(summary(&next, root.path()), [""; 0]);
    assert!(!next.compare(root.path()).unwrap().is_clean());
    render(&next, root.path()).unwrap();
    assert!(!root.path().join("a").exists());
    assert!(!text(root.path(), ".topogen/manifest.json").contains("x.tf"));
}

#[test]
fn what_the_user_put_in_a_stale_files_place_is_not_touched() {
    let root = rendered(&[("a/x.tf", "x"), ("b/y.tf", "y")]);
    fs::remove_file(root.path().join("a/x.tf")).unwrap();
    put(root.path(), "a/x.tf/mine", "mine");
    fs::remove_dir_all(root.path().join("b")).unwrap();
    put(root.path(), "b", "mine");
    render(&tree(&[]), root.path()).unwrap();
    assert_eq!((&*text(root.path(), "a/x.tf/mine"), &*text(root.path(), "b")), ("mine", "mine"));
}

#[test]
fn a_missing_file_is_created_again() {
    let files = [("a/x.tf", "x")];
    let root = rendered(&files);
    fs::remove_dir_all(root.path().join("a")).unwrap();
    assert_eq!(summary(&tree(&files), root.path()), ["+ a/x.tf"]);
    assert_eq!(render(&tree(&files), root.path()).unwrap().added, ["a/x.tf"]);
}

#[test]
fn carriage_returns_from_a_checkout_are_no_edit() {
    let root = rendered(&[("a.tf", "1\n2\n"), ("b.tf", "1\n")]);
    for path in ["a.tf", "b.tf", ".topogen/.gitignore", ".topogen/manifest.json"] {
        put(root.path(), path, &text(root.path(), path).replace('\n', "\r\n"));
    }
    assert!(tree(&[("a.tf", "1\n2\n"), ("b.tf", "1\n")]).compare(root.path()).unwrap().is_clean());
    let next = tree(&[("a.tf", "1\n2\n"), ("b.tf", "2\n")]);
    assert_eq!(summary(&next, root.path()), ["~ b.tf"]);
    assert!(!next.compare(root.path()).unwrap().diff().contains('\r'));
    render(&next, root.path()).unwrap();
    assert_eq!((&*text(root.path(), "a.tf"), &*text(root.path(), "b.tf")), ("1\r\n2\r\n", "2\n"));
}

#[test]
fn a_carriage_return_alone_is_an_edit() {
    let files = [("a.tf", "1\n2\n")];
    let root = rendered(&files);
    put(root.path(), "a.tf", "1\n\r2\n");
    assert_eq!(summary(&tree(&files), root.path()), ["! a.tf"]);
}

#[test]
fn without_its_manifest_a_tree_is_nobodys() {
    let root = rendered(&[("a.tf", "a"), ("b.tf", "b")]);
    put(root.path(), ".topogen/manifest.json", "{");
    let next = tree(&[("a.tf", "a"), ("b.tf", "b2")]);
    assert_eq!(summary(&next, root.path()), ["! b.tf"]);
    let error = render(&next, root.path()).unwrap_err().to_string();
    assert!(error.contains("`.topogen/manifest.json` is damaged"), "{error}");
    render_over(&next, root.path(), &["b.tf"]).unwrap();
    assert!(next.compare(root.path()).unwrap().is_clean());
}

#[test]
fn a_merge_conflict_in_the_manifest_heals_itself() {
    let root = rendered(&[("a.tf", "ours"), ("b.tf", "ours"), ("c.tf", "c")]);
    let ours = text(root.path(), ".topogen/manifest.json");
    render(&tree(&[("a.tf", "theirs"), ("b.tf", "theirs"), ("c.tf", "c")]), root.path()).unwrap();
    let theirs = text(root.path(), ".topogen/manifest.json");
    put(root.path(), "a.tf", "ours");
    let merged = format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n");
    put(root.path(), ".topogen/manifest.json", &merged);
    let next = tree(&[("a.tf", "both"), ("b.tf", "both"), ("c.tf", "c")]);
    assert_eq!(summary(&next, root.path()), ["~ a.tf", "~ b.tf"]);
    put(root.path(), "c.tf", "<<<<<<< HEAD\n");
    assert_eq!(summary(&next, root.path()), ["~ a.tf", "~ b.tf", "! c.tf"]);
    render_over(&next, root.path(), &["c.tf"]).unwrap();
    assert!(next.compare(root.path()).unwrap().is_clean());
}

#[test]
fn a_manifest_cannot_make_us_leave_the_tree() {
    let outside = TempDir::new().unwrap();
    let root = outside.path().join("tree");
    put(outside.path(), "victim.tf", "a");
    render(&tree(&[("a.tf", "a")]), &root).unwrap();
    let manifest = text(&root, ".topogen/manifest.json").replace("\"a.tf\"", "\"../victim.tf\"");
    put(&root, ".topogen/manifest.json", &manifest);
    let next = tree(&[("a.tf", "a")]);
    assert!(next.compare(&root).unwrap().manifest_is_damaged());
    render(&next, &root).unwrap();
    assert_eq!(text(outside.path(), "victim.tf"), "a");
}

#[test]
fn the_diff_shows_every_kind_of_change_as_git_does() {
    let root = rendered(&[("gone.tf", "1\n"), ("new/m.tf", "1\n2\n3\n"), ("x.tf", "x")]);
    put(root.path(), "x.tf", "mine");
    let next = tree(&[("added.tf", "1\n"), ("new/m.tf", "1\nB\n3\n"), ("x.tf", "x2\n")]);
    insta::assert_snapshot!(next.compare(root.path()).unwrap().diff(), @r"
    --- /dev/null
    +++ b/added.tf
    @@ -0,0 +1 @@
    +1
    --- a/gone.tf
    +++ /dev/null
    @@ -1 +0,0 @@
    -1
    --- a/new/m.tf
    +++ b/new/m.tf
    @@ -1,3 +1,3 @@
     1
    -2
    +B
     3
    --- a/x.tf
    +++ b/x.tf
    @@ -1 +1 @@
    -mine
    \ No newline at end of file
    +x2
    ");
}

#[test]
fn a_path_that_emit_must_not_make_is_a_bug_and_writes_nothing() {
    let root = TempDir::new().unwrap();
    let bad: [&[(&str, &str)]; 6] = [
        &[("../x.tf", "")],
        &[(".topogen/manifest.json", "")],
        &[("a.tf", ""), ("A.tf", "")],
        &[("a", ""), ("a/b.tf", "")],
        &[("a.tf", "1"), ("a.tf", "2")],
        &[("a.tf", "1\r\n")],
    ];
    for files in bad {
        let tree = tree(files);
        let result = tree.compare(root.path());
        assert!(matches!(result, Err(TreeError::Bug(_))), "{files:?}");
    }
    assert_eq!(everything(root.path()), BTreeMap::new());
}
