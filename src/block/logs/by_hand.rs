//! What Terraform leaves to people: a domain's inside answers in its VPC only, and not to the AWS
//! provider at all.

/// For every region with a domain: the way in, what to send there, the way out.
pub(super) const DOMAINS: [&str; 3] = [
  "Log domains: let Firehose in, once in each region that runs data nodes. Until then a domain answers it with 403, and what is
logged waits in the bucket `{{ name }}-log-backup-<region>-<account>`, and nobody indexes it afterwards. First a way in:

```sh
REGION=<region> ACCOUNT=<account>
#% if split
DOMAIN_GROUP=$(terraform -chdir=regions/$REGION output -raw logs_security_group_id)
ENDPOINT=$(terraform -chdir=regions/$REGION output -raw logs_endpoint)
#% else
DOMAIN_GROUP=<output logs_<region>_security_group_id>
ENDPOINT=<output logs_<region>_endpoint>
#% endif
VPC=$(aws ec2 describe-security-groups --region $REGION --group-ids $DOMAIN_GROUP --query 'SecurityGroups[0].VpcId' --output text)
GROUP=$(aws ec2 create-security-group --region $REGION --vpc-id $VPC --group-name {{ name }}-by-hand \\
  --description 'People in the log domain' --query GroupId --output text)
aws ec2 authorize-security-group-ingress --region $REGION --group-id $DOMAIN_GROUP --protocol tcp --port 443 --source-group $GROUP
echo $VPC $GROUP $ENDPOINT
```

#% if enclosed
In this network neither PyPI nor STS answers. Ask for the role's credentials elsewhere (`aws sts assume-role`, below) and export the three
by hand; then `pip` and `read` are left out, and `send` is, with curl 8:

```sh
send() { curl --silent --aws-sigv4 aws:amz:$REGION:es --user $AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY \\
  --header \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\" -X PUT -H 'Content-Type: application/json' -d \"$2\" https://$ENDPOINT/$1; echo; }
```

#% endif
In the console of that region open CloudShell and, under Actions, create a VPC environment: in this VPC, in one of its subnets
`…-private-…`, with the group `{{ name }}-by-hand`. As somebody who may assume the role `{{ name }}-logs-admin`, run in it:

```sh
REGION=<region> ACCOUNT=<account> ENDPOINT=<endpoint> DAYS=<retention_days> SHARDS=<half of the region's data nodes, see below>
pip install --quiet awscurl && PATH=$PATH:~/.local/bin
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN < <(aws sts assume-role \\
  --role-arn arn:aws:iam::$ACCOUNT:role/{{ name }}-logs-admin --role-session-name by-hand \\
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
send() { awscurl --service es --region $REGION -X PUT -H 'Content-Type: application/json' -d \"$2\" https://$ENDPOINT/$1; echo; }

send _index_template/services '{ \"index_patterns\": [\"services-*\"], \"template\": {
  \"settings\": { \"number_of_shards\": '$SHARDS', \"number_of_replicas\": 1 },
  \"mappings\": { \"properties\": { \"@timestamp\": { \"type\": \"date\" }, \"message\": { \"type\": \"text\" } } } } }'
send _plugins/_ism/policies/services '{ \"policy\": { \"description\": \"Old logs go\", \"default_state\": \"kept\",
  \"ism_template\": [{ \"index_patterns\": [\"services-*\"], \"priority\": 1 }], \"states\": [
    { \"name\": \"kept\", \"actions\": [],
      \"transitions\": [{ \"state_name\": \"gone\", \"conditions\": { \"min_index_age\": \"'$DAYS'd\" } }] },
    { \"name\": \"gone\", \"actions\": [{ \"delete\": {} }], \"transitions\": [] }] } }'
send _plugins/_security/api/roles/firehose '{ \"cluster_permissions\": [\"cluster_composite_ops\", \"cluster_monitor\"],
  \"index_permissions\": [{ \"index_patterns\": [\"services-*\"], \"allowed_actions\": [\"create_index\", \"crud\", \"manage\"] }] }'
send _plugins/_security/api/rolesmapping/firehose '{
  \"backend_roles\": [\"arn:aws:iam::'$ACCOUNT':role/{{ name }}-logs-'$REGION'-firehose\"] }'
```

Each answers `acknowledged`, `_id` or `CREATED`. The order matters: the mapping is what lets Firehose make the first index,
which takes its shards from the template and its end from the policy. Take more shards where a day's logs are more than 50 GB
for each. Then delete the VPC environment, and take the way in away:

```sh
aws ec2 revoke-security-group-ingress --region $REGION --group-id $DOMAIN_GROUP --protocol tcp --port 443 --source-group $GROUP
aws ec2 delete-security-group --region $REGION --group-id $GROUP
```
",
  "Log domains: `retention_days` sizes them and expires log groups and undelivered logs; of an index, the policy above is the end.
A domain is sized for what its region *runs* in the table below and does not grow by itself: when more is written than that,
its alarm on free storage comes first. A stream takes 5 MiB/s in us-east-1, us-west-2 and eu-west-1, 1 MiB/s elsewhere, before
Firehose raises that by itself, and lines come late meanwhile: where a region writes more than 400 GB or 80 GB a day, ask AWS
for a higher throughput beforehand.",
  "Log domains: turn audit logging on in each (Dashboards, Security, Audit logs). Terraform has set up where it goes.",
];

/// For an account that may have had domains before.
pub(super) const SERVICE_LINKED_ROLE: &str = "OpenSearch's service-linked role exists once per account. If the first apply says that its name has been taken, write
`service_linked_role = \"existing\"` under `[logs]`.";
