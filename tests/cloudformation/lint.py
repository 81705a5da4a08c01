#!/usr/bin/env python3
"""AWS's own linter on what the golden trees plan.

  lint.py PLANS              every tree, one template for each of its regions, through cfn-lint
  lint.py PLANS --self-test  that it finds what it is there for: values of golden trees, each broken in one way

PLANS is what the Terraform trials leave behind where $TOPOGEN_PLANS says. README.md says what this shows.
"""

import copy
import json
import multiprocessing
import pathlib
import sys
import tempfile
import time
import tomllib

from cfnlint.api import lint_file
from cfnlint.config import ManualArgs
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

import mutants
import values
from template import Writer

HERE = pathlib.Path(__file__).parent
LEAST_TYPES = 60
# Warnings and advice of cfn-lint are about templates as people write them.
SAID = tomllib.loads((HERE / "exceptions.toml").read_text())["exception"]


def writer():
    return Writer(tomllib.loads((HERE / "types.toml").read_text()), PROVIDER_SCHEMA_MANAGER)


def linted(job):
    """What cfn-lint finds in a template: rule, resource and text."""
    region, template = job
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(template, file)
        file.flush()
        found = lint_file(pathlib.Path(file.name), config=ManualArgs(regions=[region], ignore_checks=["W", "I"]))
    named = []
    for match in found:
        path = [str(step) for step in match.path or []]
        kind = template["Resources"].get(path[1], {}).get("Type", "") if len(path) > 1 else ""
        named.append((match.rule.id, kind, ".".join(path[1:]), match.message))
    return named


def excepted(finding, used):
    rule, kind, path, message = finding
    for number, one in enumerate(SAID):
        if rule == one["rule"] and kind == one["type"] and one.get("says", "") in message:
            used.add(number)
            return True
    return False


def check(trees, pool):
    start = time.monotonic()
    write = writer()
    jobs, names, kinds, resources = [], [], set(), 0
    for tree, planned in trees.items():
        for region, template in write.templates(planned).items():
            resources += len(template["Resources"])
            kinds |= {one["Type"] for one in template["Resources"].values()}
            # The same text need not be read twice.
            if (region, template) not in jobs:
                jobs.append((region, template))
                names.append(f"{tree}/{region}")
    faults = [f"{kind}: {path or 'the type'} has no place in CloudFormation: say where in types.toml, or why not" for kind, path in sorted(write.homeless)]
    for kind in sorted({resource["type"] for planned in trees.values() for resource in planned} & set(write.table)):
        idle = [path for path in write.table[kind].get("left", {}) if (kind, path) not in write.met]
        faults += [f"types.toml: {kind}: no golden tree has {path}" for path in idle]
    used = set()
    for name, found in zip(names, pool.map(linted, jobs, chunksize=1)):
        faults += [f"{name}: {finding}" for finding in found if not excepted(finding, used)]
    faults += [f"exceptions.toml: no golden tree needs {SAID[number]}" for number in range(len(SAID)) if number not in used]
    if len(kinds) < LEAST_TYPES:
        faults.append(f"{len(kinds)} types are fewer than {LEAST_TYPES}")
    print(f"cfn-lint: {len(jobs)} templates of {len(trees)} trees, {resources} resources of {len(kinds)} types, {time.monotonic() - start:.0f} s")
    return faults


def self_test(trees, pool):
    """Breaks a resource for each mutant, no resource twice, and reads the templates that come of it."""
    planned, broken, faults = copy.deepcopy(trees[mutants.TREE]), {}, []
    for mutant in mutants.MUTANTS:
        fitting = (one for one in planned if one["type"] == mutant.type and one["region"] == mutants.REGION and one["address"] not in broken)
        one = next(fitting, None)
        if one is None:
            faults.append(f"{mutant.what}: no {mutant.type} is left to break")
            continue
        mutant.breaks(one["values"])
        broken[one["address"]] = mutant
    write = writer()
    template = write.templates(planned)[mutants.REGION]
    found = pool.map(linted, [(mutants.REGION, template)])[0]
    for address, mutant in broken.items():
        names = write.names[address]
        own = {finding[0] for finding in found if finding[2].split(".")[0] in names or mutant.names and finding[1].startswith(mutant.names)}
        if mutant.rule not in own:
            faults.append(f"{mutant.what}: {mutant.rule} was expected of {address}, which has {sorted(own)}")
    print(f"cfn-lint: {len(broken)} broken values")
    return faults


def main():
    folder, *flags = sys.argv[1:]
    trees = {tree: list(all) for tree, all in values.read(folder).items()}
    if not trees:
        sys.exit(f"no plans in {folder}")
    with multiprocessing.Pool(2) as pool:
        faults = (self_test if flags == ["--self-test"] else check)(trees, pool)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
