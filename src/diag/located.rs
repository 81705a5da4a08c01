//! Findings beside the sources that they are in.

use std::mem;

use super::finding::Diagnostic;
use crate::source::{Source, Span, printable};

/// A finding with its source, and with places counted from that source's beginning. What else explains it may be in
/// another source: there a sentence says where.
pub(super) fn located<'s>(
    sources: &'s [Source],
    finding: &Diagnostic,
) -> Option<(&'s Source, Diagnostic)> {
    let source_of = |span: Span| {
        let mut begun = sources.iter().rev().filter(|source| source.base() <= span.start);
        begun.next().or(sources.first())
    };
    let own = source_of(finding.primary.span)?;
    let mut finding = finding.clone();
    for label in mem::take(&mut finding.related) {
        let other = source_of(label.span)?;
        if other.base() == own.base() {
            finding.related.push(label);
            continue;
        }
        let at = other.position(label.span.within(other).start);
        let place = format!("{}:{}:{}", printable(other.path()), at.line, at.column);
        finding.notes.push(format!("{place}: {}", label.text));
    }
    Some((own, finding.moved(|span| span.within(own))))
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Diagnostics};
    use super::*;

    static TRIED: Code = Code::warning("tried", "", "");

    #[test]
    fn a_finding_is_shown_in_its_own_file() {
        let first = Source::new("a.toml", "one = 1\n");
        let second = Source::new("b.toml", "# two\ntwo = 2\n").after(&first);
        let third = Source::new("c.toml", "three = 3\n").after(&second);
        let sources = [first, second, third];
        let place = |index: usize, text: &str| {
            let source: &Source = &sources[index];
            let start = source.text().find(text).unwrap();
            Span::from(start..start + text.len()).after(source.base())
        };
        let mut diags = Diagnostics::new();
        diags.push(Diagnostic::new(&TRIED, place(2, "three"), "of the third"));
        let here = Diagnostic::new(&TRIED, place(1, "2"), "of the second");
        diags.push(here.related(place(0, "1"), "as here").replace("write", place(1, "2"), "3"));
        let shown = diags.render(&sources);
        let second = shown.find("b.toml:2:7").unwrap();
        assert!(second < shown.find("c.toml:1:1").unwrap(), "{shown}");
        assert!(shown.contains("note: a.toml:1:7: as here"), "{shown}");
        assert!(shown.contains("two = 3"), "{shown}");
    }

    #[test]
    fn a_file_after_another_is_read_in_its_own_places() {
        let first = Source::new("a.toml", "name = \"shop\"\n");
        for (text, place) in [
            ("\nname = \"shop\"\nlayout = 3\n", "b.toml:3:10"),
            ("tier = \"none\"\n", "b.toml:1:8"),
            ("a = 1\nb = = 2\n", "b.toml:2:5"),
            ("\n[regions.us-east-1]\nweight = \"60\"\n", "b.toml:3:10"),
            ("[regions]\nus-east-1.zones = [[7]]\n", "b.toml:2:19"),
        ] {
            let second = Source::new("b.toml", text).after(&first);
            let (mut alone, mut behind) = (Diagnostics::new(), Diagnostics::new());
            _ = crate::check(&Source::new("b.toml", text), &mut alone);
            _ = crate::check(&second, &mut behind);
            let alone = alone.render(&Source::new("b.toml", text));
            assert!(alone.contains(place), "{alone}");
            let first = Source::new("a.toml", "name = \"shop\"\n");
            assert_eq!(behind.render(&[first, second]), alone);
        }
    }
}
