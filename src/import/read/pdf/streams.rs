//! How much the streams of a file unpack to, before the package that reads it unpacks them: it has no
//! bound, and a megabyte may become a thousand.
//!
//! Counted are streams that are packed by DEFLATE, as nearly all are, in files that are not encrypted.

use crate::base::deflate::unpacked;

/// Bytes that the streams of any file may have: the pictures of a large document are among them.
const ALWAYS: u64 = 256 << 20;

/// How many times its size a larger file may have. DEFLATE packs a text to a fifth, drawings to a
/// twentieth, and nothing that anybody wrote to less than a hundredth.
const TIMES: u64 = 100;

const BEGINNING: &[u8] = b"stream";

/// Bytes that are too many for a file; none where it is as files are.
pub(super) fn excess(file: &[u8]) -> Option<u64> {
    let most = ALWAYS + TIMES * file.len() as u64;
    let mut n_bytes = 0;
    for stream in streams(file) {
        n_bytes += unpacked(stream, most + 1 - n_bytes);
        if n_bytes > most {
            return Some(most);
        }
    }
    None
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
    use super::{ALWAYS, excess, streams};
    use crate::base::deflate::zlib;

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
        assert!(excess(&stream.repeat(5)).is_some_and(|most| most >= ALWAYS));
    }
}
