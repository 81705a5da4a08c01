//! What is wrong with a large file takes work in proportion to the file.
//!
//! It is compared with that for sixteen files of a sixteenth of the size on the same machine: what grows with the square
//! takes sixteen times as long in one file, and what is allowed is four times.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::{
    fmt::Write as _,
    fs,
    sync::LazyLock,
    time::{Duration, Instant},
};

use topogen::{diag::Diagnostics, source::Source};

const HEAD: &str =
    "name = \"shop\"\ntier = \"active-active\"\nhome = \"us-east-1\"\ndomain = \"example.com\"\n";
const REGIONS: &str = "[regions]\nus-east-1 = {}\neu-west-1 = {}\n";

/// Texts with so many mistakes of one kind.
type Kind = (&'static str, fn(usize) -> String);

const KINDS: [Kind; 14] = [
    ("lines that are not TOML", |n| "=\n".repeat(n)),
    ("mistakes in one line", |n| format!("{HEAD}a = [{}]\n", "= ".repeat(n))),
    ("keys that stand twice", |n| "key = 1\n".repeat(n)),
    ("keys with too many parts", |n| format!("a{} = 1\n", ".a".repeat(100)).repeat(n / 100 + 1)),
    ("words without quotes", |n| lines(n, |i| format!("k{i} = word"))),
    ("unknown keys", |n| format!("{HEAD}{}{REGIONS}", lines(n, |i| format!("unknown{i} = 1")))),
    ("wrong values", |n| {
        format!("{HEAD}{REGIONS}{}", lines(n, |i| format!("[tables.t{i}]\nhash_key = 1")))
    }),
    ("missing keys", |n| format!("{HEAD}{REGIONS}{}", lines(n, |i| format!("[tables.t{i}]")))),
    ("tags", |n| format!("{HEAD}{REGIONS}[tags]\n{}", lines(n, |i| format!("\"a!{i}\" = \"b\"")))),
    ("names of entries", |n| {
        format!("{HEAD}{REGIONS}{}", lines(n, |i| format!("[tables.T_{i}]\nhash_key = \"id:S\"")))
    }),
    ("names of variables", |n| {
        let variables = lines(n, |i| format!("\"a {i}\" = \"b\""));
        format!("{HEAD}{REGIONS}{SERVICE}[services.api.environment]\n{variables}")
    }),
    ("uses of what does not exist", |n| {
        let uses = lines(n, |i| format!("\"tables.u{i}\","));
        let tables = lines(n / 8, |i| format!("[tables.t{i}]\nhash_key = \"id:S\""));
        format!("{HEAD}{REGIONS}{SERVICE}uses = [\n{uses}]\n{tables}")
    }),
    ("hosts that several have", |n| {
        let services =
            lines(n, |i| format!("[services.s{i}]\nimage = \"a:1\"\ntasks = 4\nhost = \"www\""));
        format!("{HEAD}{REGIONS}{services}")
    }),
    ("regions that do not exist", |n| {
        format!("{HEAD}[regions]\n{}", lines(n, |i| format!("r{i} = {{}}")))
    }),
];

const SERVICE: &str = "[services.api]\nimage = \"shop/api:1\"\ntasks = 4\n";

fn lines(number: usize, line: impl Fn(usize) -> String) -> String {
    (0..number).fold(String::new(), |mut text, index| {
        writeln!(text, "{}", line(index)).unwrap();
        text
    })
}

/// How long this thread has been running. Where the system does not say, how late it is has to do.
fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let run = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let run = run.and_then(|text| text.split(' ').next()?.parse().ok());
    run.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// How long it takes at best to find what is wrong in so many files of one text, and to show it.
fn time(files: usize, text: &str) -> Duration {
    let once = || {
        let start = clock();
        for _ in 0..files {
            let source = Source::new("large.toml", text);
            let mut diags = Diagnostics::new();
            assert!(topogen::check(&source, &mut diags).is_err());
            assert!(!diags.render(&source).is_empty());
        }
        clock().saturating_sub(start)
    };
    (0..2).map(|_| once()).min().unwrap()
}

#[test]
fn many_findings_take_time_in_proportion_to_the_file() {
    let mut slow = Vec::new();
    for (kind, text) in KINDS {
        let (small, large) = (time(16, &text(200)), time(1, &text(3_200)));
        if large > small * 4 {
            slow.push(format!("{kind}: {small:?} in 16 files of 200, {large:?} in one of 3200"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
