//! A small document of every reader, spoilt in many ways from fixed seeds: nothing ends in a panic, what
//! is read is sound and accounted for, and no more comes of it than its text.

use super::containers::{archive, epub, odt};
use super::{assert_sound, docx_of};
use crate::import::read::{READERS, ReadOptions, read_all};
use crate::import::{Options, import};

/// How often the document of a reader is spoilt.
const CASES: u64 = 16;

const TEI: &str = "<?xml version='1.0' encoding='UTF-8'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><fileDesc><titleStmt><title>The quay</title></titleStmt></fileDesc>\
    <profileDesc><particDesc><listPerson><person xml:id='a'><persName>Ines Hale</persName><affiliation role='chair' ref='#b'/></person></listPerson></particDesc></profileDesc>\
    <xenoData><front-matter xmlns='urn:oratory:front-matter'>{\"speech\":{\"id\":\"quay\",\"date\":\"2024-05-02\",\"lists\":{\"people\":[\"a\"]}},\"entities\":[]}</front-matter></xenoData></teiHeader>\
    <text><body><div><head>Part</head><u who='#a'><seg>We begin, &amp; all are here.<note place='foot'>See below.</note></seg></u></div></body></text></TEI>";

const PDF: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [4 0 R] /Count 1 >>\nendobj\n\
    3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n\
    4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>\nendobj\n\
    5 0 obj\n<< /Length 92 /Filter [/ASCIIHexDecode] >>\nstream\n4254202f462031302054662037322037303020546420285765206265\n67696e20686572652e2920546a204554>\nendstream\nendobj\n\
    trailer\n<< /Size 6 /Root 1 0 R >>\n";

/// A document of a reader, and how its content becomes a file of the format.
fn sample(ending: &str) -> (&'static str, fn(&str) -> Vec<u8>) {
    let plain: fn(&str) -> Vec<u8> = |text| text.as_bytes().to_vec();
    match ending {
        "txt" => (
            "---\ntitle: The quay\n---\n\nINES HALE: We begin.\n\n* * *\n\nJON: Aye.[^1]\n\n[^1]: So.\n",
            plain,
        ),
        "html" => (
            "<!doctype html><meta charset=utf-8><title>T</title><article><p><b>INES HALE:</b> We begin &amp; go on.</p><table><tr><td>a<td>b</table></article>",
            plain,
        ),
        "docx" => (
            "<w:p><w:r><w:t>INES HALE: We begin.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            docx_of,
        ),
        "vtt" => (
            "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ines Hale>We begin.</v>\n\n00:05.000 --> 00:09.000\n- Aye.\n",
            plain,
        ),
        "xml" => (TEI, plain),
        "json" => (
            "{\"segments\": [{\"start\": 0.0, \"end\": 2.5, \"text\": \" We begin.\", \"speaker\": \"SPEAKER_00\", \"words\": [{\"word\": \"We\", \"start\": 0.0}]}]}",
            plain,
        ),
        "jsonl" => (
            "{\"title\": \"The quay\", \"date\": \"2024-05-02\", \"text\": \"We begin.\"}\n{\"title\": \"B\", \"text\": \"Aye.\"}\n",
            plain,
        ),
        "csv" => (
            "title,date,speaker,text\nThe quay,2024-05-02,Ines Hale,\"We begin, \"\"now\"\".\"\n",
            plain,
        ),
        "odt" => (
            "<text:p>INES HALE: We<text:s text:c='3'/>begin<text:note><text:note-body><text:p>See.</text:p></text:note-body></text:note>.</text:p>",
            odt,
        ),
        "rtf" => (
            "{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\f0 INES HALE: We begin \\'e9\\u8364?.\\par{\\footnote See.}{\\*\\x y}}",
            plain,
        ),
        "epub" => ("<p>INES HALE: We begin.<a href='#n'>1</a></p><p id='n'>See.</p>", |text| {
            epub(&[("1.xhtml", Some(text))])
        }),
        "mhtml" => (
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>We begin =E2=82=AC, and all of us are here at last.</p>\r\n--x--\r\n",
            plain,
        ),
        "pdf" => (PDF, plain),
        other => panic!("a reader needs a document here that can be spoilt: `{other}`"),
    }
}

/// Numbers that are the same in every run (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// A text that is spoilt in one way or several.
fn spoilt(text: &str, numbers: &mut Numbers) -> String {
    const PIECES: [&str; 14] = [
        "<",
        "</",
        "&",
        "&#x110000;",
        "&a;",
        "\u{0}",
        "\u{FEFF}",
        "\u{202E}",
        "\"",
        "{",
        "\\",
        "]]>",
        "<!DOCTYPE a [<!ENTITY a '&a;&a;'>]>",
        "99999999999999999999",
    ];

    let mut text = text.to_owned();
    for _ in 0..=numbers.below(3) {
        let floor = |text: &str, at: usize| crate::base::letters::floor(text, at);
        let at = floor(&text, numbers.below(text.len() + 1));
        let end = floor(&text, (at + numbers.below(40)).min(text.len()));
        match numbers.below(8) {
            0 => text.truncate(at),
            1 => drop(text.drain(at..end)),
            2 => text.insert_str(at, PIECES[numbers.below(PIECES.len())]),
            // The same again and again: depth, or length.
            3 => text.insert_str(at, &text[at..end].repeat(numbers.below(300))),
            4 => text.insert_str(at, &"x".repeat(numbers.below(20_000))),
            // What stands elsewhere.
            5 => {
                let from = floor(&text, numbers.below(text.len() + 1));
                let piece = text[at..end].to_owned();
                text.insert_str(from, &piece);
            }
            6 => text = text.replacen("utf-8", ["utf-16", "gbk", "x-none"][numbers.below(3)], 1),
            _ => text = text.replace(['\n', ' '], ["", "\u{3000}", "\r"][numbers.below(3)]),
        }
    }
    text
}

fn assert_harmless(name: &str, bytes: &[u8]) {
    // Containers may pack their text to a thousandth.
    let most = 4_000 * (bytes.len() + 1_000);
    match read_all(name, bytes, &ReadOptions::default()) {
        Ok(manuscripts) => {
            assert!(!manuscripts.is_empty());
            for manuscript in manuscripts {
                assert_sound(&manuscript);
                assert!(manuscript.original.len() <= most, "{name}");
                let n_bytes = manuscript.original.len() + bytes.len();
                let options = Options { file: name, stem: "quay", ..Options::default() };
                let found = import(manuscript, &options).expect("an account that holds");
                // Escapes, marks for review and front matter are around each character at most.
                let n_made = found.speech.len() + found.aside.len();
                assert!(n_made <= 40 * n_bytes + 20_000, "{name}: {n_made} of {n_bytes}");
            }
        }
        Err(refusal) => assert!(!refusal.message.is_empty() && !refusal.hint.is_empty()),
    }
}

#[test]
fn no_document_of_any_reader_does_harm_when_it_is_spoilt() {
    for reader in READERS {
        let ending = reader.endings[0];
        let name = format!("2024-05-02-quay.{ending}");
        let (content, file) = sample(ending);
        assert!(read_all(&name, &file(content), &ReadOptions::default()).is_ok(), "{ending}");
        for seed in 1..=CASES {
            let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            assert_harmless(&name, &file(&spoilt(content, &mut numbers)));
            // The file itself: bytes, its end, another format behind its beginning.
            let mut bytes = file(content);
            let at = numbers.below(bytes.len());
            match seed % 4 {
                0 => bytes.truncate(at),
                1 => bytes[at] ^= 1 << numbers.below(8),
                2 => bytes = bytes.iter().flat_map(|byte| [*byte, 0]).collect(),
                _ => {
                    let other = READERS[numbers.below(READERS.len())].endings[0];
                    let (content, file) = sample(other);
                    bytes.truncate(at);
                    bytes.extend(file(content));
                }
            }
            assert_harmless(&name, &bytes);
        }
    }
}

#[test]
fn an_archive_that_holds_itself_again_and_again_ends() {
    let bomb = "<text:p>".to_owned() + &"We begin. ".repeat(200_000) + "</text:p>";
    let within = archive(&[("content.xml", &bomb), ("content.xml.zip", &bomb)]);
    assert!(within.len() < 200_000);
    for name in ["a.odt", "a.docx", "a.epub"] {
        assert_harmless(name, &within);
    }
}
