//! What an Application Load Balancer, its listeners and its target groups may be to each other and to the network: two zones,
//! one subnet in each, one network; one listener for a port; a group with one load balancer, whose checks end before the next
//! begins. Its access logs go into a bucket of its own region, without a key of KMS.
//!
//! Sources: botocore 1.44 of `ELBv2` (`CreateLoadBalancer`, `CreateListener`, `CreateTargetGroup`: `HealthCheckProtocol`, `Port`, `VpcId`; `Action`); hashicorp/terraform-provider-aws,
//! `internal/service/elbv2/target_group.go` (port, protocol and VPC of targets that are no functions); the answers:
//! zalando-incubator/kube-ingress-aws-controller issue 394 (zones), hashicorp/terraform-provider-aws issue 2366 (timeout),
//! pulumi/pulumi-awsx issue 1242 (certificate); Application Load Balancer user guide, "Subnets for your load balancer" (/27)
//! and "Enable access logs" (bucket).

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::autoscaling::forwards;
use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "load_balancer",
    on: &["aws_lb", "aws_lb_listener", "aws_lb_target_group"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_lb" => balancer(object.after, account).or_else(|| logs(object, account)),
        "aws_lb_listener" => listener(object, account),
        _ => group(object.after),
    };
    refused("ELB refuses it", answer)
}

fn networks<'a>(balancer: &'a Value, account: &'a Account) -> BTreeSet<&'a str> {
    let of = |argument: &'static str, kind: &'static str| {
        balancer.get(argument).texts().filter_map(move |id| account.one(kind, id))
    };
    let parts = of("subnets", "aws_subnet").chain(of("security_groups", "aws_security_group"));
    parts.filter_map(|one| one.get("vpc_id").text()).collect()
}

fn balancer(balancer: &Value, account: &Account) -> Option<String> {
    if balancer.get("load_balancer_type").text()? != "application" {
        return None;
    }
    let ids: Vec<&str> = balancer.get("subnets").texts().collect();
    let subnets: Vec<&Value> = ids.iter().filter_map(|id| account.one("aws_subnet", id)).collect();
    let zones: BTreeSet<&str> =
        subnets.iter().filter_map(|one| one.get("availability_zone_id").text()).collect();
    let all = subnets.len() == ids.len();
    let mapped = !balancer.get("subnet_mapping").is_absent();
    if ids.len() == 1 || (ids.is_empty() && !mapped) || (all && ids.len() > 1 && zones.len() == 1) {
        return Some(
            "At least two subnets in two different Availability Zones must be specified".to_owned(),
        );
    }
    if zones.len() < subnets.len() {
        return Some("InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone".to_owned());
    }
    let prefix =
        |one: &&Value| one.get("cidr_block").text()?.rsplit_once('/')?.1.parse::<u8>().ok();
    if let Some(prefix) = subnets.iter().filter_map(prefix).find(|prefix| *prefix > 27) {
        return Some(format!("InvalidSubnet: a subnet of /{prefix} has too few addresses"));
    }
    let bare = |one: &&Value| said(one, "ipv6_cidr_block").is_none();
    let dual =
        balancer.get("ip_address_type").text().is_some_and(|kind| kind.starts_with("dualstack"));
    if dual && subnets.iter().any(bare) {
        return Some(
            "InvalidSubnet: You must specify subnets with an associated IPv6 CIDR block."
                .to_owned(),
        );
    }
    let networks = networks(balancer, account);
    (networks.len() > 1).then(|| {
        format!("InvalidConfigurationRequest: subnets and security groups are of {networks:?}")
    })
}

fn logs(object: Object<'_>, account: &Account) -> Option<String> {
    let logs = ["access_logs", "connection_logs"].into_iter();
    let logs = logs.flat_map(|name| object.after.get(name).items());
    let on = logs.filter(|logs| *logs.get("enabled") == Value::Bool(true));
    let name = on
        .filter_map(|logs| logs.get("bucket").text())
        .find(|name| unfit(name, object.region, account))?;
    Some(format!(
        "InvalidConfigurationRequest: Access Denied for bucket: {name}. Please check S3bucket permission (it has to be in \
         {}, and encrypted with SSE-S3)",
        object.region
    ))
}

fn unfit(bucket: &str, region: &str, account: &Account) -> bool {
    let of = |kind: &'static str| {
        account.all(kind).filter(move |one| one.get("bucket").text() == Some(bucket))
    };
    let rules = of("aws_s3_bucket_server_side_encryption_configuration");
    let rules = rules.flat_map(|one| one.get("rule").items());
    let defaults =
        rules.flat_map(|rule| rule.get("apply_server_side_encryption_by_default").items());
    let key = |one: &Value| one.get("sse_algorithm").text().is_some_and(|one| one != "AES256");
    let far = |one: &Value| one.get("region").text().is_some_and(|one| one != region);
    of("aws_s3_bucket").any(far) || defaults.into_iter().any(key)
}

fn listener(object: Object<'_>, account: &Account) -> Option<String> {
    let listener = object.after;
    let protocol = listener.get("protocol").text().unwrap_or_default();
    if ["HTTPS", "TLS"].contains(&protocol) && listener.get("certificate_arn").is_null() {
        return Some(format!("A certificate must be specified for {protocol} listeners"));
    }
    if protocol == "HTTP" && said(listener, "certificate_arn").is_some() {
        return Some("A certificate cannot be specified for HTTP listeners".to_owned());
    }
    let balancer = listener.get("load_balancer_arn").text()?;
    let kind = account.one("aws_lb", balancer).and_then(|one| one.get("load_balancer_type").text());
    if kind.is_some_and(|kind| kind != "gateway")
        && (listener.get("port").is_null() || said(listener, "protocol").is_none())
    {
        return Some("A listener port and protocol must be specified".to_owned());
    }
    if let Some(wrong) = actions(listener) {
        return Some(wrong);
    }
    let spoken: &[&str] = match kind {
        Some("network") => &["QUIC", "TCP", "TCP_QUIC", "TCP_UDP", "TLS", "UDP"],
        Some("application") => &["HTTP", "HTTPS"],
        _ => &[],
    };
    if !spoken.is_empty() && !spoken.contains(&protocol) {
        return Some(format!("Protocol '{protocol}' must be one of {spoken:?}"));
    }
    let others = || account.all(object.kind).filter(|one| one.get("arn") != listener.get("arn"));
    let is = |one: &&Value| one.get("load_balancer_arn").text() == Some(balancer);
    if others().filter(is).any(|one| one.get("port") == listener.get("port")) {
        return Some(
            "DuplicateListener: A listener already exists on this port for this load balancer"
                .to_owned(),
        );
    }
    let networks = account.one("aws_lb", balancer).map(|one| networks(one, account));
    for group in account.all("aws_lb_target_group") {
        let Some(arn) = group.get("arn").text().filter(|arn| forwards(listener, arn)) else {
            continue;
        };
        if others().filter(|one| !is(one)).any(|one| forwards(one, arn)) {
            return Some(format!(
                "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load \
                 balancer: {arn}"
            ));
        }
        let own = group.get("protocol").text().filter(|one| !one.is_empty());
        if let Some(own) = own.filter(|one| !spoken.is_empty() && !spoken.contains(one)) {
            return Some(format!(
                "InvalidLoadBalancerAction: {arn} is of {own}, the load balancer of {spoken:?}"
            ));
        }
        let known = networks.as_ref().filter(|networks| !networks.is_empty());
        if let Some((networks, own)) = known.zip(group.get("vpc_id").text())
            && !networks.contains(own)
        {
            return Some(format!("{arn} is of {own}, the load balancer of {networks:?}"));
        }
    }
    None
}

/// Each action says what its type needs, and the last one answers.
fn actions(listener: &Value) -> Option<String> {
    let actions = listener.get("default_action").items();
    let needs = |action: &Value| {
        let kind = action.get("type").text()?;
        let block = kind.replace('-', "_");
        let has = match kind {
            "forward" => {
                !action.get("forward").is_absent() || said(action, "target_group_arn").is_some()
            }
            _ => !action.get(&block).is_absent(),
        };
        (!has).then(|| {
            format!("ValidationError: An action of type '{kind}' must have its configuration")
        })
    };
    let answers = |action: &Value| {
        let kind = action.get("type").text();
        kind.is_none_or(|kind| ["fixed-response", "forward", "redirect"].contains(&kind))
    };
    actions.iter().find_map(needs).or_else(|| {
        let last = actions.last()?;
        (!answers(last)).then(|| {
            "InvalidLoadBalancerAction: the last action must be of type 'forward', 'redirect' or 'fixed-response'".to_owned()
        })
    })
}

/// What a target group is told of its targets, by what they are.
fn targets(group: &Value) -> Option<String> {
    let kind = group.get("target_type").text().unwrap_or("instance");
    let port = group.get("port").as_i64();
    let protocol = said(group, "protocol");
    if kind == "lambda" {
        return None;
    }
    let missing = (port.is_none(), protocol.is_none(), said(group, "vpc_id").is_none());
    let missing = match missing {
        (true, ..) => Some("port"),
        (_, true, _) => Some("protocol"),
        (.., true) => Some("VPC ID"),
        _ => None,
    };
    if let Some(missing) = missing {
        return Some(format!("A {missing} must be specified"));
    }
    if protocol == Some("GENEVE") && port != Some(6_081) {
        return Some("The port of a target group of GENEVE must be 6081".to_owned());
    }
    if kind == "alb" && protocol != Some("TCP") {
        return Some("The protocol of a target group of load balancers must be TCP".to_owned());
    }
    let web = ["HTTP", "HTTPS"];
    let sticky = group.get("stickiness").items().iter();
    let mut sticky = sticky.filter(|one| *one.get("enabled") != Value::Bool(false));
    let by = sticky.find_map(|one| {
        let by = said(one, "type")?;
        let unfit = by.ends_with("_cookie") != protocol.is_some_and(|one| web.contains(&one));
        let nameless = by == "app_cookie" && said(one, "cookie_name").is_none();
        (unfit || nameless).then_some(by)
    });
    if let Some(by) = by {
        return Some(format!(
            "Stickiness type '{by}' is not supported for target groups of {protocol:?}, or lacks its name"
        ));
    }
    let check = group.get("health_check").items().first()?;
    let asked = said(check, "protocol")?;
    let unfit = !["HTTP", "HTTPS", "TCP"].contains(&asked)
        || (asked == "TCP" && protocol.is_some_and(|protocol| web.contains(&protocol)));
    if unfit {
        return Some(format!(
            "Health check protocol '{asked}' is not supported for target groups of {protocol:?}"
        ));
    }
    let told = ["matcher", "path"].into_iter().find(|name| said(check, name).is_some());
    told.filter(|_| asked == "TCP").map(|name| {
        format!("A health check {name} cannot be specified with the health check protocol TCP")
    })
}

fn group(group: &Value) -> Option<String> {
    if group.is_null() { None } else { targets(group).or_else(|| checks(group)) }
}

fn checks(group: &Value) -> Option<String> {
    let check = group.get("health_check").items().first()?;
    let number = |name: &str| check.get(name).as_i64();
    let target = group.get("target_type").text().unwrap_or("instance");
    if *check.get("enabled") == Value::Bool(false) && target != "lambda" {
        return Some(format!(
            "Health check enabled must be true for target groups with target type '{target}'"
        ));
    }
    if number("interval")
        .zip(number("timeout"))
        .is_some_and(|(interval, timeout)| timeout >= interval)
    {
        return Some("Health check interval must be greater than the timeout.".to_owned());
    }
    let application = ["HTTP", "HTTPS"].contains(&group.get("protocol").text()?)
        && group.get("protocol_version").text() != Some("GRPC");
    let matcher = check.get("matcher").text().filter(|text| application && !text.is_empty())?;
    (!codes(matcher))
        .then(|| format!("Health check matcher HTTP code '{matcher}' must be within '200-499'"))
}

/// `200`, `200,202` or `200-299`, each from 200 to 499.
fn codes(matcher: &str) -> bool {
    let code = |text: &str| {
        text.len() == 3 && text.parse().is_ok_and(|code: u16| (200..=499).contains(&code))
    };
    matcher.split(',').all(|part| match part.split_once('-') {
        Some((from, to)) => code(from) && code(to) && from <= to,
        None => code(part),
    })
}
