//! Searchable logs in each region: CloudWatch Logs, a function, Firehose, an OpenSearch domain.
//!
//! Logs stay in the region that they are about: a lost region takes no other region's logs with
//! it, and none cross a border. Roles are made in the foundation.

mod alarms;
mod by_hand;
mod check;
mod model;
mod size;
mod spec;

use self::model::{
    ADMIN_ROLE_ARN, DATA_NODES, ENDPOINT, FIREHOSE_ROLE_ARNS, Logs, REGION, REGIONAL, ROLES,
    SECURITY_GROUP_ID, SPLITTER_ROLE_ARNS,
};
use super::{
    Block, Carriers, Cx, Demand, Draw, KeyUser, Ledger, Made, Note, Part, Section, When, name,
};
use crate::{
    aws::opensearch,
    bug::Bug,
    diag::Diagnostics,
    graph::{Expr, Graph, Handle, Place},
    size::{Need, Supply},
    topology::{Region, Topology},
};

pub(crate) const BLOCK: Block = Block {
    name: "logs",
    creates: &[
        (
            "foundation",
            "a role that administers the domains, and in every region in use one for Firehose and one for the function before it",
        ),
        ("foundation", "OpenSearch's service-linked role, unless the account has it"),
        (
            "regions/<region>",
            "where services run: an OpenSearch domain in the data subnets, a Firehose stream, a bucket for what could not be indexed, a Lambda function that makes a record of every log event, and a subscription for every service's log group",
        ),
    ],
    section: Some(Section {
        name: "logs",
        named_by: None,
        summary: "The services' logs, delivered to an OpenSearch domain in each region where services run.\n\n\
                  A domain holds `gb_per_day` × the region's part × `retention_days` × 2 copies × 1.45 (AWS's minimum \
                  for index and reserves), on volumes of `volume_gb`, with the same number of nodes in each zone. A \
                  domain does not grow during an outage, so the part is what the region writes after the worst loss \
                  that is to be survived, whatever `by` says under `[capacity]`; with `survive = \"none\"` it is \
                  its share. A pilot light has no domain elsewhere until its tier is raised; nothing waits for one but what \
                  is logged.\n\n\
                  A line that is a JSON object becomes a document as it is, any other the `message` of one; `@timestamp`, \
                  `@log_group`, `@log_stream` and `@id` are added where the line does not say them. A line may come twice, \
                  with the same `@id`. What cannot be indexed is kept in a bucket, for as many days as the logs.\n\n\
                  `version` counts when a domain is made. To upgrade one, once in each region: `aws opensearch upgrade-domain \
                  --region <region> --domain-name <name>-logs --target-version OpenSearch_<version>`, first with \
                  `--perform-check-only`. It cannot be taken back. Then write the version here, for regions to come.\n\n\
                  The README of a tree says, with commands, how Firehose is let into a domain and how old indexes go.",
        schema: |generator| generator.subschema_for::<spec::LogsSpec>(),
        example: "\
# [logs]                          # CloudWatch Logs, Firehose, OpenSearch: all inside each region
# gb_per_day          = 50        # of the whole world; split by share
# retention_days      = 30
# opensearch          = { class = \"r7g.large.search\", volume_gb = 300 } # the number of nodes follows
# service_linked_role = \"create\"  # create | existing: an account has one
",
    }),
    names: &[
        name("aws_cloudwatch_log_group", "/aws/firehose/{name}-logs"),
        name("aws_cloudwatch_log_group", "/aws/lambda/{name}-logs-splitter"),
        name("aws_cloudwatch_log_group", "/aws/opensearch/{name}-logs/*"),
        name("aws_cloudwatch_log_resource_policy", "{name}-logs-opensearch"),
        name("aws_iam_role", "{name}-logs-admin"),
        name("aws_iam_role", "{name}-logs-{region}-firehose"),
        name("aws_iam_role", "{name}-logs-{region}-splitter"),
        name("aws_kinesis_firehose_delivery_stream", "{name}-logs"),
        name("aws_lambda_function", "{name}-logs-splitter"),
        name("aws_opensearch_domain", "{name}-logs"),
        name("aws_s3_bucket", "{name}-log-backup-{region}-{account}"),
        name("aws_security_group", "{name}-logs-domain"),
        name("aws_security_group", "{name}-logs-firehose"),
    ],
    codes: check::CODES,
    check: check::check,
};

/// What the indexes are called, before the day.
const INDEX: &str = "services";

const ASSUMED: &str = "\
{% if survive != \"none\" and tier == \"pilot-light\" %}
Nodes of log domains do not start by themselves. A pilot light has none outside `{{ home }}`: raise the tier before
sending users there.
{% elif survive != \"none\" %}
Nodes of log domains do not start by themselves. They are sized for that loss beforehand, whatever `by` says.
{% endif %}";

const STARTS: &str = "\
{% if several and split and tier == \"pilot-light\" %}
A log domain takes half an hour and more to start, and nobody waits for it.
{% endif %}";

impl Part for Logs {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        ledger.keys.want();
        ledger.keys.used_by(KeyUser::LOG_GROUPS);
        ledger.network.wanted = true;
        ledger.network.data_subnets = true;
        ledger.log_retention_days = ledger.log_retention_days.max(Some(self.retention_days));
        ledger.search = true;
        let sized = ledger.demand(self.demand());
        let nodes = |(region, need): (&Region, &Need)| match need.steady {
            0 => 0,
            gb_per_day => self.data_nodes(gb_per_day, size::zones(region)),
        };
        let counts = topology.in_use().zip(&sized.needs).map(nodes).collect();
        sized.carriers = Some(Carriers { unit: "data nodes", counts });
        let domains = sized.needs.iter().filter(|need| need.steady > 0);
        for region in domains.map(|need| need.region.as_str()).collect::<Vec<_>>() {
            ledger.take(Draw::LOG_POLICY, region, 1);
        }
        let role = self.create_service_linked_role.then_some(by_hand::SERVICE_LINKED_ROLE);
        let texts = by_hand::DOMAINS.into_iter().chain(role);
        let enclosed = if ledger.network.enclosed { "yes" } else { "" };
        let by_hand = |text| Note::new(When::ByHand, text).with("enclosed", enclosed);
        ledger.notes.extend(texts.map(by_hand));
        ledger.notes.push(Note::new(When::Assumed, ASSUMED));
        ledger.notes.push(Note::new(When::Protected, "log domains"));
        ledger.notes.push(Note::new(When::Lost, STARTS));
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        check::link(self, cx, diags)
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let roles = self.roles(cx.topology, made, graph)?;
        let mut domains = Vec::new();
        let needs = cx.ledger.needs(&self.demand().id())?;
        // Where nothing runs, nothing logs.
        for (region, need) in cx.topology.in_use().zip(needs).filter(|(_, need)| need.steady > 0) {
            let domain = self.regional(cx.topology, (region, need.steady), roles, made, graph)?;
            domains.push((region.name, domain));
        }
        made.watch(|| {
            Ok(domains.into_iter().flat_map(|(region, call)| alarms::of(self, region, call)))
        })
    }
}

impl Logs {
    /// A domain does not grow during an outage, and resizing one takes hours.
    fn demand(&self) -> Demand {
        Demand {
            kind: "logs",
            name: "logs".to_owned(),
            unit: "log GB/day",
            total: self.gb_per_day,
            supply: Supply::Beforehand,
            grown_by: "people",
            remedy: None,
            draw: None,
        }
    }

    /// Data nodes for a region's logs of a day.
    fn data_nodes(&self, gb_per_day: u32, zones: u32) -> u32 {
        size::data_nodes(gb_per_day, self.retention_days, self.volume_gb, zones)
    }

    fn roles(&self, topology: &Topology, made: &Made, graph: &mut Graph) -> Result<Handle, Bug> {
        let call = graph
            .call(&ROLES.call("logs_roles", Place::FOUNDATION))
            .set("name", topology.name.as_str())
            .set("regions", Expr::list(topology.in_use().map(|region| region.name)))
            .set("index", INDEX)
            .set("kms_key_arns", made.key_arns()?)
            .set("create_service_linked_role", self.create_service_linked_role)
            .publish(ADMIN_ROLE_ARN);
        Ok(call.add())
    }

    fn regional(
        &self,
        topology: &Topology,
        (region, gb_per_day): (&Region, u32),
        roles: Handle,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<Handle, Bug> {
        let zones = size::zones(region);
        let data_nodes = self.data_nodes(gb_per_day, zones);
        let network = made.networks.at(region.name)?;
        let performance = opensearch::performance(&self.class, self.volume_gb);
        let groups = made.log_groups.at(region.name)?;
        let log_groups = groups.iter().map(|(name, group)| (name.clone(), group.clone()));
        let call = graph
            .call(&REGIONAL.call("logs", Place::region(region.name)))
            .set("name", topology.name.as_str())
            .set("region", region.name)
            .set("index", INDEX)
            .set("engine_version", format!("OpenSearch_{}", self.version))
            .set("instance_type", self.class.as_str())
            .set("data_nodes", data_nodes)
            .set("dedicated_master_type", size::master_class(data_nodes, region.name))
            .set("volume_gb", self.volume_gb)
            .set("iops", performance.iops)
            .set("throughput", performance.throughput)
            .set("zones", zones)
            .set("retention_days", self.retention_days)
            .set("vpc_id", network.vpc_id.clone())
            .set("subnet_ids", network.data_subnet_ids.clone())
            .set("kms_key_arn", made.key_arn(region.name)?)
            .set("admin_role_arn", roles.get(ADMIN_ROLE_ARN))
            .set("firehose_role_arn", roles.get(FIREHOSE_ROLE_ARNS).at(region.name.as_str()))
            .set("splitter_role_arn", roles.get(SPLITTER_ROLE_ARNS).at(region.name.as_str()))
            .set("log_groups", Expr::map(log_groups))
            .publish(ENDPOINT)
            .publish(SECURITY_GROUP_ID)
            .promise(REGION, region.name)
            .promise(DATA_NODES, data_nodes);
        Ok(call.add())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{
        Checked,
        block::{Watches, watched::each},
        compose::{compose, watched},
        diag::Diagnostics,
        source::Source,
    };

    /// A topology, changed.
    fn checked(text: &str, change: impl Fn(&mut toml::Table)) -> Checked {
        let mut table = text.parse().unwrap();
        change(&mut table);
        let source = Source::new("logs.toml", toml::to_string(&table).unwrap());
        crate::check(&source, &mut Diagnostics::new()).unwrap()
    }

    /// The alarms of `topologies/observed.toml` in a tier: region and name of each.
    fn alarms(tier: &str) -> Vec<(&'static str, String)> {
        let text = include_str!("../../../topologies/observed.toml");
        let checked = checked(text, |table| {
            table.insert("tier".to_owned(), tier.into());
            table.remove("alarms");
        });
        let mut all = watched(&checked);
        all.retain(|watched| watched.alarms.iter().any(|alarm| alarm.name.starts_with("logs/")));
        let alarms = each(&all).into_iter();
        alarms
            .map(|(watched, name, ..)| {
                assert_eq!(watched.watches, Watches::Region);
                (watched.region.as_str(), name)
            })
            .collect()
    }

    /// A domain takes an hour to make: it must not stand between users and a region.
    #[test]
    fn nothing_that_users_reach_waits_for_a_domain() {
        let checked = checked(include_str!("../../../topologies/full.toml"), |_| ());
        let graph = compose(&checked.topology, &checked.parts).unwrap();
        let is_domain = |id| graph.get(id).module.dir == "logs/regional";
        let mut waiting = BTreeSet::new();
        for (_, call) in graph.calls() {
            let mut waits = call.after.iter().any(|id| is_domain(*id));
            for (_, value) in &call.inputs {
                value.for_each_ref(&mut |reference| waits |= is_domain(reference.call));
            }
            if waits {
                waiting.insert(call.module.dir);
            }
        }
        assert!(!waiting.is_empty());
        assert!(waiting.iter().all(|dir| dir.starts_with("alarms")), "{waiting:?}");
    }

    #[test]
    fn every_domain_has_its_alarms() {
        let all = alarms("active-active");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 18, "{all:?}");
        let home = alarms("pilot-light");
        assert_eq!(home.len(), 9);
        assert!(home.iter().all(|(region, _)| *region == "us-east-1"), "{home:?}");
    }
}
