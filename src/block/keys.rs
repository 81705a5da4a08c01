//! A customer-managed KMS key in every region in use.
//!
//! Separate keys, not one multi-Region key: a key that is disabled or scheduled for deletion by
//! mistake then takes one region with it, not all.

use indexmap::IndexSet;

use super::{Block, Cx, KeyUser, Ledger, Made, Note, Part, When, name};
use crate::{
    aws::RegionName,
    bug::Bug,
    graph::{Expr, Graph, Module, Output, Place},
    topology::Topology,
    words::Layout,
};

pub(crate) const BLOCK: Block = Block {
    name: "keys",
    creates: &[(
        "foundation",
        "a customer-managed KMS key and its alias in every region in use, and where else something is encrypted",
    )],
    section: None,
    names: &[name("aws_kms_alias", "alias/{name}")],
    codes: &[],
    check: |_, _, _| Some(Box::new(Keys)),
};

const MODULE: Module = Module::new("keys");
const ARNS: Output = MODULE.output("arns").keyed_by(&["regions"]);

#[derive(PartialEq)]
struct Keys;

impl Part for Keys {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        if topology.in_use().nth(1).is_some() {
            // Says nothing where nobody wants a key.
            let foundation = match topology.layout {
                Layout::Split => "foundation",
                Layout::Single => ".",
            };
            let text = include_str!("../../templates/leaving/keys.md.j2");
            ledger.notes.push(Note::new(When::Leaving, text).with("foundation", foundation));
            ledger.notes.push(Note::new(When::Protected, "{% if keys %}keys{% endif %}"));
        }
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let wanted = &cx.ledger.keys;
        let in_use = cx.topology.in_use().filter(|_| wanted.everywhere).map(|region| region.name);
        let regions: IndexSet<RegionName> = in_use.chain(wanted.regions.iter().copied()).collect();
        if regions.is_empty() {
            return Ok(());
        }
        let users = wanted.users.iter().map(|(sid, user)| (*sid, statement(user)));
        let keys = graph
            .call(&MODULE.call("keys", Place::FOUNDATION))
            .set("name", cx.topology.name.as_str())
            .set("regions", Expr::list(regions))
            .set("service_statements", Expr::map(users))
            .add();
        made.keys(keys.get(ARNS));
        Ok(())
    }
}

fn statement(user: &KeyUser) -> Expr {
    let (test, variable, value) = user.condition;
    Expr::map([
        ("principal", Expr::from(user.principal)),
        ("actions", Expr::list(user.actions.iter().copied())),
        ("condition", Expr::map([("test", test), ("variable", variable), ("value", value)])),
    ])
}
