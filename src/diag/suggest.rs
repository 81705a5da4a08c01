//! "Did you mean": the known name closest to what was written.

/// What was probably meant.
#[derive(Clone, Copy)]
pub(crate) struct Meant<'a> {
    pub(crate) word: &'a str,
    /// It is one slip away, or differs in nothing that can be heard, and nothing else is as near.
    pub(crate) is_certain: bool,
}

/// The candidate most like `written`, if any is like enough to be what was meant.
pub(crate) fn meant<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<Meant<'a>> {
    let length = written.chars().count();
    let limit = (length / 3).max(1);
    let mut nearest: Option<(usize, &str)> = None;
    let mut is_alone = true;
    for candidate in candidates {
        // As many letters more or less take as many changes.
        let is_far = candidate.chars().count().abs_diff(length) > limit;
        if is_far && !sounds_alike(written, candidate) {
            continue;
        }
        let distance = strsim::damerau_levenshtein(written, candidate);
        if distance > limit && !sounds_alike(written, candidate) {
            continue;
        }
        match nearest {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => is_alone = false,
            Some(_) | None => (nearest, is_alone) = (Some((distance, candidate)), true),
        }
    }
    let (distance, word) = nearest?;
    let near = length > 2 && distance == 1 || sounds_alike(written, word);
    Some(Meant { word, is_certain: is_alone && near })
}

/// Whether the two differ only in case and in what stands between words.
fn sounds_alike(written: &str, meant: &str) -> bool {
    letters(written).eq(letters(meant))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

/// The candidate most like `written`, if any is like enough to be what was meant.
pub(crate) fn closest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    meant(written, candidates).map(|meant| meant.word)
}

/// Whether the two differ by one letter left out, added, changed or swapped with its neighbour.
pub(crate) fn is_slip(written: &str, meant: &str) -> bool {
    strsim::damerau_levenshtein(written, meant) == 1
}

/// The names that somebody may choose from, the first of them where they are many: `a, b, … (30 in all)`.
pub(crate) fn listed(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    const MOST: usize = 40;
    let mut names = names.into_iter();
    let first: Vec<_> = names.by_ref().take(MOST).collect();
    let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{}, … ({} in all)", first.join(", "), MOST + more),
    }
}

#[cfg(test)]
mod tests {
    use super::{closest, listed, meant};

    #[test]
    fn a_typo_is_recognised_and_a_stranger_is_not() {
        assert_eq!(closest("wieght", ["weight", "zones"]), Some("weight"));
        assert_eq!(closest("us-esat-1", ["us-west-1", "us-east-1"]), Some("us-east-1"));
        assert_eq!(closest("banana", ["weight", "zones"]), None);
    }

    #[test]
    fn only_what_cannot_be_anything_else_is_certain() {
        let certain = |written, words: &[&'static str]| {
            meant(written, words.iter().copied()).map(|meant| (meant.word, meant.is_certain))
        };
        assert_eq!(certain("wieght", &["weight", "zones"]), Some(("weight", true)));
        assert_eq!(certain("Active_Active", &["active-active"]), Some(("active-active", true)));
        assert_eq!(certain("users", &["users1", "users2"]), Some(("users1", false)));
        assert_eq!(certain("acitve-activ", &["active-active"]), Some(("active-active", false)));
        assert_eq!(certain("al", &["all"]), Some(("all", false)));
        assert_eq!(certain("banana", &["weight"]), None);
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(listed(["a", "b"]), "a, b");
        let names: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        assert!(listed(&names).ends_with("38, 39, … (50 in all)"), "{}", listed(&names));
    }
}
