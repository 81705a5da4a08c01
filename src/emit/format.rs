//! HCL as text.

use hcl::{
    Body,
    format::{Format, Formatter},
};

use super::{align::align, wrap::wrap};
use crate::bug::{Bug, bug};

/// A body as text, in columns.
pub(super) fn format(body: &Body) -> Result<String, Bug> {
    // A list on one line keeps the arguments around it in one column.
    let mut formatter = Formatter::builder().compact_arrays(true).build_vec();
    body.format(&mut formatter).map_err(bug)?;
    let text = String::from_utf8(formatter.into_inner()).map_err(bug)?;
    align(wrap(&text).trim_end()).map(|text| format!("{text}\n")).map_err(bug)
}
