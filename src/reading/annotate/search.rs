//! Names in the paragraphs of one speech: candidates, then a choice among them.

use super::decided::Decided;
use super::names::{Claim, Names};
use super::survey::Ambiguous;
use super::{How, Mention, Place, boundaries, han};
use crate::base::diag::{Code, Diagnostic};
use crate::base::lang::is_han;
use crate::base::sources::Span;
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, EntityId, MarkKind, Paragraph, Speech, SpeechId};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a search needs to know.
pub(super) struct Searcher<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) config: &'c Config,
    pub(super) names: &'c Names,
    pub(super) judge: &'c LazyLock<han::HanWords>,
    pub(super) decided: Decided<'c>,
}

/// What is found in the paragraphs of a speech.
#[derive(Default)]
pub(super) struct Found {
    /// Mentions, each with the string that found it; an explicit one has none.
    pub(super) mentions: Vec<(Mention, Option<u32>)>,
    /// Names that could be several.
    pub(super) ambiguous: Vec<Ambiguous>,
    /// Every string that stands somewhere as a word; some stand more than once.
    pub(super) strings: Vec<u32>,
}

/// An unmarked name in a paragraph, and whom it means.
struct Choice {
    range: Range<usize>,
    string: u32,
    meaning: Meaning,
}

/// The names that one speech gives to entities of its lists, and whom it lists.
struct Lists {
    listed: Vec<EntityId>,
    called: Vec<(u32, EntityId)>,
}

/// A string that stands in the text as a word.
struct Candidate {
    string: u32,
    range: Range<usize>,
    /// Whether the speech itself says whom it means.
    is_called: bool,
}

/// Whom a candidate means.
enum Meaning {
    One(EntityId),
    /// Nobody that is looked for here, but no shorter name may stand in it.
    Nobody,
    Several(Vec<EntityId>),
}

impl Searcher<'_> {
    /// All mentions in the paragraphs of a speech, labels aside.
    pub(super) fn search(&self, id: SpeechId) -> Found {
        let speech = self.corpus.speech(id);
        let lists = self.lists(speech);
        let mut found = Found::default();
        let mut starts = Vec::new();
        for (index, paragraph) in speech.body.paragraphs.iter().enumerate() {
            let place = Place::Paragraph(u32::try_from(index).unwrap_or(u32::MAX));
            let mention = |range: Range<usize>, entity, how, doubtful| Mention {
                speech: id,
                place,
                range: as_u32(&range),
                entity,
                how,
                doubtful,
            };
            for (range, entity, doubtful) in self.explicit(paragraph) {
                found.mentions.push((mention(range, entity, How::Explicit, doubtful), None));
            }
            if self.config.auto != Auto::Off {
                for Choice { range, string, meaning } in
                    self.implicit(speech, paragraph, &lists, &mut starts, &mut found.strings)
                {
                    match meaning {
                        Meaning::One(entity) => found
                            .mentions
                            .push((mention(range, entity, How::Listed, false), Some(string))),
                        Meaning::Several(entities) => {
                            found.ambiguous.push(Ambiguous {
                                speech: id,
                                place,
                                range: as_u32(&range),
                                entities,
                            });
                        }
                        Meaning::Nobody => {}
                    }
                }
            }
        }
        found
    }

    fn lists(&self, speech: &Speech) -> Lists {
        let mut lists = Lists { listed: Vec::new(), called: Vec::new() };
        for listed in speech.lists.iter().flatten() {
            let Some(entity) = self.corpus.find_entity(&listed.entity.id) else {
                continue;
            };
            lists.listed.push(entity);
            lists.called.extend(
                listed.called.iter().filter_map(|name| Some((self.names.find(name)?, entity))),
            );
        }
        lists
    }

    /// Mentions that the source marks.
    fn explicit<'p>(
        &'p self,
        paragraph: &'p Paragraph,
    ) -> impl Iterator<Item = (Range<usize>, EntityId, bool)> + 'p {
        paragraph.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Mention { id, doubtful } => {
                Some((as_usize(&mark.range), self.corpus.find_entity(id)?, *doubtful))
            }
            _ => None,
        })
    }

    /// What the names find, and in `strings` all that stand.
    fn implicit(
        &self,
        speech: &Speech,
        paragraph: &Paragraph,
        lists: &Lists,
        starts: &mut Vec<u32>,
        strings: &mut Vec<u32>,
    ) -> Vec<Choice> {
        let candidates = self.candidates(paragraph, lists, starts);
        strings.extend(candidates.iter().map(|candidate| candidate.string));
        let chosen = chosen(&candidates);
        let mut found = Vec::new();
        for candidate in chosen.values() {
            let meaning = self.meaning(candidate, speech, lists);
            let range = match meaning {
                Meaning::One(entity) => {
                    let means_it = |other: &&Candidate| matches!(self.meaning(other, speech, lists), Meaning::One(one) if one == entity);
                    with_quotes(
                        &paragraph.text,
                        joined(candidate, candidates.iter().filter(means_it), &chosen),
                    )
                }
                Meaning::Nobody | Meaning::Several(_) => candidate.range.clone(),
            };
            found.push(Choice { range, string: candidate.string, meaning });
        }
        found
    }

    /// Every string that stands as a word outside code, links and explicit mentions.
    fn candidates(
        &self,
        paragraph: &Paragraph,
        lists: &Lists,
        starts: &mut Vec<u32>,
    ) -> Vec<Candidate> {
        let text = &paragraph.text;
        let mut candidates: Vec<Candidate> = Vec::new();
        self.names.each_occurrence(text, starts, |occurrence| {
            let range = occurrence.range;
            if is_closed(paragraph, &range) || !self.stands(text, &range, occurrence.string) {
                return;
            }
            let is_called = lists.called.iter().any(|(string, _)| *string == occurrence.string);
            candidates.push(Candidate { string: occurrence.string, range, is_called });
        });
        self.without_denied(candidates)
    }

    /// Whether a string stands as a word: whole in an alphabet, in Han text where a word can begin and end.
    fn stands(&self, text: &str, range: &Range<usize>, string: u32) -> bool {
        let claims = self.names.claims(string);
        let personal = claims.iter().any(
            |claim| matches!(claim, Claim::Alias { entity, .. } if self.names.is_personal(*entity)),
        );
        if !boundaries::stands(text, range, personal) {
            return false;
        }
        let name = &text[range.clone()];
        let is_name = claims
            .iter()
            .any(|claim| matches!(claim, Claim::Alias { .. } | Claim::Called | Claim::Always));
        !is_name
            || !(name.starts_with(is_han) || name.ends_with(is_han))
            || self.judge.stands(text, range.clone())
    }

    /// Takes away candidates that stand in a string which their only claimant denies (`not`), and those strings themselves.
    fn without_denied(&self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        let denied: Vec<(Range<usize>, EntityId)> = candidates
            .iter()
            .flat_map(|candidate| {
                let not = |claim: &Claim| {
                    if let Claim::Not(entity) = claim {
                        Some((candidate.range.clone(), *entity))
                    } else {
                        None
                    }
                };
                self.names.claims(candidate.string).iter().filter_map(not)
            })
            .collect();
        let is_denied = |candidate: &Candidate, entity: EntityId| {
            denied.iter().any(|(range, of)| *of == entity && contains(range, &candidate.range))
        };
        let means_something = |candidate: &Candidate| {
            self.names.claims(candidate.string).iter().any(|claim| match claim {
                Claim::Alias { entity, .. } => !is_denied(candidate, *entity),
                Claim::Called => candidate.is_called,
                Claim::Lookalike | Claim::Always => true,
                Claim::Not(_) => false,
            })
        };
        let mut kept = candidates;
        kept.retain(means_something);
        kept
    }

    fn meaning(&self, candidate: &Candidate, speech: &Speech, lists: &Lists) -> Meaning {
        let called: Vec<EntityId> = lists
            .called
            .iter()
            .filter(|(string, _)| *string == candidate.string)
            .map(|(_, entity)| *entity)
            .collect();
        if !called.is_empty() {
            return meaning_of(called);
        }
        let name = self.names.text(candidate.string);
        let is_listed = |entity: &EntityId| lists.listed.contains(entity);
        if let Some(entity) = self.decided.always(name, speech) {
            let is_looked_for = self.config.auto == Auto::All || is_listed(&entity);
            return if is_looked_for { Meaning::One(entity) } else { Meaning::Nobody };
        }
        let mut dated = Vec::new();
        let mut undated = Vec::new();
        for claim in self.names.claims(candidate.string) {
            let Claim::Alias { entity, from, until } = claim else {
                continue;
            };
            let is_valid = from.is_none_or(|from| from <= speech.date)
                && until.is_none_or(|until| speech.date.is_by_end_of(until));
            if is_valid && !self.decided.never(name, *entity, speech) {
                if from.is_some() || until.is_some() {
                    dated.push(*entity)
                } else {
                    undated.push(*entity)
                }
            }
        }
        let listed = |of: &[EntityId]| of.iter().copied().filter(is_listed).collect::<Vec<_>>();
        let in_order = [listed(&dated), listed(&undated), dated, undated];
        let tiers = if self.config.auto == Auto::All { &in_order[..] } else { &in_order[..2] };
        tiers
            .iter()
            .find(|tier| !tier.is_empty())
            .map_or(Meaning::Nobody, |tier| meaning_of(tier.clone()))
    }

    /// Says that a name could be several.
    pub(super) fn ambiguous(&self, ambiguous: &Ambiguous) -> Diagnostic {
        let ids: Vec<String> = ambiguous
            .entities
            .iter()
            .map(|id| format!("`{}`", self.corpus.entity(*id).id))
            .collect();
        let speech = self.corpus.speech(ambiguous.speech);
        let range = as_usize(&ambiguous.range);
        let (name, source) = match ambiguous.place {
            Place::Label(turn) => {
                let turn = &speech.body.turns[turn as usize];
                (turn.label.as_str(), turn.label_span.clone())
            }
            Place::Paragraph(index) => {
                let paragraph = &speech.body.paragraphs[index as usize];
                (&paragraph.text[range.clone()], paragraph.source_range(&range))
            }
        };
        let first = &self.corpus.entity(ambiguous.entities[0]).id;
        Diagnostic::new(Code::AmbiguousName, format!("`{name}` could be {}", ids.join(" or ")))
            .at(Span::new(speech.file, source), "not linked")
            .hint(format!("say it for the whole speech, `{{id: {first}, as: [{name}]}}`, or for this place, `[{name}](@{first})`"))
    }
}

fn meaning_of(mut entities: Vec<EntityId>) -> Meaning {
    entities.sort_unstable();
    entities.dedup();
    match entities[..] {
        [] => Meaning::Nobody,
        [one] => Meaning::One(one),
        _ => Meaning::Several(entities),
    }
}

/// Candidates that do not overlap: those that the speech itself names first, then longer before shorter, then left before right.
fn chosen(candidates: &[Candidate]) -> BTreeMap<usize, &Candidate> {
    let mut ranked: Vec<&Candidate> = candidates.iter().collect();
    ranked.sort_by_key(|candidate| {
        (
            !candidate.is_called,
            std::cmp::Reverse(candidate.range.len()),
            candidate.range.start,
            candidate.string,
        )
    });
    let mut chosen: BTreeMap<usize, &Candidate> = BTreeMap::new();
    for candidate in ranked {
        if is_free(&chosen, &candidate.range) {
            chosen.insert(candidate.range.start, candidate);
        }
    }
    chosen
}

fn is_free(chosen: &BTreeMap<usize, &Candidate>, range: &Range<usize>) -> bool {
    chosen.range(..range.end).next_back().is_none_or(|(_, other)| other.range.end <= range.start)
}

/// The range of a candidate and of other names of the same entity that reach over its edge: `Minister Wang` and `Wang Yi` in
/// `Minister Wang Yi` are one mention.
fn joined<'c>(
    candidate: &Candidate,
    same: impl Iterator<Item = &'c Candidate>,
    chosen: &BTreeMap<usize, &Candidate>,
) -> Range<usize> {
    let mut range = candidate.range.clone();
    for other in same.filter(|other| overlaps(&other.range, &candidate.range)) {
        let (before, after) = (other.range.start..range.start, range.end..other.range.end);
        if before.start < before.end && is_free(chosen, &before) {
            range.start = before.start;
        }
        if after.start < after.end && is_free(chosen, &after) {
            range.end = after.end;
        }
    }
    range
}

/// Takes in an opening quotation mark whose partner stands in the name: `“一带一路”倡议`.
fn with_quotes(text: &str, range: Range<usize>) -> Range<usize> {
    const PAIRS: &[(char, char)] =
        &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('«', '»')];
    let name = &text[range.clone()];
    let count = |c: char| name.matches(c).count();
    for (open, close) in PAIRS {
        if count(*close) > count(*open) && text[..range.start].ends_with(*open) {
            return range.start - open.len_utf8()..range.end;
        }
        if count(*open) > count(*close) && text[range.end..].starts_with(*close) {
            return range.start..range.end + close.len_utf8();
        }
    }
    let lone_straight = name.matches('"').count() % 2 == 1;
    if lone_straight && text[..range.start].ends_with('"') {
        range.start - 1..range.end
    } else {
        range
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

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn as_u32(range: &Range<usize>) -> Range<u32> {
    u32::try_from(range.start).unwrap_or(u32::MAX)..u32::try_from(range.end).unwrap_or(u32::MAX)
}

fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
