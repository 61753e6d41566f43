//! Answers of a review ↔ lines of JSON that outlive a kill.
//!
//! **Invariant:** an answer is known again by what was asked (speech, kind, entities, names), never by its number: suggestions come and go.
//! Does not touch the disk.

use super::Site;
use crate::editor::suggest::{Proposal, Ruling, Suggestion};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Question {
    /// The speech's file; none where it is about the whole site.
    speech: Option<String>,
    kind: String,
    entities: Vec<String>,
    names: Vec<String>,
    /// Of two labels that are one speaker, the one that stays; of a new entity its id.
    becomes: Option<String>,
}

impl Question {
    pub(super) fn of(site: &Site<'_>, suggestion: &Suggestion) -> Self {
        let becomes = match &suggestion.proposal {
            Proposal::Merge { into, .. } => Some(into.clone()),
            Proposal::New { id, .. } => Some(id.clone()),
            _ => None,
        };
        Question {
            speech: suggestion.speech.map(|id| site.path(id).to_owned()),
            kind: suggestion.word().to_owned(),
            entities: suggestion
                .entities()
                .iter()
                .map(|id| site.graph.corpus.entity(*id).id.clone())
                .collect(),
            names: site.names(suggestion).into_iter().map(str::to_owned).collect(),
            becomes,
        }
    }
}

/// A ruling on one side of a suggestion, which is known by its entity and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    entity: Option<String>,
    name: Option<String>,
    ruling: String,
}

/// Rulings on sides of a suggestion, by the index of the side; none where it was skipped.
pub(super) type Rulings = Vec<(usize, Ruling)>;

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line {
    /// An answer.
    Answer { question: Question, rulings: Vec<Said> },
    /// The last answer to this question is taken back.
    Back { question: Question },
}

fn written(line: &Line) -> String {
    serde_json::to_string(line).expect("texts have a JSON form")
}

/// The line that keeps an answer.
pub(super) fn line(site: &Site<'_>, suggestion: &Suggestion, rulings: &Rulings) -> String {
    let sides = suggestion.sides();
    let said = |(side, ruling): &(usize, Ruling)| Said {
        entity: sides[*side].entity.map(|id| site.graph.corpus.entity(id).id.clone()),
        name: sides[*side].name.map(|named| named.name.clone()),
        ruling: word(*ruling).to_owned(),
    };
    let rulings = rulings.iter().map(said).collect();
    written(&Line::Answer { question: Question::of(site, suggestion), rulings })
}

/// The line that takes the answer to a question back.
pub(super) fn line_back(site: &Site<'_>, suggestion: &Suggestion) -> String {
    written(&Line::Back { question: Question::of(site, suggestion) })
}

fn word(ruling: Ruling) -> &'static str {
    Ruling::WORDS.iter().find(|(_, known)| *known == ruling).map_or("", |(word, _)| word)
}

/// Answers of a review that was not ended.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// In the order in which they were given.
    answers: Vec<(Question, Vec<Said>)>,
}

/// A kept answer: which it is, and what it says of a suggestion as it is now.
pub(super) struct KeptAnswer {
    pub(super) order: usize,
    pub(super) rulings: Rulings,
}

impl Kept {
    /// Reads lines; one that says nothing to this version of the program is passed over.
    pub(super) fn read(lines: &[String]) -> Self {
        let mut kept = Kept::default();
        for line in lines.iter().filter_map(|line| serde_json::from_str(line).ok()) {
            match line {
                Line::Answer { question, rulings } => kept.answers.push((question, rulings)),
                Line::Back { question } => {
                    let last = kept.answers.iter().rposition(|(of, _)| *of == question);
                    last.map(|at| kept.answers.remove(at));
                }
            }
        }
        kept
    }

    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether there are answers about names that no entity has.
    pub(super) fn has_new(&self) -> bool {
        self.answers.iter().any(|(question, _)| question.kind == "new")
    }

    /// Finds the answers to suggestions that still stand, each once.
    pub(super) fn finder(&self) -> Finder<'_> {
        let mut by_question: BTreeMap<&Question, VecDeque<usize>> = BTreeMap::new();
        for (order, (question, _)) in self.answers.iter().enumerate() {
            by_question.entry(question).or_default().push_back(order);
        }
        Finder { kept: self, by_question }
    }
}

/// Answers by what was asked.
pub(super) struct Finder<'k> {
    kept: &'k Kept,
    by_question: BTreeMap<&'k Question, VecDeque<usize>>,
}

impl Finder<'_> {
    pub(super) fn knows(&self, site: &Site<'_>, suggestion: &Suggestion) -> bool {
        self.by_question.contains_key(&Question::of(site, suggestion))
    }

    /// The answer to a suggestion; none if there is none, or if it speaks of sides that are there no longer.
    pub(super) fn take(&mut self, site: &Site<'_>, suggestion: &Suggestion) -> Option<KeptAnswer> {
        let order = self.by_question.get_mut(&Question::of(site, suggestion))?.pop_front()?;
        let (_, said) = self.kept.answers.get(order)?;
        let rulings =
            said.iter().map(|said| side_of(site, suggestion, said)).collect::<Option<Rulings>>()?;
        Some(KeptAnswer { order, rulings })
    }
}

fn side_of(site: &Site<'_>, suggestion: &Suggestion, said: &Said) -> Option<(usize, Ruling)> {
    let (_, ruling) = Ruling::WORDS.iter().find(|(word, _)| *word == said.ruling)?;
    let side = suggestion.sides().iter().position(|side| {
        let entity = side.entity.map(|id| site.graph.corpus.entity(id).id.as_str());
        let name = side.name.map(|named| named.name.as_str());
        entity == said.entity.as_deref() && name == said.name.as_deref()
    })?;
    Some((side, *ruling))
}
