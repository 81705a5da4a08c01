//! What the inventory reads in trees that somebody else may have written.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure here is a failed test"
)]

mod support;

use std::collections::BTreeSet;

use topogen::inventory::{Files, Inventory, Root, Same, Step, Texts, Value, without_keys};

const HEAD: &str = r#"
terraform {
  backend "local" {}
}
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
  default_tags {
    tags = { team = "a", kept = "yes" }
  }
}
"#;

fn read(files: &[(&str, &str)]) -> Inventory {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes()));
    Inventory::of(&files.collect::<Files>(), &mut Texts::new())
}

fn root(text: &str) -> Root {
    read(&[("main.tf", &format!("{HEAD}{text}"))]).roots.remove(".").unwrap_or_default()
}

fn output(text: &str, expression: &str) -> Value {
    let text = format!("{text}\noutput \"x\" {{\n  value = {expression}\n}}\n");
    root(&text).outputs["x"].clone()
}

fn waits(value: &Value) -> Vec<String> {
    let sym = value.as_sym().unwrap_or_else(|| panic!("{value} is known"));
    sym.waits().iter().map(ToString::to_string).collect()
}

const VPC: &str = "resource \"aws_vpc\" \"a\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";

#[test]
fn what_is_configured_is_known_and_what_aws_says_is_waited_for() {
    assert_eq!(output(VPC, "aws_vpc.a.cidr_block"), "10.0.0.0/16".into());
    assert_eq!(waits(&output(VPC, "aws_vpc.a.id")), [".: aws_vpc.a.id"]);
    assert_eq!(waits(&output(VPC, "\"x-${aws_vpc.a.id}\"")), [".: aws_vpc.a.id"]);
    // Its neighbours are known all the same.
    let map = output(VPC, "{ a = aws_vpc.a.id, b = 1 }");
    assert_eq!(map.get("b"), Value::from(1_i64));
    assert!(map.get("a").as_sym().is_some());
}

#[test]
fn one_side_that_is_known_may_decide() {
    for (expression, value) in [
        ("true ? \"a\" : aws_vpc.a.id", "a".into()),
        ("false && aws_vpc.a.id == \"x\"", false.into()),
        ("aws_vpc.a.id == \"x\" || true", true.into()),
        ("coalesce(\"a\", aws_vpc.a.id)", "a".into()),
        ("try(local.missing, \"b\")", "b".into()),
        ("aws_vpc.a.id == \"x\" ? \"c\" : \"c\"", "c".into()),
        ("length([aws_vpc.a.id])", Value::from(1_i64)),
        ("keys({ a = aws_vpc.a.id })[0]", "a".into()),
        ("contains([aws_vpc.a.id, \"d\"], \"d\")", true.into()),
    ] {
        assert_eq!(output(VPC, expression), value, "{expression}");
    }
}

#[test]
fn the_same_expression_over_equal_parts_is_the_same_value() {
    let one = |expression: &str| output(VPC, expression);
    assert_eq!(one("upper(aws_vpc.a.id)").same(&one("upper(aws_vpc.a.id)")), Same::Yes);
    assert_eq!(one("upper(aws_vpc.a.id)").same(&one("lower(aws_vpc.a.id)")), Same::Open);
    assert_eq!(one("\"a${aws_vpc.a.id}\"").same(&one("\"b${aws_vpc.a.id}\"")), Same::Open);
    // What is not evaluated at all is never the same.
    assert_eq!(one("uuid()").same(&one("uuid()")), Same::Open);
    // What a loop over something unknown reads beside it counts.
    let each = |with: &str| one(&format!("[for x in aws_vpc.a.tags_all : \"{with}${{x}}\"]"));
    assert_eq!(each("a").same(&each("a")), Same::Yes);
    let each =
        |with: &str| one(&format!("[for x in aws_vpc.a.ipv6_cidr_block : \"{with}${{x}}\"]"));
    assert_eq!(each("a").same(&each("b")), Same::Open);
}

#[test]
fn differences_are_told_part_by_part() {
    let before = output(VPC, "{ a = 1, b = [1, 2], c = aws_vpc.a.id }");
    let after = output(VPC, "{ a = 1, b = [1, 3], c = aws_vpc.a.arn }");
    let found = before.differences(&after);
    let paths: Vec<_> = found.iter().map(|one| (one.path.as_slice(), one.certain)).collect();
    let (b, c) = (Step::Key("b".into()), Step::Key("c".into()));
    assert_eq!(paths, [(&[b, Step::Index(1)][..], true), (&[c][..], false)]);
    assert_eq!(before.differences(&before), []);
}

#[test]
fn addresses_are_those_that_terraform_prints() {
    let child = "variable \"n\" {}\nresource \"aws_vpc\" \"this\" {\n  count      = var.n\n  cidr_block = \"10.${count.index}.0.0/16\"\n}\n";
    let main = format!(
        "{HEAD}module \"m\" {{\n  for_each = {{ \"a b\" = 1, \"q\\\"\" = 2 }}\n  source   = \"./child\"\n  n        = each.value\n}}\n"
    );
    let mut inventory = read(&[("main.tf", &main), ("child/main.tf", child)]);
    let root = inventory.roots.remove(".").unwrap_or_default();
    let addresses: Vec<_> = root.resources.keys().map(String::as_str).collect();
    assert_eq!(
        addresses,
        [
            "module.m[\"a b\"].aws_vpc.this[0]",
            "module.m[\"q\\\"\"].aws_vpc.this[0]",
            "module.m[\"q\\\"\"].aws_vpc.this[1]",
        ]
    );
    let last = &root.resources["module.m[\"q\\\"\"].aws_vpc.this[1]"];
    assert_eq!(last.arguments["cidr_block"], "10.1.0.0/16".into());
    assert_eq!(last.region, "eu-west-1".into());
    assert_eq!(
        (last.place.file.as_str(), last.place.line, last.place.column),
        ("child/main.tf", 2, 1)
    );
    assert_eq!(inventory.roots.len(), 0);
}

#[test]
fn keys_that_are_not_known_leave_the_instances_open() {
    let text = format!(
        "{VPC}resource \"aws_subnet\" \"b\" {{\n  for_each   = toset([aws_vpc.a.id])\n  vpc_id     = each.value\n}}\n"
    );
    let root = root(&text);
    let open = root.resources["aws_subnet.b"].instances.as_ref();
    assert_eq!(open.map(waits), Some(vec![".: aws_vpc.a.id".to_owned()]));
}

#[test]
fn arguments_have_the_types_of_the_catalogue() {
    let text = "resource \"aws_security_group\" \"a\" {\n  name = 1\n  tags = { kept = \"no\" }\n  description = null\n  dynamic \"ingress\" {\n    for_each = [80, 443]\n    content {\n      from_port = tostring(ingress.value)\n      to_port   = ingress.value + ingress.key\n      protocol  = \"tcp\"\n    }\n  }\n  lifecycle {\n    prevent_destroy = true\n    ignore_changes  = [tags[\"x\"], name]\n  }\n}\n";
    let root = root(text);
    let group = &root.resources["aws_security_group.a"];
    assert_eq!(group.arguments["name"], "1".into());
    assert!(!group.arguments.contains_key("description"));
    let tags = &group.arguments["tags_all"];
    assert_eq!((tags.get("team"), tags.get("kept")), ("a".into(), "no".into()));
    let ports: Vec<_> = group.arguments["ingress"].items().map_or(Vec::new(), |items| {
        let mut ports: Vec<_> = items.iter().map(|one| one.get("to_port").to_string()).collect();
        ports.sort();
        ports
    });
    assert_eq!(ports, ["444", "80"]);
    assert!(group.lifecycle.prevent_destroy);
    assert_eq!(group.lifecycle.ignore_changes, ["tags[\"x\"]", "name"]);
}

#[test]
fn override_files_replace_as_terraform_does() {
    let main = format!(
        "{HEAD}locals {{\n  a = 1\n  b = 2\n}}\nresource \"aws_vpc\" \"a\" {{\n  cidr_block = \"10.0.0.0/16\"\n  tags       = {{ x = \"1\" }}\n  lifecycle {{\n    prevent_destroy = true\n  }}\n}}\noutput \"x\" {{\n  value = [local.a, local.b]\n}}\n"
    );
    let over = "locals {\n  b = 3\n}\nresource \"aws_vpc\" \"a\" {\n  cidr_block = \"10.9.0.0/16\"\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n";
    let root =
        read(&[("a_override.tf", over), ("main.tf", &main)]).roots.remove(".").unwrap_or_default();
    let vpc = &root.resources["aws_vpc.a"];
    assert_eq!(vpc.arguments["cidr_block"], "10.9.0.0/16".into());
    assert_eq!(vpc.arguments["tags"].get("x"), "1".into());
    assert!(vpc.lifecycle.prevent_destroy && vpc.lifecycle.create_before_destroy);
    assert_eq!(root.outputs["x"].to_string(), "[1, 3]");
}

#[test]
fn states_of_other_roots_are_followed() {
    let a = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"a\"\n  }\n}\noutput \"name\" {\n  value = \"n\"\n}\n";
    let b = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"b\"\n  }\n}\ndata \"terraform_remote_state\" \"r\" {\n  backend = \"s3\"\n  config = {\n    bucket = \"b\"\n    key    = \"KEY\"\n  }\n}\noutput \"x\" {\n  value = data.terraform_remote_state.r.outputs.name\n}\n";
    let both = |key: &str| read(&[("a/main.tf", a), ("b/main.tf", &b.replace("KEY", key))]);
    let read = both("a");
    assert_eq!(read.roots["b"].outputs["x"], "n".into());
    assert_eq!(read.roots["b"].reads.iter().collect::<Vec<_>>(), ["a"]);
    let elsewhere = both("z");
    assert_eq!(
        waits(&elsewhere.roots["b"].outputs["x"]),
        ["b: data.terraform_remote_state.r.outputs"]
    );
}

#[test]
fn what_must_not_be_shown_is_not() {
    let text = "variable \"s\" {\n  default   = \"hunter2\"\n  sensitive = true\n}\nresource \"aws_ssm_parameter\" \"a\" {\n  name  = \"a\"\n  type  = \"SecureString\"\n  value = \"hunter2\"\n}\nresource \"aws_vpc\" \"a\" {\n  cidr_block = \"x${var.s}\"\n}\n";
    let root = root(text);
    let shown = format!("{root:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let vpc = &root.resources["aws_vpc.a"].arguments["cidr_block"];
    assert_eq!(vpc.to_string(), "(sensitive)");
    assert_eq!(vpc.same(&vpc.clone()), Same::Yes);
}

#[test]
fn what_cannot_be_read_is_said_and_stops_nothing() {
    let root = |text: &str| {
        let head = format!("{HEAD}output \"x\" {{\n  value = local.y\n}}\n");
        read(&[("main.tf", &head), ("other.tf", text)]).roots.remove(".").unwrap_or_default()
    };
    let broken = root("locals {");
    assert_eq!(broken.problems.len(), 1);
    assert!(waits(&broken.outputs["x"])[0].contains("could not be read"));
    let circle = root("locals {\n  y = local.z\n  z = local.y\n}\n");
    assert_eq!(waits(&circle.outputs["x"]), ["it refers to itself"]);
    let links: Vec<_> = (0..9999).map(|at| format!("  y{at} = local.y{}", at + 1)).collect();
    let links = links.join("\n");
    let chain = format!("locals {{\n  y = local.y0\n  y9999 = 1\n{links}\n}}\n");
    assert_eq!(waits(&root(&chain).outputs["x"]), ["nested too deeply"]);
    let elsewhere =
        root("module \"m\" {\n  source = \"hashicorp/x/aws\"\n}\nlocals {\n  y = module.m.z\n}\n");
    assert_eq!(waits(&elsewhere.outputs["x"]), ["module.m is not of this tree"]);
}

#[test]
fn moves_and_removals_are_told_with_the_module_that_says_them() {
    let root = root(
        "moved {\n  from = aws_vpc.a\n  to   = aws_vpc.b[\"x\"]\n}\nremoved {\n  from = module.m\n  lifecycle {\n    destroy = false\n  }\n}\nimport {\n  to = aws_vpc.b[\"x\"]\n  id = \"vpc-1\"\n}\n",
    );
    let moved: Vec<_> = root.moved.iter().map(|one| (one.from.as_str(), one.to.as_str())).collect();
    assert_eq!(moved, [("aws_vpc.a", "aws_vpc.b[\"x\"]")]);
    let removed: Vec<_> = root.removed.iter().map(|one| (one.from.as_str(), one.destroy)).collect();
    assert_eq!(removed, [("module.m", false)]);
    assert_eq!(root.imports[0].id, "vpc-1".into());
}

/// Whatever topology: all that is asked for has an address, and the same tree is the same inventory.
#[test]
fn every_golden_tree_is_read_whole() {
    let (mut texts, mut all, mut moved) = (Texts::new(), BTreeSet::new(), BTreeSet::new());
    for (name, text) in support::topologies() {
        let files = Files::of(&support::render(&text));
        let texts_of = files.iter().filter_map(|(_, bytes)| str::from_utf8(bytes).ok());
        let from = texts_of.flat_map(str::lines).filter_map(|line| line.strip_prefix("  from = "));
        moved.extend(from.map(|address| without_keys(address).into_owned()));
        let inventory = Inventory::of(&files, &mut texts);
        assert!(!inventory.roots.is_empty(), "{name}");
        for (folder, root) in &inventory.roots {
            assert_eq!(root.problems, [], "{name}: {folder}");
            assert!(!root.resources.is_empty(), "{name}: {folder}");
            for (address, resource) in &root.resources {
                assert!(resource.instances.is_none(), "{name}: {folder}: {address}");
            }
        }
        let blocks = inventory.roots.iter().flat_map(|(root, said)| {
            let root = root.split('/').next().unwrap();
            said.resources.keys().map(move |one| format!("{root} {}", without_keys(one)))
        });
        all.extend(
            blocks.filter(|_| ADDRESSED.contains(&&*name)).map(|one| format!("{name} {one}")),
        );
        if name == "orders" {
            assert_eq!(inventory, Inventory::of(&files, &mut Texts::new()));
        }
    }
    keep(&all, &moved);
}

/// Topologies that have all modules.
const ADDRESSED: [&str; 5] = ["alarmed-dns", "downloads", "full", "orders", "queues"];

/// What a changelog says under headings of that name.
fn generated_output(changelog: &str) -> String {
    let sections =
        changelog.split("\n### ").filter_map(|one| one.strip_prefix("Generated output\n"));
    // The next version begins with a larger heading.
    sections.map(|one| one.split("\n## ").next().unwrap_or(one)).collect()
}

#[test]
fn a_changelog_tells_what_has_moved_where_it_belongs() {
    let text = "# C\n\n## 2\n\n### Added\n\n- `a.b`\n\n### Generated output\n\n- `c.d`\n\n## 1\n\n### Changed\n\n- `e.f`\n\n### Generated output\n\n- `g.h`\n";
    let told = generated_output(text);
    let is_told = ["`a.b`", "`c.d`", "`e.f`", "`g.h`"].map(|one| told.contains(one));
    assert_eq!(is_told, [false, true, false, true]);
}

/// Addresses that a tree once had are in the states of people: each is there still, or a `moved` says where it is now.
fn keep(all: &BTreeSet<String>, moved: &BTreeSet<String>) {
    let file = support::root().join("tests/addresses.txt");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let known: BTreeSet<String> = text.lines().map(str::to_owned).collect();
    let mut lost: Vec<&String> = known.difference(all).collect();
    let told = std::fs::read_to_string(support::root().join("CHANGELOG.md"));
    let told = generated_output(&told.unwrap());
    lost.retain(|one| {
        let mut from = moved.iter().filter(|from| format!("{one}.").contains(&format!("{from}.")));
        !from.any(|from| told.contains(&format!("`{from}`")))
    });
    assert!(
        lost.is_empty(),
        "nothing has these addresses, and no `moved` with a line under *Generated output* of the changelog says why: {lost:#?}"
    );
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        let lines = known.union(all).map(|one| format!("{one}\n"));
        std::fs::write(file, lines.collect::<String>()).unwrap();
    } else {
        let new: Vec<_> = all.difference(&known).collect();
        assert!(new.is_empty(), "TOPOGEN_BLESS=1 adds these: {new:#?}");
    }
}
