"""What the golden trees plan: the resources of a folder that the tests of tests/schema-provider leave behind
($TOPOGEN_PLANS), with the values that Terraform sends to AWS."""

import json
from pathlib import Path

SCHEMA = Path(__file__).parents[2] / "crates/aws-catalogue/data/schema.tsv"


class Resource:
    """One instance: its place, its type, and what its configuration says."""

    def __init__(self, root, address, kind, values):
        self.root, self.address, self.kind, self.values = root, address, kind, values

    def __str__(self):
        return f"{self.root}: {self.address}"


def resources(folder):
    """All managed resources of all roots, in order."""
    types = schema()
    for plan in sorted(Path(folder).rglob("*.json")):
        root = plan.relative_to(folder).with_suffix("")
        state = after_apply(json.loads(plan.with_suffix(".tfstate").read_text()))
        for change in json.loads(plan.read_text())["resource_changes"]:
            if change["mode"] != "managed" or not change["type"].startswith("aws_"):
                continue
            block = types["resource " + change["type"]]["block"]
            planned, unknown = change["change"]["after"], change["change"]["after_unknown"]
            values = said(planned, unknown, state.get(change["address"]), block, types)
            yield Resource(root, change["address"], change["type"], values)


def schema():
    """The lines of the catalogue: a key, a tab, JSON."""
    lines = (line.split("\t") for line in SCHEMA.read_text().splitlines() if not line.startswith("#"))
    return {key: json.loads(value) for key, value in lines}


def after_apply(state):
    """The attributes of every resource of a state, by address."""
    found = {}
    for resource in state["resources"]:
        module = resource.get("module", "")
        address = f"{module}.{resource['type']}.{resource['name']}" if module else f"{resource['type']}.{resource['name']}"
        for instance in resource["instances"]:
            key = instance.get("index_key")
            index = "" if key is None else f"[{json.dumps(key)}]"
            found[address + index] = instance["attributes"]
    return found


def said(planned, unknown, applied, block, types):
    """What the configuration says. What a plan does not know yet is as it was applied, unless AWS makes it: an
    attribute that is computed was left out, and its value is the stand-in's invention."""
    if isinstance(block, str):
        block = types["shared " + block]
    values = {}
    for name, (flags, _) in block.get("a", {}).items():
        if "r" not in flags and "o" not in flags:
            continue
        value = (planned or {}).get(name)
        if value is None and unknown is not True and (unknown or {}).get(name) and "c" not in flags:
            value = (applied or {}).get(name)
        elif isinstance(unknown, dict) and isinstance(unknown.get(name), (list, dict)) and "c" not in flags:
            value = (applied or {}).get(name)  # A list or map of which some elements are unknown.
        if value is not None:
            values[name] = value
    for name, nested in block.get("b", {}).items():
        parts = [as_list((one or {}).get(name)) for one in (planned, unknown if unknown is not True else None, applied)]
        blocks = []
        for index, one in enumerate(parts[0]):
            # Sets may be in another order once all is known, but then all of one kind.
            beside = [part[index] if index < len(part) else {} for part in parts[1:]]
            blocks.append(said(one, beside[0], beside[1], nested[3], types))
        if blocks:
            values[name] = blocks
    return values


def as_list(value):
    if value is None or isinstance(value, bool):
        return []
    return value if isinstance(value, list) else [value]
