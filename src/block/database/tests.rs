use std::collections::BTreeSet;

use crate::{
    Checked,
    block::{Missing, Statistic, Watches, watched::each},
    compose::{compose, watched},
    diag::Diagnostics,
    graph::Expr,
    source::Source,
};

/// A topology of two regions with a database in `eu-west-1` and `us-east-1`, of some tier.
fn checked(tier: &str, rest: &str) -> Checked {
    let text = format!(
        "name = \"shop\"\ntier = \"{tier}\"\nhome = \"eu-west-1\"\n\
         [regions]\neu-west-1 = {{ weight = 60 }}\nus-east-1 = {{ weight = 40 }}\n\
         [databases.orders]\nengine = \"aurora-postgresql\"\nversion = \"17.7\"\n{rest}"
    );
    let mut diags = Diagnostics::new();
    let source = Source::new("test.toml", text);
    crate::check(&source, &mut diags).ok().unwrap_or_else(|| panic!("{}", diags.render(&source)))
}

/// Instances in home and in the other region.
fn instances(tier: &str, rest: &str) -> (u32, u32) {
    let Checked { topology, parts, .. } = checked(tier, rest);
    let graph = compose(&topology, &parts).unwrap();
    let instances = |region: &str| {
        let of = |key: &str, value: Expr| {
            let clusters = graph.calls().filter(|(_, call)| call.module.dir == "database/regional");
            clusters.into_iter().find(|(_, call)| call.input(key) == Some(&value))
        };
        match of("region", region.into()).map(|(_, call)| call.input("instances").unwrap()) {
            Some(Expr::Int(count)) => u32::try_from(*count).unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let peer = topology.in_use().nth(1).map(|region| instances(region.name.as_str()));
    (instances("eu-west-1"), peer.unwrap_or(0))
}

#[test]
fn a_tier_decides_how_many_instances_another_region_has() {
    let class = "class = \"db.r7g.large\"\n";
    assert_eq!(instances("pilot-light", class), (2, 0));
    assert_eq!(instances("warm-standby", class), (2, 1));
    assert_eq!(instances("active-active", class), (2, 2));
    let three = format!("{class}instances = 3\n");
    assert_eq!(instances("warm-standby", &three), (3, 1));
    assert_eq!(instances("active-active", &three), (3, 3));
    let own = format!("{class}regions.us-east-1 = {{ instances = 5 }}\n");
    assert_eq!(instances("pilot-light", &own), (2, 5));
}

#[test]
fn every_region_reads_for_the_whole_world_with_a_writer_on_top() {
    let five = "class = \"db.r7g.large\"\nreaders = 5\n";
    assert_eq!(instances("active-active", five), (6, 6));
    assert_eq!(instances("warm-standby", five), (6, 6));
    assert_eq!(instances("pilot-light", five), (6, 0));
    assert_eq!(instances("single-region", five), (6, 0));
    let own = format!("{five}regions.us-east-1 = {{ instances = 3 }}\n");
    assert_eq!(instances("active-active", &own), (6, 3));
    assert_eq!(instances("pilot-light", &own), (6, 3));
    // Nobody takes over.
    let shed = format!("{five}[capacity]\nsurvive = \"none\"\n");
    assert_eq!(instances("active-active", &shed), (6, 5));
}

#[test]
fn instances_that_are_written_down_are_all_that_there_is() {
    let own = "class = \"db.r7g.large\"\nreaders = 5\nregions.us-east-1 = { instances = 3 }\n";
    let sized = |tier| {
        let checked = checked(tier, own);
        let sized = checked.parts.ledger().sizes().next().unwrap();
        sized.needs.iter().map(|need| (need.steady, need.failover)).collect::<Vec<_>>()
    };
    // Three, of which one may have to write.
    assert_eq!(sized("active-active"), [(5, 5), (2, 2)]);
    assert_eq!(sized("pilot-light"), [(5, 5), (2, 5)]);
}

#[test]
fn every_cluster_is_watched_in_its_own_region() {
    for (tier, size, expected) in [
        ("single-region", "class = \"db.r7g.large\"", vec!["CPUUtilization"]),
        (
            "active-active",
            "class = \"db.r7g.large\"",
            vec!["AuroraGlobalDBRPOLag", "CPUUtilization"],
        ),
        (
            "pilot-light",
            "serverless = { min = 2, max = 4 }",
            vec!["ACUUtilization", "AuroraGlobalDBRPOLag"],
        ),
    ] {
        let checked = checked(tier, size);
        let watched = watched(&checked);
        let alarms = each(&watched);
        for region in checked.topology.in_use() {
            let own = || alarms.iter().filter(|(watched, ..)| watched.region == region.name);
            let metrics: BTreeSet<_> = own().map(|(_, _, signal, _)| signal.metric).collect();
            let names: BTreeSet<_> = own().map(|(_, name, ..)| name).collect();
            assert_eq!(metrics, expected.iter().copied().collect());
            assert_eq!(names.len(), own().count());
            for (watched, _, signal, alarm) in own() {
                assert_eq!(watched.watches, Watches::Region);
                assert_eq!(signal.missing, Missing::Good);
                // A cluster's series is of all its instances: one at its limit has to be seen beside idle ones.
                assert_eq!(signal.statistic, Statistic::Maximum, "{}", signal.metric);
                let cluster = format!("shop-orders-{}", region.name);
                assert_eq!(alarm.dimensions, [("DBClusterIdentifier", cluster.into())]);
            }
        }
        assert_eq!(alarms.len(), expected.len() * checked.topology.in_use().count());
    }
}

#[test]
fn every_cluster_tells_its_group_to_who_makes_users_by_hand() {
    let Checked { topology, parts, .. } = checked("active-active", "class = \"db.r7g.large\"");
    let graph = compose(&topology, &parts).unwrap();
    let clusters = graph.calls().filter(|(_, call)| call.module.dir == "database/regional");
    let told: Vec<bool> =
        clusters.map(|(_, call)| call.published.contains(&"security_group_id")).collect();
    assert_eq!(told, [true, true]);
}

#[test]
fn who_writes_to_a_database_that_forwards_is_told_which_region_writes() {
    let told = |text: String| {
        let mut diags = Diagnostics::new();
        let source = Source::new("test.toml", text);
        let Checked { topology, parts, .. } = crate::check(&source, &mut diags)
            .ok()
            .unwrap_or_else(|| panic!("{}", diags.render(&source)));
        let graph = compose(&topology, &parts).unwrap();
        let holds = |input: &str, word: &str| {
            let values = graph.calls().filter_map(|(_, call)| call.input(input));
            values.filter(|value| format!("{value:?}").contains(word)).count()
        };
        let regions = topology.in_use().count();
        (
            holds("environment", "TOPOLOGY_WRITER_PARAMETER") / regions,
            holds("grants", "ssm:GetParameter"),
            parts.ledger().network.interface_endpoints.contains("ssm"),
        )
    };
    let prod = include_str!("../../../topologies/prod.toml");
    assert_eq!(told(prod.to_owned()), (1, 1, true));
    let alone = prod.replace("write_forwarding = true", "write_forwarding = false");
    assert_eq!(told(alone), (0, 0, false));
    let single = include_str!("../../../topologies/single-region.toml");
    assert_eq!(told(single.to_owned()).0, usize::from(single.contains("writes = \"home\"")));
}
