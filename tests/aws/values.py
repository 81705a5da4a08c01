#!/usr/bin/env python3
"""Holds what the golden trees plan against AWS's own model of its APIs, and their policies against an IAM linter.

    TOPOGEN_PLANS=target/plans cargo test -p schema-provider -- golden
    python3 tests/aws/values.py target/plans

Needs what tests/aws/requirements.txt names. `--list` shows what has no counterpart, `--write` writes the table that the
stand-in for the provider refuses by.
"""

import sys
import tomllib
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

import model
import planned
import policies
import table

TABLE = Path(__file__).with_name("members.toml")
MOST_EXCEPTIONS = 15
# Where an object is, is in no call; all its tags are in `tags_all`.
UNSENT = {"id", "region", "tags", "timeouts"}


class Judge:
    """Judges values one after the other, and counts."""

    def __init__(self, table):
        self.table = table
        self.problems, self.unmapped = Counter(), Counter()
        self.values, self.arguments, self.types = 0, set(), set()
        self.texts, self.used = set(), set()
        self.members = {}

    def resource(self, resource):
        kind = resource.kind
        if kind in self.table["types"]:
            shape = model.shape(self.table["types"][kind])
            self.block(resource, shape, kind, resource.values)
        elif kind not in self.table["nothing"]:
            self.problems[f"{kind}: members.toml does not say which operation it calls"] += 1
        for text in policies.policies(resource.values):
            self.policy(resource, text)

    def block(self, resource, shape, path, values):
        for name, value in values.items():
            if name in UNSENT and path == resource.kind:
                continue
            below = f"{path}.{name}"
            member = self.member(shape, below)
            if isinstance(value, list) and value and isinstance(value[0], dict):
                for one in value:
                    self.block(resource, member, below, one) if member is not None else self.missing(below)
            elif member is not None:
                self.value(resource, member, below, value)
            elif not isinstance(value, bool):
                self.missing(below)

    def member(self, shape, path):
        """What an argument becomes; nothing where it has no counterpart."""
        told = self.table["members"].get(path)
        if told is not None:
            return model.shape(told) if ":" in told else model.inside(model.element(shape), told.split("."))
        around, _, name = path.rpartition(".")
        name = "tags" if name == "tags_all" else name
        return model.member(shape, name, around.rpartition(".")[2])

    def missing(self, path):
        self.unmapped[path] += 1

    def value(self, resource, member, path, value):
        self.members[path] = member
        said, asked = model.wrong(member, value)
        # All tags of all objects say the same.
        if asked and not path.endswith(".tags_all"):
            self.values += 1
            self.arguments.add(path)
            self.types.add(resource.kind)
        for text in said:
            if not self.excepted(self.table.get("exception", []), path, text, value):
                self.problems[f"{resource}: {path} = {str(value)[:200]!r}: {text}"] += 1

    def policy(self, resource, text):
        if (resource.kind, text) in self.texts:
            return
        self.texts.add((resource.kind, text))
        for code, detail in policies.findings(text):
            if not self.excepted(self.table.get("accepted", []), resource.kind, code, detail):
                self.problems[f"{resource}: {code}: {detail}"] += 1

    def excepted(self, rules, path, text, value):
        for index, rule in enumerate(rules):
            about = fnmatchcase(path, rule["argument"]) and rule["says"] in text
            if about and fnmatchcase(str(value), rule.get("value", "*")):
                self.used.add((id(rules), index))
                return True
        return False

    def lines(self):
        """What AWS's model says of the arguments, without what an exception is about."""
        about = [(rule["argument"], "only" if rule["says"] == "is none of" else "range") for rule in self.table["exception"]]
        return table.text(self.members, lambda path, must: any(fnmatchcase(path, one) and must.startswith(word) for one, word in about))

    def coverage(self):
        counts = {"values": self.values, "arguments": len(self.arguments), "types": len(self.types), "policies": len(self.texts)}
        for name, floor in self.table["floor"].items():
            if counts[name] < floor:
                self.problems[f"{name}: {counts[name]} are fewer than the {floor} that members.toml asks for"] += 1
        for rules in ("exception", "accepted"):
            for index, rule in enumerate(self.table.get(rules, [])):
                if (id(self.table[rules]), index) not in self.used:
                    self.problems[f"{rules} of {rule['argument']} is not needed: take it out"] += 1
        if len(self.table.get("exception", [])) > MOST_EXCEPTIONS:
            self.problems[f"more than {MOST_EXCEPTIONS} exceptions"] += 1
        return counts


def main(arguments):
    folders = [one for one in arguments if not one.startswith("-")]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    judge = Judge(tomllib.loads(TABLE.read_text()))
    for resource in planned.resources(folders[0]):
        judge.resource(resource)
    counts = judge.coverage()
    if "--write" in arguments:
        table.FILE.write_text(judge.lines())
    elif table.FILE.read_text() != judge.lines():
        judge.problems[f"{table.FILE.name} is out of date: --write"] += 1
    if "--list" in arguments:
        for path, times in sorted(judge.unmapped.items()):
            print(f"no counterpart: {path} ({times})")
    for problem in judge.problems:
        print(problem)
    print(
        f"{counts['values']} values of {counts['arguments']} arguments of {counts['types']} types hold to AWS's model, "
        f"{counts['policies']} policies to the linter; {len(judge.unmapped)} arguments have no counterpart; "
        f"{len(judge.problems)} problems"
    )
    return 1 if judge.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
