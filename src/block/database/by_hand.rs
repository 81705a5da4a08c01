//! What Terraform leaves to people: a cluster's inside answers in its VPC only.

/// Where clusters send writes on: the networks are not connected, and a cluster's own copies take no writes where it writes itself.
pub(super) const FORWARDING: &str = "\
A service that uses a database with `write_forwarding` writes through `TOPOLOGY_DATABASE_<DATABASE>_WRITER` in the region that the
parameter `TOPOLOGY_WRITER_PARAMETER` names, and through `TOPOLOGY_DATABASE_<DATABASE>_READER` in every other: `WRITER` leads into a
network that is not connected with theirs, and in the region that writes `READER` leads to copies that take no writes. The
parameter names one region, so the databases that are written to like this move together.";

/// For every database.
pub(super) const USER: &str = "\
Databases: make the user that services sign in as, `TOPOLOGY_DATABASE_<DATABASE>_USER`, and grant it what they need. Where
the database writes, as its master user. First a way in, for its network is private:

```sh
REGION=<region that writes> PORT=<5432 for PostgreSQL, 3306 for MySQL>
#% if split
DATABASE_GROUP=$(terraform -chdir=regions/$REGION output -raw database_<database>_security_group_id)
#% else
DATABASE_GROUP=<output database_<database>_<region>_security_group_id>
#% endif
VPC=$(aws ec2 describe-security-groups --region $REGION --group-ids $DATABASE_GROUP --query 'SecurityGroups[0].VpcId' --output text)
GROUP=$(aws ec2 create-security-group --region $REGION --vpc-id $VPC --group-name {{ name }}-database-by-hand \\
  --description 'People in the database' --query GroupId --output text)
aws ec2 authorize-security-group-ingress --region $REGION --group-id $DATABASE_GROUP --protocol tcp --port $PORT --source-group $GROUP
aws secretsmanager get-secret-value --region $REGION --secret-id {{ name }}/databases/<database>/master --query SecretString --output text
```

The last says `host`, which leads to the instance that writes, `username`, `password` and `dbname`. In the console of that region
open CloudShell and, under Actions, create a VPC environment: in this VPC, in one of its subnets `…-private-…`, with the group
`{{ name }}-database-by-hand`. In it, with a client that asks for the password:

```sh
psql \"host=<host> port=5432 user=<username> dbname=<dbname> sslmode=require\"   # PostgreSQL
mysql --host=<host> --port=3306 --user=<username> --password --ssl <dbname>      # MySQL; of its own client, --ssl-mode=REQUIRED
```

What to say there follows. Then delete the VPC environment, and take the way in away:

```sh
aws ec2 revoke-security-group-ingress --region $REGION --group-id $DATABASE_GROUP --protocol tcp --port $PORT --source-group $GROUP
aws ec2 delete-security-group --region $REGION --group-id $GROUP
```
";

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
