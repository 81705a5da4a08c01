//! How services reach a database, and as whom.

use super::model::{Database, ENDPOINT, READER_ENDPOINT, SECURITY_GROUP_ID};
use crate::{
    aws::RegionName,
    block::{Connection, Contact},
    bug::Bug,
    graph::Graph,
    topology::Topology,
    words::variable_name,
};

impl Database {
    pub(super) fn contact(
        &self,
        at: RegionName,
        topology: &Topology,
        graph: &Graph,
    ) -> Result<Contact, Bug> {
        let global = graph.find(&self.global())?;
        let cluster = graph.find(&self.cluster(at))?;
        let variable =
            |what: &str| format!("TOPOLOGY_DATABASE_{}_{what}", variable_name(&self.name));
        Ok(Contact {
            environment: vec![
                (variable("NAME"), self.initial.as_str().into()),
                (variable("PORT"), self.engine.port().to_string().into()),
                (variable("READER"), cluster.get(READER_ENDPOINT).into()),
                (variable("USER"), user(topology, &self.name).into()),
                (variable("WRITER"), global.get(ENDPOINT).into()),
            ],
            connections: vec![Connection {
                name: format!("databases.{}", self.name),
                security_group_id: cluster.get(SECURITY_GROUP_ID),
                port: self.engine.port(),
            }],
        })
    }
}

/// The user that services sign in as, with a token of their role: `shop_prod_orders`. It is made by hand, with the master user.
pub(super) fn user(topology: &Topology, entry: &str) -> String {
    topology.named(entry).replace('-', "_")
}
