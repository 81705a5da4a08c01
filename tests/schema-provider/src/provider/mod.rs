//! The answers to Terraform: the schema and the configuration here, resources and lookups beside.

mod import;
mod lookup;
mod resource;

use std::sync::OnceLock;

use aws_catalogue::{Block, Catalogue, Entry, Kind, Value};

use crate::account::Store;
use crate::config::Settings;
use crate::forge::{Forge, service};
use crate::problem::Problem;
use crate::proto::{
    ConfigRequest, ConfigureRequest, Diagnostic, DiagnosticsResponse, DynamicValue, Metadata,
    ProviderSchema, Schema, Selector, ServerCapabilities, TypeName, ValidateProviderRequest,
    ValidateProviderResponse,
};
use crate::region::{self, Dead};
use crate::{schema, validate, wire};

/// The environment variable that narrows what is served to types and optional blocks of these names, separated by
/// commas. A firewall's statements alone, each with all others inside, else cost Terraform more than all the rest.
const WORDS: &str = "SCHEMA_PROVIDER_WORDS";

/// The whole provider. What exists is what its account says or, where none is remembered, Terraform's state.
pub(crate) struct Provider {
    account: Store,
    catalogue: Catalogue,
    dead: Dead,
    settings: OnceLock<Settings>,
    forge: Forge,
}

impl Provider {
    pub(crate) fn from_environment() -> Result<Self, Problem> {
        let narrowed = std::env::var(WORDS).ok();
        let all = Catalogue::new;
        let catalogue = narrowed.map_or_else(all, |list| Catalogue::only(list.split(',')));
        Ok(Self {
            account: Store::from_environment(),
            catalogue,
            dead: Dead::from_environment(),
            settings: OnceLock::new(),
            forge: Forge::load()?,
        })
    }

    pub(crate) fn metadata(&self) -> Metadata {
        let names = |kind| {
            let names = self.catalogue.names(kind);
            names.map(|name| TypeName { type_name: name.to_owned() }).collect()
        };
        Metadata {
            server_capabilities: Some(capabilities()),
            data_sources: names(Kind::Data),
            resources: names(Kind::Resource),
            ephemeral_resources: names(Kind::Ephemeral),
        }
    }

    pub(crate) fn schema(&self) -> Result<ProviderSchema, Problem> {
        let schemas = |kind| {
            let names = self.catalogue.names(kind);
            let schemas = names.map(|name| {
                let entry = self.catalogue.entry(kind, name)?;
                Ok((name.to_owned(), versioned(entry.version, &entry.block)))
            });
            schemas.collect::<Result<_, Problem>>()
        };
        Ok(ProviderSchema {
            provider: Some(versioned(0, &self.catalogue.provider()?)),
            resource_schemas: schemas(Kind::Resource)?,
            data_source_schemas: schemas(Kind::Data)?,
            server_capabilities: Some(capabilities()),
            ephemeral_resource_schemas: schemas(Kind::Ephemeral)?,
        })
    }

    pub(crate) fn validate_provider(request: &ValidateProviderRequest) -> ValidateProviderResponse {
        let region = value(request.config.as_ref()).map(|config| config.get("region").clone());
        let checked = region.and_then(|region| region.text().map_or(Ok(()), region::check));
        let checked = checked.map_err(|one| one.at(&[Selector::Attribute("region".into())]));
        ValidateProviderResponse { diagnostics: refusal(checked) }
    }

    pub(crate) fn configure(&self, request: &ConfigureRequest) -> DiagnosticsResponse {
        let settings = value(request.config.as_ref())
            .and_then(|config| Settings::new(&config, &self.dead))
            .map(|settings| drop(self.settings.set(settings)));
        DiagnosticsResponse { diagnostics: refusal(settings) }
    }

    pub(crate) fn validate_resource(&self, request: &ConfigRequest) -> DiagnosticsResponse {
        self.validate(Kind::Resource, request)
    }

    pub(crate) fn validate_data(&self, request: &ConfigRequest) -> DiagnosticsResponse {
        self.validate(Kind::Data, request)
    }

    pub(crate) fn validate_ephemeral(&self, request: &ConfigRequest) -> DiagnosticsResponse {
        self.validate(Kind::Ephemeral, request)
    }

    fn validate(&self, kind: Kind, request: &ConfigRequest) -> DiagnosticsResponse {
        let problems = self
            .catalogue
            .entry(kind, &request.type_name)
            .map_err(Problem::from)
            .and_then(|entry| Ok(validate::problems(&entry, &value(request.config.as_ref())?)))
            .unwrap_or_else(|problem| vec![problem]);
        DiagnosticsResponse {
            diagnostics: problems.into_iter().map(Problem::into_diagnostic).collect(),
        }
    }

    fn settings(&self) -> Result<&Settings, Problem> {
        self.settings.get().ok_or_else(|| Problem::new("the provider is not configured"))
    }

    /// Fails when the object's own region is dead. What is not there yet, or anywhere, is alive.
    fn alive(&self, entry: &Entry, verb: &str, object: &Value) -> Result<(), Problem> {
        if object.is_null() || !entry.regional() {
            return Ok(());
        }
        let region = object.get("region").text().unwrap_or(&self.settings()?.region);
        let what = entry.name.strip_prefix("aws_").unwrap_or(&entry.name);
        self.dead.check(service(&entry.name), &format!("{verb} {what}"), region)
    }
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities { plan_destroy: true, get_provider_schema_optional: true }
}

fn versioned(version: i64, block: &Block) -> Schema {
    Schema { version, block: Some(schema::message(block)) }
}

fn value(message: Option<&DynamicValue>) -> Result<Value, Problem> {
    message.map_or(Ok(Value::Null), |message| wire::decode(&message.msgpack))
}

fn message(value: &Value) -> Result<DynamicValue, Problem> {
    Ok(DynamicValue { msgpack: wire::encode(value)?, json: Vec::new() })
}

/// What went wrong, as the protocol lists it.
fn refusal(result: Result<(), Problem>) -> Vec<Diagnostic> {
    result.err().map(Problem::into_diagnostic).into_iter().collect()
}
