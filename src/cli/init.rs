//! `topogen init`: a commented topology to start from.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::{Outcome, Terminal};

const TOPOLOGY: &str = include_str!("../../templates/topology.toml");

/// Writes `topology.toml` into a folder, unless there is one.
pub(super) fn init(dir: &Path, terminal: &Terminal) -> Outcome {
    let path = dir.join("topology.toml");
    let written = fs::create_dir_all(dir)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path))
        .and_then(|mut file| file.write_all(TOPOLOGY.as_bytes()));
    match written {
        Ok(()) => terminal.result(format_args!(
            "wrote {0}\nnext: edit it, then run `topogen render {0}`\n",
            path.display()
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            terminal.error(format_args!(
                "error: {} exists already and is left as it is\n",
                path.display()
            ));
            Outcome::Failed
        }
        Err(error) => {
            terminal.error(format_args!("error: cannot write {}: {error}\n", path.display()));
            Outcome::Failed
        }
    }
}
