//! The provider and the harness on hand-written trees: what they promise, shown by Terraform
//! itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};

use crate::support::shown;
use crate::support::suite;
use crate::support::terraform::{Output, Terraform};
use crate::support::tree::Tree;

const ROOT: &str = ".";
const INIT: &[&str] = &["init", "-input=false", "-no-color"];
const VALIDATE: &[&str] = &["validate", "-no-color"];
const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "-auto-approve"];
const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=plan"];

type Check = fn(&Arc<Terraform>) -> Result<(), Failed>;

/// The fixtures that must survive what a generated tree survives.
pub(crate) fn trees() -> Vec<(String, PathBuf)> {
    ["single", "split"].map(|name| (format!("fixture/{name}"), fixture(name))).into()
}

/// The trials of the provider itself.
pub(crate) fn trials(terraform: &Arc<Terraform>) -> Vec<Trial> {
    let checks: [(&str, Check); 9] = [
        ("a change in place is planned in place", changed_in_place),
        ("a change of identity is planned as a replacement", replaced),
        ("what AWS tells otherwise is planned for ever, or never", told_otherwise),
        ("a write-only value is in neither state nor plan", write_only),
        ("a dead region where the provider lives stops it", dead_at_home),
        ("a dead replica does not stop its table", dead_replica),
        ("a tree that needs another region is found out", found_out),
        ("what the provider refuses is refused", refused),
        ("a broken promise fails the native tests", broken_promise),
    ];
    let trial = |(name, check): (&str, Check)| {
        let terraform = Arc::clone(terraform);
        Trial::test(format!("provider: {name}"), move || check(&terraform))
    };
    checks.map(trial).into()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn run(terraform: &Terraform, tree: &Tree, arguments: &[&str]) -> Result<Output, Failed> {
    terraform.run(&tree.root(Path::new(ROOT)), arguments)
}

fn applied(terraform: &Terraform, name: &str) -> Result<Tree, Failed> {
    let tree = Tree::copy(&fixture(name))?;
    run(terraform, &tree, INIT)?.expect(0)?;
    run(terraform, &tree, APPLY)?.expect(0)?;
    Ok(tree)
}

fn changed_in_place(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = applied(terraform, "lifecycle")?;
    tree.edit("main.tf", "first description", "second description")?;
    let plan = run(terraform, &tree, PLAN)?.expect(2)?;
    plan.says("aws_kms_key.data will be updated in-place")?
        .says("0 to add, 1 to change, 0 to destroy")
        .map(drop)
}

fn replaced(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = applied(terraform, "lifecycle")?;
    tree.edit("main.tf", "\"fixture-users\"", "\"fixture-people\"")?;
    let plan = run(terraform, &tree, PLAN)?.expect(2)?;
    plan.says("aws_dynamodb_table.users must be replaced")?
        .says("1 to add, 0 to change, 1 to destroy")?;

    // Moving an object to another region makes a new one, whatever its type.
    let tree = applied(terraform, "lifecycle")?;
    tree.edit("main.tf", "region      = \"us-east-1\"", "region      = \"eu-west-1\"")?;
    let plan = run(terraform, &tree, PLAN)?.expect(2)?;
    plan.says("aws_kms_key.data must be replaced")?
        .says("\"us-east-1\" -> \"eu-west-1\" # forces replacement")
        .map(drop)
}

/// Of what the fixture writes otherwise than AWS tells it, a second plan shows the one half, and the provider hides the other.
fn told_otherwise(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = applied(terraform, "normal")?;
    run(terraform, &tree, PLAN)?.expect(2)?;
    let plan = shown::plan(&run(terraform, &tree, &["show", "-json", "plan"])?.expect(0)?.text)?;
    let mut planned = Vec::new();
    for change in shown::changes(&plan).filter(|change| change.actions != "no-op") {
        let after = change.after.as_object().into_iter().flatten();
        let changed = after.filter(|(name, after)| change.before.get(name) != Some(after));
        planned.extend(changed.map(|(name, _)| format!("{}.{name}", change.address)));
    }
    planned.sort();
    let shown = [
        "aws_ecs_task_definition.api.cpu",
        "aws_ecs_task_definition.api.memory",
        "aws_rds_cluster_parameter_group.orders.parameter",
        "aws_sqs_queue.parcels.redrive_policy",
    ];
    if planned == shown { Ok(()) } else { Err(format!("planned {planned:#?}").into()) }
}

fn write_only(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = applied(terraform, "lifecycle")?;
    tree.edit("main.tf", "never-to-be-seen", "never-to-be-seen-either")?;
    tree.edit("main.tf", "wo_version = 1", "wo_version = 2")?;
    run(terraform, &tree, PLAN)?.expect(2)?;
    let plan = run(terraform, &tree, &["show", "-json", "plan"])?.expect(0)?;
    let mut plan: serde_json::Value = serde_json::from_str(&plan.text)?;
    // The plan quotes the configuration, where this value is a literal; in a real tree it is an
    // ephemeral.
    plan.as_object_mut().and_then(|plan| plan.remove("configuration"));
    let state = std::fs::read_to_string(tree.state(Path::new(".")))?;
    let state: serde_json::Value = serde_json::from_str(&state)?;
    for text in [plan.to_string(), state.to_string()] {
        if text.contains("never-to-be-seen") {
            return Err("the secret can be read".into());
        }
        if !text.contains("\"secret_string_wo\":null")
            || !text.contains("\"master_password_wo\":null")
        {
            return Err("a write-only argument is not null".into());
        }
    }
    Ok(())
}

/// The provider asks STS who it is before anything else.
fn dead_at_home(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = applied(terraform, "lifecycle")?;
    let root = tree.root_without(Path::new(ROOT), "us-east-2");
    let plan = terraform.run(&root, PLAN)?.expect(1)?;
    plan.says("lookup sts.us-east-2.amazonaws.com: no such host").map(drop)
}

/// A table and a secret are read where they live; their replicas may be gone.
fn dead_replica(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = Tree::copy(&fixture("split"))?;
    let data = Path::new("data");
    for root in [Path::new("foundation"), data] {
        terraform.run(&tree.root(root), INIT)?.expect(0)?;
        terraform.run(&tree.root(root), APPLY)?.expect(0)?;
    }
    terraform.run(&tree.root_without(data, "eu-west-1"), PLAN)?.expect(0)?;
    let home = terraform.run(&tree.root_without(data, "us-east-1"), PLAN)?.expect(1)?;
    home.says("Describe dynamodb_table in us-east-1 failed").map(drop)
}

/// The suite fails where it should: here the edge looks something up in a region.
fn found_out(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let tree = Tree::copy(&fixture("split"))?;
    let name = "name = \"fixture\"";
    let lookup = "data \"aws_availability_zones\" \"this\" {\n  region = \"us-east-1\"\n}\n";
    tree.edit("edge/main.tf", name, &format!("{name}\n}}\n\n{lookup}\nlocals {{"))?;
    let Err(failed) = suite::run(terraform, tree.path()) else {
        return Err("the suite passed".into());
    };
    let message = failed.message().unwrap_or_default();
    let blamed = message.contains("-chdir=edge") && message.contains("(dead: us-east-1)");
    if blamed { Ok(()) } else { Err(message.into()) }
}

/// The tests that topogen writes can fail: here somebody took tasks, a copy, and a region away.
fn broken_promise(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/prod");
    let edits = [
        (
            "regions/us-east-1",
            "min_tasks         = 12",
            "min_tasks         = 2",
            "min_tasks of module service_api is not 12, as the topology says",
        ),
        (
            "regions/us-east-1",
            "region            = \"us-east-1\"",
            "region            = \"eu-west-1\"",
            "region of module service_api is not us-east-1, as the topology says",
        ),
        (
            "data",
            "    eu-west-1 = {",
            "    eu-west-2 = {",
            "regions of module table_users is not ap-southeast-1, eu-west-1, us-east-1, as",
        ),
    ];
    let tree = Tree::copy(&golden)?;
    for (root, right, wrong, message) in edits {
        let path = Path::new(root);
        let test = ["test", "-no-color"];
        terraform.run(&tree.root(path), INIT)?.expect(0)?;
        terraform.run(&tree.root(path), &test)?.expect(0)?;
        tree.edit(&format!("{root}/main.tf"), right, wrong)?;
        terraform.run(&tree.root(path), &test)?.expect(1)?.says(message)?;
        tree.edit(&format!("{root}/main.tf"), wrong, right)?;
    }
    Ok(())
}

fn refused(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let broken = [
        (
            "\"PAY_PER_REQUEST\"",
            "\"ON_DEMAND\"",
            "\"ON_DEMAND\" is none of: PAY_PER_REQUEST, PROVISIONED",
        ),
        ("\\\"Statement\\\": []}", "\\\"Statement\\\": [}", "not valid JSON"),
        ("arn:aws:acm:us-east-1:123456789012:certificate/a", "certificate/a", "is not an ARN"),
        (
            "\"fixture-api\"",
            "\"a\"\n  name_prefix = \"b\"",
            "At most one may be set: name, name_prefix",
        ),
        (
            "type = \"S\"",
            "type = \"S\"\n    size = 1",
            "An argument named \"size\" is not expected here",
        ),
        (
            "region = \"us-east-1\"\n  name   = \"fixture-api\"",
            "region = \"us-esat-1\"",
            "There is no such AWS region",
        ),
        (
            "hash_key     = \"userId\"",
            "hash_kye = \"userId\"",
            "An argument named \"hash_kye\" is not expected here",
        ),
    ];
    let tree = Tree::copy(&fixture("refused"))?;
    run(terraform, &tree, INIT)?.expect(0)?;
    run(terraform, &tree, VALIDATE)?.expect(0)?;
    for (right, wrong, message) in broken {
        tree.edit("main.tf", right, wrong)?;
        run(terraform, &tree, VALIDATE)?.expect(1)?.says(message)?;
        tree.edit("main.tf", wrong, right)?;
    }
    Ok(())
}
