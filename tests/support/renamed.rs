//! A topology whose entries have other keys. The tests of both packages include this file.

use toml::{Table, Value};

/// Sections of entries, and by which key an entry says what stands for its own.
pub(crate) const SECTIONS: [(&str, &str); 7] = [
    ("buckets", "name"),
    ("databases", "name"),
    ("functions", "parameter"),
    ("queues", "name"),
    ("secrets", "name"),
    ("services", "name"),
    ("tables", "name"),
];

/// Gives every entry of a topology the key `<key>-renamed`, and says which had one before, such as `tables.users`. `says` writes
/// into an entry: it is told the entry, by which key it says how it is called, and its old key.
///
/// # Errors
///
/// It is no topology.
pub(crate) fn renamed(
    text: &str,
    says: impl Fn(&mut Table, &str, &str),
) -> Result<(String, Vec<String>), String> {
    let mut topology: Table = text.parse().map_err(|error| format!("{error}"))?;
    let mut old = Vec::new();
    for (section, named_by) in SECTIONS {
        let Some(entries) = topology.get_mut(section).and_then(Value::as_table_mut) else {
            continue;
        };
        let all = std::mem::take(entries);
        for (key, mut value) in all {
            let Some(entry) = value.as_table_mut() else {
                entries.insert(key, value);
                continue;
            };
            says(entry, named_by, &key);
            entries.insert(format!("{key}-renamed"), value);
            old.push(format!("{section}.{key}"));
        }
    }
    let services = topology.get_mut("services").and_then(Value::as_table_mut);
    for (_, service) in services.into_iter().flatten() {
        let list = service.get_mut("uses").and_then(Value::as_array_mut);
        for used in list.into_iter().flatten() {
            let name = used.as_str().ok_or("`uses` has names")?;
            *used = format!("{name}-renamed").into();
        }
    }
    Ok((toml::to_string(&topology).map_err(|error| error.to_string())?, old))
}
