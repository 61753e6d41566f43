//! What a dictionary word at a name's place says of the name by what it is, before any number is asked.
//!
//! **Invariant:** a word that is no part of the name and not longer than it says nothing; an idiom and
//! another's name are enough.

use super::{Bearer, HanWords, SUFFIXES, Step, Window, best_readings};
use crate::base::letters::is_han;
use crate::base::lexicon::surname;
use jieba_rs::Token;

/// What a person's name of two characters is where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Somebody {
    /// The name, as far as this is known.
    Whole,
    /// A word like any other.
    EverydayWord,
    /// The beginning of a longer name.
    GoesOn,
}

/// Characters before a name in a dictionary word that still means the name: `新中国`, `北朝鲜`.
const COMPOUND_HEADS: &str = "新旧老驻对访赴中大小全北";
/// Characters after a name in a dictionary word that is another name: foreign syllables, waters,
/// faiths, peoples.
const FOREIGN_TAILS: &str = "兰尼亚斯尔娜莎娅蒂妮茨兹芙逊姆森顿曼堡松恩诺罗科拉达塔昂奥雷夫弗贝杜卢鲁默纳帕奇萨桑瓦韦沃耶伊扎乔克维龙沁洋河湖湾海教族包思";
/// Kinds of places, which after a name leave it what it was: `马里兰州`.
const KINDS: &str = "州省市县区国岛";

/// Words that stand before a name and are taken for a surname: `和普京`.
const JOINING: &str = "和与及同跟对向由从在";
/// So many times as often as a dictionary word occurs the name in it, if the word was cut wrongly
/// from a text: the dictionary has `和普京` 3 times and `普京` 171. A choice: nearer to each other, the
/// word may be a longer name.
const OFTENER: usize = 20;

/// What it costs (natural logarithm) to read the character behind a name of two as part of a given
/// name: `王国民主持` is 民 and 主持 rather than 民主 and 持, and `张伟明天下午` stays 明天 and 下午. Measured
/// on 5,400 sentences each: 167 names of three characters are still taken for one of two, and 3 names of two are lost.
const GIVEN_NAME: f64 = 6.0;

/// How a dictionary word lies to the name in its window.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Lie {
    /// It shares no character with the name, or is a part of it.
    Apart,
    /// It is the name, alone or with an affix or an ordinary word: evidence for neither reading.
    Compound,
    /// It claims a part of the name, or is a longer name.
    Breaking,
    /// It is an idiom or the name of another, whatever the numbers say.
    Another,
}

impl HanWords {
    /// How one of the `words` of a window lies to its name.
    pub(super) fn lie(
        &self,
        window: &Window,
        words: &[Token],
        word: &Token,
        bearer: Bearer,
    ) -> Lie {
        let name = &window.name;
        let outside = word.end <= name.start || word.start >= name.end;
        let inside = word.start >= name.start && word.end <= name.end;
        if outside || (inside && word.end - word.start < name.len()) {
            return Lie::Apart;
        }
        if word.start > name.start {
            return if self.goes_on(window, word) { Lie::Compound } else { Lie::Breaking };
        }
        // It reaches over the left edge and ends inside the name.
        if word.end < name.end {
            return Lie::Breaking;
        }

        let head = &window.chars[word.start..name.start];
        let tail = &window.chars[name.end..word.end];
        if inside {
            return Lie::Compound;
        }
        if self.is_cut_wrongly(window, words, word, bearer) {
            return Lie::Compound;
        }
        if self.names_another(head, tail, word, bearer) {
            return Lie::Another;
        }
        // `阿曼苏丹国` is Oman's own longer name; `中非共和国` is not China and Africa's.
        let is_realm = tail.ends_with(&['国']) && !tail.ends_with(&['和', '国']);
        let has_kind =
            head.is_empty() && (is_realm || matches!(tail, [kind] if KINDS.contains(*kind)));
        if !has_kind && self.lookalikes.contains(word.word) {
            return Lie::Breaking;
        }

        let keeps_head = match head {
            [] => true,
            [c] => COMPOUND_HEADS.contains(*c) || self.rules.is_country(*c),
            rest => self.is_wording(rest),
        };
        let keeps_tail = match tail {
            [] => true,
            [c] => !FOREIGN_TAILS.contains(*c),
            rest => self.is_wording(rest),
        };
        if keeps_head && keeps_tail { Lie::Compound } else { Lie::Breaking }
    }

    /// Whether a word that begins inside the name and reaches over its end is the name's own last word
    /// that goes on: `安理会` of `联合国安理会` in `安理会常任理事国`, `党` in `党员`.
    fn goes_on(&self, window: &Window, word: &Token) -> bool {
        let name = &window.name;
        let own = &window.chars[word.start..name.end];
        if let ([last], Some(next)) = (own, window.chars.get(name.end)) {
            return name.len() > 2 && self.rules.goes_on(*last, *next);
        }

        let before: String = window.chars[name.start..word.start].iter().collect();
        let own: String = own.iter().collect();
        word.start - name.start >= 2 && self.jieba.has_word(&before) && self.jieba.has_word(&own)
    }

    /// Whether a dictionary word that contains the name is somebody or something else by its part of
    /// speech: an idiom, or beside a person's name another person or a place (`万里长城`).
    fn names_another(&self, head: &[char], tail: &[char], word: &Token, bearer: Bearer) -> bool {
        if self.rules.is_another(word.word) {
            return true;
        }
        let tail: String = tail.iter().collect();
        let tag = self.tag_of(word.word);
        match tag.as_str() {
            "i" => word.end - word.start >= 4,
            // For a place the tag says little: the dictionary has `德国法` and `苏丹人` as people.
            "nr" | "nrt" | "nrfg" | "ns" | "nz" if bearer == Bearer::Person => {
                let is_own = head.is_empty() && SUFFIXES.contains(&tail);
                !is_own && !self.rules.is_title(&tail)
            }
            _ => false,
        }
    }

    /// Whether a dictionary word is the name with a word before it, or with the beginning of the word
    /// behind it: `向普京`, and `普京当` in `普京当选`. The dictionary has many, from texts that were cut
    /// by a machine.
    fn is_cut_wrongly(
        &self,
        window: &Window,
        words: &[Token],
        word: &Token,
        bearer: Bearer,
    ) -> bool {
        let name = &window.name;
        let is_joined = word.start + 1 == name.start
            && word.end == name.end
            && JOINING.contains(window.chars[word.start]);
        // Behind a place it may as well be another one: `兰州` begins with the end of 马里兰.
        let begins_next = bearer == Bearer::Person
            && word.start == name.start
            && word.end == name.end + 1
            && !FOREIGN_TAILS.contains(window.chars[name.end])
            && words.iter().any(|next| next.start == name.end && next.end > word.end);
        if !is_joined && !begins_next {
            return false;
        }

        let name: String = window.chars[name.clone()].iter().collect();
        self.jieba.has_word(&name)
            && self.jieba.suggest_freq(&name) >= OFTENER * self.jieba.suggest_freq(word.word)
    }

    /// Whether a Chinese given name is what a text ends with, as far as the dictionary knows.
    pub(in super::super) fn ends_in_given_name(&self, text: &str) -> bool {
        let last = self.tagged(text).pop();
        last.is_some_and(|(_, tag)| matches!(tag.as_str(), "nr" | "nrt" | "nrfg"))
    }

    /// The part of speech that the dictionary has for a word.
    fn tag_of(&self, word: &str) -> String {
        let tagged = self.jieba.tag(word, false);
        match &tagged[..] {
            [one] => one.tag.to_owned(),
            _ => String::new(),
        }
    }

    /// Whether the name's last character begins a word that never means it: `深圳市` in `深圳市场`. What
    /// follows may begin a word itself: `深圳市|面积`.
    pub(super) fn is_split(&self, window: &Window, words: &[Token]) -> bool {
        let end = window.name.end;
        let (Some(last), Some(next)) = (window.chars[..end].last(), window.chars.get(end)) else {
            return false;
        };
        if window.name.len() < 3 || !self.rules.breaks(*last, *next) {
            return false;
        }
        let is_place = |word: &Token| word.word.ends_with(['上', '中', '里', '内', '外', '下']);
        !words.iter().any(|word| word.start == end && word.end > end + 1 && !is_place(word))
    }

    /// Whether a person's name of two characters is whole: what follows does not go on with it (`李强国`),
    /// and a name that is an everyday word (`高峰`) has somebody's title or deed beside it.
    pub(super) fn somebody(&self, window: &Window, words: &[Token]) -> Somebody {
        let name = &window.name;
        if name.len() != 2 {
            return Somebody::Whole;
        }
        let chars = &window.chars;
        let before: String = chars[..name.start].iter().collect();
        let after: String = chars[name.end..].iter().collect();
        let written: String = chars[name.clone()].iter().collect();
        if self.is_everyday_word(&written) {
            let is_alone = before.is_empty() && after.is_empty();
            let is_somebody = is_alone
                || self.rules.is_person_before(&before)
                || self.rules.is_person_after(&after);
            return if is_somebody { Somebody::Whole } else { Somebody::EverydayWord };
        }

        let (Some(next), true) = (chars.get(name.end), surname(&written).is_some()) else {
            return Somebody::Whole;
        };
        let begins_word = |word: &Token| word.start == name.end && word.end > name.end + 1;
        if !is_han(*next) || self.rules.ends_name(*next) {
            return Somebody::Whole;
        }
        let is_followed = words.iter().any(begins_word)
            && self.reading_from(window, words, name.end)
                >= self.reading_from(window, words, name.end + 1) - GIVEN_NAME;
        if is_followed { Somebody::Whole } else { Somebody::GoesOn }
    }

    /// The logarithmic probability of the best reading of the window from a character on.
    fn reading_from(&self, window: &Window, words: &[Token], from: usize) -> f64 {
        let mut steps = Vec::new();
        for word in words.iter().filter(|word| word.start >= from) {
            steps.push(Step {
                start: word.start - from,
                end: word.end - from,
                score: self.plain_score(word.word),
                breaking: false,
            });
        }
        let [reading, _] = best_readings(steps, window.chars.len() - from);
        reading
    }

    /// Whether a name of two characters is commoner as a word.
    fn is_everyday_word(&self, name: &str) -> bool {
        // So often a word occurs that is no name: 平安 and 马上 do, 李鹏 and 张华 do not.
        const OFTEN: usize = 200;
        if self.rules.is_given(name) {
            return true;
        }
        let is_word = self.jieba.has_word(name) && self.jieba.suggest_freq(name) >= OFTEN;
        // A word that the dictionary got from us has no tag.
        is_word
            && !matches!(
                self.tag_of(name).as_str(),
                "" | "nr" | "nrt" | "nrfg" | "ns" | "nt" | "nz"
            )
    }

    /// Whether `rest` is made of ordinary words, as the `常任理事国` of `安理会常任理事国`.
    fn is_wording(&self, rest: &[char]) -> bool {
        let rest: String = rest.iter().collect();
        self.jieba
            .cut(&rest, false)
            .iter()
            .all(|word| word.end - word.start > 1 || !FOREIGN_TAILS.contains(word.word))
    }
}
