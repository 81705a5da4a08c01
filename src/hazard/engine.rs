//! Engines get another version, and what waits for a window.

use super::harm::{Changed, Hazard, Kind, Level};
use super::object::{Found, name, place, text, truth};
use crate::diag::shown;
use crate::plan::Action;

static MAJOR: Kind = Kind::new(
    "engine-major-upgrade",
    "an engine gets another major version",
    "all members restart and are down meanwhile; there is no way back but a restore, and what uses it has to know the new version",
    "try it on a restored copy; take a snapshot; do it in a quiet hour, by hand where the tree's README says so",
);
static MINOR: Kind = Kind::new(
    "engine-minor-upgrade",
    "an engine gets another minor version",
    "instances restart, those that write as well: connections break in every region that has it",
    "do it in a quiet hour; an engine never goes back to an older version",
)
.for_good();
static DOWN: Kind = Kind::new(
    "engine-downgrade",
    "an engine gets an older version",
    "AWS refuses: an engine never goes back, and the apply stops half-way",
    "keep the version that runs; `ignore_changes` and AWS's own upgrades are not undone",
);
static WINDOW: Kind = Kind::new(
    "window-only",
    "AWS makes a change in the maintenance window only",
    "the apply is done, and what it says is not true until the window has come",
    "set `apply_immediately`, or wait for the window before whatever builds on it",
);

pub(super) static KINDS: [&Kind; 4] = [&MAJOR, &MINOR, &DOWN, &WINDOW];

/// Arguments that AWS changes in the window unless it is told otherwise.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html>
const WAITS: [(&str, &[&str]); 2] = [
    (
        "aws_rds_cluster",
        &["engine_version", "db_cluster_parameter_group_name", "port", "master_password"],
    ),
    (
        "aws_rds_cluster_instance",
        &["instance_class", "engine_version", "ca_cert_identifier", "db_parameter_group_name"],
    ),
];

pub(super) fn found(changed: &Changed<'_>) -> Vec<Hazard> {
    let mut found = Found::default();
    for object in changed.objects().filter(|one| one.row.action == Action::Update) {
        let (Some(before), Some(after)) = (object.before, object.after) else { continue };
        let (name, place) = (name(Some(after), object.address), place(object.row));
        let at = (object.root, object.address);
        let differs = |path: &str| text(before, path) != text(after, path);
        if let (Some(old), Some(new)) =
            (text(before, "engine_version"), text(after, "engine_version"))
            && old != new
            && !ignores(after, "engine_version")
        {
            let message = format!("`{name}`{place} goes from {} to {}", shown(old), shown(new));
            let (kind, level) = match (numbers(old), numbers(new)) {
                (old, new) if new < old => (&DOWN, Level::Dangerous),
                (old, new) if major(&old) == major(&new) => (&MINOR, Level::Review),
                _ => (&MAJOR, Level::Irreversible),
            };
            found.note(kind, level, at, message);
        }
        let waits = WAITS.iter().find(|(kind, _)| *kind == object.row.kind);
        if truth(after, "apply_immediately") != Some(true)
            && let Some(path) = waits.and_then(|(_, paths)| paths.iter().find(|path| differs(path)))
        {
            let message = format!("`{path}` of `{name}`{place} changes in its maintenance window");
            found.note(&WINDOW, Level::Review, at, message);
        }
    }
    found.end()
}

fn ignores(resource: &crate::inventory::Resource, path: &str) -> bool {
    resource.lifecycle.ignore_changes.iter().any(|one| one == path || one == "all")
}

/// The numbers of a version: `8.0.mysql_aurora.3.08.0` is 8, 0, 3, 8, 0.
fn numbers(version: &str) -> Vec<u32> {
    version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

/// Aurora MySQL's own major version follows the one of MySQL, which has two numbers.
fn major(numbers: &[u32]) -> &[u32] {
    let long = if numbers.len() > 3 { 3 } else { 1 };
    numbers.get(..long).unwrap_or(numbers)
}
