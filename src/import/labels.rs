//! Who speaks where a block begins: `记者：`, `Q:`, `MR. X:`, `**王毅：**`, `### X:`, and questions that are told by bold type alone.
//!
//! **Invariant:** a label is known by its form, by coming again, or by standing in the title, never by a list of people.
//! What our own parser reads as a label is one here too, so what is written is read as it was meant.

use super::manuscript::{Block, BlockKind, Manuscript};
use super::tidy::SURNAMES;
use crate::base::lang::is_han;
use crate::reading::corpus::TurnRole;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A label of more characters than this is text with a colon in it.
const LONGEST: usize = 60;
/// Endings of labels that are an office and no name.
const OFFICE_ENDINGS: &[&str] = &[
    "主持人",
    "发言人",
    "發言人",
    "moderator",
    "spokesperson",
    "chair",
    "speaker",
    "主席",
    "participant",
    "audience",
    "观众",
    "與會者",
    "与会者",
];
/// What stands before a name in the labels of English transcripts.
const TITLES: &[&str] = &[
    "MR.",
    "MRS.",
    "MS.",
    "DR.",
    "MR",
    "MS",
    "THE",
    "SENATOR",
    "SECRETARY",
    "PRESIDENT",
    "AMBASSADOR",
    "REPRESENTATIVE",
    "REP.",
    "SEN.",
    "GENERAL",
    "MINISTER",
    "CHAIRMAN",
    "CHAIR",
    "PROFESSOR",
    "JUDGE",
    "PRIME",
];
/// What no name begins with: numbers, pronouns.
const NO_NAME: [char; 20] = [
    '第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '首', '其', '我', '你', '他',
    '她', '这', '那', '這',
];
/// With these a sentence tells what somebody said.
const VERBS: &[&str] = &[
    "说", "說", "道", "表示", "指出", "强调", "強調", "认为", "認為", "问", "問", "如下", "包括",
    "是", "为", "為", "称", "稱", "写道",
];
/// What ends a sentence or divides one, and so stands in no label.
const SENTENCE: [char; 14] =
    ['。', '！', '？', '!', '?', '；', ';', '，', ',', '“', '”', '"', '…', '、'];

/// A label at the beginning of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Without its colon.
    pub(super) text: String,
    /// Bytes of the original from its beginning to behind its colon; empty where the label is not in the original.
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
    let candidates: Vec<Option<Label>> = manuscript
        .blocks
        .iter()
        .map(|block| candidate(block, &manuscript.original, manuscript.is_markdown))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    candidates.iter().flatten().for_each(|label| *counts.entry(&label.text).or_default() += 1);
    let is_sure = |label: &Label| is_sure(label, counts[label.text.as_str()], title);
    let has_any = candidates.iter().flatten().any(is_sure);
    let accept = |label: &Label| {
        is_sure(label) || (has_any && (is_personal_name(&label.text) || is_shouted(&label.text)))
    };
    let mut by_block: Vec<Option<Label>> =
        candidates.iter().map(|label| label.clone().filter(accept)).collect();
    let bold: Vec<bool> =
        manuscript.blocks.iter().map(|block| is_bold(block, &manuscript.original)).collect();
    // Where labels stand, bold type asks only if it asks with them.
    let asks_in_bold = bold.iter().zip(&by_block).any(|(bold, label)| *bold && label.is_some());
    if asks_in_bold || by_block.iter().all(Option::is_none) {
        unsaid_questions(manuscript, &bold, &mut by_block, is_chinese);
    }
    let roles = roles(&by_block, &bold);
    Labels { by_block, roles }
}

/// What might be a label at the beginning of a block.
fn candidate(block: &Block, original: &str, is_markdown: bool) -> Option<Label> {
    let first = block.runs.iter().find(|run| !run.text(original).trim().is_empty())?;
    if block.outside.is_some()
        || first.written.is_some()
        || matches!(block.kind, BlockKind::Verbatim | BlockKind::Quote | BlockKind::Row)
    {
        return None;
    }
    let start = first.range.start;
    if block.kind == BlockKind::Heading(3) && (is_markdown || ends_in_colon(&block.text(original)))
    {
        let text = bare(&block.text(original)).to_owned();
        return is_possible(&text).then(|| Label {
            text,
            range: start..block.runs.last().map_or(start, |run| run.range.end),
            form: Form::Heading,
        });
    }
    // Runs that touch are one text here: a label may be bold in part.
    let end = block
        .runs
        .iter()
        .scan(start, |end, run| {
            (run.range.start <= *end + 4).then(|| *end = run.range.end.max(*end)).map(|()| *end)
        })
        .last()?;
    let text = original.get(start..end)?;
    let colon = text.char_indices().take(LONGEST + 8).find(|(_, c)| [':', '：'].contains(c))?;
    let words = text[..colon.0].replace("**", "");
    let after = &text[colon.0 + colon.1.len_utf8()..];
    if !is_possible(&words)
        || after.starts_with("//")
        || after.starts_with(|c: char| c.is_ascii_digit())
            && words.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let text_of_turn = block
        .runs
        .iter()
        .filter(|run| run.range.end > start + colon.0 + 4 && !run.text(original).trim().is_empty());
    let form = if first.bold
        && text_of_turn.clone().any(|run| !run.bold)
        && !block.runs.iter().skip(1).any(|run| run.bold)
    {
        Form::Bold
    } else {
        Form::Plain
    };
    Some(Label {
        text: bare(&words).to_owned(),
        range: start..start + colon.0 + colon.1.len_utf8(),
        form,
    })
}

fn ends_in_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

fn bare(label: &str) -> &str {
    label.trim().trim_end_matches([':', '：']).trim_end()
}

/// Whether a wording can be a label at all.
fn is_possible(words: &str) -> bool {
    let n_chars = words.trim().chars().count();
    let n_han = words.chars().filter(|c| is_han(*c)).count();
    (1..=LONGEST).contains(&n_chars)
        && n_han <= 30
        && words.contains(char::is_alphabetic)
        && !words.contains(SENTENCE)
        && words.split_whitespace().count() <= 8
}

fn is_sure(label: &Label, count: usize, title: &str) -> bool {
    let text = label.text.to_lowercase();
    let is_office = OFFICE_ENDINGS.iter().any(|ending| text.ends_with(ending));
    TurnRole::said_by(&text).is_some()
        || is_office
        || matches!(label.form, Form::Bold | Form::Heading)
        || is_titled(&label.text)
        || (stands_in(title, &label.text))
        || (count >= 2 && (is_name(&label.text) || is_shouted(&label.text)))
}

/// `MR. SMITH`, `THE PRESIDENT`: a title, and nothing in small letters.
fn is_titled(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|word| TITLES.contains(&word))
        && words.next().is_some()
        && is_shouted(text)
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
    let n_han = text.chars().filter(|c| is_han(*c)).count();
    if n_han > 0 {
        return n_han <= 12
            && !text.starts_with(NO_NAME)
            && !VERBS.iter().any(|verb| text.ends_with(verb));
    }
    let is_capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            || ["of", "de", "van", "von", "the", "la", "al", "bin", "da", "di"].contains(&word)
    };
    let n_words = text.split_whitespace().count();
    (1..=5).contains(&n_words)
        && text.split_whitespace().all(|word| {
            is_capital(word) || word.chars().all(|c| c.is_ascii_digit() || c == '(' || c == ')')
        })
}

/// Whether a wording has the form of a person's whole name: a family name and one or two characters, or two words and more.
fn is_personal_name(text: &str) -> bool {
    let n_chars = text.chars().count();
    let is_chinese = (2..=4).contains(&n_chars)
        && text.chars().all(is_han)
        && text.starts_with(|c| SURNAMES.contains(c));
    is_name(text)
        && (is_chinese || (!text.chars().any(is_han) && text.split_whitespace().count() >= 2))
}

/// Whether all of a block is bold.
fn is_bold(block: &Block, original: &str) -> bool {
    let mut texts =
        block.runs.iter().filter(|run| !run.text(original).trim().is_empty()).peekable();
    texts.peek().is_some()
        && texts.all(|run| run.bold || run.text(original).chars().all(|c| !c.is_alphanumeric()))
}

/// Bold paragraphs that ask, in documents where nothing else says so: each gets a label of ours, and so does what follows it.
fn unsaid_questions(
    manuscript: &Manuscript,
    bold: &[bool],
    by_block: &mut [Option<Label>],
    is_chinese: bool,
) {
    let (question, answer) = if is_chinese { ("问", "答") } else { ("Q", "A") };
    let is_text = |index: usize| {
        matches!(manuscript.blocks[index].kind, BlockKind::Paragraph | BlockKind::Indented)
            && manuscript.blocks[index].outside.is_none()
    };
    let asks: Vec<usize> = (0..by_block.len())
        .filter(|index| {
            is_text(*index)
                && bold[*index]
                && by_block[*index].is_none()
                && is_sentence(&manuscript.blocks[*index].text(&manuscript.original))
        })
        .collect();
    for index in asks {
        by_block[index] = Some(unsaid(&manuscript.blocks[index], question));
        let next = (index + 1..by_block.len()).find(|next| is_text(*next));
        if let Some(next) = next.filter(|next| by_block[*next].is_none() && !bold[*next]) {
            by_block[next] = Some(unsaid(&manuscript.blocks[next], answer));
        }
    }
}

fn unsaid(block: &Block, text: &str) -> Label {
    let start = block.runs.first().map_or(0, |run| run.range.start);
    Label { text: text.to_owned(), range: start..start, form: Form::Unsaid }
}

/// Whether a bold paragraph is a question or a request, and no heading of a section: it ends as sentences do.
fn is_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '」', '’', ')', '）']).trim_end();
    text.ends_with(['？', '?']) || (text.ends_with(['。', '.', '！']) && text.chars().count() >= 15)
}

/// What each wording is: what it says of itself, what bold type says, and for the rest whether it answers.
fn roles(by_block: &[Option<Label>], bold: &[bool]) -> Vec<(String, TurnRole)> {
    let turns: Vec<(&str, bool)> = by_block
        .iter()
        .zip(bold)
        .filter_map(|(label, bold)| Some((label.as_ref()?.text.as_str(), *bold)))
        .collect();
    let has_plain = turns.iter().any(|(_, bold)| !bold);
    let mut always_bold: BTreeMap<&str, bool> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (text, bold) in &turns {
        let is_new = !always_bold.contains_key(text);
        if is_new {
            order.push(text);
        }
        *always_bold.entry(text).or_insert(true) &= *bold;
    }
    let asks = |text: &str| {
        TurnRole::said_by(text) == Some(TurnRole::Question) || (has_plain && always_bold[text])
    };
    let asking: BTreeSet<&str> = order.iter().copied().filter(|text| asks(text)).collect();
    let answering: BTreeSet<&str> =
        turns.windows(2).filter(|pair| asking.contains(pair[0].0)).map(|pair| pair[1].0).collect();
    let role = |text: &str| match () {
        () if asking.contains(text) => TurnRole::Question,
        () if TurnRole::said_by(text) == Some(TurnRole::Answer) || answering.contains(text) => {
            TurnRole::Answer
        }
        () => TurnRole::Speech,
    };
    order.into_iter().map(|text| (text.to_owned(), role(text))).collect()
}
