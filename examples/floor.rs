//! The least that a render can cost: a program that only writes the same bytes. `benches/compare.rs` runs it.
//!
//! `floor PACK DIR`: the pack has a line `<length> <path>` for each file, and then its bytes.
#![allow(clippy::disallowed_methods, reason = "it does nothing but write plain files")]

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [pack, dir] = arguments.as_slice() else {
        return Err(io::Error::other("usage: floor PACK DIR"));
    };
    let pack = fs::read(pack)?;
    let (mut rest, mut made) = (pack.as_slice(), PathBuf::new());
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

/// The first file: its path, its bytes, and what follows.
fn file(pack: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let end = pack.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = pack.split_at_checked(end)?;
    let (length, path) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    let (bytes, rest) = rest.get(1..)?.split_at_checked(length.parse().ok()?)?;
    Some((path, bytes, rest))
}
