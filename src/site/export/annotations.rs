//! Mentions of a speech → W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): a page of
//! annotations, each of a stretch of a paragraph by position and by quotation.
//!
//! **Invariant:** positions count Unicode code points of the paragraph's text, as the model wants it:
//! `text[start..end] == exact`. The quotation has the words around it, so the place is found again
//! where the text has changed.

use super::mentions::Counter;
use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::base::letters::{beginning_within, ending_within};
use crate::reading::annotate::{How, Mention};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use serde::Serialize;
use std::ops::Range;
use std::str::Split;

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

/// A page of annotations with `?` for each of its values, in the order of the alphabet: a few hundred
/// bytes are the same in every annotation, and to write them key by key took more than twice as long.
const PAGE: [&str; 2] = [
    r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":?,"items":["#,
    "],\"startIndex\":0,\"type\":\"AnnotationPage\"}\n",
];

/// One of its items, in the same way and on a line of its own.
const ITEM: &str = concat!(
    "\n",
    r#"{"body":{"purpose":"identifying","source":?,"type":"SpecificResource"},"#,
    r#""id":?,"motivation":"identifying","target":{"language":?,"selector":{"#,
    r#""conformsTo":"http://tools.ietf.org/rfc/rfc3236","refinedBy":["#,
    r#"{"end":?,"start":?,"type":"TextPositionSelector"},"#,
    r#"{"exact":?,"prefix":?,"suffix":?,"type":"TextQuoteSelector"}],"#,
    r#""type":"FragmentSelector","value":?},"source":?},"type":"Annotation"}"#,
);

/// About as many bytes as an annotation takes.
const ITEM_BYTES: usize = 700;

/// An entity that has addresses elsewhere.
#[derive(Serialize)]
struct Elsewhere<'g> {
    id: String,
    #[serde(rename = "owl:sameAs")]
    same_as: Vec<&'g str>,
}

/// A document being filled in.
struct Filling<'o> {
    out: &'o mut Vec<u8>,
    between: Split<'static, char>,
}

impl<'o> Filling<'o> {
    fn of(document: &'static str, out: &'o mut Vec<u8>) -> Self {
        Filling { out, between: document.split('?') }
    }

    fn value(&mut self, value: impl Serialize) {
        self.text();
        serde_json::to_writer(&mut *self.out, &value)
            .expect("writing strings and numbers to memory does not fail");
    }

    /// Whom a mention names: by the address of its page, with those elsewhere where it has any.
    fn source(&mut self, graph: &Graph, mention: &Mention) {
        let id =
            url(graph, &graph.entity_route(graph.interface_of(mention.speech), mention.entity));
        let same_as: Vec<&str> = graph.corpus.entity(mention.entity).same_as().collect();
        if same_as.is_empty() {
            return self.value(id);
        }
        self.value(Elsewhere { id, same_as });
    }

    /// Writes up to the next value, or to the end.
    fn text(&mut self) {
        self.out.extend_from_slice(self.between.next().unwrap_or_default().as_bytes());
    }
}

fn page(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let page = url(graph, &graph.speech_route(id));
    let [head, end] = PAGE;
    let mut out = Vec::with_capacity(ITEM_BYTES * (graph.mentions_in(id).count() + 1));
    let mut filling = Filling::of(head, &mut out);
    filling.value(format!("{page}#annotations"));
    filling.text();

    let n_before_items = out.len();
    let mut counter = Counter::default();
    for (_, mention) in graph.mentions_in(id) {
        if mention.how == How::Label {
            continue;
        }
        if out.len() > n_before_items {
            out.push(b',');
        }
        add(&mut out, graph, &page, mention, &mut counter);
    }
    if out.len() > n_before_items {
        out.push(b'\n');
    }
    out.extend_from_slice(end.as_bytes());
    out
}

fn add(out: &mut Vec<u8>, graph: &Graph, page: &str, mention: &Mention, counter: &mut Counter) {
    let text = graph.text_around(mention);
    let Range { start, end } = counter.characters(mention, text);
    let bytes = mention.bytes();
    let anchor = graph.anchor_of(mention);
    let (before, after) = (&text[..bytes.start], &text[bytes.end..]);
    let one = |_: char| 1;

    let mut item = Filling::of(ITEM, out);
    item.source(graph, mention);
    item.value(format!("{page}#{anchor}-{start}-{end}"));
    item.value(graph.corpus.speech(mention.speech).lang.tag());
    item.value(end);
    item.value(start);
    item.value(&text[bytes]);
    item.value(&before[ending_within(before, AROUND, one)..]);
    item.value(&after[..beginning_within(after, AROUND, one)]);
    item.value(anchor);
    item.value(page);
    item.text();
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
