//! `topogen ci`: pipelines, and the scripts that they run.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use super::{
    diff::{Repository, anonymous, git, status, stderr, stdout, topogen},
    support,
};

pub(super) fn ci(repository: &Repository, args: &[&str]) -> Output {
    topogen(repository.path(), &[&["ci"], args].concat())
}

pub(super) fn read(repository: &Repository, path: &str) -> String {
    fs::read_to_string(repository.path().join(path)).unwrap()
}

/// Runs a script where `topogen` and what else is given are on the PATH, and nothing but the variables in the environment.
pub(super) fn bare(
    dir: &Path,
    script: &str,
    beside: &[(&str, &str)],
    variables: &[(&str, &str)],
) -> Output {
    let bin = TempDir::new().unwrap();
    let bin = bin.path();
    let shim = format!("#!/bin/sh\nexec '{}' \"$@\"\n", support::program().display());
    for (name, text) in [("topogen", shim.as_str())].iter().chain(beside) {
        fs::write(bin.join(name), text).unwrap();
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    Command::new("sh")
        .args(["-c", script])
        .current_dir(dir)
        .env_clear()
        .env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// The same as a job of GitHub has it.
fn sh(dir: &Path, script: &str, beside: &[(&str, &str)], variables: &[(&str, &str)]) -> Output {
    let own = [("TOPOGEN_TREES", "shop.toml"), ("TOPOGEN_ENGINE", "github")];
    bare(dir, script, beside, &[&own, variables].concat())
}

#[test]
fn what_each_engine_gets() {
    let repository = Repository::of(&support::topology("minimal"));
    for (engine, files) in [
        (
            "github",
            &[
                ".github/workflows/topogen-plan.yml",
                ".github/workflows/topogen-apply.yml",
                ".github/workflows/topogen-root.yml",
            ][..],
        ),
        ("gitlab", &[".gitlab/topogen.yml"]),
        ("atlantis", &["atlantis.yaml"]),
    ] {
        let output = ci(&repository, &[engine, "shop.toml"]);
        assert_eq!((status(&output), stderr(&output)), (0, String::new()));
        let text: Vec<String> =
            files.iter().map(|file| format!("== {file}\n{}", read(&repository, file))).collect();
        insta::assert_snapshot!(format!("ci-{engine}"), text.concat());
        assert_eq!(status(&ci(&repository, &[engine, "shop.toml", "--check"])), 0);
    }
    assert!(!repository.path().join(".github").exists(), "one pipeline stands in a repository");
}

#[test]
fn a_region_more_makes_it_stale_and_the_command_is_said() {
    let repository = Repository::of(&support::topology("minimal"));
    assert_eq!(status(&ci(&repository, &["github", "shop.toml"])), 0);
    let regions = "us-east-1 = {}\neu-west-1 = {}\n";
    repository.edit(&[(regions, &format!("{regions}sa-east-1 = {{}}\n"))]);
    let output = ci(&repository, &["github", "shop.toml", "--check"]);
    assert_eq!(status(&output), 2);
    insta::assert_snapshot!(stderr(&output), @"
    .: not what would be written; run `topogen ci github shop.toml`
      .github/workflows/topogen-apply.yml: out of date
    ");
    let file = repository.path().join(".github/workflows/topogen-plan.yml");
    fs::write(&file, "# mine\n").unwrap();
    assert_eq!(status(&ci(&repository, &["github", "shop.toml"])), 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), "# mine\n");
}

/// Both would have one manifest, and the one would take the other for what is no longer wanted.
#[test]
fn no_pipeline_stands_where_a_tree_does() {
    let repository = Repository::of(&support::topology("minimal"));
    let top = repository.path().canonicalize().unwrap();
    let name = format!("{}.toml", top.file_name().unwrap().to_str().unwrap().replace('.', "x"));
    let moved = top.with_file_name(name.trim_end_matches(".toml"));
    fs::rename(&top, &moved).unwrap();
    fs::copy(moved.join("shop.toml"), moved.join(&name)).unwrap();
    let render = topogen(&moved, &["render", &name, "--out", ".."]);
    assert_eq!(status(&render), 0, "{}", stderr(&render));
    let output = topogen(&moved, &["ci", "github", "shop.toml"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("a tree stands at"), "{}", stderr(&output));
    assert!(moved.join("edge/main.tf").is_file() && !moved.join(".github").exists());
    fs::rename(&moved, &top).unwrap();
}

/// What a shell or YAML would take for something else stands in no pipeline.
#[test]
fn only_plain_paths_stand_in_a_pipeline() {
    let repository = Repository::of(&support::topology("minimal"));
    for folder in ["a b", "a;b", "a'b", "$(x)", "-x", "é"] {
        let path = repository.path().join(folder);
        fs::create_dir(&path).unwrap();
        fs::copy(repository.path().join("shop.toml"), path.join("shop.toml")).unwrap();
        let file = format!("./{folder}/shop.toml");
        let output = ci(&repository, &["github", &file]);
        assert_eq!(status(&output), 64, "{folder}: {}", stderr(&output));
        assert!(stderr(&output).contains("cannot stand in a pipeline"), "{}", stderr(&output));
    }
    let branch = ci(&repository, &["github", "shop.toml", "--branch", "a b"]);
    assert_eq!(status(&branch), 64);
    assert!(!repository.path().join(".github").exists());
}

/// The comment of a pull request where there is no role to plan with.
#[test]
fn a_pull_request_is_told_what_is_predicted() {
    let repository = Repository::of(&support::topology("minimal"));
    ci(&repository, &["github", "shop.toml"]);
    repository.commit();
    let service = "\n[services.api]\nimage = \"hello/api:1.0.0\"\ntasks = 4\n";
    let text = read(&repository, "shop.toml") + service;
    fs::write(repository.path().join("shop.toml"), text).unwrap();
    let script = "sh ci/topogen/pull-request.sh HEAD^1";
    let without = [("TOPOGEN_PLANS", "false")];

    // Not rendered.
    repository.commit();
    let output = sh(repository.path(), script, &[], &without);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("run `topogen render shop.toml`"), "{}", stderr(&output));
    assert!(read(&repository, "comment.md").contains("run `topogen render shop.toml`"));

    // Rendered: what is committed is all of it.
    assert_eq!(status(&topogen(repository.path(), &["render", "shop.toml"])), 0);
    git(repository.path(), &["add", "--all"]);
    git(repository.path(), &["commit", "--quiet", "--amend", "--no-edit"]);
    let output = sh(repository.path(), script, &[], &without);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    let comment = read(&repository, "comment.md");
    let base = git(repository.path(), &["rev-parse", "HEAD^1"]);
    let comment = comment.replace(&base[..7], "[base]");
    insta::assert_snapshot!("ci-comment", anonymous(&comment, &repository));
}

/// A comment that is there is updated; any other is left alone.
#[test]
fn there_is_one_comment() {
    let repository = Repository::of(&support::topology("minimal"));
    ci(&repository, &["github", "shop.toml"]);
    let gh = "#!/bin/sh\necho \"$@\" >>said\ncase $* in *--paginate*) printf \"$KNOWN\" ;; esac\n";
    let script = "rm -f said; sh ci/topogen/comment.sh o/r 7 comment.md && cat said";
    for (known, wanted) in [
        ("", "api --silent --method POST repos/o/r/issues/7/comments -F body=@comment.md\n"),
        (
            "41\\n42\\n",
            "api --silent --method PATCH repos/o/r/issues/comments/41 -F body=@comment.md\n",
        ),
    ] {
        let output = sh(repository.path(), script, &[("gh", gh)], &[("KNOWN", known)]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let said = stdout(&output);
        assert!(said.ends_with(wanted), "{said}");
        assert_eq!(said.matches("api").count(), 2);
    }
}

/// What is applied is what the last run that ended well has applied: not what was there before a push.
#[test]
fn the_base_is_the_last_that_ended_well() {
    let repository = Repository::of(&support::topology("minimal"));
    ci(&repository, &["github", "shop.toml"]);
    repository.commit();
    let first = git(repository.path(), &["rev-parse", "HEAD^1"]);
    let gh = "#!/bin/sh\nprintf '%s\\n' \"$KNOWN\"\n";
    let base = |known: &str| {
        let script = "sh ci/topogen/base.sh";
        let about = [("GITHUB_REPOSITORY", "o/r"), ("GITHUB_REF_NAME", "main"), ("KNOWN", known)];
        let output = sh(repository.path(), script, &[("gh", gh)], &about);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        stdout(&output)
    };
    assert_eq!(base(first.trim()), format!("--base {}\n", first.trim()));
    assert_eq!(base(""), "--all\n");
    // A branch that was pushed over.
    assert_eq!(base("1111111111111111111111111111111111111111"), "--all\n");
}

/// The fenced code of kind `sh` below a heading of the README.
fn readme(heading: &str) -> String {
    let readme = fs::read_to_string(support::root().join("README.md")).unwrap();
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

/// From an empty folder to the comment, in the words of the README.
#[test]
fn the_readme_leads_to_a_pull_request() {
    let dir = TempDir::new().unwrap();
    let nobody = [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_AUTHOR_NAME", "a"),
        ("GIT_AUTHOR_EMAIL", "a@example.com"),
        ("GIT_COMMITTER_NAME", "a"),
        ("GIT_COMMITTER_EMAIL", "a@example.com"),
        ("TOPOGEN_TREES", "minimal.toml"),
        ("TOPOGEN_PLANS", "false"),
    ];
    let run = |script: &str| {
        let output = sh(dir.path(), &format!("set -e\n{script}"), &[], &nobody);
        assert_eq!(status(&output), 0, "{script}\n{}{}", stdout(&output), stderr(&output));
        stdout(&output)
    };
    run(&readme("First tree"));
    let shown = run(&readme("First pull request"));
    assert!(shown.contains("services.web.tasks  4 -> 6"), "{shown}");
    assert_eq!(run("git status --porcelain"), "");
    run("sh ci/topogen/pull-request.sh main");
    let comment = fs::read_to_string(dir.path().join("comment.md")).unwrap();
    let base = run("git rev-parse main");
    insta::assert_snapshot!("ci-readme-comment", comment.replace(&base[..7], "[base]"));
}

/// What the Action does, without GitHub.
#[test]
fn the_action_annotates_sums_up_and_comments() {
    let repository = Repository::of(&support::topology("prod"));
    repository.edit(&[("userId:S", "customerId:S")]);
    let gh = "#!/bin/sh\necho \"$@\" >>said\n";
    let root = support::root();
    let variables = |fail_on| {
        [
            ("FILES", "shop.toml"),
            ("AGAINST", "HEAD"),
            ("COMMENT", "true"),
            ("NUMBER", "7"),
            ("SARIF", "found.sarif"),
            ("FAIL_ON", fail_on),
            ("GITHUB_REPOSITORY", "o/r"),
            ("GITHUB_STEP_SUMMARY", "summary.md"),
            ("GITHUB_ACTION_PATH", root.to_str().unwrap()),
        ]
    };
    let run = |fail_on| {
        let script = format!("sh '{}'", root.join("action/diff.sh").display());
        sh(repository.path(), &script, &[("gh", gh)], &variables(fail_on))
    };
    // Not rendered: an annotation says the command, and the comment is written all the same.
    let stale = run("");
    assert_eq!(status(&stale), 1, "{}", stderr(&stale));
    let mends =
        "::error title=topogen::shop: not what would be written; run `topogen render shop.toml`";
    assert!(stdout(&stale).contains(mends), "{}", stdout(&stale));
    assert!(read(&repository, "said").contains("repos/o/r/issues/7/comments"));

    topogen(repository.path(), &["render", "shop.toml"]);
    let output = run("");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).starts_with("::error file=shop.toml,line="), "{}", stdout(&output));
    assert!(read(&repository, "summary.md").contains("table-replaced"));
    let sarif: serde_json::Value = serde_json::from_str(&read(&repository, "found.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(status(&run("irreversible")), 4);
}

/// The Action hands over what its script reads, and installs this version.
#[test]
fn the_action_and_its_script_agree() {
    let action = fs::read_to_string(support::root().join("action.yml")).unwrap();
    let script = fs::read_to_string(support::root().join("action/diff.sh")).unwrap();
    for name in ["FILES", "OUT", "AGAINST", "FAIL_ON", "COMMENT", "SARIF", "NUMBER"] {
        assert!(action.contains(&format!("        {name}: ${{{{ ")), "{name}");
        assert!(
            script.contains(&format!("${name}")) || script.contains(&format!("${{{name}")),
            "{name}"
        );
    }
    let version = env!("CARGO_PKG_VERSION");
    assert!(action.contains(&format!("'topogen-aws=={version}'")));
    assert!(action.contains("action/diff.sh"));
}

/// Each hook is a command that takes files.
#[test]
fn hooks_are_commands() {
    let repository = Repository::of(&support::topology("minimal"));
    let hooks = fs::read_to_string(support::root().join(".pre-commit-hooks.yaml")).unwrap();
    let entries: Vec<_> =
        hooks.lines().filter_map(|line| line.strip_prefix("  entry: topogen ")).collect();
    assert_eq!(entries, ["check", "render --check"]);
    for entry in entries {
        let args: Vec<_> = entry.split(' ').chain(["shop.toml"]).collect();
        assert_eq!(status(&topogen(repository.path(), &args)), 0, "{entry}");
    }
}

/// A root that has gone has left its state: as long as there is something in it, nothing is merged and nothing is applied.
#[test]
fn what_has_gone_has_to_be_destroyed_first() {
    let repository = Repository::of(&support::topology("minimal"));
    repository.edit(&[("eu-west-1 = {}\n", "eu-west-1 = {}\nsa-east-1 = {}\n")]);
    topogen(repository.path(), &["render", "shop.toml"]);
    ci(&repository, &["github", "shop.toml"]);
    repository.commit();
    repository.edit(&[("sa-east-1 = {}\n", "")]);
    topogen(repository.path(), &["render", "shop.toml"]);
    ci(&repository, &["github", "shop.toml"]);
    repository.commit();
    let base = git(repository.path(), &["rev-parse", "--short", "HEAD^1"]);

    // A Terraform that plans nothing, and has a state where the code that has gone is found.
    let terraform = "#!/bin/sh\nroot=${1#-chdir=}\ncase $2 in\n\
        init) test -f \"$root/main.tf\" ;;\n\
        state) case $root in */sa-east-1) printf \"$LEFT\"; test -z \"$REFUSED\" || { echo \"$REFUSED\" >&2; exit 1; } ;; esac ;;\n\
        esac\n";
    let beside = [("terraform", terraform)];
    let run = |script: &str, left: &str, refused: &str| {
        let variables = [("LEFT", left), ("REFUSED", refused)];
        sh(repository.path(), script, &beside, &variables)
    };
    let left = "module.network.aws_vpc.this\nmodule.keys.data.aws_iam_policy_document.this\n\
                module.service_web[\"a.data.b\"].aws_ecs_service.this\n";
    let only_read = "module.keys.data.aws_iam_policy_document.this\n";
    let says = format!(
        "shop/regions/sa-east-1 has gone, and its state still has objects (2): with no more of its code at {} than \
         backend.tf, providers.tf and versions.tf run `terraform -chdir=shop/regions/sa-east-1 apply`, and then this again; the README there says what goes before",
        base.trim()
    );
    let pull_request = "sh ci/topogen/pull-request.sh HEAD^1";
    let merge = "sh ci/topogen/gone.sh HEAD^1";
    let output = run(merge, left, "");
    assert_eq!((status(&output), stdout(&output)), (1, format!("{says}\n")), "{}", stderr(&output));
    let output = run(pull_request, left, "");
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    let comment = read(&repository, "comment.md");
    assert!(comment.contains(&format!("| `shop/regions/sa-east-1` | **{says}** |")), "{comment}");

    let none = "No state file was found!";
    for (left, refused) in [("", ""), (only_read, ""), ("", none)] {
        let output = run(merge, left, refused);
        assert_eq!((status(&output), stdout(&output)), (0, String::new()), "{left}{refused}");
    }
    assert_eq!(status(&run(pull_request, "", "")), 0);
    let empty = "| `shop/regions/sa-east-1` | its code goes, and its state is empty |";
    assert!(read(&repository, "comment.md").contains(empty));

    // What cannot be read is not empty.
    let output = run(merge, "", "no credentials");
    assert_eq!(status(&output), 1);
    assert!(
        stdout(&output).contains("shop/regions/sa-east-1 has gone, and its state cannot be read")
    );
    assert!(stderr(&output).contains("no credentials"));
    // Nor is there anything to compare with before a first commit.
    let zeros = format!("sh ci/topogen/gone.sh {}", "0".repeat(40));
    assert_eq!(status(&run(&zeros, left, "")), 0);
}
