//! A speech → JSON-LD in schema.org's words: its questions with their answers, whole, who says them, and
//! what identifies whom it names. What the head of its page says of it is shorter.

use super::cite::CitedPeople;
use super::said::entities_of;
use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::base::lang::Lang;
use crate::reading::corpus::{EntityId, Flow, SpeechId, TurnRole};
use crate::reading::graph::Graph;
use crate::reading::labels;
use serde::Serialize;

/// JSON-LD.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "json-ld",
    summary: "each speech as JSON-LD (schema.org): questions and answers, identifiers of whom it names",
    absolute: true,
    by_default: false,
    kept: Some(Kept { label: "JSON-LD", media_type: "application/ld+json", n_rows: None }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".jsonld",
        make: Maker::Alone(work),
        whole: None,
    }),
};

// Keys in the order of the alphabet, in which they have always been written; what has no value is left
// out.
#[derive(Serialize)]
struct Work<'g> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@id")]
    id: &'g str,
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Thing<'g>>,
    #[serde(rename = "contentLocation", skip_serializing_if = "Option::is_none")]
    location: Option<Thing<'g>>,
    #[serde(rename = "datePublished", skip_serializing_if = "String::is_empty")]
    date: String,
    #[serde(rename = "hasPart", skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part<'g>>,
    #[serde(rename = "inLanguage", skip_serializing_if = "str::is_empty")]
    lang: &'g str,
    #[serde(skip_serializing_if = "str::is_empty")]
    license: &'g str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Thing<'g>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'g str,
    url: &'g str,
}

/// What is said in a turn; of a question with what answers it.
#[derive(Serialize)]
struct Part<'g> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(rename = "answerCount", skip_serializing_if = "Option::is_none")]
    n_answers: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Thing<'g>>,
    #[serde(rename = "creditText", skip_serializing_if = "str::is_empty")]
    credit: &'g str,
    #[serde(rename = "suggestedAnswer", skip_serializing_if = "Option::is_none")]
    answers: Option<Vec<Part<'g>>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    url: String,
}

/// An entity.
#[derive(Serialize)]
struct Thing<'g> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type", skip_serializing_if = "str::is_empty")]
    class: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'g str,
    #[serde(rename = "sameAs", skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'g str>,
}

fn work(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let lang = &speech.lang;
    let page = url(graph, &graph.speech_route(id));
    let things = |of: Vec<EntityId>| of.into_iter().map(|id| thing(graph, id, lang)).collect();
    let location = graph.entity_named(speech.location.as_ref());
    let license = speech.license.as_ref().or(graph.config.license.as_ref());

    let work = Work {
        context: "https://schema.org",
        id: &page,
        class: "CreativeWork",
        author: things(CitedPeople::of(graph, id).authors),
        location: location.map(|id| thing(graph, id, lang)),
        date: if speech.date.is_known() { speech.date.to_string() } else { String::new() },
        parts: parts(graph, id, &page),
        lang: lang.tag(),
        license: license.map_or("", String::as_str),
        mentions: things(entities_of(graph, id)),
        name: &speech.title,
        url: &page,
    };
    let mut bytes = serde_json::to_vec(&work).expect("a value can be written");
    bytes.push(b'\n');
    bytes
}

/// The questions with their answers, and what is said outside of exchanges.
fn parts<'g>(graph: &'g Graph, id: SpeechId, page: &str) -> Vec<Part<'g>> {
    let behind = graph.behind_labels(id);
    let turns = graph.turns(id);
    let body = &graph.corpus.speech(id).body;
    let mut said_in: Vec<Vec<&str>> = vec![Vec::new(); body.turns.len()];
    for paragraph in &body.paragraphs {
        if let Some(turn) = paragraph.said_in() {
            said_in[turn as usize].push(&paragraph.text);
        }
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut open = None;

    for piece in &body.flow {
        let Flow::Turn(turn) = piece else { continue };
        let exchange = turns.exchange_of(*turn).map(|(index, _)| index);
        let role = turns.roles[*turn as usize];
        let (people, said) = (&behind[*turn as usize], &said_in[*turn as usize]);
        let mut said = turn_part(graph, id, *turn, page, people, said);
        if role == TurnRole::Answer && exchange.is_some() && exchange == open {
            let question = parts.last_mut().expect("an exchange begins with a question");
            question.answers.get_or_insert_default().push(said);
            continue;
        }
        open = None;
        if role == TurnRole::Question && exchange.is_some() {
            said.answers = Some(Vec::new());
            open = exchange;
        }
        parts.push(said);
    }
    for part in &mut parts {
        part.n_answers = part.answers.as_ref().map(Vec::len);
    }
    parts
}

fn turn_part<'g>(
    graph: &'g Graph,
    id: SpeechId,
    turn: u32,
    page: &str,
    people: &[EntityId],
    said: &[&str],
) -> Part<'g> {
    let speech = graph.corpus.speech(id);
    let address = format!("{page}#{}", graph.anchors(id).turns[turn as usize]);
    Part {
        id: address.clone(),
        class: match graph.turns(id).roles[turn as usize] {
            TurnRole::Question => "Question",
            TurnRole::Answer => "Answer",
            TurnRole::Speech => "Quotation",
        },
        n_answers: None,
        author: people.iter().map(|id| thing(graph, *id, &speech.lang)).collect(),
        // Somebody without a name is nobody in particular.
        credit: match people.is_empty() {
            true => labels::name(&speech.body.turns[turn as usize].label),
            false => "",
        },
        answers: None,
        text: said.join("\n\n"),
        url: address,
    }
}

fn thing<'g>(graph: &'g Graph, id: EntityId, lang: &Lang) -> Thing<'g> {
    let entity = graph.corpus.entity(id);
    Thing {
        id: url(graph, &graph.entity_route(0, id)),
        class: graph.config.kinds.kind(entity.kind).schema_type,
        name: entity.name.text(lang),
        same_as: entity.same_as().collect(),
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
        fixture::assert_sorted(&bytes, &work);
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
