//! The words that the core and every section share: names, regions, choices, and values that know
//! their place. What is wrong with one is the same finding wherever it stands.

mod choice;
mod field;
mod name;
mod read;
mod region;
mod version;
mod weight;

pub(crate) use self::{
    choice::{Affinity, By, Layout, Redistribute, Survive, Tier, Via},
    field::{Field, MISSING_KEY, Named, SETTING_WITHOUT_EFFECT, WRONG_VALUE, place, required},
    name::{
        INVALID_DOMAIN, INVALID_NAME, RESERVED_TAGS, certifiable, entry_name, host_name,
        is_dns_name, is_name, meant, not_dns, variable_name,
    },
    read::read,
    region::region_name,
    version::Offer,
    weight::Weight,
};

use crate::diag::Code;

/// The codes of this room.
pub(crate) const CODES: &[&Code] = &[
    &WRONG_VALUE,
    &MISSING_KEY,
    &SETTING_WITHOUT_EFFECT,
    &INVALID_NAME,
    &INVALID_DOMAIN,
    &name::HOST_TOO_LONG,
    &region::UNKNOWN_REGION,
    &region::NEWER_REGION,
];
