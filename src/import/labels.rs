//! Who speaks where a block begins: `记者：`, `Q:`, `MR. X:`, `**王毅：**`, `### X:`, and questions
//! that are told by bold type alone.
//!
//! **Invariant:** a label is known by its form, by coming again, or by standing in the title, never
//! by a list of people. What our own parser reads as a label is one here too, so what is written is
//! read as it was meant.

use super::lexicon;
use super::manuscript::{Block, BlockKind, Manuscript, Run};
use crate::base::letters::is_han;
use crate::base::lexicon::{label_words, surname, titles_before};
use crate::reading::corpus::TurnRole;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A label of more characters than this is text with a colon in it: an office and a name are
/// shorter, even in English.
const LONGEST: usize = 60;
/// What no name begins with: numbers, pronouns.
const NO_NAME: [char; 20] = [
    '第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '首', '其', '我', '你', '他',
    '她', '这', '那', '這',
];
/// What ends a sentence or divides one, and so occurs in no label.
const SENTENCE: [char; 14] =
    ['。', '！', '？', '!', '?', '；', ';', '，', ',', '“', '”', '"', '…', '、'];

/// A label at the beginning of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Without its colon.
    pub(super) text: String,
    /// Bytes of the original from its beginning to behind its colon; empty where the label is not
    /// in the original.
    pub(super) range: Range<usize>,
    /// How it is printed.
    pub(super) form: Form,
}

/// How a label is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In bold, its text not.
    Bold,
    /// As its text is; both may be bold.
    Plain,
    /// As a heading over its text.
    Heading,
    /// Not at all: a question is told by being bold, an answer by following it.
    Unsaid,
}

/// The labels of a document, by block, and what each wording is.
pub(super) struct Labels {
    pub(super) by_block: Vec<Option<Label>>,
    /// In the order in which they come.
    pub(super) roles: Vec<(String, TurnRole)>,
}

/// Finds the labels; `title` is the document's.
pub(super) fn find(manuscript: &Manuscript, title: &str, is_chinese: bool) -> Labels {
    let original = &manuscript.original;
    let mut candidates = Vec::with_capacity(manuscript.blocks.len());
    let mut bold = Vec::with_capacity(manuscript.blocks.len());
    for block in &manuscript.blocks {
        candidates.push(
            told(manuscript, block).or_else(|| candidate(block, original, manuscript.is_markdown)),
        );
        bold.push(is_bold(block, original));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in candidates.iter().flatten() {
        *counts.entry(&label.text).or_default() += 1;
    }

    let is_sure = |label: &Label| is_sure(label, counts[label.text.as_str()], title);
    let has_any = candidates.iter().flatten().any(is_sure);
    // Where somebody speaks for sure, a name with a colon is somebody who speaks too.
    let is_label = |label: &Label| {
        is_sure(label) || (has_any && (is_personal_name(&label.text) || is_shouted(&label.text)))
    };
    let mut by_block: Vec<Option<Label>> =
        candidates.iter().map(|label| label.clone().filter(is_label)).collect();

    // Where there are labels, bold type asks only if it asks with them.
    let has_labels = by_block.iter().any(Option::is_some);
    let mut blocks = bold.iter().zip(&by_block);
    let asks_in_bold = blocks.any(|(bold, label)| *bold && label.is_some());
    if asks_in_bold || !has_labels {
        unsaid_questions(manuscript, &bold, &mut by_block, is_chinese);
    }

    let roles = roles(&by_block, &bold);
    Labels { by_block, roles }
}

/// The label of a block in which the document says by its form who speaks.
fn told(manuscript: &Manuscript, block: &Block) -> Option<Label> {
    let range = manuscript.speaker_of(block).filter(|_| block.outside.is_none())?;
    let mut text = String::new();
    for run in block.runs.iter().filter(|run| run.range.end <= range.end) {
        text.push_str(run.text(&manuscript.original));
    }
    let text = bare(&text).to_owned();
    (!text.is_empty()).then_some(Label { text, range, form: Form::Bold })
}

/// What might be a label at the beginning of a block.
fn candidate(block: &Block, original: &str, is_markdown: bool) -> Option<Label> {
    let is_seen = |run: &&Run| !run.text(original).trim().is_empty();
    let first = block.runs.iter().find(is_seen)?;
    let can_have_one =
        !matches!(block.kind, BlockKind::Verbatim | BlockKind::Quote | BlockKind::Row);
    if block.outside.is_some() || first.written.is_some() || !can_have_one {
        return None;
    }

    let whole = block.text(original);
    let is_heading = block.kind == BlockKind::Heading(3);
    if is_heading && (is_markdown || ends_in_colon(&whole)) {
        let text = bare(&whole).to_owned();
        return is_possible(&text).then(|| Label {
            text,
            range: first.range.start..block.end(),
            form: Form::Heading,
        });
    }

    let start = first.range.start;
    let text = original.get(start..end_of_touching(block, start))?;
    // A little more than a label may have, for signs of bold type in it.
    let mut chars = text.char_indices().take(LONGEST + 8);
    let (colon, sign) = chars.find(|(_, c)| [':', '：'].contains(c))?;
    let words = text[..colon].replace("**", "");
    let behind = start + colon + sign.len_utf8();
    if !is_possible(&words) || is_no_colon_of_label(&words, &text[behind - start..]) {
        return None;
    }

    // The closing sign of bold type may belong to the label, and is at most four bytes of a run of
    // its own.
    let of_turn = |run: &&Run| run.range.end > start + colon + 4 && is_seen(run);
    let mut turn = block.runs.iter().filter(of_turn);
    let is_bold =
        first.bold && turn.any(|run| !run.bold) && !block.runs.iter().skip(1).any(|run| run.bold);
    Some(Label {
        text: bare(&words).to_owned(),
        range: start..behind,
        form: if is_bold { Form::Bold } else { Form::Plain },
    })
}

/// The end of the runs that touch, which are one text here: a label may be bold in part.
fn end_of_touching(block: &Block, start: usize) -> usize {
    /// Bytes between two runs that are no text: `**` at the end of one and at the beginning of the
    /// next.
    const SIGNS: usize = 4;

    let mut end = start;
    for run in &block.runs {
        if run.range.start > end + SIGNS {
            break;
        }
        end = run.range.end.max(end);
    }
    end
}

/// Whether a colon is that of an address (`https://`) or of a time (`12:30`).
fn is_no_colon_of_label(before: &str, after: &str) -> bool {
    let is_time = after.starts_with(|c: char| c.is_ascii_digit())
        && before.ends_with(|c: char| c.is_ascii_digit());
    is_time || after.starts_with("//")
}

fn ends_in_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

fn bare(label: &str) -> &str {
    label.trim().trim_end_matches([':', '：']).trim_end()
}

/// Whether a wording can be a label at all.
fn is_possible(words: &str) -> bool {
    /// More characters of Chinese, or more words, are a sentence.
    const MOST_HAN: usize = 30;
    const MOST_WORDS: usize = 8;

    let n_chars = words.trim().chars().count();
    let n_han = words.chars().filter(|c| is_han(*c)).count();
    (1..=LONGEST).contains(&n_chars)
        && n_han <= MOST_HAN
        && words.contains(char::is_alphabetic)
        && !words.contains(SENTENCE)
        && words.split_whitespace().count() <= MOST_WORDS
}

fn is_sure(label: &Label, count: usize, title: &str) -> bool {
    let text = label.text.to_lowercase();
    let mut offices = label_words().office.iter();
    let is_office = offices.any(|ending| text.ends_with(ending));
    let comes_again = count >= 2 && (is_name(&label.text) || is_shouted(&label.text));

    TurnRole::said_by(&text).is_some()
        || is_office
        || matches!(label.form, Form::Bold | Form::Heading)
        || is_titled(&label.text)
        || stands_in(title, &label.text)
        || comes_again
}

/// `MR. SMITH`, `THE PRESIDENT`: a title, and nothing in small letters.
fn is_titled(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_title) && words.next().is_some() && is_shouted(text)
}

/// Whether a word in capitals begins what somebody is called: a title, `THE` of `THE PRESIDENT`,
/// `PRIME` of `PRIME MINISTER`.
fn is_title(word: &str) -> bool {
    let is_word = |title: &&str| title.eq_ignore_ascii_case(word);
    ["THE", "PRIME"].contains(&word) || titles_before().iter().any(is_word)
}

fn is_shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() >= 2
        && !text.contains(char::is_lowercase)
        && !text.chars().any(is_han)
}

fn stands_in(title: &str, name: &str) -> bool {
    name.chars().count() >= 2 && is_name(name) && title.contains(name)
}

/// Whether a wording has the form of a name: some Han characters, or words with capitals.
fn is_name(text: &str) -> bool {
    /// With an office before it and a country: `外交部发言人王小明`.
    const MOST_HAN: usize = 12;
    const MOST_WORDS: usize = 5;
    const SMALL: [&str; 10] = ["of", "de", "van", "von", "the", "la", "al", "bin", "da", "di"];

    let n_han = text.chars().filter(|c| is_han(*c)).count();
    if n_han > 0 {
        let is_sentence = lexicon::saying().iter().any(|verb| text.ends_with(verb));
        return n_han <= MOST_HAN && !text.starts_with(NO_NAME) && !is_sentence;
    }

    // `(2)` tells apart two who are called alike.
    let is_number = |word: &str| {
        let mut chars = word.chars();
        chars.all(|c| c.is_ascii_digit() || c == '(' || c == ')')
    };
    let is_part = |word: &str| {
        word.starts_with(char::is_uppercase) || SMALL.contains(&word) || is_number(word)
    };
    (1..=MOST_WORDS).contains(&text.split_whitespace().count())
        && text.split_whitespace().all(is_part)
}

/// Whether a wording has the form of a person's whole name: a family name and up to three
/// characters, or two words and more.
fn is_personal_name(text: &str) -> bool {
    let n_chars = text.chars().count();
    let is_name_of_person = if text.chars().all(is_han) {
        (2..=4).contains(&n_chars) && surname(text).is_some()
    } else {
        !text.chars().any(is_han) && text.split_whitespace().count() >= 2
    };
    is_name_of_person && is_name(text)
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

/// Bold paragraphs that ask, in documents where nothing else says so: each gets a label of ours,
/// and so does what follows it.
fn unsaid_questions(
    manuscript: &Manuscript,
    bold: &[bool],
    by_block: &mut [Option<Label>],
    is_chinese: bool,
) {
    let (question, answer) = if is_chinese { ("问", "答") } else { ("Q", "A") };
    let is_text = |index: usize| {
        let block = &manuscript.blocks[index];
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented) && block.outside.is_none()
    };
    // Found before any is labelled, so that an answer of ours is never taken for a label of the
    // document's.
    let mut asking = Vec::new();
    for (index, block) in manuscript.blocks.iter().enumerate() {
        let can_ask = is_text(index) && bold[index] && by_block[index].is_none();
        if can_ask && is_sentence(&block.text(&manuscript.original)) {
            asking.push(index);
        }
    }

    for index in asking {
        by_block[index] = Some(unsaid(&manuscript.blocks[index], question));
        let next = (index + 1..by_block.len()).find(|next| is_text(*next));
        if let Some(next) = next
            && by_block[next].is_none()
            && !bold[next]
        {
            by_block[next] = Some(unsaid(&manuscript.blocks[next], answer));
        }
    }
}

fn unsaid(block: &Block, text: &str) -> Label {
    Label { text: text.to_owned(), range: block.start()..block.start(), form: Form::Unsaid }
}

/// Whether a bold paragraph is a question or a request, and no heading of a section: it ends as
/// sentences do.
fn is_sentence(text: &str) -> bool {
    /// Shorter ones with a full stop are headings with a number (`1. Opening.`) as often as
    /// requests.
    const REQUEST: usize = 15;

    let text = text.trim_end_matches(['”', '"', '」', '’', ')', '）']);
    let text = text.trim_end();
    let is_request = text.ends_with(['。', '.', '！']) && text.chars().count() >= REQUEST;
    is_request || text.ends_with(['？', '?'])
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
