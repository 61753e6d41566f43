//! Values → JSON, appended to what is written already: in one line, or in lines with an indent of two
//! spaces.

use serde::Serialize;

/// Appends a value in one line.
pub(crate) fn append(out: &mut String, value: &(impl Serialize + ?Sized)) {
    out.push_str(&serde_json::to_string(value).expect(WRITTEN));
}

/// Appends a value in lines.
pub(crate) fn append_in_lines(out: &mut String, value: &(impl Serialize + ?Sized)) {
    out.push_str(&serde_json::to_string_pretty(value).expect(WRITTEN));
}

/// Why writing does not fail.
const WRITTEN: &str = "a value whose keys are texts can be written to memory";
