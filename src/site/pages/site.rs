//! What every page of one language shares: the site, its kinds, and what the script of the search
//! says.

use super::menu::{Menus, menus};
use super::views::{KindView, SiteView};
use crate::reading::corpus::Page;
use crate::reading::graph::{Graph, LangIndex};
use crate::reading::kinds::KindId;
use crate::site::capabilities::Capabilities;
use crate::site::export::data_files;
use crate::site::search::call;
use crate::site::strings::Strings;
use serde_json::{Map, Value, json};

/// What browsers are told that pages may fetch: what the site itself holds, and nothing else.
/// Addresses with `data:` are the small pictures in style sheets.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'self'";

/// What every page of one language shares.
#[must_use]
pub(crate) fn site_view(
    graph: &Graph,
    capabilities: &Capabilities,
    strings: &Strings,
    lang: LangIndex,
) -> SiteView {
    let config = &graph.config;
    let language = &config.languages[lang];
    let description = config.description.as_ref();
    let has_pages = capabilities.has_pages("about.html");
    let is_about = |page: &Page| page.id == "about" && page.lang == *language;
    let has_about = graph.corpus.pages.iter().any(is_about);

    let mut kinds = Vec::new();
    for (kind, _) in config.kinds.iter() {
        let of_kind = graph.corpus.entities.iter().filter(|entity| entity.kind == kind);
        kinds.push(kind_view(graph, strings, lang, kind, of_kind.count()));
    }
    let data = data_files(graph).iter().map(|file| file.route.path().to_owned()).collect();

    let Menus { head, foot } = menus(graph, strings, lang, &kinds, has_pages);
    SiteView {
        title: config.title.text(language).to_owned(),
        description: description.map_or("", |words| words.text(language)).to_owned(),
        lang: language.tag().to_owned(),
        base_url: config.base_url.clone(),
        policy: POLICY,
        license: config.license.clone(),
        kinds,
        search: capabilities.has_pages("search.html"),
        data_page: capabilities.has_pages("data.html"),
        menu: head,
        foot,
        about: has_pages && has_about,
        data,
        extra: config.extra.clone(),
    }
}

/// A kind as templates see it.
pub(super) fn kind_view(
    graph: &Graph,
    strings: &Strings,
    lang: LangIndex,
    kind: KindId,
    n_entities: usize,
) -> KindView {
    let of = graph.config.kinds.kind(kind);
    KindView {
        key: of.key.clone(),
        singular: of.singular.clone(),
        label: kind_label(graph, strings, lang, kind, "other"),
        label_one: kind_label(graph, strings, lang, kind, "one"),
        href: format!("{}/index.html", of.key),
        n_entities,
    }
}

/// What a kind is called in a form, `one` or `other`: by the site for many, else by the theme.
pub(super) fn kind_label(
    graph: &Graph,
    strings: &Strings,
    lang: LangIndex,
    kind: KindId,
    form: &str,
) -> String {
    let kind = graph.config.kinds.kind(kind);
    let language = &graph.config.languages[lang];
    let own = kind.label.as_ref().map(|label| label.text(language));
    let from_theme = strings
        .find(&format!("kinds.{}.{form}", kind.key))
        .or_else(|| strings.find(&format!("kinds.{}", kind.key)));

    match (own, from_theme) {
        (Some(own), _) if form == "other" => own.to_owned(),
        (_, Some(theme)) => theme.to_owned(),
        // One word for one and for many.
        (Some(own), None) if language.counts_characters() => own.to_owned(),
        _ => capitalised(if form == "one" { &kind.singular } else { &kind.key }),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What the script of the search says to readers of one language, as it loads it: the words of
/// `finder` and the names of the kinds and of types of speeches.
#[must_use]
pub(crate) fn search_words(graph: &Graph, strings: &Strings, lang: LangIndex) -> Vec<u8> {
    let mut kinds = Map::new();
    for (kind, of) in graph.config.kinds.iter() {
        let label = |form| kind_label(graph, strings, lang, kind, form);
        kinds.insert(of.key.clone(), json!([label("one"), label("other")]));
    }
    let finder: Value = strings.tree().get("finder").cloned().unwrap_or_default();
    let types: Value = strings.tree().get("types").cloned().unwrap_or_default();
    let words = json!({"words": finder, "kinds": kinds, "types": types}).to_string();
    call(&format!("words.{}", graph.config.languages[lang]), words.as_bytes())
}
