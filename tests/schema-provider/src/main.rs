//! The plugin's process: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    schema_provider::run()
}
