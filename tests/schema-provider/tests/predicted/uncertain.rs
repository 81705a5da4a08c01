//! What nobody can know before a plan: how much of it there is, and that both happen.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use topogen::inventory::{Files, Inventory, Texts};
use topogen::plan::{self, Action, Row};

use super::Pair;
use crate::rendered::{APPLY, INIT, PLAN};
use crate::support::shown;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

/// The program that ships: what a debug build takes minutes for, it does in seconds.
const SHIPPED: &str = "TOPOGEN_SHIPPED";

/// An argument of a type, of which only AWS knows what comes of it.
struct Nature {
    kind: &'static str,
    argument: &'static str,
    /// A tree in `fixtures/uncertain`, and a line of it.
    fixture: &'static str,
    line: &'static str,
    /// Two lines for that one; `@` is what the state has.
    instead: [&'static str; 2],
    /// What happens.
    come_to: [&'static str; 2],
}

/// All there are. No more than twelve are worth having.
const NATURES: [Nature; 2] = [
    Nature {
        kind: "aws_opensearch_domain",
        argument: "engine_version",
        fixture: "domain",
        line: "\"OpenSearch_2.11\"",
        instead: ["\"OpenSearch_2.19\"", "\"OpenSearch_3.1\""],
        come_to: ["update", "delete create"],
    },
    Nature {
        kind: "aws_vpc_endpoint",
        argument: "policy",
        fixture: "endpoint",
        line: "service_name = \"com.amazonaws.us-east-1.s3\"",
        instead: [
            "service_name = \"com.amazonaws.us-east-1.s3\"\npolicy = @",
            "service_name = \"com.amazonaws.us-east-1.s3\"\npolicy = jsonencode({ Statement = [] })",
        ],
        come_to: ["no-op", "update"],
    },
];

pub(super) fn trials(terraform: &Arc<Terraform>, pairs: &Arc<Vec<Pair>>) -> Vec<Trial> {
    let both = |nature: &'static Nature| {
        let terraform = Arc::clone(terraform);
        let name = format!("predicted/both: {}.{}", nature.kind, nature.argument);
        Trial::test(name, move || nature.comes_to_both(&terraform))
    };
    let mut trials: Vec<Trial> = NATURES.iter().map(both).collect();
    let what = "predicted/how much nobody can know";
    trials.push(match env::var_os(SHIPPED) {
        Some(program) => {
            let pairs = Arc::clone(pairs);
            Trial::test(what, move || how_much(Path::new(&program), &pairs))
        }
        None => Trial::test(what, || Ok(()))
            .with_kind("TOPOGEN_SHIPPED names the program that says it")
            .with_ignored_flag(true),
    });
    trials
}

impl Nature {
    /// One prediction, and both things that it allows.
    fn comes_to_both(&self, terraform: &Terraform) -> Result<(), Failed> {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/uncertain");
        let root = Path::new(".");
        for (instead, comes_to) in self.instead.iter().zip(self.come_to) {
            let tree = Tree::copy(&fixtures.join(self.fixture))?;
            for arguments in [INIT, PLAN, APPLY] {
                terraform.run(&tree.root(root), arguments)?.expect(0)?;
            }
            let before = files(tree.path())?;
            let state: Value = serde_json::from_str(&fs::read_to_string(tree.state(root))?)?;
            let mut objects = shown::instances(&state).filter(|one| one.kind == self.kind);
            let object = objects.next().ok_or("the state has no such object")?;
            let has = object.attributes.get(self.argument).and_then(Value::as_str);
            let has = topogen::testing::quote(has.ok_or("the state has no such argument")?);
            tree.edit("main.tf", self.line, &instead.replace('@', &has))?;
            let row = self.predicted(&before, &files(tree.path())?)?;
            terraform.run(&tree.root(root), PLAN)?.expect(0)?;
            let plan = ["show", "-json", "plan"];
            let plan = terraform.run(&tree.root(root), &plan)?.expect(0)?.text;
            let plan = shown::plan(&plan)?;
            let mut changes = shown::changes(&plan).filter(|one| one.kind == self.kind);
            let is = changes.next().map(|one| one.actions).unwrap_or_default();
            let words = |action: &Action| action.words().join(" ");
            let may: Vec<String> = std::iter::once(&row.action).chain(&row.or).map(words).collect();
            if is != comes_to || !may.contains(&is) || may.len() < 2 {
                return Err(format!("{instead}: {is}, not {comes_to}; predicted {may:?}").into());
            }
        }
        Ok(())
    }

    fn predicted(&self, before: &Files, after: &Files) -> Result<Row, Failed> {
        let [before, after] = Inventory::both(before, after, &mut Texts::new());
        let roots = plan::plan(&before, &after).roots;
        let mut rows = roots.into_iter().flat_map(|root| root.rows.into_values());
        let row = rows.find(|row| row.kind == self.kind).ok_or("nothing is predicted")?;
        let named = row.because.iter().any(|because| because.path == self.argument);
        if named { Ok(row) } else { Err(format!("it hangs on {:?}", row.because).into()) }
    }
}

fn files(folder: &Path) -> Result<Files, Failed> {
    let mut files = Files::default();
    for name in ["main.tf", "versions.tf"] {
        files.insert(name, &fs::read(folder.join(name))?);
    }
    Ok(files)
}

/// Of all pairs no more than one row in fifty is uncertain, and each for something that is listed here.
fn how_much(program: &Path, pairs: &[Pair]) -> Result<(), Failed> {
    let listed: BTreeSet<_> = NATURES.iter().map(|one| (one.kind, one.argument)).collect();
    let folder = tempfile::tempdir()?;
    let (mut rows, mut uncertain, mut wrong) = (0, 0, Vec::new());
    for pair in pairs {
        let [before, after] = pair.topologies()?;
        fs::write(folder.path().join("before.toml"), before)?;
        fs::write(folder.path().join("after.toml"), after)?;
        let mut diff = Command::new(program);
        diff.args(["diff", "after.toml", "--against", "before.toml", "--format", "json"]);
        let output = diff.current_dir(&folder).output()?;
        let told: Value = serde_json::from_slice(&output.stdout)?;
        let roots = shown::list(
            told.get("comparisons").and_then(|all| all.get(0)).ok_or("nothing")?,
            "roots",
        );
        for row in roots.flat_map(|root| shown::list(root, "resources")) {
            rows += 1;
            if row.get("certain").and_then(Value::as_bool) == Some(true) {
                continue;
            }
            uncertain += 1;
            let text = |of: &Value, key: &str| {
                of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let kind = text(row, "type");
            for because in shown::list(row, "because").map(|one| text(one, "path")) {
                if !listed.contains(&(kind.as_str(), because.as_str())) {
                    wrong.push(format!("{}: {}: {kind}.{because}", pair.of, pair.what));
                }
            }
        }
    }
    if rows < 1000 || uncertain * 50 > rows {
        wrong.push(format!("{uncertain} of {rows} rows are uncertain"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
