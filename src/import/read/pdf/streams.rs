//! How much the streams of a file unpack to, before the package that reads it unpacks them: it has no
//! bound, and a megabyte may become a thousand.
//!
//! Counted is whatever packs bytes (DEFLATE, LZW, runs, hexadecimal and base 85), in chains of four at
//! most; pictures are not unpacked. In a file that is encrypted nothing can be counted before it is
//! read: there the most is taken that its streams can become, and where that is too much, the file is
//! refused unless none of its streams is unpacked by reading it, and they are counted then.

use super::filters;
use crate::base::deflate::{counted, unpacked};
use hayro_interpret::hayro_syntax::object::{Object, Stream};
use hayro_interpret::hayro_syntax::reader::{Reader, ReaderContext, ReaderExt as _};
use hayro_interpret::hayro_syntax::{Filter, Pdf};
use std::borrow::Cow;
use std::cell::Cell;
use std::io;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Its streams become more than so many bytes.
    Bytes(u64),
    /// A stream is packed more often than anybody does.
    Layers,
    /// It is encrypted, and what its streams become cannot be known.
    Encrypted,
}

/// How often a stream is packed at most; more often than twice nobody does.
const MOST_LAYERS: usize = 4;

/// Bytes that the streams of any file may have: the pictures of a large document are among them.
const ALWAYS: u64 = 256 << 20;

/// How many times its size a larger file may have. DEFLATE packs a text to a fifth, drawings to a
/// twentieth, and nothing that anybody wrote to less than a hundredth.
const TIMES: u64 = 100;

const BEGINNING: &[u8] = b"stream";

/// What of a file is too much; none where it is as files are.
pub(super) fn excess(file: &[u8]) -> Option<Excess> {
    excess_over(file, ALWAYS)
}

fn excess_over(file: &[u8], always: u64) -> Option<Excess> {
    let most = always + TIMES * file.len() as u64;
    let left = Cell::new(most);
    for stream in streams(file) {
        left.set(left.get() - unpacked(stream, left.get()));
        if left.get() == 0 {
            return Some(Excess::Bytes(most));
        }
    }

    let mut total = 0_u64;
    let mut is_in_streams = false;
    for object in objects(file) {
        let chain = object.filters();
        if chain.len() > MOST_LAYERS {
            return Some(Excess::Layers);
        }
        let n_times = chain.iter().map(|filter| filters::most_times(*filter));
        let n_times = n_times.fold(1_u64, u64::saturating_mul);
        total = total.saturating_add(n_times.saturating_mul(object.data.len() as u64));
        is_in_streams |= object.holds_objects;
        for chain in object.chains() {
            count(object.data, &chain, &left);
        }
        if left.get() == 0 {
            return Some(Excess::Bytes(most));
        }
    }
    (is_encrypted(file) && total > most && is_in_streams).then_some(Excess::Encrypted)
}

/// What of a file that was read is too much: the streams of one that is encrypted.
pub(super) fn excess_of_encrypted(file: &[u8], pdf: &Pdf) -> Option<Excess> {
    if !is_encrypted(file) {
        return None;
    }
    let most = ALWAYS + TIMES * file.len() as u64;
    let left = Cell::new(most);
    for object in pdf.objects() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let chain = stream.filters();
        if chain.len() > MOST_LAYERS {
            return Some(Excess::Layers);
        }
        count(&stream.raw_data(), &chain, &left);
        if left.get() == 0 {
            return Some(Excess::Bytes(most));
        }
    }
    None
}

/// Counts what comes out of each layer of a stream, for each is held whole.
fn count(data: &[u8], chain: &[Filter], left: &Cell<u64>) {
    for n_layers in 1..=chain.len() {
        // LZW counts its codes in one of two ways, and the one that is wrong soon ends.
        for changes_early in [true, false] {
            let mut packed: filters::Packed<'_> = Box::new(data);
            for filter in &chain[..n_layers] {
                match filters::unpacked(*filter, packed, changes_early) {
                    Some(next) => packed = next,
                    None => return,
                }
            }
            let _ = io::copy(&mut counted(packed, left), &mut io::sink());
            if !chain[..n_layers].contains(&Filter::LzwDecode) {
                break;
            }
        }
    }
}

/// A stream with what is said of it.
struct Packed<'f> {
    data: &'f [u8],
    stream: Stream<'f>,
    /// Whether it may hold objects, or the places of objects, which are read with the file.
    holds_objects: bool,
}

impl Packed<'_> {
    fn filters(&self) -> Vec<Filter> {
        self.stream.filters().to_vec()
    }

    /// In which ways it may be packed, but for DEFLATE alone, which is counted wherever it may be:
    /// one, if that is said where it stands.
    fn chains(&self) -> Vec<Vec<Filter>> {
        const ALL: [Filter; 4] = [
            Filter::LzwDecode,
            Filter::RunLengthDecode,
            Filter::Ascii85Decode,
            Filter::AsciiHexDecode,
        ];

        let said = self.filters();
        if said.is_empty() && self.stream.dict().contains_key(b"Filter") {
            let twice = ALL.map(|filter| vec![filter, Filter::FlateDecode]);
            return twice.into_iter().collect();
        }
        if said.iter().all(|filter| *filter == Filter::FlateDecode) {
            Vec::new()
        } else {
            vec![said]
        }
    }
}

/// The streams of a file, wherever an object may begin; where one ends that does not say it where it
/// stands is known by what packed it.
fn objects(file: &[u8]) -> impl Iterator<Item = Packed<'_>> {
    memchr::memmem::find_iter(file, b"obj").filter_map(|at| {
        let mut reader = Reader::new_with(file, at + b"obj".len());
        while reader.eat(|byte| byte.is_ascii_whitespace() || byte == 0).is_some() {}
        if file[..at].ends_with(b"end") || !reader.tail()?.starts_with(b"<<") {
            return None;
        }
        let stream = reader.read::<Stream<'_>>(&ReaderContext::dummy())?;
        let Cow::Borrowed(data) = stream.raw_data() else {
            return None;
        };
        let start = (data.as_ptr() as usize).checked_sub(file.as_ptr() as usize)?;
        let has_length = stream.dict().get::<u32>(b"Length").is_some();
        let data = if has_length { data } else { file.get(start..)? };
        let holds_objects =
            [b"W".as_slice(), b"First", b"N"].iter().any(|key| stream.dict().contains_key(key));
        Some(Packed { data, stream, holds_objects })
    })
}

/// Whether a file says that it is encrypted, in whatever way the name is written.
fn is_encrypted(file: &[u8]) -> bool {
    const NAME: &[u8] = b"Encrypt";

    memchr::memchr_iter(b'/', file).any(|at| {
        let mut rest = file[at + 1..].iter().copied();
        NAME.iter().all(|letter| match rest.next() {
            Some(b'#') => {
                let mut digit = || char::from(rest.next().unwrap_or_default()).to_digit(16);
                digit()
                    .zip(digit())
                    .is_some_and(|(high, low)| high * 16 + low == u32::from(*letter))
            }
            other => other == Some(*letter),
        })
    })
}

/// From where each stream begins to the end of the file; where it ends is known by what packed it, and
/// not believed.
fn streams(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let words = file.windows(BEGINNING.len()).enumerate();
    words.filter(|(_, word)| *word == BEGINNING).filter_map(|(at, _)| {
        let rest = &file[at + BEGINNING.len()..];
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        (!file[..at].ends_with(b"end")).then(|| rest.strip_prefix(b"\n").unwrap_or(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::{ALWAYS, Excess, excess, excess_over, is_encrypted, streams};
    use crate::base::deflate::zlib;

    /// A file of one stream, packed so.
    fn file(filter: &str, data: &[u8]) -> Vec<u8> {
        let head =
            format!("%PDF-1.4\n1 0 obj\n<< /Length {} /Filter {filter} >>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    /// The codes of LZW that are one byte again and again, and what they become.
    fn lzw_bomb(least: u64) -> Vec<u8> {
        let (mut codes, mut n_bytes) = (Vec::new(), 0_u64);
        while n_bytes < least {
            codes.push((256_u32, 9));
            codes.push((u32::from(b'x'), 9));
            n_bytes += 1;
            for code in 258..4095_u32 {
                let width = match code + 1 {
                    2048.. => 12,
                    1024.. => 11,
                    512.. => 10,
                    _ => 9,
                };
                codes.push((code, width));
                n_bytes += u64::from(code - 256);
            }
        }
        let (mut bytes, mut bits, mut n_bits) = (Vec::new(), 0_u64, 0);
        for (code, width) in codes {
            bits = bits << width | u64::from(code);
            n_bits += width;
            while n_bits >= 8 {
                n_bits -= 8;
                bytes.push((bits >> n_bits) as u8);
                bits &= (1 << n_bits) - 1;
            }
        }
        bytes.push((bits << (8 - n_bits)) as u8);
        bytes
    }

    #[test]
    fn whatever_packs_a_stream_is_counted() {
        /// Some; the bound of files is too far away for a test.
        const MOST: u64 = 1 << 20;
        let runs = [129, b'x'].repeat(MOST as usize / 100);
        let lzw = lzw_bomb(MOST + (MOST >> 2));
        let hex: String = lzw.iter().map(|byte| format!("{byte:02x}")).collect();
        for (filter, data) in [
            ("/LZWDecode", lzw.clone()),
            ("[/L#5aW]", lzw.clone()),
            ("[/ASCIIHexDecode /LZWDecode]", hex.into_bytes()),
            ("[/FlateDecode /RL]", zlib(&runs)),
            ("7 0 R", lzw.clone()),
        ] {
            let found = excess_over(&file(filter, &data), MOST);
            assert!(matches!(found, Some(Excess::Bytes(_))), "{filter}");
        }
        // The same where no such filter is said.
        assert_eq!(excess_over(&file("/DCTDecode", &lzw), MOST), None);
        let chain = format!("[{}]", "/AHx ".repeat(5));
        assert_eq!(excess(&file(&chain, b"41>")), Some(Excess::Layers));
        assert_eq!(excess(&file("/AHx", b"41>")), None);
    }

    #[test]
    fn of_an_encrypted_file_the_most_is_taken() {
        assert!(is_encrypted(b"trailer << /Enc#72ypt 5 0 R >>") && !is_encrypted(b"/Encr"));
        let encrypted = |head: &str, n: usize| {
            let text = format!("1 0 obj\n<< /Length {n} {head} /Filter /FlateDecode >>\nstream\n");
            [text.as_bytes(), &vec![b'?'; n], b"\nendstream\nendobj\ntrailer << /Encrypt 5 0 R >>"]
                .concat()
        };
        assert_eq!(excess(&encrypted("/N 3 /First 9", 10_000)), None);
        assert_eq!(excess(&encrypted("/N 3 /First 9", 1 << 20)), Some(Excess::Encrypted));
        // One that holds no objects is counted once the file is read.
        assert_eq!(excess(&encrypted("", 1 << 20)), None);
    }

    #[test]
    fn streams_begin_behind_their_word_and_not_behind_their_end() {
        let file = b"1 0 obj << >>\nstream\r\nabc\nendstream\n2 0 obj stream\ndef endstream";
        let heads: Vec<&[u8]> = streams(file).map(|stream| &stream[..3]).collect();
        assert_eq!(heads, [b"abc", b"def"]);
    }

    #[test]
    fn many_streams_count_together() {
        let bomb = zlib(&vec![0; (ALWAYS / 4) as usize]);
        let stream = [b"stream\n".as_slice(), &bomb, b"\nendstream\n"].concat();
        assert_eq!(excess(&stream.repeat(3)), None);
        assert!(
            excess(&stream.repeat(5))
                .is_some_and(|found| matches!(found, Excess::Bytes(most) if most >= ALWAYS))
        );
    }
}
