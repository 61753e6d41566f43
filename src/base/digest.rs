//! Bytes → their SHA-256 (FIPS 180-4), in one go or piece by piece. The only file that names sha2.

use sha2::{Digest as _, Sha256};
use std::io::{self, Write};

/// What is known of a file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    /// How many bytes it has.
    pub(crate) len: u64,
    /// Its SHA-256, 64 hexadecimal digits.
    pub(crate) sha256: String,
}

/// Hands on what is written, and digests it.
pub(crate) struct Digesting<W> {
    to: W,
    len: u64,
    hash: Sha256,
}

impl<W: Write> Digesting<W> {
    pub(crate) fn new(to: W) -> Self {
        Digesting { to, len: 0, hash: Sha256::new() }
    }

    /// The digest of all that was written.
    pub(crate) fn finish(self) -> Digest {
        Digest { len: self.len, sha256: hexadecimal(&self.hash.finalize()) }
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The SHA-256 of `bytes`, 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_the_digest_of_the_whole() {
        let mut digesting = Digesting::new(Vec::new());
        digesting.write_all(b"ab").unwrap();
        digesting.write_all(b"c").unwrap();
        let digest = digesting.finish();
        assert_eq!(digest.len, 3);
        assert_eq!(digest.sha256, sha256(b"abc"));
        // The example of FIPS 180-4.
        assert!(digest.sha256.starts_with("ba7816bf8f01cfea414140de5dae2223"));
    }
}
