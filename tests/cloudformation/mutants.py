"""One value of a golden tree, broken, for each kind of thing that cfn-lint is there for."""

import json
from dataclasses import dataclass
from typing import Callable


@dataclass
class Mutant:
    what: str
    type: str
    rule: str
    breaks: Callable
    # what the finding names, where it is not the broken resource
    names: str = ""


def sets(**new):
    return lambda values: values.update(new)


def container(**new):
    def breaks(values):
        containers = json.loads(values["container_definitions"])
        containers[0].update(new)
        values["container_definitions"] = json.dumps(containers)

    return breaks


def key_without_attribute(values):
    values["hash_key"] = "nobody"


def failover_to_nowhere(values):
    values["default_cache_behavior"][0]["target_origin_id"] = "nowhere"


def policy(name, change):
    def breaks(values):
        document = json.loads(values[name])
        change(document["Statement"][0])
        values[name] = json.dumps(document)

    return breaks


def half_the_network(values):
    first, second, *_ = values["cidr_block"].split(".")
    values["cidr_block"] = f"{first}.{second}.0.0/17"


# The tree and the region with the most kinds.
TREE, REGION = "full", "us-east-1"

MUTANTS = [
    Mutant("an engine version that is none", "aws_rds_cluster", "E3690", sets(engine_version="17.99")),
    Mutant("a class that Aurora has not", "aws_rds_cluster_instance", "E3025", sets(instance_class="db.t2.micro")),
    Mutant("an argument without effect on Aurora", "aws_rds_cluster_instance", "E3682", sets(copy_tags_to_snapshot=True)),
    Mutant("a Fargate size that is none", "aws_ecs_task_definition", "E3047", sets(cpu="256", memory="8192")),
    Mutant("a task whose port is not its host's", "aws_ecs_task_definition", "E3053", container(portMappings=[{"containerPort": 80, "hostPort": 81}])),
    Mutant("a key that is no attribute", "aws_dynamodb_table", "E3039", key_without_attribute),
    Mutant("subnets that overlap", "aws_subnet", "E3060", half_the_network, "AWS::EC2::"),
    Mutant("a retention that CloudWatch does not know", "aws_cloudwatch_log_group", "E3030", sets(retention_in_days=42)),
    Mutant("a name that is too long", "aws_iam_role", "E3033", sets(name="x" * 65)),
    Mutant("an alarm whose period is none", "aws_cloudwatch_metric_alarm", "E3030", sets(comparison_operator="Above")),
    Mutant("a number out of range", "aws_lb_target_group", "E3034", lambda v: v["health_check"][0].update(timeout=999)),
    Mutant("a distribution without the origin that it names", "aws_cloudfront_distribution", "E3057", failover_to_nowhere),
    Mutant("a policy with an effect that is none", "aws_iam_role_policy", "E3510", policy("policy", lambda one: one.update(Effect="Maybe"))),
    Mutant("a name of the wrong form", "aws_kms_alias", "E3031", sets(name="store")),
]
