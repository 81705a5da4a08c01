//! What is written is what was meant, and `terraform fmt` leaves it.

use std::iter;

use hcl::{Body, Expression, expr::ObjectKey};
use proptest::prelude::*;

use super::*;
use crate::{
    compose::compose,
    diag::Diagnostics,
    emit::{align::align, verify::verify},
    graph::{Graph, Ref},
    partition::{Roots, partition},
    source::Source,
    words::Layout,
};

/// One block with one entry.
fn written(entries: &[(&str, Expr)]) -> String {
    let graph = Graph::default();
    let roots = partition(&graph, Layout::Single, iter::empty()).unwrap();
    let mut file = Writer::new(names(&graph, &roots, RootId::Single), &[]);
    file.block("module", "m", |file| {
        file.entries(entries.iter().map(|(key, value)| (*key, Value::Expr(value))));
    });
    file.into_text()
}

fn names<'a>(graph: &'a Graph, roots: &'a Roots, root: RootId) -> Names<'a> {
    Names { graph, roots, root }
}

/// Parses a text and holds what a block says to what it was to say.
fn holds(text: &str, block: usize, entries: &[(&str, &Expr)], names: Option<Names<'_>>) {
    let body: Body = hcl::parse(text).unwrap();
    let block = body.blocks().nth(block).unwrap();
    let own = ["source", "providers", "depends_on"];
    let parsed =
        block.body().attributes().filter(|it| entries.is_empty() || !own.contains(&it.key()));
    let parsed: Vec<_> = parsed.map(|it| (it.key(), it.expr())).collect();
    assert_eq!(parsed.len(), entries.len(), "{text}");
    for ((key, value), (expected_key, expected)) in parsed.into_iter().zip(entries) {
        assert_eq!(key, *expected_key);
        same(expected, value, names);
    }
}

fn same(expected: &Expr, parsed: &Expression, names: Option<Names<'_>>) {
    match (expected, parsed) {
        (Expr::Bool(expected), Expression::Bool(parsed)) => assert_eq!(expected, parsed),
        (Expr::Int(expected), Expression::Number(parsed)) => {
            assert_eq!(expected.to_string(), parsed.to_string());
        }
        (Expr::AndHalf(expected), Expression::Number(parsed)) => {
            assert_eq!(format!("{expected}.5"), parsed.to_string());
        }
        (Expr::Str(expected), Expression::String(parsed)) => assert_eq!(expected, parsed),
        (Expr::List(expected), Expression::Array(parsed)) => {
            assert_eq!(expected.len(), parsed.len());
            expected
                .iter()
                .zip(parsed)
                .for_each(|(expected, parsed)| same(expected, parsed, names));
        }
        (Expr::Map(expected), Expression::Object(parsed)) => {
            assert_eq!(expected.len(), parsed.len());
            for ((key, expected), (parsed_key, parsed)) in expected.iter().zip(parsed) {
                match parsed_key {
                    ObjectKey::Identifier(parsed) => assert_eq!(key, parsed.as_str()),
                    ObjectKey::Expression(Expression::String(parsed)) => assert_eq!(key, parsed),
                    other @ (ObjectKey::Expression(_) | _) => panic!("{key} became {other:?}"),
                }
                same(expected, parsed, names);
            }
        }
        (Expr::Ref(expected), Expression::Traversal(_)) => {
            assert_eq!(
                reference(expected, names.unwrap()),
                hcl::format::to_string(parsed).unwrap()
            );
        }
        (expected, parsed) => panic!("{expected:?} became {parsed:?}"),
    }
}

fn reference(reference: &Ref, names: Names<'_>) -> String {
    let mut out = String::new();
    names.push_reference(&mut out, reference);
    out
}

#[test]
fn runs_of_lines_share_a_column_and_long_lists_have_lines_of_their_own() {
    let map = |key: &'static str| Expr::map([("a", Expr::Int(1)), (key, Expr::list(["x"]))]);
    let long = Expr::list(["x".repeat(60), "y".repeat(60)]);
    let text = written(&[
        ("name", "shop".into()),
        ("regions", Expr::list(["us-east-1"])),
        ("nothing", Expr::map::<&str, Expr>([])),
        ("maps", Expr::list([map("for"), map("a b")])),
        ("id", Expr::AndHalf(2)),
        ("long", long.clone()),
        ("x", true.into()),
        ("quoted", Expr::map([("a.b", long), ("c", "${x}\n".into())])),
        ("mixed", Expr::list([Expr::Int(1), map("b"), Expr::list([map("c")])])),
    ]);
    insta::assert_snapshot!(text, @r#"
    module "m" {
      name    = "shop"
      regions = ["us-east-1"]
      nothing = {}
      maps = [{
        a     = 1
        "for" = ["x"]
        }, {
        a     = 1
        "a b" = ["x"]
      }]
      id = 2.5
      long = [
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
      ]
      x = true
      quoted = {
        "a.b" = ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"]
        c     = "$${x}\n"
      }
      mixed = [1, { a = 1, b = ["x"] }, [{ a = 1, c = ["x"] }]]
    }
    "#);
}

/// Every topology: a parser of all of HCL takes each file and would not align it otherwise, and each call is given what the graph says.
#[test]
fn every_tree_says_what_its_graph_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/topologies");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let checked = crate::check(&Source::new("t.toml", text), &mut Diagnostics::new());
        let Ok(checked) = checked else { panic!("a topology has errors") };
        let tree = crate::render(&checked).unwrap();
        let is_ours = |path: &str| {
            !path.starts_with("modules/")
                && matches!(path.rsplit_once('.'), Some((_, "tf" | "hcl")))
        };
        for (path, text) in tree.files().filter(|(path, _)| is_ours(path)) {
            assert_eq!(align(text).unwrap(), text, "{path}");
            assert_eq!(verify(text), Ok(()), "{path}");
        }
        let topology = &checked.topology;
        let graph = compose(topology, &checked.parts).unwrap();
        let regions = topology.regions.iter().map(|region| region.name);
        let roots = partition(&graph, topology.layout, regions).unwrap();
        for root in roots.iter() {
            let dir = root.id.dir();
            let main = if dir.is_empty() { "main.tf".to_owned() } else { format!("{dir}/main.tf") };
            let (_, text) = tree.files().find(|(path, _)| *path == main).unwrap();
            for (index, id) in root.calls.iter().enumerate() {
                let inputs = &graph.get(*id).inputs;
                let entries: Vec<_> = inputs.iter().map(|(key, value)| (*key, value)).collect();
                if !entries.is_empty() {
                    holds(text, index, &entries, Some(names(&graph, &roots, root.id)));
                    count += 1;
                }
            }
        }
    }
    assert!(count > 300, "only {count} calls");
}

fn any_expr() -> impl Strategy<Value = Expr> {
    let text = || prop_oneof![any::<String>(), "[a-z$%{}\"\\\\#=/ ]{0,12}", "[a-z-]{1,60}"];
    let leaf = prop_oneof![
        any::<bool>().prop_map(Expr::Bool),
        any::<u64>().prop_map(Expr::Int),
        (0_u64..9_999).prop_map(Expr::AndHalf),
        text().prop_map(Expr::from),
    ];
    let key = prop_oneof!["[a-z_][a-z0-9_-]{0,9}", "true|false|null|for|if|in", any::<String>()];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        let map = prop::collection::btree_map(key.clone(), inner.clone(), 0..5).prop_map(Expr::map);
        let maps = prop::collection::vec(map.clone(), 0..4).prop_map(Expr::List);
        prop_oneof![prop::collection::vec(inner, 0..5).prop_map(Expr::List), maps, map]
    })
}

fn any_entries() -> impl Strategy<Value = Vec<(String, Expr)>> {
    // Names of inputs are words of ours, and none of HCL's.
    let entries = prop::collection::btree_map("[a-z]_[a-z_]{0,10}", any_expr(), 1..7);
    entries.prop_map(|entries| entries.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_written_in_columns_and_reads_back(entries in any_entries()) {
        let entries: Vec<(&str, Expr)> =
            entries.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
        let text = written(&entries);
        prop_assert_eq!(verify(&text), Ok(()));
        prop_assert_eq!(&align(&text).unwrap(), &text);
        let expected: Vec<_> = entries.iter().map(|(key, value)| (*key, value)).collect();
        holds(&text, 0, &expected, None);
    }
}
