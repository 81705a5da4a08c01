//! What becomes of names when an entry gets another key.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failure here is a failed test"
)]

#[path = "support/renamed.rs"]
mod keys;
mod support;

use std::collections::BTreeSet;

use keys::renamed;
use support::{Edit, edited, render, topologies, topology};
use topogen::{
    inventory::{Files, Inventory, Texts},
    plan::{Action, plan},
    tree::Tree,
};

/// The lines of what Terraform reads of a root, sorted, with the old keys in place of the new ones.
fn lines(tree: &Tree) -> Vec<(String, String)> {
    let roots =
        tree.files().filter(|(path, _)| path.contains(".tf") && !path.starts_with("modules/"));
    let mut lines: Vec<_> = roots
        .flat_map(|(path, text)| {
            let text = text.replace("_renamed", "");
            text.lines().map(|line| (path.to_owned(), line.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    lines.sort();
    lines
}

/// In every root nothing but the labels of calls, and what is made of them, tells the two apart.
#[test]
fn a_name_stands_for_the_key_in_all_but_addresses() {
    let mut renamed_at_all = 0;
    for (name, text) in topologies() {
        let (other, old) = renamed(&text, |entry, named_by, key| {
            assert!(entry.insert(named_by.to_owned(), key.into()).is_none());
        })
        .unwrap();
        renamed_at_all += old.len();
        let (was, is) = (render(&text), render(&other));
        let (was, is) = (lines(&was), lines(&is));
        for (was, is) in was.iter().zip(&is) {
            assert_eq!(was, is, "{name}");
        }
        assert_eq!(was.len(), is.len(), "{name}");
    }
    assert!(renamed_at_all > 30, "{renamed_at_all}");
}

/// The addresses of each root.
fn addresses(inventory: &Inventory) -> BTreeSet<(String, String)> {
    let roots = inventory.roots.iter();
    roots
        .flat_map(|(root, said)| said.resources.keys().map(|one| (root.clone(), one.clone())))
        .collect()
}

/// Old addresses after the `moved` blocks of a tree: a block may follow another.
fn moved(old: BTreeSet<(String, String)>, inventory: &Inventory) -> BTreeSet<(String, String)> {
    let follow = |(root, address): (String, String)| {
        let mut address = address;
        while let Some(new) = inventory.roots[&root].moved.iter().find_map(|moved| {
            let rest = address.strip_prefix(&*moved.from)?;
            (rest.is_empty() || rest.starts_with(['.', '['])).then(|| format!("{}{rest}", moved.to))
        }) {
            address = new;
        }
        (root, address)
    };
    old.into_iter().map(follow).collect()
}

/// Whether names in AWS stay or follow the keys, Terraform finds everything again where it is now.
#[test]
fn every_address_of_what_was_renamed_is_moved() {
    let mut blocks = [0, 0];
    // Every section, two regions and one, several states and one.
    let single = edited("two-regions", &[Edit::Add("layout", "\"single\"")]);
    let split = ["queues", "single-region"].map(topology);
    for text in split.into_iter().chain([single]) {
        let mut texts = Texts::new();
        let before = Files::of(&render(&text));
        let was = addresses(&Inventory::of(&before, &mut texts));
        for (keeps, blocks) in [true, false].into_iter().zip(&mut blocks) {
            let (other, _) = renamed(&text, |entry, named_by, key| {
                entry.insert("renamed_from".to_owned(), key.into());
                if keeps {
                    entry.insert(named_by.to_owned(), key.into());
                }
            })
            .unwrap();
            let [before, is] = Inventory::both(&before, &Files::of(&render(&other)), &mut texts);
            if keeps {
                for (address, row) in plan(&before, &is).roots.iter().flat_map(|root| &root.rows) {
                    assert_eq!((row.action, &*row.or), (Action::Nothing, &[][..]), "{address}");
                }
            }
            *blocks += is.roots.values().map(|root| root.moved.len()).sum::<usize>();
            let (moved, is) = (moved(was.clone(), &is), addresses(&is));
            let lost: Vec<_> = moved.symmetric_difference(&is).collect();
            assert!(lost.is_empty(), "{lost:#?}");
        }
    }
    let [kept, followed] = blocks;
    assert!(20 < kept && kept < followed, "{kept} {followed}");
}
