//! Whether ids name what they should: the lists, speakers, places and marked mentions of every
//! file.

use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::same_name;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Document, Entity, MarkKind, Meaning, Reference, Speech};
use crate::reading::kinds::{FactType, KindId};
use std::ops::Range;

/// Reports every id that names nothing, or something of another kind.
pub(super) fn check(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let mut checker = Checker { sources, corpus, config, diagnostics };
    corpus.speeches.iter().for_each(|speech| checker.speech(speech));
    corpus.entities.iter().for_each(|entity| checker.entity(entity));
    corpus.about.iter().for_each(|page| checker.marked(page.file, &page.body));
    checker.decisions();
}

struct Checker<'c, 'd> {
    sources: &'c Sources,
    corpus: &'c Corpus,
    config: &'c Config,
    diagnostics: &'d mut Diagnostics,
}

impl Checker<'_, '_> {
    fn speech(&mut self, speech: &Speech) {
        for ((kind, _), list) in self.config.kinds.iter().zip(&speech.lists) {
            for listed in list {
                self.id(speech.file, &listed.entity, Some(kind));
            }
        }
        let speakers =
            speech.speakers.iter().flatten().filter_map(|speaker| speaker.person.as_ref());
        for person in speech.speaker.iter().chain(speakers) {
            self.id(speech.file, person, self.config.kinds.people());
        }
        if let Some(location) = &speech.location {
            self.id(speech.file, location, self.config.kinds.places());
        }
        self.marked(speech.file, &speech.body);
    }

    fn entity(&mut self, entity: &Entity) {
        for fact in &self.config.kinds.kind(entity.kind).facts {
            // An organization of a role may be words, so it is not looked up here.
            let FactType::Reference(wanted) = fact.value else {
                continue;
            };
            for reference in entity.facts.references(fact) {
                self.id(entity.file, reference, wanted);
            }
        }
        for (_, body) in &entity.bodies {
            self.marked(entity.file, body);
        }
    }

    fn decisions(&mut self) {
        let decisions = &self.corpus.decisions;
        let Some(file) = decisions.file else { return };
        for meaning in decisions.always.iter().chain(&decisions.never) {
            self.id(file, &meaning.entity, None);
            self.decided_speech(file, meaning.speech.as_ref());
        }
        for kept in &decisions.keep {
            self.id(file, &kept.entity, None);
            self.decided_speech(file, kept.speech.as_ref());
        }
        for (at, meaning) in decisions.always.iter().enumerate() {
            let others =
                decisions.always[..at].iter().filter(|other| other.entity.id != meaning.entity.id);
            let denials =
                decisions.never.iter().filter(|other| other.entity.id == meaning.entity.id);
            for other in others.chain(denials).filter(|other| contradict(meaning, other)) {
                let message =
                    format!("what is decided about `{}` contradicts itself", meaning.name);
                let diagnostic = Diagnostic::new(Code::DecisionsClash, message)
                    .at(Span::new(file, meaning.span.clone()), "this line")
                    .at(Span::new(file, other.span.clone()), "and this one");
                self.diagnostics.push(diagnostic.hint("take one of the two away"));
            }
        }
    }

    fn decided_speech(&mut self, file: FileId, speech: Option<&Reference>) {
        let Some(reference) = speech else { return };
        let is_draft_or_there = self
            .corpus
            .speeches
            .iter()
            .any(|speech| speech.is_called(&reference.id))
            || self.sources.iter().any(|(_, source)| is_speech_file(&source.path, &reference.id));
        if !is_draft_or_there {
            let ids = self.corpus.speeches.iter().map(|speech| speech.id.as_str());
            let diagnostic = Diagnostic::new(
                Code::StaleDecision,
                format!("there is no speech `{}`", reference.id),
            )
            .at(Span::new(file, reference.span.clone()), "")
            .did_you_mean(&reference.id, ids);
            self.diagnostics.push(diagnostic);
        }
    }

    fn marked(&mut self, file: FileId, body: &Document) {
        for paragraph in &body.paragraphs {
            for mark in &paragraph.marks {
                let MarkKind::Mention { id, .. } = &mark.kind else {
                    continue;
                };
                if !id.is_empty() && self.corpus.find_entity(id).is_none() {
                    let span = paragraph
                        .source_range(&(mark.range.start as usize..mark.range.end as usize));
                    self.unknown(file, id, span);
                }
            }
        }
    }

    fn id(&mut self, file: FileId, reference: &Reference, wanted: Option<KindId>) {
        let Some(found) = self.corpus.find_entity(&reference.id) else {
            return self.unknown(file, &reference.id, reference.span.clone());
        };
        let entity = self.corpus.entity(found);
        if wanted.is_some_and(|wanted| wanted != entity.kind) {
            let kind = self.config.kinds.kind(entity.kind);
            let wanted = wanted.map_or("", |wanted| &self.config.kinds.kind(wanted).key);
            let diagnostic = Diagnostic::new(
                Code::WrongKind,
                format!(
                    "`{}` is one of `{}`, and one of `{wanted}` is wanted here",
                    entity.id, kind.key
                ),
            )
            .at(Span::new(file, reference.span.clone()), "")
            .at(Span::new(entity.file, 0..0), "it is described here")
            .hint(format!(
                "list it under `{}`, and write the id of one of `{wanted}` here",
                kind.key
            ));
            self.diagnostics.push(diagnostic);
        }
    }

    fn unknown(&mut self, file: FileId, id: &str, span: Range<usize>) {
        // A file that could not be read was reported; its id is not a second mistake in everything
        // that names it.
        if self
            .config
            .kinds
            .iter()
            .any(|(_, kind)| self.sources.find(&format!("content/{}/{id}.md", kind.key)).is_some())
        {
            return;
        }
        let ids = self.corpus.entities.iter().map(|entity| entity.id.as_str());
        let diagnostic =
            Diagnostic::new(Code::UnknownEntity, format!("no entity has the id `{id}`"))
                .at(Span::new(file, span), "");
        let named = self
            .corpus
            .entities
            .iter()
            .find(|entity| entity.aliases.iter().any(|alias| alias.text == id));
        let diagnostic = match named {
            Some(entity) => {
                diagnostic.hint(format!("`{id}` is a name of `{}`: write the id", entity.id))
            }
            None => diagnostic.did_you_mean(id, ids),
        };
        let diagnostic = if diagnostic.hints.is_empty() {
            diagnostic.hint(format!("describe it in `content/<kind>/{id}.md`"))
        } else {
            diagnostic
        };
        self.diagnostics.push(diagnostic);
    }
}

/// Whether two decisions about a name cannot both hold somewhere.
fn contradict(one: &Meaning, other: &Meaning) -> bool {
    let meets = match (&one.speech, &other.speech) {
        (Some(one), Some(other)) => one.id == other.id,
        // What is decided for one speech stands over what is decided for all.
        (None, None) => true,
        _ => false,
    };
    meets && same_name(&one.name, &other.name)
}

/// Whether a file, of a draft perhaps, is the speech called `id`.
fn is_speech_file(path: &str, id: &str) -> bool {
    let stem = path.strip_prefix("content/speeches/").and_then(|rest| rest.strip_suffix(".md"));
    stem.is_some_and(|stem| {
        stem == id
            || stem.rsplit_once('.').is_some_and(|(bare, _)| bare == id)
            || stem.replace("/index.", ".") == id
    })
}
