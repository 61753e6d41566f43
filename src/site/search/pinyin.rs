//! Names with Han characters → how they are typed in pinyin: whole, from each syllable on, and by the initials of the syllables.
//!
//! Tones are left out, and what is not Han stays as it is. A character that can be read in several ways is read in each of them, in at
//! most [`READINGS`] combinations, those that depart least from the usual readings first.
//! The only file that names the package of readings.

use super::fold::Fold;
use crate::base::lang::is_han;
use pinyin::{Pinyin, ToPinyinMulti};
use std::collections::BTreeSet;

/// Combinations of readings of one name.
const READINGS: usize = 8;

/// How a name is typed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// From the first syllable on.
    pub(super) whole: BTreeSet<String>,
    /// From a later one on.
    pub(super) inner: BTreeSet<String>,
    /// Initials.
    pub(super) initials: BTreeSet<String>,
}

/// How a name is typed; nothing if it has no Han character. `name` is folded and may hold spaces.
pub(super) fn typed(fold: &Fold, name: &str) -> Typed {
    let syllables = syllables(fold, name);
    let mut typed = Typed::default();
    if !name.contains(is_han) {
        return typed;
    }
    for readings in combinations(&syllables) {
        typed
            .initials
            .insert(readings.iter().filter_map(|reading| reading.chars().next()).collect());
        typed.whole.insert(readings.concat());
        typed.inner.extend((1..readings.len()).map(|from| readings[from..].concat()));
    }
    typed
}

/// The ways to read each character; a word of other letters is one that is read as it stands.
fn syllables(fold: &Fold, name: &str) -> Vec<Vec<String>> {
    let mut syllables: Vec<Vec<String>> = Vec::new();
    let mut in_word = false;
    for c in name.chars() {
        let readings = readings(fold, c);
        let is_word = readings.is_empty() && c.is_alphanumeric();
        match syllables.last_mut() {
            Some(word) if is_word && in_word => word[0].push(c),
            _ if is_word => syllables.push(vec![c.to_string()]),
            _ if !readings.is_empty() => syllables.push(readings),
            _ => {}
        }
        in_word = is_word;
    }
    syllables
}

/// The readings of a character without tones, the usual one first; `ü` as `u` and as `v`, which keyboards have.
fn readings(fold: &Fold, c: char) -> Vec<String> {
    let mut readings = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten().map(Pinyin::with_tone) {
        let plain = fold.text(reading);
        let with_v = reading.contains(['ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ']).then(|| plain.replace('u', "v"));
        for form in std::iter::once(plain).chain(with_v) {
            if !readings.contains(&form) {
                readings.push(form);
            }
        }
    }
    readings
}

/// One reading for each syllable: the usual ones, then those in which one syllable is read otherwise, then two.
fn combinations(syllables: &[Vec<String>]) -> Vec<Vec<&str>> {
    let usual: Vec<&str> = syllables.iter().map(|readings| readings[0].as_str()).collect();
    let mut all = vec![usual];
    let mut next = 0;
    while next < all.len() && all.len() < READINGS {
        for (at, readings) in syllables.iter().enumerate() {
            for reading in &readings[1..] {
                let mut other = all[next].clone();
                other[at] = reading;
                if all.len() < READINGS && !all.contains(&other) {
                    all.push(other);
                }
            }
        }
        next += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(name: &str) -> Vec<String> {
        typed(&Fold::new(), name).whole.into_iter().collect()
    }

    #[test]
    fn characters_are_read_in_every_way() {
        assert!(
            whole("重庆").contains(&"chongqing".to_owned())
                && whole("重庆").contains(&"zhongqing".to_owned())
        );
        assert!(whole("单霁翔").contains(&"shanjixiang".to_owned()));
        assert!(
            whole("吕布").contains(&"lubu".to_owned())
                && whole("吕布").contains(&"lvbu".to_owned())
        );
        assert!(whole("曾庆红").contains(&"zengqinghong".to_owned()));
        assert_eq!(whole("Port Merrow"), [""; 0]);
    }

    #[test]
    fn initials_and_later_syllables_lead_to_a_name() {
        let typed = typed(&Fold::new(), "一带一路");
        assert!(typed.initials.contains("ydyl"));
        assert!(
            typed.whole.contains("yidaiyilu")
                && typed.inner.contains("yilu")
                && typed.inner.contains("daiyilu")
        );
    }

    #[test]
    fn what_is_not_han_stays() {
        let typed = typed(&Fold::new(), "g20峰会");
        assert!(typed.whole.contains("g20fenghui") && typed.initials.contains("gfh"));
    }

    #[test]
    fn readings_are_bounded() {
        assert!(whole("重重重重重重重重重").len() <= READINGS);
    }
}
