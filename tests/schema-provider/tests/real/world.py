"""AWS as far as moto knows it, and real providers that take it for AWS, for as long as standard input stays open.

Answers each line of JSON with one:
  {"make": {"account": id, "zones": [[id, name]], "secrets": [[region, name]], "certificates": [[region, arn, name]]}}
                      makes what a plan or an apply reads and its root does not create  -> {}
  {"provider": path}  starts a provider  -> what TF_REATTACH_PROVIDERS takes
The process that holds the other end may die in any way: the end of the input ends everything here.
"""

import json
import os
import re
import subprocess
import sys
import threading

import boto3
import moto.applicationautoscaling.responses
import moto.awslambda.utils
import moto.backends
import moto.iam.models
import moto.rds.models
import moto.rds.responses
import moto.s3.models
import moto.secretsmanager.models
from moto.core.responses import ActionResult
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # moto prints

# Only what is said here: no profile, no proxy and no certificates of the machine's own.
FAKE = {"AWS_ACCESS_KEY_ID": "AKIA0000123456789012", "AWS_SECRET_ACCESS_KEY": "moto", "AWS_EC2_METADATA_DISABLED": "true"}
NOTHING = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
    del os.environ[name]
# AWS's own policies can be attached.
os.environ.update(FAKE | NOTHING | {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true"})


# Whose key ends with an account's number is of that account.
moto.iam.models.get_account_id_from = lambda key: key[-12:]

# What scales has tags, which moto does not keep.
Scaling = moto.applicationautoscaling.responses.ApplicationAutoScalingResponse
tags = {}


def register(request, made=Scaling.register_scalable_target):
    answer = made(request)
    tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(request._get_param("Tags") or {})
    return answer


Scaling.register_scalable_target = register
Scaling.list_tags_for_resource = lambda request: json.dumps({"Tags": tags.get(request._get_param("ResourceARN"), {})})


# One global cluster is asked for, what moto does not keep of it is kept, and its protection goes.
Databases = moto.rds.responses.RDSResponse


def create_global_cluster(request, made=Databases.create_global_cluster):
    answer = made(request)
    cluster = request.global_backend.global_clusters[request.params["GlobalClusterIdentifier"]]
    cluster.database_name = request.params.get("DatabaseName")
    cluster.engine_lifecycle_support = request.params.get("EngineLifecycleSupport")
    cluster.tags = request.params.get("Tags", [])
    return answer


def describe_global_clusters(request):
    wanted = request.params.get("GlobalClusterIdentifier")
    found = request.global_backend.describe_global_clusters()
    return ActionResult({"GlobalClusters": [one for one in found if wanted in (None, one.global_cluster_identifier)]})


def modify_global_cluster(request):
    cluster = request.global_backend.global_clusters[request.params["GlobalClusterIdentifier"]]
    cluster.deletion_protection = request.params.get("DeletionProtection", cluster.deletion_protection)
    return ActionResult({"GlobalCluster": cluster})


Databases.create_global_cluster = create_global_cluster
Databases.modify_global_cluster = modify_global_cluster
Databases.describe_global_clusters = describe_global_clusters


# A cluster that is deleted leaves its global one, whichever region that was asked for in.
Region = moto.rds.models.RDSBackend


def delete_db_cluster(backend, *args, made=Region.delete_db_cluster, **kwargs):
    cluster = made(backend, *args, **kwargs)
    for region in moto.rds.models.rds_backends[backend.account_id].values():
        for one in region.global_clusters.values():
            one.members = [member for member in one.members if member is not cluster]
    return cluster


Region.delete_db_cluster = delete_db_cluster


# A replica of a secret keeps its key.
Secret = moto.secretsmanager.models.FakeSecret


def create_replicas(secret, replica_regions, force_overwrite, made=Secret.create_replicas):
    replicas = made(secret, replica_regions, force_overwrite)
    keys = {one["Region"]: one.get("KmsKeyId") for one in replica_regions}
    for replica in replicas:
        replica.config["KmsKeyId"] = keys.get(replica.region) or replica.config["KmsKeyId"]
    return replicas


Secret.create_replicas = create_replicas


# A policy may have statements of everybody, too.
Bucket = moto.s3.models.FakeBucket


def may_log(target_bucket, target_prefix):
    statements = json.loads(target_bucket.policy or "{}").get("Statement", [])
    services = [one["Principal"].get("Service") for one in statements if isinstance(one.get("Principal"), dict)]
    return "logging.s3.amazonaws.com" in services


Bucket._log_permissions_enabled_policy = staticmethod(may_log)


class Functions:
    """People bring the functions that turn secrets: all are there, and nothing runs."""

    def get_function(self, arn):
        return arn

    def invoke(self, *_, **__):
        return None


moto.awslambda.utils.get_backend = lambda account, region: Functions()


def make(account, zones, secrets, certificates):
    def client(service, region="us-east-1"):
        keys = {"aws_access_key_id": f"AKIA0000{account}", "aws_secret_access_key": "moto"}
        return boto3.client(service, region_name=region, endpoint_url=endpoint, **keys)

    for id, name in zones:
        # People bring the zone of their domain; a tree only looks it up.
        if name + "." not in [one["Name"] for one in client("route53").list_hosted_zones()["HostedZones"]]:
            made = client("route53").create_hosted_zone(Name=name, CallerReference=name)["HostedZone"]["Id"]
            # The id that the states have.
            kept = moto.backends.get_backend("route53")[account]["aws"].zones
            kept[id] = kept.pop(made.removeprefix("/hostedzone/"))
            kept[id].resource_id = id
    for region, name in secrets:
        # An earlier root made the master's secret; a plan of home's cluster reads it.
        manager = client("secretsmanager", region)
        if name not in [one["Name"] for one in manager.list_secrets()["SecretList"]]:
            manager.create_secret(Name=name, SecretString=json.dumps({"username": "app", "password": "not-a-secret"}))
    for region, arn, name in certificates:
        # A listener wants that its certificate is there.
        kept = moto.backends.get_backend("acm")[account][region]._certificates
        if arn not in kept:
            made = client("acm", region).request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"]
            kept[arn] = kept.pop(made)
            kept[arn].arn = arn


def provider(path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment = kept | FAKE | NOTHING | {"AWS_ENDPOINT_URL": endpoint}
    process = subprocess.Popen([path, "-debug"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    providers.append(process)
    for line in process.stdout:
        if found := re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return json.loads(found[1])
    raise RuntimeError(f"{path} ended with {process.wait()}")


server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://{}:{}".format(*server.get_host_and_port())
providers = []
try:
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = provider(request["provider"]) if "provider" in request else make(**request["make"])
            answer = {"done": answer}
        except Exception as error:  # told to whoever asked
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)
finally:
    for process in providers:
        process.kill()
    server.stop()
