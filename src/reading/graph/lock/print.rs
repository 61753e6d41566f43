//! A paragraph's text → what it is known by: its hash, and a sketch in which texts that are alike
//! are alike.
//!
//! **Invariant:** the same text has the same print on every machine and in every version.

use xxhash_rust::xxh3::xxh3_64;

/// What a paragraph is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Print {
    hash: u32,
    /// The least hashes of its four-character windows, one of each quarter of all hashes: texts
    /// that are alike share most of them.
    sketch: [u8; 4],
}

impl Print {
    pub(super) fn of(text: &str) -> Self {
        let mut least = [u64::MAX; 4];
        let mut window: u64 = 0;
        for c in text.chars() {
            window = window << 16 | u64::from(u32::from(c) & 0xFFFF);
            // The golden ratio as a fraction of 2^64; the upper two bits choose the quarter.
            let mixed = (window ^ window >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let quarter = (mixed >> 62) as usize;
            least[quarter] = least[quarter].min(mixed & (u64::MAX >> 2));
        }

        #[expect(clippy::cast_possible_truncation, reason = "a hash is cut on purpose")]
        Print {
            hash: xxh3_64(text.as_bytes()) as u32,
            sketch: least.map(|hash| (hash >> 8 ^ hash) as u8),
        }
    }

    /// How many of the four parts of the sketches agree; 5 where the texts are the same.
    pub(super) fn likeness(self, other: Print) -> usize {
        if self.hash == other.hash {
            return 5;
        }
        let pairs = self.sketch.iter().zip(other.sketch);
        pairs.filter(|(a, b)| **a == *b).count()
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() != 16 {
            return None;
        }
        let number = u64::from_str_radix(text, 16).ok()?;
        let [a, b, c, d, sketch @ ..] = number.to_be_bytes();
        Some(Print { hash: u32::from_be_bytes([a, b, c, d]), sketch })
    }

    pub(super) fn text(self) -> String {
        let [a, b, c, d] = self.sketch;
        format!("{:08x}{a:02x}{b:02x}{c:02x}{d:02x}", self.hash)
    }
}
