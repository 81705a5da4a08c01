//! States of a copied tree in its own folders, by Terraform's own override files: the tree's files stay as they
//! are.
//!
//! An override file's `backend` block takes the place of the tree's, and its arguments of a data
//! source take the place of those with the same name.
//!
//! Terraform keeps its states here by HTTP. To a file it would write the whole state after each resource, which is most
//! of what applying a large tree takes; to any other place it does so now and then.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::thread;

use libtest_mimic::Failed;
use tiny_http::{Method, Request, Response, Server};

use super::terraform::is_hcl;
use super::tree::KEPT;

/// A file whose name ends like this is merged over the others.
const OVERRIDE: &str = "zz_test_override.tf";

/// Where states are kept: a file each, at the path of the URL.
static PLACE: LazyLock<io::Result<String>> = LazyLock::new(keep);

fn keep() -> io::Result<String> {
    let server = Server::http("127.0.0.1:0").map_err(io::Error::other)?;
    let address = format!("http://{}", server.server_addr());
    let server = Arc::new(server);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    for _ in 0..threads {
        let server = Arc::clone(&server);
        // A run that gets no answer fails, and says why.
        thread::spawn(move || server.incoming_requests().for_each(|one| drop(answer(one))));
    }
    Ok(address)
}

fn answer(mut request: Request) -> io::Result<()> {
    let path = PathBuf::from(request.url());
    // Whoever is on the machine may ask.
    if path.file_name() != Some(OsStr::new(KEPT)) {
        return request.respond(Response::empty(404));
    }
    if *request.method() == Method::Post {
        let mut state = Vec::new();
        request.as_reader().read_to_end(&mut state)?;
        fs::write(path, state)?;
        return request.respond(Response::empty(200));
    }
    match fs::File::open(path) {
        Ok(state) => request.respond(Response::from_file(state)),
        Err(_) => request.respond(Response::empty(404)),
    }
}

/// Switches one root to a state in its folder, and what it reads of other roots to theirs.
pub(crate) fn make_local(tree: &Path, root: &Path, roots: &[PathBuf]) -> Result<(), Failed> {
    let folder = tree.join(root);
    let mut hcl = String::new();
    for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", root.display()))? {
        let path = entry?.path();
        if is_hcl(&path) {
            hcl.push_str(&fs::read_to_string(path)?);
            hcl.push('\n');
        }
    }
    let mut over = String::new();
    if hcl.contains("backend \"s3\"") {
        let place = PLACE.as_ref().map_err(|error| format!("no place for states: {error}"))?;
        let path = folder.join(KEPT);
        let address = format!("{place}{}", path.display());
        let _ = writeln!(
            over,
            "terraform {{\n  backend \"http\" {{\n    address = \"{address}\"\n  }}\n}}"
        );
    }
    for (name, body) in blocks(&hcl, "data \"terraform_remote_state\" \"") {
        if body.contains("\"local\"") {
            continue;
        }
        let key = value_of(body, "key").ok_or_else(|| {
            format!("{}: terraform_remote_state.{name} has no key", root.display())
        })?;
        let producer = producer(key, roots)
            .ok_or_else(|| format!("{}: no root of the tree writes {key}", root.display()))?;
        let up = "../"
            .repeat(root.components().filter(|part| matches!(part, Component::Normal(_))).count());
        let _ = write!(
            over,
            "data \"terraform_remote_state\" \"{name}\" {{\n  backend = \"local\"\n  config = {{\n    path = \
             \"{up}{producer}/{KEPT}\"\n  }}\n}}\n"
        );
    }
    if !over.is_empty() {
        fs::write(folder.join(OVERRIDE), over)?;
    }
    Ok(())
}

/// The blocks that begin with `head`, each with the rest of its name and its body. Braces in
/// strings come in pairs.
fn blocks<'a>(hcl: &'a str, head: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    hcl.split(head).skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once('"')?;
        let body = rest.trim_start().strip_prefix('{')?;
        let mut depth = 1_usize;
        let end = body.find(|one| {
            match one {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        body.split_at_checked(end).map(|(body, _)| (name, body))
    })
}

/// The text of `name = "text"` on a line of a block.
fn value_of<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    body.lines().find_map(|line| {
        let (left, right) = line.split_once('=')?;
        (left.trim() == name).then_some(right.trim().trim_end_matches(',').trim_matches('"'))
    })
}

/// The root that writes the state of a key such as `shop-prod/regions/us-east-1.tfstate`. A part of
/// the key that is only known to Terraform (`${each.key}`) stands for any folder, and stays as it
/// is.
fn producer(key: &str, roots: &[PathBuf]) -> Option<String> {
    let parts: Vec<&str> = key.strip_suffix(".tfstate")?.split('/').collect();
    let fitting = roots.iter().filter_map(|root| {
        let names: Vec<&str> = root.iter().filter_map(|name| name.to_str()).collect();
        let tail = parts.get(parts.len().checked_sub(names.len())?..)?;
        let fits = tail.iter().zip(&names).all(|(part, name)| part == name || part.contains("${"));
        fits.then(|| tail.join("/"))
    });
    fitting.max_by_key(String::len)
}
