//! States of the disk that refuse a run: each a clear error, with nothing written.

use std::path::PathBuf;

use super::super::Content;
use super::super::disk::Lock;
use super::*;

/// Renders, expects a refusal that leaves everything as it was, and returns its text.
fn refusal(tree: &Tree, root: &Path) -> String {
    let before = everything(root);
    let error = render(tree, root).unwrap_err();
    assert_eq!(everything(root), before);
    error.to_string().replace(root.to_str().unwrap(), "ROOT")
}

fn files() -> Tree {
    tree(&[("a/main.tf", "x")])
}

#[test]
fn a_directory_where_a_file_should_be() {
    let root = TempDir::new().unwrap();
    fs::create_dir_all(root.path().join("a/main.tf")).unwrap();
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/a/main.tf` is not a regular file, and topogen needs a file there; move it away and run again");
}

#[test]
fn a_file_where_a_directory_should_be() {
    let root = TempDir::new().unwrap();
    put(root.path(), "a", "");
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/a` is a file where topogen needs a directory; move it away and run again");
}

#[test]
fn a_file_or_directory_where_our_own_should_be() {
    for (path, problem) in [
        (".topogen", "is a file where topogen needs a directory"),
        (".topogen/manifest.json/x", "is not a regular file"),
    ] {
        let root = TempDir::new().unwrap();
        put(root.path(), path, "");
        let error = refusal(&files(), root.path());
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn a_root_that_is_a_file() {
    let root = TempDir::new().unwrap();
    put(root.path(), "tree", "");
    let error = render(&files(), &root.path().join("tree")).unwrap_err().to_string();
    assert!(
        error
            .ends_with("is not a directory; move it away, or render to another place with `--out`")
    );
    let below = render(&files(), &root.path().join("tree/below")).unwrap_err().to_string();
    assert!(below.contains("tree/below`: Not a directory"), "{below}");
}

#[test]
fn text_that_is_not_utf8() {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join("a")).unwrap();
    fs::write(root.path().join("a/main.tf"), [b'x', 0xff]).unwrap();
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/a/main.tf` is not UTF-8 text; restore it or move it away, then run again");
    assert_eq!(fs::read(root.path().join("a/main.tf")).unwrap(), [b'x', 0xff]);
}

#[test]
fn a_newer_manifest() {
    let root = TempDir::new().unwrap();
    put(root.path(), ".topogen/manifest.json", "{\"schema_version\": 99}");
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/.topogen/manifest.json` was written by a newer topogen; upgrade topogen");
}

#[test]
fn a_second_writer() {
    let root = rendered(&[]);
    let other = fs::File::open(root.path().join(".topogen/lock")).unwrap();
    other.lock().unwrap();
    insta::assert_snapshot!(refusal(&files(), root.path()), @"another topogen is writing `ROOT`; wait for it to end");
    other.unlock().unwrap();
    render(&files(), root.path()).unwrap();
}

#[test]
fn a_lock_is_given_back_while_a_starting_program_has_it_open() {
    let root = rendered(&[]);
    let open = || fs::File::open(root.path().join(".topogen/lock")).unwrap();
    let file = open();
    let inherited = file.try_clone().unwrap();
    drop(Lock::take(file).unwrap());
    assert!(Lock::take(open()).is_ok());
    drop(inherited);
}

#[test]
fn files_that_another_writer_is_changing_are_nobodys_work() {
    let root = rendered(&[("a.tf", "1")]);
    let next = tree(&[("a.tf", "2")]);
    put(root.path(), "a.tf", "half");
    let lock = fs::File::open(root.path().join(".topogen/lock")).unwrap();
    lock.lock().unwrap();
    let comparison = next.compare(root.path()).unwrap();
    assert!(matches!(comparison.refuse(&BTreeSet::new()), Err(TreeError::Busy(_))));
    lock.unlock().unwrap();
    put(root.path(), "a.tf", "1");
    assert!(matches!(comparison.refuse(&BTreeSet::new()), Err(TreeError::Moved(_))));
}

#[test]
fn a_directory_where_a_temporary_file_should_be() {
    let root = rendered(&[]);
    fs::create_dir(root.path().join(".topogen/0.tmp")).unwrap();
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/.topogen/0.tmp` stands where topogen puts a temporary file; move it away and run again");
}

#[test]
fn a_file_where_directories_should_be_staged() {
    let root = rendered(&[]);
    put(root.path(), ".topogen/new.tmp", "mine");
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/.topogen/new.tmp` stands where topogen puts a temporary file; move it away and run again");
}

#[test]
fn a_manifest_that_is_none() {
    let root = rendered(&[]);
    put(root.path(), ".topogen/manifest.json", &" ".repeat(9 << 20));
    let error = refusal(&files(), root.path());
    assert!(error.contains("is larger than topogen writes it"), "{error}");
}

#[test]
fn a_lock_that_is_not_a_file() {
    let root = rendered(&[]);
    fs::remove_file(root.path().join(".topogen/lock")).unwrap();
    fs::create_dir(root.path().join(".topogen/lock")).unwrap();
    insta::assert_snapshot!(refusal(&files(), root.path()), @"cannot lock `ROOT/.topogen/lock`: it is not a regular file");
}

#[test]
fn a_disk_that_changes_between_comparison_and_write() {
    let root = rendered(&[("a.tf", "1")]);
    let next = tree(&[("a.tf", "2")]);
    let comparison = next.compare(root.path()).unwrap();
    put(root.path(), "a.tf", "edited meanwhile");
    let error = comparison.write(&BTreeSet::new()).unwrap_err();
    assert!(matches!(error, TreeError::Moved(_)));
    assert_eq!(text(root.path(), "a.tf"), "edited meanwhile");
}

#[test]
fn a_write_protected_file_that_has_to_change() {
    let root = rendered(&[("a/main.tf", "old"), ("b.tf", "old")]);
    let path = root.path().join("a/main.tf");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    insta::assert_snapshot!(refusal(&files(), root.path()), @"`ROOT/a/main.tf` is write-protected; make it writable and run again");
    // One that stays as it is bothers nobody.
    render(&tree(&[("a/main.tf", "old"), ("b.tf", "new")]), root.path()).unwrap();
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_symlink_anywhere_below_the_root_is_not_followed() {
        let outside = TempDir::new().unwrap();
        put(outside.path(), "main.tf", "victim");
        put(outside.path(), "manifest.json", "{}");
        for link in [
            "a",
            "a/main.tf",
            ".topogen",
            ".topogen/manifest.json",
            ".topogen/0.tmp",
            ".topogen/new.tmp",
            ".topogen/new.tmp/0",
            ".topogen/new.tmp/0/b/main.tf",
        ] {
            let root = TempDir::new().unwrap();
            let link = root.path().join(link);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            let name = link.file_name().unwrap().to_str().unwrap();
            let target = if outside.path().join(name).exists() { name } else { "" };
            symlink(outside.path().join(target), &link).unwrap();
            let error = refusal(&files(), root.path());
            assert!(error.contains("is a symlink"), "{error}");
        }
        assert_eq!(text(outside.path(), "main.tf"), "victim");
    }

    #[test]
    fn a_dangling_symlink_is_not_a_missing_file() {
        let root = TempDir::new().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        symlink("nowhere", root.path().join("a/main.tf")).unwrap();
        assert!(refusal(&files(), root.path()).contains("is a symlink"));
    }

    #[test]
    fn a_stale_file_behind_a_symlink_is_not_removed() {
        let root = rendered(&[("a/main.tf", "x")]);
        let outside = TempDir::new().unwrap();
        fs::rename(root.path().join("a"), outside.path().join("a")).unwrap();
        symlink(outside.path().join("a"), root.path().join("a")).unwrap();
        assert!(refusal(&tree(&[]), root.path()).contains("is a symlink"));
        assert_eq!(text(outside.path(), "a/main.tf"), "x");
    }

    #[test]
    fn a_symlinked_lock_creates_nothing_elsewhere() {
        let root = rendered(&[]);
        let outside = TempDir::new().unwrap();
        fs::remove_file(root.path().join(".topogen/lock")).unwrap();
        symlink(outside.path().join("x"), root.path().join(".topogen/lock")).unwrap();
        refusal(&files(), root.path());
        assert!(!outside.path().join("x").exists());
    }

    #[test]
    fn a_root_that_is_a_symlink_is_the_users_choice() {
        let home = TempDir::new().unwrap();
        fs::create_dir(home.path().join("real")).unwrap();
        symlink("real", home.path().join("link")).unwrap();
        render(&files(), &home.path().join("link")).unwrap();
        assert_eq!(text(home.path(), "real/a/main.tf"), "x");
        symlink("nowhere", home.path().join("dangling")).unwrap();
        let error = render(&files(), &home.path().join("dangling")).unwrap_err().to_string();
        assert!(error.starts_with("cannot create `"), "{error}");
    }

    #[test]
    fn a_pipe_does_not_block() {
        let root = TempDir::new().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        let pipe = root.path().join("a/main.tf");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let error = render(&files(), root.path()).unwrap_err().to_string();
        assert!(error.contains("is not a regular file"), "{error}");
    }

    #[test]
    fn a_write_protected_directory_that_has_to_change() {
        let root = rendered(&[("a/b/old.tf", "old")]);
        let mode = |mode| fs::Permissions::from_mode(mode);
        fs::set_permissions(root.path().join("a"), mode(0o555)).unwrap();
        let error = refusal(&tree(&[("a/b/old.tf", "new")]), root.path());
        fs::set_permissions(root.path().join("a"), mode(0o755)).unwrap();
        assert!(error.contains("/a` is write-protected"), "{error}");
    }

    #[test]
    fn files_get_the_mode_that_the_umask_gives() {
        let root = rendered(&[("a/main.tf", "1")]);
        put(root.path(), "reference", "");
        let mode = |path: &str| fs::metadata(root.path().join(path)).unwrap().permissions().mode();
        for path in ["a/main.tf", ".topogen/manifest.json", ".topogen/.gitignore"] {
            assert_eq!(mode(path), mode("reference"), "{path}");
        }
        fs::set_permissions(root.path().join("a/main.tf"), fs::Permissions::from_mode(0o600))
            .unwrap();
        render(&tree(&[("a/main.tf", "2")]), root.path()).unwrap();
        assert_eq!(mode("a/main.tf"), mode("reference"));
    }
}

/// `/proc` refuses even root, which permissions would not.
#[cfg(target_os = "linux")]
mod linux {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read() {
        let error = tree(&[("mem", "x")]).compare(Path::new("/proc/self")).unwrap_err().to_string();
        assert!(error.starts_with("cannot read `/proc/self/mem`: "), "{error}");
    }

    #[test]
    fn a_place_that_cannot_be_written() {
        let error = render(&files(), Path::new("/proc/self/fdinfo")).unwrap_err().to_string();
        assert!(error.starts_with("`/proc/self/fdinfo` is write-protected"), "{error}");
        let error = render(&files(), Path::new("/proc/topogen")).unwrap_err().to_string();
        assert!(error.starts_with("cannot create `/proc/topogen`: "), "{error}");
    }
}

#[test]
fn an_empty_root_is_the_working_directory() {
    assert_eq!(Tree::new().compare(Path::new("")).unwrap().root, PathBuf::from("."));
}

const ARCHIVE: &[u8] = b"PK\0\r\n\xff";

fn with_archive() -> Tree {
    let mut tree = files();
    tree.insert("a/code.zip", Content::Binary(ARCHIVE.to_vec()));
    tree
}

/// Bytes are ours like any other file: no line ending in them, and no text.
#[test]
fn binary_files_are_written_compared_and_removed_byte_by_byte() {
    let root = TempDir::new().unwrap();
    let tree = with_archive();
    assert!(
        tree.compare(root.path())
            .unwrap()
            .diff()
            .contains("Binary files /dev/null and b/a/code.zip differ\n")
    );
    render(&tree, root.path()).unwrap();
    assert_eq!(fs::read(root.path().join("a/code.zip")).unwrap(), ARCHIVE);
    assert!(tree.compare(root.path()).unwrap().is_clean());

    fs::write(root.path().join("a/code.zip"), b"PK\0\n\xff").unwrap();
    assert_eq!(summary(&tree, root.path()), ["! a/code.zip"]);
    let diff = tree.compare(root.path()).unwrap().diff();
    assert_eq!(diff, "Binary files a/a/code.zip and b/a/code.zip differ\n");
    render_over(&tree, root.path(), &["a/code.zip"]).unwrap();

    assert_eq!(summary(&files(), root.path()), ["- a/code.zip"]);
    render(&files(), root.path()).unwrap();
    assert!(!root.path().join("a/code.zip").exists());
}

#[test]
fn content_that_would_be_read_as_something_else_is_a_bug() {
    for content in [Content::Binary(b"no nul".to_vec()), "a\0b".into(), "a\rb".into()] {
        let mut tree = Tree::new();
        tree.insert("a", content);
        assert!(matches!(tree.compare(Path::new("nowhere")), Err(TreeError::Bug(_))));
    }
}
