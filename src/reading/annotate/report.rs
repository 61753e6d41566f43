//! What an author is told of names: shared, ambiguous, listed and never used, and labels that the
//! table lacks.
//!
//! Every hint is an edit that works as it is written.

use super::labels::entry;
use super::mention::{Ambiguous, Mention, Place, as_usize};
use super::names::{Claim, Names};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::{fold_name, same_name};
use crate::base::sources::Span;
use crate::reading::corpus::{Alias, Corpus, Entity, EntityId, Speaker, Speech, Turn};
use crate::reading::labels;

/// Reports names that several entities share at any one time, each name once.
pub(super) fn shared_names(corpus: &Corpus, names: &Names, diagnostics: &mut Diagnostics) {
    for (name, claims) in names.all() {
        let sharing = at_one_time(claims);
        let Some(last) = sharing.last() else {
            continue;
        };

        // As the last of them writes it.
        let is_it = |alias: &&Alias| alias.auto && fold_name(&alias.text) == name;
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
        (0, Some((last, others))) => format!("of {} and of {last}", others.join(", of ")),
        (n_more, _) => format!("of {} and {n_more} more", ids.join(", of ")),
    };

    let mut diagnostic =
        Diagnostic::new(Code::SharedAlias, format!("`{name}` is a name {of_whom}"));
    // The later ones are those that were added.
    for entity in shown.iter().rev() {
        let entity = corpus.entity(*entity);
        diagnostic = diagnostic.at(span_of_name(entity, name), format!("of `{}`", entity.id));
    }
    diagnostic.hint("give all but one of them a date window (`from`, `until`) or `auto: false`; in a speech, `as: […]` says who is meant")
}

fn span_of_name(entity: &Entity, name: &str) -> Span {
    let alias = entity.aliases.iter().find(|alias| same_name(&alias.text, name));
    Span::new(entity.file, alias.map_or(0..0, |alias| alias.span.clone()))
}

/// Says that a name could be several.
pub(super) fn ambiguous(corpus: &Corpus, ambiguous: &Ambiguous) -> Diagnostic {
    let speech = corpus.speech(ambiguous.speech);
    let range = as_usize(&ambiguous.range);
    let source = match ambiguous.place {
        Place::Label(turn) => speech.body.turns[turn as usize].label_span.clone(),
        Place::Paragraph(index) => speech.body.paragraphs[index as usize].source_range(&range),
    };
    // A label is ambiguous as a whole.
    let name = match ambiguous.place {
        Place::Label(_) => ambiguous.place.text(speech),
        Place::Paragraph(_) => &ambiguous.place.text(speech)[range],
    };

    let ids: Vec<&str> =
        ambiguous.entities.iter().map(|entity| corpus.entity(*entity).id.as_str()).collect();
    let message = format!("`{name}` could be `{}`", ids.join("` or `"));
    let first = ids[0];
    Diagnostic::new(Code::AmbiguousName, message)
        .at(Span::new(speech.file, source), "not linked")
        .hint(format!("say it for the whole speech, `{{id: {first}, as: [{name}]}}`, or for this place, `[{name}](@{first})`"))
}

/// Reports entities of a speech's lists that no mention names; `ambiguous` are those whose name may
/// be another's.
pub(super) fn never_named(
    corpus: &Corpus,
    speech: &Speech,
    mentions: &[Mention],
    ambiguous: &[EntityId],
    diagnostics: &mut Diagnostics,
) {
    // A text that is missing was told.
    if speech.body.paragraphs.is_empty() {
        return;
    }
    for listed in speech.lists.iter().flatten() {
        let id = &listed.entity.id;
        let Some(entity) = corpus.find_entity(id) else {
            continue;
        };
        // What was told of the entity, or of its name in this text, is why it is not found.
        if corpus.entity(entity).is_doubted || ambiguous.contains(&entity) {
            continue;
        }
        let is_named = mentions.iter().any(|mention| mention.entity == entity);
        let keep = &corpus.decisions.keep;
        let is_kept = || keep.iter().any(|kept| kept.entity.id == *id && kept.is_about(speech));
        if is_named || is_kept() {
            continue;
        }

        let is_speaker = speech.speaker.iter().any(|speaker| speaker.id == *id);
        let shown = if is_speaker { "" } else { ": the speech is shown as about it" };
        let message = format!("`{id}` is listed and never named in the text{shown}");
        diagnostics.push(
            Diagnostic::new(Code::NeverNamed, message)
                .at(Span::new(speech.file, listed.entity.span.clone()), "")
                .hint("if the text does name it, add the alias that the text uses to the entity, or mark the place: `[words](@id)`"),
        );
    }
}

/// Reports labels that the table of speakers lacks and entries that no label uses; a speech without
/// a table is left in peace.
pub(super) fn labels(speech: &Speech, diagnostics: &mut Diagnostics) {
    let Some(table) = &speech.speakers else {
        return;
    };

    let mut reported: Vec<&str> = Vec::new();
    for turn in &speech.body.turns {
        if entry(speech, &turn.label).is_none() && !reported.contains(&turn.label.as_str()) {
            reported.push(&turn.label);
            diagnostics.push(unknown_label(speech, table, turn));
        }
    }

    for speaker in table {
        let label = fold_name(&speaker.label);
        let is_used = |turn: &Turn| {
            fold_name(&turn.label) == label || fold_name(labels::name(&turn.label)) == label
        };
        if !speech.body.turns.iter().any(is_used) {
            diagnostics.push(unused_speaker(speech, speaker));
        }
    }
}

fn unknown_label(speech: &Speech, table: &[Speaker], turn: &Turn) -> Diagnostic {
    let label = &turn.label;
    let known = table.iter().map(|speaker| speaker.label.as_str());
    let message = format!("the label `{label}` is not in `speakers`");
    let diagnostic = Diagnostic::new(Code::UnknownSpeaker, message)
        .at(Span::new(speech.file, turn.label_span.clone()), "")
        .did_you_mean(label, known);
    or_hint(diagnostic, format!("add `{label}: {{as: …}}` to `speakers`"))
}

fn unused_speaker(speech: &Speech, speaker: &Speaker) -> Diagnostic {
    let label = &speaker.label;
    let written = speech.body.turns.iter().map(|turn| turn.label.as_str());
    let diagnostic =
        Diagnostic::new(Code::UnusedSpeaker, format!("no turn has the label `{label}`"))
            .at(Span::new(speech.file, speaker.span.clone()), "")
            .did_you_mean(label, written);
    or_hint(diagnostic, "remove it, or mend the label in the text".to_owned())
}

/// The diagnostic with its hint, or with this one where it has none.
fn or_hint(diagnostic: Diagnostic, hint: String) -> Diagnostic {
    if diagnostic.hints.is_empty() { diagnostic.hint(hint) } else { diagnostic }
}
