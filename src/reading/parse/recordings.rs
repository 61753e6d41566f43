//! `recording` of a speech: a path or address, or a table with what belongs to it.
//!
//! **Invariant:** of a recording that is read it is known whether it is heard or seen.

use crate::base::diag::Code;
use crate::base::fields::{FromNode, Node, Reader, Value};
use crate::base::message::say;
use crate::base::sources::media_types;
use crate::reading::corpus::{Named, Recording};

impl FromNode for Named {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let src = reader.text(&node)?;
        Some(Named { src, span: node.span })
    }
}

impl FromNode for Recording {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(_) = node.value {
            let media = Named::from_node(reader, node)?;
            tell_unplayable(reader, &media);
            return Some(Recording {
                is_video: is_video(&media.src),
                media,
                poster: None,
                captions: None,
            });
        }

        let mut table = reader.table(node)?;
        let audio: Option<Named> = table.get("audio");
        let video: Option<Named> = table.get("video");
        let poster = table.get("poster");
        let captions: Option<Named> = table.get("captions");
        if let Some(named) = &captions
            && !named.src.to_lowercase().ends_with(".vtt")
        {
            let message =
                say!("`{file}` cannot be captions: browsers read WebVTT", file = named.src);
            let hint = "name a file that ends in `.vtt` and begins with the line `WEBVTT`";
            table.reader.tell(Code::BadValue, &named.span, message, hint);
        }
        if let (Some(audio), Some(_)) = (&audio, &video) {
            let message = "a recording is heard or seen, and this one is given twice";
            let hint = "keep `video` and take `audio` away, or the other way round";
            table.reader.tell(Code::BadValue, &audio.span, message, hint);
        }
        if audio.is_none() && video.is_none() {
            table.missing_with("audio", "add `audio: name.mp3`, or `video: name.mp4`".into());
        }
        let is_video = video.is_some();
        let media = video.or(audio);
        if let Some(media) = &media {
            tell_unplayable(&mut table.reader, media);
        }
        table.finish();
        Some(Recording { media: media?, is_video, poster, captions })
    }
}

/// Reports a file beside the speech that no browser plays; what is elsewhere is linked to.
fn tell_unplayable(reader: &mut Reader<'_>, media: &Named) {
    // Of an address that lacks its beginning it is told that it leads to nothing.
    if media.is_elsewhere() || media.is_playable() || media.src.starts_with("www.") {
        return;
    }
    let message = say!("`{file}` is no recording that browsers play", file = media.src);
    let hint = "name a file of sound (`.mp3`, `.m4a`, `.ogg`, `.wav`) or a video (`.mp4`, `.webm`), or an address with `https://`";
    reader.tell(Code::BadValue, &media.span, message, hint);
}

/// Whether the recording at an address is seen: what is not known to be sound alone, as the page of a
/// host of videos, is.
fn is_video(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    !media_types::of(path).starts_with("audio/")
}
