#!/usr/bin/env python3
"""validate.py TOPOGEN: that what it writes as SARIF is what the schema of OASIS asks for. README.md says more."""

import json
import pathlib
import subprocess
import sys

import jsonschema

HERE = pathlib.Path(__file__).parent
# The schema tells a wrong document from a right one.
WRONG = {"version": "2.1.0", "runs": [{"results": []}]}


def main():
    (topogen,) = sys.argv[1:]
    schema = json.loads((HERE / "sarif-schema-2.1.0.json").read_text())
    schema = jsonschema.validators.validator_for(schema)(schema)
    topologies = sorted(str(one) for one in (HERE.parent / "diagnostics").glob("*.toml"))
    faults = []
    if schema.is_valid(WRONG):
        faults.append("the schema takes a document that is wrong")

    def written(what, *arguments):
        run = subprocess.run([topogen, *arguments, "--format", "sarif"], capture_output=True, text=True)
        document = json.loads(run.stdout)
        faults.extend(f"{what}: {one.json_path}: {one.message}" for one in schema.iter_errors(document))
        results = sum(len(one["results"]) for one in document["runs"])
        print(f"SARIF: {results} {what}")
        if not results:
            faults.append(f"no {what}")

    written("findings", "check", *topologies, "none.toml")
    # From all that there is to nothing but a service, hardly anything is safe.
    of = HERE.parent.parent / "topologies"
    written("hazards", "diff", str(of / "minimal.toml"), "--against", str(of / "full.toml"))
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
