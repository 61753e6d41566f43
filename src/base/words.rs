//! Text that people read, in one language or several: `title: …` or `title: {en: …, zh: …}`.
//!
//! **Invariant:** at least one version; at most one per language; versions keep the order in which
//! they are written.

use crate::base::cldr;
use crate::base::lang::Lang;

/// A text and its versions in other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<(Option<Lang>, String)>);

impl Words {
    /// One text for every language.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Words(vec![(None, text.into())])
    }

    /// Versions by language; none if there is no version.
    #[must_use]
    pub fn by_language(versions: Vec<(Lang, String)>) -> Option<Self> {
        let versions: Vec<_> =
            versions.into_iter().map(|(lang, text)| (Some(lang), text)).collect();
        (!versions.is_empty()).then_some(Words(versions))
    }

    /// The version for readers of `lang`, and its own language if that is another:
    /// the same tag, else one that stands in for it (`zh-Hant` for `zh-TW`), else the same primary
    /// language, else the first.
    #[must_use]
    pub fn for_lang(&self, lang: &Lang) -> (&str, Option<&Lang>) {
        let same_tag = self.0.iter().find(|(of, _)| of.as_ref() == Some(lang));
        let stand_in = || {
            let mut tags = cldr::stand_ins(lang).into_iter().skip(1);
            tags.find_map(|tag| {
                self.0.iter().find(|(of, _)| of.as_ref().is_some_and(|of| of.tag() == tag))
            })
        };
        let same_primary = || {
            self.0
                .iter()
                .find(|(of, _)| of.as_ref().is_some_and(|of| of.primary() == lang.primary()))
        };
        let (of, text) = match self.0.as_slice() {
            // Most texts are in one language, or in none.
            [only] => only,
            all => same_tag.or_else(stand_in).or_else(same_primary).unwrap_or(&all[0]),
        };
        (text, of.as_ref().filter(|of| *of != lang))
    }

    /// The text alone for readers of `lang`.
    #[must_use]
    pub fn text(&self, lang: &Lang) -> &str {
        self.for_lang(lang).0
    }

    /// All versions; a text for every language has none as its language.
    pub fn versions(&self) -> impl Iterator<Item = (Option<&Lang>, &str)> {
        self.0.iter().map(|(lang, text)| (lang.as_ref(), text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_get_their_language_or_the_nearest() {
        let lang = |tag| Lang::parse(tag).unwrap();
        let words =
            Words::by_language(vec![(lang("en"), "Beijing".into()), (lang("zh"), "北京".into())])
                .unwrap();
        assert_eq!(words.for_lang(&lang("zh-Hant")), ("北京", Some(&lang("zh"))));
        assert_eq!(words.for_lang(&lang("zh")), ("北京", None));
        assert_eq!(words.for_lang(&lang("fr")), ("Beijing", Some(&lang("en"))));
        let scripts = ["en", "zh", "zh-Hant"].map(|tag| (lang(tag), tag.to_owned()));
        let scripts = Words::by_language(scripts.to_vec()).unwrap();
        assert_eq!(scripts.text(&lang("zh-HK")), "zh-Hant");
        assert_eq!(scripts.text(&lang("zh-SG")), "zh");
        assert_eq!(Words::plain("KBS").for_lang(&lang("zh")), ("KBS", None));
    }
}
