//! Documents made here → their texts; and files that are made to do harm.

mod bombs;

use super::read;
use crate::import::manuscript::{BlockKind, Manuscript};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="a" Type="http://x/relationships/styles" Target="styles.xml"/>
  <Relationship Id="b" Type="http://x/relationships/numbering" Target="/word/numbering.xml"/>
  <Relationship Id="c" Type="http://x/relationships/header" Target="header10.xml"/>
  <Relationship Id="d" Type="http://x/relationships/header" Target="header2.xml"/>
  <Relationship Id="e" Type="http://x/relationships/footnotes" Target="footnotes.xml"/>
  <Relationship Id="f" Type="http://x/relationships/comments" Target="comments.xml"/>
  <Relationship Id="g" Type="http://x/relationships/footer" Target="https://example.org/" TargetMode="External"/>
  <Relationship Id="h" Type="http://x/relationships/hyperlink" Target="https://a.example/plan" TargetMode="External"/>
</Relationships>"#;

const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="ti"><w:name w:val="Title"/></w:style>
  <w:style w:type="paragraph" w:styleId="ask"><w:name w:val="Question"/><w:basedOn w:val="asks"/></w:style>
  <w:style w:type="paragraph" w:styleId="asks"><w:name w:val="Questions"/><w:basedOn w:val="ask"/><w:rPr><w:b/></w:rPr><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/></w:style>
  <w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
</w:numbering>"#;

/// An archive of these files, deflated.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated),
        )
        .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(root: &str, content: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{content}</w:{root}>"#
    )
}

/// A Word file with this body.
pub(in crate::import) fn docx(body: &str) -> Vec<u8> {
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    let header = |text: &str| part("hdr", &format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"));
    let footnotes = part(
        "footnotes",
        r#"<w:footnote w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>"#,
    );
    let comments = part(
        "comments",
        r#"<w:comment w:author="x"><w:p><w:r><w:t>Check this.</w:t></w:r></w:p></w:comment>"#,
    );
    let core = r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Harbour plan</dc:title><dc:language>en-GB</dc:language><dcterms:created>2024-03-07T09:00:00Z</dcterms:created></cp:coreProperties>"#;
    archive(&[
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
        ("word/header10.xml", header("tenth").as_bytes()),
        ("word/header2.xml", header("second").as_bytes()),
        ("word/footnotes.xml", footnotes.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

fn manuscript(body: &str) -> Manuscript {
    let manuscript = read(&docx(body)).unwrap();
    crate::import::read::tests::assert_sound(&manuscript);
    manuscript
}

/// The blocks of the text: kind, text with `*` around what is bold and `_` around what is italic.
fn blocks(body: &str) -> Vec<(BlockKind, String)> {
    let found = manuscript(body);
    let shown = |run: &crate::import::manuscript::Run| {
        let text = run.text(&found.original).replace('\n', "|");
        let text = if run.italic { format!("_{text}_") } else { text };
        if run.bold { format!("*{text}*") } else { text }
    };
    let texts = found.blocks.iter().filter(|block| block.outside.is_none());
    texts.map(|block| (block.kind, block.runs.iter().map(shown).collect())).collect()
}

fn outside(body: &str) -> Vec<(&'static str, String)> {
    let found = manuscript(body);
    found
        .blocks
        .iter()
        .filter_map(|block| Some((block.outside?, block.text(&found.original))))
        .collect()
}

fn paragraph(text: &str) -> (BlockKind, String) {
    (BlockKind::Paragraph, text.to_owned())
}

#[test]
fn paragraphs_have_kinds_and_styles() {
    let body = r#"<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>Questions</w:t></w:r></w:p>
      <w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Top</w:t></w:r></w:p>
      <w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Chair: </w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:t>good</w:t></w:r><w:r><w:t> morning </w:t></w:r></w:p>
      <w:p><w:pPr><w:pStyle w:val="ask"/></w:pPr><w:r><w:t>Why</w:t></w:r><w:r><w:rPr><w:rStyle w:val="strong"/></w:rPr><w:t>not</w:t></w:r><w:r><w:rPr><w:b w:val="false"/></w:rPr><w:t>?</w:t></w:r></w:p>
      <w:p><w:pPr><w:ind w:firstLine="420"/></w:pPr><w:r><w:t>Set in.</w:t></w:r></w:p>
      <w:p><w:r><w:t>　　也缩进。</w:t></w:r></w:p>
      <w:p><w:pPr><w:pStyle w:val="q"/></w:pPr><w:r><w:t>Quoted.</w:t></w:r></w:p>"#;
    assert_eq!(
        blocks(body),
        [
            (BlockKind::Heading(2), "Questions".to_owned()),
            (BlockKind::Heading(1), "Top".to_owned()),
            paragraph("*Chair: *_good_morning"),
            (BlockKind::Indented, "*Why*not?".to_owned()),
            (BlockKind::Indented, "Set in.".to_owned()),
            (BlockKind::Indented, "也缩进。".to_owned()),
            (BlockKind::Quote, "Quoted.".to_owned()),
        ]
    );
}

#[test]
fn items_are_counted() {
    let item = |level: u8| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"#
        )
    };
    let none = r#"<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"#;
    let kinds: Vec<BlockKind> =
        blocks(&[&item(0), &item(1), &item(0), none].map(|p: &str| p.to_owned()).concat())
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Item(Some(3)),
            BlockKind::Item(None),
            BlockKind::Item(Some(4)),
            BlockKind::Paragraph
        ]
    );
}

#[test]
fn breaks_tabs_and_hyphens_are_characters() {
    let body = r#"<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:softHyphen/><w:noBreakHyphen/><w:sym w:char="2022"/></w:r></w:p>"#;
    assert_eq!(blocks(body), [paragraph("a|b c\u{2011}•")]);
}

#[test]
fn pages_are_counted_by_the_breaks_that_word_last_made() {
    let page = |body: &str| {
        manuscript(body)
            .blocks
            .iter()
            .filter(|block| block.outside.is_none())
            .map(|block| block.page)
            .collect::<Vec<_>>()
    };
    let broken = r#"<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>"#;
    assert_eq!(page(&format!("{broken}<w:p><w:r><w:t>b</w:t></w:r></w:p>")), [0, 1]);
    assert_eq!(
        page(&format!("{broken}<w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>")),
        [0, 1]
    );
}

#[test]
fn tables_of_data_are_rows_and_others_are_text() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let data = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("a"),
        cell("b</w:t></w:r></w:p><w:p><w:r><w:t>c"),
        cell(""),
        cell("d")
    );
    let row = |text: &str| (BlockKind::Row, text.to_owned());
    assert_eq!(blocks(&data), [row("a\tb c"), row("\td")]);
    let long = "word ".repeat(40);
    let layout = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("Chair"),
        cell(&long),
        cell("Guest"),
        cell("Yes.")
    );
    assert_eq!(
        blocks(&layout),
        [paragraph("Chair"), paragraph(long.trim()), paragraph("Guest"), paragraph("Yes.")]
    );
}

#[test]
fn what_word_does_not_show_is_kept_apart() {
    let body = r#"<w:p><w:r><w:t>on</w:t></w:r><w:del><w:r><w:delText>off</w:delText></w:r></w:del><w:ins><w:r><w:t>e</w:t></w:r></w:ins>
      <w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>
      <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
      <w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p><w:p><w:pPr><w:pStyle w:val="toc"/></w:pPr><w:r><w:t>Contents</w:t></w:r></w:p>"#;
    assert_eq!(blocks(body), [paragraph("one7link")]);
    let apart: Vec<(&str, String)> = outside(body).into_iter().take(4).collect();
    let apart: Vec<(&str, &str)> =
        apart.iter().map(|(what, text)| (*what, text.as_str())).collect();
    assert_eq!(
        apart,
        [
            ("deleted text", "off"),
            ("hidden text", "unseen"),
            ("field code", "code"),
            ("table of contents", "Contents")
        ]
    );
}

#[test]
fn text_boxes_stand_after_their_paragraph_and_once() {
    let text_box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>be</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{text_box}</mc:Choice><mc:Fallback>{text_box}</mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>fore</w:t><w:drawing><a:t>shape</a:t></w:drawing></w:r></w:p><w:p><w:r><w:t>after</w:t></w:r></w:p>"
    );
    assert_eq!(blocks(&body), [paragraph("before"), paragraph("in the box"), paragraph("after")]);
}

#[test]
fn other_parts_come_after_the_text() {
    let body = "<w:p><w:r><w:t>text</w:t></w:r></w:p>";
    let expected = [
        ("footnote", "A note."),
        ("comment", "Check this."),
        ("page header", "second"),
        ("page header", "tenth"),
    ];
    assert_eq!(outside(body), expected.map(|(what, text)| (what, text.to_owned())));
    assert_eq!(manuscript(body).original, "text\nA note.\nCheck this.\nsecond\ntenth\n");
}

#[test]
fn the_file_says_what_it_is() {
    let facts =
        manuscript(r#"<w:p><w:pPr><w:pStyle w:val="ti"/></w:pPr><w:r><w:t>The new</w:t><w:br/><w:t>harbour</w:t></w:r></w:p>"#).facts;
    assert_eq!(facts.titles, ["The new harbour", "Harbour plan"]);
    assert_eq!(facts.made.map(|date| date.to_string()).as_deref(), Some("2024-03-07"));
    assert_eq!(facts.lang.map(|lang| lang.tag().to_owned()).as_deref(), Some("en-GB"));
}

#[test]
fn the_document_may_have_another_name() {
    let relations = r#"<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let document = part("document", "<w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body>");
    let bytes = archive(&[
        ("_rels/.rels", relations.as_bytes()),
        ("word/document2.xml", document.as_bytes()),
    ]);
    assert_eq!(read(&bytes).unwrap().original, "text\n");
}

#[test]
fn a_document_without_text_is_refused() {
    assert!(read(&docx("<w:p/>")).unwrap_err().message.contains("no text"));
    assert!(
        read(&archive(&[("word/other.xml", b"<a/>")]))
            .unwrap_err()
            .message
            .contains("no `word/document.xml`")
    );
}
