//! A page that a browser saved with all its parts in one file (MHTML, RFC 2557) → the page.
//!
//! **Invariant:** the page is the first part that is one; pictures, styles and frames are left out.

use super::{Refusal, decoded, html};
use crate::import::address;
use crate::import::manuscript::Manuscript;

/// Parts of a message at most; a page has some hundreds of pictures.
const MOST_PARTS: usize = 20_000;

/// Whether bytes begin as such a file does: with headers, one of which says that it has parts.
pub(super) fn is_mhtml(start: &str) -> bool {
    let head = start.split("\n\n").next().unwrap_or_default();
    let head = head.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    let begins = ["from:", "mime-version:", "content-type:", "subject:", "date:", "snapshot-"];
    begins.iter().any(|header| head.trim_start().starts_with(header))
        && head.contains("multipart/related")
        && head.contains("boundary=")
}

/// Reads the page; `select` names the elements that are its text.
///
/// # Errors
///
/// A [`Refusal`] if there is no page in it, or the page has no text.
pub(super) fn read(bytes: &[u8], select: Option<&str>) -> Result<Manuscript, Refusal> {
    let (head, body) = divided(bytes);
    let boundary = head.parameter("content-type", "boundary").ok_or_else(no_page)?;
    let mark = format!("--{boundary}");
    for part in parts(body, mark.as_bytes()).into_iter().take(MOST_PARTS) {
        let (of_part, content) = divided(part);
        let kind = of_part.value("content-type").unwrap_or_default().to_ascii_lowercase();
        if !kind.starts_with("text/html") && !kind.starts_with("application/xhtml") {
            continue;
        }
        let encoding = of_part.value("content-transfer-encoding").unwrap_or_default();
        let page = match encoding.trim().to_ascii_lowercase().as_str() {
            "quoted-printable" => from_quoted_printable(content),
            "base64" => from_base64(content),
            _ => content.to_vec(),
        };
        let declared = of_part.parameter("content-type", "charset");
        let declared = declared.or_else(|| html::declared_encoding(&page));
        let mut manuscript = html::read(decoded(&page, declared.as_deref())?, select)?;
        let location = head.value("snapshot-content-location");
        let location = location.or_else(|| of_part.value("content-location"));
        manuscript.facts.url =
            manuscript.facts.url.or_else(|| location.as_deref().and_then(address));
        return Ok(manuscript);
    }
    Err(no_page())
}

fn no_page() -> Refusal {
    Refusal::new(
        "this message has no page in it",
        "save the page in the browser as HTML, then import that",
    )
}

/// The headers of a message or a part.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        Some(value.clone())
    }

    /// A parameter of a header: `boundary` of `multipart/related; boundary="x"`.
    fn parameter(&self, header: &str, name: &str) -> Option<String> {
        let value = self.value(header)?;
        for parameter in value.split(';').skip(1) {
            if let Some((key, value)) = parameter.split_once('=')
                && key.trim().eq_ignore_ascii_case(name)
            {
                let value = value.trim().trim_matches('"');
                return Some(value.to_owned()).filter(|value| !value.is_empty());
            }
        }
        None
    }
}

/// Headers, and what is behind the blank line after them.
fn divided(bytes: &[u8]) -> (Headers, &[u8]) {
    let bytes = bytes.trim_ascii_start();
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        let text = String::from_utf8_lossy(line);
        if text.trim().is_empty() {
            break;
        }
        match (text.starts_with([' ', '\t']), headers.last_mut()) {
            // A long header goes on in the next line.
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(text.trim());
            }
            _ => {
                let (name, value) = text.split_once(':').unwrap_or((&text, ""));
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
    (Headers(headers), &bytes[at..])
}

/// What is between lines that begin with a mark.
fn parts<'b>(body: &'b [u8], mark: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(mark) {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = Some(at + line.len());
        }
        at += line.len();
    }
    // A file that was cut off has a last part without a mark behind it.
    parts.extend(start.filter(|start| *start < body.len()).map(|start| &body[start..]));
    parts
}

/// Bytes of what is quoted (RFC 2045 §6.7): `=3D`, and `=` at the end of a line.
fn from_quoted_printable(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let rest = &text[at + 1..];
        let pair = (digit(rest.first()), digit(rest.get(1)));
        match (byte, pair) {
            (b'=', (Some(high), Some(low))) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'=', _) if rest.starts_with(b"\r\n") => at += 3,
            (b'=', _) if rest.starts_with(b"\n") => at += 2,
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    bytes
}

/// Bytes of base64 (RFC 4648 §4); what is none of its signs is passed over.
fn from_base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for sign in text {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    bytes
}
