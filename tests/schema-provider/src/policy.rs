//! Policies as AWS reads them: which arguments have them, and who may do what, where, under which conditions.
//!
//! Source: IAM user guide, "Policy evaluation logic", "IAM JSON policy elements: Condition operators", and "Grammar of the
//! IAM JSON policy language".

use aws_catalogue::Value;
use serde_json::{Map, Value as Json};

/// What a policy is of: who is named in it, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Of a role or a user: what it may do. It names nobody.
    Identity,
    /// Of a thing: who may do what with it.
    Resource,
    /// Of a role: who may be it.
    Trust,
}

/// The policies that the types have: type, argument, sort.
const ARGUMENTS: &[(&str, &str, Sort)] = &[
    ("aws_cloudwatch_log_resource_policy", "policy_document", Sort::Resource),
    ("aws_ecr_repository_policy", "policy", Sort::Resource),
    ("aws_iam_policy", "policy", Sort::Identity),
    ("aws_iam_role", "assume_role_policy", Sort::Trust),
    ("aws_iam_role_policy", "policy", Sort::Identity),
    ("aws_kms_key", "policy", Sort::Resource),
    ("aws_kms_key_policy", "policy", Sort::Resource),
    ("aws_opensearch_domain", "access_policies", Sort::Resource),
    ("aws_s3_bucket_policy", "policy", Sort::Resource),
    ("aws_secretsmanager_secret_policy", "policy", Sort::Resource),
    ("aws_sns_topic_policy", "policy", Sort::Resource),
    ("aws_sqs_queue_policy", "policy", Sort::Resource),
    ("aws_vpc_endpoint", "policy", Sort::Resource),
];

/// What AWS makes of a policy that nobody wrote; made up by `forge`.
const NOBODYS: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

const NULL: &Json = &Json::Null;

/// A policy that is an object.
pub(crate) struct Policy(Map<String, Json>);

/// A statement of one.
#[derive(Clone, Copy)]
pub(crate) struct Statement<'a>(&'a Map<String, Json>);

/// Somebody who wants something. A policy of the sort that names nobody is not asked for the name.
pub(crate) struct Request<'a> {
    /// `("Service", "logs.amazonaws.com")`, or `("AWS", <ARN>)`.
    pub(crate) who: (&'a str, &'a str),
    /// `s3:PutObject`
    pub(crate) action: &'a str,
    /// An ARN; a `*` in it stands for what is not known.
    pub(crate) resource: &'a str,
    /// What is known of the call, by the names of conditions; what is not in here, it has not.
    pub(crate) context: &'a [(&'a str, &'a str)],
}

/// The argument of a type that is a policy.
#[cfg(test)]
pub(crate) fn argument(kind: &str) -> Option<&'static str> {
    ARGUMENTS.iter().find(|(one, ..)| *one == kind).map(|(_, argument, _)| *argument)
}

/// The policy that an object has: which argument, its sort, and what it says. None if nobody wrote one; that it is
/// JSON, the provider asks before.
pub(crate) fn of(kind: &str, object: &Value) -> Option<(&'static str, Sort, Policy)> {
    let (_, argument, sort) = ARGUMENTS.iter().find(|(one, ..)| *one == kind)?;
    let text = object.get(argument).text().filter(|text| *text != NOBODYS)?;
    Some((argument, *sort, Policy::read(text)?))
}

impl Policy {
    /// None of what is no object.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    pub(crate) fn version(&self) -> Option<&str> {
        self.0.get("Version").and_then(Json::as_str)
    }

    /// A single statement may stand without a list.
    pub(crate) fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        list(self.0.get("Statement").unwrap_or(NULL))
            .iter()
            .filter_map(Json::as_object)
            .map(Statement)
    }

    /// Whether somebody may: some statement says so, and none says no.
    pub(crate) fn admits(&self, request: &Request<'_>) -> bool {
        let says =
            |effect| self.statements().any(|one| one.effect() == effect && one.is_of(request));
        says("Allow") && !says("Deny")
    }
}

impl<'a> Statement<'a> {
    pub(crate) fn fields(self) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn word(self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(Json::as_str)
    }

    pub(crate) fn effect(self) -> &'a str {
        self.word("Effect").unwrap_or_default()
    }

    /// `Action`, `Resource` and their opposites: a word or a list of them.
    pub(crate) fn words(self, name: &str) -> impl Iterator<Item = &'a str> {
        list(self.0.get(name).unwrap_or(NULL)).iter().filter_map(Json::as_str)
    }

    /// Who is named, each with the kind: `("Service", "logs.amazonaws.com")`. Everybody is `("*", "*")`.
    pub(crate) fn principals(self) -> Vec<(&'a str, &'a str)> {
        let named = |named: &'a Json| match named {
            Json::String(who) => vec![("*", who.as_str())],
            Json::Object(kinds) => {
                let all = kinds.iter().flat_map(|(kind, all)| {
                    list(all).iter().filter_map(move |who| Some((kind.as_str(), who.as_str()?)))
                });
                all.collect()
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => Vec::new(),
        };
        self.0.get("Principal").map(named).unwrap_or_default()
    }

    /// Operator, key and values of each condition.
    pub(crate) fn conditions(self) -> impl Iterator<Item = (&'a str, &'a str, &'a [Json])> {
        let operators = self.0.get("Condition").and_then(Json::as_object).into_iter().flatten();
        operators.flat_map(|(operator, keys)| {
            let keys = keys.as_object().into_iter().flatten();
            keys.map(move |(key, values)| (operator.as_str(), key.as_str(), list(values)))
        })
    }

    fn is_of(self, request: &Request<'_>) -> bool {
        let is = |name: &str, opposite: &str, like: &dyn Fn(&str) -> bool| {
            if self.has(opposite) {
                !self.words(opposite).any(like)
            } else {
                self.words(name).any(like)
            }
        };
        let action = request.action.to_lowercase();
        // What a role trusts is the role.
        let resource = !(self.has("Resource") || self.has("NotResource"))
            || is("Resource", "NotResource", &|pattern| meets(pattern, request.resource));
        let named = self.principals();
        let who = !(self.has("Principal") || self.has("NotPrincipal"))
            || named.iter().any(|(_, who)| *who == "*")
            || named.contains(&request.who);
        let conditions = self.conditions().all(|(operator, key, values)| {
            let known = request.context.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
            fulfilled(operator, values, known.map(|(_, value)| *value))
        });
        is("Action", "NotAction", &|pattern| meets(&pattern.to_lowercase(), &action))
            && resource
            && who
            && conditions
    }
}

/// A value, or the values of a list.
fn list(json: &Json) -> &[Json] {
    match json {
        Json::Array(all) => all,
        Json::Null => &[],
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => {
            std::slice::from_ref(json)
        }
    }
}

/// Whether a condition on a key is fulfilled. A call that does not have the key fulfils only what asks for that or does not mind.
fn fulfilled(operator: &str, values: &[Json], value: Option<&str>) -> bool {
    let (all, operator) = match operator.split_once(':') {
        Some((set, operator)) => (set == "ForAllValues", operator),
        None => (false, operator),
    };
    let (optional, operator) = match operator.strip_suffix("IfExists") {
        Some(operator) => (true, operator),
        None => (all, operator),
    };
    let texts: Vec<String> = values.iter().map(text).collect();
    let any = |like: &dyn Fn(&str) -> bool| texts.iter().any(|text| like(text));
    if operator == "Null" {
        return any(&|text| (text == "true") == value.is_none());
    }
    let (negated, operator) = match operator.split_once("Not") {
        Some((before, after)) => (true, format!("{before}{after}")),
        None => (false, operator.to_owned()),
    };
    let Some(value) = value else {
        return optional || negated;
    };
    let like = match operator.as_str() {
        "StringEquals" | "NumericEquals" | "BinaryEquals" => {
            any(&|text| !text.contains('*') && meets(value, text))
        }
        "StringEqualsIgnoreCase" | "Bool" => any(&|text| text.eq_ignore_ascii_case(value)),
        "StringLike" => any(&|text| meets(text, value)),
        "ArnLike" | "ArnEquals" => any(&|text| arn_meets(text, value)),
        // Of what is compared nothing is known.
        _ => !negated,
    };
    like != negated
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Each part of an ARN for itself.
pub(crate) fn arn_meets(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.splitn(6, ':'), other.splitn(6, ':'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if meets(one, other) => {}
            _ => return false,
        }
    }
}

/// Whether two texts can be the same, where `*` and `?` stand for anything in both.
pub(crate) fn meets(one: &str, other: &str) -> bool {
    fn meet(one: &[u8], other: &[u8]) -> bool {
        match (one.split_first(), other.split_first()) {
            (None, None) => true,
            (Some((b'*', rest)), None) | (None, Some((b'*', rest))) => meet(rest, &[]),
            (Some((b'*', rest)), Some((_, after))) => meet(rest, other) || meet(one, after),
            (Some((_, after)), Some((b'*', rest))) => meet(one, rest) || meet(after, other),
            (Some((a, one)), Some((b, other))) => {
                (a == b || *a == b'?' || *b == b'?') && meet(one, other)
            }
            (None, Some(_)) | (Some(_), None) => false,
        }
    }
    meet(one.as_bytes(), other.as_bytes())
}

#[cfg(test)]
mod tests {
    use aws_catalogue::{Catalogue, Kind};

    use super::*;

    fn admits(statement: &str, context: &[(&str, &str)]) -> bool {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        let (who, action) = (("Service", "logs.amazonaws.com"), "s3:PutObject");
        let resource = "arn:aws:s3:::logs/a/*";
        Policy::read(&text).unwrap().admits(&Request { who, action, resource, context })
    }

    const RIGHT: &str = r#""Effect":"Allow","Principal":{"Service":["logs.amazonaws.com"]},"Action":"s3:put*","Resource":"arn:aws:s3:::logs/*""#;

    #[test]
    fn every_argument_is_vendored() {
        let catalogue = Catalogue::new();
        for (kind, argument, _) in ARGUMENTS {
            let entry = catalogue.entry(Kind::Resource, kind).unwrap();
            assert!(entry.block.attributes.contains_key(*argument), "{kind}.{argument}");
        }
    }

    #[test]
    fn a_statement_admits_whom_what_and_where_it_says() {
        assert!(admits(&format!("{{{RIGHT}}}"), &[]));
        for (one, other) in [
            ("logs.amazonaws.com", "log.amazonaws.com"),
            ("s3:put", "s3:get"),
            ("logs/*", "log/*"),
            ("Allow", "Deny"),
            (r#""Action""#, r#""NotAction""#),
            (r#""Resource""#, r#""NotResource""#),
        ] {
            assert!(!admits(&format!("{{{}}}", RIGHT.replace(one, other)), &[]), "{other}");
        }
        let deny = r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#;
        assert!(!admits(&format!("{{{RIGHT}}},{deny}"), &[]));
    }

    #[test]
    fn a_condition_is_of_what_the_call_has() {
        let context = [
            ("aws:SourceAccount", "123456789012"),
            ("aws:SourceArn", "arn:aws:logs:eu-west-1:123456789012:*"),
        ];
        for (condition, fulfilled) in [
            (r#""StringEquals":{"aws:SourceAccount":"123456789012"}"#, true),
            (r#""StringEquals":{"AWS:sourceaccount":["1","123456789012"]}"#, true),
            (r#""StringEquals":{"aws:SourceAccount":"210987654321"}"#, false),
            (r#""StringNotEquals":{"aws:SourceAccount":"123456789012"}"#, false),
            (r#""StringEquals":{"aws:SourceArn":"arn:aws:logs:eu-west-1:123456789012:*"}"#, false),
            (r#""StringEquals":{"aws:SourceAcount":"123456789012"}"#, false),
            (r#""StringEqualsIfExists":{"aws:SourceAcount":"123456789012"}"#, true),
            (r#""StringNotEquals":{"aws:SourceAcount":"123456789012"}"#, true),
            (r#""Null":{"aws:SourceArn":"false"}"#, true),
            (r#""Null":{"aws:SourceArn":true}"#, false),
            (
                r#""ArnLike":{"aws:SourceArn":"arn:aws:logs:eu-west-1:123456789012:log-group:a"}"#,
                true,
            ),
            (r#""ArnLike":{"aws:SourceArn":"arn:aws:logs:*:123456789012:*"}"#, true),
            (r#""ArnLike":{"aws:SourceArn":"arn:aws:logs:eu-west-2:123456789012:*"}"#, false),
            (r#""ArnLike":{"aws:SourceArn":"arn:*:logs"}"#, false),
        ] {
            let statement = format!(r#"{{{RIGHT},"Condition":{{{condition}}}}}"#);
            assert_eq!(admits(&statement, &context), fulfilled, "{condition}");
        }
    }
}
