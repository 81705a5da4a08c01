//! What Terraform leaves to people: objects from before a rule.

/// Replication rules cover what is written after them. The role is S3's own business: it exists for one job.
pub(super) const NEW_REGION: &str = "\
{% if several %}Buckets of a region that is new start empty: replication copies what is written from then on. Before users are sent
there, copy the rest once from `{{ home }}`, whose bucket has all objects, by S3 Batch Replication:

```sh
aws s3control create-job --region {{ home }} --account-id <account> --role-arn <role> --priority 1 \\
  --no-confirmation-required --report Enabled=false --operation '{\"S3ReplicateObject\": {}}' \\
  --manifest-generator file://manifest.json
```

with `manifest.json`:

```json
{
  \"S3JobManifestGenerator\": {
    \"SourceBucket\": \"arn:aws:s3:::{{ name }}-<bucket>-{{ home }}-<account>\",
    \"EnableManifestOutput\": false,
    \"Filter\": {
      \"EligibleForReplication\": true,
      \"ObjectReplicationStatuses\": [\"NONE\", \"FAILED\", \"COMPLETED\", \"REPLICA\"]
    }
  }
}
```

The role trusts `batchoperations.s3.amazonaws.com` and may `s3:InitiateReplication` on the objects,
`s3:GetReplicationConfiguration` and `s3:PutInventoryConfiguration` on the bucket of `{{ home }}`.
{% else %}Buckets: objects that are here before a second region is are not copied to it by replication.{% endif %}";
