//! What Atlantis makes of `atlantis.yaml`: <https://www.runatlantis.io/docs/repo-level-atlantis-yaml.html>. Whether its keys are
//! Atlantis' own the gate asks Atlantis (`tests/atlantis`).

use std::{collections::BTreeSet, fs};

use serde_json::Value as Json;

use super::{
    ci::{ci, read},
    diff::{Repository, git, status, stderr, stdout, topogen},
    support, yaml,
};

fn projects(repository: &Repository) -> Vec<Json> {
    let output = ci(repository, &["atlantis", "shop.toml"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let file = yaml::read(&read(repository, "atlantis.yaml"));
    assert_eq!(
        (&file["version"], &file["abort_on_execution_order_fail"]),
        (&3.into(), &true.into())
    );
    file["projects"].as_array().unwrap().clone()
}

fn text<'j>(json: &'j Json, key: &str) -> &'j str {
    json[key].as_str().unwrap()
}

/// Where all files below are looked at, from the repository's top: a pattern counts from the folder of its project.
fn watched(project: &Json) -> Vec<String> {
    let patterns = project["autoplan"]["when_modified"].as_array().unwrap();
    let folder = |pattern: &Json| {
        let below = pattern.as_str().unwrap().strip_suffix("**/*").unwrap().to_owned();
        let mut parts: Vec<&str> = text(project, "dir").split('/').collect();
        for part in below.split('/').filter(|part| !part.is_empty()) {
            if part == ".." { assert!(parts.pop().is_some()) } else { parts.push(part) }
        }
        parts.join("/") + "/"
    };
    patterns.iter().map(folder).collect()
}

#[test]
fn a_project_for_each_root_after_all_that_it_reads() {
    for name in ["minimal", "full", "one-state"] {
        let repository = Repository::of(&support::topology(name));
        let projects = projects(&repository);
        let all =
            topogen(repository.path(), &["affected", "shop.toml", "--all", "--format", "json"]);
        let all: Json = serde_json::from_str(&stdout(&all)).unwrap();
        let roots = all["trees"][0]["roots"].as_array().unwrap();
        let paths: Vec<_> = roots.iter().map(|root| text(root, "path")).collect();
        let dirs: Vec<_> = projects.iter().map(|project| text(project, "dir")).collect();
        assert_eq!(dirs.iter().collect::<BTreeSet<_>>(), paths.iter().collect(), "{name}");
        let mut before: Vec<(&str, i64)> = Vec::new();
        for project in &projects {
            let group = project["execution_order_group"].as_i64().unwrap();
            let reads = project["depends_on"].as_array().map_or(&[][..], Vec::as_slice);
            for read in reads {
                let earlier = before.iter().find(|(name, _)| read == name);
                assert!(earlier.is_some_and(|(_, earlier)| *earlier < group), "{project}");
            }
            let root = roots.iter().find(|root| root["path"] == project["dir"]).unwrap();
            assert_eq!(reads.len(), root["reads"].as_array().unwrap().len(), "{project}");
            before.push((text(project, "name"), group));
            for folder in watched(project) {
                assert!(repository.path().join(&folder).is_dir(), "{name}: {folder}");
            }
        }
        let names: BTreeSet<_> = before.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), before.len(), "{name}");
    }
}

/// Atlantis plans by files, and so finds what `topogen affected` finds by them.
#[test]
fn what_a_file_is_part_of_is_planned() {
    let repository = Repository::of(&support::topology("minimal"));
    let projects = projects(&repository);
    repository.commit();
    let listed = git(repository.path(), &["ls-files", "*.tf"]);
    let mut planned_by_modules = 0;
    for path in listed.lines().filter(|path| path.ends_with("/main.tf")) {
        let file = repository.path().join(path);
        let before = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{before}# before\n")).unwrap();
        repository.commit();
        fs::write(&file, before).unwrap();
        let affected = topogen(
            repository.path(),
            &["affected", "shop.toml", "--base", "HEAD", "--format", "tsv"],
        );
        let affected = stdout(&affected);
        let affected: BTreeSet<_> =
            affected.lines().filter_map(|line| line.split('\t').next()).collect();
        let planned = projects
            .iter()
            .filter(|project| watched(project).iter().any(|folder| path.starts_with(folder)));
        let planned: BTreeSet<_> = planned.map(|project| text(project, "dir")).collect();
        assert_eq!(planned, affected, "{path}");
        planned_by_modules += usize::from(path.contains("/modules/"));
    }
    assert!(planned_by_modules > 5, "{listed}");
}
