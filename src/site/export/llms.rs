//! → `llms.txt` (<https://llmstxt.org/>): what the site is, and where its texts and data are, for
//! machines that read Markdown.

use super::{Exporter, Files, data_package, is_on, markdown, url, whole};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::{Graph, ListFacet, Route};
use std::collections::BTreeMap;

/// Where it lies.
pub(crate) const FILE: &str = "llms.txt";

/// `llms.txt`.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "llms",
    summary: "llms.txt: the newest speeches as Markdown, lists of the others, and the data",
    absolute: false,
    by_default: true,
    kept: None,
    files: Files::Content(|graph| whole(graph, FILE, text)),
};

/// Speeches that are named one by one. A choice: the file is read whole, and the lists by year have
/// the others.
const NEWEST: usize = 200;

fn text(graph: &Graph) -> Vec<u8> {
    let config = &graph.config;
    let lang = config.default_language();
    let mut text = format!("# {}\n", one_line(config.title.text(lang)));
    if let Some(description) = &config.description {
        text.push_str(&format!("\n> {}\n", one_line(description.text(lang))));
    }

    let versions = &graph.edition(0).versions;
    if !versions.is_empty() {
        text.push_str("\n## Speeches\n\n");
    }
    for id in versions.iter().take(NEWEST) {
        let speech = graph.corpus.speech(*id);
        let line = item(graph, &speech.title, &text_route(graph, *id), &speech.date.to_string());
        text.push_str(&line);
    }

    if versions.len() > NEWEST {
        text.push_str("\n## All speeches by year\n\n");
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        for id in versions {
            *years.entry(graph.corpus.speech(*id).date.year()).or_default() += 1;
        }
        for (year, n) in years.into_iter().rev() {
            let list = graph.list_route(0, &ListFacet::Year(year), 1);
            text.push_str(&item(graph, &year.to_string(), &list, &format!("{n} speeches")));
        }
    }

    if let Some(package) = data_package(graph) {
        text.push_str("\n## Optional\n\n");
        let about = "tables of speeches, turns, paragraphs, mentions and entities, described column by column";
        text.push_str(&item(graph, "Data", &package, about));
    }
    text.into_bytes()
}

/// Where the text of a speech is: as Markdown where the site has that, else its page.
fn text_route(graph: &Graph, id: SpeechId) -> Route {
    let Files::Speeches(of) = &markdown::EXPORTER.files else {
        return graph.speech_route(id);
    };
    match is_on(graph, markdown::EXPORTER.name) {
        true => of.route(graph, id),
        false => graph.speech_route(id),
    }
}

fn item(graph: &Graph, name: &str, route: &Route, about: &str) -> String {
    format!("- [{}](<{}>): {about}\n", one_line(name), url(graph, route))
}

/// A text in one line, in which nothing is a link.
fn one_line(text: &str) -> String {
    text.replace('\n', " ").replace(['[', ']'], "")
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;

    #[test]
    fn texts_and_data_are_named() {
        let text = String::from_utf8(fixture::only(fixture::graph(), "llms")).unwrap();
        assert!(text.starts_with("# The Record\n"), "{text}");
        assert!(
            text.contains("- [Alone](<https://example.org/talks/speeches/alone.md>): 2024-01-02\n"),
            "{text}"
        );
        assert!(text.contains("/data/datapackage.json>)"), "{text}");
    }
}
