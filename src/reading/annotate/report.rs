//! What an author is told of names: shared, ambiguous, listed and never used, and labels that the
//! table lacks.
//!
//! Every hint is an edit that works as it is written.

use super::labels::entry;
use super::mention::{Ambiguous, Mention, Place, as_usize};
use super::names::{Claim, Names};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::{fold_name, same_name};
use crate::base::sources::Span;
use crate::reading::corpus::{Alias, Corpus, Entity, EntityId, Speaker, Speech, Turn};
use crate::reading::labels;

/// Reports names that two entities share at any one time.
pub(super) fn shared_names(corpus: &Corpus, names: &Names, diagnostics: &mut Diagnostics) {
    let decided = &corpus.decisions.always;
    for (id, entity) in corpus.entities() {
        for alias in entity.aliases.iter().filter(|alias| alias.auto) {
            let is_decided = decided
                .iter()
                .any(|meaning| meaning.speech.is_none() && same_name(&meaning.name, &alias.text));
            let Some(string) = names.find(&alias.text).filter(|_| !is_decided) else {
                continue;
            };

            for claim in names.claims(string) {
                // Of two entities the later reports, so that each pair is told once.
                if let Claim::Alias { entity, .. } = claim
                    && *entity < id
                    && meet(claim, alias)
                {
                    diagnostics.push(shared(corpus, id, *entity, &alias.text));
                }
            }
        }
    }
}

/// Whether there is a day on which both the name that is claimed and the alias are used.
fn meet(claim: &Claim, alias: &Alias) -> bool {
    let Claim::Alias { from, until, .. } = claim else {
        return false;
    };
    let ends_before = until.is_some_and(|until| alias.from.is_some_and(|from| until < from));
    let begins_after = from.is_some_and(|from| alias.until.is_some_and(|until| until < from));
    !ends_before && !begins_after
}

fn shared(corpus: &Corpus, id: EntityId, other: EntityId, name: &str) -> Diagnostic {
    let (this, that) = (corpus.entity(id), corpus.entity(other));
    let (this_id, that_id) = (&this.id, &that.id);
    let message = format!("`{name}` is a name of `{this_id}` and of `{that_id}`");
    Diagnostic::new(Code::SharedAlias, message)
        .at(span_of_name(this, name), format!("of `{this_id}`"))
        .at(span_of_name(that, name), format!("of `{that_id}`"))
        .hint("give one of them a date window (`from`, `until`) or `auto: false`; in a speech, `as: […]` says who is meant")
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

/// Reports entities of a speech's lists that no mention names.
pub(super) fn never_named(
    corpus: &Corpus,
    speech: &Speech,
    mentions: &[Mention],
    diagnostics: &mut Diagnostics,
) {
    for listed in speech.lists.iter().flatten() {
        let id = &listed.entity.id;
        let Some(entity) = corpus.find_entity(id) else {
            continue;
        };
        let is_named = mentions.iter().any(|mention| mention.entity == entity);
        let keep = &corpus.decisions.keep;
        let is_kept = || keep.iter().any(|kept| kept.entity.id == *id && kept.is_about(speech));
        if is_named || is_kept() {
            continue;
        }

        let message = format!("`{id}` is listed and never named in the text");
        diagnostics.push(
            Diagnostic::new(Code::NeverNamed, message)
                .at(Span::new(speech.file, listed.entity.span.clone()), "")
                .hint("remove it, add the alias that the text uses to the entity, or mark the place: `[words](@id)`"),
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
