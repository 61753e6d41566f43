//! A site → the page of what an editor has left to do: what is kept back, names that nobody listed,
//! entities that nobody names, and what the program has said.
//!
//! **Invariant:** each list is there only where it has something; a list of the site's own pages
//! links them. What is told is what `check` and `annotate` tell: nothing is found out here.

use super::Observer;
use super::inject::{OWN_FOLDER, own_page};
use crate::base::diag::Severity;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::sources::Sources;
use crate::cli::language::Language;
use crate::cli::print::count;
use crate::editor::suggest::suggest;
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use crate::reading::graph::{Graph, LangIndex, Route};
use crate::site::html::escaped;
use crate::site::outputs::Site;
use std::collections::{BTreeMap, BTreeSet};

/// How many lines of a list are shown; more is work for a program, not for a person who looks.
const MAX_ITEMS: usize = 200;

/// What is left to do of one sort.
struct List {
    title: Message,
    /// What to do about it.
    advice: Message,
    items: Vec<Item>,
}

/// One thing.
struct Item {
    text: String,
    /// The page of the site that shows it, if one does.
    page: Option<Route>,
    /// What there is to say of it.
    note: Message,
}

/// The page, as HTML.
pub(super) fn page(site: &Site<'_>, sources: &Sources, observer: &dyn Observer) -> Vec<u8> {
    let (graph, language) = (&site.graph, observer.language());
    let mut body = String::new();
    let lang = reader_of(graph, language);
    let lists = [
        kept_back(graph, sources),
        unlisted(graph),
        unnamed(graph, lang),
        without_file(graph, lang),
    ];
    for list in lists {
        body.push_str(&section(&list, language));
    }
    body.push_str(&said(site, sources, observer));
    if body.is_empty() {
        body = format!("<p>{}</p>", language.say(&Message::from("Nothing is left to do")));
    }

    let title = format!(
        "{} · {}",
        language.say(&Message::from("What is left to do")),
        graph.config.title.text(&graph.config.languages[lang])
    );
    let page = format!(
        "<link rel=\"stylesheet\" href=\"/{OWN_FOLDER}dashboard.css\">\n\
         <main id=\"to-do\"><h1>{title}</h1>\n<p><a href=\"/\">{home}</a></p>\n{body}</main>",
        title = escaped(&title),
        home = language.say(&Message::from("To the site")),
    );
    own_page(language, &title, &page)
}

/// The language of the site that the person at the terminal reads, else its first.
fn reader_of(graph: &Graph, language: Language) -> LangIndex {
    let is_read = |lang: &Lang| lang.tag().split('-').next() == Some(language.tag());
    graph.config.languages.iter().position(is_read).unwrap_or(0)
}

/// Drafts, and what is under embargo.
fn kept_back(graph: &Graph, sources: &Sources) -> List {
    let item = |speech: &Speech| Item {
        text: speech.title.clone(),
        page: None,
        note: match &sources.file(speech.file).path {
            path if speech.draft => say!("draft: {path}", path),
            path => say!("under embargo: {path}", path),
        },
    };
    List {
        title: Message::from("Not published"),
        advice: Message::from("`oratory serve --drafts` shows them"),
        items: graph.corpus.withheld.iter().map(|speech| item(speech)).collect(),
    }
}

/// Speeches with names that somebody should look at.
fn unlisted(graph: &Graph) -> List {
    let mut by_speech: BTreeMap<SpeechId, (usize, usize)> = BTreeMap::new();
    for suggestion in suggest(&graph.corpus, &graph.config) {
        if let Some(speech) = suggestion.speech {
            let (n_safe, n_others) = by_speech.entry(speech).or_default();
            *if suggestion.is_safe() { n_safe } else { n_others } += 1;
        }
    }

    let item = |(speech, (n_safe, n_others)): (&SpeechId, &(usize, usize))| Item {
        text: graph.corpus.speech(*speech).title.clone(),
        page: Some(graph.speech_route(*speech)),
        note: say!("{n_safe} certain, {n_others} to decide", n_safe, n_others),
    };
    List {
        title: Message::from("Suggestions"),
        advice: Message::from(
            "`oratory annotate` shows each with its reason; `--write` writes what is certain, `--review` asks about the rest",
        ),
        items: by_speech.iter().map(item).collect(),
    }
}

/// Entities that no speech names, nor is given by, at or in.
fn unnamed(graph: &Graph, lang: LangIndex) -> List {
    let mut needed: BTreeSet<EntityId> = BTreeSet::new();
    for speech in &graph.corpus.speeches {
        needed.extend(graph.entities_named(&speech.speaker));
        needed.extend(graph.entity_named(speech.location.as_ref()));
    }

    let mut items = Vec::new();
    for (id, entity) in graph.corpus.entities() {
        let is_used = graph.mentions_of(id).next().is_some()
            || !graph.speeches_within(id).is_empty()
            || needed.contains(&id)
            // Told below.
            || graph.corpus.stubs.contains(&entity.id);
        if !is_used {
            items.push(Item {
                text: entity.name.text(&graph.config.languages[lang]).to_owned(),
                page: Some(graph.entity_route(lang, id)),
                note: Message::from(entity.id.clone()),
            });
        }
    }
    List {
        title: Message::from("Named in no speech"),
        advice: Message::from(
            "Another name may be missing: `oratory annotate --why ID` says where its names occur and why they are not linked",
        ),
        items,
    }
}

/// Ids that speeches name and no file describes.
fn without_file(graph: &Graph, lang: LangIndex) -> List {
    let mut items = Vec::new();
    for id in &graph.corpus.stubs {
        let entity = graph.corpus.find_entity(id);
        // It is also written in another case.
        if entity.is_some_and(|entity| graph.corpus.entity(entity).id != *id) {
            continue;
        }
        let page = entity.map(|entity| graph.entity_route(lang, entity));
        items.push(Item { text: id.clone(), page, note: Message::default() });
    }
    List {
        title: Message::from("Without a file"),
        advice: Message::from("`oratory new KIND ID` writes it"),
        items,
    }
}

fn section(list: &List, language: Language) -> String {
    if list.items.is_empty() {
        return String::new();
    }

    let mut lines = String::new();
    for Item { text, page, note } in list.items.iter().take(MAX_ITEMS) {
        let text = escaped(text);
        let linked = match page {
            Some(page) => format!("<a href=\"{}\">{text}</a>", escaped(&page.url("/"))),
            None => text,
        };
        let note = escaped(&language.say(note));
        let aside = if note.is_empty() { note } else { format!(" <small>{note}</small>") };
        lines.push_str(&format!("<li>{linked}{aside}\n"));
    }
    if let Some(n) = list.items.len().checked_sub(MAX_ITEMS).filter(|n| *n > 0) {
        lines.push_str(&format!("<li>{}\n", language.say(&say!("and {n} more", n))));
    }
    format!(
        "<section><h2>{title} <small>{n}</small></h2>\n<p>{advice}</p>\n<ul>\n{lines}</ul></section>\n",
        title = escaped(&language.say(&list.title)),
        n = list.items.len(),
        advice = with_code(&language.say(&list.advice)),
    )
}

/// Warnings, and notes below them.
fn said(site: &Site<'_>, sources: &Sources, observer: &dyn Observer) -> String {
    let language = observer.language();
    let mut sections = String::new();
    for (severity, one, many) in
        [(Severity::Warning, "warning", "warnings"), (Severity::Note, "note", "notes")]
    {
        let told = site.diagnostics.only(|other| other == severity);
        let n = told.count(severity);
        if n > 0 {
            let open = if severity == Severity::Warning { " open" } else { "" };
            sections.push_str(&format!(
                "<section><details{open}><summary>{}</summary>\n<pre>{}</pre></details></section>\n",
                escaped(&language.say(&count(n, one, many))),
                escaped(&observer.describe(&told, sources)),
            ));
        }
    }
    sections
}

/// A sentence in which what stands between backquotes is code.
fn with_code(sentence: &str) -> String {
    let mut html = String::new();
    for (index, part) in sentence.split('`').enumerate() {
        let part = escaped(part);
        html.push_str(&if index % 2 == 1 { format!("<code>{part}</code>") } else { part });
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Diagnostics;
    use crate::cli::server::Event;
    use crate::reading::config::Options;
    use crate::{compose, understand};

    struct Codes;

    impl Observer for Codes {
        fn notify(&self, _event: Event<'_>) {}

        fn describe(&self, diagnostics: &Diagnostics, _sources: &Sources) -> String {
            diagnostics.iter().map(|told| format!("{}\n", told.code.page().name)).collect()
        }
    }

    fn shown(files: &[(&str, &str)]) -> String {
        let sources = Sources::from_texts(files.iter().copied());
        let site = compose(&sources, understand(&sources, &Options::default()));
        String::from_utf8(page(&site, &sources, &Codes)).unwrap()
    }

    #[test]
    fn what_is_left_to_do_is_listed_and_what_is_done_is_not() {
        let page = shown(&[
            (
                "oratory.toml",
                "title = \"Harbour\"\nlanguages = [\"en\"]\nbase_url = \"https://a.example/\"\n",
            ),
            ("content/people/ada-moss.md", "---\nname: Ada Moss\n---\n"),
            ("content/people/ben-hale.md", "---\nname: Ben <Hale>\n---\n"),
            ("content/series/tides.md", "---\nname: Tides\n---\n"),
            (
                "content/speeches/2024-05-02-a.en.md",
                "---\ntitle: A day\ndate: 2024-05-02\nseries: [tides]\nplaces: [nowhere-yet]\n---\nAda Moss came in.\n",
            ),
            (
                "content/speeches/2024-05-03-b.en.md",
                "---\ntitle: B & C\ndate: 2024-05-03\ndraft: true\n---\nText.\n",
            ),
        ]);
        for there in [
            "B &amp; C",
            "draft: content/speeches/2024-05-03-b.en.md",
            "Ben &lt;Hale&gt;",
            "<a href=\"/speeches/2024-05-02-a.html\">A day</a> <small>1 certain, 1 to decide",
            "nowhere-yet</a>",
            "<code>oratory annotate</code>",
            "undescribed",
        ] {
            assert!(page.contains(there), "{there} in {page}");
        }
        assert!(!page.contains(">Tides<") && !page.contains("Nothing is left"), "{page}");
    }

    #[test]
    fn where_all_is_done_that_is_said() {
        let page = shown(&[(
            "oratory.toml",
            "title = \"Harbour\"\nlanguages = [\"en\"]\nbase_url = \"https://a.example/\"\n",
        )]);
        assert!(page.contains("Nothing is left to do") && !page.contains("<section>"), "{page}");
    }
}
