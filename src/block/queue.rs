//! SQS queues: one in every region in use, each with a queue for what could not be dealt with.
//!
//! Nobody replicates a queue. Each region has its own, and services use that of the region that they run in: a message
//! waits where it was sent, and a lost region's messages wait until it is back.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{
    Access, Alarm, Block, Comparison, Contact, Cx, Grant, Ledger, Made, Missing, Note, Part,
    PerRegion, Section, Signal, Statistic, Step, Told, Watched, When, name,
};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics},
    graph::{Graph, Module, Output, Place},
    topology::Topology,
    words::{self, Field, Named, entry_name, variable_name},
};

pub(crate) const BLOCK: Block = Block {
    name: "queues",
    creates: &[
        (
            "regions/<region>",
            "an SQS queue and one for its dead letters, encrypted with the region's key, which take and give messages over TLS only",
        ),
        (
            "regions/<region>",
            "with `[alarms]`: a message that waits longer than `late_after`, or any dead letter (each for 5 minutes)",
        ),
    ],
    section: Some(Section {
        name: "queues",
        named_by: Some("name"),
        summary: "SQS queues, one of each in every region in use. Services send to and receive from that of their own region; \
                  what waits in a region that is lost waits until it is back, for SQS copies nothing.",
        schema: |generator| generator.subschema_for::<IndexMap<String, QueueSpec>>(),
        example: "\
# [queues.jobs]                   # SQS, one in every region; nothing is copied between them
# fifo               = false      # true: in order, and nothing twice; chosen for good
# visibility_timeout = 30         # seconds that whoever received a message has for it
# max_receives       = 5          # then it is a dead letter
# retention          = 345600     # seconds that a message waits at most
# late_after         = 900        # seconds; older ones wake somebody
# delay              = 0          # seconds until a message can be received
",
    }),
    names: &[
        name("aws_sqs_queue", "{name}-{called}"),
        name("aws_sqs_queue", "{name}-dead-letters-{called}"),
    ],
    codes: &[&NEVER_LATE],
    check,
};

const MODULE: Module = Module::new("queue");
const URL: Output = MODULE.output("url");
const DEAD_LETTERS_URL: Output = MODULE.output("dead_letters");
const REGION: Output = MODULE.output("region");
const RETENTION: Output = MODULE.output("retention");

static NEVER_LATE: Code = Code::error(
    "queue-never-late",
    "a message that waits too long wakes somebody before it is gone",
    "SQS deletes what waited for `retention` seconds and tells nobody. The alarm on the age of the oldest message has to come \
     before that, with time to do something about it: `late_after` is less than `retention`.",
);

// The ranges are what SQS takes: API reference, `CreateQueue`, 2026-11.
/// `[queues.*]`: one queue, in every region in use.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QueueSpec {
    /// Whether messages of a group keep their order and none comes twice, within a region. Those after a dead letter go on without
    /// it. Chosen for good. Default: false.
    fifo: Field<bool>,
    /// Seconds for which a message that somebody received is shown to nobody else: what dealing with one may take.
    /// Default: 30.
    #[schemars(range(min = 0, max = 43_200))]
    visibility_timeout: Field<u32>,
    /// How often a message is received before it is a dead letter. Default: 5.
    #[schemars(range(min = 1, max = 1_000))]
    max_receives: Field<u32>,
    /// Seconds for which a message waits at most; for as long a region may be lost before its messages are. Default: 345600,
    /// four days. Dead letters wait until 14 days after they were sent, those of a `fifo` queue for 14 days.
    #[schemars(range(min = 60, max = 1_209_600))]
    retention: Field<u32>,
    /// Seconds after which a message that still waits wakes somebody. Default: 900, or half of a shorter `retention`.
    #[schemars(range(min = 1, max = 1_209_599))]
    late_after: Field<u32>,
    /// Seconds until a message can be received. Default: 0.
    #[schemars(range(min = 0, max = 900))]
    delay: Field<u32>,
}

/// The checked section.
#[derive(PartialEq)]
struct Queues(IndexMap<String, Queue>);

#[derive(PartialEq)]
struct Queue {
    fifo: bool,
    visibility_timeout: u32,
    max_receives: u32,
    retention: u32,
    late_after: u32,
    delay: u32,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    _topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<QueueSpec> = words::read(section?, diags).ok()?;
    let mut queues = IndexMap::new();
    for (key, spec) in &specs {
        let queue = queue(spec.get_ref(), diags);
        if let Some(name) = entry_name(key, diags) {
            queues.insert(name, queue);
        }
    }
    queues.sort_unstable_keys();
    Some(Box::new(Queues(queues)))
}

fn queue(spec: &QueueSpec, diags: &mut Diagnostics) -> Queue {
    let number = |field: &Field<u32>, default| field.as_ref().map_or(default, |it| *it.get_ref());
    let retention = number(&spec.retention, 345_600);
    let late_after = number(&spec.late_after, 900.min(retention / 2));
    if let Some(late) = spec.late_after.as_ref().filter(|_| late_after >= retention) {
        let message =
            format!("a message is gone after {retention} seconds, and late after {late_after}");
        diags.push(Diagnostic::new(&NEVER_LATE, late.span(), message).suggest(
            format!("write less than {retention}"),
            late.span(),
            (retention / 2).to_string(),
        ));
    }
    Queue {
        fifo: spec.fifo.as_ref().is_some_and(|fifo| *fifo.get_ref()),
        visibility_timeout: number(&spec.visibility_timeout, 30),
        max_receives: number(&spec.max_receives, 5),
        retention,
        late_after,
        delay: number(&spec.delay, 0),
    }
}

const DEAD_LETTERS: &str = "\
Queues: when the alarm on dead letters comes, find out why they could not be dealt with, mend that, and send them back, in the
region of the alarm; the name of a FIFO queue ends in `.fifo`:
`aws sqs start-message-move-task --region <region> --source-arn arn:aws:sqs:<region>:<account>:{{ name }}-dead-letters-<queue>`";

const LOST: &str = "\
Messages that wait in a lost region's queues wait there until it is back, and those older than `retention` are gone by then. What
they ask for is in no number here.";

const WAITED: &str = "\
Look at what waited in its queues, for it is as old as the outage:

```sh
aws sqs get-queue-attributes --region <region> --queue-url <url> --attribute-names ApproximateNumberOfMessages
```";

impl Part for Queues {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        for (entry, queue) in &self.0 {
            let (word, called) = (word(topology, entry), queue.called(entry, topology));
            ledger.usable_as(entry, &called, access(word, &topology.named(&called)));
            ledger.keys.want();
            ledger.network.interface_endpoints.insert("sqs");
        }
        if self.0.is_empty() {
            return;
        }
        ledger.notes.extend([
            Note::new(When::ByHand, DEAD_LETTERS),
            Note::new(When::Leaving, include_str!("../../templates/leaving/queue.md.j2")),
            Note::new(When::Lost, include_str!("../../templates/recovery/queue.md.j2")),
            Note::new(When::Back(Step::CatchesUp), WAITED),
            Note::new(When::Protected, "queues"),
            Note::new(When::Assumed, LOST),
        ]);
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        for (entry, queue) in &self.0 {
            let called = queue.called(entry, cx.topology);
            let mut urls = PerRegion::default();
            for region in cx.topology.in_use().map(|region| region.name) {
                let call = graph
                    .call(&MODULE.call("queue", Place::region(region)).of(entry))
                    .set("name", cx.topology.named(&called))
                    .set("dead_letters_name", cx.topology.named(&format!("dead-letters-{called}")))
                    .set("region", region)
                    .set("fifo", queue.fifo)
                    .set("visibility_timeout", queue.visibility_timeout)
                    .set("retention", queue.retention)
                    .set("delay", queue.delay)
                    .set("max_receives", queue.max_receives)
                    .set("kms_key_arn", made.key_arn(region)?)
                    .publish(URL)
                    .publish(DEAD_LETTERS_URL)
                    .promise(REGION, region)
                    .promise(RETENTION, queue.retention);
                urls.put(region, call.add().get(URL));
            }
            let variable = format!("TOPOLOGY_QUEUE_{}", variable_name(word(cx.topology, entry)));
            made.reached(format!("queues.{entry}"), Contact::told([(variable, Told::Own(urls))]));
        }
        made.watch(|| {
            let regions = cx.topology.in_use().map(|region| region.name);
            Ok(regions.flat_map(|region| self.alarms(region, cx.topology)))
        })
    }
}

/// What a service may do with the queue of its own region. The key is asked by SQS, for whoever sends or receives.
fn access(word: &str, full: &str) -> Access {
    Access {
        grants: vec![Grant {
            name: format!("queues.{word}"),
            actions: &[
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
            ],
            resources: vec![format!("arn:{{partition}}:sqs:{{region}}:{{account}}:{full}")],
            regions: Vec::new(),
        }],
        key_services: &["sqs"],
    }
}

/// A queue that nobody used for six hours reports nothing, and has nothing to be late.
const AGE: Signal = Signal {
    name: "age",
    description: "The oldest message waits longer than `late_after`, for 5 minutes. Look whether somebody still receives, how long one message takes, and at the dead letters.",
    namespace: "AWS/SQS",
    metric: "ApproximateAgeOfOldestMessage",
    statistic: Statistic::Maximum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Above,
    threshold: None,
    minutes: 5,
    missing: Missing::Good,
};

const DEAD: Signal = Signal {
    name: "dead-letters",
    description: "A message was received as often as it may be and nobody dealt with it. Find out why, then move it back: the README says how.",
    metric: "ApproximateNumberOfMessagesVisible",
    threshold: Some(0),
    ..AGE
};

impl Queues {
    fn alarms(&self, region: RegionName, topology: &Topology) -> [Watched; 2] {
        let alarm = |entry: &str, called: &str| {
            let dimensions = [("QueueName", topology.named(called).into())];
            Alarm::of("queues", word(topology, entry), dimensions)
        };
        let late = self.0.iter().map(|(entry, queue)| Alarm {
            threshold: Some(queue.late_after),
            ..alarm(entry, &queue.called(entry, topology))
        });
        let dead = self.0.iter().map(|(entry, queue)| {
            alarm(entry, &format!("dead-letters-{}", queue.called(entry, topology)))
        });
        [
            Watched::in_region("queues", region, vec![AGE], late.collect()),
            Watched::in_region("dead-letters", region, vec![DEAD], dead.collect()),
        ]
    }
}

impl Queue {
    /// What comes after the topology's name.
    fn called(&self, entry: &str, topology: &Topology) -> String {
        let word = word(topology, entry);
        if self.fifo { format!("{word}.fifo") } else { word.to_owned() }
    }
}

/// What stands for an entry's key.
fn word<'a>(topology: &'a Topology, entry: &'a str) -> &'a str {
    topology.called(BLOCK.name, entry)
}

#[cfg(test)]
mod tests {
    use crate::{block::watched::each, compose::watched, diag::Diagnostics, source::Source};

    /// SQS deletes what is too old and tells nobody.
    #[test]
    fn a_message_is_late_before_it_is_gone() {
        let late_after = |rest: &str| {
            let text = format!(
                "name = \"shop\"\ntier = \"single-region\"\nhome = \"us-east-1\"\n[regions]\nus-east-1 = {{}}\n\
                 [queues.jobs]\n{rest}"
            );
            let source = Source::new("test.toml", text);
            let checked = crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
            let all = watched(&checked);
            let age = each(&all).into_iter().find(|(_, name, ..)| name == "queues.jobs/age");
            age.unwrap().3.threshold
        };
        assert_eq!(late_after(""), Some(900));
        assert_eq!(late_after("retention = 60"), Some(30));
        assert_eq!(late_after("retention = 60\nlate_after = 59"), Some(59));
    }
}
