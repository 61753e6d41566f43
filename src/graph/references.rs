//! Whether ids name what they should: the lists, speakers, places and marked mentions of every file.

use crate::config::Config;
use crate::corpus::{Corpus, Document, Entity, MarkKind, Reference, Speech};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds::KindId;
use crate::sources::{FileId, Sources, Span};
use std::ops::Range;

/// Reports every id that names nothing, or something of another kind.
pub(super) fn check(sources: &Sources, corpus: &Corpus, config: &Config, diagnostics: &mut Diagnostics) {
    let mut checker = Checker { sources, corpus, config, diagnostics };
    corpus.speeches.iter().for_each(|speech| checker.speech(speech));
    corpus.entities.iter().for_each(|entity| checker.entity(entity));
    corpus.about.iter().for_each(|page| checker.marked(page.file, &page.body));
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
        let speakers = speech.speakers.iter().flatten().filter_map(|speaker| speaker.person.as_ref());
        for person in speech.speaker.iter().chain(speakers) {
            self.id(speech.file, person, self.config.kinds.named("people"));
        }
        if let Some(location) = &speech.location {
            self.id(speech.file, location, self.config.kinds.named("places"));
        }
        self.marked(speech.file, &speech.body);
    }

    fn entity(&mut self, entity: &Entity) {
        for reference in entity.part_of.iter().chain(&entity.related).chain(&entity.proposed_by) {
            self.id(entity.file, reference, None);
        }
        for (_, body) in &entity.bodies {
            self.marked(entity.file, body);
        }
    }

    fn marked(&mut self, file: FileId, body: &Document) {
        for paragraph in &body.paragraphs {
            for mark in &paragraph.marks {
                let MarkKind::Mention { id, .. } = &mark.kind else { continue };
                if !id.is_empty() && self.corpus.find_entity(id).is_none() {
                    let span = paragraph.source_range(&(mark.range.start as usize..mark.range.end as usize));
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
            let diagnostic =
                Diagnostic::new(Code::WrongKind, format!("`{}` is one of `{}`, and one of `{wanted}` is wanted here", entity.id, kind.key))
                    .at(Span::new(file, reference.span.clone()), "")
                    .at(Span::new(entity.file, 0..0), "it is described here")
                    .hint(format!("list it under `{}`, and write the id of one of `{wanted}` here", kind.key));
            self.diagnostics.push(diagnostic);
        }
    }

    fn unknown(&mut self, file: FileId, id: &str, span: Range<usize>) {
        // A file that could not be read was reported; its id is not a second mistake in everything that names it.
        if self.config.kinds.iter().any(|(_, kind)| self.sources.find(&format!("content/{}/{id}.md", kind.key)).is_some()) {
            return;
        }
        let ids = self.corpus.entities.iter().map(|entity| entity.id.as_str());
        let diagnostic = Diagnostic::new(Code::UnknownEntity, format!("no entity has the id `{id}`")).at(Span::new(file, span), "");
        let named = self.corpus.entities.iter().find(|entity| entity.aliases.iter().any(|alias| alias.text == id));
        let diagnostic = match named {
            Some(entity) => diagnostic.hint(format!("`{id}` is a name of `{}`: write the id", entity.id)),
            None => diagnostic.did_you_mean(id, ids),
        };
        let diagnostic =
            if diagnostic.hints.is_empty() { diagnostic.hint(format!("describe it in `content/<kind>/{id}.md`")) } else { diagnostic };
        self.diagnostics.push(diagnostic);
    }
}
