//! A speech as its file states it.

use super::{Document, Recording, Reference, Speakers};
use crate::base::date::{Date, Moment, Time, When};
use crate::base::fields::no_extra;
use crate::base::lang::Lang;
use crate::base::lexicon::label_words;
use crate::base::sources::{FileId, Span};
use crate::base::words::Words;
use crate::reading::config::{LinkPolicy, Picture};
use std::ops::Range;

/// Years of speeches from this one on are slips for as long as this program is likely to be used.
pub(crate) const FAR_FUTURE: i16 = 2100;

/// The words for `type`, after Akoma Ntoso's debate types.
pub(crate) const SPEECH_TYPES: &[&str] =
    &["speech", "press-conference", "interview", "statement", "debate", "remarks"];

/// The words for `text_status`.
pub(crate) const TEXT_STATUSES: &[&str] = &[
    "as-prepared",
    "as-delivered",
    "verbatim",
    "summary",
    "machine",
    "corrected",
    "translation",
    "unofficial-translation",
    "interpreted",
];

/// Those of them by which a text says that it was spoken in another language.
const TRANSLATED: &[&str] = &["translation", "unofficial-translation", "interpreted"];

/// One text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    pub file: FileId,
    /// The same for its translations.
    pub id: String,
    pub lang: Lang,
    pub title: String,
    /// The day; of several the first. It orders speeches.
    pub date: Date,
    /// All that is known of when it was given.
    pub(crate) when: When,
    /// Where the date is written; none where it is taken from the file's name.
    pub date_span: Option<Range<usize>>,
    /// Whether the date is known: one that could not be read was told, and has a stand-in, and some
    /// files say that nobody knows.
    pub is_dated: bool,
    /// One of [`SPEECH_TYPES`]; empty if not given.
    pub speech_type: &'static str,
    pub event: Option<Words>,
    /// The event that it may name by its id instead: words without spaces are both, and the id of
    /// an event counts.
    pub(crate) event_id: Option<Reference>,
    /// Where it was given.
    pub location: Option<Reference>,
    /// Who speaks; several where they speak as one.
    pub speaker: Vec<Reference>,
    /// Their role on that day.
    pub role: Option<Words>,
    /// Annotations: one list per kind, by `KindId`.
    pub lists: Vec<Vec<Listed>>,
    /// Printed labels and who is behind them; none if the file has no such table.
    pub speakers: Option<Speakers>,
    /// Where the text comes from.
    pub sources: Vec<Source>,
    pub license: Option<String>,
    /// One of [`TEXT_STATUSES`]; empty if not given.
    pub text_status: &'static str,
    /// Of what it is a translation: a language, or another speech.
    pub translation_of: Option<Reference>,
    /// Who translated it: ids of people, or names.
    pub translator: Vec<Reference>,
    /// Who wrote down what was said: ids of people, or names.
    pub transcriber: Vec<Reference>,
    pub changes: Vec<Change>,
    /// A picture of it.
    pub image: Option<Picture>,
    pub recording: Option<Recording>,
    pub draft: bool,
    /// The moment until which it is not published.
    pub embargo: Option<Moment>,
    /// Since when and why it is published no longer.
    pub withdrawn: Option<Withdrawal>,
    /// Old addresses that lead to its page.
    pub redirects: Vec<Reference>,
    /// What the site keeps beside, for templates and data files: an empty object if there is
    /// nothing.
    pub extra: serde_json::Value,
    pub body: Document,
}

impl Speech {
    /// A text of which nothing is known but its language, its date and its paragraphs.
    pub(crate) fn of_text(lang: Lang, date: Option<Date>, body: Document) -> Self {
        let date = date.unwrap_or(Date::UNKNOWN);
        Speech {
            file: FileId(0),
            id: String::new(),
            lang,
            title: String::new(),
            date,
            when: date.into(),
            date_span: None,
            is_dated: date.is_known(),
            speech_type: "",
            event: None,
            event_id: None,
            location: None,
            speaker: Vec::new(),
            role: None,
            lists: Vec::new(),
            speakers: None,
            sources: Vec::new(),
            license: None,
            text_status: "",
            translation_of: None,
            translator: Vec::new(),
            transcriber: Vec::new(),
            changes: Vec::new(),
            image: None,
            recording: None,
            draft: false,
            embargo: None,
            withdrawn: None,
            redirects: Vec::new(),
            extra: no_extra(),
            body,
        }
    }

    /// Whether `name` names it: its id, which takes in its translations, or `<id>.<lang>`.
    pub fn is_called(&self, name: &str) -> bool {
        let rest = name.strip_prefix(self.id.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.') == Some(self.lang.tag()))
    }

    /// Whether it says that it is no original.
    pub(crate) fn is_translation(&self) -> bool {
        self.translation_of.is_some() || TRANSLATED.contains(&self.text_status)
    }

    /// When it was given.
    pub(crate) fn when(&self) -> When {
        self.when
    }

    /// What orders speeches of one day: the time, in minutes of UTC; those without one come first.
    pub(crate) fn time_order(&self) -> Option<i16> {
        self.when.time.map(Time::order)
    }

    /// The place of the date, or of the whole file where none is written.
    pub(crate) fn date_place(&self) -> Span {
        Span::new(self.file, self.date_span.clone().unwrap_or(0..0))
    }

    /// `<id>.<lang>`, which no other speech has.
    pub fn full_id(&self) -> String {
        // Asked of every speech again and again, and faster than by a format.
        [&self.id, ".", self.lang.tag()].concat()
    }

    /// The entity `id` in its lists, if it is in one.
    pub fn listing(&self, id: &str) -> Option<&Listed> {
        self.lists.iter().flatten().find(|listed| listed.entity.id == id)
    }
}

/// That a published speech was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub date: Option<Date>,
    pub reason: Option<Words>,
}

/// An entity in a speech's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub entity: Reference,
    /// Names that mean it in this speech.
    pub called: Vec<String>,
    /// Which of its mentions become links, if not as the site's policy says.
    pub link: Option<LinkPolicy>,
    /// Whether the speech says that it is about it, so that the text need not name it.
    pub is_about: bool,
}

/// What a turn is (Akoma Ntoso `question`, `answer`, `speech`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TurnRole {
    Question,
    Answer,
    Speech,
}

impl TurnRole {
    pub(crate) const ALL: [TurnRole; 3] = [TurnRole::Question, TurnRole::Answer, TurnRole::Speech];

    /// What a printed label says of itself that a turn is: `记者`, `Q`, `KBS reporter`.
    pub fn said_by(label: &str) -> Option<Self> {
        let label = label.to_lowercase();
        let words = label_words();
        // `KBS reporter` has the word for itself; Han text has no spaces between words.
        let is_reporter = words.reporter.iter().any(|ending| {
            label.strip_suffix(ending).is_some_and(|rest| !ending.is_ascii() || rest.ends_with(' '))
        });

        if is_reporter || words.question.contains(&label.as_str()) {
            Some(TurnRole::Question)
        } else if words.answer.contains(&label.as_str()) {
            Some(TurnRole::Answer)
        } else {
            None
        }
    }

    /// `question`, `answer` or `speech`.
    pub fn word(self) -> &'static str {
        match self {
            TurnRole::Question => "question",
            TurnRole::Answer => "answer",
            TurnRole::Speech => "speech",
        }
    }
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    pub url: Option<String>,
    pub archived_url: Option<String>,
    pub retrieved: Option<Date>,
    pub note: Option<Words>,
    /// SHA-256 of the source file.
    pub sha256: Option<String>,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub date: Date,
    pub note: Words,
}
