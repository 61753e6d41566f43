//! Graph → the index of the site's search: files under `search/` that a script loads one by one,
//! from any folder and from `file://`.
//!
//! Each file is one call in JavaScript, ``oratorySearch("w12",`…`)``, for data can come as a script
//! where it may not be fetched. `index.js` says where everything is:
//!
//! | file | holds | room |
//! |---|---|---|
//! | `w` | shards of terms | `terms`, `postings`, `dictionary` |
//! | `p` | pieces of their long lists | `dictionary` |
//! | `t` | texts | `texts` |
//! | `n` | shards of the keys of entities' names | `names`, `pinyin`, `dictionary` |
//! | `m` | pieces of their long lists | `dictionary` |
//! | `e` | records of entities | `names` |
//! | `f` | shards of filters, and of where files begin | `filters`, `dictionary` |
//! | `g` | pieces of their long lists | `dictionary` |
//! | `s` | what a reader can choose among | `filters` |
//! | `h` | traditional characters and their simplified ones | `fold` |
//!
//! **Invariant:** one index for all languages; same graph, same bytes, whatever the number of
//! threads.
//! **Invariant:** no term, text or list is left out: what is in a speech is found. The reader in
//! the browser is `themes/default/static/search.js`; `reader` holds the finished files to what they
//! promise.

mod dictionary;
mod digits;
mod filters;
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
use crate::base::letters::traditional;
use crate::reading::graph::Graph;
use dictionary::Dictionary;
use filters::Filters;
use fold::Fold;
use names::Names;
use postings::{Gatherer, Lists};
use quick::Quick;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::ops::Range;
use texts::{Texts, Version};

/// Bytes of a shard of terms. A query loads one or two for each of its terms: larger ones cost
/// every query bytes, smaller ones make more files and a longer root, which holds all their
/// separators.
const TERM_SHARD: usize = 16 * 1024;
/// Bytes of a shard of names: smaller, for one is loaded with every letter that is typed.
const NAME_SHARD: usize = 8 * 1024;

/// Bytes of text in the smallest run, but for the last: in shorter ones most terms would be new,
/// and what joining them costs would outweigh what another thread saves.
const LEAST_RUN: usize = 256 * 1024;
/// Bytes of text in the largest run: bounds the tables that a thread holds while it gathers.
const MOST_RUN: usize = 8 * 1024 * 1024;

/// The index of a site.
#[derive(Debug, Default)]
pub struct Index {
    texts: Texts,
    terms: Dictionary,
    names: Names,
    name_keys: Dictionary,
    filters: Filters,
    /// The numbers that each value of a filter lets through, and where files begin.
    passing: Dictionary,
    /// Pairs of a traditional character and the simplified one, which the index holds.
    simplified: Vec<(char, char)>,
    /// Changes whenever a file does.
    stamp: u64,
    files: Vec<File>,
}

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Root,
    Terms(usize),
    TermPieces(usize),
    Texts(usize),
    Keys(usize),
    KeyPieces(usize),
    Records(usize),
    Passing(usize),
    PassingPieces(usize),
    Choices(usize),
    Simplified,
}

/// Builds the index of a site and reports names that it would not find; none where there are no
/// speeches. `own` are the pages of the site's own that are searched with them, by their index.
#[must_use]
pub fn build(graph: &Graph, own: &[usize], diagnostics: &mut Diagnostics) -> Option<Index> {
    if graph.works.is_empty() {
        return None;
    }

    let fold = Fold::new();
    let texts = Texts::new(graph, own);
    let gathered: Vec<Gathered> =
        runs(graph, &texts).into_par_iter().map(|run| gather(graph, &fold, &texts, run)).collect();
    let mut lists = Vec::with_capacity(gathered.len());
    let mut hashes = Vec::with_capacity(texts.versions.len());
    for run in gathered {
        lists.push(run.lists);
        hashes.extend(run.hashes);
    }

    let terms = Dictionary::new(postings::join(&lists), TERM_SHARD);
    // The dictionary holds copies; freed before the rest of the index needs memory.
    drop(lists);
    let names = Names::new(graph);
    let name_keys = Dictionary::new(vec![names.lists(graph, &fold)], NAME_SHARD);
    let filters = Filters::new(graph, &texts);
    let passing = Dictionary::new(vec![filters::lists(graph, &texts, &names)], NAME_SHARD);

    let mut index = Index {
        simplified: simplified(&terms, &name_keys),
        filters,
        passing,
        texts,
        terms,
        names,
        name_keys,
        ..Index::default()
    };
    index.files = index.list();
    // Last, for it is in the root, and a hash of the root with no stamp in it.
    index.stamp = index.stamp(graph, &hashes);

    reader::check(&index, graph, &fold, diagnostics);
    Some(index)
}

/// The versions that are gathered together. The index does not depend on how many runs there are.
fn runs(graph: &Graph, texts: &Texts) -> Vec<Range<usize>> {
    let mut sizes = Vec::with_capacity(texts.versions.len());
    for version in &texts.versions {
        let paragraphs = version.body(graph).paragraphs.iter();
        sizes.push(paragraphs.map(|paragraph| paragraph.text.len()).sum());
    }

    // Four runs for each thread, so that none waits long for another that has a slow one.
    let total: usize = sizes.iter().sum();
    let limit = total / (4 * rayon::current_num_threads());
    let limit = limit.clamp(LEAST_RUN, MOST_RUN);

    let mut runs = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (version, bytes) in sizes.iter().enumerate() {
        size += bytes;
        let next = version + 1;
        if size >= limit || next == sizes.len() {
            runs.push(start..next);
            (start, size) = (next, 0);
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
    let mut gatherer = Gatherer::default();
    let mut hashes = Vec::with_capacity(run.len());

    for version in run {
        let mut hash = Quick::default();
        for numbered in texts.of_version(graph, version) {
            gatherer.add(fold, numbered.number, numbered.field, numbered.text);
            hash.write(numbered.text.as_bytes());
        }

        let of = texts.versions[version];
        if let Version::Speech(id) = of {
            for anchor in &graph.anchors(id).paragraphs {
                hash.write(anchor.as_bytes());
            }
        }
        hash.write(of.route(graph).path().as_bytes());
        hash.write(of.when(graph).as_bytes());
        hashes.push(hash.finish());
    }

    Gathered { lists: gatherer.lists(), hashes }
}

/// The traditional characters that a query may hold, each with the simplified one that the index
/// holds in its place. What begins no term or key cannot be found anyway, so it is left out.
fn simplified(terms: &Dictionary, name_keys: &Dictionary) -> Vec<(char, char)> {
    let mut known: BTreeSet<char> = terms.first_characters().collect();
    known.extend(name_keys.first_characters());

    let mut pairs: Vec<(char, char)> = traditional().filter(|(_, to)| known.contains(to)).collect();
    pairs.sort_unstable();
    pairs
}

impl Index {
    /// A hash of all that the files are made of: what is said, who is known, where things are, and
    /// the program.
    fn stamp(&self, graph: &Graph, of_versions: &[u64]) -> u64 {
        let mut hash = Quick::default();
        hash.write(env!("CARGO_PKG_VERSION").as_bytes());
        for of_version in of_versions {
            hash.write_u64(*of_version);
        }
        for number in 0..self.names.n_files() {
            hash.write(&self.names.file(graph, number));
        }
        for number in 0..self.passing.n_shards() {
            hash.write(&self.passing.shard(number));
        }
        hash.write(&root::write(self, graph));
        hash.finish()
    }

    fn list(&self) -> Vec<File> {
        let mut files = vec![File::Root];
        files.extend((0..self.terms.n_shards()).map(File::Terms));
        files.extend((0..self.terms.n_piece_files()).map(File::TermPieces));
        files.extend((0..self.texts.n_files()).map(File::Texts));
        files.extend((0..self.name_keys.n_shards()).map(File::Keys));
        files.extend((0..self.name_keys.n_piece_files()).map(File::KeyPieces));
        files.extend((0..self.names.n_files()).map(File::Records));
        files.extend((0..self.passing.n_shards()).map(File::Passing));
        files.extend((0..self.passing.n_piece_files()).map(File::PassingPieces));
        files.extend((0..self.filters.n_files()).map(File::Choices));
        if !self.simplified.is_empty() {
            files.push(File::Simplified);
        }
        files
    }

    /// The paths of its files from the site's root; the file at an index of this list is made by
    /// [`Index::bytes`].
    pub fn files(&self) -> impl Iterator<Item = String> {
        self.files.iter().map(|file| format!("search/{}.js", file.name()))
    }

    /// Makes the file at an index of [`Index::files`]; empty if there is none.
    #[must_use]
    pub fn bytes(&self, graph: &Graph, index: usize) -> Vec<u8> {
        match self.files.get(index) {
            Some(file) => call(&file.name(), &self.content(graph, *file)),
            None => Vec::new(),
        }
    }

    /// Makes the file at `path` from the site's root, if the index has it.
    #[cfg(feature = "serve")]
    pub(crate) fn file(&self, graph: &Graph, path: &str) -> Option<Vec<u8>> {
        let place = self.files().position(|file| file == path)?;
        Some(self.bytes(graph, place))
    }

    /// The text that a file hands over.
    fn content(&self, graph: &Graph, file: File) -> Vec<u8> {
        match file {
            File::Root => root::write(self, graph),
            File::Terms(number) => self.terms.shard(number),
            File::TermPieces(number) => self.terms.piece_file(number),
            File::Texts(number) => self.texts.file(graph, number),
            File::Keys(number) => self.name_keys.shard(number),
            File::KeyPieces(number) => self.name_keys.piece_file(number),
            File::Records(number) => self.names.file(graph, number),
            File::Passing(number) => self.passing.shard(number),
            File::PassingPieces(number) => self.passing.piece_file(number),
            File::Choices(number) => self.filters.file(graph, number),
            File::Simplified => {
                let pairs = self.simplified.iter();
                let text: String = pairs.flat_map(|(from, to)| [*from, *to]).collect();
                text.into_bytes()
            }
        }
    }
}

impl File {
    fn name(self) -> String {
        match self {
            File::Root => "index".to_owned(),
            File::Terms(number) => format!("w{number}"),
            File::TermPieces(number) => format!("p{number}"),
            File::Texts(number) => format!("t{number}"),
            File::Keys(number) => format!("n{number}"),
            File::KeyPieces(number) => format!("m{number}"),
            File::Records(number) => format!("e{number}"),
            File::Passing(number) => format!("f{number}"),
            File::PassingPieces(number) => format!("g{number}"),
            File::Choices(number) => format!("s{number}"),
            File::Simplified => "h0".to_owned(),
        }
    }
}

/// A file that hands `text` over under `name` when it is loaded: a call with a template literal, in
/// which everything is escaped that would end the literal or begin an expression (ECMAScript
/// §12.9.6).
///
/// `name` must be letters, digits, dots and hyphens. A carriage return in `text` would reach the
/// reader as a line feed.
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
