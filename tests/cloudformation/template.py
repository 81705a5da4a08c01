"""Terraform's values as templates of CloudFormation, one for each region of a tree."""

import copy
import json
import re

import shapes
from values import Made


def plain(name):
    return name.replace("_", "").lower()


def is_empty(value):
    return value is None or value == "" or value == [] or value == {}


class Writer:
    def __init__(self, table, manager):
        self.table, self.manager = table, manager
        self.everywhere = table["left_everywhere"]
        # (type, path) without a place; what the table says of is taken out when it is met.
        self.homeless = set()
        # address -> name in the template
        self.names = {}
        self.met = set()

    def templates(self, resources):
        """{region: template} of one tree."""
        by_region = {}
        for resource in resources:
            entry = self.table.get(resource["type"])
            if entry is None:
                self.homeless.add((resource["type"], ""))
            elif "none" not in entry:
                all = by_region.setdefault(resource["region"], [])
                all.append(resource)
                if "also" in entry:
                    all.append(resource | {"type": entry["also"], "known_as": {}})
        return {region: self.template(region, all) for region, all in by_region.items()}

    def template(self, region, resources):
        made, owners, whole = {}, {}, []
        for resource in resources:
            entry = self.table[resource["type"]]
            if "of" in entry:
                continue
            name = re.sub(r"[^A-Za-z0-9]", " ", resource["address"]).title().replace(" ", "")
            while name in made:
                name += "X"
            self.names.setdefault(resource["address"], []).append(name)
            schema = self.schema(region, entry["to"])
            if schema is None:  # cfn-lint says that the region has not the type
                made[name] = {"Type": "AWS::" + entry["to"]}
                continue
            made[name] = {"Type": "AWS::" + entry["to"], "Properties": {}}
            for id_ in resource["known_as"].values():
                owners.setdefault(id_, (name, schema, id_ == resource["known_as"].get("id")))
            whole.append((resource, entry, name, name, schema))
        by_id = {(one["type"], known): name for one, _, name, *_ in whole for known in one["known_as"].values()}
        for resource in resources:
            entry = self.table[resource["type"]]
            if "of" in entry:
                kind, key = entry["of"].split(".")
                name = by_id[(kind, resource["values"][key])]
                whole.append((resource, entry | {"key": key}, name, None, self.schema(region, self.table[kind]["to"])))
        for resource, entry, name, own, schema in whole:
            self.fill(made[name]["Properties"], resource, entry, schema, lambda value, own=name: refer(value, owners, own))
        for one in made.values():
            for field in ("DeletionPolicy", "UpdateReplacePolicy"):
                one[field] = "Retain"
        return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": made}

    def schema(self, region, kind):
        try:
            return self.manager.get_resource_schema(region, "AWS::" + kind).schema
        except Exception:
            return None

    def fill(self, properties, resource, entry, schema, refer):
        kind, values = resource["type"], copy.deepcopy(resource["values"])
        for name in ("tags_all", entry.get("key")):
            values.pop(name, None)
        tags = values.pop("tags", None)
        if hasattr(shapes, kind):
            values["tags"] = tags
            getattr(shapes, kind)(values)
            tags = values.pop("tags", None)
        node, target = Node(schema, schema), properties
        if under := entry.get("under"):
            node, target = node.at(under), properties.setdefault(under, {})
        self.object(kind, (), values, node, target, refer)
        if tags:
            self.object(kind, (), {"tags": tags}, Node(schema, schema), properties, refer)

    def object(self, kind, path, values, node, target, refer):
        entry = self.table[kind]
        for name, value in values.items():
            here = (*path, name)
            dotted = ".".join(here)
            if not path and name in self.everywhere and not node.find(name):
                continue
            if is_empty(value) and not (value == "" and node.requires(name, entry.get("rename", {}).get(dotted))):
                continue
            if dotted in entry.get("left", {}):
                self.met.add((kind, dotted))
                continue
            renamed = entry.get("rename", {}).get(dotted)
            if renamed is not None:
                self.put(kind, here, value, node, target, renamed, refer)
                continue
            found = node.find(name)
            if found is None:
                self.homeless.add((kind, dotted))
            else:
                target[found] = self.value(kind, here, value, node.at(found), refer)

    def put(self, kind, path, value, node, target, place, refer):
        """Puts a value where the table says."""
        if place == "":  # its arguments stand where it would
            self.object(kind, path, value[0] if isinstance(value, list) else value, node, target, refer)
            return
        *outer, last = place.split(".") if "[" not in place else [place]
        for name in outer:
            node, target = node.at(name), target.setdefault(name, {})
        if last.endswith("[]"):
            target.setdefault(last[:-2], []).append(refer(value))
        elif "[" in last:
            name, key = last[:-1].split("[")
            target.setdefault(name, []).append({"Key": key, "Value": shapes.text(value)})
        else:
            target[last] = self.value(kind, path, value, node.at(last), refer)

    def value(self, kind, path, value, node, refer):
        if isinstance(value, dict) and node.is_list():  # tags
            return [{"Key": key, "Value": one} for key, one in value.items()]
        if isinstance(value, list) and node.is_list():
            return [self.value(kind, path, one, node.items(), refer) for one in value]
        if isinstance(value, str) and value[:1] in "[{" and (node.is_list() or node.is_object()):
            return self.value(kind, path, json.loads(value), node, refer)
        if isinstance(value, list) and len(value) == 1:
            value = value[0] if value[0] is not None else {}
        if isinstance(value, dict) and node.properties():
            target = {}
            self.object(kind, path, value, node, target, refer)
            return target
        return refer(value)


class Node:
    """A place in a schema."""

    def __init__(self, whole, node):
        self.whole = whole
        while "$ref" in node:
            step = whole
            for name in node["$ref"].split("/")[1:]:
                step = step[name]
            node = step
        self.node = node

    def properties(self):
        found = dict(self.node.get("properties", {}))
        for way in ("anyOf", "oneOf", "allOf"):
            for one in self.node.get(way, []):
                found |= Node(self.whole, one).properties()
        return found

    def types(self):
        types = self.node.get("type", [])
        return types if isinstance(types, list) else [types]

    def is_list(self):
        return "array" in self.types()

    def is_object(self):
        return "object" in self.types() or bool(self.properties())

    def items(self):
        return Node(self.whole, self.node.get("items", {}))

    def at(self, name):
        return Node(self.whole, self.properties().get(name, {}))

    def requires(self, name, renamed):
        return (renamed or self.find(name)) in self.node.get("required", [])

    def find(self, name):
        """The property of a name, in whatever letters, one or many."""
        plainly = {plain(one): one for one in self.properties()}
        wanted = plain(name)
        many = wanted[:-1] + "ies" if wanted.endswith("y") else wanted + "s"
        return plainly.get(wanted) or plainly.get(many)


def refer(value, owners, own):
    """A reference for an id of another resource in the template."""
    if isinstance(value, list):
        return [refer(one, owners, own) for one in value]
    if isinstance(value, dict):
        return {name: refer(one, owners, own) for name, one in value.items()}
    if not isinstance(value, str) or not (isinstance(value, Made) or value.startswith("arn:")) or value not in owners:
        return str(value) if isinstance(value, Made) else value
    name, schema, by_ref = owners[value]
    if name == own:
        return str(value)
    readable = {one.rsplit("/", 1)[-1] for one in schema.get("readOnlyProperties", [])}
    if value.startswith("arn:"):
        attribute = next((one for one in readable if one.endswith("Arn") and plain(one) in ("arn", plain(schema["typeName"].rsplit(":")[-1]) + "arn")), None)
        if attribute:
            return {"Fn::GetAtt": [name, attribute]}
    return {"Ref": name} if by_ref else str(value)


def references(value):
    """The names that a value of a template refers to."""
    if isinstance(value, list):
        for one in value:
            yield from references(one)
    elif isinstance(value, dict) and set(value) == {"Ref"}:
        yield value["Ref"]
    elif isinstance(value, dict) and set(value) == {"Fn::GetAtt"}:
        yield value["Fn::GetAtt"][0]
    elif isinstance(value, dict):
        for one in value.values():
            yield from references(one)
