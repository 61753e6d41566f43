//! The same small site in eleven languages: on no page is a word of another one, each writes dates
//! and plurals its own way, and Arabic runs from right to left.
//!
//! The texts of the site are invented words, so that whatever is in a language is the program's.

use crate::project::compile;
use crate::sites::html::{Element, Page};
use crate::sites::links::Website;
use crate::sites::{none_of, website};
use oratory::{Options, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// A language, and how its pages say how many speeches there are, a day and a month.
struct Told {
    tag: &'static str,
    four_speeches: &'static str,
    day: &'static str,
    month: &'static str,
}

/// Dates by `Intl` of Node 20 (CLDR 48).
const TOLD: [Told; 11] = [
    Told { tag: "en", four_speeches: "4 speeches", day: "7 March 2024", month: "March 2024" },
    Told { tag: "zh", four_speeches: "4篇", day: "2024年3月7日", month: "2024年3月" },
    Told { tag: "zh-Hant", four_speeches: "4篇", day: "2024年3月7日", month: "2024年3月" },
    Told {
        tag: "ja", four_speeches: "スピーチ4件", day: "2024年3月7日", month: "2024年3月"
    },
    Told {
        tag: "ko", four_speeches: "연설 4편", day: "2024년 3월 7일", month: "2024년 3월"
    },
    Told { tag: "fr", four_speeches: "4 discours", day: "7 mars 2024", month: "mars 2024" },
    Told {
        tag: "es",
        four_speeches: "4 discursos",
        day: "7 de marzo de 2024",
        month: "marzo de 2024",
    },
    Told { tag: "de", four_speeches: "4 Reden", day: "7. März 2024", month: "März 2024" },
    Told {
        tag: "pt",
        four_speeches: "4 discursos",
        day: "7 de março de 2024",
        month: "março de 2024",
    },
    Told {
        tag: "ru",
        four_speeches: "4 выступления",
        day: "7 марта 2024 г.",
        month: "март 2024 г.",
    },
    Told {
        tag: "ar", four_speeches: "4 خطابات", day: "7 مارس 2024", month: "مارس 2024"
    },
];

/// Front matter and text of the five speeches; what is written in them is no language's.
const SPEECHES: [(&str, &str); 5] = [
    (
        "2024-03-07-vela",
        "date: 2024-03-07T18:05\ntype: press-conference\ntext_status: verbatim\nspeaker: ines\nlocation: tamo\nsources:\n  - url: https://example.org/vela\n    retrieved: 2024-03-08\n    archived_url: https://example.org/old/vela\nchanges:\n  - date: 2024-03-09\n    note: Veno.\n---\n\nBeto (for Tamo): Sela Pira miro, Ines Vorrin?\n\n**Ines Vorrin:** Pira Plano vela sedi tamo. Tamo miro.[^1]\n\n| Ba | Bo |\n|---|---|\n| 1 | 2 |\n\n[^1]: Nelo.\n\nBeto: Sela Tamo?\n\n**Ines Vorrin:** Pira Plano, Tamo, Ombra.\n",
    ),
    (
        "2024-01-04-sedi",
        "date: 2024-01-04\ntype: debate\ntext_status: summary\nspeaker: [ines, karo]\nlocation: tamo\n---\n\n**Ines Vorrin:** Tamo vela. Pira Plano.\n\n**Karo Lindel:** Tamo sedi, Ines Vorrin.\n",
    ),
    (
        "2022-05-06-miro",
        "date: 2022-05-06\ntype: remarks\nspeaker: ines\nlocation: ombra\nredirects: [/miro-TAG.html]\n---\n\nTamo miro Pira Plano, Karo Lindel, Ombra, Uvero.\n",
    ),
    (
        "2021-05-06-nelo",
        "date: 2021-05-06\ntype: interview\nspeaker: ines\nlocation: tamo\n---\n\nTamo nelo Pira Plano, Karo Lindel, Ombra, Uvero.\n",
    ),
    (
        "2021-05-07-gone",
        "date: 2021-05-07\ntype: statement\nspeaker: ines\nwithdrawn: {date: 2024-02-03, reason: Veno.}\n---\n\nTamo.\n",
    ),
];

const ENTITIES: [(&str, &str); 7] = [
    (
        "people/ines",
        "name: Ines Vorrin\naliases: [Vorrina]\nborn: 1970-01-02\nroles: [{role: Bela, organization: osso, from: 2020}]\nsame_as: ['https://www.wikidata.org/wiki/Q42']\n---\n\nVelo.\n",
    ),
    ("people/karo", "name: Karo Lindel\ndied: 2001\nsort_name: Lindel, Karo\n---\n"),
    ("places/tamo", "name: Tamo\ncoordinates: [10, 20]\ncountry: Uu\n---\n"),
    ("places/ombra", "name: Ombra\ncoordinates: [30, 40]\npart_of: tamo\n---\n"),
    ("places/uvero", "name: Uvero\ncoordinates: [50, 10]\nrelated: [ombra]\n---\n"),
    ("initiatives/pira", "name: Pira Plano\nstarted: 2020\nended: 2023\nproposed_by: ines\n---\n"),
    ("organizations/osso", "name: Osso\n---\n"),
];

fn site() -> Website {
    let tags = TOLD.map(|told| format!("'{}'", told.tag)).join(", ");
    let config = format!(
        "title = 'Vela'\ndescription = 'Sedi vela.'\nbase_url = 'https://example.org/'\nlanguages = [{tags}]\nlicense = 'https://example.org/l'\nreport = 'mailto:a@example.org'\n[kinds.organizations]\nsingular = 'organization'\n"
    );
    let mut files = vec![("oratory.toml".to_owned(), config)];
    for Told { tag, .. } in TOLD {
        for (id, text) in SPEECHES {
            let lists = "people: [ines, karo]\nplaces: [tamo, ombra, uvero]\ninitiatives: [pira]\n";
            let path = format!("content/speeches/{id}.{tag}.md");
            let text = text.replace("TAG", tag);
            files.push((path, format!("---\ntitle: Vela {id}\n{lists}{text}")));
        }
        let about = "---\ntitle: Sedi\n---\n\nVelo.\n".to_owned();
        files.push((format!("content/about.{tag}.md"), about));
    }
    for (path, text) in ENTITIES {
        files.push((format!("content/{path}.md"), format!("---\n{text}")));
    }

    let sources =
        Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let site = compile(&sources, &Options::default());
    website(&site)
}

/// The words that the default theme has in a language, by key.
fn words(tag: &str) -> BTreeMap<String, String> {
    fn add(path: &str, value: &toml::Value, words: &mut BTreeMap<String, String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    add(&format!("{path}.{key}"), value, words);
                }
            }
            other => {
                let text = other.as_str().expect("a word is text");
                words.insert(path.to_owned(), text.to_owned());
            }
        }
    }
    let files = oratory::embedded_files("default");
    let text = std::str::from_utf8(files[&format!("i18n/{tag}.toml")]).expect("UTF-8");
    let mut words = BTreeMap::new();
    add("", &toml::Value::Table(text.parse().expect("TOML")), &mut words);
    words
}

/// What stands between the placeholders of a word, if it is long enough to be known for a word:
/// four letters, or two characters of those that are a syllable each.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for piece in word.split(['{', '}']).step_by(2) {
        let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let n_letters: usize = piece.chars().map(|c| if is_dense(c) { 2 } else { 1 }).sum();
        if n_letters >= 4 {
            pieces.push(piece);
        }
    }
    pieces
}

/// Han, kana, Hangul.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// The words of other languages by which a page of `tag` would be known to speak them: those that
/// are no part of a word of its own.
fn foreign_to(tag: &str) -> BTreeSet<String> {
    let own: Vec<String> = words(tag).into_values().map(|word| word.to_lowercase()).collect();
    let mut foreign = BTreeSet::new();
    for Told { tag: other, .. } in TOLD.iter().filter(|told| told.tag != tag) {
        for word in words(other).values() {
            for piece in pieces(word) {
                if !own.iter().any(|own| own.contains(&piece.to_lowercase())) {
                    foreign.insert(piece.to_owned());
                }
            }
        }
    }
    foreign
}

/// Whether a text has a word as such, not as a part of another or of a path.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "/_-".contains(c));
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let is_file = after.starts_with('.') && after[1..].starts_with(char::is_alphanumeric);
        let is_whole = !is_part(before.chars().next_back()) && !is_part(after.chars().next());
        word.starts_with(is_dense) || is_whole && !is_file
    })
}

/// A text in which the strings of JSON that are followed by a colon are left out.
fn without_keys(text: &str) -> String {
    let parts: Vec<&str> = text.split('"').collect();
    let mut kept = String::new();
    for (index, part) in parts.iter().enumerate() {
        let is_key =
            index % 2 == 1 && parts.get(index + 1).is_some_and(|next| next.starts_with(':'));
        if !is_key {
            kept.push_str(part);
            kept.push(' ');
        }
    }
    kept
}

/// What a page says to its readers in its own language: texts, and attributes that are read out or
/// that scripts show.
fn said(page: &Page) -> Vec<String> {
    const READ: [&str; 8] = [
        "aria-label",
        "title",
        "placeholder",
        "alt",
        "content",
        "data-words",
        "data-turns",
        "data-kind",
    ];
    let is_foreign = |element: &Element| element.get("lang").is_some() && element.name != "html";
    let is_text =
        |element: &Element| !["script", "style", "pre", "code"].contains(&element.name.as_str());

    let mut said = Vec::new();
    for element in page.elements.iter().filter(|element| !is_foreign(element)) {
        if is_text(element) {
            said.push(element.own_text.clone());
        }
        let read = READ.iter().filter_map(|name| element.get(name));
        said.extend(read.map(without_keys));
    }
    said
}

#[test]
fn no_page_has_a_word_of_another_language() {
    let site = site();
    let mut faults = Vec::new();
    let mut n_pages: BTreeMap<String, usize> = BTreeMap::new();
    for Told { tag, .. } in TOLD {
        let foreign = foreign_to(tag);
        let mut look = |path: &str, text: &str| {
            // A Data Package is called so everywhere, and both Chinese scripts write 出生.
            let text = text.replace("Data Package", "").replace("出生", "");
            let text = text.as_str();
            for word in foreign.iter().filter(|word| has_word(text, word)) {
                faults.push(format!("{path}: `{word}` in {text:.80}"));
            }
        };
        for (path, page) in &site.pages {
            let html = page.named("html").next().and_then(|html| html.get("lang"));
            if html == Some(tag) {
                *n_pages.entry(tag.to_owned()).or_default() += 1;
                said(page).iter().for_each(|text| look(path, text));
            }
        }
        let of_search = format!("search/words.{tag}.js");
        look(&of_search, &without_keys(site.text(&of_search)));
    }

    none_of("words of another language", &faults);
    let counts: BTreeSet<usize> = n_pages.values().copied().collect();
    assert!(n_pages.len() == TOLD.len() && counts.len() <= 2, "{n_pages:?}");
}

#[test]
fn each_language_writes_dates_and_counts_its_own_way() {
    let site = site();
    for told in TOLD {
        let folder = if told.tag == "en" { String::new() } else { format!("{}/", told.tag) };
        // Versions of CLDR differ in which space does not break.
        let plain = |text: &str| text.replace(['\u{A0}', '\u{202F}'], " ");
        let home = plain(&site.page(&format!("{folder}index.html")).text);
        assert!(home.contains(told.four_speeches), "{home}");
        assert!(home.contains(told.day), "{home}");
        let person = plain(&site.page(&format!("{folder}people/ines.html")).text);
        assert!(person.contains(told.month), "{person}");
    }
}

#[test]
fn every_page_in_arabic_runs_from_right_to_left_and_no_other() {
    let site = site();
    for (path, page) in &site.pages {
        let html = page.named("html").next().expect("an html element");
        let is_arabic = html.get("lang") == Some("ar");
        assert_eq!(html.get("dir"), is_arabic.then_some("rtl"), "{path}");
    }
}
