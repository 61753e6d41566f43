//! Two versions of a speech side by side: turn beside turn, paragraph beside paragraph, and what one names and the other does not.
//!
//! **Invariant:** each block of either version stands in exactly one row, in its order.
//! Turns are paired by their place, blocks within them by their place where both have as many, else between headings, else all together:
//! nothing is paired by guess.

use super::common::{Desk, direction};
use super::views::{
    PageView, PairView, ParallelRow, ParallelSection, ParallelView, RefView, SideView, TextView,
    View,
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
type Pair<'p, 'd> = (Option<&'p Stretch<'d>>, Option<&'p Stretch<'d>>);

/// One version with what writes its blocks.
struct Side<'d> {
    id: SpeechId,
    scribe: Scribe<'d>,
    stretches: Vec<Stretch<'d>>,
}

impl Desk<'_> {
    /// Two versions of a speech, the one in the page's language first.
    pub(super) fn parallel(&self, left: SpeechId, right: SpeechId) -> (PageView, View) {
        let speech = self.graph.corpus.speech(left);
        let mut head = self.head(
            &format!(
                "{} ({} / {})",
                speech.title,
                speech.lang,
                self.graph.corpus.speech(right).lang
            ),
            "",
        );
        speech.lang.tag().clone_into(&mut head.lang);
        head.dir = direction(&speech.lang);
        head.og_type = "article";
        head.no_index = speech.draft || self.graph.corpus.speech(right).draft;
        let route_back = (self.graph.interface_of(right), self.graph.parallel_route(right, left));
        if route_back.0 != self.lang {
            self.set_alternates(&mut head, &[route_back]);
        }
        let (one, other) = (self.side(left), self.side(right));
        let sections: Vec<ParallelSection> = paired(&one.stretches, &other.stretches)
            .into_iter()
            .enumerate()
            .map(|(index, pair)| self.section(index, &one, &other, pair))
            .collect();
        let view = ParallelView {
            date: self.date(speech.date),
            left: self.side_view(left),
            right: self.side_view(right),
            others: self.other_pairs(left, right),
            n_differences: sections
                .iter()
                .map(|section| section.only_left.len() + section.only_right.len())
                .sum(),
            sections,
        };
        (head, View::Parallel(view))
    }

    fn side(&self, id: SpeechId) -> Side<'_> {
        let speech = self.graph.corpus.speech(id);
        let path = &self.sources.file(speech.file).path;
        let scribe = Scribe::of_speech_on(
            self.graph,
            path,
            id,
            self.page.route.clone(),
            self.lang,
            self.strings.text("table"),
        );
        Side { id, scribe, stretches: stretches(&speech.body) }
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
        let versions = self
            .graph
            .work_of(left)
            .versions
            .iter()
            .copied()
            .filter(|id| *id != left && *id != right);
        let pairs = versions.map(|other| (left, other)).chain([(right, left)]);
        let language = |id: SpeechId| {
            let lang = &self.graph.corpus.speech(id).lang;
            TextView { lang: lang.tag().to_owned(), text: lang.endonym().to_owned() }
        };
        let view = |(one, other): (SpeechId, SpeechId)| PairView {
            left: language(one),
            right: language(other),
            href: self.href(&self.graph.parallel_route(one, other)),
        };
        pairs.map(view).collect()
    }

    fn section(
        &self,
        index: usize,
        one: &Side<'_>,
        other: &Side<'_>,
        (left, right): Pair<'_, '_>,
    ) -> ParallelSection {
        let turn = left.and_then(|stretch| stretch.turn);
        let anchor = turn.map(|turn| self.graph.anchors(one.id).turns[turn as usize].to_string());
        let label = |side: &Side<'_>, stretch: Option<&Stretch<'_>>| {
            let turn = stretch.and_then(|stretch| stretch.turn);
            turn.map_or(String::new(), |turn| {
                self.graph.corpus.speech(side.id).body.turns[turn as usize].label.clone()
            })
        };
        let (named_left, named_right) =
            (self.named_in(one.id, left), self.named_in(other.id, right));
        // Where a passage has no counterpart, that says it all.
        let only = |these: &BTreeSet<EntityId>, those: &BTreeSet<EntityId>| -> Vec<RefView> {
            let is_pair = left.is_some() && right.is_some();
            these.difference(those).filter(|_| is_pair).map(|id| self.reference(*id)).collect()
        };
        let row = |(left, right): (Vec<&Block>, Vec<&Block>)| ParallelRow {
            left_html: html(&one.scribe, &left),
            right_html: html(&other.scribe, &right),
        };
        ParallelSection {
            id: anchor.unwrap_or_else(|| format!("s{}", index + 1)),
            left_label: label(one, left),
            right_label: label(other, right),
            rows: aligned(blocks(left), blocks(right)).into_iter().map(row).collect(),
            only_left: only(&named_left, &named_right),
            only_right: only(&named_right, &named_left),
        }
    }

    /// Whom a stretch names; who speaks is not named by that.
    fn named_in(&self, id: SpeechId, stretch: Option<&Stretch<'_>>) -> BTreeSet<EntityId> {
        let mut paragraphs = BTreeSet::new();
        stretch.iter().flat_map(|stretch| &stretch.blocks).for_each(|block| {
            block.each_paragraph(&mut |index| {
                paragraphs.insert(index);
            })
        });
        let is_here =
            |place: Place| matches!(place, Place::Paragraph(index) if paragraphs.contains(&index));
        let mentions = self.graph.mentions_in(id).map(|(_, mention)| mention);
        mentions
            .filter(|mention| mention.how != How::Label && is_here(mention.place))
            .map(|mention| mention.entity)
            .collect()
    }
}

fn blocks<'s, 'd>(stretch: Option<&'s Stretch<'d>>) -> &'s [&'d Block] {
    stretch.map_or(&[], |stretch| &stretch.blocks)
}

fn html(scribe: &Scribe<'_>, blocks: &[&Block]) -> String {
    let mut html = String::new();
    blocks.iter().for_each(|block| scribe.block(block, &mut html));
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

/// Pairs the nth turn with the nth, and what stands between two turns with what stands there in the other version.
fn paired<'p, 'd>(left: &'p [Stretch<'d>], right: &'p [Stretch<'d>]) -> Vec<Pair<'p, 'd>> {
    let mut pairs = Vec::new();
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let between = |stretch: &&Stretch<'_>| stretch.turn.is_none();
        let texts = (left.next_if(between), right.next_if(between));
        if texts.0.is_some() || texts.1.is_some() {
            pairs.push(texts);
        }
        let turns = (left.next(), right.next());
        if turns.0.is_none() && turns.1.is_none() {
            return pairs;
        }
        pairs.push(turns);
    }
}

/// Rows of blocks: one beside one where both have as many, else section beside section where both have as many headings, else all in one.
fn aligned<'b>(left: &[&'b Block], right: &[&'b Block]) -> Vec<(Vec<&'b Block>, Vec<&'b Block>)> {
    if left.len() == right.len() {
        return left.iter().zip(right).map(|(left, right)| (vec![*left], vec![*right])).collect();
    }
    let (of_left, of_right) = (by_heading(left), by_heading(right));
    if of_left.len() > 1 && of_left.len() == of_right.len() {
        return of_left
            .iter()
            .zip(&of_right)
            .flat_map(|(left, right)| aligned(left, right))
            .collect();
    }
    vec![(left.to_vec(), right.to_vec())]
}

/// Blocks cut before each heading.
fn by_heading<'b>(blocks: &[&'b Block]) -> Vec<Vec<&'b Block>> {
    let mut sections: Vec<Vec<&Block>> = vec![Vec::new()];
    for block in blocks {
        let begins = matches!(block, Block::Heading(..))
            && sections.last().is_some_and(|section| !section.is_empty());
        if begins {
            sections.push(Vec::new());
        }
        sections.last_mut().into_iter().for_each(|section| section.push(block));
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paired_by_place_between_headings() {
        let (heading, text) = (Block::Heading(3, 0), Block::Paragraph(0));
        let sizes = |left: &[&Block], right: &[&Block]| -> Vec<(usize, usize)> {
            aligned(left, right).iter().map(|(left, right)| (left.len(), right.len())).collect()
        };
        assert_eq!(sizes(&[&text, &text], &[&text, &heading]), [(1, 1), (1, 1)]);
        assert_eq!(
            sizes(&[&text, &heading, &text, &text], &[&text, &heading, &text]),
            [(1, 1), (3, 2)]
        );
        assert_eq!(sizes(&[&text], &[]), [(1, 0)]);
    }

    #[test]
    fn a_turn_without_counterpart_stands_alone() {
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
            .map(|(left, right)| format!("{} | {}", word(left), word(right)))
            .collect();
        assert_eq!(kinds, ["text | nothing", "0 | 0", "nothing | text", "1 | nothing"]);
    }
}
