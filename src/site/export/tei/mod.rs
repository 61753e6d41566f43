//! Speeches → TEI P5 (<https://tei-c.org/guidelines/p5/>) in the manner of Parla-CLARIN and ParlaMint: a
//! document beside each page, and all of them in `data/corpus.tei.xml`.
//!
//! `header` says what is known of a text, `body` what is said in it, `registry` whom and what it names.
//!
//! **Invariant:** every word of a text is in its document once, with the anchor of its paragraph as
//! `xml:id`; who speaks is in `who` where that is known, and the label as it is printed stands before
//! the turn. Emphasis and links are left out; nothing else is.
//! **Invariant:** what a speech says of itself that TEI has no element for is in `xenoData`, as JSON (see
//! `own`).
//! **Invariant:** the documents are valid by `tei_all` and by the schema of Parla-CLARIN.

mod body;
mod header;
mod registry;
#[cfg(test)]
mod tests;

use super::own::{Records, entities_of, entity_id};
use super::xml::{Xml, xml_id};
use super::{Exporter, Files, Kept, Maker, SpeechFiles, WholeFile};
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::Graph;
use rayon::prelude::*;
use std::io::{self, Write};

/// TEI.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "tei",
    summary: "each speech as TEI P5 in the manner of ParlaMint, and data/corpus.tei.xml of all",
    absolute: false,
    by_default: false,
    kept: Some(Kept { label: "TEI", media_type: "application/tei+xml", n_rows: None }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".tei.xml",
        make: Maker::Document(document),
        whole: Some(WholeFile { path: "data/corpus.tei.xml", write: corpus }),
    }),
};

const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

fn document(graph: &Graph, records: &Records, id: SpeechId) -> Vec<u8> {
    let mut xml = Xml::new();
    add(&mut xml, graph, records, id, Standing::Alone);
    xml.into_bytes()
}

/// Whether a document stands alone. In the corpus what many documents have in common is said once, and
/// anchors are told apart by the text to which they belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Alone,
    InCorpus,
}

fn add(xml: &mut Xml, graph: &Graph, records: &Records, id: SpeechId, standing: Standing) {
    let speech = graph.corpus.speech(id);
    let own_id = xml_id("speech", &speech.full_id());
    let (namespace, prefix) = match standing {
        Standing::Alone => (Some(("xmlns", NAMESPACE)), String::new()),
        Standing::InCorpus => (None, format!("{own_id}.")),
    };
    let mut attributes: Vec<(&str, &str)> = namespace.into_iter().collect();
    attributes.extend([("xml:id", own_id.as_str()), ("xml:lang", speech.lang.tag())]);

    // In the corpus they are in its own header.
    let entities = match standing {
        Standing::Alone => entities_of(graph, id),
        Standing::InCorpus => Vec::new(),
    };

    xml.open("TEI", &attributes);
    header::of_speech(xml, graph, records, id, standing, &entities);
    body::text(xml, graph, records, id, &prefix);
    registry::stand_off(xml, graph, records, &entities);
    xml.close("TEI");
}

/// All documents in one.
fn corpus(graph: &Graph, out: &mut dyn Write) -> io::Result<usize> {
    let lang = graph.config.default_language().tag();
    let mut xml = Xml::new();
    let attributes = [("xmlns", NAMESPACE), ("xml:id", "corpus"), ("xml:lang", lang)];
    xml.open("teiCorpus", &attributes);
    let records = Records::default();
    header::of_corpus(&mut xml, graph, &records);
    out.write_all(&xml.into_bytes())?;

    let ids: Vec<SpeechId> = graph.corpus.speeches().map(|(id, _)| id).collect();
    // A few documents at a time, made side by side and written in order.
    for ids in ids.chunks(64) {
        let parts: Vec<Vec<u8>> = ids
            .par_iter()
            .map(|id| {
                let mut xml = Xml::part();
                add(&mut xml, graph, &records, *id, Standing::InCorpus);
                xml.into_bytes()
            })
            .collect();
        for part in parts {
            out.write_all(&part)?;
        }
    }
    out.write_all(b"</teiCorpus>\n")?;
    Ok(ids.len())
}

/// References to entities, with spaces between.
fn pointers(graph: &Graph, entities: &[EntityId]) -> String {
    let pointers: Vec<String> =
        entities.iter().map(|id| format!("#{}", entity_id(graph, *id))).collect();
    pointers.join(" ")
}
