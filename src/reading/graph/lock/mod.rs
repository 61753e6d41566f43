//! The locks in `content/ids/`, one for each speech, each entity and each page of the site's own: which
//! paragraph has which anchor, so that ¶ links stay valid when a text is edited, and which addresses
//! were published.
//!
//! A paragraph is known again by the hash of its text, an edited one by a sketch of it and by its
//! position; an inserted one gets a letter (`t12p3a`), a removed one leaves its anchor behind, and
//! has it again when it comes back. A speech is known by the name of its file, in whatever folder
//! that is, and one whose file was renamed by its paragraphs.
//!
//! One file for each speech and one line for each paragraph, so that version control can merge what
//! two people did. The lock of a speech that is not there stays: it may come back from another
//! branch, a folder that is synchronised, or a person's decision.
//!
//! **Invariant:** an anchor that was published once is in every later lock, and never names another
//! paragraph.
//! **Invariant:** the same texts and the same old locks give the same new locks.

mod align;
mod damage;
mod entities;
mod file;
mod ids;
mod languages;
mod memory;
mod number;
mod own;
mod pages;
mod print;
mod renamed;
mod write;

use super::anchors::SpeechAnchors;
use super::routes::{page_named, page_of};
use super::{Gone, Numbers};
use crate::base::changes::Changes;
use crate::base::diag::{Code, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Document, Speech};
pub(super) use entities::{AbsentEntity, stem_at, stem_of};
use file::{Record, Records, old_name};
pub(crate) use file::{path_of, renamed as renamed_lock};
pub(crate) use memory::Locked;
use memory::NumberedSpeech;
use number::{all_gone, number};
pub(super) use pages::MovedPages;
use print::{Print, Words};
use rayon::prelude::*;
use renamed::{Newcomer, recognise};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;
use write::Locks;

/// Which number each paragraph and turn has, and what keeps it.
#[derive(Debug)]
pub(crate) struct Numbering {
    pub numbers: Numbers,
    /// What was published and of which nothing is left but the locks.
    pub gone: Gone,
    /// What has to be written so that the numbers are kept.
    pub lock: LockChanges,
}

/// A text that was published, and is not there.
#[derive(Debug)]
pub(crate) struct Absent {
    /// Its name: `<id>.<lang>`, or `<id>` of a speech of which version 0.1 did not know the language.
    pub name: String,
    /// Where its page was.
    pub pages: Vec<String>,
    /// Its lock.
    pub file: FileId,
}

/// An address that several have had, by their locks, and that none of their files claims.
#[derive(Debug)]
pub(crate) struct Shared {
    /// From the root of the site: `people/wang-yi.html`.
    pub address: String,
    pub owners: Vec<Owner>,
}

/// An entity, or a page of the site's own.
#[derive(Debug)]
pub(crate) struct Owner {
    pub name: String,
    pub file: FileId,
}

/// What becomes of the locks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LockChanges {
    pub files: Changes,
    /// How many paragraphs got a number that no lock had.
    pub n_new: usize,
}

/// Gives every paragraph its anchor, by what the locks know of it; numbers only speeches of which
/// something is not as it was.
pub(crate) fn numbering_again(
    sources: &Sources,
    config: &Config,
    corpus: &Corpus,
    memory: &mut Locked,
    diagnostics: &mut Diagnostics,
) -> Numbering {
    let mut records = file::read(sources, memory, diagnostics);
    name_as_files_do(&mut records, sources, corpus);

    let present = names(corpus);
    // Of what could not be read it is not known what it was: nothing is taken for renamed or gone.
    let is_complete = corpus.unread.is_empty();
    if is_complete {
        rename(&mut records, corpus, &present);
    }

    let moved = pages::place(&mut records, corpus, config, &present);
    let page = |speech: &Speech| page_of(config, &moved, speech);

    let numbered = number_all(&corpus.speeches, &records, page, memory);
    let mut n_new = 0;
    let mut anchors = Vec::with_capacity(numbered.len());
    for NumberedSpeech { speech, record, numbered, .. } in &numbered {
        n_new += numbered.n_new;
        if numbered.n_new > 0 && config.locked {
            tell_unlocked(speech, numbered.n_new, diagnostics);
        }
        if !Arc::ptr_eq(&record.entries, &numbered.entries) {
            let record = records.entry(speech.full_id()).or_default();
            Arc::make_mut(record).entries = Arc::clone(&numbered.entries);
        }
        anchors.push(Arc::clone(&numbered.anchors));
    }
    memory.keep_numbered(numbered);

    let mut withdrawn = Vec::with_capacity(corpus.withdrawn.len());
    for speech in &corpus.withdrawn {
        let record = records.get(&speech.full_id());
        withdrawn.push(record.map(|record| all_gone(record, &page(speech))).unwrap_or_default());
    }

    let mut site = languages::read(sources, diagnostics);
    languages::tell_unknown(&site, &records, config, sources, diagnostics);
    let mut known = entities::read(sources, diagnostics);
    let entities = entities::keep(&mut known, corpus, config, is_complete);
    let former_languages = site.keep(&config.languages);
    let mut known_own = own::read(sources, diagnostics);
    let own = own::keep(&mut known_own, corpus, config, &former_languages, is_complete);

    // Where numbers would be lost, so would be what is said of addresses.
    let files = if config.locked {
        Changes::default()
    } else {
        let locks = Locks { speeches: &records, entities: &known, own: &known_own, site: &site };
        locks.changes(sources, memory)
    };
    let speeches = if is_complete { absent(&records, &present, config) } else { Vec::new() };
    let shared = entities.shared.into_iter().chain(own.shared).collect();
    Numbering {
        numbers: Numbers {
            anchors,
            withdrawn,
            moved,
            former_stems: entities.former,
            former_own: own.former,
            former_languages,
        },
        gone: Gone { speeches, entities: entities.absent, own: own.absent, shared },
        lock: LockChanges { files, n_new },
    }
}

/// Numbers the speeches of which something is not as it was, each on its own; of the others the
/// numbers are remembered.
fn number_all(
    speeches: &[Arc<Speech>],
    records: &Records,
    page_of: impl Fn(&Speech) -> String + Sync,
    memory: &Locked,
) -> Vec<NumberedSpeech> {
    let number_one = |(index, speech): (usize, &Arc<Speech>)| {
        let record = records.get(&speech.full_id()).cloned().unwrap_or_default();
        let page = page_of(speech);
        let remembered = memory.numbered(index, speech, &record, &page);
        let numbered =
            remembered.unwrap_or_else(|| number(speech, &words_of(&speech.body), &record, &page));
        NumberedSpeech { speech: Arc::clone(speech), record, page, numbered }
    };
    speeches.par_iter().enumerate().map(number_one).collect()
}

/// Calls the records of version 0.1, which knew speeches by their paths, by the names of the
/// speeches.
fn name_as_files_do(records: &mut Records, sources: &Sources, corpus: &Corpus) {
    if records.values().all(|record| record.file.is_some()) {
        return;
    }
    for speech in corpus.speeches.iter().chain(&corpus.withheld).chain(&corpus.withdrawn) {
        let path = &sources.file(speech.file).path;
        let Some(old) = path.strip_prefix("content/").and_then(old_name) else {
            continue;
        };
        let name = speech.full_id();
        if old != name
            && !records.contains_key(&name)
            && records.get(&old).is_some_and(|record| record.file.is_none())
            && let Some(record) = records.remove(&old)
        {
            records.insert(name, record);
        }
    }
}

/// The names of all speeches that have a file, published or not.
fn names(corpus: &Corpus) -> FxHashSet<String> {
    let all = corpus.speeches.iter().chain(&corpus.withheld).chain(&corpus.withdrawn);
    all.map(|speech| speech.full_id()).collect()
}

fn words_of(body: &Document) -> Vec<Words<'_>> {
    body.paragraphs.iter().map(|paragraph| Words::of(&paragraph.text)).collect()
}

/// Gives speeches whose files were renamed the records that they had.
fn rename(records: &mut Records, corpus: &Corpus, present: &FxHashSet<String>) {
    let mut absent: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (name, record) in records.iter().filter(|(name, _)| !present.contains(*name)) {
        absent.insert(name, record.published().collect());
    }
    if absent.is_empty() {
        return;
    }

    let mut new = Vec::new();
    for speech in &corpus.speeches {
        let name = speech.full_id();
        if !records.contains_key(&name) {
            new.push((name, words_of(&speech.body)));
        }
    }
    let newcomers: Vec<Newcomer<'_>> =
        new.iter().map(|(name, words)| Newcomer { name, words }).collect();

    for (name, old) in recognise(&newcomers, &absent) {
        if let Some(record) = records.remove(&old) {
            let mut former_names = record.former_names.clone();
            // A speech that gets a name back does not lead away from its own page.
            former_names.retain(|former| **former != *name);
            former_names.push(old.into());
            let renamed = Record { file: None, former_names, ..Arc::unwrap_or_clone(record) };
            records.insert(name.to_owned(), Arc::new(renamed));
        }
    }
}

/// The speeches of which only their locks are left.
fn absent(records: &Records, present: &FxHashSet<String>, config: &Config) -> Vec<Absent> {
    let led_away: FxHashSet<&str> = records
        .iter()
        .filter(|(name, _)| present.contains(*name))
        .flat_map(|(_, record)| record.former_names.iter().map(|name| &**name))
        .collect();

    let mut absent = Vec::new();
    for (name, record) in records {
        if !present.contains(name)
            && !led_away.contains(name.as_str())
            && let Some(file) = record.file
        {
            let mut pages: Vec<String> = record.pages.iter().map(ToString::to_string).collect();
            if pages.is_empty() {
                pages.push(page_named(config, name));
                pages.extend(record.former_names.iter().map(|name| page_named(config, name)));
            }
            absent.push(Absent { name: name.clone(), pages, file });
        }
    }
    absent
}

/// In a place where numbers cannot be kept, as on a server that builds from version control, a new
/// number would be another one the next time.
fn tell_unlocked(speech: &Speech, n_new: usize, diagnostics: &mut Diagnostics) {
    let message = match n_new {
        1 => "one paragraph has no ¶ number yet".into(),
        n => say!("{n} paragraphs have no ¶ number yet", n),
    };
    let hint = "run `oratory build` where you edit, and commit `content/ids/` with the speech; `CI` is set or `--locked` given here, and to number all the same, build with `--locked=false`";
    diagnostics.tell(Code::NotNumbered, Span::new(speech.file, 0..0), message, hint);
}

#[cfg(test)]
mod tests;
