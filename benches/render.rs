//! How long a render takes, against writing the same bytes with no thought at all.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops when something is wrong")]
#![allow(clippy::disallowed_methods, reason = "the baseline writes plain files")]

#[path = "support/stacks.rs"]
mod stacks;

use std::{fs, hint::black_box, path::Path};

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

/// Writes a tree without looking at what is there.
fn write_plainly(tree: &Tree, dir: &Path) {
    for (path, text) in tree.files() {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn render(criterion: &mut Criterion) {
    let (ten, thirty) = (stacks::services(10, 20), stacks::services(30, 20));
    for (name, text) in [("prod", stacks::prod()), ("10x20", ten), ("30x20", thirty)] {
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
