//! What the tasks of a service may do: the inline policy of their roles.

use indexmap::IndexMap;

use super::model::Service;
use crate::{
    aws::RegionName,
    block::{Cx, Grant},
    diag::{Code, Diagnostic, Diagnostics},
    topology::Topology,
};

pub(super) static ROLE_POLICY_TOO_LARGE: Code = Code::error(
    "role-policy-too-large",
    "what a service uses fits into the policy of its role",
    "The inline policies of a role have 10,240 characters together, without white space (IAM user guide, \
     quotas). Grants of the same actions are one statement already; what is left are the ARNs of what the \
     service uses.",
);

/// IAM user guide, "IAM and AWS STS quotas", 2026-11.
const MOST: usize = 10_240;

/// What the tasks may do, and the AWS services through which they may use their region's key.
pub(super) fn access(service: &Service, cx: &Cx<'_>) -> (Vec<Grant>, Vec<&'static str>) {
    let used = service.uses.iter().filter_map(|reference| cx.ledger.access(reference));
    let mut key_services: Vec<&str> =
        used.clone().flat_map(|access| access.key_services).copied().collect();
    key_services.sort_unstable();
    key_services.dedup();
    let mut grants: Vec<Grant> = used.flat_map(|access| &access.grants).cloned().collect();
    grants.extend(service.told_writer(cx.ledger).then(|| read_writer(cx.topology)));
    (grants, key_services)
}

/// Which region writes, and nothing else of SSM.
fn read_writer(topology: &Topology) -> Grant {
    let name = &topology.name;
    Grant {
        name: "writer".to_owned(),
        actions: &["ssm:GetParameter"],
        resources: vec![format!(
            "arn:{{partition}}:ssm:{{region}}:{{account}}:parameter/{name}/writer"
        )],
        regions: Vec::new(),
    }
}

/// IAM takes the policy in every region.
pub(super) fn fits(service: &Service, cx: &Cx<'_>, diags: &mut Diagnostics) {
    let (grants, key_services) = access(service, cx);
    let size = |region| size(&grants, &key_services, region);
    let largest = cx.topology.in_use().map(|region| size(region.name)).max().unwrap_or_default();
    if let Some(first) = service.uses.first().filter(|_| largest > MOST) {
        let message = format!(
            "the policy of `{}` would have {largest} characters; a role has {MOST}",
            service.name
        );
        let place = diags.places().value(&["services", &service.name, "uses", first]);
        diags.push(
            Diagnostic::new(&ROLE_POLICY_TOO_LARGE, place, message)
                .note("each of its `uses` adds the ARNs of what it names")
                .help("divide the service, or let one table or bucket hold what several hold now"),
        );
    }
}

/// Characters of the policy in a region, as IAM counts them.
fn size(grants: &[Grant], key_services: &[&str], region: RegionName) -> usize {
    let mut statements: IndexMap<&[&str], Vec<String>> = IndexMap::new();
    for grant in grants {
        if grant.regions.is_empty() || grant.regions.contains(&region) {
            let arns = grant.resources.iter().map(|arn| resolved(arn, region));
            statements.entry(grant.actions).or_default().extend(arns);
        }
    }
    let quoted = |texts: &mut dyn Iterator<Item = usize>| texts.map(|text| text + 3).sum::<usize>();
    let own = |(actions, arns): (&&[&str], &Vec<String>)| {
        r#"{"Action":[],"Effect":"Allow","Resource":[]},"#.len()
            + quoted(&mut actions.iter().map(|action| action.len()))
            + quoted(&mut arns.iter().map(String::len))
    };
    let via = |service: &&str| service.len() + region.as_str().len() + ".amazonaws.com".len() + 4;
    let key = if key_services.is_empty() { 0 } else { KEY_STATEMENT };
    r#"{"Statement":[],"Version":"2012-10-17"}"#.len()
        + statements.iter().map(own).sum::<usize>()
        + key
        + key_services.iter().map(via).sum::<usize>()
}

/// The statement about the key, with its ARN and without the services.
const KEY_STATEMENT: usize = 291;

/// An ARN of the longest partition of commercial regions and of some account.
fn resolved(arn: &str, region: RegionName) -> String {
    arn.replace("{partition}", "aws")
        .replace("{region}", region.as_str())
        .replace("{account}", "123456789012")
}
