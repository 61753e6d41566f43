//! Corpus → mentions: where the texts name the entities, speech by speech, in parallel.
//!
//! **Invariant:** each mention stands once; mentions are sorted by speech, place and range, and do not overlap within a paragraph.
//! **Invariant:** precedence is explicit > the speech's own `as` > an alias dated for the day > the longest name. What is ambiguous is
//! reported and not linked; nothing is guessed.
//! The only room that names the multi-pattern matcher and the segmenter. Does not rewrite text, does not know pages.

mod boundaries;
mod decided;
mod fold;
mod han;
mod labels;
mod names;
mod search;
mod segment;
mod survey;

pub(crate) use fold::{bare, composed, fold_name};
pub(crate) use han::{HanWords, traditional};
pub(crate) use labels::entry as speaker_entry;
pub(crate) use segment::{HanWord, Segmenter};
pub(crate) use survey::{Ambiguous, Sighting, Survey, survey};

use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::Span;
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, EntityId, SpeechId};
use decided::Decided;
use names::{Claim, Names};
use rayon::prelude::*;
use search::Searcher;
use std::ops::Range;
use std::sync::LazyLock;

/// Where in a speech a mention stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the label of the turn with this index.
    Label(u32),
    /// In the paragraph with this index.
    Paragraph(u32),
}

/// How a mention was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Marked in the source.
    Explicit,
    /// A name of an entity in the speech's lists, or under `auto = "all"` of any entity.
    Listed,
    /// A speaker's label.
    Label,
}

impl How {
    /// `explicit`, `listed` or `label`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            How::Explicit => "explicit",
            How::Listed => "listed",
            How::Label => "label",
        }
    }
}

/// An entity named at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The speech version.
    pub speech: SpeechId,
    /// Where in it.
    pub place: Place,
    /// Bytes of the paragraph's text, or of the label, half-open.
    pub range: Range<u32>,
    /// Who is named.
    pub entity: EntityId,
    /// How it was found.
    pub how: How,
    /// Marked in the source as doubtful.
    pub doubtful: bool,
}

/// Whether two names are the same but for typography.
#[must_use]
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    fold::Folding::new(a.trim())
        .map(|folded| folded.c)
        .eq(fold::Folding::new(b.trim()).map(|folded| folded.c))
}

/// Finds every mention.
#[must_use]
pub fn annotate(corpus: &Corpus, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Mention> {
    let names = Names::new(corpus, &config.kinds, diagnostics);
    report_shared(corpus, &names, diagnostics);
    // Not before a Han name is found: a site without any need not pay for the dictionary.
    let judge: LazyLock<han::HanWords> = LazyLock::new(han::HanWords::new);
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    let searcher =
        Searcher { corpus, config, names: &names, judge: &judge, decided: Decided::new(corpus) };
    let found: Vec<(Vec<Mention>, Diagnostics)> =
        ids.par_iter().map(|id| annotate_speech(&searcher, *id)).collect();
    let mut mentions = Vec::new();
    for (of_speech, problems) in found {
        mentions.extend(of_speech);
        diagnostics.append(problems);
    }
    mentions
}

fn annotate_speech(searcher: &Searcher<'_>, id: SpeechId) -> (Vec<Mention>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let speech = searcher.corpus.speech(id);
    let found = searcher.search(id);
    found.ambiguous.iter().for_each(|ambiguous| diagnostics.push(searcher.ambiguous(ambiguous)));
    let mut mentions: Vec<Mention> =
        found.mentions.into_iter().map(|(mention, _)| mention).collect();
    for (turn, person) in labels::people(searcher, speech).into_iter().enumerate() {
        let Some(entity) = person else { continue };
        let length = u32::try_from(speech.body.turns[turn].label.len()).unwrap_or(u32::MAX);
        let place = Place::Label(u32::try_from(turn).unwrap_or(u32::MAX));
        mentions.push(Mention {
            speech: id,
            place,
            range: 0..length,
            entity,
            how: How::Label,
            doubtful: false,
        });
    }
    labels::check(speech, &mut diagnostics);
    if searcher.config.auto != Auto::Off {
        report_never_named(searcher, id, &mentions, &mut diagnostics);
    }
    mentions.sort_by_key(|mention| (mention.place, mention.range.start));
    (mentions, diagnostics)
}

/// Reports entities of a speech's lists that no mention names.
fn report_never_named(
    searcher: &Searcher<'_>,
    id: SpeechId,
    mentions: &[Mention],
    diagnostics: &mut Diagnostics,
) {
    let speech = searcher.corpus.speech(id);
    for listed in speech.lists.iter().flatten() {
        let Some(entity) = searcher.corpus.find_entity(&listed.entity.id) else {
            continue;
        };
        let is_kept = searcher
            .corpus
            .decisions
            .keep
            .iter()
            .any(|kept| kept.entity.id == listed.entity.id && kept.is_about(speech));
        if !is_kept && !mentions.iter().any(|mention| mention.entity == entity) {
            let message = format!("`{}` is listed and never named in the text", listed.entity.id);
            let diagnostic = Diagnostic::new(Code::NeverNamed, message)
                .at(Span::new(speech.file, listed.entity.span.clone()), "");
            diagnostics
                .push(diagnostic.hint("remove it, add the alias that the text uses to the entity, or mark the place: `[words](@id)`"));
        }
    }
}

/// Reports names that two entities share at any one time.
fn report_shared(corpus: &Corpus, names: &Names, diagnostics: &mut Diagnostics) {
    let is_decided = |name: &str| {
        corpus
            .decisions
            .always
            .iter()
            .any(|meaning| meaning.speech.is_none() && same_name(&meaning.name, name))
    };
    for (id, entity) in corpus.entities() {
        for alias in entity.aliases.iter().filter(|alias| alias.auto && !is_decided(&alias.text)) {
            let Some(string) = names.find(&alias.text) else {
                continue;
            };
            let earlier = names.claims(string).iter().filter_map(|claim| match claim {
                Claim::Alias { entity: other, from, until } if *other < id => {
                    Some((*other, from, until))
                }
                _ => None,
            });
            for (other, from, until) in earlier {
                let apart = until.is_some_and(|until| alias.from.is_some_and(|from| until < from))
                    || from.is_some_and(|from| alias.until.is_some_and(|until| until < from));
                if !apart {
                    diagnostics.push(shared(corpus, id, other, &alias.text));
                }
            }
        }
    }
}

fn shared(corpus: &Corpus, id: EntityId, other: EntityId, name: &str) -> Diagnostic {
    let span_of = |id: EntityId| {
        let entity = corpus.entity(id);
        let folded = fold::fold_name(name);
        let span = entity
            .aliases
            .iter()
            .find(|alias| fold::fold_name(&alias.text) == folded)
            .map_or(0..0, |alias| alias.span.clone());
        Span::new(entity.file, span)
    };
    let (this, that) = (&corpus.entity(id).id, &corpus.entity(other).id);
    Diagnostic::new(Code::SharedAlias, format!("`{name}` is a name of `{this}` and of `{that}`"))
        .at(span_of(id), format!("of `{this}`"))
        .at(span_of(other), format!("of `{that}`"))
        .hint("give one of them a date window (`from`, `until`) or `auto: false`; in a speech, `as: […]` says who is meant")
}
