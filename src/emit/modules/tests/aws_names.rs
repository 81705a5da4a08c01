//! The names that the blocks say they give are those that the modules give.

use std::collections::BTreeSet;

use hcl::{Expression, Template, Traversal, expr::TraversalOperator, template::Element};
use include_dir::Dir;

use super::{super::folder, topologies};
use crate::{
    Checked,
    block::names::{Given, given},
    compose::compose,
    diag::Diagnostics,
    graph::{Call, Expr},
    registry,
};

/// Types whose names tell nothing apart, or only within something that has a name of its own.
const FREE: [&str; 10] = [
    // AWS lets any number have one name.
    "aws_globalaccelerator_accelerator",
    // Of a target, a role, a group or a bucket.
    "aws_appautoscaling_policy",
    "aws_cloudwatch_log_delivery",
    "aws_cloudwatch_log_stream",
    "aws_cloudwatch_log_subscription_filter",
    "aws_iam_role_policy",
    // Host names, which have findings of their own.
    "aws_acm_certificate",
    "aws_route53_record",
    // Services share repositories by naming them.
    "aws_ecr_repository",
    // An account has it once.
    "aws_iam_service_linked_role",
];

/// Arguments that end like a name and refer to something else.
const OTHERS: [&str; 6] = [
    "ca_cert_identifier",
    "database_name",
    "final_snapshot_identifier",
    "master_username",
    "service_name",
    "global_cluster_identifier",
];

fn is_name(kind: &str, key: &str) -> bool {
    let own = (kind, key) == ("aws_rds_global_cluster", "global_cluster_identifier");
    let ends =
        key == "name" || key == "bucket" || key.ends_with("_name") || key.ends_with("identifier");
    own || (ends && !OTHERS.contains(&key)) || (kind, key) == ("aws_ecs_task_definition", "family")
}

/// The text of an argument, a `*` for what only a plan knows. `None`: another resource has the name.
fn text(expr: &Expression, call: &Call) -> Option<String> {
    if let Expression::String(text) = expr {
        return Some(text.clone());
    }
    if let Expression::TemplateExpr(template) = expr {
        let template = Template::from_expr(template).unwrap();
        let part = |element: &Element| match element {
            Element::Literal(text) => text.clone(),
            Element::Interpolation(inner) => text_of(&inner.expr, call),
            Element::Directive(_) => "*".to_owned(),
        };
        return Some(template.elements().iter().map(part).collect());
    }
    let is_own = matches!(expr, Expression::Traversal(path) if is_variable(path));
    is_own.then(|| text_of(expr, call))
}

fn is_variable(path: &Traversal) -> bool {
    matches!(&path.expr, Expression::Variable(start) if start.as_str() == "var")
}

fn text_of(expr: &Expression, call: &Call) -> String {
    if let Expression::Traversal(path) = expr
        && is_variable(path)
        && let [TraversalOperator::GetAttr(input)] = path.operators.as_slice()
        && let Some(Expr::Str(text)) = call.input(input.as_str())
    {
        return text.to_string();
    }
    "*".to_owned()
}

/// Type and name of everything with a name in a call of a module.
fn made(dir: &Dir<'_>, call: &Call, found: &mut BTreeSet<(String, String)>) {
    for file in dir.files().filter(|file| file.path().extension().is_some_and(|it| it == "tf")) {
        let body: hcl::Body = hcl::parse(file.contents_utf8().unwrap()).unwrap();
        for block in body.blocks().filter(|block| block.identifier() == "resource") {
            let kind = block.labels()[0].as_str();
            for attribute in block.body().attributes().filter(|_| !FREE.contains(&kind)) {
                if let (true, Some(name)) =
                    (is_name(kind, attribute.key()), text(attribute.expr(), call))
                {
                    found.insert((kind.to_owned(), name));
                }
            }
        }
    }
}

/// Whether a text is what a pattern with `*` stands for.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            (0..=text.len()).any(|at| text.is_char_boundary(at) && matches(rest, &text[at..]))
        }),
    }
}

#[test]
fn every_name_that_a_module_gives_is_one_that_its_block_says() {
    let (mut kinds, mut given_kinds) = (BTreeSet::new(), BTreeSet::new());
    for source in topologies() {
        let checked = crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
        let Checked { topology, parts, .. } = checked;
        let graph = compose(&topology, &parts).unwrap();
        let mut found = BTreeSet::new();
        for (_, call) in graph.calls() {
            made(folder(call.module.dir).unwrap(), call, &mut found);
        }
        let given: Vec<Given> = given(registry::BLOCKS, parts.ledger(), &topology);
        for (kind, pattern) in found {
            let said = given.iter().any(|one| one.kind == kind && matches(&pattern, &one.name));
            assert!(said, "{}: no block says that it names {kind} `{pattern}`", source.path());
            kinds.insert(kind);
        }
        given_kinds.extend(given.iter().map(|one| one.kind.to_owned()));
    }
    // Lambda's other functions are made elsewhere; all else that is said is made.
    assert_eq!(kinds, given_kinds);
    assert!(kinds.len() > 20, "{kinds:?}");
}
