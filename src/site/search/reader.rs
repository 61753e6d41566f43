//! Finished files → what a reader of the search finds: the test that every name leads to its entity.
//!
//! Reads the text of the files, as the script does, and not what they were made from.

use super::fold::Fold;
use super::names::{self, CLASSES};
use super::{File, Index, digits};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::Span;
use crate::reading::corpus::{Alias, Entity};
use crate::reading::graph::Graph;
use rayon::prelude::*;

/// A term of a shard with its numbers.
pub(super) type Line = (String, Vec<u32>);

/// The lines of a shard; `file` gives the text of a file of pieces.
pub(super) fn lines(shard: &str, file: impl Fn(u32) -> String) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in shard.lines() {
        let mut fields = line.split('\t');
        let before = lines.last().map_or("", |(before, _)| before);
        let term = whole(fields.next().unwrap_or_default(), before);
        let mut numbers = ascending(0, fields.next().unwrap_or_default());
        if let Some(pieces) = fields.next() {
            let pieces: Vec<u32> = digits::numbers(pieces.as_bytes()).collect();
            let mut first = numbers.first().copied().unwrap_or_default();
            for piece in pieces.chunks_exact(4) {
                first += piece[2];
                let text = file(piece[0]);
                numbers.push(first);
                numbers.extend(ascending(
                    first,
                    text.lines().nth(piece[1] as usize).unwrap_or_default(),
                ));
            }
        }
        lines.push((term, numbers));
    }
    lines
}

/// A term from what it shares with the one before (a number of UTF-16 units) and its rest.
fn whole(written: &str, before: &str) -> String {
    let n_units = digits::numbers(written.as_bytes()).next().unwrap_or_default() as usize;
    let n_digits = written.bytes().position(digits::ends).map_or(0, |last| last + 1);
    let mut shared = before.encode_utf16().take(n_units).collect::<Vec<u16>>();
    shared.extend(written[n_digits..].encode_utf16());
    String::from_utf16_lossy(&shared)
}

/// Numbers from their differences, the first to `before`.
fn ascending(before: u32, differences: &str) -> Vec<u32> {
    let mut number = before;
    let add = |difference| {
        number += difference;
        number
    };
    digits::numbers(differences.as_bytes()).map(add).collect()
}

/// A name that has to lead to its entity.
struct Wanted<'g> {
    key: String,
    entity: &'g Entity,
    name: &'g Alias,
}

/// Reports every name and alias that does not find its entity.
pub(super) fn check(index: &Index, graph: &Graph, fold: &Fold, diagnostics: &mut Diagnostics) {
    let content = |file| String::from_utf8(index.content(graph, file)).unwrap_or_default();
    let mut wanted: Vec<Wanted<'_>> =
        graph.corpus.entities.iter().flat_map(|entity| wanted(fold, entity)).collect();
    wanted.sort_by(|a, b| a.key.cmp(&b.key));
    let unkeyed: Vec<Wanted<'_>> =
        wanted.extract_if(..wanted.partition_point(|want| want.key.is_empty()), |_| true).collect();
    unkeyed.iter().for_each(|want| diagnostics.push(unsearchable(want)));
    let (ids, separators) = (ids(index, &content), separators(&content(File::Root)));
    let n_kinds = graph.config.kinds.count();
    let of_shard = |shard: usize| {
        let start = wanted.partition_point(|want| want.key < separators[shard]);
        let end = separators
            .get(shard + 1)
            .map_or(wanted.len(), |next| wanted.partition_point(|want| want.key < *next));
        let lines = lines(&content(File::Names(shard)), |number| {
            content(File::NamePieces(number as usize))
        });
        let is_found = |want: &&Wanted<'_>| {
            let Ok(at) = lines.binary_search_by(|(term, _)| term.as_str().cmp(&want.key)) else {
                return false;
            };
            let mut numbers = lines[at].1.iter();
            numbers.any(|number| {
                ids.get(*number as usize / CLASSES as usize / n_kinds)
                    .is_some_and(|id| *id == want.entity.id)
            })
        };
        wanted[start..end].iter().filter(|want| !is_found(want)).collect::<Vec<_>>()
    };
    let lost: Vec<Vec<&Wanted<'_>>> = (0..separators.len()).into_par_iter().map(of_shard).collect();
    lost.into_iter().flatten().for_each(|want| diagnostics.push(unsearchable(want)));
}

fn wanted<'g>(fold: &Fold, entity: &'g Entity) -> Vec<Wanted<'g>> {
    let key = |name: &Alias| names::key(fold, &name.text).0.chars().take(names::LONGEST).collect();
    entity.aliases.iter().map(|name| Wanted { key: key(name), entity, name }).collect()
}

/// The ids of all entities by their numbers, from the files of records.
fn ids(index: &Index, content: &impl Fn(File) -> String) -> Vec<String> {
    let mut ids = Vec::with_capacity(index.names.order.len());
    for chunk in 0..index.names.chunks.len() {
        ids.extend(
            content(File::Records(chunk))
                .lines()
                .map(|line| line.split('\t').next().unwrap_or_default().to_owned()),
        );
    }
    ids
}

/// The separators of the shards of names, from the text of the root.
fn separators(root: &str) -> Vec<String> {
    let line = root.lines().nth(8).unwrap_or_default();
    line.split('\t').filter(|separator| !separator.is_empty()).map(str::to_owned).collect()
}

fn unsearchable(want: &Wanted<'_>) -> Diagnostic {
    let why = if want.key.is_empty() {
        "it holds no letter or digit"
    } else {
        "the index does not hold it"
    };
    let message = format!(
        "the search cannot find `{}` by the name `{}`: {why}",
        want.entity.id, want.name.text
    );
    let diagnostic = Diagnostic::new(Code::UnsearchableName, message)
        .at(Span::new(want.entity.file, want.name.span.clone()), "");
    diagnostic.hint("add an alias that readers can type")
}
