//! The handshake of go-plugin: a cookie in the environment, one line on standard output, then gRPC
//! on a socket.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::UnixListener;

use crate::grpc;
use crate::problem::Problem;
use crate::provider::Provider;
use crate::service::Plugin;

/// Terraform sets it for every provider; a person who starts the binary does not.
const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// Where go-plugin wants the socket to be, if it says so.
const SOCKET_FOLDER: &str = "PLUGIN_UNIX_SOCKET_DIR";

/// Speaks to Terraform until Terraform is done.
#[must_use]
pub fn run() -> ExitCode {
    if std::env::var(COOKIE.0).as_deref() != Ok(COOKIE.1) {
        complain("this is a Terraform provider for tests: Terraform starts it, see the README");
        return ExitCode::FAILURE;
    }
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), String> {
    let provider = Provider::from_environment().map_err(|problem| problem_text(&problem))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let folder = std::env::var_os(SOCKET_FOLDER).map_or_else(std::env::temp_dir, PathBuf::from);
    let socket = folder.join(format!("schema-provider-{}.sock", std::process::id()));
    let served = runtime.block_on(listen(&socket, provider)).map_err(|error| error.to_string());
    // Whoever owns the folder clears it; a socket that is gone already is no failure.
    let _ = std::fs::remove_file(&socket);
    served
}

async fn listen(socket: &Path, provider: Provider) -> std::io::Result<()> {
    let listener = UnixListener::bind(socket)?;
    let mut output = std::io::stdout();
    writeln!(output, "1|6|unix|{}|grpc|", socket.display())?;
    output.flush()?;
    grpc::serve(listener, Arc::new(Plugin::new(provider))).await
}

fn problem_text(problem: &Problem) -> String {
    format!("{problem:?}")
}

/// Terraform shows a provider's standard error in its log.
fn complain(message: &str) {
    let _ = writeln!(std::io::stderr(), "schema-provider: {message}");
}
