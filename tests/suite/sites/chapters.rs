//! Pages of a site's own that have a place in their folder: the chapters of a manual.

use super::website_of;
use oratory::Options;

const CONFIG: &str = "title = 'Harbour rules'\nbase_url = 'https://example.org/'\n";

/// The addresses of a page's links that are marked `rel="<relation>"`.
fn related<'p>(page: &'p super::html::Page, relation: &str) -> Vec<&'p str> {
    let marked = page.with("rel").filter(|(_, value)| *value == relation);
    marked.filter_map(|(element, _)| element.get("href")).collect()
}

#[test]
fn the_page_of_a_folder_lists_the_others_newest_first_and_has_a_feed() {
    let page = |title: &str, day: u8| {
        format!("---\ntitle: {title}\ndate: 2026-03-{day:02}\n---\n\nOf that day.\n")
    };
    let (old, new, newer) = (page("Buoys", 2), page("Anchors", 9), page("Chains", 14));
    let site = website_of(
        &[
            ("oratory.toml", CONFIG),
            ("content/pages/news/index.en.md", "---\ntitle: News\n---\n"),
            ("content/pages/news/b.en.md", &old),
            ("content/pages/news/a.en.md", &new),
            ("content/pages/news/c.en.md", &newer),
        ],
        &Options { minify: Some(false), ..Options::default() },
    );
    let list = &site.page("news/index.html").main;
    let places: Vec<Option<usize>> =
        ["Chains", "Anchors", "Buoys"].map(|title| list.find(title)).to_vec();
    assert!(places.is_sorted() && places[0].is_some(), "{list}");

    let feed = site.text("news/atom.xml");
    assert_eq!(feed.matches("<entry>").count(), 3, "{feed}");
    assert!(related(site.page("news/index.html"), "alternate").contains(&"atom.xml"));
}

#[test]
fn chapters_stand_in_their_order_and_lead_on_to_each_other() {
    let site = website_of(
        &[
            ("oratory.toml", CONFIG),
            ("content/pages/rules/index.en.md", "---\ntitle: Rules\n---\n"),
            (
                "content/pages/rules/zeal.en.md",
                "---\ntitle: Zeal\norder: 1\n---\n\n## Haste\n\nNone.\n",
            ),
            ("content/pages/rules/moor.en.md", "---\ntitle: Moor\norder: 2\n---\n\nAt the ring.\n"),
            ("content/pages/rules/anchor.en.md", "---\ntitle: Anchor\norder: 10\n---\n\nIn mud.\n"),
            (
                "content/pages/rules/news.en.md",
                "---\ntitle: News\ndate: 2026-03-14\n---\n\nA chapter more.\n",
            ),
        ],
        &Options { minify: Some(false), ..Options::default() },
    );

    // Chapters first, then newest first.
    let list = &site.page("rules/index.html").main;
    let places: Vec<Option<usize>> =
        ["Zeal", "Moor", "Anchor", "News"].map(|title| list.find(title)).to_vec();
    assert!(places.is_sorted() && places[0].is_some(), "{list}");

    let second = site.page("rules/moor.html");
    assert_eq!(related(second, "prev"), ["zeal.html"]);
    assert_eq!(related(second, "next"), ["anchor.html"]);
    assert_eq!(second.links_called("Anchor").len(), 1, "in the list of all");
    let current: Vec<&str> =
        second.with("aria-current").filter_map(|(element, _)| element.get("href")).collect();
    assert!(current.contains(&"moor.html"), "{current:?}");

    assert!(related(site.page("rules/zeal.html"), "prev").is_empty());
    assert!(related(site.page("rules/anchor.html"), "next").is_empty());
    // What has no place leads nowhere, and is in no list of chapters.
    assert!(related(site.page("rules/news.html"), "next").is_empty());
    assert!(second.links_called("News").is_empty());

    // No level of headings is left out below the title.
    let levels: Vec<usize> = (1..=6)
        .filter(|level| site.page("rules/zeal.html").named(&format!("h{level}")).count() > 0)
        .collect();
    assert_eq!(levels, [1, 2]);
}
