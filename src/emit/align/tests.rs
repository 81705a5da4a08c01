//! What `terraform fmt` does, by example and on whatever hcl-rs writes.

use std::collections::BTreeMap;

use super::*;
use crate::emit::literal::{NASTY, quote};
use hcl::expr::{FuncCall, TemplateExpr, Traversal, TraversalOperator, Variable};
use hcl::format::{Format as _, Formatter};
use hcl::{Attribute, Block, Body, Expression as Value, Identifier, ObjectKey};
use proptest::prelude::*;

/// Aligns, and checks what holds for every input: the meaning stays, and once is enough.
fn aligned(text: &str) -> String {
    let out = align(text).unwrap();
    assert_eq!(align(&out).unwrap(), out);
    assert_eq!(hcl::parse(&out).unwrap(), hcl::parse(text).unwrap());
    out
}

#[test]
fn consecutive_lines_share_a_column() {
    let text = "a = 1\nbbb = 2\n\ncc = 3\nb \"l\" {\n  dddd = 1\n  e   = 2\n  f {\n    g = 1\n  }\n  h = 1\n}\n";
    insta::assert_snapshot!(aligned(text), @r#"
    a   = 1
    bbb = 2

    cc = 3
    b "l" {
      dddd = 1
      e    = 2
      f {
        g = 1
      }
      h = 1
    }
    "#);
}

#[test]
fn a_value_over_several_lines_breaks_the_chain_and_is_aligned_inside() {
    let text = r#"
long_name = 1
a    = {
  b = 1
  "quoted-key" = [1, 2]
  (var.key) = { x = 1, yy = 2 }
}
cc = 3
d = f(1, {
  e = 1
  ff = 2
})
g = [
  { h = 1 },
  { ii = 1, jjj = 2 },
]
k = 1
"#;
    insta::assert_snapshot!(aligned(text.trim_start()), @r#"
    long_name = 1
    a = {
      b            = 1
      "quoted-key" = [1, 2]
      (var.key)    = { x = 1, yy = 2 }
    }
    cc = 3
    d = f(1, {
      e  = 1
      ff = 2
    })
    g = [
      { h = 1 },
      { ii = 1, jjj = 2 },
    ]
    k = 1
    "#);
}

#[test]
fn a_heredoc_is_part_of_its_line_and_stays_as_it_is() {
    let text = "a = <<-EOT\n  x = 1 # text\n  yyy   = ${var.z}\nEOT\nbbbb = <<E\n\nE\n\
                    cc = f(<<E\nx = 1\nE\n)\ndddddd = 1\n";
    insta::assert_snapshot!(aligned(text), @r"
    a    = <<-EOT
      x = 1 # text
      yyy   = ${var.z}
    EOT
    bbbb = <<E

    E
    cc = f(<<E
    x = 1
    E
    )
    dddddd = 1
    ");
}

#[test]
fn trailing_comments_share_a_column_too() {
    let text = r##"
locals { # opens
  a = 1 # one
  bbb = "#" // two
  # alone = 1
  cc = 1 /* inline = ( # */ + 2
  d = "a" == "//" # three
}
"##;
    insta::assert_snapshot!(aligned(text.trim_start()), @r##"
    locals {    # opens
      a   = 1   # one
      bbb = "#" // two
      # alone = 1
      cc = 1 /* inline = ( # */ + 2
      d  = "a" == "//" # three
    }
    "##);
}

#[test]
fn brackets_indent_whatever_the_input_had() {
    let text = "\
a {
x = [{
y = 1
}, {
      z = 2
    }]
# comment
  b {
c = f(
[
1,
])
  }
    d = <<EOT
stays
EOT
}
";
    insta::assert_snapshot!(aligned(text), @r"
    a {
      x = [{
        y = 1
        }, {
        z = 2
      }]
      # comment
      b {
        c = f(
          [
            1,
        ])
      }
      d = <<EOT
    stays
    EOT
    }
    ");
}

#[test]
fn comparisons_and_arrows_are_no_assignments() {
    let values = ["[for k, v in x : k if v >= 1]", "{ for k, v in x : k => v if k != v }"];
    let text = format!("a = {}\nbb = {}\n", values[0], values[1]);
    assert_eq!(aligned(&text), format!("a  = {}\nbb = {}\n", values[0], values[1]));
    let text = "a = f(\n  x == 1,\n  yyy == 2,\n  z >= 3\n)\n";
    assert_eq!(aligned(text), text);
}

#[test]
fn nasty_texts_stay_as_they_are() {
    for quoted in NASTY.map(quote) {
        let rest = format!("bbb = {{ {quoted} = 1 }}\n");
        let out = aligned(&format!("a = {quoted}\n{rest}"));
        assert_eq!(out, format!("a   = {quoted}\n{rest}"));
    }
}

#[test]
fn a_file_may_end_anywhere() {
    for text in ["", "\n", "a = 1", "a = 1\n", "# x", "a = 1 # x", "a = 1 /* x */"] {
        assert_eq!(aligned(text), text);
    }
}

#[test]
fn a_syntax_error_says_where() {
    let error = align("a = 1\nb = \"x\"y\"\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 8));
    let error = align("a = 1\nbb = f(\"${x}\n\")\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 13));
    for text in ["a = ${x}", "a {", "a = \"x\n\"", "a = 1\na = 2\n", "\"a\" = 1", "a = <<E\n"] {
        assert!(align(text).is_err(), "{text}");
    }
}

fn name(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn any_value() -> BoxedStrategy<Value> {
    let text = |text: String| {
        let quoted = quote(&text);
        TemplateExpr::QuotedString(quoted[1..quoted.len() - 1].to_owned()).into()
    };
    let reference = |text: String| {
        let output = TraversalOperator::GetAttr(name(&text));
        Value::from(Traversal::new(Variable::new("var").unwrap(), [output]))
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        r#"[a-z$%{}"\\#=/ ]{0,12}"#.prop_map(text),
        "[a-z]{1,6}".prop_map(reference),
    ];
    let key = |(text, bare): (String, bool)| {
        if bare { ObjectKey::from(name(&text)) } else { ObjectKey::from(Value::from(text)) }
    };
    let call = |args: Vec<Value>| {
        let call = FuncCall::builder("jsonencode");
        Value::from(args.into_iter().fold(call, hcl::expr::FuncCallBuilder::arg).build())
    };
    let nested = move |inner: BoxedStrategy<Value>| {
        let keys = ("[a-z_][a-z0-9_-]{0,9}", any::<bool>()).prop_map(key);
        let entries = prop::collection::vec((keys, inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            entries.prop_map(|entries| Value::Object(entries.into_iter().collect())),
            prop::collection::vec(inner, 0..3).prop_map(call),
        ]
    };
    leaf.prop_recursive(3, 24, 4, nested).boxed()
}

fn any_body() -> impl Strategy<Value = Body> {
    let attributes = || {
        let any = prop::collection::btree_map("[a-z_]{1,12}", any_value(), 0..6);
        any.prop_map(|any: BTreeMap<String, Value>| {
            any.into_iter().map(|(key, value)| Attribute::new(name(&key), value)).collect()
        })
    };
    let block = |attributes: Vec<Attribute>| {
        Block::builder("b").add_label("l").add_attributes(attributes).build()
    };
    let blocks = prop::collection::vec(attributes().prop_map(block), 0..3);
    (attributes(), blocks).prop_map(|(attributes, blocks): (Vec<Attribute>, Vec<_>)| {
        Body::builder().add_attributes(attributes).add_blocks(blocks).build()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn what_hcl_rs_writes_can_be_aligned(body in any_body()) {
        aligned(&hcl::format::to_string(&body).unwrap());
    }
}

#[test]
#[ignore = "needs terraform on PATH or in $TERRAFORM; .ci/run runs it"]
fn terraform_fmt_has_nothing_to_add() {
    use proptest::strategy::ValueTree as _;
    let directory = tempfile::TempDir::new().unwrap();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for number in 0..300 {
        let body = any_body().new_tree(&mut runner).unwrap().current();
        let compact = Formatter::builder().compact_arrays(true);
        for (name, builder) in [("plain", Formatter::builder()), ("compact", compact)] {
            let mut formatter = builder.build_vec();
            body.format(&mut formatter).unwrap();
            let text = aligned(&String::from_utf8(formatter.into_inner()).unwrap());
            std::fs::write(directory.path().join(format!("{name}{number}.tf")), text).unwrap();
        }
    }
    let program = std::env::var_os("TERRAFORM").unwrap_or_else(|| "terraform".into());
    let terraform = std::process::Command::new(program)
        .args(["fmt", "-check", "-diff"])
        .arg(directory.path())
        .output()
        .unwrap();
    assert!(terraform.status.success(), "{}", String::from_utf8_lossy(&terraform.stdout));
}
