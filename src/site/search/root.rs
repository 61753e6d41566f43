//! What a reader needs before anything else: the file `search/index.js`.
//!
//! Numbers are digits, words are separated by tabs. Its lines, from 0:
//!
//! 0. stamp of the index
//! 1. languages of the texts
//! 2. languages of the interface
//! 3. kinds, each with its word for one
//! 4. for each version: how many numbers it has, speakers × languages + language, its speakers
//! 5. years as runs of versions: how many, and the year
//! 6. first numbers of the files of texts, as differences
//! 7. separators of the shards of terms
//! 8. separators of the shards of names
//! 9. first entities of the files of records, as differences
//! 10. how many speakers there are
//! 11. how many pairs of traditional and simplified characters there are

use super::{Index, digits};
use crate::base::lang::Lang;
use crate::reading::graph::Graph;

/// The line with the separators of the shards of names.
pub(super) const NAME_SEPARATORS: usize = 8;

/// The text of the file.
pub(super) fn write(index: &Index, graph: &Graph) -> Vec<u8> {
    let speech_languages = speech_languages(index, graph);
    let kinds = graph.config.kinds.iter();
    let kind_words = kinds.flat_map(|(_, kind)| [kind.key.as_str(), kind.singular.as_str()]);

    let mut out = format!("{:016x}\n", index.stamp).into_bytes();
    push_words(&mut out, speech_languages.iter().map(|lang| lang.tag()));
    push_words(&mut out, graph.config.languages.iter().map(Lang::tag));
    push_words(&mut out, kind_words);
    push_versions(&mut out, index, graph, &speech_languages);
    push_years(&mut out, index, graph);
    push_differences(&mut out, &index.texts.file_starts);
    push_words(&mut out, index.terms.separators());
    push_words(&mut out, index.name_keys.separators());
    push_differences(&mut out, &index.names.file_starts);
    push_count(&mut out, index.speakers.order.len());
    push_count(&mut out, index.simplified.len());
    out
}

/// The languages in which there are texts, by tag.
fn speech_languages<'g>(index: &Index, graph: &'g Graph) -> Vec<&'g Lang> {
    let versions = index.texts.versions.iter();
    let mut languages: Vec<&Lang> = versions.map(|id| &graph.corpus.speech(*id).lang).collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}

fn push_versions(out: &mut Vec<u8>, index: &Index, graph: &Graph, languages: &[&Lang]) {
    let numbers = index.texts.starts.windows(2);
    let speakers = &index.speakers.of_version;

    for ((id, numbers), speakers) in index.texts.versions.iter().zip(numbers).zip(speakers) {
        let lang = &graph.corpus.speech(*id).lang;
        // Every language of a text is among them.
        let lang = languages.iter().position(|known| *known == lang);
        let lang = lang.unwrap_or_default();

        digits::push(out, numbers[1] - numbers[0]);
        digits::push(out, digits::number(speakers.len() * languages.len() + lang));
        for speaker in speakers {
            digits::push(out, *speaker);
        }
    }
    out.push(b'\n');
}

fn push_years(out: &mut Vec<u8>, index: &Index, graph: &Graph) {
    let year = |id| u32::from(graph.corpus.speech(id).date.year().unsigned_abs());
    for run in index.texts.versions.chunk_by(|a, b| year(*a) == year(*b)) {
        digits::push(out, digits::number(run.len()));
        digits::push(out, year(run[0]));
    }
    out.push(b'\n');
}

fn push_words<'w>(out: &mut Vec<u8>, words: impl Iterator<Item = &'w str>) {
    let words: Vec<&str> = words.collect();
    out.extend_from_slice(words.join("\t").as_bytes());
    out.push(b'\n');
}

fn push_count(out: &mut Vec<u8>, count: usize) {
    digits::push(out, digits::number(count));
    out.push(b'\n');
}

/// Ascending numbers, each as the difference to the one before, the first to 0.
fn push_differences(out: &mut Vec<u8>, numbers: &[u32]) {
    let mut before = 0;
    for number in numbers {
        digits::push(out, number - before);
        before = *number;
    }
    out.push(b'\n');
}
