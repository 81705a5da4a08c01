//! The command line: arguments in, findings and results out, exit status.
//!
//! The only module that prints. Results go to stdout, findings to stderr.

mod affected;
mod args;
mod capacity;
mod check;
mod ci;
mod diff;
mod document;
mod fix;
mod hazards;
mod init;
mod levels;
mod loaded;
mod locale;
mod outcome;
mod overwrite;
mod render;
mod roots;
mod sides;
mod terminal;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use self::{
    args::{Args, Command},
    outcome::Outcome,
    terminal::Terminal,
};

/// Runs the command line and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let terminal = Terminal::new();
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) if error.use_stderr() => {
            terminal.error(error.render().ansi());
            return Outcome::Usage.into();
        }
        Err(help) => {
            return terminal.result(help.render().ansi()).into();
        }
    };
    let outcome = match args.command {
        Command::Init { dir, example } => init::init(&dir, example.as_deref(), &terminal),
        Command::Check(options) => check::check(&options, &terminal),
        Command::Render(options) => render::render(&options, &terminal),
        Command::Diff(options) => diff::diff(&options, &terminal),
        Command::Affected(options) => affected::affected(&options, &terminal),
        Command::Ci(options) => ci::ci(&options, &terminal),
        Command::Capacity(options) => capacity::capacity(&options, &terminal),
        Command::Explain { code } => document::explain(code.as_deref(), &terminal),
        Command::Schema => document::schema(&terminal),
        Command::Completions { shell } => document::completions(shell, &terminal),
        Command::Man { command } => document::man(command.as_deref(), &terminal),
    };
    outcome.into()
}
