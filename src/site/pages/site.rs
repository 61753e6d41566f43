//! What every page of one language shares: the site, its kinds, and what the script of the search
//! says.

use super::menu::{Menus, menus};
use super::views::{AttributeView, BrandView, KindView, MenuView, ScriptView, SiteView};
use crate::base::lang::Lang;
use crate::reading::config::{Color, Config, HeadScript, StaticFile, origin_of};
use crate::reading::corpus::Page;
use crate::reading::graph::{Graph, LangIndex};
use crate::reading::kinds::KindId;
use crate::site::capabilities::Capabilities;
use crate::site::export::data_paths;
use crate::site::search::call;
use crate::site::strings::Strings;
use serde_json::{Map, Value, json};

/// What browsers are told that pages may fetch: what the site itself holds, and what its
/// configuration allows. Addresses with `data:` are the small pictures in style sheets.
pub(super) fn policy(config: &Config) -> String {
    let mut scripts: Vec<String> = Vec::new();
    for script in &config.scripts {
        scripts.extend(origin_of(&script.src).filter(|origin| !scripts.contains(origin)));
    }
    // A script that counts readers tells its own host of them.
    let mut connect = scripts.clone();
    connect.extend(config.hosts.connect.iter().filter(|host| !scripts.contains(host)).cloned());

    let with = |hosts: &[String]| hosts.iter().map(|host| format!(" {host}")).collect::<String>();
    let (scripts, media) = (with(&scripts), with(&config.hosts.media));
    let directive = |name: &str, hosts: &[String]| match hosts {
        [] => String::new(),
        hosts => format!("{name}{}; ", with(hosts)),
    };
    let connect = directive("connect-src", &connect);
    let frames = directive("frame-src", &config.hosts.frames);
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'{scripts}; {connect}{frames}\
         img-src 'self' data:{media}; media-src 'self'{media}; base-uri 'none'; form-action 'self'"
    )
}

/// The style sheet of the brand's colours and of the looks of kinds; none where there are neither.
#[must_use]
pub(crate) fn brand_css(config: &Config) -> Option<String> {
    let mut sheet = String::new();
    if !config.brand.colors.is_empty() {
        sheet += ":root {\n";
        for Color { name, value, .. } in &config.brand.colors {
            sheet += &format!("  --{name}: {value};\n");
        }
        sheet += "}\n";
    }
    for look in &config.looks {
        let kind = &config.kinds.kind(look.kind).singular;
        sheet += &format!(".m-{kind}, .ref.k-{kind}, .k-{kind}, .k-{kind} > .kind {{\n");
        if let Some(color) = &look.color {
            sheet += &format!("  --k: {color};\n");
        }
        if let Some(line) = look.line {
            sheet += &format!("  --ks: {line};\n  --kw: {};\n", width_of(line));
        }
        sheet += "}\n";
    }
    (!sheet.is_empty()).then_some(sheet)
}

/// Dots look thinner than a line of their width, and two lines wider: as wide as the default theme
/// has those of its kinds.
fn width_of(line: &str) -> &'static str {
    match line {
        "dotted" => ".13em",
        "double" | "wavy" => ".06em",
        _ => ".08em",
    }
}

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
    let data = data_paths(graph);

    let Menus { head, foot } = menus(graph, strings, lang, &kinds, has_pages);
    SiteView {
        title: config.title.text(language).to_owned(),
        description: description.map_or("", |words| words.text(language)).to_owned(),
        lang: language.tag().to_owned(),
        base_url: config.base_url.clone(),
        policy: policy(config),
        brand: brand_view(config, language),
        scripts: config.scripts.iter().map(script_view).collect(),
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

fn brand_view(config: &Config, language: &Lang) -> BrandView {
    let brand = &config.brand;
    let path = |file: &Option<StaticFile>| file.as_ref().map(|file| file.path.clone());
    BrandView {
        logo: path(&brand.logo),
        icon: path(&brand.icon),
        has_colors: brand_css(config).is_some(),
        footer: brand.footer.as_ref().map_or("", |words| words.text(language)).to_owned(),
        links: brand
            .links
            .iter()
            .map(|link| MenuView {
                key: String::new(),
                label: link.label.text(language).to_owned(),
                href: link.url.clone(),
                is_external: true,
                items: Vec::new(),
            })
            .collect(),
    }
}

fn script_view(script: &HeadScript) -> ScriptView {
    let data = script.data.iter();
    ScriptView {
        src: script.src.clone(),
        data: data
            .map(|(name, value)| AttributeView { name: name.clone(), value: value.clone() })
            .collect(),
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

/// What a kind is called in a form, `one` or `other`: by the site for many, if it does so in the
/// language, else by the theme.
pub(super) fn kind_label(
    graph: &Graph,
    strings: &Strings,
    lang: LangIndex,
    kind: KindId,
    form: &str,
) -> String {
    let kind = graph.config.kinds.kind(kind);
    let language = &graph.config.languages[lang];
    let own = kind.label.as_ref().map(|label| label.for_lang(language));
    let is_readers =
        own.is_some_and(|(_, of)| of.is_none_or(|of| of.primary() == language.primary()));
    let own = own.map(|(text, _)| text);
    let from_theme = strings
        .find(&format!("kinds.{}.{form}", kind.key))
        .or_else(|| strings.find(&format!("kinds.{}", kind.key)));

    match (own, from_theme) {
        (Some(own), _) if form == "other" && is_readers => own.to_owned(),
        (_, Some(theme)) => theme.to_owned(),
        (Some(own), None) if form == "other" => own.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Diagnostics;
    use crate::base::sources::Sources;
    use crate::reading::config;

    fn config(text: &str) -> Config {
        let sources = Sources::from_texts([("oratory.toml", text)]);
        config::read(&sources, &[], &mut Diagnostics::default())
    }

    #[test]
    fn the_policy_allows_what_the_site_names_and_nothing_else() {
        let closed = policy(&config("title = 'T'\n"));
        assert!(closed.contains("script-src 'self';") && !closed.contains("connect-src"));
        assert!(!closed.contains("frame-src"));

        let open = policy(&config(
            "title = 'T'\n[head]\nscripts = ['https://count.example/c.js', 'https://count.example/d.js']\n\
             [policy]\nmedia = ['https://media.example']\nconnect = ['https://api.example']\n\
             frames = ['https://player.example']\n",
        ));
        for part in [
            "script-src 'self' https://count.example;",
            "connect-src https://count.example https://api.example;",
            "frame-src https://player.example;",
            "img-src 'self' data: https://media.example;",
            "media-src 'self' https://media.example;",
            "default-src 'none';",
        ] {
            assert!(open.contains(part), "{part} in {open}");
        }
    }

    #[test]
    fn colours_are_a_style_sheet() {
        let colored = config("title = 'T'\n[brand]\ncolors = {link = 'navy', bg = '#fff'}\n");
        assert_eq!(
            brand_css(&colored).as_deref(),
            Some(":root {\n  --link: navy;\n  --bg: #fff;\n}\n")
        );
        assert_eq!(brand_css(&config("title = 'T'\n")), None);

        let looks = config(
            "title = 'T'\n[kinds.treaties]\nsingular = 'treaty'\ncolour = '#742'\nline = 'dotted'\n\
             [kinds.people]\nline = 'wavy'\n",
        );
        let sheet = brand_css(&looks).unwrap_or_default();
        assert!(
            sheet.contains(".k-treaty > .kind {\n  --k: #742;\n  --ks: dotted;\n  --kw: .13em;\n}")
        );
        assert!(sheet.contains(".m-person,") && sheet.contains("--ks: wavy;"), "{sheet}");
    }
}
