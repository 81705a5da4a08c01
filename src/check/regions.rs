//! The regions themselves: that they exist, their weights, their address ranges, their zones.

use toml::Spanned;

use crate::{
    aws::RegionName,
    diag::{Code, Diagnostic, Diagnostics, Reported, shown},
    source::Span,
    spec::{Core, RegionSpec},
    topology::{Cidr, Region},
    words::{Named, Weight, region_name},
};

pub(crate) static WEIGHT_SUM: Code = Code::error(
    "weight-sum",
    "region weights add up to 100 (or to 1)",
    "A weight is the share of the traffic that a region serves. Shares that do not add up hide a \
     mistake: a region that was forgotten, or one that was added without taking from another. Leave \
     out all weights for equal shares; 0 is a weight.",
);

pub(crate) static CIDR_INVALID: Code = Code::error(
    "cidr-invalid",
    "a region's range is a private IPv4 range from /16 to /19",
    "The range is cut into subnets for each zone, with room for more tiers. It is written with its \
     first address.",
);

pub(crate) static ZONES_UNAVAILABLE: Code = Code::error(
    "zones-unavailable",
    "a region has the zones that it is asked for",
    "How many zones one account can use differs by region; `data/regions.toml` names the source. Two \
     is the least for a load balancer, four the most that the network is cut for.",
);

pub(crate) static OPT_IN_REGION: Code = Code::warning(
    "opt-in-region",
    "an opt-in region must be enabled in the account first",
    "Regions launched after March 2019 are off until an account enables them, and the token service \
     must issue tokens that are valid there. Until then every call to the region fails.",
);

pub(crate) static NO_REGIONS: Code = Code::error(
    "no-regions",
    "a topology has at least one region",
    "Without a region there is nothing to render.",
);

/// The regions that can be made sense of, and the first of them.
pub(super) fn regions(
    core: &Core,
    diags: &mut Diagnostics,
) -> Result<(Vec<Region>, RegionName), Reported> {
    let top = diags.places().top();
    let empty = Spanned::new(top.start..top.end, Named::new());
    let table = core.regions.as_ref().unwrap_or(&empty);
    let specs = table.get_ref();
    let mut regions = Vec::new();
    for (key, spec) in specs {
        let cidr = cidr(spec.get_ref(), diags);
        if let Some(name) = region_name(key, diags) {
            let weight = spec.get_ref().weight.as_ref();
            let weight = weight.map_or(Weight::UNIT, |weight| *weight.get_ref());
            let zones = zones(name, key, spec, diags);
            regions.push(Region { name, weight, cidr, zones });
        } else {
            // What refers to the region that was meant is not wrong too.
            diags.set_wrong_at_top("regions");
        }
    }
    weights(specs, table.span().into(), diags);
    let Some(first) = regions.first().map(|region| region.name) else {
        if let (Err(reported), true) = (diags.errors(), diags.is_wrong_at_top("regions")) {
            return Err(reported);
        }
        let finding = Diagnostic::new(&NO_REGIONS, table.span(), "there is no usable region")
            .help("add one under [regions], such as `us-east-1 = {}`");
        return Err(diags.error(finding));
    };
    Ok((regions, first))
}

/// All regions have a weight and the weights add up, or none has one and all are equal.
fn weights(specs: &Named<RegionSpec>, table: Span, diags: &mut Diagnostics) {
    let given: Vec<&Spanned<Weight>> =
        specs.values().filter_map(|spec| spec.get_ref().weight.as_ref()).collect();
    if given.is_empty() || diags.is_wrong_somewhere("weight") {
        return;
    }
    for (key, spec) in specs {
        if spec.get_ref().weight.is_none() {
            let message =
                format!("`{}` has no weight, but other regions have one", shown(key.get_ref()));
            diags
                .push(Diagnostic::new(&WEIGHT_SUM, key.span(), message).help(
                    "give it a weight (0 is one), or leave out all weights for equal shares",
                ));
        }
    }
    let sum = Weight::sum(given.iter().map(|weight| *weight.get_ref()));
    if given.len() == specs.len() && sum != Weight::HUNDRED && sum != Weight::UNIT {
        diags.push(weight_sum(&given, table, sum));
    }
}

fn weight_sum(given: &[&Spanned<Weight>], table: Span, sum: Weight) -> Diagnostic {
    let fractions = given.iter().all(|weight| *weight.get_ref() <= Weight::UNIT);
    let whole = if fractions { Weight::UNIT } else { Weight::HUNDRED };
    let (span, weight) =
        given.last().map_or((table, Weight::ZERO), |last| (last.span().into(), *last.get_ref()));
    let message = format!("region weights add up to {sum}, not {whole}");
    let mut finding = Diagnostic::new(&WEIGHT_SUM, span, message)
        .label(format!("{weight} here"))
        .note("a weight is the share of the traffic that a region serves");
    for other in given.iter().rev().skip(1) {
        finding = finding.related(other.span(), format!("{} here", other.get_ref()));
    }
    match whole.checked_sub(sum) {
        Some(missing) => {
            let mended = Weight::sum([weight, missing]).to_string();
            finding.replace(format!("give the missing {missing} to one of them"), span, mended)
        }
        None => finding.help("take the surplus from one of them"),
    }
}

/// The range that is written, if it can be used.
fn cidr(spec: &RegionSpec, diags: &mut Diagnostics) -> Option<Cidr> {
    let text = spec.cidr.as_ref()?;
    match Cidr::parse(text.get_ref()) {
        Ok(cidr) => Some(cidr),
        Err(wrong) => {
            let message = format!("`{}` {wrong}", shown(text.get_ref()));
            let finding = Diagnostic::new(&CIDR_INVALID, text.span(), message);
            let help = "write something like `10.64.0.0/16`";
            diags.push(match Cidr::around(text.get_ref()) {
                Some(range) => {
                    finding.suggest(help, text.span(), range.to_string()).certain_if(true)
                }
                None => finding.help(help),
            });
            diags.set_wrong([text.span().into()], "cidr");
            None
        }
    }
}

fn zones(
    name: RegionName,
    key: &Spanned<String>,
    spec: &Spanned<RegionSpec>,
    diags: &mut Diagnostics,
) -> u8 {
    if name.is_opt_in() && name.is_known() {
        let message = format!("`{name}` ({}) is an opt-in region", name.display_name());
        diags.push(
            Diagnostic::new(&OPT_IN_REGION, key.span(), message)
                .help(format!("enable it once: aws account enable-region --region-name {name}")),
        );
    }
    let most = name.zones().min(4);
    let Some(zones) = spec.get_ref().zones.as_ref() else {
        return most.min(3);
    };
    let asked = *zones.get_ref();
    if !(2..=most).contains(&asked) {
        let message = format!("`{name}` cannot have {asked} zones");
        diags.push(Diagnostic::new(&ZONES_UNAVAILABLE, zones.span(), message).suggest(
            format!("write a number from 2 to {most}"),
            zones.span(),
            asked.clamp(2, most).to_string(),
        ));
    }
    asked
}
