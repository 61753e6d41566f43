//! Words, and which of those that exist somebody meant who made a slip of the hand.
//!
//! A site of thousands of ids and labels may have thousands that are wrong, and comparing each with
//! each takes minutes. So what could be meant is sorted once: words that begin alike are
//! neighbours, their slips are counted once for the letters that they share, and once these have
//! more than is allowed, all that begin so are passed over. Those of one length are together, for
//! what is left of a word can make up for no other length.
//!
//! **Invariant:** what is found is what comparing with each would find.

mod count;

use count::{Shape, Slips};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The candidate nearest to `written`, if it is near enough to be a slip of the hand (at most a
/// third of it changed), or the only one that begins with it. Who asks more often keeps the
/// [`Candidates`].
#[must_use]
pub(crate) fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    Candidates::of(candidates).nearest(written).copied()
}

/// How many slips of the hand make one word of another, if `limit` at most: letters left out, put
/// in, exchanged or swapped (optimal string alignment).
#[must_use]
pub(crate) fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    if Shape::of(a).distance_at_least(Shape::of(b)) > limit {
        return None;
    }
    Some(strsim::osa_distance(a, b)).filter(|distance| *distance <= limit)
}

/// The words that could be meant.
pub(crate) struct Candidates<T> {
    /// As they were given.
    given: Vec<T>,
    /// Those of each length in characters, sorted; made when first asked.
    sorted: OnceCell<BTreeMap<usize, Vec<Word>>>,
    /// The first of those that are one but for case, in lower case; made when first asked.
    by_letters: OnceCell<FxHashMap<String, usize>>,
}

/// One of them.
struct Word {
    /// Its place among those given.
    given: usize,
    shape: Shape,
    /// With how many characters the next one begins as this does.
    shared: usize,
}

impl<T: AsRef<str>> Candidates<T> {
    pub(crate) fn of(words: impl IntoIterator<Item = T>) -> Self {
        Candidates {
            given: words.into_iter().collect(),
            sorted: OnceCell::new(),
            by_letters: OnceCell::new(),
        }
    }

    /// The one nearest to `written`, if it is near enough to be a slip of the hand (at most a third
    /// of it changed), or the only one that begins with it.
    #[must_use]
    pub(crate) fn nearest(&self, written: &str) -> Option<&T> {
        // In another case it is the same word.
        if let Some(same) = self.same_letters(written) {
            return Some(same);
        }

        // Most slips are of one letter, and few words are so near: what is allowed is gone up to in
        // steps.
        let length = written.chars().count();
        let most = (length / 3).max(1);
        let mut limit = 1;
        while limit < most {
            if let Some(near) = self.nearest_within(written, limit) {
                return Some(near);
            }
            limit *= 2;
        }
        if let Some(near) = self.nearest_within(written, most) {
            return Some(near);
        }

        // One or two letters begin too many words.
        let mut longer = self.beginning_with(written);
        match (longer.next(), longer.next()) {
            (Some(only), None) if length > 2 => Some(only),
            _ => None,
        }
    }

    /// Those that `limit` slips at most are apart from `written`, in the order of the alphabet.
    #[must_use]
    pub(crate) fn within(&self, written: &str, limit: usize) -> Vec<&T> {
        let mut found = Vec::new();
        self.walk(written, limit, |word, _| {
            found.push(word);
            limit
        });
        found.sort_unstable_by(|a: &&T, b| a.as_ref().cmp(b.as_ref()));
        found
    }

    /// Whether one begins so.
    #[must_use]
    pub(crate) fn has_beginning(&self, beginning: &str) -> bool {
        self.beginning_with(beginning).next().is_some()
    }

    /// Of several that are equally near one with the same first letter, which is seldom the slip,
    /// and then the first in the alphabet, so that the hint does not depend on their order.
    fn nearest_within(&self, written: &str, limit: usize) -> Option<&T> {
        let mut best: Option<((usize, bool, &str), &T)> = None;
        self.walk(written, limit, |word, distance| {
            let text = word.as_ref();
            let rank = (distance, text.chars().next() != written.chars().next(), text);
            if best.is_none_or(|(best, _)| rank < best) {
                best = Some((rank, word));
            }
            best.map_or(limit, |((distance, _, _), _)| distance)
        });
        best.map(|(_, near)| near)
    }

    /// The first of those given that is `written` but for case.
    fn same_letters(&self, written: &str) -> Option<&T> {
        let by_letters = self.by_letters.get_or_init(|| {
            let mut by_letters = FxHashMap::default();
            for (at, word) in self.given.iter().enumerate() {
                by_letters.entry(lower(word.as_ref())).or_insert(at);
            }
            by_letters
        });
        by_letters.get(&lower(written)).map(|at| &self.given[*at])
    }

    /// Those that begin so.
    fn beginning_with(&self, beginning: &str) -> impl Iterator<Item = &T> {
        self.sorted().values().flat_map(move |words| {
            let first = words.partition_point(|word| self.text(word) < beginning);
            let begin_so = &words[first..];
            begin_so[..self.run(begin_so, beginning)].iter().map(|word| &self.given[word.given])
        })
    }

    /// With how many words that begin so a list of sorted ones begins. What is near is looked at
    /// first: most runs are short.
    fn run(&self, words: &[Word], beginning: &str) -> usize {
        let is_in = |word: &Word| self.text(word).starts_with(beginning);
        let mut reach = 1;
        while words.get(reach).is_some_and(is_in) {
            reach *= 2;
        }
        words[..reach.min(words.len())].partition_point(is_in)
    }

    fn text(&self, word: &Word) -> &str {
        self.given[word.given].as_ref()
    }

    fn sorted(&self) -> &BTreeMap<usize, Vec<Word>> {
        self.sorted.get_or_init(|| {
            let mut texts: Vec<(&str, usize)> =
                self.given.iter().map(AsRef::as_ref).zip(0..).collect();
            texts.sort_unstable();
            let mut sorted: BTreeMap<usize, Vec<Word>> = BTreeMap::new();
            for (text, given) in texts {
                let shape = Shape::of(text);
                let words = sorted.entry(shape.length).or_default();
                if let Some(before) = words.last_mut() {
                    let pairs = self.text(before).chars().zip(text.chars());
                    before.shared = pairs.take_while(|(a, b)| a == b).count();
                }
                words.push(Word { given, shape, shared: 0 });
            }
            sorted
        })
    }

    /// Shows those that are within `limit` of `written` with their distance, nearer lengths first; it
    /// answers how far the next may be.
    fn walk<'c>(
        &'c self,
        written: &str,
        mut limit: usize,
        mut found: impl FnMut(&'c T, usize) -> usize,
    ) {
        let shape = Shape::of(written);
        let mut slips = Slips::of(written);
        let mut longer_by = 0;
        while longer_by <= limit {
            let shorter = shape.length.checked_sub(longer_by).filter(|_| longer_by > 0);
            for length in [Some(shape.length + longer_by), shorter].into_iter().flatten() {
                if let Some(words) = self.sorted().get(&length) {
                    self.walk_of_length(words, shape, &mut slips, &mut limit, &mut found);
                }
            }
            longer_by += 1;
        }
    }

    fn walk_of_length<'c>(
        &'c self,
        words: &[Word],
        shape: Shape,
        slips: &mut Slips,
        limit: &mut usize,
        found: &mut impl FnMut(&'c T, usize) -> usize,
    ) {
        let mut at = 0;
        'words: while let Some(word) = words.get(at) {
            let text = self.text(word);
            let is_far = shape.distance_at_least(word.shape) > *limit;
            slips.keep_beginning(text);
            for c in text.chars().skip(slips.beginning.len()) {
                // What the next words do not share is read of this one alone.
                if is_far && slips.beginning.len() >= word.shared {
                    break;
                }
                if slips.read(c, word.shape.length, *limit) > *limit {
                    at += self.run(&words[at..], slips.beginning_of(text));
                    continue 'words;
                }
            }
            if !is_far && slips.distance() <= *limit {
                *limit = found(&self.given[word.given], slips.distance());
            }
            at += 1;
        }
    }
}

/// A word in lower case, letter by letter.
fn lower(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fixture::Chance;

    #[test]
    fn a_near_miss_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("wang-yy", ["xi-jinping", "wang-yi"]), Some("wang-yi"));
        assert_eq!(nearest("spekers", ["speaker", "speakers", "sources"]), Some("speakers"));
        assert_eq!(nearest("lnk", ["ink", "link"]), Some("link"));
        assert_eq!(nearest("TITLE", ["date", "title"]), Some("title"));
        assert_eq!(nearest("beijing", ["tanzania", "cuba"]), None);
        assert_eq!(nearest("mira", ["mira-oduya", "alund"]), Some("mira-oduya"));
        assert_eq!(nearest("mira", ["mira-oduya", "mira-lund"]), None);
    }

    /// What [`Candidates::nearest`] finds, found by comparing with each.
    fn nearest_of_each<'c>(written: &str, candidates: &[&'c str]) -> Option<&'c str> {
        if let Some(same) = candidates.iter().find(|word| lower(word) == lower(written)) {
            return Some(same);
        }
        let length = written.chars().count();
        let ranked = candidates.iter().map(|word| {
            let begins_otherwise = word.chars().next() != written.chars().next();
            (strsim::osa_distance(written, word), begins_otherwise, *word)
        });
        let near = ranked.filter(|(distance, _, _)| *distance <= (length / 3).max(1)).min();
        if let Some((_, _, near)) = near {
            return Some(near);
        }
        let begin_so: Vec<&&str> =
            candidates.iter().filter(|word| length > 2 && word.starts_with(written)).collect();
        (begin_so.len() == 1).then(|| *begin_so[0])
    }

    #[test]
    fn what_is_found_is_what_comparing_with_each_would_find() {
        const LETTERS: [&str; 4] = ["ab", "abcdeABé-", "王毅李外长", "a1B-王毅ßİ"];
        let mut chance = Chance(7);
        let (mut n_near, mut n_none) = (0, 0);
        for round in 0..120 {
            let letters: Vec<char> = LETTERS[round % LETTERS.len()].chars().collect();
            let longest = [4, 9, 20][round % 3];
            let mut word = |beginning: &str| -> String {
                let rest = (0..=chance.below(longest)).map(|_| *chance.of(&letters));
                beginning.chars().chain(rest).collect()
            };
            let beginning = ["", "", "sa-", "王毅"][round % 4];
            let mut words: Vec<String> = (0..25).map(|_| word(beginning)).collect();
            // Some are there twice, one is nothing.
            words.extend([words[0].clone(), String::new()]);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let candidates = Candidates::of(words.iter().copied());

            let slips: Vec<String> =
                (0..10).map(|at| word(if at % 2 == 0 { beginning } else { "" })).collect();
            let cut = words.iter().map(|word| word.chars().take(4).collect());
            for written in slips.into_iter().chain(cut).chain([String::new()]) {
                let near = candidates.nearest(&written).copied();
                assert_eq!(near, nearest_of_each(&written, &words), "{written:?} of {words:?}");
                n_near += usize::from(near.is_some());
                n_none += usize::from(near.is_none());

                for limit in 0..4 {
                    let mut near = words.clone();
                    near.retain(|word| distance_within(&written, word, limit).is_some());
                    near.sort_unstable();
                    let found: Vec<&str> =
                        candidates.within(&written, limit).into_iter().copied().collect();
                    assert_eq!(found, near, "{written:?}, {limit}");
                }
            }
        }
        assert!(n_near > 500 && n_none > 500, "{n_near} and {n_none}");
    }
}
