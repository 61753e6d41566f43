//! Two pieces of Chinese text → whether they were one: how much likelier the reading across the cut is than the two readings apart.
//!
//! **Invariant:** only eight Han characters on either side are looked at.

use super::{HanWords, SPLINTER, TOTAL, is_han};

/// How many Han characters are looked at on either side of a cut.
const REACH: usize = 8;

impl HanWords {
    /// The gain in logarithmic probability of reading `left` and `right` as one text; 0 where no word reaches over the cut.
    pub(crate) fn seam(&self, left: &str, right: &str) -> f64 {
        let mut chars: Vec<char> =
            left.chars().rev().take(REACH).take_while(|c| is_han(*c)).collect();
        chars.reverse();
        let cut = chars.len();
        chars.extend(right.chars().take(REACH).take_while(|c| is_han(*c)));
        if cut == 0 || cut == chars.len() {
            return 0.0;
        }
        chars.iter_mut().for_each(|c| *c = self.simplify(*c));
        let text: String = chars.iter().collect();
        let mut steps: Vec<(usize, usize, f64)> = self
            .jieba
            .cut_all(&text)
            .iter()
            .map(|word| (word.start, word.end, self.plain_score(word.word)))
            .collect();
        let unknown = (1.0 / TOTAL).ln() - SPLINTER;
        steps.extend((0..chars.len()).map(|start| (start, start + 1, unknown)));
        let whole = best(&steps, chars.len());
        steps.retain(|(start, end, _)| *end <= cut || *start >= cut);
        whole - best(&steps, chars.len())
    }

    /// The words of two characters and more in `text`, in simplified characters.
    pub(crate) fn words(&self, text: &str) -> Vec<String> {
        let simple: String = text.chars().map(|c| self.simplify(c)).collect();
        self.jieba
            .cut(&simple, false)
            .iter()
            .filter(|word| word.end - word.start > 1 && word.word.chars().all(is_han))
            .map(|word| word.word.to_owned())
            .collect()
    }

    /// The first word of `text` and its part of speech, by the tags of ICTCLAS (`r` pronoun, `t` time, `c` conjunction, `u…` particle, …).
    pub(crate) fn first_word(&self, text: &str) -> Option<(String, String)> {
        let head: String = text
            .chars()
            .take(REACH + 4)
            .take_while(|c| is_han(*c))
            .map(|c| self.simplify(c))
            .collect();
        let word = self.jieba.tag(&head, false).into_iter().next()?;
        Some((word.word.to_owned(), word.tag.to_owned()))
    }

    fn plain_score(&self, word: &str) -> f64 {
        let score = (self.jieba.suggest_freq(word) as f64 / TOTAL).ln();
        let is_splinter = word.chars().count() == 1
            && !super::SINGLES.contains(word)
            && !super::POSTPOSITIONS.contains(word);
        if is_splinter { score - SPLINTER } else { score }
    }
}

/// The logarithmic probability of the best reading of `n` characters.
fn best(steps: &[(usize, usize, f64)], n: usize) -> f64 {
    let mut sorted = steps.to_vec();
    sorted.sort_by_key(|(start, ..)| *start);
    let mut best = vec![f64::NEG_INFINITY; n + 1];
    best[0] = 0.0;
    for (start, end, score) in sorted {
        best[end] = best[end].max(best[start] + score);
    }
    best[n]
}
