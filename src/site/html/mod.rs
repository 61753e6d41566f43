//! Body trees → HTML.
//!
//! `blocks` writes paragraphs, lists and tables, `footnotes` what they refer to; `pieces` says which
//! tags surround which ranges of a paragraph, `inline` nests them; `images` writes pictures,
//! `renditions` knows their sizes; `clock` writes times, `highlight` code.
//!
//! **Invariant:** this room is the only writer of tags in a text's body; everything that is not a
//! tag is escaped here, once.
//! **Invariant:** tags nest, whatever ranges cross in a paragraph; the link of a mention is never
//! cut in two. Does not decide what is linked, only how it is written; knows no templates.

mod blocks;
mod clock;
mod footnotes;
mod highlight;
mod images;
mod inline;
mod pieces;
mod renditions;

pub(crate) use clock::Clock;
#[cfg(feature = "pictures")]
pub(crate) use renditions::{LARGEST, Rendition};
pub(crate) use renditions::{Renditions, tell_unmade};

use crate::reading::annotate::Mention;
use crate::reading::corpus::{Document, SpeechId};
use crate::reading::graph::{Graph, LangIndex, Route, SpeechAnchors};
use std::borrow::Cow;

/// Writes the blocks of one document for one page.
pub struct Scribe<'g> {
    graph: &'g Graph,
    document: &'g Document,
    /// Path of the file that the document came from, against which its addresses are read.
    path: &'g str,
    /// The page on which the blocks will be, and the interface language of its readers.
    page: Route,
    lang: LangIndex,
    /// The address of the speech's own page where `page` is another one. There paragraphs have no
    /// ids, and their numbers lead here. Empty on the speech's own page.
    home: String,
    /// None where the document is not a speech.
    anchors: Option<&'g SpeechAnchors>,
    /// Mentions that are links, by paragraph.
    linked: Vec<&'g Mention>,
    /// What a table without heads is called for those who do not see it; the name of other tables
    /// is their heads, in the language of the text.
    table_label: &'g str,
    /// Pictures in sizes for screens.
    renditions: Cow<'g, Renditions>,
    /// When paragraphs are said, where the page plays the recording.
    clock: Option<Clock<'g>>,
}

impl<'g> Scribe<'g> {
    /// A scribe for a speech on its page.
    #[must_use]
    pub fn of_speech(
        graph: &'g Graph,
        path: &'g str,
        speech: SpeechId,
        table_label: &'g str,
    ) -> Self {
        let mut linked = Vec::new();
        for (index, mention) in graph.mentions_in(speech) {
            if graph.is_linked(index) {
                linked.push(mention);
            }
        }

        Scribe {
            graph,
            document: &graph.corpus.speech(speech).body,
            path,
            page: graph.speech_route(speech),
            lang: graph.interface_of(speech),
            home: String::new(),
            anchors: Some(graph.anchors(speech)),
            linked,
            table_label,
            renditions: Cow::default(),
            clock: None,
        }
    }

    /// A scribe for a speech on a page other than its own, whose readers have the interface `lang`.
    #[must_use]
    pub fn of_speech_on(
        graph: &'g Graph,
        path: &'g str,
        speech: SpeechId,
        page: Route,
        lang: LangIndex,
        table_label: &'g str,
    ) -> Self {
        let home = page.href(&graph.speech_route(speech));
        Scribe { page, lang, home, ..Scribe::of_speech(graph, path, speech, table_label) }
    }

    /// A scribe for a description or one of the site's own pages.
    #[must_use]
    pub fn of_document(
        graph: &'g Graph,
        path: &'g str,
        page: Route,
        lang: LangIndex,
        document: &'g Document,
        table_label: &'g str,
    ) -> Self {
        Scribe {
            graph,
            document,
            path,
            page,
            lang,
            home: String::new(),
            anchors: None,
            linked: Vec::new(),
            table_label,
            renditions: Cow::default(),
            clock: None,
        }
    }

    /// The same with pictures in sizes for screens.
    #[must_use]
    pub(crate) fn with_renditions(mut self, renditions: &'g Renditions) -> Self {
        self.renditions = Cow::Borrowed(renditions);
        self
    }

    /// The same with links to the moments at which paragraphs are said.
    #[must_use]
    pub(crate) fn with_clock(mut self, clock: Option<Clock<'g>>) -> Self {
        self.clock = clock;
        self
    }

    /// The anchors of the document, where its paragraphs have them as ids.
    fn anchors_here(&self) -> Option<&'g SpeechAnchors> {
        self.anchors.filter(|_| self.home.is_empty())
    }
}

/// Appends `text` with `& < > "` escaped.
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// `text` with `& < > "` escaped.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}

/// The paragraphs and cells of a document without their marks; for summaries and counts.
pub(crate) fn plain_text(document: &Document) -> impl Iterator<Item = &str> {
    let said = document.paragraphs.iter().filter(|paragraph| paragraph.is_said());
    said.map(|paragraph| paragraph.text.as_str())
}
