"""Every policy in a value, through an IAM linter: unknown actions, resources and conditions that fit no action, forms
that no service reads."""

import json
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # It asks setuptools where its data is.
    from parliament import analyze_policy_string, enhance_finding


def policies(value):
    """The policies that a value holds, at any depth."""
    if isinstance(value, dict):
        for one in value.values():
            yield from policies(one)
    elif isinstance(value, list):
        for one in value:
            yield from policies(one)
    elif isinstance(value, str) and value.lstrip().startswith("{") and '"Statement"' in value:
        yield value


def findings(text):
    """What the linter says of a policy: pairs of its code and the rest."""
    found = []
    for finding in analyze_policy_string(complete(text), ignore_private_auditors=True).findings:
        enhance_finding(finding)
        if finding.severity == "MUTE":
            continue
        detail = finding.detail if isinstance(finding.detail, str) else json.dumps(finding.detail, default=str)
        found.append((finding.issue, detail))
    return found


def complete(text):
    """A role's trust names no resource, as it is the role; the linter misses one."""
    policy = json.loads(text)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    for statement in statements:
        actions = statement.get("Action")
        actions = actions if isinstance(actions, list) else [actions]
        if "Principal" in statement and all(str(action).startswith("sts:") for action in actions):
            statement.setdefault("Resource", "arn:aws:iam::123456789012:role/itself")
    return json.dumps(policy)
