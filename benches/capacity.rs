//! How long the capacity of a large topology takes: read, checked, sized and shown.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops when something is wrong")]

use std::{fmt::Write as _, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
use topogen::{diag::Diagnostics, source::Source, testing::capacity};

/// All regions and 100 services.
fn large(survive: &str) -> String {
    let mut text = format!(
        "name = \"big\"\ntier = \"active-active\"\nhome = \"us-east-1\"\ndomain = \"example.com\"\n\
         [ingress]\nvia = \"route53-latency\"\n[capacity]\nsurvive = \"{survive}\"\n[regions]\n"
    );
    for region in topogen::RegionName::all() {
        writeln!(text, "{region} = {{}}").unwrap();
    }
    for index in 0..100 {
        let tasks = 100 + index;
        write!(text, "[services.s{index}]\nimage = \"big/s{index}:1\"\ntasks = {tasks}\n").unwrap();
    }
    text
}

fn capacity_of(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("capacity of 36 regions x 100 services");
    group.sample_size(20);
    for survive in ["one-region", "two-regions"] {
        let source = Source::new("bench.toml", large(survive));
        for format in ["text", "json"] {
            group.bench_function(format!("{survive}, {format}"), |bencher| {
                bencher.iter(|| {
                    let mut diags = Diagnostics::new();
                    let Ok(checked) = topogen::check(black_box(&source), &mut diags) else {
                        panic!("{}", diags.render(&source));
                    };
                    capacity(&checked, format)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, capacity_of);
criterion_main!(benches);
