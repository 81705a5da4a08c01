//! Forms of values: text with holes in braces.
//!
//! | hole | becomes |
//! |---|---|
//! | `{hex:17}`, `{lower:8}`, `{upper:13}`, `{digits:6}`, `{uuid}` | characters of the object's own |
//! | `{upper:13@name}` | characters from account and argument: the same in every region |
//! | `{next}` | the next revision of its family |
//! | `{region}`, `{account}` | those of the object |
//! | `{name}`, `{.name}` | another argument of the object, or of the innermost block |
//! | `{last@name}` | what is behind the last `/` of that argument |
//! | `{scope@name}` | `regional` where that argument says so, else `global` |
//! | `{bare@.name}` | that argument without `*.` before and `.` behind it |
//! | `{a\|b}` | the first that has a value |

use super::maker::{Maker, Place, text};
use super::seed::Seed;

/// A parsed form.
pub(super) struct Shape(Vec<Part>);

enum Part {
    Text(String),
    Hole(Vec<Hole>),
}

enum Hole {
    Characters { alphabet: &'static [u8], count: usize, of: Option<String> },
    Uuid,
    Next,
    Region,
    Account,
    Bare(String),
    Last(String),
    Scope(String),
    Argument(String),
}

const HEX: &[u8] = b"0123456789abcdef";

impl Shape {
    pub(super) fn parse(form: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = form;
        while let Some((before, after)) = rest.split_once('{') {
            // JSON in a form begins with two braces.
            if let Some(literal) = after.strip_prefix('{') {
                parts.push(Part::Text(format!("{before}{{")));
                rest = literal;
                continue;
            }
            let (hole, behind) = after.split_once('}')?;
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Hole(hole.split('|').map(Hole::parse).collect::<Option<_>>()?));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Some(Self(parts))
    }

    pub(super) fn render(&self, maker: &Maker<'_>, place: Place<'_>) -> String {
        let mut out = String::new();
        for (index, part) in self.0.iter().enumerate() {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Hole(holes) => {
                    let seed = maker.seed.text(place.path).text(&index.to_string());
                    let first = holes.iter().find_map(|hole| hole.render(maker, place, seed));
                    out.push_str(&first.unwrap_or_default());
                }
            }
        }
        out
    }
}

#[cfg(test)]
impl Shape {
    /// The arguments in its holes; none where something is made up.
    pub(super) fn arguments(&self) -> Option<Vec<&str>> {
        let holes = self.0.iter().flat_map(|part| match part {
            Part::Text(_) => &[],
            Part::Hole(holes) => holes.as_slice(),
        });
        let of = |hole| match hole {
            &Hole::Characters { .. } | &Hole::Uuid | &Hole::Next => Some(None),
            &Hole::Region | &Hole::Account => None,
            Hole::Bare(name) | Hole::Last(name) | Hole::Scope(name) | Hole::Argument(name) => {
                Some(Some(name.as_str()))
            }
        };
        holes.filter_map(of).collect()
    }
}

impl Hole {
    fn parse(text: &str) -> Option<Self> {
        if let Some(name) = text.strip_prefix("bare@") {
            return Some(Self::Bare(name.to_owned()));
        }
        if let Some(name) = text.strip_prefix("last@") {
            return Some(Self::Last(name.to_owned()));
        }
        if let Some(name) = text.strip_prefix("scope@") {
            return Some(Self::Scope(name.to_owned()));
        }
        let Some((alphabet, rest)) = text.split_once(':') else {
            return Some(match text {
                "uuid" => Self::Uuid,
                "next" => Self::Next,
                "region" => Self::Region,
                "account" => Self::Account,
                name => Self::Argument(name.to_owned()),
            });
        };
        let alphabet: &[u8] = match alphabet {
            "digits" => b"0123456789",
            "hex" => HEX,
            "lower" => b"0123456789abcdefghijklmnopqrstuvwxyz",
            "upper" => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => return None,
        };
        let (count, of) =
            rest.split_once('@').map_or((rest, None), |(count, of)| (count, Some(of)));
        Some(Self::Characters { alphabet, count: count.parse().ok()?, of: of.map(str::to_owned) })
    }

    fn render(&self, maker: &Maker<'_>, place: Place<'_>, seed: Seed) -> Option<String> {
        match self {
            Self::Characters { alphabet, count, of: None } => {
                Some(seed.characters(alphabet, *count))
            }
            Self::Characters { alphabet, count, of: Some(of) } => {
                let of = bare(&argument(maker, place, of)?);
                let key = place.path.rsplit('.').next().unwrap_or(place.path);
                let seed = Seed::new(&maker.settings.account).text(key).text(&of);
                Some(seed.characters(alphabet, *count))
            }
            Self::Uuid => Some(uuid(seed)),
            Self::Next => Some(maker.next.to_string()),
            Self::Region => Some(maker.region.to_owned()),
            Self::Account => Some(maker.settings.account.clone()),
            Self::Bare(name) => argument(maker, place, name).map(|text| bare(&text)),
            Self::Last(name) => {
                let text = argument(maker, place, name)?;
                Some(text.rsplit('/').next().unwrap_or_default().to_owned())
            }
            Self::Scope(name) => {
                let regional = argument(maker, place, name).as_deref() == Some("REGIONAL");
                Some(if regional { "regional" } else { "global" }.to_owned())
            }
            Self::Argument(name) => argument(maker, place, name),
        }
    }
}

fn argument(maker: &Maker<'_>, place: Place<'_>, name: &str) -> Option<String> {
    name.strip_prefix('.')
        .map_or_else(|| maker.other(name, place.depth), |sibling| text(place.siblings.get(sibling)))
}

fn bare(name: &str) -> String {
    name.strip_prefix("*.").unwrap_or(name).trim_end_matches('.').to_owned()
}

/// A UUID of version 4 in form.
fn uuid(seed: Seed) -> String {
    let part = |salt: &str, count| seed.text(salt).characters(HEX, count);
    format!(
        "{}-{}-4{}-a{}-{}",
        part("1", 8),
        part("2", 4),
        part("3", 3),
        part("4", 3),
        part("5", 12)
    )
}
