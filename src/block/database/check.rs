//! What makes a database possible, or what is wrong with it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use toml::{Spanned, de::DeValue};

pub(super) use super::codes::CODES;
use super::{
    codes::{
        DATABASE_NAME, DATABASE_NAME_TOO_LONG, DATABASE_READ_ONLY, DATABASE_REGION, DATABASE_SIZE,
        DATABASE_UNAVAILABLE,
    },
    contact::user,
    model::{Database, Databases, Override, Size},
    serverless::serverless,
    sizes::{self, smaller},
    spec::{DatabaseSpec, Engine, Insights, OverrideSpec},
    versions::{forwarding, known},
};
use crate::{
    aws::{RegionName, aurora},
    block::{Cx, Part, Use},
    bug::Bug,
    diag::{Diagnostic, Diagnostics, shown},
    source::Span,
    topology::Topology,
    words::{self, Named, Tier, entry_name, place, region_name, required},
};

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<DatabaseSpec> = words::read(section?, diags).ok()?;
    let mut databases: Vec<Database> =
        specs.iter().filter_map(|(key, spec)| database(key, spec, topology, diags)).collect();
    databases.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Box::new(Databases(databases)))
}

/// What AWS lets a global database have; and a service that is told to write where it is needs a database that takes
/// writes there.
pub(super) fn link(databases: &Databases, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
    for database in &databases.0 {
        sizes::limits(database, cx, diags)?;
    }
    if cx.topology.tier != Tier::ActiveActive {
        return Ok(());
    }
    let mut writers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Use { by, of, .. } in cx.ledger.uses.iter().filter(|used| used.writes_in_its_region) {
        writers.entry(of).or_default().push(by);
    }
    for database in databases.0.iter().filter(|database| !database.write_forwarding) {
        let reference = format!("databases.{}", database.name);
        for service in writers.get(reference.as_str()).into_iter().flatten() {
            let message = format!("`{service}` cannot write to `{reference}` everywhere");
            let place = diags.places().key(&["databases", &database.name]);
            diags.push(
                Diagnostic::new(&DATABASE_READ_ONLY, place, message)
                    .note("only one region's cluster takes writes, and the others do not forward them")
                    .help("add `write_forwarding = true`, or `writes = \"home\"` to the service"),
            );
        }
    }
    Ok(())
}

fn database(
    key: &Spanned<String>,
    spec: &Spanned<DatabaseSpec>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Database> {
    let table = Span::from(key.span());
    let spec = spec.get_ref();
    let name = entry_name(key, diags)?;
    let engine = required(spec.engine.as_ref(), "engine", table, diags);
    let version = required(spec.version.as_ref(), "version", table, diags);
    let size = size(spec, table, topology, diags);
    let instances = instances(spec.instances.as_ref(), 1, diags).unwrap_or(2);
    let overrides = overrides(spec, topology, diags);
    let engine = *engine?.get_ref();
    let version = version?;
    known(engine, version, diags);
    forwarding(spec, engine, version.get_ref(), diags);
    offered(engine, spec, table, topology, diags);
    length(key, engine, topology, diags);
    Some(Database {
        initial: database_name(key, spec, engine, topology, diags),
        engine,
        version: version.get_ref().clone(),
        size: size?,
        instances,
        readers: sizes::readers(spec, diags),
        insights: spec.insights.as_ref().map_or(Insights::Standard, |mode| *mode.get_ref()),
        write_forwarding: spec.write_forwarding.as_ref().is_some_and(|on| *on.get_ref()),
        overrides,
        name,
    })
}

fn size(
    spec: &DatabaseSpec,
    table: Span,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Size> {
    match (spec.class.as_ref(), spec.serverless.as_ref()) {
        (Some(class), None) => {
            for region in topology.in_use().map(|region| region.name) {
                let own = own_class(spec, region);
                // An override is checked where it stands.
                if own.is_none() && !class_in(class, region, diags) {
                    break;
                }
            }
            Some(Size::Class(class.get_ref().clone()))
        }
        (None, Some(capacity)) => {
            for own in spec.regions.values().filter_map(|own| own.get_ref().class.as_ref()) {
                let message = "a serverless database has no class";
                diags.push(
                    Diagnostic::new(&DATABASE_SIZE, own.span(), message)
                        .note("its capacity is the same in every region")
                        .suggest_removal("remove it", own.span()),
                );
            }
            serverless(capacity, topology, diags)
        }
        (Some(_), Some(capacity)) => {
            let message = "a database has a class or a serverless capacity, not both";
            diags.push(
                Diagnostic::new(&DATABASE_SIZE, capacity.span(), message)
                    .help("remove `class` or `serverless`"),
            );
            None
        }
        (None, None) => {
            if !["class", "serverless"].iter().any(|key| diags.is_wrong(table, key)) {
                let message = "the database has neither class nor serverless capacity";
                diags.push(Diagnostic::new(&DATABASE_SIZE, table, message).help(
                    "add `class = \"db.r7g.large\"` or `serverless = { min = 8, max = 64 }`",
                ));
            }
            None
        }
    }
}

fn instances(count: Option<&Spanned<u32>>, least: u32, diags: &mut Diagnostics) -> Option<u32> {
    let count = count?;
    if !(least..=16).contains(count.get_ref()) {
        let message = format!("a cluster cannot have {} instances here", count.get_ref());
        diags.push(
            Diagnostic::new(&DATABASE_SIZE, count.span(), message)
                .help(format!("write a number from {least} to 16")),
        );
    }
    Some(*count.get_ref())
}

fn overrides(
    spec: &DatabaseSpec,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> IndexMap<RegionName, Override> {
    let mut overrides = IndexMap::new();
    for (key, own) in &spec.regions {
        let Some(region) = region_name(key, diags) else { continue };
        let wrong = if region == topology.home {
            Some(format!("`{region}` is home"))
        } else if topology.regions.iter().all(|known| known.name != region)
            && !diags.is_wrong_at_top("regions")
        {
            Some(format!("`{region}` is not one of the topology's regions"))
        } else {
            None
        };
        if let Some(message) = wrong {
            diags.push(Diagnostic::new(&DATABASE_REGION, key.span(), message).suggest_removal(
                "remove it; home's instances and class stand in the database itself",
                key.span(),
            ));
            continue;
        }
        overrides.insert(region, overridden(own.get_ref(), region, spec, topology, diags));
    }
    overrides
}

fn overridden(
    own: &OverrideSpec,
    region: RegionName,
    spec: &DatabaseSpec,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Override {
    let in_use = topology.in_use().any(|known| known.name == region);
    if let (Some(class), Some(home), true) = (own.class.as_ref(), spec.class.as_ref(), in_use)
        && class_in(class, region, diags)
    {
        smaller(class, home, region, diags);
    }
    Override {
        instances: instances(own.instances.as_ref(), 0, diags),
        class: own.class.as_ref().map(|class| class.get_ref().clone()),
    }
}

fn own_class(spec: &DatabaseSpec, region: RegionName) -> Option<&Spanned<String>> {
    let own = spec.regions.iter().find(|(key, _)| key.get_ref() == region.as_str());
    own.and_then(|(_, own)| own.get_ref().class.as_ref())
}

/// Whether a class is one, and a region has it.
fn class_in(class: &Spanned<String>, region: RegionName, diags: &mut Diagnostics) -> bool {
    let text = class.get_ref();
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let parts: Vec<&str> = text.split('.').collect();
    let family = match parts.as_slice() {
        ["db", family, size] if word(family) && word(size) => *family,
        _ => {
            let message = format!("`{}` is not a class", shown(text));
            let finding = Diagnostic::new(&DATABASE_SIZE, class.span(), message);
            let help = "write something like `db.r7g.large`";
            let full = format!("db.{text}");
            diags.push(if aurora::hardware(&full).is_some() {
                finding.suggest(help, class.span(), full).certain_if(true)
            } else {
                finding.help(help)
            });
            return false;
        }
    };
    let usable = |family: &str| !family.starts_with('t');
    let families = region.aurora_families();
    if usable(family) && families.iter().any(|known| known == family) {
        return true;
    }
    let finding = if usable(family) {
        let message = format!("Aurora has no `{family}` in {region}");
        Diagnostic::new(&DATABASE_UNAVAILABLE, class.span(), message)
    } else {
        let message = format!("a global database does not run on `{family}`");
        Diagnostic::new(&DATABASE_UNAVAILABLE, class.span(), message)
    };
    let known: Vec<&str> =
        families.iter().map(String::as_str).filter(|family| usable(family)).collect();
    diags.push(finding.help(format!("families in {region}: {}", known.join(", "))));
    false
}

fn offered(
    engine: Engine,
    spec: &DatabaseSpec,
    table: Span,
    topology: &Topology,
    diags: &mut Diagnostics,
) {
    for region in topology.in_use().map(|region| region.name) {
        let lacking = if !region.offers(engine.service()) {
            Some((place(spec.engine.as_ref(), table), engine.as_str()))
        } else if let Some(capacity) = spec.serverless.as_ref()
            && !region.offers("aurora_serverless_v2")
        {
            Some((capacity.span().into(), "serverless Aurora"))
        } else {
            None
        };
        if let Some((span, what)) = lacking {
            let message = format!("{region} has no global databases of {what}");
            diags.push(
                Diagnostic::new(&DATABASE_UNAVAILABLE, span, message)
                    .help("choose another engine or another region"),
            );
        }
    }
}

/// Checked for all regions of the file, so that a higher tier brings no new finding.
fn length(key: &Spanned<String>, engine: Engine, topology: &Topology, diags: &mut Diagnostics) {
    let word = topology.called("databases", key.get_ref());
    let regions = topology.regions.iter().map(|region| region.name.as_str());
    let Some(region) = regions.max_by_key(|region| region.len()) else { return };
    let instance = format!("{}-{region}-16", topology.named(word));
    let user = user(topology, word);
    let wrong = if instance.len() > 63 {
        Some((instance, 63, "an instance's"))
    } else if user.len() > engine.longest_user() {
        Some((user, engine.longest_user(), "a user's"))
    } else {
        None
    };
    if let Some((name, longest, whose)) = wrong {
        let place = diags.places().value(&["databases", key.get_ref(), "name"]);
        let message = format!("`{name}` has {} characters; {whose} name has {longest}", name.len());
        diags.push(
            Diagnostic::new(&DATABASE_NAME_TOO_LONG, place, message)
                .help("shorten the database's name or the topology's"),
        );
    }
}

/// What the engines keep for themselves.
const TAKEN: [&str; 10] = [
    "default",
    "information_schema",
    "innodb",
    "mysql",
    "performance_schema",
    "postgres",
    "rdsadmin",
    "sys",
    "template0",
    "template1",
];

fn database_name(
    entry: &Spanned<String>,
    spec: &DatabaseSpec,
    engine: Engine,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> String {
    let text = match spec.database.as_ref() {
        Some(name) => name.get_ref().clone(),
        None => topology.called("databases", entry.get_ref()).replace('-', ""),
    };
    let underscore = engine == Engine::Postgres;
    let allowed = |c: char| c.is_ascii_alphanumeric() || underscore && c == '_';
    let formed = text.len() <= 63
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(allowed);
    if !formed || TAKEN.contains(&text.to_ascii_lowercase().as_str()) {
        let message = format!("`{}` cannot be the name of a database", shown(&text));
        let place = place(spec.database.as_ref(), entry.span().into());
        diags.push(
            Diagnostic::new(&DATABASE_NAME, place, message)
                .note("up to 63 letters and digits, for PostgreSQL also `_`, starting with a letter; the engines' own are taken")
                .help("write something like `database = \"orders\"`"),
        );
    }
    text
}
