//! Data sources and ephemeral resources: what they would have found.

use aws_catalogue::Kind;

use super::{Provider, message, value};
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
        let mut state = plan::complete(&entry.block, config);
        if entry.regional() && state.get("region").text().is_none() {
            state.set("region", settings.region.as_str().into());
        }
        data::know(&entry.name, &mut state, settings)?;
        message(&self.forge.find(&entry, &state, settings))
    }
}
