//! Names of files with what was meant for a language and is read as none.

use super::places::without_language;
use crate::base::diag::{Code, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::Speech;
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reports a suffix of a speech's name that was meant for its language, and is none.
pub(super) fn tell_odd_language(
    file: FileId,
    path: &str,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let Some((name, ending)) = path.rsplit_once('.') else {
        return;
    };
    let Some((stem, suffix)) = name.rsplit_once('.') else {
        return;
    };
    // A word of English or a number at the end of an id is far likelier than a language, but for the
    // name of a language of the site.
    let named = Lang::named(suffix)
        .filter(|lang| config.languages.iter().any(|known| known.primary() == lang.primary()));
    let has_its_form = suffix.len() <= 11 && suffix.is_ascii() && !suffix.contains('/');
    let is_unknown = suffix.len() == 2
        && suffix.bytes().all(|byte| byte.is_ascii_lowercase())
        && Lang::read(suffix) == Err(None);
    if is_unknown {
        let message = say!("`{suffix}` in the file's name is no language", suffix);
        let hint = say!("name its language by its tag: `{stem}.en.{ending}`", stem, ending);
        diagnostics.tell(Code::OddLanguage, Span::new(file, 0..0), message, hint);
        return;
    }
    let Some(meant) = meant(suffix).filter(|_| has_its_form).or(named) else {
        return;
    };

    let of_site = config.languages.iter().find(|lang| lang.primary() == meant.primary());
    let lang = of_site.filter(|_| !config.languages.contains(&meant)).unwrap_or(&meant);
    let message = say!("`{suffix}` in the file's name is not read as its language", suffix);
    let hint = say!("rename the file to `{stem}.{lang}.{ending}`", stem, lang, ending);
    diagnostics.tell(Code::OddLanguage, Span::new(file, 0..0), message, hint);
}

/// Reports an entity whose file is named as one of a speech is, with a language: it has one file for
/// all languages.
pub(super) fn tell_entity_with_language(
    file: FileId,
    path: &str,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let Some((name, ending)) = path.rsplit_once('.') else {
        return;
    };
    let (stem, lang) = without_language(name, config);
    let Some(lang) = lang.filter(|lang| config.languages.contains(lang)) else {
        return;
    };
    let message = say!("`{lang}` in the file's name is not read as its language", lang);
    let hint = say!(
        "an entity has one file for all languages: name it `{stem}.{ending}`, and put what is said of it in this language below `## {lang}`",
        stem,
        ending,
        lang
    );
    diagnostics.tell(Code::OddLanguage, Span::new(file, 0..0), message, hint);
}

/// Reports names whose language is joined with a hyphen, `talk-zh.md`, where `talk` is a speech in
/// another language.
pub(super) fn tell_joined_languages(
    sources: &Sources,
    speeches: &[Arc<Speech>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    // Most sites have no such name, and need not know all others.
    let ids = LazyCell::new(|| -> BTreeSet<&str> {
        speeches.iter().map(|speech| speech.id.as_str()).collect()
    });
    for speech in speeches {
        let Some((stem, tag)) = speech.id.rsplit_once(['-', '_']) else {
            continue;
        };
        let is_called = |lang: &&Lang| lang.tag().eq_ignore_ascii_case(tag);
        let Some(lang) = config.languages.iter().find(is_called) else {
            continue;
        };
        let path = &sources.file(speech.file).path;
        if let Some((folder, _)) = path.rsplit_once('/')
            && ids.contains(stem)
        {
            let message = say!("`{tag}` in the file's name is not read as its language", tag);
            let hint = say!("rename the file to `{folder}/{stem}.{lang}.md`", folder, stem, lang);
            diagnostics.tell(Code::OddLanguage, Span::new(speech.file, 0..0), message, hint);
        }
    }
}

/// The language that a suffix of a name was meant for, where it is not read as one.
fn meant(suffix: &str) -> Option<Lang> {
    match Lang::read(suffix) {
        // `ZH`, `zh-hant`: the case of a tag is part of a name.
        Ok(lang) if lang.tag() != suffix && lang.endonym() != lang.tag() => Some(lang),
        Ok(_) => None,
        // Nothing tells whole words (`a.english`) and words that are joined (`a.part_two`) from others.
        Err(meant) => meant.filter(|lang| {
            let is_short = suffix.len() <= 3 || suffix.contains(['_', '-']);
            is_short && (lang.primary().len() == 2 || lang.endonym() != lang.tag())
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_that_was_meant_for_a_language_is_known() {
        let meant = |suffix| meant(suffix).map(|lang| lang.to_string());
        for (suffix, lang) in
            [("zh_CN", "zh-CN"), ("eng", "en"), ("cn", "zh"), ("ZH", "zh"), ("zh-hant", "zh-Hant")]
        {
            assert_eq!(meant(suffix).as_deref(), Some(lang), "{suffix}");
        }
        assert_eq!(Lang::named("Chinese").map(|lang| lang.to_string()).as_deref(), Some("zh"));
        for suffix in ["en", "v2", "final", "english", "draft", "2024", "the-end", "part_two", "xq"]
        {
            assert_eq!(meant(suffix), None, "{suffix}");
        }
    }
}
