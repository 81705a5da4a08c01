//! Which range each region's network has: what the file writes, or what follows from the region alone, so that
//! no other region's coming, going or place moves it. A network cannot change its range.

use toml::Spanned;

use crate::{
    aws::RegionName,
    diag::{Code, Diagnostic, Diagnostics, Places, shown},
    topology::{Cidr, Region, Topology},
};

pub(super) static RANGE_INVALID: Code = Code::error(
    "range-invalid",
    "the range of all networks is a private IPv4 range from /10 to /13",
    "It is cut into 64 networks, and every region has one of them by its number in `data/regions.toml`: a /10 \
     gives networks of /16, a /13 of /19. Where no such range is free, write `cidr` in every region.",
);

pub(super) static CIDR_OVERLAP: Code = Code::error(
    "cidr-overlap",
    "the ranges of two regions do not overlap",
    "Networks that overlap can never be peered or routed to each other, and that cannot be mended \
     later without building the network anew. A region without `cidr` has the network of its own number in \
     `[network] range`, which is never another region's.",
);

pub(super) static CIDR_MISSING: Code = Code::error(
    "cidr-missing",
    "a region that has no number yet writes its range",
    "A region's range follows from its number in `data/regions.toml`, for good. A region that is newer than the \
     table has none, and the one that it gets some day must not move a network that exists.",
);

/// The range of every listed region, in the topology's order; `None` where nothing gives one.
#[derive(PartialEq)]
pub(super) struct Ranges(Vec<(RegionName, Option<Cidr>)>);

impl Ranges {
    /// Every region's range out of `range`, and a finding for each two that overlap.
    pub(super) fn find(topology: &Topology, range: Cidr, diags: &mut Diagnostics) -> Self {
        let own = |region: &Region| {
            let number = || region.name.number().and_then(|number| range.network(number));
            region.cidr.or_else(number)
        };
        let ranges: Vec<_> =
            topology.regions.iter().map(|region| (region.name, own(region))).collect();
        let taken: Vec<Cidr> = ranges.iter().filter_map(|(_, own)| *own).chain([range]).collect();
        let mut regions: Vec<(&Region, Cidr)> =
            topology.regions.iter().filter_map(|region| Some((region, own(region)?))).collect();
        let places = diags.places();
        regions.sort_unstable_by_key(|(region, _)| places.key(&["regions", region.name.as_str()]));
        for (index, later) in regions.iter().enumerate() {
            let mut earlier = regions.iter().take(index);
            if let Some(other) = earlier.find(|other| other.1.overlaps(later.1)) {
                diags.push(overlap(*other, *later, Cidr::free(&taken), diags.places()));
            }
        }
        Self(ranges)
    }

    /// Those that there are.
    pub(super) fn known(&self) -> impl Iterator<Item = (RegionName, Cidr)> {
        self.0.iter().filter_map(|(region, range)| Some((*region, (*range)?)))
    }

    /// One region's.
    fn of(&self, region: RegionName) -> Option<Cidr> {
        self.0.iter().find(|(name, _)| *name == region).and_then(|(_, range)| *range)
    }

    /// Reports every region that has none.
    pub(super) fn complete(&self, topology: &Topology, range: Cidr, diags: &mut Diagnostics) {
        let mut taken: Vec<Cidr> =
            self.0.iter().filter_map(|(_, own)| *own).chain([range]).collect();
        for region in topology.regions.iter().filter(|region| self.of(region.name).is_none()) {
            let message =
                format!("`{}` is newer than the table of regions, so it needs `cidr`", region.name);
            let place = diags.places().key(&["regions", region.name.as_str()]);
            let finding = Diagnostic::new(&CIDR_MISSING, place, message).note(
                "a network's range never changes, so it is not made up from what is listed today",
            );
            let free = Cidr::free(&taken);
            taken.extend(free);
            diags.push(match free {
                Some(free) => finding.help(format!("write `cidr = \"{free}\"` in it")),
                None => finding.help("write `cidr` in it, with a range that no other region has"),
            });
        }
    }
}

/// Two that overlap: at least one of them is written, and the later one of those is where to look.
fn overlap(
    earlier: (&Region, Cidr),
    later: (&Region, Cidr),
    free: Option<Cidr>,
    places: &Places,
) -> Diagnostic {
    let place = |region: &Region| places.value(&["regions", region.name.as_str(), "cidr"]);
    let ((here, own), (there, other)) =
        if later.0.cidr.is_some() { (later, earlier) } else { (earlier, later) };
    let message =
        format!("the range {own} of `{}` overlaps {other} of `{}`", here.name, there.name);
    let finding = Diagnostic::new(&CIDR_OVERLAP, place(here), message)
        .related(place(there), format!("{other} here"))
        .note("a region without `cidr` has the network of its own number in `[network] range`");
    match free {
        Some(free) if here.cidr.is_some() => finding.suggest(
            format!("write another range, such as `cidr = \"{free}\"`"),
            place(here),
            free.to_string(),
        ),
        Some(free) => finding.help(format!("write another range, such as `cidr = \"{free}\"`")),
        None => finding.help("write another range"),
    }
}

/// `[network] range`, or the usual one.
pub(super) fn range(written: Option<&Spanned<String>>, diags: &mut Diagnostics) -> Cidr {
    let Some(text) = written else {
        return Cidr::USUAL;
    };
    Cidr::parse_many(text.get_ref()).unwrap_or_else(|wrong| {
        let message = format!("`{}` {wrong}", shown(text.get_ref()));
        diags.push(
            Diagnostic::new(&RANGE_INVALID, text.span(), message)
                .help("write something like `10.64.0.0/10` or `172.16.0.0/12`"),
        );
        Cidr::USUAL
    })
}
