//! What is packed by DEFLATE (RFC 1951): copies of texts for servers, and how much a stream from outside
//! would unpack to, without the memory for it. The only room that names flate2.

use flate2::Compression;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use flate2::write::GzEncoder;
use std::cell::Cell;
use std::io::{self, Cursor, Read, Write};

/// The level of gzip, 1 to 9. The 479 texts of this repository's own site (3.7 MB) take 0.06 s at
/// level 9 and 0.05 s at 6, so the smallest.
const GZIP_LEVEL: u32 = 9;

/// How often a stream may be packed; more often than twice nobody does.
const MOST_LAYERS: usize = 4;

/// A text as gzip has it, with a header without a time and without a name.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
    let written = encoder.write_all(bytes);
    let finished = written.and_then(|()| encoder.finish());
    finished.expect("memory takes whatever is written to it")
}

/// How many bytes come out of the stream that begins here, with those of a stream in it; of more than
/// `most` no more are counted. What is no such stream, or is damaged, has those before the damage.
#[cfg_attr(not(any(feature = "pdf", test)), expect(dead_code, reason = "PDFs alone are counted"))]
pub(crate) fn unpacked(stream: &[u8], most: u64) -> u64 {
    let left = Cell::new(most);
    match stream.first_chunk() {
        Some(head) if is_zlib(*head) => drain(&left, MOST_LAYERS, ZlibDecoder::new(stream)),
        // Readers of PDF take a stream without its header, too.
        _ => drain(&left, MOST_LAYERS, DeflateDecoder::new(stream)),
    }
    most - left.get()
}

/// What comes out of a stream; readers of PDF take one without its header, too.
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "PDFs alone are counted"))]
pub(crate) fn inflater<'s>(mut packed: Box<dyn Read + 's>) -> Box<dyn Read + 's> {
    let mut head = [0; 2];
    let n = packed.read(&mut head).unwrap_or_default();
    let whole = Cursor::new(head).take(n as u64).chain(packed);
    if is_zlib(head) {
        Box::new(ZlibDecoder::new(whole))
    } else {
        Box::new(DeflateDecoder::new(whole))
    }
}

/// Counts what a reader has, until nothing is left of what may be.
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "PDFs alone are counted"))]
pub(crate) fn counted<'s>(reader: impl Read + 's, left: &'s Cell<u64>) -> impl Read + 's {
    Counted { unpacker: reader, left }
}

/// Counts what comes out of `unpacker`, and of a stream that comes out of it.
fn drain(left: &Cell<u64>, n_layers: usize, unpacker: impl Read) {
    let mut layer = Counted { unpacker, left };
    let mut head = [0; 2];
    if n_layers > 1 && layer.read_exact(&mut head).is_ok() && is_zlib(head) {
        let again: &mut dyn Read = &mut layer;
        let again: Box<dyn Read + '_> = Box::new(Cursor::new(head).chain(again));
        drain(left, n_layers - 1, ZlibDecoder::new(again));
    }
    // The end and damage are the same here: nothing more comes out.
    let _ = io::copy(&mut layer, &mut io::sink());
}

/// Whether a stream begins so (RFC 1950): the method, and a number that 31 divides.
fn is_zlib(head: [u8; 2]) -> bool {
    head[0] & 0x0F == 8 && u16::from_be_bytes(head).is_multiple_of(31)
}

/// What is read, until nothing is left of what may be.
struct Counted<'c, R> {
    unpacker: R,
    left: &'c Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX).min(bytes.len());
        let n_bytes = self.unpacker.read(&mut bytes[..most])?;
        self.left.set(self.left.get() - n_bytes as u64);
        Ok(n_bytes)
    }
}

/// What gzip packed.
#[cfg(test)]
pub(crate) fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
    plain
}

/// A stream of zlib.
#[cfg(test)]
pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_counted_and_nothing_behind_the_bound() {
        let text = b"The tide came in. ".repeat(1000);
        assert_eq!(unpacked(&zlib(&text), 1 << 20), text.len() as u64);
        assert_eq!(unpacked(&zlib(&text)[2..], 1 << 20), text.len() as u64, "without its header");
        assert_eq!(unpacked(&zlib(&text), 500), 500);
        let rest = [zlib(&text), b"endstream".to_vec()].concat();
        assert_eq!(unpacked(&rest, 1 << 20), text.len() as u64);
        assert!(unpacked(&zlib(&text)[..40], 1 << 20) < text.len() as u64, "cut off");
        assert_eq!(unpacked(b"", 9), 0);
    }

    #[test]
    fn a_stream_in_a_stream_counts_and_so_does_what_follows_it() {
        let bomb = zlib(&vec![b'x'; 1 << 20]);
        assert_eq!(unpacked(&zlib(&bomb), u64::MAX), (1 << 20) + bomb.len() as u64);
        // It begins like a stream, is none, and goes on.
        let feint = [b"x\x9c\xff\xff".as_slice(), &vec![b'y'; 1 << 20]].concat();
        assert!(unpacked(&zlib(&feint), u64::MAX) >= 1 << 20);
    }
}
