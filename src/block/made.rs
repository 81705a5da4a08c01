//! What blocks made, for those that are composed after them: values of types of their own, so nobody looks for
//! a call by its name, and what has to be there and is not is a [`Bug`].

use indexmap::IndexMap;

use super::{
    per_region::{PerRegion, missing},
    usable::Contact,
    watched::Watched,
};
use crate::{aws::RegionName, bug::Bug, graph::Ref};

/// All that was handed on so far.
#[derive(Default)]
pub(crate) struct Made {
    /// Every region's key.
    keys: Option<Ref>,
    /// Every region's repositories.
    repositories: Option<Ref>,
    /// Every region's network.
    pub(crate) networks: PerRegion<Network>,
    /// How tasks reach what they use: `tables.users`.
    contacts: IndexMap<String, Contact>,
    /// What users are routed to.
    pub(crate) routed: Vec<Routed>,
    /// What is written in a region, and by whom.
    pub(crate) log_groups: PerRegion<Vec<(String, Ref)>>,
    /// What should wake somebody, where somebody wants to be woken.
    alarms: Option<Vec<Watched>>,
}

/// A region's network.
pub(crate) struct Network {
    pub(crate) vpc_id: Ref,
    pub(crate) private_subnet_ids: Ref,
    pub(crate) public_subnet_ids: Ref,
    pub(crate) data_subnet_ids: Ref,
    pub(crate) gateway_prefix_list_ids: Ref,
    pub(crate) log_bucket: Ref,
}

/// Something that users reach by a host name.
pub(crate) struct Routed {
    /// `api`
    pub(crate) entry: String,
    /// What stands for that in AWS.
    pub(crate) called: String,
    /// `api.example.com`
    pub(crate) host: String,
    /// The zone that the name is in.
    pub(crate) zone_id: Ref,
    /// Where it is asked whether it is well.
    pub(crate) health_path: String,
    /// Each region has a host name of its own.
    pub(crate) regional_hosts: bool,
    /// What answers in each region.
    pub(crate) ends: PerRegion<LoadBalancer>,
}

/// What answers in a region.
pub(crate) struct LoadBalancer {
    pub(crate) arn: Ref,
    pub(crate) dns_name: Ref,
    pub(crate) zone_id: Ref,
    /// Something runs behind it.
    pub(crate) serves: bool,
}

impl Made {
    /// Nothing yet; `watched` says whether somebody wants to hear of alarms.
    pub(crate) fn new(watched: bool) -> Self {
        Self { alarms: watched.then(Vec::new), ..Self::default() }
    }

    /// Hands on the keys: ARNs by region.
    pub(crate) fn keys(&mut self, arns: Ref) {
        self.keys = Some(arns);
    }

    /// The ARNs of all keys, by region. Whoever asks has said that it needs keys.
    pub(crate) fn key_arns(&self) -> Result<Ref, Bug> {
        self.keys.clone().ok_or_else(|| missing("the keys"))
    }

    /// The ARN of one region's key.
    pub(crate) fn key_arn(&self, region: RegionName) -> Result<Ref, Bug> {
        Ok(self.key_arns()?.at(region.as_str()))
    }

    /// Hands on the repositories: URLs by region, then by repository.
    pub(crate) fn repositories(&mut self, urls: Ref) {
        self.repositories = Some(urls);
    }

    /// One region's repository URLs, by repository.
    pub(crate) fn repository_urls(&self, region: RegionName) -> Result<Ref, Bug> {
        let urls = self.repositories.clone().ok_or_else(|| missing("the repositories"))?;
        Ok(urls.at(region.as_str()))
    }

    /// Hands on how tasks reach an entry that they may use.
    pub(crate) fn reached(&mut self, reference: String, contact: Contact) {
        self.contacts.insert(reference, contact);
    }

    /// How tasks reach what they use.
    pub(crate) fn contact(&self, reference: &str) -> Result<&Contact, Bug> {
        self.contacts.get(reference).ok_or_else(|| missing(reference))
    }

    /// Says what should wake somebody, if anybody listens.
    pub(crate) fn watch<W: IntoIterator<Item = Watched>>(
        &mut self,
        alarms: impl FnOnce() -> Result<W, Bug>,
    ) -> Result<(), Bug> {
        if let Some(all) = &mut self.alarms {
            all.extend(alarms()?.into_iter().filter(|watched| !watched.is_empty()));
        }
        Ok(())
    }

    /// All that should wake somebody.
    pub(crate) fn alarms(&mut self) -> Vec<Watched> {
        self.alarms.take().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Made;
    use crate::RegionName;

    /// Whoever asks for what is not there gets no `None` to go on with.
    #[test]
    fn what_nothing_made_is_a_bug() {
        let (made, region) = (Made::default(), RegionName::parse("eu-west-1").unwrap());
        let asked = [
            made.key_arn(region).err(),
            made.repository_urls(region).err(),
            made.contact("tables.users").err(),
            made.networks.at(region).err(),
            made.log_groups.at(region).err(),
        ];
        for bug in asked {
            let says = bug.unwrap().to_string();
            assert!(says.contains("before it was asked for"), "{says}");
        }
    }
}
