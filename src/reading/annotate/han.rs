//! Judges whether a name found in Chinese text is a word there: the text and where the name is →
//! yes or no.
//!
//! Most names touch no word that could claim one of their characters, and are words. Where a
//! dictionary word reaches over an edge of the name (`国家` in `发展中国家`), the likeliest reading
//! of the neighbourhood that keeps the name whole is weighed against the likeliest one that breaks
//! it, in simplified characters whatever the text is written in.
//!
//! What kind of word reaches over the edge comes first (`rules`): what goes on with the last word of a
//! name (`共产党员`) is no evidence, an idiom or another name that contains it is enough.
//!
//! **Invariant:** in doubt the name is a word, because the editor of the speech has listed it.
//! **Invariant:** the verdict depends on the name, on whether it is a person's, and on six Han
//! characters (or a number) on either side, on nothing else. It does not find names, knows none of those listed, and says nothing
//! about an edge that is not Han.

use crate::base::letters::{Simplifier, is_han};
use crate::base::lexicon::is_common_surname;
use evidence::{Lie, Somebody};
use jieba_rs::{Jieba, Token};
use rules::Rules;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Longer names in which a shorter one is not meant: one a line, `#` begins a comment.
const LOOKALIKES: &str = include_str!("han/lookalikes.txt");
/// Words that jieba's dictionary lacks: separated by white space, `#` begins a comment.
const WORDS: &str = include_str!("han/words.txt");

/// How many Han characters are looked at on either side of a name.
const REACH: usize = 6;
/// The sum of all frequencies in jieba's dictionary.
const TOTAL: f64 = 60_101_964.0;
/// The frequency lent to every name: that of a very common word, because a listed name is expected
/// in its speech.
const NAME_FREQUENCY: f64 = 15_000.0;
/// The frequency lent to each of [`WORDS`] and [`LOOKALIKES`].
const WORD_FREQUENCY: usize = 1_000;
/// What a single character costs (natural logarithm) that seldom is a word: a reading should not
/// leave splinters.
const SPLINTER: f64 = 4.0;
/// What `长` and `籍` gain after a name: `外交部长` and `中国籍` mean the name, although `部长` and
/// `国籍` are words too.
const BOUND: f64 = 2.0;

/// Single characters that are words of their own: particles, prepositions, adverbs, numbers, short
/// verbs.
const SINGLES: &str = "的了在是和与及或对为将向从到同以等也都就又而把被由于至有无不没要会能可应须让使给说称令请问叫想看做去来用\
    并但却则因若如所比跟像按据靠除随凭经当往离自即虽且还再更最已曾正仍才只刚很太均皆各每某这那此该其之我你他她它您\
    个位名一二三四五六七八九十百千万亿两几多大小新老全共总驻访赴抵返指谈吁促愿盼誓获需占超达约近派建设开写讲听问答\
    带送买卖见找运飞拿住援撤购投藏";
/// Single characters that are words only after another of two or more: `会议中`, but not `从中国`.
const POSTPOSITIONS: &str = "的了着过中上下里内外前后间时等们得地吗呢吧啊";
/// What a word ends with that takes no postposition: `三名中国籍船员`, `由于中国产能`.
const UNFOLLOWED: &str = "名个位有自是对从和与在同向为把被由于至以或及的";
/// Single characters that make a new word of the name before them: `中国产的`, `日本人`.
const SUFFIXES: &str = "长产人籍版史语文法";
/// Single characters that make another place of the place before them: `上海港`, `黄河源`.
const PLACES: &str = "港湾岛城口源桥";
/// Landforms that a name may leave as a word when it is broken, as a family name may: `李强调` is
/// 李 and 强调, `湖北岸` is 湖 and 北岸.
const LANDFORMS: &str = "江河湖山";
/// What a number written in Han characters begins with.
const NUMERALS: &str = "一二三四五六七八九十百千万两几数";

/// What is known of Chinese words; see [`HAN_WORDS`].
pub(crate) struct HanWords {
    jieba: Jieba,
    lookalikes: HashSet<&'static str>,
    simplifier: Simplifier,
    rules: Rules,
}

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bearer {
    Person,
    Other,
}

/// A name and its Han neighbours, in simplified characters.
struct Window {
    chars: Vec<char>,
    text: String,
    /// Where the name is, in characters.
    name: Range<usize>,
}

impl Window {
    /// Bytes of the longest word that takes characters of the name, which is at `range` of the text;
    /// of the name itself if none does.
    fn taken(
        &self,
        words: &[Token],
        lies: &[Lie],
        text: &str,
        range: Range<usize>,
    ) -> Range<usize> {
        let mut longest: Option<Range<usize>> = None;
        for (word, lie) in words.iter().zip(lies) {
            let takes = matches!(lie, Lie::Another | Lie::Breaking);
            let length = word.end - word.start;
            if takes && longest.as_ref().is_none_or(|known| known.len() < length) {
                longest = Some(word.start..word.end);
            }
        }
        // What goes on with it is no word of the dictionary.
        let Some(longest) = longest else {
            return with_next(text, range);
        };

        let byte = |at: usize| {
            let (start, length) = (self.name.start, |c: char| c.len_utf8());
            if at < start {
                let before = text[..range.start].chars().rev().take(start - at);
                range.start - before.map(length).sum::<usize>()
            } else {
                let behind = text[range.start..].chars().take(at - start);
                range.start + behind.map(length).sum::<usize>()
            }
        };
        byte(longest.start)..byte(longest.end)
    }
}

/// How a name is read with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As a word.
    Whole,
    /// As a word that is no name.
    Everyday,
    /// As a part of something longer: bytes of the word, name or number that takes characters of it.
    Broken(Range<usize>),
}

/// A word of a reading: characters `start..end` of the window, its logarithmic probability, whether
/// it breaks the name.
#[derive(Clone, Copy)]
struct Step {
    start: usize,
    end: usize,
    score: f64,
    breaking: bool,
}

/// What is known of Chinese words, loaded when it is first asked for, once for the process: about
/// 45 ms and 35 MB, which a site without any Han name need not pay.
pub(crate) static HAN_WORDS: LazyLock<HanWords> = LazyLock::new(HanWords::new);

impl HanWords {
    /// Loads the dictionary and what it lacks.
    fn new() -> Self {
        let mut jieba = Jieba::new();
        let lookalikes: Vec<&str> =
            entries(LOOKALIKES).filter(|name| name.starts_with(is_han)).collect();
        let words = entries(WORDS).flat_map(str::split_whitespace);
        for word in words.chain(lookalikes.iter().copied()) {
            jieba.add_word(word, Some(WORD_FREQUENCY), None);
        }
        let rules = Rules::new();
        for word in rules.others() {
            jieba.add_word(word, Some(WORD_FREQUENCY), None);
        }
        for pair in rules.pairs() {
            jieba.add_word(&pair, Some(WORD_FREQUENCY), None);
        }

        Self {
            jieba,
            lookalikes: lookalikes.into_iter().collect(),
            simplifier: Simplifier::new(),
            rules,
        }
    }

    /// The words of `text` with the dictionary's parts of speech, in order; what is not Han is cut
    /// too.
    pub(super) fn tagged(&self, text: &str) -> Vec<(String, String)> {
        let mut tagged = Vec::new();
        for tag in self.jieba.tag(&self.simplify(text), false) {
            tagged.push((tag.word.to_owned(), tag.tag.to_owned()));
        }
        tagged
    }

    fn simplify(&self, text: &str) -> String {
        text.chars().map(|c| self.simplifier.of(c)).collect()
    }

    /// Whether the name at `range` (bytes of `text`, at character boundaries) is a word.
    #[cfg(test)]
    fn stands(&self, text: &str, range: Range<usize>, bearer: Bearer) -> bool {
        self.read(text, range, bearer) == Reading::Whole
    }

    /// How the name at `range` (bytes of `text`, at character boundaries) is read.
    pub(super) fn read(&self, text: &str, range: Range<usize>, bearer: Bearer) -> Reading {
        if begins_in_date(text, &range) || begins_in_number(text, &range) {
            return Reading::Broken(with_number(text, range));
        }

        let window = self.window(text, &range);
        let words = self.jieba.cut_all(&window.text);
        if bearer == Bearer::Person {
            match self.somebody(&window, &words) {
                Somebody::Whole => {}
                Somebody::EverydayWord => return Reading::Everyday,
                Somebody::GoesOn => return Reading::Broken(with_next(text, range)),
            }
        }
        let lies: Vec<Lie> =
            words.iter().map(|word| self.lie(&window, &words, word, bearer)).collect();
        if lies.contains(&Lie::Another) || self.is_split(&window, &words) {
            return Reading::Broken(window.taken(&words, &lies, text, range));
        }
        if !lies.contains(&Lie::Breaking) {
            return Reading::Whole;
        }
        if ends_in_measure(&window, &words) {
            return Reading::Broken(with_number(text, range));
        }

        let mut steps = vec![Step {
            start: window.name.start,
            end: window.name.end,
            score: (NAME_FREQUENCY / TOTAL).ln(),
            breaking: false,
        }];
        for (word, &lie) in words.iter().zip(&lies) {
            // `上海港` speaks for 上海 where `海港` speaks against it.
            let is_own = word.start == window.name.start
                && word.end == window.name.end + 1
                && word.word.ends_with(|c| PLACES.contains(c));
            if lie != Lie::Compound || is_own {
                steps.push(Step {
                    start: word.start,
                    end: word.end,
                    score: self.score(&window, &words, word, bearer),
                    breaking: lie == Lie::Breaking,
                });
            }
        }
        let [keeping, breaking] = best_readings(steps, window.chars.len());
        if keeping >= breaking {
            Reading::Whole
        } else {
            Reading::Broken(window.taken(&words, &lies, text, range))
        }
    }

    /// Cuts out the name with up to [`REACH`] Han characters on each side whose edge is Han.
    fn window(&self, text: &str, range: &Range<usize>) -> Window {
        let name = &text[range.clone()];
        let (left, right) = (&text[..range.start], &text[range.end..]);
        // Most Han characters have three bytes.
        let mut chars = Vec::with_capacity(2 * REACH + name.len() / 3);

        if name.starts_with(is_han) {
            chars.extend(left.chars().rev().take(REACH).take_while(|&c| is_han(c)));
            chars.reverse();
        }
        let start = chars.len();
        chars.extend(name.chars());
        let end = chars.len();
        if name.ends_with(is_han) {
            // Digits, because `约30公里` is a measure.
            let is_near = |c: &char| is_han(*c) || c.is_ascii_digit();
            chars.extend(right.chars().take(REACH).take_while(is_near));
        }

        for c in &mut chars {
            *c = self.simplifier.of(*c);
        }
        let mut simple = String::with_capacity(3 * chars.len());
        simple.extend(&chars);
        Window { text: simple, chars, name: start..end }
    }

    /// The logarithmic probability of `word` at its place.
    fn score(&self, window: &Window, words: &[Token], word: &Token, bearer: Bearer) -> f64 {
        let score = (self.jieba.suggest_freq(word.word) as f64 / TOTAL).ln();
        let (start, name) = (word.start, &window.name);
        // Only single characters can be splinters.
        if word.end - start > 1 {
            return score;
        }
        if start == name.end && "长籍".contains(word.word) {
            return score + BOUND;
        }

        let is_word = if POSTPOSITIONS.contains(word.word) && start < name.end {
            words.iter().any(|host| host.end == start && host.start + 1 < start)
                && !UNFOLLOWED.contains(window.chars[start - 1])
        } else {
            let single = window.chars[start];
            let is_country = bearer == Bearer::Other && self.rules.is_country(single);
            SINGLES.contains(word.word)
                || POSTPOSITIONS.contains(word.word)
                || (word.end == name.start && name.len() > 2 && is_country)
                || (start == name.end && SUFFIXES.contains(word.word))
                || (start == name.end && bearer == Bearer::Other && PLACES.contains(word.word))
                || (name.contains(&start)
                    && (LANDFORMS.contains(word.word) || is_common_surname(word.word)))
        };
        if is_word { score } else { score - SPLINTER }
    }
}

/// The Latin names in which a shorter one is not meant, which the matcher takes as patterns that
/// own no entity. The Han ones are not among them: a matcher would find `都柏林` in `首都柏林`, so
/// [`HanWords::read`] weighs them.
pub(crate) fn latin_lookalikes() -> impl Iterator<Item = &'static str> {
    entries(LOOKALIKES).filter(|name| !name.starts_with(is_han))
}

fn entries(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether the name's first character is the `日` of a date, as in `7日本报记者`; in `G7日本` and
/// `2026日本` it is not.
fn begins_in_date(text: &str, range: &Range<usize>) -> bool {
    if !text[range.start..].starts_with('日') {
        return false;
    }

    let before = text[..range.start].trim_end();
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let n_digits = before.len() - rest.len();
    // A day has one digit or two; four are a year, and one behind a letter is part of a name.
    matches!(n_digits, 1 | 2) && !rest.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether the name begins with a number that begins before it: `七国集团` in `七十七国集团`.
fn begins_in_number(text: &str, range: &Range<usize>) -> bool {
    const DIGITS: &str = "〇零一二三四五六七八九十百千万亿两";
    let is_digit = |c: char| c.is_ascii_digit() || DIGITS.contains(c);
    text[range.start..].starts_with(is_digit) && text[..range.start].ends_with(is_digit)
}

/// A name with the character behind it.
fn with_next(text: &str, range: Range<usize>) -> Range<usize> {
    let next = text[range.end..].chars().next().map_or(0, char::len_utf8);
    range.start..range.end + next
}

/// A name with the digits that touch it: `7日本`, `以北约30`.
fn with_number(text: &str, range: Range<usize>) -> Range<usize> {
    let is_digit = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
    let before = text[..range.start].trim_end_matches(is_digit);
    let after = text[range.end..].trim_start_matches(is_digit);
    before.len()..text.len() - after.len()
}

/// Whether the name's last character is the `约` of a measure, as in `以北约30公里`, and a word
/// ends before it.
fn ends_in_measure(window: &Window, words: &[Token]) -> bool {
    let (start, end) = (window.name.start, window.name.end);
    let next = window.chars.get(end);
    let is_number = next.is_some_and(|c| c.is_ascii_digit() || NUMERALS.contains(*c));
    let ends_a_word = |word: &Token| word.start < start && word.end + 1 == end;
    window.chars[..end].ends_with(&['约']) && is_number && words.iter().any(ends_a_word)
}

/// The logarithmic probabilities of the best reading of characters `0..n` that keeps the name and
/// of the best that breaks it.
fn best_readings(mut steps: Vec<Step>, n: usize) -> [f64; 2] {
    // A character that the dictionary lacks is still read, as the rarest of words.
    let unknown = (1.0 / TOTAL).ln() - SPLINTER;
    steps.extend((0..n).map(|start| Step {
        start,
        end: start + 1,
        score: unknown,
        breaking: false,
    }));
    steps.sort_by_key(|step| step.start);

    // For each place the best readings that end there: the name whole so far, and broken.
    let mut best = vec![[f64::NEG_INFINITY; 2]; n + 1];
    best[0][0] = 0.0;
    for step in steps {
        let [kept, broken] = best[step.start].map(|before| before + step.score);
        let reached = &mut best[step.end];
        if step.breaking {
            reached[1] = reached[1].max(kept).max(broken);
        } else {
            *reached = [reached[0].max(kept), reached[1].max(broken)];
        }
    }
    best[n]
}

mod evidence;
mod rules;
mod seam;
#[cfg(test)]
mod tests;
