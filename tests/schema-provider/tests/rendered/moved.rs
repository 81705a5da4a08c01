//! One state that watched everywhere becomes one for each region, as the changelog says: nothing is planned after the move.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};

use super::failover::{APPLY, PLAN};
use super::{INIT, read, render};
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

/// The state of all, where the changelog pulls it to.
const ALL: &str = "monitoring.tfstate";
const COMMANDS: [&str; 2] = [
    "terraform state mv -state=monitoring.tfstate -state-out=${root}moved.tfstate $module $module",
    "terraform -chdir=$root state push moved.tfstate",
];

pub(super) fn trial(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    let name = "moved/alarmed: each region takes what watches in it, and nothing is planned";
    Trial::test(name, move || plans_nothing(&terraform))
}

fn plans_nothing(terraform: &Terraform) -> Result<(), Failed> {
    let changelog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../CHANGELOG.md");
    let changelog = fs::read_to_string(changelog)?;
    for command in COMMANDS {
        assert!(changelog.contains(command), "{command}");
    }
    let tree = Tree::copy(render(&read("alarmed")?)?.path())?;
    for root in &tree.roots {
        terraform.run(&tree.root(root), INIT)?.expect(0)?;
        terraform.run(&tree.root(root), APPLY)?.expect(0)?;
    }
    let roots: Vec<&PathBuf> =
        tree.roots.iter().filter(|root| root.starts_with("monitoring")).collect();
    assert!(roots.len() > 2, "{roots:?}");
    for root in &roots {
        let own = tree.state(root);
        take(terraform, &tree, root, &own, Path::new(ALL))?;
        fs::remove_file(own)?;
        // This trial can tell.
        terraform.run(&tree.root(root), PLAN)?.expect(2)?;
    }
    for root in roots {
        take(terraform, &tree, root, Path::new(ALL), &root.join("moved.tfstate"))?;
        terraform.run(&tree.root(root), &["state", "push", "moved.tfstate"])?.expect(0)?;
        let plan = terraform.run(&tree.root(root), PLAN)?;
        // A module that is moved leaves the root's outputs behind.
        if plan.status != Some(0) {
            plan.says("without changing any real infrastructure")?;
        }
    }
    Ok(())
}

/// Moves the modules of a root from one state to another.
fn take(
    terraform: &Terraform,
    tree: &Tree,
    root: &Path,
    from: &Path,
    to: &Path,
) -> Result<(), Failed> {
    let main = fs::read_to_string(tree.path().join(root).join("main.tf"))?;
    let calls =
        main.lines().filter_map(|line| line.strip_prefix("module \"")?.strip_suffix("\" {"));
    for module in calls.map(|label| format!("module.{label}")) {
        let [from, to] = [("-state", from), ("-state-out", to)]
            .map(|(option, file)| format!("{option}={}", file.display()));
        let arguments = ["state", "mv", &from, &to, &module, &module];
        terraform.run(&tree.root(Path::new(".")), &arguments)?.expect(0)?;
    }
    Ok(())
}
