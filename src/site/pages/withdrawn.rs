//! A speech that was taken back → the page that says so, at the address of the speech.

use super::context::PageContext;
use super::views::{PageView, TextView, View, WithdrawnView};
use crate::base::words::Words;

impl PageContext<'_> {
    /// The page of the withdrawn speech with this index.
    pub(super) fn withdrawn(&self, index: usize) -> (PageView, View) {
        let (speech, anchors) = self.graph.withdrawn_speech(index);
        let mut head = self.head(&speech.title, self.strings.text("withdrawn"));
        // Its address stays; nobody should find it anew.
        head.no_index = true;

        let withdrawal = speech.withdrawn.as_ref();
        let reason = withdrawal.and_then(|withdrawal| withdrawal.reason.as_ref());
        let view = WithdrawnView {
            title: TextView { lang: speech.lang.tag().to_owned(), text: speech.title.clone() },
            date: self.date(speech.date),
            since: withdrawal.and_then(|withdrawal| withdrawal.date).map(|date| self.date(date)),
            reason: reason.map(|reason| self.text_view(reason)),
            anchors: anchors.gone.iter().map(|(_, anchor)| anchor.to_string()).collect(),
        };
        (head, View::Withdrawn(view))
    }

    fn text_view(&self, words: &Words) -> TextView {
        let (text, lang) = words.for_lang(self.language());
        let lang = lang.unwrap_or(self.language()).tag().to_owned();
        TextView { lang, text: text.to_owned() }
    }
}
