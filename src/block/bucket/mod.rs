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
        BUCKETS, Bucket, Buckets, CERTIFICATE_ARN, Cdn, DELIVERY, DISTRIBUTION, DISTRIBUTION_ARN,
        DISTRIBUTION_ID, ErrorPage, FRONT, LOG_BUCKET_ARNS, LOG_BUCKETS, LOGS, NAMES,
        REGIONAL_DOMAINS, REGIONS, REPLICATION, ROLE_ARN, WEB_ACL_ARN, ZONE_ID, called, sources,
        word,
    },
    spec::{BucketSpec, Uploads},
};
use super::{
    Access, Block, Contact, Cx, Grant, KeyUser, Ledger, Made, Note, Part, Section, Step, Told,
    When, alarms::edge_region, name,
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
        named_by: Some("name"),
        summary: "S3 buckets in every region in use, replicated, with a CloudFront distribution when asked.",
        schema: |generator| generator.subschema_for::<IndexMap<String, BucketSpec>>(),
        example: "\
# [buckets.assets]                # S3 in every region, replicated
# cdn     = \"static\"              # static.example.com, a CloudFront distribution; absent: none
# uploads = \"regional\"            # home | regional: what is replicated where, and who may write
# replication_time_control = true # S3 undertakes to replicate within 15 minutes, at a price
",
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
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        for (name, bucket) in &self.0 {
            ledger.usable(name, bucket.access(name, topology));
            ledger.keys.want();
        }
        if self.0.values().any(|bucket| bucket.cdn.is_some()) {
            ledger.keys.used_by(CLOUDFRONT);
        }
        ledger.notes.extend(self.notes(topology));
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        check::link(self, cx, diags);
        Ok(())
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        if self.0.is_empty() {
            return Ok(());
        }
        let any_cdn = self.0.values().any(|bucket| bucket.cdn.is_some());
        let logs = graph
            .call(&LOGS.call("log_buckets", Place::DATA))
            .set("name", cx.topology.name.as_str())
            .set("regions", regions(cx.topology))
            .set_some("cloudfront_logs_region", any_cdn.then_some(cx.topology.home))
            .add();
        let mut distributions = Vec::new();
        for (name, bucket) in &self.0 {
            let buckets = bucket.buckets(name, cx.topology, logs, made, graph)?;
            if let Some(cdn) = &bucket.cdn {
                let call = bucket.distribution(name, cdn, cx.topology, (buckets, logs), graph)?;
                distributions.push((name.as_str(), call));
            }
            made.reached(
                format!("buckets.{name}"),
                bucket.contact(word(cx.topology, name), buckets),
            );
        }
        made.watch(|| alarms::alarms(self, &distributions, cx.topology))
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
    fn notes(&self, topology: &Topology) -> Vec<Note> {
        let any_cdn = self.0.values().any(|bucket| bucket.cdn.is_some());
        let several = topology.in_use().nth(1).is_some();
        let mut notes = Vec::new();
        if !self.0.is_empty() {
            notes.push(Note::new(When::ByHand, by_hand::NEW_REGION));
            let text = "{% if several %}Buckets catch up by themselves.{% endif %}";
            notes.push(Note::new(When::Back(Step::CatchesUp), text));
            notes.push(Note::new(When::Protected, "buckets"));
            if several {
                let data = match topology.layout {
                    Layout::Split => "data",
                    Layout::Single => ".",
                };
                let text = include_str!("../../../templates/leaving/bucket.md.j2");
                notes.push(Note::new(When::Leaving, text).with("data", data));
            }
        }
        // The certificate and the distribution are in two states.
        if any_cdn && topology.layout == Layout::Split {
            let text = include_str!("../../../templates/leaving/distribution.md.j2");
            notes.push(Note::new(When::Leaving, text));
        }
        let text = include_str!("../../../templates/recovery/uploads.md.j2");
        let uploads = self.0.iter().filter(|(_, bucket)| bucket.uploads == Uploads::Home);
        let uploads = uploads
            .map(|(name, _)| Note::new(When::Lost, text).with("bucket", word(topology, name)));
        notes.extend(uploads.filter(|_| several));
        notes.extend(self.origins_lost(topology));
        notes
    }

    /// That two lost regions may be one too many, where there is a third.
    fn origins_lost(&self, topology: &Topology) -> Vec<Note> {
        let origins = origins(topology);
        let ([first, second], Some(_)) = (origins.as_slice(), topology.in_use().nth(2)) else {
            return Vec::new();
        };
        let note = |cdn: &Cdn| {
            let text = include_str!("../../../templates/recovery/distribution.md.j2");
            Note::new(When::Lost, text)
                .with("first", first.as_str())
                .with("second", second.as_str())
                .with("host", cdn.host.as_str())
        };
        self.0.values().filter_map(|bucket| bucket.cdn.as_ref()).map(note).collect()
    }
}

impl Bucket {
    fn access(&self, entry: &str, topology: &Topology) -> Access {
        let bucket = format!("arn:{{partition}}:s3:::{}", called(topology, entry, "{region}"));
        let objects = format!("{bucket}/*");
        let grant = |what: &str, actions, resource: &str, regions| Grant {
            name: format!("buckets.{}{what}", word(topology, entry)),
            actions,
            resources: vec![resource.to_owned()],
            regions,
        };
        // What is written elsewhere than home would stay there: nothing replicates it.
        let writers = match self.uploads {
            Uploads::Home => vec![topology.home],
            Uploads::Regional => Vec::new(),
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

    fn contact(&self, called: &str, buckets: Handle) -> Contact {
        let variable = variable_name(called);
        let name = Told::ByRegion(buckets.get(NAMES));
        let name = (format!("TOPOLOGY_BUCKET_{variable}"), name);
        let host = self.cdn.as_ref().map(|cdn| Told::Same(cdn.host.as_str().into()));
        let host = host.map(|host| (format!("TOPOLOGY_CDN_{variable}"), host));
        Contact::told([name].into_iter().chain(host))
    }
}

impl Bucket {
    fn buckets(
        &self,
        name: &str,
        topology: &Topology,
        logs: Handle,
        made: &Made,
        graph: &mut Graph,
    ) -> Result<Handle, Bug> {
        let keys = made.key_arns()?;
        let several = topology.in_use().nth(1).is_some();
        let role = several.then(|| self.replication(name, topology, keys.clone(), graph));
        let call = graph
            .call(&BUCKETS.call("bucket", Place::DATA).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", word(topology, name))
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
            .call(&REPLICATION.call("replication", Place::FOUNDATION).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", word(topology, name))
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
    ) -> Result<Handle, Bug> {
        let cloudfront = edge_region("us-east-1")?;
        let host = cdn.host.as_str();
        let front = graph
            .call(&FRONT.call("front", Place::FOUNDATION).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", word(topology, name))
            .set_some("domain", topology.domain.clone())
            .set("host", host)
            .add();
        let origins = origins(topology).into_iter().map(|region| {
            let domain_name = buckets.get(REGIONAL_DOMAINS).at(region.as_str());
            Expr::map([("region", Expr::from(region)), ("domain_name", domain_name.into())])
        });
        let distribution = graph
            .call(&DISTRIBUTION.call("distribution", Place::EDGE).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", word(topology, name))
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
            .call(&DELIVERY.call("delivery", Place::monitoring(cloudfront)).of(name))
            .set("name", topology.name.as_str())
            .set("bucket", word(topology, name))
            .set("distribution_arn", distribution.get(DISTRIBUTION_ARN))
            .set("log_bucket_arn", logs.get(LOG_BUCKET_ARNS).at(topology.home.as_str()))
            .add();
        Ok(distribution)
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
