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
        Database, Databases, ENDPOINT, ENGINE_VERSION, GLOBAL, ID, INSTANCE_CLASSES, MONITORING,
        REGION, REGIONAL, ROLE_ARN, SECURITY_GROUP_ID, Size,
    },
    spec::{DatabaseSpec, Engine},
};
use super::{
    Access, Block, Carriers, Cx, Grant, KeyUser, Ledger, Made, Note, Part, PerRegion, Section,
    Step, When, name, secret,
};
use crate::{
    aws::{RegionName, aurora},
    bug::{Bug, bug},
    diag::Diagnostics,
    graph::{CallBuilder, Expr, Graph, Handle, Place},
    size::Need,
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
        named_by: Some("name"),
        summary: "Aurora global databases, with a cluster in every region in use. Services sign in with a token of \
                  their role, as the user `<name>_<database>` (hyphens become `_`): make it once, as the master user.",
        schema: |generator| generator.subschema_for::<IndexMap<String, DatabaseSpec>>(),
        example: "\
# [databases.orders]              # Aurora global database
# engine           = \"aurora-postgresql\" # aurora-postgresql | aurora-mysql
# version          = \"17.7\"
# class            = \"db.r8g.large\"      # or: serverless = { min = 8, max = 32 }
# instances        = 2                   # in home; elsewhere the tier decides, or regions.<region>
# write_forwarding = true                # without it a service elsewhere can only read
# database         = \"orders\"
# regions.eu-west-1 = { instances = 1 }
",
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
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        let mut waits = false;
        for database in &self.0 {
            waits |= database.declare(topology, ledger);
        }
        self.notes(waits, topology, ledger);
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        check::link(self, cx, diags)
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        if self.0.is_empty() {
            return Ok(());
        }
        let monitoring = graph
            .call(&MONITORING.call("rds_monitoring", Place::FOUNDATION))
            .set("name", cx.topology.name.as_str())
            .add();
        for database in &self.0 {
            let (global, master) = database.data(cx.topology, made, graph)?;
            let home = cx.topology.home;
            let shared = Shared { monitoring, global, master, first: None };
            let first = database.regional(cx, home, &shared, made, graph)?;
            let shared = Shared { first: Some(first), ..shared };
            let mut clusters = PerRegion::from_iter([(home, first)]);
            for region in cx.topology.peers(home) {
                let call = database.regional(cx, region, &shared, made, graph)?;
                clusters.put(region, call);
            }
            let contact = database.contact(cx.topology, global, &clusters);
            made.reached(format!("databases.{}", database.name), contact);
        }
        made.watch(|| Ok(alarms::alarms(self, cx.topology)))
    }
}

impl Databases {
    /// `waits`: somewhere a cluster has no instance.
    fn notes(&self, waits: bool, topology: &Topology, ledger: &mut Ledger) {
        let any = !self.0.is_empty();
        let speaks = |engine| self.0.iter().any(|database| database.engine == engine);
        let several = any && topology.in_use().nth(1).is_some();
        let forwards = several && self.0.iter().any(|database| database.write_forwarding);
        let read = self.0.iter().any(|database| database.readers.is_some());
        let notes = [
            (read, When::Assumed, sizes::ASSUMED),
            (forwards, When::Applied, by_hand::FORWARDING),
            (any, When::ByHand, by_hand::USER),
            (speaks(Engine::Postgres), When::ByHand, by_hand::POSTGRESQL),
            (speaks(Engine::MySql), When::ByHand, by_hand::MYSQL),
            (waits, When::ByHand, by_hand::WITHOUT_INSTANCES),
            (several, When::Lost, include_str!("../../../templates/recovery/database.md.j2")),
            (several, When::Back(Step::CatchesUp), "Databases catch up as said above."),
            (several, When::Back(Step::Writes), by_hand::SWITCHOVER),
            (any, When::Protected, "databases"),
            (
                any,
                When::Awaited,
                "`-target=module.database_<database>` for each database that a service reads",
            ),
            (any, When::Leaving, include_str!("../../../templates/leaving/database.md.j2")),
        ];
        let said = notes.into_iter().filter(|(wanted, ..)| *wanted);
        ledger.notes.extend(said.map(|(_, when, text)| Note::new(when, text)));
    }
}

/// What the clusters of all regions refer to.
struct Shared {
    monitoring: Handle,
    global: Handle,
    master: Handle,
    /// Home's cluster, for those that join it.
    first: Option<Handle>,
}

impl Database {
    /// Says whether some region's cluster has no instance.
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) -> bool {
        ledger.usable(&self.name, self.access(topology));
        // "With write forwarding, you do need to update your application code or configuration [...] after performing a cross-Region
        // failover or switchover" (Aurora user guide, Connecting to Amazon Aurora Global Database).
        if self.write_forwarding && topology.in_use().nth(1).is_some() {
            ledger.forwarding.insert(format!("databases.{}", self.name));
        }
        ledger.keys.want();
        ledger.keys.used_by(KeyUser::LOG_GROUPS);
        ledger.network.wanted = true;
        ledger.network.data_subnets = true;
        let counts = |needs: &[Need]| -> Vec<u32> {
            let regions = topology.in_use().map(|region| region.name);
            regions.map(|region| self.instances(topology, region, needs)).collect()
        };
        let Some(demand) = self.demand() else {
            ledger.unsaid.push(format!("databases.{}.readers", self.name));
            return counts(&[]).contains(&0);
        };
        let sized = ledger.demand(demand);
        for need in &mut sized.needs {
            *need = self.readers(*need, topology);
        }
        let counts = counts(&sized.needs);
        let waits = counts.contains(&0);
        sized.carriers = Some(Carriers { unit: "instances", counts });
        waits
    }

    /// By user name alone: the resource id that belongs before it is known only when the cluster is
    /// made, and no other database has this user.
    fn access(&self, topology: &Topology) -> Access {
        let user = user(topology, self.word(topology));
        let arn = format!("arn:{{partition}}:rds-db:{{region}}:{{account}}:dbuser:*/{user}");
        Access {
            grants: vec![Grant {
                name: format!("databases.{}", self.word(topology)),
                actions: &["rds-db:connect"],
                resources: vec![arn],
                regions: Vec::new(),
            }],
            key_services: &[],
        }
    }

    fn data(
        &self,
        topology: &Topology,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<(Handle, Handle), Bug> {
        let full = topology.named(self.word(topology));
        let global = graph
            .call(&GLOBAL.call("global_database", Place::DATA).of(&self.name))
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
        let name = format!("{}/databases/{}/master", topology.name, self.word(topology));
        let description = format!("Master user of the database {full}");
        let call = secret::name_of("master", &self.name);
        let master = secret::call(topology, &call, &name, &description, made, graph)?
            .set("login", login)
            .publish(secret::ARN)
            .add();
        Ok((global, master))
    }

    fn regional(
        &self,
        cx: &Cx<'_>,
        region: RegionName,
        shared: &Shared,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<Handle, Bug> {
        let (topology, engine) = (cx.topology, self.engine.as_str());
        let network = made.networks.at(region)?;
        let major = aurora::major(engine, &self.version);
        let major = major.ok_or_else(|| bug(format!("{engine} has no {}", self.version)))?;
        let family = format!("{engine}{major}");
        let origin = Expr::map([
            ("database_name", Expr::from(self.initial.as_str())),
            ("username", MASTER.into()),
            ("secret_arn", shared.master.get(secret::ARN).into()),
        ]);
        let born = region == topology.home;
        let instances = self.instances(topology, region, self.needs(cx.ledger)?);
        let class = self.class(region);
        let classes = (0..instances).map(|_| class);
        let call = graph
            .call(&REGIONAL.call("database", Place::region(region)).of(&self.name))
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
            .set("vpc_id", network.vpc_id.clone())
            .set("subnet_ids", network.data_subnet_ids.clone())
            .set("kms_key_arn", made.key_arn(region)?)
            .set("monitoring_role_arn", shared.monitoring.get(ROLE_ARN))
            .promise(REGION, region)
            .promise(INSTANCE_CLASSES, Expr::list(classes));
        // Who makes the users by hand needs a way in.
        let call = call.publish(SECURITY_GROUP_ID);
        // Only the first has a password to read.
        let call = if born { call.opens() } else { call };
        Ok(shared.first.into_iter().fold(call, CallBuilder::after).add())
    }

    /// What stands for its key.
    fn word<'a>(&'a self, topology: &'a Topology) -> &'a str {
        topology.called(BLOCK.name, &self.name)
    }

    /// `shop-prod-orders-eu-west-1`
    fn identifier(&self, topology: &Topology, region: RegionName) -> String {
        format!("{}-{region}", topology.named(self.word(topology)))
    }

    /// What was sized, if it is known what the whole world reads.
    fn needs<'l>(&self, ledger: &'l Ledger) -> Result<&'l [Need], Bug> {
        self.demand().map_or(Ok(&[]), |demand| ledger.needs(&demand.id()))
    }

    /// With what it needs in each region, if that is known.
    fn instances(&self, topology: &Topology, region: RegionName, needs: &[Need]) -> u32 {
        if let Some(own) = self.overridden(region) {
            return own;
        }
        if let Some(need) = needs.iter().find(|need| need.region == region) {
            return sizes::with_writer(need, topology);
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
