//! How paragraphs end and begin, and how well two of them were one: evidence, in units of about a
//! natural logarithm.
//!
//! **Invariant:** only the last and first words of the two paragraphs are looked at, with general
//! knowledge of Chinese and English.

use crate::base::letters::{is_han, weight};
use crate::import::lexicon;
use crate::import::sentences::{CLOSERS, ENDS};
use crate::reading::annotate::HanWords;
use std::cell::OnceCell;

/// What is in brackets at the end is an aside, not part of a sentence.
const BRACKETS: [char; 6] = ['）', ')', '】', ']', '〕', '>'];
/// Han characters at the end after which no sentence ends without a full stop.
const HANGING: &str = "的将將在和与與及或并並对對为為向從从到同以把被由于於至有不没會会能可应應须須让讓使给給但却则則因若如所比据據按且而又也都还是还更最已正仍才只其该該每各某这這那此、";
/// The same of numbers; a date ends with one too (星期四).
const HANGING_NUMBERS: &str = "一二两兩三四五六七八九十第";
/// Marks that no paragraph begins with. No character of Han is among them: 过去, 和平, 地方, 于是, 的确
/// begin paragraphs as any other word does.
const INNER: &str = "，。；：！？”’》）」』】%％、";
/// Characters that begin words with which paragraphs begin, but stand inside sentences more often:
/// they count where the paragraph before breaks off.
const RATHER_INNER: &str = "了着過过得地和與与及或于於";

/// How a paragraph ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum End {
    /// As sentences end.
    Closed,
    /// Without a full stop, as headings, names and lists do too.
    Bare,
    /// In the middle of a sentence.
    Open,
}

/// How `text` ends.
pub(super) fn end(text: &str) -> End {
    let text = text.trim_end();
    let bare = text.trim_end_matches(CLOSERS);
    let Some(last) = bare.chars().next_back() else {
        return End::Closed;
    };

    if ENDS.contains(&last) || text.ends_with(BRACKETS) || is_row(bare) {
        return End::Closed;
    }

    let is_number = HANGING_NUMBERS.contains(last) && bare.contains(['，', '。', '；']);
    if HANGING.contains(last) || is_number || last == '-' || hangs(bare) {
        return if bare.len() == text.len() { End::Open } else { End::Bare };
    }
    // In Han characters an address is short: twenty name a chair and all who are there.
    let may_be_address = !bare.contains(is_han) || weight(bare.chars()) <= LONG / 2;
    if [',', '，', '،'].contains(&last) && !has_inner_stop(bare) && may_be_address {
        return End::Closed;
    }
    // A name with an office behind it has a comma too, so a short line needs more than one comma to
    // be a sentence.
    let n_words = bare.split_whitespace().count();
    let has_sentences = bare.contains(['。', '！', '？', '，', '；'])
        || (n_words > FEW_WORDS && (bare.contains(". ") || bare.contains(", ")));
    let is_long = weight(bare.chars()) > LONG || n_words > LONG_WORDS;
    if bare.len() == text.len() && (has_sentences || is_long) { End::Open } else { End::Bare }
}

/// Whether a text is a row of figures, which has lost its table and goes on in nothing.
fn is_row(text: &str) -> bool {
    /// A sentence may have a date and a sum, a row has more.
    const LEAST: usize = 4;

    let is_figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let n_words = text.split_whitespace().count();
    let n_figures = text.split_whitespace().filter(is_figure).count();
    n_figures >= LEAST && n_figures * 3 >= n_words * 2
}

/// Whether a sentence ends within a text. One that ends in a comma and has none before may be an
/// address (`Excellencies,`), and those who are addressed are many.
fn has_inner_stop(text: &str) -> bool {
    /// Letters before a full stop: fewer are `Mr.` or `Prof.`.
    const WORD: usize = 5;

    let mut latin = text.match_indices(". ");
    let ends_word = |(at, _): (usize, &str)| {
        let letters = text[..at].chars().rev().take_while(|c| c.is_alphabetic());
        letters.take(WORD).count() == WORD
    };
    text.contains(['。', '！', '？', '؟', '۔', '।']) || latin.any(ends_word)
}

/// A line without a full stop that weighs more is not a heading, nor is one of more words. Headings
/// of newspapers have up to forty Han characters.
const LONG: usize = 120;
const LONG_WORDS: usize = 12;
/// Words that a name with its office has.
const FEW_WORDS: usize = 5;

/// Whether a text ends in an English word after which no sentence ends.
fn hangs(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next();
    // One word alone is a name or a label.
    text.ends_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(' ')
        && word.is_some_and(|word| lexicon::hanging().contains(word))
}

/// How surely `text` begins inside a sentence; below 0 where it begins as paragraphs do.
pub(super) fn inner_beginning(words: &HanWords, text: &str) -> f64 {
    let text = text.trim_start();
    let Some(first) = text.chars().next() else {
        return 0.0;
    };

    match first {
        c if INNER.contains(c) => 6.0,
        c if is_han(c) => inner_word(words, text),
        c if c.is_lowercase() => 4.0,
        ',' | ';' | ')' | '%' => 6.0,
        'I' if !text[1..].starts_with(char::is_alphanumeric) => 0.0,
        c if c.is_uppercase() => -3.0,
        '“' | '"' | '「' | '《' | '【' | '（' | '(' | '[' => -0.5,
        _ => 0.0,
    }
}

/// The same by the first word of Chinese text: pronouns, times and conjunctions begin paragraphs,
/// particles and measures do not.
fn inner_word(words: &HanWords, text: &str) -> f64 {
    let Some((word, tag)) = words.first_word(text) else {
        return 0.0;
    };
    if lexicon::openers().contains(word.as_str()) {
        return -2.5;
    }

    match tag.as_str() {
        // A particle or a suffix, if it is a word by itself, and does not begin another.
        tag if tag.starts_with('u') || tag == "k" || tag == "y" => 4.0,
        "f" | "q" => 2.5,
        "v" | "vn" | "d" | "a" | "ad" => 0.7,
        "r" | "t" | "c" | "m" => -1.5,
        "nr" | "ns" | "nt" => -0.7,
        _ => 0.0,
    }
}

/// The half before a cut: what is asked of all of it is known, for it is held against many others.
pub(super) struct Half<'t> {
    text: &'t str,
    pub(super) end: End,
    /// Evidence, in how it ends, that it goes on.
    ending: f64,
    /// Brackets and quotations that it opens and does not close; of most halves nobody asks.
    open: OnceCell<Vec<(char, char)>>,
}

impl<'t> Half<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let text = text.trim_end();
        let end = end(text);
        let ending = match end {
            End::Closed => -6.0,
            End::Bare => 0.0,
            // An article or a particle says more than a full stop that is not there.
            End::Open if text.ends_with(|c| HANGING.contains(c)) || hangs(text) => 4.0,
            End::Open => 2.0,
        };
        Half { text, end, ending, open: OnceCell::new() }
    }
}

/// How well `right` goes on behind `left`: above 0 for yes.
pub(super) fn seam(words: &HanWords, left: &Half<'_>, right: &str) -> f64 {
    let right = right.trim_start();
    let &Half { text, end, ending, ref open } = left;
    // However rare a word across the cut is, it outweighs no more than a full stop and a capital
    // letter do together.
    let across = words.seam(text, right).clamp(0.0, 12.0);

    let mut evidence = ending + across + inner_beginning(words, right);
    let goes_on = |c: char| c.is_ascii_digit() || "年月日%.万亿多余".contains(c);
    if text.ends_with(|c: char| c.is_ascii_digit()) && right.starts_with(goes_on) {
        evidence += 4.0;
    }
    if end == End::Open && right.starts_with(|c| RATHER_INNER.contains(c)) {
        evidence += 3.0;
    }
    let open = open.get_or_init(|| open_pairs(text));
    if open.iter().any(|pair| closes(*pair, right)) {
        evidence += 5.0;
    }
    evidence
}

/// The brackets and quotations that a text opens and does not close.
fn open_pairs(text: &str) -> Vec<(char, char)> {
    const PAIRS: [(char, char); 6] =
        [('“', '”'), ('「', '」'), ('《', '》'), ('（', '）'), ('(', ')'), ('『', '』')];

    let mut pairs = PAIRS.to_vec();
    pairs.retain(|(open, close)| text.matches(*open).count() > text.matches(*close).count());
    pairs
}

/// Whether a text closes a bracket or a quotation before it opens one.
fn closes((open, close): (char, char), text: &str) -> bool {
    match (text.find(close), text.find(open)) {
        (Some(close), Some(open)) => close < open,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
