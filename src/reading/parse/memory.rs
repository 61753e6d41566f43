//! What files said when they were last read.

use crate::base::diag::Diagnostics;
use crate::base::sources::{Content, FileId, Source, Sources};
use crate::reading::corpus::Corpus;
use rayon::prelude::*;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// What files say, by their numbers.
#[derive(Default)]
pub(crate) struct Parsed(Vec<(Arc<Source>, Arc<Said>)>);

/// What one file says, and what is wrong with it.
pub(super) struct Said {
    pub(super) corpus: Corpus,
    pub(super) diagnostics: Diagnostics,
}

impl Parsed {
    /// What a file says, if it has been read as it is now, under the same number: places in it name
    /// the file by that.
    pub(super) fn known(&self, sources: &Sources, file: FileId) -> Option<Arc<Said>> {
        let index = file.0 as usize;
        let (source, said) = self.0.get(index)?;
        (*source == sources.shared()[index]).then(|| Arc::clone(said))
    }

    /// Remembers what each file says, and nothing else.
    pub(super) fn keep(&mut self, sources: &Sources, said: &[Arc<Said>]) {
        self.0 = sources.shared().iter().cloned().zip(said.iter().cloned()).collect();
    }
}

/// What stands for a file's path and content: two files that differ have another one, but for a
/// chance of one in 2¹²⁸ (XXH3).
pub(crate) fn print(source: &Source) -> u128 {
    let mut hash = Xxh3::new();
    hash.update(source.path.as_bytes());
    match &source.content {
        Content::Bytes(bytes) => {
            hash.update(b"\0bytes");
            hash.update(bytes);
        }
        other => hash.update(format!("\0{other:?}").as_bytes()),
    }
    hash.digest128()
}

/// What stands for bytes, piece by piece.
pub(crate) fn print_of(pieces: &[&[u8]]) -> u128 {
    let mut hash = Xxh3::new();
    for piece in pieces {
        hash.update(piece);
    }
    hash.digest128()
}

/// What stands for all files of a site: another number where one of them is read and differs.
pub(crate) fn print_of_all(sources: &Sources) -> u128 {
    let files: Vec<&Source> = sources.iter().map(|(_, source)| source).collect();
    let prints: Vec<[u8; 16]> =
        files.into_par_iter().map(|source| print(source).to_le_bytes()).collect();
    print_of(&[prints.as_flattened()])
}
