//! Imports: the object that a documented id means.

use aws_catalogue::facts::{self, ImportRegion};
use aws_catalogue::{Entry, Kind, Value};

use super::{Provider, message};
use crate::account::GLOBAL;
use crate::account::told::Told;
use crate::problem::Problem;
use crate::proto::{ImportRequest, ImportResponse, Imported};
use crate::region;

impl Provider {
    /// Finds an object of the account; without one there is nothing outside Terraform's states.
    pub(crate) fn import(&self, request: &ImportRequest) -> ImportResponse {
        match self.try_import(request) {
            Ok(imported) => ImportResponse { imported: vec![imported], diagnostics: Vec::new() },
            Err(problem) => ImportResponse {
                imported: Vec::new(),
                diagnostics: vec![problem.into_diagnostic()],
            },
        }
    }

    fn try_import(&self, request: &ImportRequest) -> Result<Imported, Problem> {
        let ImportRequest { type_name, id } = request;
        let entry = self.catalogue.entry(Kind::Resource, type_name)?;
        let known = facts::import(type_name)?.filter(|known| known.form.is_some());
        let known = known.ok_or_else(|| Problem::new(format!("{type_name} cannot be imported")))?;
        let (id, region) = self.told(&entry, known.region, id)?;
        let account = self.account.now()?;
        let mut objects = account.keyed(type_name).filter(|(key, _)| key.region == region);
        let found = objects.find(|(_, object)| known.id_of(object).as_deref() == Some(id));
        let (_, object) = found.ok_or_else(|| {
            let detail = format!("There is no {type_name} {id} in {region}.");
            Problem::new("Cannot import non-existent remote object").detail(detail)
        })?;
        let mut state = Told::of(&entry)?.read(object, &Value::Null);
        for (path, value) in &known.sets {
            state.set(path, Value::from_json(value));
        }
        Ok(Imported { type_name: type_name.clone(), state: Some(message(&state)?) })
    }

    /// An id without its region, and the region: of the suffix, of an ARN, or the provider's.
    fn told<'a>(
        &'a self,
        entry: &Entry,
        how: ImportRegion,
        id: &'a str,
    ) -> Result<(&'a str, &'a str), Problem> {
        if !entry.regional() {
            return Ok((id, GLOBAL));
        }
        let suffix = id.rsplit_once('@').filter(|(_, region)| region::check(region).is_ok());
        let (id, suffix) = suffix.map_or((id, None), |(id, region)| (id, Some(region)));
        let own = &self.settings()?.region;
        // arn:aws:sns:eu-west-1:..., https://sqs.eu-west-1.amazonaws.com/...
        let said = || id.split([':', '.']).find(|part| region::REGIONS.contains(part));
        let said = if how == ImportRegion::Id { said() } else { None };
        match (suffix, said) {
            (Some(suffix), Some(said)) if suffix != said => {
                Err(Problem::new(format!("{id} is not in {suffix}")))
            }
            (suffix, said) => Ok((id, suffix.or(said).unwrap_or(own))),
        }
    }
}
