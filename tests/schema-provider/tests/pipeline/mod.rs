//! The scripts and the workflow that `topogen ci github` writes, run in a repository as GitHub would: what a pull request is told,
//! and what is applied after it.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use tempfile::TempDir;

use crate::rendered::{self, Edit, edited};
use crate::support::terraform::{Root, Terraform};
use crate::support::tree::words;

const REGIONS: [Edit; 3] = [
    Edit::Change("regions.us-east-1", "{ weight = 50 }"),
    Edit::Change("regions.eu-west-1", "{ weight = 30 }"),
    Edit::Add("regions.sa-east-1", "{ weight = 20 }"),
];
const TASKS: Edit = Edit::Change("services.web.tasks", "20");
const WEIGHTS: [Edit; 2] = [
    Edit::Change("regions.us-east-1.weight", "40"),
    Edit::Change("regions.sa-east-1.weight", "30"),
];
const GONE: [Edit; 2] =
    [Edit::Change("regions.us-east-1.weight", "70"), Edit::Remove("regions.sa-east-1")];
const SERVICE: Edit = Edit::Add("services.api", "{ image = \"hello/api:1.0.0\", tasks = 20 }");

/// A repository with a tree, its pipeline, and what the jobs find on their PATH.
struct Repository<'t> {
    folder: TempDir,
    terraform: &'t Terraform,
    words: String,
}

/// A job of the workflow that applies.
struct Job {
    id: String,
    needs: Vec<String>,
    path: String,
}

pub(crate) fn trial(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    Trial::test("pipeline: what waits is said, what fails stops what follows", move || {
        run(&terraform)
    })
}

fn run(terraform: &Terraform) -> Result<(), Failed> {
    let base = edited(&rendered::read("minimal")?, &[&REGIONS[..], &[TASKS]].concat())?;
    let repository = Repository::new(terraform, &base)?;
    let first = repository.merge(&["--all"], "")?;
    if first
        != ["foundation", "regions/us-east-1", "regions/eu-west-1", "regions/sa-east-1", "edge"]
    {
        return Err(format!("a first apply is of all roots: {first:?}").into());
    }

    // Which providers were taken is committed, and is a change of a root like any other.
    repository.change(&base)?;

    // Other weights: nothing waits, and every region says what it plans.
    let weights = edited(&base, &WEIGHTS)?;
    repository.change(&weights)?;
    let comment = repository.pull_request()?;
    says(&comment, "| `hello/regions/us-east-1` | Plan: 0 to add, 1 to change, 0 to destroy. |")?;
    says(&comment, "### hello.toml against HEAD^1")?;
    for absent in ["cannot be planned", "failed", "hello/foundation"] {
        if comment.contains(absent) {
            return Err(format!("{absent}\n\n{comment}").into());
        }
    }
    // A plan shows what is there, and changes nothing.
    repository.git(&["checkout", "--quiet", "HEAD^1"])?;

    // A new service: only the foundation can be planned.
    repository.change(&edited(&base, &[SERVICE])?)?;
    let comment = repository.pull_request()?;
    says(&comment, "| `hello/foundation` | Plan: ")?;
    says(
        &comment,
        "| `hello/regions/us-east-1` | cannot be planned before the apply of `foundation`, whose outputs it needs: \
         what topogen predicts stands below |",
    )?;
    says(&comment, "`hello/edge` | cannot be planned before the apply of `foundation, regions/")?;
    says(&comment, "aws_ecs_service.this")?;

    // The second region fails: the third and what follows is not touched.
    let states =
        |path: &str| fs::read(repository.path().join("hello").join(path).join("terraform.tfstate"));
    let (third, edge) = (states("regions/sa-east-1")?, states("edge")?);
    let applied = repository.merge(&["--base", "HEAD^1"], "eu-west-1")?;
    if applied != ["foundation", "regions/us-east-1"] {
        return Err(format!("applied although a region had failed: {applied:?}").into());
    }
    if (third, edge) != (states("regions/sa-east-1")?, states("edge")?) {
        return Err("a state was written after a failure".into());
    }
    // Once it answers, the same is run again: what is applied has nothing to do.
    let applied = repository.merge(&["--base", "HEAD^1"], "")?;
    if applied.len() != 5 {
        return Err(format!("not all of it was applied: {applied:?}").into());
    }
    repository.change(&edited(&base, &[&[SERVICE], &GONE[..]].concat())?)?;
    repository.has_gone("hello/regions/sa-east-1")
}

impl<'t> Repository<'t> {
    fn new(terraform: &'t Terraform, topology: &str) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let mut repository = Self { folder, terraform, words: String::new() };
        let bin = repository.path().join(".bin");
        fs::create_dir(&bin)?;
        symlink(std::env::current_exe()?, bin.join("topogen"))?;
        let mut which = Command::new("sh");
        which.args(["-c", "command -v \"$0\""]).arg(terraform.program());
        let program = String::from_utf8(which.output()?.stdout)?;
        symlink(program.trim(), bin.join("terraform"))?;
        repository.git(&["init", "--quiet"])?;
        fs::write(repository.path().join(".gitignore"), "/.bin/\n/.account/\n/comment.md\n")?;
        repository.change(topology)?;
        repository.words = words(repository.path())?;
        Ok(repository)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a script as a job does.
    fn sh(&self, script: &str, dead: &str) -> Result<Output, Failed> {
        let root = Root { tree: self.path(), path: Path::new("."), words: &self.words, dead };
        let mut command = Command::new("sh");
        self.terraform.around(command.args(["-c", script]).current_dir(self.path()), &root);
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.path().join(".bin").display()));
        command.env("TOPOGEN_TREES", "hello.toml").env("TOPOGEN_ENGINE", "github");
        Ok(command.output()?)
    }

    fn ok(&self, script: &str) -> Result<String, Failed> {
        let output = self.sh(script, "")?;
        let text = [&output.stdout[..], &output.stderr[..]].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        if output.status.success() { Ok(text) } else { Err(format!("$ {script}\n{text}").into()) }
    }

    fn git(&self, arguments: &[&str]) -> Result<String, Failed> {
        self.ok(&format!("git -c user.name=a -c user.email=a@example.com {}", arguments.join(" ")))
    }

    /// Commits a topology with its tree and its pipeline.
    fn change(&self, topology: &str) -> Result<(), Failed> {
        fs::write(self.path().join("hello.toml"), topology)?;
        self.ok("topogen render hello.toml && topogen ci github hello.toml")?;
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--message", "x"]).map(drop)
    }

    /// The last commit has let a root go: nothing is merged and nothing applied until nothing is left in its state.
    fn has_gone(&self, root: &str) -> Result<(), Failed> {
        let merge = "sh ci/topogen/gone.sh HEAD^1";
        let state = self.path().join(root).join("terraform.tfstate");
        let before = self.git(&["rev-parse", "--short", "HEAD^1"])?;
        let kept: Value = serde_json::from_slice(&fs::read(&state)?)?;
        let resources = kept.get("resources").and_then(Value::as_array);
        let managed =
            |resource: &&Value| resource.get("mode").is_some_and(|mode| mode == "managed");
        let instances = |resource: &Value| {
            resource.get("instances").and_then(Value::as_array).map_or(0, Vec::len)
        };
        let objects: usize = resources.into_iter().flatten().filter(managed).map(instances).sum();
        let left = format!(
            "{root} has gone, and its state still has objects ({objects}): with no more of its code at {} than \
             backend.tf, providers.tf and versions.tf run `terraform -chdir={root} apply`",
            before.trim()
        );
        self.ends(merge, 1, &left)?;
        if crate::deep() {
            self.ends("sh ci/topogen/pull-request.sh HEAD^1", 1, &left)?;
            says(
                &fs::read_to_string(self.path().join("comment.md"))?,
                &format!("| `{root}` | **{left}"),
            )?;
        }

        // Whatever took the objects out of it: a state with nothing in it, and then no state at all, as of what was never applied.
        self.git(&["checkout", "--quiet", "HEAD^1"])?;
        let removed = self.ok(&format!(
            "terraform -chdir={root} state list | grep -o '^module[.][a-z_]*' | sort -u | xargs terraform -chdir={root} state rm"
        ))?;
        says(&removed, "Successfully removed")?;
        self.git(&["checkout", "--quiet", "-"])?;
        self.ends(merge, 0, "")?;
        fs::remove_file(&state)?;
        let named = format!("{merge} {root}");
        self.ends(&named, 0, "")?;
        fs::write(&state, "{")?;
        self.ends(&named, 1, &format!("{root} has gone, and its state cannot be read"))
    }

    /// Runs a script that ends so and says so; where it says nothing, it says nothing at all.
    fn ends(&self, script: &str, status: i32, says: &str) -> Result<(), Failed> {
        let output = self.sh(script, "")?;
        let said = String::from_utf8_lossy(&output.stdout);
        let is_said = if says.is_empty() { said.is_empty() } else { said.contains(says) };
        if output.status.code() == Some(status) && is_said {
            return Ok(());
        }
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "$ {script}\nended with {}, not {status} and {says:?}\n{said}{errors}",
            output.status
        )
        .into())
    }

    /// What a pull request of the last commit is told.
    fn pull_request(&self) -> Result<String, Failed> {
        self.ok("sh ci/topogen/pull-request.sh HEAD^1")?;
        Ok(fs::read_to_string(self.path().join("comment.md"))?)
    }

    /// Runs the jobs of the workflow that applies, and says of which roots it was a success.
    fn merge(&self, base: &[&str], dead: &str) -> Result<Vec<String>, Failed> {
        let listed =
            self.ok(&format!("topogen affected hello.toml {} --format tsv", base.join(" ")))?;
        let listed: BTreeSet<&str> =
            listed.lines().filter_map(|line| line.split('\t').next()).collect();
        let workflow = fs::read_to_string(self.path().join(".github/workflows/topogen-apply.yml"))?;
        let mut failed: BTreeSet<String> = BTreeSet::new();
        let mut applied = Vec::new();
        for job in jobs(&workflow) {
            // `!failure()`: of all that it comes after.
            if job.needs.iter().any(|need| failed.contains(need)) {
                failed.insert(job.id);
            } else if listed.contains(job.path.as_str()) {
                // It stops answering while it is applied: what is of all regions has gone before.
                let dead = if job.path.ends_with(dead) { dead } else { "" };
                let output = self.sh(&format!("sh ci/topogen/apply.sh {}", job.path), dead)?;
                if output.status.success() {
                    applied.push(job.path.trim_start_matches("hello/").to_owned());
                } else if dead.is_empty() {
                    return Err(String::from_utf8_lossy(&output.stdout).into_owned().into());
                } else {
                    failed.insert(job.id);
                }
            }
        }
        Ok(applied)
    }
}

/// The jobs of roots, in the order of the file, which names what they need before.
fn jobs(workflow: &str) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut id = "";
    let mut needs: Vec<String> = Vec::new();
    for line in workflow.lines() {
        if let Some(name) = line.strip_prefix("  ").and_then(|line| line.strip_suffix(':'))
            && !name.starts_with(' ')
        {
            id = name;
        } else if let Some(list) = line.strip_prefix("    needs: [") {
            needs = list.trim_end_matches(']').split(", ").map(str::to_owned).collect();
        } else if let Some(path) = line.strip_prefix("      path: ") {
            let needs = std::mem::take(&mut needs);
            jobs.push(Job { id: id.to_owned(), needs, path: path.to_owned() });
        }
    }
    jobs
}

fn says(comment: &str, wanted: &str) -> Result<(), Failed> {
    if comment.contains(wanted) { Ok(()) } else { Err(format!("{wanted}\n\n{comment}").into()) }
}
