//! What holds for every manuscript, whatever the bytes.

mod containers;
mod hostile;

use super::docx::docx_of;
use super::{ReadOptions, read};
use crate::base::fixture::cases;
use crate::import::manuscript::{BlockKind, Manuscript};
use crate::import::{Imported, Options, import};
use proptest::prelude::*;

/// What becomes of a document that is sound and accounted for.
pub(super) fn imported(name: &str, bytes: impl AsRef<[u8]>) -> Imported {
    let manuscript = read(name, bytes.as_ref(), &ReadOptions::default()).unwrap();
    speech_of(name, manuscript)
}

/// The same of a manuscript.
pub(super) fn speech_of(name: &str, manuscript: Manuscript) -> Imported {
    assert_sound(&manuscript);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let options = Options { file: name, stem, ..Options::default() };
    import(manuscript, &options).expect("an account that holds")
}

/// The text of a speech, without its front matter.
pub(super) fn body(imported: &Imported) -> &str {
    imported.speech.split_once("\n---\n").unwrap().1.trim()
}

/// Fails unless runs name the original in ascending order, at the borders of characters, and blocks
/// have text.
pub(super) fn assert_sound(manuscript: &Manuscript) {
    let mut end = 0;
    for block in &manuscript.blocks {
        assert!(
            !block.text(&manuscript.original).trim().is_empty(),
            "a block without text: {block:?}"
        );
        // A note may be within the paragraph that refers to it.
        let is_beside = block.outside.is_some() || matches!(block.kind, BlockKind::Note(_));
        let end = if is_beside { &mut 0 } else { &mut end };
        for run in &block.runs {
            let original =
                manuscript.original.get(run.range.clone()).expect("a range of the original");
            assert!(run.range.start >= *end && !run.range.is_empty(), "{run:?} after {end}");
            assert_ne!(
                run.written.as_deref(),
                Some(original),
                "what stands there as it is read is not written anew"
            );
            *end = run.range.end;
        }
    }
}

/// Reads bytes under every name; what is read must be sound, what is refused must be told in words.
fn assert_read(bytes: &[u8]) {
    for name in ["a.txt", "a.html", "a.docx", "a.srt", "a.xml", "a.json", "a.csv", "a.rtf", "a"] {
        for select in [None, Some("p, div".to_owned())] {
            match read(name, bytes, &ReadOptions { select, ..ReadOptions::default() }) {
                Ok(manuscript) => assert_sound(&manuscript),
                Err(refusal) => assert!(!refusal.message.is_empty() && !refusal.hint.is_empty()),
            }
        }
    }
}

/// Bytes in which some were replaced, taken out or put in.
fn mutated(bytes: &[u8], changes: &[(usize, u8, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, how, byte) in changes {
        let at = place % bytes.len().max(1);
        match how % 4 {
            0 => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 => drop(bytes.drain(at..(at + usize::from(*byte)).min(bytes.len()))),
            _ => {
                let part = bytes[at..(at + usize::from(*byte)).min(bytes.len())].to_vec();
                bytes.splice(place / 7 % at.max(1)..place / 7 % at.max(1), part);
            }
        }
        if bytes.is_empty() {
            bytes.push(*byte);
        }
    }
    bytes
}

/// Pieces of pages in any order.
fn tag_soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<div class=ad>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<li>",
        "<ol>",
        "</ol>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<br/>",
        "<h1>",
        "</h1>",
        "<pre>",
        "</pre>",
        "<td rowspan=9 colspan=70>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<del>",
        "</del>",
        "<sup><a href='#n'>1</a></sup>",
        "<li id=n>",
        "<a href='#n' id=n>2</a>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<select>",
        "<option>",
        "<svg>",
        "<math>",
        "<template>",
        "</template>",
        "<frameset>",
        "<plaintext>",
        "<textarea>",
        "</textarea>",
        "<!--",
        "-->",
        "&amp;",
        "&#x0;",
        "&nbsp;",
        "&notit;",
        "\u{3000}",
        "\n",
        " ",
        "中国，",
        "港口。",
        "The harbour, in the end, was closed.",
        "<![CDATA[",
        "]]>",
        "<",
        "&",
        "\u{100000}",
        "\u{feff}",
        "<p hidden>",
        "<body>",
        "<html>",
        "\r\n",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_read(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        assert_read(text.as_bytes());
    }

    #[test]
    fn any_soup_of_tags_is_read_or_refused(soup in tag_soup()) {
        assert_read(soup.as_bytes());
    }

    #[test]
    fn a_page_may_be_damaged_anywhere(changes in prop::collection::vec(any::<(usize, u8, u8)>(), 1..8)) {
        assert_read(&mutated(include_bytes!("html/tests/pages/government.html"), &changes));
    }

    #[test]
    fn a_word_file_may_be_damaged_anywhere(changes in prop::collection::vec(any::<(usize, u8, u8)>(), 1..8)) {
        assert_read(&mutated(&docx_of("<w:p><w:r><w:t>text</w:t></w:r></w:p>"), &changes));
    }

    #[test]
    fn the_document_of_a_word_file_may_be_damaged_anywhere(changes in prop::collection::vec(any::<(usize, u8, u8)>(), 1..4)) {
        let body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:tab/><w:t>b</w:t></w:r><w:del><w:r><w:t>c</w:t></w:r></w:del><w:r><w:rPr><w:strike/></w:rPr><w:footnoteReference w:id='1'/></w:r><w:hyperlink w:id='h'><w:r><w:t>d</w:t></w:r></w:hyperlink></w:p>";
        assert_read(&docx_of(&String::from_utf8_lossy(&mutated(body.as_bytes(), &changes))));
    }
}

#[test]
fn files_without_text_are_refused() {
    for (name, bytes, message) in [
        ("a.txt", &b""[..], "empty"),
        ("a.txt", b" \n\xEF\xBB\xBF \n", "white space"),
        ("a.html", b"\xEF\xBB\xBF", "white space"),
        ("a.txt", b"a\0b", "NUL"),
        ("a.html", b"<p></p>", "no text"),
    ] {
        let refusal = read(name, bytes, &ReadOptions::default()).unwrap_err();
        assert!(refusal.message.contains(message), "{name} {bytes:?}: {refusal:?}");
    }
}
