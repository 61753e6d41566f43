//! What a speech says of its recording → where it is played, and when each paragraph is said.
//!
//! Times are written in the text (`[00:12:05]` in a label or before a paragraph), or come from captions
//! beside the speech, whose words are those of the paragraphs (`align`).
//!
//! **Invariant:** a paragraph without enough evidence has no time, never a wrong one.

mod align;

use super::links::{Destination, Link};
use super::{Graph, Route};
use crate::base::captions::{cues, milliseconds};
use crate::base::diag::{Code, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::origin_of;
use crate::reading::corpus::{ParagraphRole, Recording, Speech, SpeechId};
use crate::reading::labels;

/// When a paragraph is said, in milliseconds of the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said {
    pub from: u32,
    /// Until when, where that is known and no other paragraph begins then.
    pub until: Option<u32>,
}

/// Where the recording of a speech is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place<'g> {
    /// A file of the site.
    File(&'g Route),
    /// A file elsewhere, which the site's policy lets browsers fetch.
    Fetched(&'g str),
    /// A page or a file elsewhere, to which readers are led.
    Linked(&'g str),
}

/// A host of videos that lets an address begin at a moment.
struct VideoHost {
    name: &'static str,
    domains: &'static [&'static str],
    /// What is put behind an address; `{}` are seconds. The second is for an address with a `?`.
    moment: [&'static str; 2],
    /// What is before the id of a video in an address.
    before_id: &'static [&'static str],
    /// The address of its player, before the id.
    player: &'static str,
}

const VIDEO_HOSTS: &[VideoHost] = &[
    VideoHost {
        name: "YouTube",
        domains: &["youtube.com", "youtu.be", "youtube-nocookie.com"],
        moment: ["?t={}", "&t={}"],
        before_id: &["v=", "youtu.be/", "/live/", "/embed/", "/shorts/"],
        player: "https://www.youtube-nocookie.com/embed/",
    },
    VideoHost {
        name: "Vimeo",
        domains: &["vimeo.com"],
        moment: ["#t={}s", "#t={}s"],
        before_id: &["/video/", "vimeo.com/"],
        player: "https://player.vimeo.com/video/",
    },
    VideoHost {
        name: "Bilibili",
        domains: &["bilibili.com", "b23.tv"],
        moment: ["?t={}", "&t={}"],
        before_id: &["bvid=", "/video/"],
        player: "https://player.bilibili.com/player.html?autoplay=0&bvid=",
    },
];

impl Place<'_> {
    /// The address of a moment; none where it would lead to the beginning. `href` is the address of
    /// the recording as the page writes it.
    pub(crate) fn moment(&self, href: &str, milliseconds: u32) -> Option<String> {
        let seconds = milliseconds / 1000;
        let Place::Linked(address) = self else {
            // W3C Media Fragments §4.2.1.
            return Some(format!("{href}#t={seconds}"));
        };
        let [plain, with_query] = video_host(address)?.moment;
        let base = without_moment(href);
        let form = if base.contains('?') { with_query } else { plain };
        Some(format!("{base}{}", form.replace("{}", &seconds.to_string())))
    }
}

/// An address of a video without the moment at which it would begin.
fn without_moment(address: &str) -> String {
    let whole = address.split('#').next().unwrap_or_default();
    let Some((path, query)) = whole.split_once('?') else {
        return whole.to_owned();
    };
    let is_moment = |pair: &&str| ["t=", "start="].iter().any(|name| pair.starts_with(name));
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_moment(pair)).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// What readers know the host of an address as: `YouTube`, `media.example.org`.
pub(crate) fn host_name(address: &str) -> String {
    match video_host(address) {
        Some(host) => host.name.to_owned(),
        None => domain(address).to_owned(),
    }
}

/// The address of the player of a video on a known host.
fn player_of(address: &str) -> Option<String> {
    let host = video_host(address)?;
    let (_, rest) = host.before_id.iter().find_map(|before| address.split_once(before))?;
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let id = rest.split(|c: char| !is_of_id(c)).next().filter(|id| !id.is_empty())?;
    Some(format!("{}{id}", host.player))
}

fn video_host(address: &str) -> Option<&'static VideoHost> {
    let domain = domain(address);
    let is_of = |known: &str| {
        domain.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    VIDEO_HOSTS.iter().find(|host| host.domains.iter().any(|known| is_of(known)))
}

fn domain(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().trim_start_matches("www.")
}

fn is_webvtt(path: &str) -> bool {
    path.to_lowercase().ends_with(".vtt")
}

impl Graph {
    /// Whether the site's policy lets browsers fetch a picture or a recording from this address.
    pub(crate) fn may_fetch(&self, address: &str) -> bool {
        origin_of(address).is_some_and(|origin| self.config.hosts.media.contains(&origin))
    }

    /// The player of another host in which a recording there is shown; none where the policy does not
    /// allow it.
    pub(crate) fn player(&self, address: &str) -> Option<String> {
        let player = player_of(address)?;
        let origin = origin_of(&player)?;
        self.config.hosts.frames.contains(&origin).then_some(player)
    }

    /// Where the recording is that the file at `path` names; none where it leads to nothing, which
    /// was told.
    pub(crate) fn recording_place<'g>(
        &'g self,
        path: &str,
        recording: &'g Recording,
    ) -> Option<Place<'g>> {
        let named = &recording.media;
        if named.is_elsewhere() {
            let is_fetched = named.is_playable() && self.may_fetch(&named.src);
            let place = if is_fetched { Place::Fetched } else { Place::Linked };
            return Some(place(&named.src));
        }
        match self.link(path, &named.src) {
            Link::Within(Destination::Media(_, route), _) => Some(Place::File(route)),
            _ => None,
        }
    }

    /// The captions of a speech in the file at `path`: those that it names, else the file beside it
    /// that is called like it.
    pub(crate) fn captions<'g>(
        &'g self,
        path: &str,
        speech: &'g Speech,
    ) -> Option<(FileId, &'g Route)> {
        let recording = speech.recording.as_ref()?;
        let found = match &recording.captions {
            Some(named) if named.is_elsewhere() => None,
            Some(named) => match self.link(path, &named.src) {
                Link::Within(destination, _) => Some(destination),
                _ => None,
            },
            None => {
                let name = path.rsplit('/').next()?;
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                self.file_at(path, &format!("{stem}.vtt"))
            }
        };
        match found? {
            // Another form was told.
            Destination::Media(file, route) if is_webvtt(route.path()) => Some((*file, route)),
            _ => None,
        }
    }

    /// When the paragraphs of a speech are said, by paragraph; empty where none has a time.
    pub(crate) fn said(&self, speech: SpeechId) -> &[Option<Said>] {
        self.said.get(&speech).map_or(&[], Vec::as_slice)
    }

    /// Finds the times of all speeches with a recording, and tells where captions are of little use.
    pub(super) fn with_times(mut self, sources: &Sources, diagnostics: &mut Diagnostics) -> Self {
        for (id, speech) in self.corpus.speeches() {
            if speech.recording.is_none() {
                continue;
            }
            let mut said = written(speech);
            let path = &sources.file(speech.file).path;
            if let Some((file, _)) = self.captions(path, speech)
                && let Some(text) = sources.file(file).text()
            {
                let of_captions = align::times(speech, &cues(text));
                tell_unfound(speech, &of_captions, file, diagnostics);
                fill(&mut said, &of_captions);
            }
            if said.iter().any(Option::is_some) {
                self.said.insert(id, said);
            }
        }
        self
    }
}

/// Puts times of captions where the text has none and they are between those of its neighbours.
fn fill(said: &mut [Option<Said>], of_captions: &[Option<Said>]) {
    for at in 0..said.len() {
        let (None, Some(new)) = (said[at], of_captions[at]) else {
            continue;
        };
        let before = said[..at].iter().flatten().next_back();
        let after = said[at + 1..].iter().flatten().next();
        let fits = before.is_none_or(|before| before.from <= new.from)
            && after.is_none_or(|after| new.from <= after.from);
        if fits {
            said[at] = Some(new);
        }
    }
}

/// The times that the text states: that of a label is its first paragraph's.
fn written(speech: &Speech) -> Vec<Option<Said>> {
    let body = &speech.body;
    let mut said = Vec::with_capacity(body.paragraphs.len());
    let mut turn = None;
    for paragraph in &body.paragraphs {
        if paragraph.role != ParagraphRole::Text {
            said.push(None);
            continue;
        }

        let is_first = paragraph.turn != turn;
        turn = paragraph.turn;
        let of_label = || {
            let label = &body.turns[turn.filter(|_| is_first)? as usize].label;
            labels::parts(label).time
        };
        let time = labels::bracketed_time(&paragraph.text).map(|(time, _)| time).or_else(of_label);
        said.push(time.and_then(milliseconds).map(|from| Said { from, until: None }));
    }
    said
}

/// Says so where captions leave paragraphs without a time.
fn tell_unfound(
    speech: &Speech,
    found: &[Option<Said>],
    file: FileId,
    diagnostics: &mut Diagnostics,
) {
    let is_said = |(at, _): &(usize, &Option<Said>)| {
        let paragraph = &speech.body.paragraphs[*at];
        paragraph.role == ParagraphRole::Text && !paragraph.text.is_empty()
    };
    let n_said = found.iter().enumerate().filter(is_said).count();
    let n_found = found.iter().flatten().count();
    if n_found == n_said {
        return;
    }

    let message = say!(
        "{n_found} of the {n_said} paragraphs of `{speech}` were found in these captions; the others have no time",
        n_found,
        n_said,
        speech = speech.full_id()
    );
    let hint = "write a time before a paragraph, `[00:12:05] …`, or leave it: the recording plays all the same";
    diagnostics.tell(Code::UntimedParagraphs, Span::new(file, 0..0), message, hint);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_videos_is_known_by_its_domain_and_begins_at_a_moment() {
        assert_eq!(host_name("https://www.youtube.com/watch?v=a"), "YouTube");
        assert_eq!(host_name("https://player.vimeo.com/video/1"), "Vimeo");
        assert_eq!(host_name("https://notyoutube.com/watch"), "notyoutube.com");
        let moment = |address| Place::Linked(address).moment(address, 725_400);
        let watch = "https://www.youtube.com/watch?v=a";
        assert_eq!(moment(watch).as_deref(), Some("https://www.youtube.com/watch?v=a&t=725"));
        let later = moment("https://youtu.be/a?t=9");
        assert_eq!(later.as_deref(), Some("https://youtu.be/a?t=725"));
        assert_eq!(moment("https://youtu.be/a").as_deref(), Some("https://youtu.be/a?t=725"));
        assert_eq!(moment("https://vimeo.com/1").as_deref(), Some("https://vimeo.com/1#t=725s"));
        assert_eq!(moment("https://talks.example/1"), None);
        let player = "https://www.youtube-nocookie.com/embed/a-1";
        for address in ["https://www.youtube.com/watch?app=x&v=a-1&t=3", "https://youtu.be/a-1?t=3"]
        {
            assert_eq!(player_of(address).as_deref(), Some(player), "{address}");
        }
        assert_eq!(
            player_of("https://vimeo.com/12").as_deref(),
            Some("https://player.vimeo.com/video/12")
        );
        assert_eq!(player_of("https://www.youtube.com/"), None);

        let fetched = Place::Fetched("https://media.example/a.mp3");
        assert_eq!(fetched.moment("a.mp3", 725_400).as_deref(), Some("a.mp3#t=725"));
    }
}
