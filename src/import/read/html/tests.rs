//! Whole pages → their texts. In the pages of `tests/pages/`, ☑ begins what is text and ☒ what is
//! not; titles have no sign.

mod library;
mod press;
mod speakers;

use crate::import::manuscript::{Block, BlockKind, Manuscript};
use crate::import::read::tests::assert_sound;
use crate::import::read::{ReadOptions, Refusal, read};

/// The pages, by name.
pub(super) const PAGES: &[(&str, &str)] = &[
    ("amp", include_str!("tests/pages/amp.html")),
    ("blog", include_str!("tests/pages/blog.html")),
    ("briefing", include_str!("tests/pages/briefing.html")),
    ("document", include_str!("tests/pages/document.html")),
    ("government", include_str!("tests/pages/government.html")),
    ("interview", include_str!("tests/pages/interview.html")),
    ("lines", include_str!("tests/pages/lines.html")),
    ("newspaper", include_str!("tests/pages/newspaper.html")),
    ("newswire", include_str!("tests/pages/newswire.html")),
    ("statement", include_str!("tests/pages/statement.html")),
    ("tables", include_str!("tests/pages/tables.html")),
];

fn page(name: &str) -> &'static str {
    PAGES.iter().find(|(known, _)| *known == name).unwrap().1
}

fn read_selected(source: &str, select: Option<&str>) -> Result<Manuscript, Refusal> {
    let manuscript = read(
        "page.html",
        source.as_bytes(),
        &ReadOptions { select: select.map(str::to_owned), ..ReadOptions::default() },
    )?;
    assert_sound(&manuscript);
    Ok(manuscript)
}

fn manuscript(source: &str) -> Manuscript {
    read_selected(source, None).unwrap()
}

fn text_blocks(manuscript: &Manuscript) -> impl Iterator<Item = &Block> {
    manuscript.blocks.iter().filter(|block| block.outside.is_none())
}

/// The blocks of a page's text: kind, and text with `*` around what is bold, `_` around what is
/// italic, `|` for line breaks.
fn blocks(source: &str) -> Vec<(BlockKind, String)> {
    let found = manuscript(source);
    let mut blocks = Vec::new();
    for block in text_blocks(&found) {
        let mut text = String::new();
        let mut style = (false, false);
        for run in block.runs.iter().map(Some).chain([None]) {
            let next = run.map_or((false, false), |run| (run.bold, run.italic));
            text.push_str(if style.0 != next.0 { "*" } else { "" });
            text.push_str(if style.1 != next.1 { "_" } else { "" });
            text.push_str(&run.map_or("", |run| run.text(&found.original)).replace('\n', "|"));
            style = next;
        }
        blocks.push((block.kind, text));
    }
    blocks
}

fn paragraphs(texts: &[&str]) -> Vec<(BlockKind, String)> {
    texts.iter().map(|text| (BlockKind::Paragraph, (*text).to_owned())).collect()
}

#[test]
fn pages_give_their_text_and_nothing_else() {
    let mut faults = Vec::new();
    for (name, source) in PAGES {
        let found = manuscript(source);
        for block in &found.blocks {
            let text = block.text(&found.original);
            let is_right = match block.outside {
                None => text.contains('☑') && !text.contains('☒'),
                Some("title") => !text.contains(['☑', '☒']),
                Some(_) => !text.contains('☑'),
            };
            if !is_right {
                faults.push(format!("{name}: {:?} {text}", block.outside));
            }
        }
        let n_found = found
            .blocks
            .iter()
            .map(|block| block.text(&found.original).matches('☑').count())
            .sum::<usize>();
        assert_eq!(n_found, source.matches('☑').count(), "{name}");
    }
    assert!(faults.is_empty(), "{} blocks\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn pages_say_what_they_are() {
    for (name, title, date) in [
        ("amp", "市長談話全文", None),
        ("blog", "What I said at the quay", Some("2024-05-02")),
        ("briefing", "Press Briefing by the Harbor Secretary", Some("2024-09-03")),
        ("document", "Minutes", None),
        ("government", "港务局长在新码头开工仪式上的讲话", Some("2024-03-07")),
        ("interview", "2024-01-18 Visit to the harbour office", None),
        ("lines", "新码头发布会文字实录", None),
        (
            "newspaper",
            "‘We will not close the harbour’: the mayor’s answers in full",
            Some("2024-06-11"),
        ),
        ("newswire", "（受权发布）市长在港口博物馆开馆式上的致辞", None),
        ("statement", "关于航道临时封闭的声明", None),
        ("tables", "港务局长答记者问", None),
    ] {
        let facts = manuscript(page(name)).facts;
        let date_found = facts.dates.first().map(ToString::to_string);
        assert_eq!(
            (facts.titles.first().map(String::as_str), date_found.as_deref()),
            (Some(title), date),
            "{name}: {facts:?}"
        );
    }
}

#[test]
fn a_page_without_text_is_refused() {
    let source = include_str!("tests/pages/empty.html");
    assert!(read_selected(source, None).unwrap_err().message.contains("no text"));
}

#[test]
fn blocks_have_kinds() {
    let blocks = blocks(page("document"));
    let kind = |kind: BlockKind, text: &str| (kind, text.to_owned());
    assert_eq!(
        blocks,
        [
            kind(BlockKind::Heading(2), "☑ Minutes of the harbour board"),
            kind(BlockKind::Paragraph, "☑ Present: _all_."),
            kind(BlockKind::Item(Some(4)), "☑ The board heard the report on the sea wall."),
            kind(BlockKind::Item(Some(7)), "☑ The board thanked the engineer."),
            kind(BlockKind::Row, "☑ Item\tCost"),
            kind(BlockKind::Row, "☑ Stone\t1,200"),
            kind(BlockKind::Row, "\t☑ 30"),
            kind(BlockKind::Paragraph, "☑ Chair:   Is that all?"),
            kind(BlockKind::Paragraph, "☑ Clerk: It is."),
            kind(BlockKind::Indented, "☑ (laughter)"),
            kind(BlockKind::Paragraph, "☑ AT&T sent a\u{a0}letter; it’s read."),
        ]
    );
}

#[test]
fn line_breaks_divide_lines_and_paragraphs() {
    assert_eq!(
        blocks("<p>one<br>two<br/><br>three<br> <br> <br>four</p>"),
        paragraphs(&["one|two", "three", "four"])
    );
    let indented = |text: &str| (BlockKind::Indented, text.to_owned());
    assert_eq!(
        blocks("<p>&nbsp;&nbsp; 一<br>　　二<br>三</p>"),
        [indented("一"), indented("二|三")]
    );
    assert_eq!(blocks("<p style='text-indent:2em'>一</p>"), [indented("一")]);
}

#[test]
fn white_space_is_read_as_it_is_shown() {
    assert_eq!(blocks("<p>\n a \t b\n<b> c</b> </p>"), paragraphs(&["a b *c*"]));
    assert_eq!(
        blocks("<p>中\n  国，<b>\n“外</b>\n交” a\nb</p>"),
        paragraphs(&["中国，*“外*交” a b"])
    );
    assert_eq!(blocks("<pre>a&#32;&#9;b  c\r\nd</pre>"), paragraphs(&["a \tb  c|d"]));
    assert_eq!(blocks("<div>a<p>b</div>c<!-- d --> e"), paragraphs(&["a", "b", "c e"]));
}

#[test]
fn styles_survive_bad_nesting() {
    let source = "<p><strong><strong>问：</strong></strong><strong>为什么</strong><strong>？</strong>答</p><b><p>x</b>y</p><p>z<i>w<p>v";
    assert_eq!(blocks(source), paragraphs(&["*问：为什么？*答", "*x*y", "z_w_", "v"]));
}

#[test]
fn hidden_text_is_markup() {
    let source = "<p>a<span hidden>b</span><span style='display: none'>c</span><span aria-hidden=true>d</span><script>e</script></p><template>f</template>";
    let found = manuscript(source);
    assert_eq!(
        found.blocks.iter().map(|block| block.text(&found.original)).collect::<String>(),
        "a"
    );
}

#[test]
fn a_selector_says_what_is_text() {
    let texts = |selector: &str| {
        let found = read_selected(page("blog"), Some(selector)).unwrap();
        text_blocks(&found).map(|block| block.text(&found.original)).collect::<Vec<_>>()
    };
    assert_eq!(
        texts("blockquote, .entry-title"),
        ["What I said at the quay", "☑ A harbour is a promise made in stone."]
    );
    assert_eq!(texts(".comment-list").len(), 2);
    for (selector, message) in [
        ("p[", "`p[` is no CSS selector"),
        ("#nothing", "no text of the page is within `#nothing`"),
        ("script", "no text"),
    ] {
        assert!(read_selected(page("blog"), Some(selector)).unwrap_err().message.contains(message));
    }
}

#[test]
fn declared_encodings_are_seen() {
    let seen = |start: &str| super::declared_encoding(start.as_bytes());
    for start in [
        "<meta charset=gb2312>",
        "<html><META http-equiv='Content-Type' content='text/html; charset=GB2312'>",
        "<?xml version='1.0' encoding=\"gb2312\"?>",
        "<meta name=x><meta charset = 'gb2312' >",
    ] {
        assert_eq!(seen(start).as_deref(), Some("gb2312"), "{start}");
    }
    assert_eq!(seen("<p>charset=gb2312"), None);
}

#[test]
fn pages_are_read_in_their_encoding() {
    let bytes = encoding_rs::GBK.encode("<meta charset=gb2312><p>渔民的损失").0.into_owned();
    let found = read("a.html", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!(
        (found.encoding, found.blocks[0].text(&found.original).as_str()),
        ("gb18030", "渔民的损失")
    );
}

#[test]
fn nesting_without_end_is_flattened() {
    let deep = format!(
        "<p>before</p>{}text{}<p>after</p>",
        "<div>".repeat(200_000),
        "</div>".repeat(200_000)
    );
    assert_eq!(blocks(&deep), paragraphs(&["before", "text", "after"]));
    let formatting: String = (0..5_000).map(|n| format!("<b id=b{n}>")).collect();
    assert_eq!(
        blocks(&format!("<p>{formatting}one<p>two{}", "<div>x</div>".repeat(5_000))).len(),
        5_002
    );
}
