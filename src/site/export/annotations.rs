//! Mentions of a speech → W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): a page of
//! annotations, each of a stretch of a paragraph by position and by quotation.
//!
//! **Invariant:** positions count Unicode code points of the paragraph's text, as the model wants it:
//! `text[start..end] == exact`. The quotation has the words around it, so the place is found again
//! where the text has changed.

use super::mentions::Counter;
use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::base::letters::{beginning_within, ending_within};
use crate::reading::annotate::How;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use serde::Serialize;

/// Web Annotations.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "web-annotations",
    summary: "the mentions of each speech as W3C Web Annotations (JSON-LD), beside its page",
    absolute: true,
    by_default: false,
    kept: Some(Kept {
        label: "Web Annotations",
        media_type: "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
        n_rows: None,
    }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".annotations.jsonld",
        make: Maker::Alone(page),
        whole: None,
    }),
};

/// Characters of the words before and after a mention, as the clients of the model have them.
const AROUND: usize = 32;

/// About as many bytes as an annotation takes.
const ITEM_BYTES: usize = 1024;

// Keys in the order of the alphabet, in which they have always been written.
#[derive(Serialize)]
struct Page<'g> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    items: Vec<Annotation<'g>>,
    #[serde(rename = "startIndex")]
    start_index: usize,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Annotation<'g> {
    body: Body<'g>,
    id: String,
    motivation: &'static str,
    target: Target<'g>,
    r#type: &'static str,
}

/// What is named.
#[derive(Serialize)]
struct Body<'g> {
    purpose: &'static str,
    source: Named<'g>,
    r#type: &'static str,
}

/// An entity by its address, with its addresses elsewhere where it has any.
#[derive(Serialize)]
#[serde(untagged)]
enum Named<'g> {
    Here(String),
    Elsewhere {
        id: String,
        #[serde(rename = "owl:sameAs")]
        same_as: Vec<&'g str>,
    },
}

/// Where it is named.
#[derive(Serialize)]
struct Target<'g> {
    language: &'g str,
    selector: Paragraph<'g>,
    source: &'g str,
}

#[derive(Serialize)]
struct Paragraph<'g> {
    #[serde(rename = "conformsTo")]
    conforms_to: &'static str,
    #[serde(rename = "refinedBy")]
    refined_by: (Position, Quote<'g>),
    r#type: &'static str,
    value: &'g str,
}

#[derive(Serialize)]
struct Position {
    end: usize,
    start: usize,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Quote<'g> {
    exact: &'g str,
    prefix: &'g str,
    suffix: &'g str,
    r#type: &'static str,
}

fn page(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let page = url(graph, &graph.speech_route(id));
    let language = graph.corpus.speech(id).lang.tag();
    let mut counter = Counter::default();
    let mut items = Vec::new();

    for (_, mention) in graph.mentions_in(id) {
        if mention.how == How::Label {
            continue;
        }
        let text = graph.text_around(mention);
        let characters = counter.characters(mention, text);
        let bytes = mention.bytes();
        let anchor = graph.anchor_of(mention);
        let (before, after) = (&text[..bytes.start], &text[bytes.end..]);
        let one = |_: char| 1;
        let quote = Quote {
            exact: &text[bytes],
            prefix: &before[ending_within(before, AROUND, one)..],
            suffix: &after[..beginning_within(after, AROUND, one)],
            r#type: "TextQuoteSelector",
        };
        let position = Position {
            end: characters.end,
            start: characters.start,
            r#type: "TextPositionSelector",
        };
        let entity = url(graph, &graph.entity_route(graph.interface_of(id), mention.entity));
        let same_as: Vec<&str> = graph.corpus.entity(mention.entity).same_as().collect();
        let source = match same_as.is_empty() {
            true => Named::Here(entity),
            false => Named::Elsewhere { id: entity, same_as },
        };

        items.push(Annotation {
            body: Body { purpose: "identifying", source, r#type: "SpecificResource" },
            id: format!("{page}#{anchor}-{}-{}", characters.start, characters.end),
            motivation: "identifying",
            target: Target {
                language,
                selector: Paragraph {
                    conforms_to: "http://tools.ietf.org/rfc/rfc3236",
                    refined_by: (position, quote),
                    r#type: "FragmentSelector",
                    value: anchor,
                },
                source: &page,
            },
            r#type: "Annotation",
        });
    }

    let collection = Page {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: format!("{page}#annotations"),
        items,
        start_index: 0,
        r#type: "AnnotationPage",
    };
    let mut bytes = Vec::with_capacity(ITEM_BYTES * (collection.items.len() + 1));
    serde_json::to_writer_pretty(&mut bytes, &collection)
        .expect("writing strings and numbers to memory does not fail");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;
    use serde_json::Value;

    #[test]
    fn positions_and_quotations_are_of_the_paragraph() {
        let graph = fixture::graph_with(
            "title = 'T'\nbase_url = 'https://a.org'\nlanguages = ['en', 'zh']\n[export]\nalso = ['web-annotations']\n",
        );
        let bytes = fixture::file(&graph, "zh/speeches/2024-03-07-press.annotations.jsonld");
        let page: Value = serde_json::from_slice(&bytes).unwrap();
        fixture::assert_sorted(&bytes, &page);
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 4);
        for item in items {
            let selector = &item["target"]["selector"];
            let [position, quote] = selector["refinedBy"].as_array().unwrap().as_slice() else {
                panic!("two selectors: {selector}");
            };
            let speech = graph.corpus.speeches.iter().find(|of| of.lang.tag() == "zh").unwrap();
            let (start, end) = (position["start"].as_u64(), position["end"].as_u64());
            let found = speech.body.paragraphs.iter().any(|paragraph| {
                let characters: Vec<char> = paragraph.text.chars().collect();
                let range = start.unwrap() as usize..end.unwrap() as usize;
                let exact = quote["exact"].as_str().unwrap();
                characters.get(range).is_some_and(|of| of.iter().collect::<String>() == exact)
            });
            assert!(found, "{item}");
        }
        assert!(items.iter().any(|item| {
            item["body"]["source"]["owl:sameAs"][0] == "https://www.wikidata.org/wiki/Q956"
        }));
    }
}
