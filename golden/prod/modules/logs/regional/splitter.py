"""Hands the services' log lines to Firehose, one record for each.

CloudWatch Logs sends many events in one compressed batch, and OpenSearch takes one document from a record. So each event becomes
a record of its own. A line that is a JSON object is the document; any other line becomes the document's `message`.

What Firehose does not take, after some tries, fails the batch: Lambda tries twice more, then keeps the batch in the bucket for
what could not be indexed. A batch that was taken in part is sent again as a whole, so a line may come twice; `@id` tells.
"""

import base64
import datetime
import gzip
import json
import os
import time

import boto3
from botocore.config import Config

STREAM = os.environ["STREAM"]

# Quotas of PutRecordBatch. The bytes of a call are counted as they are sent, in Base64, so that either reading of the quota is met.
MOST_RECORDS = 500
MOST_BYTES = 4 * 1024 * 1024
MOST_BYTES_OF_A_RECORD = 1000 * 1024

ATTEMPTS = 6
FIRST_PAUSE = 0.2

firehose = boto3.client("firehose", config=Config(retries={"mode": "standard", "max_attempts": 5}))


def handler(event, _context):
    batch = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    # CloudWatch Logs tries now and then whether somebody is there.
    if batch["messageType"] != "DATA_MESSAGE":
        return
    for records in calls([record(log_event, batch) for log_event in batch["logEvents"]]):
        put(records)


def record(log_event, batch):
    """One event as bytes: a JSON object in one line."""
    context = {
        "@id": log_event["id"],
        "@timestamp": iso(log_event["timestamp"]),
        "@log_group": batch["logGroup"],
        "@log_stream": batch["logStream"],
    }
    message = log_event["message"]
    try:
        document = json.loads(message)
        data = encoded({**context, **document}) if isinstance(document, dict) else None
    except (ValueError, RecursionError):
        data = None
    if data is None or len(data) > MOST_BYTES_OF_A_RECORD:
        data = encoded({**context, "message": message})
    if len(data) > MOST_BYTES_OF_A_RECORD:
        # A character takes at most six bytes in JSON; what the context takes is far below the rest.
        data = encoded({**context, "message": message[: MOST_BYTES_OF_A_RECORD // 8], "truncated": True})
    return data


def encoded(document):
    # Infinity and NaN are not JSON, and half of a surrogate pair is not text.
    text = json.dumps(document, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def iso(milliseconds):
    moment = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def calls(records):
    """Splits records into what one call takes, in their order."""
    call, size = [], 0
    for data in records:
        sent = 4 * ((len(data) + 2) // 3)
        if call and (len(call) == MOST_RECORDS or size + sent > MOST_BYTES):
            yield call
            call, size = [], 0
        call.append(data)
        size += sent
    if call:
        yield call


def put(records):
    """Sends records until all are taken."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(FIRST_PAUSE * 2 ** (attempt - 1))
        answer = firehose.put_record_batch(DeliveryStreamName=STREAM, Records=[{"Data": data} for data in records])
        if not answer["FailedPutCount"]:
            return
        answers = list(zip(records, answer["RequestResponses"]))
        records = [data for data, one in answers if one.get("ErrorCode")]
        codes = sorted({one["ErrorCode"] for _, one in answers if one.get("ErrorCode")})
    raise RuntimeError(f"Firehose did not take {len(records)} of the records: {', '.join(codes)}")
