#!/usr/bin/env python3
"""Cuts the part of the AWS provider's schema that this project uses out of the full data.

    python3 vendor.py FOLDER        FOLDER holds aws-6.66.json.gz, aws-rules.json, aws-forcenew.json and aws-forcenew-6.json

Reads types.txt, corrections.json, defaults-6.58.json, import-forms.json and read-6.58.json beside this script; writes schema.tsv, replacement.tsv,
defaults.tsv and imports.tsv in ../data. The same input gives the same bytes. The shapes are told in ../README.md.
"""

import gzip
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
KINDS = {
    "resource": "resource_schemas",
    "data": "data_source_schemas",
    "ephemeral": "ephemeral_resource_schemas",
}
FLAGS = (
    ("required", "r"),
    ("optional", "o"),
    ("computed", "c"),
    ("sensitive", "s"),
    ("write_only", "w"),
)
# A block of at least this many characters that occurs more than once is written once and referred to.
SHARE_FROM = 160


WRITTEN = "Written by vendor/vendor.py."
FALLBACK = "A source of 5.14 is hashicorp/aws 5.14.0, Go source (SDKv2 resources), with vendor/corrections.json: a type that was not read again."


def read(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def dump(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=True)


def wanted_types():
    """types.txt as (kind, type) pairs; an unknown kind or a doubled line is an error."""
    seen = []
    for line in (HERE / "types.txt").read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) != 2 or words[0] not in KINDS or tuple(words) in seen:
            sys.exit(f"types.txt: cannot use the line {line!r}")
        seen.append(tuple(words))
    return sorted(seen)


def compact(block, counts):
    """A block as {"a": attributes, "b": blocks}, and how often each nested block occurs."""
    attributes = {
        name: ["".join(flag for key, flag in FLAGS if one.get(key)), one["type"]]
        for name, one in block.get("attributes", {}).items()
    }
    blocks = {}
    for name, one in block.get("block_types", {}).items():
        inner = compact(one["block"], counts)
        blocks[name] = [one["nesting_mode"], one.get("min_items", 0), one.get("max_items", 0), inner]
        counts[dump(inner)] = counts.get(dump(inner), 0) + 1
    return {**({"a": attributes} if attributes else {}), **({"b": blocks} if blocks else {})}


class Shared:
    """Blocks that occur more than once, numbered in the order of their first use."""

    def __init__(self, counts):
        self.counts = counts
        self.numbers = {}
        self.bodies = {}

    def body(self, block):
        """A block whose nested blocks are written out or referred to."""
        out = dict(block)
        if "b" in block:
            out["b"] = {
                name: one[:3] + [self.number_or_body(one[3])] for name, one in sorted(block["b"].items())
            }
        return out

    def number_or_body(self, block):
        text = dump(block)
        if self.counts.get(text, 0) < 2 or len(text) < SHARE_FROM:
            return self.body(block)
        if text not in self.numbers:
            body = self.body(block)
            self.numbers[text] = f"s{len(self.numbers) + 1}"
            self.bodies[self.numbers[text]] = body
        return self.numbers[text]


def find(block, path):
    """What a dotted path names: ("attribute", flags, type), ("block", ...) or None."""
    for step in path[:-1]:
        if step not in block.get("b", {}):
            return None
        block = block["b"][step][3]
    if path[-1] in block.get("a", {}):
        return ("attribute", *block["a"][path[-1]])
    return ("block", "", None) if path[-1] in block.get("b", {}) else None


def is_text(found):
    return found is not None and found[0] == "attribute" and (found[2] == "string" or "string" in found[2][1:])


def typed(value, kind):
    """A default in its argument's type: the SDK writes 100.0 for a number and 300 for a text."""
    if kind == "string":
        return str(value)
    return int(value) if kind == "number" else value


def group_fits(block, group):
    """A relation (a plain list, or {"at": path, "of": names}) of which every member still exists."""
    at, of = (group["at"].split("."), group["of"]) if isinstance(group, dict) else ([], group)
    return all(find(block, at + name.split(".")) for name in of)


def fitting_rules(block, rules):
    """The rules that are about arguments this version of the schema has, and are of the type it has."""
    there = lambda path: find(block, path.split("."))
    out = {}
    out["forcenew"] = sorted(path for path in set(rules.get("forcenew", ())) if there(path))
    for key in ("arn", "json"):
        out[key] = sorted(path for path in set(rules.get(key, ())) if is_text(there(path)))
    out["enum"] = {path: values for path, values in rules.get("enum", {}).items() if is_text(there(path))}
    out["range"] = {
        path: ends
        for path, ends in rules.get("range", {}).items()
        if there(path) and there(path)[1:] in (("o", "number"), ("oc", "number"), ("r", "number"))
    }
    # The SDK allows no default on a computed argument, so a default there is one that went away.
    out["defaults"] = {
        path: typed(value, there(path)[2])
        for path, value in rules.get("defaults", {}).items()
        if "." not in path and there(path) and there(path)[0] == "attribute" and there(path)[1] == "o"
    }
    for key in ("conflicts", "exactly_one", "at_least_one", "required_with"):
        out[key] = [group for group in rules.get(key, ()) if group_fits(block, group)]
    return {key: value for key, value in out.items() if value}


def unused(block, correction):
    """The paths of a correction that this version of the schema does not have."""
    for key, change in correction.items():
        add = change.get("add", [])
        for one in add:
            names = one if isinstance(one, list) else [one]
            yield from (f"{key} {name}" for name in names if not find(block, name.split(".")))


def corrected(rules, correction):
    """Applies corrections.json: "add" is merged into a rule, "drop" takes paths or groups out of it."""
    out = {key: value for key, value in rules.items()}
    for key, change in correction.items():
        drop, add = change.get("drop", []), change.get("add")
        value = out.get(key, {} if isinstance(add, dict) else [])
        if isinstance(value, dict):
            out[key] = {**{path: one for path, one in value.items() if path not in drop}, **(add or {})}
        else:
            out[key] = [one for one in value if one not in drop] + (add or [])
    return out


def replacements(read, rules, kept):
    """What forces replacement: as 6.58 has it where that was read, else as 5.14 had it."""
    rows = {}
    for name, block in kept.items():
        one = read.get(name)
        if one is None:
            rows[name] = {"source": "5.14", "always": rules[name].pop("forcenew", [])}
            continue
        rules[name].pop("forcenew", None)
        # That a region replaces is said once, for all types that have one.
        condition = {path: when for path, when in one["force_new_if"].items() if path != "region"}
        row = {"source": one["source"].split(" @")[0], "plugin": one["plugin"], "always": one["force_new"]}
        more = (condition, one.get("refused_if"), one.get("ignored_if"), one.get("newer_than_source"))
        row |= {key: value for key, value in zip(("if", "refused_if", "ignored_if", "unread"), more) if value}
        for path in [*row["always"], *condition, *row.get("refused_if", ()), *row.get("ignored_if", ())]:
            if not find(block, path.split(".")):
                sys.exit(f"{name} has no {path}")
        rows[name] = row
    return rows


def defaults(read, rules):
    """What arguments are that are left out: as 6.58 has it where that was read, else as 5.14 had it."""
    rows = {}
    for name, one in rules.items():
        old = one.pop("defaults", {})
        if name in read or old:
            rows[name] = read.get(name, {"source": "5.14", "of": old})
    return rows


IMPORT_REGIONS = {
    "global: no suffix": "none",
    "@region may follow; without it the provider's region": "suffix",
    "taken from the id; @region may follow and must agree": "id",
}


def imports(read, forms):
    """The forms of import ids, in words and with arguments in braces; types that cannot be imported have none."""
    rows = {}
    for name, one in read.items():
        row = {"source": one["source"].split(" @")[0]}
        if one["import_region"] in IMPORT_REGIONS:
            row |= {"id": one["import_id"], "region": IMPORT_REGIONS[one["import_region"]]}
            row["form"] = forms[name]
        if "import_sets" in one:
            row["sets"] = one["import_sets"]
        rows[name] = row
    return rows


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = pathlib.Path(sys.argv[1])
    full = read(source / "aws-6.66.json.gz")
    rules, forcenew = read(source / "aws-rules.json"), read(source / "aws-forcenew.json")
    corrections = read(HERE / "corrections.json")
    (provider,) = full["provider_schemas"].values()

    counts, kept = {}, {kind: {} for kind in KINDS}
    for kind, name in wanted_types():
        if name not in provider[KINDS[kind]]:
            sys.exit(f"types.txt: no {kind} {name} in version {full['source_version']}")
        kept[kind][name] = compact(provider[KINDS[kind]][name]["block"], counts)
    shared = Shared(counts)
    out = {kind: {} for kind in KINDS}
    for kind, types in kept.items():
        for name, block in types.items():
            entry = {"version": provider[KINDS[kind]][name].get("version", 0)}
            entry["block"] = shared.body(block)
            if kind == "resource":
                for path in unused(block, corrections.get(name, {})):
                    sys.exit(f"corrections.json: {name} has no {path}")
                known = {**rules.get(name, {}), **forcenew.get(name, {})}
                entry["rules"] = fitting_rules(block, corrected(known, corrections.get(name, {})))
            out[kind][name] = entry

    read_6 = read(source / "aws-forcenew-6.json")
    known = {**read_6["types"], **read(HERE / "read-6.58.json")}
    rules_of = {name: entry["rules"] for name, entry in out["resource"].items()}
    read_from = f"Source: {read_6['meta']['source']}."
    write(
        "replacement.tsv",
        ["What forces replacement: always where it changes, or under a condition.", read_from, FALLBACK, WRITTEN],
        replacements(known, rules_of, kept["resource"]),
    )
    write(
        "defaults.tsv",
        ["What an argument is where the configuration says nothing, in blocks that are there.", read_from, FALLBACK, WRITTEN],
        defaults(read(HERE / "defaults-6.58.json"), rules_of),
    )
    write("imports.tsv", ["By which id an import finds an object.", read_from, WRITTEN], imports(known, read(HERE / "import-forms.json")))
    rows = {"provider": compact(provider["provider"]["block"], {})}
    rows |= {f"shared {name}": body for name, body in shared.bodies.items()}
    rows |= {f"{kind} {name}": entry for kind, entries in out.items() for name, entry in entries.items()}
    write(
        "schema.tsv",
        [
            f"Types and arguments of hashicorp/aws {full['source_version']}, compiled 2026-11-23.",
            "Schema: npm package @cdktn/provider-aws 25.7.0, generated from registry.terraform.io/hashicorp/aws.",
            f"Rules: {rules['_source']['what']}; enumerations of botocore {rules['_source']['botocore']}; vendor/corrections.json.",
            WRITTEN,
        ],
        rows,
    )


def write(name, comments, rows):
    """A line for each key, so that a diff names what changed and a reader finds it by halves."""
    lines = [f"# {comment}" for comment in comments]
    lines += [f"{key}\t{dump(rows[key])}" for key in sorted(rows)]
    (HERE.parent / "data" / name).write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
