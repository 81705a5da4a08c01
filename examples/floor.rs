//! The least that a render can cost: a program that only writes the same bytes. `benches/compare.rs` runs it.
//!
//! `floor PACK DIR`: the pack has a line `<length> <path>` for each file, and then its bytes. `floor PACK DIR safely` writes them as a
//! render has to, which leaves a whole tree or none when it is killed: beside their place and synced, and then moved.
#![allow(clippy::disallowed_methods, reason = "it does nothing but write plain files")]

use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [pack, dir] => write(&fs::read(pack)?, dir),
        [pack, dir, _safely] => write_safely(&fs::read(pack)?, dir),
        _ => Err(io::Error::other("usage: floor PACK DIR [safely]")),
    }
}

fn write(pack: &[u8], dir: &Path) -> io::Result<()> {
    let (mut rest, mut made) = (pack, PathBuf::new());
    while let Some((path, bytes, after)) = file(rest) {
        let path = dir.join(path);
        let parent = path.parent().unwrap_or(Path::new(""));
        if parent != made {
            fs::create_dir_all(parent)?;
            parent.clone_into(&mut made);
        }
        fs::write(&path, bytes)?;
        rest = after;
    }
    Ok(())
}

fn write_safely(pack: &[u8], dir: &Path) -> io::Result<()> {
    let staged = dir.join(".staged");
    fs::create_dir(&staged)?;
    let (mut rest, mut directories) = (pack, BTreeSet::from([staged.clone()]));
    while let Some((path, bytes, after)) = file(rest) {
        let path = staged.join(path);
        let parent = path.parent().unwrap_or(Path::new(""));
        if !directories.contains(parent) {
            fs::create_dir_all(parent)?;
            directories
                .extend(parent.ancestors().map(Path::to_owned).take_while(|it| *it != staged));
        }
        let mut file = fs::File::create_new(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        rest = after;
    }
    directories.iter().try_for_each(|directory| fs::File::open(directory)?.sync_all())?;
    for entry in fs::read_dir(&staged)? {
        let entry = entry?;
        fs::rename(entry.path(), dir.join(entry.file_name()))?;
    }
    fs::remove_dir(&staged)?;
    fs::File::open(dir)?.sync_all()
}

/// The first file: its path, its bytes, and what follows.
fn file(pack: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let end = pack.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = pack.split_at_checked(end)?;
    let (length, path) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    let (bytes, rest) = rest.get(1..)?.split_at_checked(length.parse().ok()?)?;
    Some((path, bytes, rest))
}
