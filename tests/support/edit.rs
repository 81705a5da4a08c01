//! A topology that is changed by the paths of its values, not by its text. The tests of both packages include this file.

use toml::{Table, Value};

/// One change. Paths are dotted, values are TOML.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit<'a> {
    /// A value that is there becomes another one.
    Change(&'a str, &'a str),
    /// A value that is not there comes.
    Add(&'a str, &'a str),
    /// A value that is there goes.
    Remove(&'a str),
}

use Edit::{Add, Change, Remove};

/// A topology after some changes.
///
/// # Errors
///
/// A change does not fit what is there.
pub(crate) fn edited(text: &str, edits: &[Edit]) -> Result<String, String> {
    let mut topology: Table = text.parse().map_err(|error| format!("{error}"))?;
    for edit in edits {
        apply(&mut topology, *edit).map_err(|why| format!("{edit:?}: {why}"))?;
    }
    toml::to_string(&topology).map_err(|error| error.to_string())
}

fn apply(topology: &mut Table, edit: Edit) -> Result<(), String> {
    let (Change(path, _) | Add(path, _) | Remove(path)) = edit;
    let mut keys: Vec<&str> = path.split('.').collect();
    let last = keys.pop().unwrap_or_default();
    let mut table = topology;
    for key in keys {
        let next = table.get_mut(key).and_then(Value::as_table_mut);
        table = next.ok_or_else(|| format!("there is no table `{key}`"))?;
    }
    let new = match edit {
        Change(_, value) | Add(_, value) => {
            Some(value.parse::<Value>().map_err(|error| error.to_string())?)
        }
        Remove(_) => None,
    };
    match (edit, table.get(last)) {
        (Change(..) | Remove(_), None) => return Err("there is no such value".to_owned()),
        (Add(..), Some(old)) => return Err(format!("there is {old}")),
        (_, old) if old == new.as_ref() => return Err("it is so already".to_owned()),
        _ => {}
    }
    _ = match new {
        Some(value) => table.insert(last.to_owned(), value),
        None => table.remove(last),
    };
    Ok(())
}
