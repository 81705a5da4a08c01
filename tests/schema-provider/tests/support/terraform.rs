//! Real Terraform, with the schema provider instead of AWS and with nothing of the machine's own
//! settings.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Failed;
use tempfile::TempDir;

/// The version that the mirror claims to be: that of the vendored schema.
const VERSION: &str = "6.66.0";

/// The folder of a tree where the provider remembers what exists.
pub(crate) const ACCOUNT: &str = ".account";

/// A Terraform that finds no provider but ours.
pub(crate) struct Terraform {
    program: PathBuf,
    home: TempDir,
}

/// What a run left behind.
pub(crate) struct Output {
    /// The exit status; none if a signal ended it.
    pub(crate) status: Option<i32>,
    /// Standard output and standard error, one after the other.
    pub(crate) text: String,
    shown: String,
}

impl Terraform {
    /// `$TERRAFORM`, else `terraform` on the PATH; none when it does not run.
    pub(crate) fn find() -> Option<Self> {
        let program =
            std::env::var_os("TERRAFORM").map_or_else(|| "terraform".into(), PathBuf::from);
        Command::new(&program)
            .arg("version")
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let home = tempfile::tempdir().ok()?;
        let mirror = home.path().join("mirror");
        // OpenTofu reads the same name as another host.
        for host in ["registry.terraform.io", "registry.opentofu.org"] {
            let folder = mirror.join(host).join("hashicorp/aws").join(VERSION).join(platform());
            fs::create_dir_all(&folder).ok()?;
            let binary = Path::new(env!("CARGO_BIN_EXE_schema-provider"));
            let mirrored = folder.join(format!("terraform-provider-aws_v{VERSION}_x5"));
            fs::hard_link(binary, &mirrored)
                .or_else(|_| fs::copy(binary, &mirrored).map(drop))
                .ok()?;
        }
        let mirror = mirror.display();
        let config = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path = \"{mirror}\"\n  }}\n}}\n"
        );
        fs::write(home.path().join("terraform.rc"), config).ok()?;
        Some(Self { program, home })
    }

    /// The program itself, for runs that need no provider.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// A run in a root of a tree: `terraform -chdir=<root> <arguments>`.
    pub(crate) fn run(&self, root: &Root<'_>, arguments: &[&str]) -> Result<Output, Failed> {
        self.run_with(root, arguments, &[])
    }

    /// The same with further variables in its environment.
    pub(crate) fn run_with(
        &self,
        root: &Root<'_>,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Result<Output, Failed> {
        let chdir = format!("-chdir={}", root.path.display());
        let mut command = Command::new(&self.program);
        command.current_dir(root.tree).arg(chdir).args(arguments);
        self.around(&mut command, root);
        command.envs(variables.iter().copied());
        let output =
            command.output().map_err(|error| format!("{}: {error}", self.program.display()))?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.push_str(&String::from_utf8_lossy(&output.stderr));
        let mut shown = format!("terraform -chdir={} {}", root.path.display(), arguments.join(" "));
        if !root.dead.is_empty() {
            let _ = write!(shown, "   (dead: {})", root.dead);
        }
        Ok(Output { status: output.status.code(), text, shown })
    }

    /// Gives a command the environment of a run, and nothing else.
    pub(crate) fn around(&self, command: &mut Command, root: &Root<'_>) {
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
            .env("HOME", self.home.path())
            .env("TMPDIR", self.home.path())
            .env("TF_CLI_CONFIG_FILE", self.home.path().join("terraform.rc"))
            .env("TF_DISABLE_PLUGIN_TLS", "1")
            .env("TF_IN_AUTOMATION", "1")
            .env("CHECKPOINT_DISABLE", "1")
            // A run is over before its garbage matters: collecting it less often saves a third of its time.
            .env("GOGC", "400")
            .env("SCHEMA_PROVIDER_ACCOUNT", root.tree.join(ACCOUNT))
            .env("SCHEMA_PROVIDER_WORDS", root.words)
            .env("SCHEMA_PROVIDER_DEAD_REGIONS", root.dead);
    }
}

/// Where a run happens, and in what world.
#[derive(Clone, Copy)]
pub(crate) struct Root<'a> {
    /// The folder of the tree.
    pub(crate) tree: &'a Path,
    /// The root inside the tree.
    pub(crate) path: &'a Path,
    /// The words of the tree, separated by commas: the provider tells Terraform of no other types and blocks.
    pub(crate) words: &'a str,
    /// The regions whose APIs do not answer, separated by commas.
    pub(crate) dead: &'a str,
}

impl Output {
    /// Fails with everything that was printed unless the run ended with `status`.
    pub(crate) fn expect(self, status: i32) -> Result<Self, Failed> {
        if self.status == Some(status) {
            return Ok(self);
        }
        Err(self.failure(&format!("expected exit status {status}, got {:?}", self.status)))
    }

    /// Fails unless the output, with its lines joined, holds a text: Terraform wraps long lines.
    pub(crate) fn says(self, wanted: &str) -> Result<Self, Failed> {
        let flat =
            self.text.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        if flat.contains(wanted) {
            return Ok(self);
        }
        Err(self.failure(&format!("expected it to say {wanted:?}")))
    }

    fn failure(&self, why: &str) -> Failed {
        format!("$ {}\n{why}\n\n{}", self.shown, self.text).into()
    }
}

/// The machine as Terraform names it, such as `linux_amd64`.
pub(crate) fn platform() -> String {
    let machine = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    format!("{system}_{machine}")
}

/// What may be the name of a type or block in a text.
pub(crate) fn words_in(text: &str) -> impl Iterator<Item = &str> {
    let name = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
    text.split(move |one| !name(one)).filter(|word| !word.is_empty())
}

/// Whether a file holds Terraform's language.
pub(crate) fn is_hcl(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("tf"))
}
