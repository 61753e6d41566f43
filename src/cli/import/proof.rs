//! Planned speeches → those that the site can be built with, and what is wrong with the others.
//!
//! **Invariant:** what passes is read by the loader, is a speech to the parser, and adds no error to the site; it is tried, not argued.
//! Mistakes that the site has elsewhere are none of a document's business.

use super::{Made, plan};
use crate::base::diag::{Diagnostic, Severity};
use crate::base::lang::Lang;
use crate::base::sources::{FileId, MAX_TEXT_BYTES, Sources};
use crate::cli::entity::with_drafts;
use crate::compile;
use crate::editor::registry::applied;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A document of which no speech is made.
pub(super) struct Refused {
    pub(super) path: PathBuf,
    pub(super) why: String,
}

/// Documents, some of them refused.
pub(super) struct Sifted {
    pub(super) sound: Vec<Made>,
    pub(super) refused: Vec<Refused>,
}

/// Builds the site in memory as it will be, and refuses each document by which it would have errors.
pub(super) fn sift(sources: &Sources, made: Vec<Made>, force: bool) -> Sifted {
    let mut sifted = Sifted { sound: made, refused: Vec::new() };

    // A document may lead to another that is refused, so those that are left are tried again. Every round but the last refuses one.
    while !sifted.sound.is_empty() {
        let after = applied(sources, &plan(&sifted.sound, force));
        let whys = troubles(&sifted.sound, &after);
        if whys.iter().all(Option::is_none) {
            break;
        }

        let documents = std::mem::take(&mut sifted.sound);
        for (document, why) in documents.into_iter().zip(whys) {
            match why {
                None => sifted.sound.push(document),
                Some(why) => sifted.refused.push(Refused { path: document.path, why }),
            }
        }
    }
    sifted
}

/// Why the site cannot take each document; none where it can. `after` are the files as they will be.
fn troubles(documents: &[Made], after: &Sources) -> Vec<Option<String>> {
    let site = compile(after, &with_drafts());
    let errors =
        site.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    let mut by_file: BTreeMap<FileId, &Diagnostic> = BTreeMap::new();
    for (error, label) in
        errors.flat_map(|error| error.labels.iter().map(move |label| (error, label)))
    {
        by_file.entry(label.span.file).or_insert(error);
    }
    let languages: BTreeMap<FileId, &Lang> =
        site.graph.corpus.speeches.iter().map(|speech| (speech.file, &speech.lang)).collect();

    let trouble = |document: &Made| {
        let size = document.imported.speech.len() as u64;
        if size > MAX_TEXT_BYTES {
            return Some(format!(
                "the speech would have {} MiB, the limit is {} MiB; split it",
                size >> 20,
                MAX_TEXT_BYTES >> 20
            ));
        }
        let Some(file) = after.find(&document.speech) else {
            return Some(unread(document));
        };
        match by_file.get(&file) {
            Some(error) => Some(in_words(error, file, document)),
            None if languages.get(&file) == Some(&&document.imported.lang) => None,
            None => Some(unread(document)),
        }
    };
    documents.iter().map(trouble).collect()
}

fn unread(document: &Made) -> String {
    format!(
        "`{}` would not be read as a speech in `{}`; give it another id with `--id`",
        document.speech, document.imported.lang
    )
}

/// An error as a reason, with the line that it is about.
fn in_words(error: &Diagnostic, file: FileId, document: &Made) -> String {
    /// More of a line does not help to find it.
    const SHOWN: usize = 60;

    let text = &document.imported.speech;
    let at = error
        .labels
        .iter()
        .find(|label| label.span.file == file)
        .map_or(0, |label| label.span.range.start);
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line: String =
        text[start..].lines().next().unwrap_or_default().chars().take(SHOWN).collect();
    let place = if at == 0 { String::new() } else { format!(", where it says `{}`", line.trim()) };
    let hint = error.hints.first().map_or_else(String::new, |hint| format!("; {hint}"));
    format!("the site could not be built with it: {}{place}{hint}", error.message)
}
