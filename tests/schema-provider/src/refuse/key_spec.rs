//! What a key is for, whether it is turned (only symmetric ones of KMS itself are), and where it may be copied to.
//!
//! Source: KMS API reference, `CreateKey` (`KeySpec`, `KeyUsage`) and `EnableKeyRotation` (`RotationPeriodInDays`: 90 to 2,560); `ReplicateKey` (`KeyId`, `ReplicaRegion`).

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "key_spec", on: &["aws_kms_key", "aws_kms_replica_key"], check };

/// By how the name of a spec begins.
const USAGES: [(&str, &[&str]); 6] = [
    ("ECC_NIST_", &["KEY_AGREEMENT", "SIGN_VERIFY"]),
    ("ECC_SECG_", &["SIGN_VERIFY"]),
    ("HMAC_", &["GENERATE_VERIFY_MAC"]),
    ("RSA_", &["ENCRYPT_DECRYPT", "SIGN_VERIFY"]),
    ("SM2", &["ENCRYPT_DECRYPT", "KEY_AGREEMENT", "SIGN_VERIFY"]),
    ("SYMMETRIC_DEFAULT", &["ENCRYPT_DECRYPT"]),
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let key = object.after;
    if object.kind == "aws_kms_replica_key" {
        return refused("KMS refuses the replica", replica(object, account));
    }
    let (Some(spec), Some(usage)) = (said(key, "customer_master_key_spec"), said(key, "key_usage"))
    else {
        return Ok(());
    };
    let turned = *key.get("enable_key_rotation") == Value::Bool(true);
    let days = key.get("rotation_period_in_days").as_i64().unwrap_or_default();
    let usages = USAGES.iter().find(|(begins, _)| spec.starts_with(begins));
    let wrong = if usages.is_some_and(|(_, usages)| !usages.contains(&usage)) {
        Some(format!("ValidationException: KeyUsage {usage} is not compatible with KeySpec {spec}"))
    } else if turned && (spec != "SYMMETRIC_DEFAULT" || said(key, "custom_key_store_id").is_some())
    {
        Some(format!("UnsupportedOperationException: keys of {spec} are not turned"))
    } else if turned && days > 0 && !(90..=2_560).contains(&days) {
        Some("ValidationException: RotationPeriodInDays is from 90 to 2560".to_owned())
    } else {
        None
    };
    refused("KMS refuses the key", wrong)
}

/// A primary of several regions, copied once into each other one.
fn replica(object: Object<'_>, account: &Account) -> Option<String> {
    let arn = said(object.after, "primary_key_arn")?;
    let (key, primary) = account.meant_by(arn).next()?;
    let several = *primary.get("multi_region") == Value::Bool(true);
    if key.kind != "aws_kms_key" || !several {
        return Some(format!(
            "UnsupportedOperationException: {arn} is not a multi-Region primary key"
        ));
    }
    let mut others =
        account.keyed(object.kind).filter(|(_, one)| one.get("id") != object.after.get("id"));
    let there = key.region == object.region
        || others.any(|(key, one)| {
            key.region == object.region && one.get("primary_key_arn").text() == Some(arn)
        });
    if there {
        return Some(format!("AlreadyExistsException: {arn} is in {} already", object.region));
    }
    (*primary.get("is_enabled") == Value::Bool(false))
        .then(|| format!("KMSInvalidStateException: {arn} is disabled"))
}
