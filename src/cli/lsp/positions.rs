//! Bytes of a text ↔ lines and characters as the protocol counts them: both from 0, characters in
//! UTF-16 code units, or in bytes where the editor can.

use crate::base::letters::floor;
use lsp_types::{InitializeParams, Position, PositionEncodingKind, Range as Lines};
use std::ops::Range;

/// How characters of a line are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// The one that costs least, of those that the editor offers; every editor knows UTF-16.
    pub(super) fn agreed(greeting: &InitializeParams) -> Self {
        let general = greeting.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Encoding::Utf8,
            false => Encoding::Utf16,
        }
    }

    /// Where the byte at `offset` is. One inside a character is at its beginning, one behind the
    /// text at its end.
    pub(super) fn position(self, text: &str, offset: usize) -> Position {
        let before = &text[..floor(text, offset)];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let character = self.length(&before[start..]);
        Position::new(number(line), number(character))
    }

    /// The lines and characters of bytes.
    pub(super) fn lines(self, text: &str, range: &Range<usize>) -> Lines {
        Lines::new(self.position(text, range.start), self.position(text, range.end))
    }

    /// The byte at a position; behind the end of a line it is the end of the line.
    pub(super) fn offset(self, text: &str, position: Position) -> usize {
        let mut start = 0;
        for _ in 0..position.line {
            match text[start..].find('\n') {
                Some(at) => start += at + 1,
                None => return text.len(),
            }
        }

        let line = text[start..].split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mut passed = 0;
        for (at, c) in line.char_indices() {
            if passed >= position.character as usize {
                return start + at;
            }
            passed += match self {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
            };
        }
        start + line.len()
    }

    fn length(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.encode_utf16().count(),
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
