//! Alarms of all parts, and who is told: `[alarms]`.
//!
//! An alarm sees only metrics of its own region and acts only on a topic of its own region. So every
//! region has its topic, in its own root. What watches the way from one region to another acts on the
//! same topic, but belongs to `monitoring/<region>`, which nothing else needs.
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
    Alarm, Between, Block, Cx, KeyUser, Ledger, Made, Note, Part, PerRegion, Section, Signal,
    Watched, Watches, When, email::is_email, name,
};
use crate::{
    aws::RegionName,
    bug::{Bug, bug},
    diag::{Code, Diagnostic, Diagnostics, shown},
    graph::{CallBuilder, CallName, Expr, Graph, Module, Output, Place, Ref},
    topology::Topology,
    words::{self, Field, Layout, required},
};

pub(crate) const BLOCK: Block = Block {
    name: "alarms",
    creates: &[
        (
            "regions/<region>",
            "an encrypted SNS topic with an e-mail subscription, and the alarms of everything that runs here",
        ),
        (
            "monitoring/<region>",
            "the alarms of what is replicated from one region to another, in the region that has the metric and acting on its topic",
        ),
        (
            "monitoring/<region>",
            "for what users reach first, where AWS keeps its metrics (Global Accelerator in us-west-2, Route 53 and CloudFront in us-east-1): alarms, with a topic and a KMS key there",
        ),
    ],
    section: Some(Section {
        name: "alarms",
        named_by: None,
        summary: "Who is told when something is wrong. Without this section there are no alarms.",
        schema: |generator| generator.subschema_for::<AlarmsSpec>(),
        example: "\
# [alarms]                        # absent: nobody is told
# notify = \"oncall@example.com\"   # has to confirm a message from every region
",
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
    #[schemars(required, regex(pattern = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"))]
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

const CONFIRM: &str = "\
Alarms: confirm them. They reach nobody before the address has said that it wants them: every topic, one in each region and
one wherever the edge is watched, sends it a message with a link that holds for two days; after that
`aws sns subscribe --region <region> --topic-arn <topic> --protocol email --notification-endpoint <address>` sends another.
Then prove the whole way, once in each of these regions, with one of its alarms:
`aws cloudwatch set-alarm-state --region <region> --alarm-name <alarm> --state-value ALARM --state-reason test`.";

impl Part for Alarms {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        ledger.alarms = true;
        ledger.keys.want();
        ledger.keys.used_by(TOPICS);
        ledger.notes.push(Note::new(When::ByHand, CONFIRM));
        let several = topology.in_use().nth(1).is_some();
        if several && topology.layout == Layout::Split {
            let text = include_str!("../../templates/leaving/alarms.md.j2");
            ledger.notes.push(Note::new(When::Leaving, text));
        }
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let groups = groups(made.alarms())?;
        let topics = self.topics(cx.topology, made, graph)?;
        for ((watches, region), watched) in groups {
            let topic = match watches {
                Watches::Region | Watches::BetweenRegions => topics.at(region)?.clone(),
                Watches::Edge => self.edge_topic(region, cx.topology, graph),
            };
            graph
                .call(&call(watches, region))
                .set("name", cx.topology.name.as_str())
                .set("region", region)
                .set("topic_arn", topic)
                .set("watched", Expr::map(watched))
                .add();
        }
        Ok(())
    }
}

/// What the module takes: for each call its groups.
type Groups = IndexMap<(Watches, RegionName), IndexMap<&'static str, Expr>>;

fn groups(alarms: Vec<Watched>) -> Result<Groups, Bug> {
    let (mut groups, mut names) = (Groups::new(), BTreeSet::new());
    for watched in alarms {
        let Watched { watches, region, group, .. } = watched;
        // CloudWatch knows an alarm by its name in a region, whichever call makes it.
        for (name, ..) in watched.each() {
            if let Some((_, name)) = names.replace((region.as_str(), name)) {
                return Err(bug(format!("two alarms are called {name} in {region}")));
            }
        }
        let groups = groups.entry((watches, region)).or_default();
        if groups.insert(group, expr(watched)).is_some() {
            return Err(bug(format!("two groups of alarms are called {group} in {region}")));
        }
    }
    Ok(groups)
}

fn call(watches: Watches, region: RegionName) -> CallName {
    let monitoring = Place::monitoring(region);
    match watches {
        Watches::Region => MODULE.call("alarms", Place::region(region)),
        Watches::BetweenRegions => MODULE.call("between_regions", monitoring).at(region),
        Watches::Edge => MODULE.call("monitoring", monitoring).at(region),
    }
}

/// A region where AWS keeps metrics of the edge.
pub(super) fn edge_region(code: &str) -> Result<RegionName, Bug> {
    RegionName::parse(code).ok_or_else(|| bug(format!("{code} is not in the table of regions")))
}

impl Alarms {
    /// The topics of the regions in use. Each has one, whatever it runs: one more region may be the
    /// first that something is replicated to.
    fn topics(
        &self,
        topology: &Topology,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<PerRegion<Ref>, Bug> {
        let topic = |region| {
            let key = made.key_arn(region)?;
            let call = graph
                .call(&TOPIC.call("alarm_topic", Place::region(region)))
                .set("name", topology.named("alarms"))
                .set("region", region)
                .set("kms_key_arn", key);
            Ok((region, self.subscribed(call)))
        };
        topology.in_use().map(|region| region.name).map(topic).collect()
    }

    fn edge_topic(&self, region: RegionName, topology: &Topology, graph: &mut Graph) -> Ref {
        let name = topology.named("monitoring");
        let key = graph
            .call(&KEY.call("monitoring_key", Place::monitoring(region)).at(region))
            .set("name", name.as_str())
            .set("region", region)
            .add();
        let call = graph
            .call(&TOPIC.call("monitoring_topic", Place::monitoring(region)).at(region))
            .set("name", name)
            .set("region", region)
            .set("kms_key_arn", key.get(KEY_ARN));
        self.subscribed(call)
    }

    fn subscribed(&self, topic: CallBuilder<'_>) -> Ref {
        topic.set("email", self.notify.as_str()).publish(TOPIC_ARN).add().get(TOPIC_ARN)
    }
}

/// A group as the module takes it.
fn expr(watched: Watched) -> Expr {
    let signals = watched.signals.iter().map(|it| (it.name, signal(it)));
    let mut entries = vec![("signals", Expr::map(signals))];
    if let Some(Between { from, to }) = watched.between {
        entries.extend([("from", from.into()), ("to", to.into())]);
    }
    entries.push(("alarms", Expr::map(watched.alarms.into_iter().map(alarm))));
    Expr::map(entries)
}

fn signal(signal: &Signal) -> Expr {
    let mut entries = vec![
        ("description", Expr::fixed(signal.description)),
        ("namespace", Expr::fixed(signal.namespace)),
        ("metric", Expr::fixed(signal.metric)),
        ("statistic", Expr::fixed(signal.statistic.as_str())),
    ];
    entries.extend(signal.minus.map(|metric| ("minus", Expr::fixed(metric))));
    entries.extend(signal.sum_over.map(|(dimension, values)| sum_over(dimension, values.to_vec())));
    entries.push(("comparison", Expr::fixed(signal.comparison.as_str())));
    entries.extend(signal.threshold.map(|threshold| ("threshold", threshold.into())));
    entries.extend([
        ("minutes", signal.minutes.into()),
        ("missing", Expr::fixed(signal.missing.as_str())),
    ]);
    Expr::map(entries)
}

fn alarm(alarm: Alarm) -> (String, Expr) {
    let mut entries = vec![("dimensions", Expr::map(alarm.dimensions))];
    entries.extend(alarm.sum_over.map(|(dimension, values)| sum_over(dimension, values)));
    entries.extend(alarm.threshold.map(|threshold| ("threshold", threshold.into())));
    (alarm.name, Expr::map(entries))
}

fn sum_over<V: Into<Expr>>(dimension: &'static str, values: Vec<V>) -> (&'static str, Expr) {
    ("sum_over", Expr::map([("dimension", Expr::fixed(dimension)), ("values", Expr::list(values))]))
}
