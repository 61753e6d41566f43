//! Links in content: what a relative address in Markdown leads to.

use super::{Graph, Route, remote};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::annotate::composed;
use crate::reading::corpus::{Corpus, EntityId, Origin, SpeechId};
use std::collections::BTreeMap;

/// What a file of the content becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A speech's page.
    Speech(SpeechId),
    /// An entity's page.
    Entity(EntityId),
    /// The about page in the language with this index.
    About(usize),
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

/// Every file of the content that has an address, by its path in composed form.
pub(super) fn destinations(sources: &Sources, corpus: &Corpus) -> BTreeMap<String, Destination> {
    let path = |file: FileId| composed(&sources.file(file).path).into_owned();
    let speeches =
        corpus.speeches().map(|(id, speech)| (path(speech.file), Destination::Speech(id)));
    let entities =
        corpus.entities().map(|(id, entity)| (path(entity.file), Destination::Entity(id)));
    let media = corpus.media.iter().map(|file| {
        let route = super::routes::published(&sources.file(*file).path);
        (path(*file), Destination::Media(*file, route))
    });
    let about = corpus
        .about
        .iter()
        .enumerate()
        .map(|(index, page)| (path(page.file), Destination::About(index)));
    speeches.chain(entities).chain(media).chain(about).collect()
}

impl Graph {
    /// What an address in the content file at `path` leads to.
    #[must_use]
    pub fn link<'h>(&'h self, path: &str, href: &'h str) -> Link<'h> {
        if let Some(scheme) = scheme(href) {
            let allowed = ["http", "https", "mailto", "tel"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            return if allowed { Link::AsWritten(href) } else { Link::Unsafe };
        }
        if href.starts_with('#') || href.is_empty() {
            return Link::AsWritten(href);
        }
        if href.starts_with("//") {
            return Link::Unsafe;
        }
        let (target, fragment) = href.find('#').map_or((href, ""), |at| href.split_at(at));
        match self.file_at(path, &percent_decode(target)) {
            Some(destination) => Link::Within(destination, fragment),
            None => Link::Broken,
        }
    }

    /// The file of the content that `target` names, as seen from the folder of `path`.
    pub(super) fn file_at(&self, path: &str, target: &str) -> Option<&Destination> {
        self.destinations.get(composed(&join(path, target)).as_ref())
    }
}

/// The scheme of an address: letters, digits and `+ - .` before a colon that comes before any `/`, `?` or `#` (RFC 3986 §3.1).
/// Control characters and spaces, which browsers pass over, are passed over.
pub(super) fn scheme(href: &str) -> Option<String> {
    let end = href.find(['/', '?', '#', ':'])?;
    let scheme: String =
        href[..end].chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (href[end..].starts_with(':') && well_formed).then_some(scheme)
}

/// `target` as seen from the folder of `path`; from the root of the content where it begins with `/`.
fn join(path: &str, target: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if target.starts_with('/') { "content" } else { folder };
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

pub(super) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Reports links that lead nowhere.
pub(super) fn check(graph: &Graph, sources: &Sources, diagnostics: &mut Diagnostics) {
    let speeches =
        graph.corpus.speeches().map(|(id, speech)| (speech.file, Some(id), &speech.body));
    let entities = graph
        .corpus
        .entities
        .iter()
        .flat_map(|entity| entity.bodies.iter().map(|(_, body)| (entity.file, None, body)));
    let pages = graph.corpus.about.iter().map(|page| (page.file, None, &page.body));
    for (file, own, body) in speeches.chain(entities).chain(pages) {
        let path = &sources.file(file).path;
        // What raw HTML leads to is its author's to know.
        for address in body.addresses().filter(|address| address.origin == Origin::Markdown) {
            if remote::host(&address, graph.config.base_url.as_deref()).is_some() {
                continue;
            }
            if let Some(diagnostic) = problem(graph, path, own, address.text) {
                diagnostics.push(diagnostic.at(Span::new(file, address.span), ""));
            }
        }
    }
}

/// What is wrong with an address in the content file at `path`, which is the text of the speech `own` or of no speech.
fn problem(graph: &Graph, path: &str, own: Option<SpeechId>, href: &str) -> Option<Diagnostic> {
    let (speech, fragment) = match graph.link(path, href) {
        Link::Unsafe => {
            let diagnostic = Diagnostic::new(
                Code::UnsafeLink,
                format!("the link `{}` is left out", short(href)),
            );
            return Some(
                diagnostic
                    .hint("link to `https:`, `http:`, `mailto:`, `tel:`, or a file of the site"),
            );
        }
        Link::Broken => {
            let diagnostic = Diagnostic::new(
                Code::BrokenLink,
                format!("the link `{}` leads to nothing", short(href)),
            );
            return Some(
                diagnostic.hint(
                    "name a file of the content, or write the address in full with `https://`",
                ),
            );
        }
        Link::AsWritten(href) => (own, href.strip_prefix('#')?),
        Link::Within(Destination::Speech(speech), fragment) => {
            (Some(*speech), fragment.strip_prefix('#')?)
        }
        Link::Within(..) => return None,
    };
    let exists = fragment.is_empty()
        || fragment.starts_with("fn")
        || speech.is_some_and(|speech| has_anchor(graph, speech, fragment));
    let diagnostic =
        Diagnostic::new(Code::UnknownAnchor, format!("no paragraph is called `{fragment}`"));
    (!exists).then(|| diagnostic.hint("use a ¶ number of the speech’s page: `#t12p3`"))
}

fn has_anchor(graph: &Graph, speech: SpeechId, name: &str) -> bool {
    let anchors = graph.anchors(speech);
    let mut all = anchors
        .paragraphs
        .iter()
        .chain(&anchors.turns)
        .chain(anchors.gone.iter().map(|(_, anchor)| anchor));
    all.any(|anchor| **anchor == *name)
}

pub(super) fn short(href: &str) -> String {
    let mut short: String = href.chars().take(60).collect();
    if short.len() < href.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_what_hides_them() {
        assert_eq!(scheme("java\tscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("https://a.org").as_deref(), Some("https"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("图:片.jpg"), None);
    }

    #[test]
    fn addresses_are_seen_from_the_folder_of_the_file() {
        assert_eq!(join("content/speeches/a/index.zh.md", "p.jpg"), "content/speeches/a/p.jpg");
        assert_eq!(join("content/speeches/a.md", "../people/b.md"), "content/people/b.md");
        assert_eq!(join("content/speeches/a.md", "/people/b.md"), "content/people/b.md");
        assert_eq!(percent_decode("%E7%8E%8B%zz"), "王%zz");
    }
}
