//! Bytes → [`Manuscript`]: one file per format. Which format it is, the content says first, the
//! name second.
//!
//! **Invariant:** nothing is read that is larger than [`MAX_DOCUMENT_BYTES`], and no reader holds
//! more than a small multiple of that.
//! **Invariant:** bytes that cannot be read are a [`Refusal`] that says what to do; no input ends
//! in a panic.

mod archive;
mod captions;
mod docx;
mod epub;
mod format;
mod front_matter;
mod html;
mod json;
mod mhtml;
mod odt;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod rows;
mod rtf;
mod speech_xml;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod transcript;
mod turns;
mod writer;
mod xml;

use super::manuscript::{Entity, Manuscript};
use crate::base::decode::foreign::{Converted, converted};
use crate::base::sources::MAX_TEXT_BYTES;
#[cfg(test)]
pub(in crate::import) use docx::docx_of;
pub use format::format_of;
pub(crate) use speech_xml::{CorpusPart, corpus_part, listed_together};
use std::sync::Arc;

/// The size in bytes above which a document is not read.
pub(crate) const MAX_DOCUMENT_BYTES: u64 = MAX_TEXT_BYTES;

/// What a reader is told beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The elements of an HTML page that are its text, as a CSS selector; without it they are
    /// looked for.
    pub select: Option<String>,
    /// Whom and what lists in other files name that belong to the document.
    pub lists: Arc<[Entity]>,
}

/// A format that is read.
#[derive(Debug)]
pub struct Reader {
    /// What it is called, with the endings that are named where another is refused.
    pub(crate) name: &'static str,
    /// The endings of its files.
    pub(crate) endings: &'static [&'static str],
    read: Read,
    /// Whether it names people, places and things by identifiers.
    pub(crate) names_entities: bool,
}

/// How a format is read.
#[derive(Debug)]
enum Read {
    /// A file is a document.
    One(fn(&[u8], &ReadOptions) -> Result<Manuscript, Refusal>),
    /// A file may hold several.
    Several(fn(&[u8], &ReadOptions) -> Result<Vec<Manuscript>, Refusal>),
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

pub(super) static TEXT: Reader = Reader {
    name: "plain text and Markdown (.txt, .md)",
    endings: &["txt", "text", "md", "markdown"],
    read: Read::One(|bytes, _| decoded(bytes, None).map(text::read)),
    names_entities: false,
};
pub(super) static HTML: Reader = Reader {
    name: "HTML (.html)",
    endings: &["html", "htm", "xhtml", "shtml"],
    read: Read::One(|bytes, options| {
        let page = decoded(bytes, html::declared_encoding(bytes).as_deref())?;
        html::read(page, options.select.as_deref())
    }),
    names_entities: false,
};
pub(super) static DOCX: Reader = Reader {
    name: "Word (.docx)",
    endings: &["docx"],
    read: Read::One(|bytes, _| docx::read(bytes)),
    names_entities: false,
};
pub(super) static CAPTIONS: Reader = Reader {
    name: "captions (.vtt, .srt)",
    endings: &["vtt", "srt"],
    read: Read::One(|bytes, _| captions::read(decoded(bytes, None)?)),
    names_entities: false,
};

pub(super) static SPEECH_XML: Reader = Reader {
    name: "TEI, Akoma Ntoso and Hansard (.xml)",
    endings: &["xml", "tei", "akn"],
    read: Read::Several(|bytes, options| {
        let decoded = decoded(bytes, html::declared_encoding(bytes).as_deref())?;
        speech_xml::read(decoded, &options.lists)
    }),
    names_entities: true,
};

pub(super) static JSON: Reader = Reader {
    name: "Whisper's JSON and speeches in JSON (.json)",
    endings: &["json"],
    read: Read::Several(|bytes, _| json::read(&decoded(bytes, None)?)),
    names_entities: false,
};
pub(super) static JSON_LINES: Reader = Reader {
    name: "JSON Lines of speeches (.jsonl)",
    endings: &["jsonl", "ndjson"],
    read: Read::Several(|bytes, _| rows::read_lines(&decoded(bytes, None)?)),
    names_entities: false,
};
pub(super) static TABLE: Reader = Reader {
    name: "tables of speeches (.csv, .tsv)",
    endings: &["csv", "tsv"],
    read: Read::Several(|bytes, _| rows::read_csv(&decoded(bytes, None)?)),
    names_entities: false,
};

pub(super) static ODT: Reader = Reader {
    name: "OpenDocument text (.odt)",
    endings: &["odt", "ott"],
    read: Read::One(|bytes, _| odt::read(bytes)),
    names_entities: false,
};
pub(super) static RTF: Reader = Reader {
    name: "Rich Text (.rtf)",
    endings: &["rtf"],
    read: Read::One(|bytes, _| rtf::read(bytes)),
    names_entities: false,
};
pub(super) static EPUB: Reader = Reader {
    name: "EPUB (.epub)",
    endings: &["epub"],
    read: Read::One(|bytes, _| epub::read(bytes)),
    names_entities: false,
};
pub(super) static MHTML: Reader = Reader {
    name: "saved pages (.mhtml)",
    endings: &["mhtml", "mht"],
    read: Read::One(|bytes, options| mhtml::read(bytes, options.select.as_deref())),
    names_entities: false,
};

#[cfg(feature = "pdf")]
pub(super) static PDF: Reader = Reader {
    name: "PDF with a text layer (.pdf)",
    endings: &["pdf"],
    read: Read::One(|bytes, _| pdf::read(bytes)),
    names_entities: false,
};

/// The formats that are read.
pub(crate) static READERS: &[&Reader] = &[
    &TEXT,
    &HTML,
    &DOCX,
    &CAPTIONS,
    &SPEECH_XML,
    &JSON,
    &JSON_LINES,
    &TABLE,
    &ODT,
    &RTF,
    &EPUB,
    &MHTML,
    #[cfg(feature = "pdf")]
    &PDF,
];

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

/// Reads a document, the first of a file that holds several. `name` is the name of its file, of which
/// the ending counts where the content does not tell the format.
///
/// # Errors
///
/// A [`Refusal`] if it is empty, too large, of a format that is not read, damaged, without text, or
/// if `select` cannot be followed.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Manuscript, Refusal> {
    Ok(read_all(name, bytes, options)?.into_iter().next().unwrap_or_default())
}

/// Reads the documents of a file, of which some formats hold several; at least one.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn read_all(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Vec<Manuscript>, Refusal> {
    if bytes.len() as u64 > MAX_DOCUMENT_BYTES {
        let message = format!(
            "the file has {} MiB, the limit is {} MiB",
            bytes.len() >> 20,
            MAX_DOCUMENT_BYTES >> 20
        );
        return Err(Refusal::new(message, "split it"));
    }
    match format_of(name, bytes)?.read {
        Read::One(read) => Ok(vec![read(bytes, options)?]),
        Read::Several(read) => read(bytes, options),
    }
}

fn decoded(bytes: &[u8], declared: Option<&str>) -> Result<Converted, Refusal> {
    let hint = "import text, a page, a Word file or captions; if it is text, save it as UTF-8";
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
