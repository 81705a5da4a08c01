//! What the sizes of a topology assume: one text, for the tree's README and for the report.

use serde::Serialize;

use super::notes::Notes;
use crate::{
    block::{Cx, Growth, When},
    bug::{Bug, bug},
    words::{By, Redistribute, Survive, Tier, Via},
};

pub(super) const ASSUMPTIONS: &str = include_str!("../../templates/assumptions.md.j2");

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one question that the template asks")]
struct View<'a> {
    tier: &'static str,
    home: &'static str,
    floor: u32,
    survive: &'static str,
    /// What is to be survived, in words.
    lost: &'static str,
    #[serde(rename = "static")]
    is_static: bool,
    by_weight: bool,
    /// The router keeps users to the weights.
    enforced: bool,
    /// Other regions could absorb something.
    several: bool,
    growth: &'a [Growth],
    safe: String,
    safe_percent: String,
}

/// The sentences.
///
/// # Errors
///
/// The template refused what topogen gave it: a bug.
pub(crate) fn assumptions(cx: &Cx<'_>) -> Result<Vec<String>, Bug> {
    let mut sentences: Vec<String> = Vec::new();
    for line in text(cx, &Notes::new(cx)?)?.lines() {
        match (line.strip_prefix("- "), sentences.last_mut()) {
            (Some(first), _) => sentences.push(first.to_owned()),
            (None, Some(sentence)) => {
                sentence.push(' ');
                sentence.push_str(line.trim_start());
            }
            (None, None) => {}
        }
    }
    Ok(sentences)
}

/// The same as a Markdown list with short lines, and what the blocks add.
pub(super) fn text(cx: &Cx<'_>, notes: &Notes<'_>) -> Result<String, Bug> {
    let Cx { topology, ledger } = cx;
    let policy = topology.capacity;
    let safe = ledger.capacity.safe_utilisation();
    let grows = policy.by == By::Autoscale
        && policy.survive != Survive::None
        && matches!(topology.tier, Tier::ActiveActive | Tier::WarmStandby);
    let view = View {
        tier: topology.tier.as_str(),
        home: topology.home.as_str(),
        floor: policy.floor,
        survive: policy.survive.as_str(),
        lost: match policy.survive {
            Survive::None | Survive::OneRegion => "any one region",
            Survive::TwoRegions => "any two regions",
        },
        is_static: policy.by == By::Static,
        by_weight: policy.redistribute == Redistribute::ByWeight,
        enforced: topology.ingress.via == Via::Route53Weighted,
        several: safe.is_some(),
        growth: if grows { &ledger.growth } else { &[] },
        safe: safe.map(|safe| safe.to_string()).unwrap_or_default(),
        safe_percent: safe.map(|safe| safe.percent().to_string()).unwrap_or_default(),
    };
    let name = "templates/assumptions.md.j2";
    let own = notes.templates.render(name, ASSUMPTIONS, &view).map_err(bug)?;
    Ok(own + &notes.list(When::Assumed, "- ")?)
}
