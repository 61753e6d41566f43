//! Answers of a review ↔ lines of JSON that survive a kill.
//!
//! **Invariant:** an answer is recognized by what was asked (speech, kind, entities, names), never
//! by its number: suggestions come and go.
//! Does not touch the disk.

use super::Site;
use crate::editor::suggest::{Proposal, Ruling, Suggestion};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Question {
    /// The file of the speech; `None` where it is about the whole site.
    speech: Option<String>,
    kind: String,
    entities: Vec<String>,
    names: Vec<String>,
    /// Of two labels that are one speaker, the one that stays; of a new entity, the id.
    becomes: Option<String>,
}

impl Question {
    pub(super) fn of(site: &Site<'_>, suggestion: &Suggestion) -> Self {
        let becomes = match &suggestion.proposal {
            Proposal::Merge { into, .. } => Some(into.clone()),
            Proposal::New { id, .. } => Some(id.clone()),
            _ => None,
        };
        let mut entities = Vec::new();
        for id in suggestion.entities() {
            entities.push(site.graph.corpus.entity(*id).id.clone());
        }
        let mut names = Vec::new();
        for name in site.names(suggestion) {
            names.push(name.to_owned());
        }

        Question {
            speech: suggestion.speech.map(|id| site.path(id).to_owned()),
            kind: suggestion.word().to_owned(),
            entities,
            names,
            becomes,
        }
    }
}

/// A ruling on one side of a suggestion, which is recognized by its entity and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptRuling {
    entity: Option<String>,
    name: Option<String>,
    ruling: String,
}

/// Rulings on sides of a suggestion, with the index of the side; none where the question was
/// skipped.
pub(super) type Rulings = Vec<(usize, Ruling)>;

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line {
    /// An answer.
    Answer { question: Question, rulings: Vec<KeptRuling> },
    /// The last answer to this question is taken back.
    Back { question: Question },
}

fn to_text(line: &Line) -> String {
    serde_json::to_string(line).expect("texts have a JSON form")
}

/// The line that keeps an answer.
pub(super) fn line(site: &Site<'_>, suggestion: &Suggestion, rulings: &Rulings) -> String {
    let sides = suggestion.sides();
    let corpus = &site.graph.corpus;

    let mut kept = Vec::with_capacity(rulings.len());
    for (index, ruling) in rulings {
        let side = &sides[*index];
        kept.push(KeptRuling {
            entity: side.entity.map(|id| corpus.entity(id).id.clone()),
            name: side.name.map(|named| named.name.clone()),
            ruling: word(*ruling).to_owned(),
        });
    }
    to_text(&Line::Answer { question: Question::of(site, suggestion), rulings: kept })
}

/// The line that takes the answer to a question back.
pub(super) fn line_back(site: &Site<'_>, suggestion: &Suggestion) -> String {
    to_text(&Line::Back { question: Question::of(site, suggestion) })
}

fn word(ruling: Ruling) -> &'static str {
    Ruling::WORDS.iter().find(|(_, known)| *known == ruling).map_or("", |(word, _)| word)
}

/// The answers of a review that has not ended.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// In the order in which they were given.
    answers: Vec<KeptAnswer>,
}

#[derive(Debug)]
struct KeptAnswer {
    question: Question,
    rulings: Vec<KeptRuling>,
}

/// What a kept answer says about a suggestion as it is now.
pub(super) struct FoundAnswer {
    /// How many answers were given before it.
    pub(super) order: usize,
    pub(super) rulings: Rulings,
}

impl Kept {
    /// Reads lines. One that this version of the program does not understand is skipped.
    pub(super) fn read(lines: &[String]) -> Self {
        let mut answers: Vec<KeptAnswer> = Vec::new();
        for line in lines {
            match serde_json::from_str(line) {
                Ok(Line::Answer { question, rulings }) => {
                    answers.push(KeptAnswer { question, rulings });
                }
                Ok(Line::Back { question }) => {
                    let last = answers.iter().rposition(|answer| answer.question == question);
                    if let Some(last) = last {
                        answers.remove(last);
                    }
                }
                Err(_) => {}
            }
        }
        Kept { answers }
    }

    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether there are answers about names that no entity has.
    pub(super) fn has_new(&self) -> bool {
        self.answers.iter().any(|answer| answer.question.kind == "new")
    }

    /// A finder of the answers to suggestions, which gives each answer once.
    pub(super) fn finder(&self) -> Finder<'_> {
        let mut by_question: BTreeMap<&Question, VecDeque<usize>> = BTreeMap::new();
        for (order, answer) in self.answers.iter().enumerate() {
            by_question.entry(&answer.question).or_default().push_back(order);
        }
        Finder { kept: self, by_question }
    }
}

/// The answers of a review, by what was asked.
pub(super) struct Finder<'k> {
    kept: &'k Kept,
    /// A question can have been asked more than once, about suggestions that look the same.
    by_question: BTreeMap<&'k Question, VecDeque<usize>>,
}

impl Finder<'_> {
    pub(super) fn knows(&self, site: &Site<'_>, suggestion: &Suggestion) -> bool {
        self.by_question.contains_key(&Question::of(site, suggestion))
    }

    /// Takes the next answer to a suggestion; `None` if there is none, or if it is about sides that
    /// the suggestion no longer has.
    pub(super) fn take(&mut self, site: &Site<'_>, suggestion: &Suggestion) -> Option<FoundAnswer> {
        let order = self.by_question.get_mut(&Question::of(site, suggestion))?.pop_front()?;

        let mut rulings = Rulings::new();
        for kept in &self.kept.answers.get(order)?.rulings {
            rulings.push(restored(site, suggestion, kept)?);
        }
        Some(FoundAnswer { order, rulings })
    }
}

/// The side that a kept ruling is about, and the ruling.
fn restored(
    site: &Site<'_>,
    suggestion: &Suggestion,
    kept: &KeptRuling,
) -> Option<(usize, Ruling)> {
    let (_, ruling) = Ruling::WORDS.iter().find(|(word, _)| *word == kept.ruling)?;
    let side = suggestion.sides().iter().position(|side| {
        let entity = side.entity.map(|id| site.graph.corpus.entity(id).id.as_str());
        let name = side.name.map(|named| named.name.as_str());
        entity == kept.entity.as_deref() && name == kept.name.as_deref()
    })?;
    Some((side, *ruling))
}
