//! As much YAML as is in what `topogen ci gitlab` and `topogen ci atlantis` write. GitLab's schema and Atlantis' own parser read the
//! same files in the gate.

use std::collections::VecDeque;

use serde_json::{Map, Value as Json};

/// A line without its indentation, and how much that is.
type Line = (usize, String);

/// Reads maps, lists, lists on one line, and scalars. Anything else is not read as something else: it panics.
pub(super) fn read(text: &str) -> Json {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines = lines.filter(|line| !line.trim_start().starts_with('#'));
    let mut lines: VecDeque<Line> =
        lines.map(|line| (line.len() - line.trim_start().len(), line.trim().to_owned())).collect();
    let document = block(&mut lines, 0);
    assert_eq!(lines, [], "what is indented otherwise");
    document
}

fn block(lines: &mut VecDeque<Line>, indent: usize) -> Json {
    let is_list = lines.front().is_some_and(|(_, text)| text.starts_with("- "));
    let (mut list, mut map) = (Vec::new(), Map::new());
    while lines.front().is_some_and(|(own, _)| *own == indent) {
        let (_, text) = lines.pop_front().unwrap();
        let item = text.strip_prefix("- ");
        assert_eq!(item.is_some(), is_list, "{text}");
        match (item, entry(item.unwrap_or(&text))) {
            (Some(item), Some(_)) => {
                lines.push_front((indent + 2, item.to_owned()));
                list.push(block(lines, indent + 2));
            }
            (Some(item), None) => list.push(scalar(item)),
            (None, Some((key, ""))) => {
                let deeper = lines.front().unwrap().0;
                assert!(deeper > indent, "nothing below {key}");
                assert_eq!(map.insert(key.to_owned(), block(lines, deeper)), None, "{key} twice");
            }
            (None, Some((key, value))) => {
                assert_eq!(map.insert(key.to_owned(), scalar(value)), None, "{key} twice");
            }
            (None, None) => panic!("neither a key nor an item: {text}"),
        }
    }
    if is_list { Json::Array(list) } else { Json::Object(map) }
}

/// A key and what stands behind it.
fn entry(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    (is_key && (value.is_empty() || value.starts_with(' '))).then_some((key, value.trim()))
}

fn scalar(text: &str) -> Json {
    if let Some(list) = text.strip_prefix('[') {
        let list = list.strip_suffix(']').unwrap();
        return list.split(", ").filter(|item| !item.is_empty()).map(scalar).collect();
    }
    let is_plain = !text.starts_with(['{', '&', '*', '!', '|', '>', '\'', '%', '@', '`'])
        && !text.contains(" #")
        && !text.contains(": ");
    assert!(text.starts_with('"') || is_plain, "{text}");
    serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))
}
