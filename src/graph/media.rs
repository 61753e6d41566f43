//! The files of the content that are no text → those that are published, and a word on each of the others.
//!
//! Published is what a published text shows or links to, and what lies in the folder of a published speech and is a picture, a recording or
//! the like. What only a withheld speech shows waits with it, without a word. All the rest is stray: it may be an original, a backup or a
//! note, and is named, not published.
//!
//! **Invariant:** nothing is published because it lies somewhere in the content; somebody meant it.
//! Does not look into the files.

use super::links::{join, percent_decode, scheme};
use crate::corpus::{Address, Corpus, Document, Origin, Speech};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::parse::check_name;
use crate::sources::{FileId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Endings of files that are published because they lie in the folder of a speech.
const MEDIA: &[&str] = &[
    "apng", "avif", "gif", "jpeg", "jpg", "png", "svg", "webp", // pictures
    "aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", // sound
    "m4v", "mov", "mp4", "mpeg", "mpg", "ogv", "webm", // moving pictures
    "srt", "vtt", // captions
    "pdf",
];

/// Endings of texts that are meant to be read, and are not.
const MARKDOWN: &[&str] = &["md", "markdown", "mdown", "mkd", "mkdn"];

/// How many stray files of one folder are named one by one; more are one message.
const NAMED_ONE_BY_ONE: usize = 3;

/// Where the folders of speeches lie.
const SPEECHES: &str = "content/speeches/";

/// The files that are published, in path order; the others are told of, but for those that wait with a withheld speech.
pub(super) fn published(sources: &Sources, corpus: &Corpus, diagnostics: &mut Diagnostics) -> Vec<FileId> {
    let shown = Shown::by(sources, corpus.speeches.iter(), bodies(corpus));
    let waiting = Shown::by(sources, corpus.withheld.iter(), Vec::new());

    let (mut published, mut stray) = (Vec::new(), Vec::new());
    for file in &corpus.media {
        let path = sources.file(*file).path.as_str();
        let is_shown = shown.refers_to(path) || !waiting.refers_to(path) && shown.has_beside(path) && ends_in(path, MEDIA);
        if is_shown && !ends_in(path, MARKDOWN) {
            check_name(sources, *file, diagnostics);
            published.push(*file);
        } else if !waiting.refers_to(path) && !waiting.has_beside(path) {
            stray.push(*file);
        }
    }
    tell(sources, &stray, diagnostics);
    published
}

/// The texts that are no speeches, with their files.
fn bodies(corpus: &Corpus) -> Vec<(FileId, &Document)> {
    let entities = corpus.entities.iter().flat_map(|entity| entity.bodies.iter().map(|(_, body)| (entity.file, body)));
    let pages = corpus.about.iter().map(|page| (page.file, &page.body));
    entities.chain(pages).collect()
}

/// What texts show.
struct Shown<'c> {
    /// Paths of the content that they name.
    paths: BTreeSet<String>,
    /// Ids of the speeches among them.
    ids: BTreeSet<&'c str>,
}

impl<'c> Shown<'c> {
    fn by(sources: &Sources, speeches: impl Iterator<Item = &'c Speech>, others: Vec<(FileId, &'c Document)>) -> Self {
        let mut shown = Shown { paths: BTreeSet::new(), ids: BTreeSet::new() };
        for speech in speeches {
            shown.ids.insert(&speech.id);
            shown.add(sources, speech.file, &speech.body);
        }
        for (file, body) in others {
            shown.add(sources, file, body);
        }
        shown
    }

    fn add(&mut self, sources: &Sources, file: FileId, body: &Document) {
        let path = &sources.file(file).path;
        self.paths.extend(body.addresses().flat_map(|address| targets(path, &address)));
    }

    fn refers_to(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether the file lies in the folder of one of the speeches.
    fn has_beside(&self, path: &str) -> bool {
        let id = path.strip_prefix(SPEECHES).and_then(|rest| rest.split_once('/'));
        id.is_some_and(|(id, _)| self.ids.contains(id))
    }
}

/// The paths of the content that an address in the file at `path` may name. Markdown is seen from the file; raw HTML is published as it is
/// and seen from the page, which lies beside the file or, for a speech in a folder of its own, above it.
fn targets(path: &str, address: &Address<'_>) -> Vec<String> {
    if scheme(address.text).is_some() || address.text.starts_with("//") {
        return Vec::new();
    }
    let end = address.text.find(['#', '?']).unwrap_or(address.text.len());
    let target = percent_decode(&address.text[..end]);

    let from_file = join(path, &target);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match address.origin {
        Origin::Markdown => vec![from_file],
        Origin::Html => vec![join(folder, &target), from_file],
    }
}

fn ends_in(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// Names the stray files; many of one folder in one message, so that the forty photographs of an album do not hide everything else.
fn tell(sources: &Sources, stray: &[FileId], diagnostics: &mut Diagnostics) {
    let mut folders: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
    for file in stray {
        let path = sources.file(*file).path.as_str();
        if ends_in(path, MARKDOWN) {
            diagnostics.push(misnamed(path, *file));
        } else {
            folders.entry(path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default().push(*file);
        }
    }

    for (folder, files) in folders {
        if files.len() <= NAMED_ONE_BY_ONE {
            for file in files {
                let path = &sources.file(file).path;
                let message = format!("`{path}` is not published, for no published text refers to it");
                diagnostics.push(stray_at(file, message).hint("refer to it from a text, or move it out of `content/`"));
            }
        } else {
            let n = files.len();
            let message = format!("{n} files in `{folder}/` are not published, for no published text refers to them; this is the first");
            diagnostics.push(stray_at(files[0], message).hint("refer to them from a text, or move them out of `content/`"));
        }
    }
}

fn stray_at(file: FileId, message: String) -> Diagnostic {
    Diagnostic::new(Code::StrayFile, message).at(Span::new(file, 0..0), "")
}

fn misnamed(path: &str, file: FileId) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let message = format!("nothing reads `{path}`: texts end in `.md`");
    stray_at(file, message).hint(format!("rename it to `{stem}.md`"))
}
