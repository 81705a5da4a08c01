//! Where things were before entries were renamed.
//!
//! In: the inventory of a tree in which each renamed entry has a mark for a key, and what the marks stand for. Out: for each root
//! the addresses that changed, in the fewest steps. Nobody says by hand where a key gets to: the mark is looked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::Inventory;

/// An entry that had another key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rename {
    /// What stands for its key, and is found nowhere else.
    pub(crate) mark: String,
    /// The key that it had.
    pub(crate) from: String,
    /// The key that it has.
    pub(crate) to: String,
}

/// Old and new addresses by root.
pub(crate) type Moves = BTreeMap<String, BTreeSet<(String, String)>>;

/// All moves of a tree. A call that moves takes with it what is in it; instances whose own keys change follow one by one.
pub(crate) fn moves(marked: &Inventory, renames: &[Rename]) -> Moves {
    let mut all = Moves::new();
    for (root, inventory) in &marked.roots {
        for address in inventory.resources.keys() {
            let mut passed = String::new();
            for step in steps(address) {
                let from = format!("{passed}{}", replaced(step, renames, |it| &it.from));
                passed.push_str(&replaced(step, renames, |it| &it.to));
                if from != passed {
                    all.entry(root.clone()).or_default().insert((from, passed.clone()));
                }
            }
        }
    }
    all
}

/// An address, cut before each `module.<label>` and before the resource.
fn steps(address: &str) -> Vec<&str> {
    let (mut cuts, mut dots, mut quoted, mut escaped) = (vec![0], 0, false, false);
    for (at, one) in address.char_indices() {
        match one {
            '"' if !escaped => quoted = !quoted,
            '.' if !quoted => {
                cuts.extend((dots % 2 == 1).then_some(at));
                dots += 1;
            }
            _ => {}
        }
        escaped = quoted && one == '\\' && !escaped;
    }
    cuts.push(address.len());
    let ends = cuts.iter().skip(1);
    cuts.iter().zip(ends).filter_map(|(start, end)| address.get(*start..*end)).collect()
}

/// A step with keys in place of their marks: as they are in the keys of instances, as identifiers in labels.
fn replaced(step: &str, renames: &[Rename], key: impl Fn(&Rename) -> &str) -> String {
    let (label, instance) = step.split_at(step.find('[').unwrap_or(step.len()));
    let (mut label, mut instance) = (label.to_owned(), instance.to_owned());
    for rename in renames {
        label = label.replace(&rename.mark, &key(rename).replace('-', "_"));
        instance = instance.replace(&rename.mark, key(rename));
    }
    label + &instance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{Files, Texts};

    fn of(text: &str) -> Vec<(String, String)> {
        let mut files = Files::default();
        files.insert("edge/main.tf", text.as_bytes());
        files.insert("m/main.tf", b"variable \"keys\" {}\nresource \"aws_sns_topic\" \"this\" {\n  for_each = var.keys\n}\n");
        let inventory = Inventory::of(&files, &mut Texts::new());
        let rename = |mark: &str, from: &str, to: &str| Rename {
            mark: mark.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let renames = [rename("zq0z", "old-one", "new"), rename("zq1z", "a", "a-b")];
        let mut moves = moves(&inventory, &renames);
        assert_eq!(moves.len(), 1);
        moves.remove("edge").unwrap().into_iter().collect()
    }

    #[test]
    fn a_call_takes_along_what_is_in_it_and_keys_follow() {
        let text = "provider \"aws\" {}\n\
            module \"x_zq0z_eu\" {\n  source = \"../m\"\n  keys = toset([\"one\", \"t.zq0z/a\", \"zq1z.a\"])\n}\n\
            module \"y\" {\n  source = \"../m\"\n  keys = toset([\"one\", \"zq1z-eu\"])\n}\n";
        let call = ("module.x_old_one_eu", "module.x_new_eu");
        let one = (
            r#"module.x_new_eu.aws_sns_topic.this["t.old-one/a"]"#,
            r#"module.x_new_eu.aws_sns_topic.this["t.new/a"]"#,
        );
        let two = (
            r#"module.x_new_eu.aws_sns_topic.this["a.a"]"#,
            r#"module.x_new_eu.aws_sns_topic.this["a-b.a"]"#,
        );
        let three =
            (r#"module.y.aws_sns_topic.this["a-eu"]"#, r#"module.y.aws_sns_topic.this["a-b-eu"]"#);
        let mut all = [call, one, two, three].map(|(from, to)| (from.to_owned(), to.to_owned()));
        all.sort();
        assert_eq!(of(text), all);
    }
}
