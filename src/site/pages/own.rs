//! Pages of the site's own: a text, and where it is the page of a folder the list of those in it.

use super::context::PageContext;
use super::views::{AboutView, OwnRow, PageView, View};
use crate::base::letters::opening;
use crate::reading::corpus::Page;
use crate::reading::graph::{Graph, LangIndex, Route};
use crate::site::export;
use crate::site::html::{Scribe, plain_text};

/// Characters of a text that stand for a summary.
const OPENING: usize = 200;

impl PageContext<'_> {
    /// A page of the site's own.
    pub(super) fn own(&self, index: usize) -> (PageView, View) {
        let page = &self.graph.corpus.pages[index];
        let mut head = self.head(&page.title, &summary(page));
        self.set_alternates(&mut head, &self.own_versions(page));
        head.named = self.named_in_text(&page.body);
        head.feed = export::section_feed(self.graph, index).map(|route| self.href(&route));
        if page.date.is_some() {
            head.og_type = "article";
        }

        let mut pages = Vec::new();
        if let Some(folder) = page.section() {
            for listed in listed(self.graph, page, folder) {
                pages.push(self.own_row(listed));
            }
        }
        let chapters = chapters(self.graph, page);
        let place = chapters.iter().position(|chapter| std::ptr::eq(*chapter, page));
        let beside = |step: usize| place.and_then(|place| chapters.get(place.wrapping_add(step)));
        let view = AboutView {
            id: page.id.clone(),
            title: page.title.clone(),
            summary: page.summary.clone().unwrap_or_default(),
            date: page.date.map(|date| self.date(date)),
            html: self.own_html(page),
            section: section_of(self.graph, page).map(|section| self.own_row(section)),
            pages,
            contents: chapters.iter().map(|chapter| self.own_row(chapter)).collect(),
            previous: beside(usize::MAX).map(|chapter| self.own_row(chapter)),
            next: beside(1).map(|chapter| self.own_row(chapter)),
            extra: page.extra.clone(),
        };
        (head, View::About(Box::new(view)))
    }

    /// The text that the home page begins with.
    pub(super) fn home_page(&self) -> Option<&Page> {
        let mut pages = self.graph.corpus.pages.iter();
        pages.find(|page| page.is_home() && page.lang == *self.language())
    }

    pub(super) fn own_html(&self, page: &Page) -> String {
        let path = &self.sources.file(page.file).path;
        let route = self.page.route.clone();
        let scribe =
            Scribe::of_document(self.graph, path, route, self.lang, &page.body, &page.title)
                .with_renditions(&self.pages.renditions);
        scribe.flow() + &scribe.footnotes(self.strings.text("notes"))
    }

    fn own_versions(&self, page: &Page) -> Vec<(LangIndex, Route)> {
        let mut versions = Vec::new();
        for other in self.graph.corpus.pages.iter().filter(|other| other.id == page.id) {
            versions.push((self.graph.interface_in(&other.lang), self.graph.own_route(other)));
        }
        versions
    }

    fn own_row(&self, page: &Page) -> OwnRow {
        OwnRow {
            title: page.title.clone(),
            href: self.href(&self.graph.own_route(page)),
            date: page.date.map(|date| self.date(date)),
            summary: page.summary.clone().unwrap_or_default(),
            is_current: self.graph.own_route(page) == self.page.route,
        }
    }
}

/// What a page says of itself, else how it begins.
fn summary(page: &Page) -> String {
    page.summary.clone().unwrap_or_else(|| opening(plain_text(&page.body), OPENING))
}

/// The pages that have a place in the folder in which a page with a place lies, in their order: the
/// chapters of a manual. As many links stand on each of them, which is what a manual is read by; a
/// person has numbered them, so they are few.
fn chapters<'g>(graph: &'g Graph, of: &Page) -> Vec<&'g Page> {
    let (Some(folder), Some(_)) = (of.folder(), of.order) else {
        return Vec::new();
    };
    let mut pages = listed(graph, of, folder);
    pages.retain(|page| page.order.is_some());
    pages
}

/// The pages of a folder in the language of its page: those with a place first, then newest first,
/// then those without a date by title.
pub(super) fn listed<'g>(graph: &'g Graph, of: &Page, folder: &str) -> Vec<&'g Page> {
    let mut pages: Vec<&Page> = graph
        .corpus
        .pages
        .iter()
        .filter(|page| page.lang == of.lang && page.folder() == Some(folder))
        .collect();
    // `None` would come first.
    let place = |page: &Page| page.order.map_or(i64::MAX, i64::from);
    pages.sort_by(|a, b| {
        let by_date = || b.date.cmp(&a.date).then_with(|| a.title.cmp(&b.title));
        place(a).cmp(&place(b)).then_with(by_date)
    });
    pages
}

/// The page of the folder in which a page lies.
fn section_of<'g>(graph: &'g Graph, of: &Page) -> Option<&'g Page> {
    let folder = of.folder()?;
    let mut pages = graph.corpus.pages.iter();
    pages.find(|page| page.lang == of.lang && page.section() == Some(folder))
}
