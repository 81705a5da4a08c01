//! Resources: read, plan, apply. There is no object behind them but Terraform's own state.

use aws_catalogue::{Entry, Kind, Value};

use super::{Provider, message, value};
use crate::account::told::Told;
use crate::account::{GLOBAL, Key, Object};
use crate::plan::{self, Change};
use crate::problem::{Problem, path_message};
use crate::proto::{
    ApplyRequest, ApplyResponse, DynamicValue, PlanRequest, PlanResponse, ReadRequest,
    ReadResponse, Selector, StateResponse, UpgradeRequest,
};
use crate::{refuse, schema};

impl Provider {
    /// Hands the state back: there is one version of each schema. What was written where other blocks were served gets
    /// those that are served here.
    pub(crate) fn upgrade(&self, request: UpgradeRequest) -> StateResponse {
        match self.try_upgrade(request) {
            Ok(state) => StateResponse { state, diagnostics: Vec::new() },
            Err(problem) => {
                StateResponse { state: None, diagnostics: vec![problem.into_diagnostic()] }
            }
        }
    }

    fn try_upgrade(&self, request: UpgradeRequest) -> Result<Option<DynamicValue>, Problem> {
        let Some(raw) = request.raw_state else { return Ok(None) };
        let broken = |error| Problem::new(format!("a state cannot be read: {error}"));
        let json: serde_json::Value = serde_json::from_slice(&raw.json).map_err(broken)?;
        let mut state = Value::from_json(&json);
        schema::fit(&self.catalogue.entry(Kind::Resource, &request.type_name)?.block, &mut state);
        message(&state).map(Some)
    }

    /// Finds what the state says, if its region answers.
    pub(crate) fn read(&self, request: ReadRequest) -> ReadResponse {
        let (new_state, diagnostics) = match self.try_read(&request) {
            Ok(found) => (found.or(request.current_state), Vec::new()),
            Err(problem) => (request.current_state, vec![problem.into_diagnostic()]),
        };
        ReadResponse { new_state, diagnostics, private: request.private }
    }

    /// What the account has of an object; nothing where the account is not remembered.
    fn try_read(&self, request: &ReadRequest) -> Result<Option<DynamicValue>, Problem> {
        let entry = self.catalogue.entry(Kind::Resource, &request.type_name)?;
        let state = value(request.current_state.as_ref())?;
        self.alive(&entry, "Describe", &state)?;
        if !self.account.remembers() {
            return Ok(None);
        }
        let Some(key) = Key::of(&entry.name, self.region_of(&entry, &state)?, &state) else {
            return Ok(None);
        };
        let account = self.account.now()?;
        let told = Told::of(&entry)?;
        let read = account.find(&key).map(|object| told.read(object, &state));
        Ok(Some(message(&read.unwrap_or_default())?))
    }

    /// Plans a creation, an update or a deletion.
    pub(crate) fn plan(&self, request: &PlanRequest) -> PlanResponse {
        self.try_plan(request).unwrap_or_else(|problem| PlanResponse {
            diagnostics: vec![problem.into_diagnostic()],
            ..Default::default()
        })
    }

    fn try_plan(&self, request: &PlanRequest) -> Result<PlanResponse, Problem> {
        let entry = self.catalogue.entry(Kind::Resource, &request.type_name)?;
        let prior = value(request.prior_state.as_ref())?;
        let proposed = value(request.proposed_new_state.as_ref())?;
        self.alive(&entry, "Describe", &prior)?;
        let mut response = PlanResponse { legacy_type_system: true, ..Default::default() };
        if proposed.is_null() {
            response.planned_state.clone_from(&request.proposed_new_state);
            return Ok(response);
        }
        let config = value(request.config.as_ref())?;
        let change = Change { entry: &entry, prior: &prior, proposed, config: &config };
        let planned = plan::plan(change, self.settings()?)?;
        self.alive(&entry, "Describe", &planned.state)?;
        response.planned_state = Some(message(&planned.state)?);
        let replace = planned.replace.into_iter();
        response.requires_replace =
            replace.map(|name| path_message(vec![Selector::Attribute(name)])).collect();
        Ok(response)
    }

    /// Makes up what the plan left unknown, and reads what came of it.
    pub(crate) fn apply(&self, request: &ApplyRequest) -> ApplyResponse {
        self.try_apply(request).unwrap_or_else(|problem| ApplyResponse {
            // A failed change leaves what was there.
            new_state: request.prior_state.clone(),
            diagnostics: vec![problem.into_diagnostic()],
            legacy_type_system: true,
        })
    }

    fn try_apply(&self, request: &ApplyRequest) -> Result<ApplyResponse, Problem> {
        let entry = self.catalogue.entry(Kind::Resource, &request.type_name)?;
        let prior = value(request.prior_state.as_ref())?;
        let planned = value(request.planned_state.as_ref())?;
        let verb = match (&prior, &planned) {
            (_, Value::Null) => "Delete",
            (Value::Null, _) => "Create",
            _ => "Update",
        };
        let present = if planned.is_null() { &prior } else { &planned };
        self.alive(&entry, verb, present)?;
        let region = self.region_of(&entry, present)?;
        let mut account = self.account.lock()?;
        // AWS judges what it has, which somebody may have changed: of what goes without code, a plan has what the state has.
        let there = Key::of(&entry.name, region, &prior).filter(|_| planned.is_null());
        let there = there.as_ref().and_then(|key| account.find(key));
        let there = there.map(|object| Told::of(&entry).map(|told| told.read(object, &prior)));
        let there = there.transpose()?;
        let (seed, state) = if planned.is_null() {
            (0, planned.clone())
        } else {
            self.forge.fill(&entry, &planned, self.settings()?, &account)
        };
        let object = Object {
            kind: &entry.name,
            region,
            before: there.as_ref().unwrap_or(&prior),
            after: &state,
        };
        refuse::or_remember(object, seed, &mut account)?;
        let told = if state.is_null() { state } else { Told::of(&entry)?.read(&state, &state) };
        let new_state = Some(message(&told)?);
        Ok(ApplyResponse { new_state, diagnostics: Vec::new(), legacy_type_system: true })
    }

    /// The region of an object, or that it has none.
    pub(super) fn region_of<'a>(
        &'a self,
        entry: &Entry,
        object: &'a Value,
    ) -> Result<&'a str, Problem> {
        if !entry.regional() {
            return Ok(GLOBAL);
        }
        Ok(object.get("region").text().unwrap_or(&self.settings()?.region))
    }
}
