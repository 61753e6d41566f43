//! A paragraph's text → what it is known by: its hash, and a sketch in which texts that are alike
//! are alike.
//!
//! **Invariant:** the same text has the same print on every machine and in every version.

use crate::base::letters::cells;
use std::cell::OnceCell;
use xxhash_rust::xxh3::xxh3_64;

/// How many parts a sketch has.
const PARTS: usize = 16;

/// How wide the windows are that a sketch is made of, in cells: a character of Latin script is one,
/// one of Han two. Narrower windows occur in any text of a language (` the `), so unrelated texts
/// would be alike; wider ones are broken by a few changed letters. Measured with 4, 5, 6 and 8.
const WINDOW: usize = 6;

/// What a paragraph is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    pub hash: u32,
    /// The least hash of all windows in each of sixteen parts of the hashes, cut to a byte: as many
    /// agree as the texts share windows (MinHash). None of a lock of version 0.1, whose sketch of
    /// narrower windows took eight of a thousand pairs of unrelated paragraphs for one.
    sketch: Option<[Part; PARTS]>,
}

/// None where a text is too short to have a window in this part.
type Part = Option<u8>;

/// How much two texts are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Nothing says that they are the same paragraph.
    None,
    /// Five of sixteen parts agree or more; how much, in 256ths. Of paragraphs of which a tenth of
    /// the words is new, 92 to 99 of a hundred are as much alike; of unrelated ones one pair in
    /// 10,000 (`../shared/corpora/general-debate`), in 2,000 (`briefings`), in 600 (`minutes-zh`,
    /// where votes and running heads are told in the same words).
    Clear(usize),
    /// The texts are the same.
    Same,
}

/// A paragraph as it is now. Its print is made when it is asked for: most paragraphs are known by
/// their hashes alone, and a sketch takes a hash for every character.
pub(super) struct Words<'t> {
    text: &'t str,
    pub hash: u32,
    print: OnceCell<Print>,
}

impl<'t> Words<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Words { text, hash: hash_of(text), print: OnceCell::new() }
    }

    pub(super) fn print(&self) -> Print {
        *self.print.get_or_init(|| Print::of(self.text))
    }
}

pub(super) fn hash_of(text: &str) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "a hash is cut on purpose")]
    let hash = xxh3_64(text.as_bytes()) as u32;
    hash
}

impl Print {
    pub(super) fn of(text: &str) -> Self {
        let mut least = [u64::MAX; PARTS];
        for window in windows(text) {
            let hash = xxh3_64(window.as_bytes());
            // The upper four bits choose the part.
            let part = (hash >> 60) as usize;
            least[part] = least[part].min(hash << 4);
        }

        #[expect(clippy::cast_possible_truncation, reason = "a hash is cut on purpose")]
        let part = |hash: u64| (hash != u64::MAX).then_some((hash >> 4) as u8);
        Print { hash: hash_of(text), sketch: Some(least.map(part)) }
    }

    /// Whether it has a sketch; those of version 0.1 have none.
    pub(super) fn is_whole(self) -> bool {
        self.sketch.is_some()
    }

    /// How many parts its sketch has: all sixteen from about forty characters (twenty 字) on.
    pub(super) fn n_parts(self) -> usize {
        self.sketch.iter().flatten().flatten().count()
    }

    pub(super) fn likeness(self, other: Print) -> Likeness {
        if self.hash == other.hash {
            return Likeness::Same;
        }
        let (Some(one), Some(other)) = (self.sketch, other.sketch) else {
            return Likeness::None;
        };

        let (mut n_agreeing, mut n_parts) = (0, 0);
        for pair in one.iter().zip(&other) {
            match pair {
                (None, None) => {}
                (a, b) => {
                    n_parts += 1;
                    n_agreeing += usize::from(a == b);
                }
            }
        }
        // One byte agrees by chance in every 256th pair, two of sixteen in every 500th.
        if n_agreeing < 2 {
            Likeness::None
        } else if n_agreeing * 16 >= n_parts * 5 {
            Likeness::Clear(n_agreeing * 256 / n_parts)
        } else {
            Likeness::None
        }
    }

    /// Reads what [`Print::write`] wrote, or a print of version 0.1, which has 16 digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (hash, sketch) = text.split_at_checked(8)?;
        let hash = u32::from_str_radix(hash, 16).ok()?;
        if sketch.len() == 8 {
            u32::from_str_radix(sketch, 16).ok()?;
            return Some(Print { hash, sketch: None });
        }

        let mut parts = [None; PARTS];
        if !sketch.is_ascii() || sketch.len() != 2 * PARTS {
            return None;
        }
        for (part, digits) in parts.iter_mut().zip(sketch.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).ok()?;
            if digits != "--" {
                *part = Some(u8::from_str_radix(digits, 16).ok()?);
            }
        }
        Some(Print { hash, sketch: Some(parts) })
    }

    /// Appends it in hexadecimal digits: eight of the hash, and two of each part of the sketch, `--`
    /// where it has none.
    pub(super) fn write(self, out: &mut String) {
        for byte in self.hash.to_be_bytes() {
            write_byte(byte, out);
        }
        match self.sketch {
            None => out.push_str("00000000"),
            Some(parts) => {
                for part in parts {
                    match part {
                        Some(part) => write_byte(part, out),
                        None => out.push_str("--"),
                    }
                }
            }
        }
    }

    #[cfg(test)]
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}

/// Appends two hexadecimal digits.
fn write_byte(byte: u8, out: &mut String) {
    for digit in [byte >> 4, byte & 15] {
        out.extend(char::from_digit(digit.into(), 16));
    }
}

/// The windows of a text, each of [`WINDOW`] cells or one more; of a text that is shorter, the whole
/// of it. In ASCII a cell is a byte.
fn windows(text: &str) -> Vec<&str> {
    if text.is_ascii() && text.len() >= WINDOW {
        return (WINDOW..=text.len()).map(|end| &text[end - WINDOW..end]).collect();
    }

    let chars: Vec<(usize, usize)> = text.char_indices().map(|(at, c)| (at, cells(c))).collect();
    let mut windows = Vec::with_capacity(chars.len());
    let mut starts = chars.iter().peekable();
    let mut width = 0;
    for (index, (_, cells)) in chars.iter().enumerate() {
        width += cells;
        while let Some((_, first)) = starts.next_if(|(_, first)| width - first >= WINDOW) {
            width -= first;
        }
        if width >= WINDOW
            && let Some((start, _)) = starts.peek()
        {
            let end = chars.get(index + 1).map_or(text.len(), |(at, _)| *at);
            windows.push(&text[*start..end]);
        }
    }
    if windows.is_empty() {
        windows.push(text);
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        Print::of(a).likeness(Print::of(b))
    }

    #[test]
    fn what_was_mended_is_alike_and_what_is_another_is_not() {
        let said =
            "The harbour will be open again by the end of the year, and the ferries with it.";
        assert!(likeness(said, &said.replace("year", "month")) > Likeness::None);
        let other = "The budget will be put before the house in the spring, with the reports.";
        assert_eq!(likeness(said, other), Likeness::None);

        let said = "港口将在年底前重新开放，渡轮也将恢复。";
        assert!(likeness(said, &said.replace("恢复", "复航")) > Likeness::None);
        assert_eq!(likeness("No.", "Yes."), Likeness::None);
    }

    #[test]
    fn a_print_is_read_as_it_was_written() {
        for text in ["", "No.", "A paragraph with as many windows as there are parts, and more."] {
            let print = Print::of(text);
            assert_eq!(Print::parse(&print.text()), Some(print));
        }
        assert!(Print::parse("0123456789abcdef").is_some(), "of version 0.1");
        for bad in ["", "xyz", "0123456é", "0123456789abcde", "0123456789abcdef0123456789abcdef"] {
            assert_eq!(Print::parse(bad), None, "{bad}");
        }
    }
}
