//! Where something comes from, in words.

use super::{causes::Cause, comparison::Comparison, edits::Edit};

/// More places nobody reads.
const PLACES: usize = 3;

/// `prod.toml:21`
pub(super) fn place(one: &Comparison, edit: &Edit) -> String {
    let line = one.after.source.as_ref().map(|source| source.position(edit.place.start).line);
    format!("{}:{}", one.topology, line.unwrap_or(1))
}

/// What something comes from: the lines of the topology, a newer topogen, files.
pub(super) fn from(one: &Comparison, cause: &Cause) -> Vec<String> {
    let edits = cause.edits.iter().filter_map(|index| one.edits.get(*index));
    // The same line once, and of many the first.
    let mut places: Vec<String> = edits.map(|edit| place(one, edit)).collect();
    places.sort();
    places.dedup();
    if places.len() > PLACES {
        let more = places.len() - PLACES;
        places.truncate(PLACES);
        places.push(format!("and {more} more"));
    }
    places.extend(cause.topogen.then(|| "topogen".to_owned()));
    places.extend(cause.files.then(|| "your files".to_owned()));
    places
}
