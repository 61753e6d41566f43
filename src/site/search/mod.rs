//! Graph → the index of the site's search: files under `search/` that a script loads piece by piece, from any folder and from `file://`.
//!
//! Each file is one call in JavaScript, `oratorySearch("w12", "…")` with a template literal, for data comes that way where scripts may not fetch.
//! `index.js` says where everything is; `w` are shards of terms, `p` pieces of their long lists, `t` texts; `n` are shards of entities' names,
//! `m` pieces of their long lists, `e` records of entities; `s` are speakers; `h` is the table of traditional characters.
//!
//! **Invariant:** one index for all languages; same graph, same bytes, whatever the number of threads.
//! **Invariant:** no term, text or list is left out: what stands in a speech is found.
//! The reader in the browser is `themes/default/static/search.js`; `reader.rs` is the one that holds finished files to what they promise.

mod dictionary;
mod digits;
mod fold;
mod names;
mod pinyin;
mod postings;
mod quick;
mod reader;
mod root;
mod terms;
#[cfg(test)]
mod tests;
mod texts;

use crate::base::diag::Diagnostics;
use crate::reading::annotate::traditional;
use crate::reading::graph::Graph;
use dictionary::Dictionary;
use fold::Fold;
use names::Names;
use postings::{Gatherer, Lists};
use quick::Quick;
use rayon::prelude::*;
use root::{SPEAKERS, Speakers};
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::ops::Range;
use texts::Texts;

/// Bytes of a shard of terms.
const WORD_SHARD: usize = 16 * 1024;
/// Bytes of a shard of names.
const NAME_SHARD: usize = 8 * 1024;
/// Bytes of text that one run gathers; fewer where that would leave a thread without work.
const RUN: Range<usize> = 256 * 1024..8 * 1024 * 1024;

/// The index of a site.
#[derive(Debug, Default)]
pub struct Index {
    texts: Texts,
    words: Dictionary,
    names: Names,
    keys: Dictionary,
    speakers: Speakers,
    /// Traditional characters of which the index holds the simplified one.
    simplified: Vec<(char, char)>,
    /// Changes whenever a file does.
    stamp: u64,
    files: Vec<File>,
}

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Root,
    Words(usize),
    Pieces(usize),
    Texts(usize),
    Names(usize),
    NamePieces(usize),
    Records(usize),
    Speakers(usize),
    Simplified,
}

/// Builds the index of a site and reports names that it would not find; none where there are no speeches or the theme has no page for it.
#[must_use]
pub fn build(graph: &Graph, diagnostics: &mut Diagnostics) -> Option<Index> {
    if graph.works.is_empty() || !graph.has_pages("search.html") {
        return None;
    }
    let fold = Fold::new();
    let texts = Texts::new(graph);
    let gathered: Vec<Gathered> =
        runs(graph, &texts).into_par_iter().map(|run| gather(graph, &fold, &texts, run)).collect();
    let (lists, hashes): (Vec<Lists>, Vec<Vec<u64>>) =
        gathered.into_iter().map(|run| (run.lists, run.hashes)).unzip();
    let words = Dictionary::new(postings::join(&lists), WORD_SHARD);
    drop(lists);
    let names = Names::new(graph);
    let keys = Dictionary::new(vec![names.lists(graph, &fold)], NAME_SHARD);
    let speakers = Speakers::new(graph, &texts);
    let mut index = Index { texts, words, names, keys, speakers, ..Index::default() };
    index.simplified = index.simplified_characters();
    index.stamp = index.stamp(graph, hashes.iter().flatten());
    index.files = index.list();
    reader::check(&index, graph, &fold, diagnostics);
    Some(index)
}

/// Versions that are gathered together, by their places in the order. The index does not depend on how many there are.
fn runs(graph: &Graph, texts: &Texts) -> Vec<Range<usize>> {
    let size = |at: usize| {
        graph
            .corpus
            .speech(texts.speeches[at])
            .body
            .paragraphs
            .iter()
            .map(|p| p.text.len())
            .sum::<usize>()
    };
    let sizes: Vec<usize> = (0..texts.speeches.len()).map(size).collect();
    let limit = (sizes.iter().sum::<usize>() / (4 * rayon::current_num_threads()))
        .clamp(RUN.start, RUN.end);
    let mut runs = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (at, size) in sizes.iter().enumerate() {
        sum += size;
        if sum >= limit || at + 1 == sizes.len() {
            runs.push(start..at + 1);
            (start, sum) = (at + 1, 0);
        }
    }
    runs
}

/// What is made of a run: its lists, and a hash of each of its versions.
struct Gathered {
    lists: Lists,
    hashes: Vec<u64>,
}

fn gather(graph: &Graph, fold: &Fold, texts: &Texts, run: Range<usize>) -> Gathered {
    let (mut gatherer, mut hashes) = (Gatherer::default(), Vec::new());
    for at in run {
        let mut hash = Quick::default();
        for (number, text) in texts.of_speech(graph, at) {
            gatherer.add(fold, number, text);
            hash.write(text.as_bytes());
        }
        let id = texts.speeches[at];
        graph.anchors(id).paragraphs.iter().for_each(|anchor| hash.write(anchor.as_bytes()));
        hash.write(graph.speech_route(id).path().as_bytes());
        hash.write(graph.corpus.speech(id).date.to_string().as_bytes());
        hashes.push(hash.finish());
    }
    Gathered { lists: gatherer.lists(), hashes }
}

impl Index {
    fn simplified_characters(&self) -> Vec<(char, char)> {
        let known: BTreeSet<char> =
            self.words.first_characters().chain(self.keys.first_characters()).collect();
        let mut pairs: Vec<(char, char)> =
            traditional().filter(|(_, to)| known.contains(to)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// A hash of all that the files are made of: what is said, who is known, where things are, and the program.
    fn stamp<'h>(&self, graph: &Graph, of_versions: impl Iterator<Item = &'h u64>) -> u64 {
        let mut hash = Quick::default();
        hash.write(env!("CARGO_PKG_VERSION").as_bytes());
        of_versions.for_each(|of_version| hash.write_u64(*of_version));
        (0..self.names.chunks.len()).for_each(|chunk| hash.write(&self.names.chunk(graph, chunk)));
        hash.write(&root::write(self, graph));
        hash.finish()
    }

    fn list(&self) -> Vec<File> {
        let numbered = |n: usize, file: fn(usize) -> File| (0..n).map(file);
        std::iter::once(File::Root)
            .chain(numbered(self.words.n_shards(), File::Words))
            .chain(numbered(self.words.n_files(), File::Pieces))
            .chain(numbered(self.texts.chunks.len(), File::Texts))
            .chain(numbered(self.keys.n_shards(), File::Names))
            .chain(numbered(self.keys.n_files(), File::NamePieces))
            .chain(numbered(self.names.chunks.len(), File::Records))
            .chain(numbered(self.speakers.order.len().div_ceil(SPEAKERS), File::Speakers))
            .chain((!self.simplified.is_empty()).then_some(File::Simplified))
            .collect()
    }

    /// The paths of its files from the site's root; the file at a place in this list is made by [`Index::bytes`].
    pub fn files(&self) -> impl Iterator<Item = String> {
        self.files.iter().map(|file| format!("search/{}.js", file.name()))
    }

    /// Makes the file at `place` of [`Index::files`]; empty if there is none.
    #[must_use]
    pub fn bytes(&self, graph: &Graph, place: usize) -> Vec<u8> {
        self.files
            .get(place)
            .map_or_else(Vec::new, |file| call(&file.name(), &self.content(graph, *file)))
    }

    /// The text that a file hands over.
    fn content(&self, graph: &Graph, file: File) -> Vec<u8> {
        match file {
            File::Root => root::write(self, graph),
            File::Words(shard) => self.words.shard(shard),
            File::Pieces(number) => self.words.file(number),
            File::Texts(chunk) => self.texts.chunk(graph, chunk),
            File::Names(shard) => self.keys.shard(shard),
            File::NamePieces(number) => self.keys.file(number),
            File::Records(chunk) => self.names.chunk(graph, chunk),
            File::Speakers(number) => self.speakers_file(graph, number),
            File::Simplified => self
                .simplified
                .iter()
                .flat_map(|(from, to)| [*from, *to])
                .collect::<String>()
                .into_bytes(),
        }
    }

    /// Speakers, a line each: id, then names, each with its language before it.
    fn speakers_file(&self, graph: &Graph, number: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for id in self.speakers.order.iter().skip(number * SPEAKERS).take(SPEAKERS) {
            let entity = graph.corpus.entity(*id);
            let names = entity
                .name
                .versions()
                .flat_map(|(lang, name)| [lang.map_or("", |lang| lang.tag()), name]);
            texts::write_fields(
                &mut out,
                &std::iter::once(entity.id.as_str()).chain(names).collect::<Vec<_>>(),
            );
        }
        out
    }
}

impl File {
    fn name(self) -> String {
        match self {
            File::Root => "index".to_owned(),
            File::Words(number) => format!("w{number}"),
            File::Pieces(number) => format!("p{number}"),
            File::Texts(number) => format!("t{number}"),
            File::Names(number) => format!("n{number}"),
            File::NamePieces(number) => format!("m{number}"),
            File::Records(number) => format!("e{number}"),
            File::Speakers(number) => format!("s{number}"),
            File::Simplified => "h0".to_owned(),
        }
    }
}

/// A file that hands `text` over under `name` when it is loaded: a call with a template literal, in which what would end the literal or begin
/// an expression is escaped (ECMAScript §12.9.6).
///
/// `name` is letters, digits, dots and hyphens; a carriage return in `text` would reach the reader as a line feed.
#[must_use]
pub(crate) fn call(name: &str, text: &[u8]) -> Vec<u8> {
    let mut out = format!("oratorySearch(\"{name}\",`").into_bytes();
    out.reserve(text.len() + 8);
    for byte in text {
        if matches!(byte, b'`' | b'\\' | b'$') {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out.extend_from_slice(b"`)\n");
    out
}
