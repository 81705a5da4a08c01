//! Alarms of all parts, and who is told: `[alarms]`.
//!
//! An alarm sees only metrics of its own region and acts only on a topic of its own region. So every
//! region has its topic, in its own root. What watches the way from one region to another acts on the
//! same topic, but belongs to `monitoring`, which nothing else needs.
//!
//! What watches the edge is where the edge's metrics are (us-west-2, us-east-1), which may become
//! workload regions or cease to be: it has topics and keys of its own, for those must not go when
//! the list of regions changes.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{
    Alarm, Block, Combined, KeyUser, Needs, Part, Plan, Section, Watches, email::is_email, keys,
    name,
};
use crate::{
    aws::RegionName,
    bug::{Bug, bug},
    diag::{Code, Diagnostic, Diagnostics, shown},
    graph::{CallBuilder, CallName, Expr, Graph, Module, Output, Place, Ref},
    topology::Topology,
    words::{self, Field, required},
};

pub(crate) const BLOCK: Block = Block {
    name: "alarms",
    creates: &[
        (
            "regions/<region>",
            "an encrypted SNS topic with an e-mail subscription, and the alarms of everything that runs here",
        ),
        (
            "monitoring",
            "the alarms of what is replicated from one region to another, in the region that has the metric and acting on its topic",
        ),
        (
            "monitoring",
            "for what users reach first, where AWS keeps its metrics (Global Accelerator in us-west-2, Route 53 and CloudFront in us-east-1): alarms, with a topic and a KMS key there",
        ),
    ],
    section: Some(Section {
        name: "alarms",
        summary: "Who is told when something is wrong. Without this section there are no alarms.",
        schema: |generator| generator.subschema_for::<AlarmsSpec>(),
    }),
    names: &[
        name("aws_cloudwatch_metric_alarm", "{name}/*"),
        name("aws_kms_alias", "alias/{name}-monitoring"),
        name("aws_sns_topic", "{name}-alarms"),
        name("aws_sns_topic", "{name}-monitoring"),
    ],
    codes: &[&INVALID_EMAIL],
    check,
};

const MODULE: Module = Module::new("alarms");

const TOPIC: Module = Module::new("alarms/topic");
const TOPIC_ARN: Output = TOPIC.output("arn");

const KEY: Module = Module::new("alarms/key");
const KEY_ARN: Output = KEY.output("arn");

static INVALID_EMAIL: Code = Code::error(
    "invalid-email",
    "alarms go to an e-mail address",
    "SNS sends a message to the address that somebody has to confirm; a mistake here is found only \
     when nobody is woken. Letters, digits and `.!#$%&'*+/=?^_{|}~-` before the `@`, a domain with a \
     dot after it.",
);

/// `[alarms]`: who is told.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AlarmsSpec {
    /// E-mail address; every region's topic asks it for a confirmation.
    #[schemars(required, with = "String", regex(pattern = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"))]
    notify: Field<String>,
}

/// The checked section.
#[derive(PartialEq)]
struct Alarms {
    notify: String,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    _topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let section = section?;
    let span = section.span().into();
    let spec: AlarmsSpec = words::read(section, diags).ok()?;
    let notify = required(spec.notify.as_ref(), "notify", span, diags)?;
    let text = notify.get_ref();
    if !is_email(text) {
        let message = format!("`{}` is not an e-mail address", shown(text));
        diags.push(
            Diagnostic::new(&INVALID_EMAIL, notify.span(), message)
                .help("write something like `oncall@example.com`"),
        );
    }
    Some(Box::new(Alarms { notify: text.clone() }))
}

/// CloudWatch encrypts what it sends to the topics.
const TOPICS: KeyUser = KeyUser {
    sid: "AlarmTopics",
    principal: "cloudwatch.amazonaws.com",
    actions: &["kms:Decrypt", "kms:GenerateDataKey*"],
    condition: ("StringEquals", "aws:SourceAccount", "{account}"),
};

impl Part for Alarms {
    fn needs(&self) -> Needs {
        Needs { key: true, key_users: vec![TOPICS], ..Needs::default() }
    }

    fn by_hand(&self) -> Vec<&'static str> {
        vec![
            "\
Alarms: confirm them. They reach nobody before the address has said that it wants them: every topic, one in each region and
  one wherever the edge is watched, sends it a message with a link that holds for two days; after that
  `aws sns subscribe --region <region> --topic-arn <topic> --protocol email --notification-endpoint <address>` sends another.
  Then prove the whole way, once in each of these regions, with one of its alarms:
  `aws cloudwatch set-alarm-state --region <region> --alarm-name <alarm> --state-value ALARM --state-reason test`.",
        ]
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        let groups = groups(plan, graph)?;
        self.topics(plan, graph)?;
        for ((watches, region), alarms) in groups {
            let topic = match watches {
                Watches::Region | Watches::BetweenRegions => {
                    graph.find(&topic_in(region))?.get(TOPIC_ARN)
                }
                Watches::Edge => self.edge_topic(region, plan, graph),
            };
            graph
                .call(&call(watches, region))
                .set("name", plan.topology.name.as_str())
                .set("region", region)
                .set("topic_arn", topic)
                .set("alarms", Expr::map(alarms))
                .add();
        }
        Ok(())
    }
}

/// The alarms of all parts as the module takes them, by what they watch and where, then by name.
type Groups = IndexMap<(Watches, RegionName), IndexMap<String, Expr>>;

fn groups(plan: &Plan<'_>, graph: &Graph) -> Result<Groups, Bug> {
    let (mut groups, mut names) = (Groups::new(), BTreeSet::new());
    for part in plan.parts.iter() {
        for alarm in part.alarms(plan, graph)? {
            let value = expr(&alarm);
            let Alarm { watches, region, name, .. } = alarm;
            // CloudWatch knows an alarm by its name in a region, whichever call makes it.
            if !names.insert((region.as_str(), name.clone())) {
                return Err(bug(format!("two alarms are called {name} in {region}")));
            }
            groups.entry((watches, region)).or_default().insert(name, value);
        }
    }
    Ok(groups)
}

fn call(watches: Watches, region: RegionName) -> CallName {
    match watches {
        Watches::Region => MODULE.call("alarms", Place::Region(region)),
        Watches::BetweenRegions => MODULE.call("between_regions", Place::Monitoring).at(region),
        Watches::Edge => MODULE.call("monitoring", Place::Monitoring).at(region),
    }
}

fn topic_in(region: RegionName) -> CallName {
    TOPIC.call("alarm_topic", Place::Region(region))
}

/// A region where AWS keeps metrics of the edge.
pub(super) fn edge_region(code: &str) -> Result<RegionName, Bug> {
    RegionName::parse(code).ok_or_else(|| bug(format!("{code} is not in the table of regions")))
}

impl Alarms {
    /// The topics of the regions in use. Each has one, whatever it runs: one more region may be the
    /// first that something is replicated to.
    fn topics(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        for region in plan.topology.in_use().map(|region| region.name) {
            let key = keys::arn(graph, region)?;
            let call = graph
                .call(&topic_in(region))
                .set("name", plan.topology.named("alarms"))
                .set("region", region)
                .set("kms_key_arn", key);
            self.subscribed(call);
        }
        Ok(())
    }

    fn edge_topic(&self, region: RegionName, plan: &Plan<'_>, graph: &mut Graph) -> Ref {
        let name = plan.topology.named("monitoring");
        let key = graph
            .call(&KEY.call("monitoring_key", Place::Monitoring).at(region))
            .set("name", name.as_str())
            .set("region", region)
            .add();
        let call = graph
            .call(&TOPIC.call("monitoring_topic", Place::Monitoring).at(region))
            .set("name", name)
            .set("region", region)
            .set("kms_key_arn", key.get(KEY_ARN));
        self.subscribed(call)
    }

    fn subscribed(&self, topic: CallBuilder<'_>) -> Ref {
        topic.set("email", self.notify.as_str()).publish(TOPIC_ARN).add().get(TOPIC_ARN)
    }
}

/// An alarm as the module takes it.
fn expr(alarm: &Alarm) -> Expr {
    let mut entries: Vec<(&str, Expr)> = vec![
        ("description", alarm.description.into()),
        ("namespace", alarm.namespace.into()),
        ("metric", alarm.metric.into()),
        ("statistic", alarm.statistic.into()),
        ("dimensions", Expr::map(alarm.dimensions.iter().cloned())),
    ];
    match &alarm.combined {
        None => {}
        Some(Combined::Minus(metric)) => entries.push(("minus", (*metric).into())),
        Some(Combined::SumOver(dimension, values)) => {
            let over = [("dimension", Expr::from(*dimension)), ("values", values.clone().into())];
            entries.push(("sum_over", Expr::map(over)));
        }
    }
    entries.extend([
        ("comparison", alarm.comparison.into()),
        ("threshold", Expr::from(alarm.threshold)),
        ("minutes", alarm.minutes.into()),
        ("missing", alarm.missing.into()),
    ]);
    Expr::map(entries)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{diag::Diagnostics, source::Source};

    /// The alarmed example with some of its text replaced: each root's main file.
    fn roots(edits: &[(&str, &str)]) -> BTreeMap<String, String> {
        let mut text = include_str!("../../topologies/alarmed.toml").to_owned();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        let checked = crate::check(&Source::new("alarmed.toml", text), &mut Diagnostics::new());
        let tree = crate::render(&checked.ok().unwrap()).unwrap();
        tree.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn a_region_that_waits_at_zero_tasks_is_not_called_ill() {
        let files = roots(&[("\"active-active\"", "\"pilot-light\"")]);
        let (home, standby) = ("regions/us-east-1/main.tf", "regions/eu-west-1/main.tf");
        assert!(files[home].contains("services.api/healthy-tasks"));
        assert!(!files[standby].contains("services.api/healthy-tasks"));
        assert!(files[standby].contains("services.api/missing-tasks"), "it may be started");
        let edge = &files["monitoring/main.tf"];
        assert!(edge.contains("endpoint-us-east-1") && !edge.contains("endpoint-eu-west-1"));
    }

    #[test]
    fn replication_is_watched_where_it_starts_and_by_no_region() {
        let files = roots(&[]);
        let watching = |region: &str, to: &str| {
            let label = format!("module \"between_regions_{region}\"");
            let call = files["monitoring/main.tf"].split(&label).nth(1).unwrap();
            let call = call.split("\nmodule").next().unwrap();
            assert!(call.contains(&format!("{region}.outputs.alarm_topic_arn")), "{call}");
            call.contains(&format!("replication-to-{to}"))
        };
        assert!(watching("us_east_1", "eu-west-1") && !watching("us_east_1", "us-east-1"));
        assert!(watching("eu_west_1", "us-east-1") && !watching("eu_west_1", "eu-west-1"));
        let regional = files.iter().filter(|(path, _)| path.starts_with("regions/"));
        assert!(regional.into_iter().all(|(_, text)| !text.contains("replication-to-")));
    }

    /// Nothing runs in these regions, and each has the topic that alarms on its replication act on.
    #[test]
    fn every_region_has_its_topic() {
        let text = "name = \"files\"\ntier = \"pilot-light\"\nhome = \"eu-west-1\"\n\
                    [regions]\neu-west-1 = {}\neu-north-1 = {}\n[buckets.files]\n\
                    [alarms]\nnotify = \"oncall@example.com\"\n";
        for layout in ["", "layout = \"single\"\n"] {
            let text = format!("{layout}{text}");
            let checked = crate::check(&Source::new("t.toml", text), &mut Diagnostics::new());
            let tree = crate::render(&checked.ok().unwrap()).unwrap();
            let roots = tree.files().filter(|(path, _)| !path.starts_with("modules/"));
            let all: String = roots.map(|(_, text)| text).collect();
            assert_eq!(all.matches("modules/alarms/topic\"").count(), 2, "{layout}");
            assert_eq!(all.matches("modules/alarms\"").count(), 2, "{layout}");
        }
    }

    /// It is in three regions before a write is acknowledged. Also: one region may be watched for its
    /// own sake and for the edge's.
    #[test]
    fn a_strong_table_does_not_lag() {
        let strong =
            "hash_key = \"orderId:S\"\nconsistency = \"strong\"\nwitness = \"us-east-2\"\n";
        let files = roots(&[("eu-west-1", "us-west-2"), ("hash_key = \"orderId:S\"\n", strong)]);
        assert!(files["regions/us-west-2/main.tf"].contains("tables.orders/system-errors"));
        assert!(files.values().all(|text| !text.contains("ReplicationLatency")));
        assert!(files["monitoring/main.tf"].contains("\"monitoring_us_west_2\""));
    }

    /// Otherwise they never end: a throttled table reports, a table that is well again does not.
    #[test]
    fn no_data_of_dynamodb_is_zero() {
        let files = roots(&[]);
        let calls = files.iter().filter(|(path, _)| path.ends_with("/main.tf"));
        let all: String = calls.map(|(_, text)| text.replace(' ', "")).collect();
        let alarms: Vec<&str> = all.split("namespace=").skip(1).collect();
        assert!(alarms.iter().filter(|alarm| alarm.starts_with("\"AWS/DynamoDB\"")).count() > 8);
        for alarm in alarms {
            let dynamodb = alarm.starts_with("\"AWS/DynamoDB\"");
            assert_eq!(dynamodb, alarm.contains("missing=\"zero\""), "{alarm}");
        }
    }

    #[test]
    fn an_alarm_takes_ten_metrics_at_most() {
        let index = |n| format!("indexes.by_{n:02} = {{ hash_key = \"k{n}:S\" }}\n");
        let eleven: String = (0..11).map(index).collect();
        let hash_key = "hash_key = \"orderId:S\"\n";
        let files = roots(&[
            (
                "indexes.by_customer = { hash_key = \"customer:S\", range_key = \"orderId:S\" }\n",
                "",
            ),
            (hash_key, &format!("{hash_key}{eleven}")),
        ]);
        let home = &files["regions/us-east-1/main.tf"];
        let alarm = home.split("throttled-index-reads-2").nth(1).unwrap();
        let values = alarm.split("values").nth(1).unwrap().split(']').next().unwrap();
        assert_eq!(values.trim_start(), "= [\"by_10\"");
    }

    #[test]
    fn without_the_section_there_is_nothing() {
        let files = roots(&[("[alarms]\nnotify = \"oncall@example.com\"\n", "")]);
        assert!(files.keys().all(|path| !path.starts_with("monitoring/")));
        assert!(files.values().all(|text| !text.contains("aws_sns_topic")));
    }
}
