//! The site → which documents it has speeches of.
//!
//! **Invariant:** the name of a file alone counts only where no SHA-256 says more.

use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::import::merge::Version;
use crate::reading::config::Config;
use crate::reading::corpus::import_lock_path;
use crate::reading::parse::{Place, parse, place_of};
use std::collections::{BTreeMap, BTreeSet};

/// The speeches of the site, by what tells that a document is one of them.
#[derive(Default)]
pub(super) struct Existing {
    /// Paths by the SHA-256 of their sources.
    by_sha256: BTreeMap<String, String>,
    /// Paths by the names of their sources, where no SHA-256 tells more.
    by_note: BTreeMap<String, String>,
    /// Paths by id with language.
    pub(super) by_id: BTreeMap<String, String>,
    /// The same as the names of files say it, in whatever folder they lie.
    pub(super) by_name: BTreeMap<String, String>,
    /// Ids with languages by the names of the documents that were imported as them.
    by_document: BTreeMap<String, BTreeSet<String>>,
}

impl Existing {
    /// What the names of files say.
    pub(super) fn by_names(sources: &Sources, config: &Config) -> Self {
        let mut existing = Existing::default();
        for (_, source) in sources.under("content/speeches/") {
            if let Place::Speech { id, lang: Some(lang) } = place_of(&source.path, config) {
                existing.by_name.insert(format!("{id}.{lang}"), source.path.clone());
            }
        }
        for name in existing.by_name.keys() {
            let lock =
                sources.find(&import_lock_path(name)).and_then(|file| sources.file(file).text());
            if let Some(version) = lock.and_then(Version::parse) {
                existing.by_document.entry(version.document).or_default().insert(name.clone());
            }
        }
        existing
    }

    /// What the speeches themselves say.
    pub(super) fn of(sources: &Sources, config: &Config) -> Self {
        let mut existing = Existing::by_names(sources, config);
        // Drafts are speeches that are there.
        let config = Config { drafts: true, ..config.clone() };
        // What is wrong with the site is told by `check`.
        let corpus = parse(sources, &config, &mut Diagnostics::default());
        for speech in &corpus.speeches {
            let path = sources.file(speech.file).path.clone();
            for source in &speech.sources {
                if let Some(sha256) = &source.sha256 {
                    existing.by_sha256.insert(sha256.to_lowercase(), path.clone());
                } else if let Some(note) = &source.note {
                    for (_, text) in note.versions() {
                        existing.by_note.insert(text.to_owned(), path.clone());
                    }
                }
            }
            existing.by_id.insert(speech.full_id(), path);
        }
        existing
    }

    /// The path of another speech than `full_id` that a document of this name was imported as, and the
    /// id of that speech.
    pub(super) fn other_of(&self, document: &str, full_id: &str) -> Option<(&str, &str)> {
        let lang = full_id.rsplit_once('.')?.1;
        let others = self.by_document.get(document)?;
        if others.contains(full_id) {
            return None;
        }
        others.iter().find_map(|other| {
            let (id, other_lang) = other.rsplit_once('.')?;
            (lang == other_lang).then_some((self.by_name[other].as_str(), id))
        })
    }

    /// The speech that was made of a document with this name and SHA-256.
    pub(super) fn made_of(&self, name: &str, sha256: &str) -> Option<&String> {
        self.by_sha256.get(sha256).or_else(|| self.by_note.get(name))
    }
}
