//! A file that is not the first: its places are counted after those of the others.

use std::mem;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Moves all places of a table.
pub(super) fn shift(table: &mut DeTable<'_>, base: usize) {
    for (key, value) in mem::take(table) {
        let mut value = moved(value, base);
        inner(value.get_mut(), base);
        table.insert(moved(key, base), value);
    }
}

fn inner(value: &mut DeValue<'_>, base: usize) {
    if let DeValue::Table(table) = value {
        shift(table, base);
    } else if let DeValue::Array(items) = value {
        for item in items.iter_mut() {
            inner(item.get_mut(), base);
            let taken = mem::replace(item, Spanned::new(0..0, DeValue::Boolean(false)));
            *item = moved(taken, base);
        }
    }
}

fn moved<T>(value: Spanned<T>, base: usize) -> Spanned<T> {
    let span = value.span();
    Spanned::new(span.start + base..span.end + base, value.into_inner())
}
