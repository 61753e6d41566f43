//! Whole documents, damaged as newspapers and scrapers damage them, and what becomes of them.

mod apparatus;
mod modes;
mod speakers;

use super::*;
use crate::base::fixture::cases;
use proptest::prelude::*;

/// The SHA-256 of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn options<'o>() -> Options<'o> {
    Options { file: "paper.txt", stem: "2024-05-02-paper", sha256: EMPTY, ..Options::default() }
}

fn imported(text: &str) -> Imported {
    let manuscript = read("paper.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    import(manuscript, &options()).expect("an account that holds")
}

/// The paragraphs of the speech, without front matter.
fn paragraphs(imported: &Imported) -> Vec<&str> {
    imported.speech.split_once("\n---\n").unwrap().1.trim().split("\n\n").collect()
}

/// The document written again from what the program prints: entries as JSON, and the two files.
fn reproduced(imported: &Imported) -> String {
    let mut original = String::new();
    for told in imported.account.told(&imported.original) {
        let entry = serde_json::to_value(told).unwrap();
        let number = |key: &str| usize::try_from(entry[key].as_u64().unwrap()).unwrap();
        let length = usize::try_from(
            entry["range"][1].as_u64().unwrap() - entry["range"][0].as_u64().unwrap(),
        )
        .unwrap();
        let text = match entry["fate"].as_str().unwrap() {
            "kept" => imported.speech[number("at")..number("at") + length].to_owned(),
            "aside" => imported.aside[number("at")..number("at") + length].to_owned(),
            "repeated" => original[number("of")..number("of") + length].to_owned(),
            "changed" => entry["text"].as_str().unwrap().to_owned(),
            other => panic!("{other}"),
        };
        original.push_str(&text);
    }
    original
}

const HARBOUR: &str = "\
# 港务局长回答记者提问

【上接第2版】新码头投入使用以来，船只等候的时间缩短了一半，渔民的反映很好。我们会继续听取各方意见。

**南岸电台记者：**请问冬季的航班怎样安排？渔船进港有没有困难？
**罗海生：**冬季风浪大，我们把夜间的航班改到白天，同时增加两班渡轮，方便两岸居民往来和学生上学。

为了保障渔船安全进港，我们在航道两侧设置了新的灯

标，夜间也能看得清清楚楚。今后还要逐步更换旧设备。

**《海湾晚报》记者：**有居民担心噪声，港务局打算怎么做？
**罗海生：**这个问题问得好。我们已经同居民代表见了三次面，商定夜里十点以后不再装卸货物，并且为沿街住户安装隔

体育馆的屋顶修缮工程昨天完工，比原计划提前了整整二十天，明天起重新向市民开放。

游泳池和篮球场同时完成了改造，票价维持不变。

游泳池和篮球场同时完成了改造，票价维持不变。

体育馆的屋顶修缮工程昨天完工，比原计划提前了整整二十天，明天起重新向市民开放。

游泳池和篮球场同时完成了改造，票价维持不变。

音窗。费用由港务局承担，年底以前全部装完。

## 【紧接第1版】图书馆新馆昨天动工，预计两年建成。

新馆有六层，可以同时接待八百名读者。
";

#[test]
fn a_scraped_newspaper_page_becomes_a_whole_speech() {
    let imported = imported(HARBOUR);
    assert_eq!((imported.title.as_str(), imported.lang.tag()), ("港务局长回答记者提问", "zh"));
    assert_eq!((imported.n_questions, imported.n_answers, imported.n_turns), (2, 2, 4));
    let paragraphs = paragraphs(&imported);
    assert!(paragraphs.contains(&"为了保障渔船安全进港，我们在航道两侧设置了新的灯标，夜间也能看得清清楚楚。今后还要逐步更换旧设备。"));
    assert!(
        paragraphs
            .last()
            .unwrap()
            .ends_with("为沿街住户安装隔音窗。费用由港务局承担，年底以前全部装完。"),
        "{paragraphs:#?}"
    );
    for strange in ["体育馆", "游泳池", "图书馆", "上接", "紧接"] {
        assert!(!imported.speech.contains(strange), "{strange}");
        assert!(imported.aside.contains(strange), "{strange} in\n{}", imported.aside);
    }
    assert_eq!(reproduced(&imported), HARBOUR);
}

#[test]
fn the_front_matter_says_where_it_comes_from_and_who_asks() {
    let speech = imported(HARBOUR).speech;
    for line in [
        "date: 2024-05-02",
        "  南岸电台记者: {turn: question}",
        "  罗海生: {turn: answer}",
        "  - {note: paper.txt, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}",
    ] {
        assert!(speech.lines().any(|found| found == line), "{line} in\n{speech}");
    }
}

#[test]
fn what_is_read_again_has_the_turns_that_were_counted() {
    let speech = imported(HARBOUR).speech;
    let sources = crate::base::sources::Sources::from_texts([
        ("oratory.toml", "title = 'T'\nlanguages = ['zh']"),
        ("content/speeches/a.zh.md", speech.as_str()),
        ("content/speeches/a.aside.md", "# x"),
    ]);
    let site = crate::compose(
        &sources,
        crate::understand(&sources, &crate::reading::config::Options::default()),
    );
    let codes: Vec<&str> = site
        .diagnostics
        .iter()
        .map(|d| d.code.page().name)
        .filter(|name| *name != "no-base-url")
        .collect();
    assert_eq!(codes, ["review-mark"]);
    let labels: Vec<&str> =
        site.graph.corpus.speeches[0].body.turns.iter().map(|turn| turn.label.as_str()).collect();
    assert_eq!(labels, ["南岸电台记者", "罗海生", "《海湾晚报》记者", "罗海生"]);
}

#[test]
fn english_paragraphs_are_joined_across_columns_and_pages() {
    let text = "Remarks at the Harbor Council\nMay 2, 2024\n\nInes Halloway, Harbormaster\n\nMR. HALLOWAY: Thank you all for coming. The new ferry will carry twice as many passengers as the old one, and it will infra-\n\nstructure aside, cost the city nothing.\n\nHarbor Council Minutes   Page 1\n\nWe have heard from the fishermen that the channel is too narrow for the larger\n\nHarbor Council Minutes   Page 2\n\nboats, and the work on it begins in June.\n\n(Laughter.)\n\nHarbor Council Minutes   Page 3\n\nQUESTION: When does the work end?\n\nMR. HALLOWAY: In October.\n";
    let imported = imported(text);
    let paragraphs = paragraphs(&imported);
    assert!(
        paragraphs.contains(
            &"We have heard from the fishermen that the channel is too narrow for the larger boats, and the work on it begins in June."
        ),
        "{paragraphs:#?}"
    );
    assert!(paragraphs.contains(&"> (Laughter.)"));
    assert!(
        paragraphs[0].starts_with("**MR. HALLOWAY:** Thank you")
            || paragraphs.iter().any(|p| p.starts_with("**MR. HALLOWAY:** Thank you")),
        "{paragraphs:#?}"
    );
    assert_eq!((imported.n_questions, imported.n_answers), (1, 2));
    assert!(!imported.speech.contains("Minutes") && imported.aside.contains("Page 2"));
    assert!(imported.doubts.is_empty(), "{:?}", imported.doubts);
    assert_eq!(imported.title, "Remarks at the Harbor Council");
    assert_eq!(reproduced(&imported), text);
}

#[test]
fn lines_of_one_width_are_paragraphs_and_divided_words_are_whole() {
    let text = "Mira Oduya: We came to the valley before the winter, when the roads were open and the rivers\nwere low, and we stayed because the people of the valley asked us to stay and to re-\nbuild the mill with them. Nobody who was there that year has forgotten how it was to\nwork by the light of lamps.\n\nMira Oduya: The mill stands to this day. It grinds the corn of eleven villages, and the\npeople who run it are the grandchildren of those who rebuilt it with their own hands in\nthe year of the great frost.\n";
    let imported = imported(text);
    assert!(
        imported.speech.contains("asked us to stay and to rebuild the mill with them. Nobody"),
        "{}",
        imported.speech
    );
    assert_eq!(imported.n_turns, 2);
    assert_eq!(reproduced(&imported), text);
}

#[test]
fn what_is_said_twice_on_purpose_stays() {
    let text = "**甲：**谢谢。\n\n**乙：**谢谢。\n\n**甲：**谢谢大家。\n\n**乙：**谢谢大家。\n";
    let imported = imported(text);
    assert_eq!(imported.n_turns, 4);
    assert!(imported.repairs.is_empty() && imported.doubts.is_empty() && imported.aside.is_empty());
}

#[test]
fn bold_questions_get_a_label_and_bold_lines_become_headings() {
    let text =
        "**渡轮什么时候恢复？**\n\n下个月一号恢复。\n\n**安全保障**\n\n我们更换了全部救生衣。\n";
    let imported = imported(text);
    assert_eq!(
        paragraphs(&imported),
        [
            "**问：**渡轮什么时候恢复？",
            "**答：**下个月一号恢复。",
            "## 安全保障",
            "我们更换了全部救生衣。"
        ]
    );
}

#[test]
fn names_are_closed_up_and_invisible_characters_go() {
    let imported =
        imported("港务局长罗　海生：今天风\u{200B}大，船\u{AD}只不出港。局长罗海生说完就走了。\n");
    assert!(
        imported.speech.contains("罗海生")
            && !imported.speech.contains(['\u{3000}', '\u{200B}', '\u{AD}']),
        "{}",
        imported.speech
    );
}

#[test]
fn a_name_is_closed_up_whatever_the_family() {
    for (stretched, name) in
        [("习　远平", "习远平"), ("敖　明德", "敖明德"), ("欧阳　青", "欧阳青"), ("王　毅", "王毅")]
    {
        let imported =
            imported(&format!("记者：您好。\n\n{stretched}：你好。\n\n{stretched}：再见。"));
        assert!(imported.speech.contains(&format!("**{name}：**你好。")), "{}", imported.speech);
    }
    let kept = imported("记者：您好。\n\n主　席：你好。");
    assert!(kept.speech.contains("主　席"), "{}", kept.speech);
}

#[test]
fn a_sentence_that_tells_what_somebody_said_is_no_label() {
    let text = "记者会昨天举行。\n\n局长说：今年的情况不同。\n\n局长说：明年会更好。\n\n原因有三：一是船多，二是人少，三是风大。\n";
    assert_eq!(imported(text).n_turns, 0);
}

#[test]
fn a_date_is_never_taken_from_the_running_text() {
    let manuscript = read("a.txt", "We met on 7 March 2024 in the old hall by the river, and nobody who was there will forget how long it took until the doors were opened.\n".as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(import(manuscript, &Options { stem: "a", ..options() }).unwrap().date, None);
}

/// Pieces of which random documents are made: sentences whole and torn, labels, marks, furniture,
/// signs of Markdown, odd white space.
const PIECES: &[&str] = &[
    "今年的渔获比去年多了三成，码头也比去年热闹。",
    "我们将推动渔港建设提质升级，进一步改善渔民的",
    "生活条件，让大家都满意。",
    "**记者：**",
    "**罗海生：**",
    "罗海生：",
    "问：",
    "答：",
    "【上接第3版】",
    "（下转第2版）",
    "## 【紧接第1版①】",
    "The ferry carries twice as many passengers as the old one did, and it is ",
    "cheaper to run than anyone had thought.",
    "MR. HALLOWAY: ",
    "Q: ",
    "A: ",
    "Page 1",
    "Page 2",
    "Page 3",
    "(Laughter)",
    "> （掌声）",
    "### Mira Oduya:",
    "# 标题",
    "- 一\n- 二",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\ncode\n```",
    "infra-",
    "structure",
    "王　毅",
    "\u{AD}soft\u{AD}",
    "\u{200B}",
    "**四海聚才**",
    "***",
    "\u{C}",
    "\t",
    "　　",
    "\r\n",
    " ",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "<!-- x -->",
    "“",
    "”",
    "*",
    "_",
    "\\",
    "~~~",
    "🜁",
    "---\ntitle: T\ndate: 2024-05-02\nx: [y]\n---\n",
    " 1  ",
    "Ada Quill</td><td>We go on.</td></tr><tr><td>",
];

proptest! {
    #![proptest_config(cases(1000))]

    /// Cut, repeated and mixed at random: every character of the source can be written again from
    /// what is printed and written.
    #[test]
    fn report_and_files_reproduce_every_character(picks in proptest::collection::vec((0..PIECES.len(), 1..4usize), 1..60), cuts in proptest::collection::vec(0..1000usize, 0..6)) {
        let mut text: String = picks.iter().flat_map(|(piece, times)| std::iter::repeat_n(PIECES[*piece], if piece % 3 == 0 { *times } else { 1 })).collect();
        for cut in cuts {
            let at = cut * text.len() / 1000;
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.insert_str(at, "\n\n");
        }
        let Ok(manuscript) = read("paper.txt", text.as_bytes(), &ReadOptions::default()) else { return Ok(()) };
        let imported = import(manuscript, &options()).expect("an account that holds");
        prop_assert_eq!(reproduced(&imported), imported.original.as_str());
        prop_assert_eq!(&imported.original, text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    }

    /// The same for pages: tags, references and scripts are accounted for too.
    #[test]
    fn pages_are_accounted_for_too(picks in proptest::collection::vec((0..PIECES.len(), 0..18usize), 1..40)) {
        const TAGS: &[&str] = &["<p>", "</p>", "<br>", "<strong>", "</strong>", "<h2>", "</h2>", "&nbsp;&ldquo;&#x4e2d;", "<table><tr><td>", "</td><td>", "</table>", "<del>", "</del>", "<a href='https://a.example/'>", "<sup><a href='#n'>1</a></sup>", "</a>", "<div id=n>", "</div>"];
        let body: String = picks.iter().map(|(piece, tag)| format!("{}{}", TAGS[*tag], PIECES[*piece])).collect();
        let page = format!("<!doctype html><title>T_Site</title><meta name=date content=2024-05-02><script>var a = 1 < 2</script><ul><li><a href=/>Home</a></ul><article>{body}</article><footer>©</footer>");
        let Ok(manuscript) = read("paper.html", page.as_bytes(), &ReadOptions::default()) else { return Ok(()) };
        let imported = import(manuscript, &options()).expect("an account that holds");
        prop_assert_eq!(reproduced(&imported), page);
    }
}
