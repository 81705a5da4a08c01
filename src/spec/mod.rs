//! What a topology file says, with the place of every value.
//!
//! In: a [`Source`]. Out: a [`Spec`], whose values have the right TOML types and nothing more;
//! what they mean is for `check` to find out. Every field is optional here, so that a
//! missing key is one finding among the others and not the end of reading.

mod advice;
mod codes;
mod expected;
mod identity;
mod instead;
mod places;
mod shape;
mod shift;
mod syntax;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

pub(crate) use self::{
    codes::{CODES, FILE_UNREADABLE},
    identity::{Identities, RENAMED_FROM},
};

use crate::{
    diag::{Diagnostics, Reported},
    moves::Rename,
    source::{Source, Span},
    words::{Affinity, By, Field, Layout, Named, Redistribute, Survive, Tier, Via, Weight, read},
};

/// A whole topology file.
pub(crate) struct Spec<'s> {
    /// What the pipeline itself reads.
    pub(crate) core: Core,
    /// What each building block reads for itself, by section name.
    pub(crate) sections: IndexMap<&'static str, Spanned<DeValue<'s>>>,
    /// What their entries are called, and were.
    pub(crate) identities: Identities,
    /// What has a name, whether or not it is right: `tables.users`.
    pub(crate) named: BTreeSet<String>,
}

impl Spec<'_> {
    /// Gives each entry that was renamed a mark for a key, and says which.
    pub(crate) fn mark_renames(&mut self, source: &Source) -> Vec<Rename> {
        identity::mark(source, &mut self.sections, &mut self.identities)
    }
}

/// The keys that belong to no building block.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "topogen topology", description = "Input of `topogen render`.")]
pub(crate) struct Core {
    /// Prefix of every AWS name.
    #[schemars(required, regex(pattern = r"^[a-z][a-z0-9-]{1,24}$"))]
    pub(crate) name: Field<String>,
    /// Disaster-recovery tier: what the regions other than `home` get.
    #[schemars(required)]
    pub(crate) tier: Field<Tier>,
    /// Where single-writer things are born. An identity: a failover never changes it.
    #[schemars(required)]
    pub(crate) home: Field<String>,
    /// Region that takes the writes of services with `writes = "home"` when a region is new; later the SSM
    /// parameter `/<name>/writer` of each region says it. Default: home.
    pub(crate) writer: Field<String>,
    /// An existing public hosted zone, such as `example.com`.
    pub(crate) domain: Field<String>,
    /// How the output is cut into Terraform states. Default: `split` when two or more regions are listed.
    pub(crate) layout: Field<Layout>,
    /// The one AWS account that the provider may touch, 12 digits.
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    pub(crate) account_id: Field<String>,
    /// Where the provider and STS live: outside the workload regions. Default: the first of
    /// us-east-2, us-west-2 and eu-central-1 that is not a workload region.
    pub(crate) control_region: Field<String>,
    /// Where Terraform keeps its state. Absent: local files, for trying things out.
    pub(crate) state: Field<StateSpec>,
    /// Tags of every resource that takes tags.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, String>")]
    pub(crate) tags: IndexMap<Spanned<String>, Spanned<String>>,
    /// The regions. Their order means nothing.
    #[schemars(required, with = "IndexMap<String, RegionSpec>")]
    pub(crate) regions: Field<Named<RegionSpec>>,
    /// How users reach the services.
    pub(crate) ingress: Field<IngressSpec>,
    /// How traffic shares become integers.
    pub(crate) capacity: Field<CapacitySpec>,
    /// Hazards of a change that somebody has seen and takes the responsibility for: `topogen diff`.
    #[schemars(with = "Field<Vec<AcceptSpec>>")]
    pub(crate) accept: Field<Vec<Spanned<AcceptSpec>>>,
}

/// `[[accept]]`: a hazard that is accepted.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptSpec {
    /// The code that `topogen diff` shows, such as `table-destroyed`.
    #[schemars(required)]
    pub(crate) hazard: Field<String>,
    /// A root and an address in it, in which `*` stands for anything: `data:module.table_users.*`.
    #[schemars(required)]
    pub(crate) resource: Field<String>,
    /// Why it is right.
    #[schemars(required)]
    pub(crate) reason: Field<String>,
    /// The last day on which it counts, such as `2027-01-31`.
    #[schemars(required)]
    pub(crate) until: Field<String>,
}

/// `[state]`: an S3 bucket for Terraform state.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateSpec {
    /// An existing bucket.
    #[schemars(required)]
    pub(crate) bucket: Field<String>,
    /// The bucket's region: outside the workload regions.
    #[schemars(required)]
    pub(crate) region: Field<String>,
}

/// `[regions]`: one region.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegionSpec {
    /// Share of the traffic. All regions add up to 100 (or 1); all absent means equal shares.
    #[schemars(with = "Field<f64>", range(min = 0, max = 100))]
    pub(crate) weight: Field<Weight>,
    /// The VPC's range, /16 to /19. Default: that of the region's number in `[network] range`, whatever other
    /// regions there are; a region that has no number yet needs one.
    pub(crate) cidr: Field<String>,
    /// Availability zones in use. Only to be raised: AWS deletes no subnet that something is in. Default: 3, or
    /// what the region has.
    #[schemars(range(min = 2, max = 4))]
    pub(crate) zones: Field<u8>,
}

/// `[ingress]`: how users reach the services.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IngressSpec {
    /// The router, chosen for good between Global Accelerator and Route 53: the other kind needs other
    /// load balancers. Default: global-accelerator.
    pub(crate) via: Field<Via>,
    /// The host of the only service, relative to `domain`.
    pub(crate) host: Field<String>,
    /// Whether Global Accelerator keeps a client with one endpoint. Default: none.
    pub(crate) affinity: Field<Affinity>,
    /// Requests in five minutes after which a region's firewall refuses an address for a while. Where a service has `writes = "home"`,
    /// those by a region's own host are not counted: tasks of other regions come that way, from a few addresses. Clients
    /// behind one address are counted together. Default: 2000.
    // What AWS WAF takes: API reference, `RateBasedStatement`.
    #[schemars(range(min = 10, max = 2_000_000_000))]
    pub(crate) rate_limit: Field<u32>,
}

/// `[capacity]`: how traffic shares become integers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapacitySpec {
    /// How many regions may be lost at once while the others still carry everything. Default:
    /// one-region where the tier uses two or more.
    pub(crate) survive: Field<Survive>,
    /// Whether what survivors then need is already running. Default: autoscale.
    pub(crate) by: Field<By>,
    /// Who inherits a lost region's traffic. Default: follows the router.
    pub(crate) redistribute: Field<Redistribute>,
    /// Least tasks of a service in a region that serves. Default: 2.
    #[schemars(range(min = 1, max = 100_000))]
    pub(crate) floor: Field<u32>,
}

/// Reads a source. Reports everything that does not fit the JSON Schema; the values of `sections` are left
/// to whoever knows them, but for what entries say of their own names; a section of entries comes with the key of that.
pub(crate) fn parse<'s>(
    source: &'s Source,
    schema: &serde_json::Value,
    sections: impl IntoIterator<Item = (&'static str, Option<&'static str>)>,
    diags: &mut Diagnostics,
) -> Result<Spec<'s>, Reported> {
    let mut table = syntax::table(source, diags)?;
    if source.base() > 0 {
        shift::shift(table.get_mut(), source.base());
    }
    let named = entries(table.get_ref());
    shape::fit(source, table.get_mut(), schema, diags);
    diags.set_places(places::places(source, table.get_ref()));
    let mut identities = Identities::new();
    let mut section = |(name, named_by): (_, Option<&str>)| {
        let mut section = table.get_mut().remove(name)?;
        if let Some(by) = named_by {
            identity::take(name, by, section.get_mut(), &mut identities);
        }
        Some((name, section))
    };
    let sections = sections.into_iter().filter_map(&mut section).collect();
    let span = Span::from(table.span()).after(source.base());
    let root = Spanned::new(span.start..span.end, DeValue::Table(table.into_inner()));
    let core = read(root, diags)?;
    Ok(Spec { core, sections, identities, named })
}

/// Everything that has a name in the file, such as `tables.users`, whether or not it is right.
fn entries(table: &DeTable<'_>) -> BTreeSet<String> {
    let inner = table.iter().filter_map(|(key, value)| Some((key, value.get_ref().as_table()?)));
    let named = inner.flat_map(|(section, entries)| {
        entries.keys().map(|entry| format!("{}.{}", section.get_ref(), entry.get_ref()))
    });
    named.collect()
}
