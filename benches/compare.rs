//! What a render costs beside a program that only writes the same bytes: CPU and memory of whole processes, in one run.
//!
//! `cargo bench --bench compare` prints medians for all stacks, `cargo bench --bench compare -- prod` for those whose name has the word. Every
//! round starts the floor program, a render into an empty folder and a render of the same again, in this order, in memory where
//! the system has a place for files there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement stops when something is wrong"
)]
#![allow(clippy::print_stdout, reason = "it is a command")]
#![allow(clippy::disallowed_methods, reason = "it lays out files to measure with")]
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures for people")]

#[path = "support/stacks.rs"]
mod stacks;

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};
use tempfile::TempDir;
use topogen::{diag::Diagnostics, source::Source, tree::Tree};

const ROUNDS: usize = 21;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|it| it != "--bench").collect();
    if let Some((_, command)) = arguments.split_first().filter(|(first, _)| *first == "measure") {
        measure(command);
        return;
    }
    let floor = build_floor();
    println!("load {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    println!(
        "medians of {ROUNDS}; CPU in ms, peak memory in MB; unchanged as a ratio to the render"
    );
    println!(
        "{:<24}{:>12}{:>8}{:>8}{:>8}{:>7}{:>8}{:>11}{:>7}",
        "", "bytes", "files", "floor", "render", "ratio", "memory", "unchanged", "ratio"
    );
    for stack in stacks::all() {
        if arguments.iter().all(|word| stack.name.contains(word.as_str())) {
            compare(&stack, &floor);
        }
    }
}

/// Runs one command and prints what it took, in microseconds and kilobytes. A process of its own for each, for the system only
/// keeps the largest of a process's children.
fn measure(command: &[String]) {
    let (program, arguments) = command.split_first().unwrap();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let cpu = used.user_time().num_microseconds() + used.system_time().num_microseconds();
    println!("{cpu} {}", used.max_rss());
}

/// What a process took.
#[derive(Clone, Copy)]
struct Used {
    cpu: i64,
    memory: i64,
}

fn measured(command: &mut Command) -> Used {
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let (cpu, memory) = text.trim().split_once(' ').unwrap();
    Used { cpu: cpu.parse().unwrap(), memory: memory.parse().unwrap() }
}

fn compare(stack: &stacks::Stack, floor: &Path) {
    let memory = Path::new("/dev/shm");
    let dir = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
    let topology = dir.path().join("stack.toml");
    fs::write(&topology, &stack.text).unwrap();
    let tree = compile(&stack.text);
    let pack = dir.path().join("pack");
    let (files, bytes) = write_pack(&tree, &pack);
    let (plain, out) = (dir.path().join("plain"), dir.path().join("out"));
    let run = |arguments: &[&Path]| {
        let mut command = Command::new(env::current_exe().unwrap());
        measured(command.arg("measure").args(arguments))
    };
    let topogen = Path::new(env!("CARGO_BIN_EXE_topogen"));
    let render = [topogen, Path::new("render"), &topology, Path::new("--out"), &out];
    let mut rounds: Vec<[Used; 3]> = Vec::new();
    for _ in 0..ROUNDS {
        for folder in [&plain, &out] {
            _ = fs::remove_dir_all(folder);
            fs::create_dir(folder).unwrap();
        }
        rounds.push([run(&[floor, &pack, &plain]), run(&render), run(&render)]);
    }
    let median = |which: usize, of: fn(&Used) -> i64| {
        let mut all: Vec<i64> = rounds.iter().map(|round| of(&round[which])).collect();
        all.sort_unstable();
        all[ROUNDS / 2] as f64
    };
    let [floor, render, unchanged] = [0, 1, 2].map(|which| median(which, |used| used.cpu));
    println!(
        "{:<24}{bytes:>12}{files:>8}{:>8.1}{:>8.1}{:>7.2}{:>8.1}{:>11.1}{:>7.2}",
        stack.name,
        floor / 1e3,
        render / 1e3,
        render / floor,
        median(1, |used| used.memory) / 1024.0,
        unchanged / 1e3,
        unchanged / render,
    );
}

fn compile(text: &str) -> Tree {
    let (source, mut diags) = (Source::new("stack.toml", text.to_owned()), Diagnostics::new());
    let Ok(checked) = topogen::check(&source, &mut diags) else {
        panic!("{}", diags.render(&source));
    };
    topogen::render(&checked).unwrap()
}

/// Writes what the floor program reads. How many files it has, and bytes.
fn write_pack(tree: &Tree, path: &Path) -> (usize, usize) {
    let mut pack = fs::File::create(path).unwrap();
    let (mut files, mut total) = (0, 0);
    for (path, content) in tree.contents() {
        let bytes = content.bytes();
        writeln!(pack, "{} {path}", bytes.len()).unwrap();
        pack.write_all(bytes).unwrap();
        (files, total) = (files + 1, total + bytes.len());
    }
    (files, total)
}

/// The floor program, made as the product is.
fn build_floor() -> PathBuf {
    let build = ["build", "--release", "--quiet", "--example", "floor"];
    let status = Command::new(env!("CARGO")).args(build).status().unwrap();
    assert!(status.success());
    let release = Path::new(env!("CARGO_BIN_EXE_topogen")).parent().unwrap();
    release.join("examples/floor")
}
