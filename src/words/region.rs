//! Regions as they are written.

use toml::Spanned;

use crate::{
    aws::RegionName,
    diag::{Code, Diagnostic, Diagnostics, closest, is_slip, shown},
};

pub(crate) static UNKNOWN_REGION: Code = Code::error(
    "unknown-region",
    "every region is a commercial AWS region",
    "The table of regions is vendored with topogen; `data/regions.toml` names its source and date. A name \
     that is close to one in the table is a slip; one that only has the form of a region is taken for \
     newer than the table.",
);

pub(crate) static NEWER_REGION: Code = Code::warning(
    "newer-region",
    "a region is in the vendored table",
    "AWS has opened regions since the table was made. Such a region is rendered, but what it offers is not \
     checked, three zones are assumed, and any survivor is assumed to inherit its traffic.",
);

/// How the codes of regions begin that are in other partitions of AWS, and what people call those.
const PARTITIONS: [(&str, &str); 5] = [
    ("cn-", "AWS in China"),
    ("eu-isoe-", "an isolated partition of AWS"),
    ("eusc-", "the AWS European Sovereign Cloud"),
    ("us-gov-", "AWS GovCloud (US)"),
    ("us-iso", "an isolated partition of AWS"),
];

/// A known region, or a finding with the name that was probably meant.
pub(crate) fn region_name(code: &Spanned<String>, diags: &mut Diagnostics) -> Option<RegionName> {
    let text = code.get_ref();
    if let Some(known) = RegionName::parse(text) {
        return Some(known);
    }
    if let Some((_, partition)) = PARTITIONS.iter().find(|(start, _)| text.starts_with(start)) {
        let message = format!("`{}` is a region of {partition}", shown(text));
        diags.push(
            Diagnostic::new(&UNKNOWN_REGION, code.span(), message)
                .note("topogen writes for the commercial partition of AWS, `aws`; no other is supported")
                .help("write a commercial region, such as `us-east-1`"),
        );
        return None;
    }
    if let Some(newer) = RegionName::newer(text).filter(|_| !is_slip_of_a_region(text)) {
        let message = format!("`{newer}` is not in the table of regions");
        diags.push(
            Diagnostic::new(&NEWER_REGION, code.span(), message)
                .note("it is taken for newer than the table; nothing that depends on it is checked")
                .help("check the spelling, and what AWS offers there"),
        );
        return Some(newer);
    }
    diags.push_with(&UNKNOWN_REGION, || {
        let message = format!("`{}` is not an AWS region", shown(text));
        let finding = Diagnostic::new(&UNKNOWN_REGION, code.span(), message);
        match meant(text) {
            Some(meant) => finding.suggest(format!("did you mean `{meant}`?"), code.span(), meant),
            None => finding.help("write a region code, such as `eu-west-1`"),
        }
    });
    None
}

fn meant(text: &str) -> Option<&'static str> {
    closest(text, RegionName::all().map(RegionName::as_str))
}

/// One slip away from a known region is a slip, unless it is another number of a known place.
fn is_slip_of_a_region(text: &str) -> bool {
    let place = |code: &'static str| code.rsplit_once('-').map_or(code, |(place, _)| place);
    let known_place = RegionName::all().any(|region| {
        text.strip_prefix(place(region.as_str())).is_some_and(|number| number.starts_with('-'))
    });
    !known_place && meant(text).is_some_and(|meant| is_slip(text, meant))
}
