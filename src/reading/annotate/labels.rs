//! Who is behind a speaker's label.

use super::fold::fold_name;
use super::search::Searcher;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::Span;
use crate::reading::config::Auto;
use crate::reading::corpus::{Entity, EntityId, Speaker, Speech};

/// The person behind each turn of `speech`, by turn.
///
/// The speech's own table decides; without an entry that says who it is a label that is a name of the speech's speaker, or of one person in its lists (with
/// `auto = "all"`, in the whole site), is that person. Nobody is guessed.
pub(super) fn people(searcher: &Searcher<'_>, speech: &Speech) -> Vec<Option<EntityId>> {
    speech.body.turns.iter().map(|turn| only(&behind(searcher, speech, &turn.label))).collect()
}

/// The entry of the speech's table for `label`.
pub(crate) fn entry<'s>(speech: &'s Speech, label: &str) -> Option<&'s Speaker> {
    let label = fold_name(label);
    speech.speakers.as_ref()?.iter().find(|speaker| fold_name(&speaker.label) == label)
}

/// Who could be behind `label`: nobody, one, or several that share the name.
pub(super) fn behind(searcher: &Searcher<'_>, speech: &Speech, label: &str) -> Vec<EntityId> {
    let Searcher { corpus, config, names, decided, .. } = searcher;
    if let Some(speaker) = entry(speech, label).filter(|speaker| speaker.says_who()) {
        return speaker.person.iter().filter_map(|person| corpus.find_entity(&person.id)).collect();
    }
    let label = fold_name(label);
    let always = decided.always(&label, speech);
    let is_called_so = |id: &EntityId| {
        let entity = corpus.entity(*id);
        let is_name = || has_name(entity, &label, speech) && !decided.never(&label, *id, speech);
        config.kinds.kind(entity.kind).personal
            && always.map_or_else(is_name, |always| always == *id)
    };
    let principal = speech.speaker.as_ref().and_then(|speaker| corpus.find_entity(&speaker.id));
    let listed = || {
        let mut found: Vec<EntityId> = speech
            .lists
            .iter()
            .flatten()
            .filter_map(|listed| corpus.find_entity(&listed.entity.id))
            .filter(is_called_so)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    if let Some(principal) = principal.filter(is_called_so) {
        return vec![principal];
    }
    let listed = listed();
    if listed.is_empty() && config.auto == Auto::All {
        let bearers = always
            .as_slice()
            .iter()
            .chain(names.bearers(&label).iter().filter(|_| always.is_none()));
        return bearers.copied().filter(is_called_so).collect();
    }
    listed
}

fn has_name(entity: &Entity, label: &str, speech: &Speech) -> bool {
    entity
        .aliases
        .iter()
        .any(|alias| alias.is_valid_on(speech.date) && fold_name(&alias.text) == label)
}

fn only(candidates: &[EntityId]) -> Option<EntityId> {
    match candidates {
        [one] => Some(*one),
        _ => None,
    }
}

/// Reports labels that the table lacks and entries that no label uses; a speech without a table is left in peace.
pub(super) fn check(speech: &Speech, diagnostics: &mut Diagnostics) {
    let Some(table) = &speech.speakers else {
        return;
    };
    let known: Vec<&str> = table.iter().map(|speaker| speaker.label.as_str()).collect();
    let mut reported: Vec<&str> = Vec::new();
    for turn in &speech.body.turns {
        if entry(speech, &turn.label).is_none() && !reported.contains(&turn.label.as_str()) {
            reported.push(&turn.label);
            let diagnostic = Diagnostic::new(
                Code::UnknownSpeaker,
                format!("the label `{}` is not in `speakers`", turn.label),
            )
            .at(Span::new(speech.file, turn.label_span.clone()), "")
            .did_you_mean(&turn.label, known.iter().copied());
            diagnostics.push(if diagnostic.hints.is_empty() {
                diagnostic.hint(format!("add `{}: {{as: …}}` to `speakers`", turn.label))
            } else {
                diagnostic
            });
        }
    }
    for speaker in table {
        let label = fold_name(&speaker.label);
        if !speech.body.turns.iter().any(|turn| fold_name(&turn.label) == label) {
            let diagnostic = Diagnostic::new(
                Code::UnusedSpeaker,
                format!("no turn has the label `{}`", speaker.label),
            )
            .at(Span::new(speech.file, speaker.span.clone()), "")
            .did_you_mean(&speaker.label, speech.body.turns.iter().map(|turn| turn.label.as_str()));
            diagnostics.push(if diagnostic.hints.is_empty() {
                diagnostic.hint("remove it, or mend the label in the text")
            } else {
                diagnostic
            });
        }
    }
}
