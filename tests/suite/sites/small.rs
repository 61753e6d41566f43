//! Small sites in memory: what a site can change, and what it gets for what it says.

use super::html::{Element, Page};
use super::links::Website;
use super::{complaints, none_of, website, website_of};
use crate::project::compile;
use oratory::{Content, Options, Source, Sources};

const CONFIG: &str = "title = {en = 'Quay talks', zh = '码头讲话'}\nbase_url = 'https://example.org/talks/'\nlanguages = ['en', 'zh']\n";
const ANN: &str =
    "---\nname: {en: Ann Lee, zh: 李安}\naliases: [Mayor Lee]\n---\n\nAnn Lee is the mayor.\n";
const SPEECH: &str = "---\ntitle: At the quay\ndate: 2026-03-14\npeople: [ann]\nspeaker: ann\n---\n\nMayor Lee opened the quay.\n";
const ABOUT: &str = "---\ntitle: About these talks\n---\n\nThey are invented.\n";

/// The site of `CONFIG` with a speech, a person and an about page, and more files.
fn site_with(more: &[(&str, &str)], options: &Options) -> Website {
    let base = [
        ("oratory.toml", CONFIG),
        ("content/people/ann.md", ANN),
        ("content/speeches/2026-03-14-quay.en.md", SPEECH),
        ("content/about.en.md", ABOUT),
    ];
    let kept = base.iter().filter(|(path, _)| !more.iter().any(|(other, _)| other == path));
    let texts: Vec<(&str, &str)> = kept.chain(more).copied().collect();
    let site = website_of(&texts, options);
    none_of("links", &site.broken_links());
    none_of("pages", &site.faulty_pages());
    site
}

fn plain() -> Options {
    Options { minify: Some(false), ..Options::default() }
}

/// The paths of a site that begin with `start`.
fn below<'s>(site: &'s Website, start: &str) -> Vec<&'s str> {
    site.files.keys().map(String::as_str).filter(|path| path.starts_with(start)).collect()
}

#[test]
fn a_template_of_the_site_extends_the_one_that_it_covers() {
    let about = "{% extends \"default/about.html\" %}{% block main %}<p class=\"mine\">Read this first.</p>{{ super() }}{% endblock main %}";
    let site = site_with(&[("themes/default/templates/about.html", about)], &plain());
    assert_eq!(
        site.page("about.html").main,
        "Read this first. About these talks They are invented."
    );
    assert!(!site.page("index.html").main.contains("Read this first"));
}

#[test]
fn a_part_of_the_site_s_own_replaces_one_of_the_theme() {
    let site = site_with(
        &[(
            "themes/default/templates/parts/footer.html",
            "<footer><p>Ours, on {{ page.path }}</p></footer>",
        )],
        &plain(),
    );
    for (path, page) in &site.pages {
        assert!(page.text.ends_with(&format!("Ours, on {path}")), "{path}: {}", page.text);
    }
}

#[test]
fn a_part_that_is_covered_can_still_be_taken_in() {
    let site = site_with(
        &[(
            "themes/default/templates/parts/footer.html",
            "<p>Ours</p>{% include \"default/parts/footer.html\" %}",
        )],
        &plain(),
    );
    let page = site.page("about.html");
    assert!(page.text.contains(" Ours ") && page.named("footer").count() == 1, "{}", page.text);
}

/// A file with one word, in each language, leaves all others as they are.
#[test]
fn a_word_of_the_site_s_own_replaces_one_of_its_language() {
    let site = site_with(
        &[
            ("themes/default/i18n/en.toml", "speeches = 'Addresses'\n"),
            ("themes/default/i18n/zh.toml", "speeches = '致辞'\n"),
        ],
        &plain(),
    );
    for (path, new, old, other) in [
        ("index.html", "Addresses", "Speeches", "People"),
        ("zh/index.html", "致辞", "讲话", "人物"),
    ] {
        let page = site.page(path);
        assert!(!page.links_called(new).is_empty(), "{path}: {}", page.text);
        assert!(page.links_called(old).is_empty(), "{path}: {}", page.text);
        assert!(!page.links_called(other).is_empty(), "{path}: {}", page.text);
    }
}

#[test]
fn an_asset_of_the_site_replaces_one_of_the_theme_and_others_are_added() {
    let site = site_with(
        &[
            ("themes/default/static/theme.css", "body{color:red}"),
            ("themes/default/static/fonts/a.css", "/* new */"),
        ],
        &plain(),
    );
    assert_eq!(site.text("assets/theme.css"), "body{color:red}");
    assert_eq!(site.text("assets/fonts/a.css"), "/* new */");
    assert!(site.files.contains_key("assets/theme.js"));
}

#[test]
fn a_theme_extends_another_which_extends_another() {
    let files = [
        ("themes/base/theme.toml", "name = 'base'\nextends = 'plain'\n"),
        (
            "themes/base/templates/home.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ t.welcome }}</h1><p>from base</p>{% endblock main %}",
        ),
        ("themes/base/i18n/en.toml", "welcome = 'Welcome'\nspeeches = 'Talks'\n"),
        ("themes/base/i18n/zh.toml", "welcome = '欢迎'\n"),
        ("themes/mine/theme.toml", "name = 'mine'\nextends = 'base'\nfacets = ['year']\n"),
        (
            "themes/mine/templates/home.html",
            "{% extends \"base/home.html\" %}{% block main %}{{ super() }}<p>from mine</p>{% endblock main %}",
        ),
        ("themes/mine/static/site.css", "p{margin:0}"),
    ];
    let site = site_with(&files, &Options { theme: Some("mine".to_owned()), ..plain() });
    assert_eq!(site.page("index.html").main, "Welcome from base from mine");
    assert_eq!(site.page("zh/index.html").main, "欢迎 from base from mine");
    assert_eq!(site.page("index.html").links_called("Talks"), ["speeches/index.html"]);
    assert_eq!(site.text("assets/site.css"), "p{margin:0}");
    let mut pages = below(&site, "speeches/");
    pages.retain(|path| path.ends_with(".html"));
    assert_eq!(
        pages,
        ["speeches/2026-03-14-quay.html", "speeches/by-year/2026.html", "speeches/index.html"]
    );
    assert!(site.files.contains_key("about.html"), "`plain` shows what somebody wrote");
}

/// What a page tells browsers that they may fetch, where it says so before all that they would
/// fetch.
fn policy(page: &Page) -> Option<&str> {
    let is_policy = |meta: &&Element| {
        meta.get("http-equiv")
            .is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"))
    };
    let before = page.elements.iter().take_while(|element| {
        !["link", "script", "style", "img", "body"].contains(&element.name.as_str())
    });
    before.filter(|element| element.name == "meta").find(is_policy)?.get("content")
}

#[test]
fn every_page_of_every_theme_of_the_program_has_the_policy() {
    let chinese = SPEECH.replace("At the quay", "在码头");
    let moved = SPEECH.replace("speaker: ann", "speaker: ann\nredirects: [/old/quay.html]");
    let files = [
        ("content/speeches/2026-03-14-quay.en.md", moved.as_str()),
        ("content/speeches/2026-03-14-quay.zh.md", chinese.as_str()),
    ];

    for theme in oratory::embedded_names() {
        for minify in [false, true] {
            let options = Options {
                theme: Some(theme.to_owned()),
                minify: Some(minify),
                ..Options::default()
            };
            let site = site_with(&files, &options);
            let is_template =
                |path: &&String| path.starts_with("templates/") && path.matches('/').count() == 1;
            let templates = oratory::embedded_files(theme);
            assert!(site.pages.len() >= templates.keys().filter(is_template).count(), "{theme}");

            for (path, page) in &site.pages {
                let policy = policy(page)
                    .unwrap_or_else(|| panic!("{path} of the theme `{theme}` has none"));
                assert!(
                    policy.starts_with("default-src 'none';")
                        && policy.contains("img-src 'self' data:"),
                    "{path}: {policy}"
                );
            }
        }
    }
}

#[test]
fn a_kind_of_the_site_s_own_gets_everything() {
    let config = format!(
        "{CONFIG}[kinds.treaties]\nsingular = 'treaty'\nlabel = {{en = 'Treaties', zh = '条约'}}\n"
    );
    let speech = SPEECH
        .replace("people: [ann]", "people: [ann]\ntreaties: [sea-law]")
        .replace("the quay.", "the quay under the Law of the Sea.");
    let files = [
        ("oratory.toml", config.as_str()),
        (
            "content/treaties/sea-law.md",
            "---\nname: {en: Law of the Sea, zh: 海洋法}\nstarted: 1982-12-10\n---\n",
        ),
        ("content/speeches/2026-03-14-quay.en.md", &speech),
    ];
    let site = site_with(&files, &plain());
    assert_eq!(
        below(&site, "treaties/"),
        [
            "treaties/by-first.html",
            "treaties/by-name.html",
            "treaties/by-pinyin.html",
            "treaties/by-strokes.html",
            "treaties/index.html",
            "treaties/sea-law.atom.xml",
            "treaties/sea-law.feed.json",
            "treaties/sea-law.html"
        ]
    );
    assert!(below(&site, "zh/treaties/").contains(&"zh/treaties/sea-law.html"));
    assert_eq!(site.page("index.html").links_called("Treaties"), ["treaties/index.html"]);
    assert_eq!(site.page("zh/index.html").links_called("条约"), ["treaties/index.html"]);
    let speech = site.page("speeches/2026-03-14-quay.html");
    assert!(speech.links_called("Law of the Sea").contains(&"../treaties/sea-law.html"));
    assert!(speech.main.contains("Treaties 1 Law of the Sea"), "{}", speech.main);
    let page = site.page("treaties/sea-law.html");
    assert!(
        page.main.contains("under the Law of the Sea") && page.main.contains("10 December 1982"),
        "{}",
        page.main
    );
    for data in ["mentions.csv", "mentions.jsonl", "entities.json"] {
        assert!(
            site.text(data).contains("treaty") && site.text(data).contains("sea-law"),
            "{data}"
        );
    }
    assert!(site.text("sitemap.xml").contains("https://example.org/talks/treaties/sea-law.html"));
}

#[test]
fn drafts_are_published_only_where_asked_for() {
    let draft = "---\ntitle: Not yet\ndate: 2026-04-01\ndraft: true\nspeaker: ann\n---\n\nMayor Lee is silent.\n";
    let more = [("content/speeches/2026-04-01-draft.en.md", draft)];
    let without = site_with(&more, &plain());
    assert!(without.files.iter().all(|(path, bytes)| !path.contains("draft")
        && !String::from_utf8_lossy(bytes).contains("Not yet")));
    let with = site_with(&more, &Options { drafts: true, ..plain() });
    assert!(with.page("speeches/2026-04-01-draft.html").main.contains("Mayor Lee is silent"));
    assert!(
        with.page("index.html").main.contains("Not yet Draft"),
        "{}",
        with.page("index.html").main
    );
}

#[test]
fn what_only_a_draft_shows_is_published_with_the_draft() {
    let draft = "---\ntitle: Not yet\ndate: 2026-04-01\ndraft: true\n---\n\n![Plan](2026-03-14-quay/plan.png) ![Boat](/boat.png)\n";
    let chinese = "---\ntitle: 稿\ndate: 2026-03-14\ndraft: true\n---\n\n![图](2026-03-14-quay/translated.png)\n";
    let shown = SPEECH.replace("opened the quay.", "opened the quay. ![Boat](../boat.png)");
    let more = [
        ("content/speeches/2026-03-14-quay.en.md", shown.as_str()),
        ("content/speeches/2026-03-14-quay.zh.md", chinese),
        ("content/speeches/2026-04-01-draft.en.md", draft),
        ("content/speeches/2026-03-14-quay/quay.png", ""),
        ("content/speeches/2026-03-14-quay/plan.png", ""),
        ("content/speeches/2026-03-14-quay/translated.png", ""),
        ("content/speeches/2026-04-01-draft/later.png", ""),
        ("content/boat.png", ""),
    ];
    let pictures = |site: &Website| -> Vec<String> {
        site.files.keys().filter(|path| path.ends_with(".png")).cloned().collect()
    };

    let sources = Sources::from_texts(
        [("oratory.toml", CONFIG), ("content/people/ann.md", ANN)].into_iter().chain(more),
    );
    let without = compile(&sources, &plain());
    none_of("what waits", &complaints(&without.diagnostics));
    assert_eq!(pictures(&website(&without)), ["boat.png", "speeches/2026-03-14-quay/quay.png"]);

    let with = site_with(&more, &Options { drafts: true, ..plain() });
    let all = [
        "boat.png",
        "2026-03-14-quay/plan.png",
        "2026-03-14-quay/quay.png",
        "2026-03-14-quay/translated.png",
        "2026-04-01-draft/later.png",
    ];
    assert_eq!(
        pictures(&with),
        all.map(|name| if name == "boat.png" {
            name.to_owned()
        } else {
            format!("speeches/{name}")
        })
    );
}

#[test]
fn old_addresses_lead_to_the_page() {
    let speech = SPEECH.replace("people:", "redirects: [/old/quay.html, /2026/quay/]\npeople:");
    let person = ANN.replace("aliases:", "redirects: [/mayor.html]\naliases:");
    let site = site_with(
        &[("content/speeches/2026-03-14-quay.en.md", &speech), ("content/people/ann.md", &person)],
        &plain(),
    );
    for (old, new) in [
        ("old/quay.html", "../speeches/2026-03-14-quay.html"),
        ("2026/quay/index.html", "../../speeches/2026-03-14-quay.html"),
        ("mayor.html", "people/ann.html"),
    ] {
        let page = site.page(old);
        let refresh = page
            .with("http-equiv")
            .find(|(_, name)| *name == "refresh")
            .and_then(|(meta, _)| meta.get("content"));
        assert_eq!(refresh, Some(format!("0; url={new}").as_str()), "{old}");
        assert!(page.named("a").any(|link| link.get("href") == Some(new)), "{old}");
        assert!(
            page.with("name")
                .any(|(meta, name)| name == "robots" && meta.get("content") == Some("noindex")),
            "{old}"
        );
        assert!(!site.text("sitemap.xml").contains(&format!("talks/{old}")), "{old}");
    }
}

#[test]
fn media_beside_a_speech_are_published_and_linked() {
    let speech = SPEECH.replace(
        "opened the quay.",
        "opened the quay. ![A boat](pictures/boat%201.jpg) [Listen](talk.mp3)\n\n[The other one](../2025-01-01-ice.en.md)",
    );
    let text = |path: &str, text: &str| Source {
        path: path.to_owned(),
        content: Content::Bytes(text.as_bytes().to_vec()),
    };
    let media = |path: &str| Source { path: path.to_owned(), content: Content::Media };
    let sources = Sources::new(vec![
        text("oratory.toml", CONFIG),
        text("content/people/ann.md", ANN),
        text("content/speeches/quay/index.en.md", &speech),
        text("content/speeches/quay/index.zh.md", &speech),
        media("content/speeches/quay/pictures/boat 1.jpg"),
        media("content/speeches/quay/talk.mp3"),
        text(
            "content/speeches/2025-01-01-ice.en.md",
            "---\ntitle: Ice\ndate: 2025-01-01\n---\n\n[Back](quay/index.en.md#p1)\n",
        ),
    ]);
    let site = compile(&sources, &plain());
    none_of("the site", &complaints(&site.diagnostics));
    let site = website(&site);
    none_of("links", &site.broken_links());
    assert!(
        site.files.contains_key("speeches/quay/pictures/boat 1.jpg")
            && site.files.contains_key("speeches/quay/talk.mp3")
    );
    for (path, up) in [("speeches/quay.html", ""), ("zh/speeches/quay.html", "../../speeches/")] {
        let page = site.page(path);
        assert_eq!(
            page.named("img").next().and_then(|img| img.get("src")),
            Some(format!("{up}quay/pictures/boat%201.jpg").as_str()),
            "{path}"
        );
        assert_eq!(page.links_called("Listen"), [format!("{up}quay/talk.mp3")], "{path}");
        assert_eq!(
            page.links_called("The other one"),
            [format!("{up}2025-01-01-ice.html")],
            "{path}"
        );
    }
    assert_eq!(site.page("speeches/2025-01-01-ice.html").links_called("Back"), ["quay.html#p1"]);
}

const BOTH: &[(&str, &str)] = &[
    (
        "content/speeches/2026-04-01-both.en.md",
        "---\ntitle: In two\ndate: 2026-04-01\npeople: [ann]\n---\n\nMayor Lee spoke twice.\n",
    ),
    (
        "content/speeches/2026-04-01-both.zh.md",
        "---\ntitle: 两种语言\ndate: 2026-04-01\npeople: [ann]\n---\n\n李安说了两遍。\n",
    ),
    (
        "content/speeches/2026-05-01-chinese.zh.md",
        "---\ntitle: 只有中文\ndate: 2026-05-01\npeople: [ann]\n---\n\n李安来了。\n",
    ),
    (
        "content/speeches/2026-06-01-french.fr.md",
        "---\ntitle: En français\ndate: 2026-06-01\npeople: [ann]\n---\n\nAnn Lee est venue.\n",
    ),
];

#[test]
fn languages_have_their_places_and_name_each_other() {
    let site = site_with(BOTH, &plain());
    let lang = |path: &str| {
        site.page(path)
            .named("html")
            .next()
            .and_then(|html| html.get("lang"))
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        (
            lang("index.html"),
            lang("zh/index.html"),
            lang("speeches/2026-04-01-both.html"),
            lang("zh/speeches/2026-04-01-both.html")
        ),
        ("en".into(), "zh".into(), "en".into(), "zh".into())
    );
    none_of("versions in other languages", &site.one_sided_alternates());
    let versions = |path: &str| -> Vec<String> {
        site.page(path)
            .with("hreflang")
            .filter(|(link, _)| link.name == "link")
            .map(|(link, lang)| format!("{lang} {}", link.get("href").unwrap_or_default()))
            .collect()
    };
    let both = [
        "en https://example.org/talks/speeches/2026-04-01-both.html",
        "x-default https://example.org/talks/speeches/2026-04-01-both.html",
        "zh https://example.org/talks/zh/speeches/2026-04-01-both.html",
    ];
    let sorted = |mut versions: Vec<String>| {
        versions.sort();
        versions
    };
    assert_eq!(sorted(versions("speeches/2026-04-01-both.html")), both);
    assert_eq!(sorted(versions("zh/speeches/2026-04-01-both.html")), both);
    assert_eq!(versions("zh/speeches/2026-05-01-chinese.html"), Vec::<String>::new());
}

#[test]
fn a_speech_in_one_language_is_listed_in_all() {
    let site = site_with(BOTH, &plain());
    let english = site.page("speeches/index.html");
    assert_eq!(english.links_called("只有中文"), ["../zh/speeches/2026-05-01-chinese.html"]);
    assert_eq!(english.links_called("In two"), ["2026-04-01-both.html"]);
    assert_eq!(english.links_called("En français"), ["2026-06-01-french.fr.html"]);
    assert!(
        english.links_called("两种语言").is_empty(),
        "a work stands once, in the reader's language"
    );
    assert!(
        english
            .named("a")
            .any(|link| link.own_text == "只有中文" && link.get("lang") == Some("zh"))
    );
    let chinese = site.page("zh/speeches/index.html");
    assert_eq!(chinese.links_called("At the quay"), ["../../speeches/2026-03-14-quay.html"]);
    assert_eq!(chinese.links_called("两种语言"), ["2026-04-01-both.html"]);
    // Translations count once: the quay, both, Chinese, French.
    for page in ["people/ann.html", "zh/people/ann.html"] {
        assert_eq!(
            site.page(page)
                .named("section")
                .filter(|section| section.get("class") == Some("group"))
                .count(),
            4,
            "{page}"
        );
    }
}

#[test]
fn where_there_is_one_language_speeches_in_others_are_shown_under_its_interface() {
    let config = CONFIG.replace("['en', 'zh']", "['en']");
    let files = [("oratory.toml", config.as_str()), BOTH[2]];
    let site = site_with(&files, &plain());
    let page = site.page("speeches/2026-05-01-chinese.zh.html");
    assert!(page.main.contains("李安来了。"), "{}", page.main);
    assert!(!page.links_called("Speeches").is_empty() && page.links_called("讲话").is_empty());
    assert!(!site.files.keys().any(|path| path.starts_with("zh/")));
}

#[test]
fn a_paragraph_keeps_its_address_when_the_text_around_it_changes() {
    let path = "content/speeches/2026-03-14-quay.en.md";
    let speech = |body: &str| format!("---\ntitle: At the quay\ndate: 2026-03-14\n---\n\n{body}");
    let old = speech(
        "The first paragraph is about boats.\n\nThe second paragraph is about nets.\n\nThe third paragraph is about rain.\n",
    );
    let sources = Sources::from_texts([("oratory.toml", CONFIG), (path, &old)]);
    let kept = compile(&sources, &plain()).lock.files;
    let (lock_path, lock) = kept.iter().next().expect("a lock");
    let lock = std::str::from_utf8(lock.bytes().expect("a new lock")).expect("text");
    let new = speech(
        "A new beginning that nobody knew.\n\nThe first paragraph is about boats.\n\nThe third paragraph is all about rain.\n",
    );
    let site = website_of(&[("oratory.toml", CONFIG), (path, &new), (lock_path, lock)], &plain());
    let page = site.page("speeches/2026-03-14-quay.html");
    let text = |id: &str| {
        page.with("id")
            .find(|(_, known)| *known == id)
            .map(|(element, _)| element.own_text.as_str())
    };
    assert_eq!(text("p1"), Some("The first paragraph is about boats."));
    assert_eq!(text("p3"), Some("The third paragraph is all about rain."));
    assert_eq!(text("p2"), Some(""), "the one that is gone leaves its address behind");
    let others: Vec<&str> = page
        .with("id")
        .filter(|(element, _)| element.own_text.starts_with("A new"))
        .map(|(_, id)| id)
        .collect();
    assert!(others.len() == 1 && !["p1", "p2", "p3"].contains(&others[0]), "{others:?}");
    assert_eq!(site.faulty_pages(), Vec::<String>::new());
}

#[test]
fn long_lists_are_cut_and_each_entry_stands_once() {
    let config = format!("{CONFIG}[lists]\nspeeches_per_page = 3\nmentions_per_page = 4\n");
    let texts: Vec<(String, String)> = (0..11)
        .map(|n| {
            (
                format!("content/speeches/20{:02}-01-02-n{n}.en.md", 20 + n / 4),
                format!(
                    "---\ntitle: Number {n}\ndate: 20{:02}-01-02\npeople: [ann]\n---\n\nMayor Lee said {n}. Ann Lee said {n}.\n",
                    20 + n / 4
                ),
            )
        })
        .collect();
    let mut files: Vec<(&str, &str)> =
        texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("oratory.toml", &config));
    let site = site_with(&files, &plain());
    let titles = |pages: &[&str]| -> Vec<String> {
        let links = pages.iter().flat_map(|path| {
            site.page(path)
                .named("a")
                .filter(|link| link.own_text.starts_with("Number "))
                .map(|link| link.own_text.clone())
                .collect::<Vec<_>>()
        });
        links.collect()
    };
    let lists = [
        "speeches/index.html",
        "speeches/index.2.html",
        "speeches/index.3.html",
        "speeches/index.4.html",
    ];
    let listed = titles(&lists);
    assert_eq!(
        (listed.len(), listed.iter().collect::<std::collections::BTreeSet<_>>().len()),
        (11, 11),
        "{listed:?}"
    );
    assert!(!site.files.contains_key("speeches/index.5.html"));
    assert!(lists.iter().all(|path| titles(&[path]).len() <= 3));
    let years: Vec<&str> = below(&site, "people/ann/");
    let marks = |path: &str| site.page(path).named("mark").count();
    assert_eq!(
        years.iter().map(|path| marks(path)).sum::<usize>(),
        23,
        "every mention once over the years: {years:?}"
    );
    assert!(years.iter().all(|path| marks(path) <= 4), "{years:?}");
}

#[test]
fn a_speech_that_says_a_name_very_often_is_cut_too() {
    let config = format!("{CONFIG}[lists]\nmentions_per_page = 4\n");
    let text = "Ann Lee came.\n\n".repeat(10);
    let speech = format!("---\ntitle: Often\ndate: 2025-01-02\npeople: [ann]\n---\n\n{text}");
    let files = [("oratory.toml", config.as_str()), ("content/speeches/often.en.md", &speech)];
    let site = site_with(&files, &plain());

    let marks = |path: &str| site.page(path).named("mark").count();
    let mut parts: Vec<usize> = below(&site, "people/ann/2025").into_iter().map(marks).collect();
    parts.sort_unstable();
    assert_eq!(parts, [2, 4, 4]);
    assert!(marks("people/ann.html") <= 4);
}

#[test]
fn the_first_list_shows_the_longest_of_many_others() {
    let mut files = vec![("oratory.toml".to_owned(), CONFIG.to_owned())];
    for n in 0..203 {
        let topic = format!("---\nname: Matter {n}\n---\n");
        let speech =
            format!("---\ntitle: Of {n}\ndate: 2024-01-02\ntopics: [m{n}]\n---\n\nWords.\n");
        files.push((format!("content/topics/m{n}.md"), topic));
        files.push((format!("content/speeches/of-{n}.en.md"), speech));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = site_with(&files, &Options::default());

    let page = site.page("speeches/index.html");
    let links: Vec<&str> = page.with("href").map(|(_, href)| href).collect();
    let n_topics = links.iter().filter(|href| href.starts_with("by-topic/")).count();
    assert_eq!(n_topics, 200);
    assert!(links.contains(&"../topics/index.html"));
}

#[test]
fn a_link_to_what_is_not_published_is_told() {
    let speech =
        |link: &str| SPEECH.replace("opened the quay.", &format!("opened the quay. {link}"));
    let person = |link: &str| ANN.replace("is the mayor.", &format!("is the mayor. {link}"));
    let (quay, ann) = ("content/speeches/2026-03-14-quay.en.md", "content/people/ann.md");
    let cases = [
        ("a file that is not there", quay, speech("[x](no.md)")),
        ("a paragraph of the page that is not there", quay, speech("[x](#t9p9)")),
        (
            "a paragraph of another page that is not there",
            quay,
            speech("[x](2025-01-01-ice.en.md#t9p9)"),
        ),
        (
            "a paragraph of a speech that is not there, from a description",
            ann,
            person("[x](../speeches/2025-01-01-ice.en.md#p7)"),
        ),
        ("a place on the page of an entity that is not there", ann, person("[x](#nothing)")),
        ("a draft", quay, speech("[x](2026-04-01-draft.en.md)")),
        ("an about page in a language that the site has not", quay, speech("[x](../about.fr.md)")),
    ];
    let mut silent = Vec::new();
    for (what, path, text) in cases {
        let mut files = vec![
            ("oratory.toml", CONFIG),
            (quay, SPEECH),
            (ann, ANN),
            (
                "content/speeches/2025-01-01-ice.en.md",
                "---\ntitle: Ice\ndate: 2025-01-01\n---\n\nCold.\n",
            ),
            (
                "content/speeches/2026-04-01-draft.en.md",
                "---\ntitle: D\ndate: 2026-04-01\ndraft: true\n---\n\nx\n",
            ),
            ("content/about.fr.md", "---\ntitle: À propos\n---\n\nBonjour.\n"),
        ];
        files.retain(|(known, _)| *known != path);
        files.push((path, &text));
        let sources = Sources::from_texts(files);
        let site = compile(&sources, &plain());
        let is_of_link = |diagnostic: &&oratory::Diagnostic| {
            matches!(diagnostic.code.page().name, "broken-link" | "unknown-anchor")
                && diagnostic.labels.iter().any(|label| sources.file(label.span.file).path == path)
        };
        if !site.diagnostics.iter().any(|diagnostic| is_of_link(&diagnostic)) {
            silent.push(format!(
                "{what}: nothing is said, and published is {:?}",
                website(&site).broken_links()
            ));
        }
    }
    none_of("links", &silent);
}

#[test]
fn no_file_of_the_content_is_dropped_in_silence() {
    let silent = [
        "content/about.fr.md",
        "content/notes.md",
        "content/peopel/ann.md",
        "content/speeches/a/b/c.en.md",
        "content/people/sub/x.md",
    ];
    let is_told = |path: &&str| {
        let sources =
            Sources::from_texts([("oratory.toml", CONFIG), (path, "---\ntitle: T\n---\n\nx\n")]);
        let site = compile(&sources, &plain());
        site.diagnostics.iter().any(|diagnostic| {
            diagnostic.labels.iter().any(|label| sources.file(label.span.file).path == **path)
        })
    };
    let silent: Vec<String> =
        silent.iter().filter(|path| !is_told(path)).map(|path| (*path).to_owned()).collect();
    none_of("files", &silent);
}

/// Text that would break out of a page if anything forgot to escape it.
const WILD: &str =
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' & &amp; {{ site.title }} ]]>";

#[test]
fn what_authors_write_is_text_wherever_it_stands() {
    let quoted = format!("'{}'", WILD.replace('\'', "''"));
    let config = format!(
        "title = {WILD:?}\ndescription = {WILD:?}\nbase_url = 'https://example.org/'\nlanguages = ['en']\nlicense = {WILD:?}\n[kinds.treaties]\nlabel = {WILD:?}\n"
    );
    let person = format!(
        "---\nname: {quoted}\naliases: [Ann]\ndescription: {quoted}\nroles: [{{role: {quoted}, organization: {quoted}}}]\n---\n\n{WILD}\n"
    );
    let speech = format!(
        "---\ntitle: {quoted}\ndate: 2026-03-14\nevent: {quoted}\nrole: {quoted}\nlicense: {quoted}\nlocation: place\npeople: [ann]\nplaces: [place]\ntreaties: [law]\nspeakers: {{Q: {{as: {quoted}, on_behalf_of: {quoted}, turn: question}}}}\n\
         sources: [{{url: 'https://example.org/?a=1&b=%3Cx%3E', note: {quoted}}}]\nchanges: [{{date: 2026-03-15, note: {quoted}}}]\n---\n\n**Q:** Ann {WILD}\n\n**{WILD}:** Ann `{WILD}`\n\n| {WILD} | b |\n|---|---|\n| [{WILD}](https://example.org/) | ![{WILD}](x.png) |\n"
    );
    let entity = format!("---\nname: {quoted}\n---\n");
    let files = [
        ("oratory.toml", config.as_str()),
        ("content/people/ann.md", &person),
        ("content/speeches/2026-03-14-wild.en.md", &speech),
        ("content/places/place.md", &entity),
        ("content/treaties/law.md", &entity),
        ("content/about.md", &format!("---\ntitle: {quoted}\n---\n\n{WILD}\n")),
    ];
    for (theme, minify) in
        [("default", false), ("default", true), ("newspaper", false), ("plain", false)]
    {
        let site = website_of(
            &files,
            &Options { theme: Some(theme.to_owned()), minify: Some(minify), ..Options::default() },
        );
        let is_wild = |page: &Page| {
            page.elements.iter().any(|element| {
                element.get("onerror").is_some()
                    || element.own_text == "alert(1)" && element.name == "script"
                    || element.get("src") == Some("x")
            })
        };
        let broken: Vec<&String> =
            site.pages.iter().filter(|(_, page)| is_wild(page)).map(|(path, _)| path).collect();
        assert!(broken.is_empty(), "{theme}, minify: {minify}: {broken:?}");
        none_of(&format!("{theme}, minify: {minify}"), &site.faulty_pages());
        none_of(&format!("{theme}, minify: {minify}"), &site.broken_links());
        let text = &site.page("people/ann.html").text;
        assert!(
            text.contains("<script>alert(1)</script><img src=x onerror=alert(2)>\"' & &amp; {{ site.title }} ]]>"),
            "{theme}, minify: {minify}: {text}"
        );
        for data in ["atom.xml", "sitemap.xml"] {
            assert!(!site.text(data).contains("<script>"), "{data}");
        }
    }
}

#[test]
fn a_site_without_an_address_names_none_and_an_empty_one_is_whole() {
    let config = "title = 'T'\nlanguages = ['en', 'zh']\n";
    let with_speech = site_with(&[("oratory.toml", config)], &plain());
    for (path, page) in &with_speech.pages {
        let absolute: Vec<&str> =
            page.with("href").map(|(_, href)| href).filter(|href| href.contains("://")).collect();
        assert!(absolute.is_empty(), "{path}: {absolute:?}");
    }
    assert!(
        !with_speech.files.contains_key("sitemap.xml")
            && !with_speech.files.contains_key("atom.xml")
    );
    // What names a whole address has it as soon as the site says it.
    let path = "speeches/2026-03-14-quay";
    let address = format!("https://example.org/talks/{path}.html");
    let with_address = site_with(&[], &plain());
    for (site, n_times) in [(&with_speech, 0), (&with_address, 1)] {
        let page = site.page(&format!("{path}.html"));
        let canonical = page.named("link").filter(|link| link.get("rel") == Some("canonical"));
        let canonical: Vec<_> = canonical.map(|link| link.get("href")).collect();
        assert_eq!(canonical, vec![Some(address.as_str()); n_times]);
        assert_eq!(site.text(&format!("{path}.bib")).matches(&address).count(), n_times);
    }
    assert!(with_address.files.contains_key("sitemap.xml"));

    for theme in ["default", "newspaper", "plain"] {
        let empty = website_of(
            &[("oratory.toml", config)],
            &Options { theme: Some(theme.to_owned()), ..plain() },
        );
        none_of(theme, &empty.broken_links());
        none_of(theme, &empty.faulty_pages());
        assert!(
            empty.files.contains_key("index.html")
                && empty.files.contains_key("zh/speeches/index.html"),
            "{theme}"
        );
    }
}

#[test]
fn several_who_speak_as_one_are_all_said_to_speak() {
    let bob = "---\nname: {en: Bob Roe, zh: 罗博}\n---\n";
    let joint = "---\ntitle: Joint answers\ndate: 2026-03-15\nspeaker: [ann, bob]\nrole: Co-chairs\nspeakers:\n  Both chairs: {people: [ann, bob]}\n---\n\n**Both chairs:** We agree.\n\n**Ann Lee and Bob Roe:** In all things.\n\n**Ann Lee:** I add a word.\n";
    let site = site_with(
        &[("content/people/bob.md", bob), ("content/speeches/joint.en.md", joint)],
        &plain(),
    );
    let text = |path: &str| String::from_utf8_lossy(&site.files[path]).into_owned();

    let page = text("speeches/joint.html");
    assert_eq!(page.matches("data-m=\"bob\">Bob Roe</a>").count(), 2, "in both turns");
    assert!(page.contains("Ann Lee, Bob Roe, “Joint answers”"), "{page}");
    assert!(page.contains("author = {{Ann Lee} and {Bob Roe}}"), "{page}");
    let data = page.split("<script type=\"application/ld+json\">").nth(1).expect("JSON-LD");
    let data = data.split("</script>").next().unwrap_or_default();
    let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["author"][1]["name"], "Bob Roe");

    assert!(text("speeches/by-speaker/bob.html").contains("Ann Lee, Bob Roe"));
    let feed: serde_json::Value = serde_json::from_str(&text("feed.json")).expect("JSON");
    assert_eq!(feed["items"][0]["authors"][1]["name"], "Bob Roe");

    let mut labels = Vec::new();
    for line in text("mentions.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if row["speech"] == "joint" && row["how"] == "label" {
            labels.push(format!("{} {} {}", row["paragraph"], row["entity"], row["surface"]));
        }
    }
    assert_eq!(
        labels.join("\n").replace('"', ""),
        "t1 ann Both chairs\nt1 bob Both chairs\nt2 ann Ann Lee\nt2 bob Bob Roe\nt3 ann Ann Lee"
    );
}

#[test]
fn a_page_opens_with_what_is_said_by_it_in_its_name_and_at_its_place() {
    let speech = "---\ntitle: Questions at the quay\ndate: 2026-05-01\nspeaker: ann\nlocation: eastport\npeople: [ann]\nplaces: [eastport]\nspeakers:\n  Wave FM reporter: {on_behalf_of: wave}\n---\n\n\
        **Wave FM reporter:** Will Eastport have ice before the winter comes to the whole of the coast?\n\n\
        **Ann Lee:** Eastport is a warm place, and it will have none of it before the new year begins.\n\n\
        **Q:** And Ann Lee says so?\n";
    let config = format!("{CONFIG}[kinds.stations]\nsingular = 'station'\n");
    let site = site_with(
        &[
            ("oratory.toml", &config),
            ("content/places/eastport.md", "---\nname: Eastport\n---\n"),
            ("content/stations/wave.md", "---\nname: Wave FM\n---\n"),
            ("content/speeches/2026-05-01-questions.en.md", speech),
        ],
        &plain(),
    );

    let ann = site.page("people/ann.html");
    assert!(ann.main.contains("As a speaker 2 speeches · 2 turns"), "{}", ann.main);
    assert!(ann.main.contains("Names most Eastport 1"), "{}", ann.main);
    // A question is nobody.
    assert!(ann.main.contains("Who says it Ann Lee × 1 Asked or answered"), "{}", ann.main);

    let latest = "Latest words · 1 May 2026";
    assert!(ann.main.contains(latest), "{}", ann.main);

    // What a summary says of her is not what she said.
    let told = speech.replace("location:", "text_status: summary\nlocation:");
    let site_of_summary = site_with(
        &[
            ("content/places/eastport.md", "---\nname: Eastport\n---\n"),
            ("content/speeches/2026-05-01-questions.en.md", &told),
        ],
        &plain(),
    );
    let told = &site_of_summary.page("people/ann.html").main;
    assert!(told.contains("As a speaker 2 speeches · 2 turns"), "{told}");
    assert!(!told.contains(latest), "{told}");

    let wave = site.page("stations/wave.html");
    assert!(wave.main.contains("Said in its name 1 speech · 1 turn"), "{}", wave.main);
    let place = site.page("places/eastport.html");
    assert!(place.main.contains("Held here"), "{}", place.main);
    assert!(place.main.contains("Wave FM × 1"), "its outlet says it: {}", place.main);
}

#[test]
fn regions_that_write_traditional_characters_get_their_words() {
    for tag in ["zh-Hant", "zh-TW", "zh-HK"] {
        let config = format!("title = 'Quay talks'\nlanguages = ['{tag}']\n");
        let site = site_with(&[("oratory.toml", &config)], &plain());
        assert!(site.page("index.html").main.contains("搜尋"), "{tag}");
    }
    let config = "title = 'Quay talks'\nlanguages = ['zh-CN']\n";
    let site = site_with(&[("oratory.toml", config)], &plain());
    assert!(site.page("index.html").main.contains("搜索"));
}

#[test]
fn what_the_configuration_says_of_the_site_stands_on_every_page() {
    let config = "[menu]\nhead = ['speeches', 'news', {label = 'Elsewhere', url = 'https://elsewhere.example'}]\n\
        [brand]\nlogo = 'logo.svg'\ncolors = {link = 'navy'}\nfooter = 'By the harbour office.'\n";
    let config = format!("{CONFIG}{config}");
    let more = [
        ("oratory.toml", config.as_str()),
        ("static/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("content/index.en.md", "Welcome to the quay.\n"),
        ("content/imprint.en.md", "# Imprint\n\nQuay 1.\n"),
        ("content/pages/news/index.en.md", "# News\n"),
        ("content/pages/news/ferry.en.md", "---\ndate: 2026-04-01\n---\nThe ferry sails.\n"),
    ];
    let site = site_with(&more, &plain());

    assert!(site.page("index.html").main.contains("Welcome to the quay."));
    assert!(site.page("news/index.html").main.contains("1 April 2026 Ferry"));
    assert!(site.text("news/atom.xml").contains("The ferry sails."));
    assert!(site.text("sitemap.xml").contains("https://example.org/talks/imprint.html"));
    assert_eq!(site.text("assets/brand.css"), ":root {\n  --link: navy;\n}\n");
    for path in ["index.html", "people/ann.html", "news/ferry.html"] {
        let text = &site.page(path).text;
        assert!(text.contains("By the harbour office. About Imprint"), "{path}: {text}");
        let html = site.text(path);
        for part in ["https://elsewhere.example", "logo.svg", "brand.css"] {
            assert!(html.contains(part), "{path}: {part}");
        }
    }
}

#[test]
fn readers_and_machines_are_told_which_text_is_the_original() {
    let english = "---\ntitle: At the quay\ndate: 2026-03-14\ntext_status: unofficial-translation\ntranslator: Lena Voss\ntranscriber: [Ola Brandt, Ivo Kern]\n---\n\nWords.\n";
    let chinese = "---\ntitle: 在码头\ndate: 2026-03-14\nplaces: [quay]\n---\n\n话。\n";
    let more = [
        ("content/speeches/2026-03-14-quay.en.md", english),
        ("content/speeches/2026-03-14-quay.zh.md", chinese),
        ("content/places/quay.md", "---\nname: {en: The Quay, zh: 大码头}\n---\n"),
    ];
    let site = site_with(&more, &plain());

    let (translation, original) =
        ("speeches/2026-03-14-quay.html", "zh/speeches/2026-03-14-quay.html");
    let main = &site.page(translation).main;
    assert!(main.contains("Unofficial translation Translated from Chinese"), "{main}");
    assert!(main.contains("Translator Lena Voss Transcriber Ola Brandt Ivo Kern"), "{main}");
    assert!(site.text(translation).contains("\"translationOfWork\":{"));
    let main = &site.page(original).main;
    assert!(main.contains("中文 (原文)") && main.contains("相关而未提及 大码头"), "{main}");
    assert!(site.text(original).contains("\"workTranslation\":[{"));
    assert!(site.page("zh/places/quay.html").main.contains("相关而未提及的讲话"));
    assert!(site.text("speeches.csv").contains(",2026-03-14-quay.zh,Lena Voss"));
}
