//! The methods of the plugin: decode, ask the provider, encode.

use prost::Message;

use crate::grpc::{Code, Failure, Service};
use crate::proto::Health;
use crate::provider::Provider;

/// Terraform's own service; go-plugin's are below.
const PROVIDER: &str = "/tfplugin6.Provider/";
const HEALTH: &str = "/grpc.health.v1.Health/Check";
const SHUTDOWN: &str = "/plugin.GRPCController/Shutdown";

/// The methods of [`PROVIDER`] that are answered. A newer Terraform treats the others as not
/// supported.
const METHODS: &[&str] = &[
    "ApplyResourceChange",
    "CloseEphemeralResource",
    "ConfigureProvider",
    "GetFunctions",
    "GetMetadata",
    "GetProviderSchema",
    "ImportResourceState",
    "OpenEphemeralResource",
    "PlanResourceChange",
    "ReadDataSource",
    "ReadResource",
    "RenewEphemeralResource",
    "StopProvider",
    "UpgradeResourceState",
    "ValidateDataResourceConfig",
    "ValidateEphemeralResourceConfig",
    "ValidateProviderConfig",
    "ValidateResourceConfig",
];

/// The provider behind the plugin's methods.
pub(crate) struct Plugin {
    provider: Provider,
}

impl Plugin {
    pub(crate) fn new(provider: Provider) -> Self {
        Self { provider }
    }
}

impl Service for Plugin {
    fn knows(&self, method: &str) -> bool {
        method
            .strip_prefix(PROVIDER)
            .map_or(method == HEALTH || method == SHUTDOWN, |name| METHODS.contains(&name))
    }

    fn ends(&self, method: &str) -> bool {
        method == SHUTDOWN
    }

    fn call(&self, method: &str, message: &[u8]) -> Result<Vec<u8>, Failure> {
        let provider = &self.provider;
        match method.strip_prefix(PROVIDER).unwrap_or(method) {
            HEALTH => Ok(Health { status: 1 }.encode_to_vec()),
            // An empty answer: nothing to stop, no functions, nothing held by an ephemeral
            // resource.
            SHUTDOWN
            | "StopProvider"
            | "GetFunctions"
            | "RenewEphemeralResource"
            | "CloseEphemeralResource" => Ok(Vec::new()),
            "GetMetadata" => Ok(provider.metadata().encode_to_vec()),
            "GetProviderSchema" => provider
                .schema()
                .map(|schema| schema.encode_to_vec())
                .map_err(|problem| (Code::Internal, format!("{problem:?}"))),
            "ValidateProviderConfig" => {
                answer(message, |request| Provider::validate_provider(&request))
            }
            "ConfigureProvider" => answer(message, |request| provider.configure(&request)),
            "ValidateResourceConfig" => {
                answer(message, |request| provider.validate_resource(&request))
            }
            "ValidateDataResourceConfig" => {
                answer(message, |request| provider.validate_data(&request))
            }
            "ValidateEphemeralResourceConfig" => {
                answer(message, |request| provider.validate_ephemeral(&request))
            }
            "UpgradeResourceState" => answer(message, |request| provider.upgrade(request)),
            "ReadResource" => answer(message, |request| provider.read(request)),
            "PlanResourceChange" => answer(message, |request| provider.plan(&request)),
            "ApplyResourceChange" => answer(message, |request| provider.apply(&request)),
            "ImportResourceState" => answer(message, |request| provider.import(&request)),
            "ReadDataSource" => answer(message, |request| provider.read_data(&request)),
            "OpenEphemeralResource" => answer(message, |request| provider.open(&request)),
            other => Err((Code::Unimplemented, format!("unknown method {other}"))),
        }
    }
}

fn answer<Q: Message + Default, A: Message>(
    message: &[u8],
    ask: impl FnOnce(Q) -> A,
) -> Result<Vec<u8>, Failure> {
    let request = Q::decode(message).map_err(|error| (Code::Internal, error.to_string()))?;
    Ok(ask(request).encode_to_vec())
}
