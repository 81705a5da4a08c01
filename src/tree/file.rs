//! One file of the user's that gets another text: entirely, or not at all.

use std::fs;
use std::path::Path;

use super::disk::{Disk, Gate};
use super::error::TreeError;

/// Puts another text into a file that still has the one that it was read with. A run that is killed at any instant
/// leaves the one or the other.
///
/// # Errors
///
/// The file is none that we replace, somebody changed it meanwhile, or the system failed.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), TreeError> {
    replace_through(path, old, new, &|_, _| Ok(()))
}

fn replace_through(path: &Path, old: &str, new: &str, gate: Gate<'_>) -> Result<(), TreeError> {
    let metadata = fs::symlink_metadata(path).map_err(|source| TreeError::Io {
        doing: "look at",
        path: path.to_owned(),
        source,
    })?;
    let refused = |problem, help| TreeError::Refused { path: path.to_owned(), problem, help };
    if metadata.is_symlink() {
        return Err(refused("is a symbolic link", "name the file that it leads to"));
    }
    if !metadata.is_file() {
        return Err(refused("is not a regular file", "name one that can be written"));
    }
    // A rename would replace it without asking.
    if metadata.permissions().readonly() {
        return Err(refused("is write-protected", "make it writable and run again"));
    }
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(refused("has a name that is not Unicode", "give it another one"));
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let disk = Disk { root: parent.unwrap_or(Path::new(".")), gate };
    let temporary = format!(".{name}.topogen.tmp");
    // What a killed run left behind.
    if fs::symlink_metadata(disk.root.join(&temporary)).is_ok() {
        disk.remove_file(&temporary)?;
    }
    let put = disk
        .create_file(&temporary, new.as_bytes())
        .and_then(|()| disk.permit(&temporary, metadata.permissions()))
        .and_then(|()| disk.replace_bytes(&temporary, name, old.as_bytes()));
    if put.is_err() {
        _ = disk.remove_file(&temporary);
    }
    put.and_then(|()| disk.sync_dir(""))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io;

    use tempfile::TempDir;

    use super::*;

    fn file() -> (TempDir, std::path::PathBuf) {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("prod.toml");
        fs::write(&path, "old").unwrap();
        (dir, path)
    }

    #[test]
    fn a_run_that_is_killed_leaves_one_text_or_the_other() {
        let mut texts = Vec::new();
        for steps in 0.. {
            let (dir, path) = file();
            let left: Cell<u32> = Cell::new(steps);
            let result = replace_through(&path, "old", "new", &|_, _| {
                left.set(left.get().checked_sub(1).ok_or_else(|| io::Error::other("killed"))?);
                Ok(())
            });
            texts.push(fs::read_to_string(&path).unwrap());
            if result.is_ok() {
                assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left behind");
                break;
            }
            // The next run does not mind what this one left.
            let text = fs::read_to_string(&path).unwrap();
            replace(&path, &text, "newer").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left behind");
        }
        assert!(texts.len() > 4, "{texts:?}");
        assert!(texts.iter().all(|text| text == "old" || text == "new"), "{texts:?}");
        assert!(texts.is_sorted_by_key(|text| text == "new"), "{texts:?}");
    }

    #[test]
    fn what_somebody_saved_meanwhile_is_kept() {
        let (dir, path) = file();
        let error = replace(&path, "older", "new").unwrap_err().to_string();
        assert!(error.contains("somebody changed it meanwhile"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_protection_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let (_dir, path) = file();
        let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        mode(0o640);
        replace(&path, "old", "new").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        mode(0o440);
        let error = replace(&path, "new", "newer").unwrap_err().to_string();
        assert!(error.ends_with("is write-protected; make it writable and run again"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
