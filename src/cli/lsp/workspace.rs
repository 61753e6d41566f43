//! The files of a site as an editor has them: those on the disk, and over them the texts that are
//! open; and what they say.
//!
//! **Invariant:** what is open counts, also where it is not saved, and a new file too.

use super::positions::Encoding;
use crate::base::changes::{Changes, applied};
use crate::base::sources::{FileId, Sources};
use crate::cli::language::Language;
use crate::cli::site::understood_again;
use crate::disk::load::load;
use crate::reading::Understood;
use crate::reading::memory::Memory;
use lsp_types::{Location, Url};
use std::ops::Range;
use std::path::PathBuf;

/// A site with what is open of it.
pub(super) struct Workspace {
    root: PathBuf,
    pub(super) encoding: Encoding,
    /// In which mistakes are told.
    pub(super) language: Language,
    /// What the editor has open, by path from the root.
    open: Changes,
    disk: Option<Sources>,
    known: Option<Known>,
    memory: Memory,
}

/// What the files say.
pub(super) struct Known {
    pub(super) sources: Sources,
    pub(super) understood: Understood,
}

impl Workspace {
    pub(super) fn new(root: PathBuf, encoding: Encoding, language: Language) -> Self {
        let (open, memory) = (Changes::default(), Memory::default());
        Workspace { root, encoding, language, open, disk: None, known: None, memory }
    }

    pub(super) fn open(&mut self, uri: &Url, text: &str) {
        if let Some(path) = self.path(uri) {
            self.open.write(path, text);
            self.known = None;
        }
    }

    pub(super) fn close(&mut self, uri: &Url) {
        if let Some(path) = self.path(uri) {
            self.open.forget(&path);
            self.read_again();
        }
    }

    /// Something else may lie on the disk.
    pub(super) fn read_again(&mut self) {
        self.disk = None;
        self.known = None;
    }

    /// Finds what the files say now; a folder that cannot be read says nothing.
    pub(super) fn known(&mut self) {
        if self.known.is_none() {
            let disk = self.disk.take().unwrap_or_else(|| load(&self.root).unwrap_or_default());
            let sources = applied(&disk, &self.open);
            let understood = understood_again(&sources, &mut self.memory);
            self.disk = Some(disk);
            self.known = Some(Known { sources, understood });
        }
    }

    /// What was found last, if nothing changed since.
    pub(super) fn known_already(&self) -> Option<&Known> {
        self.known.as_ref()
    }

    /// A file of the site by its address: its path from the root.
    pub(super) fn path(&self, uri: &Url) -> Option<String> {
        let path = uri.to_file_path().ok()?;
        let below = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }

    /// The address of a file of the site.
    pub(super) fn uri(&self, path: &str) -> Option<Url> {
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        // An editor compares addresses: the folder is written as it wrote it.
        let root = if self.root.is_absolute() { self.root.clone() } else { root };
        Url::from_file_path(root.join(path)).ok()
    }

    /// A place in a file, for the editor.
    pub(super) fn location(
        &self,
        known: &Known,
        file: FileId,
        range: &Range<usize>,
    ) -> Option<Location> {
        let source = known.sources.file(file);
        let text = source.text().unwrap_or_default();
        Some(Location::new(self.uri(&source.path)?, self.encoding.lines(text, range)))
    }
}
