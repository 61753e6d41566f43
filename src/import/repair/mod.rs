//! Blocks → what each is to the text: it stands, goes on where another breaks off, repeats another, or does not belong.
//!
//! **Invariant:** every block has a verdict; nothing is decided by what a document is about.
//! Does not write anything; see [`super::compose`].

mod cohesion;
mod foreign;
mod furniture;
mod phrases;
mod repeats;
mod seams;

use super::account::Why;
use super::labels::Labels;
use super::manuscript::{Block, BlockKind, Manuscript};
use super::marks::{self, Marked};
use crate::reading::annotate::HanWords;
use foreign::{Decided, Decision, Paragraph};
use repeats::Repeat;
use std::sync::LazyLock;

/// The dictionary, which never changes and takes 45 ms to load; a folder of documents shares it.
static WORDS: LazyLock<HanWords> = LazyLock::new(HanWords::new);

/// What a block is to the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It stands for itself.
    Stands,
    /// It goes on where this block breaks off.
    Continues(usize),
    /// It is this block again, less so many letters (white space apart) at its beginning.
    Repeats {
        /// The block.
        of: usize,
        /// Letters.
        skip: usize,
    },
    /// It is no part of the text.
    Aside(Why),
}

/// A verdict, and what an editor should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) doubt: Option<String>,
}

/// Judges every block.
pub(super) fn judge(manuscript: &Manuscript, labels: &Labels, marks: &[Marked]) -> Vec<Judged> {
    let words: &HanWords = &WORDS;
    let texts: Vec<String> = manuscript
        .blocks
        .iter()
        .map(|block| block.text(&manuscript.original).trim().to_owned())
        .collect();
    let mut judged: Vec<Judged> = manuscript
        .blocks
        .iter()
        .map(|block| Judged { verdict: outside(block), doubt: None })
        .collect();
    set_furniture_aside(words, manuscript, &texts, labels, &mut judged);
    collapse_repeats(manuscript, &texts, &mut judged);
    let standing: Vec<usize> =
        (0..judged.len()).filter(|block| judged[*block].verdict == Verdict::Stands).collect();
    let paragraphs: Vec<Paragraph> =
        paragraphs(manuscript, &texts, labels, marks, &judged, &standing);
    for (place, Decided { decision, doubt }) in
        foreign::decide(words, &paragraphs).into_iter().enumerate()
    {
        let verdict = match decision {
            Decision::Stands => Verdict::Stands,
            Decision::Continues(of) => Verdict::Continues(standing[of]),
            Decision::Aside(why) => Verdict::Aside(why),
        };
        judged[standing[place]] = Judged { verdict, doubt };
    }
    judged
}

fn outside(block: &Block) -> Verdict {
    match block.outside {
        None => Verdict::Stands,
        Some("navigation" | "header" | "footer") => Verdict::Aside(Why::Navigation),
        Some("page header" | "page footer") => Verdict::Aside(Why::PageFurniture),
        Some(_) => Verdict::Aside(Why::BesideText),
    }
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented)
}

fn set_furniture_aside(
    words: &HanWords,
    manuscript: &Manuscript,
    texts: &[String],
    labels: &Labels,
    judged: &mut [Judged],
) {
    let candidates: Vec<usize> = (0..texts.len())
        .filter(|block| judged[*block].verdict == Verdict::Stands && !texts[*block].is_empty())
        .collect();
    let has_pages = manuscript.blocks.iter().any(|block| block.page > 0);
    let lines = candidates
        .iter()
        .enumerate()
        .filter(|(_, block)| {
            labels.by_block[**block].is_none() && is_line(&manuscript.blocks[**block])
        })
        .map(|(place, block)| {
            let (before, after) =
                (place.checked_sub(1).map(|at| candidates[at]), candidates.get(place + 1).copied());
            let page = |other: Option<usize>| other.map(|other| manuscript.blocks[other].page);
            let here = Some(manuscript.blocks[*block].page);
            let cuts = match (before, after) {
                (Some(before), Some(after))
                    if is_prose(&manuscript.blocks[after]) && labels.by_block[after].is_none() =>
                {
                    seams::end(&texts[before]) == seams::End::Open
                        && seams::seam(words, &texts[before], &texts[after]) > 0.0
                }
                _ => false,
            };
            furniture::Line {
                block: *block,
                text: texts[*block].clone(),
                is_at_edge: has_pages && (page(before) != here || page(after) != here),
                cuts,
            }
        });
    let lines: Vec<furniture::Line> = lines.collect();
    for block in furniture::find(&lines) {
        judged[block].verdict = Verdict::Aside(Why::PageFurniture);
    }
}

/// Whether a block may be a line of a page's furniture.
fn is_line(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented | BlockKind::Heading(_))
}

fn collapse_repeats(manuscript: &Manuscript, texts: &[String], judged: &mut [Judged]) {
    let looked_at = |block: usize| {
        judged[block].verdict == Verdict::Stands
            && manuscript.blocks[block].kind != BlockKind::Verbatim
    };
    let standing: Vec<usize> = (0..texts.len()).filter(|block| looked_at(*block)).collect();
    let letters: Vec<Option<Vec<char>>> =
        standing.iter().map(|block| Some(repeats::letters(&texts[*block]))).collect();
    for (place, repeat) in repeats::find(&letters).into_iter().enumerate() {
        if let Some(Repeat { of, skip }) = repeat {
            judged[standing[place]].verdict = Verdict::Repeats { of: standing[of], skip };
        }
    }
}

fn paragraphs(
    manuscript: &Manuscript,
    texts: &[String],
    labels: &Labels,
    marks: &[Marked],
    judged: &[Judged],
    standing: &[usize],
) -> Vec<Paragraph> {
    let mut paragraphs = Vec::with_capacity(standing.len());
    let mut before = None;
    for block in standing {
        let between = before.map_or(0..*block, |before: usize| before + 1..*block);
        let label = labels.by_block[*block].as_ref().map(|label| label.text.clone());
        let kind = manuscript.blocks[*block].kind;
        let mut paragraph = Paragraph {
            text: texts[*block].clone(),
            is_beginning: label.is_some() || kind != BlockKind::Paragraph,
            label,
            is_prose: is_prose(&manuscript.blocks[*block]),
            from: false,
            to: false,
            after_repeats: judged[between]
                .iter()
                .any(|between| matches!(between.verdict, Verdict::Repeats { .. })),
        };
        marks::of_block(marks, *block).iter().for_each(|marked| paragraph.mark(marked.mark));
        paragraphs.push(paragraph);
        before = Some(*block);
    }
    paragraphs
}
