//! Files that are made to exhaust memory or time: each is refused in words, and soon.

use super::{archive, docx, part};
use crate::import::read::Refusal;
use crate::import::read::docx::read;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn refused(bytes: &[u8]) -> String {
    let Refusal { message, hint } = read(bytes).unwrap_err();
    assert!(!hint.is_empty());
    message
}

/// The file with a document of these characters.
fn with_document(document: &str) -> Vec<u8> {
    archive(&[("word/document.xml", document.as_bytes())])
}

/// A deflate stream (RFC 1951) of 4 GiB of zeros: one literal, then matches of 258 bytes, in fixed
/// codes.
fn four_gib_of_zeros() -> Vec<u8> {
    // 3 bits of header (final, fixed codes), the literal 0 (00110000), then for each match length
    // 258 (11000101) and distance 1 (00000).
    let start = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0];
    let matches = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0].repeat(24);
    let bits: Vec<u8> = start.into_iter().chain(matches).collect();
    let bytes: Vec<u8> = bits
        .chunks(8)
        .map(|bits| bits.iter().enumerate().map(|(place, bit)| bit << place).sum())
        .collect();
    // From the second byte on, 13 bytes of 8 matches repeat.
    [&bytes[..1], &bytes[1..14].repeat((1 << 32) / 258 / 8)].concat()
}

/// A little-endian number in so many bytes.
fn number(value: usize, n_bytes: usize) -> Vec<u8> {
    value.to_le_bytes()[..n_bytes].to_vec()
}

/// What the headers of a deflated file have in common (APPNOTE §4.3.7): they say that it unpacks to
/// `size` bytes.
fn header(name: &str, stream: &[u8], size: usize) -> Vec<u8> {
    let numbers = [
        (20, 2),
        (0, 2),
        (8, 2),
        (0, 4),
        (0, 4),
        (stream.len(), 4),
        (size, 4),
        (name.len(), 2),
        (0, 2),
    ];
    numbers.into_iter().flat_map(|(value, n_bytes)| number(value, n_bytes)).collect()
}

/// An archive written by hand: a list of names, all of which lead to one file with this deflate
/// stream.
fn archive_of_stream(names: &[&str], stream: &[u8], size: usize) -> Vec<u8> {
    let local =
        [&b"PK\x03\x04"[..], &header(names[0], stream, size), names[0].as_bytes(), stream].concat();
    let entry = |name: &&str| {
        [&b"PK\x01\x02\x14\0"[..], &header(name, stream, size), &[0; 14], name.as_bytes()].concat()
    };
    let entries: Vec<u8> = names.iter().flat_map(entry).collect();
    let n = number(names.len(), 2);
    let end = [
        &b"PK\x05\x06"[..],
        &[0; 4],
        &n,
        &n,
        &number(entries.len(), 4),
        &number(local.len(), 4),
        &[0; 2],
    ]
    .concat();
    [local, entries, end].concat()
}

#[test]
fn four_gib_of_zeros_are_not_unpacked() {
    let stream = four_gib_of_zeros();
    for size in [1_000, 0xFFFF_FFFE] {
        let message = refused(&archive_of_stream(&["word/document.xml"], &stream, size));
        assert!(message.contains("64 MiB") || message.contains("cannot be read"), "{message}");
    }
}

#[test]
fn many_parts_together_count_against_one_limit() {
    let relations: String = (0..40)
        .map(|n| format!(r#"<Relationship Type="x/header" Target="header{n}.xml"/>"#))
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let document = part("document", "<w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body>");
    let header = vec![b' '; 4 << 20];
    let names: Vec<String> = (0..40).map(|n| format!("word/header{n}.xml")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ];
    files.extend(names.iter().map(|name| (name.as_str(), header.as_slice())));
    assert!(refused(&archive(&files)).contains("64 MiB"));
}

#[test]
fn one_stream_under_many_names_counts_each_time() {
    // 3 MiB of relationships to 40 headers, which all lie where the relationships lie.
    let names: Vec<String> = (0..40).map(|n| format!("word/header{n}.xml")).collect();
    let relations: String = (0..40)
        .map(|n| format!(r#"<Relationship Type="x/header" Target="header{n}.xml"/>"#))
        .collect();
    let text = format!(
        "<Relationships>{relations}{}<Relationship Type='x/officeDocument' Target='word/a.xml'/></Relationships>",
        " ".repeat(3 << 20)
    );
    let zip = archive(&[("x", text.as_bytes())]);
    let length = u32::from_le_bytes(zip[18..22].try_into().unwrap()) as usize;
    let stream = if length > 0 {
        &zip[31..31 + length]
    } else {
        &zip[31..zip.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap()]
    };
    let mut all = vec!["_rels/.rels", "word/_rels/a.xml.rels", "word/a.xml"];
    all.extend(names.iter().map(String::as_str));
    let message = refused(&archive_of_stream(&all, stream, text.len()));
    assert!(
        message.contains("64 MiB")
            || message.contains("overlap")
            || message.contains("cannot be read"),
        "{message}"
    );
}

#[test]
fn entities_are_not_expanded() {
    let laughs: String = (1..12)
        .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
        .collect();
    let document = format!(
        "<!DOCTYPE d [<!ENTITY a0 \"ha\">{laughs}]><w:document xmlns:w='x'>&a11;</w:document>"
    );
    assert!(refused(&with_document(&document)).contains("`word/document.xml`"));
}

#[test]
fn elements_beyond_measure_are_refused() {
    let deep = part("document", &("<w:p>".repeat(100_000) + &"</w:p>".repeat(100_000)));
    assert!(refused(&with_document(&deep)).contains("deep"));
    let wide: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    assert!(
        refused(&with_document(&part("document", &format!("<w:p{wide}/>")))).contains("attributes")
    );
    let spaces: String = (0..20_000).map(|n| format!("<a xmlns:n{n}='n{n}'/>")).collect();
    assert!(refused(&with_document(&part("document", &spaces))).contains("namespaces"));
    assert!(
        refused(&with_document(&part("document", &"<a/>".repeat(2_600_000))))
            .contains("cannot be read")
    );
}

#[test]
fn nesting_that_hides_behind_comments_ends_well() {
    // Each comment holds an end tag that is none, so the depth is not seen in the tags.
    let body = "<w:txbxContent><w:p><!-- </a></a> --><w:r><w:t>x</w:t></w:r>".repeat(20_000);
    let end = "</w:p></w:txbxContent>".repeat(20_000);
    let found =
        read(&with_document(&part("document", &format!("<w:p>{body}{end}</w:p>")))).unwrap();
    assert_eq!(found.original.matches('x').count(), 20_000);
}

#[test]
fn broken_and_encrypted_archives_are_refused_in_words() {
    let whole = docx("<w:p><w:r><w:t>text</w:t></w:r></w:p>");
    assert!(refused(&whole[..whole.len() / 2]).contains("cannot be read"));
    assert!(
        refused(&with_document("<w:document><w:p></w:document>"))
            .contains("`word/document.xml` cannot be read")
    );
    assert!(
        refused(&archive(&[("word/document.xml", &[0, 1, 2, 3])])).contains("this is not text")
    );
    let mut encrypted = with_document(&part("document", ""));
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = encrypted.windows(4).position(|window| window == mark).unwrap();
        encrypted[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    assert!(refused(&encrypted).contains("encrypted"));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", options).unwrap();
    zip.write_all(b"<a>harbour</a>").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let at = bytes.windows(7).position(|window| window == b"harbour").unwrap();
    bytes[at] = b'H';
    assert!(refused(&bytes).contains("cannot be read"), "a wrong checksum");
}
