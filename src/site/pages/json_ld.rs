//! What a page says of itself in schema.org terms (JSON-LD), for a data block in its head.

use super::context::PageContext;
use super::views::PictureView;
use crate::reading::corpus::{EntityId, FactValue, Reference, SpeechId};
use crate::reading::graph::{Original, RecordingPlace};
use crate::site::export::number;
use serde_json::{Value, json};
use std::cmp::Reverse;

/// Entities that a speech says it mentions, those mentioned most in the site first: a page's head
/// is not its index.
const MENTIONED: usize = 50;

/// JSON that may stand in `<script>`: `<` is written as an escape, so that nothing ends the block
/// early.
fn block(mut value: Value) -> String {
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !value.is_null());
    }
    value.to_string().replace('<', "\\u003c")
}

impl PageContext<'_> {
    pub(super) fn json_ld_site(&self) -> String {
        let config = &self.graph.config;
        block(json!({
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": config.title.text(self.language()),
            "description": config.description.as_ref().map(|words| words.text(self.language())),
            "inLanguage": self.language().tag(),
            "url": config.base_url.as_deref().map(|base| self.page.route.url(base)),
            "license": config.license,
        }))
    }

    pub(super) fn json_ld_speech(&self, id: SpeechId) -> String {
        let speech = self.graph.corpus.speech(id);
        let base = self.graph.config.base_url.as_deref();
        let tallies = &self.graph.edition(self.lang).tallies;
        let mentions = self.graph.mentions_in(id);
        let mut mentioned: Vec<EntityId> = mentions.map(|(_, mention)| mention.entity).collect();
        mentioned.sort_unstable();
        mentioned.dedup();
        mentioned.sort_by_key(|id| Reverse(tallies[id.0 as usize].n_mentions));
        mentioned.truncate(MENTIONED);
        let location = self.graph.entity_named(speech.location.as_ref());
        let author = match self.graph.entities_named(&speech.speaker)[..] {
            [] => Value::Null,
            [only] => self.thing(only),
            ref several => several.iter().map(|id| self.thing(*id)).collect(),
        };

        block(json!({
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "name": speech.title,
            "inLanguage": speech.lang.tag(),
            "datePublished": speech.date.is_known().then(|| speech.date.to_string()),
            // ISO 8601 knows no doubt; what is more than a date is said in EDTF.
            "temporalCoverage": (!speech.when().is_plain() && speech.date.is_known())
                .then(|| speech.when().without_time().to_string()),
            "url": base.map(|base| self.page.route.url(base)),
            "author": author,
            "recordedAt": self.json_ld_event(id),
            "isPartOf": self.things(&self.graph.series_of(id)),
            "about": self.things(&self.topics_and_about(id)),
            "contentLocation": location.map(|id| self.thing(id)),
            "mentions": mentioned.into_iter().map(|id| self.thing(id)).collect::<Vec<_>>(),
            "license": speech.license.as_ref().or(self.graph.config.license.as_ref()),
            "translationOfWork": self.original_work(id),
            "workTranslation": self.translations(id),
            "translator": self.json_ld_people(&speech.translator),
            // Schema.org has no word for it.
            "contributor": self.json_ld_people(&speech.transcriber),
            "image": speech.image.as_ref().and_then(|_| self.picture_url(self.speech_picture(id))),
            "associatedMedia": self.json_ld_recording(id),
            "isBasedOn": speech.sources.iter().find_map(|source| source.url.clone()),
        }))
    }

    /// The event: an entity of the site, or words.
    fn json_ld_event(&self, id: SpeechId) -> Value {
        if let Some(event) = self.graph.event_of(id) {
            return self.thing(event);
        }
        match self.graph.occasion(id, self.language()) {
            "" => Value::Null,
            name => json!({"@type": "Event", "name": name}),
        }
    }

    fn topics_and_about(&self, id: SpeechId) -> Vec<EntityId> {
        let mut entities = self.graph.topics_of(id);
        entities.extend(self.graph.about(id));
        entities
    }

    fn things(&self, entities: &[EntityId]) -> Value {
        if entities.is_empty() {
            return Value::Null;
        }
        entities.iter().map(|id| self.thing(*id)).collect()
    }

    /// The address in full of a picture; none where the site does not know its own.
    fn picture_url(&self, picture: Option<PictureView>) -> Option<String> {
        self.graph.config.base_url.as_ref()?;
        picture.map(|picture| picture.url)
    }

    fn json_ld_recording(&self, id: SpeechId) -> Value {
        let Some((recording, clock)) = self.recording(id) else {
            return Value::Null;
        };
        let base = self.graph.config.base_url.as_deref();
        let of_type = if recording.kind == "audio" { "AudioObject" } else { "VideoObject" };
        match (clock.place, base) {
            (RecordingPlace::File(route), Some(base)) => {
                json!({"@type": of_type, "contentUrl": route.url(base)})
            }
            (RecordingPlace::File(_), None) => Value::Null,
            (RecordingPlace::Fetched(url), _) => json!({"@type": of_type, "contentUrl": url}),
            (RecordingPlace::Linked(url), _) => json!({"@type": "MediaObject", "url": url}),
        }
    }

    /// The text from which one was translated.
    fn original_work(&self, id: SpeechId) -> Value {
        match self.graph.original_of(id) {
            Some(Original::Version(original)) => self.work_in_short(*original),
            Some(Original::Language(lang)) => {
                json!({"@type": "CreativeWork", "inLanguage": lang.tag()})
            }
            None => Value::Null,
        }
    }

    fn translations(&self, id: SpeechId) -> Value {
        let translations = self.graph.translations_of(id);
        if translations.is_empty() {
            return Value::Null;
        }
        translations.iter().map(|id| self.work_in_short(*id)).collect()
    }

    fn work_in_short(&self, id: SpeechId) -> Value {
        let speech = self.graph.corpus.speech(id);
        let base = self.graph.config.base_url.as_deref();
        let mut work = json!({
            "@type": "CreativeWork",
            "name": speech.title,
            "inLanguage": speech.lang.tag(),
        });
        if let (Some(base), Value::Object(map)) = (base, &mut work) {
            map.insert("url".to_owned(), json!(self.graph.speech_route(id).url(base)));
        }
        work
    }

    /// People of the site, or names as they are written; null if there are none.
    fn json_ld_people(&self, people: &[Reference]) -> Value {
        if people.is_empty() {
            return Value::Null;
        }
        let thing = |reference: &Reference| match self.graph.entity_named(Some(reference)) {
            Some(id) => self.thing(id),
            None => json!({"@type": "Person", "name": reference.id}),
        };
        people.iter().map(thing).collect()
    }

    pub(super) fn json_ld_entity(&self, id: EntityId) -> String {
        let entity = self.graph.corpus.entity(id);
        let own = entity.name.text(self.language());
        let mut names: Vec<&str> = entity.name.versions().map(|(_, name)| name).collect();
        names.extend(entity.aliases.iter().map(|alias| alias.text.as_str()));
        names.retain(|name| *name != own);
        names.sort_unstable();
        names.dedup();

        let mut thing = self.thing(id);
        if let Value::Object(map) = &mut thing {
            map.insert("@context".to_owned(), json!("https://schema.org"));
            map.insert("alternateName".to_owned(), json!(names));
            if let Some(url) = self.picture_url(self.portrait(id)) {
                map.insert("image".to_owned(), json!(url));
            }
            map.insert(
                "description".to_owned(),
                json!(entity.description.as_ref().map(|words| words.text(self.language()))),
            );
            for fact in &self.graph.config.kinds.kind(entity.kind).facts {
                let Some(property) = fact.schema_org else {
                    continue;
                };
                let mut values = Vec::new();
                for value in entity.facts.of(fact) {
                    values.push(self.json_ld_value(value));
                }

                let value = match values.pop() {
                    Some(only) if !fact.is_list => only,
                    None if !fact.is_list => Value::Null,
                    last => {
                        values.extend(last);
                        Value::Array(values)
                    }
                };
                map.insert(property.to_owned(), value);
            }
        }
        block(thing)
    }

    fn json_ld_value(&self, value: &FactValue) -> Value {
        match value {
            FactValue::Date(date) => json!(date.to_string()),
            FactValue::Text(text) | FactValue::Link(text) => json!(text),
            FactValue::Number(written) => number(written),
            FactValue::Words(words) => json!(words.text(self.language())),
            FactValue::Reference(to) => match self.graph.entity_named(Some(to)) {
                Some(id) => self.thing(id),
                None => json!(to.id),
            },
            FactValue::Point(point) => {
                let [longitude, latitude] = point.degrees();
                json!({"@type": "GeoCoordinates", "longitude": longitude, "latitude": latitude})
            }
            FactValue::Role(role) => json!(role.role.text(self.language())),
        }
    }

    /// An entity in short.
    fn thing(&self, id: EntityId) -> Value {
        let entity = self.graph.corpus.entity(id);
        let mut thing = json!({
            "@type": self.graph.config.kinds.kind(entity.kind).schema_type,
            "name": entity.name.text(self.language()),
        });
        if let (Some(base), Value::Object(map)) = (&self.graph.config.base_url, &mut thing) {
            map.insert("url".to_owned(), json!(self.graph.entity_route(self.lang, id).url(base)));
        }
        thing
    }
}
