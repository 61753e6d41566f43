//! Markdown → the same Markdown with markers beside `*`, `**`, `***` and `~~`, so that
//! pulldown-cmark lets them open and close next to Chinese punctuation (`**王毅：**中国外长`); and
//! the way back.
//!
//! Rule: the CJK-friendly amendment of CommonMark §6.2 (github.com/tats-u/markdown-cjk-friendly). A
//! run with CJK on either side and white space on neither both opens and closes under it; plain
//! CommonMark grants that to a run between two punctuation characters. So each side of such a run
//! that may be no punctuation gets a marker: a punctuation character that the text does not
//! contain. `_` is the same under both rules; the range sign of `3~5` is why a single `~` stays as
//! it is.
//!
//! **Invariant:** a marker is between a run and a character of the same line that is neither
//! white space nor ASCII punctuation. Hence it is never first or last in a line, next to a `|`,
//! after a backslash, nor inside what makes a bullet, rule, fence, underline, tag name or `](`.
//! **Invariant:** all but the emphasis is that of the source: blocks, code, HTML, links, and
//! offsets.
//!
//! Does not parse: runs in code, addresses, titles, labels and ids are marked as well, so every
//! string of every event goes through [`Prepared::strip`].

use crate::base::letters::is_cjk;
use std::borrow::Cow;

#[cfg(test)]
mod tests;

/// Punctuation (Unicode `Po`) of scripts no longer written, none of it CJK, four bytes each.
/// Hexadecimal without letters, so that a numeric reference to one has one spelling per base.
/// A text that holds them all is left as it is: plain Markdown.
const MARKERS: &str = "\u{12470}\u{12471}\u{12472}\u{12473}\u{12474}\u{10100}\u{10101}\u{10102}";
const MARKER_BYTES: usize = 4;

/// Markdown with markers put in, and the way back from its byte offsets to the source's.
#[derive(Debug, Default)]
pub(crate) struct Prepared<'a> {
    /// What pulldown-cmark is to read: the source itself where nothing had to be marked.
    pub(crate) text: Cow<'a, str>,
    marker: Option<char>,
    /// Byte offsets of the markers in `text`, ascending.
    marks: Vec<usize>,
}

/// Puts a marker wherever CommonMark alone would not let a run beside CJK open and close.
pub(crate) fn prepare(source: &str) -> Prepared<'_> {
    let places = places(source);
    let absent = || MARKERS.chars().find(|marker| is_absent(*marker, source));
    match (!places.is_empty()).then(absent).flatten() {
        Some(marker) => put(marker, source, places),
        None => Prepared { text: Cow::Borrowed(source), ..Prepared::default() },
    }
}

/// Copies the source with the marker at each of the places, ascending offsets of the source.
fn put(marker: char, source: &str, mut places: Vec<usize>) -> Prepared<'static> {
    let mut text = String::with_capacity(source.len() + MARKER_BYTES * places.len());
    let mut copied = 0;
    for place in &mut places {
        text.push_str(&source[copied..*place]);
        copied = std::mem::replace(place, text.len());
        text.push(marker);
    }
    text.push_str(&source[copied..]);
    Prepared { text: Cow::Owned(text), marker: Some(marker), marks: places }
}

impl Prepared<'_> {
    /// Maps a byte offset of `text` to the source's; both ends of a marker are the place it was
    /// put.
    pub(crate) fn source_offset(&self, offset: usize) -> usize {
        let is_passed = |mark: &usize| mark + MARKER_BYTES <= offset;
        offset - MARKER_BYTES * self.marks.partition_point(is_passed)
    }

    /// Takes the markers out of a string that the parser cut from `text`.
    pub(crate) fn strip<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.marker {
            Some(marker) if text.contains(marker) => Cow::Owned(text.replace(marker, "")),
            _ => Cow::Borrowed(text),
        }
    }
}

/// Whether the source holds neither the marker nor a reference that decodes to it (`&#x12470;`).
fn is_absent(marker: char, source: &str) -> bool {
    let code = u32::from(marker);
    let is_named = || source.contains(&code.to_string()) || source.contains(&format!("{code:x}"));
    !(source.contains(marker) || source.contains("&#") && is_named())
}

/// Byte offsets of the source, ascending, at which a marker is needed.
fn places(source: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut end = 0;
    for found in memchr::memchr2_iter(b'*', b'~', source.as_bytes()) {
        if found < end {
            continue;
        }
        let (head, tail) = source.split_at(found);
        let sign = if tail.starts_with('*') { '*' } else { '~' };
        end = source.len() - tail.trim_start_matches(sign).len();
        let backslashes = head.len() - head.trim_end_matches('\\').len();
        let run = found + backslashes % 2..end;
        // Pulldown reads two tildes and no more as a strikethrough, and three as a code fence.
        if !run.is_empty() && (sign == '*' || run.len() == 2) {
            mark_run(source, run, sign, &mut places);
        }
    }
    places
}

/// Adds the places beside one run, `sign` repeated, that need a marker.
fn mark_run(source: &str, run: std::ops::Range<usize>, sign: char, places: &mut Vec<usize>) {
    let (head, tail) = (&source[..run.start], &source[run.end..]);
    let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) else {
        return;
    };
    let at_edge = before.is_whitespace() || after.is_whitespace() || starts_quoted_line(head);
    let plain = is_letter(before) && (is_letter(after) || sign == '~');
    if at_edge || plain || !(is_cjk(after) || ends_in_cjk(head)) {
        return;
    }
    // Pulldown lets `~~` open whatever is before it.
    if sign == '*' && !is_punctuation(before) {
        places.push(run.start);
    }
    if !is_punctuation(after) {
        places.push(run.end);
    }
}

/// Whether the text ends at a quoted line's `>`, where a label must get no marker that it would not
/// get in the middle of a line: its link would not be found.
fn starts_quoted_line(text: &str) -> bool {
    let rest = text.trim_end_matches(['>', ' ', '\t']);
    text.ends_with('>') && (rest.is_empty() || rest.ends_with(['\n', '\r']))
}

/// Whether the text ends in a CJK character, with or without a variation selector: the amendment's
/// “CJK sequence”, “CJK ambiguous punctuation sequence” and “Ideographic Variation Selector”.
fn ends_in_cjk(text: &str) -> bool {
    let mut backwards = text.chars().rev();
    match backwards.next() {
        Some('\u{e0100}'..='\u{e01ef}') => true,
        Some(selector @ '\u{fe00}'..='\u{fe0e}') => backwards.next().is_some_and(|base| {
            is_cjk(base) || selector == '\u{fe01}' && matches!(base, '‘' | '’' | '“' | '”')
        }),
        last => last.is_some_and(is_cjk),
    }
}

/// Certainly no punctuation to any Markdown parser; not every letter (Unicode `L*` and `Nd`).
fn is_letter(character: char) -> bool {
    matches!(character, '0'..='9' | 'A'..='Z' | 'a'..='z' | 'ぁ'..='ゖ' | 'ァ'..='ヺ'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Certainly punctuation to any Markdown parser; not all of it (Unicode `P*` and `S*`).
fn is_punctuation(character: char) -> bool {
    matches!(character, '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' | '·'
        | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}')
}
