//! A capacity that instances scale in.

use std::fmt;

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use super::{
    Size,
    codes::{DATABASE_SIZE, SERVERLESS_MINIMUM},
    spec::ServerlessSpec,
};
use crate::{
    check::required,
    diag::{Diagnostic, Diagnostics, shown},
    source::Span,
    topology::Topology,
};

/// The most of an instance, in halves of a unit.
const MOST: u32 = 512;

/// What Performance Insights and a global database ask for, in halves of a unit: Aurora user guide, "Choosing the
/// minimum Aurora Serverless v2 capacity setting for a cluster". It recommends, so it is a warning.
const WITH_INSIGHTS: u32 = 4;
const WITH_COPIES: u32 = 16;

/// A number of capacity units as the file has it.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// Aurora counts in halves, and so does topogen; `None` is something in between, or below zero.
    halves: Option<u32>,
    text: String,
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UnitsVisitor)
    }
}

struct UnitsVisitor;

impl de::Visitor<'_> for UnitsVisitor {
    type Value = Units;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of capacity units, such as 2 or 0.5")
    }

    fn visit_i64<E>(self, value: i64) -> Result<Units, E> {
        Ok(Units::read(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Units, E> {
        Ok(Units::read(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Units, E> {
        Ok(Units::read(value.to_string()))
    }
}

impl Units {
    /// From digits, so that nothing is rounded.
    fn read(text: String) -> Self {
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let half = match rest {
            "0" => Some(0),
            "5" => Some(1),
            _ => None,
        };
        let whole = whole.parse::<u32>().ok().and_then(|whole| whole.checked_mul(2));
        let halves = whole.zip(half).and_then(|(whole, half)| whole.checked_add(half));
        Self { halves, text }
    }
}

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
        diags.push(finding.help(format!("write `min = {units}`{also}")));
    }
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn units_are_counted_in_halves() {
        let halves = |text: &str| Units::read(text.to_owned()).halves;
        assert_eq!(halves("0.5"), Some(1));
        assert_eq!(halves("16"), Some(32));
        assert_eq!(halves("16.5"), Some(33));
        assert_eq!(halves("256"), Some(512));
        for wrong in ["0.3", "0.25", "-1", "-0.5", "inf", "NaN", "9999999999", "4294967295"] {
            assert_eq!(halves(wrong), None, "{wrong}");
        }
    }
}
