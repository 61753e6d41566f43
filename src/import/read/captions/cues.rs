//! The lines of a cue → its times, and its words without tags.
//!
//! **Invariant:** pieces are in the order of the line, and name its bytes.

use crate::base::letters::floor;
use std::ops::Range;

/// Bytes of a tag at most: the name of a voice, and classes. A sign without an end is text.
const LONGEST_TAG: usize = 1_000;
/// References to characters (WebVTT §4.2.2), and `quot`, which programs write too.
const REFERENCES: [(&str, &str); 7] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", "\u{A0}"),
    ("&quot;", "\""),
    ("&lrm;", ""),
    ("&rlm;", ""),
];

/// The times of a cue, in seconds, and where the first is printed, without its fraction.
pub(super) struct Times {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) printed: Range<usize>,
}

/// The times in a line: `00:01.000 --> 00:04.500`, with a point or a comma before the fraction.
pub(super) fn times(line: &str) -> Option<Times> {
    let (before, behind) = line.split_once("-->")?;
    let from = before.trim();
    let to = behind.split_whitespace().next()?;
    let start = before.len() - before.trim_start().len();
    let length = from.find(['.', ',']).unwrap_or(from.len());
    Some(Times { start: seconds(from)?, end: seconds(to)?, printed: start..start + length })
}

fn seconds(time: &str) -> Option<f64> {
    let fields: Vec<&str> = time.split(':').collect();
    if !(2..=3).contains(&fields.len()) {
        return None;
    }
    let mut seconds = 0.0;
    for field in fields {
        let field = field.replace(',', ".");
        if !field.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        seconds = seconds * 60.0 + field.parse::<f64>().ok()?;
    }
    Some(seconds)
}

/// A piece of the words of a cue.
pub(super) enum Piece {
    Text(Range<usize>),
    /// A reference to a character.
    Written(Range<usize>, &'static str),
    /// Somebody begins to speak: where he is named.
    Voice(Range<usize>),
    EndOfVoice,
    Bold(bool),
    Italic(bool),
    /// A tag that says nothing of the words.
    Other,
}

/// The pieces of a line of a cue.
pub(super) fn pieces(original: &str, line: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    let mut start = at;
    while at < line.end {
        let rest = &original[at..line.end];
        let reference = REFERENCES.iter().find(|(name, _)| rest.starts_with(name));
        let (length, piece) = if let Some((name, text)) = reference {
            (name.len(), Piece::Written(at..at + name.len(), text))
        } else if let Some((length, piece)) = tag(rest, at) {
            (length, piece)
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if start < at {
            pieces.push(Piece::Text(start..at));
        }
        pieces.push(piece);
        at += length;
        start = at;
    }
    if start < line.end {
        pieces.push(Piece::Text(start..line.end));
    }
    pieces
}

/// The name of a voice, with its references as characters.
pub(super) fn name(voice: &str) -> String {
    let mut name = voice.to_owned();
    // That of `&` last, for what it makes is no reference.
    for (reference, text) in REFERENCES.iter().rev() {
        name = name.replace(reference, text);
    }
    name
}

/// A tag at the beginning of `rest`, which begins at a byte of the file, and its length: those of
/// WebVTT (§4.2.2) and those that players of SubRip know. Anything else in angle brackets is text.
fn tag(rest: &str, at: usize) -> Option<(usize, Piece)> {
    let rest = &rest[..floor(rest, LONGEST_TAG)];
    // `{\an8}` places a line of SubRip.
    if rest.starts_with("{\\") {
        let end = rest.find('}')? + 1;
        return Some((end, Piece::Other));
    }
    let inner = rest.strip_prefix('<')?;
    let end = inner.find('>')?;
    let inner = &inner[..end];
    let length = end + 2;
    let (is_end, body) = match inner.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, inner),
    };
    let name = body.split([' ', '\t', '.']).next().unwrap_or_default();
    let piece = match name {
        "v" if is_end => Piece::EndOfVoice,
        "v" => {
            let voice = body.split_once([' ', '\t']).map_or("", |(_, voice)| voice).trim();
            if voice.is_empty() {
                Piece::EndOfVoice
            } else {
                let start = at + (voice.as_ptr() as usize - rest.as_ptr() as usize);
                Piece::Voice(start..start + voice.len())
            }
        }
        "b" => Piece::Bold(!is_end),
        "i" => Piece::Italic(!is_end),
        "c" | "u" | "ruby" | "rt" | "lang" | "font" => Piece::Other,
        _ if seconds(body).is_some() => Piece::Other,
        _ => return None,
    };
    Some((length, piece))
}
