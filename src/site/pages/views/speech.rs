//! The view of a speech.

use super::page::KindView;
use super::parts::{AlternateView, DateView, PictureView, RefView, SpeechRow};
use serde::Serialize;

/// `speech.html`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpeechView {
    /// The speech's id.
    pub id: String,
    /// Title.
    pub title: String,
    /// BCP-47 tag of the text.
    pub lang: String,
    /// The language's own name for itself.
    pub lang_label: String,
    /// Date.
    pub date: DateView,
    /// The list of the speeches of that year, where the site has it.
    pub year_href: Option<String>,
    /// Type of event in the page's language; empty if not given.
    pub type_label: String,
    /// The list of speeches of that type, where the site has it.
    pub type_href: Option<String>,
    /// Occasion: the event's name, or as written; empty if not given.
    pub event: String,
    /// The event, if it is an entity.
    pub event_entity: Option<RefView>,
    /// The series of which it is a part.
    pub series: Vec<InSeriesView>,
    /// What it is on.
    pub topics: Vec<RefView>,
    /// Where.
    pub location: Option<RefView>,
    /// Who speaks, with the role on that day.
    pub speakers: Vec<SpeakerView>,
    /// The other languages it can be read in.
    pub translations: Vec<AlternateView>,
    /// Pages that show it beside each of these.
    pub parallels: Vec<AlternateView>,
    /// How it is cited.
    pub cite: CiteView,
    /// The same text and what is known of it as files beside the page.
    pub downloads: Vec<DownloadView>,
    /// Length in `length_unit`s.
    pub length: usize,
    /// `words` or `characters` (字).
    pub length_unit: &'static str,
    /// What kind of text it is, in the page's language: “verbatim”, “summary”, …; empty if not
    /// given.
    pub status_label: String,
    /// Whether it says that it is no original: a translation, or what an interpreter said.
    pub is_translation: bool,
    /// Of what it is a translation, if that is said.
    pub original: Option<OriginalView>,
    /// Who translated it.
    pub translators: Vec<SpeakerView>,
    /// Who wrote down what was said.
    pub transcribers: Vec<SpeakerView>,
    /// Whether a translation of it says that this is the original.
    pub is_original: bool,
    /// Where the text comes from.
    pub sources: Vec<SourceView>,
    /// A picture of it.
    pub image: Option<PictureView>,
    /// Its recording.
    pub recording: Option<RecordingView>,
    /// Licence of this text; empty if not given.
    pub license: String,
    /// What its file has under `extra`, as it is written there.
    pub extra: serde_json::Value,
    /// Corrections made.
    pub changes: Vec<ChangeView>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Mentions in this text.
    pub n_mentions: usize,
    /// The table of questions; empty for a monologue.
    pub questions: Vec<QuestionView>,
    /// Headings, or else the long turns, of a long text that questions do not divide.
    pub outline: Vec<OutlineView>,
    /// Who takes part, most turns first; empty where fewer than two do.
    pub participants: Vec<ParticipantView>,
    /// The text, in order.
    pub parts: Vec<PartView>,
    /// Finished HTML of the footnotes to which no text leads; the others follow the block that
    /// refers to them. Empty if there are none.
    pub footnotes_html: String,
    /// “Mentioned here”: per kind, entities by first mention.
    pub mentioned: Vec<MentionedKind>,
    /// What it is about and does not name, in the order of its lists.
    pub about: Vec<RefView>,
    /// Its paragraphs that other texts of the site quote, in order.
    pub quoted: Vec<QuotedView>,
    /// The speech before this one by date.
    pub previous: Option<SpeechRow>,
    /// The speech after this one by date.
    pub next: Option<SpeechRow>,
    /// Speeches that name the same entities, nearest first, at most 5.
    pub similar: Vec<SpeechRow>,
    /// Where readers report an error in this text, with its address; empty if the site does not say.
    pub report: String,
}

/// The place of a speech in a series.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InSeriesView {
    /// The series.
    pub entity: RefView,
    /// Which one of its speeches this is, from 1.
    pub number: usize,
    /// How many it has.
    pub n_speeches: usize,
    /// The one before it.
    pub previous: Option<SpeechRow>,
    /// The one after it.
    pub next: Option<SpeechRow>,
}

/// A file beside the page of a speech.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DownloadView {
    /// What its format is called: `BibTeX`.
    pub label: &'static str,
    /// What servers call it: `text/markdown`.
    pub media_type: &'static str,
    /// Its address, relative.
    pub href: String,
}

/// A paragraph that is quoted.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct QuotedView {
    /// `¶` number: `12.3`.
    pub number: String,
    /// `#t12p3`.
    pub href: String,
    /// The texts that quote it, each once.
    pub by: Vec<QuotingView>,
}

/// A text that quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct QuotingView {
    /// Its title, or the name of the entity.
    pub title: String,
    /// BCP-47 tag of `title`, if it is not the page's.
    pub lang: Option<String>,
    /// The place in a speech, else the page; relative.
    pub href: String,
}

/// Citations of a text.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CiteView {
    /// A note in the text's language.
    pub plain: String,
    /// GB/T 7714-2015, without the day of citation.
    pub gbt: String,
    /// BibTeX.
    pub bibtex: String,
    /// CSL-JSON.
    pub csl: String,
    /// The address that stands in each of them; empty where the site does not know its own.
    pub url: String,
}

/// Of what a text is a translation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OriginalView {
    /// BCP-47 tag of its language.
    pub lang: String,
    /// Its language in the page's language; of another speech its title.
    pub label: String,
    /// BCP-47 tag of `label`, if it is not the page's.
    pub label_lang: Option<String>,
    /// Its page, relative, if the site has it.
    pub href: Option<String>,
}

/// Someone who speaks, or translates.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpeakerView {
    /// Name as shown.
    pub name: String,
    /// The person's entity, if it has one.
    pub entity: Option<RefView>,
    /// Role on that day; empty if not given.
    pub role: String,
}

/// Where a text comes from.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SourceView {
    /// Address, if there is one.
    pub url: Option<String>,
    /// The address without scheme, or the note: what to show.
    pub label: String,
    /// Archived copy.
    pub archived_url: Option<String>,
    /// Date of retrieval.
    pub retrieved: Option<DateView>,
    /// Note; empty if not given.
    pub note: String,
    /// SHA-256 of the source file; empty if not given.
    pub sha256: String,
}

/// The recording of a speech.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RecordingView {
    /// `audio` or `video`, which the page plays, `frame`, the player of another site that the policy
    /// allows, or `link`, which leads to another site.
    pub kind: &'static str,
    /// Its address.
    pub href: String,
    /// Of a frame or link what readers know the other site as: `YouTube`, `media.example.org`; else empty.
    pub host: String,
    /// What is shown before it plays.
    pub poster: Option<PictureView>,
    /// Its captions.
    pub captions: Option<TrackView>,
    /// Whether it is known of some paragraph when it is said.
    pub has_times: bool,
}

/// Captions of a recording.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TrackView {
    /// Their address, relative.
    pub href: String,
    /// BCP-47 tag.
    pub lang: String,
    /// The language's own name for itself.
    pub label: String,
}

/// A correction.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChangeView {
    /// When.
    pub date: DateView,
    /// What.
    pub note: String,
}

/// A line of the table of questions.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct QuestionView {
    /// 1, 2, 3, …; none for a further question before anyone answers.
    pub number: Option<usize>,
    /// What is asked, in its own words, on one line; its label where it has no words.
    pub text: String,
    /// Who asks, as printed; empty where the label names nobody, as `Q` does.
    pub label: String,
    /// On whose behalf: an organization's name; empty if not given.
    pub on_behalf_of: String,
    /// `#t3`.
    pub href: String,
    /// What the question and its answers name and `text` does not, those that fewest speeches name
    /// first, at most 4.
    pub entities: Vec<RefView>,
}

/// Someone who takes part.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ParticipantView {
    /// The name, as the first label prints it.
    pub label: String,
    /// The person's entity, if it has one.
    pub entity: Option<RefView>,
    /// On whose behalf: an organization's name; empty if not given.
    pub on_behalf_of: String,
    /// Turns, each counted that has a number of its own.
    pub n_turns: usize,
    /// The first of them: `#t3`.
    pub href: String,
}

/// A line of the outline.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OutlineView {
    /// The heading, or the first sentence of a long turn that says what it is about.
    pub text: String,
    /// Who speaks; empty for a heading.
    pub label: String,
    /// `#h2`, `#t3`.
    pub href: String,
    /// 1, or 2 for a heading below another.
    pub level: usize,
}

/// A piece of the text.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum PartView {
    /// A question and its answers.
    Exchange {
        /// 1, 2, 3, …
        number: usize,
        /// Question first.
        turns: Vec<TurnView>,
    },
    /// A turn outside an exchange.
    Turn {
        /// The turn.
        turn: Box<TurnView>,
    },
    /// Text outside turns, headings among it.
    Prose {
        /// Finished HTML of the blocks.
        html: String,
    },
}

/// What one speaker says in one go.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TurnView {
    /// Anchor, `t12`.
    pub id: String,
    /// `question`, `answer` or `speech`.
    pub role: &'static str,
    /// The label as printed, without its colon, and without a time that is told beside the words.
    pub label: String,
    /// The speaker's entity, if it has one; of several who speak as one the first.
    pub entity: Option<RefView>,
    /// The entities of all who speak: more than one where several speak as one.
    pub entities: Vec<RefView>,
    /// On whose behalf: an organization's name; empty if not given.
    pub on_behalf_of: String,
    /// The same speaker as the turn right before it: set as one with it, the label is not repeated.
    pub continued: bool,
    /// What the label says besides the name, a time or how it is said; empty if nothing, or if the
    /// turn before has the same label.
    pub label_notes: String,
    /// Finished HTML of the blocks, scenes and notes among them; each paragraph with its anchor and
    /// number.
    pub html: String,
}

/// Entities of one kind mentioned in a speech.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MentionedKind {
    /// The kind; its `href` is relative to `page.home`.
    pub kind: KindView,
    /// By first mention.
    pub entities: Vec<MentionedView>,
}

/// An entity mentioned in a speech.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MentionedView {
    /// The entity.
    pub entity: RefView,
    /// A picture of it.
    pub image: Option<PictureView>,
    /// Its role at the speech's date; empty if none.
    pub role: String,
    /// Mentions here.
    pub n_here: usize,
    /// Finished SVG of where in the text they stand; empty with fewer than three.
    pub strip_html: String,
    /// Where, in order, each paragraph once.
    pub paragraphs: Vec<SpokenLink>,
}

/// A link to a paragraph, with who speaks there.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpokenLink {
    /// `¶` number: `12.3`.
    pub number: String,
    /// `#t12p3`.
    pub href: String,
    /// Who speaks, as printed; empty outside turns, and where the link before says the same.
    pub speaker: String,
}
