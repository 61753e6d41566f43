//! How paragraphs end and begin, and how well two of them were one: evidence, in units of about a natural logarithm.
//!
//! **Invariant:** only the last and first words of the two paragraphs are looked at, with general knowledge of Chinese and English.

use crate::base::lang::is_han;
use crate::reading::annotate::HanWords;

/// What ends a sentence.
const ENDS: [char; 14] =
    ['。', '！', '？', '…', '.', '!', '?', '：', ':', '；', ';', '—', '～', '※'];
/// What may stand behind the end of a sentence.
const CLOSERS: [char; 15] =
    ['”', '’', '」', '』', '）', ')', '】', ']', '》', '"', '\'', '*', '_', '〕', '>'];
/// What stands in brackets at the end is said beside a sentence.
const BRACKETS: [char; 6] = ['）', ')', '】', ']', '〕', '>'];
/// Han characters at the end after which no sentence ends without a full stop.
const HANGING: &str = "的将將在和与與及或并並对對为為向从從到同以把被由于於至有不没會会能可应應须須让讓使给給但却则則因若如所比据據按且而又也都还是還更最已正仍才只其该該每各某这這那此一二两兩三四五六七八九十第、，";
/// Han characters with which no paragraph begins.
const INNER: &str = "的了着過过们們得地和与與及或于於、，。；：！？”’》）」』】% ％";
/// English words after which no sentence ends.
const HANGING_WORDS: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "on", "at", "by", "for", "with", "and", "or", "but",
    "that", "which", "who", "whose", "will", "would", "can", "could", "should", "shall", "may",
    "might", "must", "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "do",
    "does", "did", "not", "no", "its", "our", "their", "his", "her", "my", "your", "this", "these",
    "those", "from", "as", "into", "than", "if", "when", "where", "while", "because", "about",
    "between", "through", "under", "over", "after", "before", "during", "against", "without", "so",
    "such", "more", "most", "very", "also", "new", "all", "any", "each", "every", "some", "other",
    "both", "we", "i", "they", "it", "he", "she", "you",
];

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
    if ENDS.contains(&last) || text.ends_with(BRACKETS) {
        return End::Closed;
    }
    if HANGING.contains(last) || [',', '-'].contains(&last) || hangs(bare) {
        return if bare.len() == text.len() { End::Open } else { End::Bare };
    }
    // A name with an office behind it has a comma too.
    let n_words = bare.split_whitespace().count();
    let has_sentences = bare.contains(['。', '！', '？', '，', '；'])
        || (n_words > 5 && (bare.contains(". ") || bare.contains(", ")));
    let is_long =
        bare.chars().map(|c| if is_han(c) { 3 } else { 1 }).sum::<usize>() > 120 || n_words > 12;
    if bare.len() == text.len() && (has_sentences || is_long) { End::Open } else { End::Bare }
}

fn hangs(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    text.ends_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(' ')
        && HANGING_WORDS.contains(&word)
}

/// Words with which Chinese paragraphs like to begin.
const OPENERS: &[&str] = &[
    "我们",
    "我",
    "你",
    "您",
    "他",
    "她",
    "他们",
    "大家",
    "这",
    "这个",
    "这些",
    "这是",
    "那",
    "首先",
    "其次",
    "再次",
    "最后",
    "第一",
    "第二",
    "第三",
    "第四",
    "一是",
    "二是",
    "三是",
    "另外",
    "此外",
    "同时",
    "因此",
    "所以",
    "因为",
    "但是",
    "但",
    "不过",
    "然而",
    "如果",
    "关于",
    "对于",
    "至于",
    "当前",
    "目前",
    "近年来",
    "近来",
    "今年",
    "去年",
    "今天",
    "昨天",
    "接下来",
    "然后",
    "其实",
    "比如",
    "例如",
    "据",
    "据了解",
    "据报道",
    "总之",
    "事实上",
    "众所周知",
    "谢谢",
    "感谢",
    "请",
    "好",
    "对",
];

/// How surely `text` begins inside a sentence; below 0 where it begins as paragraphs do.
pub(super) fn inner_beginning(words: &HanWords, text: &str) -> f64 {
    let text = text.trim_start();
    let Some(first) = text.chars().next() else {
        return 0.0;
    };
    match first {
        c if INNER.contains(c) => 6.0,
        c if is_han(c) => inner_word(words, text),
        c if c.is_lowercase() => 5.0,
        ',' | ';' | ')' | '%' => 6.0,
        'I' if !text[1..].starts_with(char::is_alphanumeric) => 0.0,
        c if c.is_uppercase() => -3.0,
        '“' | '"' | '「' | '《' | '【' | '（' | '(' | '[' => -0.5,
        _ => 0.0,
    }
}

/// The same by the first word of Chinese text: pronouns, times and conjunctions begin paragraphs, particles and measures do not.
fn inner_word(words: &HanWords, text: &str) -> f64 {
    let Some((word, tag)) = words.first_word(text) else {
        return 0.0;
    };
    if OPENERS.contains(&word.as_str()) {
        return -2.5;
    }
    match tag.as_str() {
        tag if tag.starts_with('u') || tag == "k" || tag == "y" => 4.0,
        "f" | "q" => 2.5,
        "v" | "vn" | "d" | "a" | "ad" => 0.7,
        "r" | "t" | "c" | "m" => -1.5,
        "nr" | "ns" | "nt" => -0.7,
        _ => 0.0,
    }
}

/// How well `right` goes on where `left` ends: above 0 for yes.
pub(super) fn seam(words: &HanWords, left: &str, right: &str) -> f64 {
    let (left, right) = (left.trim_end(), right.trim_start());
    let ending = match end(left) {
        End::Closed => -6.0,
        End::Bare => 0.0,
        End::Open => 2.0,
    };
    let across = words.seam(left, right).clamp(0.0, 12.0);
    let digits = if left.ends_with(|c: char| c.is_ascii_digit())
        && right.starts_with(|c: char| c.is_ascii_digit() || "年月日%.万亿多余".contains(c))
    {
        4.0
    } else {
        0.0
    };
    let brackets = if closes(left, right) { 5.0 } else { 0.0 };
    ending + across + inner_beginning(words, right) + digits + brackets
}

/// Whether `left` opens a bracket or a quotation that `right` closes before it opens one.
fn closes(left: &str, right: &str) -> bool {
    [('“', '”'), ('「', '」'), ('《', '》'), ('（', '）'), ('(', ')'), ('『', '』')].iter().any(
        |(open, close)| {
            let is_open = left.matches(*open).count() > left.matches(*close).count();
            is_open
                && right
                    .find(*close)
                    .is_some_and(|at| right.find(*open).is_none_or(|other| at < other))
        },
    )
}
