//! Two versions of a speech side by side: turn beside turn, paragraph beside paragraph, and what
//! one names and the other does not.
//!
//! **Invariant:** each block of either version is in exactly one row, in its order. Turns are
//! paired by their place, blocks within them by their place where both have as many, else between
//! headings, else all together: nothing is paired by guess.

use super::context::{PageContext, direction};
use super::views::{
    PageView, PairView, ParallelRow, ParallelSection, ParallelView, SideView, TextView, View,
};
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::{Block, Document, EntityId, Flow, SpeechId};
use crate::site::html::Scribe;
use std::collections::BTreeSet;

/// A turn, or the blocks before, between and after turns.
struct Stretch<'d> {
    turn: Option<u32>,
    blocks: Vec<&'d Block>,
}

/// A stretch of each version; one may have no counterpart.
struct Pair<'p, 'd> {
    left: Option<&'p Stretch<'d>>,
    right: Option<&'p Stretch<'d>>,
}

/// Blocks of each version that are shown beside one another.
struct Row<'b> {
    left: Vec<&'b Block>,
    right: Vec<&'b Block>,
}

/// One version with what writes its blocks.
struct Side<'d> {
    id: SpeechId,
    scribe: Scribe<'d>,
    stretches: Vec<Stretch<'d>>,
    /// Whether each turn is set as one with the turn before it.
    continued: Vec<bool>,
}

impl PageContext<'_> {
    /// Two versions of a speech, the one in the page's language first.
    pub(super) fn parallel(&self, left: SpeechId, right: SpeechId) -> (PageView, View) {
        let (speech, counterpart) =
            (self.graph.corpus.speech(left), self.graph.corpus.speech(right));

        let title = format!("{} ({} / {})", speech.title, speech.lang, counterpart.lang);
        let mut head = self.head(&title, "");
        speech.lang.tag().clone_into(&mut head.lang);
        head.dir = direction(&speech.lang);
        head.og_type = "article";
        head.no_index = speech.draft || counterpart.draft;
        head.named = self.named_in_versions([left, right]);
        let back_in = self.graph.interface_of(right);
        if back_in != self.lang {
            let back = self.graph.parallel_route(right, left);
            self.set_alternates(&mut head, &[(back_in, back)]);
        }

        let (one, other) = (self.side(left), self.side(right));
        let mut sections = Vec::new();
        let mut n_differences = 0;
        for (index, pair) in paired(&one.stretches, &other.stretches).iter().enumerate() {
            let section = self.section(index, &one, &other, pair);
            n_differences += section.only_left.len() + section.only_right.len();
            sections.push(section);
        }

        let view = ParallelView {
            date: self.speech_date(speech),
            left: self.side_view(left),
            right: self.side_view(right),
            others: self.other_pairs(left, right),
            n_differences,
            sections,
        };
        (head, View::Parallel(view))
    }

    fn side(&self, id: SpeechId) -> Side<'_> {
        let speech = self.graph.corpus.speech(id);
        let path = &self.sources.file(speech.file).path;
        let (route, table) = (self.page.route.clone(), self.strings.text("table"));
        Side {
            id,
            scribe: Scribe::of_speech_on(self.graph, path, id, route, self.lang, table)
                .with_renditions(&self.pages.renditions),
            stretches: stretches(&speech.body),
            continued: self.continued(id, &self.graph.behind_labels(id)),
        }
    }

    fn side_view(&self, id: SpeechId) -> SideView {
        let speech = self.graph.corpus.speech(id);
        SideView {
            title: speech.title.clone(),
            lang: speech.lang.tag().to_owned(),
            lang_label: speech.lang.endonym().to_owned(),
            href: self.href(&self.graph.speech_route(id)),
        }
    }

    /// Every other pair with the version on the left, and this pair the other way round.
    fn other_pairs(&self, left: SpeechId, right: SpeechId) -> Vec<PairView> {
        let language = |id: SpeechId| {
            let lang = &self.graph.corpus.speech(id).lang;
            TextView { lang: lang.tag().to_owned(), text: lang.endonym().to_owned() }
        };
        let pair = |one: SpeechId, other: SpeechId| PairView {
            left: language(one),
            right: language(other),
            href: self.href(&self.graph.parallel_route(one, other)),
        };

        let mut pairs = Vec::new();
        for other in self.graph.set_beside(left) {
            if other != right {
                pairs.push(pair(left, other));
            }
        }
        pairs.push(pair(right, left));
        pairs
    }

    fn section(
        &self,
        index: usize,
        one: &Side<'_>,
        other: &Side<'_>,
        pair: &Pair<'_, '_>,
    ) -> ParallelSection {
        let turn = pair.left.and_then(|stretch| stretch.turn);
        let id = match turn {
            Some(turn) => self.graph.anchors(one.id).turns[turn as usize].to_string(),
            None => format!("s{}", index + 1),
        };

        let mut rows = Vec::new();
        for row in aligned(blocks(pair.left), blocks(pair.right)) {
            rows.push(ParallelRow {
                left_html: html(&one.scribe, &row.left),
                right_html: html(&other.scribe, &row.right),
            });
        }

        // Where a passage has no counterpart, that says it all.
        let (mut only_left, mut only_right) = (Vec::new(), Vec::new());
        if pair.left.is_some() && pair.right.is_some() {
            let named_left = self.named_in(one.id, pair.left);
            let named_right = self.named_in(other.id, pair.right);
            only_left.extend(named_left.difference(&named_right).map(|id| self.reference(*id)));
            only_right.extend(named_right.difference(&named_left).map(|id| self.reference(*id)));
        }

        ParallelSection {
            id,
            left_label: self.label_of(one, pair.left),
            right_label: self.label_of(other, pair.right),
            rows,
            only_left,
            only_right,
        }
    }

    /// The label of a turn; empty for what is between turns, and where a turn goes on under the
    /// label of the one before.
    fn label_of(&self, side: &Side<'_>, stretch: Option<&Stretch<'_>>) -> String {
        let turns = &self.graph.corpus.speech(side.id).body.turns;
        let Some(turn) = stretch.and_then(|stretch| stretch.turn) else { return String::new() };
        let (turn, before) = (turn as usize, (turn as usize).wrapping_sub(1));
        let label = &turns[turn].label;
        let is_same = turns.get(before).is_some_and(|before| before.label == *label);
        if side.continued[turn] && is_same { String::new() } else { label.clone() }
    }

    /// Whom a stretch names; who speaks is not named by that.
    fn named_in(&self, id: SpeechId, stretch: Option<&Stretch<'_>>) -> BTreeSet<EntityId> {
        let mut paragraphs = BTreeSet::new();
        for block in blocks(stretch) {
            block.each_paragraph(&mut |index| {
                paragraphs.insert(index);
            });
        }

        let mut named = BTreeSet::new();
        for (_, mention) in self.graph.mentions_in(id) {
            let Place::Paragraph(index) = mention.place else { continue };
            if mention.how != How::Label && paragraphs.contains(&index) {
                named.insert(mention.entity);
            }
        }
        named
    }
}

fn blocks<'s, 'd>(stretch: Option<&'s Stretch<'d>>) -> &'s [&'d Block] {
    stretch.map_or(&[], |stretch| &stretch.blocks)
}

fn html(scribe: &Scribe<'_>, blocks: &[&Block]) -> String {
    let mut html = String::new();
    for block in blocks {
        scribe.block(block, &mut html);
    }
    html
}

/// Turns, and the blocks between them.
fn stretches(body: &Document) -> Vec<Stretch<'_>> {
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for piece in &body.flow {
        match (piece, stretches.last_mut()) {
            (Flow::Turn(turn), _) => {
                let blocks = body.turns[*turn as usize].blocks.iter().collect();
                stretches.push(Stretch { turn: Some(*turn), blocks });
            }
            (Flow::Block(block), Some(Stretch { turn: None, blocks })) => blocks.push(block),
            (Flow::Block(block), _) => stretches.push(Stretch { turn: None, blocks: vec![block] }),
        }
    }
    stretches
}

/// Pairs the nth turn with the nth, and what is between two turns with what is there in the other
/// version.
fn paired<'p, 'd>(left: &'p [Stretch<'d>], right: &'p [Stretch<'d>]) -> Vec<Pair<'p, 'd>> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let is_between = |stretch: &&Stretch<'_>| stretch.turn.is_none();
    let is_empty = |pair: &Pair<'_, '_>| pair.left.is_none() && pair.right.is_none();

    let mut pairs = Vec::new();
    loop {
        let texts = Pair { left: left.next_if(is_between), right: right.next_if(is_between) };
        if !is_empty(&texts) {
            pairs.push(texts);
        }
        let turns = Pair { left: left.next(), right: right.next() };
        if is_empty(&turns) {
            return pairs;
        }
        pairs.push(turns);
    }
}

/// One block beside one where both have as many, else section beside section where both have as
/// many headings, else all in one row.
fn aligned<'b>(left: &[&'b Block], right: &[&'b Block]) -> Vec<Row<'b>> {
    if left.len() == right.len() {
        let row = |(left, right): (&&'b Block, &&'b Block)| Row {
            left: vec![*left],
            right: vec![*right],
        };
        return left.iter().zip(right).map(row).collect();
    }

    let (of_left, of_right) = (by_heading(left), by_heading(right));
    if of_left.len() > 1 && of_left.len() == of_right.len() {
        let mut rows = Vec::new();
        for (left, right) in of_left.iter().zip(&of_right) {
            rows.extend(aligned(left, right));
        }
        return rows;
    }
    vec![Row { left: left.to_vec(), right: right.to_vec() }]
}

/// Blocks cut before each heading.
fn by_heading<'b>(blocks: &[&'b Block]) -> Vec<Vec<&'b Block>> {
    let mut sections = Vec::new();
    let mut section: Vec<&Block> = Vec::new();
    for block in blocks {
        if matches!(block, Block::Heading(..)) && !section.is_empty() {
            sections.push(std::mem::take(&mut section));
        }
        section.push(block);
    }
    sections.push(section);
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paired_by_place_between_headings() {
        let (heading, text) = (Block::Heading(3, 0), Block::Paragraph(0));
        let sizes = |left: &[&Block], right: &[&Block]| -> Vec<(usize, usize)> {
            aligned(left, right).iter().map(|row| (row.left.len(), row.right.len())).collect()
        };
        assert_eq!(sizes(&[&text, &text], &[&text, &heading]), [(1, 1), (1, 1)]);
        assert_eq!(
            sizes(&[&text, &heading, &text, &text], &[&text, &heading, &text]),
            [(1, 1), (3, 2)]
        );
        assert_eq!(sizes(&[&text], &[]), [(1, 0)]);
    }

    #[test]
    fn a_turn_without_counterpart_is_alone() {
        let turn = |turn| Stretch { turn, blocks: Vec::new() };
        let (left, right) =
            ([turn(None), turn(Some(0)), turn(Some(1))], [turn(Some(0)), turn(None)]);
        let word = |side: Option<&Stretch<'_>>| {
            side.map_or("nothing".to_owned(), |of| {
                of.turn.map_or("text".to_owned(), |turn| turn.to_string())
            })
        };
        let kinds: Vec<String> = paired(&left, &right)
            .into_iter()
            .map(|pair| format!("{} | {}", word(pair.left), word(pair.right)))
            .collect();
        assert_eq!(kinds, ["text | nothing", "0 | 0", "nothing | text", "1 | nothing"]);
    }
}
