//! What a render may take of memory: how often it asks for some, and how much it holds at once.
//!
//! Both are counted, not timed, in the profile that `cargo test` has: no clock, no thread and no random number decides how often a program
//! of one thread asks for memory, so a machine that is slow or busy counts the same. A release build asks a little less often, where
//! the compiler leaves something out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failure here is a failed test")]

#[path = "../benches/support/stacks.rs"]
mod stacks;

use std::sync::Once;

use topogen::{diag::Diagnostics, source::Source};

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

/// What is taken may grow by a tenth before somebody looks why. Where it became less, the budget follows.
#[test]
fn a_render_keeps_to_its_budget() {
    let mut over = Vec::new();
    for (name, text, count, most) in [
        ("prod", stacks::prod(), 13_700, 1_200_000),
        ("prod in 10 regions", stacks::whole(10), 46_500, 3_610_000),
        ("10 regions, 20 services and tables", stacks::services(10, 20), 64_400, 4_630_000),
    ] {
        let taken = taken(text);
        let now = format!("{name}: {} allocations, {} bytes at once", taken.count, taken.most);
        if taken.count > count + count / 10 || taken.most > most + most / 10 {
            over.push(format!("{now}; the budget is {count} and {most}"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

/// Twice the regions and twice the services are four times the bytes, and no more for each of them.
#[test]
fn what_is_taken_follows_what_is_written() {
    let [small, large] =
        [(5, 20), (10, 40)].map(|(regions, n)| taken(stacks::services(regions, n)));
    for of in [|taken: &Taken| taken.count, |taken: &Taken| taken.most] {
        let [small, large] = [&small, &large].map(|it| of(it) * 1_000_000 / it.tree);
        assert!(large <= small + small * 3 / 10, "{small} and {large} for a million bytes");
    }
}
