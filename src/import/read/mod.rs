//! Bytes → [`Manuscript`]: one file per format. Which format it is, the content says first, the
//! name second.
//!
//! **Invariant:** nothing is read that is larger than [`MAX_DOCUMENT_BYTES`], and no reader holds
//! more than a small multiple of that.
//! **Invariant:** bytes that cannot be read are a [`Refusal`] that says what to do; no input ends
//! in a panic.

mod docx;
mod format;
mod front_matter;
mod html;
mod table;
#[cfg(test)]
mod tests;
mod text;

use super::manuscript::Manuscript;
use crate::base::decode::foreign::{Converted, converted};
use crate::base::sources::MAX_TEXT_BYTES;
#[cfg(test)]
pub(in crate::import) use docx::docx_of;
pub(crate) use format::Format;
pub use format::format_of;

/// The size in bytes above which a document is not read.
pub(crate) const MAX_DOCUMENT_BYTES: u64 = MAX_TEXT_BYTES;

/// What a reader is told beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The elements of an HTML page that are its text, as a CSS selector; without it they are
    /// looked for.
    pub select: Option<String>,
}

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Refusal {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Refusal { message: message.into(), hint: hint.into() }
    }
}

/// Reads a document. `name` is the name of its file, of which the ending counts where the content
/// does not tell the format.
///
/// # Errors
///
/// A [`Refusal`] if it is empty, too large, of a format that is not read, damaged, without text, or
/// if `select` cannot be followed.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Manuscript, Refusal> {
    if bytes.len() as u64 > MAX_DOCUMENT_BYTES {
        let message = format!(
            "the file has {} MiB, the limit is {} MiB",
            bytes.len() >> 20,
            MAX_DOCUMENT_BYTES >> 20
        );
        return Err(Refusal::new(message, "split it"));
    }
    match format_of(name, bytes)? {
        Format::Text => decoded(bytes, None).map(text::read),
        Format::Html => html::read(
            decoded(bytes, html::declared_encoding(bytes).as_deref())?,
            options.select.as_deref(),
        ),
        Format::Docx => docx::read(bytes),
    }
}

fn decoded(bytes: &[u8], declared: Option<&str>) -> Result<Converted, Refusal> {
    let hint = "import plain text, Markdown, HTML or DOCX; if it is text, save it as UTF-8";
    let converted =
        converted(bytes, declared).map_err(|not_text| Refusal::new(not_text.to_string(), hint))?;
    match converted.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        true => Err(Refusal::new(
            "the file has no text, only white space",
            "check that this is the right file",
        )),
        false => Ok(converted),
    }
}
