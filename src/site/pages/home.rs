//! The home page.

use super::context::PageContext;
use super::views::{HomeView, KindTop, PageView, RefView, View};
use crate::base::date::Date;
use crate::reading::kinds::KindId;

/// Speeches on the home page, newest first.
const NEWEST: usize = 5;

/// Entities of each kind on the home page, most mentioned first.
const MOST_MENTIONED: usize = 8;

impl PageContext<'_> {
    pub(super) fn home(&self) -> (PageView, View) {
        let edition = self.graph.edition(self.lang);
        let description = self.graph.config.description.as_ref();
        let description = description.map_or("", |words| words.text(self.language()));

        let mut head = self.head("", description);
        self.set_all_alternates(&mut head, |lang| self.graph.home_route(lang));
        self.set_site_feeds(&mut head);
        head.json_ld_html = Some(self.json_ld_site());
        let own = self.home_page();
        head.named = own.map_or_else(Vec::new, |page| self.named_in_text(&page.body));

        // Newest first.
        let date_of = |id| self.graph.corpus.speech(id).date;
        let dates: Vec<Date> = edition.versions.iter().map(|id| date_of(*id)).collect();
        let span = span(&dates);
        let kinds = self.graph.config.kinds.iter();
        let activity = self.chart(
            self.strings.text("activity"),
            dates.into_iter().map(|date| (date, 1)),
            |period| self.year_href(period.parse().ok()?),
        );
        let view = HomeView {
            newest: edition.versions.iter().take(NEWEST).map(|id| self.row(*id)).collect(),
            n_speeches: edition.versions.len(),
            n_mentions: edition.tallies.iter().map(|tally| tally.n_mentions).sum(),
            most_mentioned: kinds.filter_map(|(kind, _)| self.top(kind)).collect(),
            activity,
            span,
            html: own.map_or_else(String::new, |page| self.own_html(page)),
        };
        (head, View::Home(view))
    }

    /// The entities of a kind that are mentioned most; none where none is.
    fn top(&self, kind: KindId) -> Option<KindTop> {
        let ranked = &self.pages.lists.ranked[self.lang][usize::from(kind.0)];
        let most = ranked.iter().take(MOST_MENTIONED);
        let mut entities: Vec<RefView> = most.map(|id| self.reference(*id)).collect();
        entities.retain(|entity| entity.n_speeches > 0);
        (!entities.is_empty()).then(|| KindTop { kind: self.kind(kind), entities })
    }
}

/// The years of dates that are sorted newest first: `2023–2024`, `2024`.
fn span(dates: &[Date]) -> String {
    let mut known = dates.iter().filter(|date| date.is_known());
    let newest = known.next();
    match (known.next_back().or(newest), newest) {
        (Some(first), Some(last)) if first.year() != last.year() => {
            format!("{}–{}", first.year(), last.year())
        }
        (Some(first), _) => first.year().to_string(),
        _ => String::new(),
    }
}
