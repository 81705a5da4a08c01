//! The `topogen` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    topogen::cli::run(std::env::args_os())
}
