//! The words of the interface in one language, from a theme's `i18n/<lang>.toml`.
//!
//! **Invariant:** keys are dotted paths (`types.interview`); a missing word is its key, so a gap is
//! seen and nothing fails.

use crate::base::cldr::{self, PLURAL_FORMS, plural_form};
use crate::base::fields::{Node, Value};
use crate::base::lang::Lang;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// The words of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strings(BTreeMap<String, String>);

impl Strings {
    /// Adds the words of a table; those that are there already are replaced.
    pub(crate) fn extend(&mut self, node: &Node) {
        self.add("", node);
    }

    fn add(&mut self, path: &str, node: &Node) {
        match &node.value {
            Value::Scalar(text) => {
                self.0.insert(path.to_owned(), text.clone());
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    let path = if path.is_empty() {
                        key.name.clone()
                    } else {
                        format!("{path}.{}", key.name)
                    };
                    self.add(&path, value);
                }
            }
            // No word of the interface is a list.
            Value::List(_) | Value::Null => {}
        }
    }

    /// The words of `others` that are missing here, by their keys; one with several forms once.
    pub(crate) fn lacking(&self, others: &Strings) -> Vec<String> {
        let own: BTreeSet<&str> = self.0.keys().map(|key| word_of(key)).collect();
        let wanted: BTreeSet<&str> = others.0.keys().map(|key| word_of(key)).collect();
        wanted.difference(&own).map(|key| (*key).to_owned()).collect()
    }

    /// Takes in the words of `others` that are missing here. Forms are not taken in one by one:
    /// each language has its own.
    pub(crate) fn fill(&mut self, others: &Strings) {
        let lacking: BTreeSet<String> = self.lacking(others).into_iter().collect();
        for (key, text) in &others.0 {
            if lacking.contains(word_of(key)) {
                self.0.insert(key.clone(), text.clone());
            }
        }
    }

    /// Whether there are no words at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The word at `key`, or the key.
    #[must_use]
    pub(crate) fn text<'s>(&'s self, key: &'s str) -> &'s str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The word at `table.key`, or `key`.
    #[must_use]
    pub(crate) fn of<'s>(&'s self, table: &str, key: &'s str) -> &'s str {
        self.0.get(&format!("{table}.{key}")).map_or(key, String::as_str)
    }

    /// The word at `key`, if there is one.
    #[must_use]
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The word at `key` with a number, in the form that it takes beside it.
    #[must_use]
    pub(crate) fn counted(&self, key: &str, n: usize, lang: &Lang) -> String {
        let form = |form: &str| self.0.get(&format!("{key}.{form}"));
        let own = form(plural_form(n as u64, lang)).or_else(|| form("other"));
        let word = own.map_or_else(|| self.text(key), String::as_str);
        word.replace("{n}", &cldr::number(n as u64, lang))
    }

    /// All words as nested tables, for templates.
    #[must_use]
    pub(crate) fn tree(&self) -> Json {
        let mut root = Map::new();
        for (path, text) in &self.0 {
            insert(&mut root, path, text);
        }
        Json::Object(root)
    }
}

/// The key of a word without the form that it has beside a number: `mentions` of `mentions.one`.
fn word_of(key: &str) -> &str {
    match key.rsplit_once('.') {
        Some((word, form)) if PLURAL_FORMS.contains(&form) => word,
        _ => key,
    }
}

/// Puts a word at its path. Where a path is that of a word in one theme and of a table in another,
/// the word stays: it comes first in the order of paths.
fn insert(table: &mut Map<String, Json>, path: &str, text: &str) {
    let Some((first, rest)) = path.split_once('.') else {
        let entry = table.entry(path.to_owned());
        entry.or_insert_with(|| Json::String(text.to_owned()));
        return;
    };
    let entry = table.entry(first.to_owned());
    if let Json::Object(inner) = entry.or_insert_with(|| Json::Object(Map::new())) {
        insert(inner, rest, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(words: &[(&str, &str)]) -> Strings {
        let owned = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
        Strings(words.iter().map(owned).collect())
    }

    #[test]
    fn a_word_takes_the_form_of_its_number() {
        let lang = |tag| Lang::parse(tag).unwrap();
        let english = strings(&[("others.one", "{n} other"), ("others.other", "{n} others")]);
        assert_eq!(english.counted("others", 1, &lang("en")), "1 other");
        assert_eq!(english.counted("others", 2000, &lang("en")), "2,000 others");
        let chinese = strings(&[("others", "另{n}人")]);
        assert_eq!(chinese.counted("others", 3, &lang("zh")), "另3人");
        let russian = strings(&[("others.few", "ещё {n} человека")]);
        assert_eq!(russian.counted("others", 3, &lang("ru")), "ещё 3 человека");
    }

    #[test]
    fn missing_words_are_filled_in_and_forms_of_a_word_are_not() {
        let english = strings(&[
            ("hits.one", "{n} hit"),
            ("hits.other", "{n} hits"),
            ("next", "Next"),
            ("pages.one", "{n} page"),
            ("pages.other", "{n} pages"),
        ]);
        let mut polish = strings(&[("hits.many", "{n} trafień"), ("next", "Dalej")]);
        assert_eq!(polish.lacking(&english), ["pages"]);

        polish.fill(&english);
        assert_eq!(polish.find("hits.one"), None);
        assert_eq!((polish.text("next"), polish.text("pages.one")), ("Dalej", "{n} page"));
    }
}
