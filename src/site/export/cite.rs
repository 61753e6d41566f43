//! How a speech is cited: plain, GB/T 7714-2015, BibTeX, CSL-JSON.
//!
//! **Invariant:** where the site knows its address, each form holds it once; a reader's browser
//! puts a paragraph's anchor behind it. A name has parts only where its entity says them, in
//! `sort_name: "van Beet, Ludwig"`; others, those in Han characters and those of institutions stay
//! whole (`literal`, double braces): which part of a name is the family's is not ours to guess.
//!
//! Long because four forms of one citation say the same.

use crate::base::date::{Date, Doubt, When, WhenWords};
use crate::base::lang::Lang;
use crate::base::letters::{fold_name, is_han};
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::{Entity, EntityId, Reference, Speech, SpeechId, TurnRole};
use crate::reading::graph::{Graph, Original};
use serde::Serialize;

/// What a citation says.
pub(super) struct Source<'s> {
    pub(super) speech: &'s Speech,
    pub(super) authors: Vec<Name>,
    /// Who asks, in an interview.
    interviewers: Vec<Name>,
    pub(super) translators: Vec<Name>,
    /// Who wrote down what was said.
    transcribers: Vec<Name>,
    /// The language from which it was translated.
    original: Option<&'s Lang>,
    pub(super) site: &'s str,
    pub(super) event: &'s str,
    pub(super) place: String,
    pub(super) url: Option<String>,
}

/// The citations of a text, as its page shows them.
pub(crate) struct Citations {
    pub plain: String,
    pub gbt: String,
    pub bibtex: String,
    pub csl: String,
    /// The address in each of them; empty where the site does not know its own.
    pub url: String,
}

/// The citations of a speech version.
pub(crate) fn cite(graph: &Graph, id: SpeechId) -> Citations {
    let source = Source::of(graph, id);
    Citations {
        plain: source.plain(),
        gbt: source.gbt(),
        bibtex: source.bibtex(),
        csl: written(&[source.csl()]),
        url: source.url.unwrap_or_default(),
    }
}

pub(super) fn written(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

impl<'g> Source<'g> {
    pub(super) fn of(graph: &'g Graph, id: SpeechId) -> Self {
        let speech = graph.corpus.speech(id);
        let lang = &speech.lang;
        let people = CitedPeople::of(graph, id);
        let names = |ids: Vec<EntityId>| ids.into_iter().map(|id| cited_name(graph, id, lang));
        let place = graph.entity_named(speech.location.as_ref());
        let name = |id: EntityId| graph.corpus.entity(id).name.text(lang).to_owned();
        let base_url = graph.config.base_url.as_deref();

        Source {
            speech,
            authors: names(people.authors).collect(),
            interviewers: names(people.interviewers).collect(),
            translators: credited(graph, &speech.translator, lang),
            transcribers: credited(graph, &speech.transcriber, lang),
            original: graph.original_of(id).map(|original| match original {
                Original::Version(id) => &graph.corpus.speech(*id).lang,
                Original::Language(lang) => lang,
            }),
            site: graph.config.title.text(lang),
            event: graph.occasion(id, lang),
            place: place.map(name).unwrap_or_default(),
            url: base_url.map(|base| graph.speech_route(id).url(base)),
        }
    }
}

/// People of the site, or names as they are written.
fn credited(graph: &Graph, people: &[Reference], lang: &Lang) -> Vec<Name> {
    let name = |reference: &Reference| match graph.entity_named(Some(reference)) {
        Some(id) => cited_name(graph, id, lang),
        None => Name { whole: reference.id.clone(), parts: None },
    };
    people.iter().map(name).collect()
}

fn cited_name(graph: &Graph, id: EntityId, lang: &Lang) -> Name {
    let entity = graph.corpus.entity(id);
    let is_personal = graph.config.kinds.kind(entity.kind).personal;
    Name::of(entity, is_personal, lang)
}

/// The people of a citation.
pub(super) struct CitedPeople {
    pub(super) authors: Vec<EntityId>,
    interviewers: Vec<EntityId>,
}

impl CitedPeople {
    /// Whose words they are: the speakers; where none is named, whoever answers the questions of a
    /// press conference or an interview.
    pub(super) fn of(graph: &Graph, id: SpeechId) -> Self {
        let speech = graph.corpus.speech(id);
        let mut authors = graph.entities_named(&speech.speaker);
        let is_interview = speech.speech_type == "interview";
        let of_answers =
            authors.is_empty() && (is_interview || speech.speech_type == "press-conference");

        let mut interviewers = Vec::new();
        for (_, mention) in graph.mentions_in(id) {
            let (How::Label, Place::Label(turn)) = (mention.how, mention.place) else {
                continue;
            };
            let person = mention.entity;
            match graph.turns(id).roles[turn as usize] {
                TurnRole::Answer if of_answers && !authors.contains(&person) => {
                    authors.push(person)
                }
                TurnRole::Question if is_interview && !interviewers.contains(&person) => {
                    interviewers.push(person);
                }
                _ => {}
            }
        }
        interviewers.retain(|person| !authors.contains(person));
        CitedPeople { authors, interviewers }
    }
}

/// A name in a citation.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) whole: String,
    pub(super) parts: Option<NameParts>,
}

/// The parts of a person's name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NameParts {
    pub(super) family: String,
    pub(super) given: String,
    /// `Jr.`, `III`; may be empty.
    pub(super) suffix: String,
}

impl Name {
    fn of(entity: &Entity, is_personal: bool, lang: &Lang) -> Self {
        let whole = entity.name.text(lang).to_owned();
        let sort_name = entity.sort_name().filter(|_| is_personal);
        let parts = sort_name.and_then(|sort_name| NameParts::of(&whole, sort_name));
        Name { whole, parts }
    }

    fn csl(&self) -> CslName<'_> {
        match &self.parts {
            Some(NameParts { family, given, suffix }) => CslName::Parts { family, given, suffix },
            None => CslName::Whole { literal: &self.whole },
        }
    }

    /// `Family, Given` or `Family, Suffix, Given`; a name without parts in braces of its own.
    fn bibtex(&self) -> String {
        let Some(NameParts { family, given, suffix }) = &self.parts else {
            return format!("{{{}}}", tex(&self.whole));
        };
        let mut parts = vec![family, suffix, given];
        parts.retain(|part| !part.is_empty());
        let parts: Vec<String> = parts.into_iter().map(|part| bibtex_part(part)).collect();
        parts.join(", ")
    }
}

impl NameParts {
    /// The parts that a name for sorting divides by commas, if they are of the name as it is
    /// printed: of `路德维希` in Chinese and `van Beet, Ludwig` they are not.
    fn of(whole: &str, sort_name: &str) -> Option<Self> {
        let parts: Vec<&str> = sort_name.split(',').map(str::trim).collect();
        let (family, given, suffix) = match parts.as_slice() {
            [family, given] => (*family, *given, ""),
            [family, given, suffix] => (*family, *given, *suffix),
            _ => return None,
        };

        let is_of_name = fold_name(whole).contains(&fold_name(family));
        let is_whole = family.is_empty() || given.is_empty() || whole.contains(is_han);
        (is_of_name && !is_whole).then(|| NameParts {
            family: family.to_owned(),
            given: given.to_owned(),
            suffix: suffix.to_owned(),
        })
    }
}

/// A part of a name for BibTeX, which takes the word `and` for the end of a name.
fn bibtex_part(part: &str) -> String {
    let part = tex(part);
    if part.contains(" and ") { format!("{{{part}}}") } else { part }
}

fn whole_names(names: &[Name]) -> Vec<String> {
    names.iter().map(|name| name.whole.clone()).collect()
}

impl Source<'_> {
    /// `Author, “Title”, event, place, date, site, address.` after the Chicago Manual of Style,
    /// 17th ed., §14.217 (lectures and papers), with the marks of the text's language:
    /// 作者：《题名》，日期，站点，网址。
    fn plain(&self) -> String {
        let marks = Marks::of(&self.speech.lang);
        let [open, close] = marks.quotes;
        let mut first = whole_names(&self.authors).join(marks.between_names);
        if !first.is_empty() {
            first.push_str(marks.after_names);
        }
        first += &format!("{open}{}{close}", self.speech.title);

        let mut parts = vec![first];
        parts.extend(self.occasion());
        parts.join(marks.comma) + marks.stop
    }

    /// Event, place, date, site and address, as far as they are known.
    fn occasion(&self) -> Vec<String> {
        let mut parts = self.event_and_place();
        parts.push(self.date());
        parts.push(self.site.to_owned());
        parts.extend(self.url.clone());
        parts
    }

    /// The date in the language of the text, without the hour.
    fn date(&self) -> String {
        let lang = &self.speech.lang;
        self.speech.when().without_time().text(lang, &WhenWords::of(lang))
    }

    fn event_and_place(&self) -> Vec<String> {
        let mut parts = vec![self.event.to_owned(), self.place.clone()];
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// GB/T 7714-2015 §4.6 and §8.4, an electronic source:
    /// `主要责任者. 题名[EB/OL]. (发表日期)[引用日期]. 网址.` The day of citation is the reader's
    /// and put in by the browser.
    fn gbt(&self) -> String {
        let mut author = whole_names(&self.authors).join(", ");
        if !author.is_empty() {
            author.push_str(". ");
        }
        let url = self.url.as_ref().map_or_else(String::new, |url| format!(" {url}."));
        let Source { speech, site, .. } = self;
        // §8.8.4: a date that is supplied stands in square brackets.
        let when = speech.when().without_time();
        let date = if when.is_plain() && when.date.is_known() {
            format!(" ({when}).")
        } else if when.date.is_known() && when.doubt == Doubt::default() {
            format!(" ({}).", when.to_string().replace("..", ""))
        } else {
            format!(" [{}].", self.date())
        };
        format!("{author}{}[EB/OL]. {site}.{date}{url}", speech.title)
    }

    /// A field that says when, where that is known.
    pub(super) fn known(&self, field: String) -> String {
        if self.speech.date.is_known() { field } else { String::new() }
    }

    /// The key of the text in a reader's library, which no other text has. BibTeX ends a key at a comma
    /// or a brace, and TeX takes some characters for commands: these are written by their numbers.
    pub(super) fn key(&self) -> String {
        let mut key = String::new();
        for c in self.speech.full_id().chars() {
            if c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '+' | '/') {
                key.push(c);
            } else {
                key.push_str(&format!("_{:x}_", u32::from(c)));
            }
        }
        key
    }

    pub(super) fn bibtex(&self) -> String {
        let names = |names: &[Name]| {
            let names: Vec<String> = names.iter().map(Name::bibtex).collect();
            names.join(" and ")
        };
        let fields = [
            ("author", names(&self.authors)),
            ("title", format!("{{{}}}", tex(&self.speech.title))),
            ("translator", names(&self.translators)),
            ("howpublished", tex(self.site)),
            ("note", tex(&self.event_and_place().join(", "))),
            // biblatex reads EDTF; an open end is nothing behind the stroke.
            ("date", self.known(self.speech.when().without_time().to_string().replace("..", ""))),
            ("year", self.known(format!("{:04}", self.speech.date.year()))),
            ("langid", self.speech.lang.tag().to_owned()),
            ("origlanguage", self.original.map_or("", Lang::tag).to_owned()),
            ("url", self.url.clone().unwrap_or_default()),
        ];

        let mut entry = format!("@misc{{{}", self.key());
        for (key, value) in fields {
            if !value.is_empty() {
                entry.push_str(&format!(",\n  {key} = {{{value}}}"));
            }
        }
        entry + "\n}"
    }

    /// CSL-JSON, schema 1.0.2, type `speech` or `interview`.
    /// What there is of it beside the text.
    fn medium(&self) -> &'static str {
        match &self.speech.recording {
            Some(recording) if recording.is_video => "video recording",
            Some(_) => "audio recording",
            None => "",
        }
    }

    pub(super) fn csl(&self) -> Csl<'_> {
        Csl {
            url: self.url.as_deref().unwrap_or_default(),
            author: csl_names(&self.authors),
            site: self.site,
            contributor: csl_names(&self.transcribers),
            place: &self.place,
            event: self.event,
            id: self.key(),
            interviewer: csl_names(&self.interviewers),
            issued: issued(&self.speech.when()),
            language: self.speech.lang.tag(),
            medium: self.medium(),
            title: &self.speech.title,
            translator: csl_names(&self.translators),
            kind: match self.speech.speech_type {
                "interview" => "interview",
                _ => "speech",
            },
        }
    }
}

fn csl_names(names: &[Name]) -> Vec<CslName<'_>> {
    names.iter().map(Name::csl).collect()
}

/// An item of CSL-JSON. Keys in the order of the alphabet, in which they have always been written; what
/// is empty is left out.
#[derive(Serialize)]
pub(super) struct Csl<'s> {
    #[serde(rename = "URL", skip_serializing_if = "str::is_empty")]
    url: &'s str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName<'s>>,
    #[serde(rename = "container-title", skip_serializing_if = "str::is_empty")]
    site: &'s str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributor: Vec<CslName<'s>>,
    #[serde(rename = "event-place", skip_serializing_if = "str::is_empty")]
    place: &'s str,
    #[serde(rename = "event-title", skip_serializing_if = "str::is_empty")]
    event: &'s str,
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    interviewer: Vec<CslName<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    medium: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'s str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<CslName<'s>>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CslName<'s> {
    Whole {
        literal: &'s str,
    },
    Parts {
        family: &'s str,
        given: &'s str,
        #[serde(skip_serializing_if = "str::is_empty")]
        suffix: &'s str,
    },
}

/// One day, or the first and the last.
#[derive(Serialize)]
struct Issued {
    #[serde(rename = "circa", skip_serializing_if = "std::ops::Not::not")]
    is_unsure: bool,
    #[serde(rename = "date-parts")]
    days: Vec<Vec<i64>>,
}

/// When it was given, for CSL; nothing where that is not known.
fn issued(when: &When) -> Option<Issued> {
    if !when.date.is_known() {
        return None;
    }
    let mut days = vec![date_parts(when.date)];
    days.extend(when.last.map(date_parts));
    let is_sure = when.doubt == Doubt::default() && when.last_doubt == Doubt::default();
    Some(Issued { is_unsure: !is_sure, days })
}

/// The marks of a citation in words.
struct Marks {
    quotes: [&'static str; 2],
    between_names: &'static str,
    after_names: &'static str,
    comma: &'static str,
    stop: &'static str,
}

impl Marks {
    /// Those of a language; the quotation marks are CLDR's.
    fn of(lang: &Lang) -> Self {
        let of_letters = |quotes: [&'static str; 2]| Marks {
            quotes,
            between_names: ", ",
            after_names: ", ",
            comma: ", ",
            stop: ".",
        };
        let of_characters = |quotes, after_names, comma| Marks {
            quotes,
            between_names: "、",
            after_names,
            comma,
            stop: "。",
        };
        match lang.primary() {
            // Titles have marks of their own.
            "zh" | "yue" | "wuu" => of_characters(["《", "》"], "：", "，"),
            "ja" => of_characters(["「", "」"], "", "、"),
            "fr" => of_letters(["«\u{A0}", "\u{A0}»"]),
            "de" => of_letters(["„", "“"]),
            "es" | "it" | "ru" | "uk" => of_letters(["«", "»"]),
            "ar" => Marks {
                between_names: "، ",
                after_names: "، ",
                comma: "، ",
                ..of_letters(["«", "»"])
            },
            _ => of_letters(["“", "”"]),
        }
    }
}

/// Year, month, day, as far as they are known.
fn date_parts(date: Date) -> Vec<i64> {
    date.to_string().split('-').filter_map(|part| part.parse().ok()).collect()
}

/// Text for TeX: what it takes for commands is escaped. Braces are named, for BibTeX counts those
/// that a backslash precedes, too.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => escaped.push_str("\\textbraceleft "),
            '}' => escaped.push_str("\\textbraceright "),
            '\\' => escaped.push_str("\\textbackslash "),
            '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', c]),
            '~' => escaped.push_str("\\textasciitilde "),
            '^' => escaped.push_str("\\textasciicircum "),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn tex_sees_no_commands() {
        assert_eq!(tex("R&D 100% a_b \\x"), "R\\&D 100\\% a\\_b \\textbackslash x");
        assert_eq!(tex("the {cost}"), "the \\textbraceleft cost\\textbraceright ");
    }

    #[test]
    fn a_name_has_the_parts_that_its_entity_says() {
        let parts = |whole: &str, sort_name: &str| {
            let parts = NameParts::of(whole, sort_name);
            Name { whole: whole.to_owned(), parts }.bibtex()
        };
        assert_eq!(parts("Ludwig van Beet", "van Beet, Ludwig"), "van Beet, Ludwig");
        assert_eq!(parts("Martin Lake Jr.", "Lake, Martin, Jr."), "Lake, Jr., Martin");
        assert_eq!(parts("Rock and Sand, Ida", "Rock and Sand, Ida"), "{Rock and Sand}, Ida");
        for (whole, sort_name) in [
            ("Ludwig van Beet", "Beet"),
            ("Ludwig van Beet", "Beethoof, Ludwig"),
            ("路德维希·范贝特", "van Beet, Ludwig"),
            ("王毅", "王, 毅"),
            ("Ludwig van Beet", ", Ludwig"),
        ] {
            assert_eq!(parts(whole, sort_name), format!("{{{whole}}}"), "{sort_name}");
        }
    }

    #[test]
    fn what_is_heard_or_seen_of_it_is_its_medium() {
        use crate::site::export::fixture;
        for (recording, medium) in [
            ("", Value::Null),
            ("recording: a.mp3\n", json!("audio recording")),
            ("recording: {video: a.mp4}\n", json!("video recording")),
        ] {
            let text = format!("---\ntitle: A\ndate: 2024\n{recording}---\nWords.\n");
            let files = [("oratory.toml", "title = 'T'\n"), ("content/speeches/a.en.md", &text)];
            let graph = fixture::graph_of(files);
            let item = serde_json::to_value(Source::of(&graph, SpeechId(0)).csl()).unwrap();
            assert_eq!(item["medium"], medium);
        }
    }

    #[test]
    fn a_date_has_the_parts_that_are_known() {
        let parts = |text: &str| date_parts(Date::parse(text).expect("a date"));
        assert_eq!(
            (parts("2024-03-07"), parts("2024-03"), parts("2024")),
            (vec![2024, 3, 7], vec![2024, 3], vec![2024])
        );
    }

    #[test]
    fn a_date_that_is_not_sure_is_cited_as_such() {
        let issued = |text| serde_json::to_value(issued(&When::parse(text).unwrap())).unwrap();
        assert_eq!(issued("1962~"), json!({"date-parts": [[1962]], "circa": true}));
        let days = json!({"date-parts": [[2024, 3, 7], [2024, 3, 9]]});
        assert_eq!(issued("2024-03-07/2024-03-09"), days);
        assert_eq!(issued("unknown"), Value::Null);
    }
}
