//! What is found in the finished files of small sites, and of sites at random.

mod asking;

use super::digits;
use super::fold::Class;
use crate::base::diag::Diagnostics;
use crate::base::fixture::cases;
use asking::{Ask, Site, ends_in_word, graph_of, site};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PRESS: (&str, &str) = (
    "content/speeches/2024-03-07-press.zh.md",
    "---\ntitle: 答记者问\ndate: 2024-03-07\nspeaker: wang-yi\nspeakers: {記者: {as: reporter, turn: question}, 王毅: {person: wang-yi}}\n---\n\
    **記者：** 请问“一带一路”倡议2030 年的目标？\n\n**王毅：** 中國與WTO的合作，`a\\b` $100。\n\n我们在重庆。\n",
);
const REMARKS: (&str, &str) = (
    "content/speeches/2023-01-02-remarks.en.md",
    "---\ntitle: Remarks on Málaga\ndate: 2023-01-02\n---\n**MR. X:** Internationalisation isn’t everything; see https://example.org/climate.\n\nA second word.\n",
);
const ENTITIES: [(&str, &str); 4] = [
    ("content/people/wang-yi.md", "---\nname: {en: Wang Yi, zh: 王毅}\n---\n"),
    (
        "content/places/chongqing.md",
        "---\nname: {en: Chongqing, zh: 重庆}\naliases: [Chungking, '…']\n---\n",
    ),
    (
        "content/initiatives/belt-and-road.md",
        "---\nname: {en: Belt and Road Initiative, zh: “一带一路”倡议}\naliases: [BRI, 一帶一路]\n---\n",
    ),
    ("content/people/shan-jixiang.md", "---\nname: 单霁翔\n---\n"),
];

fn press() -> Site {
    site(&[&[PRESS, REMARKS], &ENTITIES[..]].concat())
}

#[test]
fn what_stands_in_a_speech_is_found() {
    let site = press();
    for (query, anchors) in [
        ("倡议", &["t1p1"][..]),
        ("一带一路倡议", &["t1p1"]),
        ("倡议2030年", &["t1p1"]),
        ("中国", &["t2p1"]),
        ("中國 合作", &["t2p1"]),
        ("與wto", &["t2p1"]),
        ("重", &["t2p2"]),
        ("100", &["t2p1"]),
        ("a\\b", &["t2p1"]),
        ("記者", &["", "t1"]),
        ("记者问", &[""]),
        ("mr. x", &["t1"]),
        ("MALAGA", &[""]),
        ("inter", &["t1p1"]),
        ("internationalisationen", &[]),
        ("isn't", &["t1p1"]),
        ("nternational", &[]),
        ("example.org/cl", &["t1p1"]),
        ("second word", &["t1p2"]),
        ("带路", &[]),
        ("？", &[]),
    ] {
        assert_eq!(site.search(query), anchors, "{query}");
    }
}

#[test]
fn entities_are_found_by_any_name_and_by_pinyin() {
    let site = press();
    for (key, id) in [
        ("belt", "belt-and-road"),
        ("road in", "belt-and-road"),
        ("bri", "belt-and-road"),
        ("bari", "belt-and-road"),
        ("ydyl", "belt-and-road"),
        ("一带一路", "belt-and-road"),
        ("路倡议", "belt-and-road"),
        ("yidaiyilu", "belt-and-road"),
        ("yilu", "belt-and-road"),
        ("chongqing", "chongqing"),
        ("zhongqing", "chongqing"),
        ("cq", "chongqing"),
        ("chungk", "chongqing"),
        ("shanjixiang", "shan-jixiang"),
        ("wangyi", "wang-yi"),
        ("yi", "wang-yi"),
        ("毅", "wang-yi"),
    ] {
        assert!(site.entities(key).contains(id), "{key}: {:?}", site.entities(key));
    }
}

#[test]
fn a_name_that_cannot_be_typed_is_reported() {
    let messages: Vec<String> =
        press().diagnostics.iter().map(|diagnostic| diagnostic.message.to_string()).collect();
    assert_eq!(
        messages,
        ["the search cannot find `chongqing` by the name `…`: it holds no letter or digit"]
    );
}

#[test]
fn the_root_says_when_and_by_what_to_choose() {
    let site = press();
    assert_eq!(site.root(1), "en\tzh");
    let kinds = site.root(2);
    assert!(kinds.starts_with("people\tperson\tplaces\tplace\tinitiatives\tinitiative"), "{kinds}");
    // The newer first: title, two labels, three paragraphs; then title, label, two paragraphs.
    let months: Vec<u32> = digits::numbers(site.root(3).as_bytes()).collect();
    assert_eq!(months, [2024, 3, 6, 2023, 1, 4]);
    assert_eq!(site.root(7), "speaker\tplace\tevent\tseries\ttopic\ttype\tlang");
    let counts: Vec<u32> = digits::numbers(site.root(8).as_bytes()).collect();
    assert_eq!(counts, [1, 0, 0, 0, 0, 0, 2]);
    assert_eq!(site.files["s0"], "wang-yi\t1\ten\tWang Yi\tzh\t王毅\nen\t1\nzh\t1\n");
    let version = "zh\t2024-03-07\tzh/speeches/2024-03-07-press.html\t答记者问\n\t\t答记者问\n";
    assert!(site.files["t0"].starts_with(version), "{}", site.files["t0"]);
    assert!(
        site.files["t0"].contains("\nt2p1\t王毅\t") && site.files["t0"].contains("\nt2p2\t\"\t")
    );
    assert!(site.files["h0"].contains("國国") && !site.files["h0"].contains("龜龟"));
}

#[test]
fn what_is_chosen_lets_stretches_of_numbers_through() {
    let meeting = (
        "content/speeches/2024-03-08-meeting.en.md",
        "---\ntitle: A\ndate: 2024-03-08/2024-03-10\ntype: debate\nlocation: chongqing\n---\nText.\n",
    );
    let site = site(&[&[meeting, PRESS, REMARKS], &ENTITIES[..]].concat());
    let shards = site.shards("f", 6);
    for (term, ends) in [
        ("~version", &[0, 2, 8][..]),
        ("lang=en", &[0, 2, 8, 12]),
        ("lang=zh", &[2, 8]),
        ("speaker=wang-yi", &[2, 8]),
        ("place=chongqing", &[0, 2]),
        ("type=debate", &[0, 2]),
        ("day=2024-03-09", &[0, 2]),
        ("day=03-07", &[2, 8]),
        ("day=2024-03-11", &[]),
    ] {
        let ask = Ask { term: term.to_owned(), is_beginning: false };
        let expected: BTreeSet<u32> = ends.iter().copied().collect();
        assert_eq!(Site::numbers(&shards, &ask), expected, "{term}");
    }
}

/// Many short speeches, so that lists are long.
fn many(n: usize) -> Vec<(String, String)> {
    let speech = |number: usize| {
        let text: String = (0..12)
            .map(|line| format!("common word{} 共同体 x{}\n\n", number % 97, number * 12 + line))
            .collect();
        (
            format!("content/speeches/s{number:04}.en.md"),
            format!("---\ntitle: T{number}\ndate: 2020-01-01\n---\n{text}"),
        )
    };
    (0..n).map(speech).collect()
}

#[test]
fn long_lists_are_cut_into_pieces_and_lose_nothing() {
    let site = Site::new(&many(1500));
    assert!(
        site.files.keys().filter(|name| name.starts_with('p')).count() >= 2,
        "{:?}",
        site.files.keys()
    );
    let shards = site.shards("w", 4);
    let numbers =
        |term: &str| Site::numbers(&shards, &Ask { term: term.to_owned(), is_beginning: false });
    let holding = |needle: &str| {
        (0..)
            .zip(site.paragraphs())
            .filter(|(_, p)| p[2].contains(needle))
            .map(|(n, _)| n)
            .collect::<BTreeSet<u32>>()
    };
    for (term, needle) in [
        ("common", "common"),
        ("共同", "共同"),
        ("体x", "体"),
        ("word5", "word5 "),
        ("x17777", "x17777"),
    ] {
        let expected = holding(needle);
        assert!(!expected.is_empty() && numbers(term) == expected, "{term}");
    }
    for (name, text) in &site.files {
        let limit = if name == "index" { 64 * 1024 } else { 24 * 1024 };
        assert!(text.len() < limit, "{name} has {} bytes", text.len());
    }
}

#[test]
fn threads_change_no_byte() {
    let files = many(300);
    let build = |n| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build()
            .expect("threads")
            .install(|| Site::new(&files).files)
    };
    assert!(build(1) == build(2) && build(2) == build(3));
}

#[test]
fn a_site_without_speeches_or_without_a_page_has_no_index() {
    let mut diagnostics = Diagnostics::default();
    assert!(super::build(&graph_of(&[]), &[], &mut diagnostics).is_none());
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-c]{1,9}",
        "[中国國会一]{1,4}",
        "[ ]",
        "[，。“”’‘…\\-$`\\\\]",
        "[ÀéßØ]",
        "[カが한ก]",
        "[0-9]{1,3}",
        "[ＡＢ１㈱𠮷]",
    ];
    prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_dense_substring_and_every_beginning_of_a_word_is_found(texts in prop::collection::vec(text(), 1..6)) {
        let body: String = texts.iter().map(|text| format!("`` x{text}x ``\n\n")).collect();
        let files = [("content/speeches/a.en.md".to_owned(), format!("---\ntitle: T\ndate: 2020-01-01\n---\n{body}"))];
        let site = Site::new(&files);
        for [anchor, _, text] in site.paragraphs() {
            let chars: Vec<(usize, char)> = text.char_indices().collect();
            for (from, (start, _)) in chars.iter().enumerate() {
                for to in from + 1..=chars.len().min(from + 7) {
                    let end = chars.get(to).map_or(text.len(), |(at, _)| *at);
                    let query = &text[*start..end];
                    let (mut has_dense, mut first) = (false, None);
                    site.fold.each(query, |_, class| {
                        has_dense |= class == Class::Dense;
                        first = first.or(Some(class));
                    });
                    let is_word = first == Some(Class::Letter) && !ends_in_word(&site.fold, &text[..*start]);
                    if query.split_whitespace().count() == 1 && (has_dense || is_word) {
                        prop_assert!(site.search(query).iter().any(|found| found == anchor), "{query:?} in {text:?}");
                    }
                }
            }
        }
    }
}
