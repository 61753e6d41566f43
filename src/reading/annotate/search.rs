//! Names in the paragraphs of one speech: candidates, a choice among them, and whom each means.

use super::boundaries;
use super::meaning::{Lists, Meaning};
use super::mention::{Ambiguous, How, Mention, Place, as_u32, as_usize};
use super::names::Claim;
use super::overlap::{Candidate, Chosen, contains, has_han_edge, overlaps, with_quotes};
use super::searcher::Searcher;
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, MarkKind, Paragraph, SpeechId};
use std::ops::Range;

/// What is found in the paragraphs of a speech.
#[derive(Default)]
pub(super) struct Found {
    pub(super) mentions: Vec<Named>,
    pub(super) ambiguous: Vec<Ambiguous>,
    /// Every string that is a word somewhere; some are in it more than once.
    pub(super) strings: Vec<u32>,
}

/// A mention, and the string that found it; an explicit mention has none.
pub(super) struct Named {
    pub(super) mention: Mention,
    pub(super) string: Option<u32>,
}

/// A paragraph of a speech, in which mentions are made.
struct Scope<'s> {
    speech: SpeechId,
    place: Place,
    paragraph: &'s Paragraph,
}

impl Scope<'_> {
    fn mention(&self, range: &Range<usize>, entity: EntityId, how: How) -> Mention {
        Mention {
            speech: self.speech,
            place: self.place,
            range: as_u32(range),
            entity,
            how,
            doubtful: false,
        }
    }
}

impl Searcher<'_> {
    /// All mentions in the paragraphs of a speech, labels aside.
    pub(super) fn search(&self, id: SpeechId) -> Found {
        let speech = self.corpus.speech(id);
        let lists = self.lists(speech);
        let mut found = Found::default();
        // One buffer for all paragraphs.
        let mut starts = Vec::new();

        for (index, paragraph) in speech.body.paragraphs.iter().enumerate() {
            let scope = Scope { speech: id, place: Place::paragraph(index), paragraph };
            self.add_explicit(&scope, &mut found);
            if self.config.auto != Auto::Off {
                self.add_unmarked(&scope, &lists, &mut starts, &mut found);
            }
        }
        found
    }

    /// Adds the mentions that the source marks.
    fn add_explicit(&self, scope: &Scope<'_>, found: &mut Found) {
        for mark in &scope.paragraph.marks {
            if let MarkKind::Mention { id, doubtful } = &mark.kind
                && let Some(entity) = self.corpus.find_entity(id)
            {
                let mention = scope.mention(&as_usize(&mark.range), entity, How::Explicit);
                found.mentions.push(Named {
                    mention: Mention { doubtful: *doubtful, ..mention },
                    string: None,
                });
            }
        }
    }

    /// Adds what the names find, and every string that is a word.
    fn add_unmarked(
        &self,
        scope: &Scope<'_>,
        lists: &Lists<'_>,
        starts: &mut Vec<u32>,
        found: &mut Found,
    ) {
        let candidates = self.candidates(scope.paragraph, lists, starts);
        found.strings.extend(candidates.iter().map(|one| one.string));

        let chosen = Chosen::of(&candidates);
        for candidate in chosen.iter() {
            match self.meaning(candidate.string, lists) {
                Meaning::One(entity) => {
                    let belongs = |other: &&Candidate| {
                        overlaps(&other.range, &candidate.range)
                            && self.meaning(other.string, lists).is(entity)
                    };
                    let range = chosen.joined(candidate, candidates.iter().filter(belongs));
                    let range = with_quotes(&scope.paragraph.text, range);
                    found.mentions.push(Named {
                        mention: scope.mention(&range, entity, How::Listed),
                        string: Some(candidate.string),
                    });
                }
                Meaning::Several(entities) => found.ambiguous.push(Ambiguous {
                    speech: scope.speech,
                    place: scope.place,
                    range: as_u32(&candidate.range),
                    entities,
                }),
                Meaning::Nobody => {}
            }
        }
    }

    /// Every string that is a word outside code, links and explicit mentions.
    fn candidates(
        &self,
        paragraph: &Paragraph,
        lists: &Lists<'_>,
        starts: &mut Vec<u32>,
    ) -> Vec<Candidate> {
        let text = &paragraph.text;
        let mut candidates: Vec<Candidate> = Vec::new();
        self.names.each_occurrence(text, starts, |occurrence| {
            let (string, range) = (occurrence.string, occurrence.range);
            if !is_closed(paragraph, &range) && self.is_word(text, &range, string) {
                candidates.push(Candidate { string, range, is_called: lists.calls(string) });
            }
        });
        self.drop_denied(&mut candidates);
        candidates
    }

    /// Whether a string is a word at its place: whole in an alphabet, in Han text where a word can
    /// begin and end.
    fn is_word(&self, text: &str, range: &Range<usize>, string: u32) -> bool {
        let claims = self.names.claims(string);
        let is_persons = |claim: &Claim| match claim {
            Claim::Alias { entity, .. } => self.names.is_personal(*entity),
            _ => false,
        };
        if !boundaries::stands(text, range, claims.iter().any(is_persons)) {
            return false;
        }

        // What is nobody's name (a lookalike, a denial) only hides others, and does so wherever it
        // is found.
        let is_name = claims
            .iter()
            .any(|claim| matches!(claim, Claim::Alias { .. } | Claim::Called | Claim::Always));
        !is_name || !has_han_edge(&text[range.clone()]) || self.judge.stands(text, range.clone())
    }

    /// Takes away candidates inside a string which their only claimant denies (`not`), and those
    /// strings themselves.
    fn drop_denied(&self, candidates: &mut Vec<Candidate>) {
        let mut denied: Vec<(Range<usize>, EntityId)> = Vec::new();
        for candidate in &*candidates {
            for claim in self.names.claims(candidate.string) {
                if let Claim::Not(entity) = claim {
                    denied.push((candidate.range.clone(), *entity));
                }
            }
        }

        let is_denied = |candidate: &Candidate, entity: EntityId| {
            denied.iter().any(|(range, of)| *of == entity && contains(range, &candidate.range))
        };
        candidates.retain(|candidate| {
            let claims = self.names.claims(candidate.string);
            claims.iter().any(|claim| match claim {
                Claim::Alias { entity, .. } => !is_denied(candidate, *entity),
                Claim::Called => candidate.is_called,
                Claim::Lookalike | Claim::Always => true,
                Claim::Not(_) => false,
            })
        });
    }
}

/// Whether a range touches code, a link or an explicit mention.
fn is_closed(paragraph: &Paragraph, range: &Range<usize>) -> bool {
    paragraph.marks.iter().any(|mark| {
        let closes =
            matches!(mark.kind, MarkKind::Code | MarkKind::Link { .. } | MarkKind::Mention { .. });
        closes && overlaps(&as_usize(&mark.range), range)
    })
}
