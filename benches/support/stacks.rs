//! Topologies to measure with, for the benchmarks and for the budget in the tests.
#![allow(dead_code, reason = "each of them uses its own part")]
#![allow(missing_docs, clippy::unwrap_used, reason = "a measurement stops when something is wrong")]

use std::fmt::Write as _;

use toml::{Table, Value};

/// A topology and what to call it.
pub(crate) struct Stack {
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

/// The stacks that `docs/performance.md` has figures of.
pub(crate) fn all() -> Vec<Stack> {
    let stack = |name, text| Stack { name, text };
    vec![
        stack("prod", prod()),
        stack("prod in 10 regions", whole(10)),
        stack("prod in 30 regions", whole(30)),
        stack("10 x 20 of everything", everything(10, 20)),
        stack("20 x 100 of everything", everything(20, 100)),
        stack("36 x 100 of everything", everything(36, 100)),
    ]
}

/// The article's stack.
pub(crate) fn prod() -> String {
    include_str!("../../topologies/prod.toml").to_owned()
}

/// The article's stack in more regions, of equal weight. A global database takes eleven at most, so beyond that there is none.
pub(crate) fn whole(regions: usize) -> String {
    let mut table: Table = prod().parse().unwrap();
    let named = regions_of(regions).into_iter();
    table.insert(
        "regions".into(),
        named.map(|name| (name, Table::new().into())).collect::<Table>().into(),
    );
    let ingress = [("via", "route53-weighted"), ("host", "api")];
    table.insert("ingress".into(), strings(&ingress));
    table.remove("capacity");
    // Outside the workload, whatever that is.
    let outside = topogen::RegionName::all().last().unwrap().to_string();
    table.insert("control_region".into(), outside.clone().into());
    table.get_mut("state").unwrap().as_table_mut().unwrap().insert("region".into(), outside.into());
    if regions > 11 {
        table.remove("databases");
        let uses = ["tables.users", "buckets.assets", "secrets.stripe"].map(Value::from);
        let api = table.get_mut("services").and_then(|services| services.get_mut("api"));
        api.and_then(Value::as_table_mut).unwrap().insert("uses".into(), uses.to_vec().into());
    }
    toml::to_string(&table).unwrap()
}

/// Some regions, and so many services, tables, buckets, secrets and functions, all watched. Each service has an image of its own and
/// uses one of each.
pub(crate) fn everything(regions: usize, entries: usize) -> String {
    let mut text = head(regions);
    text.push_str("[functions]\nquota = 1000000\n[alarms]\nnotify = \"oncall@example.com\"\n");
    for index in 0..entries {
        write!(
            text,
            "[services.s{index}]\nimage = \"big/s{index}:1\"\ntasks = {tasks}\n\
             uses = [\"tables.t{index}\", \"buckets.b{index}\", \"secrets.x{index}\"]\n\
             [tables.t{index}]\nhash_key = \"id:S\"\n[buckets.b{index}]\n[secrets.x{index}]\n\
             [functions.f{index}]\nconcurrency = 100\n",
            tasks = 100 + index
        )
        .unwrap();
    }
    text
}

/// A file of so many bytes, in which every line is wrong.
pub(crate) fn bad_lines(bytes: usize) -> String {
    "=\n".repeat(bytes / 2)
}

/// Some regions and so many services, each with a table.
pub(crate) fn services(regions: usize, entries: usize) -> String {
    let mut text = head(regions);
    for index in 0..entries {
        write!(
            text,
            "[services.s{index}]\nimage = \"big/s{index}:1\"\ntasks = {}\nuses = [\"tables.t{index}\"]\n\
             [tables.t{index}]\nhash_key = \"id:S\"\n",
            100 + index
        )
        .unwrap();
    }
    text
}

fn head(regions: usize) -> String {
    let mut text = String::from(
        "name = \"big\"\ntier = \"active-active\"\nhome = \"us-east-1\"\ndomain = \"example.com\"\n\
         [ingress]\nvia = \"route53-weighted\"\n[regions]\n",
    );
    for region in regions_of(regions) {
        writeln!(text, "{region} = {{}}").unwrap();
    }
    text
}

fn regions_of(count: usize) -> Vec<String> {
    let names = topogen::RegionName::all().take(count);
    names.map(|name| name.to_string()).collect()
}

fn strings(entries: &[(&str, &str)]) -> Value {
    entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Value::from(*value)))
        .collect::<Table>()
        .into()
}
