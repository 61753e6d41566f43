//! Speeches → `speeches.csv`: one version a row, sorted by id and language.
//!
//! **Invariant:** `speaker` and `location` are ids of `entities.json`, of several speakers with a
//! space between, which no id has; `path` leads to the page
//! from the root of the site; an empty cell was not given. `paragraphs` and `length` count what is
//! said or told; headings, scenes, notes and footnotes are left out, and labels from `mentions`.
//! `translation_of` is `<id>.<lang>` of a text of the site, or a language; `translator` holds ids and
//! names, divided by `; `. `date` is the (first) day, and `edtf` all that is known of when it was:
//! the hour, further days, how sure it is. What speeches keep under `extra` is a last column, in JSON, on sites on which some speech has
//! any.

use super::{Exporter, Files, Kept, whole, written_extra};
use crate::base::spreadsheet::Table;
use crate::reading::annotate::How;
use crate::reading::corpus::{Speech, SpeechId, TurnRole};
use crate::reading::graph::{Graph, Original};
use crate::site::html::plain_text;

/// `speeches.csv`.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "speeches",
    summary: "every speech as a row of a table: title, date, speaker, place, length, counts, source",
    absolute: false,
    by_default: true,
    kept: Some(Kept {
        label: "CSV",
        media_type: "text/csv",
        n_rows: Some(|graph| graph.corpus.speeches.len()),
    }),
    files: Files::Content(|graph| whole(graph, "speeches.csv", csv)),
};

const COLUMNS: &[&str] = &[
    "id",
    "lang",
    "title",
    "date",
    "type",
    "event",
    "speaker",
    "location",
    "path",
    "turns",
    "questions",
    "paragraphs",
    "length",
    "length_unit",
    "mentions",
    "text_status",
    "license",
    "source_url",
    "translation_of",
    "translator",
    "edtf",
];

fn csv(graph: &Graph) -> Vec<u8> {
    // A column that is empty in every row would only make the table wider.
    let has_extra =
        graph.corpus.speeches.iter().any(|speech| written_extra(&speech.extra).is_some());
    let mut columns = COLUMNS.to_vec();
    columns.extend(has_extra.then_some("extra"));

    let mut table = Table::with_header(&columns);
    for (id, speech) in graph.corpus.speeches() {
        describe(graph, id, speech, &mut table);
        count(graph, id, speech, &mut table);
        table.text(speech.text_status);
        table.text(
            speech.license.as_ref().or(graph.config.license.as_ref()).map_or("", String::as_str),
        );
        table.text(
            speech.sources.iter().find_map(|source| source.url.as_deref()).unwrap_or_default(),
        );
        table.text(&original(graph, id));
        let translators: Vec<&str> = speech.translator.iter().map(|one| one.id.as_str()).collect();
        table.text(&translators.join("; "));
        table.text(&speech.when().to_string());
        if has_extra {
            let extra = written_extra(&speech.extra);
            table.text(&extra.map_or_else(String::new, ToString::to_string));
        }
        table.end_row();
    }
    table.into_bytes()
}

fn describe(graph: &Graph, id: SpeechId, speech: &Speech, table: &mut Table) {
    let speakers: Vec<&str> = speech.speaker.iter().map(|speaker| speaker.id.as_str()).collect();
    let location = speech.location.as_ref();
    table.text(&speech.id);
    table.text(speech.lang.tag());
    table.text(&speech.title);
    table.text(&if speech.date.is_known() { speech.date.to_string() } else { String::new() });
    table.text(speech.speech_type);
    table.text(graph.occasion(id, &speech.lang));
    table.text(&speakers.join(" "));
    table.text(location.map_or("", |location| &location.id));
    table.text(graph.speech_route(id).path());
}

/// `<id>.<lang>` of the text from which one was translated, or its language; empty if that is not
/// said.
fn original(graph: &Graph, id: SpeechId) -> String {
    match graph.original_of(id) {
        Some(Original::Version(original)) => graph.corpus.speech(*original).full_id(),
        Some(Original::Language(lang)) => lang.to_string(),
        None => String::new(),
    }
}

fn count(graph: &Graph, id: SpeechId, speech: &Speech, table: &mut Table) {
    table.number(speech.body.turns.len());
    table.number(graph.turns(id).roles.iter().filter(|role| **role == TurnRole::Question).count());
    table.number(plain_text(&speech.body).count());
    table.number(graph.length(id));
    table.text(if speech.lang.counts_characters() { "characters" } else { "words" });
    table.number(graph.mentions_in(id).filter(|(_, mention)| mention.how != How::Label).count());
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;

    #[test]
    fn a_version_is_a_row() {
        let table =
            String::from_utf8(fixture::single(fixture::graph(), "speeches").unwrap()).unwrap();
        let row = table.lines().find(|line| line.starts_with("2024-03-07-press,zh")).unwrap();
        assert_eq!(
            row,
            "2024-03-07-press,zh,答记者问,2024-03-07,press-conference,,wang-yi,beijing,zh/speeches/2024-03-07-press.html,2,1,2,25,characters,4,verbatim,CC-BY-4.0,https://a.org/1,,,2024-03-07"
        );
        assert_eq!(table.lines().count(), fixture::graph().corpus.speeches.len() + 1);
        assert!(table.contains(",\"Hello, <world> & \"\"all\"\"\",2023-05,"));
    }

    #[test]
    fn several_who_speak_as_one_are_in_one_cell() {
        let graph = fixture::graph_of([
            ("oratory.toml", "title = 'T'\n"),
            ("content/people/a.md", "---\nname: Ann\n---\n"),
            ("content/people/b.md", "---\nname: Bob\n---\n"),
            (
                "content/speeches/s.en.md",
                "---\ntitle: S\ndate: 2024-01-02\nspeaker: [b, a]\n---\nWords.\n",
            ),
        ]);
        let table = String::from_utf8(fixture::single(&graph, "speeches").unwrap()).unwrap();
        assert!(table.contains("\ns,en,S,2024-01-02,,,b a,,"), "{table}");
        assert_eq!(graph.speakers_of(graph.corpus.speeches().next().unwrap().0).len(), 2);
    }

    #[test]
    fn a_title_that_begins_as_a_formula_is_none() {
        let speech = "---\ntitle: =HYPERLINK(1)\ndate: 2024-01-02\nevent: '@noon'\n---\nWords.\n";
        let graph = fixture::graph_of([
            ("oratory.toml", "title = 'T'\n"),
            ("content/speeches/a.en.md", speech),
        ]);
        let table = String::from_utf8(fixture::single(&graph, "speeches").unwrap()).unwrap();
        assert!(table.contains("\na,en,'=HYPERLINK(1),2024-01-02,,'@noon,"), "{table}");
    }
}
