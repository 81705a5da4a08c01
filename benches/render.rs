//! How long a render takes, against writing the same bytes with no thought at all.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops when something is wrong")]
#![allow(clippy::disallowed_methods, reason = "the baseline writes plain files")]

use std::{fmt::Write as _, fs, hint::black_box, path::Path};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tempfile::TempDir;
use topogen::{diag::Diagnostics, source::Source, tree::Tree};

fn compile(source: &Source) -> Tree {
    let mut diags = Diagnostics::new();
    let Ok(checked) = topogen::check(source, &mut diags) else {
        panic!("{}", diags.render(source));
    };
    topogen::render(&checked).unwrap()
}

/// Some regions and 20 services, each with a table.
fn large(regions: usize) -> String {
    let mut text = String::from(
        "name = \"big\"\ntier = \"active-active\"\nhome = \"us-east-1\"\ndomain = \"example.com\"\n\
         [ingress]\nvia = \"route53-weighted\"\n[regions]\n",
    );
    for region in topogen::RegionName::all().take(regions) {
        writeln!(text, "{region} = {{}}").unwrap();
    }
    for index in 0..20 {
        write!(
            text,
            "[services.s{index}]\nimage = \"big/s{index}:1\"\ntasks = {}\nuses = [\"tables.t{index}\"]\n\
             [tables.t{index}]\nhash_key = \"id:S\"\n",
            100 + index
        )
        .unwrap();
    }
    text
}

/// Writes a tree without looking at what is there.
fn write_plainly(tree: &Tree, dir: &Path) {
    for (path, text) in tree.files() {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn render(criterion: &mut Criterion) {
    let prod = include_str!("../topologies/prod.toml").to_owned();
    for (name, text) in [("prod", prod), ("10x20", large(10)), ("30x20", large(30))] {
        let source = Source::new("bench.toml", text);
        let tree = compile(&source);
        let bytes: usize = tree.files().map(|(_, text)| text.len()).sum();
        let mut group = criterion.benchmark_group(format!("{name}: {bytes} bytes"));
        group.sample_size(20);
        group.bench_function("compile", |bencher| bencher.iter(|| compile(black_box(&source))));
        let fresh = || TempDir::new().unwrap();
        group.bench_function("baseline: write the same bytes", |bencher| {
            bencher.iter_batched(
                fresh,
                |dir| (write_plainly(&tree, dir.path()), dir).1,
                BatchSize::PerIteration,
            );
        });
        group.bench_function("compile and write safely", |bencher| {
            bencher.iter_batched(
                fresh,
                |dir| {
                    let tree = compile(&source);
                    tree.compare(dir.path()).unwrap().write(&[].into()).unwrap();
                    dir
                },
                BatchSize::PerIteration,
            );
        });
        let written = fresh();
        tree.compare(written.path()).unwrap().write(&[].into()).unwrap();
        group.bench_function("render again, nothing to do", |bencher| {
            bencher.iter(|| {
                let tree = compile(black_box(&source));
                assert!(tree.compare(written.path()).unwrap().is_clean());
            });
        });
        group.finish();
    }
}

criterion_group!(benches, render);
criterion_main!(benches);
