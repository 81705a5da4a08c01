//! What entries are called in AWS, and what their keys were.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    spec::Identities,
    words::entry_name,
};

pub(crate) static INVALID_RENAME: Code = Code::error(
    "invalid-rename",
    "an entry was called what no entry is called now",
    "`renamed_from` is the key that an entry had before, so that Terraform moves what it has instead of destroying it \
     and making it anew. What has that key still was not renamed, and two entries cannot both have been one. To swap two \
     keys, rename one to a third key, apply, then rename both, and apply again.",
);

/// What entries are called where that is not their key, by section.
pub(super) fn called(
    identities: &Identities,
    diags: &mut Diagnostics,
) -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let mut all: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for ((section, entry), identity) in identities {
        if let Some(name) = identity.called.as_ref().and_then(|name| entry_name(name, diags)) {
            all.entry(*section).or_default().insert(entry.clone(), name);
        }
    }
    all
}

/// Holds the keys that entries had to what can have been, and says whether there are any.
pub(crate) fn renamed(identities: &Identities, diags: &mut Diagnostics) -> bool {
    let mut first: BTreeMap<(&str, &str), &Spanned<String>> = BTreeMap::new();
    for ((section, _), identity) in identities {
        let Some(from) = identity.renamed_from.as_ref() else { continue };
        if entry_name(from, diags).is_none() {
            continue;
        }
        let old = from.get_ref();
        if identities.contains_key(&(*section, old.clone())) {
            let place = diags.places().key(&[section, old]);
            let message = format!("`{section}.{old}` is still there");
            diags.push(
                Diagnostic::new(&INVALID_RENAME, from.span(), message)
                    .related(place, "here")
                    .note("to swap two keys takes two applies, by way of a third key")
                    .help("write the key that this entry had before, or remove `renamed_from`"),
            );
        } else if let Some(other) = first.get(&(*section, old)) {
            let message = format!("two entries were `{section}.{old}`");
            diags.push(
                Diagnostic::new(&INVALID_RENAME, from.span(), message)
                    .related(other.span(), "and here")
                    .help("let the one that is to have what is there say so"),
            );
        }
        first.entry((section, old)).or_insert(from);
    }
    !first.is_empty()
}
