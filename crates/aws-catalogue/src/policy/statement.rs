//! One statement: from a block or from JSON, and as JSON again.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Refused, field, fields, word};
use crate::value::Value;

/// The lists of a statement: in JSON, and as arguments.
const LISTS: [(&str, &str); 4] = [
    ("Action", "actions"),
    ("NotAction", "not_actions"),
    ("Resource", "resources"),
    ("NotResource", "not_resources"),
];

const PRINCIPALS: [(&str, &str); 2] =
    [("Principal", "principals"), ("NotPrincipal", "not_principals")];

/// A statement of a policy.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) sid: String,
    effect: String,
    lists: [Option<Json>; 4],
    principals: [Vec<Principals>; 2],
    conditions: Vec<Condition>,
}

/// Who, of one kind.
#[derive(Debug)]
struct Principals {
    kind: String,
    who: Words,
}

/// One is written otherwise than a list of one.
#[derive(Debug)]
enum Words {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug)]
struct Condition {
    test: String,
    variable: String,
    values: Vec<String>,
}

impl Statement {
    pub(super) fn configured(block: &Value, version: &str) -> Result<Self, Refused> {
        let text = |name| block.get(name).text().unwrap_or_default().to_owned();
        let mut lists = [const { None }; 4];
        for (list, (name, argument)) in lists.iter_mut().zip(LISTS) {
            let words = Words::sorted(block.get(argument));
            // What an action has is no variable.
            let words = if name.ends_with("Action") { words } else { words.replaced(version)? };
            *list = words.written();
        }
        let mut principals = [const { Vec::new() }; 2];
        for (all, (_, argument)) in principals.iter_mut().zip(PRINCIPALS) {
            for one in block.get(argument).items() {
                let kind = one.get("type").text().unwrap_or_default().to_owned();
                let who = Words::sorted(one.get("identifiers")).replaced(version)?;
                all.push(Principals { kind, who });
            }
        }
        let mut conditions = Vec::new();
        for one in block.get("condition").items() {
            let text = |name| one.get(name).text().unwrap_or_default().to_owned();
            // The order of values stays.
            let values = one.get("values").texts().map(|value| replaced(value, version));
            let values = values.collect::<Result<_, _>>()?;
            conditions.push(Condition { test: text("test"), variable: text("variable"), values });
        }
        let effect = Some(text("effect")).filter(|effect| !effect.is_empty());
        let effect = effect.unwrap_or_else(|| "Allow".to_owned());
        Ok(Self { sid: text("sid"), effect, lists, principals, conditions })
    }

    pub(super) fn read(json: &Json) -> Result<Self, Refused> {
        let fields = fields(json)?;
        let lists =
            LISTS.map(|(name, _)| field(fields, name).filter(|one| !one.is_null()).cloned());
        let mut principals = [const { Vec::new() }; 2];
        for (all, (name, _)) in principals.iter_mut().zip(PRINCIPALS) {
            *all = field(fields, name).map_or_else(|| Ok(Vec::new()), Principals::read)?;
        }
        let conditions = field(fields, "Condition");
        let conditions = conditions.map_or_else(|| Ok(Vec::new()), Condition::read)?;
        let (sid, effect) = (word(fields, "Sid")?, word(fields, "Effect")?);
        Ok(Self { sid, effect, lists, principals, conditions })
    }

    pub(super) fn write(self) -> Json {
        let mut out = Map::new();
        for (name, text) in [("Sid", self.sid), ("Effect", self.effect)] {
            if !text.is_empty() {
                out.insert(name.to_owned(), text.into());
            }
        }
        let lists = self.lists.into_iter().zip(LISTS);
        out.extend(lists.filter_map(|(list, (name, _))| Some((name.to_owned(), list?))));
        for (all, (name, _)) in self.principals.into_iter().zip(PRINCIPALS) {
            if !all.is_empty() {
                out.insert(name.to_owned(), Principals::write(all));
            }
        }
        if !self.conditions.is_empty() {
            out.insert("Condition".to_owned(), Condition::write(self.conditions));
        }
        Json::Object(out)
    }
}

impl Principals {
    fn read(json: &Json) -> Result<Vec<Self>, Refused> {
        match json {
            Json::String(_) => {
                Ok(vec![Self { kind: "*".to_owned(), who: Words::Many(vec!["*".to_owned()]) }])
            }
            Json::Object(pairs) => {
                let pairs = pairs.iter();
                pairs
                    .map(|(kind, who)| Ok(Self { kind: kind.clone(), who: Words::read(who)? }))
                    .collect()
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => {
                Err(Refused("a policy's principals are neither a text nor an object".to_owned()))
            }
        }
    }

    /// Everybody is `"*"`, and only if nobody else is named: AWS tells it from `{"AWS": "*"}`.
    fn write(all: Vec<Self>) -> Json {
        if let [one] = all.as_slice()
            && one.kind == "*"
            && one.who.is("*")
        {
            return "*".into();
        }
        let mut by_kind: BTreeMap<String, Words> = BTreeMap::new();
        for Self { kind, who } in all {
            let who = match (by_kind.remove(&kind), who) {
                (None, who) => who.backwards(),
                (Some(before), who) => {
                    let mut words = before.into_list();
                    words.extend(who.backwards().into_list());
                    Words::Many(words)
                }
            };
            by_kind.insert(kind, who);
        }
        let pairs = by_kind.into_iter().map(|(kind, who)| (kind, who.into_json()));
        Json::Object(pairs.collect())
    }
}

impl Words {
    /// The words of an argument that is a set: backwards, if there are several.
    fn sorted(value: &Value) -> Self {
        let mut words: Vec<String> = value.texts().map(str::to_owned).collect();
        if words.len() == 1
            && let Some(one) = words.pop()
        {
            return Self::One(one);
        }
        Self::Many(words).backwards()
    }

    fn read(json: &Json) -> Result<Self, Refused> {
        let text = |one: &Json| one.as_str().map(str::to_owned);
        let words = match json {
            Json::String(one) => return Ok(Self::One(one.clone())),
            Json::Array(all) => all.iter().map(text).collect::<Option<_>>(),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => None,
        };
        words.map(Self::Many).ok_or_else(|| Refused("a principal is no text".to_owned()))
    }

    fn replaced(self, version: &str) -> Result<Self, Refused> {
        Ok(match self {
            Self::One(one) => Self::One(replaced(&one, version)?),
            Self::Many(all) => {
                let all = all.iter().map(|one| replaced(one, version));
                Self::Many(all.collect::<Result<_, _>>()?)
            }
        })
    }

    fn backwards(self) -> Self {
        match self {
            Self::One(one) => Self::One(one),
            Self::Many(mut all) => {
                all.sort_by(|one, other| other.cmp(one));
                Self::Many(all)
            }
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Self::One(one) => one == word,
            Self::Many(all) => matches!(all.as_slice(), [one] if one == word),
        }
    }

    fn into_list(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(all) => all,
        }
    }

    fn into_json(self) -> Json {
        match self {
            Self::One(one) => one.into(),
            Self::Many(all) => all.into(),
        }
    }

    /// Nothing, if there are none.
    fn written(self) -> Option<Json> {
        let none = matches!(&self, Self::Many(all) if all.is_empty());
        (!none).then(|| self.into_json())
    }
}

impl Condition {
    /// What is neither a text, a list nor `true` or `false` is dropped: so does the provider.
    fn read(json: &Json) -> Result<Vec<Self>, Refused> {
        let mut found = Vec::new();
        if json.is_null() {
            return Ok(found);
        }
        for (test, variables) in fields(json)? {
            for (variable, values) in fields(variables)? {
                let values = match values {
                    Json::String(one) => vec![one.clone()],
                    Json::Bool(one) => vec![one.to_string()],
                    Json::Array(_) => Words::read(values)?.into_list(),
                    Json::Null | Json::Number(_) | Json::Object(_) => continue,
                };
                found.push(Self { test: test.clone(), variable: variable.clone(), values });
            }
        }
        Ok(found)
    }

    fn write(all: Vec<Self>) -> Json {
        let mut tests: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for Self { test, variable, values } in all {
            tests.entry(test).or_default().entry(variable).or_default().extend(values);
        }
        let values = |mut values: Vec<String>| match values.as_mut_slice() {
            [one] => Json::from(std::mem::take(one)),
            _ => Json::from(values),
        };
        let variables = |variables: BTreeMap<String, Vec<String>>| {
            variables.into_iter().map(|(name, all)| (name, values(all))).collect::<Json>()
        };
        tests.into_iter().map(|(test, all)| (test, variables(all))).collect()
    }
}

/// `&{` is a policy variable's `${`, which Terraform would read itself. The older version has no variables.
fn replaced(text: &str, version: &str) -> Result<String, Refused> {
    if version == "2008-10-17" && text.contains("&{") {
        return Err(Refused(format!("{text:?} has a variable, which version {version} has not")));
    }
    Ok(text.replace("&{", "${"))
}
