//! The site that the repository itself publishes, in every theme, minified and not.

use super::html::Page;
use super::links::Website;
use super::{complaints, none_of, website};
use crate::project::compile;
use oratory::{Options, Sources, load};
use std::path::Path;

const THEMES: &[&str] = &["default", "newspaper", "plain"];

pub(super) fn sources() -> Sources {
    load(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository's own site")
}

fn built(sources: &Sources, theme: &str, minify: bool) -> Website {
    let options =
        Options { theme: Some(theme.to_owned()), minify: Some(minify), ..Options::default() };
    website(&compile(sources, &options))
}

#[test]
fn it_has_nothing_to_mend() {
    let sources = sources();
    let site = compile(&sources, &Options::default());
    none_of("the repository's own site", &complaints(&site.diagnostics));
    let stats = site.stats();
    assert!(
        stats.n_speeches >= 3
            && stats.n_entities >= 70
            && stats.n_mentions >= 300
            && stats.n_pages >= 150,
        "{stats:?}"
    );
}

#[test]
fn every_link_leads_somewhere_in_every_theme() {
    let sources = sources();
    for theme in THEMES {
        for minify in [false, true] {
            let site = built(&sources, theme, minify);
            let mut broken = site.broken_links();
            // The page for addresses that do not exist is shown at any depth, so its links are
            // absolute.
            broken.retain(|fault| !fault.contains("404.html: ") || fault.contains("there is no"));
            none_of(&format!("links, {theme}, minify: {minify}"), &broken);
            none_of(
                &format!("versions in other languages, {theme}, minify: {minify}"),
                &site.one_sided_alternates(),
            );
        }
    }
}

#[test]
fn every_page_can_be_reached_in_every_theme() {
    let sources = sources();
    for theme in THEMES {
        none_of(
            &format!("pages that no page leads to, {theme}"),
            &built(&sources, theme, false).orphans(),
        );
    }
}

#[test]
fn feeds_sitemap_and_data_name_pages_that_there_are_in_every_theme() {
    let sources = sources();
    for theme in THEMES {
        none_of(
            &format!("addresses in data, {theme}"),
            &built(&sources, theme, false).broken_addresses_in_data(),
        );
    }
}

#[test]
fn every_page_is_well_formed_in_every_theme() {
    let sources = sources();
    for theme in THEMES {
        for minify in [false, true] {
            none_of(
                &format!("{theme}, minify: {minify}"),
                &built(&sources, theme, minify).faulty_pages(),
            );
        }
    }
}

/// What readers and their machines are told: the text, the code blocks, and the attributes that are
/// read.
fn told(page: &Page) -> (String, Vec<String>, Vec<String>) {
    const READ: &[&str] = &[
        "alt",
        "aria-label",
        "aria-labelledby",
        "aria-current",
        "title",
        "lang",
        "id",
        "href",
        "src",
        "datetime",
        "hreflang",
        "data-m",
        "checked",
        "open",
    ];
    let attributes = page.elements.iter().flat_map(|element| {
        READ.iter()
            .filter_map(|name| Some(format!("{} {name}={}", element.name, element.get(name)?)))
    });
    let titles = page.named("title").map(|title| title.own_text.trim().to_owned());
    let text = page.text.clone();
    let mut attributes: Vec<String> = attributes.chain(titles).collect();
    attributes.sort();
    (text, page.preformatted.clone(), attributes)
}

#[test]
fn minified_pages_tell_the_same() {
    let sources = sources();
    for theme in THEMES {
        let (plain, minified) = (built(&sources, theme, false), built(&sources, theme, true));
        assert!(plain.pages.keys().eq(minified.pages.keys()));
        let mut faults = Vec::new();
        let mut n_bytes = (0, 0);
        for (path, page) in &plain.pages {
            n_bytes = (n_bytes.0 + plain.files[path].len(), n_bytes.1 + minified.files[path].len());
            let (one, other) = (told(page), told(minified.page(path)));
            if one.0 != other.0 {
                faults.push(format!("{path}: {}", first_difference(&one.0, &other.0)));
            }
            if one.1 != other.1 {
                faults.push(format!("{path}: `pre` {:?} and {:?}", one.1, other.1));
            }
            faults.extend(
                one.2
                    .iter()
                    .zip(&other.2)
                    .find(|(a, b)| a != b)
                    .map(|(a, b)| format!("{path}: {a} and {b}")),
            );
        }
        none_of(&format!("text before and after, {theme}"), &faults);
        assert!(n_bytes.1 < n_bytes.0, "{theme}: minified pages are smaller");
    }
}

/// The minifier takes the space between links that stand side by side in a `div`; the comparison
/// above must see such a thing.
#[test]
fn the_comparison_sees_a_space_that_is_lost() {
    let template = "{% extends \"base.html\" %}{% block main %}<h1>x</h1><div><a href=\"index.html\">one</a> <a href=\"index.html\">two</a></div>{% endblock main %}";
    let texts =
        [("oratory.toml", "title = 'T'\n"), ("themes/default/templates/home.html", template)];
    let text = |minify| {
        super::website_of(&texts, &Options { minify: Some(minify), ..Options::default() })
            .page("index.html")
            .main
            .clone()
    };
    assert_eq!((text(false), text(true)), ("x one two".to_owned(), "x onetwo".to_owned()));
}

fn first_difference(one: &str, other: &str) -> String {
    let at = one
        .char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map_or(one.len().min(other.len()), |((at, _), _)| at);
    let from = one[..at].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    let shown =
        |text: &str| text.get(from..).unwrap_or_default().chars().take(60).collect::<String>();
    format!("“{}” and “{}”", shown(one), shown(other))
}

#[test]
fn assets_ask_no_one() {
    let sources = sources();
    for theme in THEMES {
        let site = built(&sources, theme, true);
        for (path, bytes) in site.files.iter().filter(|(path, _)| path.starts_with("assets/")) {
            let text = String::from_utf8_lossy(bytes).replace("http://www.w3.org/2000/svg", "");
            let word = ["http:", "https:", "@import", "url(//", "fetch(", "XMLHttpRequest"]
                .into_iter()
                .find(|word| text.contains(word));
            assert_eq!(word, None, "{theme}: {path}");
        }
        assert!(site.files.keys().any(|path| path.starts_with("assets/")), "{theme}");
    }
}
