//! A capacity that instances scale in.

use toml::Spanned;

use super::{
    codes::{DATABASE_SIZE, SERVERLESS_MINIMUM},
    model::Size,
    spec::ServerlessSpec,
    units::Units,
};
use crate::{
    diag::{Diagnostic, Diagnostics, shown},
    source::Span,
    topology::Topology,
    words::required,
};

/// The most of an instance, in halves of a unit.
const MOST: u32 = 512;

/// What Performance Insights and a global database ask for, in halves of a unit: Aurora user guide, "Choosing the
/// minimum Aurora Serverless v2 capacity setting for a cluster". It recommends, so it is a warning.
const WITH_INSIGHTS: u32 = 4;
const WITH_COPIES: u32 = 16;

pub(super) fn serverless(
    capacity: &Spanned<ServerlessSpec>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Size> {
    let (spec, table) = (capacity.get_ref(), Span::from(capacity.span()));
    let least = required(spec.min.as_ref(), "min", table, diags);
    let max = required(spec.max.as_ref(), "max", table, diags);
    let (least, max) = (least?, max?);
    let bounds = |units: &Spanned<Units>| {
        let halves = units.get_ref().halves;
        halves.filter(|halves| (1..=MOST).contains(halves))
    };
    let (Some(min), Some(most)) = (bounds(least), bounds(max)) else {
        for units in [least, max].into_iter().filter(|units| bounds(units).is_none()) {
            let message = format!("Aurora has no {} capacity units", shown(&units.get_ref().text));
            diags.push(
                Diagnostic::new(&DATABASE_SIZE, units.span(), message)
                    .note("it scales from 0.5 to 256 units, in steps of 0.5")
                    .help("write something like `8` or `8.5`"),
            );
        }
        return None;
    };
    if min > most {
        let (min, max) = (&least.get_ref().text, &max.get_ref().text);
        let message = format!("a serverless database cannot scale from {min} to {max} units");
        diags.push(
            Diagnostic::new(&DATABASE_SIZE, table, message)
                .note("`min` is not above `max`")
                .help(format!("write `min = {max}` or less")),
        );
    }
    minimum(least, min, most, topology, diags);
    Some(Size::Serverless { min, max: most })
}

/// What else is switched on asks for more than the least that Aurora takes.
fn minimum(
    least: &Spanned<Units>,
    min: u32,
    most: u32,
    topology: &Topology,
    diags: &mut Diagnostics,
) {
    let several = topology.in_use().nth(1).is_some();
    let (needed, who, setting) = if several {
        (WITH_COPIES, "a global database", "every region in use has a copy, which has to keep up")
    } else {
        (WITH_INSIGHTS, "Performance Insights", "every database has it, whatever `insights` says")
    };
    if min < needed {
        let (text, units) = (&least.get_ref().text, needed / 2);
        let message =
            format!("{text} capacity units are fewer than the {units} that {who} asks for");
        let also = if most < needed { ", and as much for `max`" } else { "" };
        let mut finding = Diagnostic::new(&SERVERLESS_MINIMUM, least.span(), message).note(setting);
        if several && min < WITH_INSIGHTS {
            finding = finding.note("Performance Insights, which every database has, asks for 2");
        }
        let help = format!("write `min = {units}`{also}");
        diags.push(if also.is_empty() {
            finding.suggest(help, least.span(), units.to_string())
        } else {
            finding.help(help)
        });
    }
}
