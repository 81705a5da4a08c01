//! Secrets: written once in home, replicated to every region in use, rotated by a function of the user's.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{
    Access, Block, Contact, Cx, Grant, Ledger, Made, Note, Part, Section, Step, Told, When, name,
};
use crate::{
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics, shown},
    graph::{CallBuilder, CallName, Expr, Graph, Module, Output, Place},
    source::Span,
    topology::Topology,
    words::{self, Field, Named, entry_name, variable_name},
};

pub(crate) const BLOCK: Block = Block {
    name: "secrets",
    creates: &[(
        "data",
        "a secret in home with a replica in every other region in use, one policy that holds for all of them, and rotation; the first value is random and never read again",
    )],
    section: Some(Section {
        name: "secrets",
        named_by: Some("name"),
        summary: "Secrets, replicated to every region in use. The first value is random: replace it.",
        schema: |generator| generator.subschema_for::<IndexMap<String, SecretSpec>>(),
        example: "\
# [secrets.stripe]                # replicated to every region; its first value is random: replace it
# rotate_days = 30                # absent: no rotation
# rotate_with = \"arn:aws:lambda:us-east-1:123456789012:function:rotate-stripe\"
",
    }),
    names: &[name("aws_secretsmanager_secret", "{name}/{entry}")],
    codes: &[&INVALID_ROTATION],
    check,
};

const MODULE: Module = Module::new("secret").with_ephemeral();
pub(super) const ARN: Output = MODULE.output("arn");

static INVALID_ROTATION: Code = Code::error(
    "invalid-rotation",
    "a secret is rotated every few days by a function in home",
    "`rotate_days` (1 to 1000) and `rotate_with` belong together. Secrets Manager rotates where the \
     secret is written, which is home, with a Lambda function of that region: \
     `arn:aws:lambda:<home>:<account>:function:<name>`. The replicas follow.",
);

/// `[secrets.*]`: one secret.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SecretSpec {
    /// Days between rotations. Absent: no rotation.
    #[schemars(range(min = 1, max = 1000))]
    rotate_days: Field<u32>,
    /// ARN of the Lambda function in home that rotates it.
    #[schemars(regex(pattern = "^arn:aws:lambda:"))]
    rotate_with: Field<String>,
}

/// The checked section.
#[derive(PartialEq)]
struct Secrets(IndexMap<String, Option<Rotation>>);

#[derive(PartialEq)]
struct Rotation {
    days: u32,
    function: String,
}

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<SecretSpec> = words::read(section?, diags).ok()?;
    let mut secrets = IndexMap::new();
    for (key, spec) in &specs {
        let rotation = rotation(key.span().into(), spec.get_ref(), topology, diags);
        if let Some(name) = entry_name(key, diags) {
            secrets.insert(name, rotation);
        }
    }
    secrets.sort_unstable_keys();
    Some(Box::new(Secrets(secrets)))
}

fn rotation(
    table: Span,
    spec: &SecretSpec,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Rotation> {
    let (days, function) = match (spec.rotate_days.as_ref(), spec.rotate_with.as_ref()) {
        (None, None) => return None,
        (Some(days), Some(function)) => (days, function),
        (Some(days), None) => return half(days.span(), "rotate_days", "rotate_with", table, diags),
        (None, Some(function)) => {
            return half(function.span(), "rotate_with", "rotate_days", table, diags);
        }
    };
    if let Err(rule) = is_function(function.get_ref(), topology) {
        let message = format!("`{}` cannot rotate this secret", shown(function.get_ref()));
        let own = topology.account_id.as_deref().unwrap_or("123456789012");
        let help = format!("write something like `{}`", function_arn(topology, own, "rotate"));
        diags.push(
            Diagnostic::new(&INVALID_ROTATION, function.span(), message).note(rule).help(help),
        );
    }
    Some(Rotation { days: *days.get_ref(), function: function.get_ref().clone() })
}

/// One of the two alone. A key that was there and wrong has its own finding.
fn half(
    span: std::ops::Range<usize>,
    there: &str,
    missing: &str,
    table: Span,
    diags: &mut Diagnostics,
) -> Option<Rotation> {
    if !diags.is_wrong(table, missing) {
        let message = format!("`{there}` without `{missing}`");
        diags.push(
            Diagnostic::new(&INVALID_ROTATION, span, message)
                .related(table, "in this secret")
                .help(format!("add `{missing}`, or remove `{there}`")),
        );
    }
    None
}

fn function_arn(topology: &Topology, account: &str, name: &str) -> String {
    format!("arn:aws:lambda:{}:{account}:function:{name}", topology.home)
}

/// Whether an ARN is that of a function which can rotate a secret that is written in home.
fn is_function(arn: &str, topology: &Topology) -> Result<(), String> {
    let parts: Vec<&str> = arn.split(':').collect();
    let word = |text: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_$".contains(c);
        (1..=128).contains(&text.len()) && text.chars().all(allowed)
    };
    let ["arn", "aws", "lambda", region, account, "function", name @ ..] = parts.as_slice() else {
        return Err("the ARN of a Lambda function starts with arn:aws:lambda:".into());
    };
    if *region != topology.home.as_str() {
        let home = topology.home;
        return Err(format!("the function is in home, {home}, where the secret is written"));
    }
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("an account id has 12 digits".into());
    }
    if topology.account_id.as_ref().is_some_and(|own| own != account) {
        return Err("the function is in the topology's own account".into());
    }
    if !(1..=2).contains(&name.len()) || !name.iter().all(|part| word(part)) {
        return Err("the name is letters, digits and `-_`, perhaps with a version or alias".into());
    }
    Ok(())
}

const VALUES: &str = "\
Secrets: replace each first value, which is random, in `{{ home }}`; the copies follow:
`aws secretsmanager put-secret-value --region {{ home }} --secret-id {{ name }}/<secret> --secret-string file://<file>`";

const ROTATION: &str = "\
Secrets that are rotated: before the first apply{% if split %} of `data`{% endif %} the function of `rotate_with` has to be there, and Secrets Manager has
to be allowed to call it, or the apply ends in `AccessDeniedException`:

```sh
aws lambda add-permission --region {{ home }} --function-name <function> --statement-id secrets-manager \\
  --action lambda:InvokeFunction --principal secretsmanager.amazonaws.com --source-account <account>
```

Its role needs `secretsmanager:DescribeSecret`, `GetSecretValue`, `PutSecretValue` and `UpdateSecretVersionStage` on
the secret, and `kms:Decrypt` and `kms:GenerateDataKey` on the key of `{{ home }}`.";

impl Part for Secrets {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        for name in self.0.keys() {
            let called = topology.called(BLOCK.name, name);
            ledger.usable(name, access(called, topology));
            ledger.keys.want();
            ledger.network.interface_endpoints.insert("secretsmanager");
        }
        let any = !self.0.is_empty();
        let rotated = self.0.values().any(Option::is_some);
        let several = any && topology.in_use().nth(1).is_some();
        let notes = [
            (any, When::ByHand, VALUES),
            (rotated, When::ByHand, ROTATION),
            (any, When::Leaving, include_str!("../../templates/leaving/secret.md.j2")),
            (several, When::Lost, include_str!("../../templates/recovery/secret.md.j2")),
            (several, When::Back(Step::CatchesUp), "Secrets catch up as said above."),
        ];
        let said = notes.into_iter().filter(|(wanted, ..)| *wanted);
        ledger.notes.extend(said.map(|(_, when, text)| Note::new(when, text)));
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        for (name, rotation) in &self.0 {
            let called = cx.topology.called(BLOCK.name, name);
            let full = full_name(cx.topology, called);
            let description = format!("Secret {called} of {}", cx.topology.name);
            let rotation = rotation.as_ref().map(|rotation| {
                Expr::map([
                    ("function_arn", Expr::from(rotation.function.as_str())),
                    ("days", rotation.days.into()),
                ])
            });
            call(cx.topology, &name_of("secret", name), &full, &description, made, graph)?
                .set_some("rotation", rotation)
                .publish(ARN)
                .add();
            let variable = format!("TOPOLOGY_SECRET_{}", variable_name(called));
            let told = Contact::told([(variable, Told::Same(full.into()))]);
            made.reached(format!("secrets.{name}"), told);
        }
        Ok(())
    }
}

/// Secrets Manager adds a hyphen and six characters to the name; `?` stands for one of them.
fn access(called: &str, topology: &Topology) -> Access {
    let arn = format!(
        "arn:{{partition}}:secretsmanager:{{region}}:{{account}}:secret:{}-??????",
        full_name(topology, called)
    );
    Access {
        grants: vec![Grant {
            name: format!("secrets.{called}"),
            actions: &["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            resources: vec![arn],
            regions: Vec::new(),
        }],
        key_services: &["secretsmanager"],
    }
}

/// `shop-prod/stripe`. No name holds a slash, so no two secrets get one name.
fn full_name(topology: &Topology, called: &str) -> String {
    format!("{}/{called}", topology.name)
}

/// The call for a kind of secrets, and an entry of the topology.
pub(super) fn name_of(kind: &'static str, entry: &str) -> CallName {
    MODULE.call(kind, Place::DATA).of(entry)
}

/// A secret in every region in use, its value a random password.
pub(super) fn call<'g>(
    topology: &Topology,
    call: &CallName,
    name: &str,
    description: &str,
    made: &Made,
    graph: &'g mut Graph,
) -> Result<CallBuilder<'g>, Bug> {
    let regions = topology.in_use().map(|region| region.name);
    let keys = regions.map(|region| Ok((region.as_str(), made.key_arn(region)?)));
    let keys: Vec<_> = keys.collect::<Result<_, Bug>>()?;
    Ok(graph
        .call(call)
        .set("name", name)
        .set("description", description)
        .set("region", topology.home)
        .set("kms_key_arns", Expr::map(keys))
        .opens())
}
