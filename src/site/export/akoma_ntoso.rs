//! A speech → Akoma Ntoso 3.0, a `debate` (OASIS LegalDocML,
//! <http://docs.oasis-open.org/legaldocml/akn-core/v1.0/>).
//!
//! **Invariant:** every word of a text is in its document once, with the anchor of its paragraph as
//! `eId`; `by` leads to who speaks. A speaker without a name is a role by what the label says, never a
//! person. Emphasis and links are left out; nothing else is.
//! **Invariant:** what a speech says of itself and the standard has no element for is in `proprietary`
//! (see `own`); the documents are valid by the schema of the standard.

use super::own::{Holder, Own, Records, entities_of, entity_id};
use super::said::{Piece, Stretch, pieces, stretches};
use super::xml::{Mixed, Xml, xml_id};
use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::base::lang::Lang;
use crate::reading::corpus::{EntityId, Flow, ParagraphRole, Speech, SpeechId};
use crate::reading::graph::Graph;
use crate::reading::labels;
use std::collections::BTreeMap;

/// Akoma Ntoso.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "akoma-ntoso",
    summary: "each speech as an Akoma Ntoso debate, beside its page",
    absolute: false,
    by_default: false,
    kept: Some(Kept { label: "Akoma Ntoso", media_type: "application/akn+xml", n_rows: None }),
    files: Files::Speeches(SpeechFiles {
        suffix: ".akn.xml",
        make: Maker::Document(document),
        whole: None,
    }),
};

/// The country of a work whose country is not known (ISO 3166-1, `ZZ` is the user's own).
const NO_COUNTRY: &str = "zz";

/// Who says what the document says of itself.
const EDITOR: &str = "#site";

struct Document<'g> {
    graph: &'g Graph,
    records: &'g Records,
    id: SpeechId,
    speech: &'g Speech,
    entities: Vec<EntityId>,
    behind: Vec<Vec<EntityId>>,
    /// The roles of those who speak without a name, or several as one, by what the label says.
    unnamed: BTreeMap<String, String>,
}

fn document(graph: &Graph, records: &Records, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let behind = graph.behind_labels(id);
    let mut unnamed = BTreeMap::new();
    for (turn, people) in speech.body.turns.iter().zip(&behind) {
        // `by` takes one: several who speak as one are a role, as is somebody without a name.
        if people.len() != 1 {
            let name = labels::name(&turn.label);
            unnamed.entry(name.to_owned()).or_insert_with(|| xml_id("role", name));
        }
    }
    let principals = graph.entities_named(&speech.speaker);
    if principals.len() > 1 && speech.body.turns.is_empty() {
        let names = names(graph, &principals, &speech.lang);
        let role = xml_id("role", &names);
        unnamed.insert(names, role);
    }
    let entities = entities_of(graph, id);
    let document = Document { graph, records, id, speech, entities, behind, unnamed };

    let mut xml = Xml::new();
    xml.open("akomaNtoso", &[("xmlns", "http://docs.oasis-open.org/legaldocml/ns/akn/3.0")]);
    let name = if speech.speech_type.is_empty() { "speech" } else { speech.speech_type };
    xml.open("debate", &[("name", name)]);
    xml.open("meta", &[]);
    document.identification(&mut xml);
    document.references(&mut xml);
    document.notes(&mut xml);
    let own = Own { graph, records, speech: Some(id), entities: &document.entities };
    own.write(&mut xml, &Holder { name: "proprietary", attribute: ("source", EDITOR) });
    xml.close("meta");
    xml.open("debateBody", &[]);
    document.section(&mut xml);
    xml.close("debateBody");
    xml.close("debate");
    xml.close("akomaNtoso");
    xml.into_bytes()
}

/// The id of a footnote, by its index.
fn note_id(footnote: u32) -> String {
    format!("note.{}", footnote + 1)
}

/// The names of those who speak as one.
fn names(graph: &Graph, people: &[EntityId], lang: &Lang) -> String {
    let name = |id: &EntityId| graph.corpus.entity(*id).name.text(lang);
    let names: Vec<&str> = people.iter().map(name).collect();
    names.join("; ")
}

impl Document<'_> {
    /// Work, expression and manifestation, by the naming convention of the standard.
    fn identification(&self, xml: &mut Xml) {
        let Speech { id, lang, .. } = self.speech;
        let day = self.speech.date.rfc3339();
        let day = day.split('T').next().unwrap_or_default();
        let work = format!("/akn/{NO_COUNTRY}/debate/{}/{id}", self.speech.date);
        let expression = format!("{work}/{}@", lang.primary());
        // The schema wants a date: of one that nobody knows its name says that it is none.
        let of_work = if self.speech.date.is_known() { "original" } else { "unknown" };
        let levels = [
            ("FRBRManifestation", format!("{expression}.xml"), "published"),
            ("FRBRExpression", expression, "transcript"),
            ("FRBRWork", work, of_work),
        ];

        xml.open("identification", &[("source", EDITOR)]);
        for (level, uri, date) in levels.into_iter().rev() {
            xml.open(level, &[]);
            xml.empty("FRBRthis", &[("value", &format!("{uri}/!main"))]);
            xml.empty("FRBRuri", &[("value", &uri)]);
            if level == "FRBRWork" {
                let page = url(self.graph, &self.graph.speech_route(self.id));
                xml.empty("FRBRalias", &[("value", &page), ("name", "page")]);
            }
            xml.empty("FRBRdate", &[("date", day), ("name", date)]);
            xml.empty("FRBRauthor", &[("href", EDITOR), ("as", "#editor")]);
            match level {
                "FRBRWork" => xml.empty("FRBRcountry", &[("value", NO_COUNTRY)]),
                "FRBRExpression" => xml.empty("FRBRlanguage", &[("language", lang.primary())]),
                _ => xml.empty("FRBRformat", &[("value", "application/akn+xml")]),
            }
            xml.close(level);
        }
        xml.close("identification");
    }

    fn references(&self, xml: &mut Xml) {
        let config = &self.graph.config;
        xml.open("references", &[("source", EDITOR)]);
        let title = config.title.text(config.default_language());
        let home = self.graph.home_route(0);
        let home = config.base_url.as_deref().unwrap_or(home.path());
        for &id in &self.entities {
            let entity = self.graph.corpus.entity(id);
            let name = entity.name.text(&self.speech.lang);
            let page = url(self.graph, &self.graph.entity_route(0, id));
            // An identifier that the world knows says more than our page.
            let href = entity.same_as().next().unwrap_or(&page);
            let attributes =
                [("eId", &*entity_id(self.graph, id)), ("href", href), ("showAs", name)];
            xml.empty(self.class(id), &attributes);
        }
        let attributes = [("eId", "site"), ("href", home), ("showAs", title)];
        xml.empty("TLCOrganization", &attributes);
        xml.empty(
            "TLCRole",
            &[("eId", "editor"), ("href", "/ontology/role/editor"), ("showAs", "editor")],
        );
        for (name, id) in &self.unnamed {
            let href = format!("/ontology/role/{}", xml_id("unnamed", name));
            let shown = if name.is_empty() { "unnamed" } else { name };
            xml.empty("TLCRole", &[("eId", id), ("href", &href), ("showAs", shown)]);
        }
        xml.close("references");
    }

    /// The footnotes, to which the text leads by their ids.
    fn notes(&self, xml: &mut Xml) {
        let footnotes = &self.speech.body.footnotes;
        if footnotes.is_empty() {
            return;
        }
        xml.open("notes", &[("source", EDITOR)]);
        for (index, footnote) in (0..).zip(footnotes) {
            xml.open("note", &[("eId", &note_id(index))]);
            for piece in pieces(&footnote.blocks) {
                match piece {
                    Piece::Paragraph(index) => {
                        xml.mixed("p", &[("eId", self.anchor(index))], |p| self.fill(p, index));
                    }
                    Piece::Verbatim(text) => xml.text("p", &[], text),
                }
            }
            xml.close("note");
        }
        xml.close("notes");
    }

    fn section(&self, xml: &mut Xml) {
        xml.open("debateSection", &[("eId", "main"), ("name", "main")]);
        xml.text("heading", &[], &self.speech.title);

        let principals = self.graph.entities_named(&self.speech.speaker);
        let body = &self.speech.body;
        if body.turns.is_empty() && !principals.is_empty() {
            let mut all = Vec::new();
            for piece in &body.flow {
                if let Flow::Block(block) = piece {
                    all.extend(pieces(std::slice::from_ref(block)));
                }
            }
            let name = names(self.graph, &principals, &self.speech.lang);
            let by = match principals.as_slice() {
                [one] => self.records.reference(self.graph, *one).to_owned(),
                _ => self.role_of(&name),
            };
            self.said(xml, "speech", &[("by", &by)], &name, &all);
            xml.close("debateSection");
            return;
        }

        for piece in &body.flow {
            match piece {
                Flow::Turn(turn) => self.turn(xml, *turn as usize),
                Flow::Block(block) => {
                    for piece in pieces(std::slice::from_ref(block)) {
                        self.told(xml, piece);
                    }
                }
            }
        }
        // A section holds something.
        if body.flow.is_empty() {
            xml.text("narrative", &[], "");
        }
        xml.close("debateSection");
    }

    fn turn(&self, xml: &mut Xml, turn: usize) {
        let of = &self.speech.body.turns[turn];
        let by = match self.behind[turn].as_slice() {
            [one] => self.records.reference(self.graph, *one).to_owned(),
            _ => self.role_of(labels::name(&of.label)),
        };
        let element = self.graph.turns(self.id).roles[turn].word();
        let id: &str = &self.graph.anchors(self.id).turns[turn];
        self.said(xml, element, &[("eId", id), ("by", &by)], &of.label, &pieces(&of.blocks));
    }

    /// The role under which somebody without a name speaks, or several as one: `by` takes one.
    fn role_of(&self, name: &str) -> String {
        self.unnamed.get(name).map_or_else(String::new, |id| format!("#{id}"))
    }

    /// What somebody says. What is not said (scenes, notes) is a remark within a paragraph there, for
    /// the schema has paragraphs alone in a turn.
    fn said(
        &self,
        xml: &mut Xml,
        element: &str,
        attributes: &[(&str, &str)],
        label: &str,
        pieces: &[Piece<'_>],
    ) {
        xml.open(element, attributes);
        xml.text("from", &[], label);
        for piece in pieces {
            match piece {
                Piece::Verbatim(text) => xml.text("p", &[], text),
                Piece::Paragraph(index) => {
                    let id = self.anchor(*index);
                    let paragraph = &self.speech.body.paragraphs[*index as usize];
                    match paragraph.is_said() {
                        true => xml.mixed("p", &[("eId", id)], |p| self.fill(p, *index)),
                        false => {
                            let text = &paragraph.text;
                            // Of the types of remarks that the schema has, one is ours.
                            let kind = match self.role(*index) {
                                ParagraphRole::Scene => ("type", "sceneDescription"),
                                _ => ("class", self.role(*index).word()),
                            };
                            xml.mixed("p", &[("eId", id)], |p| p.element("remark", &[kind], text));
                        }
                    }
                }
            }
        }
        // The schema wants a paragraph in every turn.
        if pieces.is_empty() {
            xml.empty("p", &[]);
        }
        xml.close(element);
    }

    /// What is outside turns.
    fn told(&self, xml: &mut Xml, piece: Piece<'_>) {
        match piece {
            Piece::Verbatim(text) => xml.text("narrative", &[], text),
            Piece::Paragraph(index) => {
                let element = match self.role(index) {
                    ParagraphRole::Scene => "scene",
                    ParagraphRole::Heading => "summary",
                    _ => "narrative",
                };
                xml.mixed(element, &[("eId", self.anchor(index))], |of| self.fill(of, index));
            }
        }
    }

    /// A paragraph with the names in it.
    fn fill(&self, mixed: &mut Mixed<'_>, index: u32) {
        stretches(self.graph, self.id, index, |stretch| match stretch {
            Stretch::Text(text) => mixed.lines(text, "eol"),
            Stretch::Name(text, mention) => {
                let reference = self.records.reference(self.graph, mention.entity);
                let element = match self.class(mention.entity) {
                    "TLCPerson" => "person",
                    "TLCLocation" => "location",
                    "TLCOrganization" => "organization",
                    "TLCEvent" => "event",
                    _ => "concept",
                };
                mixed.element(element, &[("refersTo", reference)], text);
            }
            Stretch::Footnote(footnote) => {
                let (href, number) = (format!("#{}", note_id(footnote)), footnote + 1);
                mixed.empty("noteRef", &[("href", &href), ("marker", &number.to_string())]);
            }
        });
    }

    /// The class of an entity in the ontology of the standard.
    fn class(&self, id: EntityId) -> &'static str {
        let kind = self.graph.config.kinds.kind(self.graph.corpus.entity(id).kind);
        match kind.schema_type {
            "Person" => "TLCPerson",
            "Place" => "TLCLocation",
            "Organization" => "TLCOrganization",
            "Event" => "TLCEvent",
            _ if kind.personal => "TLCPerson",
            _ => "TLCConcept",
        }
    }

    fn anchor(&self, index: u32) -> &str {
        &self.graph.anchors(self.id).paragraphs[index as usize]
    }

    fn role(&self, index: u32) -> ParagraphRole {
        self.speech.body.paragraphs[index as usize].role
    }
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;

    const INTERVIEW: &str = "---\ntitle: A\ndate: 2024-01\ntype: interview\npeople: [ines]\n\
        speakers: {Ines Hale: {person: ines, turn: answer}, Q: {turn: question}}\n---\n\
        It was raining.\n\n**Q:** Ines Hale, how?\n\n**Ines Hale:** So.\n\n> (laughter)\n";

    fn document_of(speech: &str) -> String {
        let graph = fixture::graph_of([
            ("oratory.toml", "title = 'T'\n[export]\nalso = ['akoma-ntoso']\n"),
            ("content/people/ines.md", "---\nname: Ines Hale\n---\n"),
            ("content/people/bob.md", "---\nname: Bob Orr\n---\n"),
            ("content/speeches/a.en.md", speech),
        ]);
        String::from_utf8(fixture::file(&graph, "speeches/a.akn.xml")).unwrap()
    }

    #[test]
    fn a_turn_is_what_it_does_and_by_whom() {
        let document = document_of(INTERVIEW);
        assert!(!fixture::elements(document.as_bytes()).is_empty());
        for part in [
            "<debate name=\"interview\">",
            "<FRBRdate date=\"2024-01-01\" name=\"original\"/>",
            "<narrative eId=\"p1\">It was raining.</narrative>",
            "<question eId=\"t1\" by=\"#role.Q\">\n<from>Q</from>\n<p eId=\"t1p1\"><person refersTo=\"#person.ines\">Ines Hale</person>, how?</p>",
            "<answer eId=\"t2\" by=\"#person.ines\">",
            "<remark type=\"sceneDescription\">(laughter)</remark>",
            "<TLCRole eId=\"role.Q\"",
            "<TLCPerson eId=\"person.ines\" href=\"people/ines.html\" showAs=\"Ines Hale\"/>",
        ] {
            assert!(document.contains(part), "{part}\n{document}");
        }
    }

    #[test]
    fn several_who_speak_as_one_are_a_role_and_nobody_alone() {
        for speech in [
            "---\ntitle: A\ndate: unknown\nspeaker: [ines, bob]\n---\nWe agree.\n",
            "---\ntitle: A\ndate: unknown\nspeakers: {The chairs: {people: [ines, bob]}}\n---\n**The chairs:** We agree.\n",
        ] {
            let document = document_of(speech);
            assert!(!document.contains("by=\"#person."), "{document}");
            assert!(document.contains("by=\"#role."), "{document}");
            assert!(document.contains("name=\"unknown\"/>"), "{document}");
        }
    }
}
