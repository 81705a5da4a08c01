//! String literals, evaluated by the real Terraform.
//!
//! In: the path of a Terraform. Out: nothing, or which text came back as another one. One run evaluates the
//! texts that have broken writers of HCL, and a thousand mixes of the characters that matter: each is an
//! output, so no provider and no network are needed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::Value;
use topogen::testing::{NASTY, quote};

use crate::support::terraform::Terraform;

const RANDOM_TEXTS: usize = 1_000;

/// What random texts are made of: markers, quotes, escapes, controls, and characters from every plane. None
/// of them combines with another one, because Terraform normalises strings to NFC.
const PIECES: [&str; 48] = [
    "$",
    "$",
    "$",
    "%",
    "%",
    "%",
    "{",
    "{",
    "{",
    "}",
    "}",
    "\"",
    "\"",
    "\\",
    "\\",
    "~",
    "~",
    "\n",
    "\r",
    "\t",
    " ",
    "\0",
    "\u{7}",
    "\u{1f}",
    "\u{7f}",
    "\u{85}",
    "\u{9f}",
    "#",
    "//",
    "/*",
    "*/",
    "<<EOT\n",
    "EOT\n",
    "n",
    "u0041",
    "U",
    "x",
    "var.secret",
    "if true",
    "endif",
    "[0]",
    "=",
    "é",
    "漢",
    "\u{1f600}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
];

/// The trial.
pub(crate) fn trial(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    Trial::test("literals: any text evaluates to itself", move || {
        literals_evaluate_to_themselves(terraform.program()).map_err(Into::into)
    })
}

/// Checks that every literal evaluates to the text that was quoted, in values and in object keys.
fn literals_evaluate_to_themselves(terraform: &Path) -> Result<(), String> {
    let mut texts: Vec<String> = NASTY.iter().map(|text| (*text).to_owned()).collect();
    texts.extend((0..RANDOM_TEXTS).map(random_text));
    let found = evaluate(terraform, &texts)?;
    for (number, text) in texts.iter().enumerate() {
        let expected = serde_json::json!({ "value": text, "keys": [text] });
        let found = value(&found, number);
        if found != Some(&expected) {
            return Err(format!("{text:?}, written as {}, is read as {found:?}", quote(text)));
        }
    }
    // The one thing that no literal can say; if this changes, the documentation of `quote` is wrong.
    let decomposed = evaluate(terraform, &["e\u{301}".to_owned()])?;
    if value(&decomposed, 0).and_then(|it| it.get("value")) == Some(&Value::from("\u{e9}")) {
        Ok(())
    } else {
        Err(format!("Terraform no longer normalises to NFC: {decomposed:?}"))
    }
}

fn value(outputs: &BTreeMap<String, Value>, number: usize) -> Option<&Value> {
    outputs.get(&format!("t{number}"))?.get("value")
}

fn evaluate(terraform: &Path, texts: &[String]) -> Result<BTreeMap<String, Value>, String> {
    let directory = tempfile::TempDir::new().map_err(|error| error.to_string())?;
    // The result of an interpolation in `var.secret` must be visible, and not an error.
    let mut hcl = "variable \"secret\" {\n  default = \"LEAKED\"\n}\n".to_owned();
    for (number, text) in texts.iter().enumerate() {
        let quoted = quote(text);
        _ = write!(
            hcl,
            "output \"t{number}\" {{\n  value = {{ value = {quoted}, keys = keys({{ {quoted} = 1 }}) }}\n}}\n"
        );
    }
    std::fs::write(directory.path().join("main.tf"), hcl).map_err(|error| error.to_string())?;
    run(terraform, directory.path(), &["apply", "-auto-approve", "-no-color", "-input=false"])?;
    let json = run(terraform, directory.path(), &["output", "-json"])?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

fn run(terraform: &Path, directory: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new(terraform)
        .args(args)
        .current_dir(directory)
        .env("CHECKPOINT_DISABLE", "1")
        .env_remove("TF_CLI_ARGS")
        // OpenTofu warns of a file that is not there where its answer should be.
        .env_remove("TF_CLI_CONFIG_FILE")
        .env_remove("TF_VAR_secret")
        .output()
        .map_err(|error| format!("cannot run `{}`: {error}", terraform.display()))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("terraform {args:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The same texts on every run: a multiplicative generator is random enough to mix pieces.
fn random_text(number: usize) -> String {
    let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = |bound: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % bound).unwrap_or_default()
    };
    let length = next(24);
    (0..length).filter_map(|_| PIECES.get(next(PIECES.len() as u64))).copied().collect()
}
