//! What TEI and Akoma Ntoso have no element for → JSON in an element of our own, under the keys of
//! our front matter, so that the documents read again are the same speech.
//!
//! **Invariant:** each key of a speech's front matter is in its document, in an element of the format
//! or here, but for those that mean nothing elsewhere: `image` and a recording that is a file lie
//! beside the speech, `redirects` are addresses of the site, `embargo` has passed when a document is
//! made, and of a `withdrawn` speech none is. Of a text that is translated the language stands for
//! the speech that it names. Of entities the text of their pages, pictures and `redirects` stay.
//! **Invariant:** an entity that is named here is one of the document's; another stays out.

mod fields;
mod records;

use super::written_extra;
use super::xml::{Mixed, Xml};
use crate::base::words::Words;
use crate::reading::config::LinkPolicy;
use crate::reading::corpus::{
    Alias, Change, Entity, EntityId, FactValue, Listed, Recording, Reference, Role, Source,
    Speaker, Speakers, Speech, SpeechId, TurnRole,
};
use crate::reading::graph::{Graph, Original};
use crate::reading::kinds::Kind;
use fields::{Fields, Json};
pub(super) use records::{Records, entity_id};

/// The namespace of the element, which its reader knows it by.
const NAMESPACE: &str = "urn:oratory:front-matter";

/// The entities of a document: those that the text names, that speak in it, and that its front matter
/// names; sorted, each once.
pub(super) fn entities_of(graph: &Graph, id: SpeechId) -> Vec<EntityId> {
    let speech = graph.corpus.speech(id);
    let mut named: Vec<&Reference> = Vec::new();
    named.extend(speech.lists.iter().flatten().map(|listed| &listed.entity));
    named.extend(speech.translator.iter().chain(&speech.transcriber));
    named.extend(speech.speakers.iter().flatten().flat_map(|speaker| &speaker.people));

    let mut entities = super::said::entities_of(graph, id);
    entities.extend(named.into_iter().filter_map(|of| graph.entity_named(Some(of))));
    entities.extend(graph.event_of(id));
    entities.sort_unstable();
    entities.dedup();
    entities
}

/// The element that a format has for what is none of its own.
pub(super) struct Holder {
    pub(super) name: &'static str,
    pub(super) attribute: (&'static str, &'static str),
}

/// What a document says under our own keys.
pub(super) struct Own<'g> {
    pub(super) graph: &'g Graph,
    pub(super) records: &'g Records,
    /// The speech that it is of, if it is of one.
    pub(super) speech: Option<SpeechId>,
    /// The entities in it, sorted.
    pub(super) entities: &'g [EntityId],
}

impl Own<'_> {
    pub(super) fn write(&self, xml: &mut Xml, holder: &Holder) {
        xml.open(holder.name, &[holder.attribute]);
        xml.mixed("front-matter", &[("xmlns", NAMESPACE)], |out| {
            out.ready("{");
            if !self.entities.is_empty() {
                self.write_entities(out);
            }
            if let Some(id) = self.speech {
                out.ready(if self.entities.is_empty() { "\"speech\":" } else { ",\"speech\":" });
                out.text(&of_speech(self.graph, id).json());
            }
            out.ready("}");
        });
        xml.close(holder.name);
    }

    fn write_entities(&self, out: &mut Mixed<'_>) {
        let document = Document { graph: self.graph, entities: self.entities };
        let mut before = "\"entities\":[";
        for id in self.entities {
            out.ready(before);
            match self.records.of(self.graph, *id) {
                Some(record) => out.ready(record),
                None => out.text(&document.record(*id)),
            }
            before = ",";
        }
        out.ready("]");
    }
}

fn of_speech(graph: &Graph, id: SpeechId) -> Fields<'_> {
    let speech = graph.corpus.speech(id);
    let mut fields = Fields::default();

    fields.text("id", &speech.id);
    fields.put("date", Some(speech.when().to_string()));
    fields.text("type", speech.speech_type);
    match graph.event_of(id) {
        Some(event) => fields.text("event", &graph.corpus.entity(event).id),
        None => fields.put("event", speech.event.as_ref().map(words)),
    }
    fields.put("location", speech.location.as_ref().map(|place| place.id.as_str()));

    fields.ids("speaker", &speech.speaker);
    fields.put("role", speech.role.as_ref().map(words));
    fields.table("lists", lists(graph, speech));
    fields.put("speakers", speech.speakers.as_ref().map(speakers));

    fields.list("sources", speech.sources.iter().map(source).collect());
    fields.put("license", speech.license.as_deref());
    fields.text("text_status", speech.text_status);
    if speech.translation_of.is_some() {
        fields.put("translation_of", graph.original_of(id).map(|of| original(graph, of)));
    }
    fields.ids("translator", &speech.translator);
    fields.ids("transcriber", &speech.transcriber);
    fields.list("changes", speech.changes.iter().map(change).collect());

    fields.put("recording", speech.recording.as_ref().and_then(recording));
    fields.put("draft", speech.draft.then_some(true));
    fields.put("extra", written_extra(&speech.extra));
    fields
}

/// Whom and what a speech lists, by kind.
fn lists<'g>(graph: &'g Graph, speech: &'g Speech) -> Fields<'g> {
    let mut lists = Fields::default();
    for ((_, kind), list) in graph.config.kinds.iter().zip(&speech.lists) {
        lists.list(&kind.key, list.iter().map(listed).collect());
    }
    lists
}

/// Who is behind each label. A table that is there and empty says that nobody is.
fn speakers(of: &Speakers) -> Fields<'_> {
    let mut table = Fields::default();
    for speaker in of {
        table.put(&speaker.label, Some(behind(speaker)));
    }
    table
}

/// A recording that is elsewhere; a file beside the speech means nothing in a document.
fn recording(of: &Recording) -> Option<Fields<'_>> {
    if !of.media.is_elsewhere() {
        return None;
    }
    let mut fields = Fields::default();
    fields.put(if of.is_video { "video" } else { "audio" }, Some(of.media.src.as_str()));
    Some(fields)
}

/// The language of an original.
fn original<'g>(graph: &'g Graph, of: &'g Original) -> &'g str {
    match of {
        Original::Version(original) => graph.corpus.speech(*original).lang.tag(),
        Original::Language(lang) => lang.tag(),
    }
}

fn change(of: &Change) -> Json<'_> {
    let mut fields = Fields::default();
    fields.put("date", Some(of.date.to_string()));
    fields.put("note", Some(words(&of.note)));
    fields.into()
}

fn listed(of: &Listed) -> Json<'_> {
    let Listed { entity, called, link, is_about } = of;
    if called.is_empty() && link.is_none() && !is_about {
        return entity.id.as_str().into();
    }

    let mut fields = Fields::default();
    fields.text("id", &entity.id);
    fields.list("as", called.iter().map(|name| name.as_str().into()).collect());
    let word = |link: &LinkPolicy| {
        LinkPolicy::WORDS.iter().find(|(_, known)| known == link).map(|(word, _)| *word)
    };
    fields.put("link", link.as_ref().and_then(word));
    fields.put("about", is_about.then_some(true));
    fields.into()
}

fn behind(of: &Speaker) -> Json<'_> {
    let mut fields = Fields::default();
    fields.ids("people", &of.people);
    fields.put("as", of.role.as_ref().map(words));
    fields.put("on_behalf_of", of.on_behalf_of.as_ref().map(|of| of.id.as_str()));
    fields.put("turn", of.turn.map(TurnRole::word));
    fields.into()
}

fn source(of: &Source) -> Json<'_> {
    let mut fields = Fields::default();
    fields.put("url", of.url.as_deref());
    fields.put("archived_url", of.archived_url.as_deref());
    fields.put("retrieved", of.retrieved.map(|date| date.to_string()));
    fields.put("note", of.note.as_ref().map(words));
    fields.put("sha256", of.sha256.as_deref());
    fields.into()
}

/// A text as front matter has it: alone, or by language.
fn words(of: &Words) -> Json<'_> {
    let mut versions = Fields::default();
    for (lang, text) in of.versions() {
        match lang {
            None => return text.into(),
            Some(lang) => versions.put(lang.tag(), Some(text)),
        }
    }
    versions.into()
}

/// Whether nothing is said of a name but what it is.
fn is_plain(alias: &Alias) -> bool {
    let Alias { text: _, forms, from, until, auto, span: _ } = alias;
    forms.is_empty() && from.is_none() && until.is_none() && *auto
}

fn alias(of: &Alias) -> Json<'_> {
    if is_plain(of) {
        return of.text.as_str().into();
    }
    let mut fields = Fields::default();
    fields.text("name", &of.text);
    fields.list("forms", of.forms.iter().map(|form| form.as_str().into()).collect());
    fields.put("from", of.from.map(|date| date.to_string()));
    fields.put("until", of.until.map(|date| date.to_string()));
    fields.put("auto", (!of.auto).then_some(false));
    fields.into()
}

/// A document, in which an entity is named by its id if it is one of the document's.
struct Document<'g> {
    graph: &'g Graph,
    /// Sorted.
    entities: &'g [EntityId],
}

impl<'g> Document<'g> {
    fn has(&self, id: EntityId) -> bool {
        self.entities.binary_search(&id).is_ok()
    }

    /// An entity, as JSON: its kind and id, and what its file says.
    fn record(&self, id: EntityId) -> String {
        let entity = self.graph.corpus.entity(id);
        let kind = self.graph.config.kinds.kind(entity.kind);

        let mut fields = Fields::default();
        fields.put("key", Some(entity_id(self.graph, id)));
        fields.put("kind", Some(kind.key.as_str()));
        fields.put("id", Some(entity.id.as_str()));
        fields.put("says", Some(self.says(entity, kind)));
        fields.json()
    }

    fn says(&self, entity: &'g Entity, kind: &'g Kind) -> Fields<'g> {
        // The name is an alias, too, in each language.
        let is_name = |alias: &Alias| entity.name.versions().any(|(_, name)| name == alias.text);
        let mut aliases = Vec::new();
        for alias in &entity.aliases {
            if !is_plain(alias) || !is_name(alias) {
                aliases.push(self::alias(alias));
            }
        }

        let mut says = Fields::default();
        says.put("name", Some(words(&entity.name)));
        says.list("aliases", aliases);
        says.list("not", entity.not.iter().map(|text| text.as_str().into()).collect());
        says.put("description", entity.description.as_ref().map(words));
        for fact in &kind.facts {
            let mut values = entity.facts.of(fact).iter().filter_map(|of| self.value(of));
            if fact.is_list {
                says.list(&fact.key, values.collect());
            } else {
                says.put(&fact.key, values.next());
            }
        }
        says.put("extra", written_extra(&entity.extra));
        says
    }

    fn value(&self, of: &'g FactValue) -> Option<Json<'g>> {
        Some(match of {
            FactValue::Date(date) => date.to_string().into(),
            FactValue::Text(text) | FactValue::Link(text) => text.as_str().into(),
            FactValue::Number(written) => written.as_str().into(),
            FactValue::Words(of) => words(of),
            FactValue::Reference(of) => {
                let entity = self.graph.entity_named(Some(of))?;
                self.has(entity).then_some(of.id.as_str())?.into()
            }
            FactValue::Point(point) => {
                Json::List(point.degrees().map(|degrees| degrees.to_string().into()).into())
            }
            FactValue::Role(of) => self.role(of),
        })
    }

    fn role(&self, of: &'g Role) -> Json<'g> {
        let mut fields = Fields::default();
        fields.put("role", Some(words(&of.role)));
        fields.put("organization", of.organization.as_ref().map(|body| self.body(body)));
        fields.put("from", of.from.map(|date| date.to_string()));
        fields.put("until", of.until.map(|date| date.to_string()));
        fields.into()
    }

    /// The id of the body in which a role is held; of one that the document does not have, the name
    /// says which it is.
    fn body(&self, of: &'g Reference) -> &'g str {
        match self.graph.entity_named(Some(of)) {
            Some(id) if !self.has(id) => {
                self.graph.corpus.entity(id).name.text(self.graph.config.default_language())
            }
            _ => &of.id,
        }
    }
}
