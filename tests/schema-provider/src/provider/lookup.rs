//! Data sources and ephemeral resources: what they would have found.

use aws_catalogue::{Entry, Kind, Value};

use super::{Provider, message, value};
use crate::account::Key;
use crate::problem::Problem;
use crate::proto::{ConfigRequest, DynamicValue, OpenResponse, StateResponse};
use crate::{data, plan};

impl Provider {
    /// Reads a data source.
    pub(crate) fn read_data(&self, request: &ConfigRequest) -> StateResponse {
        let (state, diagnostics) = match self.found(Kind::Data, request) {
            Ok(state) => (Some(state), Vec::new()),
            Err(problem) => (None, vec![problem.into_diagnostic()]),
        };
        StateResponse { state, diagnostics }
    }

    /// Opens an ephemeral resource. Nothing is held open, so renewing and closing it have nothing
    /// to do.
    pub(crate) fn open(&self, request: &ConfigRequest) -> OpenResponse {
        let (result, diagnostics) = match self.found(Kind::Ephemeral, request) {
            Ok(result) => (Some(result), Vec::new()),
            Err(problem) => (None, vec![problem.into_diagnostic()]),
        };
        OpenResponse { diagnostics, result }
    }

    fn found(&self, kind: Kind, request: &ConfigRequest) -> Result<DynamicValue, Problem> {
        let settings = self.settings()?;
        let entry = self.catalogue.entry(kind, &request.type_name)?;
        let config = value(request.config.as_ref())?;
        self.alive(&entry, "Get", &config)?;
        let mut state = plan::complete(&entry.block, config, &Value::Null);
        if entry.regional() && state.get("region").text().is_none() {
            state.set("region", settings.region.as_str().into());
        }
        data::know(&entry.name, &mut state, settings)?;
        let is_object = self.catalogue.names(Kind::Resource).any(|name| name == entry.name);
        if kind != Kind::Data || !is_object || !self.account.remembers() {
            return message(&self.forge.find(&entry, &state, settings));
        }
        if let Some(found) = self.there(&entry, &state)? {
            return message(&self.forge.find(&entry, &found, settings));
        }
        let found = self.forge.find(&entry, &state, settings);
        self.take_for_there(&entry, &found)?;
        message(&found)
    }

    /// The object of the account that has everything that a data source asks for.
    fn there(&self, entry: &Entry, asked: &Value) -> Result<Option<Value>, Problem> {
        let account = self.account.now()?;
        let region = self.region_of(entry, asked)?;
        let texts = asked.pairs().into_iter().flatten().filter(|(_, one)| one.text().is_some());
        let texts: Vec<_> = texts.filter(|(name, _)| *name != "region").collect();
        let fits = |object: &Value| texts.iter().all(|(name, one)| object.get(name) == *one);
        let mut found = account.keyed(&entry.name).filter(|(key, _)| key.region == region);
        let found = found.find(|(_, object)| fits(object)).map(|(_, object)| {
            let mut told = asked.clone();
            for name in entry.block.attributes.keys() {
                if let one @ (Value::Text(_) | Value::Number(_) | Value::Bool(_)) = object.get(name)
                {
                    told.set(name, one.clone());
                }
            }
            told
        });
        Ok(found)
    }

    /// What a data source finds is there: where no tree made it, somebody else did.
    fn take_for_there(&self, entry: &Entry, found: &Value) -> Result<(), Problem> {
        let region = self.region_of(entry, found)?;
        let Some(key) = Key::of(&entry.name, region, found) else {
            return Ok(());
        };
        let mut account = self.account.lock()?;
        if account.find(&key).is_some() { Ok(()) } else { account.put(key, found) }
    }
}
