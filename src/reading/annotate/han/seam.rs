//! Two pieces of Chinese text → whether they were one: how much likelier the reading across the cut
//! is than the two readings apart. Also the words of a text, for those who compare vocabularies.
//!
//! **Invariant:** only eight Han characters on either side of a cut are looked at.

use super::{HanWords, POSTPOSITIONS, SINGLES, SPLINTER, Step, TOTAL, best_readings};
use crate::base::letters::is_han;

/// How many Han characters are looked at on either side of a cut: two idioms, more than any word
/// that reaches over it.
const REACH: usize = 8;
/// How many characters the first word of a text is looked for in: it and enough after it to read it
/// by.
const OPENING: usize = 12;

impl HanWords {
    /// The gain in logarithmic probability of reading `left` and `right` as one text; 0 where no
    /// word reaches over the cut.
    pub(crate) fn seam(&self, left: &str, right: &str) -> f64 {
        let mut chars: Vec<char> =
            left.chars().rev().take(REACH).take_while(|c| is_han(*c)).collect();
        chars.reverse();
        let cut = chars.len();
        chars.extend(right.chars().take(REACH).take_while(|c| is_han(*c)));
        let n = chars.len();
        if cut == 0 || cut == n {
            return 0.0;
        }

        let text = self.simplify(&String::from_iter(chars));
        let (mut across, mut apart) = (Vec::new(), Vec::new());
        for word in self.jieba.cut_all(&text) {
            let step = Step {
                start: word.start,
                end: word.end,
                score: self.plain_score(word.word),
                breaking: false,
            };
            if word.end <= cut || word.start >= cut {
                apart.push(step);
            }
            across.push(step);
        }
        let [across, _] = best_readings(across, n);
        let [apart, _] = best_readings(apart, n);
        across - apart
    }

    /// The words of two characters and more in `text`, in simplified characters.
    pub(crate) fn words(&self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        for word in self.jieba.cut(&self.simplify(text), false) {
            if word.end - word.start > 1 && word.word.chars().all(is_han) {
                words.push(word.word.to_owned());
            }
        }
        words
    }

    /// The first word of `text` and its part of speech, by the tags of ICTCLAS (`r` pronoun, `t`
    /// time, `c` conjunction, `u…` particle, …).
    pub(crate) fn first_word(&self, text: &str) -> Option<(String, String)> {
        let opening: String = text.chars().take(OPENING).take_while(|c| is_han(*c)).collect();
        self.tagged(&opening).into_iter().next()
    }

    pub(super) fn plain_score(&self, word: &str) -> f64 {
        let score = (self.jieba.suggest_freq(word) as f64 / TOTAL).ln();
        let is_splinter =
            word.chars().count() == 1 && !SINGLES.contains(word) && !POSTPOSITIONS.contains(word);
        if is_splinter { score - SPLINTER } else { score }
    }
}
