//! What makes a table possible, or what is wrong with it.

use indexmap::IndexMap;
use toml::{Spanned, de::DeValue};

use super::{
    model::{Index, Table, Tables},
    spec::{Consistency, IndexSpec, Projection, TableSpec},
    throughput::{self, DOUBLING_NOT_ENOUGH, INDEX_NOT_WARM},
};
use crate::{
    aws::RegionName,
    block::Part,
    diag::{Code, Diagnostic, Diagnostics, shown},
    source::Span,
    topology::Topology,
    words::{self, Named, entry_name, region_name, required},
};

pub(super) const CODES: &[&Code] = &[
    &DOUBLING_NOT_ENOUGH,
    &INDEX_NOT_WARM,
    &INVALID_KEY,
    &STRONG_REGIONS,
    &STRONG_STREAM_HOME_ONLY,
    &STRONG_UNSUPPORTED,
    &WITNESS_WITHOUT_STRONG,
];

static INVALID_KEY: Code = Code::error(
    "invalid-key",
    "a table's key is an attribute with one type",
    "A key is written `<attribute>:<type>`, where the type is S (text), N (number) or B (binary). One \
     attribute has one type in the table and all its indexes.",
);

static STRONG_REGIONS: Code = Code::error(
    "strong-regions",
    "a strong table lives in exactly three regions of one set",
    "Multi-Region strong consistency needs three replicas, or two and a witness, all in one of three \
     sets: US (us-east-1, us-east-2, us-west-2), EU (eu-west-1, eu-west-2, eu-west-3, eu-central-1), \
     AP (ap-northeast-1, -2, -3). It is chosen when the table is empty and cannot be changed later.",
);

static STRONG_STREAM_HOME_ONLY: Code = Code::warning(
    "strong-stream-home-only",
    "what reads a strong table's stream can do so after home is lost",
    "Each replica of a strong table has a stream setting of its own, and none is copied. Terraform knows of home's alone, \
     so consumers elsewhere have no stream, and none is left when home is lost. By hand it can be switched on in the \
     other replica's region; no plan shows it.",
);

static STRONG_UNSUPPORTED: Code = Code::error(
    "strong-unsupported",
    "a strong table has no time to live",
    "DynamoDB does not offer time to live (nor local secondary indexes or transactions) on tables \
     with multi-Region strong consistency.",
);

static WITNESS_WITHOUT_STRONG: Code = Code::error(
    "witness-without-strong",
    "only a strong table has a witness",
    "A witness votes on writes; eventual replication has no vote.",
);

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<TableSpec> = words::read(section?, diags).ok()?;
    let mut tables = IndexMap::new();
    for (key, spec) in &specs {
        if let (Some(name), Some(table)) =
            (entry_name(key, diags), table(key, spec, topology, diags))
        {
            tables.insert(name, table);
        }
    }
    tables.sort_unstable_keys();
    Some(Box::new(Tables(tables)))
}

fn table(
    key: &Spanned<String>,
    spec: &Spanned<TableSpec>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Table> {
    let spec = spec.get_ref();
    let mut attributes = IndexMap::new();
    let hash_key = required(spec.hash_key.as_ref(), "hash_key", key.span().into(), diags);
    let hash_key = hash_key.and_then(|key| attribute(key, &mut attributes, diags));
    let range_key = spec.range_key.as_ref().and_then(|key| attribute(key, &mut attributes, diags));
    let mut indexes = Vec::new();
    for (name, spec) in &spec.indexes {
        if let Some(checked) = index(name, spec.get_ref(), &mut attributes, diags) {
            indexes.push((name.get_ref().clone(), checked));
        }
    }
    attributes.sort_unstable_keys();
    indexes.sort_by(|(a, _), (b, _)| a.cmp(b));
    let ttl = spec.ttl.as_ref().filter(|ttl| is_name_alone(ttl.get_ref(), ttl.span(), true, diags));
    let consistency = spec.consistency.as_ref().map_or(Consistency::Eventual, |c| *c.get_ref());
    let witness = spec.witness.as_ref().and_then(|witness| region_name(witness, diags));
    match consistency {
        Consistency::Strong => strong(spec, witness, topology, diags),
        Consistency::Eventual => no_witness(spec, diags),
    }
    Some(Table {
        hash_key: hash_key?,
        range_key,
        attributes,
        consistency,
        witness,
        ttl: ttl.map(|ttl| ttl.get_ref().clone()),
        stream: spec.stream.as_ref().is_some_and(|stream| *stream.get_ref()),
        indexes,
        throughput: throughput::check(key.get_ref(), spec, topology, diags),
    })
}

fn index(
    name: &Spanned<String>,
    spec: &IndexSpec,
    attributes: &mut IndexMap<String, String>,
    diags: &mut Diagnostics,
) -> Option<Index> {
    let text = name.get_ref();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if !(3..=255).contains(&text.len()) || !text.chars().all(allowed) {
        let message = format!("`{}` is not an index name", shown(text));
        diags.push(
            Diagnostic::new(&INVALID_KEY, name.span(), message)
                .note("an index name is 3 to 255 letters, digits and `_.-`"),
        );
    }
    let hash_key = required(spec.hash_key.as_ref(), "hash_key", name.span().into(), diags);
    let hash_key = hash_key.and_then(|key| attribute(key, attributes, diags));
    let range_key = spec.range_key.as_ref().and_then(|key| attribute(key, attributes, diags));
    let projection = spec.projection.as_ref().map_or(Projection::All, |p| *p.get_ref());
    let projected = spec.attributes.as_ref().map(Spanned::get_ref);
    if (projection == Projection::Include) != projected.is_some_and(|list| !list.is_empty()) {
        diags.push(
            Diagnostic::new(
                &INVALID_KEY,
                name.span(),
                "`attributes` belong to projection `include`",
            )
            .help("write projection = \"include\" and attributes = [\"…\"], or neither"),
        );
    }
    let attributes = projected.cloned().unwrap_or_default();
    if let Some(list) = spec.attributes.as_ref() {
        // One finding is enough for a list.
        _ = attributes.iter().all(|name| is_name_alone(name, list.span(), false, diags));
    }
    Some(Index { hash_key: hash_key?, range_key, projection, attributes })
}

/// DynamoDB takes nearly any name; what cannot be seen in a review is refused all the same.
fn is_attribute(name: &str) -> bool {
    (1..=255).contains(&name.len()) && !name.contains(char::is_control)
}

/// Whether a text names an attribute and nothing more: only keys have a type.
/// `is_all` is whether it is all that stands in its place.
fn is_name_alone(
    text: &str,
    place: impl Into<Span>,
    is_all: bool,
    diags: &mut Diagnostics,
) -> bool {
    let place = place.into();
    let typed = [":S", ":N", ":B"].iter().find_map(|kind| text.strip_suffix(kind));
    let finding = |message| Diagnostic::new(&INVALID_KEY, place, message);
    let finding = match typed {
        Some(name) if is_attribute(name) => {
            let finding = finding(format!("`{}` has a type", shown(text)))
                .note("only keys are written with a type");
            let help = format!("write the attribute alone: \"{}\"", shown(name));
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
            if is_all && plain {
                finding.suggest(help, place, name).certain_if(true)
            } else {
                finding.help(help)
            }
        }
        Some(_) | None if is_attribute(text) => return true,
        Some(_) | None => finding(format!("`{}` is not the name of an attribute", shown(text)))
            .note("an attribute's name is 1 to 255 bytes without control characters")
            .help("write it as the items have it"),
    };
    diags.push(finding);
    false
}

/// Splits `userId:S` and remembers the attribute's type.
fn attribute(
    key: &Spanned<String>,
    attributes: &mut IndexMap<String, String>,
    diags: &mut Diagnostics,
) -> Option<String> {
    let text = key.get_ref();
    let parts = text
        .rsplit_once(':')
        .filter(|(name, kind)| is_attribute(name) && ["S", "N", "B"].contains(kind));
    let Some((name, kind)) = parts else {
        let message = format!("`{}` is not a key", shown(text));
        diags.push(
            Diagnostic::new(&INVALID_KEY, key.span(), message)
                .note("a key is `<attribute>:<type>`; types are S, N and B")
                .help("write something like `userId:S`"),
        );
        return None;
    };
    let known = attributes.entry(name.to_owned()).or_insert_with(|| kind.to_owned());
    if known != kind {
        let message = format!("attribute `{}` is of type {known} and of type {kind}", shown(name));
        diags.push(
            Diagnostic::new(&INVALID_KEY, key.span(), message)
                .note("one attribute has one type in the table and all its indexes")
                .suggest(
                    format!(
                        "write `{}:{known}` here too, or give the attribute another name",
                        shown(name)
                    ),
                    key.span(),
                    format!("{name}:{known}"),
                ),
        );
    }
    Some(name.to_owned())
}

/// Three regions of one set, counting the witness; no time to live.
fn strong(
    spec: &TableSpec,
    witness: Option<RegionName>,
    topology: &Topology,
    diags: &mut Diagnostics,
) {
    let span: Span =
        spec.consistency.as_ref().map_or_else(Span::default, |value| value.span().into());
    let regions: Vec<RegionName> =
        topology.in_use().map(|region| region.name).chain(witness).collect();
    let names = || regions.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", ");
    let first = regions.first().and_then(|region| region.strong_set());
    let one_set = first.is_some() && regions.iter().all(|region| region.strong_set() == first);
    let distinct = witness.is_none_or(|w| topology.in_use().all(|region| region.name != w));
    if regions.len() != 3 || !one_set || !distinct {
        let message = format!("a strong table cannot live in these regions: {}", names());
        diags.push(
            Diagnostic::new(&STRONG_REGIONS, span, message)
                .note("three regions of one set, or two of it and a witness region of the same set")
                .note("US: us-east-1, us-east-2, us-west-2; EU: eu-west-1, -2, -3, eu-central-1; AP: ap-northeast-1, -2, -3")
                .help("change the regions, add `witness`, or write consistency = \"eventual\""),
        );
    }
    if let Some(stream) = spec.stream.as_ref().filter(|stream| *stream.get_ref()) {
        let message = format!("of a strong table only {} has a stream", topology.home);
        diags.push(
            Diagnostic::new(&STRONG_STREAM_HOME_ONLY, stream.span(), message)
                .note("its replicas have stream settings of their own, which Terraform does not know")
                .suggest_removal(
                    "switch it on in the other regions by hand, as the tree's README says, or remove `stream`",
                    stream.span(),
                ),
        );
    }
    if let Some(ttl) = spec.ttl.as_ref() {
        diags.push(
            Diagnostic::new(&STRONG_UNSUPPORTED, ttl.span(), "a strong table cannot have `ttl`")
                .suggest_removal("remove `ttl`, or write consistency = \"eventual\"", ttl.span()),
        );
    }
}

fn no_witness(spec: &TableSpec, diags: &mut Diagnostics) {
    if let Some(witness) = spec.witness.as_ref() {
        diags.push(
            Diagnostic::new(
                &WITNESS_WITHOUT_STRONG,
                witness.span(),
                "an eventual table has no witness",
            )
            .suggest_removal("write consistency = \"strong\", or remove `witness`", witness.span()),
        );
    }
}
