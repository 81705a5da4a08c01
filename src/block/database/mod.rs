//! Aurora global databases: one cluster in every region in use, each in the state of its region.
//!
//! Which cluster writes is a fact of run time. Home is where the first one is made: there it gets its
//! master user and waits for nothing; the others join it and so need its first instance. All are made
//! by one module and addressed by their region, so a switchover moves nothing.

mod alarms;
mod by_hand;
mod check;
mod codes;
mod contact;
mod model;
mod serverless;
mod sizes;
mod spec;
#[cfg(test)]
mod tests;
mod units;
mod versions;

use indexmap::IndexMap;

use self::{
    contact::user,
    model::{
        Database, Databases, ENDPOINT, ENGINE_VERSION, ID, INSTANCE_CLASSES, MONITORING, REGION,
        ROLE_ARN, Size,
    },
    spec::{DatabaseSpec, Engine},
};
use super::{
    Access, Block, Carriers, Contact, Demand, Grant, Needs, Part, Parts, Plan, Section, Step,
    Watched, keys, name, network, secret, service,
};
use crate::{
    aws::{RegionName, aurora},
    bug::{Bug, bug},
    diag::Diagnostics,
    graph::{CallBuilder, Expr, Graph, Handle, Place},
    size::{Capacity, Need},
    topology::Topology,
    words::Tier,
};

pub(crate) const BLOCK: Block = Block {
    name: "databases",
    creates: &[
        ("foundation", "the role that writes the instances' operating-system metrics"),
        ("data", "an Aurora global database, which holds the clusters together"),
        (
            "data",
            "the master user's password, written to a secret in every region in use and to no state",
        ),
        (
            "regions/<region>",
            "an Aurora cluster with its instances, parameters, log groups, subnet group and security group",
        ),
    ],
    section: Some(Section {
        name: "databases",
        summary: "Aurora global databases, with a cluster in every region in use. Services sign in with a token of \
                  their role, as the user `<name>_<database>` (hyphens become `_`): make it once, as the master user.",
        schema: |generator| generator.subschema_for::<IndexMap<String, DatabaseSpec>>(),
    }),
    names: &[
        name("aws_cloudwatch_log_group", "/aws/rds/cluster/{name}-{entry}-{region}/*"),
        name("aws_db_subnet_group", "{name}-{entry}-{region}"),
        name("aws_iam_role", "{name}-rds-monitoring"),
        name("aws_rds_cluster", "{name}-{entry}-{region}"),
        name("aws_rds_cluster_instance", "{name}-{entry}-{region}-*"),
        name("aws_rds_cluster_parameter_group", "{name}-{entry}-{region}-*"),
        name("aws_rds_global_cluster", "{name}-{entry}"),
        name("aws_secretsmanager_secret", "{name}/databases/{entry}/master"),
    ],
    codes: check::CODES,
    check: check::check,
};

/// The user that makes the others.
const MASTER: &str = "topology_admin";

impl Part for Databases {
    fn entries(&self) -> Vec<&str> {
        self.0.iter().map(|database| database.name.as_str()).collect()
    }

    /// By user name alone: the resource id that belongs before it is known only when the cluster is
    /// made, and no other database has this user.
    fn access(&self, entry: &str, topology: &Topology) -> Access {
        let user = user(topology, entry);
        let arn = format!("arn:{{partition}}:rds-db:{{region}}:{{account}}:dbuser:*/{user}");
        Access {
            grants: vec![Grant {
                name: format!("databases.{entry}"),
                actions: &["rds-db:connect"],
                resources: vec![arn],
                regions: Vec::new(),
            }],
            key_services: &[],
        }
    }

    fn contact(
        &self,
        entry: &str,
        at: RegionName,
        topology: &Topology,
        graph: &Graph,
    ) -> Result<Contact, Bug> {
        let database = self.find(entry).ok_or_else(|| bug(format!("no database {entry}")))?;
        database.contact(at, topology, graph)
    }

    fn needs(&self) -> Needs {
        let any = !self.0.is_empty();
        Needs {
            key: any,
            key_users: any.then_some(service::LOG_GROUPS).into_iter().collect(),
            network: any,
            data_subnets: any,
            ..Needs::default()
        }
    }

    fn demands(&self) -> Vec<Demand<'_>> {
        self.0.iter().filter_map(Database::demand).collect()
    }

    fn size(&self, demand: &Demand<'_>, capacity: &Capacity, topology: &Topology) -> Vec<Need> {
        let database = self.find(demand.name);
        database.map_or_else(Vec::new, |database| database.readers(demand, capacity, topology))
    }

    fn carriers(
        &self,
        demand: &Demand<'_>,
        _needs: &[Need],
        capacity: &Capacity,
        topology: &Topology,
    ) -> Option<Carriers> {
        let database = self.find(demand.name)?;
        let regions = topology.in_use().map(|region| region.name);
        let counts = regions.map(|region| database.instances(topology, region, capacity));
        Some(Carriers { unit: "instances", counts: counts.collect() })
    }

    fn unsaid(&self) -> Vec<String> {
        let unknown = self.0.iter().filter(|database| database.readers.is_none());
        unknown.map(|database| format!("databases.{}.readers", database.name)).collect()
    }

    fn by_hand(&self) -> Vec<&'static str> {
        let speaks = |engine| self.0.iter().any(|database| database.engine == engine);
        let user = (!self.0.is_empty()).then_some(by_hand::USER);
        let postgresql = speaks(Engine::Postgres).then_some(by_hand::POSTGRESQL);
        let mysql = speaks(Engine::MySql).then_some(by_hand::MYSQL);
        let waits = self.0.iter().any(|database| database.waits);
        let waits = waits.then_some(by_hand::WITHOUT_INSTANCES);
        [user, postgresql, mysql, waits].into_iter().flatten().collect()
    }

    fn recovery(&self, topology: &Topology) -> Vec<Step> {
        if self.0.is_empty() || topology.in_use().nth(1).is_none() {
            return Vec::new();
        }
        let text = include_str!("../../../templates/recovery/database.md.j2");
        let names = vec![("name", topology.name.clone()), ("home", topology.home.to_string())];
        vec![Step { text, names }]
    }

    fn leaving(&self, plan: &Plan<'_>) -> Vec<Step> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let text = include_str!("../../../templates/leaving/database.md.j2");
        vec![Step { text, names: vec![("name", plan.topology.name.clone())] }]
    }

    fn link(&self, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
        check::link(self, topology, parts, diags);
    }

    fn alarms(&self, plan: &Plan<'_>, _graph: &Graph) -> Result<Vec<Watched>, Bug> {
        Ok(alarms::alarms(self, plan.topology))
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        if self.0.is_empty() {
            return Ok(());
        }
        let monitoring = graph
            .call(&MONITORING.call("rds_monitoring", Place::Foundation))
            .set("name", plan.topology.name.as_str())
            .add();
        for database in &self.0 {
            let (global, master) = database.data(plan, graph)?;
            let home = plan.topology.home;
            let shared = Shared { monitoring, global, master };
            let first = database.regional(plan, home, &shared, None, graph)?;
            let others = plan.topology.in_use().filter(|region| region.name != home);
            for region in others {
                database.regional(plan, region.name, &shared, Some(first), graph)?;
            }
        }
        Ok(())
    }
}

impl Databases {
    fn find(&self, entry: &str) -> Option<&Database> {
        self.0.iter().find(|database| database.name == entry)
    }
}

/// What the clusters of all regions refer to.
struct Shared {
    monitoring: Handle,
    global: Handle,
    master: Handle,
}

impl Database {
    fn data(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(Handle, Handle), Bug> {
        let topology = plan.topology;
        let full = topology.named(&self.name);
        let global = graph
            .call(&self.global())
            .set("name", full.as_str())
            .set("region", topology.home)
            .set("engine", self.engine.as_str())
            .set("engine_version", self.version.as_str())
            .set("database_name", self.initial.as_str())
            .publish(ENDPOINT)
            .add();
        let login = Expr::map([
            ("engine", Expr::from(self.engine.dialect())),
            ("username", MASTER.into()),
            ("host", global.get(ENDPOINT).into()),
            ("port", self.engine.port().to_string().into()),
            ("dbname", self.initial.as_str().into()),
        ]);
        let name = format!("{}/databases/{}/master", topology.name, self.name);
        let description = format!("Master user of the database {full}");
        let call = secret::name_of("master", &self.name);
        let master = secret::call(plan, &call, &name, &description, graph)?
            .set("login", login)
            .publish(secret::ARN)
            .add();
        Ok((global, master))
    }

    fn regional(
        &self,
        plan: &Plan<'_>,
        region: RegionName,
        shared: &Shared,
        first: Option<Handle>,
        graph: &mut Graph,
    ) -> Result<Handle, Bug> {
        let (topology, engine) = (plan.topology, self.engine.as_str());
        let network = network::network(graph, region)?;
        let key = keys::arn(graph, region)?;
        let major = aurora::major(engine, &self.version);
        let major = major.ok_or_else(|| bug(format!("{engine} has no {}", self.version)))?;
        let family = format!("{engine}{major}");
        let origin = Expr::map([
            ("database_name", Expr::from(self.initial.as_str())),
            ("username", MASTER.into()),
            ("secret_arn", shared.master.get(secret::ARN).into()),
        ]);
        let born = region == topology.home;
        let instances = self.instances(topology, region, plan.capacity);
        let class = self.class(region);
        let classes = (0..instances).map(|_| class);
        let call = graph
            .call(&self.cluster(region))
            .set("name", self.identifier(topology, region))
            .set("region", region)
            .set("engine", engine)
            .set("engine_version", shared.global.get(ENGINE_VERSION))
            .set("parameter_group_family", family)
            .set("global_cluster_id", shared.global.get(ID))
            .set_some("origin", born.then_some(origin))
            .set_some("source_region", (!born).then_some(topology.home))
            .set("write_forwarding", self.write_forwarding)
            .set("instances", instances)
            .set("instance_class", class)
            .set_some("serverless", self.serverless())
            .set("insights", self.insights.as_str())
            .set("vpc_id", network.get(network::VPC_ID))
            .set("subnet_ids", network.get(network::DATA_SUBNET_IDS))
            .set("kms_key_arn", key)
            .set("monitoring_role_arn", shared.monitoring.get(ROLE_ARN))
            .promise(REGION, region)
            .promise(INSTANCE_CLASSES, Expr::list(classes));
        // Only the first has a password to read.
        let call = if born { call.opens() } else { call };
        Ok(first.into_iter().fold(call, CallBuilder::after).add())
    }

    /// `shop-prod-orders-eu-west-1`
    fn identifier(&self, topology: &Topology, region: RegionName) -> String {
        format!("{}-{region}", topology.named(&self.name))
    }

    fn instances(&self, topology: &Topology, region: RegionName, capacity: &Capacity) -> u32 {
        if let Some(own) = self.overridden(region) {
            return own;
        }
        if let Some(demand) = self.demand() {
            let needs = demand.size(capacity);
            let own = needs.iter().find(|need| need.region == region);
            return own.map_or(0, |need| sizes::with_writer(need, topology));
        }
        match topology.tier {
            _ if region == topology.home => self.instances,
            Tier::SingleRegion | Tier::PilotLight => 0,
            Tier::WarmStandby => 1,
            // Whichever region comes to write is then as available as home was.
            Tier::ActiveActive => self.instances,
        }
    }

    /// Instances that are written down for a region.
    fn overridden(&self, region: RegionName) -> Option<u32> {
        self.overrides.get(&region).and_then(|own| own.instances)
    }

    fn class(&self, region: RegionName) -> &str {
        let own = self.overrides.get(&region).and_then(|own| own.class.as_deref());
        match &self.size {
            Size::Class(class) => own.unwrap_or(class),
            Size::Serverless { .. } => "db.serverless",
        }
    }

    /// The same in every region: whichever comes to write must be able to grow to the same size.
    fn serverless(&self) -> Option<Expr> {
        match self.size {
            Size::Class(_) => None,
            Size::Serverless { min, max } => {
                Some(Expr::map([("min", Expr::halves(min)), ("max", Expr::halves(max))]))
            }
        }
    }
}
