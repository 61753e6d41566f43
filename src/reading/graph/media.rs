//! Files of the content that are not text → which of them are published.
//!
//! Published is what a published text names (an image, a link, an address in raw HTML), what lies in
//! the folder of a published speech or of an entity and is made for readers by its ending, and all
//! of `static/`. What only drafts and withdrawn speeches show waits until they are published. All
//! else is a stray file, and is told: originals, backups
//! and notes are left where they lie.
//!
//! **Invariant:** a file is published, waits or is told of; nothing is left out in silence but what
//! waits.

use super::links::{Destination, Link};
use super::routes::STATIC;
use super::{Graph, Route};
use crate::base::decode::link_outside;
use crate::base::diag::{Code, Diagnostics};
use crate::base::letters::composed;
use crate::base::message::{Message, say};
use crate::base::percent;
use crate::base::sources::media_types::is_media;
use crate::base::sources::{Content, FileId, Sources, Span};
use crate::reading::corpus::{Address, Origin, Speech};
use crate::reading::parse::{check_name, own_folder};
use std::collections::{BTreeMap, HashSet};

/// So many stray files of a folder are told of one by one; more, as the originals of an archive,
/// are told of together. Five messages still fit on a screen beside others.
const TOLD_SINGLY: usize = 5;

/// How many are named where they are told of together: enough to see which they are, in one line,
/// and fewer than [`TOLD_SINGLY`].
const N_NAMED: usize = 3;

/// The files that are published, in path order; stray files are reported.
pub(crate) fn published(
    graph: &Graph,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<FileId> {
    let uses = Uses::of(graph, sources);
    let (mut published, mut strays) = (Vec::new(), Vec::new());

    for file in &graph.corpus.media {
        match uses.fate(*file, &sources.file(*file).path) {
            Fate::Published => {
                check_name(sources, *file, diagnostics);
                published.push(*file);
            }
            Fate::Waits => {}
            Fate::Stray => strays.push(*file),
        }
    }

    // Of what a text that cannot be read refers to nothing is known, so nothing can be called
    // stray.
    if graph.corpus.unread.is_empty() {
        tell(&strays, sources, diagnostics);
    }
    published.extend(of_static(sources, diagnostics));
    published
}

/// The files of `static/`.
fn of_static(sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<FileId> {
    let mut published = Vec::new();
    for (file, source) in sources.under(STATIC) {
        if source.content == Content::LinkOutside {
            diagnostics.push(link_outside(file));
            continue;
        }
        check_name(sources, file, diagnostics);
        published.push(file);
    }
    published
}

/// What becomes of a file.
enum Fate {
    Published,
    /// A draft shows it.
    Waits,
    Stray,
}

/// What the texts make of files.
struct Uses {
    by_published: Texts,
    by_withheld: Texts,
}

/// What some of the texts name, and the folders that are theirs.
#[derive(Default)]
struct Texts {
    named: HashSet<FileId>,
    folders: HashSet<String>,
}

impl Uses {
    fn of(graph: &Graph, sources: &Sources) -> Self {
        let (mut by_published, mut by_withheld) = (Texts::default(), Texts::default());
        if graph.corpus.media.is_empty() {
            return Uses { by_published, by_withheld };
        }

        let path = |file: FileId| sources.file(file).path.as_str();
        for speech in &graph.corpus.speeches {
            by_published.take_speech(graph, path(speech.file), speech);
        }
        for speech in graph.corpus.withheld.iter().chain(&graph.corpus.withdrawn) {
            by_withheld.take_speech(graph, path(speech.file), speech);
        }
        for (id, entity) in graph.corpus.entities() {
            if !entity.is_stub {
                by_published.folders.insert(own_folder(path(entity.file), &entity.id));
            }
            let pages: Vec<Route> = (0..graph.config.languages.len())
                .map(|lang| graph.entity_route(lang, id))
                .collect();
            let seen = Seen { graph, path: path(entity.file), pages: &pages };
            by_published.take(&seen, entity.front_addresses());
            for (_, body) in &entity.bodies {
                by_published.take(&seen, body.addresses());
            }
        }
        for page in &graph.corpus.pages {
            let pages = [graph.own_route(page)];
            let seen = Seen { graph, path: path(page.file), pages: &pages };
            by_published.take(&seen, page.body.addresses());
        }
        Uses { by_published, by_withheld }
    }

    fn fate(&self, file: FileId, path: &str) -> Fate {
        let path = composed(path);
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let is_within =
            |texts: &Texts| folders.clone().any(|folder| texts.folders.contains(folder));

        if self.by_published.named.contains(&file) {
            Fate::Published
        } else if self.by_withheld.named.contains(&file) {
            Fate::Waits
        } else if is_within(&self.by_published) {
            if is_media(&path) { Fate::Published } else { Fate::Stray }
        } else if is_within(&self.by_withheld) {
            Fate::Waits
        } else {
            Fate::Stray
        }
    }
}

impl Texts {
    fn take_speech(&mut self, graph: &Graph, path: &str, speech: &Speech) {
        self.folders.insert(own_folder(path, &speech.id));
        let seen = Seen { graph, path, pages: &[graph.page_of(speech)] };
        self.take(&seen, speech.front_addresses());
        self.take(&seen, speech.body.addresses());
        self.named.extend(graph.captions(path, speech).map(|(file, _)| file));
    }

    fn take<'a>(&mut self, from: &Seen<'_>, addresses: impl IntoIterator<Item = Address<'a>>) {
        for address in addresses {
            self.named.extend(from.files_at(&address));
        }
    }
}

/// From where an address is seen.
struct Seen<'g> {
    graph: &'g Graph,
    /// The text's file.
    path: &'g str,
    /// The pages that show the text.
    pages: &'g [Route],
}

impl Seen<'_> {
    /// The files that an address names. One in raw HTML is seen from the pages; but its author may
    /// have seen it from the file.
    fn files_at(&self, address: &Address<'_>) -> Vec<FileId> {
        let mut files = Vec::new();
        if address.origin == Origin::Html {
            for page in self.pages {
                files.extend(self.published_at(page.path(), &path_in(address.text)));
            }
        }
        if let Link::Within(Destination::Media(file, _), _) =
            self.graph.link(self.path, address.text)
        {
            files.push(*file);
        }
        if let Some(path) = self.on_site(address.text) {
            files.extend(self.published_at("", &path));
        }
        files
    }

    /// The path of an address that names the site: `https://example.org/talks/a.jpg`,
    /// `/talks/a.jpg` where the site lies there.
    fn on_site(&self, address: &str) -> Option<String> {
        let base = self.graph.config.base_url.as_deref()?;
        let host = base.find("://").map_or(0, |at| at + "://".len());
        let folder = &base[base[host..].find('/').map_or(base.len(), |at| host + at)..];
        let rest = address
            .strip_prefix(base)
            .or_else(|| address.strip_prefix(folder).filter(|_| !folder.is_empty()))?;
        Some(path_in(rest))
    }

    /// The file that is published where `target` leads from the page at `page`.
    fn published_at(&self, page: &str, target: &str) -> Option<FileId> {
        // Files of the content keep their places, so the page's place among them is as good as its
        // own.
        match self.graph.file_at(&format!("content/{page}"), target)? {
            Destination::Media(file, _) => Some(*file),
            _ => None,
        }
    }
}

/// The path in an address, as the file system has it.
fn path_in(address: &str) -> String {
    percent::decode(address.split(['#', '?']).next().unwrap_or_default())
}

/// Reports stray files: one by one, or a folder of many at once.
fn tell(strays: &[FileId], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut folders: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
    for file in strays {
        let folder = sources.file(*file).path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(*file);
    }

    for (folder, files) in folders {
        if files.len() > TOLD_SINGLY {
            tell_together(folder, &files, sources, diagnostics);
            continue;
        }
        for file in files {
            let path = &sources.file(file).path;
            let message = say!("no published text refers to `{path}`: it is not published", path);
            let hint = where_it_belongs(path);
            diagnostics.tell(Code::StrayFile, Span::new(file, 0..0), message, hint);
        }
    }
}

/// What files of a host and of browsers are called, in small letters.
const OF_HOST: [&str; 12] = [
    "cname",
    "robots.txt",
    "favicon.ico",
    "favicon.svg",
    "humans.txt",
    "ads.txt",
    "security.txt",
    "_headers",
    "_redirects",
    "manifest.json",
    "apple-touch-icon.png",
    ".nojekyll",
];

/// Endings of documents of which `oratory import` makes speeches.
const DOCUMENTS: [&str; 10] =
    [".txt", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm", ".vtt", ".srt", ".epub"];

/// What to do with a file that no text refers to.
fn where_it_belongs(path: &str) -> Message {
    let name = path.rsplit('/').next().unwrap_or_default();
    let lower = name.to_lowercase();
    if OF_HOST.contains(&lower.as_str()) {
        return say!("move it to `static/{name}`, which is copied to the root of the site", name);
    }

    let is_markdown = [".mdx", ".mkd", ".mdown", ".md.txt", ".en.txt", ".zh.txt"];
    if let Some(ending) = is_markdown.iter().find(|ending| lower.ends_with(*ending)) {
        let stem = &path[..path.len() - ending.len()];
        let lang = ending.trim_end_matches(".txt").trim_start_matches('.');
        let lang = if matches!(lang, "en" | "zh") { format!(".{lang}") } else { String::new() };
        return say!("if it is a text of the site, rename it to `{stem}{lang}.md`", stem, lang);
    }
    let is_document = DOCUMENTS.iter().any(|ending| lower.ends_with(ending));
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if is_document && is_plain && path == format!("content/speeches/{name}") {
        return say!(
            "`oratory import {path}` makes a speech of it; else refer to it from a text, or move it out of `content/`",
            path
        );
    }
    "refer to it from a text, or move it out of `content/`".into()
}

fn tell_together(folder: &str, files: &[FileId], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut names = Vec::new();
    for file in &files[..N_NAMED] {
        let name = sources.file(*file).path.rsplit('/').next().unwrap_or_default();
        names.push(format!("`{name}`"));
    }
    let message = say!(
        "no published text refers to {n} files of `{folder}/`, which are not published: {names} and {more} more",
        n = files.len(),
        folder,
        names = Message::joined(", ", names),
        more = files.len() - N_NAMED
    );
    let hint = "refer to them from texts, or move them out of `content/`";
    diagnostics.tell(Code::StrayFile, Span::new(files[0], 0..0), message, hint);
}
