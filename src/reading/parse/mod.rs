//! Sources → Corpus: front matter and Markdown, file by file, in parallel.
//!
//! **Invariant:** each file is read on its own; no file can change how another is read. Only then do
//! texts get the names of those whose ids they state alone.
//! **Invariant:** parsing never fails: a file gives what could be read of it, and diagnostics.
//! The only room that names pulldown-cmark. Does not resolve ids, does not look for names.

mod addresses;
mod decisions;
mod degrees;
mod entities;
mod extensions;
mod facts;
mod footnotes;
mod front_matter;
mod inlines;
mod markdown;
mod memory;
mod odd_languages;
mod pages;
mod places;
mod provenance;
mod recordings;
mod shown_names;
mod speeches;
mod stubs;
#[cfg(test)]
mod tests;
mod turns;

pub(crate) use addresses::{Address, addresses};
pub(crate) use extensions::scenes::is_scene;
pub(crate) use footnotes::footnote_labels;
pub(crate) use front_matter::{YAML_MARK, frame};
#[cfg(feature = "serve")]
pub(crate) use memory::print;
pub(crate) use memory::{Parsed, print_of, print_of_all};
pub(crate) use places::{Place, check_name, own_folder, place_of};
pub(crate) use stubs::ids_of_unread;
pub(crate) use turns::bare_label;

use crate::base::date;
use crate::base::decode::{self, Text};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::Node;
use crate::base::message::{Message, say};
use crate::base::sources::{Content, FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, DECISIONS_PATH, Document, Entity, FAR_FUTURE, Speech};
use memory::Said;
use rayon::prelude::*;
use std::sync::Arc;

/// A text file, cut at its front matter, with its body read.
struct Parts<'t> {
    file: FileId,
    /// An empty table without front matter; none if it could not be read.
    fields: Option<Node>,
    has_front_matter: bool,
    /// The body as it is written.
    text: Text<'t>,
    body: Document,
}

/// Reads every file of the site.
#[must_use]
pub fn parse(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Corpus {
    parse_again(sources, config, &mut Parsed::default(), diagnostics)
}

/// Reads every file that is not as it was.
#[must_use]
pub(crate) fn parse_again(
    sources: &Sources,
    config: &Config,
    memory: &mut Parsed,
    diagnostics: &mut Diagnostics,
) -> Corpus {
    let files: Vec<FileId> = sources.iter().map(|(file, _)| file).collect();
    let parse_one = |file: &FileId| {
        memory.known(sources, *file).unwrap_or_else(|| {
            let mut diagnostics = Diagnostics::default();
            let corpus = parse_file(sources, *file, config, &mut diagnostics);
            Arc::new(Said { corpus, diagnostics })
        })
    };
    let said: Vec<Arc<Said>> = files.par_iter().map(parse_one).collect();
    memory.keep(sources, &said);

    let mut corpus = Corpus::default();
    for Said { corpus: part, diagnostics: found } in said.iter().map(|said| &**said) {
        diagnostics.extend(found.iter().cloned());
        corpus.speeches.extend_from_slice(&part.speeches);
        corpus.entities.extend_from_slice(&part.entities);
        corpus.pages.extend_from_slice(&part.pages);
        corpus.media.extend_from_slice(&part.media);
        corpus.unread.extend(&part.unread);
    }

    let awaited = &mut corpus.awaited;
    let is_withheld = |speech: &mut Arc<Speech>| {
        let is_early = speech.embargo.is_some_and(|until| config.as_of.waits(until, awaited));
        (speech.draft || is_early) && !config.drafts
    };
    corpus.withheld = corpus.speeches.extract_if(.., is_withheld).collect();
    corpus.withdrawn =
        corpus.speeches.extract_if(.., |speech| speech.withdrawn.is_some()).collect();
    keep_unique_speeches(&mut corpus.speeches, diagnostics);
    tell_future(&corpus.speeches, config, diagnostics);
    odd_languages::tell_joined_languages(sources, &corpus.speeches, config, diagnostics);
    keep_unique_entities(&mut corpus.entities, diagnostics);
    corpus.index_entities();
    stubs::add(sources, config, &mut corpus, diagnostics);
    shown_names::put_in(&mut corpus, config);

    if let Some(file) = sources.find(DECISIONS_PATH)
        && let Some(text) = decode::text_of(sources, file, diagnostics)
    {
        corpus.decisions = decisions::decisions(file, &text, diagnostics);
    }
    corpus
}

/// What one file says.
fn parse_file(
    sources: &Sources,
    file: FileId,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Corpus {
    let nothing = Corpus::default();
    let path = &sources.file(file).path;
    let place = place_of(path, config);
    match &place {
        Place::Elsewhere => return nothing,
        Place::Media if sources.file(file).content == Content::LinkOutside => {
            diagnostics.push(decode::link_outside(file));
            return nothing;
        }
        // Its name is checked when it is known to be published.
        Place::Media => return Corpus { media: vec![file], ..nothing },
        Place::Speech { .. } | Place::Entity { .. } | Place::Page { .. } | Place::Stray => {}
    }

    check_name(sources, file, diagnostics);
    if let Place::Stray = place {
        places::tell_stray(file, path, config, diagnostics);
        return nothing;
    }
    let Some(text) = decode::text_of(sources, file, diagnostics) else {
        return Corpus { unread: vec![file], ..nothing };
    };

    let halves = front_matter::split(file, &text, diagnostics);
    let body = markdown::document(file, halves.body, config.trusted_html, diagnostics);
    let parts = Parts {
        file,
        fields: halves.fields,
        has_front_matter: halves.has_front_matter,
        text: halves.body,
        body,
    };
    match place {
        Place::Speech { id, lang } => {
            if lang.is_none() {
                odd_languages::tell_odd_language(file, path, config, diagnostics);
            }
            if let Some(speech) = speeches::speech(parts, id, lang, config, diagnostics) {
                return Corpus { speeches: vec![Arc::new(speech)], ..nothing };
            }
        }
        Place::Entity { kind, id } => {
            odd_languages::tell_entity_with_language(file, path, config, diagnostics);
            if let Some(entity) = entities::entity(parts, kind, id, config, diagnostics) {
                return Corpus { entities: vec![entity], ..nothing };
            }
        }
        Place::Page { id, lang } => {
            return Corpus { pages: vec![pages::page(parts, id, lang, diagnostics)], ..nothing };
        }
        Place::Media | Place::Stray | Place::Elsewhere => {}
    }
    Corpus { unread: vec![file], ..nothing }
}

/// A speech that is published before the day on which it is said to have been given has most likely
/// a slip in its date, or should wait.
fn tell_future(speeches: &[Arc<Speech>], config: &Config, diagnostics: &mut Diagnostics) {
    let now = config.as_of;
    // A slip against the file's name was told.
    let is_slip = |speech: &Speech| {
        date::of_name(&speech.id)
            .is_some_and(|named| !speech.when().contains(named) && !now.is_before(named))
    };
    let is_future = |speech: &&Arc<Speech>| now.is_before(speech.date) && !is_slip(speech);
    // What lies further off is told as that.
    let future = speeches.iter().filter(is_future);
    for speech in future.filter(|speech| speech.date.year() < FAR_FUTURE) {
        let message = say!("the speech is dated {date}, which is yet to come", date = speech.date);
        let hint = "mend `date`, or keep the speech back until it is given: `embargo: 2024-03-07T12:00+08:00`, `draft: true`";
        diagnostics.tell(Code::FutureDate, speech.date_place(), message, hint);
    }
}

fn keep_unique_speeches(speeches: &mut Vec<Arc<Speech>>, diagnostics: &mut Diagnostics) {
    speeches.sort_by(|a, b| (&a.id, &a.lang, a.file).cmp(&(&b.id, &b.lang, b.file)));
    speeches.dedup_by(|later, first| {
        let is_same = (&later.id, &later.lang) == (&first.id, &first.lang);
        if is_same {
            let what = say!("the speech `{id}` in `{lang}`", id = first.id, lang = first.lang);
            diagnostics.push(duplicate(&what, later.file, first.file));
        }
        is_same
    });
}

fn keep_unique_entities(entities: &mut Vec<Entity>, diagnostics: &mut Diagnostics) {
    entities.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    entities.dedup_by(|later, first| {
        let is_same = later.id == first.id;
        if is_same {
            first.is_doubted = true;
            let what = say!("the id `{id}`", id = first.id);
            diagnostics.push(duplicate(&what, later.file, first.file));
        }
        is_same
    });
}

fn duplicate(what: &Message, later: FileId, first: FileId) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, say!("{what} is in two files", what))
        .at(Span::new(later, 0..0), "this one")
        .at(Span::new(first, 0..0), "and this one")
        .hint("rename one of them")
}
