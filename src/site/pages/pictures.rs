//! Pictures that front matter and configuration name, and the recording of a speech.

use super::context::PageContext;
use super::views::{PictureView, RecordingView, TrackView};
use crate::base::sources::FileId;
use crate::base::words::Words;
use crate::reading::config::Picture;
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{RecordingPlace, Shown, host_name};
use crate::site::html::Clock;

impl PageContext<'_> {
    /// The picture of an entity; its name stands for words that are not given.
    pub(super) fn portrait(&self, id: EntityId) -> Option<PictureView> {
        let entity = self.graph.corpus.entity(id);
        self.picture_of(entity.file, entity.image.as_ref()?, self.name(id))
    }

    /// The picture by which others show a link to a speech: its own, that of a speaker, that of the
    /// site.
    pub(super) fn speech_picture(&self, id: SpeechId) -> Option<PictureView> {
        let speech = self.graph.corpus.speech(id);
        let own = || self.picture_of(speech.file, speech.image.as_ref()?, &speech.title);
        let mut speakers = self.graph.entities_named(&speech.speaker).into_iter();
        own().or_else(|| speakers.find_map(|id| self.portrait(id))).or_else(|| self.site_picture())
    }

    /// The site's own picture.
    pub(super) fn site_picture(&self) -> Option<PictureView> {
        let config = &self.graph.config;
        let picture = config.brand.image.as_ref()?;
        let shown = self.graph.static_picture(picture)?;
        let title = config.title.text(self.language());
        Some(self.picture_view(&shown, picture.alt.as_ref(), None, title))
    }

    /// A picture that the file `of` names; `stand_in` are the words for those who do not see it
    /// where none are given.
    fn picture_of(&self, of: FileId, picture: &Picture, stand_in: &str) -> Option<PictureView> {
        let (alt, credit) = (picture.alt.as_ref(), picture.credit.as_ref());
        if let Some(shown) = self.graph.picture(&self.sources.file(of).path, picture) {
            return Some(self.picture_view(&shown, alt, credit, stand_in));
        }
        let address = Some(&picture.src).filter(|src| self.graph.may_fetch(src))?;
        Some(PictureView {
            src: address.clone(),
            srcset: String::new(),
            avif: String::new(),
            url: address.clone(),
            width: 0,
            height: 0,
            alt: self.words_or(alt, stand_in),
            credit: self.words_or(credit, ""),
        })
    }

    fn words_or(&self, words: Option<&Words>, stand_in: &str) -> String {
        words.map_or(stand_in, |words| words.text(self.language())).to_owned()
    }

    fn picture_view(
        &self,
        shown: &Shown,
        alt: Option<&Words>,
        credit: Option<&Words>,
        stand_in: &str,
    ) -> PictureView {
        let route = &self.page.route;
        let renditions = &self.pages.renditions;
        let found = renditions.addresses(self.graph, route, shown.file, &shown.route);
        let src = self.href(&found.route);
        let base_url = self.graph.config.base_url.as_deref();
        let side = |side: Option<u32>| side.map_or(0, |side| side as usize);
        PictureView {
            url: base_url.map_or_else(|| src.clone(), |base| found.route.url(base)),
            src,
            srcset: found.srcset,
            avif: found.avif,
            width: side(shown.size.map(|size| size.width)),
            height: side(shown.size.map(|size| size.height)),
            alt: self.words_or(alt, stand_in),
            credit: self.words_or(credit, ""),
        }
    }

    /// The recording of a speech as its page plays it, and the times of its paragraphs.
    pub(super) fn recording(&self, id: SpeechId) -> Option<(RecordingView, Clock<'_>)> {
        let speech = self.graph.corpus.speech(id);
        let recording = speech.recording.as_ref()?;
        let path = &self.sources.file(speech.file).path;
        let place = self.graph.recording_place(path, recording)?;
        let said = self.graph.said(id);

        let (href, host) = match &place {
            RecordingPlace::File(route) => (self.href(route), String::new()),
            RecordingPlace::Fetched(address) => ((*address).to_owned(), String::new()),
            RecordingPlace::Linked(address) => ((*address).to_owned(), host_name(address)),
        };
        let player = match &place {
            RecordingPlace::Linked(address) => self.graph.player(address),
            RecordingPlace::File(_) | RecordingPlace::Fetched(_) => None,
        };
        let kind = match (&place, recording.is_video) {
            (RecordingPlace::Linked(_), _) if player.is_some() => "frame",
            (RecordingPlace::Linked(_), _) => "link",
            (_, true) => "video",
            (_, false) => "audio",
        };
        let captions = self.graph.captions(path, speech).map(|(_, route)| TrackView {
            href: self.href(route),
            lang: speech.lang.tag().to_owned(),
            label: speech.lang.endonym().to_owned(),
        });
        let poster = recording.poster.as_ref();
        let view = RecordingView {
            kind,
            href: player.unwrap_or_else(|| href.clone()),
            host,
            poster: poster.and_then(|poster| self.picture_of(speech.file, poster, &speech.title)),
            captions,
            has_times: said.iter().any(Option::is_some),
        };
        Some((view, Clock { said, place, href }))
    }
}
