//! What is to be done → the files as they will be.
//!
//! **Invariant:** a speech changes in its front matter alone, and in its body only where a label is merged or a place is marked.
//! **Invariant:** a mark that would change the text as readers see it is refused.
//! What cannot be edited with certainty is refused, named, and left as it is; everything else is done.

use super::ledger::{self, Decided};
use super::{Proposal, Spot, Suggestion};
use crate::base::changes::Changes;
use crate::base::diag::Diagnostics;
use crate::base::sources::{FileId, Sources};
use crate::editor::edit::{EditError, Edits, Value};
use crate::reading::annotate::Place;
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, DECISIONS_PATH, EntityId, MarkKind, Speech, SpeechId};
use crate::reading::parse;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// Suggestions that are taken.
    pub accepted: Vec<Suggestion>,
    /// Entities to be listed whatever was suggested.
    pub listed: Vec<(SpeechId, EntityId)>,
    /// Decisions to be kept.
    pub decided: Vec<Decided>,
    /// Places to be marked as naming an entity.
    pub marked: Vec<(Spot, EntityId)>,
}

/// Something that was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The file that stays as it is.
    pub path: String,
    /// What was to be done, and why it was not.
    pub why: String,
}

/// The files as they will be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// All of them.
    pub changes: Changes,
    /// What is left undone, in order.
    pub refused: Vec<Refusal>,
}

/// The files of a site once `orders` are carried out.
#[must_use]
pub(super) fn write(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    orders: &Orders,
) -> Written {
    let mut desk =
        Desk { sources, corpus, config, edits: BTreeMap::new(), written: Written::default() };
    for suggestion in &orders.accepted {
        desk.accept(suggestion);
    }
    for (speech, entity) in &orders.listed {
        desk.list(*speech, *entity);
    }
    for (spot, entity) in &orders.marked {
        desk.mark(spot, *entity);
    }
    desk.decide(&orders.decided);
    desk.finish()
}

/// Files under edit.
struct Desk<'s> {
    sources: &'s Sources,
    corpus: &'s Corpus,
    config: &'s Config,
    edits: BTreeMap<FileId, Edits<'s>>,
    written: Written,
}

impl Desk<'_> {
    fn accept(&mut self, suggestion: &Suggestion) {
        match (&suggestion.proposal, suggestion.speech) {
            (Proposal::Add { entity, .. }, Some(speech)) => self.list(speech, *entity),
            (Proposal::Remove { entity, .. }, Some(speech)) => {
                let (key, id) = self.listing(*entity);
                self.edit(speech, &format!("take `{id}` off `{key}`"), |edits| {
                    edits.remove_from_list(&key, &id).map(drop)
                });
            }
            (Proposal::Label { entity, label }, Some(speech)) => {
                let id = self.corpus.entity(*entity).id.clone();
                let fields = [("person", Value::from(id.as_str()))];
                self.edit(speech, &format!("say who `{}` is", label.name), |edits| {
                    edits.set_speaker(&label.name, &fields)
                });
            }
            (Proposal::Merge { label, into, .. }, Some(speech)) => {
                self.merge(speech, &label.name, &label.spots, into)
            }
            (Proposal::New { kind, id, name, aliases, taken_by: None }, _) => {
                let path = format!("content/{}/{id}.md", self.config.kinds.kind(*kind).key);
                match stub(&name.name, aliases) {
                    Ok(text) => self.written.changes.create(path, text),
                    Err(error) => {
                        self.refuse(path, &format!("add `{}`", name.name), &error.to_string())
                    }
                }
            }
            _ => {}
        }
    }

    fn listing(&self, entity: EntityId) -> (String, String) {
        let entity = self.corpus.entity(entity);
        (self.config.kinds.kind(entity.kind).key.clone(), entity.id.clone())
    }

    fn list(&mut self, speech: SpeechId, entity: EntityId) {
        let (key, id) = self.listing(entity);
        if self.corpus.speech(speech).lists.iter().flatten().any(|listed| listed.entity.id == id) {
            return;
        }
        self.edit(speech, &format!("list `{id}` under `{key}`"), |edits| {
            edits.add_to_list(&key, id.as_str()).map(drop)
        });
    }

    fn merge(&mut self, id: SpeechId, from: &str, spots: &[Spot], into: &str) {
        let speech = self.corpus.speech(id);
        let text = text_of(self.sources, speech.file);
        let turns = spots.iter().filter_map(|spot| match spot.place {
            Place::Label(turn) => Some(&speech.body.turns[turn as usize]),
            Place::Paragraph(_) => None,
        });
        let ranges: Option<Vec<Range<usize>>> =
            turns.map(|turn| label_in(text, &turn.label_span, from)).collect();
        let what = format!("write the label `{from}` as `{into}`");
        let Some(ranges) = ranges else {
            return self.refuse(
                self.path(id),
                &what,
                "it holds marks of Markdown; mend it by hand",
            );
        };
        self.edit(id, &what, |edits| {
            ranges.into_iter().try_for_each(|range| edits.replace_body(range, into))?;
            match edits.rename_speaker(from, into) {
                Err(EditError::Taken { .. }) => edits.remove_speaker(from).map(drop),
                other => other.map(drop),
            }
        });
    }

    /// Marks a place, if readers see the same text afterwards and the place is a mention.
    fn mark(&mut self, spot: &Spot, entity: EntityId) {
        let speech = self.corpus.speech(spot.speech);
        let id = self.corpus.entity(entity).id.clone();
        let Place::Paragraph(index) = spot.place else {
            return self.refuse(
                self.path(spot.speech),
                &format!("mark `{id}`"),
                "a label is explained in `speakers`",
            );
        };
        let paragraph = &speech.body.paragraphs[index as usize];
        let words = spot.range.start as usize..spot.range.end as usize;
        let range = paragraph.source_range(&words);
        let text = text_of(self.sources, speech.file);
        let what = format!("mark `{}` as `{id}`", &paragraph.text[words]);
        let Some(source) = text.get(range.clone()) else {
            return self.refuse(self.path(spot.speech), &what, "its place is not certain");
        };
        let marked = format!("[{source}](@{id})");
        let alone = Edits::new(text).and_then(|mut edits| {
            edits.replace_body(range.clone(), marked.as_str()).map(|()| edits.finish())
        });
        let is_sound = alone.is_ok_and(|text| self.reads_the_same(speech, &text, index, spot, &id));
        if !is_sound {
            return self.refuse(
                self.path(spot.speech),
                &what,
                "the mark would break the Markdown around it; mark it by hand",
            );
        }
        self.edit(spot.speech, &what, |edits| edits.replace_body(range, marked));
    }

    /// Whether `text`, a speech with one more mark, says what it said, and marks what was meant.
    fn reads_the_same(
        &self,
        speech: &Speech,
        text: &str,
        index: u32,
        spot: &Spot,
        id: &str,
    ) -> bool {
        let path = &self.sources.file(speech.file).path;
        let alone = Sources::from_texts([(path.as_str(), text)]);
        let corpus = parse::parse(&alone, self.config, &mut Diagnostics::default());
        let Some(marked) = corpus.speeches.first() else {
            return false;
        };
        let texts = |speech: &Speech| {
            speech
                .body
                .paragraphs
                .iter()
                .map(|paragraph| paragraph.text.clone())
                .collect::<Vec<_>>()
        };
        let is_mark =
            |kind: &MarkKind| matches!(kind, MarkKind::Mention { id: of, .. } if of == id);
        let paragraph = marked.body.paragraphs.get(index as usize);
        texts(marked) == texts(speech)
            && paragraph.is_some_and(|paragraph| {
                paragraph.marks.iter().any(|mark| mark.range == spot.range && is_mark(&mark.kind))
            })
    }

    fn decide(&mut self, decided: &[Decided]) {
        if decided.is_empty() {
            return;
        }
        let old = self.sources.find(DECISIONS_PATH).map(|file| text_of(self.sources, file));
        let new = ledger::with(old.unwrap_or_default(), decided);
        if Some(new.as_str()) != old {
            self.written.changes.write(DECISIONS_PATH, new);
        }
    }

    fn path(&self, speech: SpeechId) -> String {
        self.sources.file(self.corpus.speech(speech).file).path.clone()
    }

    /// Edits the file of a speech, which gets front matter if it has none.
    fn edit(
        &mut self,
        id: SpeechId,
        what: &str,
        change: impl FnOnce(&mut Edits<'_>) -> Result<(), EditError>,
    ) {
        let speech = self.corpus.speech(id);
        let begun = match self.edits.remove(&speech.file) {
            Some(edits) => Ok(edits),
            None => self.begin(speech),
        };
        let changed = begun.and_then(|edits| {
            let before = edits.clone();
            let mut edits = edits;
            let done = change(&mut edits);
            self.edits.insert(speech.file, if done.is_ok() { edits } else { before });
            done
        });
        if let Err(error) = changed {
            self.refuse(self.path(id), what, &error.to_string());
        }
    }

    fn refuse(&mut self, path: String, what: &str, why: &str) {
        self.written.refused.push(Refusal { path, why: format!("cannot {what}: {why}") });
    }

    fn finish(self) -> Written {
        let mut written = self.written;
        for (file, edits) in self.edits {
            if !edits.is_unchanged() {
                written.changes.write(self.sources.file(file).path.clone(), edits.finish());
            }
        }
        written
    }
}

impl<'s> Desk<'s> {
    fn begin(&self, speech: &Speech) -> Result<Edits<'s>, EditError> {
        let keys = self.config.kinds.iter().map(|(_, kind)| kind.key.clone());
        let mut edits = Edits::new(text_of(self.sources, speech.file))?.keeping_together(keys);
        let date = speech.date.to_string();
        edits.give_front_matter(&[
            ("title", Value::from(speech.title.as_str())),
            ("date", Value::Bare(date)),
        ])?;
        Ok(edits)
    }
}

/// The text of a file that was read before, byte order mark included.
fn text_of(sources: &Sources, file: FileId) -> &str {
    std::str::from_utf8(sources.file(file).bytes()).unwrap_or_default()
}

/// Where in the bytes of a label its words stand; none if marks stand between them.
fn label_in(text: &str, span: &Range<usize>, label: &str) -> Option<Range<usize>> {
    let at = span.start + text.get(span.clone())?.find(label)?;
    Some(at..at + label.len())
}

/// The file of an entity of which only names are known.
fn stub(name: &str, aliases: &[String]) -> Result<String, EditError> {
    let mut edits = Edits::new("")?;
    let mut fields = vec![("name", Value::from(name))];
    if !aliases.is_empty() {
        fields.push(("aliases", Value::list(aliases.iter().map(String::as_str))));
    }
    edits.give_front_matter(&fields)?;
    Ok(edits.finish())
}
