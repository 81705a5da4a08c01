#!/usr/bin/env python3
"""AWS's own linter on what the golden trees plan.

  lint.py PLANS  every tree, one template for each of its regions, through cfn-lint; and that it finds what it is
                 there for: values of a golden tree, each broken in one way

PLANS is what the Terraform trials leave behind where $TOPOGEN_PLANS says. README.md says what this shows.
"""

import copy
import json
import multiprocessing
import pathlib
import sys
import time
import tomllib

from cfnlint.config import _DEFAULT_RULESDIR, ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.rules import Rules
from cfnlint.runner import run_template_by_data
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

import mutants
import values
from template import Writer, references

HERE = pathlib.Path(__file__).parent
LEAST_TYPES = 60
# Warnings and advice of cfn-lint are about templates as people write them.
SAID = tomllib.loads((HERE / "exceptions.toml").read_text())["exception"]
RULES = Rules.create_from_directory(_DEFAULT_RULESDIR)


def writer():
    return Writer(tomllib.loads((HERE / "types.toml").read_text()), PROVIDER_SCHEMA_MANAGER)


def linted(job):
    """What cfn-lint finds in a template: rule, resource and text."""
    region, template = job
    decoded, found = decode_str(json.dumps(template))
    found = found or list(run_template_by_data(decoded, ConfigMixIn(regions=[region], ignore_checks=["W", "I"]), RULES))
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


def cut(template, wanted):
    """The template with all resources of the types of the wanted ones, which rules compare, and what these refer to."""
    resources = template["Resources"]
    kinds = {resources[name]["Type"] for name in wanted}
    todo, kept = [name for name, one in resources.items() if one["Type"] in kinds], set()
    while todo:
        name = todo.pop()
        if name not in kept:
            kept.add(name)
            todo += [one for one in references(resources[name]) if one in resources]
    return template | {"Resources": {name: one for name, one in resources.items() if name in kept}}


def unread(region, template, read):
    """The template without the types whose resources are word for word those that another tree has in the region."""
    by_kind = {}
    for name, one in template["Resources"].items():
        by_kind.setdefault(one["Type"], {})[name] = one
    new = []
    for kind, all in by_kind.items():
        text = (region, kind, json.dumps(all, sort_keys=True))
        if text not in read:
            read.add(text)
            new += all
    return cut(template, new)


def jobs(trees, write):
    """What is read, with the name of its tree; and how many resources of which types the trees have."""
    made, read, kinds, resources = [], set(), set(), 0
    for tree, planned in sorted(trees.items(), key=lambda one: -len(one[1])):
        for region, template in write.templates(planned).items():
            resources += len(template["Resources"])
            kinds |= {one["Type"] for one in template["Resources"].values()}
            made.append((f"{tree}/{region}", (region, unread(region, template, read))))
    return made, kinds, resources


def faults_of_table(trees, write):
    faults = [f"{kind}: {path or 'the type'} has no place in CloudFormation: say where in types.toml, or why not" for kind, path in sorted(write.homeless)]
    for kind in sorted({resource["type"] for planned in trees.values() for resource in planned} & set(write.table)):
        idle = [path for path in write.table[kind].get("left", {}) if (kind, path) not in write.met]
        faults += [f"types.toml: {kind}: no golden tree has {path}" for path in idle]
    return faults


def broken(planned):
    """A template with a broken resource for each mutant, no resource twice; which those are; and mutants without one."""
    planned, broken, faults = copy.deepcopy(planned), {}, []
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
    names = {address: write.names[address] for address in broken}
    return cut(template, sum(names.values(), [])), [(broken[address], names[address]) for address in broken], faults


def missed(mutant, names, found):
    """What is wrong if cfn-lint did not see a mutant."""
    own = {finding[0] for finding in found if finding[2].split(".")[0] in names or mutant.names and finding[1].startswith(mutant.names)}
    return [] if mutant.rule in own else [f"{mutant.what}: {mutant.rule} was expected of {names}, which has {sorted(own)}"]


def check(trees):
    start = time.monotonic()
    write = writer()
    made, kinds, resources = jobs(trees, write)
    faults = faults_of_table(trees, write)
    template, mutated, unbroken = broken(trees[mutants.TREE])
    made.append(("", (mutants.REGION, template)))
    made.sort(key=lambda one: -len(one[1][1]["Resources"]))
    used, read = set(), 0
    with multiprocessing.Pool(2) as pool:
        for (name, job), found in zip(made, pool.imap(linted, (job for _, job in made))):
            if name:
                read += len(job[1]["Resources"])
                faults += [f"{name}: {finding}" for finding in found if not excepted(finding, used)]
            else:
                faults += unbroken + [fault for mutant, names in mutated for fault in missed(mutant, names, found)]
    faults += [f"exceptions.toml: no golden tree needs {SAID[number]}" for number in range(len(SAID)) if number not in used]
    if len(kinds) < LEAST_TYPES:
        faults.append(f"{len(kinds)} types are fewer than {LEAST_TYPES}")
    print(f"cfn-lint: {resources} resources of {len(kinds)} types in {len(made) - 1} templates of {len(trees)} trees, {read} of them read, {len(mutated)} broken values, {time.monotonic() - start:.0f} s")
    return faults


def main():
    (folder,) = sys.argv[1:]
    trees = {tree: list(all) for tree, all in values.read(folder).items()}
    if not trees:
        sys.exit(f"no plans in {folder}")
    faults = check(trees)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
