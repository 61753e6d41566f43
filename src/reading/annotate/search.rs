//! Names in the paragraphs of one speech: candidates, a choice among them, and whom each means.

use super::boundaries::{self, Edges};
use super::han::{Bearer, HAN_WORDS, Reading};
use super::homographs;
use super::languages::{Languages, is_ending};
use super::meaning::{Lists, Meaning};
use super::mention::{Ambiguous, How, Mention, Place, as_u32, as_usize};
use super::names::{Claim, Occurrence};
use super::overlap::{Candidate, Chosen, crosses_quotation, has_han_edge, with_quotes};
use super::refusal::{Refusal, Why};
use super::searcher::Searcher;
use super::spellings::{Rank, Spelling};
use super::touching::Ranges;
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, MarkKind, Paragraph, Speech, SpeechId};
use std::ops::Range;
use std::sync::LazyLock;

static JAPANESE: LazyLock<Languages> = LazyLock::new(|| Languages::named(&["ja"]));

/// What is found in the paragraphs of a speech.
#[derive(Default)]
pub(super) struct Found {
    pub(super) mentions: Vec<Named>,
    pub(super) ambiguous: Vec<Ambiguous>,
    /// The names that occur and are not linked, those that are ambiguous included.
    pub(super) refused: Vec<Refusal>,
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

    fn refusal(&self, string: u32, range: &Range<usize>, why: Why) -> Refusal {
        Refusal { place: self.place, range: as_u32(range), string, why }
    }
}

impl Searcher<'_> {
    /// All mentions in the paragraphs of a speech of the site, labels aside.
    pub(super) fn search(&self, id: SpeechId) -> Found {
        self.search_in(id, self.corpus.speech(id))
    }

    /// The same in any speech, which is called `id` in what is found.
    pub(super) fn search_in(&self, id: SpeechId, speech: &Speech) -> Found {
        let lists = self.lists(speech);
        let mut found = Found::default();

        for (index, paragraph) in speech.body.paragraphs.iter().enumerate() {
            let scope = Scope { speech: id, place: Place::paragraph(index), paragraph };
            self.add_explicit(&scope, &mut found);
            if self.config.auto != Auto::Off {
                self.add_unmarked(&scope, &lists, &mut found);
            }
        }
        found
    }

    /// Adds the mentions that the source marks.
    fn add_explicit(&self, scope: &Scope<'_>, found: &mut Found) {
        for mark in &scope.paragraph.marks {
            if let MarkKind::Mention { id, doubtful, .. } = &mark.kind
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
    fn add_unmarked(&self, scope: &Scope<'_>, lists: &Lists<'_>, found: &mut Found) {
        let Words { standing, doubted } = self.words(scope, lists, &mut found.refused);
        found.strings.extend(standing.iter().map(|one| one.string));

        let near: Ranges<&Candidate> =
            standing.iter().map(|one| (one.range.clone(), one)).collect();
        let mut chosen = Chosen::of(&standing);
        chosen.restore(doubted.iter().map(|one| &one.candidate));
        refuse_others(scope, &chosen, &standing, &doubted, found);
        for candidate in chosen.iter() {
            match self.meaning_of(candidate, &near, lists) {
                Meaning::One(entity) => {
                    let touching = near.touching(&candidate.range).map(|(_, other)| *other);
                    let belonging = touching.filter(|other| {
                        self.meaning(other.string, &other.denied, lists).is(entity)
                    });
                    let range = chosen.joined(candidate, belonging);
                    let range = with_quotes(&scope.paragraph.text, range);
                    let how = if lists.have(entity) { How::Listed } else { How::Auto };
                    found.mentions.push(Named {
                        mention: scope.mention(&range, entity, how),
                        string: Some(candidate.string),
                    });
                }
                Meaning::Several(entities) => {
                    let why = Why::Ambiguous(entities.clone());
                    found.refused.push(scope.refusal(candidate.string, &candidate.range, why));
                    found.ambiguous.push(Ambiguous {
                        speech: scope.speech,
                        place: scope.place,
                        range: as_u32(&candidate.range),
                        entities,
                    });
                }
                Meaning::Nobody(why) => {
                    found.refused.push(scope.refusal(candidate.string, &candidate.range, why));
                }
            }
        }
    }

    /// Whom a candidate means: its string, and those of which these words are a spelling as well.
    fn meaning_of(
        &self,
        candidate: &Candidate,
        near: &Ranges<&Candidate>,
        lists: &Lists<'_>,
    ) -> Meaning {
        let mut meaning = self.meaning(candidate.string, &candidate.denied, lists);
        // What is written as it is listed is the spelling of one string.
        if candidate.rank == Rank::Listed {
            return meaning;
        }
        for (_, other) in near.touching(&candidate.range) {
            let is_spelling = other.range == candidate.range
                && other.rank == candidate.rank
                && other.string != candidate.string;
            if is_spelling {
                meaning = meaning.and(self.meaning(other.string, &other.denied, lists));
            }
        }
        meaning
    }

    /// Every string that is a word outside code and explicit mentions; adds those that are none.
    fn words(&self, scope: &Scope<'_>, lists: &Lists<'_>, refused: &mut Vec<Refusal>) -> Words {
        let paragraph = scope.paragraph;
        let mut words = Words::default();
        let closed = closed(paragraph);
        let mut refused_here = Vec::new();
        self.names.each_occurrence(&paragraph.text, |occurrence| {
            let place = Occasion { text: &paragraph.text, language: lists.language };
            let (string, rank) = (occurrence.string, occurrence.spelling.rank);
            let candidate = |range| Candidate { string, range, rank, denied: Vec::new() };
            if is_closed(&closed, &occurrence.range) {
                refused_here.push(scope.refusal(string, &occurrence.range, Why::Marked));
                return;
            }
            match self.judge_word(&place, occurrence) {
                Judgement::Word(range) => words.standing.push(candidate(range)),
                Judgement::Doubted(range, why) => {
                    words.doubted.push(Doubted { candidate: candidate(range), why });
                }
                Judgement::Refused(range, why) => {
                    refused_here.push(scope.refusal(string, &range, why));
                }
                Judgement::Nothing => {}
            }
        });

        let denied = self.denied(&words.standing);
        self.mark_denied(&denied, &mut refused_here);
        let mut standing = Vec::with_capacity(words.standing.len());
        for candidate in words.standing {
            let (string, range) = (candidate.string, candidate.range.clone());
            match self.without_denied(candidate, &denied, lists) {
                Some(candidate) => standing.push(candidate),
                None => refused_here.push(scope.refusal(string, &range, Why::Denied)),
            }
        }
        words.standing = standing;
        refused.append(&mut refused_here);
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
            return Judgement::Refused(range, Why::PartOfWord);
        }

        // What is nobody's name (a lookalike, a denial) only hides others, and does so wherever it
        // is found.
        let is_name = claims.iter().any(|claim| {
            matches!(claim, Claim::Alias { .. } | Claim::Called { .. } | Claim::Always)
        });
        if !is_name {
            return Judgement::Word(range);
        }
        if crosses_quotation(place.text, &range, || self.is_quoted(claims)) {
            return Judgement::Refused(range, Why::AcrossQuotation);
        }
        if homographs::is_common_word(place.text, &range, place.language) {
            return Judgement::Refused(range, Why::CommonWord);
        }
        if self.is_another(place.text, &range, string)
            || self.is_others_office(place.text, &range, string)
        {
            return Judgement::Refused(range, Why::AnotherPerson);
        }
        // A Chinese dictionary does not know the words of Japanese.
        let is_chinese =
            has_han_edge(&place.text[range.clone()]) && !place.language.meets(*JAPANESE);
        let bearer = if is_persons { Bearer::Person } else { Bearer::Other };
        if !is_chinese {
            return Judgement::Word(range);
        }
        match HAN_WORDS.read(place.text, range.clone(), bearer) {
            Reading::Whole => Judgement::Word(range),
            Reading::Everyday => Judgement::Doubted(range, Why::CommonWord),
            Reading::Broken(by) => Judgement::Doubted(range, Why::ReadOtherwise(as_u32(&by))),
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
}

/// The strings of a paragraph.
#[derive(Default)]
struct Words {
    /// Those that are words.
    standing: Vec<Candidate>,
    /// Those that a dictionary reads otherwise.
    doubted: Vec<Doubted>,
}

/// A string that a dictionary reads otherwise.
struct Doubted {
    candidate: Candidate,
    why: Why,
}

/// A text in its language.
struct Occasion<'t> {
    text: &'t str,
    language: Languages,
}

/// What an occurrence of a string is, with its range where it is a word or might be one.
enum Judgement {
    Word(Range<usize>),
    Doubted(Range<usize>, Why),
    Refused(Range<usize>, Why),
    /// Not a way to write the name in this text.
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

/// Adds the candidates that gave way to others, and those that a dictionary reads otherwise.
fn refuse_others(
    scope: &Scope<'_>,
    chosen: &Chosen<'_>,
    standing: &[Candidate],
    doubted: &[Doubted],
    found: &mut Found,
) {
    for candidate in standing {
        if chosen.have(candidate) {
            continue;
        }
        // Of strings with the same spelling one was chosen for all.
        if let Some(other) = chosen.over(&candidate.range)
            && other.range != candidate.range
        {
            let why = Why::InLongerName(as_u32(&other.range));
            found.refused.push(scope.refusal(candidate.string, &candidate.range, why));
        }
    }
    for Doubted { candidate, why } in doubted {
        if !chosen.have(candidate) {
            found.refused.push(scope.refusal(candidate.string, &candidate.range, why.clone()));
        }
    }
}

/// The marks of a paragraph within which no name is looked for.
fn closed(paragraph: &Paragraph) -> Ranges<&MarkKind> {
    let closes = |kind: &MarkKind| {
        matches!(kind, MarkKind::Code | MarkKind::Mention { .. } | MarkKind::Link { .. })
    };
    let closing = paragraph.marks.iter().filter(|mark| closes(&mark.kind));
    closing.map(|mark| (as_usize(&mark.range), &mark.kind)).collect()
}

/// Whether a range touches code or an explicit mention, or is all the words of a link.
fn is_closed(closed: &Ranges<&MarkKind>, range: &Range<usize>) -> bool {
    closed.touching(range).any(|(marked, kind)| match kind {
        // `[Austin](https://…)` says itself what the word means.
        MarkKind::Link { .. } => marked == range,
        _ => true,
    })
}
