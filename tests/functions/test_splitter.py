"""Runs the function from the archive that Lambda gets, against a Firehose that is made up. First argument: the archive."""

import base64
import gzip
import json
import os
import sys
import types
import unittest


class Firehose:
    """Takes what AWS documents that it takes, and fails what it is told to."""

    def __init__(self):
        self.calls = []
        self.refuse = lambda call, data: None

    def put_record_batch(self, *, DeliveryStreamName, Records):
        data = [entry["Data"] for entry in Records]
        assert DeliveryStreamName == "shop-logs"
        assert 1 <= len(data) <= 500
        assert all(len(one) <= 1000 * 1024 for one in data)
        assert sum(len(base64.b64encode(one)) for one in data) <= 4 * 1024 * 1024
        codes = [self.refuse(len(self.calls), one) for one in data]
        self.calls.append(data)
        return {
            "FailedPutCount": sum(code is not None for code in codes),
            "RequestResponses": [{"ErrorCode": code} if code else {"RecordId": "1"} for code in codes],
        }

    def documents(self):
        return [json.loads(data) for call in self.calls for data in call]


fake = types.ModuleType("boto3")
fake.client = lambda service, **_: {"firehose": Firehose()}[service]
config = types.ModuleType("botocore.config")
config.Config = lambda **_: None
sys.modules.update({"boto3": fake, "botocore": types.ModuleType("botocore"), "botocore.config": config})
os.environ["STREAM"] = "shop-logs"
sys.path.insert(0, sys.argv.pop(1))
import splitter  # noqa: E402


def event(*messages, kind="DATA_MESSAGE"):
    batch = {
        "messageType": kind,
        "owner": "123456789012",
        "logGroup": "/shop/services/api",
        "logStream": "api/api/0",
        "subscriptionFilters": ["shop-logs"],
        "logEvents": [
            {"id": str(number), "timestamp": 1_795_000_000_123 + number, "message": message}
            for number, message in enumerate(messages)
        ],
    }
    return {"awslogs": {"data": base64.b64encode(gzip.compress(json.dumps(batch).encode())).decode()}}


class Splitter(unittest.TestCase):
    def setUp(self):
        self.firehose = splitter.firehose = Firehose()
        self.pauses = []
        splitter.time = types.SimpleNamespace(sleep=self.pauses.append)

    def handled(self, *messages):
        splitter.handler(event(*messages), None)
        return self.firehose.documents()

    def test_every_event_is_a_document(self):
        first, second = self.handled('{"level": "info", "n": 1}\n', '{"level": "warn", "n": 2}')
        self.assertEqual(first["level"], "info")
        self.assertEqual(second["n"], 2)
        self.assertEqual(first["@timestamp"], "2026-11-18T11:06:40.123Z")
        self.assertEqual(second["@id"], "1")
        self.assertEqual(second["@log_group"], "/shop/services/api")
        self.assertEqual(second["@log_stream"], "api/api/0")
        self.assertEqual(len(self.firehose.calls), 1)

    def test_what_a_line_says_of_itself_stands(self):
        (document,) = self.handled('{"@timestamp": "2020-01-01T00:00:00Z"}')
        self.assertEqual(document["@timestamp"], "2020-01-01T00:00:00Z")

    def test_a_line_that_is_no_object_is_a_message(self):
        lines = ["GET / 200", "", "[1, 2]", '"text"', "null", '{"a": NaN}', '{"a": 1e999}', '{"a": 1', "[" * 100_000]
        documents = self.handled(*lines)
        self.assertEqual([document["message"] for document in documents], lines)

    def test_a_record_is_one_line_of_utf_8(self):
        self.handled("a\nb\r\nc", '{"name":\n"Zoë"}', '{"half": "\\ud800"}')
        for data in self.firehose.calls[0]:
            self.assertNotIn(b"\n", data)
            data.decode()

    def test_a_control_message_is_nothing(self):
        splitter.handler(event("CWL CONTROL MESSAGE: Checking health", kind="CONTROL_MESSAGE"), None)
        self.assertEqual(self.firehose.calls, [])

    def test_more_events_than_a_call_takes(self):
        documents = self.handled(*(json.dumps({"n": n}) for n in range(1_201)))
        self.assertEqual([document["n"] for document in documents], list(range(1_201)))
        self.assertEqual([len(call) for call in self.firehose.calls], [500, 500, 201])

    def test_more_bytes_than_a_call_takes(self):
        documents = self.handled(*(json.dumps({"n": n, "text": "x" * 500_000}) for n in range(20)))
        self.assertEqual([document["n"] for document in documents], list(range(20)))
        self.assertGreater(len(self.firehose.calls), 2)

    def test_more_bytes_than_a_record_takes(self):
        object_, text, wide = self.handled(
            json.dumps({"text": "x" * 1_100_000}), "y" * 1_100_000, "\x01" * 400_000
        )
        for document in (object_, text, wide):
            self.assertTrue(document["truncated"])
            self.assertIn("@timestamp", document)
        self.assertTrue(object_["message"].startswith('{"text": "xxx'))

    def test_what_was_refused_is_sent_again_and_nothing_else(self):
        self.firehose.refuse = lambda call, data: (
            "ServiceUnavailableException" if call < 2 and json.loads(data)["n"] % 3 == call else None
        )
        self.handled(*(json.dumps({"n": n}) for n in range(9)))
        sent = [[json.loads(data)["n"] for data in call] for call in self.firehose.calls]
        self.assertEqual(sent, [[0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 3, 6]])
        self.assertEqual(self.pauses, [0.2])

    def test_what_is_never_taken_fails_the_batch(self):
        self.firehose.refuse = lambda call, data: "ServiceUnavailableException" if json.loads(data)["n"] == 4 else None
        with self.assertRaisesRegex(RuntimeError, "did not take 1 of the records: ServiceUnavailableException"):
            self.handled(*(json.dumps({"n": n}) for n in range(9)))
        self.assertEqual([len(call) for call in self.firehose.calls], [9, 1, 1, 1, 1, 1])
        self.assertLess(sum(self.pauses), 10)

    def test_a_call_that_fails_fails_the_batch(self):
        def put_record_batch(**_):
            raise ConnectionError("no way there")

        self.firehose.put_record_batch = put_record_batch
        with self.assertRaises(ConnectionError):
            self.handled("{}")

    def test_a_batch_that_cannot_be_read_fails(self):
        with self.assertRaises(Exception):
            splitter.handler({"awslogs": {"data": "bm90IGd6aXA="}}, None)


if __name__ == "__main__":
    unittest.main()
