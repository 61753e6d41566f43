//! Where the pages of speech versions are, by their ids and languages.

use super::folder_in;
use crate::base::lang::Lang;
use crate::reading::config::Config;
use crate::reading::corpus::Speech;
use crate::reading::graph::lock::MovedPages;

/// The page of a speech version: where it usually is, or where its lock has moved it.
pub(in crate::reading::graph) fn page_of(
    config: &Config,
    moved: &MovedPages,
    speech: &Speech,
) -> String {
    // Mostly none is moved, and nobody has to be looked for.
    let moved = if moved.is_empty() { None } else { moved.get(&speech.full_id()) };
    match moved {
        Some(page) => page.to_string(),
        None => usual_page(config, &speech.id, &speech.lang),
    }
}

/// The page of a speech version by its id and language: in the folder of the language in which it is
/// shown, with the tag in its name where that is another one.
pub(in crate::reading::graph) fn usual_page(config: &Config, id: &str, text_lang: &Lang) -> String {
    let lang = config.interface_of(text_lang);
    let folder = folder_in(&config.languages, lang).unwrap_or_default();
    if lang == text_lang {
        format!("{folder}speeches/{id}.html")
    } else {
        format!("{folder}speeches/{id}.{text_lang}.html")
    }
}

/// The same with the tag in its name in any case.
pub(in crate::reading::graph) fn tagged_page(
    config: &Config,
    id: &str,
    text_lang: &Lang,
) -> String {
    let folder = folder_in(&config.languages, config.interface_of(text_lang)).unwrap_or_default();
    format!("{folder}speeches/{id}.{text_lang}.html")
}

/// The page of a speech that was published under the name `<id>.<lang>`; `<id>` alone is in the
/// default language.
pub(in crate::reading::graph) fn page_named(config: &Config, name: &str) -> String {
    let parsed = name.rsplit_once('.').and_then(|(id, tag)| Some((id, Lang::parse(tag)?)));
    match parsed {
        Some((id, lang)) => usual_page(config, id, &lang),
        None => usual_page(config, name, config.default_language()),
    }
}
