//! What happens in an account while Terraform looks away: by a failover, by AWS itself, by somebody at a keyboard.

use aws_catalogue::Value;
use libtest_mimic::Failed;
use schema_provider::account::{Changing, Key, Store};

use super::terraform::ACCOUNT;
use super::tree::Tree;

/// In whichever region.
pub(crate) const ANYWHERE: &str = "";

/// The account of a tree, for whoever is not Terraform.
pub(crate) struct Outside(Store);

impl Tree {
    pub(crate) fn outside(&self) -> Outside {
        Outside(Store::open(&self.path().join(ACCOUNT)))
    }
}

impl Outside {
    /// Every object of a type in a region has these values from now on.
    pub(crate) fn set(
        &self,
        kind: &str,
        region: &str,
        values: &[(&str, serde_json::Value)],
    ) -> Result<(), Failed> {
        self.change(kind, region, |_, object| {
            for (name, value) in values {
                if object.pairs().is_none_or(|pairs| !pairs.contains_key(*name)) {
                    return Err(format!("{kind} has no {name}").into());
                }
                object.set(name, Value::from_json(value));
            }
            Ok(())
        })
    }

    /// Changes every object of a type in a region.
    pub(crate) fn change(
        &self,
        kind: &str,
        region: &str,
        mut change: impl FnMut(&Key, &mut Value) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        let mut account = self.lock()?;
        let found =
            account.keyed(kind).filter(|(key, _)| [ANYWHERE, &key.region].contains(&region));
        let found: Vec<(Key, Value)> =
            found.map(|(key, object)| (key.clone(), object.clone())).collect();
        if found.is_empty() {
            return Err(format!("there is no {kind} in {region}").into());
        }
        for (key, mut object) in found {
            change(&key, &mut object)?;
            account.put(key, &object).map_err(|problem| format!("{problem:?}"))?;
        }
        Ok(())
    }

    fn lock(&self) -> Result<Changing<'_>, Failed> {
        Ok(self.0.lock().map_err(|problem| format!("{problem:?}"))?)
    }
}
