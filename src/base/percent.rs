//! Percent-encoding (RFC 3986 §2.1). The only file that names percent-encoding.
//!
//! What is encoded differs: an address keeps letters of any script (RFC 3987), so the caller says
//! which characters cannot stand.

use percent_encoding::{percent_decode_str, percent_encode_byte};

/// `text` with an escape for each byte of the characters that cannot stand where it goes.
pub(crate) fn encode(text: &str, cannot_stand: impl Fn(char) -> bool) -> String {
    // Nearly all texts: every link of every page comes here.
    if !text.contains(&cannot_stand) {
        return text.to_owned();
    }

    let mut encoded = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if cannot_stand(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                encoded.push_str(percent_encode_byte(byte));
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// `text` with its escapes resolved; a `%` that begins none stays, and text that would be no UTF-8
/// stays as it is.
pub(crate) fn decode(text: &str) -> String {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    }
}

/// `text` with its escapes resolved; none if a `%` begins no escape, or the result is no UTF-8.
#[cfg(feature = "serve")]
pub(crate) fn decode_strictly(text: &str) -> Option<String> {
    for (at, _) in text.match_indices('%') {
        let digits = text.as_bytes().get(at + 1..at + 3)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
    }
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_is_encoded_byte_by_byte() {
        assert_eq!(encode("a b/王?", |c| " ?".contains(c)), "a%20b/王%3F");
        assert_eq!(encode("\u{3000}", char::is_whitespace), "%E3%80%80");
    }

    #[test]
    fn a_broken_escape_stays() {
        assert_eq!(decode("%E7%8E%8B%zz%"), "王%zz%");
        assert_eq!(decode("%E7"), "%E7");
    }

    #[cfg(feature = "serve")]
    #[test]
    fn strictly_a_broken_escape_is_none() {
        assert_eq!(decode_strictly("a%20%E7%8E%8B").as_deref(), Some("a 王"));
        for broken in ["%", "%2", "%zz", "%+1", "%E7"] {
            assert_eq!(decode_strictly(broken), None, "{broken}");
        }
    }
}
