//! What blocks say of themselves before any of them makes a call: what they need of others, what they offer, how it is
//! sized, and what people have to know.
//!
//! Each says it once, after the checks of all sections. Whoever reads it finds it here, and looks at no block.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use super::{
    demand::{Demand, DemandId, Draw, Growth, Holds, Sized, Taken},
    note::Note,
    usable::Access,
};
use crate::{
    aws::RegionName,
    bug::{Bug, bug},
    diag::Diagnostics,
    size::{Capacity, Need},
    topology::{Cidr, Topology},
};

/// All that the blocks of a topology said.
#[expect(clippy::struct_excessive_bools, reason = "wishes, each for itself; no states")]
pub(crate) struct Ledger {
    /// Shares of the regions in use.
    pub(crate) capacity: Capacity,
    /// What has a name in the file, whether or not it could be checked: `tables.users`.
    named: BTreeSet<String>,
    /// Who speaks: a section.
    section: &'static str,
    entries: Vec<Entry>,
    usable: IndexMap<String, Access>,
    sizes: IndexMap<DemandId, Sized>,
    /// What is taken of quotas whatever the traffic.
    pub(crate) taken: Vec<Taken>,
    /// What keys are for.
    pub(crate) keys: Keys,
    /// What networks are for.
    pub(crate) network: Network,
    /// Container repositories.
    pub(crate) repositories: BTreeSet<String>,
    /// Days that log groups keep what is written to them; the longest wish holds.
    pub(crate) log_retention_days: Option<u32>,
    /// Something has log groups that can be searched.
    pub(crate) logs: bool,
    /// The groups are searched.
    pub(crate) search: bool,
    /// SSM parameters, which carry the topology's name.
    pub(crate) parameters: bool,
    /// To be told which region writes.
    pub(crate) writer: bool,
    /// Somebody is woken by alarms.
    pub(crate) alarms: bool,
    /// What users are routed to.
    pub(crate) hosts: Vec<Host>,
    /// What is written to by another name in the region that writes than elsewhere, such as `databases.orders`: who uses it has to be
    /// told which region that is.
    pub(crate) forwarding: BTreeSet<String>,
    /// Who uses what.
    pub(crate) uses: Vec<Use>,
    /// What the file does not say, so that no demand follows: `tables.users.reads`.
    pub(crate) unsaid: Vec<String>,
    /// When what starts by itself does so, and how long that takes.
    pub(crate) growth: Vec<Growth>,
    /// What people have to know, and when.
    pub(crate) notes: Vec<Note>,
}

/// Something that has names in AWS.
pub(crate) struct Entry {
    /// `tables`
    pub(crate) section: &'static str,
    /// `users`
    pub(crate) name: String,
    /// What it says that it is called.
    pub(crate) called: String,
}

/// What is asked of customer-managed keys.
#[derive(Default)]
pub(crate) struct Keys {
    /// One in every region in use.
    pub(crate) everywhere: bool,
    /// Regions that need a key whether or not they are in use.
    pub(crate) regions: IndexSet<RegionName>,
    /// AWS services that use the key themselves, by what says that it is the same use.
    pub(crate) users: IndexMap<&'static str, KeyUser>,
}

/// An AWS service that uses the keys itself, beyond what IAM policies of principals allow.
#[derive(Debug)]
pub(crate) struct KeyUser {
    /// Statement id, the same for the same use: `LogGroups`.
    pub(crate) sid: &'static str,
    /// Service principal; `{region}` stands for the key's region.
    pub(crate) principal: &'static str,
    /// What it may do with the key: `kms:Decrypt`.
    pub(crate) actions: &'static [&'static str],
    /// Operator, condition key and value, where `{partition}`, `{region}` and `{account}` stand for those of the key.
    pub(crate) condition: (&'static str, &'static str, &'static str),
}

/// What is asked of networks, and what they are.
#[derive(Default)]
pub(crate) struct Network {
    /// There is one in every region in use.
    pub(crate) wanted: bool,
    /// Subnets without a way out, for data stores.
    pub(crate) data_subnets: bool,
    /// Services that a network without a way out must offer an endpoint for.
    pub(crate) interface_endpoints: BTreeSet<&'static str>,
    /// Nothing leads out of them.
    pub(crate) enclosed: bool,
    /// The range of each region's.
    pub(crate) ranges: Vec<(RegionName, Cidr)>,
}

/// Something that users reach by a host name of its own.
pub(crate) struct Host {
    /// `api`
    pub(crate) entry: String,
    /// `api.example.com`
    pub(crate) full: String,
    /// It calls the same in another region, which is reached by a host name of its own.
    pub(crate) forwards: bool,
}

/// What uses something.
pub(crate) struct Use {
    /// The service.
    pub(crate) by: String,
    /// `databases.orders`
    pub(crate) of: String,
    /// It writes where it runs.
    pub(crate) writes_in_its_region: bool,
}

impl KeyUser {
    /// CloudWatch Logs encrypts log groups.
    pub(crate) const LOG_GROUPS: Self = Self {
        sid: "LogGroups",
        principal: "logs.{region}.amazonaws.com",
        actions: &[
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:Describe*",
        ],
        condition: (
            "ArnLike",
            "kms:EncryptionContext:aws:logs:arn",
            "arn:{partition}:logs:{region}:{account}:log-group:*",
        ),
    };
}

impl Keys {
    /// Wants a key in every region in use.
    pub(crate) fn want(&mut self) {
        self.everywhere = true;
    }

    /// Lets an AWS service use the keys. Several blocks may have the same use.
    pub(crate) fn used_by(&mut self, user: KeyUser) {
        self.users.insert(user.sid, user);
    }
}

impl Network {
    /// The range of a region's network, where there are networks.
    pub(crate) fn range(&self, region: RegionName) -> Option<Cidr> {
        let own = self.ranges.iter().find(|(name, _)| *name == region && self.wanted);
        own.map(|(_, range)| *range)
    }
}

impl Host {
    /// Every DNS name that something with this host may have.
    pub(crate) fn names(host: &str, topology: &Topology) -> Vec<String> {
        let regions = topology.regions.iter().map(|region| region.name.as_str());
        let below = regions.chain(["latency", "weighted"]).map(|label| format!("{label}.{host}"));
        [host.to_owned()].into_iter().chain(below).collect()
    }
}

impl Ledger {
    /// Nothing yet.
    pub(crate) fn new(topology: &Topology, named: BTreeSet<String>) -> Self {
        Self {
            capacity: Capacity::new(topology),
            named,
            section: "",
            entries: Vec::new(),
            usable: IndexMap::new(),
            sizes: IndexMap::new(),
            taken: Vec::new(),
            keys: Keys::default(),
            network: Network::default(),
            repositories: BTreeSet::new(),
            log_retention_days: None,
            logs: false,
            search: false,
            parameters: false,
            writer: false,
            alarms: false,
            hosts: Vec::new(),
            forwarding: BTreeSet::new(),
            uses: Vec::new(),
            unsaid: Vec::new(),
            growth: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Who speaks from now on.
    pub(super) fn turn(&mut self, section: &'static str) {
        self.section = section;
    }

    /// Has an entry that has names in AWS.
    pub(crate) fn entry(&mut self, name: &str, called: &str) {
        let (section, name, called) = (self.section, name.to_owned(), called.to_owned());
        self.entries.push(Entry { section, name, called });
    }

    /// Has an entry that a service may name in `uses`, and what it then may do.
    pub(crate) fn usable(&mut self, entry: &str, access: Access) {
        self.usable_as(entry, entry, access);
    }

    /// The same of an entry that is called otherwise in AWS.
    pub(crate) fn usable_as(&mut self, entry: &str, called: &str, access: Access) {
        self.entry(entry, called);
        self.usable.insert(format!("{}.{entry}", self.section), access);
    }

    /// Has something sized by traffic share. What the block knows better of each region's numbers it changes at once.
    pub(crate) fn demand(&mut self, demand: Demand) -> &mut Sized {
        let needs = self.capacity.size(demand.total, demand.supply);
        let sized = Sized { needs, carriers: None, demand };
        self.sizes.entry(sized.demand.id()).or_insert(sized)
    }

    /// Takes so many of a quota in a region, whatever the traffic.
    pub(crate) fn take(&mut self, draw: Draw, region: &'static str, count: u32) {
        self.taken.push(Taken { draw, region, count });
    }

    /// The quotas that AWS does not raise: how many there are of each, and the most that a region takes.
    pub(crate) fn limits(&self) -> Vec<(Draw, u32, u32)> {
        let mut all: IndexMap<&str, (Draw, u32, IndexMap<&str, u32>)> = IndexMap::new();
        for Taken { draw, region, count } in &self.taken {
            if let Holds::Never { most } = draw.holds {
                let (_, _, taken) =
                    all.entry(draw.quota).or_insert_with(|| (*draw, most, IndexMap::new()));
                *taken.entry(region).or_default() += count;
            }
        }
        let most = |taken: IndexMap<_, u32>| taken.into_values().max().unwrap_or(0);
        all.into_values().map(|(draw, quota, taken)| (draw, quota, most(taken))).collect()
    }

    /// The entries of a section.
    pub(super) fn entries(&self, section: &'static str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.section == section)
    }

    /// What a service may do with what it uses, if there is such a thing.
    pub(crate) fn access(&self, reference: &str) -> Option<&Access> {
        self.usable.get(reference)
    }

    /// Everything that a service may name in `uses`: `tables.users`.
    pub(crate) fn all_usable(&self) -> impl Iterator<Item = &str> {
        self.usable.keys().map(String::as_str)
    }

    /// Whether a reference is to something that has a finding of its own.
    pub(crate) fn is_wrong(&self, reference: &str, diags: &Diagnostics) -> bool {
        let section = reference.split_once('.').map_or(reference, |(section, _)| section);
        diags.is_wrong_at_top(section) || diags.errors().is_err() && self.named.contains(reference)
    }

    /// All that is sized by traffic share.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = &Sized> {
        self.sizes.values()
    }

    /// What each region needs and gets of a demand, in the topology's order.
    pub(crate) fn needs(&self, demand: &DemandId) -> Result<&[Need], Bug> {
        let sized = self.sizes.get(demand).map(|sized| sized.needs.as_slice());
        sized.ok_or_else(|| bug(format!("{demand:?} was not sized")))
    }

    /// What one region needs and gets of a demand.
    pub(crate) fn need(&self, demand: &DemandId, region: RegionName) -> Result<Need, Bug> {
        let own = self.needs(demand)?.iter().find(|need| need.region == region);
        own.copied().ok_or_else(|| bug(format!("{demand:?} was not sized in {region}")))
    }
}
