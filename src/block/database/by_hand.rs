//! What Terraform leaves to people: a cluster's inside answers in its VPC only.

/// For every database.
pub(super) const USER: &str = "\
Databases: make the user that services sign in as, `TOPOLOGY_DATABASE_<DATABASE>_USER`, and grant it what they need. Where
the database writes, as its master user; the secret `{{ name }}/databases/<database>/master` has the password.";

/// Where some region's cluster has no instance.
pub(super) const WITHOUT_INSTANCES: &str = "\
Databases without an instance in some region: AWS does not upgrade such a cluster, and the apply of another `version` fails
half way. Before it, give every cluster an instance (`regions.<region> = { instances = 1 }` under
`[databases.<database>]`, applied{% if split %} in the root of its region{% endif %}). Take it away again afterwards.";

pub(super) const POSTGRESQL: &str = "\
PostgreSQL: `CREATE USER <user>; GRANT rds_iam TO <user>;` lets it sign in with a token of the service's role.";

pub(super) const MYSQL: &str = "\
MySQL: `CREATE USER <user> IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';` lets it sign in with a token of the service's
role.";

pub(super) const SWITCHOVER: &str = "\
Databases are switched over to it, if it is to write again; a switchover loses nothing, unlike the failover.";
