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

    /// An object of a type is so from now on, beside those that are there.
    pub(crate) fn add(&self, kind: &str, region: &str, object: &Value) -> Result<(), Failed> {
        let key =
            Key::of(kind, region, object).ok_or_else(|| format!("a {kind} without a name"))?;
        let mut account = self.lock()?;
        Ok(account.put(key, object).map_err(|problem| format!("{problem:?}"))?)
    }

    /// Somebody deletes the first object of a type in a region that has such a value.
    pub(crate) fn delete(&self, kind: &str, region: &str, has: (&str, &str)) -> Result<(), Failed> {
        let mut account = self.lock()?;
        let is = |key: &Key, object: &Value| {
            [ANYWHERE, &key.region].contains(&region) && object.get(has.0).text() == Some(has.1)
        };
        let found = account.keyed(kind).find(|(key, object)| is(key, object));
        let key =
            found.map(|(key, _)| key.clone()).ok_or_else(|| format!("no {kind} is {has:?}"))?;
        Ok(account.delete(key).map_err(|problem| format!("{problem:?}"))?)
    }

    /// The values of an argument, with the region of each object.
    fn told(&self, kind: &str, argument: &str) -> Result<Vec<(String, String)>, Failed> {
        let account = self.lock()?;
        let told = account.keyed(kind).filter_map(|(key, object)| {
            Some((key.region.clone(), object.get(argument).text()?.to_owned()))
        });
        Ok(told.collect())
    }

    /// Another region's cluster writes, the others follow it: by `switchover-global-cluster`, or by
    /// `failover-global-cluster`.
    ///
    /// Source: Aurora user guide, "Using switchover or failover in an Aurora global database" (roles are exchanged; what was
    /// replicated is the new writer's own, and it is told with its name and user).
    pub(crate) fn fail_over(&self, to: &str) -> Result<(), Failed> {
        let arns = self.told("aws_rds_cluster", "arn")?;
        let of_writer = arns.iter().find(|(region, _)| region == to);
        let (_, source) = of_writer.ok_or_else(|| format!("no cluster is in {to}"))?;
        let (names, users) = ("database_name", "master_username");
        let own = |argument| -> Result<Option<String>, Failed> {
            let told = self.told("aws_rds_cluster", argument)?;
            let own = told.into_iter().map(|(_, one)| one);
            Ok(own.into_iter().find(|one| !one.starts_with(&argument.replace('_', "-"))))
        };
        let (name, user) = (own(names)?, own(users)?);
        self.change("aws_rds_cluster", ANYWHERE, |key, object| {
            let writes = key.region == to;
            let from = if writes { "" } else { source };
            object.set("replication_source_identifier", from.into());
            for (argument, value) in [(names, &name), (users, &user)] {
                if let Some(value) = value.as_deref().filter(|_| writes) {
                    object.set(argument, value.into());
                }
            }
            Ok(())
        })?;
        let members = arns.iter().map(
            |(region, arn)| serde_json::json!({ "db_cluster_arn": arn, "is_writer": region == to}),
        );
        let members = serde_json::Value::Array(members.collect());
        self.set("aws_rds_global_cluster", ANYWHERE, &[("global_cluster_members", members)])
    }

    /// A region's dial of every accelerator that leads to several regions.
    ///
    /// Source: Global Accelerator API reference, `UpdateEndpointGroup` (`TrafficDialPercentage`).
    pub(crate) fn set_dial(&self, region: &str, percentage: i64) -> Result<(), Failed> {
        let listeners = self.told("aws_globalaccelerator_endpoint_group", "listener_arn")?;
        self.change("aws_globalaccelerator_endpoint_group", ANYWHERE, |_, object| {
            let of = |(_, listener): &&(String, String)| {
                object.get("listener_arn").text() == Some(listener.as_str())
            };
            let several = listeners.iter().filter(of).count() > 1;
            if several && object.get("endpoint_group_region").text() == Some(region) {
                object.set("traffic_dial_percentage", Value::Number(percentage.into()));
            }
            Ok(())
        })
    }

    /// Services run another revision of their tasks.
    ///
    /// Source: ECS API reference, `RegisterTaskDefinition` (a new revision of the family) and `UpdateService`.
    pub(crate) fn deploy(&self) -> Result<(), Failed> {
        let mut news = Vec::new();
        self.change("aws_ecs_task_definition", ANYWHERE, |key, object| {
            let arn = object.get("arn_without_revision").text().unwrap_or_default().to_owned();
            let mut next = object.clone();
            next.set("revision", Value::Number(9.into()));
            next.set("arn", format!("{arn}:9").into());
            news.push((key.region.clone(), next));
            Ok(())
        })?;
        for (region, next) in &news {
            self.add("aws_ecs_task_definition", region, next)?;
        }
        self.change("aws_ecs_service", ANYWHERE, |_, object| {
            let running = object.get("task_definition").text().unwrap_or_default();
            let family = running.rsplit_once(':').map_or(running, |(family, _)| family);
            object.set("task_definition", format!("{family}:9").into());
            Ok(())
        })
    }

    /// A database has a reader more, as autoscaling makes it.
    ///
    /// Source: Aurora user guide, "Amazon Aurora Auto Scaling with Aurora Replicas" (named `application-autoscaling-<uuid>`).
    pub(crate) fn add_reader(&self, region: &str) -> Result<(), Failed> {
        let mut reader = None;
        self.change("aws_rds_cluster_instance", region, |_, object| {
            reader = Some(object.clone());
            Ok(())
        })?;
        let mut reader = reader.unwrap_or_default();
        let name = "application-autoscaling-6fd4a80f-0a0c-4b6c-9cbe-0c9d1f3a2b11";
        reader.set("identifier", name.into());
        reader.set("id", name.into());
        self.add("aws_rds_cluster_instance", region, &reader)
    }

    /// The replica of a secret becomes a secret of its own: the primary no longer tells of it.
    ///
    /// Source: Secrets Manager user guide, "Promote a replica secret to a standalone secret".
    pub(crate) fn promote(&self, secret: &str, region: &str) -> Result<(), Failed> {
        self.change("aws_secretsmanager_secret", ANYWHERE, |_, object| {
            if object.get("name").text() == Some(secret) {
                let stay = object.get("replica").items().iter();
                let stay = stay.filter(|one| one.get("region").text() != Some(region)).cloned();
                object.set("replica", stay.collect());
            }
            Ok(())
        })
    }

    /// Somebody writes a tag on the first object of a type in a region.
    pub(crate) fn tag(&self, kind: &str, region: &str, name: &str) -> Result<(), Failed> {
        self.change(kind, region, |key, object| {
            if key.name == name {
                for tags in ["tags", "tags_all"] {
                    let mut all = object.get(tags).pairs().cloned().unwrap_or_default();
                    all.insert("owner".to_owned(), "somebody".into());
                    object.set(tags, Value::Map(all));
                }
            }
            Ok(())
        })
    }

    fn lock(&self) -> Result<Changing<'_>, Failed> {
        Ok(self.0.lock().map_err(|problem| format!("{problem:?}"))?)
    }
}
