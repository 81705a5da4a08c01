//! The pipeline of GitLab, run as GitLab says that it runs one: <https://docs.gitlab.com/ci/yaml/>.

use std::{collections::BTreeMap, fs, path::Path, process::Output};

use serde_json::Value as Json;

use super::{
    ci::{bare, ci, read},
    diff::{Repository, git, status, stderr, stdout, topogen},
    support, yaml,
};

/// A Terraform that says who runs it on what, and changes nothing. Without a token of the job, which only its owner can read, it fails.
const TERRAFORM: &str = r#"#!/bin/sh
find "$AWS_WEB_IDENTITY_TOKEN_FILE" -perm 600 -size +0c | grep -q . || { echo 'Error: no credentials'; exit 1; }
root=${1#-chdir=}
shift
echo "$AWS_ROLE_ARN $root $*" >>"$CI_PROJECT_DIR.said"
case $1 in
plan)
  case $root in */"$DEAD") echo 'Error: it does not answer'; exit 1 ;; esac
  echo 'Plan: 1 to add, 0 to change, 0 to destroy.'
  exit 2
  ;;
state) printf "$LEFT" ;;
esac
"#;

type Variables = BTreeMap<String, String>;

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Success,
    Failed,
    /// Nobody has started it.
    Manual,
    /// Something that it needs did not end well.
    Skipped,
}

use End::{Failed, Manual, Skipped, Success};

/// A project with its variables, and what GitLab knows of a pipeline.
struct Project<'r> {
    repository: &'r Repository,
    known: Variables,
}

impl<'r> Project<'r> {
    fn new(repository: &'r Repository, pipeline: &[(&str, &str)]) -> Self {
        let mut known: Variables = [
            ("CI", "true"),
            ("CI_DEFAULT_BRANCH", "main"),
            ("CI_JOB_ID", "7"),
            ("CI_PROJECT_DIR", repository.path().to_str().unwrap()),
            ("TOPOGEN_IMAGE", "an-image"),
            ("TOPOGEN_PLAN_ROLE", "plans"),
            ("TOPOGEN_APPLY_ROLE", "applies"),
            // For the Terraform above.
            ("DEAD", ""),
            ("LEFT", ""),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        known.extend(pipeline.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        Self { repository, known }
    }

    /// Of a merge request of the last commit.
    fn merge_request(repository: &'r Repository, of: &[(&str, &str)]) -> Self {
        let base = git(repository.path(), &["rev-parse", "HEAD^1"]);
        let own = [
            ("CI_PIPELINE_SOURCE", "merge_request_event"),
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim()),
        ];
        Self::new(repository, &[&own, of].concat())
    }

    /// Of a push of the last commit to `main`.
    fn push(repository: &'r Repository, of: &[(&str, &str)]) -> Self {
        let base = git(repository.path(), &["rev-parse", "HEAD^1"]);
        let own = [
            ("CI_PIPELINE_SOURCE", "push"),
            ("CI_COMMIT_BRANCH", "main"),
            ("CI_COMMIT_BEFORE_SHA", base.trim()),
        ];
        Self::new(repository, &[&own, of].concat())
    }

    /// The jobs of the pipeline with the rule by which each is in it, in the order of the file, where what they need stands before.
    fn jobs(&self) -> Vec<(String, Json, Json)> {
        let file = yaml::read(&read(self.repository, ".gitlab/topogen.yml"));
        let mut jobs: Vec<(String, Json, Json)> = Vec::new();
        for (name, own) in file.as_object().unwrap() {
            if name.starts_with('.') {
                continue;
            }
            let mut job = file[own["extends"].as_str().unwrap()].clone();
            merge(&mut job, own);
            let rules = job["rules"].as_array().unwrap();
            let Some(rule) = rules.iter().find(|rule| self.holds(rule["if"].as_str().unwrap()))
            else {
                continue;
            };
            // Those that there are without `stages`.
            assert!(["build", "test", "deploy"].contains(&job["stage"].as_str().unwrap()));
            for need in texts(&job["needs"]) {
                assert!(jobs.iter().any(|(name, ..)| *name == need), "{name} needs {need}");
            }
            jobs.push((name.clone(), job.clone(), rule.clone()));
        }
        jobs
    }

    /// `a == b`, each a variable or a text.
    fn holds(&self, rule: &str) -> bool {
        let (one, other) = rule.split_once(" == ").unwrap();
        let value = |text: &str| match text.strip_prefix('$') {
            Some(name) => self.known.get(name).cloned(),
            None => Some(text.trim_matches('"').to_owned()),
        };
        value(one) == value(other)
    }

    /// Runs the pipeline, and says of each job how it ended.
    fn run(&self, by_hand: &[&str]) -> Vec<(String, End)> {
        let mut ends: Vec<(String, End)> = Vec::new();
        for (name, job, rule) in self.jobs() {
            let needs = texts(&job["needs"]);
            let is_ready = ends.iter().all(|(id, end)| !needs.contains(id) || *end == Success);
            let is_manual = rule["when"] == "manual";
            // Else what follows would not wait.
            assert!(!is_manual || rule["allow_failure"] == false, "{name}");
            let end = if !is_ready {
                Skipped
            } else if is_manual && !by_hand.contains(&name.as_str()) {
                Manual
            } else if status(&self.job(&job)) == 0 {
                Success
            } else {
                Failed
            };
            ends.push((name, end));
        }
        ends
    }

    /// What a runner does: one shell for what is before and the job, another one for what is after.
    fn job(&self, job: &Json) -> Output {
        assert_eq!(job["image"], "$TOPOGEN_IMAGE");
        let mut variables = self.known.clone();
        for token in job["id_tokens"].as_object().unwrap().keys() {
            variables.insert(token.clone(), "a-token".to_owned());
        }
        for (name, value) in job["variables"].as_object().unwrap() {
            let value = expanded(value.as_str().unwrap(), &variables);
            variables.insert(name.clone(), value);
        }
        let path = self.repository.path();
        let run = |lines: Vec<String>| {
            let variables: Vec<_> =
                variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let script = format!("set -e\n{}", lines.join("\n"));
            bare(path, &script, &[("terraform", TERRAFORM)], &variables)
        };
        let output = run([texts(&job["before_script"]), texts(&job["script"])].concat());
        let token = &variables["AWS_WEB_IDENTITY_TOKEN_FILE"];
        assert!(!Path::new(token).starts_with(path), "an artifact or a commit could have it");
        assert_eq!(fs::read_to_string(token).unwrap(), "a-token");
        let after = run(texts(&job["after_script"]));
        assert_eq!(status(&after), 0, "{}", stderr(&after));
        assert!(!Path::new(token).exists());
        output
    }

    /// What Terraform was asked for, and forgets it.
    fn said(&self) -> String {
        let file = format!("{}.said", self.repository.path().display());
        let said = fs::read_to_string(&file).unwrap_or_default();
        drop(fs::remove_file(file));
        said
    }
}

fn texts(list: &Json) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// `extends`: maps become one, anything else is replaced.
fn merge(into: &mut Json, own: &Json) {
    for (key, value) in own.as_object().unwrap() {
        match into.get_mut(key) {
            Some(known) if known.is_object() => merge(known, value),
            _ => into[key] = value.clone(),
        }
    }
}

fn expanded(text: &str, variables: &Variables) -> String {
    let mut parts = text.split('$');
    let mut whole = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_uppercase() && c != '_').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        whole += variables.get(name).unwrap_or_else(|| panic!("GitLab knows no {name}"));
        whole += rest;
    }
    whole
}

/// Regions, a tree and a pipeline, committed.
fn committed(regions: &[&str]) -> Repository {
    let repository = Repository::of(&support::topology("minimal"));
    let lines: Vec<_> = regions.iter().map(|region| format!("{region} = {{}}\n")).collect();
    repository.edit(&[("us-east-1 = {}\neu-west-1 = {}\n", &lines.concat())]);
    commit(&repository);
    repository
}

fn commit(repository: &Repository) {
    for output in [
        topogen(repository.path(), &["render", "shop.toml"]),
        ci(repository, &["gitlab", "shop.toml"]),
    ] {
        assert_eq!(status(&output), 0, "{}", stderr(&output));
    }
    repository.commit();
}

fn ends(of: &[(&str, End)]) -> Vec<(String, End)> {
    of.iter().map(|(name, end)| ((*name).to_owned(), *end)).collect()
}

#[test]
fn a_merge_request_is_planned_and_told() {
    let repository = committed(&["us-east-1", "eu-west-1"]);
    repository.edit(&[("tasks = 4", "tasks = 6")]);
    commit(&repository);
    let project = Project::merge_request(&repository, &[]);
    let (_, job, _) = project.jobs().remove(0);
    assert_eq!(
        (&job["artifacts"]["when"], texts(&job["artifacts"]["paths"])),
        (&"always".into(), vec!["comment.md".to_owned()])
    );
    assert_eq!(project.run(&[]), ends(&[("topogen-plan", Success)]));
    let said = project.said();
    assert!(said.contains("plans shop/regions/us-east-1 plan -input=false"), "{said}");
    assert!(
        said.lines().all(|line| line.contains(" init ") || line.ends_with(" -lock=false")),
        "{said}"
    );
    assert!(!said.contains("shop/foundation"), "{said}");
    let planned = "| `shop/regions/us-east-1` | Plan: 1 to add, 0 to change, 0 to destroy. |";
    assert!(read(&repository, "comment.md").contains(planned));

    // One fails, and the others are told all the same.
    let project = Project::merge_request(&repository, &[("DEAD", "eu-west-1")]);
    assert_eq!(project.run(&[]), ends(&[("topogen-plan", Failed)]));
    let comment = read(&repository, "comment.md");
    assert!(comment.contains("`shop/regions/eu-west-1` | **the plan failed**: it does not answer"));
    assert!(comment.contains(planned));

    // What was edited by hand is not what topogen writes: it says so, and plans nothing.
    let file = repository.path().join(".gitlab/topogen.yml");
    fs::write(&file, fs::read_to_string(&file).unwrap() + "# mine\n").unwrap();
    project.said();
    assert_eq!(project.run(&[]), ends(&[("topogen-plan", Failed)]));
    assert_eq!(project.said(), "");
    let edited = ".gitlab/topogen.yml: was edited after topogen wrote it";
    assert!(read(&repository, "comment.md").contains(edited));
}

#[test]
fn what_is_merged_is_applied_region_by_region() {
    let repository = committed(&["us-east-1", "eu-west-1", "sa-east-1"]);
    let all = ["shop-regions-eu-west-1", "shop-regions-sa-east-1"];
    let run = |of: &[(&str, &str)], by_hand: &[&str]| {
        let project = Project::push(&repository, of);
        let ends = project.run(by_hand).into_iter().map(|(_, end)| end).collect::<Vec<_>>();
        let said = project.said();
        let applied = said.lines().filter_map(|line| line.split_once(" apply -input=false"));
        let applied = applied.map(|(who, _)| who.strip_prefix("applies shop/").unwrap().to_owned());
        (ends, applied.collect::<Vec<_>>())
    };
    let names: Vec<String> =
        Project::push(&repository, &[]).jobs().into_iter().map(|job| job.0).collect();
    assert_eq!(
        names,
        ["topogen-gone", "shop-foundation", "shop-regions-us-east-1", all[0], all[1], "shop-edge"]
    );
    let first = ["foundation", "regions/us-east-1"];
    let rest = ["regions/eu-west-1", "regions/sa-east-1", "edge"];
    // As far as the first stop.
    let (ends, applied) = run(&[], &[]);
    assert_eq!(ends, [Success, Success, Success, Manual, Skipped, Skipped]);
    assert_eq!(applied, first);
    // As far as somebody goes.
    assert_eq!(run(&[], &all[..1]).0, [Success, Success, Success, Success, Manual, Skipped]);
    assert_eq!(
        run(&[], &all),
        (
            vec![Success; 6],
            [&first[..], &rest].concat().iter().map(|root| (*root).to_owned()).collect()
        )
    );
    // As far as it goes well.
    let (ends, applied) = run(&[("DEAD", "us-east-1")], &all);
    assert_eq!(ends, [Success, Success, Failed, Skipped, Skipped, Skipped]);
    assert_eq!(applied, ["foundation"]);
    // Nothing of it in a merge request, nor on another branch.
    assert_eq!(Project::push(&repository, &[("CI_COMMIT_BRANCH", "mine")]).jobs(), []);
}

#[test]
fn what_has_gone_stops_what_is_merged() {
    let repository = committed(&["us-east-1", "eu-west-1", "sa-east-1"]);
    repository.edit(&[("sa-east-1 = {}\n", "")]);
    commit(&repository);
    let left = ("LEFT", "module.network.aws_vpc.this\\n");
    let project = Project::push(&repository, &[left]);
    let mut jobs = project.jobs();
    let (_, gone, _) = jobs.remove(0);
    let output = project.job(&gone);
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    assert!(stdout(&output).contains("shop/regions/sa-east-1 has gone"), "{}", stdout(&output));
    let said = project.said();
    assert!(
        said.contains("plans ") && said.contains("/shop/regions/sa-east-1 state list"),
        "{said}"
    );
    let ends: Vec<End> = project.run(&[]).into_iter().map(|(_, end)| end).collect();
    assert_eq!(ends, [Failed, Skipped, Skipped, Skipped, Skipped]);
    assert_eq!(Project::push(&repository, &[]).run(&[])[0].1, Success);
    // What was pushed first has nothing before it.
    let zeros = ("CI_COMMIT_BEFORE_SHA", "0000000000000000000000000000000000000000");
    assert_eq!(Project::push(&repository, &[left, zeros]).run(&[])[0].1, Success);
}
