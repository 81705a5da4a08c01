//! `aws_iam_policy_document`: the JSON that the real data source writes, keys and values in its order.

use std::collections::BTreeMap;

use aws_catalogue::Value;
use serde::Serialize;
use serde_json::Value as Json;

use crate::problem::Problem;

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    statement: Vec<Json>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    effect: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_action: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_resource: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_principal: Option<Json>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<String, BTreeMap<String, Json>>,
}

/// Sets `json` and `minified_json`.
pub(super) fn document(state: &mut Value) -> Result<(), Problem> {
    let mut statements = Vec::new();
    for source in state.get("source_policy_documents").texts() {
        statements.extend(parse(source)?);
    }
    for block in state.get("statement").items() {
        merge(&mut statements, json(&statement(block))?);
    }
    for over in state.get("override_policy_documents").texts() {
        for statement in parse(over)? {
            merge(&mut statements, statement);
        }
    }
    let document = Document {
        version: Some(state.get("version").text().unwrap_or("2012-10-17").to_owned()),
        id: state.get("policy_id").text().map(str::to_owned),
        statement: statements,
    };
    let pretty = serde_json::to_string_pretty(&document).map_err(broken)?;
    let compact = serde_json::to_string(&document).map_err(broken)?;
    state.set("json", pretty.into());
    state.set("minified_json", compact.into());
    Ok(())
}

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::new("a policy document is not JSON").detail(error.to_string())
}

fn json(statement: &Statement) -> Result<Json, Problem> {
    serde_json::to_value(statement).map_err(broken)
}

/// The statements of another document.
fn parse(text: &str) -> Result<Vec<Json>, Problem> {
    let document: Json = serde_json::from_str(text).map_err(broken)?;
    Ok(match document.get("Statement") {
        Some(Json::Array(statements)) => statements.clone(),
        Some(single) => vec![single.clone()],
        None => Vec::new(),
    })
}

/// A statement takes the place of the one with its `Sid`.
fn merge(statements: &mut Vec<Json>, statement: Json) {
    let sid = statement.get("Sid").cloned();
    let same = statements.iter_mut().find(|one| sid.is_some() && one.get("Sid") == sid.as_ref());
    match same {
        Some(one) => *one = statement,
        None => statements.push(statement),
    }
}

fn statement(block: &Value) -> Statement {
    Statement {
        sid: block.get("sid").text().filter(|sid| !sid.is_empty()).map(str::to_owned),
        effect: block.get("effect").text().unwrap_or("Allow").to_owned(),
        action: list(block.get("actions")),
        not_action: list(block.get("not_actions")),
        resource: list(block.get("resources")),
        not_resource: list(block.get("not_resources")),
        principal: principals(block.get("principals")),
        not_principal: principals(block.get("not_principals")),
        condition: conditions(block.get("condition")),
    }
}

/// One value stands alone, several are sorted backwards: so does the provider. `&{` is a policy
/// variable's `${`.
fn list(values: &Value) -> Option<Json> {
    let mut texts: Vec<String> = values.texts().map(|text| text.replace("&{", "${")).collect();
    texts.sort_by(|one, other| other.cmp(one));
    match texts.as_slice() {
        [] => None,
        [one] => Some(Json::from(one.as_str())),
        _ => Some(Json::from(texts)),
    }
}

fn principals(blocks: &Value) -> Option<Json> {
    let mut by_type: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for block in blocks.items() {
        let kind = block.get("type").text().unwrap_or_default();
        by_type.entry(kind).or_default().extend(block.get("identifiers").texts());
    }
    if by_type.get("*").is_some_and(|who| who.as_slice() == ["*"]) && by_type.len() == 1 {
        return Some(Json::from("*"));
    }
    let pairs = by_type
        .into_iter()
        .filter_map(|(kind, who)| Some((kind.to_owned(), list(&who.into_iter().collect())?)));
    let pairs: serde_json::Map<String, Json> = pairs.collect();
    (!pairs.is_empty()).then_some(Json::Object(pairs))
}

fn conditions(blocks: &Value) -> BTreeMap<String, BTreeMap<String, Json>> {
    let mut tests: BTreeMap<String, BTreeMap<String, Json>> = BTreeMap::new();
    for block in blocks.items() {
        let (test, variable) = (block.get("test").text(), block.get("variable").text());
        if let (Some(test), Some(variable), Some(values)) =
            (test, variable, list(block.get("values")))
        {
            tests.entry(test.to_owned()).or_default().insert(variable.to_owned(), values);
        }
    }
    tests
}
