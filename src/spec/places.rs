//! Where everything in a file stands.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diag::Places,
    source::{Source, Span},
};

/// The places in a file's table.
pub(super) fn places(source: &Source, table: &DeTable<'_>) -> Places {
    let mut places = Places::new(source.top(), source.top());
    fill(&mut places, table);
    places
}

fn fill(places: &mut Places, table: &DeTable<'_>) {
    for (key, value) in table {
        places.insert(key.get_ref(), entry(key.span().into(), value));
    }
}

fn entry(key: Span, value: &Spanned<DeValue<'_>>) -> Places {
    let mut places = Places::new(key, value.span().into());
    if let Some(table) = value.get_ref().as_table() {
        fill(&mut places, table);
    }
    for item in value.get_ref().as_array().into_iter().flatten() {
        if let Some(text) = item.get_ref().as_str() {
            places.insert(text, entry(item.span().into(), item));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_found_by_its_path() {
        let text = "a = 1\n[b.c]\nd = [\"x\", \"y\", \"x\"]\ne.f = true\n";
        let (table, _) = DeTable::parse_recoverable(text);
        let places = places(&Source::new("t.toml", text), table.get_ref());
        let shown = |span: Span| text.get(span.start..span.end).unwrap();
        assert_eq!(shown(places.value(&["a"])), "1");
        assert_eq!(shown(places.key(&["a"])), "a");
        assert_eq!(shown(places.key(&["b", "c"])), "c");
        assert_eq!(shown(places.value(&["b", "c", "e", "f"])), "true");
        let first = text.find("\"x\"").unwrap();
        assert_eq!(places.value(&["b", "c", "d", "x"]).start, first);
        // What is not there is where it would be.
        assert_eq!(shown(places.value(&["b", "c", "g"])), "c");
        assert_eq!(shown(places.key(&["b", "c", "e", "g"])), "e");
        assert_eq!(places.value(&["g"]), Span::default());
    }
}
