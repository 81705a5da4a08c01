//! How many instances a cluster has when it is known what the whole world reads, and how large they are.

use toml::Spanned;

use super::{
    codes::{DATABASE_READERS, DATABASE_SIZE, STANDBY_SMALLER_THAN_WRITER},
    model::Database,
    spec::DatabaseSpec,
};
use crate::{
    aws::{RegionName, aurora},
    block::{Cx, Demand, Remedy},
    bug::Bug,
    diag::{Diagnostic, Diagnostics, shown},
    size::{Need, Supply},
    topology::Topology,
    words::{Survive, Tier},
};

const SHARE: Remedy = Remedy {
    so_that: "So that the share decides, and not a number:",
    write: "[databases.{entry}]\nregions.{region} = {} # without `instances`",
};

pub(super) const ASSUMED: &str = "\
{% if survive != \"none\" and tier == \"pilot-light\" %}
Database readers do not start by themselves. A pilot light has none outside `{{ home }}`: raise the tier before sending
users there.
{% elif survive != \"none\" %}
Database readers do not start by themselves. There are enough for the whole world in every region beforehand, whatever
`by` says.
{% endif %}";

impl Database {
    pub(super) fn demand(&self) -> Option<Demand> {
        Some(Demand {
            kind: "database",
            name: self.name.clone(),
            unit: "readers",
            total: self.readers?,
            supply: Supply::Whole,
            grown_by: "people",
            remedy: Some(SHARE),
            draw: None,
        })
    }

    /// What a region needs and has. A number of instances that is written down for a region
    /// holds there, and whatever is lost, there are no more.
    pub(super) fn readers(&self, need: Need, topology: &Topology) -> Need {
        let Some(instances) = self.overridden(need.region) else { return need };
        let readers = instances.saturating_sub(u32::from(may_write(need.region, topology)));
        // In a pilot light nothing waits there, so all is raised by hand.
        let by_hand = topology.tier == Tier::PilotLight;
        let failover = if by_hand { need.failover.max(readers) } else { readers };
        Need { steady: readers, failover, ..need }
    }
}

/// Home's writer is there from the start; any other region may have to take over.
fn may_write(region: RegionName, topology: &Topology) -> bool {
    region == topology.home || topology.capacity.survive != Survive::None
}

/// The readers of a region, and the instance that writes: it is in home, and every other region
/// that may have to take over needs one more, or it would lose a reader to writing just then.
pub(super) fn with_writer(need: &Need, topology: &Topology) -> u32 {
    need.steady + u32::from(need.steady > 0 && may_write(need.region, topology))
}

/// What AWS lets a global database have.
pub(super) fn limits(database: &Database, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
    let topology = cx.topology;
    let place = diags.places().key(&["databases", &database.name]);
    let secondaries = topology.in_use().count() - 1;
    if secondaries > aurora::MOST_SECONDARIES {
        let message = format!("`{}` would have {secondaries} secondary regions", database.name);
        diags.push(
            Diagnostic::new(&DATABASE_READERS, place, message)
                .note(format!("a global database has at most {}", aurora::MOST_SECONDARIES))
                .help("use fewer regions, or another store"),
        );
        return Ok(());
    }
    for region in topology.in_use().map(|region| region.name) {
        let writes = region == topology.home;
        let instances = database.instances(topology, region, database.needs(cx.ledger)?);
        let readers = instances.saturating_sub(u32::from(writes));
        let most = aurora::most_readers(secondaries, writes);
        // No cluster has more than 16 instances; a number above that has been refused where it stands.
        if readers > most && (database.readers.is_some() || instances <= 16) {
            let message = format!("`{}` would have {readers} readers in {region}", database.name);
            let why = if writes {
                format!(
                    "where the database writes, 15 less one for each of {secondaries} secondary regions: {most}"
                )
            } else {
                format!("a secondary region has at most {most} readers")
            };
            let mut finding = Diagnostic::new(&DATABASE_READERS, place, message).note(why);
            if let Some(readers) = database.readers {
                finding = finding.note(format!(
                    "the whole world reads with {readers}, and every region that may serve has all of them"
                ));
            }
            diags.push(finding.help("use a larger class and fewer instances"));
        }
    }
    Ok(())
}

/// Readers leave nothing for a number of instances to say.
pub(super) fn readers(spec: &DatabaseSpec, diags: &mut Diagnostics) -> Option<u32> {
    let readers = spec.readers.as_ref()?;
    if let Some(count) = spec.instances.as_ref() {
        let message = "a database has `readers` or `instances`, not both";
        diags.push(
            Diagnostic::new(&DATABASE_SIZE, count.span(), message)
                .related(readers.span(), "with the instance that writes on top")
                .help("remove one of them"),
        );
    }
    Some(*readers.get_ref())
}

/// Another class is fine as long as it is not smaller.
pub(super) fn smaller(
    class: &Spanned<String>,
    home: &Spanned<String>,
    region: RegionName,
    diags: &mut Diagnostics,
) {
    let (own, writer) = (class.get_ref(), home.get_ref());
    let says = |class: &str, (vcpu, memory): (u32, aurora::Memory)| {
        format!("`{}` has {vcpu} vCPU and {memory} of memory", shown(class))
    };
    let message = match (aurora::hardware(own), aurora::hardware(writer)) {
        (Some(here), Some(there)) if here.0 >= there.0 && here.1 >= there.1 => return,
        (Some(here), Some(there)) => {
            format!("{} in {region}, home's {}", says(own, here), says(writer, there))
        }
        _ if own == writer => return,
        _ => format!("`{}` in {region} may be smaller than home's `{}`", shown(own), shown(writer)),
    };
    diags.push(
        Diagnostic::new(&STANDBY_SMALLER_THAN_WRITER, class.span(), message)
            .related(home.span(), "in home")
            .note("after a failover these instances may be those that write")
            .suggest(
                format!("write class = \"{}\", or leave it out", shown(writer)),
                class.span(),
                writer,
            ),
    );
}
