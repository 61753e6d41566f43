//! Bytes of a document from outside, in whatever encoding → text, the name of the encoding, and how
//! much of it could not be read.
//!
//! Evidence counts in this order: a byte order mark; that the bytes are UTF-8, which no other text
//! is by chance; the encoding that the document declares, if it fits; what chardetng makes of the
//! first mebibyte.
//!
//! **Invariant:** what is returned has no NUL and next to no control characters; bytes that are not
//! text are refused whatever was guessed.

use crate::base::letters::is_noncharacter;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that the detector is shown: more than it needs for any page, and few enough for the
/// largest file.
const SAMPLE: usize = 1 << 20;
/// One character in so many may be a control character or unreadable; above that it is not text. A
/// choice: a damaged document has a few such characters, a picture or a program has them
/// everywhere.
const TOLERANCE: usize = 50;
/// So many well-formed sequences of UTF-8 outweigh one that is broken. Text in another encoding has
/// more broken than well-formed ones.
const WELL_FORMED_PER_BROKEN: usize = 20;

/// A document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The text, without a byte order mark.
    pub text: String,
    /// Name of the encoding, as the Encoding Standard has it.
    pub encoding: &'static str,
    /// How many places could not be read and became U+FFFD.
    pub n_replaced: usize,
}

/// Why bytes are not text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not text: {reason}")]
pub struct NotText {
    /// What speaks against it: lower case, no full stop.
    pub reason: String,
}

/// The text of `bytes`. `declared` is the encoding that the document names, by any label of the
/// Encoding Standard (§4.2).
///
/// # Errors
///
/// [`NotText`] if there are NUL bytes, many control characters or many places that cannot be read.
pub fn converted(bytes: &[u8], declared: Option<&str>) -> Result<Converted, NotText> {
    let converted = in_its_encoding(bytes, declared);
    match fault(&converted) {
        Some(reason) => Err(NotText { reason }),
        None => Ok(converted),
    }
}

/// The text of bytes in a code page of Windows, by its number; of one that is not known, that of
/// Western Europe.
#[must_use]
pub(crate) fn in_code_page(bytes: &[u8], code_page: u32) -> String {
    let label = match code_page {
        932 => "shift_jis".to_owned(),
        936 => "gb18030".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        1361 | 437 | 850 => "windows-1252".to_owned(),
        number => format!("windows-{number}"),
    };
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The beginning of `bytes`, about 1,000 bytes of it, as far as it can be read without knowing the
/// encoding: enough to see ASCII in it.
#[must_use]
pub fn glance(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(1024)];
    match Encoding::for_bom(start) {
        Some((encoding, _)) => encoding.decode(start).0.into_owned(),
        None => String::from_utf8_lossy(start).into_owned(),
    }
}

fn in_its_encoding(bytes: &[u8], declared: Option<&str>) -> Converted {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return read_as(encoding, &bytes[length..]);
    }

    let declared =
        declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    // What UTF-16 says of itself in ASCII is not true, and in UTF-8 it was looked for already.
    let declared = declared.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    let is_escaped = declared.is_some_and(|encoding| !encoding.is_ascii_compatible());

    if !is_escaped && std::str::from_utf8(bytes).is_ok() || is_nearly_utf8(bytes) {
        return read_as(UTF_8, bytes);
    }

    let by_declaration = declared.map(|encoding| read_as(encoding, bytes));
    match by_declaration.filter(|converted| converted.n_replaced == 0 && fault(converted).is_none())
    {
        Some(converted) => converted,
        None => read_as(detected(bytes), bytes),
    }
}

fn read_as(encoding: &'static Encoding, bytes: &[u8]) -> Converted {
    // The larger set reads all that the smaller one does.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);

    let n_replaced = if has_errors { text.matches('\u{FFFD}').count() } else { 0 };

    Converted { text: text.into_owned(), encoding: encoding.name(), n_replaced }
}

/// Whether the bytes are UTF-8 with a few broken places, as a cut or a bad copy leaves them.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut n_well_formed, mut n_broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_well_formed += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }

    n_broken > 0 && n_well_formed >= n_broken * WELL_FORMED_PER_BROKEN
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() == bytes.len());
    detector.guess(None, Utf8Detection::Allow)
}

/// What speaks against this being text.
fn fault(converted: &Converted) -> Option<String> {
    if let Some(at) = converted.text.find('\0') {
        let hint = if looks_like_utf16(&converted.text) {
            "; it may be UTF-16 without a byte order mark"
        } else {
            ""
        };

        return Some(format!(
            "it has NUL bytes, the first after {} characters{hint}",
            converted.text[..at].chars().count()
        ));
    }

    let n_chars = converted.text.chars().count();
    let n_controls = converted.text.chars().filter(|c| is_no_part_of_text(*c)).count();

    if n_controls * TOLERANCE > n_chars {
        return Some(format!("{n_controls} of its {n_chars} characters are control characters"));
    }

    if converted.n_replaced * TOLERANCE > n_chars {
        return Some(format!(
            "{} places in {n_chars} characters cannot be read as {}",
            converted.n_replaced, converted.encoding
        ));
    }

    None
}

/// Control characters and code points that are none, but for white space, the escape of terminals'
/// colours and the end mark of DOS.
fn is_no_part_of_text(c: char) -> bool {
    let is_used = matches!(c, '\t'..='\r' | '\x1A' | '\x1B' | '\u{85}');
    c.is_control() && !is_used || is_noncharacter(c)
}

/// Whether nearly every second character is NUL, as Latin text has it in UTF-16.
fn looks_like_utf16(text: &str) -> bool {
    text.matches('\0').count() * 3 > text.chars().count()
}

#[cfg(test)]
mod tests;
