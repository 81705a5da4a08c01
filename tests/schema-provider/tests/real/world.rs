//! What stands around the real provider: moto, and the processes of the provider itself.
//!
//! Terraform would start the provider three times in a command, and each start of its 700 MB takes
//! seconds: here one process serves command after command, and there are as many as trials run at
//! once.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libtest_mimic::Failed;
use serde_json::{Value, json};

use super::narrow::Narrow;
use crate::support::terraform::platform;

/// The provider's version: the last of 5.
const VERSION: &str = "5.100.0";

/// A folder in the layout of a mirror that has the provider.
const MIRROR: &str = "TOPOGEN_REAL_PROVIDER";

/// A Python that has moto.
const PYTHON: &str = "TOPOGEN_PYTHON";

/// Where the parts are.
#[derive(Clone)]
pub(crate) struct Parts {
    provider: PathBuf,
    python: PathBuf,
}

/// Why the real provider cannot run here.
pub(crate) enum Missing {
    /// It is not on this machine.
    Provider(String),
    /// It is, but what it needs is not.
    Moto(String),
}

impl Parts {
    /// Looks where Terraform itself would look for a provider without a network.
    pub(crate) fn find() -> Result<Self, Missing> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let home = set("HOME").map(PathBuf::from).unwrap_or_default();
        let usual = [
            set("TF_PLUGIN_CACHE_DIR").map(PathBuf::from).unwrap_or_default(),
            home.join(".terraform.d/plugins"),
            home.join(".terraform.d/plugin-cache"),
            home.join(".local/share/terraform/plugins"),
            "/usr/local/share/terraform/plugins".into(),
            "/usr/share/terraform/plugins".into(),
            "/opt/tf-plugins".into(),
        ];
        let places = set(MIRROR).map_or(usual.to_vec(), |mirror| vec![mirror.into()]);
        let inside = format!("registry.terraform.io/hashicorp/aws/{VERSION}/{}", platform());
        let binary = format!("terraform-provider-aws_v{VERSION}_x5");
        let provider = places
            .iter()
            .map(|mirror| mirror.join(&inside).join(&binary))
            .find(|path| path.is_file())
            .ok_or_else(|| {
                Missing::Provider(format!(
                    "no {inside} in $TOPOGEN_REAL_PROVIDER or a usual mirror"
                ))
            })?;
        let python = set(PYTHON).map_or_else(|| "python3".into(), PathBuf::from);
        let moto = Command::new(&python)
            .args([
                "-c",
                "import importlib.util as u; assert u.find_spec('moto') and u.find_spec('flask')",
            ])
            .stderr(Stdio::null())
            .status();
        if !moto.is_ok_and(|status| status.success()) {
            return Err(Missing::Moto(format!(
                "{} has no moto[all,server]; $TOPOGEN_PYTHON may name another",
                python.display()
            )));
        }
        Ok(Self { provider, python })
    }
}

/// A provider's process, and what Terraform reads about it in `TF_REATTACH_PROVIDERS`.
struct Provider {
    way: Narrow,
    about: Value,
}

/// A running moto, and providers that take it for AWS. They end with it, however that ends.
pub(crate) struct World {
    provider: PathBuf,
    process: Child,
    pipe: Mutex<Option<(ChildStdin, BufReader<ChildStdout>)>>,
    idle: Mutex<Vec<Provider>>,
}

impl World {
    pub(crate) fn start(parts: &Parts) -> Result<Self, Failed> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real/world.py");
        let mut process = Command::new(&parts.python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let pipe = process.stdin.take().zip(process.stdout.take().map(BufReader::new));
        let (pipe, idle) = (Mutex::new(pipe), Mutex::default());
        Ok(Self { provider: parts.provider.clone(), process, pipe, idle })
    }

    /// Makes what roots read and others create, as `world.py` takes it.
    pub(crate) fn make(&self, all: &Value) -> Result<(), Failed> {
        self.ask(&json!({ "make": all })).map(drop)
    }

    /// Runs something with providers of its own, that know the types among some words: one for each list of the names under which it
    /// is found. `TF_REATTACH_PROVIDERS` takes the text.
    pub(crate) fn with_providers<T>(
        &self,
        words: &str,
        names: Vec<Vec<String>>,
        run: impl FnOnce(&str) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let (mut providers, mut about) = (Vec::new(), serde_json::Map::new());
        for names in names {
            let idle = lock(&self.idle).pop();
            let provider = idle.map_or_else(|| self.provider(), Ok)?;
            provider.way.pass(words);
            about.extend(names.into_iter().map(|name| (name, provider.about.clone())));
            providers.push(provider);
        }
        let result = run(&Value::Object(about).to_string());
        lock(&self.idle).append(&mut providers);
        result
    }

    fn provider(&self) -> Result<Provider, Failed> {
        let mut answer = self.ask(&json!({ "provider": self.provider }))?;
        let one = answer.get_mut("registry.terraform.io/hashicorp/aws");
        let one = one.ok_or("the provider says nothing of itself")?;
        let socket = one.pointer_mut("/Addr/String").ok_or("the provider has no socket")?;
        let way = Narrow::before(Path::new(socket.as_str().unwrap_or_default()))?;
        *socket = way.socket().to_str().into();
        Ok(Provider { way, about: one.take() })
    }

    fn ask(&self, request: &Value) -> Result<Value, Failed> {
        let mut pipe = lock(&self.pipe);
        let (to, from) = pipe.as_mut().ok_or("the world has ended")?;
        writeln!(to, "{request}")?;
        let mut line = String::new();
        from.read_line(&mut line)?;
        let mut answer: Value =
            serde_json::from_str(&line).map_err(|error| format!("{request}: {line:?}: {error}"))?;
        match answer.get_mut("done") {
            Some(done) => Ok(done.take()),
            None => Err(format!("{request}: {answer}").into()),
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        drop(lock(&self.pipe).take());
        let _ = self.process.wait();
    }
}

/// A trial that failed while it held a lock has left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
