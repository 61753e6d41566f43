//! Who is behind a speaker's label.

use super::fold::fold_name;
use crate::config::{Auto, Config};
use crate::corpus::{Corpus, Entity, EntityId, Speaker, Speech};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::sources::Span;

/// The person behind each turn of `speech`, by turn.
///
/// The speech's own table decides; without an entry a label that is a name of the speech's speaker, or of one person in its lists (with
/// `auto = "all"`, in the whole site), is that person. Nobody is guessed.
pub(super) fn people(corpus: &Corpus, speech: &Speech, config: &Config) -> Vec<Option<EntityId>> {
    speech.body.turns.iter().map(|turn| person(corpus, speech, config, &turn.label)).collect()
}

/// The entry of the speech's table for `label`.
pub(crate) fn entry<'s>(speech: &'s Speech, label: &str) -> Option<&'s Speaker> {
    let label = fold_name(label);
    speech.speakers.as_ref()?.iter().find(|speaker| fold_name(&speaker.label) == label)
}

fn person(corpus: &Corpus, speech: &Speech, config: &Config, label: &str) -> Option<EntityId> {
    if let Some(speaker) = entry(speech, label) {
        return speaker.person.as_ref().and_then(|person| corpus.find_entity(&person.id));
    }
    let label = fold_name(label);
    let is_called_so = |id: &EntityId| {
        let entity = corpus.entity(*id);
        config.kinds.kind(entity.kind).personal && has_name(entity, &label, speech)
    };
    let principal = speech.speaker.as_ref().and_then(|speaker| corpus.find_entity(&speaker.id));
    let listed = || {
        speech.lists.iter().flatten().filter_map(|listed| corpus.find_entity(&listed.entity.id)).filter(is_called_so).collect::<Vec<_>>()
    };
    let all = || corpus.entities().map(|(id, _)| id).filter(is_called_so).collect::<Vec<_>>();
    principal.filter(is_called_so).or_else(|| only(&listed())).or_else(|| if config.auto == Auto::All { only(&all()) } else { None })
}

fn has_name(entity: &Entity, label: &str, speech: &Speech) -> bool {
    entity.aliases.iter().any(|alias| alias.is_valid_on(speech.date) && fold_name(&alias.text) == label)
}

fn only(candidates: &[EntityId]) -> Option<EntityId> {
    match candidates {
        [one] => Some(*one),
        _ => None,
    }
}

/// Reports labels that the table lacks and entries that no label uses; a speech without a table is left in peace.
pub(super) fn check(speech: &Speech, diagnostics: &mut Diagnostics) {
    let Some(table) = &speech.speakers else { return };
    let known: Vec<&str> = table.iter().map(|speaker| speaker.label.as_str()).collect();
    let mut reported: Vec<&str> = Vec::new();
    for turn in &speech.body.turns {
        if entry(speech, &turn.label).is_none() && !reported.contains(&turn.label.as_str()) {
            reported.push(&turn.label);
            let diagnostic = Diagnostic::new(Code::UnknownSpeaker, format!("the label `{}` is not in `speakers`", turn.label))
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
            let diagnostic = Diagnostic::new(Code::UnusedSpeaker, format!("no turn has the label `{}`", speaker.label))
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
