//! A table that is strongly consistent in several regions has three of them, of one set, and stays as it was made.
//!
//! Sources: `DynamoDB` developer guide, "Multi-Region strong consistency (MRSC)" (three replicas, or two and a witness; the
//! sets of regions); `DynamoDB` API reference, `UpdateTable` (`MultiRegionConsistency`, `GlobalTableWitnessUpdates`); the
//! answers: github.com/aws-controllers-k8s, quirks of `DynamoDB` that were tried live ("Unsupported table replica count for global
//! tables with `MultiRegionConsistency` set to STRONG", "Cannot add replicas to a global table with strong
//! `MultiRegionConsistency`"). The same tries took a witness of another set.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "strong_table", on: &["aws_dynamodb_table"], check };

const SETS: [&[&str]; 3] = [
    &["us-east-1", "us-east-2", "us-west-2"],
    &["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"],
    &["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
];

/// Where the copies of a table are: replicas with how consistent they are, and witnesses.
#[derive(PartialEq)]
struct Copies<'a> {
    replicas: BTreeSet<(&'a str, bool)>,
    witnesses: BTreeSet<&'a str>,
}

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    if object.after.is_null() {
        return Ok(());
    }
    let (before, after) = (Copies::of(object.before), Copies::of(object.after));
    let detail = after.wrong(object.region).or_else(|| {
        (!object.before.is_null()).then(|| changed(&before, &after)).flatten().map(str::to_owned)
    });
    match detail {
        Some(detail) => {
            let detail = format!("ValidationException: {detail}");
            Err(Problem::new("DynamoDB refuses the regions").detail(detail))
        }
        None => Ok(()),
    }
}

fn changed(before: &Copies<'_>, after: &Copies<'_>) -> Option<&'static str> {
    let none = after.replicas.is_empty() && after.witnesses.is_empty();
    if before == after || none {
        return None;
    }
    if before.strong() {
        return Some(
            "Cannot add replicas to, or delete single ones of, a global table with strong MultiRegionConsistency",
        );
    }
    (after.strong() && !before.replicas.is_empty())
        .then_some("MultiRegionConsistency parameter is unsupported on existing global table")
}

impl<'a> Copies<'a> {
    fn of(table: &'a Value) -> Self {
        let region = |block: &'a Value| block.get("region_name").text();
        let strong = |block: &Value| block.get("consistency_mode").text() == Some("STRONG");
        let replicas = table.get("replica").items().iter();
        Self {
            replicas: replicas.filter_map(|one| Some((region(one)?, strong(one)))).collect(),
            witnesses: table
                .get("global_table_witness")
                .items()
                .iter()
                .filter_map(region)
                .collect(),
        }
    }

    fn strong(&self) -> bool {
        self.replicas.iter().any(|(_, strong)| *strong)
    }

    fn wrong(&self, home: &str) -> Option<String> {
        let replicas: BTreeSet<&str> = self.replicas.iter().map(|(region, _)| *region).collect();
        if let Some(twice) =
            self.witnesses.iter().find(|one| **one == home || replicas.contains(*one))
        {
            return Some(format!(
                "Cannot add a witness in the same region as an existing replica: {twice}"
            ));
        }
        if !self.strong() {
            let alone = !self.witnesses.is_empty();
            return alone.then(|| {
                "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.".to_owned()
            });
        }
        if self.replicas.iter().any(|(_, strong)| !strong)
            || replicas.len() + self.witnesses.len() != 2
            || self.witnesses.len() > 1
        {
            return Some(
                "Unsupported table replica count for global tables with MultiRegionConsistency set to STRONG".to_owned(),
            );
        }
        let set = SETS.iter().find(|set| set.contains(&home));
        let own = |region: &str| set.is_some_and(|set| set.contains(&region));
        let any = |region: &str| SETS.iter().any(|set| set.contains(&region));
        let mut wrong = replicas
            .iter()
            .filter(|one| !own(one))
            .chain(self.witnesses.iter().filter(|one| !any(one)));
        wrong.next().map(|region| {
            format!("Unsupported Region(s) specified for global tables with MultiRegionConsistency set to STRONG: [{region}]")
        })
    }
}
