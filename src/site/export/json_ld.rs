//! A speech → JSON-LD in schema.org's words: its questions with their answers, whole, who says them, and
//! what identifies whom it names. What the head of its page says of it is shorter.

use super::cite::CitedPeople;
use super::said::entities_of;
use super::{Exporter, Files, Kept, SpeechFiles, url};
use crate::base::lang::Lang;
use crate::reading::corpus::{EntityId, Flow, SpeechId, TurnRole};
use crate::reading::graph::Graph;
use crate::reading::labels;
use serde_json::{Map, Value, json};

/// JSON-LD.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "json-ld",
    summary: "each speech as JSON-LD (schema.org): questions and answers, identifiers of whom it names",
    absolute: true,
    by_default: false,
    kept: Some(Kept { label: "JSON-LD", media_type: "application/ld+json", n_rows: None }),
    files: Files::Speeches(SpeechFiles { suffix: ".jsonld", make: work, whole: None }),
};

fn work(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let lang = &speech.lang;
    let page = url(graph, &graph.speech_route(id));
    let authors: Vec<Value> =
        CitedPeople::of(graph, id).authors.into_iter().map(|id| thing(graph, id, lang)).collect();
    let location = graph.entity_named(speech.location.as_ref());
    let mut mentions = Vec::new();
    for entity in entities_of(graph, id) {
        mentions.push(thing(graph, entity, lang));
    }

    let mut work = json!({
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": page,
        "url": page,
        "name": speech.title,
        "inLanguage": lang.tag(),
        "datePublished": speech.date.is_known().then(|| speech.date.to_string()),
        "author": authors,
        "contentLocation": location.map(|id| thing(graph, id, lang)),
        "mentions": mentions,
        "hasPart": parts(graph, id, &page),
        "license": speech.license.as_ref().or(graph.config.license.as_ref()),
    });
    drop_empty(&mut work);
    let mut bytes = serde_json::to_vec_pretty(&work).expect("a value can be written");
    bytes.push(b'\n');
    bytes
}

/// The questions with their answers, and what is said outside of exchanges.
fn parts(graph: &Graph, id: SpeechId, page: &str) -> Vec<Value> {
    let behind = graph.behind_labels(id);
    let turns = graph.turns(id);
    let body = &graph.corpus.speech(id).body;
    let mut said_in: Vec<Vec<&str>> = vec![Vec::new(); body.turns.len()];
    for paragraph in &body.paragraphs {
        if let Some(turn) = paragraph.said_in() {
            said_in[turn as usize].push(&paragraph.text);
        }
    }
    let mut parts: Vec<Value> = Vec::new();
    let mut open = None;

    for piece in &body.flow {
        let Flow::Turn(turn) = piece else { continue };
        let exchange = turns.exchange_of(*turn).map(|(index, _)| index);
        let role = turns.roles[*turn as usize];
        let (people, said) = (&behind[*turn as usize], &said_in[*turn as usize]);
        let said = turn_part(graph, id, *turn, page, people, said);
        if role == TurnRole::Answer && exchange.is_some() && exchange == open {
            let question = parts.last_mut().expect("an exchange begins with a question");
            question["suggestedAnswer"].as_array_mut().expect("a list").push(said);
            continue;
        }
        open = None;
        let mut said = said;
        if role == TurnRole::Question && exchange.is_some() {
            said["suggestedAnswer"] = json!([]);
            open = exchange;
        }
        parts.push(said);
    }
    for part in &mut parts {
        if let Some(answers) = part["suggestedAnswer"].as_array() {
            part["answerCount"] = json!(answers.len());
        }
    }
    parts
}

fn turn_part(
    graph: &Graph,
    id: SpeechId,
    turn: u32,
    page: &str,
    people: &[EntityId],
    said: &[&str],
) -> Value {
    let speech = graph.corpus.speech(id);
    let class = match graph.turns(id).roles[turn as usize] {
        TurnRole::Question => "Question",
        TurnRole::Answer => "Answer",
        TurnRole::Speech => "Quotation",
    };
    let label = &speech.body.turns[turn as usize].label;
    let authors: Vec<Value> = people.iter().map(|id| thing(graph, *id, &speech.lang)).collect();
    let address = format!("{page}#{}", graph.anchors(id).turns[turn as usize]);
    let mut part = json!({
        "@type": class,
        "@id": address,
        "url": address,
        "text": said.join("\n\n"),
        "author": authors,
        // Somebody without a name is nobody in particular.
        "creditText": if people.is_empty() { labels::name(label) } else { "" },
    });
    drop_empty(&mut part);
    part
}

fn thing(graph: &Graph, id: EntityId, lang: &Lang) -> Value {
    let entity = graph.corpus.entity(id);
    let kind = graph.config.kinds.kind(entity.kind);
    let same_as: Vec<&str> = entity.same_as().collect();
    let mut thing = json!({
        "@type": kind.schema_type,
        "@id": url(graph, &graph.entity_route(0, id)),
        "name": entity.name.text(lang),
        "sameAs": same_as,
    });
    drop_empty(&mut thing);
    thing
}

/// Leaves out what has no value.
fn drop_empty(value: &mut Value) {
    if let Value::Object(fields) = value {
        let fields: &mut Map<String, Value> = fields;
        fields.retain(|_, value| !value.is_null() && *value != json!("") && *value != json!([]));
    }
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;
    use serde_json::Value;

    #[test]
    fn a_question_has_its_answers_and_entities_their_identifiers() {
        let graph = fixture::graph_with(
            "title = 'T'\nbase_url = 'https://a.org'\nlanguages = ['en', 'zh']\n[export]\nalso = ['json-ld']\n",
        );
        let bytes = fixture::file(&graph, "zh/speeches/2024-03-07-press.jsonld");
        let work: Value = serde_json::from_slice(&bytes).unwrap();
        let question = &work["hasPart"][0];
        assert_eq!(
            (&question["@type"], &question["creditText"]),
            (&"Question".into(), &"记者".into())
        );
        let answer = &question["suggestedAnswer"][0];
        assert_eq!(
            (&answer["@type"], &answer["author"][0]["name"]),
            (&"Answer".into(), &"王毅".into())
        );
        assert_eq!(answer["url"], "https://a.org/zh/speeches/2024-03-07-press.html#t2");
        assert!(
            work["mentions"]
                .as_array()
                .unwrap()
                .iter()
                .any(|thing| { thing["sameAs"][0] == "https://www.wikidata.org/wiki/Q956" })
        );
    }
}
