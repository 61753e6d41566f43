//! How a speech is cited: plain, GB/T 7714-2015, BibTeX, CSL-JSON.
//!
//! **Invariant:** where the site knows its address, each form holds it once; a reader's browser
//! puts a paragraph's anchor behind it. Names stay whole (`literal`, double braces): which part of
//! a name is the family's is not ours to guess.

use super::context::PageContext;
use super::views::CiteView;
use crate::base::date::Date;
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use serde_json::{Value, json};

/// What a citation says.
struct Source<'s> {
    speech: &'s Speech,
    authors: Vec<String>,
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
        let authors = self.graph.entities_named(&speech.speaker);
        let place = self.graph.entity_named(speech.location.as_ref());
        let base_url = self.graph.config.base_url.as_deref();

        let source = Source {
            speech,
            authors: authors.into_iter().map(name).collect(),
            site: self.graph.config.title.text(lang),
            event: speech.event.as_ref().map_or("", |event| event.text(lang)),
            place: place.map(name).unwrap_or_default(),
            url: base_url.map(|base| self.page.route.url(base)),
        };
        let is_chinese = lang.counts_characters();
        CiteView {
            plain: if is_chinese { source.plain_in_chinese() } else { source.plain() },
            gbt: source.gbt(),
            bibtex: source.bibtex(),
            csl: source.csl(),
            url: source.url.unwrap_or_default(),
        }
    }
}

impl Source<'_> {
    /// `Author, “Title”, event, place, date, site, address.` after the Chicago Manual of Style,
    /// 17th ed., §14.217 (lectures and papers).
    fn plain(&self) -> String {
        let mut parts = self.authors.clone();
        parts.push(format!("“{}”", self.speech.title));
        parts.extend(self.occasion());
        parts.join(", ") + "."
    }

    /// The same as Chinese notes are written: 作者：《题名》，日期，站点，网址。
    fn plain_in_chinese(&self) -> String {
        let mut author = self.authors.join("、");
        if !author.is_empty() {
            author.push('：');
        }
        let mut parts = vec![format!("{author}《{}》", self.speech.title)];
        parts.extend(self.occasion());
        parts.join("，") + "。"
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
        let mut author = self.authors.join(", ");
        if !author.is_empty() {
            author.push_str(". ");
        }
        let url = self.url.as_ref().map_or_else(String::new, |url| format!(" {url}."));
        let Source { speech, site, .. } = self;
        format!("{author}{}[EB/OL]. {site}. ({}).{url}", speech.title, speech.date)
    }

    fn bibtex(&self) -> String {
        let whole = |name: &String| format!("{{{}}}", tex(name));
        let authors: Vec<String> = self.authors.iter().map(whole).collect();
        let fields = [
            ("author", authors.join(" and ")),
            ("title", whole(&self.speech.title)),
            ("howpublished", tex(self.site)),
            ("note", tex(&self.event_and_place().join(", "))),
            ("date", self.speech.date.to_string()),
            ("year", format!("{:04}", self.speech.date.year())),
            ("langid", self.speech.lang.tag().to_owned()),
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

    /// CSL-JSON, schema 1.0.2, type `speech`.
    fn csl(&self) -> String {
        let mut item = json!({
            "id": self.speech.id,
            "type": "speech",
            "title": self.speech.title,
            "author": self.authors.iter().map(|name| json!({"literal": name})).collect::<Vec<_>>(),
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

/// Year, month, day, as far as they are known.
fn date_parts(date: Date) -> Vec<i64> {
    date.to_string().split('-').filter_map(|part| part.parse().ok()).collect()
}

/// Text for TeX: what it takes for commands is escaped, braces left out.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' => {}
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
        assert_eq!(tex("R&D {100%} a_b \\x"), "R\\&D 100\\% a\\_b \\textbackslash x");
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
