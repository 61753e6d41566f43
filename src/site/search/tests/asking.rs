//! A reader that asks the finished files as the script does.

use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::reading::config::Options;
use crate::reading::graph::Graph;
use crate::site::search::fold::{Class, Fold};
use crate::site::search::reader::{self, Line};
use crate::site::search::{self, Index};
use std::collections::{BTreeMap, BTreeSet};

const CONFIG: &str = "title = 'T'\nlanguages = ['en', 'zh']\n";

pub(super) fn graph_of(files: &[(String, String)]) -> Graph {
    let texts = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .chain([("oratory.toml", CONFIG)]);
    crate::understand(&Sources::from_texts(texts), &Options::default()).graph
}

pub(super) fn site(files: &[(&str, &str)]) -> Site {
    Site::new(
        &files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect::<Vec<_>>(),
    )
}

/// A site with the texts of its files, by their names.
pub(super) struct Site {
    graph: Graph,
    pub(super) files: BTreeMap<String, String>,
    pub(super) diagnostics: Diagnostics,
    pub(super) fold: Fold,
}

/// A shard as it is read.
pub(super) struct Shard<'s> {
    separator: &'s str,
    lines: Vec<Line>,
}

/// What a part of a query asks of the shards.
#[derive(Debug, PartialEq)]
pub(super) struct Ask {
    pub(super) term: String,
    pub(super) is_beginning: bool,
}

impl Site {
    pub(super) fn new(files: &[(String, String)]) -> Self {
        let (graph, mut diagnostics) = (graph_of(files), Diagnostics::default());
        let index = search::build(&graph, &[], &mut diagnostics).expect("there are speeches");
        let files = index
            .files()
            .enumerate()
            .map(|(place, path)| content(&index, &graph, place, &path))
            .collect();
        Site { graph, files, diagnostics, fold: Fold::new() }
    }

    pub(super) fn root(&self, line: usize) -> &str {
        self.files["index"].lines().nth(line).expect("the line")
    }

    pub(super) fn shards(&self, letter: &str, separators: usize) -> Vec<Shard<'_>> {
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
    pub(super) fn numbers(shards: &[Shard<'_>], ask: &Ask) -> BTreeSet<u32> {
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
    pub(super) fn paragraphs(&self) -> Vec<[&str; 3]> {
        let mut paragraphs = Vec::new();
        for text in (0..).map_while(|file| self.files.get(&format!("t{file}"))) {
            for line in text.lines() {
                let fields: Vec<&str> = line.split('\t').collect();
                if let [anchor, label, text] = fields[..] {
                    paragraphs.push([anchor, label, text]);
                }
            }
        }
        paragraphs
    }

    /// Anchors of the paragraphs that hold all of a query.
    pub(super) fn search(&self, query: &str) -> Vec<String> {
        let (shards, paragraphs) = (self.shards("w", 4), self.paragraphs());
        let parts: Vec<&str> = query.split_whitespace().collect();
        // The terms of texts, titles and labels have lists of their own.
        let numbers_of = |ask: Ask| {
            ["", "#", "%"].map(|mark| {
                let term = format!("{mark}{}", ask.term);
                Self::numbers(&shards, &Ask { term, is_beginning: ask.is_beginning })
            })
        };
        let asks = parts.iter().flat_map(|part| asks(&self.fold, part));
        let numbers = asks.map(|ask| numbers_of(ask).iter().flatten().copied().collect());
        let numbers: BTreeSet<u32> = numbers.reduce(|a, b| &a & &b).unwrap_or_default();

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
    pub(super) fn entities(&self, key: &str) -> BTreeSet<String> {
        let ask = Ask { term: key.to_owned(), is_beginning: true };
        let n_kinds = u32::try_from(self.graph.config.kinds.count()).unwrap();
        let ids: Vec<&str> = (0..)
            .map_while(|chunk| self.files.get(&format!("e{chunk}")))
            .flat_map(|text| text.lines())
            .map(|line| line.split('\t').next().unwrap())
            .collect();
        let numbers = Self::numbers(&self.shards("n", 5), &ask);
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
                    chars[start..at].iter().take(search::terms::LONGEST).map(|(c, _)| *c).collect();
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
pub(super) fn ends_in_word(fold: &Fold, text: &str) -> bool {
    let mut ends = false;
    fold.each(
        text.chars().next_back().map_or("", |c| &text[text.len() - c.len_utf8()..]),
        |_, class| ends = class == Class::Letter,
    );
    ends
}
