"""Writes vectors.tsv: what Terraform makes of each line of expressions.txt, as JSON, or `!` where it refuses.

    python3 tests/console/vectors.py [terraform]
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
TERRAFORM = sys.argv[1] if len(sys.argv) > 1 else "terraform"


def told(expressions):
    """What the console says of some expressions; halves them where one is wrong whatever its values are."""
    line = "jsonencode([" + ", ".join(f'try(jsonencode({one}), "!")' for one in expressions) + "])"
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([TERRAFORM, "console"], input=line + "\n", cwd=folder, capture_output=True, text=True)
    if run.returncode == 0:
        return json.loads(json.loads(run.stdout))
    if len(expressions) == 1:
        return ["!"]
    half = len(expressions) // 2
    return told(expressions[:half]) + told(expressions[half:])


def main():
    expressions = [line for line in (HERE / "expressions.txt").read_text().splitlines() if line and line[0] != "#"]
    results = told(expressions)
    version = json.loads(subprocess.run([TERRAFORM, "version", "-json"], capture_output=True, text=True, check=True).stdout)
    head = f"# Terraform {version['terraform_version']}; written by vectors.py\n"
    lines = "".join(f"{one}\t{result}\n" for one, result in zip(expressions, results, strict=True))
    (HERE / "vectors.tsv").write_text(head + lines)


main()
