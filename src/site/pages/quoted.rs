//! The paragraphs of a speech that other texts of the site quote → who quotes them.

use super::context::PageContext;
use super::views::{QuotedView, QuotingView};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::{Quoting, number};

impl PageContext<'_> {
    /// The paragraphs of a speech that are quoted, in order.
    pub(super) fn quoted(&self, id: SpeechId) -> Vec<QuotedView> {
        let anchors = &self.graph.anchors(id).paragraphs;
        let mut views: Vec<QuotedView> = Vec::new();
        for quotation in self.graph.quotations_of(id) {
            let anchor = &anchors[quotation.paragraph];
            let href = format!("#{anchor}");
            let by = self.quoting(quotation.by);
            match views.last_mut().filter(|view| view.href == href) {
                Some(view) if view.by.contains(&by) => {}
                Some(view) => view.by.push(by),
                None => views.push(QuotedView { number: number(anchor), href, by: vec![by] }),
            }
        }
        views
    }

    fn quoting(&self, by: Quoting) -> QuotingView {
        match by {
            Quoting::Speech(id, paragraph) => {
                let speech = self.graph.corpus.speech(id);
                let page = self.href(&self.graph.speech_route(id));
                let anchor = &self.graph.anchors(id).paragraphs[paragraph];
                QuotingView {
                    title: speech.title.clone(),
                    lang: self.other_lang(&speech.lang),
                    href: format!("{page}#{anchor}"),
                }
            }
            Quoting::Entity(id) => {
                let entity = self.reference(id);
                QuotingView { title: entity.name, lang: entity.name_lang, href: entity.href }
            }
            Quoting::Page(index) => {
                let page = &self.graph.corpus.pages[index];
                QuotingView {
                    title: page.title.clone(),
                    lang: self.other_lang(&page.lang),
                    href: self.href(&self.graph.own_route(page)),
                }
            }
        }
    }
}
