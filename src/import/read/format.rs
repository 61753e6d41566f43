//! The name and the first bytes of a file → its format, or what to do with a format that is not
//! read.
//!
//! Never reads the file: a format is told by its signature, and for text by its first tag or its
//! ending.

use super::{
    CAPTIONS, DOCX, EPUB, HTML, MHTML, ODT, READERS, RTF, Reader, Refusal, SPEECH_XML, TEXT,
    captions, mhtml, speech_xml,
};
use crate::base::decode::foreign::glance;

/// Signatures of formats that are not read: how the file begins, what it is, what to do.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    #[cfg(not(feature = "pdf"))]
    (
        b"%PDF",
        "a PDF",
        "convert it with `pdftotext -layout FILE.pdf FILE.txt`, then import the text",
    ),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "a file of old Office versions (.doc) or a protected one",
        WORD_HINT,
    ),
    (b"\x89PNG", "a picture (PNG)", PICTURE_HINT),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", PICTURE_HINT),
    (b"GIF8", "a picture (GIF)", PICTURE_HINT),
    (b"II*\0", "a picture (TIFF)", PICTURE_HINT),
    (b"MM\0*", "a picture (TIFF)", PICTURE_HINT),
    (b"\x1F\x8B", "a gzip file", "unpack it with `gunzip`, then import what is in it"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "unpack it, then import the files in it"),
    (b"Rar!", "a RAR archive", "unpack it, then import the files in it"),
    (b"ID3", "a recording (MP3)", RECORDING_HINT),
    (b"OggS", "a recording (Ogg)", RECORDING_HINT),
];

const WORD_HINT: &str =
    "save it as .docx, or convert it with `soffice --headless --convert-to docx FILE`";
const PICTURE_HINT: &str = "run text recognition over it, then import the text";
const RECORDING_HINT: &str = "transcribe it, then import the text";

/// What tells the kinds of ZIP archives apart: a name or a text that is uncompressed in them.
const ARCHIVES: &[(&[u8], &str, &str)] = &[
    (b"xl/workbook", "a spreadsheet (.xlsx)", "save the sheet as text or as a web page"),
    (b"ppt/presentation", "a presentation (.pptx)", "save its notes or its outline as .docx"),
];

/// The format of a file by its content, then by the ending of its name.
///
/// # Errors
///
/// A [`Refusal`] if the file is empty or of a format that is not read.
pub fn format_of(name: &str, bytes: &[u8]) -> Result<&'static Reader, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("the file is empty", "check that this is the right file"));
    }
    for (signature, what, hint) in FOREIGN {
        if bytes.starts_with(signature) {
            return Err(Refusal::new(format!("this is {what}"), *hint));
        }
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return archive(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(&RTF);
    }
    #[cfg(feature = "pdf")]
    if bytes.starts_with(b"%PDF") {
        return Ok(&super::PDF);
    }
    let start = glance(bytes);
    if mhtml::is_mhtml(&start) {
        return Ok(&MHTML);
    }
    if is_html(&start) {
        return Ok(&HTML);
    }
    if speech_xml::is_speech_xml(&start) {
        return Ok(&SPEECH_XML);
    }
    if captions::are_captions(&start) {
        return Ok(&CAPTIONS);
    }
    by_ending(name)
}

fn archive(bytes: &[u8]) -> Result<&'static Reader, Refusal> {
    // A Word file may hold a whole spreadsheet, so its own mark comes first.
    if shows(bytes, b"word/document") {
        return Ok(&DOCX);
    }
    for (mark, reader) in
        [(&b"application/vnd.oasis.opendocument.text"[..], &ODT), (b"application/epub+zip", &EPUB)]
    {
        if shows(bytes, mark) {
            return Ok(reader);
        }
    }
    // Archives that were packed anew have their kind anywhere, and compressed: their lists tell it.
    if shows(bytes, b"META-INF/container.xml") {
        return Ok(&EPUB);
    }
    if shows(bytes, b"META-INF/manifest.xml") && shows(bytes, b"content.xml") {
        return Ok(&ODT);
    }
    for (mark, what, hint) in ARCHIVES {
        if shows(bytes, mark) {
            return Err(Refusal::new(format!("this is {what}"), *hint));
        }
    }
    Err(Refusal::new(
        "this is a ZIP archive without a Word document",
        "unpack it, then import the files in it",
    ))
}

/// Whether a mark occurs where an archive names its files: at its beginning or in the list at its
/// end.
fn shows(bytes: &[u8], mark: &[u8]) -> bool {
    /// The first entries, of which the kind is one where the format asks for it.
    const BEGINNING: usize = 4 << 10;
    /// The list of a file with some two thousand entries; a larger one shows its kind at the
    /// beginning.
    const END: usize = 256 << 10;

    let start = &bytes[..bytes.len().min(BEGINNING)];
    let end = &bytes[bytes.len().saturating_sub(END)..];
    let has_mark = |part: &[u8]| part.windows(mark.len()).any(|window| window == mark);
    has_mark(start) || has_mark(end)
}

/// Whether a text begins as a page does: with a doctype, or with one of the tags around a page
/// after comments and declarations.
fn is_html(start: &str) -> bool {
    let mut rest = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    loop {
        let closed = if let Some(inner) = rest.strip_prefix("<?") {
            inner.split_once("?>")
        } else if let Some(inner) = rest.strip_prefix("<!--") {
            inner.split_once("-->")
        } else {
            break;
        };
        let Some((_, after)) = closed else {
            return false;
        };
        rest = after.trim_start();
    }

    let marks = ["<!doctype html", "<html", "<head>", "<body"];
    let begins = |mark: &&str| {
        let start = rest.get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    marks.iter().any(begins)
}

fn by_ending(name: &str) -> Result<&'static Reader, Refusal> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let Some(ending) = ending else {
        return Ok(&TEXT);
    };
    match READERS.iter().find(|reader| reader.endings.contains(&ending.as_str())) {
        // These say what they are.
        Some(reader) if [&DOCX, &ODT, &EPUB, &RTF, &MHTML].contains(reader) => Err(Refusal::new(
            format!("this is not a file of the kind that its name says: `.{ending}`"),
            "open it in its program and save it again",
        )),
        Some(reader) => Ok(reader),
        None => {
            let names: Vec<&str> = READERS.iter().map(|reader| reader.name).collect();
            Err(Refusal::new(
                format!("`.{ending}` is no format that is read"),
                format!("import one of these: {}", names.join(", ")),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CAPTIONS, DOCX, EPUB, HTML, MHTML, ODT, RTF, SPEECH_XML, TEXT};
    use super::format_of;

    #[test]
    fn the_content_counts_more_than_the_name() {
        for (name, bytes, format) in [
            ("a.txt", &b"Good morning"[..], &TEXT),
            ("a.md", b"# Title", &TEXT),
            ("a", b"text", &TEXT),
            ("a.txt", b"\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", &HTML),
            ("a.txt", b"<?xml version=\"1.0\"?>\n<!-- saved --> <html>", &HTML),
            ("a.txt", b"\xFF\xFE<\0h\0t\0m\0l\0>\0", &HTML),
            ("A.HTM", b"<p>a fragment", &HTML),
            ("a.txt", b"WEBVTT - quay\n\n", &CAPTIONS),
            ("a.txt", b"1\n00:00:01,000 --> 00:00:02,000\nAye.\n", &CAPTIONS),
            ("a.vtt", b"Aye.", &CAPTIONS),
            ("a.md", b"<p>a fragment", &TEXT),
            ("a.txt", b"PK\x03\x04...word/document.xml", &DOCX),
            ("a.zip", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", &ODT),
            ("a.epub", b"PK\x03\x04mimetypeapplication/epub+zip", &EPUB),
            ("a.doc", b"{\\rtf1", &RTF),
            (
                "a.eml",
                b"From: <Saved>\r\nContent-Type: multipart/related;\r\n\tboundary=\"x\"\r\n\r\n",
                &MHTML,
            ),
            ("a.txt", b"<?xml version=\"1.0\"?><!-- a --><tei:TEI xmlns:tei=\"x\">", &SPEECH_XML),
        ] {
            assert_eq!(format_of(name, bytes), Ok(format), "{name} {bytes:?}");
        }
    }

    #[test]
    fn other_formats_are_told_what_to_do() {
        for (name, bytes, message, hint) in [
            #[cfg(not(feature = "pdf"))]
            ("a.txt", &b"%PDF-1.7"[..], "a PDF", "pdftotext"),
            ("a.doc", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1.."[..], ".doc", ".docx"),
            ("a.zip", b"PK\x03\x04....", "ZIP", "unpack"),
            ("a.png", b"\x89PNG\r\n", "picture", "recognition"),
            ("a.docx", b"text", "not a file of the kind", "save"),
            ("a.odt", b"text", "not a file of the kind", "save"),
            ("a.key", b"a,b", "`.key`", ".txt"),
            ("a.txt", b"", "empty", "right file"),
        ] {
            let refusal = format_of(name, bytes).unwrap_err();
            assert!(
                refusal.message.contains(message) && refusal.hint.contains(hint),
                "{name}: {refusal:?}"
            );
        }
    }
}
