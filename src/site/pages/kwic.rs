//! Keyword in context: every mention of an entity in its sentence, grouped by speech; and how long
//! lists of them are cut.
//!
//! **Invariant:** over all pages of an entity in one language, each mention of that language's
//! edition stands exactly once by year, and the newest once more on the first page where the list
//! is cut.

use super::context::PageContext;
use super::views::{KwicGroup, KwicLine, ParagraphLink};
use crate::base::letters::{beginning_within, cells, ending_within, is_spaced};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, LangIndex, number};
use std::collections::BTreeMap;

/// Cells of the text on either side.
const WINDOW: usize = 43;

/// The mentions of an entity in what readers of one language are shown, by speech, newest first;
/// labels left out.
pub(super) fn by_speech(
    graph: &Graph,
    lang: LangIndex,
    entity: EntityId,
) -> Vec<(SpeechId, Vec<&Mention>)> {
    let versions = &graph.edition(lang).versions;
    let is_shown = |mention: &&Mention| {
        mention.how != How::Label
            && versions[graph.work_id_of(mention.speech).0 as usize] == mention.speech
    };
    let mut groups: Vec<(SpeechId, Vec<&Mention>)> = Vec::new();
    for mention in graph.mentions_of(entity).filter(is_shown) {
        match groups.last_mut() {
            Some((speech, mentions)) if *speech == mention.speech => mentions.push(mention),
            _ => groups.push((mention.speech, vec![mention])),
        }
    }
    groups.sort_by_key(|(speech, _)| graph.work_id_of(*speech));
    groups
}

/// How many mentions there are by year, newest first.
pub(super) fn by_year(groups: &[(SpeechId, Vec<&Mention>)], graph: &Graph) -> Vec<(i16, usize)> {
    let mut years: BTreeMap<std::cmp::Reverse<i16>, usize> = BTreeMap::new();
    for (speech, mentions) in groups {
        *years.entry(std::cmp::Reverse(graph.corpus.speech(*speech).date.year())).or_default() +=
            mentions.len();
    }
    years.into_iter().map(|(year, count)| (year.0, count)).collect()
}

/// The pages of years and parts that an entity's mentions are cut into; none where they fit on one
/// page.
pub(super) fn year_pages(graph: &Graph, lang: LangIndex, entity: EntityId) -> Vec<(i16, usize)> {
    let limit = graph.config.mentions_per_page;
    if graph.edition(lang).tallies[entity.0 as usize].n_mentions <= limit {
        return Vec::new();
    }
    let groups = by_speech(graph, lang, entity);
    let parts = |(year, _): (i16, usize)| {
        let of_year: Vec<_> = groups
            .iter()
            .filter(|(speech, _)| graph.corpus.speech(*speech).date.year() == year)
            .collect();
        (1..=chunks(&of_year, limit).len()).map(move |part| (year, part)).collect::<Vec<_>>()
    };
    by_year(&groups, graph).into_iter().flat_map(parts).collect()
}

/// Cuts groups into runs of at most `limit` mentions, whole speeches together.
pub(super) fn chunks<'g, 'm>(
    groups: &[&'g (SpeechId, Vec<&'m Mention>)],
    limit: usize,
) -> Vec<Vec<&'g (SpeechId, Vec<&'m Mention>)>> {
    let mut chunks: Vec<Vec<&(SpeechId, Vec<&Mention>)>> = Vec::new();
    let mut room = 0;
    for group in groups {
        if chunks.is_empty() || group.1.len() > room {
            chunks.push(Vec::new());
            room = limit;
        }
        room = room.saturating_sub(group.1.len());
        chunks.last_mut().into_iter().for_each(|chunk| chunk.push(group));
    }
    chunks
}

impl PageContext<'_> {
    /// One speech's mentions as lines.
    pub(super) fn kwic_group(&self, speech: SpeechId, mentions: &[&Mention]) -> KwicGroup {
        let lines = if self.wants("lines") {
            mentions.iter().map(|mention| self.kwic_line(mention)).collect()
        } else {
            Vec::new()
        };
        KwicGroup { speech: self.row(speech), lines }
    }

    fn kwic_line(&self, mention: &Mention) -> KwicLine {
        let speech = self.graph.corpus.speech(mention.speech);
        let text = self.graph.text_around(mention);
        let (start, end) = (mention.range.start as usize, mention.range.end as usize);
        let anchor = self.graph.anchor_of(mention);
        let turn = match mention.place {
            Place::Label(turn) => Some(turn),
            Place::Paragraph(index) => speech.body.paragraphs[index as usize].turn,
        };
        KwicLine {
            before: window_before(&text[..start]),
            surface: text[start..end].replace('\n', " "),
            after: window_after(&text[end..]),
            lang: speech.lang.tag().to_owned(),
            paragraph: ParagraphLink {
                number: number(anchor),
                href: format!("{}#{anchor}", self.href(&self.graph.speech_route(mention.speech))),
            },
            speaker: turn
                .map(|turn| speech.body.turns[turn as usize].label.clone())
                .unwrap_or_default(),
            turn: self.graph.turn_word(mention),
            doubtful: mention.doubtful,
        }
    }
}

/// The end of `text` that fits the window, cut at a word.
fn window_before(text: &str) -> String {
    let start = ending_within(text, WINDOW, cells);
    if start == 0 {
        return text.replace('\n', " ");
    }
    // Cut inside a word only where there is no other place.
    let inside_word = text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
        && text[start..].starts_with(is_spaced);
    let start = if inside_word {
        text[start..].find(' ').map_or(start, |at| start + at + 1)
    } else {
        start
    };
    format!("…{}", text[start..].trim_start().replace('\n', " "))
}

/// The beginning of `text` that fits the window, cut at a word.
fn window_after(text: &str) -> String {
    let end = beginning_within(text, WINDOW, cells);
    if end == text.len() {
        return text.replace('\n', " ");
    }
    let inside_word = text[end..].starts_with(char::is_alphanumeric)
        && text[..end].chars().next_back().is_some_and(is_spaced);
    let end = if inside_word { text[..end].rfind(' ').unwrap_or(end) } else { end };
    format!("{}…", text[..end].trim_end().replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_cut_at_words_and_characters() {
        let before = window_before(
            "The working groups have met twice since the spring and they now ask that ",
        );
        assert_eq!(before, "…since the spring and they now ask that ");
        assert_eq!(window_before("We met "), "We met ");
        let after = window_after(
            "在新的历史起点上继续推进各项工作，并同各方一道努力，共同维护地区的和平与稳定。",
        );
        assert_eq!(after.chars().count(), 22);
        assert!(after.ends_with('…'));
    }
}
