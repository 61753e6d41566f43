//! Mentions → which of them are links, by the policy of the site and of the lists.
//!
//! **Invariant:** an explicit mention is always a link; a label never is, because its line has a
//! link already; nor is a name in the words of a link.

use super::turns::{self, SpeechTurns};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::config::{Config, LinkPolicy};
use crate::reading::corpus::{Corpus, EntityId, MarkKind, Speech};
use std::collections::HashSet;

/// Whether each mention is a link; `turns` are those of each speech.
pub(super) fn links(
    config: &Config,
    corpus: &Corpus,
    mentions: &[Mention],
    turns: &[SpeechTurns],
) -> Vec<bool> {
    let mut linked = Vec::with_capacity(mentions.len());

    for of_speech in mentions.chunk_by(|a, b| a.speech == b.speech) {
        let id = of_speech[0].speech;
        let speech = corpus.speech(id);
        let stretches = turns::stretches(speech, &turns[id.0 as usize]);
        let mut seen: HashSet<(EntityId, u32)> = HashSet::new();

        for mention in of_speech {
            let Place::Paragraph(paragraph) = mention.place else {
                linked.push(false);
                continue;
            };
            if is_in_link(speech, paragraph, mention) {
                linked.push(false);
                continue;
            }
            let stretch = match policy(config, corpus, speech, mention.entity) {
                LinkPolicy::All => {
                    linked.push(true);
                    continue;
                }
                LinkPolicy::FirstPerParagraph => paragraph,
                LinkPolicy::FirstPerExchange => stretches[paragraph as usize],
                LinkPolicy::FirstPerSpeech => 0,
            };
            let is_first = seen.insert((mention.entity, stretch));
            linked.push(is_first || mention.how == How::Explicit);
        }
    }
    linked
}

/// Whether a mention touches a link that the text has already.
fn is_in_link(speech: &Speech, paragraph: u32, mention: &Mention) -> bool {
    let marks = &speech.body.paragraphs[paragraph as usize].marks;
    marks.iter().any(|mark| {
        matches!(mark.kind, MarkKind::Link { .. })
            && mark.range.start < mention.range.end
            && mention.range.start < mark.range.end
    })
}

/// What a speech's lists say about an entity, else what the site says.
fn policy(config: &Config, corpus: &Corpus, speech: &Speech, entity: EntityId) -> LinkPolicy {
    let id = &corpus.entity(entity).id;
    let listed = speech.lists.iter().flatten().find(|listed| listed.entity.id == *id);
    listed.and_then(|listed| listed.link).unwrap_or(config.link)
}
