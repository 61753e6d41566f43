//! Languages by their BCP-47 tags, and what this project must know of them: their own names, how
//! dates are written, how length is counted.
//!
//! **Invariant:** a [`Lang`] is well formed by the grammar of RFC 5646 §2.1, in its canonical case.
//! A language that is not in the list below works too; it is shown by its tag and its dates are
//! written as numbers.

use crate::base::letters::{Simplifier, is_han, is_kana};
use crate::base::lexicon::{Language, languages};
use crate::base::message::said_as_displayed;
use std::fmt;
use std::sync::Arc;

/// A BCP-47 language tag: `en`, `zh`, `zh-Hant`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

impl Lang {
    /// Reads a tag; none if it is not well formed.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        if !(2..=8).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut canonical = primary.to_ascii_lowercase();
        for part in parts {
            if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return None;
            }
            canonical.push('-');
            canonical.push_str(&canonical_subtag(part));
        }
        Some(Lang(canonical.into()))
    }

    /// Reads a tag that a person wrote.
    ///
    /// # Errors
    ///
    /// Where it is no language's tag: the one that was meant, if that can be told.
    pub(crate) fn read(written: &str) -> Result<Self, Option<Self>> {
        let hyphened = written.trim().replace('_', "-").to_lowercase();
        let (primary, rest) = match hyphened.find('-') {
            Some(at) => hyphened.split_at(at),
            None => (hyphened.as_str(), ""),
        };

        let is_meant = |language: &&Language| language.also_written.contains(&primary);
        if let Some(language) = languages().iter().find(is_meant) {
            return Err(Lang::parse(&format!("{}{rest}", language.tag)));
        }
        // Of longer ones there are eight thousand, which this program does not know.
        let is_short = primary.len() == 2;
        if is_short && !languages().iter().any(|language| language.tag == primary) {
            return Err(None);
        }
        Lang::parse(written).ok_or_else(|| Lang::parse(&hyphened))
    }

    /// The language that a word names, which is no tag: `eng`, `Chinese`, `中文`.
    pub(crate) fn named(word: &str) -> Option<Self> {
        let known = ENDONYMS.iter().find(|(_, name)| name.to_lowercase() == word.to_lowercase());
        let of_own_name = known.and_then(|(tag, _)| Lang::parse(tag));
        of_own_name.or_else(|| match Lang::read(word) {
            Err(meant) => meant,
            Ok(_) => None,
        })
    }

    /// English, the language of last resort.
    #[must_use]
    pub fn english() -> Self {
        Lang("en".into())
    }

    /// The tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The first subtag: `zh` of `zh-Hant`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether it begins with the code of a language: `english` is a tag by its form, and no code.
    #[must_use]
    pub fn is_code(&self) -> bool {
        self.primary().len() <= 3
    }

    /// The language's own name for itself, or its tag.
    #[must_use]
    pub fn endonym(&self) -> &str {
        let known = |tag: &str| ENDONYMS.iter().find(|(of, _)| *of == tag).map(|(_, name)| *name);
        known(&self.0).or_else(|| known(self.primary())).unwrap_or(&self.0)
    }

    /// Whether it is Chinese in traditional characters: by its script, or by a region that writes
    /// them.
    #[must_use]
    pub fn is_traditional(&self) -> bool {
        let is_hant = |part: &str| matches!(part, "Hant" | "TW" | "HK" | "MO");
        let mut parts = self.0.split('-').skip(1);
        self.primary() == "zh" && !self.0.contains("Hans") && parts.any(is_hant)
    }

    /// Whether text in it is counted in characters (字) rather than words.
    #[must_use]
    pub fn counts_characters(&self) -> bool {
        matches!(self.primary(), "zh" | "ja" | "yue" | "wuu" | "th" | "lo" | "km" | "my")
    }
}

said_as_displayed!(Lang);

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A subtag in its usual case: scripts `Hant`, regions `TW`, all else lower case (RFC 5646 §2.1.1).
fn canonical_subtag(part: &str) -> String {
    let alphabetic = part.bytes().all(|b| b.is_ascii_alphabetic());
    match part.len() {
        2 if alphabetic => part.to_ascii_uppercase(),
        4 if alphabetic => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    }
}

/// The one of `languages` in which a text of `lang` is shown: its own, else the first.
pub(crate) fn interface_among<'l>(languages: &'l [Lang], lang: &Lang) -> Option<&'l Lang> {
    let same = languages.iter().find(|known| *known == lang);
    let same_primary = || languages.iter().find(|known| known.primary() == lang.primary());
    same.or_else(same_primary).or(languages.first())
}

/// Whether a word is the name that a language has for itself.
pub(crate) fn is_endonym(text: &str) -> bool {
    ENDONYMS.iter().any(|(_, name)| *name == text)
}

const ENDONYMS: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("ms", "Bahasa Melayu"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("yue", "粵語"),
    ("zh", "中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// Whether a language is written from right to left.
#[must_use]
pub(crate) fn is_right_to_left(lang: &Lang) -> bool {
    matches!(lang.primary(), "ar" | "fa" | "he" | "ur" | "ps" | "yi" | "dv" | "ug")
}

/// One in so many Han characters has a simplified form where a text is in traditional ones: in
/// running text it is one in four, in a simplified text with a 乾 or a 著 one in hundreds.
const TRADITIONAL: usize = 8;

/// The language of a text that does not say: `zh` where Han characters outweigh letters, `zh-Hant`
/// where these are traditional, else English.
///
/// A Han character says about as much as a Latin word, hence the weight of five letters.
#[must_use]
pub(crate) fn guess(text: &str) -> Lang {
    let simplifier = Simplifier::new();
    let (mut han, mut kana, mut letters) = (0usize, 0usize, 0usize);
    let mut traditional = 0usize;
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => letters += 1,
            _ if is_han(c) => {
                han += 1;
                traditional += usize::from(simplifier.of(c) != c);
            }
            _ if is_kana(c) => kana += 1,
            _ => {}
        }
    }
    let tag = if (han + kana) * 5 <= letters {
        "en"
    } else if kana * 4 > han {
        "ja"
    } else if traditional * TRADITIONAL >= han {
        "zh-Hant"
    } else {
        "zh"
    };
    Lang(tag.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_take_their_usual_case() {
        let tag = |t: &str| Lang::parse(t).map(|l| l.tag().to_owned());
        assert_eq!(tag("ZH-hant-tw").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(tag("pt-br").as_deref(), Some("pt-BR"));
        assert_eq!(tag("chinese_simplified"), None);
        assert_eq!(tag(""), None);
    }

    #[test]
    fn what_is_no_tag_is_told_from_one_and_what_was_meant() {
        let read = |tag: &str| Lang::read(tag).map_err(|meant| meant.map(|lang| lang.to_string()));
        for tag in ["en", "zh-Hant", "pt-BR", "yue", "grc", "und", "kr"] {
            assert_eq!(read(tag).map(|lang| lang.to_string()), Ok(tag.to_owned()));
        }
        for (written, meant) in [
            ("cn", "zh"),
            ("eng", "en"),
            ("zh_CN", "zh-CN"),
            ("zho-Hant", "zh-Hant"),
            ("jp", "ja"),
            ("English", "en"),
            ("cht", "zh-Hant"),
        ] {
            assert_eq!(read(written), Err(Some(meant.to_owned())), "{written}");
        }
        assert_eq!(read("xq"), Err(None));
        assert_eq!(read("chinese_traditional"), Err(None));
    }

    #[test]
    fn the_language_of_a_text_is_told_by_its_script() {
        assert_eq!(guess("We met the 唐鳳 team today and talked at length.").tag(), "en");
        assert_eq!(guess("今天我们用 GitHub 讨论 vTaiwan。").tag(), "zh");
        assert_eq!(guess("これはテストです。").tag(), "ja");
        assert_eq!(guess("今天我們談開放資料，以及社會如何參與。").tag(), "zh-Hant");
        assert_eq!(guess("他是著名的学者，今天谈开放数据和社会参与。").tag(), "zh");
        assert_eq!(guess("唐鳳").tag(), "zh-Hant");
    }

    #[test]
    fn traditional_characters_are_written_by_script_or_region() {
        let is = |tag: &str| Lang::parse(tag).unwrap().is_traditional();
        assert!(["zh-Hant", "zh-TW", "zh-HK", "zh-Hant-HK"].into_iter().all(is));
        assert!(!["zh", "zh-Hans", "zh-Hans-HK", "zh-CN", "en-HK"].into_iter().any(is));
    }
}
