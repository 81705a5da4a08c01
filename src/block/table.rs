//! DynamoDB global tables: one resource, owned by home, with a replica block per other region.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{Access, Block, Grant, Needs, Part, Plan, Section, keys};
use crate::{
    aws::RegionName,
    check::{entry_name, region_name, required, variable_name},
    diag::{Code, Diagnostic, Diagnostics, shown},
    graph::{Expr, Graph, Module, Output, Place},
    source::Span,
    spec::{self, Field, Named},
    topology::{Region, Topology},
};

pub(super) const BLOCK: Block = Block {
    section: Some(Section {
        name: "tables",
        summary: "DynamoDB global tables, replicated to every region in use.",
        schema: |generator| generator.subschema_for::<IndexMap<String, TableSpec>>(),
    }),
    codes: &[&INVALID_KEY, &STRONG_REGIONS, &STRONG_UNSUPPORTED, &WITNESS_WITHOUT_STRONG],
    check,
};

const MODULE: Module = Module::new("table");
const ARN: Output = MODULE.output("arn");

/// `[tables.*]`: one DynamoDB global table.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TableSpec {
    /// Partition key and its type: `userId:S`. Types: S, N, B.
    #[schemars(required, with = "String", regex(pattern = "^.+:[SNB]$"))]
    hash_key: Field<String>,
    /// Sort key and its type.
    #[schemars(with = "Option<String>", regex(pattern = "^.+:[SNB]$"))]
    range_key: Field<String>,
    /// What a read sees of a write in another region. Default: eventual.
    #[schemars(with = "Option<Consistency>")]
    consistency: Field<Consistency>,
    /// The region that votes but holds no data, when a strong table has two replicas.
    #[schemars(with = "Option<String>")]
    witness: Field<String>,
    /// The attribute that holds an item's expiry time.
    #[schemars(with = "Option<String>")]
    ttl: Field<String>,
    /// Whether changes can be read as a stream. Eventual replicas have one in any case.
    #[schemars(with = "Option<bool>")]
    stream: Field<bool>,
    /// Global secondary indexes.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, IndexSpec>")]
    indexes: Named<IndexSpec>,
}

/// `indexes.*`: one global secondary index.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct IndexSpec {
    /// Partition key and its type.
    #[schemars(required, with = "String", regex(pattern = "^.+:[SNB]$"))]
    hash_key: Field<String>,
    /// Sort key and its type.
    #[schemars(with = "Option<String>", regex(pattern = "^.+:[SNB]$"))]
    range_key: Field<String>,
    /// What an index entry holds. Default: all.
    #[schemars(with = "Option<Projection>")]
    projection: Field<Projection>,
    /// The attributes of projection `include`.
    #[schemars(with = "Option<Vec<String>>")]
    attributes: Field<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Consistency {
    /// Asynchronous replication; the last writer wins.
    Eventual,
    /// A write is in two regions before it is acknowledged.
    Strong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Projection {
    /// The whole item.
    All,
    /// The keys.
    KeysOnly,
    /// The keys and the named attributes.
    Include,
}

/// The checked section.
struct Tables(IndexMap<String, Table>);

struct Table {
    hash_key: String,
    range_key: Option<String>,
    attributes: IndexMap<String, String>,
    consistency: Consistency,
    witness: Option<RegionName>,
    ttl: Option<String>,
    stream: bool,
    indexes: Vec<(String, Index)>,
}

struct Index {
    hash_key: String,
    range_key: Option<String>,
    projection: Projection,
    attributes: Vec<String>,
}

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

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<TableSpec> = spec::read(section?, std::iter::empty(), diags).ok()?;
    let mut tables = IndexMap::new();
    for (key, spec) in &specs {
        if let (Some(name), Some(table)) =
            (entry_name(key, diags), table(key, spec, topology, diags))
        {
            tables.insert(name, table);
        }
    }
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
        ttl: spec.ttl.as_ref().map(|ttl| ttl.get_ref().clone()),
        stream: spec.stream.as_ref().is_some_and(|stream| *stream.get_ref()),
        indexes,
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
    Some(Index { hash_key: hash_key?, range_key, projection, attributes })
}

/// Splits `userId:S` and remembers the attribute's type.
fn attribute(
    key: &Spanned<String>,
    attributes: &mut IndexMap<String, String>,
    diags: &mut Diagnostics,
) -> Option<String> {
    let text = key.get_ref();
    let parts = text.rsplit_once(':').filter(|(name, kind)| {
        (1..=255).contains(&name.len())
            && !name.contains(char::is_control)
            && ["S", "N", "B"].contains(kind)
    });
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
                .note("one attribute has one type in the table and all its indexes"),
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
    if let Some(ttl) = &spec.ttl {
        diags.push(
            Diagnostic::new(&STRONG_UNSUPPORTED, ttl.span(), "a strong table cannot have `ttl`")
                .help("remove `ttl`, or write consistency = \"eventual\""),
        );
    }
}

fn no_witness(spec: &TableSpec, diags: &mut Diagnostics) {
    if let Some(witness) = &spec.witness {
        diags.push(
            Diagnostic::new(
                &WITNESS_WITHOUT_STRONG,
                witness.span(),
                "an eventual table has no witness",
            )
            .help("write consistency = \"strong\", or remove `witness`"),
        );
    }
}

impl Part for Tables {
    fn entries(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    fn access(&self, entry: &str, topology: &Topology) -> Option<Access> {
        self.0.get(entry)?;
        let name = topology.named(entry);
        Some(Access {
            grants: vec![Grant {
                name: format!("tables.{entry}"),
                service: "dynamodb",
                actions: &[
                    "BatchGetItem",
                    "BatchWriteItem",
                    "ConditionCheckItem",
                    "DeleteItem",
                    "DescribeTable",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Scan",
                    "UpdateItem",
                ],
                resources: vec![format!("table/{name}"), format!("table/{name}/index/*")],
            }],
            key_services: &["dynamodb"],
            environment: vec![(format!("TOPOLOGY_TABLE_{}", variable_name(entry)), name)],
        })
    }

    fn needs(&self) -> Needs {
        Needs { key: !self.0.is_empty(), ..Needs::default() }
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) {
        for (name, table) in &self.0 {
            let home = plan.topology.home;
            let others = plan.topology.in_use().filter(|region| region.name != home);
            let replica = |region: &Region| {
                let key = keys::arn(graph, region.name)?;
                Some((region.name.as_str(), Expr::map([("kms_key_arn", key)])))
            };
            let replicas = Expr::map(others.filter_map(replica));
            let key = keys::arn(graph, home);
            graph
                .call(MODULE, &format!("table_{name}"), Place::Data)
                .set("name", plan.topology.named(name))
                .set("region", home)
                .set_some("kms_key_arn", key)
                .set("hash_key", table.hash_key.as_str())
                .set_some("range_key", table.range_key.clone())
                .set("attributes", Expr::map(table.attributes.clone()))
                .set("replicas", replicas)
                .set(
                    "consistency",
                    match table.consistency {
                        Consistency::Eventual => "EVENTUAL",
                        Consistency::Strong => "STRONG",
                    },
                )
                .set_some("witness", table.witness)
                .set_some("ttl", table.ttl.clone())
                .set("stream", table.stream)
                .set(
                    "indexes",
                    Expr::map(table.indexes.iter().map(|(n, i)| (n.as_str(), i.expr()))),
                )
                .publish(ARN)
                .add();
        }
    }
}

impl Index {
    fn expr(&self) -> Expr {
        let projection = match self.projection {
            Projection::All => "ALL",
            Projection::KeysOnly => "KEYS_ONLY",
            Projection::Include => "INCLUDE",
        };
        let mut entries = vec![("hash_key", Expr::from(self.hash_key.as_str()))];
        entries.extend(self.range_key.as_ref().map(|key| ("range_key", key.as_str().into())));
        entries.push(("projection", projection.into()));
        if !self.attributes.is_empty() {
            entries.push(("attributes", self.attributes.clone().into()));
        }
        Expr::map(entries)
    }
}
