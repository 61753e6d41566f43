//! What packs the streams of a PDF beside DEFLATE (ISO 32000-1, 7.4) → what comes out of it, a byte at a
//! time, so that it can be counted without the memory for it.
//!
//! **Invariant:** no less comes out than the package that reads the file would make of it: where that
//! gives up, what came before is counted.

use crate::base::deflate::inflater;
use hayro_interpret::hayro_syntax::Filter;
use std::io::{self, BufReader, Bytes, Read};

/// A reader that is unpacked.
pub(super) type Packed<'s> = Box<dyn Read + 's>;

/// What comes out of a stream that this packed; none where it is a picture, which is no text.
/// `changes_early` is how LZW counts its codes.
pub(super) fn unpacked<'s>(
    filter: Filter,
    packed: Packed<'s>,
    changes_early: bool,
) -> Option<Packed<'s>> {
    let bytes = BufReader::new(packed).bytes();
    Some(match filter {
        Filter::FlateDecode => inflater(Box::new(Rest(bytes))),
        Filter::LzwDecode => Box::new(Unpacker::new(bytes, Lzw::new(changes_early))),
        Filter::RunLengthDecode => Box::new(Unpacker::new(bytes, RunLength)),
        Filter::AsciiHexDecode => Box::new(Unpacker::new(bytes, Hex)),
        Filter::Ascii85Decode => Box::new(Unpacker::new(bytes, Base85)),
        _ => return None,
    })
}

/// How many bytes come out of one at most.
pub(super) fn most_times(filter: Filter) -> u64 {
    match filter {
        // A code of 12 bits for a string of 4,096 − 258 bytes.
        Filter::LzwDecode => 2_560,
        Filter::FlateDecode => 1_032,
        Filter::RunLengthDecode => 64,
        // `z` is four zeros.
        Filter::Ascii85Decode => 4,
        _ => 1,
    }
}

type Source<'s> = Bytes<BufReader<Packed<'s>>>;

/// The next byte; none at the end, and where it cannot be read.
fn next(source: &mut Source<'_>) -> Option<u8> {
    source.next()?.ok()
}

/// The bytes as they are.
struct Rest<'s>(Source<'s>);

impl Read for Rest<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut n = 0;
        while n < bytes.len()
            && let Some(byte) = next(&mut self.0)
        {
            bytes[n] = byte;
            n += 1;
        }
        Ok(n)
    }
}

/// What unpacks piece by piece.
trait Unpack {
    /// Adds the next piece; whether there was one.
    fn piece(&mut self, source: &mut Source<'_>, piece: &mut Vec<u8>) -> Option<()>;
}

struct Unpacker<'s, U> {
    source: Source<'s>,
    unpack: U,
    piece: Vec<u8>,
    at: usize,
    has_ended: bool,
}

impl<'s, U> Unpacker<'s, U> {
    fn new(source: Source<'s>, unpack: U) -> Self {
        Unpacker { source, unpack, piece: Vec::new(), at: 0, has_ended: false }
    }
}

impl<U: Unpack> Read for Unpacker<'_, U> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() && !self.has_ended {
            self.piece.clear();
            self.at = 0;
            self.has_ended = self.unpack.piece(&mut self.source, &mut self.piece).is_none();
        }
        let n = bytes.len().min(self.piece.len() - self.at);
        bytes[..n].copy_from_slice(&self.piece[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

struct RunLength;

impl Unpack for RunLength {
    fn piece(&mut self, source: &mut Source<'_>, piece: &mut Vec<u8>) -> Option<()> {
        match next(source)? {
            128 => None,
            n @ 0..128 => {
                for _ in 0..=n {
                    piece.push(next(source)?);
                }
                Some(())
            }
            n => {
                let byte = next(source)?;
                piece.extend(std::iter::repeat_n(byte, 257 - usize::from(n)));
                Some(())
            }
        }
    }
}

struct Hex;

impl Unpack for Hex {
    fn piece(&mut self, source: &mut Source<'_>, piece: &mut Vec<u8>) -> Option<()> {
        let mut digit = || loop {
            match next(source)? {
                b'>' => return None,
                byte if byte.is_ascii_whitespace() || byte == 0 => {}
                byte => return char::from(byte).to_digit(16),
            }
        };
        let first = digit()?;
        let second = digit();
        piece.push((first * 16 + second.unwrap_or(0)) as u8);
        second.map(|_| ())
    }
}

struct Base85;

impl Unpack for Base85 {
    fn piece(&mut self, source: &mut Source<'_>, piece: &mut Vec<u8>) -> Option<()> {
        let mut group: Vec<u64> = Vec::with_capacity(5);
        while group.len() < 5 {
            match next(source) {
                Some(byte @ b'!'..=b'u') => group.push(u64::from(byte - b'!')),
                Some(b'z') => {
                    // What stands before it is a group of its own.
                    piece.extend([0; 4]);
                    break;
                }
                Some(byte) if byte.is_ascii_whitespace() || byte == 0 => {}
                _ => {
                    complete(&group, piece);
                    return None;
                }
            }
        }
        complete(&group, piece);
        Some(())
    }
}

/// The bytes of a group of digits, which may be short.
fn complete(group: &[u64], piece: &mut Vec<u8>) {
    let n = group.len().saturating_sub(1);
    let digits = group.iter().copied().chain(std::iter::repeat(84)).take(5);
    let value = digits.fold(0, |value, digit| value * 85 + digit);
    piece.extend(&(value as u32).to_be_bytes()[..n]);
}

const CLEAR: usize = 256;
const END: usize = 257;
const MOST_CODES: usize = 4096;

struct Lzw {
    changes_early: bool,
    /// For each code behind the first 258 the code that it goes on from, and its last byte.
    codes: Vec<(usize, u8)>,
    before: Option<usize>,
    bits: u32,
    n_bits: u32,
}

impl Lzw {
    fn new(changes_early: bool) -> Self {
        Lzw { changes_early, codes: Vec::new(), before: None, bits: 0, n_bits: 0 }
    }

    /// How many bits the next code has.
    fn width(&self) -> u32 {
        let n = self.codes.len() + END + 1 + usize::from(self.changes_early);
        match n {
            2048.. => 12,
            1024.. => 11,
            512.. => 10,
            _ => 9,
        }
    }

    fn code(&mut self, source: &mut Source<'_>) -> Option<usize> {
        let width = self.width();
        while self.n_bits < width {
            self.bits = self.bits << 8 | u32::from(next(source)?);
            self.n_bits += 8;
        }
        self.n_bits -= width;
        Some((self.bits >> self.n_bits) as usize & ((1 << width) - 1))
    }

    /// Writes the string of a code; its first byte.
    fn write(&self, code: usize, piece: &mut Vec<u8>) -> Option<u8> {
        let start = piece.len();
        let mut code = code;
        while code > END {
            let (before, byte) = *self.codes.get(code - END - 1)?;
            piece.push(byte);
            code = before;
        }
        piece.push(u8::try_from(code).ok()?);
        piece[start..].reverse();
        piece.get(start).copied()
    }

    fn enter(&mut self, before: usize, byte: u8) {
        if self.codes.len() + END + 1 < MOST_CODES {
            self.codes.push((before, byte));
        }
    }
}

impl Unpack for Lzw {
    fn piece(&mut self, source: &mut Source<'_>, piece: &mut Vec<u8>) -> Option<()> {
        let code = self.code(source)?;
        match code {
            CLEAR => {
                self.codes.clear();
                self.before = None;
            }
            END => return None,
            code => {
                let n_codes = self.codes.len() + END + 1;
                if code < n_codes {
                    let first = self.write(code, piece)?;
                    if let Some(before) = self.before {
                        self.enter(before, first);
                    }
                } else {
                    // It goes on with what it begins with.
                    let before = self.before.filter(|_| code == n_codes)?;
                    let first = self.write(before, piece)?;
                    piece.push(first);
                    self.enter(before, first);
                }
                self.before = Some(code);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(filter: Filter, packed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        let mut reader = unpacked(filter, Box::new(packed), true).unwrap();
        reader.read_to_end(&mut plain).unwrap();
        plain
    }

    #[test]
    fn what_the_standard_packs_comes_out() {
        assert_eq!(of(Filter::AsciiHexDecode, b"48 65\n6C6c6F2>no"), b"Hello ");
        assert_eq!(of(Filter::Ascii85Decode, b"87cURD]i,\"Ebo80~>no"), b"Hello World!");
        assert_eq!(of(Filter::Ascii85Decode, b"z~>"), [0; 4]);
        assert_eq!(
            of(Filter::RunLengthDecode, &[2, b'a', b'b', b'c', 254, b'-', 128, 9]),
            b"abc---"
        );
        // The example of the standard, 7.4.4.2.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        let plain = [45, 45, 45, 45, 45, 65, 45, 45, 45, 66];
        assert_eq!(of(Filter::LzwDecode, &lzw), plain);
    }

    #[test]
    fn damage_ends_it_and_keeps_what_came_before() {
        assert_eq!(of(Filter::RunLengthDecode, &[2, b'a']), b"a");
        assert_eq!(of(Filter::AsciiHexDecode, b"48zz"), b"H");
        assert_eq!(of(Filter::LzwDecode, &[0x80, 0x0B, 0xFF, 0xFF]), [47]);
    }
}
