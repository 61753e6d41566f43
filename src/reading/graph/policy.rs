//! Mentions → which of them are links, by the policy of the site and of the lists.
//!
//! **Invariant:** an explicit mention is always a link; a label never is, because its line has a
//! link already; nor is a name in the words of a link.

use super::turns::{self, SpeechTurns};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::config::{Config, LinkPolicy};
use crate::reading::corpus::{Corpus, EntityId, MarkKind, Speech, SpeechId};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// Whether each mention is a link; `turns` are those of each speech.
pub(super) fn links(
    config: &Config,
    corpus: &Corpus,
    mentions: &[Mention],
    turns: &[SpeechTurns],
) -> Vec<bool> {
    let speeches: Vec<&[Mention]> = mentions.chunk_by(|a, b| a.speech == b.speech).collect();
    let of_speech = |mentions: &&[Mention]| {
        let id = mentions[0].speech;
        links_of_speech(config, corpus, id, mentions, &turns[id.0 as usize])
    };
    let linked: Vec<Vec<bool>> = speeches.par_iter().map(of_speech).collect();
    linked.concat()
}

fn links_of_speech(
    config: &Config,
    corpus: &Corpus,
    id: SpeechId,
    mentions: &[Mention],
    turns: &SpeechTurns,
) -> Vec<bool> {
    let speech = corpus.speech(id);
    let stretches = turns::stretches(speech, turns);
    let policies = listed_policies(corpus, speech);
    let mut seen: HashSet<(EntityId, u32)> = HashSet::new();
    let mut written = WrittenLinks::default();

    let mut linked = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let Place::Paragraph(paragraph) = mention.place else {
            linked.push(false);
            continue;
        };
        written.enter(speech, paragraph);
        if written.touch(&mention.range) {
            linked.push(false);
            continue;
        }
        let policy = policies.get(&mention.entity).copied().unwrap_or(config.link);
        let stretch = match policy {
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
    linked
}

/// The links that a paragraph has in its text already. They do not overlap, and are collected once a
/// paragraph: one may have as many of them as of mentions.
#[derive(Default)]
struct WrittenLinks {
    paragraph: Option<u32>,
    /// Bytes of the text, in order.
    ranges: Vec<Range<u32>>,
}

impl WrittenLinks {
    fn enter(&mut self, speech: &Speech, paragraph: u32) {
        if self.paragraph == Some(paragraph) {
            return;
        }

        let marks = speech.body.paragraphs[paragraph as usize].marks.iter();
        let links = marks.filter(|mark| matches!(mark.kind, MarkKind::Link { .. }));
        self.ranges.clear();
        self.ranges.extend(links.map(|mark| mark.range.clone()));
        self.paragraph = Some(paragraph);
    }

    fn touch(&self, range: &Range<u32>) -> bool {
        let next = self.ranges.partition_point(|link| link.end <= range.start);
        self.ranges.get(next).is_some_and(|link| link.start < range.end)
    }
}

/// What a speech's lists say about entities; of one that is listed twice, the first says it.
fn listed_policies(corpus: &Corpus, speech: &Speech) -> BTreeMap<EntityId, LinkPolicy> {
    let mut policies: BTreeMap<EntityId, Option<LinkPolicy>> = BTreeMap::new();
    for listed in speech.lists.iter().flatten() {
        if let Some(entity) = corpus.find_entity(&listed.entity.id) {
            policies.entry(entity).or_insert(listed.link);
        }
    }
    policies.into_iter().filter_map(|(entity, policy)| Some((entity, policy?))).collect()
}
