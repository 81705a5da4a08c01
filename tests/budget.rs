//! What a render and a comparison may take of memory: how often they ask for some, and how much they hold at once.
//!
//! Both are counted, not timed, in the profile that `cargo test` has: no clock, no thread and no random number decides how often a program
//! of one thread asks for memory, so a machine that is slow or busy counts the same. A release build asks a little less often, where
//! the compiler leaves something out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failure here is a failed test")]

#[path = "../benches/support/stacks.rs"]
mod stacks;

use std::sync::Once;

use topogen::{diag::Diagnostics, inventory::Files, source::Source};

/// Allocations, bytes at once and bytes of the tree.
struct Taken {
    count: u64,
    most: u64,
    tree: u64,
}

/// Tables and the schema are read when they are first looked at: by whichever test comes first, so by neither.
static TABLES: Once = Once::new();

/// From a text to a tree in memory, when a render has been before.
fn taken(text: String) -> Taken {
    TABLES.call_once(|| _ = measured(stacks::prod()));
    measured(text)
}

fn measured(text: String) -> Taken {
    let source = Source::new("stack.toml", text);
    let mut tree = 0;
    let info = allocation_counter::measure(|| {
        let mut diags = Diagnostics::new();
        let checked = topogen::check(&source, &mut diags);
        let Ok(checked) = checked else { panic!("{}", diags.render(&source)) };
        let rendered = topogen::render(&checked).unwrap();
        tree = rendered.contents().map(|(_, content)| content.bytes().len() as u64).sum();
    });
    Taken { count: info.count_total, most: info.bytes_max, tree }
}

/// What is taken and written may grow by a tenth before somebody looks why. Where it became less, the budget follows.
#[test]
fn a_render_keeps_to_its_budget() {
    let mut over = Vec::new();
    for (name, text, budget) in [
        ("prod", stacks::prod(), [10_600, 970_000, 366_000]),
        ("prod in 10 regions", stacks::whole(10), [21_000, 1_990_000, 610_000]),
        (
            "10 regions, 20 services and tables",
            stacks::services(10, 20),
            [43_800, 4_430_000, 1_037_000],
        ),
        (
            "10 regions, 20 of everything, watched",
            stacks::everything(10, 20),
            [101_100, 7_180_000, 1_670_000],
        ),
    ] {
        let Taken { count, most, tree } = taken(text);
        let now = [count, most, tree];
        if now.iter().zip(budget).any(|(now, budget)| *now > budget + budget / 10) {
            over.push(format!("{name}: {now:?} allocations, bytes at once and bytes written; the budget is {budget:?}"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

/// What `diff` takes beside Git and two renders, as above: reading both generations, planning one on the other, and judging that.
#[test]
fn a_comparison_keeps_to_its_budget() {
    let mut over = Vec::new();
    for (name, text, budget) in [
        ("prod", stacks::prod(), [288_000, 16_200_000]),
        ("prod in 10 regions", stacks::whole(10), [1_010_000, 40_600_000]),
    ] {
        let [before, after] = [text.clone(), text.replace(":1.42.0", ":1.43.0")].map(|text| {
            let source = Source::new("stack.toml", text);
            let checked = topogen::check(&source, &mut Diagnostics::new()).unwrap();
            Files::of(&topogen::render(&checked).unwrap())
        });
        let mut found = [0; 2];
        let info = allocation_counter::measure(|| {
            found = topogen::testing::changed(&before, &after);
        });
        assert!(found[0] > 0, "{name}: nothing happens");
        let now = [info.count_total, info.bytes_max];
        if now.iter().zip(budget).any(|(now, budget)| *now > budget + budget / 10) {
            over.push(format!(
                "{name}: {now:?} allocations and bytes at once; the budget is {budget:?}"
            ));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

/// From 10 regions with 20 of everything to 36 with 100, each byte takes as much.
#[test]
fn what_is_taken_follows_what_is_written() {
    let [small, large] =
        [(10, 20), (36, 100)].map(|(regions, n)| taken(stacks::everything(regions, n)));
    for of in [|taken: &Taken| taken.count, |taken: &Taken| taken.most] {
        let [small, large] = [&small, &large].map(|it| of(it) * 1_000_000 / it.tree);
        let most = small + small * 3 / 10;
        assert!(large <= most, "{small} and {large} for a million bytes");
    }
}

/// Each region watches the ways to each other one: that takes their names and nothing for each entry.
#[test]
fn a_pair_of_regions_takes_few_bytes() {
    for entries in [1, 8] {
        let [ten, twenty, thirty] =
            [10, 20, 30].map(|regions| taken(stacks::everything(regions, entries)).tree);
        // What grows with the regions cancels out, and of what grows with their square 200 pairs are left.
        let pair = (thirty + ten).saturating_sub(2 * twenty) / 200;
        assert!(pair <= 120, "{pair} bytes for each pair of regions with {entries} of everything");
    }
}

/// A file may be nothing but mistakes: of those that are not shown nothing is kept.
#[test]
fn a_file_of_mistakes_keeps_to_its_budget() {
    for line in ["=\n", "a=b\n", "[a]\n", "a = 1 2\n"] {
        let source = Source::new("stack.toml", line.repeat((1 << 20) / line.len()));
        let info = allocation_counter::measure(|| {
            let mut diags = Diagnostics::new();
            assert!(topogen::check(&source, &mut diags).is_err());
            assert!(diags.render(&source).contains("not shown: at least "));
        });
        // The last keys of a beginning are all that is ever held.
        assert!(info.bytes_max <= 8 << 20, "{line:?}: {} bytes at once", info.bytes_max);
        assert!(info.count_total <= 80_000, "{line:?}: {} allocations", info.count_total);
    }
}
