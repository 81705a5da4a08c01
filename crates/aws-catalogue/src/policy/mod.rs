//! `aws_iam_policy_document`: the JSON that the data source writes, byte for byte.
//!
//! Read off the provider's 6.58 (internal/service/iam `dataSourcePolicyDocumentRead`, `iamPolicyDoc.Merge`, and how its types
//! are read from JSON and written), and held to the examples of its documentation (`tests/policy`). What cannot be
//! known: in which order several `principals` of one type come, or several `condition` of one test and variable, for
//! the provider has them in sets. Here it is the order that they are given in.

mod statement;

use std::fmt;

use serde_json::{Map, Value as Json};

use crate::value::Value;
use statement::Statement;

/// What a document depends on.
const ARGUMENTS: [&str; 5] =
    ["override_policy_documents", "policy_id", "source_policy_documents", "statement", "version"];

/// Both forms of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `json`: indented by two.
    pub json: String,
    /// `minified_json`
    pub minified_json: String,
}

/// Why the provider makes no document of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// Several documents, one after another.
#[derive(Debug, Default)]
struct Merged {
    version: String,
    id: String,
    statements: Vec<Statement>,
}

/// The document of a data source's configuration; none while a part of it is unknown.
pub fn document(config: &Value) -> Result<Option<Document>, Refused> {
    if !ARGUMENTS.iter().all(|name| config.get(name).is_known()) {
        return Ok(None);
    }
    let mut merged = Merged::default();
    let mut sids: Vec<String> = Vec::new();
    for source in config.get("source_policy_documents").texts() {
        let source = Merged::read(source)?;
        // No two sources have a statement of one name.
        unique(&source.statements, &mut sids)?;
        merged.take(source);
    }
    merged.take(Merged::configured(config)?);
    for over in config.get("override_policy_documents").texts() {
        merged.take(Merged::read(over)?);
    }
    merged.write().map(Some)
}

fn unique(statements: &[Statement], sids: &mut Vec<String>) -> Result<(), Refused> {
    for sid in statements.iter().map(|one| &one.sid).filter(|sid| !sid.is_empty()) {
        if sids.contains(sid) {
            return Err(Refused(format!("two statements have the sid {sid}")));
        }
        sids.push(sid.clone());
    }
    Ok(())
}

impl Merged {
    /// What the configuration itself says.
    fn configured(config: &Value) -> Result<Self, Refused> {
        let text = |name| config.get(name).text().map(str::to_owned);
        let version = text("version").unwrap_or_else(|| "2012-10-17".to_owned());
        let blocks = config.get("statement").items().iter();
        let statements = blocks.map(|block| Statement::configured(block, &version));
        let statements = statements.collect::<Result<Vec<_>, _>>()?;
        unique(&statements, &mut Vec::new())?;
        Ok(Self { version, id: text("policy_id").unwrap_or_default(), statements })
    }

    /// A document as another data source, or somebody, wrote it.
    fn read(text: &str) -> Result<Self, Refused> {
        let json: Json = serde_json::from_str(text)
            .map_err(|error| Refused(format!("a policy document is not JSON: {error}")))?;
        let fields = fields(&json)?;
        let statements = match field(fields, "Statement") {
            None | Some(Json::Null) => Vec::new(),
            Some(Json::Array(all)) => all.iter().map(Statement::read).collect::<Result<_, _>>()?,
            Some(_) => return Err(Refused("a policy's Statement is no list".to_owned())),
        };
        Ok(Self { version: word(fields, "Version")?, id: word(fields, "Id")?, statements })
    }

    /// A statement takes the place of the one with its sid. The later id counts, and the higher version.
    fn take(&mut self, other: Self) {
        if !other.id.is_empty() {
            self.id = other.id;
        }
        if other.version > self.version {
            self.version = other.version;
        }
        for statement in other.statements {
            let mut mine = self.statements.iter_mut();
            match mine.find(|one| !one.sid.is_empty() && one.sid == statement.sid) {
                Some(one) => *one = statement,
                None => self.statements.push(statement),
            }
        }
    }

    fn write(self) -> Result<Document, Refused> {
        let mut out = Map::new();
        for (name, text) in [("Version", self.version), ("Id", self.id)] {
            if !text.is_empty() {
                out.insert(name.to_owned(), text.into());
            }
        }
        let statements: Vec<Json> = self.statements.into_iter().map(Statement::write).collect();
        if !statements.is_empty() {
            out.insert("Statement".to_owned(), statements.into());
        }
        let out = Json::Object(out);
        let broken = |error| Refused(format!("a policy cannot be written: {error}"));
        Ok(Document {
            json: escape(&serde_json::to_string_pretty(&out).map_err(broken)?),
            minified_json: escape(&serde_json::to_string(&out).map_err(broken)?),
        })
    }
}

/// As Go writes JSON: these characters stand in texts only.
fn escape(json: &str) -> String {
    let codes = [
        ("&", "\\u0026"),
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("\u{2028}", "\\u2028"),
        ("\u{2029}", "\\u2029"),
    ];
    codes.iter().fold(json.to_owned(), |json, (one, code)| json.replace(one, code))
}

fn fields(json: &Json) -> Result<&Map<String, Json>, Refused> {
    json.as_object().ok_or_else(|| Refused("a part of a policy document is no object".to_owned()))
}

/// A field by its name, in whatever case: so does Go.
fn field<'a>(fields: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    let another = || fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    fields.get(name).or_else(|| another().map(|(_, one)| one))
}

/// A field that is a text; empty where there is none.
fn word(fields: &Map<String, Json>, name: &str) -> Result<String, Refused> {
    match field(fields, name) {
        None | Some(Json::Null) => Ok(String::new()),
        Some(Json::String(text)) => Ok(text.clone()),
        Some(_) => Err(Refused(format!("a policy's {name} is no text"))),
    }
}
