//! `topogen capacity` as a user sees it: the report in every format, and its exit status.

use std::fs;

use super::{
    folder, shown,
    support::{
        self,
        Edit::{self, Change, Remove},
    },
    topogen,
};

#[test]
fn capacity_is_shown_in_every_format() {
    let dir = folder();
    for format in ["text", "json", "markdown"] {
        let args = ["capacity", "prod.toml", "--format", format];
        insta::assert_snapshot!(format!("capacity-{format}"), shown(&topogen(dir.path(), &args)));
    }
}

#[test]
fn the_readme_shows_what_capacity_prints() {
    let readme = fs::read_to_string(support::root().join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let dir = folder();
    let printed =
        String::from_utf8(topogen(dir.path(), &["capacity", "prod.toml"]).stdout).unwrap();
    assert!(shown.starts_with("service api: 20 tasks"), "{shown}");
    assert!(printed.contains(shown), "{printed}");
}

#[test]
fn capacity_says_what_is_enough_and_what_is_not() {
    let dir = folder();
    let file = dir.path().join("prod.toml");
    let status = |args: &[&str]| {
        let args: Vec<&str> = ["capacity", "prod.toml"].iter().chain(args).copied().collect();
        topogen(dir.path(), &args).status.code().unwrap()
    };
    assert_eq!(status(&[]), 0);
    assert_eq!(status(&["--lose", "us-east-1"]), 0);
    assert_eq!(status(&["--lose", "us-east-1,eu-west-1"]), 4);
    assert_eq!(status(&["--lose", "us-east-1", "--lose", "eu-west-1"]), 4);
    // Options before files, as everywhere.
    let before = ["capacity", "--lose", "us-east-1", "prod.toml"];
    assert_eq!(topogen(dir.path(), &before).status.code(), Some(0));
    assert_eq!(status(&["--lose", "moon"]), 64);
    assert_eq!(status(&["--lose", "us-east-1,eu-west-1,ap-southeast-1"]), 64);
    let args = ["capacity", "prod.toml", "--lose", "us-east-1,eu-west-1"];
    insta::assert_snapshot!("capacity-short", shown(&topogen(dir.path(), &args)));
    let write = |edits: &[Edit]| fs::write(&file, support::edited("prod", edits)).unwrap();
    write(&[Change("capacity.survive", "\"two-regions\"")]);
    assert_eq!(status(&["--lose", "us-east-1,eu-west-1"]), 0);
    // Nothing is claimed, so nothing is broken; what somebody asks about is.
    write(&[Change("capacity.survive", "\"none\""), Remove("capacity.by")]);
    assert_eq!(status(&[]), 0);
    assert_eq!(status(&["--lose", "us-east-1"]), 4);
    insta::assert_snapshot!(
        "capacity-none",
        shown(&topogen(dir.path(), &["capacity", "prod.toml"]))
    );
    // Two standbys, and nobody knows which one is told to take over.
    write(&[Change("tier", "\"warm-standby\"")]);
    insta::assert_snapshot!(
        "capacity-standbys",
        shown(&topogen(dir.path(), &["capacity", "prod.toml", "--lose", "us-east-1"]))
    );
    write(&[Change("capacity.by", "\"static\"")]);
    assert_eq!(status(&["--lose", "us-east-1"]), 0);
    insta::assert_snapshot!(
        "capacity-static",
        shown(&topogen(dir.path(), &["capacity", "prod.toml"]))
    );
}

/// Every report of every topology, and of the loss of its first region.
fn reports(locale: &str) -> Vec<String> {
    let topologies = support::root().join("topologies");
    let files = fs::read_dir(&topologies).unwrap().map(|entry| entry.unwrap().path());
    let report = |path: std::path::PathBuf, lose: &[&str]| {
        let output = std::process::Command::new(support::program())
            .arg("capacity")
            .arg(path)
            .args(lose)
            .env_clear()
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    files
        .flat_map(|path| [&[][..], &["--lose", "us-east-1"]].map(|lose| report(path.clone(), lose)))
        .collect()
}

#[test]
fn a_report_fits_eighty_columns_and_keeps_to_what_the_locale_shows() {
    let blocks = reports("C.UTF-8");
    assert!(blocks.iter().filter(|text| text.contains('█')).count() > 10);
    for text in &blocks {
        let long = text.lines().find(|line| line.chars().count() > 80);
        assert_eq!(long, None, "{text}");
    }
    for (plain, blocks) in reports("C").iter().zip(&blocks) {
        assert!(plain.is_ascii(), "{plain}");
        let same = blocks.replace('█', "#").replace('░', ".").replace('×', "x");
        assert_eq!(*plain, same);
    }
}

#[test]
fn what_an_account_starts_with_is_held_against_what_the_tree_takes() {
    let dir = folder();
    let head = "name = \"shop\"\ntier = \"active-active\"\nhome = \"us-east-1\"\ndomain = \"example.com\"\n\
                [regions]\nus-east-1 = {}\neu-west-1 = {}\n";
    let quotas = |services: &[(String, u32)]| {
        let service = |(name, tasks): &(String, u32)| {
            format!("[services.{name}]\nimage = \"shop/{name}:1\"\ntasks = {tasks}\n")
        };
        let text: String = services.iter().map(service).collect();
        fs::write(dir.path().join("shop.toml"), format!("{head}{text}")).unwrap();
        let args = ["capacity", "shop.toml", "--format", "json"];
        let json: serde_json::Value =
            serde_json::from_slice(&topogen(dir.path(), &args).stdout).unwrap();
        let quota = |quota: &serde_json::Value| {
            let text = |key: &str| quota[key].as_str().unwrap().to_owned();
            (text("name"), text("region"), quota["at_least"].as_u64().unwrap())
        };
        let quotas: Vec<_> = json["quotas"].as_array().unwrap().iter().map(quota).collect();
        quotas.into_iter().filter(|(name, ..)| !name.starts_with("Fargate")).collect::<Vec<_>>()
    };
    let api = |tasks| [("api".to_owned(), tasks)];
    assert_eq!(quotas(&api(1_000)), []);
    let owned = |name: &str, region: &str, least| (name.to_owned(), region.to_owned(), least);
    let both = |name: &str, least| {
        ["us-east-1", "eu-west-1"].map(|region| owned(name, region, least)).to_vec()
    };
    let targets = |least| {
        [
            both("Targets per Application Load Balancer", least),
            both("Targets per Target Group per Region", least),
        ]
        .concat()
    };
    assert_eq!(quotas(&api(1_001)), targets(1_001));
    assert_eq!(quotas(&api(5_001)), [both("Tasks per service", 5_001), targets(5_001)].concat());
    let many = |count| (0..count).map(|n| (format!("s{n}"), 4)).collect::<Vec<_>>();
    let accelerators = quotas(&many(40));
    assert_eq!(quotas(&many(2)), []);
    let [(name, region, least)] = accelerators.as_slice() else { panic!("{accelerators:?}") };
    assert_eq!(
        (name.as_str(), region.as_str()),
        ("Standard accelerators per AWS account", "us-east-1")
    );
    // One for each service, and what regions have besides.
    assert!(*least >= 40, "{least}");
}
