//! Texts without a shape of their own: the argument's name says what they are like.

use super::maker::{Maker, Place};
use super::service::service;

/// Arguments that name an object, the best first: its id is often one of them.
const NAMES: &[&str] = &[
    "name",
    "identifier",
    "cluster_identifier",
    "bucket",
    "function_name",
    "family",
    "domain_name",
    "repository",
    "role",
    "alias",
];

impl Maker<'_> {
    pub(super) fn guess(&self, place: Place<'_>) -> String {
        let name = place.path.rsplit('.').next().unwrap_or(place.path);
        let own = |alphabet: &[u8], count| self.seed.text(place.path).characters(alphabet, count);
        let hex = |count| own(b"0123456789abcdef", count);
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        match name {
            "id" if place.path == name => self.name_of(place, &hex(17)),
            "arn" if place.path == name => self.arn(&self.name_of(place, &hex(17))),
            "name" => {
                format!("{}{}", self.other("name_prefix", place.depth).unwrap_or_default(), hex(26))
            }
            "policy" | "assume_role_policy" => {
                r#"{"Version":"2012-10-17","Statement":[]}"#.to_owned()
            }
            // AWS says nothing of it where nobody asked for it.
            "expected_bucket_owner" | "fifo_throughput_scope" => String::new(),
            "availability_zone" => format!("{}a", self.region),
            "owner_id" | "account_id" | "registry_id" => self.settings.account.clone(),
            _ if ends(&["_prefix"]) => String::new(),
            _ if ends(&["arn"]) => self.arn(&format!(
                "{}/{}",
                name.trim_end_matches("arn").trim_end_matches('_'),
                hex(12)
            )),
            _ if ends(&["zone_id"]) => {
                format!("Z{}", own(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 13))
            }
            _ if ends(&["_url", "invoke_url"]) => format!("https://{}", self.host(&hex(12))),
            _ if ends(&["dns_name", "endpoint", "domain_name", "fqdn", "hostname", "address"]) => {
                self.host(&hex(12))
            }
            _ if ends(&["status", "state"]) => "ACTIVE".to_owned(),
            _ if ends(&["_at", "_date", "_time", "not_before", "not_after"]) => {
                "2026-01-01T00:00:00Z".to_owned()
            }
            _ if ends(&["cidr_block"]) => "10.0.0.0/16".to_owned(),
            _ if ends(&["ip"]) => "198.51.100.7".to_owned(),
            _ => format!("{}-{}", name.replace('_', "-"), hex(8)),
        }
    }

    /// What an object is called: the first of its naming arguments, else a made-up id.
    fn name_of(&self, place: Place<'_>, hex: &str) -> String {
        let texts = NAMES.iter().filter_map(|name| self.whole.get(name).text());
        let named = texts.map(str::to_owned).find(|text| !text.is_empty());
        // The ARN of an object without a name ends with its id.
        let id = || if place.path == "id" { None } else { self.other("id", place.depth) };
        named.or_else(id).unwrap_or_else(|| format!("{}-{hex}", self.short().replace('_', "-")))
    }

    fn short(&self) -> &str {
        self.entry.name.strip_prefix("aws_").unwrap_or(&self.entry.name)
    }

    fn arn(&self, resource: &str) -> String {
        let service = service(&self.entry.name).trim_start_matches("api.");
        let region = if self.entry.regional() { self.region } else { "" };
        let short = self.short();
        let kind = short.strip_prefix(service).unwrap_or(short).trim_matches('_').replace('_', "-");
        let kind = if kind.is_empty() { String::new() } else { format!("{kind}/") };
        format!("arn:aws:{service}:{region}:{}:{kind}{resource}", self.settings.account)
    }

    fn host(&self, label: &str) -> String {
        let service = service(&self.entry.name);
        let region =
            if self.entry.regional() { format!("{}.", self.region) } else { String::new() };
        format!("{label}.{service}.{region}amazonaws.com")
    }
}
