//! The head of a picture's file → how large it is shown, without its pixels.
//!
//! Read are JPEG (with the orientation in its Exif), PNG, GIF, WebP, AVIF and SVG: what browsers
//! show. A page that states the size of a picture keeps its place free, so no line of the text moves
//! when it arrives.
//!
//! **Invariant:** no more is read than [`MOST`] bytes and, in a JPEG, the heads of its segments: a
//! file that is damaged or no picture has no size, and is still published.

use std::io::{Read, Seek, SeekFrom};

/// Enough of a file for all formats but JPEG: the boxes of an AVIF, or the beginning of an SVG behind
/// a licence. What comes later is no head.
const MOST: usize = 4096;

/// Segments of a JPEG before its frame. A profile of colours takes some thirty of 64 KB, previews of
/// cameras a few more; a file with hundreds is damaged.
const MOST_SEGMENTS: usize = 256;

/// Bytes of a segment in which the orientation is looked for: it is in the first table of the Exif.
const EXIF: u64 = 1024;

/// Pixels that are more than any column of text has: a style sheet makes it as wide as the column.
const COLUMN: u32 = 1200;

/// The width and height of a picture in pixels, as browsers show it: upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// Pixels from side to side.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl PictureSize {
    fn of(width: u32, height: u32) -> Option<Self> {
        (width > 0 && height > 0).then_some(PictureSize { width, height })
    }

    fn turned(self) -> Self {
        PictureSize { width: self.height, height: self.width }
    }
}

/// The size of a picture; none if it has none or cannot be read.
pub(crate) fn picture_size(mut file: impl Read + Seek) -> Option<PictureSize> {
    let mut head = Vec::with_capacity(MOST);
    file.by_ref().take(MOST as u64).read_to_end(&mut head).ok()?;

    match head.as_slice() {
        [0xFF, 0xD8, ..] => jpeg(file),
        [0x89, b'P', b'N', b'G', ..] => {
            PictureSize::of(big_endian(&head, 16, 4)?, big_endian(&head, 20, 4)?)
        }
        [b'G', b'I', b'F', b'8', ..] => {
            PictureSize::of(little_endian(&head, 6, 2)?, little_endian(&head, 8, 2)?)
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(&head),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => avif(&head),
        _ => svg(&head),
    }
}

fn big_endian(bytes: &[u8], at: usize, n: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + n)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn little_endian(bytes: &[u8], at: usize, n: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + n)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The frame of a JPEG (ITU-T T.81 §B), turned as its Exif says.
fn jpeg(mut file: impl Read + Seek) -> Option<PictureSize> {
    let mut at = 2;
    let mut is_turned = false;
    for _ in 0..MOST_SEGMENTS {
        let mut head = [0; 4];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut head).ok()?;
        let [0xFF, marker, _, _] = head else {
            return None;
        };
        // Bytes that fill up before a marker.
        if marker == 0xFF {
            at += 1;
            continue;
        }

        let length = u64::from(big_endian(&head, 2, 2)?);
        // The markers of frames, among which are those of tables of codes (C4), of a reserved
        // extension (C8) and of arithmetic coding (CC).
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame {
            let mut frame = [0; 5];
            file.read_exact(&mut frame).ok()?;
            let size = PictureSize::of(big_endian(&frame, 3, 2)?, big_endian(&frame, 1, 2)?)?;
            return Some(if is_turned { size.turned() } else { size });
        }
        if marker == 0xE1 {
            let mut segment = Vec::new();
            file.by_ref().take(EXIF.min(length)).read_to_end(&mut segment).ok()?;
            is_turned |= matches!(orientation(&segment), Some(5..=8));
        }
        at += 2 + length;
    }
    None
}

/// The orientation in an Exif segment (CIPA DC-008 §4.6.4, tag 274), 1 to 8; from 5 on the picture
/// lies on its side.
fn orientation(segment: &[u8]) -> Option<u32> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let number: fn(&[u8], usize, usize) -> Option<u32> = match tiff.get(..2)? {
        b"II" => little_endian,
        b"MM" => big_endian,
        _ => return None,
    };

    let table = usize::try_from(number(tiff, 4, 4)?).ok()?;
    let n_entries = number(tiff, table, 2)?;
    for entry in 0..n_entries {
        let at = table.checked_add(2 + 12 * usize::try_from(entry).ok()?)?;
        if number(tiff, at, 2)? == 274 {
            return number(tiff, at + 8, 2);
        }
    }
    None
}

/// The three forms of a WebP (RFC 9649 §2).
fn webp(head: &[u8]) -> Option<PictureSize> {
    match head.get(12..16)? {
        b"VP8X" => {
            PictureSize::of(1 + little_endian(head, 24, 3)?, 1 + little_endian(head, 27, 3)?)
        }
        b"VP8L" => {
            let bits = little_endian(head, 21, 4)?;
            PictureSize::of(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        }
        b"VP8 " => {
            let side = |at| Some(little_endian(head, at, 2)? & 0x3FFF);
            PictureSize::of(side(26)?, side(28)?)
        }
        _ => None,
    }
}

/// The first `ispe` box of an AVIF (ISO/IEC 23008-12 §6.5.3), which is that of the picture or as
/// large as it; `irot` turns it.
fn avif(head: &[u8]) -> Option<PictureSize> {
    let find = |name: &[u8]| head.windows(4).position(|window| window == name);
    let at = find(b"ispe")?;
    let size = PictureSize::of(big_endian(head, at + 8, 4)?, big_endian(head, at + 12, 4)?)?;
    let quarters = find(b"irot").and_then(|at| big_endian(head, at + 4, 1)).unwrap_or(0);
    Some(if quarters % 2 == 1 { size.turned() } else { size })
}

/// `width` and `height` of an SVG in pixels; one that has a `viewBox` alone fills the column, as
/// browsers show it, with its proportions.
fn svg(head: &[u8]) -> Option<PictureSize> {
    let text = String::from_utf8_lossy(head);
    let (_, tag) = text.split_once("<svg")?;
    let tag = tag.split('>').next()?;

    let side = |name| attribute(tag, name).and_then(length).and_then(pixels);
    if let (Some(width), Some(height)) = (side("width"), side("height")) {
        return PictureSize::of(width, height);
    }
    let numbers = attribute(tag, "viewBox")?;
    let mut sides = numbers.split([' ', ',']).filter(|side| !side.is_empty()).skip(2);
    let (width, height) = (length(sides.next()?)?, length(sides.next()?)?);
    PictureSize::of(COLUMN, pixels(f64::from(COLUMN) * height / width)?)
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut found = tag.match_indices(name).map(|(at, _)| at);
    let at = found.find(|at| tag[..*at].ends_with(char::is_whitespace))?;
    let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// A length without a unit or in pixels; none of a length that depends on the page.
fn length(text: &str) -> Option<f64> {
    let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some(number)
}

/// A number of pixels; none of one that is a slip: smaller than one, or larger than any screen.
fn pixels(length: f64) -> Option<u32> {
    (0.5..1e6).contains(&length).then(|| length.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn size(bytes: &[u8]) -> Option<(u32, u32)> {
        picture_size(Cursor::new(bytes)).map(|size| (size.width, size.height))
    }

    /// A JPEG of 40 by 30 pixels as a camera stores it, with an orientation and other segments.
    fn jpeg_turned(orientation: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2];
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0]);
        bytes.extend([0xFF, 0xE1, 0, u8::try_from(exif.len() + 2).unwrap()]);
        bytes.extend(exif);
        bytes.extend([0xFF, 0xFF, 0xC4, 0, 3, 0, 0xFF, 0xC2, 0, 11, 8, 0, 30, 0, 40, 1, 1, 1, 1]);
        bytes
    }

    #[test]
    fn a_picture_is_as_large_as_it_is_shown() {
        assert_eq!(size(&jpeg_turned(1)), Some((40, 30)));
        assert_eq!(size(&jpeg_turned(6)), Some((30, 40)));
        assert_eq!(size(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x20"), Some((256, 32)));
        assert_eq!(size(b"GIF89a\x10\0\x08\x01"), Some((16, 264)));
        let webp = b"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x1F\x03\0\x57\x02\0";
        assert_eq!(size(webp), Some((800, 600)));
        let avif = b"\0\0\0\x14ftypavif\0\0\0\0\0\0\0\x14ispe\0\0\0\0\0\0\0\x40\0\0\0\x20\0\0\0\x09irot\x01";
        assert_eq!(size(avif), Some((32, 64)));
    }

    #[test]
    fn an_svg_states_its_size_or_its_proportions() {
        assert_eq!(size(b"<?xml?><svg width='120px' height=\"80.4\">"), Some((120, 80)));
        assert_eq!(size(b"<svg\nviewBox=\"0 0 24 12\" width=\"100%\">"), Some((1200, 600)));
        assert_eq!(size(b"<svg stroke-width=\"2\">"), None);
    }

    #[test]
    fn what_is_damaged_or_no_picture_has_no_size() {
        for bytes in [&b""[..], b"no picture", b"\x89PNG", b"GIF89a\0\0\0\0", b"RIFF1234WEBPVP9 "] {
            assert_eq!(size(bytes), None, "{bytes:?}");
        }
        let whole = jpeg_turned(6);
        for end in 0..whole.len() - 4 {
            assert_eq!(size(&whole[..end]), None, "{end} bytes");
        }
    }
}
