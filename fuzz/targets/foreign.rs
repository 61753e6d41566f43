//! Documents and tables from outside.

use super::content::{SITE, parsed, sources_with, tell};
use oratory::foreign::{converted, glance};
use oratory::{
    Changes, Content, Diagnostics, ImportOptions, ReadOptions, Source, Sources, applied, format_of,
    import_document, intake, read_document, spreadsheet,
};

/// Transcripts as text.
pub(super) const TEXTS: &[&str] = &[
    "Press conference\n\n7 March 2024\n\nQUESTION: How is the harbour?\n\nMS. ODUYA: It is open. (Laughter.)\n\nMore of it.\n",
    "# 港务局长回答记者提问\n\n【上接第2版】新码头投入使用以来，\n\n**南岸电台记者：**请问冬季的航班怎样安排？\n**罗海生：**冬季风浪大，我们把夜间的航班改到白天，\n\n同时增加两班渡轮。\n（下转第4版）\n",
    "\u{FEFF}Mr. SMITH. I rise\r\nto say this-\r\nand that.\r\n\r\n- 3 -\r\n\r\nThe PRESIDENT. Thank you.\r\n",
    "<!doctype html><meta charset=gbk><p>\u{1b}$B%F\u{1b}(B",
];

/// Transcripts as pages.
pub(super) const PAGES: &[&str] = &[
    "<!doctype html><html lang=en><title>Talk</title><nav><a href=/>Home</a></nav><article><h1>Talk</h1><p><b>Q:</b> Why?<p><b>A:</b> Because.<br>So.</article><footer>© 2024</footer>",
    "<table><tr><td>问：<td>为什么？</tr><tr><td>答：<td>因为&nbsp;&#x738B;&amp;。</table><script>x<y</script><!-- <p> --><ul><li>一<li>二</ul>",
    "<div><div class=ad>Buy</div><p>One &lt;two&gt;</p><pre>a\n b</pre><blockquote><p>three</blockquote><svg><p></svg><template><p>x</template></div>",
];

/// What stands in the body of `word/document.xml`.
pub(super) const WORD: &[&str] = &[
    "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Talk</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Q: </w:t></w:r><w:r><w:t>Why?</w:t><w:tab/><w:br/></w:r></w:p>",
    "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>王：</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:footnoteReference w:id=\"1\"/><w:sym w:char=\"F0E0\"/><w:noBreakHyphen/><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r></w:p><w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
];

/// Tables.
pub(super) const TABLES: &[&str] = &[
    "id,name\nmira,\"Oduya, \"\"M.\"\"\"\n",
    "a;b\r\n'=1;'-2\r\n\r\n\"x\r\ny\";\r\n",
    "\u{FEFF}a\tb\n王\t'\n",
    ",\n\"\n",
];

/// Files about people and places: a table, Linked Places, Popolo, results of a query service, which
/// is also a table.
pub(super) const ENTITIES: &[&str] = &[
    "id,name_en,name_zh,kind,born,wikidata,aliases\nbo,Bo,波,people,1953-10,Q42,B.|Bo B.\n,Alund,,places,,,\n",
    "{\"type\":\"FeatureCollection\",\"features\":[{\"@id\":\"x\",\"type\":\"Feature\",\"properties\":{\"title\":\"Alund\",\"ccodes\":[\"AA\"]},\"names\":[{\"toponym\":\"Alund\",\"lang\":\"en\",\"when\":{\"timespans\":[{\"start\":{\"in\":\"1900\"}}]}}],\"geometry\":{\"type\":\"Point\",\"coordinates\":[20,10]},\"links\":[{\"type\":\"closeMatch\",\"identifier\":\"wd:Q1\"}]}]}",
    "{\"persons\":[{\"id\":\"p1\",\"name\":\"Mira Oduya\",\"other_names\":[{\"name\":\"M.\"}],\"birth_date\":\"1970-02\",\"identifiers\":[{\"scheme\":\"wikidata\",\"identifier\":\"Q7\"}],\"memberships\":[{\"role\":\"Minister\",\"start_date\":\"2013\"}]}],\"organizations\":[{\"id\":\"o\",\"name\":\"O\"}]}",
    "{\"head\":{\"vars\":[\"item\",\"itemLabel\",\"coord\"]},\"results\":{\"bindings\":[{\"item\":{\"type\":\"uri\",\"value\":\"http://www.wikidata.org/entity/Q956\"},\"itemLabel\":{\"type\":\"literal\",\"xml:lang\":\"en\",\"value\":\"Beijing\"},\"coord\":{\"value\":\"Point(116 39)\"}}]}}",
];

/// Two states of a file; the second after a byte that no text holds.
pub(super) const DIFFS: &[&str] = &[
    "a\nb\nc\nd\ne\nf\ng\nh\n\u{1}a\nB\nc\nd\ne\nf\ng\nh\ni",
    "\u{1}new\n",
    "old\u{1}",
    "a\r\nb\n\u{1}a\nb\n",
];

/// What separates the two states of [`diff`].
const STATES: u8 = 1;

/// The format is told, or what to do is; the text of any bytes has no NUL.
pub(super) fn format(bytes: &[u8]) {
    for name in ["a.txt", "a.html", "a.docx", "a"] {
        if let Err(refusal) = format_of(name, bytes) {
            assert!(!refusal.message.is_empty() && !refusal.hint.is_empty());
        }
    }
    let _ = glance(bytes);
    for declared in [None, Some("gbk"), Some("utf-16le"), Some("iso-2022-jp")] {
        if let Ok(converted) = converted(bytes, declared) {
            assert!(!converted.text.contains('\0'), "{:?}", converted.text);
        }
    }
}

/// What is read becomes a speech whose account holds.
fn imported(name: &str, bytes: &[u8], options: &ReadOptions) {
    match read_document(name, bytes, options) {
        Ok(manuscript) => {
            let options = ImportOptions {
                file: name,
                stem: "2024-05-02-paper",
                sha256: "0",
                ..ImportOptions::default()
            };
            assert!(import_document(manuscript, &options).is_some(), "the account does not hold");
        }
        Err(refusal) => assert!(!refusal.message.is_empty() && !refusal.hint.is_empty()),
    }
}

pub(super) fn import_text(bytes: &[u8]) {
    imported("paper.txt", bytes, &ReadOptions::default());
}

/// The text is looked for in one half of the pages, and pointed at in the other.
pub(super) fn import_html(bytes: &[u8]) {
    let select = (bytes.len() % 2 == 1).then(|| "p, div".to_owned());
    imported("page.html", bytes, &ReadOptions { select, ..ReadOptions::default() });
}

/// Bytes as a Word file where they are a ZIP archive, else as the body of the document in one.
pub(super) fn import_docx(bytes: &[u8]) {
    let archive = if bytes.starts_with(b"PK") { bytes.to_vec() } else { word_file(bytes) };
    imported("paper.docx", &archive, &ReadOptions::default());
}

/// A ZIP archive (APPNOTE 6.3.10) with one file in it that is not compressed.
fn word_file(body: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"word/document.xml";
    let head = b"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    let content = [head, body, b"</w:body></w:document>"].concat();
    let size = u32::try_from(content.len()).expect("less than 4 GiB").to_le_bytes();
    let length = u16::try_from(NAME.len()).expect("a short name").to_le_bytes();
    // Version 2.0, no flags, stored, midnight of 1 January 1980.
    let common = [
        &[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..],
        &crc32(&content).to_le_bytes(),
        &size,
        &size,
        &length,
        &[0, 0],
    ]
    .concat();
    let local = [b"PK\x03\x04", &common[..], NAME, &content].concat();
    let central = [b"PK\x01\x02\x14\0", &common[..], &[0; 14], NAME].concat();
    let number = |n: usize| u32::try_from(n).expect("less than 4 GiB").to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0",
        &number(central.len())[..],
        &number(local.len()),
        &[0, 0],
    ]
    .concat();
    [local, central, end].concat()
}

/// The checksum of ZIP (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
    };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// What is read is written so that it reads back, and begins no formula.
pub(super) fn spreadsheet(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(rows) = spreadsheet::read(text) else {
        return;
    };
    for row in &rows {
        assert!(text.get(row.span.clone()).is_some(), "{:?} is no range of the text", row.span);
    }
    // A head with commas alone, so that the separator is told.
    let cells = rows.into_iter().map(|row| row.cells);
    let table: Vec<Vec<String>> =
        std::iter::once(vec!["a".to_owned(), "b".to_owned()]).chain(cells).collect();
    let again =
        spreadsheet::read(&spreadsheet::write(&table)).expect("what is written can be read");
    assert!(again.into_iter().map(|row| row.cells).eq(table));
}

/// Taking the same file in twice changes nothing the second time, unless a row was refused: what
/// such rows name is known only then.
pub(super) fn entities(bytes: &[u8]) {
    let files = Sources::new(vec![Source {
        path: "data.csv".into(),
        content: Content::Bytes(bytes.to_vec()),
    }]);
    let mut diagnostics = Diagnostics::default();
    let read = intake::read(&files, &SITE, &mut diagnostics);
    let wishes = intake::Wishes { kind: Some("people".into()), update: false };
    let site = sources_with(&[]);
    let taken = intake::take_in(&site, &parsed(&site), &SITE, &read, &wishes, &mut diagnostics);
    tell(&diagnostics, &files);

    if diagnostics.has_errors() {
        return;
    }
    let site = applied(&site, &taken.changes);
    let again =
        intake::take_in(&site, &parsed(&site), &SITE, &read, &wishes, &mut Diagnostics::default());
    assert!(again.changes.is_empty(), "the second time changes {}", again.changes.show(&site));
}

/// The diff of two states, applied to the old one, gives the new one.
pub(super) fn diff(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (old, new) = text.split_once(char::from(STATES)).unwrap_or((text, ""));
    let sources = Sources::from_texts([("a", old)]);
    let mut changes = Changes::default();
    changes.write("a", new);
    let shown = changes.show(&sources);
    if old == new {
        assert!(shown.is_empty());
    } else {
        assert_eq!(patched(old, &shown), new, "{shown}");
    }
}

/// `old` after a unified diff of one file.
fn patched(old: &str, diff: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut new, mut at) = (String::new(), 0);
    let mut lines = diff.split_inclusive('\n').skip(2).peekable();
    while let Some(line) = lines.next() {
        let (mark, text) = line.split_at(1);
        if mark == "@" {
            let place = text.split(' ').nth(1).expect("where the hunk begins");
            let mut numbers = place[1..].split(',').map(|n| n.parse::<usize>().expect("a number"));
            let first = numbers.next().expect("a line");
            let start = if numbers.next() == Some(0) { first } else { first - 1 };
            old[at..start].iter().for_each(|line| new.push_str(line));
            at = start;
            continue;
        }
        let is_whole = lines.next_if(|next| next.starts_with('\\')).is_none();
        let text = if is_whole { text } else { text.trim_end_matches('\n') };
        if mark != "+" {
            assert_eq!(old.get(at), Some(&text), "line {at}");
            at += 1;
        }
        if mark != "-" {
            new.push_str(text);
        }
    }
    old[at..].iter().for_each(|line| new.push_str(line));
    new
}
