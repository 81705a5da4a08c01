//! S3 buckets: one per region in use, replicated, and CloudFront in front of them when asked.
//!
//! The buckets and their replication are one module, because a rule needs versions at both ends.
//! What CloudFront wants of us-east-1 (certificate, web ACL) is in the foundation and what watches
//! it in a root of its own, so that the edge plans while us-east-1 is down.

mod alarms;
mod by_hand;
mod check;
mod model;
mod spec;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use indexmap::IndexMap;

use self::{
    model::{
        Bucket, Buckets, CERTIFICATE_ARN, Cdn, DELIVERY, DISTRIBUTION_ARN, DISTRIBUTION_ID,
        ErrorPage, FRONT, LOG_BUCKET_ARNS, LOG_BUCKETS, LOGS, NAMES, REGIONAL_DOMAINS, REGIONS,
        REPLICATION, ROLE_ARN, WEB_ACL_ARN, ZONE_ID, buckets, called, distribution, sources,
    },
    spec::{BucketSpec, Uploads},
};
use super::{
    Access, Block, Contact, Grant, KeyUser, Needs, Part, Parts, Plan, Section, Step, Watched,
    alarms::edge_region, keys, name,
};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::Diagnostics,
    graph::{Expr, Graph, Handle, Place, Ref},
    topology::Topology,
    words::{Layout, variable_name},
};

pub(crate) const BLOCK: Block = Block {
    name: "buckets",
    creates: &[
        ("foundation", "the role that S3 replicates with"),
        (
            "foundation",
            "with `cdn`: a certificate and a web ACL in us-east-1, where CloudFront looks for them, and the validation record",
        ),
        (
            "data",
            "a bucket in every region in use: versioned, encrypted with the region's key, closed to the public, with its access logged; replication rules between them",
        ),
        ("data", "a bucket for access logs in every region in use"),
        (
            "edge",
            "with `cdn`: a CloudFront distribution that asks home and then the heaviest other region, and its DNS records",
        ),
        ("monitoring/<region>", "with `cdn`: the delivery of access logs to home's log bucket"),
        (
            "monitoring/<region>",
            "with `[alarms]`: objects that reach another region late, wait or fail; with `cdn`, errors of CloudFront",
        ),
    ],
    section: Some(Section {
        name: "buckets",
        summary: "S3 buckets in every region in use, replicated, with a CloudFront distribution when asked.",
        schema: |generator| generator.subschema_for::<IndexMap<String, BucketSpec>>(),
    }),
    names: &[
        name("aws_cloudfront_origin_access_control", "{name}-{entry}"),
        name("aws_cloudfront_response_headers_policy", "{name}-{entry}"),
        name("aws_cloudwatch_log_delivery_destination", "{name}-{entry}"),
        name("aws_cloudwatch_log_delivery_source", "{name}-{entry}"),
        name("aws_iam_role", "{name}-{entry}-replication"),
        name("aws_s3_bucket", model::NAME),
        name("aws_s3_bucket", "{name}-s3-logs-{region}-{account}"),
        name("aws_wafv2_web_acl", "{name}-{entry}"),
    ],
    codes: check::CODES,
    check: check::check,
};

impl Part for Buckets {
    fn link(&self, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
        check::link(self, topology, parts, diags);
    }

    fn entries(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    fn access(&self, entry: &str, topology: &Topology) -> Access {
        let bucket = format!("arn:{{partition}}:s3:::{}", called(topology, entry, "{region}"));
        let objects = format!("{bucket}/*");
        let grant = |what: &str, actions, resource: &str, regions| Grant {
            name: format!("buckets.{entry}{what}"),
            actions,
            resources: vec![resource.to_owned()],
            regions,
        };
        // What is written elsewhere than home would stay there: nothing replicates it.
        let writers = match self.0.get(entry).map(|bucket| bucket.uploads) {
            Some(Uploads::Home) => vec![topology.home],
            Some(Uploads::Regional) | None => Vec::new(),
        };
        Access {
            grants: vec![
                grant("", &["s3:ListBucket"], &bucket, Vec::new()),
                grant(".read", &["s3:GetObject"], &objects, Vec::new()),
                grant(".write", WRITE, &objects, writers),
            ],
            key_services: &["s3"],
        }
    }

    fn contact(
        &self,
        entry: &str,
        at: RegionName,
        _topology: &Topology,
        graph: &Graph,
    ) -> Result<Contact, Bug> {
        let variable = variable_name(entry);
        let name = graph.find(&buckets(entry))?.get(NAMES).at(at.as_str());
        let name = (format!("TOPOLOGY_BUCKET_{variable}"), Expr::from(name));
        let cdn = self.0.get(entry).and_then(|bucket| bucket.cdn.as_ref());
        let host = cdn.map(|cdn| (format!("TOPOLOGY_CDN_{variable}"), cdn.host.as_str().into()));
        let environment = [name].into_iter().chain(host).collect();
        Ok(Contact { environment, ..Contact::default() })
    }

    fn needs(&self) -> Needs {
        let any_cdn = self.0.values().any(|bucket| bucket.cdn.is_some());
        Needs {
            key: !self.0.is_empty(),
            key_users: any_cdn.then_some(CLOUDFRONT).into_iter().collect(),
            ..Needs::default()
        }
    }

    fn by_hand(&self) -> Vec<&'static str> {
        (!self.0.is_empty()).then_some(by_hand::NEW_REGION).into_iter().collect()
    }

    /// Where the certificate and the distribution are in two states.
    fn leaving(&self, plan: &Plan<'_>) -> Vec<Step> {
        let any_cdn = self.0.values().any(|bucket| bucket.cdn.is_some());
        let two_steps = any_cdn && plan.topology.layout == Layout::Split;
        let text = include_str!("../../../templates/leaving/distribution.md.j2");
        two_steps.then(|| Step { text, names: Vec::new() }).into_iter().collect()
    }

    fn recovery(&self, topology: &Topology) -> Vec<Step> {
        if topology.in_use().nth(1).is_none() {
            return Vec::new();
        }
        let uploads = self.0.iter().filter(|(_, bucket)| bucket.uploads == Uploads::Home);
        let uploads = uploads.map(|(name, _)| Step {
            text: include_str!("../../../templates/recovery/uploads.md.j2"),
            names: vec![("bucket", name.clone()), ("home", topology.home.to_string())],
        });
        uploads.chain(self.origins_lost(topology)).collect()
    }

    fn alarms(&self, plan: &Plan<'_>, graph: &Graph) -> Result<Vec<Watched>, Bug> {
        alarms::alarms(self, plan.topology, graph)
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        if self.0.is_empty() {
            return Ok(());
        }
        let any_cdn = self.0.values().any(|bucket| bucket.cdn.is_some());
        let logs = graph
            .call(&LOGS.call("log_buckets", Place::Data))
            .set("name", plan.topology.name.as_str())
            .set("regions", regions(plan.topology))
            .set_some("cloudfront_logs_region", any_cdn.then_some(plan.topology.home))
            .add();
        for (name, bucket) in &self.0 {
            let buckets = bucket.buckets(name, plan.topology, logs, graph)?;
            if let Some(cdn) = &bucket.cdn {
                bucket.distribution(name, cdn, plan.topology, (buckets, logs), graph)?;
            }
        }
        Ok(())
    }
}

/// What a service may do to objects beyond reading them; large ones are uploaded in parts.
const WRITE: &[&str] =
    &["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"];

/// `CloudFront` decrypts what it fetches. Which distribution is not known when the key is made, so
/// the account is the limit; the bucket's policy says what can be fetched at all.
const CLOUDFRONT: KeyUser = KeyUser {
    sid: "CloudFront",
    principal: "cloudfront.amazonaws.com",
    actions: &["kms:Decrypt"],
    condition: ("ArnLike", "aws:SourceArn", "arn:{partition}:cloudfront::{account}:distribution/*"),
};

impl Buckets {
    /// That two lost regions may be one too many, where there is a third.
    fn origins_lost(&self, topology: &Topology) -> Vec<Step> {
        let origins = origins(topology);
        let ([first, second], Some(_)) = (origins.as_slice(), topology.in_use().nth(2)) else {
            return Vec::new();
        };
        let step = |cdn: &Cdn| Step {
            text: include_str!("../../../templates/recovery/distribution.md.j2"),
            names: vec![
                ("first", first.to_string()),
                ("second", second.to_string()),
                ("host", cdn.host.clone()),
            ],
        };
        self.0.values().filter_map(|bucket| bucket.cdn.as_ref()).map(step).collect()
    }
}

impl Bucket {
    fn buckets(
        &self,
        name: &str,
        topology: &Topology,
        logs: Handle,
        graph: &mut Graph,
    ) -> Result<Handle, Bug> {
        let keys = keys::arns(graph)?;
        let several = topology.in_use().nth(1).is_some();
        let role = several.then(|| self.replication(name, topology, keys.clone(), graph));
        let call = graph
            .call(&buckets(name))
            .set("name", topology.name.as_str())
            .set("bucket", name)
            .set("regions", regions(topology))
            .set("sources", sources(self.uploads, topology))
            .set_some("replication_role_arn", role.map(|role| role.get(ROLE_ARN)))
            .set("replication_time_control", self.replication_time_control)
            .set("kms_key_arns", keys)
            .set("log_buckets", logs.get(LOG_BUCKETS))
            .set("cdn", self.cdn.is_some())
            .set_some("cors_origins", self.cors_origins())
            .publish(NAMES)
            .promise(REGIONS, Expr::list(topology.sorted_in_use()));
        Ok(call.add())
    }

    fn replication(&self, name: &str, topology: &Topology, keys: Ref, graph: &mut Graph) -> Handle {
        graph
            .call(&REPLICATION.call("replication", Place::Foundation).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", name)
            .set("regions", regions(topology))
            .set("sources", sources(self.uploads, topology))
            .set("kms_key_arns", keys)
            .add()
    }

    fn distribution(
        &self,
        name: &str,
        cdn: &Cdn,
        topology: &Topology,
        (buckets, logs): (Handle, Handle),
        graph: &mut Graph,
    ) -> Result<(), Bug> {
        let cloudfront = edge_region("us-east-1")?;
        let host = cdn.host.as_str();
        let front = graph
            .call(&FRONT.call("front", Place::Foundation).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", name)
            .set_some("domain", topology.domain.clone())
            .set("host", host)
            .add();
        let origins = origins(topology).into_iter().map(|region| {
            let domain_name = buckets.get(REGIONAL_DOMAINS).at(region.as_str());
            Expr::map([("region", Expr::from(region)), ("domain_name", domain_name.into())])
        });
        let distribution = graph
            .call(&distribution(name))
            .set("name", topology.name.as_str())
            .set("bucket", name)
            .set("host", host)
            .set("zone_id", front.get(ZONE_ID))
            .set("certificate_arn", front.get(CERTIFICATE_ARN))
            .set("web_acl_arn", front.get(WEB_ACL_ARN))
            .set("origins", Expr::list(origins))
            .set("failover_status_codes", Expr::list(self.failover_status_codes()))
            .set_some("error_page", self.error_page.as_ref().map(ErrorPage::expr))
            .set_some("cors_origins", self.cors_origins())
            .publish(DISTRIBUTION_ID)
            .add();
        graph
            .call(&DELIVERY.call("delivery", Place::Monitoring(cloudfront)).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", name)
            .set("distribution_arn", distribution.get(DISTRIBUTION_ARN))
            .set("log_bucket_arn", logs.get(LOG_BUCKET_ARNS).at(topology.home.as_str()))
            .add();
        Ok(())
    }

    fn cors_origins(&self) -> Option<Expr> {
        (!self.cors.is_empty()).then(|| Expr::list(self.cors.clone()))
    }

    /// 503 and 504 also stand for a bucket that cannot be reached. What was uploaded to one region a
    /// moment ago is missing in the other: there, a missing object is a reason to ask further.
    fn failover_status_codes(&self) -> impl Iterator<Item = u32> {
        let missing = (self.uploads == Uploads::Regional).then_some(404);
        missing.into_iter().chain([500, 502, 503, 504])
    }
}

impl ErrorPage {
    fn expr(&self) -> Expr {
        Expr::map([("path", Expr::from(self.path.as_str())), ("status", self.status.into())])
    }
}

/// The regions that `CloudFront` asks, in order: home, then the heaviest other one, the first of
/// equals. Home first, because it never changes and has each object of `uploads = "home"` before any
/// other; a changed weight at most exchanges the second, in place.
fn origins(topology: &Topology) -> Vec<RegionName> {
    let others = topology.in_use().enumerate().filter(|(_, region)| region.name != topology.home);
    let second = others.max_by_key(|(index, region)| (region.weight, Reverse(*index)));
    [topology.home].into_iter().chain(second.map(|(_, region)| region.name)).collect()
}

fn regions(topology: &Topology) -> Expr {
    Expr::list(topology.in_use().map(|region| region.name))
}
