//! The marker pre-pass and the newline rule by example, and how fast the pre-pass is.

use super::{MARKER_BYTES, MARKERS, is_cjk, is_letter, is_punctuation, joins, prepare};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};
use std::borrow::Cow;

mod fuzz;

/// What a caller does with the events: every string goes through `strip`.
fn html(source: &str, options: Options) -> String {
    let prepared = prepare(source);
    let mut page = String::new();
    let events = Parser::new_ext(&prepared.text, options);
    pulldown_cmark::html::push_html(
        &mut page,
        events.map(|event| stripped(event, &|t| prepared.strip(t).into_owned())),
    );
    page
}

fn stripped(event: Event<'_>, strip: &dyn Fn(&str) -> String) -> Event<'static> {
    let cow = |text: CowStr<'_>| CowStr::from(strip(&text));
    match event {
        Event::Text(text) => Event::Text(cow(text)),
        Event::Code(text) => Event::Code(cow(text)),
        Event::InlineMath(text) => Event::InlineMath(cow(text)),
        Event::DisplayMath(text) => Event::DisplayMath(cow(text)),
        Event::Html(text) => Event::Html(cow(text)),
        Event::InlineHtml(text) => Event::InlineHtml(cow(text)),
        Event::FootnoteReference(text) => Event::FootnoteReference(cow(text)),
        Event::Start(tag) => Event::Start(stripped_tag(tag, &cow)),
        other => other.into_static(),
    }
}

fn stripped_tag(tag: Tag<'_>, cow: &dyn Fn(CowStr<'_>) -> CowStr<'static>) -> Tag<'static> {
    match tag {
        Tag::Heading { level, id, classes, attrs } => Tag::Heading {
            level,
            id: id.map(cow),
            classes: classes.into_iter().map(cow).collect(),
            attrs: attrs.into_iter().map(|(name, value)| (cow(name), value.map(cow))).collect(),
        },
        Tag::CodeBlock(CodeBlockKind::Fenced(words)) => {
            Tag::CodeBlock(CodeBlockKind::Fenced(cow(words)))
        }
        Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(cow(label)),
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: cow(dest_url), title: cow(title), id: cow(id) }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: cow(dest_url), title: cow(title), id: cow(id) }
        }
        other => other.into_static(),
    }
}

fn inline(source: &str) -> String {
    let page = html(source, Options::ENABLE_STRIKETHROUGH);
    page.trim_end().trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
}

#[test]
fn emphasis_closes_and_opens_beside_chinese_punctuation() {
    for (source, expected) in [
        ("**王毅：**中国外长", "<strong>王毅：</strong>中国外长"),
        ("国际标准**（HTCPCP）**很好", "国际标准<strong>（HTCPCP）</strong>很好"),
        ("**“一带一路”**倡议", "<strong>“一带一路”</strong>倡议"),
        ("**《公约》**第一条", "<strong>《公约》</strong>第一条"),
        ("*强调，*文字", "<em>强调，</em>文字"),
        ("***强调，***文字", "<em><strong>强调，</strong></em>文字"),
        ("~~删除。~~后", "<del>删除。</del>后"),
        ("这是**[链接](u)**中文", "这是<strong><a href=\"u\">链接</a></strong>中文"),
        ("我们**`code`**吗", "我们<strong><code>code</code></strong>吗"),
        ("**마크다운(Markdown)**을", "<strong>마크다운(Markdown)</strong>을"),
        ("**甲：**乙**丙**丁", "<strong>甲：</strong>乙<strong>丙</strong>丁"),
        ("禰\u{e0100}**(ね)**豆子", "禰\u{e0100}<strong>(ね)</strong>豆子"),
        ("**true。\u{fe01}**false", "<strong>true。\u{fe01}</strong>false"),
    ] {
        assert_eq!(inline(source), expected);
    }
}

#[test]
fn text_that_needs_no_marker_is_borrowed() {
    let needless = "|*|**甲**乙|a **b** c~~d~~|* 甲\n* 乙|***\n|2*3*(4|他\\*（|甲~（乙）~丙|中~~（乙|（**“|>**甲";
    for source in needless.split('|') {
        let prepared = prepare(source);
        assert!(matches!(prepared.text, Cow::Borrowed(_)), "{source}");
        assert!(matches!(prepared.strip("甲"), Cow::Borrowed(_)));
    }
}

#[test]
fn offsets_map_back_through_both_ends_of_a_marker() {
    let prepared = prepare("甲**（乙）**丙");
    assert_eq!(prepared.marks, [3, 20]);
    let back: Vec<usize> = [0, 3, 7, 9].map(|at| prepared.source_offset(at)).into();
    assert_eq!(back, [0, 3, 3, 5]);
    assert_eq!(prepared.source_offset(prepared.text.len()), "甲**（乙）**丙".len());
}

#[test]
fn a_marker_in_the_text_is_not_ours() {
    for used in ["\u{12470}", "&#x12470;", "&#74864;", "&#X012470;"] {
        let source = format!("{used}甲**（乙）**丙");
        let page = inline(&source);
        assert_eq!(page, "\u{12470}甲<strong>（乙）</strong>丙");
    }
    let all: String = MARKERS.chars().chain("甲**（乙）**丙".chars()).collect();
    assert_eq!(prepare(&all).text, all);
}

#[test]
fn a_backslash_keeps_what_it_escapes() {
    assert_eq!(inline(r"甲\*（乙）\*丙"), "甲*（乙）*丙");
    assert_eq!(inline(r"甲\\**（乙）**丙"), r"甲\<strong>（乙）</strong>丙");
    assert_eq!(inline(r"\**甲，*乙"), "*<em>甲，</em>乙");
}

#[test]
fn a_link_label_is_the_same_wherever_its_lines_break() {
    let source = "> [甲\n>**乙]: /u\n\n[甲 **乙] **丙：**[甲\n**乙]";
    assert_eq!(html(source, Options::empty()).matches("<a href=\"/u\">").count(), 2);
}

#[test]
fn newlines_between_chinese_characters_are_no_space() {
    let fit = |pair: &str| {
        let (before, after) = pair.split_at(pair.chars().next().map_or(0, char::len_utf8));
        joins(before.parse().unwrap(), after.parse().unwrap())
    };
    for pair in "行第 ，第 。「 アか ：“ ”倡 …他 中ꀀ ｱｲ".split(' ') {
        assert!(fit(pair), "{pair}");
    }
    for pair in "“” 行a a行 ab 한글 中글 한中 ”a 中😀 中• ﾡﾢ".split(' ') {
        assert!(!fit(pair), "{pair}");
    }
}

#[test]
fn classes_agree_with_both_parsers_on_every_character() {
    for character in ('\u{80}'..='\u{3ffff}').chain('!'..='~') {
        let opens = |source: &str| {
            Parser::new(source).any(|event| matches!(event, Event::Start(Tag::Emphasis)))
        };
        if is_letter(character) {
            assert!(opens(&format!("x*{character}b*")), "letter {character:?}");
        }
        if is_punctuation(character) && !"\\`*_<>&".contains(character) {
            assert!(!opens(&format!("x*{character}b*")), "punctuation {character:?}");
        }
    }
    for marker in MARKERS.chars() {
        assert_eq!(marker.len_utf8(), MARKER_BYTES);
        assert!(!html(&format!("x*{marker}b*"), Options::empty()).contains("<em>"));
        assert!(!is_cjk(marker));
    }
}
