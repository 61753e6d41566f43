//! When paragraphs are said → links to these moments of the recording.
//!
//! Without a script a link opens the recording at its moment; with it, the player on the page goes on
//! from there.

use super::{Scribe, escaped};
use crate::reading::graph::{RecordingPlace, Said};
use crate::reading::labels::bracketed_time;
use std::fmt::Write;

/// The times of a speech, and its recording as the page names it.
pub(crate) struct Clock<'g> {
    /// By paragraph; empty where none has a time.
    pub said: &'g [Option<Said>],
    pub place: RecordingPlace<'g>,
    pub href: String,
}

impl Scribe<'_> {
    /// The tag of a link to the moment at which a paragraph is said, and that moment; none of a
    /// paragraph without a time.
    fn moment(&self, index: u32) -> Option<(String, u32)> {
        let clock = self.clock.as_ref()?;
        let said = (*clock.said.get(index as usize)?)?;
        let href = clock.place.moment(&clock.href, said.from)?;

        let mut tag = format!(
            "<a class=\"clock\" href=\"{}\" data-at=\"{}\"",
            escaped(&href),
            seconds(said.from)
        );
        if let Some(until) = said.until {
            let _ = write!(tag, " data-until=\"{}\"", seconds(until));
        }
        tag.push('>');
        Some((tag, said.from))
    }

    /// Whether readers are told when a paragraph is said.
    pub(crate) fn tells_time(&self, index: u32) -> bool {
        self.moment(index).is_some()
    }

    /// The link to the moment of a paragraph whose text does not state it.
    pub(super) fn clock_behind(&self, index: u32, out: &mut String) {
        let text = &self.document.paragraphs[index as usize].text;
        if bracketed_time(text).is_none()
            && let Some((tag, from)) = self.moment(index)
        {
            let _ = write!(out, "{tag}{}</a>", shown(from));
        }
    }

    /// The link that a time at the head of a paragraph becomes, and the bytes of the text that are
    /// its words.
    pub(super) fn clock_before(&self, index: u32) -> Option<(String, usize)> {
        let text = &self.document.paragraphs[index as usize].text;
        let (_, rest) = bracketed_time(text)?;
        let (tag, _) = self.moment(index)?;
        Some((tag, text.len() - rest.len()))
    }
}

/// Seconds with as many decimals as they need.
fn seconds(milliseconds: u32) -> String {
    let text = format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `12:05`, `1:02:03`.
fn shown(milliseconds: u32) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_as_short_as_they_can_be() {
        assert_eq!((seconds(725_000), seconds(4_250)), ("725".to_owned(), "4.25".to_owned()));
        assert_eq!((shown(725_900), shown(3_723_000)), ("12:05".to_owned(), "1:02:03".to_owned()));
    }
}
