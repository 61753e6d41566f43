//! A reader that asks the finished files as the script does, and what it finds.

use super::fold::{Class, Fold};
use super::reader::{self, Line};
use super::{Index, digits};
use crate::base::diag::Diagnostics;
use crate::base::fixture::cases;
use crate::base::sources::Sources;
use crate::reading::config::Options;
use crate::reading::graph::Graph;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const CONFIG: &str = "title = 'T'\nlanguages = ['en', 'zh']\n";

fn graph_of(files: &[(String, String)]) -> Graph {
    let texts = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .chain([("oratory.toml", CONFIG)]);
    crate::understand(&Sources::from_texts(texts), &Options::default()).graph
}

fn site(files: &[(&str, &str)]) -> Site {
    Site::new(
        &files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect::<Vec<_>>(),
    )
}

/// A site with the texts of its files, by their names.
struct Site {
    graph: Graph,
    files: BTreeMap<String, String>,
    diagnostics: Diagnostics,
    fold: Fold,
}

/// A shard as it is read.
struct Shard<'s> {
    separator: &'s str,
    lines: Vec<Line>,
}

/// What a part of a query asks of the shards.
#[derive(Debug, PartialEq)]
struct Ask {
    term: String,
    is_beginning: bool,
}

impl Site {
    fn new(files: &[(String, String)]) -> Self {
        let (graph, mut diagnostics) = (graph_of(files), Diagnostics::default());
        let index = super::build(&graph, &mut diagnostics).expect("there are speeches");
        let files = index
            .files()
            .enumerate()
            .map(|(place, path)| content(&index, &graph, place, &path))
            .collect();
        Site { graph, files, diagnostics, fold: Fold::new() }
    }

    fn root(&self, line: usize) -> &str {
        self.files["index"].lines().nth(line).expect("the line")
    }

    fn shards(&self, letter: &str, separators: usize) -> Vec<Shard<'_>> {
        let pieces = if letter == "w" { "p" } else { "m" };
        let separators = self.root(separators).split('\t');
        let mut shards = Vec::new();
        for separator in separators.filter(|separator| !separator.is_empty()) {
            let text = &self.files[&format!("{letter}{}", shards.len())];
            let piece_file = |number| self.files[&format!("{pieces}{number}")].clone();
            shards.push(Shard { separator, lines: reader::lines(text, piece_file) });
        }
        shards
    }

    /// Numbers of the paragraphs that hold a term, or a term that begins with it.
    fn numbers(shards: &[Shard<'_>], ask: &Ask) -> BTreeSet<u32> {
        let term = ask.term.as_str();
        let is_at_most = |shard: &Shard<'_>| shard.separator <= term;
        let may_hold = |shard: &Shard<'_>| is_at_most(shard) || shard.separator.starts_with(term);
        let first = shards.partition_point(is_at_most).saturating_sub(1);
        let last = shards.partition_point(may_hold);

        let mut numbers = BTreeSet::new();
        for line in shards[first..last].iter().flat_map(|shard| &shard.lines) {
            if line.term == term || ask.is_beginning && line.term.starts_with(term) {
                numbers.extend(&line.numbers);
            }
        }
        numbers
    }

    /// Every paragraph: its number's anchor, label and text.
    fn paragraphs(&self) -> Vec<[&str; 3]> {
        let mut paragraphs = Vec::new();
        for chunk in 0..digits::numbers(self.root(6).as_bytes()).count() {
            for line in self.files[&format!("t{chunk}")].lines() {
                let fields: Vec<&str> = line.split('\t').collect();
                if let [anchor, label, text] = fields[..] {
                    paragraphs.push([anchor, label, text]);
                }
            }
        }
        paragraphs
    }

    /// Anchors of the paragraphs that hold all of a query.
    fn search(&self, query: &str) -> Vec<String> {
        let (shards, paragraphs) = (self.shards("w", 7), self.paragraphs());
        let parts: Vec<&str> = query.split_whitespace().collect();
        let asks = parts.iter().flat_map(|part| asks(&self.fold, part));
        let numbers =
            asks.map(|ask| Self::numbers(&shards, &ask)).reduce(|a, b| &a & &b).unwrap_or_default();

        let mut anchors = Vec::new();
        for number in numbers {
            let [anchor, _, text] = paragraphs[number as usize];
            if parts.iter().all(|part| holds(&self.fold, text, part)) {
                anchors.push(anchor.to_owned());
            }
        }
        anchors
    }

    /// Ids of the entities that have a key that begins with this one.
    fn entities(&self, key: &str) -> BTreeSet<String> {
        let ask = Ask { term: key.to_owned(), is_beginning: true };
        let n_kinds = u32::try_from(self.graph.config.kinds.count()).unwrap();
        let ids: Vec<&str> = (0..)
            .map_while(|chunk| self.files.get(&format!("e{chunk}")))
            .flat_map(|text| text.lines())
            .map(|line| line.split('\t').next().unwrap())
            .collect();
        let numbers = Self::numbers(&self.shards("n", 8), &ask);
        numbers.into_iter().map(|number| ids[(number / 5 / n_kinds) as usize].to_owned()).collect()
    }
}

/// The name of a file and the text that it hands over.
fn content(index: &Index, graph: &Graph, place: usize, path: &str) -> (String, String) {
    let name = path
        .strip_prefix("search/")
        .and_then(|name| name.strip_suffix(".js"))
        .expect("a file of the index");
    let call = String::from_utf8(index.bytes(graph, place)).expect("UTF-8");
    let literal = call
        .strip_prefix(&format!("oratorySearch(\"{name}\",`"))
        .and_then(|rest| rest.strip_suffix("`)\n"))
        .expect("a call");
    let mut text = String::new();
    let mut chars = literal.chars();
    while let Some(c) = chars.next() {
        assert!(c != '`' && c != '$', "{name} would end its literal");
        text.push(if c == '\\' { chars.next().expect("an escaped character") } else { c });
    }
    (name.to_owned(), text)
}

/// What a part of a query asks for, and a last word or a lone dense character as a beginning.
fn asks(fold: &Fold, part: &str) -> Vec<Ask> {
    let mut chars = Vec::new();
    fold.each(part, |c, class| chars.push((c, class)));
    let is_dense = chars.iter().any(|(_, class)| *class == Class::Dense);
    let mut asks = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (start, class) = (at, chars[at].1);
        at += 1;
        match class {
            Class::Letter => {
                at += chars[at..].iter().take_while(|(_, class)| *class == Class::Letter).count();
                let term: String =
                    chars[start..at].iter().take(super::terms::LONGEST).map(|(c, _)| *c).collect();
                // A word at the start of a part that is not all words may be the end of one.
                if start > 0 || !is_dense {
                    asks.push(Ask { is_beginning: at == chars.len(), term });
                }
            }
            Class::Dense => {
                let next = chars
                    .get(at)
                    .filter(|(_, class)| matches!(class, Class::Letter | Class::Dense));
                match next {
                    Some((next, _)) => asks.push(Ask {
                        term: [chars[start].0, *next].iter().collect(),
                        is_beginning: false,
                    }),
                    None => asks.push(Ask {
                        term: chars[start].0.to_string(),
                        is_beginning: at == chars.len(),
                    }),
                }
            }
            Class::Gap | Class::Other => {}
        }
        if let (Class::Letter, Some((next, Class::Dense))) = (class, chars.get(at)) {
            asks.push(Ask { term: [chars[at - 1].0, *next].iter().collect(), is_beginning: false });
        }
    }
    asks
}

fn holds(fold: &Fold, text: &str, part: &str) -> bool {
    let (text, part) = (fold.text(text), fold.text(part));
    let mut first = None;
    let mut is_dense = false;
    fold.each(&part, |_, class| {
        first = first.or(Some(class));
        is_dense |= class == Class::Dense;
    });
    let begins_a_word = |at: usize| !ends_in_word(fold, &text[..at]);
    let needs_word = first == Some(Class::Letter) && !is_dense;
    text.match_indices(&part).any(|(at, _)| !needs_word || begins_a_word(at))
}

/// Whether the last character is a letter of a word.
fn ends_in_word(fold: &Fold, text: &str) -> bool {
    let mut ends = false;
    fold.each(
        text.chars().next_back().map_or("", |c| &text[text.len() - c.len_utf8()..]),
        |_, class| ends = class == Class::Letter,
    );
    ends
}

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
        press().diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    assert_eq!(
        messages,
        ["the search cannot find `chongqing` by the name `…`: it holds no letter or digit"]
    );
}

#[test]
fn the_root_says_who_speaks_when_and_in_which_language() {
    let site = press();
    assert_eq!((site.root(1), site.root(2)), ("en\tzh", "en\tzh"));
    assert_eq!(site.root(3), "people\tperson\tplaces\tplace\tinitiatives\tinitiative");
    // The newer first: title, two labels, three paragraphs, one speaker, Chinese; then title,
    // label, two paragraphs, nobody, English.
    assert_eq!(digits::numbers(site.root(4).as_bytes()).collect::<Vec<_>>(), [6, 2 + 1, 0, 4, 0]);
    assert_eq!(digits::numbers(site.root(5).as_bytes()).collect::<Vec<_>>(), [1, 2024, 1, 2023]);
    assert_eq!(site.files["s0"], "wang-yi\ten\tWang Yi\tzh\t王毅\n");
    let version = "zh\t2024-03-07\tzh/speeches/2024-03-07-press.html\t答记者问\n\t\t答记者问\n";
    assert!(site.files["t0"].starts_with(version), "{}", site.files["t0"]);
    assert!(
        site.files["t0"].contains("\nt2p1\t王毅\t") && site.files["t0"].contains("\nt2p2\t\"\t")
    );
    assert!(site.files["h0"].contains("國国") && !site.files["h0"].contains("龜龟"));
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
    let shards = site.shards("w", 7);
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
    assert!(super::build(&graph_of(&[]), &mut diagnostics).is_none());
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
