//! What an author is told of names: shared, ambiguous, not linked, listed and never used, and labels
//! that the table lacks.
//!
//! Every hint is an edit that works as it is written.

use super::labels::entry;
use super::mention::{Ambiguous, Mention, Place, as_usize};
use super::names::{Claim, Names};
use super::refusal::{Refusal, Why};
use super::searcher::Searcher;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::{fold_name, same_name};
use crate::base::message::{Message, say};
use crate::base::slips::Candidates;
use crate::base::sources::Span;
use crate::reading::config::Auto;
use crate::reading::corpus::{Alias, Corpus, Entity, EntityId, Speaker, Speech, Turn};
use crate::reading::kinds::Listing;
use crate::reading::labels;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

/// Reports names that several entities share at any one time, each name once.
pub(super) fn shared_names(corpus: &Corpus, names: &Names, diagnostics: &mut Diagnostics) {
    for (name, claims) in names.all() {
        let sharing = at_one_time(claims);
        let Some(last) = sharing.last() else {
            continue;
        };

        // As the last of them writes it.
        let is_it = |alias: &&Alias| {
            alias.auto && alias.wordings().any(|wording| fold_name(wording) == name)
        };
        let Some(alias) = corpus.entity(*last).aliases.iter().find(is_it) else {
            continue;
        };
        let is_decided = corpus
            .decisions
            .always
            .iter()
            .any(|meaning| meaning.speech.is_none() && same_name(&meaning.name, &alias.text));
        if !is_decided {
            diagnostics.push(shared(corpus, &sharing, &alias.text));
        }
    }
}

/// A name's bearer, and the dates between which it is called so.
struct Bearing {
    entity: EntityId,
    from: Option<Date>,
    until: Option<Date>,
}

/// The entities that bear a name on a day on which another bears it, too, sorted.
fn at_one_time(claims: &[Claim]) -> Vec<EntityId> {
    let mut bearings = Vec::new();
    for claim in claims {
        if let Claim::Alias { entity, from, until } = *claim {
            bearings.push(Bearing { entity, from, until });
        }
    }

    // By their first days, one that meets another meets the next, or the one before it that ends
    // last.
    bearings.sort_by_key(|bearing| (bearing.from, bearing.entity));
    let mut sharing = Vec::new();
    let mut longest: Option<&Bearing> = None;
    for bearing in &bearings {
        let meets = |other: &&Bearing| {
            let has_ended =
                other.until.is_some_and(|end| bearing.from.is_some_and(|from| end < from));
            other.entity != bearing.entity && !has_ended
        };
        if let Some(other) = longest.filter(meets) {
            sharing.extend([other.entity, bearing.entity]);
        }
        let ends_later = |other: &Bearing| match (bearing.until, other.until) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(end), Some(other)) => other < end,
        };
        if longest.is_none_or(ends_later) {
            longest = Some(bearing);
        }
    }
    for pair in bearings.windows(2) {
        let [one, next] = pair else { continue };
        let has_ended = one.until.is_some_and(|end| next.from.is_some_and(|from| end < from));
        if one.entity != next.entity && !has_ended {
            sharing.extend([one.entity, next.entity]);
        }
    }
    sharing.sort_unstable();
    sharing.dedup();
    sharing
}

/// So many of those who share a name are shown with their lines; the rest is counted. A choice:
/// four fit on a screen.
const N_SHOWN: usize = 4;

fn shared(corpus: &Corpus, sharing: &[EntityId], name: &str) -> Diagnostic {
    let shown = &sharing[..sharing.len().min(N_SHOWN)];
    let ids: Vec<String> =
        shown.iter().map(|entity| format!("`{}`", corpus.entity(*entity).id)).collect();
    let of_whom = match (sharing.len() - shown.len(), ids.split_last()) {
        (0, Some((last, others))) => {
            say!("of {others} and of {last}", others = Message::joined(", of ", others), last)
        }
        (n_more, _) => {
            say!("of {ids} and {n_more} more", ids = Message::joined(", of ", &ids), n_more)
        }
    };

    let mut diagnostic =
        Diagnostic::new(Code::SharedAlias, say!("`{name}` is a name {of_whom}", name, of_whom));
    // The later ones are those that were added.
    for entity in shown.iter().rev() {
        let entity = corpus.entity(*entity);
        diagnostic = diagnostic.at(span_of_name(entity, name), say!("of `{id}`", id = entity.id));
    }
    diagnostic.hint("give all but one of them a date window (`from`, `until`) or `auto: false`; in a speech, `as: […]` says who is meant")
}

fn span_of_name(entity: &Entity, name: &str) -> Span {
    let alias = entity.aliases.iter().find(|alias| {
        let mut wordings = alias.wordings();
        wordings.any(|wording| same_name(wording, name))
    });
    Span::new(entity.file, alias.map_or(0..0, |alias| alias.span.clone()))
}

/// Says of each name of a speech that it could be several, with all its places.
pub(super) fn ambiguous(corpus: &Corpus, ambiguous: &[Ambiguous], diagnostics: &mut Diagnostics) {
    let mut told: BTreeMap<(String, &[EntityId]), Diagnostic> = BTreeMap::new();
    for one in ambiguous {
        let speech = corpus.speech(one.speech);
        let range = as_usize(&one.range);
        // A label is ambiguous as a whole.
        let name = match one.place {
            Place::Label(_) => one.place.text(speech),
            Place::Paragraph(_) => &one.place.text(speech)[range.clone()],
        };

        let key = (fold_name(name), one.entities.as_slice());
        let known = told.remove(&key);
        let is_first = known.is_none();
        let diagnostic = known.unwrap_or_else(|| could_be(corpus, name, &one.entities));
        let text = if is_first { "not linked" } else { "" };
        told.insert(key, diagnostic.at(span_in(speech, one.place, &range), text));
    }
    diagnostics.extend(told.into_values());
}

fn could_be(corpus: &Corpus, name: &str, entities: &[EntityId]) -> Diagnostic {
    let ids: Vec<&str> = entities.iter().map(|entity| corpus.entity(*entity).id.as_str()).collect();
    let message = say!("`{name}` could be `{ids}`", name, ids = Message::joined("` or `", &ids));
    let first = ids[0];
    Diagnostic::new(Code::AmbiguousName, message)
        .hint(say!("say it for the whole speech, `{{id: {first}, as: [{name}]}}`, or for each place, `[{name}](@{first})`", first, name))
}

/// Where a part of a speech's text is in its file.
fn span_in(speech: &Speech, place: Place, range: &Range<usize>) -> Span {
    let source = match place {
        Place::Label(turn) => speech.body.turns[turn as usize].label_span.clone(),
        Place::Paragraph(index) => speech.body.paragraphs[index as usize].source_range(range),
    };
    Span::new(speech.file, source)
}

/// What is told of the names of one speech that are not linked.
pub(super) struct Told<'s> {
    searcher: &'s Searcher<'s>,
    speech: &'s Speech,
    refused: &'s [Refusal],
    /// Who is in its lists.
    listed: BTreeSet<EntityId>,
    /// Whom it names.
    named: BTreeSet<EntityId>,
}

impl<'s> Told<'s> {
    pub(super) fn new(
        searcher: &'s Searcher<'s>,
        speech: &'s Speech,
        refused: &'s [Refusal],
        mentions: &[Mention],
    ) -> Self {
        let mut listed = BTreeSet::new();
        for one in speech.lists.iter().flatten() {
            listed.extend(searcher.corpus.find_entity(&one.entity.id));
        }
        let named = mentions.iter().map(|mention| mention.entity).collect();
        Told { searcher, speech, refused, listed, named }
    }

    /// Reports entities of the speech's lists that no mention names, with the places where their
    /// names occur all the same; `ambiguous` are those whose name may be another's.
    pub(super) fn never_named(&self, ambiguous: &[EntityId], diagnostics: &mut Diagnostics) {
        let (corpus, speech) = (self.searcher.corpus, self.speech);
        // A text that is missing was told.
        if speech.body.paragraphs.is_empty() {
            return;
        }
        let mut places = self.explaining_absence();
        let mut seen = HashSet::new();
        for listed in speech.lists.iter().flatten() {
            let id = &listed.entity.id;
            // That it is listed twice is told as that.
            if !seen.insert(id) {
                continue;
            }
            let Some(entity) = corpus.find_entity(id) else {
                continue;
            };
            // What a speech belongs to it need not name.
            let kind = self.searcher.config.kinds.kind(corpus.entity(entity).kind);
            if kind.listing != Listing::Named {
                continue;
            }
            // What was told of the entity, or of its name in this text, is why it is not found.
            if corpus.entity(entity).is_doubted || ambiguous.contains(&entity) {
                continue;
            }
            if listed.is_about {
                continue;
            }
            let keep = &corpus.decisions.keep;
            let is_kept = || keep.iter().any(|kept| kept.entity.id == *id && kept.is_about(speech));
            if self.named.contains(&entity) || is_kept() {
                continue;
            }

            let is_speaker = speech.speaker.iter().any(|speaker| speaker.id == *id);
            let shown: Message =
                if is_speaker { "".into() } else { ": the speech is shown as about it".into() };
            let message = say!("`{id}` is listed and never named in the text{shown}", id, shown);
            let mut diagnostic = Diagnostic::new(Code::NeverNamed, message)
                .at(Span::new(speech.file, listed.entity.span.clone()), "")
                .hint("if the text does name it, add the alias that the text uses to the entity, or mark the place: `[words](@id)`");
            if !is_speaker {
                let hint = say!(
                    "if the speech is about it and need not name it, write `{{id: {id}, about: true}}`",
                    id
                );
                diagnostic = diagnostic.hint(hint);
            }
            for refusal in places.remove(&entity).unwrap_or_default().into_iter().take(N_SHOWN) {
                diagnostic = self.with_place(diagnostic, refusal);
            }
            diagnostics.push(diagnostic);
        }
    }

    /// Where the names of listed entities that nothing names occur and are refused.
    fn explaining_absence(&self) -> BTreeMap<EntityId, Vec<&Refusal>> {
        let mut places: BTreeMap<EntityId, Vec<&Refusal>> = BTreeMap::new();
        if self.listed.is_subset(&self.named) {
            return places;
        }
        for refusal in self.refused.iter().filter(|refusal| refusal.why.explains_absence()) {
            for entity in self.bearers(refusal) {
                if self.listed.contains(&entity) && !self.named.contains(&entity) {
                    places.entry(entity).or_default().push(refusal);
                }
            }
        }
        places
    }

    fn with_place(&self, diagnostic: Diagnostic, refusal: &Refusal) -> Diagnostic {
        let span = span_in(self.speech, refusal.place, &as_usize(&refusal.range));
        let why = refusal.why.words(self.searcher.corpus, self.speech, refusal.place);
        diagnostic.at(span, why)
    }

    /// Notes each name that occurs, is not linked, and seems to be somebody else's or to have the
    /// wrong dates: once a speech, with all its places.
    pub(super) fn unlinked(&self, diagnostics: &mut Diagnostics) {
        let mut told: BTreeMap<u32, Diagnostic> = BTreeMap::new();
        for refusal in self.refused.iter().filter(|refusal| refusal.why.is_told()) {
            let Some(entity) = self.bearers(refusal).into_iter().find(|id| self.is_wanted(*id))
            else {
                continue;
            };
            // Of a listed entity that nothing names `never_named` tells it.
            if self.listed.contains(&entity) && !self.named.contains(&entity) {
                continue;
            }

            let known = told.remove(&refusal.string);
            let diagnostic = known.unwrap_or_else(|| self.not_linked(refusal, entity));
            told.insert(refusal.string, self.with_place(diagnostic, refusal));
        }
        diagnostics.extend(told.into_values());
    }

    fn not_linked(&self, refusal: &Refusal, entity: EntityId) -> Diagnostic {
        let id = &self.searcher.corpus.entity(entity).id;
        let text = refusal.place.text(self.speech);
        let name = text.get(as_usize(&refusal.range)).unwrap_or_default();
        let remedy = match refusal.why {
            Why::OffDate => "where it is meant, give the alias other dates".into(),
            _ => say!("where `{id}` is meant, mark the place: `[{name}](@{id})`", id, name),
        };
        let silence: Message =
            "where somebody else is meant, mark all of the name: `[words](@-)`".into();
        Diagnostic::new(Code::UnlinkedName, say!("`{name}` is not linked to `{id}` here", name, id))
            .hint(say!("{remedy}; {silence}", remedy, silence))
    }

    /// The entities of which a refused string is an alias.
    fn bearers(&self, refusal: &Refusal) -> Vec<EntityId> {
        let mut bearers = Vec::new();
        for claim in self.searcher.names.claims(refusal.string) {
            if let Claim::Alias { entity, .. } = claim {
                bearers.push(*entity);
            }
        }
        bearers
    }

    /// Whether an entity's names are looked for in the speech.
    fn is_wanted(&self, entity: EntityId) -> bool {
        self.searcher.config.auto == Auto::All || self.listed.contains(&entity)
    }
}

/// Reports labels that the table of speakers lacks and entries that no label uses; a speech without
/// a table is left in peace.
pub(super) fn labels(speech: &Speech, diagnostics: &mut Diagnostics) {
    let Some(table) = &speech.speakers else {
        return;
    };

    let mut used = HashSet::new();
    for turn in &speech.body.turns {
        used.insert(fold_name(&turn.label));
        used.insert(fold_name(labels::name(&turn.label)));
    }
    let mut unused: BTreeMap<&str, Vec<&Speaker>> = BTreeMap::new();
    for speaker in table.iter().filter(|speaker| !used.contains(&fold_name(&speaker.label))) {
        unused.entry(&speaker.label).or_default().push(speaker);
    }

    let known = Candidates::of(table.iter().map(|speaker| speaker.label.as_str()));
    let mut reported: HashSet<&str> = HashSet::new();
    for turn in &speech.body.turns {
        if entry(speech, &turn.label).is_none() && reported.insert(&turn.label) {
            let told = unknown_label(speech, &known, turn);
            // The entry that was meant is unused for the same slip.
            let meant = told.meant.as_deref().and_then(|meant| unused.get_mut(meant));
            let meant = meant.and_then(Vec::pop);
            diagnostics.push(match meant {
                Some(meant) => {
                    told.at(Span::new(speech.file, meant.span.clone()), "no turn has this label")
                }
                None => told,
            });
        }
    }
    // Turns are many and labels few.
    let written: BTreeSet<&str> =
        speech.body.turns.iter().map(|turn| turn.label.as_str()).collect();
    let written = Candidates::of(written);
    for speaker in unused.into_values().flatten() {
        diagnostics.push(unused_speaker(speech, speaker, &written));
    }
}

fn unknown_label(speech: &Speech, known: &Candidates<&str>, turn: &Turn) -> Diagnostic {
    let label = &turn.label;
    let message = say!("the label `{label}` is not in `speakers`", label);
    let diagnostic = Diagnostic::new(Code::UnknownSpeaker, message)
        .at(Span::new(speech.file, turn.label_span.clone()), "")
        .perhaps_meant(label, known.nearest(label).copied());
    or_hint(diagnostic, say!("add `{label}: {{as: …}}` to `speakers`", label))
}

fn unused_speaker(speech: &Speech, speaker: &Speaker, written: &Candidates<&str>) -> Diagnostic {
    let label = &speaker.label;
    let diagnostic =
        Diagnostic::new(Code::UnusedSpeaker, say!("no turn has the label `{label}`", label))
            .at(Span::new(speech.file, speaker.span.clone()), "")
            .perhaps_meant(label, written.nearest(label).copied());
    or_hint(diagnostic, "remove it, or mend the label in the text".into())
}

/// The diagnostic with its hint, or with this one where it has none.
fn or_hint(diagnostic: Diagnostic, hint: Message) -> Diagnostic {
    if diagnostic.hints.is_empty() { diagnostic.hint(hint) } else { diagnostic }
}
