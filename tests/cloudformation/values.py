"""What the golden trees plan: each resource with its values, and the values that only an apply knows from the state."""

import json
import pathlib
import re

# Where a resource without a region is spoken of.
GLOBAL = {"aws_globalaccelerator": "us-west-2"}
ELSEWHERE = "us-east-1"


def read(folder):
    """{tree: [resource]}: a resource is type, address, region, values and the ids that others know it by."""
    trees = {}
    for plan in sorted(pathlib.Path(folder).rglob("*.json")):
        tree = plan.relative_to(folder).parts[0]
        state = plan.with_suffix(".tfstate")
        trees.setdefault(tree, []).extend(resources(json.loads(plan.read_text()), json.loads(state.read_text())))
    return trees


def resources(plan, state):
    applied = {}
    for one in state["resources"]:
        for instance in one["instances"]:
            index = instance.get("index_key")
            index = "" if index is None else f"[{json.dumps(index)}]"
            module = one["module"] + "." if "module" in one else ""
            applied[f"{module}{one['type']}.{one['name']}{index}"] = instance["attributes"]
    for change in plan["resource_changes"]:
        if change["mode"] != "managed" or change["change"]["after"] is None:
            continue
        said = arguments(plan["configuration"]["root_module"], change)
        made = applied[change["address"]]
        values = merged(change["change"]["after"], change["change"]["after_unknown"], made, said)
        yield {
            "type": change["type"],
            "address": change["address"],
            "region": values.get("region") or home(change["type"]),
            "values": values,
            "known_as": {name: made[name] for name in ("id", "arn") if isinstance(made.get(name), str)},
        }


def home(kind):
    return next((region for prefix, region in GLOBAL.items() if kind.startswith(prefix)), ELSEWHERE)


def arguments(module, change):
    """The arguments of a resource's configuration."""
    for call in re.findall(r"module\.([\w-]+)", change.get("module_address", "")):
        module = module["module_calls"][call]["module"]
    own = (one for one in module["resources"] if (one["type"], one["name"]) == (change["type"], change["name"]))
    return next(own).get("expressions", {})


class Made(str):
    """A text that only an apply knows."""


def merged(planned, unknown, made, said):
    """What is planned, with what only an apply knows; what nobody says is AWS's to make up, and stays away."""
    if unknown is True:
        return marked(made)
    if isinstance(unknown, dict) and isinstance(planned, dict) and isinstance(made, dict):
        both = {}
        for name in planned | unknown:
            # A plan's configuration leaves dynamic blocks out: anything may be said in them.
            ours = said.get(name) if said is not None else None
            if unknown.get(name) is not True or said is None or name in said:
                both[name] = merged(planned.get(name), unknown.get(name), made.get(name), within(ours))
        return both
    if isinstance(unknown, list) and isinstance(planned, list) and isinstance(made, list) and len(unknown) == len(planned):
        made = made + [None] * (len(planned) - len(made))
        return [merged(*one, said) for one in zip(planned, unknown, made)]
    return planned


def within(said):
    """The arguments of a block, or of any of its kind."""
    if isinstance(said, list):
        return {name: one for block in said for name, one in block.items()}
    return None


def marked(value):
    if isinstance(value, str):
        return Made(value)
    if isinstance(value, list):
        return [marked(one) for one in value]
    if isinstance(value, dict):
        return {name: marked(one) for name, one in value.items()}
    return value
