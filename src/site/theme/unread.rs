//! Files of the site's own themes that change nothing, because they are not called or do not lie as
//! what they were meant for.
//!
//! Nobody misses them: where `speach.html` is not read, the page is made by the template below it, and
//! looks as it did.

use super::{Theme, embedded};
use crate::base::cldr;
use crate::base::diag::{Code, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::slips::nearest;
use crate::base::sources::{Sources, Span};
use crate::reading::config::Config;
use std::collections::BTreeSet;

/// Tells of files in themes of the site that neither a page nor a template uses; `chain` are the names
/// of the theme and of those that it extends.
pub(super) fn tell_unread(
    chain: &[String],
    theme: &Theme,
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let templates = embedded_templates();
    for name in chain {
        let folder = format!("themes/{name}/");
        for (file, source) in sources.under(&folder) {
            let path = &source.path[folder.len()..];
            if is_for_people(path) {
                continue;
            }
            let hint = match path.split_once('/') {
                Some(("templates", template)) => {
                    unused_template(template, &source.path, theme, &templates)
                }
                Some(("i18n", words)) => {
                    let is_there =
                        |tag: &str| sources.find(&format!("{folder}i18n/{tag}.toml")).is_some();
                    unread_words(words, config, is_there)
                }
                Some(("static", _)) => None,
                _ => path.ends_with(".html").then(|| "templates lie in `templates/`".into()),
            };
            if let Some(hint) = hint {
                let message = say!("nothing reads `{path}`", path = source.path);
                diagnostics.tell(Code::StrayFile, Span::new(file, 0..0), message, hint);
            }
        }
    }
}

/// Whether a file says something of the theme to those who work on it: a readme, a licence.
fn is_for_people(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, ending)) => matches!(ending, "md" | "txt"),
        None => true,
    }
}

/// The names of the templates that the program brings: of pages, and of parts of them.
fn embedded_templates() -> BTreeSet<String> {
    let mut templates = BTreeSet::new();
    for theme in embedded::names() {
        for path in embedded::files(theme).into_keys() {
            templates.extend(path.strip_prefix("templates/").map(str::to_owned));
        }
    }
    templates
}

/// What to do with a template that is none of a page, stands in for none of the program's, and is
/// named by no other.
fn unused_template(
    name: &str,
    path: &str,
    theme: &Theme,
    known: &BTreeSet<String>,
) -> Option<Message> {
    let is_own = |origin: &str| origin == path;
    let names_it =
        |text: &str| ['"', '\''].iter().any(|quote| text.contains(&format!("{name}{quote}")));
    let mut others = theme.templates.values().filter(|template| !is_own(&template.origin));
    // Components are known by their own names, wherever they stand.
    let mut own = theme.templates.values().filter(|template| is_own(&template.origin));
    let has_components = own.any(|template| template.text.contains("{% component "));
    if known.contains(name) || has_components || others.any(|other| names_it(&other.text)) {
        return None;
    }

    // Folder and ending would make any two of them alike.
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let bare = |name: &'_ str| {
        name[folder.len()..].trim_start_matches('/').trim_end_matches(".html").to_owned()
    };
    let is_beside = |known: &&String| known.rsplit_once('/').map_or("", |(of, _)| of) == folder;
    let beside: Vec<String> = known.iter().filter(is_beside).map(|known| bare(known)).collect();

    Some(match nearest(&bare(name), beside.iter().map(String::as_str)) {
        Some(near) => say!("did you mean `{near}`?", near = format!("{near}.html")),
        None => {
            "call it as the template that it replaces, include it in another one, or take it away"
                .into()
        }
    })
}

/// What to do with words for a language that no reader of the site is shown: one that is written in
/// another way than the site's own, or is none. A theme may well have more languages than the site;
/// which ones `is_there` tells by their tags.
fn unread_words(name: &str, config: &Config, is_there: impl Fn(&str) -> bool) -> Option<Message> {
    let Some(tag) = name.strip_suffix(".toml") else {
        return Some("words lie in `i18n/`, a file for each language: `en.toml`".into());
    };
    let is_read = |language: &Lang| {
        tag == language.primary() || cldr::stand_ins(language).iter().any(|of| *of == tag)
    };
    if tag == Lang::english().tag() || config.languages.iter().any(is_read) {
        return None;
    }

    let meant = match Lang::read(tag) {
        Ok(lang) if lang.tag() == tag => Some(lang),
        Ok(lang) => return Some(say!("call it `{lang}.toml`", lang)),
        Err(meant) => meant.or_else(|| Lang::named(tag)),
    };
    let near = meant.as_ref().and_then(|meant| {
        config.languages.iter().find(|language| language.primary() == meant.primary())
    });
    match (near, meant) {
        // Words for others, beside those for the readers of this site, or in another script.
        (Some(near), Some(meant))
            if meant.tag() == tag && (is_there(near.tag()) || !are_written_alike(near, &meant)) =>
        {
            None
        }
        (Some(near), _) => {
            Some(say!("call it `{near}.toml`, as the site calls the language", near))
        }
        (None, Some(meant)) if meant.tag() != tag => Some(say!("call it `{meant}.toml`", meant)),
        (None, Some(meant)) if meant.is_code() => None,
        _ => Some("call it as the language is in `languages` of `oratory.toml`: `en.toml`".into()),
    }
}

/// Whether words for one of two languages that begin with the same code can be read by readers of the
/// other: neither names a script, and their regions write the same characters.
fn are_written_alike(one: &Lang, other: &Lang) -> bool {
    let names_script = |lang: &Lang| lang.tag().split('-').skip(1).any(|part| part.len() == 4);
    !names_script(one) && !names_script(other) && one.is_traditional() == other.is_traditional()
}
