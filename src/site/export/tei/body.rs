//! `text`: turns as `u`, paragraphs as `seg`, what is not said as `note` and `incident`, times in a
//! `timeline`.

use super::pointers;
use super::registry::List;
use crate::reading::annotate::{Mention, speaker_entry};
use crate::reading::corpus::{EntityId, Flow, ParagraphRole, Speech, SpeechId};
use crate::reading::graph::Graph;
use crate::reading::labels;
use crate::site::export::own::Records;
use crate::site::export::said::{Piece, Stretch, pieces, stretches};
use crate::site::export::xml::{Mixed, Xml};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

struct Body<'g> {
    graph: &'g Graph,
    records: &'g Records,
    id: SpeechId,
    /// What stands before each anchor.
    prefix: &'g str,
    speech: &'g Speech,
    behind: Vec<Vec<EntityId>>,
    /// For each turn that has one, the time of the recording in thousandths of a second.
    times: Vec<Option<u64>>,
    /// The footnotes that are written already.
    told: RefCell<BTreeSet<u32>>,
}

pub(super) fn text(xml: &mut Xml, graph: &Graph, records: &Records, id: SpeechId, prefix: &str) {
    let speech = graph.corpus.speech(id);
    let time = |label: &str| labels::parts(label).time.and_then(milliseconds);
    let body = Body {
        graph,
        records,
        id,
        prefix,
        speech,
        behind: graph.behind_labels(id),
        times: speech.body.turns.iter().map(|turn| time(&turn.label)).collect(),
        told: RefCell::default(),
    };

    xml.open("text", &[]);
    xml.open("body", &[]);
    xml.open("div", &[("type", "debateSection")]);
    xml.text("head", &[], &speech.title);
    body.timeline(xml);
    body.flow(xml);
    body.other_footnotes(xml);
    xml.close("div");
    xml.close("body");
    xml.close("text");
}

impl Body<'_> {
    /// The times of the turns, from the beginning of the recording.
    fn timeline(&self, xml: &mut Xml) {
        if self.times.iter().all(Option::is_none) {
            return;
        }
        let origin = format!("{}time.0", self.prefix);
        let since = format!("#{origin}");
        xml.open("timeline", &[("unit", "s"), ("origin", &since)]);
        xml.empty("when", &[("xml:id", &origin)]);
        for (turn, time) in self.times.iter().enumerate() {
            if let Some(time) = time {
                let interval = format!("{}.{:03}", time / 1000, time % 1000);
                let attributes = [
                    ("xml:id", &*self.time_id(turn)),
                    ("interval", &interval),
                    ("since", since.as_str()),
                ];
                xml.empty("when", &attributes);
            }
        }
        xml.close("timeline");
    }

    fn time_id(&self, turn: usize) -> String {
        format!("{}time.{}", self.prefix, self.graph.anchors(self.id).turns[turn])
    }

    fn flow(&self, xml: &mut Xml) {
        // A text without turns is what its speaker says; else what is outside turns is told.
        let principals = self.graph.entities_named(&self.speech.speaker);
        let is_monologue = self.speech.body.turns.is_empty() && !principals.is_empty();
        if is_monologue {
            xml.open("u", &[("who", &pointers(self.graph, &principals)), ("ana", "#speech")]);
        }
        for piece in &self.speech.body.flow {
            match piece {
                Flow::Turn(turn) => self.turn(xml, *turn as usize),
                Flow::Block(block) => {
                    for piece in pieces(std::slice::from_ref(block)) {
                        self.piece(xml, piece, if is_monologue { "seg" } else { "p" });
                    }
                }
            }
        }
        if is_monologue {
            xml.close("u");
        }
    }

    fn turn(&self, xml: &mut Xml, turn: usize) {
        let of = &self.speech.body.turns[turn];
        xml.text("note", &[("type", "speaker")], &of.label);

        let role = self.graph.turns(self.id).roles[turn].word();
        let mut attributes = vec![
            ("xml:id", format!("{}{}", self.prefix, self.graph.anchors(self.id).turns[turn])),
            ("ana", format!("#{role}")),
        ];
        if !self.behind[turn].is_empty() {
            attributes.push(("who", pointers(self.graph, &self.behind[turn])));
        }
        let entry = speaker_entry(self.speech, &of.label);
        let body = entry.and_then(|entry| self.graph.entity_named(entry.on_behalf_of.as_ref()));
        if let Some(body) = body {
            attributes.push(("corresp", pointers(self.graph, &[body])));
        }
        if self.times[turn].is_some() {
            attributes.push(("start", format!("#{}", self.time_id(turn))));
        }
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();

        xml.open("u", &attributes);
        for piece in pieces(&of.blocks) {
            self.piece(xml, piece, "seg");
        }
        xml.close("u");
    }

    /// A piece of the text; of what is said, `said` is the element.
    fn piece(&self, xml: &mut Xml, piece: Piece<'_>, said: &str) {
        let index = match piece {
            Piece::Paragraph(index) => index,
            Piece::Verbatim(text) => {
                xml.text(said, &[("rend", "code")], text);
                return;
            }
        };
        let id: &str = &self.paragraph_id(index);
        let fill = |mixed: &mut Mixed<'_>| self.fill(mixed, index);
        match self.speech.body.paragraphs[index as usize].role {
            ParagraphRole::Text => xml.mixed(said, &[("xml:id", id)], fill),
            ParagraphRole::Cell => xml.mixed(said, &[("xml:id", id), ("rend", "cell")], fill),
            ParagraphRole::Heading => {
                xml.mixed("note", &[("xml:id", id), ("type", "heading")], fill);
            }
            ParagraphRole::Note => {
                xml.mixed("note", &[("xml:id", id), ("type", "editorial")], fill);
            }
            ParagraphRole::Footnote => {
                xml.mixed("note", &[("xml:id", id), ("place", "foot")], fill);
            }
            ParagraphRole::Scene => {
                xml.open("incident", &[("xml:id", id)]);
                xml.mixed("desc", &[], fill);
                xml.close("incident");
            }
        }
    }

    /// A paragraph with the names in it, and with each footnote where it is referred to first.
    fn fill(&self, mixed: &mut Mixed<'_>, index: u32) {
        stretches(self.graph, self.id, index, |stretch| match stretch {
            Stretch::Text(text) => mixed.lines(text, "lb"),
            Stretch::Name(text, mention) => self.name(mixed, text, mention),
            Stretch::Footnote(footnote) => self.footnote(mixed, footnote),
        });
    }

    fn name(&self, mixed: &mut Mixed<'_>, text: &str, mention: &Mention) {
        let reference = self.records.reference(self.graph, mention.entity);
        let list = List::of(self.graph, mention.entity);
        let kind = self.graph.corpus.entity(mention.entity).kind;
        let kind = self.graph.config.kinds.kind(kind).singular.as_str();

        let mut attributes = vec![("ref", reference)];
        if list == List::Concepts {
            attributes.push(("type", kind));
        }
        if mention.doubtful {
            attributes.push(("cert", "low"));
        }
        mixed.element(list.name(), &attributes, text);
    }

    fn footnote(&self, mixed: &mut Mixed<'_>, footnote: u32) {
        let number = (footnote + 1).to_string();
        let pieces = pieces(&self.speech.body.footnotes[footnote as usize].blocks);
        if !self.told.borrow_mut().insert(footnote) {
            let first = pieces.iter().find_map(|piece| self.id_of(*piece));
            if let Some(first) = first {
                let target = format!("#{first}");
                mixed.empty("ptr", &[("type", "note"), ("target", &target), ("n", &number)]);
            }
            return;
        }

        let mut attributes = vec![("place", "foot"), ("n", number.as_str())];
        if let [Piece::Paragraph(index)] = pieces.as_slice() {
            let id = self.paragraph_id(*index);
            attributes.push(("xml:id", &id));
            return mixed.mixed("note", &attributes, |note| self.fill(note, *index));
        }
        mixed.mixed("note", &attributes, |note| {
            for piece in pieces {
                match piece {
                    Piece::Paragraph(index) => {
                        let id = self.paragraph_id(index);
                        note.mixed("p", &[("xml:id", &id)], |p| self.fill(p, index));
                    }
                    Piece::Verbatim(text) => note.element("p", &[("rend", "code")], text),
                }
            }
        });
    }

    fn id_of(&self, piece: Piece<'_>) -> Option<Cow<'_, str>> {
        match piece {
            Piece::Paragraph(index) => Some(self.paragraph_id(index)),
            Piece::Verbatim(_) => None,
        }
    }

    fn paragraph_id(&self, index: u32) -> Cow<'_, str> {
        let anchor = &self.graph.anchors(self.id).paragraphs[index as usize];
        match self.prefix {
            "" => Cow::Borrowed(anchor),
            prefix => Cow::Owned(format!("{prefix}{anchor}")),
        }
    }

    /// The footnotes to which no text leads.
    fn other_footnotes(&self, xml: &mut Xml) {
        for (index, footnote) in (0..).zip(&self.speech.body.footnotes) {
            if !self.told.borrow_mut().insert(index) {
                continue;
            }
            for piece in pieces(&footnote.blocks) {
                match piece {
                    Piece::Paragraph(_) => self.piece(xml, piece, "p"),
                    Piece::Verbatim(text) => xml.text("note", &[("place", "foot")], text),
                }
            }
        }
    }
}

/// Thousandths of a second of `1:02:03.5`.
fn milliseconds(time: &str) -> Option<u64> {
    let mut total = 0_u64;
    for field in time.split(':') {
        let (whole, part) = field.split_once(['.', ',']).unwrap_or((field, ""));
        let part: String = part.chars().chain("000".chars()).take(3).collect();
        total = total * 60 + whole.parse::<u64>().ok()? * 1000 + part.parse::<u64>().ok()?;
    }
    Some(total)
}
