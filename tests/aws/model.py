"""AWS's own model of its APIs, as botocore carries it: which member an argument becomes, and what may be in it."""

import functools

import regex
from botocore.loaders import Loader
from botocore.model import ServiceModel


@functools.cache
def service(name):
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def shape(path):
    """The shape that `service:Operation.Member.Member` names; lists on the way are looked into."""
    name, _, rest = path.partition(":")
    operation, *members = rest.split(".")
    return inside(service(name).operation_model(operation).input_shape, members)


def inside(found, members):
    for name in members:
        within = found if found.type_name == "structure" and name in found.members else element(found)
        found = within.members[name]
    return found


def element(found):
    """The structure that a list, or CloudFront's `Quantity` and `Items`, is a list of."""
    while True:
        if found.type_name == "list":
            found = found.member
        elif found.type_name == "structure" and "Items" in found.members and "Quantity" in found.members:
            found = found.members["Items"]
        else:
            return found


def member(found, argument, around):
    """The member that an argument becomes by its name: the same word, in the plural or the singular, or behind the last
    words of what it is around (`name` of a `log_group` is `logGroupName`)."""
    found = element(found)
    if found.type_name != "structure":
        return found if argument == "items" else None
    names = {name.lower(): name for name in found.members}
    words = around.split("_")
    before = ["", *("".join(words[start:]) for start in reversed(range(len(words))))]
    for one in (noun + argument.replace("_", "") for noun in before):
        for form in (one, one + "s", one + "es", one.removesuffix("s")):
            if form in names:
                return found.members[names[form]]
    return None


def wrong(found, value):
    """What AWS would say of a value, and how many rules were asked: a list of texts and a number."""
    rules = found.metadata
    kind = found.type_name
    if kind == "structure" and not isinstance(value, dict):
        # A list of one kind that is wrapped, or a policy as an object: nothing is said of the whole.
        items = found.members.get("Items")
        return wrong(items, value) if items is not None and isinstance(value, list) else ([], 0)
    if isinstance(value, bool) or value is None:
        return [], 0
    if isinstance(value, (list, dict)):
        return wrong_in(found, value)
    if kind in ("list", "map"):
        return wrong(found.member, value) if kind == "list" else ([], 0)
    said, asked = [], 0
    number = kind in ("integer", "long", "float", "double")
    size = (float(value) if number else len(str(value))) if number or kind in ("string", "blob") else None
    for name, broken in (("min", lambda least: size < least), ("max", lambda most: size > most)):
        if size is not None and name in rules:
            asked += 1
            if broken(rules[name]):
                said.append(f"{'value' if number else 'length'} {size:g} is beyond {name} {rules[name]}")
    if kind == "string" and "enum" in rules:
        asked += 1
        if value not in rules["enum"]:
            said.append(f"is none of {', '.join(rules['enum'][:12])}, ...")
    if kind == "string" and "pattern" in rules:
        asked += 1
        if not matches(rules["pattern"], str(value)):
            said.append(f"does not match {rules['pattern']}")
    return said, asked


def wrong_in(found, value):
    said, asked = [], 0
    if found.type_name in ("list", "map") and len(value) > 0:
        for name, broken in (("min", len(value) < found.metadata.get("min", 0)), ("max", len(value) > found.metadata.get("max", len(value)))):
            if name in found.metadata:
                asked += 1
                if broken:
                    said.append(f"{len(value)} elements are beyond {name} {found.metadata[name]}")
    parts = []
    if isinstance(value, dict):
        key, one = pair(found)
        parts = [(key, name) for name in value] + [(one, text) for text in value.values()] if key else []
    elif isinstance(value, list):
        inner = found.member if found.type_name == "list" else found
        parts = [(inner, one) for one in value]
    for inner, one in parts:
        more, count = wrong(inner, one)
        said, asked = said + more, asked + count
    return said, asked


def pair(found):
    """What keys and values of a map become: those of a map, or two members of a list of pairs."""
    if found.type_name == "map":
        return found.key, found.value
    members = element(found).members if element(found).type_name == "structure" else {}
    name = next((one for one in ("Key", "key", "Name", "name", "TagKey") if one in members), None)
    value = next((one for one in ("Value", "value", "TagValue") if one in members), None)
    return (members[name], members[value]) if name and value else (None, None)


# A class of characters is no end of a range: Java reads the hyphen behind it as one.
HYPHEN = regex.compile(r"(\\[wds]|\\p\{\w+\})-(?!\])")


# Java writes what is beyond 16 bits as two halves.
HALVES, WHOLE = "\\uD800\\uDC00-\\uDBFF\\uDFFF", "\\U00010000-\\U0010FFFF"


@functools.cache
def pattern(text):
    # A policy has lines, and `.*` takes it.
    return regex.compile(java(text), regex.DOTALL)


def java(text):
    """A pattern of Java's without what only Java reads so."""
    return HYPHEN.sub(r"\1\-", text.replace(HALVES, WHOLE))


def matches(text, value):
    """AWS's patterns are Java's, whose `matches` is of the whole text; only one with an anchor at one end is open at
    the other."""
    begins, ends = text.startswith("^"), text.endswith("$") and not text.endswith("\\$")
    search = pattern(text).search if begins or ends else pattern(text).fullmatch
    return search(value) is not None
