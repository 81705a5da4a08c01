//! How services reach a database, and as whom.

use super::model::{Database, ENDPOINT, READER_ENDPOINT, SECURITY_GROUP_ID};
use crate::{
    block::{Connection, Contact, PerRegion, Told},
    graph::Handle,
    topology::Topology,
    words::variable_name,
};

impl Database {
    pub(super) fn contact(
        &self,
        topology: &Topology,
        global: Handle,
        clusters: &PerRegion<Handle>,
    ) -> Contact {
        let word = self.word(topology);
        let variable = |what: &str| format!("TOPOLOGY_DATABASE_{}_{what}", variable_name(word));
        let readers = clusters.iter().map(|(region, call)| (region, call.get(READER_ENDPOINT)));
        let connection = |cluster: &Handle| Connection {
            name: format!("databases.{word}"),
            security_group_id: cluster.get(SECURITY_GROUP_ID),
            port: self.engine.port(),
        };
        let connections = clusters.iter().map(|(region, call)| (region, connection(call)));
        Contact {
            environment: vec![
                (variable("NAME"), Told::Same(self.initial.as_str().into())),
                (variable("PORT"), Told::Same(self.engine.port().to_string().into())),
                (variable("READER"), Told::Own(readers.collect())),
                (variable("USER"), Told::Same(user(topology, word).into())),
                (variable("WRITER"), Told::Same(global.get(ENDPOINT).into())),
            ],
            connections: Some(connections.collect()),
        }
    }
}

/// The user that services sign in as, with a token of their role: `shop_prod_orders`. It is made by hand, with the master user.
pub(super) fn user(topology: &Topology, word: &str) -> String {
    topology.named(word).replace('-', "_")
}
