//! What is around the speeches: kinds that nobody names, names in many languages, submenus, data of
//! the site's own, pages of its own in the search.

use super::links::Website;
use super::website_of;
use oratory::Options;

const CONFIG: &str =
    "title = 'Harbour'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'ja', 'fr', 'de']\n";

/// A site with events that nobody names, a series, and a person with names in many languages.
fn site(more: &[(&str, &str)]) -> Website {
    let mut files = vec![
        ("oratory.toml", CONFIG),
        (
            "content/speeches/a.en.md",
            "---\ntitle: First\ndate: 2023-06-01/2023-06-03\nevent: forum-2023\nseries: talks\npeople: [ann]\n---\nAnn Reed came.\n",
        ),
        (
            "content/speeches/b.en.md",
            "---\ntitle: Second\ndate: 1962~\nevent: forum-1962\nseries: talks\npeople: [ann]\n---\nAnn Reed went.\n",
        ),
        ("content/speeches/c.en.md", "---\ntitle: Third\ndate: 2000\n---\nNobody.\n"),
        (
            "content/people/ann.md",
            "---\nname: {en: Ann Reed, it: Anna Reed, fr: Ann Reed, de: Anne Reed, ja: アン・リード, ru: Анн Рид}\n---\n",
        ),
        ("content/events/forum-2023.md", "---\nname: Forum 2023\ncoordinates: [10, 50]\n---\n"),
        ("content/events/forum-1962.md", "---\nname: Forum 1962\ncoordinates: [20, 60]\n---\n"),
        ("content/series/talks.md", "---\nname: Talks\n---\n"),
    ];
    files.retain(|(path, _)| more.iter().all(|(other, _)| other != path));
    files.extend(more);
    website_of(&files, &Options { minify: Some(false), ..Options::default() })
}

#[test]
fn an_event_that_nobody_names_is_on_the_map_and_counted_by_its_speeches() {
    let site = site(&[]);
    let index = site.page("events/index.html");
    assert!(
        index.main.contains("Forum 2023") && index.with("class").any(|(_, class)| class == "map")
    );
    let places = index.elements.iter().filter(|element| element.get("class") == Some("dot"));
    assert_eq!(places.count(), 2, "both are on the map");
    assert!(!index.main.contains("Mentions"), "no column of zeros: {}", index.main);
    assert!(index.main.contains("Most speeches"), "{}", index.main);

    for path in ["events/forum-2023.html", "series/talks.html", "series/index.html", "index.html"] {
        let text = &site.page(path).main;
        assert!(!text.contains("0 mentions") && !text.contains("Mentions: 0"), "{path}: {text}");
    }
    assert!(site.page("series/talks.html").main.contains("Follow new speeches"));
}

#[test]
fn the_speech_before_is_linked_once_where_the_series_leads_there_too() {
    let site = site(&[]);
    // In time the third is between the two of the series.
    let first = &site.page("speeches/a.html").main;
    assert_eq!(first.matches("Previous").count(), 2, "one in time, one in the series: {first}");

    let site = self::site(&[(
        "content/speeches/c.en.md",
        "---\ntitle: Third\ndate: 1900\n---\nNobody.\n",
    )]);
    let first = &site.page("speeches/a.html").main;
    assert_eq!(first.matches("Previous").count(), 1, "they are the same: {first}");
}

#[test]
fn beside_a_name_are_two_in_other_languages_each_spelling_once() {
    let site = site(&[]);
    let heading = |path: &str| {
        let page = site.page(path);
        let names = page.elements.iter().filter(|element| element.get("class") == Some("alt"));
        let names = names.filter(|element| element.name == "span").take(2);
        names
            .map(|element| (element.get("lang").unwrap_or("").to_owned(), element.own_text.clone()))
            .collect::<Vec<_>>()
    };
    let of = |pairs: [(&str, &str); 2]| {
        pairs.map(|(lang, name)| (lang.to_owned(), name.to_owned())).to_vec()
    };
    assert_eq!(heading("people/ann.html"), of([("ja", "アン・リード"), ("de", "Anne Reed")]));
    assert_eq!(heading("fr/people/ann.html"), of([("ja", "アン・リード"), ("de", "Anne Reed")]));
    assert_eq!(heading("ja/people/ann.html"), of([("en", "Ann Reed"), ("de", "Anne Reed")]));

    let page = site.page("people/ann.html");
    let russian = page.elements.iter().find(|element| element.own_text == "Анн Рид");
    assert_eq!(russian.and_then(|element| element.get("lang")), Some("ru"), "among all its names");
}

#[test]
fn a_date_that_is_not_sure_is_told_so_wherever_it_stands() {
    let site = site(&[]);
    let index = &site.page("people/index.html").main;
    assert!(index.contains("about 1962") && index.contains("1 – 3 June 2023"), "{index}");
    let texts = site.text("search/t0.js");
    assert!(texts.contains("\t1962~\t") && texts.contains("\t2023-06-01/2023-06-03\t"), "{texts}");
}

#[test]
fn pages_lie_below_others_in_a_menu_that_needs_no_script() {
    let page =
        |title: &str, menu: &str| format!("---\ntitle: {title}\nmenu: {menu}\n---\nWords.\n");
    let (rules, staff, terms) = (
        page("Rules", "true"),
        page("Staff", "{parent: rules, order: 2}"),
        page("Terms", "{parent: rules, order: 1}"),
    );
    let pages = [
        ("content/rules.en.md", rules.as_str()),
        ("content/staff.en.md", staff.as_str()),
        ("content/terms.en.md", terms.as_str()),
    ];
    let told = |site: &Website| {
        let page = site.page("index.html");
        let summary = page.named("summary").next().map(|element| element.own_text.clone());
        let text = page.text.clone();
        (summary.unwrap_or_default(), text)
    };
    let (summary, text) = told(&site(&pages));
    assert_eq!(summary, "Rules");
    assert!(text.contains("Rules Rules Terms Staff"), "the page itself comes first: {text}");

    let config = format!(
        "{CONFIG}[menu]\nhead = ['speeches', {{label = 'More', items = ['staff', {{label = 'Port', url = 'https://port.example'}}]}}]\nfoot = [{{page = 'rules', items = ['terms']}}]\n"
    );
    let listed = site(&[pages[0], pages[1], pages[2], ("oratory.toml", config.as_str())]);
    let (summary, text) = told(&listed);
    assert_eq!(summary, "More");
    assert!(text.contains("Speeches More Staff Port"), "{text}");
    assert!(text.contains("Rules Terms"), "the foot has no levels: {text}");
}

#[test]
fn a_template_receives_the_data_of_the_site() {
    let site = site(&[
        ("data/board.toml", "[[members]]\nname = 'Mo'\nsince = 2020\n"),
        ("data/votes/2024.csv", "motion,for\nThe quay,12\n"),
        ("content/board.en.md", "---\ntitle: Board\n---\n"),
        (
            "themes/default/templates/about.html",
            "{% extends \"default/about.html\" %}{% block main %}{% for m in data.board.members %}<p>{{ m.name }}, {{ m.since + 1 }}</p>{% endfor %}{% for v in data.votes[\"2024\"] %}<p>{{ v.motion }}: {{ v.for }}</p>{% endfor %}{% endblock main %}",
        ),
    ]);
    let text = &site.page("board.html").main;
    assert!(text.contains("Mo, 2021") && text.contains("The quay: 12"), "{text}");
}

#[test]
fn the_search_finds_what_pages_of_the_site_s_own_say() {
    let site = site(&[
        ("content/rules.en.md", "---\ntitle: Rules\n---\nMoor at the ring.\n"),
        ("content/index.en.md", "Words of welcome.\n"),
    ]);
    let texts = site.text("search/t0.js");
    assert!(texts.contains("en\t\trules.html\tRules\n"), "{texts}");
    assert!(texts.contains("main\t\tMoor at the ring."), "{texts}");
    assert!(!texts.contains("Words of welcome"), "the home page is where a reader comes from");
}

#[test]
fn without_a_script_links_lead_to_the_mentions_of_each_year() {
    let mut files = Vec::new();
    for at in 0..9 {
        let (path, year) = (format!("content/speeches/s{at}.en.md"), 2010 + at / 3);
        let text = format!(
            "---\ntitle: S{at}\ndate: {year}-01-0{}\npeople: [ann]\n---\nAnn Reed spoke.\n",
            1 + at % 3
        );
        files.push((path, text));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();

    let many = site(&files);
    let html = many.text("people/ann.html");
    let (_, after) = html.split_once("<noscript>").expect("links for those without a script");
    let links = after.split("</noscript>").next().unwrap_or_default();
    for link in ["#g1\">2023<", "#g2\">2012<", "#g5\">2011<", "#g8\">2010<", "#g11\">1962<"] {
        assert!(links.contains(link), "{link} in {links}");
    }
    assert_eq!(links.matches("<a ").count(), 5, "{links}");
    assert!(!site(&[]).text("people/ann.html").contains("<noscript>"), "two need none");
}

#[test]
fn a_line_of_a_list_names_eight_speakers_and_counts_the_others() {
    let people: Vec<(String, String)> = (0..10)
        .map(|n| (format!("content/people/p{n}.md"), format!("---\nname: Person {n}\n---\n")))
        .collect();
    let ids: Vec<String> = (0..10).map(|n| format!("p{n}")).collect();
    let together = format!(
        "---\ntitle: Together\ndate: 2024-05-01\nspeaker: [{}]\n---\nWe say.\n",
        ids.join(", ")
    );
    let mut more: Vec<(&str, &str)> =
        people.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    more.push(("content/speeches/d.en.md", &together));

    let site = site(&more);
    let list = &site.page("speeches/index.html").main;
    assert!(list.contains("Person 6, Person 7, 2 others"), "{list}");
    let speech = &site.page("speeches/d.html").main;
    assert!(speech.contains("Person 9") && !speech.contains("others"), "{speech}");
}
