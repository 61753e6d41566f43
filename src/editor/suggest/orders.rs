//! What is to be done → the files as they will be.
//!
//! **Invariant:** a speech changes in its front matter alone, and in its body only where a label is
//! merged or a place is marked.
//! **Invariant:** a mark that would change the text as readers see it is refused.
//! What cannot be edited with certainty is refused, named, and left as it is; everything else is
//! done.

use super::ledger::{self, Decided};
use super::{Named, Proposal, Spot, Suggestion};
use crate::base::changes::Changes;
use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::editor::edit::{EditError, Edits, Files, Value, front_matter};
use crate::reading::annotate::{Place, as_usize};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, DECISIONS_PATH, EntityId, MarkKind, Speech, SpeechId};
use crate::reading::parse;
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

/// What the orders come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Written {
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
    let files = Files::new(sources, config);
    let mut writer = Writer { files, corpus, config, written: Written::default() };

    for suggestion in &orders.accepted {
        writer.accept(suggestion);
    }
    for (speech, entity) in &orders.listed {
        writer.list(*speech, *entity);
    }
    for (spot, entity) in &orders.marked {
        writer.mark(spot, *entity);
    }
    writer.decide(&orders.decided);

    let mut written = writer.written;
    written.changes.append(&writer.files.changes());
    written
}

struct Writer<'s> {
    files: Files<'s>,
    corpus: &'s Corpus,
    config: &'s Config,
    written: Written,
}

impl<'s> Writer<'s> {
    fn accept(&mut self, suggestion: &Suggestion) {
        match (&suggestion.proposal, suggestion.speech) {
            (Proposal::Add { entity, .. }, Some(speech)) => self.list(speech, *entity),
            (Proposal::Remove { entity, .. }, Some(speech)) => self.unlist(speech, *entity),
            (Proposal::Label { entity, label }, Some(speech)) => {
                let id = self.corpus.entity(*entity).id.as_str();
                let fields = [("person", Value::from(id))];
                self.edit(speech, &format!("say who `{}` is", label.name), |edits| {
                    edits.set_speaker(&label.name, &fields)
                });
            }
            (Proposal::Merge { label, into, .. }, Some(speech)) => self.merge(speech, label, into),
            (Proposal::New { kind, id, name, aliases, taken_by: None }, _) => {
                let path = self.config.kinds.kind(*kind).path(id);
                self.written.changes.create(path, stub(&name.name, aliases));
            }
            // A choice is made by a decision; a name that occurs nowhere, or an id that is taken,
            // is left to the editor.
            _ => {}
        }
    }

    /// The key of the lists that an entity belongs in, and its id.
    fn listing(&self, entity: EntityId) -> (&'s str, &'s str) {
        let entity = self.corpus.entity(entity);
        (&self.config.kinds.kind(entity.kind).key, &entity.id)
    }

    fn list(&mut self, speech: SpeechId, entity: EntityId) {
        let (key, id) = self.listing(entity);
        if self.corpus.speech(speech).listing(id).is_some() {
            return;
        }
        self.edit(speech, &format!("list `{id}` under `{key}`"), |edits| {
            edits.add_to_list(key, id).map(drop)
        });
    }

    fn unlist(&mut self, speech: SpeechId, entity: EntityId) {
        let (key, id) = self.listing(entity);
        self.edit(speech, &format!("take `{id}` off `{key}`"), |edits| {
            edits.remove_from_list(key, id).map(drop)
        });
    }

    /// Writes a label as `into` in the body and in the table of speakers.
    fn merge(&mut self, id: SpeechId, label: &Named, into: &str) {
        let from = &label.name;
        let what = format!("write the label `{from}` as `{into}`");

        let speech = self.corpus.speech(id);
        let text = self.files.text(speech.file);
        let mut ranges = Vec::new();
        for spot in &label.spots {
            let Place::Label(turn) = spot.place else {
                continue;
            };
            let span = &speech.body.turns[turn as usize].label_span;
            let Some(range) = label_in(text, span, from) else {
                let why = "it holds marks of Markdown; mend it by hand";
                return self.refuse(id, &what, why);
            };
            ranges.push(range);
        }

        self.edit(id, &what, |edits| {
            for range in ranges {
                edits.replace_body(range, into)?;
            }
            match edits.rename_speaker(from, into) {
                // Both have an entry; the one that stays is as good.
                Err(EditError::Taken { .. }) => edits.remove_speaker(from).map(drop),
                other => other.map(drop),
            }
        });
    }

    /// Marks a place, if readers see the same text afterwards and the place is a mention.
    fn mark(&mut self, spot: &Spot, entity: EntityId) {
        let speech = self.corpus.speech(spot.speech);
        let id = &self.corpus.entity(entity).id;
        let Place::Paragraph(index) = spot.place else {
            let why = "a label is explained in `speakers`";
            return self.refuse(spot.speech, &format!("mark `{id}`"), why);
        };

        let paragraph = &speech.body.paragraphs[index as usize];
        let words = as_usize(&spot.range);
        // Its words may have marks of Markdown between them.
        let range = paragraph.source_range(&words);
        let what = format!("mark `{}` as `{id}`", &paragraph.text[words]);
        let text = self.files.text(speech.file);
        let Some(source) = text.get(range.clone()) else {
            return self.refuse(spot.speech, &what, "its place is not certain");
        };

        // Markdown has too many rules to be sure beforehand: the mark is tried on a copy.
        let marked = format!("[{source}](@{id})");
        let tried = Edits::new(text).and_then(|mut edits| {
            edits.replace_body(range.clone(), marked.as_str())?;
            Ok(edits.finish())
        });
        if !tried.is_ok_and(|text| self.reads_the_same(speech, &text, index, spot, id)) {
            let why = "the mark would break the Markdown around it; mark it by hand";
            return self.refuse(spot.speech, &what, why);
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
        let path = self.files.path(speech.file);
        let alone = Sources::from_texts([(path, text)]);
        let corpus = parse::parse(&alone, self.config, &mut Diagnostics::default());
        let Some(marked) = corpus.speeches.first() else {
            return false;
        };

        // A mark may end a list, a quotation or a code span that begins before it.
        let (before, after) = (&speech.body.paragraphs, &marked.body.paragraphs);
        let before = before.iter().map(|paragraph| &paragraph.text);
        let same_text = before.eq(after.iter().map(|paragraph| &paragraph.text));
        let Some(paragraph) = after.get(index as usize).filter(|_| same_text) else {
            return false;
        };
        paragraph.marks.iter().any(|mark| {
            mark.range == spot.range
                && matches!(&mark.kind, MarkKind::Mention { id: of, .. } if of == id)
        })
    }

    fn decide(&mut self, decided: &[Decided]) {
        if decided.is_empty() {
            return;
        }

        let file = self.files.sources.find(DECISIONS_PATH);
        let old = file.map(|file| self.files.text(file));
        let new = ledger::with(old.unwrap_or_default(), decided);
        if Some(new.as_str()) != old {
            self.written.changes.write(DECISIONS_PATH, new);
        }
    }

    /// Edits the file of a speech, which gets front matter if it has none.
    fn edit(
        &mut self,
        id: SpeechId,
        what: &str,
        edit: impl FnOnce(&mut Edits<'s>) -> Result<(), EditError>,
    ) {
        let speech = self.corpus.speech(id);
        let fields = [
            ("title", Value::from(speech.title.as_str())),
            ("date", Value::Bare(speech.date.to_string())),
        ];
        let begun = self.files.edit(speech.file, |edits| edits.give_front_matter(&fields));
        let done = begun.and_then(|_| self.files.edit(speech.file, edit));
        if let Err(error) = done {
            self.refuse(id, what, &error.to_string());
        }
    }

    fn refuse(&mut self, id: SpeechId, what: &str, why: &str) {
        let path = self.files.path(self.corpus.speech(id).file).to_owned();
        self.written.refused.push(Refusal { path, why: format!("cannot {what}: {why}") });
    }
}

/// Where in the bytes of a label its words are; none if Markdown parts them.
fn label_in(text: &str, span: &Range<usize>, label: &str) -> Option<Range<usize>> {
    let at = span.start + text.get(span.clone())?.find(label)?;
    Some(at..at + label.len())
}

/// The file of an entity of which only names are known, with the blank line that a description
/// goes behind.
fn stub(name: &str, aliases: &[String]) -> String {
    let mut fields = vec![("name", Value::from(name))];
    if !aliases.is_empty() {
        fields.push(("aliases", Value::list(aliases.iter().map(String::as_str))));
    }
    front_matter(fields) + "\n"
}
