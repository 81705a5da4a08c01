"""Each check can fail: a right value of its kind is let pass, and a wrong one is not."""

import contextlib
import io
import json
import tempfile
import tomllib
import unittest
from pathlib import Path

import values
from planned import Resource, said

TABLE = tomllib.loads(values.TABLE.read_text()) | {"floor": {}, "exception": [], "accepted": []}

RIGHT = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}


def policy(**changes):
    return json.dumps({**RIGHT, "Statement": [{**RIGHT["Statement"][0], **changes}]})


# Kind of check, type, right values, wrong values, what is said.
CASES = [
    ("pattern", "aws_dynamodb_table", {"name": "store-users"}, {"name": "store users"}, "does not match"),
    ("enumeration", "aws_dynamodb_table", {"billing_mode": "PROVISIONED"}, {"billing_mode": "ON_DEMAND"}, "is none of"),
    ("shortest", "aws_dynamodb_table", {"ttl": [{"attribute_name": "t"}]}, {"ttl": [{"attribute_name": ""}]}, "length 0"),
    ("longest", "aws_kms_key", {"description": "x" * 8192}, {"description": "x" * 8193}, "length 8193"),
    ("least", "aws_kms_key", {"deletion_window_in_days": 1}, {"deletion_window_in_days": 0}, "value 0"),
    ("most", "aws_kms_key", {"deletion_window_in_days": 365}, {"deletion_window_in_days": 366}, "value 366"),
    ("list", "aws_lambda_function", {"layers": ["arn:aws:lambda:eu-west-1:123456789012:layer:a:1"]}, {"layers": ["a"]}, "does not match"),
    ("count", "aws_cloudwatch_metric_alarm", {"alarm_actions": ["a"] * 5}, {"alarm_actions": ["a"] * 6}, "6 elements"),
    ("map", "aws_secretsmanager_secret", {"tags_all": {"a": "b"}}, {"tags_all": {"": "b"}}, "length 0"),
    ("region", "aws_route53_record", {"latency_routing_policy": [{"region": "eu-west-1"}]}, {"latency_routing_policy": [{"region": "eu-west-9"}]}, "is none of"),
    ("deep", "aws_cloudwatch_metric_alarm", {"metric_query": [{"metric": [{"stat": "Sum", "namespace": "AWS/ES"}]}]}, {"metric_query": [{"metric": [{"namespace": ":x"}]}]}, "does not match"),
    ("type", "aws_kms_key", {}, None, "does not say which operation"),
    ("action", "aws_iam_role_policy", {"policy": policy()}, {"policy": policy(Action="s3:GetObjects")}, "UNKNOWN_ACTION"),
    ("resource", "aws_iam_role_policy", {"policy": policy()}, {"policy": policy(Resource="arn:aws:sqs:::b")}, "RESOURCE_MISMATCH"),
    ("grammar", "aws_iam_role_policy", {"policy": policy()}, {"policy": policy(Effect="Permit")}, "MALFORMED"),
]


def problems(kind, said, **table):
    judge = values.Judge(TABLE | table)
    judge.resource(Resource("root", "address", kind, said))
    judge.coverage()
    return " ".join(judge.problems)


class EachCheck(unittest.TestCase):
    def test_a_wrong_value_is_found(self):
        for name, kind, right, wrong, text in CASES:
            with self.subTest(name):
                self.assertEqual(problems(kind, right), "")
                found = problems(kind if wrong is not None else "aws_unheard_of", wrong or {})
                self.assertIn(text, found)

    def test_every_member_of_the_table_exists(self):
        # A mistyped member is an error where it is used; here also where no tree uses it.
        for kind in TABLE["types"]:
            values.model.shape(TABLE["types"][kind])
        for path, told in TABLE["members"].items():
            shape = values.model.shape(TABLE["types"][path.split(".")[0]])
            judge, at = values.Judge(TABLE), path.split(".")
            for depth in range(2, len(at) + 1):
                shape = judge.member(shape, ".".join(at[:depth]))
                self.assertIsNotNone(shape, path)

    def test_an_exception_is_for_what_it_names_and_no_longer_than_it_is_needed(self):
        exception = {"argument": "aws_dynamodb_table.name", "says": "does not match", "value": "a b", "reason": "r"}
        self.assertEqual(problems("aws_dynamodb_table", {"name": "a b"}, exception=[exception]), "")
        self.assertIn("does not match", problems("aws_dynamodb_table", {"name": "a c"}, exception=[exception]))
        self.assertIn("is not needed", problems("aws_dynamodb_table", {}, exception=[exception]))
        self.assertIn("more than 15", problems("aws_dynamodb_table", {}, exception=[exception] * 16))

    def test_coverage_may_not_fall(self):
        self.assertEqual(problems("aws_kms_key", {"description": "a"}, floor={"values": 1}), "")
        self.assertIn("fewer than the 2", problems("aws_kms_key", {"description": "a"}, floor={"values": 2}))

    def test_what_aws_makes_is_not_judged_and_what_was_unknown_is(self):
        block = {"a": {"arn": ["c", "string"], "role": ["r", "string"]}, "b": {}}
        unknown = {"arn": True, "role": True}
        self.assertEqual(said({}, unknown, {"arn": "made up", "role": "store"}, block, {}), {"role": "store"})

    def test_the_program_fails_where_there_is_nothing_to_judge(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(values.main([folder]), 1)
            Path(folder, "tree.json").write_text(json.dumps({"resource_changes": []}))
            Path(folder, "tree.tfstate").write_text(json.dumps({"resources": []}))
            self.assertEqual(values.main([folder]), 1)
        self.assertIn("problems", out.getvalue().splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
