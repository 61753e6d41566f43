//! Who speaks where a block begins: `记者：`, `Q    `, `MR. X.`, `**王毅：**`, `### X:`, `Name  0:04`,
//! and questions that are told by bold type alone.
//!
//! ```text
//! heads     the shapes in which one line may begin a turn
//! grammar   the shapes that this document uses, learnt from what recurs
//! names     what has the form of a name
//! told      who speaks by the form of the document
//! unsaid    questions in bold type
//! ```
//!
//! **Invariant:** a label is known by its form, by coming again, or by standing in the title, never
//! by a list of people. What our own parser reads as a label is one here too, so what is written is
//! read as it was meant.

mod grammar;
mod heads;
mod lone;
mod names;
mod regulars;
mod told;
mod unsaid;

use super::manuscript::{Block, BlockKind, FeatureKind, Manuscript, Run};
use super::running::recurring;
use super::sentences::ends_sentence;
use crate::base::letters::weight;
use crate::reading::annotate::HanWords;
use crate::reading::corpus::TurnRole;
use crate::reading::labels::parts;
use grammar::{Line, Opening};
use heads::{Head, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use told::{dialogue_without_names, told};
use unsaid::unsaid_questions;

/// A label at the beginning of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Who speaks, without time, office and manner.
    pub(super) text: String,
    /// Bytes of the original from its beginning to its end, its colon included where it has one;
    /// empty where the label is not in the original.
    pub(super) range: Range<usize>,
    /// The byte of the original at which the words begin.
    pub(super) words: usize,
    /// How it is printed.
    pub(super) form: Form,
}

/// How a label is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Before its text.
    Before,
    /// On a line of its own.
    Alone,
    /// As a heading over its text.
    Heading,
    /// Not at all: a question is told by being bold, an answer by following it.
    Unsaid,
}

/// The labels of a document, by block, and what each wording is.
pub(super) struct Labels {
    pub(super) by_block: Vec<Option<Label>>,
    /// Blocks that begin as labels do, and have none.
    pub(super) resembling: Vec<usize>,
    /// The first block of each wording that is taken for somebody because it comes so often.
    pub(super) regular: Vec<usize>,
    /// In the order in which they come.
    pub(super) roles: Vec<(String, TurnRole)>,
    /// What is said of lines that begin alike, and name nobody.
    pub(super) remark: Option<String>,
}

/// Lines that begin with a dash are a dialogue if there are so many: a choice; two may be a list.
pub(super) const LEAST_IN_DIALOGUE: usize = 3;

impl Labels {
    /// Whether a block has a label that another has too.
    pub(super) fn comes_again(&self, block: usize) -> bool {
        let Some(label) = &self.by_block[block] else {
            return false;
        };
        let of_others = self.by_block.iter().enumerate().filter(|(other, _)| *other != block);
        of_others.flat_map(|(_, label)| label).any(|other| other.text == label.text)
    }
}

/// Finds the labels; `title` is the document's.
pub(super) fn find(
    manuscript: &Manuscript,
    words: &HanWords,
    title: &str,
    is_chinese: bool,
) -> Labels {
    if manuscript.is_told {
        return told::all(manuscript);
    }
    let original = &manuscript.original;
    let mut bold = Vec::with_capacity(manuscript.blocks.len());
    let mut beginnings = Vec::with_capacity(manuscript.blocks.len());
    for block in &manuscript.blocks {
        bold.push(is_bold(block, original));
        beginnings.push(Beginning::of(block, original, manuscript.is_markdown));
    }

    let texts: Vec<&str> = beginnings.iter().flatten().map(|of| of.text.as_str()).collect();
    let recurs = recurring(&texts);
    for (beginning, recurs) in beginnings.iter_mut().flatten().zip(recurs) {
        beginning.recurs = recurs;
    }

    let mut next_are_words = false;
    for (block, beginning) in manuscript.blocks.iter().zip(&mut beginnings).rev() {
        if let Some(beginning) = beginning {
            beginning.leads = next_are_words;
        }
        next_are_words = are_words(&block.text(original));
    }

    let is_word = |text: &str| words.words(text).iter().any(|word| word == text);
    let lines: Vec<Line<'_>> = beginnings.iter().flatten().map(Beginning::line).collect();
    let grammar = grammar::learn(&lines, title, original, &is_word);

    let mut by_block: Vec<Option<Label>> = Vec::with_capacity(beginnings.len());
    let mut resembling = Vec::new();
    // Where the form of a document says who speaks, a full stop or a gap says nothing.
    let is_told = manuscript.features.iter().any(|feature| feature.kind == FeatureKind::Speaker);
    let mut next_line = lines.iter();
    for (index, beginning) in beginnings.iter().enumerate() {
        let mut label = told(manuscript, &manuscript.blocks[index]);
        if let Some(beginning) = beginning
            && let Some(line) = next_line.next()
            && label.is_none()
        {
            let head = grammar.label(line).filter(|head| !is_told || head.shape == Shape::Colon);
            label = head.map(|head| beginning.label(head));
            if label.is_none() && grammar.resembles_label(line) {
                resembling.push(index);
            }
        }
        by_block.push(label);
    }

    // Who is called again and again on a line alone, and nobody else speaks, is spoken to: `Señor
    // Presidente:`. A time of the recording is said of who speaks.
    let names: BTreeSet<&str> = by_block.iter().flatten().map(|label| &*label.text).collect();
    let is_spoken_to = names.len() == 1 || names.iter().all(|name| names::is_address(name));
    let may_be_call = |label: &Label| {
        label.form == Form::Alone && parts(&original[label.range.clone()]).time.is_none()
    };
    if is_spoken_to && by_block.iter().flatten().all(may_be_call) {
        by_block.fill(None);
    }

    // Where there are labels, bold type asks only if it asks with them.
    let has_labels = by_block.iter().any(Option::is_some);
    let mut blocks = bold.iter().zip(&by_block);
    let asks_in_bold = blocks.any(|(bold, label)| *bold && label.is_some());
    if asks_in_bold || !has_labels {
        unsaid_questions(manuscript, &bold, &mut by_block, is_chinese);
    }

    let regular = regulars::first_blocks(&by_block, &grammar);
    let roles = roles(&by_block, &bold);
    let remark = dialogue_without_names(manuscript, &by_block);
    Labels { by_block, resembling, regular, roles, remark }
}

/// Whether a wording, without time and office, is how people and voices are called.
pub(super) fn is_voice(name: &str) -> bool {
    let has_form = names::is_name(name)
        || names::is_shouted(name)
        || names::is_titled(name)
        || names::is_office(name)
        || names::is_machine_speaker(name)
        || TurnRole::said_by(name).is_some();
    has_form && names::is_possible(name)
}

/// Whether what a document calls a person can be the name of one, and not of an office or of
/// several: `The MINISTER OF HEALTH`, `Hon Members`.
pub(crate) fn can_be_person(name: &str) -> bool {
    let begins = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_description = match begins.as_str() {
        "the" | "a" | "an" | "some" | "several" => true,
        // `Hon. Ines Hale` is somebody.
        "hon" | "hon." => !names::is_titled(name),
        _ => false,
    };
    !is_description
        && !names::is_office(name)
        && !names::is_nobody(name)
        && name.chars().any(char::is_alphabetic)
}

/// Which of these lines begin with a label, as the document prints them; `goes_on` says of each
/// whether it stands in the middle of a sentence.
pub(super) fn begin_turns(
    lines: &[&str],
    goes_on: &[bool],
    words: &HanWords,
    document: &str,
) -> Vec<bool> {
    let is_word = |text: &str| words.words(text).iter().any(|word| word == text);
    let mut all = Vec::with_capacity(lines.len());
    for (at, recurs) in recurring(lines).into_iter().enumerate() {
        let leads = lines.get(at + 1).is_some_and(|next| are_words(next));
        all.push(Line::new(Opening {
            text: lines[at],
            is_heading: false,
            bold: 0,
            recurs,
            leads,
            goes_on: goes_on[at],
        }));
    }
    let grammar = grammar::learn(&all, "", document, &is_word);
    all.iter().map(|line| grammar.label(line).is_some()).collect()
}

/// Whether a text is somebody's words from their beginning, and no line of a page: it ends as
/// sentences do, or is longer than any heading.
fn are_words(text: &str) -> bool {
    const HEADING: usize = 120;
    let is_whole = ends_sentence(text) || weight(text.chars()) > HEADING;
    is_whole && !text.trim_start().starts_with(char::is_lowercase)
}

/// The beginning of a block, and where each of its pieces comes from.
struct Beginning {
    text: String,
    is_heading: bool,
    /// Bytes at the beginning of the text that are bold, where the rest is not.
    bold: usize,
    /// Whether the text recurs, but for its numbers.
    recurs: bool,
    /// Whether words follow in the next block.
    leads: bool,
    /// Where a piece of the text begins, and the byte of the original there.
    pieces: Vec<(usize, usize)>,
    /// The end of the block in the original.
    end: usize,
}

impl Beginning {
    /// More bytes than any label has, four to a character, and some words behind it.
    const REACH: usize = 4 * (names::LONGEST + 20);

    /// The beginning of a block that can have a label.
    fn of(block: &Block, original: &str, is_markdown: bool) -> Option<Self> {
        let can_have_one = match block.kind {
            BlockKind::Paragraph | BlockKind::Indented | BlockKind::Item(_) => true,
            BlockKind::Heading(level) => level == 3,
            BlockKind::Verbatim
            | BlockKind::Quote
            | BlockKind::Scene
            | BlockKind::Row
            | BlockKind::Note(_) => false,
        };
        if block.outside.is_some() || !can_have_one {
            return None;
        }

        let is_seen = |run: &&Run| !heads::without_signs(run.text(original)).trim().is_empty();
        let mut beginning = Beginning {
            text: String::new(),
            is_heading: matches!(block.kind, BlockKind::Heading(_)),
            bold: 0,
            recurs: false,
            leads: false,
            pieces: Vec::new(),
            end: block.end(),
        };
        let mut is_bold = block.runs.iter().find(is_seen)?.bold;
        for run in &block.runs {
            let text = run.text(original);
            if is_bold && !run.bold && !text.trim().is_empty() {
                is_bold = false;
                beginning.bold = beginning.text.len();
            }
            if beginning.text.len() < Self::REACH {
                beginning.pieces.push((beginning.text.len(), run.range.start));
                beginning.text.push_str(text);
            }
        }

        // Only Markdown has headings of speakers without a colon.
        let ends_in_colon = beginning.text.trim_end().ends_with([':', '：']);
        (!beginning.is_heading || is_markdown || ends_in_colon).then_some(beginning)
    }

    fn line(&self) -> Line<'_> {
        Line::new(Opening {
            text: &self.text,
            is_heading: self.is_heading,
            bold: self.bold,
            recurs: self.recurs,
            leads: self.leads,
            goes_on: false,
        })
    }

    /// The label that a head is, of those that the text may begin with.
    fn label(&self, head: &Head<'_>) -> Label {
        let is_alone = self.text[head.words..].trim().is_empty();
        let (form, words) = match () {
            () if self.is_heading => (Form::Heading, self.end),
            () if is_alone => (Form::Alone, self.end),
            () => (Form::Before, self.at(head.words)),
        };
        let range = self.at(head.label.start)..self.at_end(head.label.end);
        Label { text: head.name.to_owned(), range, words, form }
    }

    /// The byte of the original at which what begins at this byte of the text begins.
    fn at(&self, byte: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let (start, original) = self.pieces.get(piece).copied().unwrap_or_default();
        original + (byte - start)
    }

    /// The byte of the original at which what ends at this byte of the text ends.
    fn at_end(&self, byte: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start < byte).saturating_sub(1);
        let (start, original) = self.pieces.get(piece).copied().unwrap_or_default();
        original + (byte - start)
    }
}

/// Whether all of a block is bold, but for punctuation.
fn is_bold(block: &Block, original: &str) -> bool {
    let mut has_text = false;
    for run in &block.runs {
        let text = run.text(original);
        if text.trim().is_empty() {
            continue;
        }
        if !run.bold && text.contains(char::is_alphanumeric) {
            return false;
        }
        has_text = true;
    }
    has_text
}

/// What each wording is: what it says of itself, what bold type says, and for the rest whether it
/// answers.
fn roles(by_block: &[Option<Label>], bold: &[bool]) -> Vec<(String, TurnRole)> {
    let mut turns: Vec<&str> = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let mut always_bold: BTreeMap<&str, bool> = BTreeMap::new();
    let mut has_plain = false;
    for (label, bold) in by_block.iter().zip(bold) {
        let Some(label) = label else {
            continue;
        };
        let text = label.text.as_str();
        if !always_bold.contains_key(text) {
            order.push(text);
        }
        turns.push(text);
        *always_bold.entry(text).or_insert(true) &= *bold;
        has_plain |= !bold;
    }

    // Where all turns are bold, bold type says nothing.
    let mut asking: BTreeSet<&str> = BTreeSet::new();
    for text in &order {
        let is_question = TurnRole::said_by(text) == Some(TurnRole::Question);
        if is_question || (has_plain && always_bold[text]) {
            asking.insert(text);
        }
    }
    let mut answering: BTreeSet<&str> = BTreeSet::new();
    for pair in turns.windows(2) {
        if asking.contains(pair[0]) {
            answering.insert(pair[1]);
        }
    }

    let mut roles = Vec::with_capacity(order.len());
    for text in order {
        let is_answer = TurnRole::said_by(text) == Some(TurnRole::Answer);
        let role = if asking.contains(text) {
            TurnRole::Question
        } else if is_answer || answering.contains(text) {
            TurnRole::Answer
        } else {
            TurnRole::Speech
        };
        roles.push((text.to_owned(), role));
    }
    roles
}
