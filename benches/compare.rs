//! What a render costs beside a program that only writes the same bytes: CPU and memory of whole processes, in one run.
//!
//! `cargo bench --profile dist --bench compare` prints medians for all stacks, with `-- prod` for those whose name has the word. Every
//! round starts the floor program, the same when it writes safely, a render into an empty folder and a render of the same again, in this
//! order, in memory where the system has a place for files there. A stack gets 21 rounds, or what fits into its seconds, but three.
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
    time::{Duration, Instant},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};
use tempfile::TempDir;
use topogen::{diag::Diagnostics, source::Source, tree::Tree};

const ROUNDS: usize = 21;
const LONGEST: Duration = Duration::from_secs(15);

const TOPOGEN: &str = env!("CARGO_BIN_EXE_topogen");
/// What `check` exits with where it finds errors.
const INVALID: i64 = 3;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|it| it != "--bench").collect();
    if let Some((_, command)) = arguments.split_first().filter(|(first, _)| *first == "measure") {
        measure(command);
        return;
    }
    let is_asked = |name: &str| arguments.iter().all(|word| name.contains(word.as_str()));
    let floor = build_floor();
    println!("load {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    println!("medians; CPU of a process in ms, peak memory in MB");
    println!(
        "`safe` is the floor that stages, syncs and moves; `again` a render of the same, which writes nothing"
    );
    println!(
        "{:<24}{:>10}{:>6}{:>8}{:>8}{:>8}{:>9}{:>8}{:>8}{:>8}{:>10}",
        "",
        "bytes",
        "files",
        "floor",
        "safe",
        "render",
        "r/floor",
        "r/safe",
        "again",
        "a/r",
        "memory"
    );
    for stack in stacks::all().iter().filter(|stack| is_asked(stack.name)) {
        compare(stack, &floor);
    }
    if is_asked("start") {
        let dir = folder();
        let empty = dir.path().join("empty");
        fs::write(&empty, "").unwrap();
        let [nothing, version] = medians(|| {
            [
                used(&[&floor, &empty, dir.path()], 0),
                used(&[Path::new(TOPOGEN), Path::new("--version")], 0),
            ]
        });
        println!("start: {:.1} ms; `topogen --version`: {:.1} ms", ms(nothing), ms(version));
    }
    if is_asked("bad lines") {
        let dir = folder();
        let file = dir.path().join("bad.toml");
        fs::write(&file, stacks::bad_lines(1_000_000)).unwrap();
        let [check] = medians(|| [used(&[Path::new(TOPOGEN), Path::new("check"), &file], INVALID)]);
        println!("bad lines, a file of 1 MB: {:.1} ms, {:.1} MB", ms(check), mb(check));
    }
}

/// Runs one command and prints what it took, in microseconds and kilobytes. A process of its own for each, for the system only
/// keeps the largest of a process's children.
fn measure(command: &[String]) {
    let (program, arguments) = command.split_first().unwrap();
    let mut child = Command::new(program);
    let child = child.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let status = child.status().unwrap();
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let cpu = used.user_time().num_microseconds() + used.system_time().num_microseconds();
    println!("{cpu} {} {}", used.max_rss(), status.code().unwrap());
}

/// What a process took.
#[derive(Clone, Copy)]
struct Used {
    cpu: i64,
    memory: i64,
}

fn ms(used: Used) -> f64 {
    used.cpu as f64 / 1e3
}

fn mb(used: Used) -> f64 {
    used.memory as f64 / 1024.0
}

/// What a command takes that exits like this.
fn used(command: &[&Path], exit: i64) -> Used {
    let mut measured = Command::new(env::current_exe().unwrap());
    let output = measured.arg("measure").args(command).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<i64> = text.split_whitespace().map(|it| it.parse().unwrap()).collect();
    assert_eq!(numbers[2], exit, "{command:?}");
    Used { cpu: numbers[0], memory: numbers[1] }
}

/// Of each of some commands, what it takes in the middle of all rounds.
fn medians<const N: usize>(round: impl Fn() -> [Used; N]) -> [Used; N] {
    let (start, mut rounds) = (Instant::now(), Vec::new());
    while rounds.len() < ROUNDS && (rounds.len() < 3 || start.elapsed() < LONGEST) {
        rounds.push(round());
    }
    std::array::from_fn(|which| {
        let middle = |of: fn(&Used) -> i64| {
            let mut all: Vec<i64> = rounds.iter().map(|round| of(&round[which])).collect();
            all.sort_unstable();
            all[all.len() / 2]
        };
        Used { cpu: middle(|used| used.cpu), memory: middle(|used| used.memory) }
    })
}

/// A folder in memory where there is a place for it.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap()
}

fn compare(stack: &stacks::Stack, floor: &Path) {
    let dir = folder();
    let at = |name: &str| dir.path().join(name);
    let (topology, pack, plain, safe, out) =
        (at("stack.toml"), at("pack"), at("plain"), at("safe"), at("out"));
    fs::write(&topology, &stack.text).unwrap();
    let (files, bytes) = write_pack(&compile(&stack.text), &pack);
    let render = [Path::new(TOPOGEN), Path::new("render"), &topology, Path::new("--out"), &out];
    let [plain, safe, render, again] = medians(|| {
        for folder in [&plain, &safe, &out] {
            _ = fs::remove_dir_all(folder);
            fs::create_dir(folder).unwrap();
        }
        [
            used(&[floor, &pack, &plain], 0),
            used(&[floor, &pack, &safe, Path::new("safely")], 0),
            used(&render, 0),
            used(&render, 0),
        ]
    });
    println!(
        "{:<24}{bytes:>10}{files:>6}{:>8.1}{:>8.1}{:>8.1}{:>9.2}{:>8.2}{:>8.1}{:>8.2}{:>10.1}",
        stack.name,
        ms(plain),
        ms(safe),
        ms(render),
        ms(render) / ms(plain),
        ms(render) / ms(safe),
        ms(again),
        ms(again) / ms(render),
        mb(render),
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
    let folder = Path::new(TOPOGEN).parent().unwrap();
    let profile = folder.file_name().unwrap();
    let mut build = Command::new(env!("CARGO"));
    let build = build.args(["build", "--quiet", "--example", "floor", "--profile"]).arg(profile);
    assert!(build.status().unwrap().success());
    folder.join("examples/floor")
}
