//! Blocks → what each is to the text: a paragraph of its own, the continuation of one that breaks
//! off, a repeat, or not part of it.
//!
//! **Invariant:** every block has a verdict; nothing is decided by what a document is about.
//! Does not write anything; see `compose.rs`.

mod cohesion;
mod doubts;
mod foreign;
mod furniture;
mod phrases;
mod repeats;
mod seams;

use super::account::Why;
use super::labels::{Form, Labels};
use super::manuscript::{Block, BlockKind, Lines, Manuscript};
use super::marks::{self, Marked};
use super::running::begins_with_address;
use crate::reading::annotate::HAN_WORDS;
use crate::reading::labels::time_alone;
use doubts::{Doubt, Sign};
use foreign::{Decided, Decision, Paragraph};
use repeats::Repeat;
use seams::{End, Half};
use std::collections::BTreeSet;

/// What a block is to the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a paragraph of its own.
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
    /// It is not part of the text.
    Aside(Why),
}

/// A verdict, and what an editor should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    doubt: Option<Doubt>,
}

impl Judged {
    /// What an editor should look at.
    pub(super) fn doubt(&self) -> Option<&str> {
        Some(self.doubt.as_ref()?.text.as_str())
    }
}

/// A document as it was judged.
pub(super) struct Judgement {
    /// By block.
    pub(super) judged: Vec<Judged>,
    /// What is to be known of the whole.
    pub(super) remarks: Vec<String>,
}

/// What is done where a document looks damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepairMode {
    /// Nothing, and nothing is said.
    Off,
    /// It is marked at its place.
    Mark,
    /// What is torn is joined, and what does not belong to the text is set aside.
    Full,
}

/// Judges every block. Without a `mode`, documents are repaired that are damaged for sure, and in
/// the others it is marked what may be damage.
pub(super) fn judge(
    manuscript: &Manuscript,
    labels: &Labels,
    marks: &[Marked],
    mode: Option<RepairMode>,
) -> Judgement {
    let mut texts: Vec<String> = Vec::with_capacity(manuscript.blocks.len());
    let mut judged: Vec<Judged> = Vec::with_capacity(manuscript.blocks.len());
    for block in &manuscript.blocks {
        texts.push(block.text(&manuscript.original).trim().to_owned());
        judged.push(Judged { verdict: outside(block), doubt: None });
    }
    // What a format says is a paragraph is one, and nothing is torn.
    if manuscript.is_told {
        return Judgement { judged, remarks: Vec::new() };
    }
    let document = Document { manuscript, texts, labels, marks };

    // What interrupts a text has to go before it can be seen where the text goes on. Whether what
    // occurs twice was printed twice or said twice, is seen only then.
    document.set_furniture_aside(&mut judged);
    document.find_repeats(&mut judged);

    let standing = standing(&judged);
    let paragraphs = document.paragraphs(&judged, &standing);
    let decided = foreign::decide(&HAN_WORDS, &paragraphs);
    for (block, Decided { decision, doubt }) in standing.iter().zip(decided) {
        let verdict = match decision {
            Decision::Stands => Verdict::Stands,
            Decision::Continues(of) => Verdict::Continues(standing[of]),
            Decision::Aside(why) => Verdict::Aside(why),
        };
        judged[*block] = Judged { verdict, doubt };
    }
    document.keep_what_was_said_twice(&mut judged);
    let usual = if document.is_damaged(&judged) { RepairMode::Full } else { RepairMode::Mark };
    match mode.unwrap_or(usual) {
        RepairMode::Full => {}
        RepairMode::Mark => document.leave(&mut judged, true),
        RepairMode::Off => document.leave(&mut judged, false),
    }
    document.doubt_labels(&mut judged);
    let remarks = doubts::fold(&mut judged);
    Judgement { judged, remarks }
}

/// The blocks that stand for themselves so far.
fn standing(judged: &[Judged]) -> Vec<usize> {
    let is_standing = |block: &usize| judged[*block].verdict == Verdict::Stands;
    (0..judged.len()).filter(is_standing).collect()
}

fn outside(block: &Block) -> Verdict {
    match block.outside {
        None => Verdict::Stands,
        Some("navigation" | "header" | "footer") => Verdict::Aside(Why::Navigation),
        Some("page header" | "page footer") => Verdict::Aside(Why::PageFurniture),
        Some(_) => Verdict::Aside(Why::BesideText),
    }
}

fn is_aside(judged: &Judged) -> bool {
    matches!(judged.verdict, Verdict::Aside(_))
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented)
}

/// Whether a block may be a line of a page's furniture.
fn is_line(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented | BlockKind::Heading(_))
}

/// A document as it is judged.
struct Document<'d> {
    manuscript: &'d Manuscript,
    /// By block, without white space at its ends.
    texts: Vec<String>,
    labels: &'d Labels,
    marks: &'d [Marked],
}

impl Document<'_> {
    fn set_furniture_aside(&self, judged: &mut [Judged]) {
        // What stands beside the number of a page stands at its edge, which is seen only when the
        // numbers are known.
        for _ in 0..2 {
            for block in furniture::find(&self.lines_of_pages(judged)) {
                judged[block].verdict = Verdict::Aside(Why::PageFurniture);
            }
        }
    }

    /// The lines that may be of pages.
    fn lines_of_pages(&self, judged: &[Judged]) -> Vec<furniture::Line> {
        let is_furniture =
            |block: usize| judged[block].verdict == Verdict::Aside(Why::PageFurniture);
        let is_empty = |block: usize| self.texts[block].is_empty();
        let mut candidates = standing(judged);
        candidates.retain(|block| !is_empty(*block));
        let has_pages = self.manuscript.blocks.iter().any(|block| block.page > 0);

        let mut lines = Vec::new();
        for (place, block) in candidates.iter().copied().enumerate() {
            let has_label = self.labels.by_block[block].is_some();
            if has_label || !is_line(&self.manuscript.blocks[block]) {
                continue;
            }

            let before = place.checked_sub(1).map(|at| candidates[at]);
            let after = candidates.get(place + 1).copied();
            let ends_page = has_pages
                && !(self.is_on_page_of(block, before) && self.is_on_page_of(block, after));
            let behind = (block + 1..judged.len()).find(|next| !is_empty(*next));
            let ahead = (0..block).rev().find(|last| !is_empty(*last));
            lines.push(furniture::Line {
                block,
                text: self.texts[block].clone(),
                is_at_edge: ends_page || ahead.into_iter().chain(behind).any(is_furniture),
                cuts: before.zip(after).is_some_and(|(b, a)| self.is_cut(b, a)),
            });
        }
        lines
    }

    fn is_on_page_of(&self, block: usize, other: Option<usize>) -> bool {
        let page = |block: usize| self.manuscript.blocks[block].page;
        other.is_some_and(|other| page(other) == page(block))
    }

    /// Whether a sentence breaks off in one block and goes on in the other.
    fn is_cut(&self, before: usize, after: usize) -> bool {
        if !is_prose(&self.manuscript.blocks[after]) || self.labels.by_block[after].is_some() {
            return false;
        }
        let left = Half::new(&self.texts[before]);
        left.end == End::Open && seams::seam(&HAN_WORDS, &left, &self.texts[after]) > 0.0
    }

    /// Finds what occurs earlier too. A turn is none: a chair puts every question in the same
    /// words.
    fn find_repeats(&self, judged: &mut [Judged]) {
        let mut standing = standing(judged);
        standing.retain(|block| self.manuscript.blocks[*block].kind != BlockKind::Verbatim);
        let mut letters: Vec<Option<Vec<char>>> = Vec::with_capacity(standing.len());
        for block in &standing {
            let is_turn = self.labels.by_block[*block].is_some();
            letters.push((!is_turn).then(|| repeats::letters(&self.texts[*block])));
        }

        // Where the first of several is in its place, those that follow it are.
        let mut is_in_place = false;
        for (at, repeat) in repeats::find(&letters).into_iter().enumerate() {
            let Some(Repeat { of, skip }) = repeat else {
                is_in_place = false;
                continue;
            };
            let before = at.checked_sub(1).map(|before| standing[before]);
            is_in_place |= before.is_some_and(|before| self.goes_on_from(before, standing[at]));
            if !is_in_place {
                judged[standing[at]].verdict = Verdict::Repeats { of: standing[of], skip };
            }
        }
    }

    /// Whether a block goes on in the middle of the sentence that the one before it breaks off, for
    /// sure: the questions of a paper are put to one minister after another in the same words.
    fn goes_on_from(&self, before: usize, block: usize) -> bool {
        let (left, right) = (Half::new(&self.texts[before]), &self.texts[block]);
        is_prose(&self.manuscript.blocks[before])
            && is_prose(&self.manuscript.blocks[block])
            && !begins_with_address(right)
            && left.end != End::Closed
            && seams::seam(&HAN_WORDS, &left, right) >= foreign::SURE
    }

    /// Repeats stay where no sentence goes on behind them and neither what they repeat nor anything
    /// else there is set aside: an answer may be given twice.
    fn keep_what_was_said_twice(&self, judged: &mut [Judged]) {
        let lines = Lines::new(&self.manuscript.original);
        let mut is_between = false;
        for block in (0..judged.len()).rev() {
            match judged[block].verdict {
                Verdict::Stands => is_between = false,
                Verdict::Continues(_) | Verdict::Aside(Why::Foreign | Why::OtherArticle) => {
                    is_between = true;
                }
                Verdict::Aside(_) => {}
                Verdict::Repeats { of, .. } if !is_between && !is_aside(&judged[of]) => {
                    let line = lines.of(self.manuscript.blocks[of].start());
                    let doubt = format!("line {line} of the document has the same words");
                    let doubt = Some(Doubt::new(Sign::SaidTwice, doubt));
                    judged[block] = Judged { verdict: Verdict::Stands, doubt };
                }
                Verdict::Repeats { .. } => {}
            }
        }
    }

    /// Whether something shows that the document is damaged: a mark of continuation, what a page
    /// printed around its text or twice, or a paragraph that is torn for sure.
    fn is_damaged(&self, judged: &[Judged]) -> bool {
        let is_sign = |(block, judged): (&Block, &Judged)| match judged.verdict {
            Verdict::Stands => false,
            Verdict::Continues(_) => judged.doubt.is_none(),
            Verdict::Repeats { .. } => true,
            Verdict::Aside(_) => block.outside.is_none(),
        };
        !self.marks.is_empty() || self.manuscript.blocks.iter().zip(judged).any(is_sign)
    }

    /// Leaves all blocks where they are that the reader did not take for something else than text;
    /// `tells` what would have been done.
    fn leave(&self, judged: &mut [Judged], tells: bool) {
        let lines = Lines::new(&self.manuscript.original);
        let line = |block: usize| lines.of(self.manuscript.blocks[block].start());
        for (block, judged) in self.manuscript.blocks.iter().zip(judged) {
            let doubt = match judged.verdict {
                _ if block.outside.is_some() => continue,
                Verdict::Stands if tells => continue,
                Verdict::Stands => None,
                Verdict::Continues(of) => {
                    let doubt = format!("this may go on where line {} breaks off", line(of));
                    Some(Doubt::new(Sign::Unrepaired, doubt))
                }
                Verdict::Repeats { of, .. } => {
                    let doubt = format!("line {} of the document has the same words", line(of));
                    Some(Doubt::new(Sign::SaidTwice, doubt))
                }
                Verdict::Aside(Why::PageFurniture) => {
                    let doubt = "this recurs like the head or the number of a page";
                    Some(Doubt::new(Sign::LikeFurniture, doubt))
                }
                Verdict::Aside(_) => {
                    let doubt = "this may belong to another text";
                    Some(Doubt::new(Sign::Unrepaired, doubt))
                }
            };
            *judged = Judged { verdict: Verdict::Stands, doubt: doubt.filter(|_| tells) };
        }
    }

    /// Words that begin as labels of the document do may be under the wrong name, and somebody who
    /// was known by nothing but that may be a word.
    fn doubt_labels(&self, judged: &mut [Judged]) {
        for block in &self.labels.regular {
            let judged = &mut judged[*block];
            if judged.verdict == Verdict::Stands && judged.doubt.is_none() {
                let doubt = "this is taken for who speaks because it comes so often; if it is nobody, take its `**` away";
                judged.doubt = Some(Doubt::new(Sign::Done, doubt));
            }
        }
        for block in &self.labels.resembling {
            let judged = &mut judged[*block];
            if judged.verdict == Verdict::Stands && judged.doubt.is_none() {
                let doubt = "this begins like a label, and is none: `**Name:**` makes it one";
                judged.doubt = Some(Doubt::new(Sign::LikeALabel, doubt));
            }
        }
    }

    fn paragraphs(&self, judged: &[Judged], standing: &[usize]) -> Vec<Paragraph> {
        let mut repeated = BTreeSet::new();
        for judged in judged {
            if let Verdict::Repeats { of, .. } = judged.verdict {
                repeated.insert(of);
            }
        }

        let mut paragraphs = Vec::with_capacity(standing.len());
        let mut behind = 0;
        for block in standing.iter().copied() {
            let label = self.labels.by_block[block].as_ref();
            let kind = self.manuscript.blocks[block].kind;
            let is_repeat = |judged: &Judged| matches!(judged.verdict, Verdict::Repeats { .. });

            let is_time = time_alone(&self.texts[block]).is_some();
            let leads_in = is_time || label.is_some_and(|label| label.form == Form::Alone);

            let mut paragraph = Paragraph {
                text: self.texts[block].clone(),
                is_beginning: label.is_some() || is_time || kind != BlockKind::Paragraph,
                label: label.map(|label| label.text.clone()),
                is_prose: is_prose(&self.manuscript.blocks[block]) && !leads_in,
                from: false,
                to: false,
                after_repeats: judged[behind..block].iter().any(is_repeat),
                is_repeated: repeated.contains(&block),
            };

            for marked in marks::of_block(self.marks, block) {
                paragraph.mark(marked.mark);
            }
            paragraphs.push(paragraph);
            behind = block + 1;
        }
        paragraphs
    }
}
