//! `teiHeader`: what is known of a text, or of the corpus.

use super::registry;
use super::{Standing, entity_id, pointers};
use crate::base::date::Date;
use crate::base::date::{Open, WhenWords};
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use crate::reading::graph::{Graph, Original};
use crate::site::export::cite::CitedPeople;
use crate::site::export::own::{Holder, Own, Records};
use crate::site::export::url;
use crate::site::export::xml::Xml;

/// What turns are, as `ana` names it.
pub(super) const TURNS: [(&str, &str); 3] = [
    ("question", "A turn that asks."),
    ("answer", "A turn that answers."),
    ("speech", "A turn that does neither."),
];

/// The element that holds what TEI has none for.
const HOLDER: Holder = Holder { name: "xenoData", attribute: ("type", "front-matter") };

/// `entities` are those that the document has.
pub(super) fn of_speech(
    xml: &mut Xml,
    graph: &Graph,
    records: &Records,
    id: SpeechId,
    standing: Standing,
    entities: &[EntityId],
) {
    let speech = graph.corpus.speech(id);
    let date = Dated::of(speech);
    xml.open("teiHeader", &[]);
    xml.open("fileDesc", &[]);
    title(xml, graph, id);
    extent(xml, graph, id);
    publication(xml, graph, &url(graph, &graph.speech_route(id)), speech.license.as_ref());
    sources(xml, speech, &date);
    xml.close("fileDesc");
    if standing == Standing::Alone {
        encoding(xml, graph, entities);
    }
    profile(xml, graph, id, &date);
    Own { graph, records, speech: Some(id), entities }.write(xml, &HOLDER);
    if !speech.changes.is_empty() {
        xml.open("revisionDesc", &[]);
        // The latest first, as the guidelines ask.
        for change in speech.changes.iter().rev() {
            let note = change.note.text(&speech.lang);
            xml.text("change", &[("when", &change.date.to_string())], note);
        }
        xml.close("revisionDesc");
    }
    xml.close("teiHeader");
}

pub(super) fn of_corpus(xml: &mut Xml, graph: &Graph, records: &Records) {
    let config = &graph.config;
    let lang = config.default_language();
    xml.open("teiHeader", &[]);
    xml.open("fileDesc", &[]);
    xml.open("titleStmt", &[]);
    for (of, text) in config.title.versions() {
        let lang = of.unwrap_or(lang);
        xml.text("title", &[("xml:lang", lang.tag())], text);
    }
    xml.close("titleStmt");

    xml.open("extent", &[]);
    let n_speeches = graph.corpus.speeches.len().to_string();
    xml.text("measure", &[("unit", "texts"), ("quantity", &n_speeches)], &n_speeches);
    xml.close("extent");
    publication(xml, graph, &url(graph, &graph.home_route(0)), None);
    xml.open("sourceDesc", &[]);
    xml.text("p", &[], "The sources of each text are named in its own header.");
    xml.close("sourceDesc");
    xml.close("fileDesc");
    let all: Vec<_> = graph.corpus.entities().map(|(id, _)| id).collect();
    encoding(xml, graph, &all);

    xml.open("profileDesc", &[]);
    xml.open("langUsage", &[]);
    let mut tags: Vec<&str> = graph.corpus.speeches.iter().map(|of| of.lang.tag()).collect();
    tags.push(lang.tag());
    tags.sort_unstable();
    tags.dedup();
    for tag in tags {
        xml.text("language", &[("ident", tag)], tag);
    }
    xml.close("langUsage");
    registry::participants(xml, graph, records, &all);
    xml.close("profileDesc");
    Own { graph, records, speech: None, entities: &all }.write(xml, &HOLDER);
    xml.close("teiHeader");
}

fn title(xml: &mut Xml, graph: &Graph, id: SpeechId) {
    let speech = graph.corpus.speech(id);
    let lang = &speech.lang;
    xml.open("titleStmt", &[]);
    xml.text("title", &[("xml:lang", lang.tag())], &speech.title);
    for author in CitedPeople::of(graph, id).authors {
        let name = graph.corpus.entity(author).name.text(lang);
        let reference = format!("#{}", entity_id(graph, author));
        xml.text("author", &[("ref", &reference)], name);
    }
    let hands = [("translation", &speech.translator), ("transcription", &speech.transcriber)];
    for (work, people) in hands {
        for person in people {
            xml.open("respStmt", &[]);
            xml.text("resp", &[], work);
            match graph.entity_named(Some(person)) {
                Some(id) => xml.text("name", &[], graph.corpus.entity(id).name.text(lang)),
                None => xml.text("name", &[], &person.id),
            }
            xml.close("respStmt");
        }
    }
    xml.close("titleStmt");
}

fn extent(xml: &mut Xml, graph: &Graph, id: SpeechId) {
    let counts_characters = graph.corpus.speech(id).lang.counts_characters();
    let unit = if counts_characters { "characters" } else { "words" };
    let turns = graph.corpus.speech(id).body.turns.len().to_string();
    let length = graph.length(id).to_string();
    xml.open("extent", &[]);
    xml.text("measure", &[("unit", "speeches"), ("quantity", &turns)], &turns);
    xml.text("measure", &[("unit", unit), ("quantity", &length)], &length);
    xml.close("extent");
}

fn publication(xml: &mut Xml, graph: &Graph, address: &str, license: Option<&String>) {
    let config = &graph.config;
    xml.open("publicationStmt", &[]);
    xml.text("publisher", &[], config.title.text(config.default_language()));
    xml.text("idno", &[("type", "URI")], address);
    if let Some(license) = license.or(config.license.as_ref()) {
        xml.open("availability", &[]);
        if license.starts_with("http") {
            xml.text("licence", &[("target", license)], license);
        } else {
            xml.text("licence", &[], license);
        }
        xml.close("availability");
    }
    xml.close("publicationStmt");
}

fn sources(xml: &mut Xml, speech: &Speech, date: &Dated) {
    xml.open("sourceDesc", &[]);
    if speech.sources.is_empty() {
        xml.open("bibl", &[]);
        xml.text("title", &[], &speech.title);
        date.write(xml);
        xml.close("bibl");
    }
    for source in &speech.sources {
        xml.open("bibl", &[]);
        xml.text("title", &[], &speech.title);
        for address in [&source.url, &source.archived_url].into_iter().flatten() {
            xml.text("idno", &[("type", "URI")], address);
        }
        if let Some(note) = &source.note {
            xml.text("note", &[], note.text(&speech.lang));
        }
        date.write(xml);
        xml.close("bibl");
    }
    xml.close("sourceDesc");
}

/// When a text was given, which stands in several places; `cert` says how sure that is.
struct Dated {
    text: String,
    attributes: Vec<(&'static str, String)>,
}

impl Dated {
    fn of(speech: &Speech) -> Self {
        let when = speech.when();
        let text = when.text(&speech.lang, &WhenWords::of(&speech.lang));
        if !when.date.is_known() {
            return Dated { text, attributes: vec![("cert", "unknown".to_owned())] };
        }

        let first = when.date.to_string();
        let mut attributes = match (when.last, when.open) {
            (Some(last), _) => vec![("from", first), ("to", last.to_string())],
            (None, Some(Open::End)) => vec![("from", first)],
            (None, Some(Open::Beginning)) => vec![("to", first)],
            (None, None) => vec![("when", first)],
        };
        if when.doubt.is_uncertain {
            attributes.push(("cert", "low".to_owned()));
        } else if when.doubt.is_about {
            attributes.push(("cert", "medium".to_owned()));
        }
        Dated { text, attributes }
    }

    fn write(&self, xml: &mut Xml) {
        let attributes: Vec<(&str, &str)> =
            self.attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
        xml.text("date", &attributes, &self.text);
    }
}

/// How the text is encoded; and the words by which it classifies turns and what is no person, place
/// or organization, so that every pointer in a document leads somewhere in it.
fn encoding(xml: &mut Xml, graph: &Graph, entities: &[EntityId]) {
    xml.open("encodingDesc", &[]);
    xml.open("projectDesc", &[]);
    xml.text("p", &[], "Made by Oratory from the annotated texts of the site.");
    xml.close("projectDesc");
    xml.open("classDecl", &[]);
    xml.open("taxonomy", &[("xml:id", "turns")]);
    for (word, meaning) in TURNS {
        xml.open("category", &[("xml:id", word)]);
        xml.text("catDesc", &[], meaning);
        xml.close("category");
    }
    xml.close("taxonomy");

    registry::taxonomies(xml, graph, entities);
    xml.close("classDecl");
    xml.close("encodingDesc");
}

fn profile(xml: &mut Xml, graph: &Graph, id: SpeechId, date: &Dated) {
    let speech = graph.corpus.speech(id);
    let lang = &speech.lang;
    xml.open("profileDesc", &[]);
    xml.open("langUsage", &[]);
    xml.text("language", &[("ident", lang.tag())], lang.endonym());
    xml.close("langUsage");

    xml.open("settingDesc", &[]);
    xml.open("setting", &[]);
    if let Some(place) = graph.entity_named(speech.location.as_ref()) {
        let name = graph.corpus.entity(place).name.text(lang);
        xml.text("placeName", &[("ref", &pointers(graph, &[place]))], name);
    }
    date.write(xml);
    let event = graph.occasion(id, lang);
    if !event.is_empty() {
        xml.text("activity", &[], event);
    }
    xml.close("setting");
    xml.close("settingDesc");

    if let Some(Original::Language(_) | Original::Version(_)) = graph.original_of(id) {
        translated(xml, graph, id);
    }
    xml.close("profileDesc");
}

/// That a text is a translation, and of what.
fn translated(xml: &mut Xml, graph: &Graph, id: SpeechId) {
    let (lang, target) = match graph.original_of(id) {
        Some(Original::Version(original)) => (
            graph.corpus.speech(*original).lang.clone(),
            Some(url(graph, &graph.speech_route(*original))),
        ),
        Some(Original::Language(lang)) => (lang.clone(), None),
        None => return,
    };
    xml.open("textDesc", &[]);
    xml.text("channel", &[("mode", "s")], "speech");
    xml.text("constitution", &[("type", "single")], "");
    let text = format!("translated from {}", lang.tag());
    match &target {
        Some(target) => {
            xml.open("derivation", &[("type", "translation")]);
            xml.text("ref", &[("target", target)], &text);
            xml.close("derivation");
        }
        None => xml.text("derivation", &[("type", "translation")], &text),
    }
    xml.empty("domain", &[("type", "public")]);
    xml.empty("factuality", &[("type", "fact")]);
    xml.empty("interaction", &[]);
    xml.empty("preparedness", &[]);
    xml.empty("purpose", &[]);
    xml.close("textDesc");
}

/// A date as an attribute may have it.
pub(super) fn when(date: Date) -> String {
    date.to_string()
}
