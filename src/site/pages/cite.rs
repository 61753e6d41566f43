//! How a speech is cited: plain, GB/T 7714-2015, BibTeX, CSL-JSON.
//!
//! **Invariant:** where the site knows its address, each form holds it once; a reader's browser
//! puts a paragraph's anchor behind it. A name has parts only where its entity says them, in
//! `sort_name: "van Beet, Ludwig"`; others, those in Han characters and those of institutions stay
//! whole (`literal`, double braces): which part of a name is the family's is not ours to guess.

use super::context::PageContext;
use super::views::CiteView;
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::letters::{fold_name, is_han};
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::{Entity, EntityId, Reference, Speech, SpeechId, TurnRole};
use crate::reading::graph::Original;
use serde_json::{Value, json};

/// What a citation says.
struct Source<'s> {
    speech: &'s Speech,
    authors: Vec<Name>,
    /// Who asks, in an interview.
    interviewers: Vec<Name>,
    translators: Vec<Name>,
    /// The language from which it was translated.
    original: Option<&'s Lang>,
    site: &'s str,
    event: &'s str,
    place: String,
    url: Option<String>,
}

impl PageContext<'_> {
    /// The citations of a speech version.
    pub(super) fn cite(&self, id: SpeechId) -> CiteView {
        let speech = self.graph.corpus.speech(id);
        let lang = &speech.lang;
        let name = |id: EntityId| self.graph.corpus.entity(id).name.text(lang).to_owned();
        let people = self.cited_people(id);
        let names = |ids: Vec<EntityId>| ids.into_iter().map(|id| self.cited_name(id, lang));
        let place = self.graph.entity_named(speech.location.as_ref());
        let base_url = self.graph.config.base_url.as_deref();

        let source = Source {
            speech,
            authors: names(people.authors).collect(),
            interviewers: names(people.interviewers).collect(),
            translators: self.translators(speech),
            original: self.graph.original_of(id).map(|original| match original {
                Original::Version(id) => &self.graph.corpus.speech(*id).lang,
                Original::Language(lang) => lang,
            }),
            site: self.graph.config.title.text(lang),
            event: speech.event.as_ref().map_or("", |event| event.text(lang)),
            place: place.map(name).unwrap_or_default(),
            url: base_url.map(|base| self.page.route.url(base)),
        };
        CiteView {
            plain: source.plain(),
            gbt: source.gbt(),
            bibtex: source.bibtex(),
            csl: source.csl(),
            url: source.url.unwrap_or_default(),
        }
    }

    /// Whose words they are: the speakers; where none is named, whoever answers the questions of a
    /// press conference or an interview.
    fn cited_people(&self, id: SpeechId) -> CitedPeople {
        let speech = self.graph.corpus.speech(id);
        let mut authors = self.graph.entities_named(&speech.speaker);
        let is_interview = speech.speech_type == "interview";
        let of_answers =
            authors.is_empty() && (is_interview || speech.speech_type == "press-conference");

        let mut interviewers = Vec::new();
        for (_, mention) in self.graph.mentions_in(id) {
            let (How::Label, Place::Label(turn)) = (mention.how, mention.place) else {
                continue;
            };
            let person = mention.entity;
            match self.graph.turns(id).roles[turn as usize] {
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

    /// Who translated a text: people of the site, or names as they are written.
    fn translators(&self, speech: &Speech) -> Vec<Name> {
        let name = |reference: &Reference| match self.graph.entity_named(Some(reference)) {
            Some(id) => self.cited_name(id, &speech.lang),
            None => Name { whole: reference.id.clone(), parts: None },
        };
        speech.translator.iter().map(name).collect()
    }

    fn cited_name(&self, id: EntityId, lang: &Lang) -> Name {
        let entity = self.graph.corpus.entity(id);
        let is_personal = self.graph.config.kinds.kind(entity.kind).personal;
        Name::of(entity, is_personal, lang)
    }
}

/// The people of a citation.
struct CitedPeople {
    authors: Vec<EntityId>,
    interviewers: Vec<EntityId>,
}

/// A name in a citation.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    whole: String,
    parts: Option<NameParts>,
}

/// The parts of a person's name.
#[derive(Debug, PartialEq, Eq)]
struct NameParts {
    family: String,
    given: String,
    /// `Jr.`, `III`; may be empty.
    suffix: String,
}

impl Name {
    fn of(entity: &Entity, is_personal: bool, lang: &Lang) -> Self {
        let whole = entity.name.text(lang).to_owned();
        let sort_name = entity.sort_name().filter(|_| is_personal);
        let parts = sort_name.and_then(|sort_name| NameParts::of(&whole, sort_name));
        Name { whole, parts }
    }

    fn csl(&self) -> Value {
        let Some(NameParts { family, given, suffix }) = &self.parts else {
            return json!({"literal": self.whole});
        };
        if suffix.is_empty() {
            json!({"family": family, "given": given})
        } else {
            json!({"family": family, "given": given, "suffix": suffix})
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
        parts.push(self.speech.date.text(&self.speech.lang));
        parts.push(self.site.to_owned());
        parts.extend(self.url.clone());
        parts
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
        format!("{author}{}[EB/OL]. {site}. ({}).{url}", speech.title, speech.date)
    }

    fn bibtex(&self) -> String {
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
            ("date", self.speech.date.to_string()),
            ("year", format!("{:04}", self.speech.date.year())),
            ("langid", self.speech.lang.tag().to_owned()),
            ("origlanguage", self.original.map_or("", Lang::tag).to_owned()),
            ("url", self.url.clone().unwrap_or_default()),
        ];

        let mut entry = format!("@misc{{{}", self.speech.id);
        for (key, value) in fields {
            if !value.is_empty() {
                entry.push_str(&format!(",\n  {key} = {{{value}}}"));
            }
        }
        entry + "\n}"
    }

    /// CSL-JSON, schema 1.0.2, type `speech` or `interview`.
    fn csl(&self) -> String {
        let names = |names: &[Name]| names.iter().map(Name::csl).collect::<Vec<_>>();
        let kind = if self.speech.speech_type == "interview" { "interview" } else { "speech" };
        let mut item = json!({
            "id": self.speech.id,
            "type": kind,
            "title": self.speech.title,
            "author": names(&self.authors),
            "interviewer": names(&self.interviewers),
            "translator": names(&self.translators),
            "issued": {"date-parts": [date_parts(self.speech.date)]},
            "container-title": self.site,
            "event-title": self.event,
            "event-place": self.place,
            "language": self.speech.lang.tag(),
            "URL": self.url,
        });
        if let Value::Object(fields) = &mut item {
            fields
                .retain(|_, value| !value.is_null() && *value != json!("") && *value != json!([]));
        }
        serde_json::to_string_pretty(&json!([item])).unwrap_or_default()
    }
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
    fn a_date_has_the_parts_that_are_known() {
        let parts = |text: &str| date_parts(Date::parse(text).expect("a date"));
        assert_eq!(
            (parts("2024-03-07"), parts("2024-03"), parts("2024")),
            (vec![2024, 3, 7], vec![2024, 3], vec![2024])
        );
    }
}
