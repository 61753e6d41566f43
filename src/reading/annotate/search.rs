//! Names in the paragraphs of one speech: candidates, a choice among them, and whom each means.

use super::boundaries::{self, Edges};
use super::han::Bearer;
use super::homographs;
use super::languages::{Languages, is_ending};
use super::meaning::{Lists, Meaning};
use super::mention::{Ambiguous, How, Mention, Place, as_u32, as_usize};
use super::names::{Claim, Occurrence};
use super::overlap::{
    Candidate, Chosen, contains, crosses_quotation, has_han_edge, overlaps, with_quotes,
};
use super::searcher::Searcher;
use super::spellings::{Rank, Spelling};
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
        let Words { standing, doubted } = self.words(scope.paragraph, lists, starts);
        found.strings.extend(standing.iter().map(|one| one.string));

        let mut chosen = Chosen::of(&standing);
        chosen.restore(&doubted);
        for candidate in chosen.iter() {
            match self.meaning_of(candidate, &standing, lists) {
                Meaning::One(entity) => {
                    let belongs = |other: &&Candidate| {
                        overlaps(&other.range, &candidate.range)
                            && self.meaning(other.string, &other.denied, lists).is(entity)
                    };
                    let range = chosen.joined(candidate, standing.iter().filter(belongs));
                    let range = with_quotes(&scope.paragraph.text, range);
                    let speech = self.corpus.speech(scope.speech);
                    let is_listed = speech.listing(&self.corpus.entity(entity).id).is_some();
                    let how = if is_listed { How::Listed } else { How::Auto };
                    found.mentions.push(Named {
                        mention: scope.mention(&range, entity, how),
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

    /// Whom a candidate means: its string, and those of which these words are a spelling as well.
    fn meaning_of(
        &self,
        candidate: &Candidate,
        standing: &[Candidate],
        lists: &Lists<'_>,
    ) -> Meaning {
        let mut meaning = self.meaning(candidate.string, &candidate.denied, lists);
        // What is written as it is listed is the spelling of one string.
        if candidate.rank == Rank::Listed {
            return meaning;
        }
        for other in standing {
            let is_spelling = other.range == candidate.range
                && other.rank == candidate.rank
                && other.string != candidate.string;
            if is_spelling {
                meaning = meaning.and(self.meaning(other.string, &other.denied, lists));
            }
        }
        meaning
    }

    /// Every string that is a word outside code, links and explicit mentions.
    fn words(&self, paragraph: &Paragraph, lists: &Lists<'_>, starts: &mut Vec<u32>) -> Words {
        let mut words = Words::default();
        self.names.each_occurrence(&paragraph.text, starts, |occurrence| {
            if is_closed(paragraph, &occurrence.range) {
                return;
            }
            let place = Occasion { text: &paragraph.text, language: lists.language };
            let (string, rank) = (occurrence.string, occurrence.spelling.rank);
            let candidate = |range| Candidate { string, range, rank, denied: Vec::new() };
            match self.judge_word(&place, occurrence) {
                Judgement::Word(range) => words.standing.push(candidate(range)),
                Judgement::Doubted(range) => words.doubted.push(candidate(range)),
                Judgement::Nothing => {}
            }
        });
        self.drop_denied(&mut words.standing, lists);
        words
    }

    /// Whether a string is a word at its place: whole in an alphabet, in Han text where a word can
    /// begin and end.
    fn judge_word(&self, place: &Occasion<'_>, occurrence: Occurrence) -> Judgement {
        let Occurrence { string, spelling, range } = occurrence;
        if !spelling.languages.meets(place.language)
            || (spelling.at_head && !boundaries::begins_sentence(&place.text[..range.start]))
        {
            return Judgement::Nothing;
        }
        let Some(range) = with_ending(place, spelling, range) else {
            return Judgement::Nothing;
        };

        let claims = self.names.claims(string);
        let is_persons = claims.iter().any(|claim| self.names.is_persons(claim));
        let edges = Edges {
            text: place.text,
            range: &range,
            language: place.language,
            is_bent: spelling.rule.is_some(),
            is_persons,
            is_person: &|name| self.is_person(name),
        };
        if !edges.are_free() {
            return Judgement::Nothing;
        }

        // What is nobody's name (a lookalike, a denial) only hides others, and does so wherever it
        // is found.
        let is_name = claims.iter().any(|claim| {
            matches!(claim, Claim::Alias { .. } | Claim::Called { .. } | Claim::Always)
        });
        if !is_name {
            return Judgement::Word(range);
        }
        if crosses_quotation(place.text, &range, self.is_quoted(claims))
            || homographs::is_common_word(place.text, &range, place.language)
            || self.is_another(place.text, &range, string)
        {
            return Judgement::Nothing;
        }
        // A Chinese dictionary does not know the words of Japanese.
        let is_chinese = has_han_edge(&place.text[range.clone()])
            && !place.language.meets(Languages::named(&["ja"]));
        let bearer = if is_persons { Bearer::Person } else { Bearer::Other };
        if !is_chinese || self.judge.stands(place.text, range.clone(), bearer) {
            Judgement::Word(range)
        } else {
            Judgement::Doubted(range)
        }
    }

    /// Whether these words are a person's name.
    pub(super) fn is_person(&self, words: &str) -> bool {
        let string = self.names.find(words);
        string.is_some_and(|string| {
            self.names.claims(string).iter().any(|claim| self.names.is_persons(claim))
        })
    }

    /// Whether one who claims a string has a name with quotation marks.
    fn is_quoted(&self, claims: &[Claim]) -> bool {
        claims.iter().any(|claim| match claim {
            Claim::Alias { entity, .. } => {
                let mut aliases = self.corpus.entity(*entity).aliases.iter();
                aliases.any(|alias| alias.text.contains(['“', '「', '『', '《', '〈', '«']))
            }
            _ => false,
        })
    }

    /// Notes whom candidates inside a denied string (`not`) do not mean, and takes away those that
    /// nobody is left for, and the denied strings themselves.
    fn drop_denied(&self, candidates: &mut Vec<Candidate>, lists: &Lists<'_>) {
        let mut denied: Vec<(Range<usize>, EntityId)> = Vec::new();
        for candidate in &*candidates {
            for claim in self.names.claims(candidate.string) {
                if let Claim::Not(entity) = claim {
                    denied.push((candidate.range.clone(), *entity));
                }
            }
        }

        candidates.retain_mut(|candidate| {
            let claims = self.names.claims(candidate.string);
            for (range, entity) in &denied {
                let has_name = |claim: &Claim| matches!(claim, Claim::Alias { entity: of, .. } if of == entity);
                if contains(range, &candidate.range)
                    && (claims.iter().any(has_name) || lists.names(candidate.string, *entity))
                {
                    candidate.denied.push(*entity);
                }
            }
            claims.iter().any(|claim| match claim {
                Claim::Alias { entity, .. } => !candidate.denied.contains(entity),
                Claim::Called { .. } => lists.calls(candidate.string, &candidate.denied),
                Claim::Lookalike(_) | Claim::Always => true,
                Claim::Not(_) => false,
            })
        });
    }
}

/// The strings of a paragraph.
#[derive(Default)]
struct Words {
    /// Those that are words.
    standing: Vec<Candidate>,
    /// Those that a dictionary reads otherwise.
    doubted: Vec<Candidate>,
}

/// A text in its language.
struct Occasion<'t> {
    text: &'t str,
    language: Languages,
}

/// What an occurrence of a string is, with its range where it is a word or might be one.
enum Judgement {
    Word(Range<usize>),
    Doubted(Range<usize>),
    Nothing,
}

/// The range of an occurrence with the ending that its spelling wants; none if another is there.
fn with_ending(
    place: &Occasion<'_>,
    spelling: Spelling,
    range: Range<usize>,
) -> Option<Range<usize>> {
    let Some(rule) = spelling.rule else {
        return Some(range);
    };
    let after = &place.text[range.end..];
    let rest = after.trim_start_matches(char::is_alphabetic);
    let ending = &after[..after.len() - rest.len()];
    if !is_ending(rule, ending) {
        return None;
    }

    // An abbreviation in capitals and its ending are seen apart: `NATOga` names NATO.
    let name = &place.text[range.clone()];
    let is_abbreviation = !name.chars().any(char::is_lowercase);
    let end = if is_abbreviation { range.end } else { range.end + ending.len() };
    Some(range.start..end)
}

/// Whether a range touches code, a link or an explicit mention.
fn is_closed(paragraph: &Paragraph, range: &Range<usize>) -> bool {
    paragraph.marks.iter().any(|mark| {
        let closes =
            matches!(mark.kind, MarkKind::Code | MarkKind::Link { .. } | MarkKind::Mention { .. });
        closes && overlaps(&as_usize(&mark.range), range)
    })
}
