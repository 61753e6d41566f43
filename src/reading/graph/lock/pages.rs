//! Speeches and their locks → the address of each speech's page, and those that it had.
//!
//! The usual address of a version depends on the languages of the site: where the default language
//! becomes another one, `speeches/a.html` would show another text. So the locks keep the addresses,
//! and a version whose usual one was another version's has its language in the name.
//!
//! **Invariant:** an address that was published as one version of a speech is never the page of
//! another version of it.

use super::file::Records;
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Speech};
use crate::reading::graph::routes::{page_named, tagged_page, usual_page};
use std::collections::{BTreeMap, HashMap};

/// The pages that are not where they usually are, by the names of their speeches, `<id>.<lang>`.
pub(in crate::reading::graph) type MovedPages = BTreeMap<String, Box<str>>;

/// Says where the page of every published speech is, and has its record keep it.
pub(super) fn place(records: &mut Records, corpus: &Corpus, config: &Config) -> MovedPages {
    let mut owners: HashMap<Box<str>, String> = HashMap::new();
    for (name, record) in records.iter() {
        for page in &record.pages {
            owners.entry(page.clone()).or_insert_with(|| name.clone());
        }
    }

    let mut moved = MovedPages::new();
    for speech in corpus.speeches.iter().chain(&corpus.withdrawn) {
        let name = speech.full_id();
        let usual = usual_page(config, &speech.id, &speech.lang);
        let is_taken =
            owners.get(usual.as_str()).is_some_and(|owner| is_other_version(owner, speech));
        let page = if is_taken { tagged_page(config, &speech.id, &speech.lang) } else { usual };

        let record = records.entry(name.clone()).or_default();
        // Under a former name it was where that name leads, by a lock that does not say so: one from
        // before addresses were kept, or of a command that renamed it twice between two builds.
        for former in &record.former_names {
            let page = page_named(config, former);
            if owners.get(page.as_str()).is_none_or(|owner| *owner == name) {
                record.pages.insert(page.into());
            }
        }
        record.pages.insert(page.as_str().into());
        if is_taken {
            moved.insert(name, page.into());
        }
    }
    moved
}

/// Whether `name` is of the same speech in another language.
fn is_other_version(name: &str, speech: &Speech) -> bool {
    name.rsplit_once('.').is_some_and(|(id, lang)| id == speech.id && lang != speech.lang.tag())
}
