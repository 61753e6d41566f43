//! Finished files → what a reader of the search finds: the check that every name leads to its
//! entity.
//!
//! Reads the text of the files, as the script does, and not what they were made from.

use super::fold::Fold;
use super::names::{CLASSES, FoldedName};
use super::{File, Index, digits, root};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::say;
use crate::base::sources::Span;
use crate::reading::corpus::{Alias, Entity};
use crate::reading::graph::Graph;
use rayon::prelude::*;

/// A line of a shard.
pub(super) struct Line {
    pub(super) term: String,
    pub(super) numbers: Vec<u32>,
}

/// The lines of a shard; `piece_file` gives the text of a file of pieces.
pub(super) fn lines(shard: &str, piece_file: impl Fn(u32) -> String) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in shard.lines() {
        let mut fields = line.split('\t');
        let before = lines.last().map_or("", |before| before.term.as_str());
        let term = whole_term(fields.next().unwrap_or_default(), before);
        let mut numbers = ascending(0, fields.next().unwrap_or_default());

        if let Some(pieces) = fields.next() {
            let pieces: Vec<u32> = digits::numbers(pieces.as_bytes()).collect();
            let mut first = numbers.first().copied().unwrap_or_default();
            let (pieces, _) = pieces.as_chunks::<4>();
            for [file, line, from_first, _count] in pieces {
                first += from_first;
                numbers.push(first);

                let text = piece_file(*file);
                let piece = text.lines().nth(*line as usize).unwrap_or_default();
                numbers.extend(ascending(first, piece));
            }
        }
        lines.push(Line { term, numbers });
    }
    lines
}

/// A term from what is written: how many UTF-16 units it shares with the one before, and its rest.
fn whole_term(written: &str, before: &str) -> String {
    let n_units = digits::numbers(written.as_bytes()).next();
    let last_digit = written.bytes().position(digits::ends);
    let rest = &written[last_digit.map_or(0, |last| last + 1)..];

    let shared = before.encode_utf16();
    let mut units: Vec<u16> = shared.take(n_units.unwrap_or_default() as usize).collect();
    units.extend(rest.encode_utf16());
    String::from_utf16_lossy(&units)
}

/// Numbers from their differences, the first to `before`.
fn ascending(before: u32, differences: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut number = before;
    for difference in digits::numbers(differences.as_bytes()) {
        number += difference;
        numbers.push(number);
    }
    numbers
}

/// A name that must lead to its entity.
struct Wanted<'g> {
    key: String,
    entity: &'g Entity,
    name: &'g Alias,
}

/// Reports every name and alias that does not find its entity.
pub(super) fn check(index: &Index, graph: &Graph, fold: &Fold, diagnostics: &mut Diagnostics) {
    let mut wanted = Vec::new();
    for entity in &graph.corpus.entities {
        for name in &entity.aliases {
            let key = FoldedName::new(fold, &name.text).key();
            if key.is_empty() {
                diagnostics.push(unsearchable(entity, name, "it holds no letter or digit"));
            } else {
                wanted.push(Wanted { key, entity, name });
            }
        }
    }
    wanted.sort_by(|a, b| a.key.cmp(&b.key));

    let files = Files {
        ids: ids(index, graph),
        separators: separators(&text(index, graph, File::Root)),
        index,
        graph,
    };
    // In parallel by shard, for each is taken apart once.
    let lost: Vec<Vec<&Wanted<'_>>> = (0..files.separators.len())
        .into_par_iter()
        .map(|shard| files.lost(shard, &wanted))
        .collect();
    for Wanted { entity, name, .. } in lost.into_iter().flatten() {
        diagnostics.push(unsearchable(entity, name, "the index does not hold it"));
    }
}

/// What a reader has to know before a name can be looked up.
struct Files<'i> {
    index: &'i Index,
    graph: &'i Graph,
    /// The ids of all entities by their numbers.
    ids: Vec<String>,
    /// The separators of the shards of names.
    separators: Vec<String>,
}

impl Files<'_> {
    /// Those of the names, which are sorted by key, that belong to a shard and are not found there.
    fn lost<'w, 'g>(&self, shard: usize, wanted: &'w [Wanted<'g>]) -> Vec<&'w Wanted<'g>> {
        let place = |separator: &String| wanted.partition_point(|want| want.key < *separator);
        let start = place(&self.separators[shard]);
        let end = self.separators.get(shard + 1).map_or(wanted.len(), place);

        let lines = lines(&text(self.index, self.graph, File::Keys(shard)), |number| {
            text(self.index, self.graph, File::KeyPieces(number as usize))
        });
        let of_shard = wanted[start..end].iter();
        of_shard.filter(|want| !self.is_found(want, &lines)).collect()
    }

    fn is_found(&self, want: &Wanted<'_>, lines: &[Line]) -> bool {
        let Ok(at) = lines.binary_search_by(|line| line.term.cmp(&want.key)) else {
            return false;
        };
        let per_entity = CLASSES as usize * self.graph.config.kinds.count();
        lines[at].numbers.iter().any(|number| {
            let id = self.ids.get(*number as usize / per_entity);
            id.is_some_and(|id| *id == want.entity.id)
        })
    }
}

fn text(index: &Index, graph: &Graph, file: File) -> String {
    String::from_utf8(index.content(graph, file)).unwrap_or_default()
}

/// The ids of all entities by their numbers, from the files of records.
fn ids(index: &Index, graph: &Graph) -> Vec<String> {
    let mut ids = Vec::with_capacity(index.names.order.len());
    for number in 0..index.names.n_files() {
        for line in text(index, graph, File::Records(number)).lines() {
            ids.push(line.split('\t').next().unwrap_or_default().to_owned());
        }
    }
    ids
}

/// The separators of the shards of names, from the text of the root.
fn separators(root: &str) -> Vec<String> {
    let line = root.lines().nth(root::NAME_SEPARATORS).unwrap_or_default();
    line.split('\t').filter(|separator| !separator.is_empty()).map(str::to_owned).collect()
}

fn unsearchable(entity: &Entity, name: &Alias, why: &str) -> Diagnostic {
    let message = say!(
        "the search cannot find `{id}` by the name `{name}`: {why}",
        id = entity.id,
        name = name.text,
        why
    );
    Diagnostic::new(Code::UnsearchableName, message)
        .at(Span::new(entity.file, name.span.clone()), "")
        .hint("add an alias that readers can type")
}
