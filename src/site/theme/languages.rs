//! Tests of the words of the themes in the program: each language that they speak is whole.

use super::{embedded_files, embedded_names};
use crate::base::cldr::{PLURAL_FORMS, plural_forms};
use crate::base::diag::Diagnostics;
use crate::base::fields::read_toml;
use crate::base::lang::Lang;
use crate::base::sources::FileId;
use crate::reading::kinds::Kinds;
use crate::reading::kinds::facts::Label;
use crate::site::strings::Strings;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The languages of the interface.
const LANGUAGES: [&str; 11] =
    ["ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh", "zh-Hant"];

/// The themes that have words.
fn themes() -> Vec<&'static str> {
    let mut themes = embedded_names();
    themes.retain(|theme| embedded_files(theme).contains_key("i18n/en.toml"));
    themes
}

fn strings(theme: &str, tag: &str) -> Strings {
    let files = embedded_files(theme);
    let bytes = files.get(&format!("i18n/{tag}.toml")).copied().unwrap_or_default();
    let mut diagnostics = Diagnostics::default();
    let text = std::str::from_utf8(bytes).expect("words are UTF-8");
    let node = read_toml(FileId(0), text, 0, &mut diagnostics);
    assert!(diagnostics.iter().next().is_none(), "themes/{theme}/i18n/{tag}.toml: {diagnostics:?}");

    let mut strings = Strings::default();
    strings.extend(&node.expect("words are TOML"));
    strings
}

/// The words by their keys, and the forms of each by theirs; a word without forms has the form "".
fn forms(strings: &Strings) -> BTreeMap<String, BTreeMap<String, String>> {
    fn add(path: &str, value: &Value, words: &mut BTreeMap<String, BTreeMap<String, String>>) {
        let Value::Object(table) = value else {
            let text = value.as_str().unwrap_or_default().to_owned();
            let (word, form) = match path.rsplit_once('.') {
                Some((word, form)) if PLURAL_FORMS.contains(&form) => (word, form),
                _ => (path, ""),
            };
            words.entry(word.to_owned()).or_default().insert(form.to_owned(), text);
            return;
        };
        for (key, value) in table {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            add(&path, value, words);
        }
    }
    let mut words = BTreeMap::new();
    add("", &strings.tree(), &mut words);
    words
}

fn none_of(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_language_lacks_a_word_and_none_has_one_that_nobody_asks_for() {
    let mut of_facts = BTreeSet::new();
    for (_, kind) in Kinds::default().iter() {
        of_facts.extend(kind.facts.iter().map(|fact| fact.key.to_string()));
    }

    let mut faults = Vec::new();
    for theme in themes() {
        let english = strings(theme, "en");
        for tag in LANGUAGES {
            let own = strings(theme, tag);
            let lacking = own.lacking(&english);
            let mut more = english.lacking(&own);
            more.retain(|key| !of_facts.contains(key));
            if !lacking.is_empty() {
                faults.push(format!("themes/{theme}/i18n/{tag}.toml lacks {}", lacking.join(", ")));
            }
            if !more.is_empty() {
                faults
                    .push(format!("themes/{theme}/i18n/{tag}.toml has {} alone", more.join(", ")));
            }
        }
    }
    none_of(&faults);
}

#[test]
fn a_word_has_the_forms_that_numbers_take_in_its_language() {
    let mut faults = Vec::new();
    for theme in themes() {
        for tag in LANGUAGES {
            let taken = plural_forms(&Lang::parse(tag).unwrap());
            for (word, forms) in forms(&strings(theme, tag)) {
                // One and many of a kind, which are counted by nobody.
                if forms.contains_key("") || word.starts_with("kinds.") {
                    continue;
                }
                let mut lacking: Vec<&str> = taken.iter().copied().collect();
                lacking.retain(|form| !forms.contains_key(*form));
                if !lacking.is_empty() {
                    faults.push(format!("{theme} {tag}: `{word}` has no {}", lacking.join(", ")));
                }
            }
        }
    }
    none_of(&faults);
}

#[test]
fn a_word_has_the_gaps_of_the_english_one() {
    let gaps = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(gap, _)| gap.to_owned())
            .collect()
    };

    let mut faults = Vec::new();
    for theme in themes() {
        let english = forms(&strings(theme, "en"));
        for tag in LANGUAGES {
            for (word, forms) in forms(&strings(theme, tag)) {
                let Some(wanted) = english.get(&word) else {
                    continue;
                };
                let wanted: BTreeSet<String> =
                    wanted.values().flat_map(|text| gaps(text)).collect();
                for (form, text) in &forms {
                    // “A word”, “two words” need no figure.
                    let may_be_told = ["zero", "one", "two"].contains(&form.as_str());
                    let (has, may_lack) = (gaps(text), may_be_told && wanted.contains("n"));
                    if has != wanted && !(may_lack && has.is_empty()) {
                        faults.push(format!("{theme} {tag}: `{word}` has other gaps: {text}"));
                    }
                }
            }
        }
    }
    none_of(&faults);
}

#[test]
fn every_fact_has_a_label_in_every_language() {
    let mut faults = Vec::new();
    for tag in LANGUAGES {
        let own = strings("default", tag);
        for (_, kind) in Kinds::default().iter() {
            for fact in kind.facts.iter().filter(|fact| fact.is_shown) {
                let Label::BuiltIn(words) = fact.label else {
                    continue;
                };
                let primary = tag.split('-').next().unwrap_or(tag);
                let is_labelled = words.iter().any(|(lang, _)| *lang == primary);
                if !is_labelled && own.find(&fact.key).is_none() {
                    let key = &fact.key;
                    faults.push(format!(
                        "`{key}` has no label in {tag}: give it one in `kinds/facts.rs` or in themes/default/i18n/{tag}.toml"
                    ));
                }
            }
        }
    }
    none_of(&faults);
}
