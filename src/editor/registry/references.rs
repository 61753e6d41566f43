//! A site and an id → every place where a file names the entity.
//!
//! **Invariant:** places come from the parsed site; code, and words that only look like the id, are
//! not places.

use crate::base::sources::{FileId, Sources};
use crate::reading::corpus::{
    Corpus, Document, Entity, EntityId, FactValue, MarkKind, Reference, Speech,
};
use crate::reading::graph::{Destination, Graph, Link};
use crate::reading::kinds::Kinds;
use crate::reading::parse::addresses;
use std::ops::Range;

/// A place that names an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: FileId,
    /// Bytes of the file: the id, or in a text all of the link.
    pub(crate) range: Range<usize>,
    pub(super) spot: Spot,
}

/// What kind of place it is; the texts are keys of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// In a list.
    Item(String),
    /// As the value of a fact of an entity, which is one id.
    Fact(String),
    /// As the value of another field, or in it.
    Field(&'static str),
    /// In the file of decisions.
    Decision,
    /// In a text; `id` are the bytes that name it, none where they do so in another way (`&#45;`
    /// for `-`).
    Text { id: Option<Range<usize>>, form: Form },
    /// In a text, by its id alone; readers see `words`, its name.
    Shown { words: String, doubtful: bool },
}

/// How a text names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By an explicit mention, with its id.
    Mention,
    /// By a link to its file, of whose path the name of the file is the last part.
    Link,
}

impl Form {
    /// The entity `id` as it is named in this form.
    pub(super) fn written(self, id: &str) -> String {
        match self {
            Form::Mention => id.to_owned(),
            Form::Link => format!("{id}.md"),
        }
    }
}

/// Every place that names `entity`, by file.
pub(crate) fn places(sources: &Sources, graph: &Graph, entity: EntityId) -> Vec<Place> {
    let (corpus, kinds) = (&graph.corpus, &graph.config.kinds);
    let mut finder = Finder { id: &corpus.entity(entity).id, places: Vec::new() };

    for speech in &corpus.speeches {
        finder.speech(kinds, speech);
    }
    for entity in &corpus.entities {
        finder.entity(kinds, entity);
    }
    finder.decisions(corpus);

    for speech in &corpus.speeches {
        finder.body(sources, graph, entity, speech.file, &[&speech.body]);
    }
    for described in &corpus.entities {
        let bodies: Vec<&Document> = described.bodies.iter().map(|(_, body)| body).collect();
        finder.body(sources, graph, entity, described.file, &bodies);
    }
    for page in &corpus.pages {
        finder.body(sources, graph, entity, page.file, &[&page.body]);
    }
    finder.places
}

struct Finder<'f> {
    id: &'f str,
    places: Vec<Place>,
}

impl Finder<'_> {
    fn speech(&mut self, kinds: &Kinds, speech: &Speech) {
        let file = speech.file;
        for ((_, kind), list) in kinds.iter().zip(&speech.lists) {
            for listed in list {
                self.add(file, Some(&listed.entity), || Spot::Item(kind.key.clone()));
            }
        }
        for speaker in &speech.speaker {
            self.add(file, Some(speaker), || Spot::Field("speaker"));
        }
        self.add(file, speech.location.as_ref(), || Spot::Field("location"));
        // As `on_behalf_of`, it may be words.
        self.add(file, speech.event_id.as_ref(), || Spot::Field("event"));
        // As `on_behalf_of`, names among them are no ids.
        for translator in &speech.translator {
            self.add(file, Some(translator), || Spot::Field("translator"));
        }
        for transcriber in &speech.transcriber {
            self.add(file, Some(transcriber), || Spot::Field("transcriber"));
        }

        for speaker in speech.speakers.iter().flatten() {
            for person in &speaker.people {
                self.add(file, Some(person), || Spot::Field("speakers"));
            }
            // It may be words instead of an id, which are no id of an entity.
            self.add(file, speaker.on_behalf_of.as_ref(), || Spot::Field("on_behalf_of"));
        }
    }

    fn entity(&mut self, kinds: &Kinds, entity: &Entity) {
        for fact in &kinds.kind(entity.kind).facts {
            for value in entity.facts.of(fact) {
                match value {
                    FactValue::Reference(to) => self.add(entity.file, Some(to), || {
                        let key = fact.key.to_string();
                        if fact.is_list { Spot::Item(key) } else { Spot::Fact(key) }
                    }),
                    FactValue::Role(role) => {
                        let organization = role.organization.as_ref();
                        self.add(entity.file, organization, || Spot::Field("roles"));
                    }
                    _ => {}
                }
            }
        }
    }

    fn decisions(&mut self, corpus: &Corpus) {
        let decisions = &corpus.decisions;
        let Some(file) = decisions.file else {
            return;
        };
        for meaning in decisions.always.iter().chain(&decisions.never) {
            self.add(file, Some(&meaning.entity), || Spot::Decision);
        }
        for kept in &decisions.keep {
            self.add(file, Some(&kept.entity), || Spot::Decision);
        }
    }

    /// Adds the place of a reference, if it is to the entity.
    fn add(&mut self, file: FileId, reference: Option<&Reference>, spot: impl FnOnce() -> Spot) {
        if let Some(reference) = reference.filter(|reference| reference.id == self.id) {
            self.places.push(Place { file, range: reference.span.clone(), spot: spot() });
        }
    }

    /// Adds the places in the texts of one file.
    fn body(
        &mut self,
        sources: &Sources,
        graph: &Graph,
        entity: EntityId,
        file: FileId,
        bodies: &[&Document],
    ) {
        let source = sources.file(file);
        let Some(text) = source.text() else {
            return;
        };

        // A file that cannot name the entity need not be parsed again; an id can be written with
        // escapes.
        if !text.contains(self.id) && !text.contains(".md") && !text.contains(['&', '\\']) {
            return;
        }

        for address in addresses(text) {
            if address.is_mention && address.is_shown {
                if address.text == self.id
                    && let Some(spot) = shown(bodies, &address.link)
                {
                    self.places.push(Place { file, range: address.link, spot });
                }
                continue;
            }

            let form = if address.is_mention { Form::Mention } else { Form::Link };
            let (is_it, id) = if form == Form::Link {
                let link = graph.link(&source.path, &address.text);
                let is_it =
                    matches!(link, Link::Within(Destination::Entity(to), _) if *to == entity);
                (is_it, address.file_name())
            } else {
                (address.text == self.id, address.range)
            };
            if is_it {
                let spot = Spot::Text { id, form };
                self.places.push(Place { file, range: address.link, spot });
            }
        }
    }
}

/// The id that stands alone in the bytes `link` of a file with these texts, and what readers see there.
fn shown(bodies: &[&Document], link: &Range<usize>) -> Option<Spot> {
    for paragraph in bodies.iter().flat_map(|body| &body.paragraphs) {
        for mark in &paragraph.marks {
            let MarkKind::Mention { doubtful, bare: true, .. } = mark.kind else {
                continue;
            };
            let range = mark.bytes();
            if link.contains(&paragraph.source_range(&range).start) {
                let words = paragraph.text[range].to_owned();
                return Some(Spot::Shown { words, doubtful });
            }
        }
    }
    None
}
