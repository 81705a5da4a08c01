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

pub(in crate::block) use self::model::Logs;
use self::model::{
    ADMIN_ROLE_ARN, DATA_NODES, ENDPOINT, FIREHOSE_ROLE_ARNS, REGION, ROLES, SECURITY_GROUP_ID,
    SPLITTER_ROLE_ARNS, domain,
};
use super::{
    Block, Carriers, Demand, Needs, Part, Parts, Plan, Section, Watched, keys, name, network,
    service::{self, Services},
};
use crate::{
    aws::{RegionName, opensearch},
    bug::{Bug, bug},
    diag::Diagnostics,
    graph::{Expr, Graph, Handle, Place},
    size::{Capacity, Need, Supply},
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

impl Part for Logs {
    fn link(&self, _topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
        check::link(parts, diags);
    }

    fn needs(&self) -> Needs {
        Needs {
            key: true,
            key_users: vec![service::LOG_GROUPS],
            network: true,
            data_subnets: true,
            log_retention_days: Some(self.retention_days),
            ..Needs::default()
        }
    }

    fn demands(&self) -> Vec<Demand<'_>> {
        vec![self.demand()]
    }

    fn carriers(
        &self,
        _demand: &Demand<'_>,
        needs: &[Need],
        _capacity: &Capacity,
        topology: &Topology,
    ) -> Option<Carriers> {
        let nodes = |(region, need): (&Region, &Need)| match need.steady {
            0 => 0,
            gb_per_day => self.data_nodes(gb_per_day, size::zones(region)),
        };
        let counts = topology.in_use().zip(needs).map(nodes).collect();
        Some(Carriers { unit: "data nodes", counts })
    }

    fn alarms(&self, plan: &Plan<'_>, graph: &Graph) -> Result<Vec<Watched>, Bug> {
        let mut alarms = Vec::new();
        for (region, _) in self.places(plan) {
            let call = graph.find(&domain(region.name))?;
            alarms.extend(alarms::of(self, region.name, call));
        }
        Ok(alarms)
    }

    fn by_hand(&self) -> Vec<&'static str> {
        let role = self.create_service_linked_role.then_some(by_hand::SERVICE_LINKED_ROLE);
        by_hand::DOMAINS.into_iter().chain(role).collect()
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        let roles = self.roles(plan.topology, graph)?;
        for (region, gb_per_day) in self.places(plan) {
            self.regional(plan, region, gb_per_day, roles, graph)?;
        }
        Ok(())
    }
}

impl Logs {
    /// A domain does not grow during an outage, and resizing one takes hours.
    fn demand(&self) -> Demand<'_> {
        Demand {
            kind: "logs",
            name: "logs",
            unit: "log GB/day",
            total: self.gb_per_day,
            supply: Supply::Beforehand,
            draw: None,
        }
    }

    /// The regions with a domain, and what each takes in a day: where nothing runs, nothing logs.
    fn places<'p>(&self, plan: &Plan<'p>) -> Vec<(&'p Region, u32)> {
        let needs = self.demand().size(plan.capacity);
        let sized = plan.topology.in_use().zip(needs).map(|(region, need)| (region, need.steady));
        sized.filter(|(_, gb_per_day)| *gb_per_day > 0).collect()
    }

    /// Data nodes for a region's logs of a day.
    fn data_nodes(&self, gb_per_day: u32, zones: u32) -> u32 {
        size::data_nodes(gb_per_day, self.retention_days, self.volume_gb, zones)
    }

    fn roles(&self, topology: &Topology, graph: &mut Graph) -> Result<Handle, Bug> {
        let kms_key_arns = keys::arns(graph)?;
        let call = graph
            .call(&ROLES.call("logs_roles", Place::Foundation))
            .set("name", topology.name.as_str())
            .set("regions", Expr::list(topology.in_use().map(|region| region.name)))
            .set("index", INDEX)
            .set("kms_key_arns", kms_key_arns)
            .set("create_service_linked_role", self.create_service_linked_role)
            .publish(ADMIN_ROLE_ARN);
        Ok(call.add())
    }

    fn regional(
        &self,
        plan: &Plan<'_>,
        region: &Region,
        gb_per_day: u32,
        roles: Handle,
        graph: &mut Graph,
    ) -> Result<(), Bug> {
        let zones = size::zones(region);
        let data_nodes = self.data_nodes(gb_per_day, zones);
        let network = network::network(graph, region.name)?;
        let key = keys::arn(graph, region.name)?;
        let performance = opensearch::performance(&self.class, self.volume_gb);
        let log_groups = log_groups(plan, region.name, graph)?;
        graph
            .call(&domain(region.name))
            .set("name", plan.topology.name.as_str())
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
            .set("vpc_id", network.get(network::VPC_ID))
            .set("subnet_ids", network.get(network::DATA_SUBNET_IDS))
            .set("kms_key_arn", key)
            .set("admin_role_arn", roles.get(ADMIN_ROLE_ARN))
            .set("firehose_role_arn", roles.get(FIREHOSE_ROLE_ARNS).at(region.name.as_str()))
            .set("splitter_role_arn", roles.get(SPLITTER_ROLE_ARNS).at(region.name.as_str()))
            .set("log_groups", log_groups)
            .publish(ENDPOINT)
            .publish(SECURITY_GROUP_ID)
            .promise(REGION, region.name)
            .promise(DATA_NODES, data_nodes)
            .add();
        Ok(())
    }
}

/// The log group of every service in a region.
fn log_groups(plan: &Plan<'_>, region: RegionName, graph: &Graph) -> Result<Expr, Bug> {
    let services = plan.parts.get::<Services>().ok_or_else(|| bug("logs without services"))?;
    let groups = services.iter().map(|service| {
        let call = graph.find(&service::regional(&service.name, region))?;
        Ok((service.name.as_str(), call.get(service::LOG_GROUP_NAME)))
    });
    Ok(Expr::map(groups.collect::<Result<Vec<_>, Bug>>()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        Checked,
        block::{Watches, watched::each},
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
        let checked = checked(text, |table| drop(table.insert("tier".to_owned(), tier.into())));
        let (topology, parts) = (&checked.topology, &checked.parts);
        let capacity = Capacity::new(topology);
        let graph = crate::compose::compose(topology, parts, &capacity).unwrap();
        let plan = Plan { topology, parts, capacity: &capacity };
        let all = parts.get::<Logs>().unwrap().alarms(&plan, &graph).unwrap();
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
        let capacity = Capacity::new(&checked.topology);
        let graph = crate::compose::compose(&checked.topology, &checked.parts, &capacity).unwrap();
        let is_domain = |id| graph.get(id).module.dir == "logs/regional";
        let mut waiting = BTreeSet::new();
        for (_, call) in graph.calls() {
            let mut waits = call.after.iter().any(|id| is_domain(*id));
            for value in call.inputs.values() {
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
