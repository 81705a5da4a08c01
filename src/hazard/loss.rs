//! What holds data, or has an address that others know, is destroyed.

use super::harm::{Changed, Hazard, Kind, Level};
use super::object::{Found, Object, module, name, place};

/// What is lost with objects of some types.
pub(super) struct Loss {
    types: &'static [&'static str],
    /// What people call it.
    what: &'static str,
    /// How bad it is that it goes, and that another one takes its place.
    levels: [Level; 2],
    pub(super) destroyed: Kind,
    pub(super) replaced: Kind,
}

/// A type is here if AWS cannot give back what it held or was reached by.
pub(super) static LOSSES: [Loss; 17] = [
    Loss {
        types: &["aws_dynamodb_table"],
        what: "table",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "table-destroyed",
            "a DynamoDB table is destroyed with its items",
            "every item is gone, in all regions that have a replica; only a backup that was taken before brings them back, as a new table",
            "keep the entry; one that has another name from now on says `renamed_from` and `name`. If the table is to go: take a backup, lift \
             `deletion_protection_enabled` in a change of its own, then remove it",
        ),
        replaced: Kind::new(
            "table-replaced",
            "a DynamoDB table is destroyed and made anew, empty",
            "every item is gone, in all regions that have a replica: a key or a name of a table cannot be changed in place",
            "make a second table beside it, copy the items, let the services use it, and remove the first one later",
        ),
    },
    Loss {
        types: &["aws_rds_cluster"],
        what: "database cluster",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "database-destroyed",
            "an Aurora cluster is destroyed",
            "its endpoints are gone for good, and its data with it, but for the final snapshot of the cluster that wrote",
            "keep the entry; one that has another name from now on says `renamed_from` and `name`. If it is to go: stop its users, lift \
             `deletion_protection` in a change of its own, then remove it",
        ),
        replaced: Kind::new(
            "database-replaced",
            "an Aurora cluster is destroyed and made anew, empty",
            "its data is gone from there, and nothing answers until another one has been made",
            "undo what forces it; a member that is to be made anew leaves the global database first, while another region writes",
        ),
    },
    Loss {
        types: &["aws_rds_global_cluster"],
        what: "global database",
        levels: [Level::Dangerous, Level::Dangerous],
        destroyed: Kind::new(
            "global-database-destroyed",
            "an Aurora global database is destroyed",
            "replication between regions ends, and a lost region can no longer be taken over from",
            "keep it for as long as two regions have the data",
        ),
        replaced: Kind::new(
            "global-database-replaced",
            "an Aurora global database is destroyed and made anew",
            "AWS refuses while it has members: the apply stops half-way",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_rds_cluster_instance"],
        what: "database instance",
        levels: [Level::Review, Level::Dangerous],
        destroyed: Kind::new(
            "instance-destroyed",
            "an instance of an Aurora cluster is destroyed",
            "if it is the one that writes, AWS first fails over to another, which takes about half a minute",
            "see that what is left carries the load: `topogen capacity`",
        ),
        replaced: Kind::new(
            "instance-replaced",
            "an instance of an Aurora cluster is destroyed and made anew",
            "connections break, and with one instance nothing answers meanwhile",
            "add an instance first, and let the cluster fail over to it",
        ),
    },
    Loss {
        types: &["aws_s3_bucket"],
        what: "bucket",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "bucket-destroyed",
            "an S3 bucket is destroyed",
            "AWS refuses while there is an object in it, and the apply stops half-way; once it is empty, all versions are gone and its name is anybody's",
            "keep the entry; one that has another name from now on says `renamed_from` and `name`. If it is to go: empty it first",
        ),
        replaced: Kind::new(
            "bucket-replaced",
            "an S3 bucket is destroyed and made anew",
            "AWS refuses while there is an object in it, and the apply stops half-way",
            "make a second bucket beside it, copy the objects, and remove the first one later",
        ),
    },
    Loss {
        types: &["aws_kms_key"],
        what: "key",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "key-destroyed",
            "a KMS key is scheduled for deletion",
            "what is encrypted with it cannot be read from now on, and after the waiting period never again",
            "keep it until nothing is encrypted with it any more; `aws kms cancel-key-deletion` brings it back within the waiting period",
        ),
        replaced: Kind::new(
            "key-replaced",
            "a KMS key is scheduled for deletion, and another is made",
            "what is encrypted with the old one cannot be read from now on, and after the waiting period never again",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_secretsmanager_secret"],
        what: "secret",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "secret-destroyed",
            "a secret is scheduled for deletion, in all regions",
            "whoever reads it fails at once; after the recovery window its value is gone, and until then its name is taken",
            "keep the entry; one that has another name from now on says `renamed_from` and `name`. `aws secretsmanager restore-secret` brings it \
             back within the window",
        ),
        replaced: Kind::new(
            "secret-replaced",
            "a secret is destroyed and made anew, without its value",
            "whoever reads it fails; AWS refuses the new one as long as the old name is in its recovery window",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_globalaccelerator_accelerator"],
        what: "accelerator",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "accelerator-destroyed",
            "a Global Accelerator and its fixed addresses are destroyed",
            "the two addresses that clients have in their firewalls are gone for good, and users with them until DNS has followed",
            "keep the service and its router; a service that has another name from now on says `renamed_from` and `name`",
        ),
        replaced: Kind::new(
            "accelerator-replaced",
            "a Global Accelerator is made anew, with other addresses",
            "the two addresses that clients have in their firewalls are gone for good",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_lb"],
        what: "load balancer",
        levels: [Level::Dangerous, Level::Dangerous],
        destroyed: Kind::new(
            "load-balancer-destroyed",
            "a load balancer is destroyed",
            "nothing answers under its name; AWS refuses while its deletion protection is on, and the apply stops half-way",
            "take the users away first; a service that has another name from now on says `renamed_from` and `name`",
        ),
        replaced: Kind::new(
            "load-balancer-replaced",
            "a load balancer is destroyed and made anew",
            "the region does not answer until the new one is in service and known to DNS; AWS refuses while its deletion protection is on",
            "do it region by region, each without users while it is made anew",
        ),
    },
    Loss {
        types: &["aws_route53_record"],
        what: "host",
        levels: [Level::Dangerous, Level::Review],
        destroyed: Kind::new(
            "host-destroyed",
            "a DNS name is taken away",
            "whoever still asks for it gets no answer; resolvers remember that for as long as the zone says",
            "let the old name stand until nobody asks for it",
        ),
        replaced: Kind::new(
            "host-replaced",
            "a DNS name is taken away and written anew",
            "for some seconds it has no answer",
            "do it when few users ask",
        ),
    },
    Loss {
        types: &["aws_cloudfront_distribution"],
        what: "distribution",
        levels: [Level::Dangerous, Level::Dangerous],
        destroyed: Kind::new(
            "distribution-destroyed",
            "a CloudFront distribution is destroyed",
            "its name is gone for good, and so is all that is cached",
            "take the users away first",
        ),
        replaced: Kind::new(
            "distribution-replaced",
            "a CloudFront distribution is destroyed and made anew",
            "its name is gone for good, and so is all that is cached",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_vpc", "aws_subnet"],
        what: "network",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "network-destroyed",
            "a network, or a subnet of it, is destroyed",
            "AWS refuses while anything is in it, and the apply stops half-way; what others have peered with it or allowed of it is void",
            "take away what is in it first, in a change of its own",
        ),
        replaced: Kind::new(
            "network-replaced",
            "a network, or a subnet of it, is destroyed and made anew",
            "everything in it is made anew as well: the region is down meanwhile, and AWS refuses while something is in it that stays",
            "keep the range; a region with another one is built as a new region, and the old one leaves later",
        ),
    },
    Loss {
        types: &["aws_opensearch_domain"],
        what: "search domain",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "search-destroyed",
            "an OpenSearch domain is destroyed with what it has indexed",
            "what was searched there is gone; the log groups still have what they keep",
            "keep it for as long as somebody searches it",
        ),
        replaced: Kind::new(
            "search-replaced",
            "an OpenSearch domain is destroyed and made anew, empty",
            "what was searched there is gone; the log groups still have what they keep",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_sqs_queue"],
        what: "queue",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "queue-destroyed",
            "an SQS queue is destroyed with its messages",
            "every message in it is gone, and its name is taken for a minute",
            "let it run empty first; one that has another name from now on says `renamed_from` and `name`",
        ),
        replaced: Kind::new(
            "queue-replaced",
            "an SQS queue is destroyed and made anew",
            "every message in it is gone; AWS refuses the same name for a minute",
            "let it run empty first",
        ),
    },
    Loss {
        types: &["aws_ecr_repository"],
        what: "image repository",
        levels: [Level::Irreversible, Level::Irreversible],
        destroyed: Kind::new(
            "repository-destroyed",
            "a container repository is destroyed",
            "AWS refuses while an image is in it; afterwards no task of the region can start from it",
            "keep it until no task definition names it",
        ),
        replaced: Kind::new(
            "repository-replaced",
            "a container repository is destroyed and made anew, empty",
            "AWS refuses while an image is in it; afterwards no task of the region can start from it",
            "undo what forces it",
        ),
    },
    Loss {
        types: &["aws_cloudwatch_log_group"],
        what: "log group",
        levels: [Level::Dangerous, Level::Dangerous],
        destroyed: Kind::new(
            "logs-destroyed",
            "a log group is destroyed with what was logged",
            "what it kept is gone; AWS refuses while its deletion protection is on",
            "export what somebody may still want to read",
        )
        .for_good(),
        replaced: Kind::new(
            "logs-replaced",
            "a log group is destroyed and made anew, empty",
            "what it kept is gone; AWS refuses while its deletion protection is on",
            "export what somebody may still want to read",
        )
        .for_good(),
    },
    Loss {
        types: &["aws_ecs_service", "aws_lambda_function"],
        what: "service",
        levels: [Level::Dangerous, Level::Dangerous],
        destroyed: Kind::new(
            "service-destroyed",
            "what runs is stopped",
            "nothing serves there any more",
            "take the users away first; one that has another name from now on says `renamed_from` and `name`",
        ),
        replaced: Kind::new(
            "service-replaced",
            "what runs is stopped, and another is started in its place",
            "nothing serves there until the new tasks are healthy",
            "do it region by region, each without users meanwhile",
        ),
    },
];

pub(super) fn found(changed: &Changed<'_>) -> Vec<Hazard> {
    let mut found = Found::default();
    for object in changed.objects().filter(|one| one.is_destroyed() || one.may_be_replaced()) {
        let Some(loss) = LOSSES.iter().find(|loss| loss.types.contains(&&*object.row.kind)) else {
            continue;
        };
        if !counts(&object, changed) {
            continue;
        }
        let [gone, anew] = loss.levels;
        let (kind, level, what) = if !object.is_destroyed() {
            (&loss.replaced, Level::Review, "may be destroyed and made anew, which only AWS tells")
        } else if object.is_replaced() {
            (&loss.replaced, anew, "is destroyed and made anew")
        } else {
            (&loss.destroyed, gone, "is destroyed")
        };
        let (name, place) = (name(object.before, object.address), place(object.row));
        let forced = match object.row.replace_paths.as_slice() {
            [] => String::new(),
            paths => format!(", because `{}` differs", paths.join("`, `")),
        };
        let refused = match object.row.refused_by() {
            Some("aws") => "; AWS refuses while it is protected",
            Some(_) => "; Terraform refuses to plan it",
            None => "",
        };
        let message = format!("the {} `{name}`{place} {what}{forced}{refused}", loss.what);
        found.note(kind, level, (object.root, object.address), message);
    }
    found.end()
}

/// Whether the harm is this object's own.
fn counts(object: &Object<'_>, changed: &Changed<'_>) -> bool {
    match object.row.kind.as_str() {
        // Names for machines: AWS asks for them when it makes a certificate.
        "aws_route53_record" => object.before.is_some_and(is_for_users),
        // With a cluster go its instances, and with a network its subnets.
        "aws_rds_cluster_instance" => !goes_too(object, changed, "aws_rds_cluster"),
        "aws_subnet" => !goes_too(object, changed, "aws_vpc"),
        _ => true,
    }
}

fn is_for_users(record: &crate::inventory::Resource) -> bool {
    matches!(super::object::text(record, "type"), Some("A" | "AAAA" | "CNAME"))
        && !super::object::text(record, "name").is_some_and(|name| name.starts_with('_'))
        && !matches!(record.arguments.get("name"), Some(crate::inventory::Value::Sym(_)))
}

/// Whether an object of a type goes in the same module.
fn goes_too(object: &Object<'_>, changed: &Changed<'_>, kind: &str) -> bool {
    let own = module(object.address);
    changed.objects().any(|other| {
        other.root == object.root
            && other.row.kind == kind
            && other.is_destroyed()
            && module(other.address) == own
    })
}
