//! A speech → JSON: what is known of it, its paragraphs with their anchors and who says them, and in
//! each whom it names.
//!
//! **Invariant:** `text[start..end]` of a paragraph, in Unicode characters, is the `surface` of each
//! mention in it; the paragraphs put together are all words of the text that have an anchor.

use super::mentions::Counter;
use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use serde::Serialize;

/// Each speech as data.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "speech-json",
    summary: "each speech as JSON, beside its page: its paragraphs, who says them and whom they name",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "JSON", media_type: "application/json", n_rows: None }),
    files: Files::Speeches(SpeechFiles { suffix: ".json", make: Maker::Alone(json), whole: None }),
};

#[derive(Serialize)]
struct Speech<'g> {
    id: &'g str,
    lang: &'g str,
    title: &'g str,
    date: String,
    page: String,
    paragraphs: Vec<Paragraph<'g>>,
}

#[derive(Serialize)]
struct Paragraph<'g> {
    /// The fragment of the page; empty where a paragraph has none.
    paragraph: &'g str,
    role: &'static str,
    /// Who speaks, as printed.
    #[serde(skip_serializing_if = "str::is_empty")]
    speaker: &'g str,
    /// The ids of the entities that are known to speak.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<&'g str>,
    text: &'g str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Mention<'g>>,
}

#[derive(Serialize)]
struct Mention<'g> {
    entity: &'g str,
    kind: &'g str,
    surface: &'g str,
    start: usize,
    end: usize,
    how: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    doubtful: bool,
}

fn json(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let anchors = &graph.anchors(id).paragraphs;
    let behind = graph.behind_labels(id);
    let principals = graph.entities_named(&speech.speaker);
    let mut paragraphs = Vec::with_capacity(speech.body.paragraphs.len());
    for (paragraph, anchor) in speech.body.paragraphs.iter().zip(anchors) {
        let turn = paragraph.said_in().map(|turn| &speech.body.turns[turn as usize]);
        let speakers = graph.speakers_in(id, paragraph, &behind, &principals);
        paragraphs.push(Paragraph {
            paragraph: anchor,
            role: paragraph.role.word(),
            speaker: turn.map_or("", |turn| turn.label.as_str()),
            speakers: speakers.iter().map(|id| graph.corpus.entity(*id).id.as_str()).collect(),
            text: &paragraph.text,
            mentions: Vec::new(),
        });
    }

    let mut counter = Counter::default();
    for (_, mention) in graph.mentions_in(id) {
        let (Place::Paragraph(index), true) = (mention.place, mention.how != How::Label) else {
            continue;
        };
        let entity = graph.corpus.entity(mention.entity);
        let characters = counter.characters(mention, graph.text_around(mention));
        paragraphs[index as usize].mentions.push(Mention {
            entity: &entity.id,
            kind: &graph.config.kinds.kind(entity.kind).singular,
            surface: graph.surface(mention),
            start: characters.start,
            end: characters.end,
            how: mention.how.word(),
            doubtful: mention.doubtful,
        });
    }

    let speech = Speech {
        id: &speech.id,
        lang: speech.lang.tag(),
        title: &speech.title,
        date: speech.when().to_string(),
        page: url(graph, &graph.speech_route(id)),
        paragraphs,
    };
    let mut bytes =
        serde_json::to_vec(&speech).expect("writing strings and numbers to memory does not fail");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;
    use serde_json::Value;

    #[test]
    fn each_paragraph_has_its_anchor_its_speaker_and_whom_it_names() {
        let graph = fixture::graph();
        let bytes = fixture::file(graph, "zh/speeches/2024-03-07-press.json");
        let speech: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((&speech["lang"], &speech["date"]), (&"zh".into(), &"2024-03-07".into()));

        let mut n_mentions = 0;
        for paragraph in speech["paragraphs"].as_array().unwrap() {
            let text: Vec<char> = paragraph["text"].as_str().unwrap().chars().collect();
            for mention in paragraph["mentions"].as_array().into_iter().flatten() {
                let at = |key: &str| mention[key].as_u64().unwrap() as usize;
                let slice: String = text[at("start")..at("end")].iter().collect();
                assert_eq!(slice, mention["surface"].as_str().unwrap());
                n_mentions += 1;
            }
        }
        assert!(n_mentions > 0);
        let paragraphs = speech["paragraphs"].as_array().unwrap();
        assert!(paragraphs.iter().any(|of| of["speaker"] == "记者" && of["speakers"].is_null()));
        assert!(
            paragraphs.iter().any(|of| of["speakers"].as_array().is_some_and(|all| all.len() == 1))
        );
    }
}
