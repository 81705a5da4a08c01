//! What a template may do, and each thing it may not.

use std::collections::BTreeSet;

use super::*;
use crate::emit::align::align;
use crate::emit::literal::NASTY;
use crate::emit::verify::verify;
use hcl::edit::expr::Expression;
use hcl::edit::structure::Body;
use hcl::edit::visit::{Visit, visit_expr};
use hcl::edit::{Decorated, Span, parser};
use minijinja::{OutputSpan, OutputSpanKind};
use serde_json::{Value as Json, json};

/// Renders a template, parses what comes of it, and finds the first value that is not a literal of its own.
fn render_hcl(name: &str, source: &str, view: &Json) -> Result<String, TemplateError> {
    let source: &'static str = source.to_owned().leak();
    let name: &'static str = name.to_owned().leak();
    let templates = Templates::new(&[(name, source)])?;
    let template = templates.0.get_template(name).unwrap();
    let rendered = template.render_with_spans(Serde(view));
    let (text, spans) = rendered.map_err(|error| TemplateError::new(name, &error))?;
    assert_eq!(templates.render(name, view).as_ref(), Ok(&text));
    let error = |line, message: String| TemplateError { template: name.to_owned(), line, message };
    let body = parser::parse_body(&text).map_err(|syntax| {
        let line = line_at(source, &spans, syntax.location().offset());
        error(line, syntax.message().to_owned())
    })?;
    let literals = Literals::of(&body);
    let mut values = spans.iter().filter(|span| span.kind() == OutputSpanKind::Expression);
    match values.find(|value| !literals.contains(value)) {
        None => Ok(text),
        Some(value) => {
            let message = "a value has to be a literal of its own, not part of a string or comment";
            Err(error(Some(value.line()), message.to_owned()))
        }
    }
}

/// Where the literals of a file are, strings in labels and keys included.
#[derive(Default)]
struct Literals(BTreeSet<(usize, usize)>);

impl Literals {
    fn of(body: &Body) -> Self {
        let mut literals = Self::default();
        literals.visit_body(body);
        literals
    }

    fn contains(&self, value: &OutputSpan) -> bool {
        let range = value.output_range();
        self.0.contains(&(range.start, range.end))
    }
}

impl Visit for Literals {
    fn visit_expr(&mut self, node: &Expression) {
        self.0.extend(node.span().map(|span| (span.start, span.end)));
        visit_expr(self, node);
    }

    fn visit_string(&mut self, node: &Decorated<String>) {
        self.0.extend(node.span().map(|span| (span.start, span.end)));
    }
}

/// Finds the line of the template that wrote the output at an offset.
fn line_at(source: &str, spans: &[OutputSpan], offset: usize) -> Option<usize> {
    let span = spans.iter().rfind(|span| span.output_range().start <= offset)?;
    if span.kind() == OutputSpanKind::Expression {
        return Some(span.line());
    }
    let (written, origin) = (offset - span.output_range().start, span.source_range());
    let before = source.get(..origin.end.min(origin.start + written))?;
    Some(before.matches('\n').count() + 1)
}

/// Whatever they hold: what is rendered is aligned, has the structure of our files, and each value is a literal of its own.
#[test]
fn the_templates_of_a_root_take_any_text() {
    let sources = [
        include_str!("../../../templates/root/backend.tf.j2"),
        include_str!("../../../templates/root/providers.tf.j2"),
    ];
    for (source, text) in sources.into_iter().flat_map(|source| NASTY.map(|text| (source, text))) {
        for bits in 0..8 {
            let given = |bit: u32| if bits >> bit & 1 == 1 { json!(text) } else { json!(null) };
            let reads = [
                json!({ "name": text, "key": text, "path": text }),
                json!({
                    "name": "data", "key": "data.tfstate", "path": "../data",
                }),
            ];
            let view = json!({
                "control_region": text,
                "account_id": given(0),
                "tags": { text: text, "topology": text },
                "bucket": given(1),
                "bucket_region": text,
                "key": text,
                "reads": if bits & 1 == 1 { reads.as_slice() } else { &[] },
                "ephemeral": bits >> 2 & 1 == 1,
            });
            let rendered = render_hcl("root.tf.j2", source, &view).unwrap();
            assert_eq!(align(&rendered).unwrap(), rendered);
            assert_eq!(verify(&format!("{rendered}\n")), Ok(()), "{rendered}");
        }
    }
}

fn hcl(source: &str, view: &Json) -> Result<String, String> {
    render_hcl("x.tf.j2", source, view).map_err(|error| error.to_string())
}

/// Renders one value as an attribute.
fn value(source: &str, x: impl Into<Json>) -> Result<String, String> {
    let text = hcl(&format!("a = {source}\n"), &json!({ "x": x.into(), "yes": true }))?;
    Ok(text.trim_start_matches("a = ").trim_end().to_owned())
}

fn text(source: &str, view: &Json) -> Result<String, String> {
    let text = Texts::new().and_then(|texts| texts.render("README.md.j2", source, view));
    text.map_err(|error| error.to_string())
}

#[test]
fn a_template_reads_as_hcl_and_leaves_no_trace() {
    let source = r#"## Dropped.
# Kept.
resource "aws_subnet" {{ label }} {
  #% for zone in zones
  ## Dropped too.
  route {
    zone = {{ zone }}
    #% if loop.first
    first = true
    #% endif
  }
  #% endfor
}
"#;
    let rendered = hcl(source, &json!({ "label": "private", "zones": ["a", "b"] })).unwrap();
    insta::assert_snapshot!(align(&rendered).unwrap(), @r#"
    # Kept.
    resource "aws_subnet" "private" {
      route {
        zone  = "a"
        first = true
      }
      route {
        zone = "b"
      }
    }
    "#);
}

#[test]
fn a_block_tag_alone_on_its_line_leaves_no_line() {
    let source = "{% if x %}\na = {{ x }}\n  {% endif %}\nb = 2\n";
    assert_eq!(hcl(source, &json!({ "x": 1 })).as_deref(), Ok("a = 1\nb = 2\n"));
}

#[test]
fn values_become_literals() {
    let cases = [
        (json!(null), "null"),
        (json!(true), "true"),
        (json!(false), "false"),
        (json!(0), "0"),
        (json!(-7), "-7"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!("a${b}\"\n"), r#""a$${b}\"\n""#),
        (json!([]), "[]"),
        (json!([1, "a", [null]]), r#"[1, "a", [null]]"#),
        (json!({}), "{}"),
        (
            json!({ "b_1": 1, "a-b": 2, "1a": 3, "${x}": 4, "for": 5, "": 6 }),
            r#"{ "" = 6, "$${x}" = 4, "1a" = 3, "a-b" = 2, b_1 = 1, "for" = 5 }"#,
        ),
    ];
    for (json, literal) in cases {
        assert_eq!(value("{{ x }}", json).as_deref(), Ok(literal));
    }
}

#[test]
fn every_nasty_text_is_one_literal() {
    for nasty in NASTY {
        assert_eq!(value("{{ x }}", nasty), Ok(quote(nasty)));
        assert_eq!(
            value("[for k in {{ x }} : k]", nasty),
            Ok(format!("[for k in {} : k]", quote(nasty)))
        );
    }
}

#[test]
fn what_has_no_literal_is_refused() {
    let cases = [
        ("{{ x }}", json!(1.5), "a float is not written the same everywhere"),
        ("{{ 1e400 }}", json!(0), "a float"),
        ("{{ x }}", json!([{ "a": 0.1 }]), "a float"),
        ("{{ y }}", json!(0), "undefined value"),
        ("{{ x.y }}", json!({}), "undefined value"),
        ("{{ [x.y] }}", json!({}), "undefined value"),
        ("{{ x if not yes }}", json!(0), "undefined value"),
        ("{% if y %}1{% endif %}", json!(0), "undefined value"),
        ("{{ x|safe }}", json!("a"), "unknown filter"),
        ("{{ x|escape }}", json!("a"), "unknown filter"),
        ("{{ x|e }}", json!("a"), "unknown filter"),
        ("{% set y %}raw{% endset %}{{ y }}", json!(0), "a captured block is not a value"),
        ("{% filter upper %}raw{% endfilter %}", json!(0), "a captured block is not a value"),
        ("{{ {1: 2} }}", json!(0), "the keys of a map have to be strings"),
        ("{{ range }}", json!(0), "HCL has no literal for it"),
        ("{% include 'x' %}", json!(0), "template not found"),
        ("{% macro m() %}1{% endmacro %}", json!(0), "unknown statement macro"),
    ];
    for (source, json, message) in cases {
        let error = value(source, json).unwrap_err();
        assert!(error.starts_with("bug in template x.tf.j2:1: "), "{error}");
        assert!(error.contains(message), "{source}: {error}");
    }
}

#[test]
fn switching_escaping_off_changes_nothing() {
    let source = "{% autoescape false %}{{ x }}{% endautoescape %}";
    assert_eq!(value(source, "${a}"), Ok(quote("${a}")));
    let source = "{% autoescape false %}{% set y %}${a}{% endset %}{{ y }}{% endautoescape %}";
    assert_eq!(value(source, 0), Ok(quote("${a}")));
}

#[test]
fn a_value_is_a_literal_of_its_own_or_an_error() {
    let view = json!({ "x": "a {} b", "y": "", "n": 1 });
    let bad = [
        "a = \"{{ x }}-vpc\"\n",
        "a = \"{{ y }}\"\n",
        "a = \"{{ n }}\"\n",
        "a = v{{ n }}\n",
        "r \"{{ n }}\" {}\n",
        "r \"a {{ y }} b\" {}\n",
        "r \"{{ x }}\" {\n}\n",
        "# {{ x }}\n",
        "a = <<E\n{{ n }}\nE\n",
        "{{ x }} = 1\n",
    ];
    for source in bad {
        let error = hcl(&format!("\n{source}"), &view).unwrap_err();
        assert!(error.starts_with("bug in template x.tf.j2:"), "{source}: {error}");
    }
    let good = [
        "a = { {{ x }} = 1 }\n",
        "a = \"${ {{ x }} }-vpc\"\n",
        "a = f({{ x }}, {{ n }})[{{ n }}]\n",
        "r {{ x }} {{ y }} {\n}\n",
        "a = {{ x }} == {{ x }} ? {{ n }} : [{{ n }}]\n",
    ];
    for source in good {
        assert!(hcl(source, &view).is_ok(), "{source}: {:?}", hcl(source, &view));
    }
}

#[test]
fn an_error_names_the_line_in_the_template() {
    let view = json!({ "x": "a", "list": [1, 2, 3] });
    let line = |source: &str| render_hcl("x", source, &view).unwrap_err().line;
    assert_eq!(line("## c\n\na = {{ y }}\n"), Some(3));
    assert_eq!(line("## c\n#% for i in list\nb {\n}\n#% endfor\na = = 1\n"), Some(6));
    assert_eq!(line("a = 1\n\nb = \"{{ x }}\"\n"), Some(3));
    assert_eq!(line("a = {{ x }}\n\nb = = 1\n"), Some(3));
    assert_eq!(line("a = 1\n#% if\n"), Some(2));
}

#[test]
fn text_keeps_its_headings() {
    let source =
        "# {{ name }}\n\n## Apply\n\n#% for r in roots\n{{ loop.index }}. {{ r }}\n#% endfor\n";
    let rendered = text(source, &json!({ "name": "shop", "roots": ["a", "regions/us-east-1"] }));
    assert_eq!(rendered.unwrap(), "# shop\n\n## Apply\n\n1. a\n2. regions/us-east-1\n");
}

#[test]
fn text_takes_plain_names_and_integers_only() {
    let good = [json!("us-east-1"), json!("10.0.0.0/16"), json!("Route 53 (global)"), json!(7)];
    for x in good {
        assert!(text("{{ x }}", &json!({ "x": x })).is_ok(), "{x}");
    }
    let bad = [
        json!("<b>"),
        json!("[a](b)"),
        json!("`a`"),
        json!("a|b"),
        json!("a\nb"),
        json!("# a"),
        json!("*a*"),
        json!("\u{202e}"),
        json!("é"),
        json!(1.5),
        json!(true),
        json!(null),
        json!([1]),
    ];
    for x in bad {
        assert!(text("{{ x }}", &json!({ "x": x })).is_err(), "{x}");
    }
    for source in ["{{ y }}", "{{ x if false }}", "{% if y %}{% endif %}", "{{ x|safe }}"] {
        assert!(text(source, &json!({ "x": "a" })).is_err(), "{source}");
    }
}
