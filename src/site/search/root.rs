//! What a reader needs before anything else: the file `search/index.js`.
//!
//! Numbers are digits, words are separated by tabs. Its lines, from 0:
//!
//! 0. stamp of the index
//! 1. languages of the interface
//! 2. kinds, each with its word for one
//! 3. months from the newest: year, month (0 where only the year is known), how many numbers
//! 4. separators of the shards of terms
//! 5. separators of the shards of names
//! 6. separators of the shards of filters
//! 7. keys of filters that have choices
//! 8. how many choices each has
//! 9. how many pairs of traditional and simplified characters there are

use super::filters::{self, KEYS};
use super::{Index, digits};
use crate::base::lang::Lang;
use crate::reading::graph::Graph;

/// The line with the separators of the shards of names.
pub(super) const NAME_SEPARATORS: usize = 5;

/// The text of the file.
pub(super) fn write(index: &Index, graph: &Graph) -> Vec<u8> {
    let kinds = graph.config.kinds.iter();
    let kind_words = kinds.flat_map(|(_, kind)| [kind.key.as_str(), kind.singular.as_str()]);

    let mut out = format!("{:016x}\n", index.stamp).into_bytes();
    push_words(&mut out, graph.config.languages.iter().map(Lang::tag));
    push_words(&mut out, kind_words);
    push_months(&mut out, index, graph);
    push_words(&mut out, index.terms.separators());
    push_words(&mut out, index.name_keys.separators());
    push_words(&mut out, index.passing.separators());
    push_words(&mut out, KEYS.into_iter());
    push_counts(&mut out, &index.filters.counts);
    push_counts(&mut out, &[index.simplified.len()]);
    out
}

fn push_months(out: &mut Vec<u8>, index: &Index, graph: &Graph) {
    for month in filters::months(graph, &index.texts) {
        // 0 where no year is known.
        digits::push(out, u32::try_from(month.date.year()).unwrap_or(0));
        digits::push(out, u32::from(month.date.month().unwrap_or_default()));
        digits::push(out, month.n_numbers);
    }
    out.push(b'\n');
}

fn push_words<'w>(out: &mut Vec<u8>, words: impl Iterator<Item = &'w str>) {
    let words: Vec<&str> = words.collect();
    out.extend_from_slice(words.join("\t").as_bytes());
    out.push(b'\n');
}

fn push_counts(out: &mut Vec<u8>, counts: &[usize]) {
    for count in counts {
        digits::push(out, digits::number(*count));
    }
    out.push(b'\n');
}
