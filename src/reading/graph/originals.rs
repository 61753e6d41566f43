//! Which version of a speech is the original, as its versions say.
//!
//! **Invariant:** nothing is guessed: where no version says that it is a translation, none has an
//! original; where several may be the original, none is.

use super::Graph;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::sources::Span;
use crate::reading::corpus::{Corpus, SpeechId};
use std::collections::BTreeMap;

/// A speech in so many languages has each version beside each other one: the six of the United
/// Nations. In twenty-four there would be 552 pages of each speech.
const EACH_BESIDE_EACH: usize = 6;

/// Of what a text is a translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Original {
    /// A text of the site.
    Version(SpeechId),
    /// A text in this language that the site does not have.
    Language(Lang),
}

/// What is translated from what.
#[derive(Debug, Default)]
pub(super) struct Originals {
    /// By speech.
    of: Vec<Option<Original>>,
    /// By original.
    translations: BTreeMap<SpeechId, Vec<SpeechId>>,
}

impl Originals {
    /// `versions` are those of the work of a speech.
    pub(super) fn new<'w>(corpus: &Corpus, versions: impl Fn(SpeechId) -> &'w [SpeechId]) -> Self {
        let mut originals = Originals::default();
        for (id, speech) in corpus.speeches() {
            let original = match &speech.translation_of {
                Some(reference) => named(corpus, versions(id), &reference.id),
                None if speech.is_translation() => {
                    untranslated(corpus, versions(id)).map(Original::Version)
                }
                None => None,
            };
            if let Some(Original::Version(of)) = original {
                originals.translations.entry(of).or_default().push(id);
            }
            originals.of.push(original);
        }
        originals
    }
}

impl Graph {
    /// Of what a text is a translation; none if it says that it is none, or does not say of what.
    pub(crate) fn original_of(&self, id: SpeechId) -> Option<&Original> {
        self.originals.of[id.0 as usize].as_ref()
    }

    /// The translations of a text.
    pub(crate) fn translations_of(&self, id: SpeechId) -> &[SpeechId] {
        self.originals.translations.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The versions of its speech beside which a version is shown. Where they are too many, one of
    /// any two is the original, or the one for readers of the site's first language.
    pub(crate) fn set_beside(&self, id: SpeechId) -> Vec<SpeechId> {
        let versions = &self.work_of(id).versions;
        let first = self.edition(0).versions[self.work_id_of(id).0 as usize];
        let is_center =
            |version: SpeechId| version == first || !self.translations_of(version).is_empty();
        let is_pair = |other: &SpeechId| {
            let are_few = versions.len() <= EACH_BESIDE_EACH;
            *other != id && (are_few || is_center(id) || is_center(*other))
        };
        versions.iter().copied().filter(is_pair).collect()
    }
}

/// What `translation_of` names, in a text with these versions.
fn named(corpus: &Corpus, versions: &[SpeechId], written: &str) -> Option<Original> {
    if let Some(lang) = language(written) {
        let version = versions.iter().find(|version| corpus.speech(**version).lang == lang);
        return Some(version.map_or(Original::Language(lang), |id| Original::Version(*id)));
    }

    match corpus.speeches_called(written).as_slice() {
        [only] => Some(Original::Version(*only)),
        several => untranslated(corpus, several).map(Original::Version),
    }
}

/// The only one of these that is no translation.
fn untranslated(corpus: &Corpus, versions: &[SpeechId]) -> Option<SpeechId> {
    let mut originals =
        versions.iter().filter(|version| !corpus.speech(**version).is_translation());
    let first = originals.next()?;
    originals.next().is_none().then_some(*first)
}

/// The language that `translation_of` names; ids of speeches are longer, or hold digits.
fn language(written: &str) -> Option<Lang> {
    Lang::read(written).ok().filter(|lang| lang.primary().len() <= 3)
}

/// Reports translations of nothing, and of themselves.
pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, speech) in graph.corpus.speeches() {
        let Some(reference) = &speech.translation_of else {
            continue;
        };
        let place = Span::new(speech.file, reference.span.clone());
        if language(&reference.id).is_none() && !is_speech(graph, &reference.id) {
            diagnostics.push(unknown(graph, &reference.id, place));
            continue;
        }

        let original = graph.original_of(id);
        let is_itself = match original {
            Some(Original::Version(of)) => *of == id,
            Some(Original::Language(lang)) => *lang == speech.lang,
            None => false,
        };
        // Told once, at the later of the two.
        let is_circle = matches!(original, Some(Original::Version(other))
            if *other < id && graph.original_of(*other) == Some(&Original::Version(id)));
        if is_itself {
            let hint = "name the language from which it was translated, or another speech";
            let message = "a text cannot be a translation of itself";
            diagnostics.tell(Code::Contradiction, place, message, hint);
        } else if is_circle {
            let message = "each of two texts is said to be a translation of the other";
            let hint = "take `translation_of` away from the original";
            diagnostics.tell(Code::Contradiction, place, message, hint);
        }
    }
}

/// Whether a speech is called so, one that is not published among them.
fn is_speech(graph: &Graph, name: &str) -> bool {
    let corpus = &graph.corpus;
    let mut others = corpus.withheld.iter().chain(&corpus.withdrawn);
    !corpus.speeches_called(name).is_empty() || others.any(|speech| speech.is_called(name))
}

fn unknown(graph: &Graph, name: &str, place: Span) -> Diagnostic {
    let ids = graph.corpus.speeches.iter().map(|speech| speech.id.as_str());
    Diagnostic::new(Code::BadValue, say!("`{name}` is no language and no speech", name))
        .at(place, "")
        .did_you_mean(name, ids)
        .hint("write the language from which it was translated, as `zh`, or the id of a speech")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::reading::config::Options;

    fn graph(files: &[(&str, &str)]) -> (Graph, Vec<String>) {
        let config = ("oratory.toml", "title = 'T'\nlanguages = ['en', 'zh']\n");
        let sources = Sources::from_texts(std::iter::once(config).chain(files.iter().copied()));
        let understood = crate::understand(&sources, &Options::default());
        let said = understood
            .diagnostics
            .iter()
            .filter(|one| matches!(one.code, Code::BadValue | Code::Contradiction));
        let said = said.map(|one| one.message.to_string()).collect();
        (understood.graph, said)
    }

    fn speech(fields: &str) -> String {
        format!("---\ntitle: T\ndate: 2024-03-07\n{fields}---\nWords.\n")
    }

    /// What the originals of `a.en`, `a.zh` and `b.en` are, with these fields.
    fn originals(fields: [&str; 3]) -> (Vec<String>, Vec<String>) {
        let [a_en, a_zh, b_en] = fields.map(speech);
        let (graph, said) = graph(&[
            ("content/speeches/a.en.md", &a_en),
            ("content/speeches/a.zh.md", &a_zh),
            ("content/speeches/b.en.md", &b_en),
        ]);
        let shown = |(id, _)| match graph.original_of(id) {
            Some(Original::Version(of)) => graph.corpus.speech(*of).full_id(),
            Some(Original::Language(lang)) => lang.to_string(),
            None => "-".to_owned(),
        };
        (graph.corpus.speeches().map(shown).collect(), said)
    }

    #[test]
    fn the_only_version_that_is_no_translation_is_the_original() {
        for (fields, expected) in [
            (["", "", ""], ["-", "-", "-"]),
            (["text_status: translation\n", "", ""], ["a.zh", "-", "-"]),
            (["text_status: interpreted\n", "text_status: translation\n", ""], ["-", "-", "-"]),
            (["translation_of: zh\n", "text_status: verbatim\n", ""], ["a.zh", "-", "-"]),
            (["translation_of: fr\n", "", ""], ["fr", "-", "-"]),
            (["", "", "translation_of: a\n"], ["-", "-", "-"]),
            (["text_status: translation\n", "", "translation_of: a\n"], ["a.zh", "-", "a.zh"]),
            (["", "", "translation_of: a.en\n"], ["-", "-", "a.en"]),
        ] {
            let (found, said) = originals(fields);
            assert_eq!(found, expected, "{fields:?}");
            assert_eq!(said, Vec::<String>::new(), "{fields:?}");
        }
    }

    #[test]
    fn many_versions_are_set_beside_their_original_and_that_of_the_first_language() {
        let tags = ["de", "en", "es", "fr", "it", "nl", "pl", "zh"];
        let of = |tag: &str| {
            let fields = if tag == "de" { "" } else { "text_status: translation\n" };
            (format!("content/speeches/a.{tag}.md"), speech(fields))
        };
        let files = tags.map(of);
        let beside = |n: usize, tag: &str| {
            let files: Vec<(&str, &str)> =
                files[..n].iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let (graph, _) = graph(&files);
            let id = graph.corpus.speeches_called(&format!("a.{tag}"))[0];
            let beside = graph.set_beside(id);
            beside.iter().map(|id| graph.corpus.speech(*id).lang.to_string()).collect::<Vec<_>>()
        };

        assert_eq!(beside(6, "fr"), ["de", "en", "es", "it", "nl"]);
        assert_eq!(beside(8, "fr"), ["de", "en"]);
        assert_eq!(beside(8, "en"), ["de", "es", "fr", "it", "nl", "pl", "zh"]);
        assert_eq!(beside(8, "de"), ["en", "es", "fr", "it", "nl", "pl", "zh"]);
    }

    #[test]
    fn what_cannot_be_is_told() {
        for (fields, expected) in [
            (["translation_of: en\n", "", ""], "a text cannot be a translation of itself"),
            (
                ["translation_of: zh\n", "translation_of: en\n", ""],
                "each of two texts is said to be a translation of the other",
            ),
            (["", "", "translation_of: nobody-s\n"], "`nobody-s` is no language and no speech"),
        ] {
            let (_, said) = originals(fields);
            assert_eq!(said, [expected], "{fields:?}");
        }
    }
}
