//! A stream of Firehose stands in the network of its domain, takes apart what it can take apart, and keeps its key and its copies.
//!
//! Sources: botocore 1.44 of Firehose, `CloudWatchLoggingOptions` and `AmazonopensearchserviceDestinationConfiguration`; hashicorp/terraform issue 24891 ("is in a VPC while the delivery stream does not have a `VpcConfiguration`"); botocore 1.44,
//! `VpcConfiguration` and `DeliveryStreamEncryptionConfigurationInput`; AWS CDK reference, `CloudWatchLogProcessor` (with a
//! `DecompressionProcessor`) and `CloudWatchLogProcessorOptions` ("must be true"); Firehose API reference, `Processor`.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, texts_at};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "delivery_stream", on: &["aws_kinesis_firehose_delivery_stream"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let stream = object.after;
    let search = stream.get("opensearch_configuration").items().iter();
    let blocks = search.clone().chain(stream.get("extended_s3_configuration").items());
    let mut processed = blocks.flat_map(|block| block.get("processing_configuration").items());
    let found =
        destination(stream).or_else(|| search.clone().find_map(|into| network(into, account)));
    let found = found.or_else(|| logged(stream)).or_else(|| search.clone().find_map(aim));
    let found = found.or_else(|| processed.find_map(processing)).or_else(|| key(stream, account));
    found.map_or(Ok(()), |detail| {
        let detail = format!("InvalidArgumentException: {detail}");
        Err(Problem::new("Firehose refuses the stream").detail(detail))
    })
}

/// Where it delivers to, it says how, and of nothing else.
fn destination(stream: &Value) -> Option<String> {
    let own = format!("{}_configuration", stream.get("destination").text()?);
    let mut said = stream.pairs()?.iter().filter(|(name, one)| {
        name.ends_with("_configuration") && !one.is_absent() && *name != "msk_source_configuration"
    });
    let other = said.find(|(name, _)| **name != own && *name != "kinesis_source_configuration")?.0;
    Some(format!("the destination is configured by {own}, not {other}"))
}

/// Whoever logs says where to, in all blocks.
fn logged(value: &Value) -> Option<String> {
    match value {
        Value::List(items) => items.iter().find_map(logged),
        Value::Map(pairs) => {
            let options = value.get("cloudwatch_logging_options").items().iter();
            let mut on = options.filter(|one| *one.get("enabled") == Value::Bool(true));
            let empty = |one: &Value, name: &str| one.get(name).text().is_none_or(str::is_empty);
            let names = ["log_group_name", "log_stream_name"];
            if on.any(|one| names.iter().any(|name| empty(one, name))) {
                return Some(
                    "LogGroupName and LogStreamName are required if CloudWatch logging is enabled"
                        .to_owned(),
                );
            }
            pairs.values().find_map(logged)
        }
        Value::Null | Value::Unknown | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

/// The domain or its endpoint.
fn aim(into: &Value) -> Option<String> {
    let has = |name: &str| into.get(name).text().is_some_and(|text| !text.is_empty());
    (has("domain_arn") == has("cluster_endpoint"))
        .then(|| "Either the DomainARN or the ClusterEndpoint has to be specified".to_owned())
}

/// Its domain and it are in one VPC, or in none.
fn network(into: &Value, account: &Account) -> Option<String> {
    let arn = into.get("domain_arn").text()?;
    let (_, domain) = account.meant_by(arn).find(|(key, _)| key.kind == "aws_opensearch_domain")?;
    let (inside, own) = (!domain.get("vpc_options").is_absent(), into.get("vpc_config"));
    if inside == own.is_absent() {
        let (is, has) =
            if inside { ("in a VPC", "does not have") } else { ("not in a VPC", "has") };
        return Some(format!(
            "Domain {arn} is {is} while the delivery stream {has} a VpcConfiguration"
        ));
    }
    let networks = |ids: Vec<&str>| -> BTreeSet<String> {
        let known = ids.into_iter().filter_map(|id| account.meant_by(id).next());
        known.filter_map(|(_, one)| one.get("vpc_id").text().map(str::to_owned)).collect()
    };
    let of_domain = networks(texts_at(domain, "vpc_options.subnet_ids"));
    let paths = ["vpc_config.subnet_ids", "vpc_config.security_group_ids"];
    let of_stream = networks(paths.iter().flat_map(|path| texts_at(into, path)).collect());
    (!of_domain.is_empty() && of_stream.iter().any(|network| !of_domain.contains(network)))
        .then(|| format!("the subnets and security groups are not of the VPC of {arn}"))
}

fn processing(config: &Value) -> Option<String> {
    if *config.get("enabled") == Value::Bool(false) {
        return None;
    }
    let mut types = BTreeSet::new();
    for processor in config.get("processors").items() {
        let kind = processor.get("type").text().unwrap_or_default();
        if !types.insert(kind) {
            return Some(format!("there are two processors {kind}"));
        }
        let parameters = processor.get("parameters").items().iter();
        let mut parameters = parameters.filter_map(|one| {
            Some((one.get("parameter_name").text()?, one.get("parameter_value").text()?))
        });
        let wrong = parameters.find(|(name, value)| match *name {
            "DataMessageExtraction" => *value != "true",
            "CompressionFormat" => *value != "GZIP",
            _ => false,
        });
        if let Some((name, value)) = wrong {
            return Some(format!("the processor {kind} has no {name} {value}"));
        }
        if kind == "CloudWatchLogProcessing" && !types.contains("Decompression") {
            return Some("CloudWatchLogProcessing must come after Decompression".to_owned());
        }
    }
    None
}

fn key(stream: &Value, account: &Account) -> Option<String> {
    let encryption = stream.get("server_side_encryption").items().first()?;
    if *encryption.get("enabled") != Value::Bool(true)
        || encryption.get("key_type").text() != Some("CUSTOMER_MANAGED_CMK")
    {
        return None;
    }
    let Some(arn) = encryption.get("key_arn").text().filter(|arn| !arn.is_empty()) else {
        return Some("CUSTOMER_MANAGED_CMK has a KeyARN".to_owned());
    };
    let (_, key) = account.meant_by(arn).find(|(key, _)| key.kind == "aws_kms_key")?;
    let spec = key.get("customer_master_key_spec").text().unwrap_or("SYMMETRIC_DEFAULT");
    (*key.get("is_enabled") == Value::Bool(false) || spec != "SYMMETRIC_DEFAULT")
        .then(|| format!("InvalidKMSResourceException: {arn} is disabled, or not symmetric"))
}
