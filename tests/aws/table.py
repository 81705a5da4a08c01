"""What AWS's model says of each argument that a golden tree sets, as the stand-in for the provider reads it
(tests/schema-provider/src/refuse/model.tsv)."""

from pathlib import Path

import model

FILE = Path(__file__).parents[1] / "schema-provider/src/refuse/model.tsv"
HEAD = "# argument\twhat it must be\tmember; written by `tests/aws/values.py --write`, from botocore's models\n"
# Java's own word for a class of characters.
PRINT = r"[\x20-\x7E]"


def text(members, excepted):
    """The table of the arguments and the shapes that they become."""
    lines = set()
    for path, found in members.items():
        if not path.endswith(".tags_all"):
            lines |= {f"{path}\t{must}\t{found.name}\n" for must in musts(found) if not excepted(path, must)}
    return HEAD + "".join(sorted(lines))


def musts(found):
    """What a value of a shape must be: of a list also what each of its elements."""
    if found.type_name == "structure" and "Items" in found.members:
        found = found.members["Items"]
    if found.type_name in ("list", "map"):
        yield from bounds("items", found.metadata)
        if found.type_name == "list" and found.member.type_name == "string":
            yield from musts(found.member)
    elif found.type_name in ("integer", "long"):
        yield from bounds("range", found.metadata)
    elif found.type_name == "string":
        yield from bounds("length", found.metadata)
        if "enum" in found.metadata:
            yield "only " + "|".join(found.metadata["enum"])
        if "pattern" in found.metadata:
            pattern = whole(found.metadata["pattern"])
            # What looks ahead has no counterpart there; what takes everything refuses nothing.
            if not any(sign in pattern for sign in ("(?!", "(?=", "(?<")) and found.metadata["pattern"] != ".*":
                yield "matches " + pattern


def bounds(word, rules):
    if "min" in rules or "max" in rules:
        yield f"{word} {rules.get('min', '')}..{rules.get('max', '')}"


def whole(pattern):
    """A pattern of Java's in the words of Rust's, anchored as Java takes it."""
    begins, ends = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    pattern = model.java(pattern).replace(r"\p{Print}", PRINT)
    pattern = model.regex.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", r"\\x{\1\2}", pattern)
    return f"(?s){pattern}" if begins or ends else f"^(?s:{pattern})$"
