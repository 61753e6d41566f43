//! Keyword in context: every mention of an entity in its sentence, grouped by speech; and how long
//! lists of them are cut.
//!
//! **Invariant:** over all pages of an entity in one language, each mention of that language's
//! edition is listed exactly once by year, and the newest once more on the first page where the list
//! is cut.

use super::context::PageContext;
use super::views::{KwicGroup, KwicLine, ParagraphLink};
use crate::base::letters::{beginning_within, cells, ending_within, is_spaced};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, LangIndex, number};
use crate::reading::labels;

/// Cells of the text on either side.
const WINDOW: usize = 43;

/// The mentions of one entity in one speech, or a piece of them.
pub(super) struct Group<'g> {
    pub(super) speech: SpeechId,
    pub(super) mentions: Vec<&'g Mention>,
    /// Mentions in the pieces before.
    n_before: usize,
}

impl Group<'_> {
    pub(super) fn year(&self, graph: &Graph) -> i16 {
        graph.corpus.speech(self.speech).date.year()
    }

    fn stretch(&self) -> Stretch {
        let Group { speech, n_before, .. } = *self;
        Stretch { speech, n_before, n_mentions: self.mentions.len() }
    }
}

/// The mentions of an entity in what readers of one language are shown, newest speech first; labels
/// left out.
pub(super) fn by_speech(graph: &Graph, lang: LangIndex, entity: EntityId) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for mention in graph.mentions_of(entity) {
        if mention.how == How::Label || !graph.is_counted(mention.speech, lang) {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.speech == mention.speech => group.mentions.push(mention),
            _ => {
                groups.push(Group { speech: mention.speech, mentions: vec![mention], n_before: 0 })
            }
        }
    }
    groups.sort_by_key(|group| graph.work_id_of(group.speech));
    groups
}

/// The mentions of an entity in one speech, labels left out.
fn in_speech(graph: &Graph, entity: EntityId, speech: SpeechId) -> impl Iterator<Item = &Mention> {
    graph.mentions_of_in(entity, speech).filter(|mention| mention.how != How::Label)
}

/// The same groups, of which those with more than `limit` mentions are in pieces.
pub(super) fn in_pieces<'g>(groups: &[Group<'g>], limit: usize) -> Vec<Group<'g>> {
    let mut pieces = Vec::with_capacity(groups.len());
    for group in groups {
        for (number, mentions) in group.mentions.chunks(limit.max(1)).enumerate() {
            let n_before = number * limit;
            pieces.push(Group { speech: group.speech, mentions: mentions.to_vec(), n_before });
        }
    }
    pieces
}

/// A page of the mentions of one year: all of them, or a part where they are many.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) year: i16,
    /// From 1.
    pub(super) part: usize,
    pub(super) n_mentions: usize,
    /// Newest first.
    stretches: Vec<Stretch>,
}

/// The mentions of one speech that are on a page.
#[derive(Debug)]
struct Stretch {
    speech: SpeechId,
    n_before: usize,
    n_mentions: usize,
}

impl Cut {
    /// The mentions on the page. Those of other pages are not looked at: as long as each page looked
    /// at all, an archive ten times as large took sixteen times as long.
    pub(super) fn groups<'g>(&self, graph: &'g Graph, entity: EntityId) -> Vec<Group<'g>> {
        let group = |stretch: &Stretch| {
            let Stretch { speech, n_before, n_mentions } = *stretch;
            let mentions = in_speech(graph, entity, speech).skip(n_before).take(n_mentions);
            Group { speech, mentions: mentions.collect(), n_before }
        };
        self.stretches.iter().map(group).collect()
    }
}

/// The pages of years that an entity's mentions are cut into, newest first; none where they fit on
/// one page.
pub(super) fn cuts(graph: &Graph, lang: LangIndex, entity: EntityId) -> Vec<Cut> {
    let limit = graph.config.mentions_per_page;
    if graph.edition(lang).tallies[entity.0 as usize].n_mentions <= limit {
        return Vec::new();
    }

    let groups = in_pieces(&by_speech(graph, lang, entity), limit);
    let mut cuts = Vec::new();
    // Newest first, so those of a year are side by side.
    for of_year in groups.chunk_by(|a, b| a.year(graph) == b.year(graph)) {
        let year = of_year[0].year(graph);
        for (part, groups) in (1..).zip(chunks(of_year, limit)) {
            cuts.push(Cut {
                year,
                part,
                n_mentions: groups.iter().map(|group| group.mentions.len()).sum(),
                stretches: groups.iter().map(Group::stretch).collect(),
            });
        }
    }
    cuts
}

/// Cuts groups into runs of at most `limit` mentions. A group stays whole, so one with more is a run
/// of its own.
pub(super) fn chunks<'c, 'g>(groups: &'c [Group<'g>], limit: usize) -> Vec<&'c [Group<'g>]> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut room = limit;

    for (at, group) in groups.iter().enumerate() {
        if at > start && group.mentions.len() > room {
            chunks.push(&groups[start..at]);
            start = at;
            room = limit;
        }
        room = room.saturating_sub(group.mentions.len());
    }
    if start < groups.len() {
        chunks.push(&groups[start..]);
    }
    chunks
}

impl PageContext<'_> {
    /// One speech's mentions as lines.
    pub(super) fn kwic_group(&self, group: &Group<'_>) -> KwicGroup {
        let mut lines = Vec::new();
        if self.wants("lines") {
            lines.extend(group.mentions.iter().map(|mention| self.kwic_line(mention)));
        }
        let lang = &self.graph.corpus.speech(group.speech).lang;
        let n_mentions = match group.mentions.first() {
            Some(mention) => in_speech(self.graph, mention.entity, group.speech).count(),
            None => 0,
        };
        KwicGroup { lang: lang.tag().to_owned(), speech: self.row(group.speech), n_mentions, lines }
    }

    fn kwic_line(&self, mention: &Mention) -> KwicLine {
        let speech = self.graph.corpus.speech(mention.speech);
        let text = self.graph.text_around(mention);
        let (start, end) = (mention.range.start as usize, mention.range.end as usize);
        let turn = match mention.place {
            Place::Label(turn) => Some(turn),
            Place::Paragraph(index) => speech.body.paragraphs[index as usize].said_in(),
        };
        let speaker = match turn {
            Some(turn) => {
                labels::without_time(&speech.body.turns[turn as usize].label).into_owned()
            }
            None => String::new(),
        };

        let anchor = self.graph.anchor_of(mention);
        let page = self.href(&self.graph.speech_route(mention.speech));
        KwicLine {
            before: window_before(&text[..start], WINDOW),
            surface: text[start..end].replace('\n', " "),
            after: window_after(&text[end..], WINDOW),
            paragraph: ParagraphLink { number: number(anchor), href: format!("{page}#{anchor}") },
            speaker,
            turn: self.graph.turn_word(mention),
            doubtful: mention.doubtful,
        }
    }
}

/// The end of `text` that fits into a window of so many cells, cut at a word.
fn window_before(text: &str, window: usize) -> String {
    let start = ending_within(text, window, cells);
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

/// The beginning of `text` that fits into a window of so many cells, cut at a word.
pub(super) fn window_after(text: &str, window: usize) -> String {
    let end = beginning_within(text, window, cells);
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
            WINDOW,
        );
        assert_eq!(before, "…since the spring and they now ask that ");
        assert_eq!(window_before("We met ", WINDOW), "We met ");
        let after = window_after(
            "在新的历史起点上继续推进各项工作，并同各方一道努力，共同维护地区的和平与稳定。",
            WINDOW,
        );
        assert_eq!(after.chars().count(), 22);
        assert!(after.ends_with('…'));
    }
}
