//! The view of an entity.

use super::page::KindView;
use super::parts::{
    ChartView, DateView, FacetItem, MapView, ParagraphLink, PictureView, RefView, SpeechRow,
};
use serde::Serialize;

/// `entity.html`: the first page of an entity, or a page of its mentions of one year, on which the
/// mentions stand alone.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EntityView {
    /// The speeches that are about it and do not name it, newest first.
    pub about: Vec<SpeechRow>,
    /// The entity itself.
    pub entity: RefView,
    /// The kind; its `href` is relative to `page.home`.
    pub kind: KindView,
    /// A picture of it; on the first page only.
    pub image: Option<PictureView>,
    /// Finished HTML of the description; empty if there is none.
    pub html: String,
    /// BCP-47 tag of the description, if it is not the page's.
    pub html_lang: Option<String>,
    /// Other names, each with how often it stands in the texts.
    pub aliases: Vec<AliasView>,
    /// What its file states, in the order of the kind's facts; those without a value are left out.
    pub facts: Vec<FactView>,
    /// What its file has under `extra`, as it is written there.
    pub extra: serde_json::Value,
    /// What is part of it.
    pub parts: Vec<RefView>,
    /// Date of the first speech that mentions it.
    pub first: Option<DateView>,
    /// Date of the last.
    pub last: Option<DateView>,
    /// Mentions over time; none with fewer than two periods.
    pub over_time: Option<ChartView>,
    /// Every mention on this page, as keyword in context, newest speech first.
    pub speeches: Vec<KwicGroup>,
    /// Where mentions are split by year: the pages of years. Empty when all stand here.
    pub years: Vec<FacetItem>,
    /// The year of this page, where mentions are split; empty on the first page.
    pub year: String,
    /// Mentions by what kind of turn they stand in, zero counts left out.
    pub by_turn: Vec<TurnCount>,
    /// Who says it, most often first, at most 10.
    pub said_by: Vec<SaidBy>,
    /// Entities named beside it, at most 20.
    pub beside: Vec<BesideView>,
    /// The same as a picture, at most 24; empty with fewer than three.
    pub neighbourhood_html: String,
    /// Where it is, or the places named beside it.
    pub map: Option<MapView>,
    /// Speeches in which this person speaks.
    pub speaks: Option<FacetItem>,
    /// What it says itself, or what is said in its name; on the first page only.
    pub own_words: Option<OwnWordsView>,
    /// What was held there, or belongs to it; on the first page only.
    pub held_here: Option<HeldView>,
}

/// What somebody says, or what is said in a body's name.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OwnWordsView {
    /// Whether a person says it; else others do in a body's name.
    pub personal: bool,
    /// Speeches given, or taken part in.
    pub n_speeches: usize,
    /// Turns in these.
    pub n_turns: usize,
    /// How much that is, in each unit.
    pub lengths: Vec<LengthView>,
    /// Speeches over time; none with fewer than two periods.
    pub over_time: Option<ChartView>,
    /// The newest speeches, at most 3.
    pub newest: Vec<SpeechRow>,
    /// The list of all speeches, where there are more and the site has such lists.
    pub href: Option<String>,
    /// Whom and what it names, most often first, at most 10.
    pub names: Vec<NamedView>,
    /// What it said first; none where that is what it said last, too.
    pub first: Option<QuoteView>,
    /// What it said last.
    pub last: Option<QuoteView>,
}

/// A length in a unit.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LengthView {
    /// `words`, or `characters` (字).
    pub unit: &'static str,
    /// How many.
    pub count: usize,
}

/// An entity that somebody names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NamedView {
    /// The entity.
    pub entity: RefView,
    /// How often.
    pub count: usize,
}

/// The beginning of a paragraph.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct QuoteView {
    /// The words, cut at one.
    pub text: String,
    /// BCP-47 tag of the words, if it is not the page's.
    pub lang: Option<String>,
    /// When they were said.
    pub date: DateView,
    /// Where.
    pub paragraph: ParagraphLink,
}

/// What was held at a place, or belongs to an event, a series or a topic.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HeldView {
    /// What it is to them: `place`, `event`, `series` or `topic`.
    pub by: &'static str,
    /// Speeches.
    pub n_speeches: usize,
    /// The newest, at most 3; of a series from the first on, at most 50.
    pub newest: Vec<SpeechRow>,
    /// The list of all, where the site has it.
    pub href: Option<String>,
}

/// Another name of an entity.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AliasView {
    /// The name.
    pub text: String,
    /// `zh` for Han names on pages of another language, and so on; none if it cannot be told.
    pub lang: Option<String>,
    /// Times it stands in the texts.
    pub count: usize,
}

/// A fact of an entity: built in, or declared in `oratory.toml`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FactView {
    /// Its key in front matter: `born`, `roles`, or one of the site's own.
    pub key: String,
    /// What it is called in the page's language.
    pub label: String,
    /// Whether it may have several values.
    pub is_list: bool,
    /// What is stated, at least one.
    pub values: Vec<FactValueView>,
}

/// One value of a fact. A theme that knows no types shows `text`, as a link where there is an
/// `href`.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct FactValueView {
    /// The value for readers, whatever its type.
    pub text: String,
    /// BCP-47 tag of `text`, if it is not in the page's language.
    pub lang: Option<String>,
    /// Where it leads: a page of the site, relative; an address elsewhere; `geo:` of a point.
    pub href: Option<String>,
    /// Whether `href` leads to another site.
    pub is_external: bool,
    /// The value of a date.
    pub date: Option<DateView>,
    /// The value of a reference.
    pub entity: Option<RefView>,
    /// Longitude and latitude in degrees, of a point.
    pub point: Option<[f64; 2]>,
    /// Where a role is held: an entity of the site.
    pub organization: Option<RefView>,
    /// Where, as written, if it is not an entity; empty if not given.
    pub organization_text: String,
    /// From when a role is held.
    pub from: Option<DateView>,
    /// Until when.
    pub until: Option<DateView>,
}

/// The mentions in one speech.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct KwicGroup {
    /// The speech.
    pub speech: SpeechRow,
    /// BCP-47 tag of the text.
    pub lang: String,
    /// How often the speech mentions it; of very many, a page has a part.
    pub n_mentions: usize,
    /// In order of the text.
    pub lines: Vec<KwicLine>,
}

/// One mention in its sentence.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct KwicLine {
    /// Text before, cut at a word or character.
    pub before: String,
    /// The words themselves.
    pub surface: String,
    /// Text after.
    pub after: String,
    /// The paragraph.
    pub paragraph: ParagraphLink,
    /// Who says it, as printed; empty for narrative.
    pub speaker: String,
    /// `question`, `answer`, `speech`, `narrative`, …
    pub turn: &'static str,
    /// Marked in the source as uncertain.
    pub doubtful: bool,
}

/// Mentions in one kind of turn.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TurnCount {
    /// `question`, `answer`, `speech`, `narrative`, …
    pub turn: &'static str,
    /// How many.
    pub count: usize,
}

/// Who says it how often.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SaidBy {
    /// Name as shown.
    pub name: String,
    /// BCP-47 tag of the name, if its script is not the page's.
    pub lang: Option<String>,
    /// The person's entity, if it has one.
    pub entity: Option<RefView>,
    /// How many mentions.
    pub count: usize,
}

/// An entity named beside another.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BesideView {
    /// The other entity.
    pub entity: RefView,
    /// Paragraphs that name both.
    pub paragraphs: usize,
    /// Speeches that name both.
    pub speeches: usize,
}
