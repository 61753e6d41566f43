//! Bytes → a hash that is quick to make and the same on every machine.
//!
//! For tables that are only looked up, and for the stamp of an index.
//! Does not resist anyone who looks for texts of the same hash.

use std::hash::{BuildHasherDefault, Hasher};

/// For hash maps.
pub(super) type BuildQuick = BuildHasherDefault<Quick>;

/// Multiplies and folds eight bytes at a time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }

        // At most seven bytes are left; their number takes the eighth, so that trailing zeros
        // count.
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        last[7] = rest.len() as u8;
        self.write_u64(u64::from_le_bytes(last));
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        // The golden ratio as a fraction of 2^64. The high half of the product is folded back in,
        // for the low bits of a product know nothing of the high bits of its factors.
        let mixed = u128::from(self.0.rotate_left(29) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = (mixed >> 64) as u64 ^ mixed as u64;
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }
}
