//! What a speech says of its recording, and of other files that its front matter names.

use super::document::{Address, Origin, Purpose};
use super::{Entity, Speech};
use crate::base::sources::media_types;
use crate::reading::config::Picture;
use std::ops::Range;

/// A recording of a speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// What is heard or seen.
    pub media: Named,
    /// Whether there is something to see.
    pub is_video: bool,
    /// What is shown before it plays.
    pub poster: Option<Picture>,
    /// Its captions, WebVTT, where they do not lie beside the speech.
    pub captions: Option<Named>,
}

/// A path or an address, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub src: String,
    /// Bytes in the file, half-open.
    pub span: Range<usize>,
}

impl Named {
    /// Whether it is on another host: `https://…`.
    pub(crate) fn is_elsewhere(&self) -> bool {
        ["https://", "http://"].iter().any(|scheme| self.src.starts_with(scheme))
    }

    /// Whether its name says that a browser plays it.
    pub(crate) fn is_playable(&self) -> bool {
        let path = self.src.split(['?', '#']).next().unwrap_or_default();
        let media_type = media_types::of(path);
        media_type.starts_with("audio/") || media_type.starts_with("video/")
    }

    /// As an address of the file. A page elsewhere is a link; whether a recording there is fetched
    /// is for the site's policy to say.
    fn address(&self) -> Address<'_> {
        let purpose = if self.is_elsewhere() { Purpose::Link } else { Purpose::Show };
        shown(&self.src, purpose, self.span.clone())
    }
}

fn shown(text: &str, purpose: Purpose, span: Range<usize>) -> Address<'_> {
    Address { text, purpose, origin: Origin::Markdown, span }
}

fn picture(picture: &Picture) -> Address<'_> {
    shown(&picture.src, Purpose::Show, picture.span.clone())
}

impl Speech {
    /// The addresses that its front matter names: pictures, the recording, captions.
    pub(crate) fn front_addresses(&self) -> Vec<Address<'_>> {
        let mut addresses: Vec<Address<'_>> = self.image.iter().map(picture).collect();
        if let Some(recording) = &self.recording {
            addresses.push(recording.media.address());
            addresses.extend(recording.poster.iter().map(picture));
            addresses.extend(recording.captions.iter().map(Named::address));
        }
        addresses
    }
}

impl Entity {
    /// The addresses that its front matter names for browsers to show.
    pub(crate) fn front_addresses(&self) -> Vec<Address<'_>> {
        self.image.iter().map(picture).collect()
    }
}
