//! What the next plan makes of what happened while Terraform looked away: nothing, but for the table of `docs/outside.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::json;

use crate::support::outside::{ANYWHERE, Outside};
use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

const INIT: &[&str] = &["init", "-input=false", "-no-color"];
const PLAN: &[&str] =
    &["plan", "-input=false", "-no-color", "-lock=false", "-detailed-exitcode", "-out=outside"];

/// What happens to a tree, in the words of the page.
struct Event {
    tree: &'static str,
    what: &'static str,
    happens: fn(&Outside) -> Result<(), Failed>,
}

/// What no plan sees.
const UNSEEN: &[Event] = &[
    Event {
        tree: "golden/full",
        what: "a planned switchover of a database to another region",
        happens: |account| account.fail_over("eu-west-1"),
    },
    Event {
        tree: "golden/full",
        what: "an unplanned failover, with the lost region's cluster detached",
        happens: |account| {
            account.fail_over("eu-west-1")?;
            let alone = [("global_cluster_identifier", json!(""))];
            account.set("aws_rds_cluster", "us-east-1", &alone)
        },
    },
    Event {
        tree: "golden/full",
        what: "a minor version of a database was put in",
        happens: |account| {
            let newer = [("engine_version", json!("17.9"))];
            let newer_too =
                [("engine_version", json!("17.9")), ("engine_version_actual", json!("17.9"))];
            account.set("aws_rds_cluster", ANYWHERE, &newer_too)?;
            account.set("aws_rds_cluster_instance", ANYWHERE, &newer)
        },
    },
    Event {
        tree: "golden/full",
        what: "a region's dial was turned to 0",
        happens: |account| account.set_dial("eu-west-1", 0),
    },
    Event {
        tree: "golden/full",
        what: "an engine version of a log domain was upgraded",
        happens: |account| {
            let newer = [("engine_version", json!("OpenSearch_3.9"))];
            account.set("aws_opensearch_domain", "us-east-1", &newer)
        },
    },
    Event {
        tree: "golden/full",
        what: "a version of the dashboards' workspace was upgraded",
        happens: |account| {
            account.set("aws_grafana_workspace", ANYWHERE, &[("grafana_version", json!("13.0"))])
        },
    },
    Event {
        tree: "golden/full",
        what: "autoscaling moved the number of tasks",
        happens: |account| {
            account.set("aws_ecs_service", ANYWHERE, &[("desired_count", json!(37))])
        },
    },
    Event {
        tree: "golden/full",
        what: "autoscaling added a reader to a database",
        happens: |account| account.add_reader("us-east-1"),
    },
    Event {
        tree: "golden/orders",
        what: "a pipeline released another image",
        happens: Outside::deploy,
    },
    Event {
        tree: "golden/full",
        what: "a table grew under load",
        happens: |account| {
            let grown =
                json!([{ "read_units_per_second": 90_000, "write_units_per_second": 40_000 }]);
            account.set("aws_dynamodb_table", ANYWHERE, &[("warm_throughput", grown)])
        },
    },
    Event {
        tree: "golden/full",
        what: "writes were moved to another region",
        happens: |account| {
            let moved = [("insecure_value", json!("eu-west-1")), ("value", json!("eu-west-1"))];
            account.change("aws_ssm_parameter", ANYWHERE, |_, object| {
                for (name, value) in &moved {
                    if object.get("name").text().is_some_and(|name| name.ends_with("/writer")) {
                        object.set(name, aws_catalogue::Value::from_json(value));
                    }
                }
                Ok(())
            })
        },
    },
    Event {
        tree: "golden/full",
        what: "a secret's value was replaced",
        happens: |account| {
            let stages = json!(["AWSPREVIOUS", "INITIAL"]);
            account.set(
                "aws_secretsmanager_secret_version",
                ANYWHERE,
                &[("version_stages", stages)],
            )
        },
    },
];

/// What a plan mends, or would: the table says how.
const SEEN: &[Event] = &[
    Event {
        tree: "golden/full",
        what: "an alarm was deleted",
        happens: |account| {
            let name = ("alarm_name", "store/logs/lines wait to be handed over");
            account.delete("aws_cloudwatch_metric_alarm", "us-east-1", name)
        },
    },
    Event {
        tree: "golden/full",
        what: "a tag was written on a bucket",
        happens: |account| {
            account.tag("aws_s3_bucket", "eu-west-1", "store-assets-eu-west-1-123456789012")
        },
    },
    Event {
        tree: "golden/full",
        what: "a secret was promoted in another region",
        happens: |account| account.promote("store/stripe", "eu-west-1"),
    },
];

pub(crate) fn trials(terraform: &Arc<Terraform>, suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let trial = |name: &'static str, unseen: bool| {
        let suite = suites.iter().find(|(one, _)| one == name).map(|(_, suite)| Arc::clone(suite));
        let terraform = Arc::clone(terraform);
        let what = if unseen { "no plan sees what happened" } else { "a plan says what to mend" };
        Trial::test(format!("outside/{name}: {what}"), move || {
            let suite = suite.ok_or("no such tree")?;
            let tree = suite.again()?;
            let events = if unseen { UNSEEN } else { SEEN };
            for event in events.iter().filter(|event| event.tree == name) {
                (event.happens)(&tree.outside()).map_err(|failed| {
                    format!("{}: {}", event.what, failed.message().unwrap_or_default())
                })?;
            }
            let wanted = if unseen { BTreeSet::new() } else { table()? };
            planned(&terraform, &tree, &wanted)
        })
    };
    vec![
        Trial::test("outside: the page tells every case", every_case_is_told),
        trial("golden/full", true),
        trial("golden/orders", true),
        trial("golden/full", false),
    ]
}

/// A root, an address, and what is planned there.
type Row = [String; 3];

/// What every root plans has to be this.
fn planned(terraform: &Terraform, tree: &Tree, wanted: &BTreeSet<Row>) -> Result<(), Failed> {
    let mut found = BTreeSet::new();
    for path in &tree.roots {
        let root = tree.root(path);
        terraform.run(&root, INIT)?.expect(0)?;
        let plan = terraform.run(&root, PLAN)?;
        if plan.status == Some(0) {
            continue;
        }
        plan.expect(2)?;
        let plan = terraform.run(&root, &["show", "-json", "outside"])?.expect(0)?.text;
        let plan = shown::plan(&plan)?;
        let changes = shown::changes(&plan).filter(|change| change.actions != "no-op");
        found.extend(
            changes.map(|change| {
                [path.display().to_string(), change.address.to_owned(), change.actions]
            }),
        );
    }
    if found == *wanted {
        Ok(())
    } else {
        Err(format!("planned {found:#?}, not {wanted:#?}").into())
    }
}

fn page() -> Result<String, Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/outside.md");
    Ok(fs::read_to_string(file)?)
}

/// The rows of a table with so many columns, without its head.
fn rows(page: &str, columns: usize) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim().trim_matches('|');
        line.split(" | ").map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
    };
    let lines = page.lines().filter(|line| line.starts_with("| ")).map(cells);
    lines.filter(|cells| cells.len() == columns).skip(1).collect()
}

fn table() -> Result<BTreeSet<Row>, Failed> {
    let row = |cells: Vec<String>| {
        let [_, root, address, plan] = <[String; 4]>::try_from(cells).ok()?;
        Some([root, address, plan])
    };
    Ok(rows(&page()?, 4).into_iter().filter_map(row).collect())
}

/// The page and the events are the same, word for word.
fn every_case_is_told() -> Result<(), Failed> {
    let page = page()?;
    let told = |columns| -> BTreeSet<String> {
        let first = rows(&page, columns).into_iter().filter_map(|cells| cells.into_iter().next());
        first.map(|cell| cell.split(" (").next().unwrap_or_default().to_owned()).collect()
    };
    let known = |events: &[Event]| events.iter().map(|event| event.what.to_owned()).collect();
    for (columns, events) in [(2, UNSEEN), (4, SEEN)] {
        let (told, known): (_, BTreeSet<String>) = (told(columns), known(events));
        if told != known {
            return Err(format!("docs/outside.md tells {told:#?}, tried are {known:#?}").into());
        }
    }
    Ok(())
}
