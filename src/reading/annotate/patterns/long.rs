//! Strings too long to be compared at each character where they may begin → where a text has them.
//!
//! A text that nearly repeats a long string at each of its characters would be gone through anew at
//! each of them. An automaton goes through it once. It is made when a text first has the beginning
//! of such a string, which the texts of most sites never have.

use super::Match;
use crate::base::letters::{Folded, Folding};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::OnceLock;

/// So many characters of a string are compared where it may begin; what is longer is looked for
/// here. Hardly a name is: a choice.
pub(super) const REACH: usize = 64;

/// The strings of more than [`REACH`] characters.
pub(super) struct Long {
    /// Their numbers, ascending.
    numbers: Vec<usize>,
    automaton: OnceLock<AhoCorasick>,
}

impl Long {
    pub(super) fn of(sorted: &[&str]) -> Self {
        let is_long = |text: &str| text.chars().nth(REACH).is_some();
        let numbers = (0..sorted.len()).filter(|number| is_long(sorted[*number]));
        Long { numbers: numbers.collect(), automaton: OnceLock::new() }
    }

    /// Adds each of them wherever a text has it; `string` is the one with a number.
    pub(super) fn add_matches<'s>(
        &self,
        text: &str,
        string: impl Fn(usize) -> &'s str,
        found: &mut Vec<Match>,
    ) {
        let make = || {
            let strings = self.numbers.iter().map(|number| string(*number));
            let builder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).clone();
            builder.build(strings).expect("fewer than 2^31 bytes of long names")
        };
        let automaton = self.automaton.get_or_init(make);

        let folded: Vec<Folded> = Folding::new(text).collect();
        let compared: String = folded.iter().map(|folded| folded.c).collect();
        // For each byte of what is compared, the character that it is part of.
        let mut places = Vec::with_capacity(compared.len());
        for (place, folded) in folded.iter().enumerate() {
            places.resize(places.len() + folded.c.len_utf8(), place);
        }
        for one in automaton.find_overlapping_iter(&compared) {
            let (first, last) = (folded[places[one.start()]], folded[places[one.end() - 1]]);
            let pattern = self.numbers[one.pattern().as_usize()];
            found.push(Match { pattern, range: first.start..last.end });
        }
    }
}
