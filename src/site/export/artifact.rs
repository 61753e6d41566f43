//! One file beside the pages: its address, how it is made, and what is known of it then.
//!
//! **Invariant:** an [`Artifact`] is plain data; its bytes are made when asked for, and those of a long
//! file piece by piece. Its length, hash and number of records are known once it has been made, and
//! are the same whoever asks first.

use super::feeds::Subject;
use super::own::Records;
use super::{Kept, exporter, feeds, sitemap, tables};
use crate::base::digest::{Digest, Digesting};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::{Graph, Route};
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One file beside the pages.
#[derive(Debug, Clone)]
pub(crate) struct Artifact {
    /// Its address.
    pub route: Route,
    pub(super) make: Make,
    /// The name of its format.
    pub(in crate::site) format: &'static str,
    /// What is known once it has been made; shared with whatever describes it. None of the files of a
    /// speech, which are most of all and which nothing describes.
    facts: Option<Arc<OnceLock<FileFacts>>>,
}

/// What is known of a file that has been made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileFacts {
    pub digest: Digest,
    /// How many records it holds, where it is made of records.
    pub n_rows: Option<usize>,
}

/// How an artifact's bytes are made.
#[derive(Debug, Clone)]
pub(super) enum Make {
    /// From the whole site.
    Whole(fn(&Graph) -> Vec<u8>),
    /// From one speech.
    Speech(SpeechId, fn(&Graph, SpeechId) -> Vec<u8>),
    /// From one speech and what all documents of the format say of entities.
    Document(SpeechId, Arc<Records>, fn(&Graph, &Records, SpeechId) -> Vec<u8>),
    /// From the whole site, piece by piece.
    Streamed(fn(&Graph, &mut dyn Write) -> io::Result<usize>),
    /// From a table, row by row.
    Table(&'static dyn tables::Table, &'static tables::Format),
    /// From what is known of other files.
    Package(Arc<[Artifact]>),
    /// From what a feed is about.
    Feed(&'static feeds::Format, Subject),
    /// From a part of the list of pages, indices half-open.
    Sitemap(Arc<[sitemap::Page]>, Range<usize>),
    /// From the number of parts that the sitemap is cut into because it is long.
    SitemapIndex(usize),
}

impl Make {
    fn is_of_speech(&self) -> bool {
        matches!(self, Make::Speech(..) | Make::Document(..))
    }
}

/// Makes the bytes of files that are made with the first of them, each piece by piece to its own `out`,
/// and keeps what is then known of them.
///
/// # Errors
///
/// As the `outs` do.
pub(crate) fn write_together(
    graph: &Graph,
    files: &[&Artifact],
    outs: &mut [&mut dyn Write],
) -> io::Result<()> {
    let mut formats = Vec::with_capacity(files.len());
    let mut table = None;
    for file in files {
        if let Make::Table(of, format) = &file.make {
            table = Some(*of);
            formats.push(*format);
        }
    }
    let Some(table) = table.filter(|_| formats.len() == files.len()) else {
        return files.iter().zip(outs).try_for_each(|(file, out)| file.write(graph, *out));
    };

    let mut digesting = Vec::with_capacity(files.len());
    for out in outs {
        digesting.push(Digesting::new(&mut **out));
    }
    let mut all: Vec<&mut dyn Write> = Vec::with_capacity(files.len());
    for out in &mut digesting {
        all.push(out);
    }
    let n_rows = tables::write(graph, table, &formats, &mut all)?;
    for (file, digesting) in files.iter().zip(digesting) {
        file.keep(FileFacts { digest: digesting.finish(), n_rows: Some(n_rows) });
    }
    Ok(())
}

impl Artifact {
    pub(super) fn new(route: Route, make: Make) -> Self {
        let facts = (!make.is_of_speech()).then(Arc::default);
        Artifact { route, make, format: "", facts }
    }

    /// Makes its bytes.
    pub(crate) fn bytes(&self, graph: &Graph) -> Vec<u8> {
        // Most files are of one speech, and nobody says how long they are.
        match &self.make {
            Make::Speech(id, make) => return make(graph, *id),
            Make::Document(id, records, make) => return make(graph, records, *id),
            _ => {}
        }
        let mut bytes = Vec::new();
        self.write(graph, &mut bytes).expect("writing to memory does not fail");
        bytes
    }

    /// Makes its bytes piece by piece, and keeps what is then known of it.
    ///
    /// # Errors
    ///
    /// As `out` does.
    pub(crate) fn write(&self, graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
        if !self.is_described() {
            return self.make_into(graph, out).map(drop);
        }
        let mut digesting = Digesting::new(out);
        let n_rows = self.make_into(graph, &mut digesting)?;
        self.keep(FileFacts { digest: digesting.finish(), n_rows });
        Ok(())
    }

    fn keep(&self, facts: FileFacts) {
        if let Some(kept) = &self.facts {
            kept.get_or_init(|| facts);
        }
    }

    /// Whether it has the same rows as `other`, so that both are made with less work than each alone.
    pub(crate) fn is_made_with(&self, other: &Artifact) -> bool {
        match (&self.make, &other.make) {
            (Make::Table(one, _), Make::Table(other, _)) => one.name() == other.name(),
            _ => false,
        }
    }

    /// What is known of it; it is made for that if it has not been yet.
    pub(crate) fn facts(&self, graph: &Graph) -> &FileFacts {
        let known = || self.facts.as_deref().and_then(OnceLock::get);
        if known().is_none() {
            self.write(graph, &mut io::sink()).expect("nowhere is never full");
        }
        known().expect("a described file is digested when it is made")
    }

    /// Whether it may be too long to be held in memory whole.
    pub(crate) fn is_long(&self) -> bool {
        matches!(self.make, Make::Table(..) | Make::Streamed(_))
    }

    /// Whether it is made from the whole site, and not from one speech or for one feed.
    pub(crate) fn is_of_site(&self) -> bool {
        !self.make.is_of_speech() && !matches!(self.make, Make::Feed(..))
    }

    /// Whether it says something of other files, and is made after them.
    pub(crate) fn describes_others(&self) -> bool {
        matches!(self.make, Make::Package(_))
    }

    /// Whether other files say how long it is.
    pub(crate) fn is_described(&self) -> bool {
        let is_described = !self.make.is_of_speech() && !self.describes_others();
        is_described && self.kept().is_some()
    }

    pub(super) fn kept(&self) -> Option<Kept> {
        exporter(self.format)?.kept
    }

    /// Makes its bytes, and says how many records they hold.
    fn make_into(&self, graph: &Graph, out: &mut dyn Write) -> io::Result<Option<usize>> {
        let bytes = match &self.make {
            Make::Table(table, format) => {
                return tables::write(graph, *table, &[format], &mut [out]).map(Some);
            }
            Make::Streamed(write) => return write(graph, out).map(Some),
            Make::Whole(make) => make(graph),
            Make::Speech(id, make) => make(graph, *id),
            Make::Document(id, records, make) => make(graph, records, *id),
            Make::Package(files) => tables::package(graph, files),
            Make::Feed(format, subject) => feeds::bytes(graph, format, *subject),
            Make::Sitemap(pages, part) => sitemap::pages_xml(graph, &pages[part.clone()]),
            Make::SitemapIndex(n_parts) => sitemap::index_xml(graph, *n_parts),
        };
        out.write_all(&bytes)?;
        let n_rows = self.kept().and_then(|kept| kept.n_rows);
        Ok(n_rows.map(|n_rows| n_rows(graph)))
    }
}
