//! Documents that are named for one import → which of them are the head and the lists of a corpus, as
//! ParlaMint has them in files of their own, and whom those lists name.
//!
//! **Invariant:** a file that another takes in is followed only if it is among the documents: nothing
//! is fetched, and no other file of the disk is opened.
//! **Invariant:** what is not followed is told, and so are files that take in one another.

use crate::base::message::{Message, say};
use crate::base::percent;
use crate::disk::load::{self, PassedOver};
use crate::import::{CorpusPart, Entity, corpus_part, listed_together};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What a file has in it that takes in others.
const XINCLUDE: &[u8] = b"http://www.w3.org/2001/XInclude";

/// The corpora among some documents.
#[derive(Default)]
pub(super) struct Corpora {
    /// The lists that belong to a text.
    lists: BTreeMap<PathBuf, Arc<[Entity]>>,
    /// Heads and lists, which are no speeches.
    pub(super) passed_over: Vec<PassedOver>,
    pub(super) remarks: Vec<Message>,
}

impl Corpora {
    /// Finds the corpora, and takes their heads and lists out of the documents.
    pub(super) fn found(documents: &mut Vec<PathBuf>) -> Self {
        let named = documents.iter().map(PathBuf::as_path).collect();
        let mut finder =
            Finder { documents: named, parts: BTreeMap::new(), corpora: Corpora::default() };
        for path in documents.iter() {
            finder.root(path);
        }
        let corpora = finder.corpora;
        let passed_over: BTreeSet<&PathBuf> =
            corpora.passed_over.iter().map(|passed| &passed.path).collect();
        documents.retain(|path| !passed_over.contains(path));
        corpora
    }

    /// Whom the lists name that belong to a document.
    pub(super) fn lists_of(&self, path: &Path) -> Arc<[Entity]> {
        self.lists.get(path).cloned().unwrap_or_default()
    }
}

struct Finder<'d> {
    documents: BTreeSet<&'d Path>,
    /// What files are that another takes in, once they were read; none for a text.
    parts: BTreeMap<PathBuf, Option<Arc<CorpusPart>>>,
    corpora: Corpora,
}

/// What the files that a root takes in come to.
#[derive(Default)]
struct TakenIn {
    texts: Vec<PathBuf>,
    lists: Vec<PathBuf>,
    entities: Vec<Vec<Entity>>,
    missing: Vec<String>,
}

impl Finder<'_> {
    /// Follows what a file takes in.
    fn root(&mut self, path: &Path) {
        let Some(part) = self.part(path).filter(|part| !part.includes.is_empty()) else {
            return;
        };
        if !part.is_root && !part.has_texts {
            return;
        }
        let mut taken = TakenIn { entities: vec![part.entities.clone()], ..TakenIn::default() };
        let mut way = vec![path.to_path_buf()];
        self.follow(&part, &mut way, &mut taken);
        self.tell_missing(path, &taken);
        if taken.texts.is_empty() && taken.lists.is_empty() {
            return;
        }

        let lists: Arc<[Entity]> = listed_together(taken.entities, None).into();
        let own = part.has_texts.then(|| path.to_path_buf());
        for text in taken.texts.into_iter().chain(own) {
            self.corpora.lists.entry(text).or_insert_with(|| Arc::clone(&lists));
        }
        let name = shown(path);
        if !part.has_texts {
            let why = "the head of a corpus: what it says goes with the texts that it takes in";
            self.pass_over(path, why.to_owned());
        }
        for list in taken.lists {
            self.pass_over(&list, format!("a list of `{name}`: it was read with its texts"));
        }
    }

    fn follow(&mut self, part: &CorpusPart, way: &mut Vec<PathBuf>, taken: &mut TakenIn) {
        let from = way.last().cloned().unwrap_or_default();
        for href in &part.includes {
            let found =
                target(&from, href).filter(|target| self.documents.contains(target.as_path()));
            let Some(target) = found else {
                taken.missing.push(href.clone());
                continue;
            };
            if way.contains(&target) {
                let (file, itself) = (shown(&from), shown(&target));
                self.corpora.remarks.push(say!(
                    "`{file}` takes in `{itself}`, which takes it in itself: that is not followed",
                    file,
                    itself
                ));
                continue;
            }
            match self.part(&target) {
                Some(inner) if !inner.has_texts => {
                    if taken.lists.contains(&target) {
                        continue;
                    }
                    taken.lists.push(target.clone());
                    taken.entities.push(inner.entities.clone());
                    way.push(target);
                    self.follow(&inner, way, taken);
                    way.pop();
                }
                _ => taken.texts.push(target),
            }
        }
    }

    /// What a file is as a part of a corpus; none if it is a text without parts elsewhere, or cannot
    /// be one.
    fn part(&mut self, path: &Path) -> Option<Arc<CorpusPart>> {
        if let Some(known) = self.parts.get(path) {
            return known.clone();
        }
        let part = read(path).map(Arc::new);
        self.parts.insert(path.to_path_buf(), part.clone());
        part
    }

    fn pass_over(&mut self, path: &Path, why: String) {
        let passed_over = &mut self.corpora.passed_over;
        if passed_over.iter().all(|passed| passed.path != path) {
            passed_over.push(PassedOver { path: path.to_path_buf(), why });
        }
    }

    fn tell_missing(&mut self, path: &Path, taken: &TakenIn) {
        let Some(first) = taken.missing.first() else {
            return;
        };
        let (file, n) = (shown(path), taken.missing.len());
        self.corpora.remarks.push(say!(
            "`{file}` takes in {n} from outside these documents, `{first}` first: nothing is fetched; \
             name them, or the folder that holds them, where they matter",
            file,
            n = crate::cli::print::count(n, "file", "files"),
            first
        ));
    }
}

/// Reads a file as a part of a corpus.
fn read(path: &Path) -> Option<CorpusPart> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    if !["xml", "tei"].contains(&ending.as_str()) {
        return None;
    }
    let bytes = load::document(path).ok()?.bytes;
    // A text without parts elsewhere need not be understood here.
    let takes_in = memchr::memmem::find(&bytes, XINCLUDE).is_some();
    let is_text = memchr::memmem::find(&bytes, b"<text").is_some();
    if is_text && !takes_in { None } else { corpus_part(&bytes) }
}

/// The file to which an address leads from another; none if it cannot be one beside it.
fn target(from: &Path, href: &str) -> Option<PathBuf> {
    let href = percent::decode(href.split('#').next().unwrap_or_default());
    if href.is_empty() || href.contains(':') || href.contains('\\') {
        return None;
    }
    let mut path = from.parent()?.to_path_buf();
    for component in Path::new(&href).components() {
        match component {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => drop(path.pop().then_some(())?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
