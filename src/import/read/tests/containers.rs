//! Documents in containers: what they hold, and traps.

use super::{assert_sound, body};
use crate::base::date::Date;
use crate::import::read::{ReadOptions, Refusal, read};
use crate::import::{Imported, Options, import};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        // The kind is stored as it is, so that it is seen without unpacking.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let options = if *name == "mimetype" { stored } else { SimpleFileOptions::default() };
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn imported(name: &str, bytes: &[u8]) -> Imported {
    let manuscript = read(name, bytes, &ReadOptions::default()).unwrap();
    assert_sound(&manuscript);
    let options =
        Options { file: name, stem: "quay", date: Date::parse("2024-05-02"), ..Options::default() };
    import(manuscript, &options).expect("an account that holds")
}

pub(super) fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f' xmlns:table='b' xmlns:xlink='x'><office:automatic-styles>\
         <style:style style:name='T1'><style:text-properties fo:font-weight='bold'/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let styles = "<office:document-styles xmlns:office='o' xmlns:style='s' xmlns:text='t'><style:master-page><style:header><text:p>Page head</text:p></style:header></style:master-page></office:document-styles>";
    let meta = "<office:document-meta xmlns:office='o' xmlns:dc='d' xmlns:meta='m'><dc:title>The quay</dc:title><meta:creation-date>2024-05-02T09:00:00</meta:creation-date></office:document-meta>";
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", styles),
        ("meta.xml", meta),
    ])
}

#[test]
fn an_opendocument_text_has_labels_notes_and_tables() {
    let found = imported(
        "quay.odt",
        &odt(
            "<text:p><text:span text:style-name='T1'>INES HALE:</text:span> We<text:s text:c='1'/>begin<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the plan of May.</text:p></text:note-body></text:note> here.</text:p>\
              <text:p><text:span text:style-name='T1'>JON BARROW:</text:span> Aye &amp; no.</text:p>\
              <table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell><text:p>Boats</text:p></table:table-cell></table:table-row>\
              <table:table-row><table:table-cell><text:p>2023</text:p></table:table-cell><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>",
        ),
    );
    assert_eq!(
        body(&found),
        "**INES HALE:** We begin[^1] here.\n\n**JON BARROW:** Aye & no.\n\n| Year | Boats |\n|---|---|\n| 2023 | 4 |\n\n[^1]: See the plan of May."
    );
    assert_eq!(found.title, "The quay");
    assert!(found.aside.contains("Page head"), "{}", found.aside);
}

#[test]
fn an_epub_is_its_spine_in_order() {
    let found = imported(
        "quay.epub",
        &archive(&[
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='OEBPS/a.opf'/></rootfiles></container>",
            ),
            (
                "OEBPS/a.opf",
                "<package xmlns:dc='d'><metadata><dc:title>The quay</dc:title><dc:language>en</dc:language><dc:date>2024-05-02</dc:date></metadata><manifest>\
                 <item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/><item id='b' href='second%20one.xhtml' media-type='application/xhtml+xml'/>\
                 <item id='a' href='first.xhtml' media-type='application/xhtml+xml'/><item id='e' href='notes.xhtml' media-type='application/xhtml+xml'/></manifest>\
                 <spine><itemref idref='a'/><itemref idref='b'/><itemref idref='n'/><itemref idref='e'/></spine></package>",
            ),
            ("OEBPS/nav.xhtml", "<html><body><p>Contents</p></body></html>"),
            ("OEBPS/second one.xhtml", "<html><body><p>It ends here.</p></body></html>"),
            (
                "OEBPS/first.xhtml",
                "<?xml version='1.0'?><html><head><title>x</title></head><body class='c'><p>It begins here.<sup><a href=\"notes.xhtml#n1\">1</a></sup></p></body></html>",
            ),
            ("OEBPS/notes.xhtml", "<html><body><p id='n1'>See the plan of May.</p></body></html>"),
        ]),
    );
    assert_eq!(body(&found), "It begins here.[^1]\n\nIt ends here.\n\n[^1]: See the plan of May.");
    assert_eq!(found.title, "The quay");
}

#[test]
fn what_is_not_shown_is_beside_the_text() {
    let found = imported(
        "quay.odt",
        &odt(
            "<text:p text:style-name='P1'>The harbour debate</text:p><text:p>We begin on the quay.<draw:frame xmlns:draw='d' xmlns:svg='v'><svg:title>A view</svg:title><svg:desc>Of boats</svg:desc></draw:frame></text:p>\
              <text:section text:display='none'><text:p>Not for print.</text:p></text:section><text:p><text:ruby><text:ruby-base>Hale</text:ruby-base><text:ruby-text>hail</text:ruby-text></text:ruby> spoke.</text:p>",
        ),
    );
    assert_eq!(body(&found), "The harbour debate\n\nWe begin on the quay.\n\nHale(hail) spoke.");
    for aside in ["A view", "Of boats", "Not for print."] {
        assert!(found.aside.contains(aside), "{aside}: {}", found.aside);
    }
}

/// An EPUB of these files of its spine, by their addresses in `OEBPS/`.
pub(super) fn epub(chapters: &[(&str, Option<&str>)]) -> Vec<u8> {
    let (mut items, mut references) = (String::new(), String::new());
    let mut files: Vec<(String, String)> = Vec::new();
    for (at, (name, text)) in chapters.iter().enumerate() {
        items.push_str(&format!(
            "<item id='c{at}' href='{name}' media-type='application/xhtml+xml'/>"
        ));
        references.push_str(&format!("<itemref idref='c{at}'/>"));
        let path = match name.strip_prefix("../") {
            Some(name) => name.to_owned(),
            None => format!("OEBPS/{name}"),
        };
        files.extend(text.map(|text| (path, format!("<html><body>{text}</body></html>"))));
    }
    let package =
        format!("<package><manifest>{items}</manifest><spine>{references}</spine></package>");
    let container =
        "<container><rootfiles><rootfile full-path='OEBPS/a.opf'/></rootfiles></container>";
    let mut all = vec![("META-INF/container.xml", container), ("OEBPS/a.opf", &package)];
    all.extend(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    // Packed anew, its kind is not at the beginning.
    archive(&all)
}

#[test]
fn each_chapter_of_an_epub_has_notes_of_its_own() {
    let chapter = |n: &str| {
        format!(
            "<p>Words {n}.<a epub:type='noteref' href='#fn1'>1</a></p><aside epub:type='footnote' id='fn1'><p>Note {n}.</p></aside>"
        )
    };
    let (first, second) = (chapter("one"), chapter("two"));
    let found = imported(
        "quay.epub",
        &epub(&[("1.xhtml", Some(&first)), ("../text/2.xhtml", Some(&second))]),
    );
    assert_eq!(
        body(&found),
        "Words one.[^1]\n\nWords two.[^2]\n\n[^1]: Note one.\n\n[^2]: Note two."
    );
    assert!(found.remarks.is_empty());

    let on_pages = "<p id='a'>A link has href=\"two\" and id=\"one\".</p>";
    let found = imported("quay.epub", &epub(&[("1.xhtml", Some(on_pages))]));
    assert_eq!(body(&found), "A link has href=\"two\" and id=\"one\".");

    let lacking = imported("quay.epub", &epub(&[("1.xhtml", Some(&first)), ("2.xhtml", None)]));
    assert_eq!(lacking.remarks.len(), 1, "{:?}", lacking.remarks);
}

#[test]
fn a_saved_page_is_the_page_in_it() {
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/quay\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x\"\r\n\r\n\r\n\
         ----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><head><title>The quay</title></head><body><main><p>The quay costs =E2=82=AC3, it is long and i=\r\nt is mended at last, and all of the town is glad of it.</p></main></body></html>\r\n\
         ----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----x--\r\n";
    let found = imported("2024-05-02-quay.mhtml", page.as_bytes());
    assert_eq!(
        body(&found),
        "The quay costs €3, it is long and it is mended at last, and all of the town is glad of it."
    );
    assert!(found.speech.contains("https://a.example/quay"), "{}", found.speech);
}

#[test]
fn traps_are_refused() {
    let refused = |name: &str, bytes: &[u8]| {
        let Refusal { message, hint } = read(name, bytes, &ReadOptions::default()).unwrap_err();
        assert!(!hint.is_empty());
        message
    };
    let deep = odt(&"<text:section>".repeat(3_000));
    assert!(refused("a.odt", &deep).contains("nested"));
    assert!(refused("a.odt", &odt("<text:p> </text:p>")).contains("no text"));
    let entities = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>"),
    ]);
    assert!(refused("a.odt", &entities).contains("cannot be read"));
    let no_package = archive(&[("mimetype", "application/epub+zip")]);
    assert!(refused("a.epub", &no_package).contains("container.xml"));
    let no_page = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nAA\n--x--\n";
    assert!(refused("a.mht", no_page).contains("no page"));
}
