//! Planned speeches → those that the site can be built with, and what is wrong with the others.
//!
//! **Invariant:** a speech that passes is read by the loader, is a speech to the parser, and adds
//! no error to the site. This is found out by building the site in memory.
//! Mistakes that the site has elsewhere do not count against a document.

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

/// Documents, sorted into those with which the site can be built and the others.
pub(super) struct Sifted {
    pub(super) sound: Vec<Made>,
    pub(super) refused: Vec<Refused>,
}

/// Builds the site in memory as it will be, and refuses each document in which it would have
/// errors.
pub(super) fn sift(sources: &Sources, made: Vec<Made>, force: bool) -> Sifted {
    let mut sifted = Sifted { sound: made, refused: Vec::new() };

    // A document may link to one that is refused, so those that are left are tried again. This
    // ends, for every round but the last refuses at least one.
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

/// For each document why the site cannot be built with it; `None` where it can. `after` are the
/// files as they will be.
fn troubles(documents: &[Made], after: &Sources) -> Vec<Option<String>> {
    let site = compile(after, &with_drafts());
    let errors =
        site.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    let mut first_errors: BTreeMap<FileId, &Diagnostic> = BTreeMap::new();
    for error in errors {
        for label in &error.labels {
            first_errors.entry(label.span.file).or_insert(error);
        }
    }
    let mut languages: BTreeMap<FileId, &Lang> = BTreeMap::new();
    for speech in &site.graph.corpus.speeches {
        languages.insert(speech.file, &speech.lang);
    }

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
        if let Some(error) = first_errors.get(&file) {
            return Some(in_words(error, file, document));
        }
        if languages.get(&file) != Some(&&document.imported.lang) {
            return Some(unread(document));
        }
        None
    };
    documents.iter().map(trouble).collect()
}

fn unread(document: &Made) -> String {
    format!(
        "`{}` would not be read as a speech in `{}`; give it another id with `--id`",
        document.speech, document.imported.lang
    )
}

/// An error as a reason to refuse a document, with the line that it is about.
fn in_words(error: &Diagnostic, file: FileId, document: &Made) -> String {
    /// How many characters of the line are shown: enough to find it by, and few enough that the
    /// message stays one sentence.
    const MAX_SHOWN: usize = 60;

    let text = &document.imported.speech;
    let at = error
        .labels
        .iter()
        .find(|label| label.span.file == file)
        .map_or(0, |label| label.span.range.start);
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let shown: String = line.chars().take(MAX_SHOWN).collect();

    // At the very start of a file the error is about the file as a whole.
    let place = if at == 0 { String::new() } else { format!(", where it says `{}`", shown.trim()) };
    let hint = match error.hints.first() {
        Some(hint) => format!("; {hint}"),
        None => String::new(),
    };
    format!("the site could not be built with it: {}{place}{hint}", error.message)
}
