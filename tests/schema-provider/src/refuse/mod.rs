//! What AWS refuses although schema and provider let it pass: one rule a file, each with its source.
//!
//! A rule judges one change, and what it needs to know of other objects it asks the account. Each has a fixture of
//! its name in `tests/fixtures/refusals`, which it refuses, and a golden tree that is broken in the same way.

mod alarm;
mod certificate;
mod deletion_protection;
mod logs_into_search;
mod policy_size;
mod replica_secret;
mod replication;
mod role_policies;
mod search_volume;

use crate::account::{Account, Object};
use crate::problem::Problem;

/// A rule: its name, the types that it judges (all, if none is named), and what it says.
struct Rule {
    name: &'static str,
    on: &'static [&'static str],
    check: fn(Object<'_>, &Account) -> Result<(), Problem>,
}

const RULES: &[Rule] = &[
    alarm::RULE,
    certificate::RULE,
    deletion_protection::RULE,
    logs_into_search::RULE,
    policy_size::RULE,
    replica_secret::RULE,
    replication::RULE,
    role_policies::RULE,
    search_volume::RULE,
];

/// Whether AWS lets a change happen. If so, the account knows of it.
pub(crate) fn or_remember(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let _one_at_a_time = account.lock();
    let judges = |rule: &&Rule| rule.on.is_empty() || rule.on.contains(&object.kind);
    for rule in RULES.iter().filter(judges) {
        (rule.check)(object, account).map_err(|problem| problem.by(rule.name))?;
    }
    account.remember(object).map_err(|problem| problem.by("name_taken"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::RULES;

    #[test]
    fn every_rule_has_a_file_and_a_fixture() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let stems = |folder: &str| -> BTreeSet<String> {
            let entries = std::fs::read_dir(root.join(folder)).unwrap();
            let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
            entries.map(|entry| stem(&entry.unwrap().path())).collect()
        };
        let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
        let mut files = stems("src/refuse");
        files.remove("mod");
        assert_eq!(rules, files);
        let mut fixtures = stems("tests/fixtures/refusals");
        for other in ["README", "versions", "name_taken"] {
            assert!(fixtures.remove(other), "{other}");
        }
        assert_eq!(rules, fixtures);
    }
}
