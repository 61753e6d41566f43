//! Bytes of one file → text, or why it has none. Every file that people write is read through here.
//!
//! A file of the site must be UTF-8, and a diagnostic says which encoding it has instead
//! ([`text_of`]); a document from outside is read in whatever encoding it came in ([`foreign`]).
//! The only room that names chardetng, which guesses an encoding, and encoding_rs, which reads it.

pub mod foreign;

use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{Content, FileId, Sources, Span};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use std::ops::Range;

/// The text of `file` without a byte order mark; none, with a diagnostic, if it has none.
///
/// A mark is replaced by nothing, so offsets into the text are offsets into the file less the
/// mark's three bytes; [`Text::offset`] gives them back.
#[must_use]
pub(crate) fn text_of<'s>(
    sources: &'s Sources,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Text<'s>> {
    let bytes = bytes_of(sources, file, diagnostics)?;
    let (bytes, offset) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, 3),
        None => (bytes, 0),
    };

    if offset > 0 {
        let diagnostic = Diagnostic::new(
            Code::ByteOrderMark,
            "the file begins with a byte order mark, which is ignored",
        );

        diagnostics
            .push(diagnostic.at(Span::new(file, 0..0), "").hint("save it as UTF-8 without BOM"));
    }

    // `contains` looks at many bytes at once, `position` at one after another, and hardly any file
    // has a NUL.
    // UTF-16 is full of them, and is told by its own name below.
    if bytes.contains(&0)
        && !looks_like_utf16(bytes)
        && let Some(at) = bytes.iter().position(|byte| *byte == 0)
    {
        let diagnostic = Diagnostic::new(Code::NulByte, "there is a NUL byte here")
            .at(Span::new(file, at + offset..at + offset + 1), "");
        diagnostics.push(
            diagnostic
                .hint("remove it; if the file is not text, give it another ending than `.md`"),
        );

        return None;
    }

    match std::str::from_utf8(bytes) {
        Ok(text) => {
            if let Some(conflict) = conflict(text) {
                let place = offset + conflict.start..offset + conflict.end;
                diagnostics.push(unmerged(Span::new(file, place)));
                return None;
            }
            Some(Text { text, offset })
        }
        Err(error) => {
            diagnostics.push(not_utf8(file, bytes, error.valid_up_to() + offset));
            None
        }
    }
}

/// The bytes of `file`; none, with a diagnostic, if it was too large to read or leads out of the
/// site.
#[must_use]
pub(crate) fn bytes_of<'s>(
    sources: &'s Sources,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<&'s [u8]> {
    match &sources.file(file).content {
        Content::Bytes(bytes) => return Some(bytes),
        Content::TooLarge(size) => diagnostics.push(too_large(file, *size)),
        Content::LinkOutside => diagnostics.push(link_outside(file)),
        Content::Media | Content::Picture(_) => {}
    }

    None
}

/// A file's text and where it begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'s> {
    /// The text.
    pub text: &'s str,
    /// Bytes of the file before it.
    pub offset: usize,
}

/// The first line that git left where it could not merge two versions; none where there is none.
///
/// One mark is enough, for whoever chose a version and forgot the other mark would publish it. A
/// line of equals signs alone may be below a heading, and seven `>` before a sentence may quote.
fn conflict(text: &str) -> Option<Range<usize>> {
    // Hardly any file has such signs, and they are found many bytes at once.
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return None;
    }

    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let whole = line.trim_end();
        if whole.starts_with("<<<<<<< ") || whole.strip_prefix(">>>>>>> ").is_some_and(is_version) {
            return Some(at..at + whole.len());
        }
        at += line.len();
    }
    None
}

/// Whether words are what git calls a version: a branch, or a commit with its subject in brackets.
fn is_version(words: &str) -> bool {
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    let is_hash = name.len() >= 7 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    rest.is_empty() || is_hash && rest.starts_with('(')
}

fn unmerged(place: Span) -> Diagnostic {
    Diagnostic::new(Code::MergeMarks, "git left marks of two versions here")
        .at(place, "the first mark")
        .hint("keep the lines that are right, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`")
}

fn too_large(file: FileId, size: u64) -> Diagnostic {
    let message = say!(
        "the file has {size} MiB, the limit is {most} MiB",
        size = size >> 20,
        most = crate::base::sources::MAX_TEXT_BYTES >> 20
    );

    Diagnostic::new(Code::FileTooLarge, message)
        .at(Span::new(file, 0..0), "")
        .hint("split it; keep data under another ending than `.md`")
}

/// Says that a link leads out of the site.
#[must_use]
pub(crate) fn link_outside(file: FileId) -> Diagnostic {
    Diagnostic::new(Code::LinkOutside, "this symbolic link leads out of the site")
        .at(Span::new(file, 0..0), "")
        .hint("copy the file in")
}

fn looks_like_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

fn not_utf8(file: FileId, bytes: &[u8], at: usize) -> Diagnostic {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => "UTF-16LE",
        [0xFE, 0xFF, ..] => "UTF-16BE",
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            // Enough to guess from, and no file waits for a guess.
            detector.feed(&bytes[..bytes.len().min(1 << 16)], true);
            detector.guess(None, Utf8Detection::Deny).name()
        }
    };

    Diagnostic::new(
        Code::NotUtf8,
        say!("the file is not UTF-8; it looks like {encoding}", encoding),
    )
    .at(Span::new(file, at..at), "the first byte that is not")
    .hint(say!("save it as UTF-8, or convert it: `iconv -f {encoding} -t UTF-8 OLD > NEW`, with the names of this file and of a new one", encoding))
}
