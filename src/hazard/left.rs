//! What Terraform no longer looks after.

use super::harm::{Changed, Hazard, Kind, Level};
use crate::plan::{Action, State};

use super::object::Found;

static ROOT: Kind = Kind::new(
    "state-left",
    "the code of a root goes, and its state stays",
    "no plan shows it any more: its objects go on to run, to cost and to answer, and nobody looks after them",
    "destroy the root first (`terraform plan -destroy` in the old tree), in the order that the old tree's README says, then take its code away",
);
static FORGOTTEN: Kind = Kind::new(
    "forgotten",
    "an object stays, and Terraform knows it no more",
    "it goes on to cost, and no later change reaches it",
    "write down who looks after it",
);
pub(super) static CAPACITY_SHORT: Kind = Kind::new(
    "capacity-short",
    "a loss of regions that is to be survived is not any more",
    "users are refused for as long as the region is lost",
    "`topogen capacity` says what mends it",
);

pub(super) static KINDS: [&Kind; 3] = [&ROOT, &FORGOTTEN, &CAPACITY_SHORT];

pub(super) fn found(changed: &Changed<'_>) -> Vec<Hazard> {
    let mut found = Found::default();
    for object in changed.objects().filter(|one| one.row.action == Action::Forget) {
        let message = format!("{} is left to itself", object.row.kind);
        found.note(&FORGOTTEN, Level::Review, (object.root, object.address), message);
    }
    let mut all = found.end();
    for root in changed.plan.roots.iter().filter(|root| root.state == State::Gone) {
        let objects = changed.before.roots.get(&root.root).map(|root| &root.resources);
        let addresses: Vec<String> =
            objects.into_iter().flat_map(|all| all.keys().cloned()).collect();
        if addresses.is_empty() {
            continue;
        }
        let message = format!(
            "the root `{}` has gone, and its state has {} objects",
            root.root,
            addresses.len()
        );
        all.push(ROOT.hazard(Level::Dangerous, &root.root, addresses, message));
    }
    all
}
