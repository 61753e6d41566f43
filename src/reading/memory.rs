//! What an earlier reading of the same site found → what need not be found again.
//!
//! `serve` reads a site at each change, of which most are in one speech. A file that is as it was is
//! not parsed again, and a speech is not searched again while nothing but the texts of others has
//! changed.
//!
//! **Invariant:** with a memory and without, a reading gives the same; a test edits sites at random
//! and compares. What cannot be known to be the same is read.
//! Lives as long as the process, and knows of one site.

use crate::base::sources::{Source, Sources};
use crate::reading::annotate::Searched;
use crate::reading::config::{CONFIG_PATH, Options};
use crate::reading::graph::{Locked, Resolved};
use crate::reading::parse::Parsed;
use std::sync::Arc;

/// What an earlier reading found; empty before the first one.
#[derive(Default)]
pub(crate) struct Memory {
    /// The configuration and the options, on which depends how a file is read.
    settings: (Option<Arc<Source>>, String),
    /// All files but speeches, on which depends what is looked for in speeches.
    surroundings: Vec<Arc<Source>>,
    pub(crate) parsed: Parsed,
    pub(crate) searched: Searched,
    pub(crate) locked: Locked,
    pub(crate) resolved: Resolved,
}

impl Memory {
    /// Forgets what no longer holds for these files under these options.
    pub(crate) fn keep_to(&mut self, sources: &Sources, options: &Options) {
        let config =
            sources.find(CONFIG_PATH).map(|file| sources.shared()[file.0 as usize].clone());
        let settings = (config, format!("{options:?}"));
        if settings != self.settings {
            *self = Memory { settings, ..Memory::default() };
        }

        let around = sources.shared().iter().filter(|source| !is_speech(&source.path));
        if !around.clone().eq(&self.surroundings) {
            self.surroundings = around.cloned().collect();
            self.searched = Searched::default();
        }
    }
}

/// Whether a file says nothing of what is looked for in other speeches than its own.
fn is_speech(path: &str) -> bool {
    path.starts_with("content/speeches/")
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use crate::base::fixture::Chance;
    use crate::reading::config::Options;
    use crate::{Sources, understand, understand_again};
    use std::collections::BTreeMap;
    use std::sync::Arc;

    /// The files of a small site in which all that is remembered is at work: lists, names for one
    /// speech, labels, two languages, an id without a file.
    fn files() -> BTreeMap<String, String> {
        let files = [
            ("oratory.toml", "title = \"T\"\nlanguages = [\"en\", \"zh\"]\n"),
            ("content/people/ada-moss.md", "---\nname: Ada Moss\n---\n"),
            ("content/people/ben-moss.md", "---\nname: Ben Moss\n---\n"),
            (
                "content/places/ternport.md",
                "---\nname: {en: Ternport, zh: 燕港}\n---\nA harbour.\n",
            ),
            (
                "content/speeches/2024-01-02-opening.en.md",
                "---\ntitle: Opening\ndate: 2024-01-02\npeople:\n- {id: ada-moss, as: [Moss]}\nplaces: [ternport]\n---\n**Moss:** We met in Ternport.\n\n**Q:** Was Ben Moss there?\n",
            ),
            (
                "content/speeches/2024-01-02-opening.zh.md",
                "---\ntitle: 开幕\ndate: 2024-01-02\nplaces: [ternport]\n---\n我们在燕港见面。\n",
            ),
            (
                "content/speeches/2024-03-04-close.en.md",
                "---\ntitle: Close\ndate: 2024-03-04\npeople: [ben-moss, nobody]\n---\nMoss and Ben Moss left Ternport.\n",
            ),
        ];
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn with_a_memory_and_without_a_reading_gives_the_same() {
        let mut chance = Chance(7);
        let edits = [
            ("Ternport", "the harbour"),
            ("the harbour", "Ternport"),
            ("Moss", "Ada Moss"),
            ("Ada Moss", "Moss"),
            ("as: [Moss]", "as: [Ada]"),
            ("as: [Ada]", "as: [Moss]"),
            ("[ternport]", "[]"),
            ("[]", "[ternport]"),
            ("**Q:**", "Q:"),
            ("Q:", "**Q:**"),
            ("title: ", "draft: true\ntitle: "),
            ("draft: true\n", ""),
            ("date: 2024", "date: 2023"),
            ("\np1 ", "\np7 "),
            ("\nend\n", "\n"),
            ("\nat speeches/", "\nformerly 2024-03-04-close.en\nat speeches/"),
            ("\"zh\"]", "\"fr\"]"),
            ("\"fr\"]", "\"zh\"]"),
        ];

        let options = Options::default();
        let mut files = files();
        let mut absent = Vec::new();
        let mut locks = Vec::new();
        let mut memory = Memory::default();
        for _ in 0..300 {
            let path = files.keys().nth(chance.below(files.len())).unwrap().clone();
            let (from, to) = *chance.of(&edits);
            match chance.below(10) {
                // Another file takes the number of this one.
                0 if files.len() > 4 => absent.extend(files.remove_entry(&path)),
                1 => files.extend(absent.pop()),
                // A build writes its locks.
                2 => files.extend(locks.drain(..)),
                _ => files
                    .get_mut(&path)
                    .into_iter()
                    .for_each(|text| *text = text.replacen(from, to, 1)),
            }

            let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let sources = Sources::from_texts(texts);
            let again = understand_again(&sources, &options, &mut memory);
            let anew = understand(&sources, &options);
            assert_eq!(format!("{again:?}"), format!("{anew:?}"), "{files:#?}");

            let written = anew.lock.files.iter().filter_map(|(path, change)| {
                Some((path.to_owned(), String::from_utf8(change.bytes()?.to_vec()).unwrap()))
            });
            locks = written.collect();
        }
    }

    #[test]
    fn a_speech_that_is_as_it_was_is_not_read_again() {
        let mut memory = Memory::default();
        let mut read = |files: &BTreeMap<String, String>| {
            let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let sources = Sources::from_texts(texts);
            understand_again(&sources, &Options::default(), &mut memory).graph.corpus.speeches
        };

        let mut files = files();
        let first = read(&files);
        for text in files.values_mut() {
            *text = text.replace("We met", "We had met");
        }
        let second = read(&files);
        let same: Vec<bool> = first.iter().zip(&second).map(|(a, b)| Arc::ptr_eq(a, b)).collect();
        assert_eq!(same, [false, true, true]);
    }
}
