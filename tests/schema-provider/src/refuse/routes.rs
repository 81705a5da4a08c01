//! A table has one route to a place, through a NAT gateway of its own network, and a subnet one table, of its own network.
//!
//! Sources: EC2 API reference, `CreateRoute`, `AssociateRouteTable` and error codes (`RouteAlreadyExists`, `Resource.AlreadyAssociated`,
//! `InvalidParameterValue`); Amazon VPC user guide, "Subnet route tables" ("a subnet can only be associated with one route table
//! at a time").

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "routes", on: &["aws_route", "aws_route_table_association"], check };

const PLACES: [&str; 3] =
    ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let others = || account.all(object.kind).filter(|one| one.get("id") != object.after.get("id"));
    let answer = match object.kind {
        "aws_route" => route(object.after, others(), account),
        _ => association(object.after, others(), account),
    };
    refused("EC2 refuses the route table", answer)
}

fn route<'a>(
    route: &Value,
    mut others: impl Iterator<Item = &'a Value>,
    account: &Account,
) -> Option<String> {
    let table = route.get("route_table_id").text()?;
    let place = |route: &Value| {
        PLACES.iter().find_map(|name| {
            route.get(name).text().filter(|text| !text.is_empty()).map(str::to_owned)
        })
    };
    let own = place(route)?;
    let network = account.one("aws_route_table", table).and_then(|one| one.get("vpc_id").text());
    let network = network.and_then(|id| account.one("aws_vpc", id));
    let local = network.and_then(|one| one.get("cidr_block").text()) == Some(&*own);
    let taken = others.any(|one| {
        one.get("route_table_id").text() == Some(table) && place(one).as_deref() == Some(&*own)
    });
    let gateway = route.get("nat_gateway_id").text();
    let gateway = gateway.and_then(|id| account.one("aws_nat_gateway", id));
    let subnet = gateway.and_then(|one| one.get("subnet_id").text());
    let subnet = subnet.and_then(|id| account.one("aws_subnet", id));
    let behind = subnet.or(gateway).and_then(|one| one.get("vpc_id").text());
    if let Some((behind, own)) = behind.zip(network.and_then(|one| one.get("id").text()))
        && behind != own
    {
        return Some(format!(
            "InvalidParameterValue: route table {table} and the NAT gateway belong to different networks: {own}, {behind}"
        ));
    }
    (local || taken)
        .then(|| format!("RouteAlreadyExists: The route identified by {own} already exists."))
}

fn association<'a>(
    association: &Value,
    mut others: impl Iterator<Item = &'a Value>,
    account: &Account,
) -> Option<String> {
    let (table, subnet) =
        (association.get("route_table_id").text()?, association.get("subnet_id").text()?);
    if others.any(|one| one.get("subnet_id").text() == Some(subnet)) {
        return Some(format!(
            "Resource.AlreadyAssociated: the specified association for route table {table} conflicts with an existing \
             association"
        ));
    }
    let network = |kind: &str, id: &str| account.one(kind, id)?.get("vpc_id").text();
    let (one, other) = (network("aws_route_table", table)?, network("aws_subnet", subnet)?);
    (one != other).then(|| {
        format!("InvalidParameterValue: Route table {table} and subnet {subnet} belong to different networks")
    })
}
