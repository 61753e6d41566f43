//! Links in content: what a relative address in Markdown leads to.

use super::broken_links::BrokenLinks;
use super::href::{self, is_one_of, scheme, short};
use super::routes::STATIC;
use super::{Graph, Route};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::composed;
use crate::base::message::say;
use crate::base::percent;
use crate::base::slips::nearest;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::corpus::{Address, Corpus, EntityId, Origin, SpeechId};
use std::collections::BTreeMap;

/// What a file of the content becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A speech's page.
    Speech(SpeechId),
    /// The page that says that a speech was withdrawn, by its index in
    /// [`Corpus::withdrawn`](crate::reading::corpus::Corpus::withdrawn).
    Withdrawn(usize),
    /// An entity's page.
    Entity(EntityId),
    /// A page of the site's own, by its index in
    /// [`Corpus::pages`](crate::reading::corpus::Corpus::pages).
    Page(usize),
    /// A file that is copied, and where to.
    Media(FileId, Route),
}

/// What a link in content is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link<'h> {
    /// Out of the site, or within the page, as written.
    AsWritten(&'h str),
    /// A file of the content, with a fragment (`#…`) or nothing.
    Within(&'h Destination, &'h str),
    /// A scheme that is not let through.
    Unsafe,
    /// A file that does not exist.
    Broken,
}

/// Every file of the content that has an address, by its path in composed form: people type `é` in
/// one way and their file systems write it in another.
pub(super) fn destinations(sources: &Sources, corpus: &Corpus) -> BTreeMap<String, Destination> {
    let path = |file: FileId| composed(&sources.file(file).path).into_owned();
    let mut destinations = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        destinations.insert(path(speech.file), Destination::Speech(id));
    }
    for (index, speech) in corpus.withdrawn.iter().enumerate() {
        destinations.insert(path(speech.file), Destination::Withdrawn(index));
    }
    for (id, entity) in corpus.entities().filter(|(_, entity)| !entity.is_stub) {
        destinations.insert(path(entity.file), Destination::Entity(id));
    }
    for file in &corpus.media {
        let route = super::routes::published(&sources.file(*file).path);
        destinations.insert(path(*file), Destination::Media(*file, route));
    }
    // A text may link to `/statutes.pdf`, as if it lay in the content.
    for (file, source) in sources.under(STATIC) {
        let route = super::routes::published(&source.path);
        let seen = composed(&format!("content/{}", route.path())).into_owned();
        destinations.entry(seen).or_insert(Destination::Media(file, route));
    }
    for (index, page) in corpus.pages.iter().enumerate() {
        destinations.insert(path(page.file), Destination::Page(index));
    }
    destinations
}

impl Graph {
    /// What an address in the content file at `path` leads to.
    pub fn link<'h>(&'h self, path: &str, href: &'h str) -> Link<'h> {
        if let Some((called, _)) = href.strip_prefix('@').and_then(|href| href.split_once('#')) {
            let fragment = &href[called.len() + 1..];
            return match self.speech_called(path, called) {
                Some(speech) => {
                    Link::Within(&self.speech_destinations[speech.0 as usize], fragment)
                }
                None => Link::Broken,
            };
        }
        if let Some(scheme) = scheme(href) {
            return match is_one_of(&scheme, &["http", "https", "mailto", "tel"]) {
                true => Link::AsWritten(href),
                false => Link::Unsafe,
            };
        }
        if href.is_empty() {
            return Link::Broken;
        }
        if href.starts_with('#') {
            return Link::AsWritten(href);
        }
        // Another host, by whatever scheme the page has.
        if href.starts_with("//") {
            return Link::Unsafe;
        }

        let (target, fragment) = href.find('#').map_or((href, ""), |at| href.split_at(at));
        match self.file_at(path, &percent::decode(target)) {
            Some(destination) => Link::Within(destination, fragment),
            None => Link::Broken,
        }
    }

    /// The speech called `id` or `<id>.<lang>`. Of its versions it is the one in the language that
    /// the file at `path` has in its name, else in the site's default language, else the first.
    fn speech_called(&self, path: &str, called: &str) -> Option<SpeechId> {
        let versions = self.corpus.speeches_called(called);
        let default = self.config.default_language().tag();
        let tag = |speech: &SpeechId| self.corpus.speech(*speech).lang.tag();
        let is_of_file = |speech: &&SpeechId| path.contains(&format!(".{}.", tag(speech)));
        let same = versions.iter().find(is_of_file);
        let same = same.or_else(|| versions.iter().find(|speech| tag(speech) == default));
        same.or(versions.first()).copied()
    }

    /// The file of the content that `target` names, as seen from the folder of `path`.
    pub(super) fn file_at(&self, path: &str, target: &str) -> Option<&Destination> {
        let joined = join(path, target);
        self.destinations.get(composed(&joined).as_ref())
    }
}

/// `target` as seen from the folder of `path`; from the root of the content where it begins with
/// `/`.
fn join(path: &str, target: &str) -> String {
    let base = match path.rsplit_once('/') {
        _ if target.starts_with('/') => "content",
        Some((folder, _)) => folder,
        None => "",
    };

    let mut parts: Vec<&str> = base.split('/').collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reports links that lead nowhere.
pub(super) fn check(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) {
    let broken = BrokenLinks::of(graph);
    let mut check_one = |file: FileId, speech: Option<SpeechId>, address: Address<'_>| {
        // What raw HTML leads to is known to its author alone, and what a browser would fetch from
        // another host is told by `remote`.
        let is_told_elsewhere = address.origin != Origin::Markdown
            || href::host(&address, graph.config.base_url.as_deref()).is_some();
        if is_told_elsewhere {
            return;
        }
        let path = &sources.file(file).path;
        if is_unread(graph, sources, path, address.text) {
            return;
        }
        if let Some(diagnostic) = problem(graph, &broken, path, speech, address.text) {
            diagnostics.push(diagnostic.at(Span::new(file, address.span), ""));
        }
    };

    for text in graph.corpus.texts() {
        for address in text.body.addresses() {
            check_one(text.file, text.speech, address);
        }
    }
    for (file, address) in graph.corpus.front_addresses() {
        check_one(file, None, address);
    }
}

/// Whether an address names a file that could not be read, which was told.
fn is_unread(graph: &Graph, sources: &Sources, path: &str, href: &str) -> bool {
    let target = href.split(['#', '?']).next().unwrap_or_default();
    if target.is_empty() || graph.link(path, href) != Link::Broken {
        return false;
    }
    let file = sources.find(&join(path, &percent::decode(target)));
    file.is_some_and(|file| graph.corpus.unread.contains(&file))
}

/// Schemes that an address of the web may have been meant to have.
const SCHEMES: [&str; 2] = ["https", "javascript"];

/// What is wrong with an address in the content file at `path`, which is the text of the speech
/// `own` or of none.
fn problem(
    graph: &Graph,
    broken: &BrokenLinks<'_>,
    path: &str,
    own: Option<SpeechId>,
    href: &str,
) -> Option<Diagnostic> {
    let (speech, fragment) = match graph.link(path, href) {
        Link::Unsafe => {
            let message = say!("the link `{href}` is left out", href = short(href));
            let hint = match href.split_once(':') {
                None => say!("write `https:{href}`", href = short(href)),
                // A slip in the scheme.
                Some((scheme, rest)) if nearest(scheme, SCHEMES) == Some("https") => {
                    say!("write `https:{rest}`", rest = short(rest))
                }
                _ => "link to `https:`, `http:`, `mailto:`, `tel:`, or a file of the site".into(),
            };
            return Some(Diagnostic::new(Code::UnsafeLink, message).hint(hint));
        }
        Link::Broken if href.is_empty() => {
            let hint = "write where it leads: `[words](https://…)`, or the words without brackets";
            return Some(Diagnostic::new(Code::BrokenLink, "this link has no address").hint(hint));
        }
        Link::Broken => {
            let message = say!("the link `{href}` leads to nothing", href = short(href));
            let hint = broken.instead(path, href);
            return Some(Diagnostic::new(Code::BrokenLink, message).hint(hint));
        }
        Link::AsWritten(href) => (own, href.strip_prefix('#')?),
        Link::Within(Destination::Speech(speech), fragment) => {
            (Some(*speech), fragment.strip_prefix('#')?)
        }
        Link::Within(..) => return None,
    };

    // Footnotes (`fn-1`, `fnref-1`) are not checked one by one.
    let exists = fragment.is_empty()
        || fragment.starts_with("fn")
        || speech.is_some_and(|speech| has_anchor(graph, speech, fragment));
    if exists {
        return None;
    }
    let message = say!("no paragraph is called `{fragment}`", fragment);
    let hint = "use a ¶ number of the speech’s page: `#t12p3`";
    Some(Diagnostic::new(Code::UnknownAnchor, message).hint(hint))
}

fn has_anchor(graph: &Graph, speech: SpeechId, name: &str) -> bool {
    let anchors = graph.anchors(speech);
    let gone = anchors.gone.iter().map(|(_, anchor)| anchor);
    let mut all = anchors.paragraphs.iter().chain(&anchors.turns).chain(gone);
    all.any(|anchor| **anchor == *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_seen_from_the_folder_of_the_file() {
        assert_eq!(join("content/speeches/a/index.zh.md", "p.jpg"), "content/speeches/a/p.jpg");
        assert_eq!(join("content/speeches/a.md", "../people/b.md"), "content/people/b.md");
        assert_eq!(join("content/speeches/a.md", "/people/b.md"), "content/people/b.md");
    }
}
