//! Kinds of bad input that people write: each is one finding, at its place, in the words of the file, with what to
//! write instead.

use topogen::{
    diag::{Diagnostic, Diagnostics},
    source::Source,
};

/// A right file. Each kind replaces one line of it, the last of which is empty.
const RIGHT: [&str; 13] = [
    "name = \"shop\"",
    "tier = \"active-active\"",
    "home = \"us-east-1\"",
    "domain = \"example.com\"",
    "",
    "[regions]",
    "us-east-1 = {}",
    "eu-west-1 = {}",
    "",
    "[services.api]",
    "image = \"shop/api:1\"",
    "tasks = 4",
    "",
];

struct Kind {
    /// The line that is replaced, from 1.
    line: usize,
    /// By what.
    by: &'static str,
    /// Where the finding is, within what is written instead.
    at: &'static str,
    code: &'static str,
    /// What its message says.
    says: &'static str,
    /// What its help says, or the edit that it shows.
    help: &'static str,
}

const fn kind(
    line: usize,
    by: &'static str,
    at: &'static str,
    code: &'static str,
    says: &'static str,
    help: &'static str,
) -> Kind {
    Kind { line, by, at, code, says, help }
}

const KINDS: &[Kind] = &[
    // Types and ranges.
    kind(
        12,
        "tasks = \"4\"",
        "\"4\"",
        "wrong-value",
        "`tasks` takes a whole number; this is text",
        "4",
    ),
    kind(
        12,
        "tasks = \"four\"",
        "\"four\"",
        "wrong-value",
        "this is text",
        "from 1 to 100000, without quotes",
    ),
    kind(12, "tasks = 4.0", "4.0", "wrong-value", "this is a number with decimals", "4"),
    kind(
        12,
        "tasks = 4.5",
        "4.5",
        "wrong-value",
        "this is a number with decimals",
        "a whole number from 1 to 100000",
    ),
    kind(
        12,
        "tasks = -4",
        "-4",
        "wrong-value",
        "`tasks` cannot be -4",
        "a number from 1 to 100000",
    ),
    kind(12, "tasks = 0", "0", "wrong-value", "`tasks` cannot be 0", "a number from 1 to 100000"),
    kind(
        12,
        "tasks = 4\nport = 70000",
        "70000",
        "wrong-value",
        "`port` cannot be 70000",
        "a number from 1 to 65535",
    ),
    kind(
        13,
        "[capacity]\nfloor = 4294967295",
        "4294967295",
        "wrong-value",
        "`floor` cannot be",
        "from 1 to 100000",
    ),
    kind(
        12,
        "tasks = [4]",
        "[4]",
        "wrong-value",
        "this is a list",
        "a whole number from 1 to 100000",
    ),
    kind(
        12,
        "tasks = { min = 2 }",
        "{ min",
        "wrong-value",
        "this is a table",
        "a whole number from 1 to 100000",
    ),
    kind(11, "image = 7", "7", "wrong-value", "`image` takes text; this is a number", "\"7\""),
    kind(
        11,
        "image = [\"shop/api:1\"]",
        "[\"shop",
        "wrong-value",
        "this is a list",
        "write one text in quotes",
    ),
    kind(
        12,
        "tasks = 4\nuses = \"tables.users\"",
        "\"tables",
        "wrong-value",
        "takes a list; this is text",
        "[\"tables.users\"]",
    ),
    kind(
        12,
        "tasks = 4\nenvironment = [\"A=1\"]",
        "[\"A",
        "wrong-value",
        "takes a table; this is a list",
        "environment = { <name> = … }",
    ),
    kind(
        13,
        "[tables.users]\nhash_key = \"id:S\"\nstream = \"yes\"",
        "\"yes\"",
        "wrong-value",
        "takes `true` or `false`",
        "true",
    ),
    kind(
        2,
        "tier = { active-active = {} }",
        "{ active",
        "wrong-value",
        "takes a word; this is a table",
        "\"pilot-light\"",
    ),
    kind(
        2,
        "tier = \"activ-active\"",
        "\"activ-",
        "wrong-value",
        "`activ-active` is not a value of `tier`",
        "did you mean `active-active`?",
    ),
    kind(
        5,
        "account_id = 123456789012",
        "1234",
        "wrong-value",
        "takes text; this is a number",
        "\"123456789012\"",
    ),
    kind(
        5,
        "account_id = \"123456789012\"\nstate = [\"acme-state\", \"us-east-2\"]",
        "[\"acme",
        "wrong-value",
        "takes a table; this is a list",
        "{ bucket = …, region = … }",
    ),
    kind(
        5,
        "tags = [\"team\"]",
        "[\"team",
        "wrong-value",
        "takes a table; this is a list",
        "tags = { <name> = … }",
    ),
    kind(
        7,
        "us-east-1 = [50, \"10.7.0.0/16\", 3]",
        "[50",
        "wrong-value",
        "takes a table; this is a list",
        "us-east-1 = { ",
    ),
    kind(
        7,
        "us-east-1 = 50",
        "50",
        "wrong-value",
        "takes a table; this is a number",
        "us-east-1 = { weight = 50 }",
    ),
    kind(
        7,
        "us-east-1 = \"primary\"",
        "\"primary",
        "wrong-value",
        "takes a table; this is text",
        "us-east-1 = { ",
    ),
    kind(
        7,
        "us-east-1 = { weight = \"100\" }",
        "\"100\"",
        "wrong-value",
        "takes a number; this is text",
        "100",
    ),
    // Tables.
    kind(
        10,
        "[[services]]\nname = \"api\"",
        "[[services]]",
        "wrong-value",
        "`services` takes a table",
        "[services.<name>]",
    ),
    kind(
        5,
        "name = \"shop\"",
        "name",
        "duplicate-key",
        "`name` stands twice",
        "keep one of the two",
    ),
    kind(
        8,
        "us-east-1 = {}",
        "us-east-1",
        "duplicate-key",
        "`us-east-1` stands twice",
        "keep one of the two",
    ),
    kind(
        4,
        "[ingress]\ndomain = \"example.com\"",
        "domain",
        "unknown-key",
        "`domain` stands in [ingress]",
        "above the first [table]",
    ),
    kind(5, "wieght = 3", "wieght", "unknown-key", "unknown key `wieght`", "one of: name, tier"),
    kind(
        7,
        "us-east-1 = { wieght = 100 }",
        "wieght",
        "unknown-key",
        "unknown key `wieght`",
        "did you mean `weight`?",
    ),
    kind(
        10,
        "[service.api]",
        "service",
        "unknown-key",
        "unknown key `service`",
        "did you mean `services`?",
    ),
    kind(
        13,
        "[caches.main]",
        "caches",
        "unknown-key",
        "unknown key `caches`",
        "`.tf` files of your own",
    ),
    kind(
        12,
        "tasks = 4\nsecrets = [\"stripe\"]",
        "secrets",
        "unknown-key",
        "unknown key `secrets`",
        "uses = [\"secrets.<name>\"]",
    ),
    kind(
        7,
        "us-east-1 = { vpc_id = \"vpc-1\" }",
        "vpc_id",
        "unknown-key",
        "unknown key `vpc_id`",
        "an existing one cannot be used",
    ),
    kind(13, "[network]", "[network]", "setting-without-effect", "[network] is empty", "remove it"),
    // Syntax.
    kind(1, "name: shop", "name", "syntax", "this looks like YAML", "name = \"shop\""),
    kind(1, "{ \"name\": \"shop\" }", "{", "syntax", "this looks like JSON", "`topogen init`"),
    kind(1, "name = “shop”", "“", "syntax", "`“` does not quote text", "straight quotes"),
    kind(1, "name = shop", "shop", "syntax", "text stands in quotes", "\"shop\""),
    kind(5, "layout = null", "null", "syntax", "TOML has no empty value", "leave the key out"),
    kind(
        5,
        "tags = { team = \"a\" cost = \"b\" }",
        "cost",
        "syntax",
        "there is no comma",
        "put a comma",
    ),
    kind(5, "layout", "\n", "syntax", "there is no `=`", "`key = value`"),
    kind(12, "tasks = 007", "007", "syntax", "does not begin with 0", "leave out the zeros"),
    // Names.
    kind(
        1,
        "name = \"Shop_Prod\"",
        "\"Shop",
        "invalid-name",
        "`Shop_Prod` is not a name",
        "shop-prod",
    ),
    kind(10, "[services.my_api]", "my_api", "invalid-name", "`my_api` is not a name", "`my-api`"),
    kind(
        5,
        "account_id = \"1234-5678-9012\"",
        "\"1234",
        "invalid-account",
        "is not an account id",
        "\"123456789012\"",
    ),
    kind(
        5,
        "tags = { \"aws:team\" = \"a\" }",
        "\"aws:",
        "invalid-tag",
        "the tag key `aws:team` is reserved",
        "another word",
    ),
    kind(
        4,
        "domain = \"https://example.com/\"",
        "\"https",
        "invalid-domain",
        "is not a DNS name",
        "\"example.com\"",
    ),
    kind(
        12,
        "tasks = 4\nhost = \"api.example.com\"",
        "\"api.",
        "invalid-domain",
        "ends in the domain",
        "\"api\"",
    ),
    kind(
        13,
        "[buckets.assets]\ncdn = \"https://static.example.com/\"",
        "\"https",
        "invalid-domain",
        "is not a DNS name",
        "\"static\"",
    ),
    kind(
        11,
        "image = \"docker.io/library/nginx:1\"",
        "\"docker",
        "invalid-image",
        "is not an image",
        "\"library/nginx:1\"",
    ),
    kind(
        11,
        "image = \"shop/api\"",
        "\"shop",
        "invalid-image",
        "is not an image",
        "shop/api:1.42.0",
    ),
    kind(
        11,
        "image = \"shop/api:latest\"",
        "\"shop",
        "moving-tag",
        "can be pushed once",
        "shop/api:1.42.0",
    ),
    kind(
        13,
        "[tables.users]\nhash_key = \"id:S\"\nttl = \"expires:N\"",
        "\"expires",
        "invalid-key",
        "has a type",
        "\"expires\"",
    ),
    kind(
        13,
        "[tables.users]\nhash_key = \"id\"",
        "\"id\"",
        "invalid-key",
        "`id` is not a key",
        "userId:S",
    ),
    kind(
        12,
        "tasks = 4\nenvironment = { DB_PASSWORD = \"hunter2\" }",
        "\"hunter2",
        "secret-in-environment",
        "looks like a secret",
        "[secrets.<name>]",
    ),
    kind(
        12,
        "tasks = 4\nuses = [\"tables.users\"]",
        "\"tables",
        "unknown-reference",
        "`tables.users` does not exist",
        "nothing to use yet",
    ),
    // Regions.
    kind(
        8,
        "eu-wset-1 = {}",
        "eu-wset-1",
        "unknown-region",
        "is not an AWS region",
        "did you mean `eu-west-1`?",
    ),
    kind(
        7,
        "us-east-1a = {}",
        "us-east-1a",
        "unknown-region",
        "is not an AWS region",
        "did you mean `us-east-1`?",
    ),
    kind(
        8,
        "us-gov-west-1 = {}",
        "us-gov",
        "unknown-region",
        "a region of AWS GovCloud (US)",
        "commercial region",
    ),
    kind(
        8,
        "cn-north-1 = {}",
        "cn-north",
        "unknown-region",
        "a region of AWS in China",
        "commercial region",
    ),
    kind(
        3,
        "home = \"us-esat-1\"",
        "\"us-esat",
        "home-not-a-region",
        "is not one of the regions",
        "did you mean `us-east-1`?",
    ),
    kind(8, "eu-west-1 = { cidr = \"10.1.0.0/33\" }", "\"10.1", "cidr-invalid", "10.1.0.0/33", "/"),
    kind(8, "eu-west-1 = { zones = 5 }", "5", "wrong-value", "`zones` cannot be 5", "from 2 to 4"),
    kind(12, "tasks = 4\ncpu = 1000", "1000", "fargate-size", "no 1000 CPU units", "256, 512"),
];

fn findings(text: &str) -> (Source, Vec<Diagnostic>) {
    let source = Source::new("t.toml", text);
    let mut diags = Diagnostics::new();
    _ = topogen::check(&source, &mut diags);
    let found = diags.sorted().into_iter().cloned().collect();
    (source, found)
}

#[test]
fn a_right_file_has_no_findings() {
    assert_eq!(findings(&RIGHT.join("\n")).1.len(), 0);
}

#[test]
fn each_kind_is_one_finding_with_a_place_and_a_way_out() {
    assert!(KINDS.len() >= 54);
    let wrong: Vec<String> = KINDS.iter().filter_map(|kind| problem(kind).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not as it should be.
fn problem(kind: &Kind) -> Result<(), String> {
    let mut lines = RIGHT;
    lines[kind.line - 1] = kind.by;
    let (source, found) = findings(&lines.join("\n"));
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    let [finding] = found.as_slice() else { return Err(format!("{}: {messages:?}", kind.by)) };
    let help = finding.help.as_ref().unwrap();
    let replacements = help.edit.as_ref().map(|edit| edit.replacements(&source));
    let replaces = replacements.is_some_and(|all| all.iter().any(|one| one.text == kind.help));
    let meant = replaces || !help.shows_edit && help.text.contains(kind.help);
    let before: usize = lines.iter().take(kind.line - 1).map(|line| line.len() + 1).sum();
    let within = format!("{}\n", kind.by);
    let place = source.position(before + within.rfind(kind.at).unwrap());
    let there = source.position(finding.primary.span.start) == place;
    let mut diags = Diagnostics::new();
    _ = topogen::check(&source, &mut diags);
    let shown = diags.render(&source);
    let arrow = shown.contains(&format!("t.toml:{}:{}\n", place.line, place.column));
    let right = finding.code.slug == kind.code && finding.message.contains(kind.says);
    if right && meant && there && arrow { Ok(()) } else { Err(shown) }
}

#[test]
fn what_is_wrong_is_cut_short_and_has_its_line() {
    let long = format!("{} = 1\n", "k".repeat(20_000));
    let (_, found) = findings(&long);
    assert!(found.iter().all(|finding| finding.message.len() < 200));
    let deep = format!("name = \"shop\"\n{}x = 1\n", "a.".repeat(200));
    let (source, found) = findings(&deep);
    let [finding] = found.as_slice() else { panic!("{}", found.len()) };
    assert_eq!(source.position(finding.primary.span.start).line, 2);
    assert!(finding.help.as_ref().unwrap().text.contains("80 levels"));
}

/// Its value is wrong, and nothing follows from that.
#[test]
fn an_entry_that_fails_keeps_its_name() {
    let mut lines = RIGHT;
    lines[11] = "tasks = 4\nuses = [\"databases.main\"]";
    lines[12] = "[databases.main]\nengine = \"aurora-postgresql\"\nversion = 17.7\nclass = \"db.r7g.large\"\n";
    let (_, found) = findings(&lines.join("\n"));
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.slug).collect();
    assert_eq!(codes, ["wrong-value"]);
}
