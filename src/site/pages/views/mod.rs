//! What a template receives: plain data, one struct per page type, decided before a template runs.
//!
//! **Invariant:** every `href` is relative to the page that holds the view and was made from a
//! `Route`, so it resolves.
//! **Invariant:** fields named `html` are finished, escaped HTML; every other string is text and is
//! escaped by the template.
//!
//! A view never holds a whole-site list that grows without bound: long lists are cut into pages
//! before.

mod entity;
mod lists;
mod page;
mod parallel;
mod parts;
mod speech;

pub(crate) use entity::{
    AliasView, BesideView, EntityView, FactValueView, FactView, HeldView, KwicGroup, KwicLine,
    LengthView, NamedView, OwnWordsView, QuoteView, SaidBy, TurnCount,
};
pub(crate) use lists::{
    CalendarView, EntityRow, FacetView, HeadingView, HomeView, KindIndexView, KindTop, OrderView,
    SpeechListView, YearGroup,
};
pub(crate) use page::{
    AboutView, AttributeView, BrandView, DataFileView, DataGroupView, DataView, KindView, MenuView,
    NotFoundView, OwnRow, PageView, RedirectView, ScriptView, SearchView, SiteView, WithdrawnView,
};
pub(crate) use parallel::{PairView, ParallelRow, ParallelSection, ParallelView, SideView};
pub(crate) use parts::{
    AlternateView, ChartRow, ChartView, DateView, FacetItem, MapPlace, MapView, ParagraphLink,
    PictureView, RefView, SpeechRow, TextView,
};
pub(crate) use speech::{
    ChangeView, CiteView, DownloadView, InSeriesView, MentionedKind, MentionedView, OriginalView,
    OutlineView, PartView, ParticipantView, QuestionView, QuotedView, QuotingView, RecordingView,
    SourceView, SpeakerView, SpeechView, SpokenLink, TrackView, TurnView,
};

use serde::Serialize;

/// The view of one page, by page type.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum View {
    /// `home.html`.
    Home(HomeView),
    /// `speech.html`.
    Speech(Box<SpeechView>),
    /// `speeches.html`.
    SpeechList(SpeechListView),
    /// `kind.html`.
    Kind(KindIndexView),
    /// `entity.html`.
    Entity(Box<EntityView>),
    /// `parallel.html`.
    Parallel(ParallelView),
    /// `search.html`.
    Search(SearchView),
    /// `data.html`.
    Data(DataView),
    /// `about.html`.
    About(Box<AboutView>),
    /// `withdrawn.html`.
    Withdrawn(WithdrawnView),
    /// `redirect.html`.
    Redirect(RedirectView),
    /// `404.html`.
    NotFound(NotFoundView),
}
