//! Strings → where a text has them, those that overlap included.
//!
//! At nearly every character of a text no string begins, which a look at the character and the next
//! one tells. Only where one may begin the strings are gone through, sorted and divided by what
//! they begin with. An automaton of all strings would be looked up at each character, in more memory
//! than processors have near them; one of the `long` strings keeps the search linear in the text.
//!
//! **Invariant:** strings and texts are compared as [`Folding`] has them. Knows nobody who has a name,
//! and no language.

mod long;

use crate::base::letters::{Folded, Folding, Simplifier};
use long::{Long, REACH};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// So many strings are compared one by one: they lie side by side, and a division is a look elsewhere.
/// A choice.
const FEW: usize = 6;
/// Bits for each pair of characters that strings begin with: one pair in sixteen that begins no
/// string is taken for one that does.
const BITS_A_PAIR: usize = 16;

/// Strings that are looked for, by number.
pub(super) struct Patterns {
    /// All strings, one behind the other, sorted.
    texts: String,
    /// Where each string ends in them, in bytes.
    ends: Vec<usize>,
    beginnings: Beginnings,
    long: Long,
    simplifier: Simplifier,
    /// Strings that begin with the same characters, by the number of the node; the first one has
    /// all.
    nodes: Vec<Range<usize>>,
    /// The node of those that go on with a character.
    branches: FxHashMap<(usize, char), usize>,
}

/// A string where a text has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// The number of the string.
    pub(super) pattern: usize,
    /// Bytes of the text, half-open.
    pub(super) range: Range<usize>,
}

impl Patterns {
    /// Takes in strings that are sorted, each once and none empty; their numbers are their places.
    pub(super) fn new(sorted: &[&str]) -> Self {
        let mut end = 0;
        let ends = sorted.iter().map(|text| {
            end += text.len();
            end
        });
        let mut patterns = Patterns {
            texts: sorted.concat(),
            ends: ends.collect(),
            beginnings: Beginnings::of(sorted),
            long: Long::of(sorted),
            simplifier: Simplifier::new(),
            nodes: Vec::new(),
            branches: FxHashMap::default(),
        };
        patterns.divide();
        patterns
    }

    fn text(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.texts[start..self.ends[number]]
    }

    /// Divides the strings by what they begin with, until few are alike or their beginning is long.
    fn divide(&mut self) {
        self.nodes.push(0..self.ends.len());
        let mut open = vec![(0, 0, 0)];
        while let Some((node, n_chars, n_bytes)) = open.pop() {
            let mut rest = self.nodes[node].clone();
            if rest.len() <= FEW || n_chars == REACH {
                continue;
            }
            while let Some(number) = rest.next() {
                let Some(next) = self.text(number)[n_bytes..].chars().next() else {
                    continue;
                };
                let goes_on = |number: &usize| self.text(*number)[n_bytes..].starts_with(next);
                let end = rest.clone().find(|number| !goes_on(number)).unwrap_or(rest.end);
                let branch = self.nodes.len();
                self.nodes.push(number..end);
                self.branches.insert((node, next), branch);
                open.push((branch, n_chars + 1, n_bytes + next.len_utf8()));
                rest.start = end;
            }
        }
    }

    /// Every string wherever a text has it, by where it ends, then by where it begins.
    pub(super) fn matches(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        let mut window = Vec::new();
        let mut has_long = false;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &text[at..];
            if let Some(length) = self.passed_over(rest) {
                at += length;
                continue;
            }

            let mut folding = Folding::new(rest);
            let Some(first) = folding.next() else {
                break;
            };
            if self.beginnings.may_begin(first.c) && self.beginnings.may_go_on(first.c, &folding) {
                window.clear();
                window.push(first);
                let mut window = Window { at, folded: &mut window, folding };
                has_long |= self.add_beginning(&mut window, &mut found);
            }
            at += first.end;
        }
        if has_long {
            self.long.add_matches(text, |number| self.text(number), &mut found);
        }
        found.sort_unstable_by_key(|found: &Match| (found.range.end, found.range.start));
        found
    }

    /// The bytes of the first character of a text, if it begins no string, as nearly all do, and
    /// what is around it makes no difference to that.
    #[inline]
    fn passed_over(&self, text: &str) -> Option<usize> {
        let c = text.chars().next()?;
        let alone = match c {
            // An accent behind a letter belongs to it, and is no ASCII.
            '\0'..='\x7F' if text.as_bytes().get(1).is_none_or(u8::is_ascii) => c,
            '\u{4E00}'..='\u{9FFF}' => self.simplifier.of(c),
            _ => return None,
        };
        (!self.beginnings.may_begin(alone)).then(|| c.len_utf8())
    }

    /// Adds the strings with which a window begins, but for the long ones, and says whether it has
    /// the beginning of one.
    fn add_beginning(&self, window: &mut Window<'_, '_>, found: &mut Vec<Match>) -> bool {
        let (mut node, mut n_chars, mut n_bytes) = (0, 0, 0);
        let mut has_long = false;
        loop {
            let strings = self.nodes[node].clone();
            if strings.len() <= FEW {
                for number in strings {
                    match window.compare(n_chars, &self.text(number)[n_bytes..]) {
                        Compared::Same(range) => found.push(Match { pattern: number, range }),
                        Compared::BeginsSo => has_long = true,
                        Compared::Differs => {}
                    }
                }
                return has_long;
            }

            // Of those that begin alike the one with nothing more is the first.
            if self.text(strings.start).len() == n_bytes && n_chars > 0 {
                found.push(Match { pattern: strings.start, range: window.range(n_chars) });
            }
            // All others that begin so are longer.
            if n_chars == REACH {
                return true;
            }
            let Some(next) = window.get(n_chars) else {
                return has_long;
            };
            let Some(branch) = self.branches.get(&(node, next)) else {
                return has_long;
            };
            node = *branch;
            n_chars += 1;
            n_bytes += next.len_utf8();
        }
    }
}

/// What comes of comparing a text with a string.
enum Compared {
    /// The text has the string, at these bytes.
    Same(Range<usize>),
    /// It has the beginning of a long one.
    BeginsSo,
    Differs,
}

/// A text from where a string may begin, folded as far as it was asked for.
struct Window<'t, 'w> {
    /// Where it begins in the text, in bytes.
    at: usize,
    folded: &'w mut Vec<Folded>,
    folding: Folding<'t>,
}

impl Window<'_, '_> {
    /// A character, counted from the beginning.
    fn get(&mut self, index: usize) -> Option<char> {
        while self.folded.len() <= index {
            self.folded.push(self.folding.next()?);
        }
        Some(self.folded[index].c)
    }

    /// Compares the characters from `start` on with the rest of a string.
    fn compare(&mut self, start: usize, rest: &str) -> Compared {
        let mut end = start;
        for c in rest.chars() {
            if end == REACH {
                return Compared::BeginsSo;
            }
            if self.get(end) != Some(c) {
                return Compared::Differs;
            }
            end += 1;
        }
        Compared::Same(self.range(end))
    }

    /// The bytes of the text that the first characters, one at least, were folded from.
    fn range(&self, n_chars: usize) -> Range<usize> {
        self.at + self.folded[0].start..self.at + self.folded[n_chars - 1].end
    }
}

/// With which characters strings begin; what is not among them begins none.
struct Beginnings {
    /// By the lower sixteen bits of the character.
    first: Vec<u64>,
    /// By a hash of the first two, the second being NUL in strings of one character.
    pairs: Vec<u64>,
    /// The number of bits of a hash that is not used.
    shift: u32,
}

impl Beginnings {
    fn of(sorted: &[&str]) -> Self {
        let mut pairs: Vec<(char, char)> = Vec::new();
        for text in sorted {
            let mut chars = text.chars();
            let Some(first) = chars.next() else {
                continue;
            };
            let pair = (first, chars.next().unwrap_or('\0'));
            if pairs.last() != Some(&pair) {
                pairs.push(pair);
            }
        }

        let n_bits = (pairs.len() * BITS_A_PAIR).next_power_of_two().max(64);
        let mut beginnings = Beginnings {
            first: vec![0; (1 << 16) / 64],
            pairs: vec![0; n_bits / 64],
            shift: 64 - n_bits.trailing_zeros(),
        };
        for (first, second) in pairs {
            set(&mut beginnings.first, u64::from(first) & 0xFFFF);
            let place = beginnings.place(first, second);
            set(&mut beginnings.pairs, place);
        }
        beginnings
    }

    /// Whether a string may begin with a character.
    #[inline]
    fn may_begin(&self, first: char) -> bool {
        is_set(&self.first, u64::from(first) & 0xFFFF)
    }

    /// Whether one may with the characters that follow it.
    #[inline]
    fn may_go_on(&self, first: char, rest: &Folding<'_>) -> bool {
        let second = rest.clone().next().map(|folded| folded.c);
        is_set(&self.pairs, self.place(first, '\0'))
            || second.is_some_and(|second| is_set(&self.pairs, self.place(first, second)))
    }

    /// The upper bits of a product (Fibonacci hashing: 2⁶⁴ divided by the golden ratio).
    #[inline]
    fn place(&self, first: char, second: char) -> u64 {
        let pair = u64::from(first) << 32 | u64::from(second);
        pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift
    }
}

fn set(bits: &mut [u64], place: u64) {
    if let Some(word) = usize::try_from(place / 64).ok().and_then(|word| bits.get_mut(word)) {
        *word |= 1 << (place % 64);
    }
}

#[inline]
fn is_set(bits: &[u64], place: u64) -> bool {
    let word = usize::try_from(place / 64).ok().and_then(|word| bits.get(word));
    word.is_some_and(|word| word >> (place % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fixture::Chance;
    use std::collections::BTreeSet;

    /// What is found in a text, looked for at each character by each string.
    fn naive(sorted: &[&str], text: &str) -> Vec<Match> {
        let folded: Vec<Folded> = Folding::new(text).collect();
        let mut found = Vec::new();
        for start in 0..folded.len() {
            for (pattern, string) in sorted.iter().enumerate() {
                let length = string.chars().count();
                let here = folded[start..].iter().take(length).map(|folded| folded.c);
                if here.eq(string.chars()) {
                    let end = folded[start + length - 1].end;
                    found.push(Match { pattern, range: folded[start].start..end });
                }
            }
        }
        found.sort_by_key(|found| (found.range.end, found.range.start));
        found
    }

    fn look(strings: &[&str], text: &str) -> Vec<String> {
        let sorted: Vec<&str> =
            strings.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let found = Patterns::new(&sorted).matches(text);
        assert_eq!(found, naive(&sorted, text), "{text:?}");
        found.into_iter().map(|found| text[found.range].to_owned()).collect()
    }

    #[test]
    fn every_string_is_found_wherever_it_is_those_inside_others_too() {
        assert_eq!(look(&["奥隆", "奥隆德", "隆德"], "在奥隆德。"), ["奥隆", "奥隆德", "隆德"]);
        assert_eq!(look(&["ana", "Banana"], "Bananas"), ["ana", "Banana", "ana"]);
        assert_eq!(look(&["X"], "X, aX"), ["X", "X"]);
        assert_eq!(look(&["奥"], "奥"), ["奥"]);
        assert!(look(&["Velmora"], "Velmor").is_empty());
        assert!(look(&[], "Velmora").is_empty());
        assert!(look(&["Velmora"], "").is_empty());
    }

    #[test]
    fn a_text_is_compared_as_names_are() {
        assert_eq!(look(&["奥隆德"], "“奥隆”德，奧隆德"), ["奥隆”德", "奧隆德"]);
        assert_eq!(look(&["Côte"], "Co\u{302}te"), ["Co\u{302}te"]);
        assert!(look(&["Cote"], "Co\u{302}te").is_empty());
        assert_eq!(look(&["A B"], "A\u{A0}\n B"), ["A\u{A0}\n B"]);
        assert_eq!(look(&["مصر"], "مِصْر"), ["مِصْر"]);
    }

    #[test]
    fn long_strings_are_found_too_one_inside_the_other() {
        let of = |unit: &str, n: usize| unit.repeat(n);
        for unit in ["a", "奥", "é", "ab "] {
            let lengths = [1, REACH - 1, REACH, REACH + 1, 2 * REACH, 5 * REACH];
            let mut strings: Vec<String> = lengths.map(|n| of(unit, n).trim().to_owned()).into();
            // More than are compared one by one, with the same beginning.
            strings.extend((0..9).map(|n| format!("{}{n}", of(unit, REACH + n))));
            let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
            let text = format!("x{} {}5{}", of(unit, 3 * REACH), of(unit, REACH + 5), of(unit, 9));
            assert!(look(&strings, &text).len() > REACH, "{unit}");
        }
        let string = of("e\u{301}", 70);
        let folded = crate::base::letters::fold_name(&string);
        assert_eq!(look(&[&folded], &format!("“{string}”.")), [string]);
    }

    /// Strings and texts of few characters, so that most begin alike and many are inside others.
    #[test]
    fn it_finds_what_looking_everywhere_would() {
        const PIECES: [&str; 14] = [
            "a", "b", "A", "e\u{301}", "é", "奥", "隆", "隆", " ", "“", "，", "\u{3000}", "’", "🎈",
        ];
        let mut chance = Chance(11);
        let mut n_found = 0;
        for _ in 0..400 {
            let mut made = |longest: usize| -> String {
                (0..=chance.below(longest)).map(|_| *chance.of(&PIECES)).collect()
            };
            let mut strings: BTreeSet<String> = BTreeSet::new();
            for _ in 0..60 {
                let string = crate::base::letters::fold_name(&made(5));
                strings.extend((!string.is_empty()).then_some(string));
            }
            let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
            n_found += look(&strings, &made(60)).len();
        }
        assert!(n_found > 4_000, "{n_found}");
    }
}
